// Several of many: a button for each, pressed or not. The kernel has the last word: at least one may have to stay.
// Of a long list only those that are or were pressed are seen, until the others are asked for.

const MANY = 6;

export default {
  render({ model, el }) {
    el.classList.add("bpw-chips");
    const label = element("span", "bpw-chips-label", el), group = element("div", "bpw-chips-group", el);
    group.setAttribute("role", "group");
    const more = element("button", "bpw-chip-more", group), chips = [], kept = new Set();
    more.type = "button";
    let all = false;

    more.addEventListener("click", () => {
      all = !all;
      kept.clear();
      draw();
    });
    const toggle = (k) => {
      const pressed = model.get("pressed");
      model.set("pressed", pressed.includes(k) ? pressed.filter((other) => other !== k) : [...pressed, k]);
      model.save_changes();
    };
    const draw = () => {
      const options = model.get("options"), pressed = model.get("pressed"), name = model.get("description");
      label.textContent = name;
      group.setAttribute("aria-label", name);
      while (chips.length > options.length) chips.pop().remove();
      while (chips.length < options.length) {
        const k = chips.length, chip = element("button", "bpw-chip", group);
        chip.type = "button";
        chip.addEventListener("click", () => toggle(k));
        chips.push(chip);
      }
      if (group.lastChild !== more) group.append(more);
      options.forEach(([words, line], k) => {
        const chip = chips[k];
        if (chip.textContent !== words) chip.textContent = words;
        chip.dataset.bpwHint = line;
        chip.setAttribute("aria-description", line);
        chip.setAttribute("aria-pressed", pressed.includes(k));
        chip.disabled = model.get("disabled");
        if (pressed.includes(k)) kept.add(k);
        chip.hidden = options.length > MANY && !all && !kept.has(k);
      });
      const rest = options.length - kept.size;
      more.hidden = options.length <= MANY || (!rest && !all);
      more.textContent = all ? "fewer" : `${rest} more`;
      more.setAttribute("aria-label", all ? `fewer ${name}` : `${rest} more ${name}`);
      more.setAttribute("aria-expanded", all);
    };

    const letGo = keepKeys(el), names = "change:options change:pressed change:description change:disabled";
    model.on(names, draw);
    draw();
    return () => {
      letGo();
      model.off(names, draw);
    };
  },
};
