"""What the lab tests look at: the picture on the screen, byte for byte, and what the kernel says it should be."""
from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from bpwidgets.text import typeset
from tests.browser.notebook_page import SECONDS

# The first cell of a notebook with labs: defines state(lab).
PRELUDE = Path(__file__).with_name("lab_state.py").read_text()

# What stands in a lab's output: SHA-256 of the bytes behind the image, the number of that frame and whether it is exact,
# the words, the value of each slider by its name; how the page is shown, and how wide (px, in steps of 20) the picture
# may be.
SCREEN = """async output => {
  const img = output.querySelector('.bpw-picture img');
  const shown = {
    serial: Number(img.dataset.serial), exact: img.dataset.exact === 'true',
    alt: img.alt, status: output.querySelector('.bpw-status').textContent.replaceAll('\u00a0', ' '),
    sliders: Object.fromEntries([...output.querySelectorAll('.bpw-slider-thumb')]
      .map(thumb => [thumb.ariaLabel, Number(thumb.ariaValueNow)])),
    dark: document.body.dataset.jpThemeLight === 'false', ratio: devicePixelRatio,
    room: Math.floor(output.querySelector('.bpw-picture').clientWidth / 20) * 20};
  // All of one moment: while the bytes are fetched another frame may come.
  const bytes = await (await fetch(img.src)).arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return {picture: [...digest].map(b => b.toString(16).padStart(2, '0')).join(''), ...shown};
}"""

# Whether, within this time (ms), a frame newer than `since` is on the screen; if `exact`, the exact one, which comes
# when the hand rests. The image says when there is a new one: to look in every frame of the page costs more than a lab.
FRAME = """(img, [since, exact, patience]) => new Promise(resolve => {
  const there = () => Number(img.dataset.serial) > since && (!exact || img.dataset.exact === 'true');
  const answer = () => { observer.disconnect(); clearTimeout(timer); resolve(there()); };
  const observer = new MutationObserver(() => there() && answer());
  const timer = setTimeout(answer, patience);
  observer.observe(img, {attributeFilter: ['data-serial', 'data-exact']});
  if (there()) answer();
})"""

# From now on, the frames that are shown are noted, as "lossy" or "exact".
RECORD = """img => {
  window.testsFrames = [];
  img.addEventListener('load', () => window.testsFrames.push(img.dataset.exact === 'true' ? 'exact' : 'lossy'));
}"""

# How long (s) the screen may take to come to rest in step with the kernel, and how long a newer frame is waited for
# where the two do not agree.
PATIENCE, LOOK = 20, 0.25


class LabPage:
    """One view of a lab in a notebook: in the output of `cell`; in the kernel the lab is called `name`."""

    def __init__(self, notebook: Any, cell: int = 1, name: str = "lab"):
        self.notebook, self.cell, self.name = notebook, cell, name

    @property
    def output(self) -> Any:
        return self.notebook.output(self.cell)

    @property
    def image(self) -> Any:
        return self.output.locator(".bpw-picture img")

    def slider(self, name: str) -> Any:
        return self.notebook.slider(name, cell=self.cell)

    def handle(self, picture: str) -> Any:
        """The box over a picture that a hand can act on."""
        return self.output.locator(f".bpw-handle[data-name={picture}]")

    def press(self, name: str, key: str = "ArrowRight", times: int = 1) -> None:
        """Press a key on the slider of this name."""
        self.notebook.press(self.slider(name), key, times)

    def record(self) -> None:
        """Begin to note the frames that are shown, for `frames`."""
        self.image.evaluate(RECORD)

    def frames(self) -> list[str]:
        """"lossy" or "exact" for each frame that was shown since `record`."""
        return self.notebook.page.evaluate("() => window.testsFrames")

    def at_rest(self, since: int = 0) -> dict:
        """Look at the lab (a picture that nobody looks at is not sent) until an exact frame newer than number `since`
        is there, and answer what stands on the screen then. Number 0 travels with the widget.
        """
        self.image.scroll_into_view_if_needed()
        came = self._frame_comes(since, exact=True, seconds=PATIENCE)
        assert came, f"no exact frame after number {since} within {PATIENCE} s"
        return self.output.evaluate(SCREEN)

    def state(self, picture: bool = True) -> dict:
        """What the kernel says of the lab; picture: with the one that it should show, which is drawn anew."""
        return json.loads(self.notebook.tell(f"state({self.name}, {picture})"))

    def settled(self) -> dict:
        """What stands on the screen once it is in step with the kernel; the picture is believed."""
        return self.assert_in_step(picture=False)

    def assert_in_step(self, setting: str = "", since: int = 0, picture: bool = True) -> dict:
        """The screen comes to rest with exactly the picture, the text and the values of the kernel's settings.

        What was done by hand, and the exact picture of a new width, may need a while on a busy machine: so each
        disagreement is looked at again until PATIENCE is over. `setting` is what the settings must have come to,
        `since` the number of a frame after which there must be a newer one. The picture is drawn anew only once all else
        agrees. Answers what the screen and the kernel say.
        """
        give_up, drawn = time.monotonic() + PATIENCE, False
        while True:
            screen, state = self.at_rest(since), self.state(drawn)
            trouble = [what for what, agrees in agreements(screen, state, setting).items() if not agrees]
            if not trouble and drawn == picture:
                return state | screen
            if not trouble:
                drawn = True
                continue
            assert time.monotonic() < give_up, (trouble, screen, state)
            self._frame_comes(state["serial"], exact=False, seconds=LOOK)

    def _frame_comes(self, since: int, exact: bool, seconds: float) -> bool:
        return self.image.evaluate(FRAME, [since, exact, seconds * SECONDS])


def agreements(screen: dict, state: dict, setting: str) -> dict[str, bool]:
    """In what the screen and the kernel agree."""
    return {"setting": setting in state["settings"], "theme": screen["dark"] == state["dark"],
            "width": state["shared"] or state["width"] == min(max(screen["room"], 600), 1600),
            "density": screen["ratio"] == state["ratio"], "controls": not state["strays"],
            "sliders": bool(screen["sliders"]) and screen["sliders"].items() <= state["sliders"].items(),
            "frame": screen["serial"] == state["serial"] and screen["exact"] and not state["behind"],
            "picture": state["picture"] in (None, screen["picture"]),
            "alternative text": screen["alt"].startswith(state["line"]),
            "status": screen["status"].startswith(typeset(state["status"]))}
