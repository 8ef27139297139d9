// What a person sees of the pictures in one output, with times on the page's own clock. A picture counts as shown in the animation
// frame that follows its being loaded and decoded: the same yardstick for an <img> whose source is swapped and for a new <img>.
() => {
  const SMALLEST = 200; // px: smaller images are icons
  const PATIENCE = 5000; // ms: after which a key counts as unanswered
  const now = () => performance.now();
  const kernel = jupyterapp.shell.currentWidget.sessionContext.session.kernel;
  const bench = (window.bench = { root: null, pressed: 0, released: 0, stirred: now(), pictures: [], keeping: false, seen: null });

  kernel.statusChanged.connect(() => { bench.stirred = now(); });
  document.addEventListener("keydown", (event) => { bench.pressed = event.timeStamp; }, true);
  document.addEventListener("pointerdown", (event) => { bench.grasped = event.timeStamp; }, true);
  document.addEventListener("pointerup", (event) => { bench.released = event.timeStamp; }, true);
  document.addEventListener("load", async ({ target }) => {
    if (!(target instanceof HTMLImageElement) || !bench.root?.contains(target) || target.naturalWidth < SMALLEST) return;
    bench.stirred = now();
    // Fetched at once, since a page may give up the address of a picture as soon as the next one is there.
    const bytes = bench.keeping ? fetch(target.src).then((answer) => answer.arrayBuffer()) : null;
    try { await target.decode(); } catch { return; } // a newer picture took its place before it was seen
    requestAnimationFrame(() => {
      bench.stirred = now();
      bench.pictures.push({ time: now(), bytes });
      bench.seen?.();
    });
  }, true);

  // Look at this output from now on.
  bench.watch = (root, keeping) => Object.assign(bench, { root, keeping, pictures: [], pressed: 0, grasped: 0, released: 0 });

  // No picture and no word from the kernel for so long (ms), and the kernel rests.
  bench.quiet = (span) => new Promise((done) => {
    const look = () => (kernel.status === "idle" && now() - bench.stirred >= span ? done() : setTimeout(look, 10));
    look();
  });

  // From the key that was pressed to the first picture after it, in ms; null if none comes.
  bench.answer = () => new Promise((done) => {
    const finish = (time) => { bench.seen = null; clearTimeout(timer); done(time); };
    const look = () => { if (bench.pictures.length) finish(bench.pictures[0].time - bench.pressed); };
    const timer = setTimeout(() => finish(null), PATIENCE);
    bench.seen = look;
    look();
  });

  const pixels = async (bytes) => {
    const bitmap = await createImageBitmap(new Blob([bytes]));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d", { willReadFrequently: true });
    context.drawImage(bitmap, 0, 0);
    return context.getImageData(0, 0, bitmap.width, bitmap.height);
  };
  const equalBytes = (a, b) => {
    const x = new Uint8Array(a), y = new Uint8Array(b);
    return x.length === y.length && x.every((value, k) => value === y[k]);
  };
  // The same drawing, although one may be lossy. A JPEG of these pictures is off by less than 60 everywhere, and one step of
  // a slider changes hundreds of pixels by more than 90.
  const RINGING = 75;
  const sameDrawing = (a, b) => {
    if (a.width !== b.width || a.height !== b.height) return false;
    for (let k = 0; k < a.data.length; k++) if (Math.abs(a.data[k] - b.data[k]) > RINGING) return false;
    return true;
  };

  // After a drag: how many different pictures were shown while the hand moved, and how long (ms) after the release
  // the first picture stood there that shows what the last one shows.
  bench.drag = async () => {
    const shown = [];
    for (const { time, bytes } of bench.pictures) {
      const read = await bytes;
      if (!shown.length || !equalBytes(read, shown.at(-1).bytes)) shown.push({ time, bytes: read });
    }
    if (!shown.length) return { pictures: 0, settled: null };
    const last = await pixels(shown.at(-1).bytes);
    let first = shown.length - 1;
    while (first > 0 && sameDrawing(await pixels(shown[first - 1].bytes), last)) first -= 1;
    return {
      pictures: shown.filter(({ time }) => time <= bench.released).length,
      settled: Math.max(0, shown[first].time - bench.released), lasted: bench.released - bench.grasped };
  };
}
