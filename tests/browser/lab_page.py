"""What the lab tests look at: the picture on the screen, byte for byte, and what the kernel says it should be."""
from __future__ import annotations

import json
import time
from typing import Any

# Defines, in the kernel: state(lab), everything the screen should agree with, as JSON. The picture it expects is drawn anew
# from the settings alone, so nothing that the lab keeps can hide in it. (No second lab is made for that: a widget closed
# before the browser has loaded its script is reported by anywidget to the console two seconds later.)
PRELUDE = '''
import bpwidgets as bp, json, hashlib, ipywidgets
from bpwidgets.pictures.sheet import Sheet, rows_with
from bpwidgets.pictures.style import STYLES
from bpwidgets.widgets.canvas import encode
from bpwidgets.widgets.slider import SliderWidget

def written(value):
    if isinstance(value, tuple):
        return ", ".join(item if isinstance(item, str) else f"{item:.6g}" for item in value)
    return "" if value is None else value

def final(answer):
    if hasattr(answer, "__next__"):
        *_, answer = answer
    return answer

def values(settings):
    """What each slider should show: fields by name, weights by theirs."""
    fields = {name: getattr(settings, name) for name in settings.fields()}
    place = settings.coordinates()
    field = settings.fields().get(place)
    return fields | (dict(zip(field.names(settings), field.values(settings, place).tolist())) if field else {})

def state(lab):
    width, ratio, dark = lab.canvas._look
    plan, style = lab.plan, STYLES["dark" if dark else "light"]
    sheet = Sheet(plan.pictures, rows_with(plan.rows, lab.views), style, width=width, ratio=ratio)
    sheet.draw(lab.settings, final(plan.study(lab.settings)))
    chosen = values(lab.settings)
    sliders = {control.description: chosen[name] for name, control in lab.controls.items() if isinstance(control, SliderWidget)}
    print(json.dumps({"picture": hashlib.sha256(encode(sheet, "PNG")).hexdigest(), "exact": lab.canvas.frame_info["exact"],
                      "line": repr(lab), "settings": repr(lab.settings), "width": width, "ratio": ratio, "dark": dark,
                      "sliders": sliders, "followers": all(control.value in (chosen[name], written(chosen[name]))
                                                           for name, control in lab.controls.items() if hasattr(control, "value"))}))
'''

# SHA-256 of the bytes behind the image on the screen.
PICTURE = """async img => {
  const bytes = await (await fetch(img.src)).arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest].map(b => b.toString(16).padStart(2, '0')).join('');
}"""

# The value of each slider that is shown, by its name.
SLIDERS = """output => Object.fromEntries([...output.querySelectorAll('.bpw-slider-thumb')]
  .map(thumb => [thumb.ariaLabel, Number(thumb.ariaValueNow)]))"""

# Resolves once no new frame has come for half a second: the exact picture has been asked for and has arrived.
AT_REST = """img => new Promise(done => {
  let timer = setTimeout(done, 500);
  img.addEventListener('load', () => { clearTimeout(timer); timer = setTimeout(done, 500); });
})"""

# How long (s) the screen may take to come to rest in step with the kernel.
PATIENCE = 20


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
        """Look at the lab (a picture that nobody looks at is not sent) until no new frame comes."""
        self.image.scroll_into_view_if_needed()
        self.image.evaluate(AT_REST)
        return self

    def picture(self) -> str:
        return self.image.evaluate(PICTURE)

    def state(self) -> dict:
        """What the kernel says of the lab."""
        self.notebook.run(self.ask)
        return json.loads(self.notebook.text(self.ask))

    def sliders(self) -> dict[str, float]:
        """The value of each slider that is shown, by its name."""
        return self.notebook.output(self.cell).evaluate(SLIDERS)

    def assert_in_step(self, setting: str = "", dark: bool | None = None) -> dict:
        """The screen comes to rest with exactly the picture, the text and the values of the kernel's settings.

        What was done by hand, and the exact picture of a new width, may need a while on a busy machine: so each
        disagreement is looked at again until PATIENCE is over. `setting` and `dark` say what the state itself must come to.
        """
        give_up = time.monotonic() + PATIENCE
        while True:
            self.at_rest()
            state = self.state()
            trouble = [what for what, agrees in self._agreements(state, setting, dark) if not agrees]
            if not trouble:
                return state
            assert time.monotonic() < give_up, (trouble, state, self.sliders(), self.status)

    def _agreements(self, state: dict, setting: str, dark: bool | None) -> list[tuple[str, bool]]:
        shown = self.sliders()
        return [("setting", setting in state["settings"]), ("theme", dark in (None, state["dark"])),
                ("sliders", bool(shown) and shown.items() <= state["sliders"].items()),
                ("controls", state["followers"]), ("exact", state["exact"]), ("picture", self.picture() == state["picture"]),
                ("alternative text", self.image.get_attribute("alt").startswith(state["line"])),
                ("status", self.status.startswith(state["line"]))]
