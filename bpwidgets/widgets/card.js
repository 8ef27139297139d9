// The card of a lesson's item: parts of a few kinds, one below the other. What is filled in is kept in the model, so that it is there after the
// page was loaded anew; a press of a button says what stands there.

const LATER = 300; // ms after a press: a lab that opens has drawn its picture

const PARTS = {
  say(part) {
    const node = document.createElement("div");
    node.className = `bpw-say bpw-${part.tone || "plain"}`;
    node.innerHTML = unbroken(part.html);    // made from Markdown by the kernel, which lets no HTML through
    if (["right", "wrong", "said"].includes(part.tone)) node.dataset.said = part.tone;
    return node;
  },
  code(part) {
    const node = document.createElement("pre");
    node.className = "bpw-card-code";
    node.tabIndex = 0;
    element("code", "", node).textContent = part.source;
    return node;
  },
  choices(part, form) {
    const group = grouped(part, part.inline ? "bpw-choices bpw-inline" : "bpw-choices");
    part.options.forEach((option, k) => {
      const label = element("label", "bpw-choice", group), input = element("input", "", label);
      input.type = "radio";
      input.name = `${form.id}-${part.name}`;
      input.checked = form.get(part.name) === k;
      input.addEventListener("change", () => form.set(part.name, k));
      element("span", "", label).innerHTML = unbroken(option);
    });
    return group;
  },
  entry(part, form) {
    const label = labelled(part, "bpw-entry"), input = element("input", "", label);
    input.type = "text";
    input.inputMode = "decimal";
    input.autocomplete = "off";
    input.value = form.get(part.name) ?? "";
    input.addEventListener("input", () => form.set(part.name, input.value));
    input.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.shiftKey) form.submit(); });
    if (part.unit) element("span", "bpw-unit", label).textContent = part.unit;
    return label;
  },
  steps(part, form) {
    const label = labelled(part, "bpw-entry"), input = element("input", "bpw-steps", label), said = element("output", "bpw-unit", label);
    input.type = "range";
    [input.min, input.max, input.step] = [0, part.words.length - 1, 1];
    const at = form.get(part.name);
    input.value = at ?? Math.floor((part.words.length - 1) / 2);
    const tell = (chosen) => {
      said.textContent = chosen ? part.words[input.value] : "not chosen yet";
      input.setAttribute("aria-valuetext", said.textContent);
    };
    const choose = () => { form.set(part.name, Number(input.value)); tell(true); };
    input.addEventListener("input", choose);
    // The step in the middle can be meant, too.
    input.addEventListener("click", choose);
    input.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.shiftKey) choose(); });
    tell(at !== undefined);
    return label;
  },
  order(part, form) {
    const group = grouped(part, "bpw-order"), list = element("ol", "", group);
    let order = form.get(part.name) ?? part.things.map((_, k) => k);
    const draw = (focus) => {
      list.replaceChildren();
      order.forEach((thing, place) => {
        const row = element("li", "", list);
        for (const [symbol, name, by] of [["\u2191", "up", -1], ["\u2193", "down", 1]]) {
          const button = element("button", "bpw-move", row);
          button.type = "button";
          button.textContent = symbol;
          button.disabled = !(place + by in order);
          button.addEventListener("click", () => {
            order = [...order];
            [order[place], order[place + by]] = [order[place + by], order[place]];
            form.set(part.name, order);
            draw([place + by, by]);
          });
          const words = element("span", "", row);
          words.hidden = by < 0;
          words.innerHTML = part.things[thing];
          button.setAttribute("aria-label", `${words.textContent}: ${name}`);
          if (focus && focus[0] === place && focus[1] === by) (button.disabled ? button.previousSibling ?? button.nextSibling : button).focus?.();
        }
      });
    };
    draw();
    return group;
  },
  spot(part, form) {
    const group = grouped(part, "bpw-place"), frame = element("div", "bpw-place-frame", group), image = element("img", "", frame);
    image.src = `data:image/png;base64,${isDark(document.body) ? part.dark : part.light}`;
    image.alt = part.alt;
    [image.width, image.height] = part.size;
    const area = element("div", "bpw-place-axes", frame), mark = element("div", "bpw-place-mark", area);
    const [left, top, width, height] = part.box.map((share) => `${100 * share}%`);
    Object.assign(area.style, { left, top, width, height });
    area.tabIndex = 0;
    area.setAttribute("role", "slider");
    area.setAttribute("aria-label", `${part.label}: click, or move the mark with the arrow keys`);
    const within = (share) => Math.min(Math.max(share, 0), 1);
    // As near as a hand points: 0, and not 0.000335.
    const near = (value, width) => Number(Number(value.toPrecision(3)).toFixed(Math.max(0, Math.min(20, 3 - Math.floor(Math.log10(width))))));
    const spoken = ([name, low, high], share) => `${name} ${near(low + share * (high - low), Math.abs(high - low))}`;
    const draw = () => {
      const at = form.get(part.name);
      mark.hidden = !at;
      const [across, up] = at ?? [0.5, 0.5];
      Object.assign(mark.style, { left: `${100 * across}%`, top: `${100 - 100 * up}%` });
      area.setAttribute("aria-valuenow", (part.x[1] + across * (part.x[2] - part.x[1])).toPrecision(4));
      area.setAttribute("aria-valuetext", at ? `${spoken(part.x, across)}, ${spoken(part.y, up)}` : "no place chosen yet");
      place.textContent = at ? area.getAttribute("aria-valuetext") : "";
    };
    const put = (across, up) => { form.set(part.name, [within(across), within(up)]); draw(); };
    area.addEventListener("pointerdown", (event) => {
      const box = area.getBoundingClientRect();
      put((event.clientX - box.left) / box.width, (box.bottom - event.clientY) / box.height);
    });
    area.addEventListener("keydown", (event) => {
      const [right, up] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key] ?? [0, 0];
      if (!right && !up) return;
      event.preventDefault();
      const [across, above] = form.get(part.name) ?? [0.5, 0.5], far = event.shiftKey ? 0.1 : 0.02;
      put(across + right * far, above + up * far);
    });
    const place = element("div", "bpw-unit", group);
    draw();
    return group;
  },
  table(part) {
    const table = document.createElement("table"), head = element("tr", "", element("thead", "", table)), body = element("tbody", "", table);
    table.className = "bpw-card-table";
    table.createCaption().textContent = part.caption;
    const cell = (tag, scope, words, row) => {
      const made = element(tag, "", row);
      if (scope) made.scope = scope;
      made.textContent = words;
    };
    part.head.forEach((words) => cell("th", "col", words, head));
    part.rows.forEach((row) => {
      const line = element("tr", "", body);
      row.forEach((words, k) => cell(k ? "td" : "th", k ? "" : "row", words, line));
    });
    return table;
  },
  drawing(part) {
    const node = document.createElement("div");
    node.className = "bpw-drawing";
    node.setAttribute("role", "img");
    node.setAttribute("aria-label", part.alt);
    node.innerHTML = part.svg;    // made by the kernel, of numbers and fixed words
    return node;
  },
  writing(part, form) {
    const label = labelled(part, "bpw-writing"), area = element("textarea", "", label);
    area.rows = 3;
    area.value = form.get(part.name) ?? "";
    area.addEventListener("input", () => form.set(part.name, area.value));
    return label;
  },
  buttons(part, form) {
    const row = document.createElement("div");
    row.className = "bpw-card-buttons";
    part.buttons.forEach(([name, words], k) => {
      const button = element("button", k || part.quiet ? "bpw-other" : "bpw-main", row);
      button.type = "button";
      button.textContent = words;
      button.dataset.name = name;
      button.addEventListener("click", () => form.press(name));
    });
    return row;
  },
  offer(part) {
    const link = document.createElement("a");
    link.className = "bpw-offer";
    link.textContent = part.words;
    link.download = part.file;
    link.href = `data:text/plain;charset=utf-8,${encodeURIComponent(part.content)}`;
    return link;
  },
  quote(part) {
    const node = document.createElement("figure");
    node.className = "bpw-quote";
    element("figcaption", "bpw-label", node).textContent = part.label;
    element("blockquote", "", node).textContent = part.words;
    return node;
  },
  formula(part, form) {
    const group = grouped(part, "bpw-card-formula");
    group.setAttribute("aria-label", "the formula");
    part.terms.forEach((term, k) => {
      // A sign goes into the next line with what it stands before.
      const place = element("div", "bpw-factor", group);
      if (k) element("div", "bpw-sign", place).textContent = k > 1 ? "×" : "=";
      const column = element("div", "bpw-term", place);
      element("div", "bpw-letters", column).innerHTML = term.math;    // made by the kernel, which escapes all letters
      if (term.blank) return blank(column, term, part.rules, form);
      const number = element("div", "bpw-card-number", column);
      if (term.tone) {
        const mark = element("span", `bpw-mark-${term.tone}`, number);
        mark.textContent = term.tone === "right" ? "✓" : "✗";
        mark.setAttribute("role", "img");
        mark.setAttribute("aria-label", term.tone === "right" ? "right" : "not so");
      }
      number.append(term.number || "?");
      if (term.rule) element("div", "bpw-rule", column).textContent = term.rule;
    });
    return group;
  },
};

