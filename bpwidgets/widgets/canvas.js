// One view of a lab's canvas: question and verdict, the picture, a table beside it, a status line below. It tells the kernel its width,
// pixel ratio and theme, when a frame was seen, and when the hand rests; and it gives the controls of its lab their
// accessible names and keeps their keys from the notebook.

const REST = 150; // ms without a new frame after which the exact one is asked for
const IDLE = 2000; // ms with the exact frame after which the notebook may keep it
const SETTLING = [0, 200, 600]; // ms after the first picture
const LATELY = 10000; // ms: a cell that was run longer ago has had its turn
const WIDE = 1100; // px: from this width on, controls stand beside the picture
const STEP = 20; // px: smaller changes of width are not worth a new picture

function isDark(node) {
  const named = document.body.dataset.jpThemeLight;
  if (named) return named === "false";
  for (let e = node; e; e = e.parentElement) {
    const channels = getComputedStyle(e).backgroundColor.match(/[\d.]+/g)?.map(Number) ?? [];
    if (channels.length === 3 || channels[3] > 0.5) {
      const [r, g, b] = channels;
      return 0.299 * r + 0.587 * g + 0.114 * b < 128;
    }
  }
  return matchMedia("(prefers-color-scheme: dark)").matches;
}

function fillTable(table, { caption = "", head = [], rows = [] }) {
  table.hidden = rows.length === 0;
  const texts = [caption, ...head, ...rows.flat()];
  const cells = table.querySelectorAll("caption, th, td");
  if (cells.length === texts.length) {
    cells.forEach((cell, k) => { if (cell.textContent !== texts[k]) cell.textContent = texts[k]; });
    return;
  }
  table.replaceChildren();
  element("caption", "", table).textContent = caption;
  const row = (cells, tag) => {
    const tr = element("tr", "", table);
    for (const text of cells) element(tag, "", tr).textContent = text;
  };
  row(head, "th");
  for (const cells of rows) row(cells, "td");
}

// A name for what ipywidgets leaves unnamed, from the words beside it.
function nameControls(lab) {
  for (const control of lab.querySelectorAll(".bpw-control")) {
    const label = control.querySelector(".widget-label")?.textContent.trim();
    if (!label) continue;
    const menu = control.querySelector("select");
    if (menu && menu.getAttribute("aria-label") !== label) menu.setAttribute("aria-label", label);
  }
}

function adopt(el) {
  const lab = el.closest(".bpw-lab");
  if (!lab) return () => {};
  const names = new MutationObserver(() => nameControls(lab));
  names.observe(lab, { childList: true, subtree: true });
  nameControls(lab);
  const letGo = keepKeys(lab);
  return () => { names.disconnect(); letGo(); };
}

// The pictures that a hand can act on, each with a box over its axes: it takes the pointer, and the arrow keys when it has the focus.
// Where the pointer is, and how often keys were pressed, are synced: one message is under way, then the newest follows.
function handleBoxes(model, picture) {
  const tell = (name, value) => {
    model.set(name, value);
    model.save_changes();
  };
  const make = ({ name }) => {
    const box = element("div", "bpw-handle", picture);
    box.tabIndex = 0;
    box.setAttribute("role", "application");
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
    handles.forEach(({ label, box: [left, top, width, height] }, k) => {
      boxes[k].setAttribute("aria-label", label);
      Object.assign(boxes[k].style, { left: `${100 * left}%`, top: `${100 * top}%`, width: `${100 * width}%`, height: `${100 * height}%` });
    });
  };
}

// Whether a hand ran a single cell just now, by key or button: heard from the first lab of a page on, and true for that one.
function runByHand() {
  const first = window.bpwRun === undefined, lately = performance.now() - window.bpwRun < LATELY;
  window.bpwRun = -LATELY; // one run, one lab
  if (!first) return lately;
  const note = () => { window.bpwRun = performance.now(); };
  const keys = ({ key, shiftKey, ctrlKey, altKey, metaKey }) => key === "Enter" && (shiftKey || ctrlKey || altKey || metaKey) && note();
  window.addEventListener("keydown", keys, { capture: true });
  window.addEventListener("click", ({ target }) => target.closest('[data-command^="notebook:run-cell"]') && note(), { capture: true });
  return true;
}

// Whether the cell around a node was just run alone: it is the active cell, or the one before it, and no other waits.
function ranAlone(node) {
  const cell = node.closest(".jp-Cell"), active = document.querySelector(".jp-Notebook .jp-Cell.jp-mod-active");
  const notebook = cell?.closest(".jp-Notebook");
  if (!notebook?.contains(active)) return false;
  const cells = [...notebook.querySelectorAll(".jp-Cell")], ahead = cells.indexOf(active) - cells.indexOf(cell);
  const waits = (other) => other !== cell && other.querySelector(".jp-InputPrompt")?.textContent.includes("*");
  return (ahead === 0 || ahead === 1) && !cells.some(waits);
}

