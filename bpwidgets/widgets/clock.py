"""The clock of an animation: Start, Back, Step and Play, and how fast it plays, for a cursor.

The ticks come from the browser (a hidden ipywidgets `Play`), which keeps one message in flight: a slow kernel makes
the animation slower and never lets it pile up. Nothing starts by itself.
"""
from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

import ipywidgets as W

from .echo import Echoes

# ms between two ticks, by pace.
PACES = MappingProxyType({"⅛×": 1200, "¼×": 600, "½×": 300, "1×": 150, "2×": 75, "4×": 38})
USUAL = "1×"


class Clock:
    """Buttons that move the cursor `name` through `act(name, value)`; `follow` tells the clock where the cursor is."""

    def __init__(self, name: str, act: Callable[[str, int], None]):
        self.name, self._act = name, act
        self._at, self._last, self._echoes = 0, 0, Echoes()
        self.play = W.Play(min=0, max=0, interval=PACES[USUAL], show_repeat=False, layout={"display": "none"})
        self.start, self.back, self.step = (
            self._button(text, help, target) for text, help, target in (
                ("Start", "go to the first step (key: Home)", lambda: 0),
                ("Back", "one step back, exactly (key: ←)", lambda: self._at - 1),
                ("Step", "one step on (key: →)", lambda: self._at + 1)))
        self.running = W.ToggleButton(description="Play").add_class("bpw-play")
        self.pace = W.Dropdown(options=list(PACES.items()), value=PACES[USUAL], tooltip="pace of Play",
                               layout={"width": "40px"}).add_class("bpw-pace")
        self.pace.observe(lambda change: setattr(self.play, "interval", change["new"]), "value")
        self._say_what_play_does()
        self.running.observe(self._toggled, "value")
        self.play.observe(self._ticked, "value")
        self.play.observe(self._stopped, "playing")
        self.box = W.HBox([self.start, self.back, self.step, self.running, self.pace, self.play]).add_class("bpw-clock")

    def follow(self, at: int, last: int) -> None:
        """The cursor stands at `at` of `last`."""
        self._at, self._last = at, last
        with self._echoes:
            # Widen first: a widget clips its value to its range.
            self.play.max = max(self.play.max, last)
            self.play.value = at
            self.play.max = last

    def _button(self, text: str, help: str, target: Callable[[], int]) -> W.Button:
        button = W.Button(description=text, tooltip=f"{text}: {help}").add_class(f"bpw-{text.lower()}")
        button.on_click(lambda _: self._go(target()))
        return button

    def _say_what_play_does(self) -> None:
        name, help = ("Pause", "stop here") if self.running.value else ("Play", "let the steps run")
        self.running.description, self.running.tooltip = name, f"{name}: {help} (key: space bar)"

    def _go(self, target: int) -> None:
        self.running.value = False
        self._act(self.name, min(max(target, 0), self._last))

    def _toggled(self, change) -> None:
        playing = change["new"]
        self._say_what_play_does()
        if playing and self._at == self._last:
            self._act(self.name, 0)
        self.play.playing = playing

    def _ticked(self, change) -> None:
        if not self._echoes.here:
            self._act(self.name, change["new"])

    def _stopped(self, change) -> None:
        self.running.value = change["new"]
