"""One notebook, open in a real JupyterLab: what a person does with it, and what there is to see."""
from __future__ import annotations

import time
from typing import Any

NOTEBOOK = ".jp-NotebookPanel:not(.lm-mod-hidden)"
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
SECONDS = 1000.0
# ms between two looks at the page: one in each of its frames, as playwright does by itself, would have it painted 60
# times a second.
LOOKS = 20.0

LOADED = "() => window.jupyterapp"

OPEN = """([path, preference]) => jupyterapp.restored.then(() => jupyterapp.commands.execute(
  'docmanager:open', {path, factory: 'Notebook', kernelPreference: preference})).then(() => null)"""

# As "Close Tab", without the question whether to save.
CLOSE = """path => {
  for (const widget of [...jupyterapp.shell.widgets('main')]) if (widget.context?.path === path) {
    widget.context.model.dirty = false;
    widget.close();
  }
}"""

# Asked of the application, since the toolbar shows "idle" before there is a kernel.
KERNEL_READY = """path => {
  const panel = window.jupyterapp?.shell?.currentWidget, context = panel?.sessionContext;
  const kernel = context?.session?.kernel;
  return !!(panel?.context?.path === path && context?.isReady
            && kernel?.connectionStatus === 'connected' && kernel?.status === 'idle');
}"""

# How many widgets are still looked for, or were given up.
LOADING, GIVEN_UP = (f"""selector => [...document.querySelectorAll(selector)].filter(e => e.textContent === '{text}').length"""
                     for text in ("Loading widget...", "Error displaying widget: model not found"))
WIDGETS = f"{NOTEBOOK} .jp-OutputArea-output"
# A page that is busy for two seconds while its widgets come back gives some of them up though they are there: the
# widget manager (ipywidgets 8.1, `ManagerBase.get_model`) looks no more when the time is over.
MOST_LOADS = 3

# Executes a command and counts it as pending until its promise is settled; that of a run is, at the last cell's end.
EXECUTE = """([name, options]) => {
  window.testsPending = (window.testsPending ?? 0) + 1;
  jupyterapp.commands.execute(name, options).finally(() => { window.testsPending -= 1; });
}"""

NOTHING_PENDING = """() => !window.testsPending
  && (jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status ?? 'idle') === 'idle'"""

OUTPUTS = """k => jupyterapp.shell.currentWidget.content.widgets.filter(w => w.model.type === 'code')[k]
                   .model.outputs.toJSON()"""

# The n-th code cell becomes the active one.
SELECT = """k => {
  const content = jupyterapp.shell.currentWidget.content, cells = content.widgets;
  content.activeCellIndex = cells.indexOf(cells.filter(w => w.model.type === 'code')[k]);
}"""


# What the kernel prints for some code that stands in no cell; an error as "NameError: ...".
TELL = """async code => {
  const kernel = jupyterapp.shell.currentWidget.sessionContext.session.kernel;
  const future = kernel.requestExecute({code, store_history: false});
  let text = '';
  future.onIOPub = ({header, content}) => {
    if (header.msg_type === 'stream') text += content.text;
    if (header.msg_type === 'error') text = `${content.ename}: ${content.evalue}`;
  };
  await future.done;
  return text;
}"""

# An element has the focus and keeps it: JupyterLab takes it for itself a while after a cell has run.
FOCUS = """async element => {
  for (let tries = 0; tries < 50; tries += 1) {
    element.focus({focusVisible: true});
    await new Promise(requestAnimationFrame);
    if (document.activeElement === element) return;
  }
  throw Error('the focus was taken away');
}"""

WRITE = """([k, source]) => {
  const content = jupyterapp.shell.currentWidget.content;
  content.widgets.filter(w => w.model.type === 'code')[k].model.sharedModel.setSource(source);
}"""


