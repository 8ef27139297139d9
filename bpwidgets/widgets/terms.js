// Hints and terms. A control, button or term says what it is: on hover, on focus by keys, and where it is held or tapped on a touch
// screen. Terms in sentences and tables are underlined without a change of the page, so that nothing is read aloud twice.

const LINGER = 400; // ms that a pointer or the focus rests before a hint appears
const HOLD = 500; // ms that a finger holds a button to see its hint
const TIP = "bpw-tip"; // the id of the box for hints, by which it is found without a search of the page
const UNDERLINED = "bpw-term"; // the name under which the style sheet finds them
const MARGIN = 8; // px between a hint and the edge of the window
const LABELS = ".bpw-slider-label, .bpw-chips-label, .widget-label";

// The one box for hints of a page.
function tipBox() {
  const there = document.getElementById(TIP);
  if (there) return there;
  const tip = element("div", "bpw-tip", document.body);
  tip.id = TIP;
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true"); // a screen reader has it as the description of the control
  return tip;
}

function showTip(text, { left, top, bottom }) {
  const tip = tipBox();
  tip.textContent = text;
  tip.hidden = false;
  const { width, height } = tip.getBoundingClientRect();
  const above = bottom + 4 + height > window.innerHeight - MARGIN && top - 4 - height > 0;
  tip.style.left = `${Math.max(MARGIN, Math.min(left, window.innerWidth - width - MARGIN))}px`;
  tip.style.top = `${above ? top - 4 - height : bottom + 4}px`;
}

const hideTip = () => { tipBox().hidden = true; };

// What stands before the first empty line: enough to be read aloud.
const spoken = (hint) => hint.split("\n\n")[0].replaceAll("\n", " ");

// The control around a node: its element, and its name among the hints.
function controlAround(node) {
  const control = node.closest('[class*="bpw-is-"]');
  return control && { control, name: control.className.match(/bpw-is-(\S+)/)[1] };
}

// What a node of the lab says of itself, and beside which element; titles are taken over, or the browser would show them too.
function hintAt(node, hints) {
  const titled = node.closest("[title], [data-bpw-title]");
  if (titled?.title) {
    titled.dataset.bpwTitle = titled.title;
    if (titled.title !== titled.textContent) titled.setAttribute("aria-description", titled.title);
    titled.removeAttribute("title");
  }
  const own = node.closest("[data-bpw-hint]");
  if (own) return { text: own.dataset.bpwHint, beside: own };
  const around = controlAround(node);
  if (around && hints[around.name]) return { text: hints[around.name], beside: node.closest("button, label") ?? around.control };
  return titled && { text: titled.dataset.bpwTitle, beside: titled };
}

