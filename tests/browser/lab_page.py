"""What the lab tests look at: the picture on the screen, byte for byte, and what the kernel says it should be."""
from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from tests.browser.notebook_page import SECONDS

# The first cell of a notebook with labs: defines state(lab).
PRELUDE = Path(__file__).with_name("lab_state.py").read_text()

# SHA-256 of the bytes behind the image on the screen.
PICTURE = """async img => {
  const bytes = await (await fetch(img.src)).arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest].map(b => b.toString(16).padStart(2, '0')).join('');
}"""

# The value of each slider that is shown, by its name.
SLIDERS = """output => Object.fromEntries([...output.querySelectorAll('.bpw-slider-thumb')]
  .map(thumb => [thumb.ariaLabel, Number(thumb.ariaValueNow)]))"""

# True once a frame that is newer than `since` is on the screen; if `exact`, the exact one: the hand rests and nothing
# is on its way.
FRAME = """([img, since, exact]) => Number(img.dataset.serial) > since && (!exact || img.dataset.exact === 'true')"""

# From now on, the frames that were on the screen are noted, as "lossy" or "exact".
RECORD = """img => {
  window.testsFrames = [];
  img.addEventListener('load', () => window.testsFrames.push(img.dataset.exact === 'true' ? 'exact' : 'lossy'));
}"""

# How long (s) the screen may take to come to rest in step with the kernel, and how long a new frame is waited for
# before another look.
PATIENCE, LOOK = 20, 0.25


class LabPage:
    """One view of a lab in a notebook: in the output of `cell`; `ask` is the code cell that prints its state."""

    def __init__(self, notebook: Any, cell: int, ask: int):
        self.notebook, self.cell, self.ask = notebook, cell, ask

    @property
    def output(self) -> Any:
        return self.notebook.output(self.cell)

    @property
    def image(self) -> Any:
        return self.output.locator(".bpw-picture img")

    @property
    def status(self) -> str:
        return self.output.locator(".bpw-status").text_content()

    def slider(self, name: str) -> Any:
        return self.notebook.slider(name, cell=self.cell)

    def handle(self, picture: str) -> Any:
        """The box over a picture that a hand can act on."""
        return self.output.locator(f".bpw-handle[data-name={picture}]")

    def press(self, name: str, key: str = "ArrowRight", times: int = 1) -> None:
        """Press a key on the slider of this name."""
        self.notebook.press(self.slider(name), key, times)

    def at_rest(self, since: int = 0) -> LabPage:
        """Look at the lab (a picture that nobody looks at is not sent) until an exact frame newer than number `since`
        is there.

        Number 0 travels with the widget; the next one has the width, the density and the theme of the view.
        """
        self.image.scroll_into_view_if_needed()
        self._wait_for_frame(since, exact=True, seconds=PATIENCE)
        return self

    @property
    def serial(self) -> int:
        """The number of the frame on the screen."""
        return int(self.image.get_attribute("data-serial"))

    def picture(self) -> str:
        return self.image.evaluate(PICTURE)

    def record(self) -> None:
        """Begin to note the frames that are shown, for `frames`."""
        self.image.evaluate(RECORD)

    def frames(self) -> list[str]:
        """"lossy" or "exact" for each frame that was shown since `record`."""
        return self.notebook.page.evaluate("() => window.testsFrames")

    def state(self) -> dict:
        """What the kernel says of the lab."""
        self.notebook.run(self.ask)
        return json.loads(self.notebook.text(self.ask))

    def sliders(self) -> dict[str, float]:
        """The value of each slider that is shown, by its name."""
        return self.output.evaluate(SLIDERS)

    def assert_in_step(self, setting: str = "", since: int = 0) -> dict:
        """The screen comes to rest with exactly the picture, the text and the values of the kernel's settings.

        What was done by hand, and the exact picture of a new width, may need a while on a busy machine: so each
        disagreement is looked at again until PATIENCE is over. `setting` is what the settings must have come to,
        `since` the number of a frame after which there must be a newer one.
        """
        give_up = time.monotonic() + PATIENCE
        while True:
            self.at_rest(since)
            state = self.state()
            trouble = [what for what, agrees in self._agreements(state, setting) if not agrees]
            if not trouble:
                return state
            assert time.monotonic() < give_up, (trouble, state, self.sliders(), self.status)
            self._wait_for_frame(state["serial"], exact=False, seconds=LOOK)

    def _wait_for_frame(self, since: int, exact: bool, seconds: float) -> None:
        from playwright.sync_api import TimeoutError

        try:
            self.notebook.page.wait_for_function(FRAME, arg=[self.image.element_handle(), since, exact],
                                                 timeout=seconds * SECONDS)
        except TimeoutError:
            if exact:
                raise

    def _agreements(self, state: dict, setting: str) -> list[tuple[str, bool]]:
        shown = self.sliders()
        return [("setting", setting in state["settings"]),
                ("theme", state["dark"] == (self.notebook.theme == "dark")),
                ("density", state["ratio"] == self.notebook.page.evaluate("devicePixelRatio")),
                ("sliders", bool(shown) and shown.items() <= state["sliders"].items()),
                ("controls", not state["strays"]), ("exact", state["exact"]),
                ("picture", self.picture() == state["picture"]),
                ("alternative text", self.image.get_attribute("alt").startswith(state["line"])),
                ("status", self.status.startswith(state["line"]))]
