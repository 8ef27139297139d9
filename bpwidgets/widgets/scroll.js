// A lab whose cell was run by a hand comes into the window whole.

const SETTLING = [0, 200, 600]; // ms after the first picture
const LATELY = 10000; // ms: a cell that was run longer ago has had its turn

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

function settleInView(node) {
  for (const wait of SETTLING) setTimeout(() => bringIntoView(node), wait);
}
