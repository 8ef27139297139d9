// Label, track with a thumb, and a field for the exact value. Only a hand ever writes the value back.

const FINE = 10; // with Shift, steps and movements are so many times smaller

// ARIA knows no exponents: 1e-13 is 0.0000000000001.
const plain = (value) => value.toLocaleString("en", { useGrouping: false, maximumFractionDigits: 20 });

// The steps between min and max, counted from min; a value may lie between two of them. fine: the small steps, of which whole numbers
// have none.
function scale(model, fine = false) {
  const log = model.get("log"), finer = fine && !model.get("integer");
  const to = log ? Math.log10 : (v) => v;
  const low = to(model.get("min")), high = to(model.get("max")), step = model.get("step") / (finer ? FINE : 1);
  const last = Math.ceil((high - low) / step - 1e-9);
  // Values on a log scale are rounded to three digits, four if fine: less than a tenth of a step away, so a step always moves.
  const slack = log ? 0.15 : 1e-6;
  const at = (k) => {
    if (k <= 0) return model.get("min");
    if (k >= last) return model.get("max");
    return log ? Number((10 ** (low + k * step)).toPrecision(finer ? 4 : 3)) : Number((low + k * step).toPrecision(12));
  };
  return {
    share: (v) => (high > low ? (to(v) - low) / (high - low) : 0),
    near: (share) => at(Math.round((share * (high - low)) / step)),
    moved: (v, steps) => {
      const index = (to(v) - low) / step;
      return at(steps > 0 ? Math.floor(index + slack) + steps : Math.ceil(index - slack) + steps);
    },
    page: Math.max(1, Math.round(last / 10)),
    last,
  };
}

const shown = (value) => String(Number(value.toPrecision(6)));

// "20 hidden layers", "1 hidden layer".
const counted = (text, unit) => (unit ? `${text} ${text === "1" ? unit.replace(/s\b/g, "") : unit}` : text);

export default {
  render({ model, el }) {
    el.classList.add("bpw-slider");
    const label = element("span", "bpw-slider-label", el);
    const track = element("div", "bpw-slider-track", el);
    const fill = element("div", "bpw-slider-fill", track);
    const thumb = element("div", "bpw-slider-thumb", track);
    const field = element("input", "bpw-slider-field", el);
    thumb.setAttribute("role", "slider");
    thumb.setAttribute("aria-orientation", "horizontal");
    field.inputMode = "decimal";
    field.autocomplete = "off";

    // The field grows with the digits and never shrinks: the track would change its length under the hand.
    let digits = 0;
    const redraw = () => {
      field.value = shown(model.get("value"));
      digits = Math.max(digits, field.value.length);
      field.style.width = `${digits + 1}ch`;
    };
    // What changes with each move, and what stays.
    const drawValue = () => {
      const value = model.get("value"), share = `${100 * Math.min(Math.max(scale(model).share(value), 0), 1)}%`;
      thumb.style.left = share;
      fill.style.width = share;
      thumb.setAttribute("aria-valuenow", plain(value));
      thumb.setAttribute("aria-valuetext", counted(shown(value), model.get("unit")));
      if (document.activeElement !== field) redraw();
    };
    const draw = () => {
      const name = model.get("description"), disabled = model.get("disabled");
      label.textContent = name;
      label.title = model.get("tooltip") ?? "";
      thumb.tabIndex = disabled ? -1 : 0;
      field.disabled = disabled;
      el.classList.toggle("bpw-slider-disabled", disabled);
      const told = { label: name, valuemin: plain(model.get("min")), valuemax: plain(model.get("max")), disabled };
      for (const [key, text] of Object.entries(told)) thumb.setAttribute(`aria-${key}`, text);
      field.setAttribute("aria-label", `${name}, exact value`);
      drawValue();
    };

    // What is selected elsewhere; in a box that is scrolled it comes into view.
    const drawMark = () => {
      const marked = model.get("marked"), box = el.closest(".bpw-many");
      el.classList.toggle("bpw-marked", marked);
      if (marked) thumb.setAttribute("aria-current", "true");
      else thumb.removeAttribute("aria-current");
      if (marked && box) requestAnimationFrame(() => bringIntoBox(box));
    };
    const bringIntoBox = (box) => {
      const own = el.getBoundingClientRect(), { top, bottom } = box.getBoundingClientRect();
      if (own.top < top - 1) box.scrollTop -= top - own.top;
      if (own.bottom > bottom + 1) box.scrollTop += own.bottom - bottom;
    };

    const move = (value) => {
      if (model.get("disabled") || value === model.get("value")) return;
      model.set("value", value);
      model.save_changes();
    };

    thumb.addEventListener("keydown", (event) => {
      const { moved, page, last } = scale(model, event.shiftKey), value = model.get("value");
      const steps = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: page, PageDown: -page,
        Home: -2 * last, End: 2 * last }[event.key];
      if (passes(event) || steps === undefined) return;
      event.preventDefault();
      move(moved(value, steps));
    });

    // A drag moves the thumb as far as the pointer, or a part of that; a press beside the thumb brings it there first.
    let from = { x: 0, share: 0, fine: false };
    const follow = ({ clientX: x, shiftKey: fine }) => {
      const share = from.share + (x - from.x) / track.getBoundingClientRect().width / (from.fine ? FINE : 1);
      if (fine !== from.fine) from = { x, share, fine };
      move(scale(model, fine).near(Math.min(Math.max(share, 0), 1)));
    };
    track.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || model.get("disabled")) return;
      const { left, width } = track.getBoundingClientRect(), { clientX: x, shiftKey: fine } = event, held = event.target === thumb;
      from = { x, share: held ? scale(model).share(model.get("value")) : (x - left) / width, fine };
      track.setPointerCapture(event.pointerId);
      thumb.focus();
      event.preventDefault();
      if (!held) follow(event);
    });
    track.addEventListener("pointermove", (event) => {
      if (track.hasPointerCapture(event.pointerId)) follow(event);
    });

    const type = () => {
      if (field.value !== shown(model.get("value"))) model.send({ text: field.value });
    };
    field.addEventListener("change", type);
    field.addEventListener("keydown", (event) => {
      if (event.key === "Escape") redraw();
    });
    const letGo = keepKeys(el);

    const names = "change:min change:max change:description change:disabled change:tooltip change:unit";
    model.on("change:value", drawValue);
    model.on("change:marked", drawMark);
    model.on(names, draw);
    model.on("msg:custom", redraw);
    draw();
    drawMark();
    return () => {
      letGo();
      model.off("change:value", drawValue);
      model.off("change:marked", drawMark);
      model.off(names, draw);
      model.off("msg:custom", redraw);
    };
  },
};