// Scroll the notebook no farther than is needed to see the whole lab; one that is too tall is seen from its top.
function bringIntoView(node) {
  const outer = node.closest(".jp-WindowedPanel-outer"), lab = node.closest(".bpw-comparison") ?? node.closest(".bpw-lab");
  if (!outer || !lab) return;
  const room = outer.getBoundingClientRect(), { top, bottom, height } = lab.getBoundingClientRect();
  if (top < room.top || height > room.height) outer.scrollTop += top - room.top;
  else if (bottom > room.bottom) outer.scrollTop += bottom - room.bottom;
}

export default {
  render({ model, el }) {
    const view = crypto.getRandomValues(new Uint32Array(2)).join("-");
    const alive = new AbortController();
    el.classList.add("bpw-canvas");
    const heading = element("h3", "bpw-heading", el);
    const letGo = explain(model, el);
    const verdict = element("p", "bpw-verdict", el);
    verdict.setAttribute("aria-live", "polite");
    const picture = element("div", "bpw-picture", el);
    const framed = element("div", "bpw-framed", picture);
    const img = element("img", "", framed);
    const table = element("table", "bpw-table", el);
    const status = element("p", "bpw-status", el);
    status.setAttribute("role", "status");

    const say = (kind, more = {}) => {
      try {
        model.send({ kind, view, ...more });
      } catch {
        // The kernel is gone; the last picture stays.
      }
    };
    let rest = 0, last = "", visible = true; // last: the look that the kernel knows

    // The frame on the screen was seen; if no newer one comes, the exact one is asked for, and then the notebook may keep it.
    const seen = () => {
      const { serial, exact } = model.get("frame_info");
      clearTimeout(rest);
      say("seen", { serial });
      rest = exact ? setTimeout(() => say("idle", { serial }), IDLE) : setTimeout(() => say("rest", { serial }), REST);
    };

    // Controls find their places after the first picture, and JupyterLab scrolls to the next cell meanwhile.
    const byHand = runByHand();
    img.addEventListener("load", () => {
      const alone = byHand && ranAlone(el);
      for (const wait of alone ? SETTLING : []) setTimeout(() => bringIntoView(el), wait);
    }, { once: true });
    img.addEventListener("load", () => {
      URL.revokeObjectURL(img.dataset.previous ?? "");
      const { serial, exact } = model.get("frame_info");
      Object.assign(img.dataset, { serial, exact }); // for whoever waits until the picture is there
      if (visible) seen();
    });

    const showFrame = () => {
      const bytes = model.get("frame");
      const { width, height, media } = model.get("frame_info");
      if (!bytes?.byteLength) return;
      img.dataset.previous = img.src;
      img.width = width;
      img.height = height;
      img.src = URL.createObjectURL(new Blob([bytes], { type: media }));
    };
    const showAlt = () => { img.alt = model.get("alt"); };
    const showVerdict = () => { verdict.textContent = model.get("verdict"); };
    const showTable = () => fillTable(table, model.get("table"));
    const showStatus = () => {
      status.textContent = model.get("status");
      status.classList.toggle("bpw-trouble", model.get("trouble"));
    };

    let width = 0;
    const look = () => {
      // While JupyterLab changes its theme the page is hidden and has no width; the last one holds.
      const lab = el.closest(".bpw-lab");
      if (lab?.clientWidth) lab.classList.toggle("bpw-wide", lab.clientWidth >= WIDE);
      width = Math.floor(picture.clientWidth / STEP) * STEP || width;
      if (!width) return;
      const now = { width, ratio: window.devicePixelRatio, dark: isDark(el) };
      const text = JSON.stringify(now);
      if (text === last) return;
      last = text;
      say("look", now);
    };

    const on = (names, handler) => {
      model.on(names, handler);
      alive.signal.addEventListener("abort", () => model.off(names, handler));
      handler();
    };
    // frame_info comes in the same message as the frame and changes with every frame; the bytes may be equal.
    on("change:frame_info", showFrame);
    on("change:handles", handleBoxes(model, framed));
    on("change:question", () => { heading.textContent = model.get("question"); });
    on("change:alt", showAlt);
    on("change:verdict", showVerdict);
    on("change:table", showTable);
    on("change:status change:trouble", showStatus);

    let release = () => {};
    const sizes = new ResizeObserver(() => requestAnimationFrame(look));
    const themes = new MutationObserver(look);
    // A busy page tells of several changes at once; the last is how things stand.
    const sight = new IntersectionObserver((changes) => {
      visible = changes[changes.length - 1].isIntersecting;
      if (!visible) {
        clearTimeout(rest);
        last = "";
        return say("gone");
      }
      release();
      release = adopt(el);
      look();
      seen();
    });
    sizes.observe(picture);
    themes.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-name", "data-jp-theme-light", "class"] });
    sight.observe(picture);
    window.addEventListener("resize", look, { signal: alive.signal });

    return () => {
      alive.abort();
      letGo();
      clearTimeout(rest);
      sizes.disconnect();
      themes.disconnect();
      sight.disconnect();
      release();
      URL.revokeObjectURL(img.src);
      say("gone");
    };
  },
};
