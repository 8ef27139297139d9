"""An axis of epochs on which the first ones have most room, with a line at the epoch shown that can be dragged."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import limits, style_axes, ticks
from ....pictures.moments import EPOCHS
from ....pictures.style import Style

PLACES = 0, 1, 3, 10, 30, 100


class EpochAxis:
    """Dragging moves the epoch shown."""

    handle, nudge = EPOCHS.handle, EPOCHS.nudge

    def __init__(self, axes: Axes, style: Style, y_label: str):
        style_axes(axes, style, x_label="after epoch", y_label=y_label)
        self.axes, self.style, self.unit = axes, style, None
        self.cursor = axes.axvline(0, color=style.muted, lw=1.4)

    def show(self, settings, result, y: tuple[float, float]) -> None:
        """Room for all epochs, and the line."""
        last = place_of(settings.epochs)
        limits(self.axes, (-0.02 * last, 1.02 * last), y)
        places = [place for place in PLACES if place <= settings.epochs]
        ticks(self.axes.xaxis, [place_of(place) for place in places], [str(place) for place in places])
        at = place_of(result.at(settings.epoch))
        self.cursor.set_xdata([at, at])

    def drag(self, pressed, result, start, at) -> Mapping[str, Any]:
        """The epoch under the pointer is shown."""
        return {"epoch": epoch_at(at[0], pressed.epochs)}

    def held(self, settings, result) -> tuple[float, float]:
        """At the epoch shown."""
        return place_of(result.at(settings.epoch)), float("nan")


def place_of(epoch: float) -> float:
    """Where an epoch stands: log10(1 + epoch), so that the start has a place, too."""
    return float(np.log10(1.0 + epoch))


def epoch_at(place: float, last: int) -> int:
    """The epoch nearest to a place."""
    return int(np.clip(round(10 ** min(max(float(place), 0.0), 9.0) - 1), 0, last))
