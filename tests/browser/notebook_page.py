"""One notebook, open in a real JupyterLab: what a person does with it, and what there is to see."""
from __future__ import annotations

import time
from typing import Any

NOTEBOOK = ".jp-NotebookPanel:not(.lm-mod-hidden)"
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
SECONDS = 1000.0

# (beginning of the message, part of the stack): what JupyterLab 4.6 and its widget manager themselves report now and then, when a
# kernel is restarted soon after a page was loaded, and when a notebook with a widget is opened without a kernel.
NOT_OURS = (("Could not restore the debugger state: Canceled future", ""),
            ("Cannot read properties of null (reading 'kernel')", "/@jupyter-widgets/jupyterlab-manager/"))

# Asked of the application, since the toolbar shows "idle" before there is a kernel.
KERNEL_READY = """() => {
  const context = window.jupyterapp?.shell?.currentWidget?.sessionContext, kernel = context?.session?.kernel;
  return !!(context?.isReady && kernel?.connectionStatus === 'connected' && kernel?.status === 'idle');
}"""

# Executes a command and counts it as pending until its promise, which for runs means until the last cell's end, is settled.
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


class NotebookPage:
    """A notebook in the browser. `page` is playwright's page, for everything not offered here.

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

    def __init__(self, page: Any, server: Any, path: str):
        self.page, self.server, self.path = page, server, path
        self.console_errors: list[str] = []
        page.on("console", lambda message: self._note(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self._note(str(error), error.stack or ""))

    # The life of the notebook

    def open(self) -> None:
        """Open the file in a workspace of its own, so that no other notebook comes back with it."""
        workspace = self.path.removesuffix(".ipynb")
        self.page.goto(self.server.url(f"lab/workspaces/{workspace}/tree/{self.path}"))
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        """Its cells are there and its kernel is connected and idle."""
        self.page.wait_for_selector(f"{NOTEBOOK} .jp-Cell", timeout=90 * SECONDS)
        self.page.wait_for_function(KERNEL_READY, timeout=90 * SECONDS)

    def save(self) -> None:
        """The file holds what the page shows, outputs included."""
        self.command("docmanager:save")
        self.page.wait_for_function("() => !jupyterapp.shell.currentWidget.context.model.dirty")

    def reload(self) -> None:
        """Save, and load the page anew; the kernel goes on."""
        self.save()
        self.page.reload()
        self.wait_until_ready()

    def reopen(self) -> None:
        """Save, leave, end the kernel, and open the file with a new one: what a person does the next day.

        Where a live widget was stored, JupyterLab reports "widget model not found" to the console; a test that expects this
        clears `console_errors`.
        """
        self._leave()
        self.open()

    def reopen_without_kernel(self) -> None:
        """Save, leave, end the kernel, and open the file in a new page with no kernel behind it."""
        self._leave()
        self.page.goto(self.server.url(f"lab/workspaces/{self.path.removesuffix('.ipynb')}-alone"))
        self.page.wait_for_function("() => window.jupyterapp")
        self.page.evaluate("""path => jupyterapp.restored.then(() => jupyterapp.commands.execute(
          'docmanager:open', {path, factory: 'Notebook', kernelPreference: {shouldStart: false}})).then(() => null)""", self.path)
        self.page.wait_for_selector(f"{NOTEBOOK} .jp-Cell", timeout=90 * SECONDS)

    def _leave(self) -> None:
        self.save()
        self.page.goto("about:blank")
        self.server.shut_kernels_down(of=self.path)

    def shut_kernel_down(self) -> None:
        """End this notebook's kernel, as "Shut Down Kernel" does."""
        self.page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.shutdown()")
        self.page.wait_for_function("() => !jupyterapp.shell.currentWidget.sessionContext.session")

    # Running

    def run_all(self, seconds: float = 120) -> None:
        """Run every cell, top to bottom."""
        self.command("notebook:run-all-cells", seconds)

    def run(self, cell: int, seconds: float = 120) -> None:
        """Run one cell and wait for its end."""
        self.start(cell)
        self.wait_until_done(seconds)

    def run_until(self, cell: int, text: str, seconds: float = 20) -> None:
        """Run one cell again and again until its text holds `text`: what was done by hand may not all have reached the kernel."""
        deadline = time.monotonic() + seconds
        while True:
            self.run(cell)
            if text in self.text(cell):
                return
            assert time.monotonic() < deadline, f"{text!r} did not appear within {seconds} s; last seen: {self.text(cell)!r}"

    def start(self, cell: int) -> None:
        """Run one cell and do not wait for its end."""
        self.page.evaluate(SELECT, cell)
        self.page.evaluate(EXECUTE, ["notebook:run-cell", {}])

    def wait_until_done(self, seconds: float = 120) -> None:
        """Nothing runs or waits to run."""
        self.page.wait_for_function(NOTHING_PENDING, timeout=seconds * SECONDS)

    def restart_and_run_all(self, seconds: float = 120) -> None:
        """Kernel > Restart Kernel and Run All Cells, confirmed by its button."""
        self.page.evaluate(EXECUTE, ["notebook:restart-run-all", {}])
        self.page.locator(".jp-Dialog .jp-mod-accept").click()
        self.wait_until_done(seconds)

    def command(self, name: str, seconds: float = 120, **options: Any) -> None:
        """Execute one of JupyterLab's commands and wait for its end."""
        self.page.evaluate(EXECUTE, [name, options])
        self.wait_until_done(seconds)

    # Hands

    def slider(self, name: str | int = 0, cell: int | None = None) -> Any:
        """The handle of the one slider with this in its accessible name or label, or of this number among the sliders."""
        scope = self.page.locator(NOTEBOOK) if cell is None else self.output(cell)
        if isinstance(name, int):
            return scope.get_by_role("slider").nth(name)
        labelled = scope.locator(".widget-slider").filter(has_text=name).get_by_role("slider")
        return scope.get_by_role("slider", name=name).or_(labelled)

    def press(self, target: Any, key: str, times: int = 1) -> None:
        """Focus `target` (a locator) and press a key some times; `run_until` or a locator waits for the kernel's answer."""
        target.focus()
        for _ in range(times):
            self.page.keyboard.press(key)

    def drag(self, handle: Any, dx: float, steps: int = 20) -> None:
        """Drag a slider's handle by `dx` pixels and let go."""
        box = handle.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + dx, y, steps=steps)
        self.page.mouse.up()

    def switch_theme(self, theme: str) -> None:
        """Change to the "light" or the "dark" theme while the page is open."""
        self.command("apputils:change-theme", theme=THEMES[theme])
        light = "true" if theme == "light" else "false"
        self.page.wait_for_function("light => document.body.dataset.jpThemeLight === light", arg=light)

    # Eyes

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

    def _note(self, error: str, stack: str = "") -> None:
        if not any(error.startswith(begin) and part in stack for begin, part in NOT_OURS):
            self.console_errors.append(f"{error}\n{stack}".strip())


def _text(output: dict) -> str:
    text = output.get("text") or output.get("data", {}).get("text/plain") or ""
    if output["output_type"] == "error":
        text = f"{output['ename']}: {output['evalue']}\n"
    return "".join(text)