function blank(column, term, rules, form) {
  const input = element("input", "", column), select = element("select", "", column);
  input.type = "text";
  input.inputMode = "decimal";
  input.autocomplete = "off";
  input.value = form.get(term.blank) ?? "";
  input.setAttribute("aria-label", `${term.name}: its number`);
  input.addEventListener("input", () => form.set(term.blank, input.value));
  input.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.shiftKey) form.submit(); });
  select.setAttribute("aria-label", `${term.name}: which rule is it?`);
  ["which rule?", ...rules].forEach((rule, k) => {
    const option = element("option", "", select);
    option.textContent = rule;
    option.value = k ? k - 1 : "";
    option.disabled = !k;
  });
  select.value = form.get(term.chosen) ?? "";
  const tell = () => { select.title = select.value ? rules[select.value] : ""; };    // a long one is cut
  select.addEventListener("change", () => { form.set(term.chosen, Number(select.value)); tell(); });
  tell();
}

// A label around what is filled in; its words come first.
function labelled(part, className) {
  const label = document.createElement("label");
  label.className = className;
  element("span", "bpw-label", label).textContent = part.label;
  return label;
}

function grouped(part, className) {
  const group = document.createElement("fieldset");
  group.className = className;
  if (part.label) element("legend", "bpw-label", group).textContent = part.label;
  else group.setAttribute("aria-label", "Your answer");
  return group;
}

