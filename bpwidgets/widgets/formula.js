// A formula below the picture. Numbers in it that are settings can be moved: over each of them stands a box, which a pointer drags to the
// right and to the left. For keys all of them are one stop of Tab: left and right lead from one to the next, up and down move it (with
// Shift finer, Page Up and Down coarser), Enter, a click or a digit open a field for the exact value. The boxes stay while the formula, whose
// elements are new with each frame, changes below them; and they are no part of it, for what has the role of a formula is read as one.

const FINER = 10, COARSER = 10; // times smaller, or larger, steps
const PER_STEP = 2; // px of a drag
const AHEAD = 800; // ms for which what a hand did last is newer than what the kernel says
const SLIP = 4; // px that a pointer may slip and still click

function formulaBox(model, box, say, signal) {
  const sheet = element("div", "bpw-formula-sheet", box), math = element("div", "bpw-math", sheet), group = element("div", "bpw-numbers", sheet);
  math.setAttribute("role", "math");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", "numbers of the formula: left and right lead through them, up and down move one, Enter for a value");
  let numbers = [], ahead = {}, count = 0, from = null, field = null;

  const of = (node) => numbers.find(({ name }) => name === node.dataset.name);
  const present = ({ name, value }) => (ahead.name === name && performance.now() - ahead.at < AHEAD ? ahead.value : value);
  const move = ({ name, low, high }, value) => {
    const within = Number(Math.min(Math.max(value, low), high).toPrecision(12));
    ahead = { name, value: within, at: performance.now() };
    model.set("entered", { name, value: within, count: (count += 1) });
    model.save_changes();
  };
  // From a value between two steps to the next step on its way, and on from there.
  const stepped = (value, step, times) => (times > 0 ? Math.floor(value / step + 1e-6) + times : Math.ceil(value / step - 1e-6) + times) * step;

  const closeField = (node) => {
    const old = field;
    field = null; // first: what is removed loses the focus, and would be heard as if it were left
    old?.remove();
    node?.focus({ preventScroll: true });
  };
  const openField = (node, text) => {
    const { name, label } = of(node);
    closeField();
    field = element("input", "bpw-number-field", group);
    const own = field, enter = (back) => {
      if (field !== own) return;
      const typed = own.value;
      closeField(back);
      if (typed !== String(of(node)?.value)) say("typed", { name, text: typed });
    };
    field.inputMode = "decimal";
    field.autocomplete = "off";
    field.setAttribute("aria-label", `${label}, exact value`);
    field.value = text;
    Object.assign(field.style, { left: node.style.left, top: node.style.top });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") enter(node);
      if (event.key === "Escape") closeField(node);
      if (["Enter", "Escape"].includes(event.key)) event.preventDefault();
      event.stopPropagation();
    });
    field.addEventListener("blur", () => enter());
    field.focus({ preventScroll: true });
    if (text === String(of(node).value)) field.select();
  };

  const stops = () => [...group.children].filter((node) => node.getAttribute("role") === "spinbutton");
  group.addEventListener("focusin", ({ target }) => {
    if (target !== field) for (const node of stops()) node.tabIndex = node === target ? 0 : -1;
  });
  group.addEventListener("keydown", (event) => {
    const node = event.target, all = stops(), at = all.indexOf(node);
    if (node === field || at < 0 || passes(event)) return;
    const number = of(node), step = number.step / (event.shiftKey && number.step !== 1 ? FINER : 1), { key } = event;
    const times = { ArrowUp: 1, ArrowDown: -1, PageUp: COARSER, PageDown: -COARSER }[key], way = { ArrowRight: 1, ArrowLeft: -1 }[key];
    const typed = /^[-.\d]$/.test(key);
    if (!times && !way && !typed && !["Enter", "Home", "End"].includes(key)) return;
    event.preventDefault();
    if (way) return all[Math.max(0, Math.min(at + way, all.length - 1))].focus({ preventScroll: true });
    if (times) return move(number, stepped(present(number), step, times));
    if (key === "Enter" || typed) return openField(node, typed ? key : String(number.value));
    move(number, key === "Home" ? number.low : number.high);
  });

  group.addEventListener("pointerdown", (event) => {
    const node = event.target.closest(".bpw-number");
    if (!node || event.button !== 0) return;
    event.preventDefault();
    from = { node, x: event.clientX, value: of(node).value, moved: false };
    node.setPointerCapture(event.pointerId);
    if (node.tabIndex >= 0 || node.getAttribute("role")) node.focus({ preventScroll: true });
  });
  group.addEventListener("pointermove", (event) => {
    if (!from?.node.hasPointerCapture(event.pointerId)) return;
    const number = of(from.node), way = event.clientX - from.x;
    from.moved ||= Math.abs(way) > SLIP;
    if (!from.moved || !number) return;
    const step = number.step / (event.shiftKey && number.step !== 1 ? FINER : 1), value = Math.round((from.value + (way / PER_STEP) * step) / step) * step;
    if (value !== present(number)) move(number, value);
  });
  group.addEventListener("pointerup", () => {
    if (from && !from.moved) openField(from.node, String(of(from.node).value));
    from = null;
  });
  group.addEventListener("pointercancel", () => { from = null; });

  // Each box over its number, at least as large as a finger or a tremor needs.
  const LEAST = 24;
  const place = () => {
    const { left, top } = sheet.getBoundingClientRect(), parts = [...math.querySelectorAll("[data-name]")].filter(of);
    const boxes = parts.map((part) => part.getBoundingClientRect());
    const nodes = [...group.querySelectorAll(".bpw-number")];
    for (const node of nodes.slice(parts.length)) node.remove();
    parts.forEach((part, k) => {
      part.classList.add("bpw-movable");
      const node = nodes[k] ?? element("div", "bpw-number", group), number = of(part), { width, height } = boxes[k];
      const wide = Math.max(width + 4, LEAST), tall = Math.max(height + 4, LEAST), again = parts.slice(0, k).some((other) => of(other) === number);
      Object.assign(node.style, { left: `${boxes[k].left - left - (wide - width) / 2}px`, top: `${boxes[k].top - top - (tall - height) / 2}px`,
        width: `${wide}px`, height: `${tall}px` });
      node.dataset.name = number.name;
      node.title = `${number.label}: drag, or click and type`;
      if (again) { // the same number a second time: for the pointer alone
        node.setAttribute("aria-hidden", "true");
        for (const name of ["role", "tabindex", "aria-label"]) node.removeAttribute(name);
        return;
      }
      node.removeAttribute("aria-hidden");
      const told = { label: number.label, valuenow: number.value, valuetext: part.textContent, valuemin: number.low, valuemax: number.high };
      node.setAttribute("role", "spinbutton");
      for (const [name, text] of Object.entries(told)) node.setAttribute(`aria-${name}`, text);
      if (!node.hasAttribute("tabindex")) node.tabIndex = -1;
    });
    const all = stops();
    if (all.length && !all.some((node) => node.tabIndex === 0)) all[0].tabIndex = 0;
    group.hidden = all.length === 0;
  };

  let asked = 0;
  const later = () => { cancelAnimationFrame(asked); asked = requestAnimationFrame(place); };
  const sizes = new ResizeObserver(later);
  sizes.observe(sheet);
  signal.addEventListener("abort", () => { sizes.disconnect(); cancelAnimationFrame(asked); });

  // The markup is made by the package alone, of numbers and letters that it escapes.
  let shown = "";
  return () => {
    const { markup = "", spoken = "", numbers: told = [] } = model.get("formula");
    box.hidden = !markup;
    if (numbers.length && !told.length) closeField();
    numbers = told;
    if (shown !== markup) {
      math.innerHTML = shown = markup;
      math.setAttribute("aria-label", spoken);
    }
    later();
  };
}
