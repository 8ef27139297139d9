"""The clock of an animation: Start, Back, Step and Play, and how fast it plays, for a cursor.

The ticks come from the browser (a hidden ipywidgets `Play`), which keeps one message in flight: a slow kernel makes
the animation slower and never lets it pile up. Nothing starts by itself.
"""
from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from types import MappingProxyType

import ipywidgets as W

from .closing import close_all
from .echo import Echoes

# ms between two ticks, by pace.
PACES = MappingProxyType({"⅛×": 1200, "¼×": 600, "½×": 300, "1×": 150, "2×": 75, "4×": 38})
USUAL = "1×"


class Clock:
    """Buttons that move the cursor `name` through `act(name, value)`, made when somebody asks for them; `follow` tells
    the clock where the cursor is."""

    def __init__(self, name: str, act: Callable[[str, int], None]):
        self.name, self._act = name, act
        self._at, self._last, self._echoes = 0, 0, Echoes()

    @cached_property
    def box(self) -> W.HBox:
        """All of it in a row."""
        return W.HBox([self.start, self.back, self.step, self.running, self.pace, self.play]).add_class("bpw-clock")

    @cached_property
    def play(self) -> W.Play:
        """What ticks."""
        play = W.Play(min=0, max=self._last, value=self._at, interval=PACES[USUAL], show_repeat=False,
                      layout={"display": "none"})
        play.observe(self._ticked, "value")
        play.observe(self._stopped, "playing")
        return play

    @cached_property
    def start(self) -> W.Button:
        """To the first step."""
        return self._button("Start", "go to the first step (key: Home)", lambda: 0)

    @cached_property
    def back(self) -> W.Button:
        """One step back."""
        return self._button("Back", "one step back, exactly (key: ←)", lambda: self._at - 1)

    @cached_property
    def step(self) -> W.Button:
        """One step on."""
        return self._button("Step", "one step on (key: →)", lambda: self._at + 1)

    @cached_property
    def running(self) -> W.ToggleButton:
        """Pressed while the clock runs."""
        running = W.ToggleButton(**_playing(False)).add_class("bpw-play")
        running.observe(self._toggled, "value")
        return running

    @cached_property
    def pace(self) -> W.Dropdown:
        """How fast it runs."""
        pace = W.Dropdown(options=list(PACES.items()), value=PACES[USUAL], tooltip="pace of Play",
                          layout={"width": "40px"}).add_class("bpw-pace")
        pace.observe(lambda change: setattr(self.play, "interval", change["new"]), "value")
        return pace

    def follow(self, at: int, last: int) -> None:
        """The cursor stands at `at` of `last`."""
        self._at, self._last = at, last
        if "play" in vars(self):
            with self._echoes:
                # Widen first: a widget clips its value to its range.
                self.play.max = max(self.play.max, last)
                self.play.value = at
                self.play.max = last

    def close(self) -> None:
        """Close what is made of it."""
        for widget in vars(self).values():
            if isinstance(widget, W.Widget):
                close_all(widget)

    def _button(self, text: str, help: str, target: Callable[[], int]) -> W.Button:
        button = W.Button(description=text, tooltip=f"{text}: {help}").add_class(f"bpw-{text.lower()}")
        button.on_click(lambda _: self._go(target()))
        return button

    def _go(self, target: int) -> None:
        self.running.value = False
        self._act(self.name, min(max(target, 0), self._last))

    def _toggled(self, change) -> None:
        playing = change["new"]
        for name, text in _playing(playing).items():
            setattr(self.running, name, text)
        if playing and self._at == self._last:
            self._act(self.name, 0)
        self.play.playing = playing

    def _ticked(self, change) -> None:
        if not self._echoes.here:
            self._act(self.name, change["new"])

    def _stopped(self, change) -> None:
        self.running.value = change["new"]


def _playing(playing: bool) -> Mapping[str, str]:
    """What the button that starts the clock, or stops it, says of itself."""
    name, help = ("Pause", "stop here") if playing else ("Play", "let the steps run")
    return {"description": name, "tooltip": f"{name}: {help} (key: space bar)"}