let cards = 0;

export default {
  render({ model, el }) {
    el.classList.add("bpw-card");
    el.setAttribute("role", "group");
    const body = element("div", "bpw-card-body", el), trouble = element("p", "bpw-card-trouble", el);
    trouble.setAttribute("role", "alert");
    let told, drawn = [], pressed = false;
    const values = () => model.get("values");
    // What nobody waits for; a kernel that is gone does not hear it.
    const tell = (message) => { try { model.send(message); } catch { clearTimeout(told); } };
    const form = {
      id: `bpw-card-${cards++}`,
      get: (name) => values()[name],
      set: (name, value) => {
        model.set("values", { ...values(), [name]: value });
        clearTimeout(told);
        told = setTimeout(() => model.save_changes(), 300);
      },
      press: (button) => {
        clearTimeout(told);
        pressed = true;
        model.send({ kind: "press", button, values: values() });
      },
      submit: () => el.querySelector(".bpw-main")?.click(),
    };
    const draw = () => {
      const parts = model.get("parts"), known = new Set(drawn.map((part) => JSON.stringify(part)));
      const nodes = parts.map((part) => PARTS[part.kind](part, form));
      body.replaceChildren(...nodes);
      drawn = parts;
      // Who pressed a button hears what came of it; with the button gone the focus would be lost.
      if (pressed && !el.contains(document.activeElement)) {
        const fresh = nodes.filter((_, k) => !known.has(JSON.stringify(parts[k])));
        const next = fresh.find((node) => node.dataset.said) ?? fresh[0] ?? body.firstElementChild;
        next?.setAttribute("tabindex", "-1");
        next?.focus({ preventScroll: true });
      }
      // What stands below may be out of sight, and then nobody says that it was seen.
      if (pressed) setTimeout(() => tell({ kind: "drawn" }), LATER);
      pressed = false;
    };
    const drawTrouble = () => { trouble.textContent = model.get("trouble"); };
    const drawName = () => el.setAttribute("aria-label", model.get("name"));
    const letGo = keepKeys(el);
    model.on("change:parts", draw);
    model.on("change:trouble", drawTrouble);
    model.on("change:name", drawName);
    draw();
    drawTrouble();
    drawName();
    const placed = requestAnimationFrame(() => {
      el.closest(".jp-OutputArea-child")?.classList.add("bpw-live");
      // The lab will be as wide as the card's box, or have its controls beside its picture (canvas.js).
      const lab = el.parentElement?.clientWidth ?? 0, width = lab >= 1100 ? lab - 416 : lab;
      tell({ kind: "look", width: Math.floor(width / 20) * 20, ratio: window.devicePixelRatio, dark: isDark(el) });
    });
    return () => {
      cancelAnimationFrame(placed);
      clearTimeout(told);
      letGo();
      model.off("change:parts", draw);
      model.off("change:trouble", drawTrouble);
      model.off("change:name", drawName);
    };
  },
};
