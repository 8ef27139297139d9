// What goes for several labs side by side: names, keys and hints of their controls, and what becomes of these without a kernel.

export default {
  render({ model, el }) {
    const letGo = explain(model, el);
    let release = () => {};
    // The box around the view is there only after the view was made.
    const join = requestAnimationFrame(() => { release = adopt(el); });
    const unwatch = watchKernel(model, el, () => leaveAlone(el));
    return () => {
      cancelAnimationFrame(join);
      letGo();
      unwatch();
      release();
    };
  },
};