class NotebookPage:
    """A notebook in a tab of the browser. `page` is playwright's page, for everything not offered here.

    Cells are counted among the code cells, from 0. Each method returns when what it does is done.

    Examples
    --------
    >>> def test_a_slider_answers(open_notebook, subshells):                        # doctest: +SKIP
    ...     notebook = open_notebook(["import bpwidgets as bp; lab = bp.WeightLab(); lab", "lab.settings"],
    ...                              subshells=subshells, pixel_ratio=2, width=800, theme="dark")
    ...     notebook.run_all()
    ...     notebook.press(notebook.slider("weight", cell=0), "ArrowRight", times=3)
    ...     notebook.run_until(1, "weight=4.15")
    """

    def __init__(self, tab: Any, server: Any, path: str):
        self.tab, self.server, self.path = tab, server, path
        self.page, self.console_errors = tab.page, tab.errors

    # The life of the notebook

    def open(self) -> None:
        """Open the file in the JupyterLab that the page shows."""
        self.page.evaluate(OPEN, [self.path, {}])
        self.wait_until_ready()

    def close(self) -> None:
        """Close it without saving; the kernel goes on."""
        self.page.evaluate(CLOSE, self.path)

    def activate(self) -> None:
        """It stands in front again, opened anew where it was closed, in a window of the usual size and the light theme."""
        self.page.bring_to_front()
        self.tab.resize()
        self.open()
        if self.theme != "light":
            self.switch_theme("light")

    def wait_until_ready(self) -> None:
        """Its cells are there, though perhaps out of sight, and its kernel is connected and idle."""
        self.page.wait_for_selector(f"{NOTEBOOK} .jp-Cell", state="attached", timeout=90 * SECONDS)
        self._wait_for(KERNEL_READY, self.path, 90)

    def save(self) -> None:
        """The file holds what the page shows, outputs included; a picture for later may arrive while it is written."""
        deadline = time.monotonic() + 30
        self.command("docmanager:save")
        while self.page.evaluate("() => jupyterapp.shell.currentWidget.context.model.dirty"):
            assert time.monotonic() < deadline, "the notebook could not be saved"
            self.command("docmanager:save")

    def reload(self) -> None:
        """Save, and load the page anew, as often as a person would whose page has given up widgets; the kernel goes on."""
        self.save()
        for _ in range(MOST_LOADS):
            self.tab.configure()
            self.page.reload()
            self.page.wait_for_function(LOADED, timeout=90 * SECONDS, polling=LOOKS)
            # The page brings back only what stood there long enough to be noted.
            self.open()
            self.page.wait_for_function(f"selector => !({LOADING})(selector)", arg=WIDGETS, timeout=30 * SECONDS, polling=LOOKS)
            if not self.page.evaluate(GIVEN_UP, WIDGETS):
                return

    def reopen_without_kernel(self) -> None:
        """Save, leave the page, end the kernel, and open the file in a new page with no kernel behind it."""
        self.save()
        self.page.goto("about:blank")
        self.server.shut_kernels_down(of=self.path)
        self.tab.load(f"after-{self.path.removesuffix('.ipynb')}")
        self.page.evaluate(OPEN, [self.path, {"shouldStart": False}])
        self.page.wait_for_selector(f"{NOTEBOOK} .jp-Cell", timeout=90 * SECONDS)

    def reopen(self) -> None:
        """Save, close it, end the kernel, and open the file with a new one."""
        self.save()
        self.close()
        self.server.shut_kernels_down(of=self.path)
        self.open()

    def shut_kernel_down(self) -> None:
        """End this notebook's kernel, as "Shut Down Kernel" does."""
        self.page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.shutdown()")
        self._wait_for("() => !jupyterapp.shell.currentWidget.sessionContext.session")

    # Running

    def run_all(self, seconds: float = 120) -> None:
        """Run every cell, top to bottom."""
        self.command("notebook:run-all-cells", seconds)

    def run(self, cell: int, seconds: float = 120) -> None:
        """Run one cell and wait for its end."""
        self.start(cell)
        self.wait_until_done(seconds)

    def run_until(self, cell: int, text: str, seconds: float = 20) -> None:
        """Run one cell again and again until its text holds `text`: the kernel may not have heard all that was done."""
        deadline = time.monotonic() + seconds
        while True:
            self.run(cell)
            if text in self.text(cell):
                return
            assert time.monotonic() < deadline, f"{text!r} not seen within {seconds} s; last: {self.text(cell)!r}"

    def tell(self, code: str) -> str:
        """What the kernel prints for this code, run after the cells that wait."""
        return self.page.evaluate(TELL, code)

    def write(self, cell: int, source: str) -> None:
        """The cell's source becomes another."""
        self.page.evaluate(WRITE, [cell, source])

    def start(self, cell: int) -> None:
        """Run one cell and do not wait for its end."""
        self.page.evaluate(SELECT, cell)
        self.page.evaluate(EXECUTE, ["notebook:run-cell", {}])

    def wait_until_done(self, seconds: float = 120) -> None:
        """Nothing runs or waits to run."""
        self._wait_for(NOTHING_PENDING, seconds=seconds)

    def restart_and_run_all(self, seconds: float = 120) -> None:
        """Kernel > Restart Kernel and Run All Cells, confirmed by its button."""
        self.page.evaluate(EXECUTE, ["notebook:restart-run-all", {}])
        self.page.locator(".jp-Dialog .jp-mod-accept").click()
        self.wait_until_done(seconds)

    def command(self, name: str, seconds: float = 120, **options: Any) -> None:
        """Execute one of JupyterLab's commands and wait for its end."""
        self.page.evaluate(EXECUTE, [name, options])
        self.wait_until_done(seconds)

    def _wait_for(self, condition: str, arg: Any = None, seconds: float = 30) -> None:
        self.page.wait_for_function(condition, arg=arg, timeout=seconds * SECONDS, polling=LOOKS)

    # Hands

    def slider(self, name: str | int = 0, cell: int | None = None) -> Any:
        """The handle of the slider with this in its accessible name or label, or of this number among the sliders."""
        scope = self.page.locator(NOTEBOOK) if cell is None else self.output(cell)
        sliders = scope.locator(":not(.bpw-handle)")    # pictures that a hand can act on are sliders, too
        if isinstance(name, int):
            return scope.get_by_role("slider").and_(sliders).nth(name)
        labelled = scope.locator(".widget-slider").filter(has_text=name).get_by_role("slider")
        return scope.get_by_role("slider", name=name).and_(sliders).or_(labelled)

    def press(self, target: Any, key: str, times: int = 1) -> None:
        """Focus `target` (a locator) and press a key some times; `run_until` or a locator waits for the answer."""
        target.evaluate(FOCUS)
        for _ in range(times):
            self.page.keyboard.press(key)

    def finger(self, *places: tuple[float, float]) -> None:
        """Put a finger on the first of these places of the page (px), lead it to the others, and lift it."""
        hand = self.page.context.new_cdp_session(self.page)
        for kind, at in (("touchStart", places[:1]), *(("touchMove", [place]) for place in places[1:]), ("touchEnd", ())):
            hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in at]})
        hand.detach()

    def drag(self, handle: Any, dx: float, steps: int = 20) -> None:
        """Drag a slider's handle by `dx` pixels and let go."""
        handle.scroll_into_view_if_needed()
        box = handle.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + dx, y, steps=steps)
        self.page.mouse.up()

    @property
    def theme(self) -> str:
        """The theme that is shown, "light" or "dark"."""
        return "light" if self.page.evaluate("() => document.body.dataset.jpThemeLight") == "true" else "dark"

    def switch_theme(self, theme: str) -> None:
        """Change to the "light" or the "dark" theme while the page is open."""
        self.command("apputils:change-theme", theme=THEMES[theme])
        light = "true" if theme == "light" else "false"
        self._wait_for("light => document.body.dataset.jpThemeLight === light", light)

    def resize(self, width: int, pixel_ratio: float, height: int = 1600) -> None:
        """Make the window this wide (CSS px), on a screen of this density."""
        self.tab.resize(width, height, pixel_ratio)

    # Eyes

    def take_errors(self) -> list[str]:
        """What the browser's console has reported since the last time this was asked."""
        errors = list(self.console_errors)
        self.console_errors.clear()
        return errors

    def cell(self, cell: int) -> Any:
        """The locator of a code cell."""
        return self.page.locator(f"{NOTEBOOK} .jp-CodeCell").nth(cell)

    def output(self, cell: int) -> Any:
        """The locator of a code cell's output."""
        return self.cell(cell).locator(".jp-Cell-outputArea")

    def outputs(self, cell: int) -> list[dict]:
        """The outputs of a code cell as they would be saved."""
        return self.page.evaluate(OUTPUTS, cell)

    def text(self, cell: int) -> str:
        """What a code cell printed and its result as text; of an error its name and message."""
        return "".join(_text(output) for output in self.outputs(cell))

    def errors(self) -> list[str]:
        """"NameError: ..." of each code cell that failed."""
        count = self.page.locator(f"{NOTEBOOK} .jp-CodeCell").count()
        return [_text(o) for k in range(count) for o in self.outputs(k) if o["output_type"] == "error"]

    def accessibility(self, target: Any) -> list[tuple[str, str, str]]:
        """(role, name, value) of each node that Chromium tells a screen reader about below `target`, a locator."""
        client = self.page.context.new_cdp_session(self.page)
        target.evaluate("e => { window.__target = e; }")
        handle = client.send("Runtime.evaluate", {"expression": "window.__target"})["result"]["objectId"]
        nodes = client.send("Accessibility.queryAXTree", {"objectId": handle})["nodes"]
        client.detach()
        fields = [[str(node.get(f, {}).get("value", "")) for f in ("role", "name", "value")] for node in nodes
                  if not node.get("ignored")]
        return [tuple(f) for f in fields]


def _text(output: dict) -> str:
    text = output.get("text") or output.get("data", {}).get("text/plain") or ""
    if output["output_type"] == "error":
        text = f"{output['ename']}: {output['evalue']}\n"
    return "".join(text)
