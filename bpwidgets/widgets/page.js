// Put before each script of the package: what they share.

// Keys that belong to the page also while a control has the focus; all others mean something to the control.
const passes = (event) =>
  event.ctrlKey || event.metaKey || event.altKey || ["Tab", "Escape"].includes(event.key) ||
  (event.key === "Enter" && event.shiftKey);

// Keeps keys pressed inside `node` from the notebook, whose shortcuts would move its cursor or edit cells. JupyterLab hears
// keys on their way up, so stopping them is enough; Notebook 7 hears them on their way down, where only this attribute of
// the focused element tells it to look away. Answers a function that lets go.
function keepKeys(node) {
  const ask = (event) => {
    if (node.contains(event.target)) event.target.toggleAttribute("data-lm-suppress-shortcuts", !passes(event));
  };
  const stop = (event) => { if (!passes(event)) event.stopPropagation(); };
  window.addEventListener("keydown", ask, { capture: true });
  node.addEventListener("keydown", stop);
  return () => {
    window.removeEventListener("keydown", ask, { capture: true });
    node.removeEventListener("keydown", stop);
  };
}

function element(tag, className, parent) {
  const node = document.createElement(tag);
  node.className = className;
  parent.appendChild(node);
  return node;
}

// The ground on which a node stands is dark.
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

// A text whose lines break at words, never within 6.5 × 10⁻¹³ nor behind the sign of a factor.
const unbroken = (text) => text.replace(/ (?=× 10)|(?<=×) /g, "\u00a0");
