"""The map of nets: the factor of delta over gain and depth or bias scale, the line of theory, and the present net, to
be dragged."""
from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes

from ....pictures.cells import Cells, borders
from ....pictures.frame import limits, most_across, px_to_data, round_ticks, style_axes, ticks
from ....pictures.style import SMALL, Style
from ....pictures.telling import Told, closest, nearest
from ....pictures.trail import SIDES, beyond, window
from ....text import in_words, number
from ..words import OTHERS, factor_in_words, shown
from .factor_scale import NEUTRAL, parts

# Places of the signs on the map, as parts of its sides.
SIGNS_ACROSS, SIGNS_UP = (np.arange(11) + 0.5) / 11, (np.arange(6) + 0.5) / 6
# Below this part of the range of colors the shade is so strong that a sign on it is in the color of the paper.
STRONG = 0.25


class Other(NamedTuple):
    """The upright axis of a plane: the field it stands for, its lowest and highest value, and what one arrow key
    moves."""

    field: str
    ends: object
    step: float


AXES = MappingProxyType({
    "depth": Other("depth", lambda settings: (1.5, settings.deepest + 0.5), 1),
    "biases": Other("bias_scale", lambda settings: (0.0, settings.highest_bias_scale), 0.05),
})


def ends_of(settings) -> tuple[tuple[float, float], tuple[float, float]]:
    """The limits of the map, across and upward."""
    return (0.0, settings.highest_gain), AXES[settings.plane].ends(settings)


def round_axis(axis, ends: tuple[float, float], *, most: int = 9) -> None:
    """Round numbers along an axis, whole ones for depths."""
    if axis.axis_name == "x":
        most = most_across(axis.axes, most)
    places = round_ticks(*ends, most=most)
    ticks(axis, places, [number(place) for place in places])


