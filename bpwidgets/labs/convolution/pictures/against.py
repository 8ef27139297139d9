"""A convolutional net against a dense one with about as many parameters."""
from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import (
    limits,
    px_to_data,
    px_upwards,
    spread_labels,
    style_axes,
    ticks,
)
from ....pictures.moments import EPOCHS
from ....pictures.style import LINE, TEXT, Style
from ....pictures.telling import Told, closest, place_under
from ....text import share
from ..result import CONVOLUTIONAL, DENSE, SHIFTS

RIGHT, ASIDE = 132, 8
# color, line, marker of each net.
LOOKS = {CONVOLUTIONAL: ("weight_gradient", "-", "o"), DENSE: ("slope", (0, (5, 2)), "s")}


class _Both:
    """Two curves with their names."""

    margins = (44, RIGHT, 42, 24)

    def __init__(self, axes: Axes, style: Style, x_label: str):
        style_axes(axes, style, x_label=x_label, y_label="share read correctly")
        self.axes = axes
        self.cursor = axes.axvline(0, color=style.muted, lw=1.4)
        self.curves = {name: axes.plot([], [], color=getattr(style, role), ls=line, lw=2)[0]
                       for name, (role, line, _) in LOOKS.items()}
        self.dots = {name: axes.plot([], [], color=getattr(style, role), ls="", marker=marker, ms=7, mec=style.ground,
                                     mew=1.2)[0] for name, (role, _, marker) in LOOKS.items()}
        self.names = {name: axes.text(0, 0, "", color=getattr(style, role), fontsize=TEXT, va="center", clip_on=False,
                                      linespacing=1.05) for name, (role, _, _) in LOOKS.items()}
        self.moving: tuple[Any, ...] = (self.cursor, *self.curves.values(), *self.dots.values(), *self.names.values())
        self.ghosted, self.unit = tuple(self.curves.values()), None

    def label(self, texts: dict[str, str], ends: dict[str, float]) -> None:
        """Names at the right, each near the end of its curve."""
        spread = spread_labels(ends, px_upwards(self.axes, 2.3 * LINE), 0.05, 1.0)
        right = self.axes.get_xlim()[1] + px_to_data(self.axes, ASIDE)
        for name, text in self.names.items():
            text.set(text=f"{name}\n{texts[name]}", position=(right, spread[name]))


class Progress(_Both):
    """How both nets learn to read the test images. Dragging moves the epoch."""

    handle, drag, nudge, held = EPOCHS.hand

    def __init__(self, axes: Axes, style: Style):
        super().__init__(axes, style, "after epoch")

    def draw(self, settings, result) -> None:
        at = result.at(settings.epoch)
        EPOCHS.below(self.axes, settings, (0.0, 1.04), room=0.0)
        ticks(self.axes.yaxis, (0.0, 0.5, 1.0), ("0", "50%", "100%"))
        self.cursor.set_xdata([at, at])
        shares = {name: one.test_accuracy[:result.known + 1] for name, one in result.learned.items()}
        for name, curve in shares.items():
            self.curves[name].set_data(np.arange(len(curve)), curve)
            self.dots[name].set_data([at], [curve[at]])
        self.label({name: share(float(curve[at])) for name, curve in shares.items()},
                   {name: float(curve[-1]) for name, curve in shares.items()})

    def told(self, settings, result, at) -> Told | None:
        """Both shares at the epoch under the pointer."""
        epoch = place_under(at[0], 0, result.known)
        return None if epoch is None else Told(f"epoch {epoch}: " + ", ".join(
            f"{name} {share(float(one.test_accuracy[epoch]))}" for name, one in result.learned.items()), epoch)


class ByShift(_Both):
    """What both nets read after all test images were moved to one side."""

    def __init__(self, axes: Axes, style: Style):
        super().__init__(axes, style, "all test images moved to the right, pixels")
        self.cursor.set_visible(False)

    def draw(self, settings, result) -> None:
        limits(self.axes, (SHIFTS[0] - 0.15, SHIFTS[-1] + 0.15), (0.0, 1.04))
        ticks(self.axes.xaxis, SHIFTS, [f"{by}" for by in SHIFTS])
        ticks(self.axes.yaxis, (0.0, 0.5, 1.0), ("0", "50%", "100%"))
        found = result.by_shift(settings.epoch)
        for name, curve in found.items():
            self.curves[name].set_data(SHIFTS, curve)
            self.dots[name].set_data(SHIFTS, curve)
        one = SHIFTS.index(1)
        self.label({name: f"{share(curve[one])} at 1 pixel" for name, curve in found.items()},
                   {name: curve[one] for name, curve in found.items()})

    def told(self, settings, result, at) -> Told | None:
        """Both shares at the move nearest to the pointer."""
        k = closest(np.array(SHIFTS), at[0])
        return Told(f"moved by {SHIFTS[k]}: " + ", ".join(
            f"{name} {share(curve[k])}" for name, curve in result.by_shift(settings.epoch).items()), SHIFTS[k])
