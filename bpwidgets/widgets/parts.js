// Lines of a program below the picture, for labs that have them.

function showCode(box, parts) {
  const headings = Object.keys(parts);
  box.hidden = headings.length === 0;
  const text = JSON.stringify(parts);
  if (box.dataset.text === text) return;
  box.dataset.text = text;
  box.replaceChildren();
  for (const heading of headings) {
    const part = element("figure", "bpw-program", box), caption = element("figcaption", "", part);
    caption.textContent = heading;
    const copy = element("button", "bpw-copy", caption), lines = element("pre", "", part);
    copy.type = "button";
    copy.textContent = "copy";
    copy.setAttribute("aria-label", `copy: ${heading}`);
    copy.addEventListener("click", () => {
      navigator.clipboard?.writeText(parts[heading]).then(() => { copy.textContent = "copied"; }, () => {});
    });
    element("code", "", lines).textContent = parts[heading];
    lines.tabIndex = 0; // what is wider than its place is scrolled by keys
    lines.setAttribute("role", "region");
    lines.setAttribute("aria-label", heading);
  }
}