class FactorMap:
    """Cells with the color of their factor, sparse signs besides (− vanishing, + exploding), the line chi = 1 and the
    present net.

    A net that lies outside of the window is an open triangle at its border.
    """

    margins = (58, 24, 42, 26)
    handle = "net: drag it, or move it with the arrow keys"

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, grid="", x_label="gain", y_label=" ")
        self.axes, self.y_label = axes, axes.texts[0]
        self.cells = axes.add_artist(Cells(style, style.factors))
        sign = {"ls": "", "ms": 6, "mew": 1.2}
        self.less, = axes.plot([], [], marker="_", color=style.ink, **sign)
        self.least, = axes.plot([], [], marker="_", color=style.ground, **sign)
        self.more, = axes.plot([], [], marker="+", color=style.ink, **sign)
        self.edge, = axes.plot([], [], color=style.ink, lw=1.8, ls=(0, (4, 3)))
        self.name = axes.text(0, 0, "", color=style.ink, fontsize=SMALL, ha="center", va="bottom")
        self.cross = tuple(axes.plot([], [], color=style.ink, lw=0.9, alpha=0.6)[0] for _ in range(2))
        self.here, = axes.plot([], [], "o", color=style.ink, mfc=style.ground, ms=11, mew=2.2, clip_on=False)
        self.outside = tuple(axes.plot([], [], ls="", marker=side, color=style.ink, mfc=style.ground, mew=1.8, ms=10,
                                       clip_on=False)[0]
                             for side in SIDES)
        self.moving = (self.cells, self.less, self.least, self.more, self.edge, self.name, *self.cross, self.here,
                       *self.outside)

    def draw(self, settings, result) -> None:
        across, up = ends_of(settings)
        limits(self.axes, across, up)
        round_axis(self.axes.xaxis, across)
        round_axis(self.axes.yaxis, up)
        self.y_label.set_text(OTHERS[settings.plane])
        grid = result.grid
        values = parts(shown(settings, grid.decades, grid.layers[:, None]), settings.measure)
        x, y = borders(grid.gains, across[1]), borders(grid.others, up[1] - up[0])
        self.cells.show(values, x, y)
        self._draw_signs(values, x, y)
        self.edge.set_data(*result.edge.T)
        self._draw_name(result.edge, across, up)
        self._draw_point(np.array([settings.gain, getattr(settings, AXES[settings.plane].field)]), across, up)

    def _draw_signs(self, values: np.ndarray, x: np.ndarray, y: np.ndarray) -> None:
        """The sign of the cell that lies under each place."""
        (left, right), (low, high) = self.axes.get_xlim(), self.axes.get_ylim()
        across, up = np.meshgrid(left + SIGNS_ACROSS * (right - left), low + SIGNS_UP * (high - low))
        row, column = (np.clip(np.searchsorted(edges, at) - 1, 0, count - 1)
                       for edges, at, count in ((y, up, values.shape[0]), (x, across, values.shape[1])))
        found = values[row, column]
        strong, weak = found < STRONG, found < (1 - NEUTRAL) / 2
        for line, there in ((self.least, strong), (self.less, weak & ~strong), (self.more, found > (1 + NEUTRAL) / 2)):
            line.set_data(across[there], up[there])

    def _draw_name(self, edge: np.ndarray, across, up) -> None:
        """Above the axes, where the line leaves them."""
        inside = edge[(edge[:, 0] > across[0]) & (edge[:, 0] < across[1])]
        self.name.set_text("chi = 1" if len(inside) else "")
        if len(inside):
            # The name of the axis keeps the left end.
            self.name.set_position((max(inside[-1, 0], px_to_data(self.axes, 90)), up[1] + 0.01 * (up[1] - up[0])))

    def _draw_point(self, point: np.ndarray, across, up) -> None:
        (side,), (border,) = beyond(point[None], *window(self.axes))
        for k, line in enumerate((self.here, *self.outside), start=-1):
            line.set_visible(k == side)
            line.set_data(border[:1], border[1:])
        upright, level = self.cross
        upright.set_data((point[0], point[0]), up)
        level.set_data(across, (point[1], point[1]))

    def drag(self, pressed, result, start: tuple[float, float], at: tuple[float, float]) -> Mapping[str, float]:
        """The net under the pointer, in round numbers."""
        return _place(pressed, at[0], at[1])

    def nudge(self, settings, result, right: int, up: int) -> Mapping[str, float]:
        """A net beside the present one."""
        other = AXES[settings.plane]
        return _place(settings, settings.gain + 0.05 * right, getattr(settings, other.field) + other.step * up)

    def held(self, settings, result) -> tuple[float, float]:
        """At the present net."""
        return settings.gain, getattr(settings, AXES[settings.plane].field)

    def told(self, settings, result, at) -> Told:
        """The factor of the net under the pointer: of the present one, or of a cell."""
        gain, other = self.held(settings, result)
        if nearest(self.axes, at, np.array([gain]), np.array([other])) is not None:
            what = factor_in_words(settings, result.decades, settings.depth - 1)
            return Told(f"this net, {self._named(settings, gain, other)}: {what}", gain, other)
        grid = result.grid
        row, column = closest(grid.others, at[1]), closest(grid.gains, at[0])
        gain, other = float(grid.gains[column]), float(grid.others[row])
        what = factor_in_words(settings, grid.decades[row, column], grid.layers[row])
        return Told(f"{self._named(settings, gain, other)}: {what}", gain, other)

    def _named(self, settings, gain: float, other: float) -> str:
        return f"gain {in_words(gain)}, {OTHERS[settings.plane]} {in_words(other)}"


def _place(settings, gain: float, height: float) -> dict[str, float]:
    """Gain and depth or bias scale, inside the window: depths whole, the others to a hundredth."""
    other, (across, up) = AXES[settings.plane], ends_of(settings)
    gain, height = (float(np.clip(value, *ends)) for value, ends in ((gain, across), (height, up)))
    if other.field == "depth":
        return {"gain": round(gain, 2), "depth": int(np.clip(round(height), 2, settings.deepest))}
    return {"gain": round(gain, 2), "bias_scale": round(height, 2)}
