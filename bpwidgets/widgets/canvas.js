// One view of a lab's canvas: question and verdict, the picture, a table beside it, a status line below. It tells the kernel its width,
// pixel ratio and theme, when a frame was seen, and when the hand rests; and it gives the controls of its lab their
// accessible names and keeps their keys from the notebook.

const REST = 150; // ms without a new frame after which the exact one is asked for
const IDLE = 2000; // ms with the exact frame after which the notebook may keep it
const LATE = 1500; // ms without an answer after which a picture of another theme is better than none
const WIDE = 1100; // px: from this width on, controls stand beside the picture
const STEP = 20; // px: smaller changes of width are not worth a new picture

// A picture as an address that holds it, which the browser shows sooner than one that it has to fetch, as that of a Blob. `serial`: no
// address is like the last one, which would bring no new picture.
function addressOf({ buffer, byteOffset, byteLength }, media, serial) {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength), parts = [];
  for (let k = 0; k < byteLength && !bytes.toBase64; k += 0x8000) parts.push(String.fromCharCode(...bytes.subarray(k, k + 0x8000)));
  return `data:${media};serial=${serial};base64,${bytes.toBase64?.() ?? btoa(parts.join(""))}`;
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

export default {
  render({ model, el }) {
    const view = crypto.getRandomValues(new Uint32Array(2)).join("-");
    const alive = new AbortController();
    el.classList.add("bpw-canvas");
    const heading = element("h3", "bpw-heading", el);
    const letGo = explain(model, el);
    heading.textContent = model.get("question");
    const verdict = element("p", "bpw-verdict", el);
    const picture = element("div", "bpw-picture", el);
    const framed = element("div", "bpw-framed", picture);
    const img = element("img", "", framed);
    const progress = element("progress", "bpw-progress", framed);
    const formula = element("div", "bpw-formula", picture), code = element("div", "bpw-code", picture);
    const table = element("table", "bpw-table", el);
    const status = element("p", "bpw-status", el);
    const speak = speaker(el);

    let rest = 0, last = "", visible = true, gone = false, turn = 0; // last: the look that the kernel knows
    const say = (kind, more = {}) => {
      if (gone) return;
      try {
        model.send({ kind, view, turn: turn++, ...more }); // two threads of the kernel may hear them in another order
      } catch {
        lose();
      }
    };

    tellNumbers(model, framed, say, view, alive.signal);

    // The frame on the screen was seen; if no newer one comes, the exact one is asked for, at once if this one was asked for, too; and then
    // the notebook may keep it.
    const seen = () => {
      const { serial, exact, asked } = model.get("frame_info");
      clearTimeout(rest);
      say("seen", { serial });
      rest = exact ? setTimeout(() => say("idle", { serial }), IDLE) : setTimeout(() => say("rest", { serial }), asked ? 0 : REST);
    };

    // Controls find their places after the first picture, and JupyterLab scrolls to the next cell meanwhile.
    const byHand = runByHand();
    img.addEventListener("load", () => { if (ranAlone(el, byHand)) settleInView(el); }, { once: true });
    img.addEventListener("load", () => {
      const { serial, exact, dark } = model.get("frame_info");
      Object.assign(img.dataset, { serial, exact }); // for whoever waits until the picture is there
      if (!strange(dark)) unveil();
      if (exact) sayVerdict();
      if (visible && last) seen(); // not before the kernel knows the look: it would answer with a picture for another one
    });

    // The first picture was made before the kernel knew the theme of the page. If it has another one it is not seen until there is one that
    // has it; where a busy kernel sends none for long it is seen as it is.
    const unveil = () => { img.style.visibility = ""; };
    const late = setTimeout(unveil, LATE);
    const strange = (dark) => document.body.dataset.jpThemeLight === String(dark);

    let sized = ""; // asked of the image, its size would have the page laid out
    const showFrame = () => {
      const bytes = model.get("frame");
      const { width, height, media, serial, dark } = model.get("frame_info");
      if (!bytes?.byteLength) return;
      if (serial === 0 && strange(dark)) img.style.visibility = "hidden";
      if (sized !== `${width} ${height}`) Object.assign(img, { width, height });
      sized = `${width} ${height}`;
      img.src = addressOf(bytes, media, serial);
    };
    const showAlt = () => { img.alt = model.get("alt"); };
    // Said once, when the hand rests; the first one is read like the rest of the page.
    let said = model.get("verdict");
    const sayVerdict = () => { if (said !== model.get("verdict")) speak(said = model.get("verdict")); };
    const showVerdict = () => { verdict.textContent = unbroken(model.get("verdict")); };
    const showTable = () => fillTable(table, model.get("table"));
    const showStatus = () => {
      status.textContent = gone ? GONE : unbroken(model.get("status"));
      const trouble = model.get("trouble") && !gone;
      status.classList.toggle("bpw-trouble", trouble);
      if (gone || trouble) speak(status.textContent);
    };
    const showProgress = () => {
      const [known, whole] = model.get("progress");
      progress.hidden = !whole;
      if (whole) Object.assign(progress, { max: whole, value: known, ariaLabel: "part of the run that is computed" });
    };
    const lose = () => {
      gone = true;
      clearTimeout(rest);
      unveil();
      el.classList.add("bpw-gone");
      leaveAlone(el);
      showStatus();
    };

    let width = 0;
    const look = () => {
      // While JupyterLab changes its theme the page is hidden and has no width; the last one holds.
      const lab = el.closest(".bpw-lab");
      if (lab?.clientWidth) lab.classList.toggle("bpw-wide", lab.clientWidth >= WIDE);
      width = Math.floor(picture.clientWidth / STEP) * STEP || width;
      if (!width) return;
      const now = { width, ratio: window.devicePixelRatio, dark: isDark(el) };
      el.classList.toggle("bpw-dark", now.dark);
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
    on("change:handles", handleBoxes(model, framed, say));
    on("change:spots", spotButtons(model, framed, say));
    on("change:formula", formulaBox(model, formula, say, alive.signal));
    on("change:code", () => showCode(code, model.get("code")));
    on("change:question", () => { heading.textContent = model.get("question"); });
    on("change:alt", showAlt);
    on("change:verdict", showVerdict);
    on("change:table", showTable);
    on("change:progress", showProgress);
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
      heading.ariaLevel = levelHere(el);
      if (gone) return leaveAlone(el);
      release();
      release = adopt(el);
      look();
      seen();
    });
    sizes.observe(picture);
    themes.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-name", "data-jp-theme-light", "class"] });
    sight.observe(picture);
    window.addEventListener("resize", look, { signal: alive.signal });
    const unwatch = watchKernel(model, el, lose), stored = gone;
    // The output is around the view only after it was made. By this the style sheet finds the picture for later below it.
    const placed = requestAnimationFrame(() => el.closest(".jp-OutputArea-child")?.classList.add(stored ? "bpw-stored" : "bpw-live"));

    return () => {
      alive.abort();
      cancelAnimationFrame(placed);
      letGo();
      unwatch();
      clearTimeout(rest);
      clearTimeout(late);
      sizes.disconnect();
      themes.disconnect();
      sight.disconnect();
      release();
      say("gone");
    };
  },
};
