"""The plane of the two numbers in the middle: every digit where its encoder puts it, and a hand whose place the decoder
draws."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection

from ....pictures.boxes import Box
from ....pictures.frame import compact, round_ticks
from ....pictures.in_px import sized_in_px
from ....pictures.style import SMALL, TEXT, Style
from ....pictures.telling import NEAR, Told
from ....pictures.texts import Texts, Written, text_on
from ....text import in_words, number
from .numerals import Numerals

# px: the head, the numbers below and at the left, from the outermost digit to the frame; the height of a numeral.
HEAD, BELOW, LEFT, INSIDE, NUMERAL = 24, 16, 34, 12, 11
# A number that is longer stands at no line of the grid.
LONGEST = 4
# A key moves the hand by this part of the height of the plane.
STEP = 0.02


class Scale(NamedTuple):
    """Where codes stand in a box: both numbers have one unit, so that distances are those of the plane."""

    middle: tuple[float, float]
    unit: float
    box: Box

    @classmethod
    def around(cls, codes: np.ndarray, box: Box) -> Scale:
        """All codes (N, 2) in the box."""
        known = codes[np.isfinite(codes).all(axis=1) & (np.abs(codes) < 1e100).all(axis=1)]
        low, high = (known.min(axis=0), known.max(axis=0)) if len(known) else (np.zeros(2), np.zeros(2))
        room = box.right - box.left - 2 * INSIDE, box.top - box.bottom - 2 * INSIDE
        unit = max(float((high[k] - low[k]) / room[k]) for k in (0, 1))
        reach = float(np.abs((low, high)).max())
        if unit <= 1e-9 * reach or not known.size:
            unit = 2 * (reach or 1.0) / room[1]
        return cls(tuple(((low + high) / 2).tolist()), unit, box)

    def px(self, codes: np.ndarray) -> np.ndarray:
        """Their places in px, (N, 2)."""
        return (codes - self.middle) / self.unit + self.box.middle

    def code(self, at: tuple[float, float]) -> tuple[float, float]:
        """The code at a place in px, within the box, to as many digits as a px has."""
        inside = np.clip(at, (self.box.left, self.box.bottom), (self.box.right, self.box.top))
        x, y = ((inside - self.box.middle) * self.unit + self.middle).tolist()
        digits = max(1 - int(np.floor(np.log10(self.unit))), 0)
        return round(x, digits), round(y, digits)

    def ends(self, k: int) -> tuple[float, float]:
        """The first and the last of number k that are in the box."""
        half = ((self.box.right - self.box.left) if k == 0 else (self.box.top - self.box.bottom)) / 2 * self.unit
        return self.middle[k] - half, self.middle[k] + half


class CodePlane:
    """Dragging moves the hand; lines lead from the digit nearest to it to its nearest neighbors by pixels: short ones
    where the plane kept them, long ones where it tore them apart."""

    margins = (10, 6, 4, 0)
    handle = "place on the plane: drag it, or move it with the arrow keys"

    def __init__(self, axes: Axes, style: Style):
        self.axes, self.style = axes, style
        self.width, self.height = sized_in_px(axes)
        self.box = Box(LEFT, BELOW, self.width - 1, self.height - HEAD)
        self.title = text_on(axes, 0, self.height - HEAD / 2 + 1, fontsize=TEXT, color=style.ink)
        self.ticks = Texts(axes, fontsize=SMALL, zorder=1)
        self.grid = LineCollection([], colors=style.hairline, linewidths=0.8, zorder=1)
        self.frame = PolyCollection([self.box.corners], facecolor="none", edgecolor=style.muted, linewidths=0.8)
        self.lines = LineCollection([], linewidths=1.3, zorder=3)
        for collection in (self.grid, self.frame, self.lines):
            axes.add_collection(collection, autolim=False)
        self.points = axes.add_artist(Numerals(style, NUMERAL))
        self.near, = axes.plot([], [], "D", color=style.safe, mfc="none", ms=12, mew=1.6, ls="", zorder=4)
        self.far, = axes.plot([], [], "s", color=style.danger, mfc="none", ms=12, mew=1.6, ls="", zorder=4)
        self.hand, = axes.plot([], [], "o", color=style.here, mfc="none", ms=17, mew=2.6, ls="", zorder=5)
        self.cross, = axes.plot([], [], "+", color=style.here, ms=9, mew=1.8, zorder=5)
        self._placed: tuple[Any, Any] = None, None

    @property
    def moving(self) -> tuple[Any, ...]:
        """All that follows the numbers."""
        return (self.grid, self.frame, self.points, self.lines, self.near, self.far, self.hand, self.cross, self.title,
                *self.ticks)

    def scale(self, settings, result) -> Scale:
        """The scale of the epoch that is shown."""
        return Scale.around(result.codes(settings.epoch), self.box)

    def draw(self, settings, result) -> None:
        codes, scale = result.codes(settings.epoch), self.scale(settings, result)
        if self._placed[0] is not codes:
            self._placed = codes, scale.px(codes)
            self._draw_ticks(scale)
        self.points.show(self._placed[1], result.labels, settings.labeled)
        what = f"{len(codes)} digits on the plane of two numbers, after epoch {result.at(settings.epoch)}"
        self.title.set_text(what if np.isfinite(codes).all() else f"{what}: the numbers overflowed")
        at = self._hand_at(settings, scale)
        for mark in (self.hand, self.cross):
            mark.set_data([at[0]], [at[1]])
        self._draw_neighbors(result.hand(settings.epoch, settings.code))

    def _hand_at(self, settings, scale: Scale) -> np.ndarray:
        """The hand, at the border where its place lies beyond."""
        box = self.box
        return np.clip(scale.px(np.array(settings.code)), (box.left, box.bottom), (box.right, box.top))

    def _draw_ticks(self, scale: Scale) -> None:
        lines, words = [], []
        for k, most in ((0, 6), (1, 5)):
            for place in round_ticks(*scale.ends(k), most=most):
                at = scale.px(np.array([place, place]))[k]
                ends = ((at, self.box.bottom), (at, self.box.top)) if k == 0 else ((LEFT, at), (self.width, at))
                lines.append(ends)
                where = (at, BELOW / 2 - 1) if k == 0 else (LEFT - 4, at)
                words.append(Written(*where, compact(number(place)), self.style.muted, "right" if k else "center"))
        self.grid.set_segments(lines)
        self.ticks.write([word for word in words if len(word.text) <= LONGEST and LEFT - 5 < word.x < self.width - 8])

    def _draw_neighbors(self, hand) -> None:
        known = hand.digit is not None
        at = self._placed[1]
        others = at[hand.by_pixels] if known else np.zeros((0, 2))
        self.lines.set_segments([(at[hand.digit], other) for other in others] if known else [])
        style = self.style
        self.lines.set_color([style.safe if near else style.danger for near in hand.on_plane])
        self.lines.set_linestyle(["-" if near else (0, (3, 2)) for near in hand.on_plane] or ["-"])
        for mark, which in ((self.near, hand.on_plane), (self.far, ~hand.on_plane)):
            mark.set_data(*(others[which].T if known else ((), ())))

    def drag(self, pressed, result, start, at) -> Mapping[str, Any]:
        """The hand goes with the pointer."""
        return {"code": self.scale(pressed, result).code(at)}

    def nudge(self, settings, result, right: int, up: int) -> Mapping[str, Any]:
        """The hand moves by a fiftieth of the plane."""
        scale = self.scale(settings, result)
        step = STEP * (self.box.top - self.box.bottom)
        return {"code": scale.code(tuple(self._hand_at(settings, scale) + np.array([right * step, up * step])))}

    def held(self, settings, result) -> tuple[float, float]:
        """At the hand."""
        return tuple(self._hand_at(settings, self.scale(settings, result)).tolist())

    def told(self, settings, result, at) -> Told | None:
        """The digit under the pointer, and how many of its neighbors are still near."""
        places = self.scale(settings, result).px(result.codes(settings.epoch))
        if not np.isfinite(places).all():
            return None
        away = np.hypot(*(places - at).T)
        k = int(away.argmin())
        if away[k] > NEAR:
            return None
        plane = result.on_plane(settings.epoch)
        near = int((plane.table[k] & result.in_pixels.table[k]).sum())
        which = f"a {result.labels[k]}, " if settings.labeled else ""
        z = ", ".join(in_words(part) for part in result.codes(settings.epoch)[k])
        return Told(f"digit {k + 1}: {which}code ({z}); of its {plane.k} nearest by pixels {near} are near", *places[k])
