// Whether the kernel that made a widget is still there.

const LOST = ["restarting", "autorestarting", "dead", "terminating"];
const GONE = "The kernel is gone, the picture stays. Run the cell to bring the lab back.";

// Calls `gone` when the kernel of a widget was shut down, restarted or has died, and answers a function that stops. A widget never comes
// back from there: its new kernel knows nothing of it. JupyterLab marks views of a kernel that was restarted; of one that was shut
// down or died only its session tells, and in other front ends nothing but a message that cannot be sent.
function watchKernel(model, el, gone) {
  const { context, kernel } = model.widget_manager ?? {}, source = context?.sessionContext ?? kernel;
  const marked = () => { if (el.classList.contains("jupyter-widgets-disconnected")) gone(); };
  const heard = (_, status) => { if (LOST.includes(status)) gone(); };
  const changed = (_, { oldValue }) => { if (oldValue) gone(); };
  model.on("comm_live_update", marked);
  source?.statusChanged?.connect(heard);
  source?.kernelChanged?.connect(changed);
  marked();
  return () => {
    model.off("comm_live_update", marked);
    source?.statusChanged?.disconnect(heard);
    source?.kernelChanged?.disconnect(changed);
  };
}

// Nothing of the lab around a canvas can be used any more; its picture and its words stay.
function leaveAlone(el) {
  for (const part of el.closest(".bpw-lab")?.children ?? []) part.inert = part !== el;
  for (const box of el.querySelectorAll(".bpw-handle, .bpw-numbers")) box.remove();
}