// The hints of a lab: listens to pointer, fingers and keys. termAt(event) answers the term under the pointer, if there is one.
function hintsOf(model, lab, termAt, signal) {
  let timer = 0, beside = null, byKeys = false, held = false;
  const hints = () => model.get("hints");
  const hide = () => {
    clearTimeout(timer);
    beside = null;
    hideTip();
  };
  const show = (found, wait) => {
    if (!found?.text) return hide();
    if (found.beside === beside) return;
    hide();
    beside = found.beside;
    timer = setTimeout(() => showTip(found.text, found.box ?? beside.getBoundingClientRect()), wait);
  };
  const at = (event) => termAt(event) ?? hintAt(event.target, hints());
  const listen = (kind, handler, capture = false) => lab.addEventListener(kind, handler, { signal, capture });

  listen("pointermove", (event) => {
    if (event.pointerType === "mouse" && !event.buttons) show(at(event), LINGER);
  });
  listen("pointerleave", hide);
  listen("pointerdown", (event) => {
    byKeys = held = false;
    hide();
    if (event.pointerType === "mouse") return;
    const found = at(event), button = event.target.closest("button");
    if (button) {
      timer = setTimeout(() => {
        held = true;
        show(found, 0);
      }, HOLD);
    } else if (found?.term || event.target.closest(LABELS)) show(found, 0);
  });
  listen("pointerup", () => { if (!held) clearTimeout(!beside && timer); });
  listen("click", (event) => {
    if (!held) return;
    held = false; // it was held to be read, not pressed
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  listen("focusin", (event) => { if (byKeys) show(hintAt(event.target, hints()), LINGER); });
  listen("focusout", hide);
  window.addEventListener("keydown", (event) => {
    byKeys = true;
    if (event.key === "Escape" || !event.target.matches?.("select")) hide();
  }, { signal, capture: true });
  window.addEventListener("scroll", hide, { signal, capture: true, passive: true });
  model.on("change:hints", () => {
    const around = beside && controlAround(beside);
    if (around && !tipBox().hidden) tipBox().textContent = hints()[around.name];
  });
}

// Hints as descriptions for a screen reader, on what takes the focus.
function describeControls(lab, hints) {
  for (const control of lab.querySelectorAll('[class*="bpw-is-"]')) {
    const hint = spoken(hints[controlAround(control).name] ?? "");
    for (const node of control.querySelectorAll('select, input[type="checkbox"], input[type="text"], [role="slider"]')) {
      if (hint && node.getAttribute("aria-description") !== hint) node.setAttribute("aria-description", hint);
    }
  }
}

// A pattern for the names of all terms, and each name with its term.
function patternOf(terms) {
  const byName = new Map(terms.flatMap((term) => term.names.map((name) => [name.length > 1 ? name.toLowerCase() : name, term])));
  const names = [...byName.keys()].sort((a, b) => b.length - a.length);
  const escaped = names.map((name) => name.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")).join("|");
  return { byName, pattern: names.length ? new RegExp(`(?<![\\p{L}\\p{N}_|/])(?:${escaped})(?![\\p{L}\\p{N}_/'])`, "giu") : null };
}

// The terms in sentences and tables of a canvas: `know` brings the terms, `mark` underlines them where the words have changed, `at`
// answers the one under the pointer. (A live Range would be kept up to date with each change of the whole page.)
function termsIn(el) {
  const shared = typeof Highlight === "undefined" ? null : CSS.highlights.get(UNDERLINED) ?? new Highlight();
  if (shared) CSS.highlights.set(UNDERLINED, shared);
  const found = new Map(); // a text node -> its words, and of each term in them the range
  let { pattern, byName } = patternOf([]);
  const forget = (node) => {
    for (const { range } of found.get(node)?.terms ?? []) shared?.delete(range);
    found.delete(node);
  };
  const clear = () => [...found.keys()].forEach(forget);
  const termsOf = (node) => [...(pattern ? node.data.matchAll(pattern) : [])].flatMap((match) => {
    const term = byName.get(match[0].length > 1 ? match[0].toLowerCase() : match[0]);
    const [start, end] = [match.index, match.index + match[0].length];
    return term ? [{ term, range: new StaticRange({ startContainer: node, startOffset: start, endContainer: node, endOffset: end }) }] : [];
  });
  const mark = () => {
    for (const node of found.keys()) if (!el.contains(node)) forget(node);
    for (const { firstChild: node } of el.querySelectorAll(".bpw-verdict, .bpw-status, .bpw-table :is(caption, th, td:first-child)")) {
      if (node?.nodeType !== Node.TEXT_NODE || found.get(node)?.words === node.data) continue;
      forget(node);
      const terms = termsOf(node);
      found.set(node, { words: node.data, terms });
      for (const { range } of terms) shared?.add(range);
    }
  };
  const know = (terms) => {
    clear();
    ({ pattern, byName } = patternOf(terms));
  };
  const boxes = ({ startContainer, startOffset, endOffset }) => {
    const range = new Range();
    range.setStart(startContainer, startOffset);
    range.setEnd(startContainer, endOffset);
    return range.getClientRects();
  };
  const at = (x, y) => {
    for (const { words, terms } of found.values()) {
      for (const { range, term } of terms) {
        if (range.startContainer.data !== words) continue; // not marked yet
        for (const box of boxes(range)) {
          if (x >= box.left && x <= box.right && y >= box.top && y <= box.bottom) return { term, box, beside: range };
        }
      }
    }
    return null;
  };
  return { know, mark, at, clear };
}

// The term whose words are drawn in the picture under the pointer; boxes are parts of the picture.
function drawnAt(terms, framed, x, y) {
  const { left, top, width, height } = framed.getBoundingClientRect(), across = (x - left) / width, down = (y - top) / height;
  for (const term of terms) {
    for (const box of term.boxes) {
      const [l, t, w, h] = box;
      if (across >= l && across <= l + w && down >= t && down <= t + h) {
        return { term, beside: box, box: { left: left + l * width, top: top + t * height, bottom: top + (t + h) * height } };
      }
    }
  }
  return null;
}

// A button that opens the list of all terms on the screen: for keys, screen readers and what is drawn.
function termList(el, signal) {
  const button = element("button", "bpw-terms-open", el), box = element("div", "bpw-terms", el), list = element("dl", "", box);
  button.type = "button";
  button.textContent = "Terms";
  box.tabIndex = 0; // a long list is scrolled by keys
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", "terms on this screen");
  const open = (on) => {
    box.hidden = !on;
    button.setAttribute("aria-expanded", on);
  };
  open(false);
  button.addEventListener("click", () => open(box.hidden), { signal });
  window.addEventListener("pointerdown", ({ target }) => { if (!box.contains(target) && target !== button) open(false); }, { signal, capture: true });
  for (const node of [button, box]) {
    node.addEventListener("keydown", ({ key }) => {
      if (key !== "Escape" || box.hidden) return;
      open(false);
      button.focus();
    }, { signal });
  }
  return (terms) => {
    button.hidden = !terms.length;
    list.replaceChildren();
    for (const { title, says } of terms) {
      element("dt", "", list).textContent = title;
      element("dd", "", list).textContent = says;
    }
  };
}

// All of this for one view of a canvas; called after its heading is there. Answers a function that lets go.
function explain(model, el) {
  const alive = new AbortController(), { signal } = alive, inText = termsIn(el), fillList = termList(el, signal);
  const terms = () => model.get("terms");
  const describe = () => describeControls(el.closest(".bpw-lab") ?? el, model.get("hints"));
  let describing = 0, late = false, known = "";
  // While a hand moves, words change with every frame: terms are underlined, and controls described, when it rests.
  const settle = () => {
    late = model.get("frame_info")?.exact === false;
    if (late) return;
    inText.mark();
    clearTimeout(describing);
    describing = setTimeout(describe, LINGER);
  };
  const rested = () => { if (late) settle(); };
  const refresh = () => {
    const words = JSON.stringify(terms().map(({ names, title, says }) => [names, title, says]));
    if (words === known) return; // only places in the picture have changed, which are looked up where a pointer is
    known = words;
    fillList(terms());
    inText.know(terms());
    settle();
  };
  const termAt = ({ clientX: x, clientY: y, target }) => {
    const framed = el.contains(target) ? target.closest(".bpw-framed") : null;
    const found = el.contains(target) ? (framed ? drawnAt(terms(), framed, x, y) : inText.at(x, y)) : null;
    el.classList.toggle("bpw-over-term", Boolean(found));
    return found && { ...found, text: `${found.term.title}: ${found.term.says}` };
  };
  const changed = new MutationObserver(settle);
  // The lab around the view is there only after the view was made.
  const join = requestAnimationFrame(() => {
    const lab = el.closest(".bpw-lab") ?? el;
    hintsOf(model, lab, termAt, signal);
    describe();
    changed.observe(lab, { childList: true, characterData: true, subtree: true });
    refresh();
  });
  model.on("change:terms", refresh);
  model.on("change:frame_info", rested);
  model.on("change:hints", describe);
  return () => {
    alive.abort();
    cancelAnimationFrame(join);
    clearTimeout(describing);
    changed.disconnect();
    inText.clear();
    hideTip();
    model.off("change:terms", refresh);
    model.off("change:frame_info", rested);
    model.off("change:hints", describe);
  };
}
