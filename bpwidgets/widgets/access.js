// What a lab is to those who hear it or use keys alone: names, the level of its heading, what is said aloud.

// A name for what ipywidgets leaves unnamed, from the words beside it.
function nameControls(lab) {
  for (const control of lab.querySelectorAll(".bpw-control, .bpw-pace")) {
    const menu = control.querySelector("select");
    const label = control.querySelector(".widget-label")?.textContent.trim() || menu?.title;
    if (menu && label && menu.getAttribute("aria-label") !== label) menu.setAttribute("aria-label", label);
  }
}

function adopt(el) {
  const lab = el.closest(".bpw-lab");
  if (!lab) return () => {};
  // The words of the canvas change with each frame, and name nothing.
  const names = new MutationObserver((records) => { if (records.some(({ target }) => !el.contains(target))) nameControls(lab); });
  names.observe(lab, { childList: true, subtree: true });
  nameControls(lab);
  const letGo = [keepKeys(lab), clockKeys(lab)];
  return () => {
    names.disconnect();
    for (const stop of letGo) stop();
  };
}

// The keys that press the buttons of the clock while one of them, or the slider beside them, has the focus. The slider's own keys do the
// same as three of them; a button's space bar presses it.
const CLOCK_KEYS = { Home: "start", ArrowLeft: "back", ArrowRight: "step", " ": "play" };

function clockKeys(lab) {
  const press = (event) => {
    const clocked = event.target.closest(".bpw-clocked, .bpw-clock"), button = event.target.closest(".bpw-clock button");
    const name = CLOCK_KEYS[event.key], own = button ? event.key === " " : event.key !== " ";
    if (!clocked || !name || own || passes(event) || event.target.matches("input, select")) return;
    event.preventDefault();
    clocked.querySelector(`.bpw-${name}`)?.click();
  };
  // On their way down: a slider keeps its keys to itself.
  lab.addEventListener("keydown", press, { capture: true });
  return () => lab.removeEventListener("keydown", press, { capture: true });
}

// One below the heading that stands before a node, so that the headings of a page have no holes.
function levelHere(node) {
  const page = node.closest(".jp-Notebook, .jp-NotebookPanel, main") ?? document.body;
  const before = [...page.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter((heading) => !heading.closest(".bpw-lab")
    && node.compareDocumentPosition(heading) & Node.DOCUMENT_POSITION_PRECEDING);
  return String(Math.min(Number(before.at(-1)?.tagName[1] ?? 1) + 1, 6));
}

// A line that is heard and not seen: answers a function that says a text.
function speaker(el) {
  const line = element("p", "bpw-spoken", el);
  line.setAttribute("role", "status");
  return (text) => { line.textContent = text; };
}
