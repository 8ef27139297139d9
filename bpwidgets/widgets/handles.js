// The pictures that a hand can act on, each with a box over its axes: a slider with a name and a value in words, which takes the
// pointer, and the arrow keys when it has the focus. Where the pointer is, and how often keys were pressed, are synced: one message
// is under way, then the newest follows. A picture that is drawn on ("traced") is told all places since the press, for those in
// between may never be sent alone; and Enter or the space bar, which lower its pen and lift it.
const NEAR = 0.008; // parts of a box: a place nearer than this to the last one adds nothing to a line
function handleBoxes(model, picture) {
  const tell = (name, value) => {
    model.set(name, value);
    model.save_changes();
  };
  const make = ({ name, traced }) => {
    const box = element("div", "bpw-handle", picture);
    box.tabIndex = 0;
    box.setAttribute("role", "slider");
    box.dataset.name = name;
    let start = null, press = 0, trace = [];
    const within = (event) => {
      const { left, top, width, height } = box.getBoundingClientRect();
      return [(event.clientX - left) / width, (event.clientY - top) / height];
    };
    const along = (event) => {
      for (const place of (event.getCoalescedEvents?.() ?? []).concat(event).map((one) => within(one).map((part) => Math.round(1e4 * part) / 1e4))) {
        const [x, y] = trace.at(-1) ?? [Infinity, 0];
        if (Math.hypot(place[0] - x, place[1] - y) > NEAR) trace = [...trace, place];
      }
    };
    const follow = (event) => {
      if (traced) along(event);
      tell("pointer", { name, press, start, at: within(event), ...(traced && { trace }) });
    };
    box.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      press = Date.now();
      trace = [];
      start = within(event);
      box.setPointerCapture(event.pointerId);
      box.focus({ preventScroll: true });
      event.preventDefault();
      follow(event);
    });
    box.addEventListener("pointermove", (event) => {
      if (box.hasPointerCapture(event.pointerId)) follow(event);
    });
    box.addEventListener("keydown", (event) => {
      const pen = traced && { Enter: [0, 0, 1], " ": [0, 0, 1] };
      const way = { ArrowRight: [1, 0, 0], ArrowLeft: [-1, 0, 0], ArrowUp: [0, 1, 0], ArrowDown: [0, -1, 0], ...pen }[event.key];
      if (passes(event) || !way) return;
      event.preventDefault();
      const times = event.shiftKey ? 5 : 1, counts = model.get("arrows"), before = counts[name] ?? [0, 0, 0];
      tell("arrows", { ...counts, [name]: before.map((count, k) => count + times * way[k]) });
    });
    return box;
  };
  return () => {
    const handles = model.get("handles"), names = handles.map(({ name }) => name).join();
    let boxes = [...picture.querySelectorAll(".bpw-handle")];
    if (boxes.map((box) => box.dataset.name).join() !== names) {
      for (const box of boxes) box.remove();
      boxes = handles.map(make);
    }
    handles.forEach(({ label, value, number, box: [left, top, width, height] }, k) => {
      const told = { label, valuetext: value, valuenow: number };
      for (const [key, text] of Object.entries(told)) boxes[k].setAttribute(`aria-${key}`, text);
      Object.assign(boxes[k].style, { left: `${100 * left}%`, top: `${100 * top}%`, width: `${100 * width}%`, height: `${100 * height}%` });
    });
  };
}
