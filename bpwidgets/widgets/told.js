// The numbers where a pointer rests or a finger taps, and those of a picture that has the focus by keys: asked of the kernel, one question
// at a time, and said beside a ring around what they are about. From the first answer on they follow the pointer, until it leaves or
// something moves; with the exact picture they come back.

const TAP = 8; // px that a finger may slip and still tap
const UNANSWERED = 3000; // ms after which a question counts as lost
const ASIDE = 14; // px between what is told of and the words

// Lines break at words, never within a number or before one.
const whole = (words) => words.replace(/ (?=×|-?\d)|(?<=×) /g, "\u00a0");

function tellNumbers(model, framed, say, view, signal) {
  const ring = element("div", "bpw-ring", framed), tip = element("div", "bpw-told", framed);
  tip.setAttribute("aria-hidden", "true"); // a screen reader hears the value of the picture, and the text twin has all numbers
  // where: a place in parts of the picture, or the name of a picture that is held by keys. how: what a hand can do there, said once.
  let where = null, how = "", asked = null, again = false, following = false, down = null, timer = 0;

  const hide = () => {
    tip.hidden = ring.hidden = true;
    framed.classList.remove("bpw-telling");
  };
  const rest = () => {
    clearTimeout(timer);
    following = false;
    hide();
  };
  const leave = () => {
    where = null;
    rest();
  };
  const ask = () => {
    clearTimeout(timer);
    again = asked !== null && performance.now() - asked.at < UNANSWERED;
    if (framed.closest(".bpw-gone")) leave();
    if (again || where === null || down) return;
    asked = { where, at: performance.now() };
    say("ask", { where });
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, LINGER);
  };

  const show = ({ words, box: [left, top, width, height] }) => {
    tip.textContent = whole(words);
    if (how) element("div", "bpw-how", tip).textContent = how;
    tip.hidden = ring.hidden = false;
    framed.classList.add("bpw-telling");
    const { clientWidth: W, clientHeight: H } = framed, x = left * W, y = top * H;
    Object.assign(ring.style, { left: `${x}px`, top: `${y}px`, width: `${width * W}px`, height: `${height * H}px` });
    // A point has its words above or below it; what stands above a place of an axis has them aside, as high as the pointer.
    const { offsetWidth: w, offsetHeight: h } = tip, column = height > 0, pointed = Array.isArray(where) ? where[1] * H : y;
    const aside = x + ASIDE + w < W ? x + ASIDE : x - ASIDE - w, over = y - ASIDE - h > 0 ? y - ASIDE - h : y + ASIDE;
    const within = (at, most) => Math.max(0, Math.min(at, most));
    tip.style.left = `${within(column ? aside : x - w / 2, W - w)}px`;
    tip.style.top = `${within(column ? pointed - h / 2 : over, H - h)}px`;
  };
  const heard = ({ kind, view: whose, words, box }) => {
    if (kind !== "told" || whose !== view) return;
    const old = asked?.where !== where;
    asked = null;
    if (again) return ask();
    if (old || down) return;
    following = true;
    if (words) show({ words, box });
    else hide();
  };
  const framesChange = () => {
    if (where === null) return;
    if (model.get("frame_info").exact) ask();
    else rest();
  };

  const handle = (node) => node.closest(".bpw-handle");
  const at = ({ clientX, clientY }) => {
    const { left, top, width, height } = framed.getBoundingClientRect();
    return [(clientX - left) / width, (clientY - top) / height];
  };
  const listen = (kind, handler, capture = false) => framed.addEventListener(kind, handler, { signal, capture });
  listen("pointermove", (event) => {
    if (event.pointerType === "touch" || event.buttons) return;
    if (drawnAt(model.get("terms"), framed, event.clientX, event.clientY)) return leave();
    [where, how] = [at(event), following ? "" : handle(event.target)?.ariaLabel];
    if (following) ask();
    else soon();
  });
  listen("pointerleave", () => { if (Array.isArray(where) && !down) leave(); });
  listen("pointerdown", (event) => {
    leave();
    down = event;
  }, true);
  const lift = (event) => {
    if (!down) return;
    const still = Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) < TAP, touch = event.pointerType === "touch";
    down = null;
    const inside = at(event).every((part) => part >= 0 && part <= 1), term = drawnAt(model.get("terms"), framed, event.clientX, event.clientY);
    if (event.type === "pointercancel" || !inside || term || (touch && !still)) return;
    [where, how] = [at(event), ""];
    if (touch) ask();
    else soon();
  };
  for (const kind of ["pointerup", "pointercancel"]) window.addEventListener(kind, lift, { signal, capture: true });
  window.addEventListener("pointerdown", ({ target }) => { if (!framed.contains(target)) leave(); }, { signal, capture: true });

  listen("focusin", ({ target }) => {
    if (down || !handle(target)?.matches(":focus-visible")) return;
    [where, how] = [target.dataset.name, target.ariaLabel];
    soon();
  });
  listen("focusout", () => { if (typeof where === "string") leave(); });
  listen("keydown", ({ key, target }) => {
    if (!handle(target) || !key.startsWith("Arrow")) return;
    [where, how] = [target.dataset.name, ""];
    soon();
  });
  window.addEventListener("keydown", ({ key }) => { if (key === "Escape") leave(); }, { signal, capture: true });

  hide();
  model.on("msg:custom", heard);
  model.on("change:frame_info", framesChange);
  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    model.off("msg:custom", heard);
    model.off("change:frame_info", framesChange);
  });
}
