"""Either loss over the weight and the bias of the unit, with its run: a plateau, or a slope that leads down."""
from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np
from matplotlib.axes import Axes

from ....pictures.ground import ContourMap
from ....pictures.style import SMALL, Style
from ....pictures.telling import Told, nearest, on_ground
from ....pictures.trail import Trail, rimmed, window
from ....text import in_words

LABELS = "weight", "bias"
PRESSES = 50
FEW = 25


class LossMap:
    """The map of one loss; a click or a drag puts the start there."""

    margins = ContourMap.margins
    handle = "start: click or drag to put it elsewhere, or move it with the arrow keys"
    kind: ClassVar[str]

    def __init__(self, axes: Axes, style: Style):
        self.axes, self.ground = axes, ContourMap(axes, style)
        self.trail = Trail(axes, style, style.path)
        self.here, = axes.plot([], [], "o", color=style.here, ms=10, mec=style.ground, mew=1.5)
        self.title = axes.text(1, 1, "", transform=axes.transAxes, color=style.ink, fontsize=SMALL, ha="right",
                               va="bottom")
        rimmed(style, self.here)
        self.moving = (*self.ground.moving, *self.trail.moving, self.here, self.title)
        self.ghosted, self.unit = (self.trail.line,), None

    def draw(self, settings, result) -> None:
        run = result.runs[self.kind]
        self.title.set_text(run.title)
        self.ground.draw(result.u, result.v, run.surface, *run.levels, False, LABELS, marks=run.path[:1])
        few = np.unique(np.linspace(0, settings.steps, FEW).astype(int))
        self.trail.draw(run.path[few], run.hollow[few])
        low, high = window(self.axes)
        at = np.clip(run.path[settings.step], low, high)
        self.here.set_data(*at[:, None])

    def drag(self, pressed, result, start, at) -> Mapping[str, float]:
        """The start goes where the pointer is."""
        return self._start_at(at)

    def nudge(self, settings, result, right: int, up: int) -> Mapping[str, float]:
        """The start goes some fiftieths of the map further."""
        low, high = window(self.axes)
        at = np.array([settings.weight, settings.bias]) + np.array([right, up]) / PRESSES * (high - low)
        return self._start_at(at)

    def _start_at(self, at) -> dict[str, float]:
        weight, bias = np.clip(np.asarray(at, dtype=float), *window(self.axes)).round(2).tolist()
        return {"weight": float(np.clip(weight, -20, 20)), "bias": float(np.clip(bias, -40, 40))}

    def held(self, settings, result) -> tuple[float, float]:
        """At the start."""
        return settings.weight, settings.bias

    def told(self, settings, result, at) -> Told | None:
        """The step of the run under the pointer, else the loss of the map."""
        run = result.runs[self.kind]
        step = nearest(self.axes, at, *run.path.T)
        if step is None:
            return on_ground(result.u, result.v, run.surface, LABELS, at)
        weight, bias = run.path[step].tolist()
        return Told(f"step {step}: weight {in_words(weight)}, bias {in_words(bias)}, loss {in_words(run.losses[step])}",
                    weight, bias)


class SquaredMap(LossMap):
    """The map of the squared error."""

    kind = "squared"


class EntropyMap(LossMap):
    """The map of the cross-entropy."""

    kind = "entropy"
