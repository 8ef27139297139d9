"""The flow over a training as a map: place by place upwards, step by step to the right, each cell in the shade of its
size."""
from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb

from ....pictures.axes import QuickAxes
from ....pictures.cells import Cells, borders
from ....pictures.frame import PIXELS_PER_INCH, decades, limits, log_ticks, ticks
from ....pictures.scales import Spans, ends, known
from ....pictures.step_axis import StepAxis, drag_step, nudge_step
from ....pictures.style import SMALL, Style
from ....pictures.telling import Told, place_under
from ....text import in_words
from ..settings import place_words, places_of

# The role of the color of each quantity, and its name as the picture says it.
QUANTITIES = MappingProxyType({"activation": ("activation", "activations"), "error": ("loss", "dL/da"),
                               "delta": ("delta", "δ"),
                               "weight_gradient": ("weight_gradient", "dW")})
PLACES = MappingProxyType({"layers": "layer (input below)", "time": "step in time"})
# The shades of a role: how much of it is in the color of the paper, from small to large.
SHARES = (0.06, 0.3, 0.65, 1.0)
MOST_PLACES = 8


def shades_of(style: Style, role: str) -> tuple[str, ...]:
    """From nearly paper to the full color of a role: small to large, in color as in gray."""
    ground, color = (np.array(to_rgb(name)) for name in (style.ground, getattr(style, role)))
    return tuple(to_hex(ground + share * (color - ground)) for share in SHARES)


def place_span(settings) -> dict[str, tuple[float, float]]:
    """The places of a net by their kind: layers, the output among them, or steps in time."""
    return {PLACES[settings.net]: (1, places_of(settings))}


def place_ticks(settings, places: int) -> tuple[list[int], list[str]]:
    """Where an axis of places has a number, and what it says; "out" for the output layer where
    there is room; an axis may have more places than this net."""
    every = next(step for step in (1, 5, 10, 20) if places <= step * MOST_PLACES)
    own, last = places_of(settings), settings.depth if places == places_of(settings) else places
    shown = [place for place in range(1, last + 1) if place == 1 or place % every == 0]
    out = own if settings.net == "layers" and every == 1 else 0
    if out and out not in shown:
        shown.append(out)
    return shown, ["out" if place == out else str(place) for place in shown]


class TrainingMap:
    """Cells of log size, striped where there is no number; the step shown, the place that is marked, and a cross where
    numbers first left their range. To its right a key."""

    margins = (58, 66, 42, 26)
    handle = "step and layer: drag, or move them with the arrow keys"

    def __init__(self, axes: Axes, style: Style):
        self.steps = StepAxis(axes, style, " ")
        axes.grid(False)
        self.axes, self.y_label = axes, axes.texts[0]
        self.cells = {name: axes.add_artist(Cells(style, shades_of(style, role)))
                      for name, (role, _) in QUANTITIES.items()}
        self.place, = axes.plot([], [], color=style.here, lw=1.2)
        self.here, = axes.plot([], [], "s", color=style.here, mfc="none", ms=9, mew=2)
        self.overflow, = axes.plot([], [], "X", color=style.ink, mec=style.ground, mew=1.2, ms=11, clip_on=False)
        self.key = Key(axes, style)
        self.moving = (*self.cells.values(), *self.key.moving, *self.steps.moving, self.place, self.here, self.overflow)

    @staticmethod
    def spans(settings, result) -> Spans:
        """Steps and places; the colors, which are logarithms of the sizes."""
        sizes = result.sizes[settings.quantity][: result.known + 1]
        return {"step": (0, settings.steps), **place_span(settings), **known("log10 color", ends(sizes, log=True))}

    def draw(self, settings, result, spans) -> None:
        places, most = places_of(settings), spans[PLACES[settings.net]][1]
        self.steps.draw(settings.step, spans["step"][1], (0.5, most + 0.5))
        self._name_places(settings, most)
        with np.errstate(divide="ignore"):
            heights = np.log10(result.sizes[settings.quantity][: result.known + 1].T)
        low, high, tick = decades(*spans["log10 color"], most=7) if "log10 color" in spans else (-1, 1, 1)
        for name, cells in self.cells.items():
            cells.set_visible(name == settings.quantity)
        parts = np.where(np.isposinf(heights), np.nan, (heights - low) / (high - low))
        self.cells[settings.quantity].show(parts, borders(np.arange(result.known + 1)),
                                           borders(np.arange(1, places + 1)))
        self.key.draw(settings.quantity, low, high, tick)
        self._mark(settings, result)

    def _name_places(self, settings, places: int) -> None:
        self.y_label.set_text(f"{PLACES[settings.net]}, {QUANTITIES[settings.quantity][1]}")
        ticks(self.axes.yaxis, *place_ticks(settings, places))

    def _mark(self, settings, result) -> None:
        on = settings.layer > 0
        self.place.set_data(*((self.axes.get_xlim(), (settings.layer,) * 2) if on else ([], [])))
        self.here.set_data(*(([settings.step], [settings.layer]) if on else ([], [])))
        lost = result.overflow
        self.overflow.set_data(*(([lost.step], [lost.place]) if lost else ([], [])))

    def drag(self, pressed, result, start: tuple[float, float], at: tuple[float, float]) -> Mapping[str, int]:
        """The step and the place under the pointer."""
        return {**drag_step(pressed, at), "layer": min(max(round(float(at[1])), 1), places_of(pressed))}

    def nudge(self, settings, result, right: int, up: int) -> Mapping[str, int]:
        """The settings after moving the step to the right and the place up; below the first place none is selected."""
        return {**nudge_step(settings, right), "layer": min(max(settings.layer + int(up), 0), places_of(settings))}

    def held(self, settings, result) -> tuple[float, float] | None:
        """At the step and the place that are marked."""
        return (settings.step, settings.layer) if settings.layer else None

    def told(self, settings, result, at) -> Told | None:
        """The size in the cell under the pointer."""
        step, place = place_under(at[0], 0, result.known), place_under(at[1], 1, places_of(settings))
        if step is None or place is None:
            return None
        size = result.sizes[settings.quantity][step, place - 1]
        return Told(f"step {step}, {place_words(settings, place)}: {QUANTITIES[settings.quantity][1]} {in_words(size)}",
                    step, place)


class Key:
    """A thin bar to the right of the axes: which shade is which size."""

    def __init__(self, axes: Axes, style: Style, *, gap: float = 10, width: float = 9):
        unit = axes.figure.dpi / PIXELS_PER_INCH / axes.bbox.width
        self.axes = axes.inset_axes([1 + gap * unit, 0, width * unit, 1], axes_class=QuickAxes)
        self.axes.set(xticks=[])
        limits(self.axes, (0.0, 1.0), (0.0, 1.0))
        self.axes.spines[:].set_visible(False)
        self.axes.yaxis.tick_right()
        self.axes.tick_params(colors=style.muted, labelsize=SMALL, length=2, width=0.8, pad=2)
        self.bars = {name: self.axes.add_artist(Cells(style, shades_of(style, role)))
                     for name, (role, _) in QUANTITIES.items()}
        self.moving = tuple(self.bars.values())

    def draw(self, quantity: str, low: int, high: int, tick: int) -> None:
        """The shades of this quantity between two powers of ten."""
        limits(self.axes, (0.0, 1.0), (low, high))
        log_ticks(self.axes.yaxis, low, high, tick)
        for name, bar in self.bars.items():
            bar.set_visible(name == quantity)
            bar.show(np.linspace(0, 1, 256)[:, None], np.array([0.0, 1.0]), np.linspace(low, high, 257))
