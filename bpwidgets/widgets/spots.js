// Elements of pictures as buttons over the picture, which show nothing but the ring of the focus: one stop of Tab for each picture, arrow
// keys lead through them in their order, and Enter, the space bar, a click or a tap chooses one.
function spotButtons(model, framed, say) {
  const places = new Map(); // picture -> its group, which is kept while frames change
  const groupOf = (picture) => {
    if (!places.has(picture)) {
      const group = element("div", "bpw-spots", framed);
      group.setAttribute("role", "group");
      group.setAttribute("aria-label", `${picture}: arrow keys lead through its elements`);
      group.addEventListener("click", (event) => {
        const spot = event.target.closest(".bpw-spot");
        if (spot) say("touch", { picture, name: spot.dataset.name });
      });
      group.addEventListener("keydown", (event) => {
        const all = [...group.children], at = all.indexOf(event.target), last = all.length - 1;
        const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: last }[event.key];
        if (to === undefined || passes(event)) return;
        event.preventDefault();
        all[Math.max(0, Math.min(to, last))].focus({ preventScroll: true });
      });
      group.addEventListener("focusin", ({ target }) => {
        for (const spot of group.children) spot.tabIndex = spot === target ? 0 : -1;
      });
      places.set(picture, group);
    }
    return places.get(picture);
  };
  const fill = (group, spots) => {
    while (group.children.length > spots.length) group.lastChild.remove();
    while (group.children.length < spots.length) {
      const spot = element("button", "bpw-spot", group);
      spot.type = "button";
      spot.tabIndex = -1;
    }
    spots.forEach(({ name, label, chosen, box: [left, top, width, height] }, k) => {
      const spot = group.children[k];
      spot.dataset.name = name;
      spot.setAttribute("aria-label", label);
      spot.setAttribute("aria-pressed", String(chosen));
      Object.assign(spot.style, { left: `${100 * left}%`, top: `${100 * top}%`, width: `${100 * width}%`, height: `${100 * height}%` });
    });
    if (![...group.children].some((spot) => spot.tabIndex === 0) && group.children.length) {
      const first = spots.findIndex(({ chosen }) => chosen);
      group.children[Math.max(first, 0)].tabIndex = 0;
    }
  };
  return () => {
    const spots = model.get("spots"), pictures = [...new Set(spots.map(({ picture }) => picture))];
    for (const [picture, group] of places) if (!pictures.includes(picture)) { group.remove(); places.delete(picture); }
    for (const picture of pictures) fill(groupOf(picture), spots.filter((spot) => spot.picture === picture));
  };
}
