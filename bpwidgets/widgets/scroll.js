// A lab whose cell was run by a hand comes into the window whole.

const SETTLING = [0, 200, 600]; // ms after the first picture
const LATELY = 10000; // ms: a cell that was run longer ago has had its turn

// How far the active cell may be from one that a hand ran alone just now, by key or button: [] if none was. Hands are heard from the first
// lab of a page on. For that one only what they leave behind tells: after Shift+Enter and the button the next cell is active and waits for
// nothing; when all cells were run it is the last one, and those below a lab wait.
function runByHand() {
  const first = window.bpwRun === undefined, lately = performance.now() - window.bpwRun < LATELY;
  window.bpwRun = -LATELY; // one run, one lab
  if (!first) return lately ? [0, 1] : [];
  const note = () => { window.bpwRun = performance.now(); };
  const keys = ({ key, shiftKey, ctrlKey, altKey, metaKey }) => key === "Enter" && (shiftKey || ctrlKey || altKey || metaKey) && note();
  window.addEventListener("keydown", keys, { capture: true });
  window.addEventListener("click", ({ target }) => target.closest('[data-command^="notebook:run-cell"]') && note(), { capture: true });
  return [...document.querySelectorAll(".jp-Notebook .jp-Cell")].filter(waits).length > 1 ? [] : [1];
}

const waits = (cell) => cell.querySelector(".jp-InputPrompt")?.textContent.includes("*");

// Whether the cell around a node was just run alone: the active cell is so far from it, and no other waits.
function ranAlone(node, far) {
  const cell = node.closest(".jp-Cell"), active = document.querySelector(".jp-Notebook .jp-Cell.jp-mod-active");
  const notebook = cell?.closest(".jp-Notebook");
  if (!notebook?.contains(active)) return false;
  const cells = [...notebook.querySelectorAll(".jp-Cell")], ahead = cells.indexOf(active) - cells.indexOf(cell);
  return far.includes(ahead) && !cells.some((other) => other !== cell && waits(other));
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
