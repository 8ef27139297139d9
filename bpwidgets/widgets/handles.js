// The pictures that a hand can act on, each with a box over its axes: a slider with a name and a value in words, which takes the
// pointer, and the arrow keys when it has the focus. Where the pointer is, and how often keys were pressed, are synced: one message
// is under way, then the newest follows.
function handleBoxes(model, picture) {
  const tell = (name, value) => {
    model.set(name, value);
    model.save_changes();
  };
  const make = ({ name }) => {
    const box = element("div", "bpw-handle", picture);
    box.tabIndex = 0;
    box.setAttribute("role", "slider");
    box.dataset.name = name;
    let start = null, press = 0;
    const within = (event) => {
      const { left, top, width, height } = box.getBoundingClientRect();
      return [(event.clientX - left) / width, (event.clientY - top) / height];
    };
    const follow = (event) => tell("pointer", { name, press, start, at: within(event) });
    box.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      press = Date.now();
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
      const way = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
      if (passes(event) || !way) return;
      event.preventDefault();
      const times = event.shiftKey ? 5 : 1, counts = model.get("arrows"), before = counts[name] ?? [0, 0];
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
