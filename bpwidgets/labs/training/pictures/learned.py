"""What the net has learned: its answer at every place of the plane, with the points; or its curve."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from ....pictures.boxes import Box
from ....pictures.brief import wide
from ....pictures.contours import contour_lines
from ....pictures.frame import limits, number_ticks, px_to_data, px_upwards, style_axes
from ....pictures.spots import Spot
from ....pictures.style import SMALL, Style
from ....pictures.telling import Told, named, nearest
from ....pictures.texts import Texts, Written
from ....pictures.trail import rimmed
from ..hand import HAND_ACTIONS, dragged, hand_actions, held_point, nudged, places_of
from ..probe import answer_at, in_words_of
from ..units import place_of
from .colors import of_ground, of_unit, two_sided
from .points import Points
from .tiles import Tile, Tiles

# Parts of an update at which the examples of its batch are ringed.
BATCH = ("error", "gradient", "update")


class Learned:
    """The plane in the colors of the answer, the surer the stronger, with a line where the answer changes. Training
    points are filled, test points hollow. One point can be moved by hand."""

    margins = (34, 6, 26, 22)
    square = True
    handle = "points for training: press one to choose it, drag it, or move the chosen one with the arrow keys"

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, grid="", y_label=" ")
        self.axes, self.style, self.title = axes, style, axes.texts[0]
        axes.spines["bottom"].set_visible(False)
        self.plane = axes.add_artist(Tiles())
        self.border = axes.add_collection(LineCollection([], colors=style.ink, linewidths=1.5), autolim=False)
        self.curve, = axes.plot([], [], color=style.activation, lw=2.4)
        self.points = Points(axes, style)
        self.batch, = axes.plot([], [], "o", color=style.ink, mfc="none", ms=11, mew=1.1)
        self.chosen, = axes.plot([], [], "o", color=style.here, mfc="none", ms=15, mew=2.2)
        rimmed(style, self.chosen)
        self.colors = two_sided(style)

        self.knobs = Texts(axes, fontsize=SMALL)

    @property
    def moving(self) -> tuple[Any, ...]:
        """All that follows the numbers, from the lowest."""
        return (self.plane, self.border, self.curve, *self.points.moving, self.batch, self.chosen,
                *self.knobs)

    @np.errstate(all="ignore")
    def draw(self, settings, result) -> None:
        run, seen = result.run, result.ground(settings)
        flat = len(seen.window) == 2
        self._place(result, seen.window)
        unit = place_of(settings.unit)
        said = settings.unit if unit is not None else f"{'a slice of ' if result.sliced else ''}what the net says"
        self.title.set_text(said if held_point(settings, result) is None else f"point {settings.point}")
        if settings.part == "inputs":
            self._draw_nothing()
        elif flat:
            self._draw_plane(result, seen, unit)
        else:
            self._draw_curve(result, seen, unit)
        self.points.draw(run.parts, flat, result.span)
        rows = run.batch_rows(run.at(settings.epoch, settings.update).updates) if settings.part in BATCH else slice(0)
        self.batch.set_data(*places_of(run.parts.train, flat)[rows].T)
        row = held_point(settings, result)
        place = places_of(run.parts.train, flat)[[row]] if row is not None else np.empty((0, 2))
        self.chosen.set_data(*place.T)
        self.knobs.write([Written(box.right, box.middle[1], words, self.style.ink, "right")
                          for words, box, _ in self._knobs(settings, result)])

    def _place(self, result, window) -> None:
        low, high = result.span
        up = window[1] if len(window) == 2 else (low - 0.15 * (high - low), high + 0.15 * (high - low))
        limits(self.axes, window[0], up)
        for axis, ends in ((self.axes.xaxis, window[0]), (self.axes.yaxis, up)):
            number_ticks(axis, *ends)

    def _draw_plane(self, result, seen, unit) -> None:
        targets, style = result.run.parts.targets, self.style
        if unit is None:
            colors = of_ground(seen.outputs, targets, style, result.span)
        else:
            values = seen.units[unit[0] - 1][unit[1]]
            most = max(float(np.nanmax(np.abs(seen.units[unit[0] - 1]), initial=0.0)), 1.0)
            colors = of_unit(values, most, self.colors)
        (left, right), (low, high) = seen.window
        self.plane.show([Tile(np.ascontiguousarray(colors[1:-1, 1:-1]), Box(left, low, right, high))])
        self.border.set_segments(self._borders(result, seen, unit))
        self.curve.set_data([], [])

    def _borders(self, result, seen, unit) -> list[np.ndarray]:
        """Where the answer changes from one class to another; of a unit, where it gives nothing."""
        targets = result.run.parts.targets
        if unit is not None:
            return contour_lines(seen.u, seen.v, seen.units[unit[0] - 1][unit[1]], [0.0])[0]
        if not targets.labels:
            return []
        shares = targets.shares(seen.outputs)
        others = [np.delete(shares, k, axis=-1).max(axis=-1) for k in range(shares.shape[-1])]
        first = 1 if shares.shape[-1] == 2 else 0
        return [line for k in range(first, shares.shape[-1])
                for line in contour_lines(seen.u, seen.v, shares[..., k] - others[k], [0.0])[0]]

    def _draw_curve(self, result, seen, unit) -> None:
        values = seen.outputs[:, 0, 0] if unit is None else seen.units[unit[0] - 1][unit[1]][:, 0]
        self.curve.set_data(seen.u, values)
        self.plane.show([])
        self.border.set_segments([])

    def _draw_nothing(self) -> None:
        """The points alone."""
        self.curve.set_data([], [])
        self.plane.show([])
        self.border.set_segments([])

    def _knobs(self, settings, result) -> list[tuple[str, Box, Mapping[str, Any]]]:
        """What can be pressed above the plane, from the right: the words, their place, and the changes they mean."""
        (_, right), (_, top) = self.axes.get_xlim(), self.axes.get_ylim()
        unit, up = px_to_data(self.axes, 1), px_upwards(self.axes, 1)
        placed = []
        for words, changes in hand_actions(settings, result).items():
            left = right - (wide(words) + 4) * unit
            placed.append((words, Box(left, top + 1 * up, right, top + 21 * up), changes))
            right = left - 8 * unit
        return placed

    def spots(self, settings, result) -> list[Spot]:
        """What adds a point, takes the chosen one away, and gives it the next class."""
        return [Spot(words, f"{words}: {HAND_ACTIONS[words].help}", box)
                for words, box, _ in self._knobs(settings, result)]

    def touch(self, settings, result, name: str) -> Mapping[str, Any]:
        """The changes that this means."""
        return hand_actions(settings, result).get(name, {})

    def drag(self, pressed, result, start, at) -> Mapping[str, Any]:
        """The point that was pressed goes where the pointer is; on empty ground, what the settings say."""
        return dragged(pressed, result, start, at, lambda places: nearest(self.axes, start, *places.T))

    def nudge(self, settings, result, right: int, up: int) -> Mapping[str, Any]:
        """The chosen point goes some hundredths of the plane further."""
        return nudged(settings, result, right, up)

    def held(self, settings, result) -> tuple[float, float] | None:
        """At the chosen point."""
        row = held_point(settings, result)
        return None if row is None else tuple(
            places_of(result.run.parts.train, self._flat(result))[row].tolist())

    def told(self, settings, result, at) -> Told | None:
        """What the net says here."""
        point = result.run.parts.train.points.mean(axis=0)
        drawn = len(result.window)
        point[:drawn] = at[:drawn]
        place = named(zip(("x", "y")[:drawn], point[:drawn].tolist()))
        said = in_words_of(result, answer_at(result, result.moment(settings).theta, point))
        return Told(f"{place}: {said}", *at)

    @staticmethod
    def _flat(result) -> bool:
        return len(result.window) == 2
