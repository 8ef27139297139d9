"""What the lab tests look at: the picture on the screen, byte for byte, and what the kernel says it should be."""
from __future__ import annotations

import json
from typing import Any

# Defines, in the kernel: state(lab), everything the screen should agree with, as JSON. The picture it expects is drawn anew
# from the settings alone, so nothing that the lab keeps can hide in it. (No second lab is made for that: a widget closed
# before the browser has loaded its script is reported by anywidget to the console two seconds later.)
PRELUDE = '''
import bpwidgets as bp, json, hashlib, ipywidgets
from bpwidgets.pictures.sheet import Sheet, rows_with
from bpwidgets.pictures.style import STYLES
from bpwidgets.widgets.canvas import encode

def state(lab):
    width, ratio, dark = lab.canvas._look
    plan, style = lab.plan, STYLES["dark" if dark else "light"]
    sheet = Sheet(plan.pictures, rows_with(plan.rows, plan.views), style, width=width, ratio=ratio)
    sheet.draw(lab.settings, plan.study(lab.settings))
    followers = {name: lab.controls[name].value == getattr(lab.settings, name) for name in lab.controls}
    print(json.dumps({"picture": hashlib.sha256(encode(sheet, "PNG")).hexdigest(), "exact": lab.canvas.frame_info["exact"],
                      "line": repr(lab), "settings": repr(lab.settings), "look": [width, ratio, dark],
                      "followers": all(followers.values())}))
'''

# SHA-256 of the bytes behind the image on the screen.
PICTURE = """async img => {
  const bytes = await (await fetch(img.src)).arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest].map(b => b.toString(16).padStart(2, '0')).join('');
}"""

# Resolves once no new frame has come for half a second: the exact picture has been asked for and has arrived.
AT_REST = """img => new Promise(done => {
  let timer = setTimeout(done, 500);
  img.addEventListener('load', () => { clearTimeout(timer); timer = setTimeout(done, 500); });
})"""


class LabPage:
    """One view of a lab in a notebook: in the output of `cell`; `ask` is the code cell that prints its state."""

    def __init__(self, notebook: Any, cell: int, ask: int):
        self.notebook, self.cell, self.ask = notebook, cell, ask

    @property
    def image(self) -> Any:
        return self.notebook.output(self.cell).locator(".bpw-picture img")

    @property
    def status(self) -> str:
        return self.notebook.output(self.cell).locator(".bpw-status").inner_text()

    def slider(self, name: str) -> Any:
        return self.notebook.slider(name, cell=self.cell)

    def at_rest(self) -> LabPage:
        self.image.evaluate(AT_REST)
        return self

    def picture(self) -> str:
        return self.image.evaluate(PICTURE)

    def state(self) -> dict:
        """What the kernel says of the lab."""
        self.notebook.run(self.ask)
        return json.loads(self.notebook.text(self.ask))

    def assert_in_step(self) -> dict:
        """At rest the screen shows exactly the picture, the text and the values of the present settings."""
        self.at_rest()
        state = self.state()
        assert state["exact"] and self.picture() == state["picture"]
        assert self.image.get_attribute("alt").startswith(state["line"])
        assert self.status.startswith(state["line"])
        assert state["followers"]
        return state
