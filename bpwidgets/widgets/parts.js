// Lines of a program below the picture, for labs that have them.

// Each line as a block of its own: where it is wider than its place it goes on farther to the right, so that nobody takes that for a line.
function writeLines(code, text) {
  for (const line of text.split("\n")) {
    const block = element("span", "bpw-line", code), inset = line.length - line.trimStart().length;
    block.style.setProperty("--bpw-inset", `${inset + 4}ch`);
    block.textContent = `${line}\n`;
  }
}

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
    writeLines(element("code", "", lines), parts[heading]);
    lines.tabIndex = 0; // what is higher than its place is scrolled by keys
    lines.setAttribute("role", "region");
    lines.setAttribute("aria-label", heading);
  }
}
