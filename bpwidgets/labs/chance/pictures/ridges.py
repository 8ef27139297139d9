"""Estimates of one number as histograms below each other, on one axis, around the exact number."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection

from ....pictures.frame import limits, number_ticks, px_to_data, px_upwards, style_axes
from ....pictures.scales import Spans
from ....pictures.style import TEXT, Style
from ....pictures.telling import Told
from ....text import in_words
from ..estimators import ESTIMATORS

COLORS = {"reparameterization": "weight_gradient", "score": "delta", "score_baseline": "slope"}
BINS = 160
# The axis reaches so many deviations of the widest to both sides. Room for the words of a row, in px.
WIDE, WORDS = 2.6, 20


class Estimates(NamedTuple):
    """exact: the number they are meant for. drawn: way -> estimates (N,). deviations: way -> their exact standard
    deviation."""

    exact: float
    drawn: Mapping[str, np.ndarray]
    deviations: Mapping[str, float]

    @property
    def reach(self) -> float:
        """How far the axis reaches from the exact number."""
        widest = WIDE * max(self.deviations.values())
        return widest if np.isfinite(widest) and widest > 0 else 1.0


class Ridges:
    """A row for each way, from the first at the top."""

    margins = (20, 14, 42, 24)
    ways: Sequence[str]

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, grid="", x_label="estimate", y_label=" ")
        axes.yaxis.set_visible(False)
        self.axes, self.style = axes, style
        self.title = axes.texts[0]
        self.exact, = axes.plot([], [], color=style.ink, lw=1.4, ls=(0, (4, 2)))
        self.hills = {way: PolyCollection([], facecolor=getattr(style, COLORS[way]), edgecolor="none")
                      for way in self.ways}
        for hill in self.hills.values():
            axes.add_collection(hill, autolim=False)
        self.bars = {way: axes.plot([], [], color=style.ink, lw=1.6, marker="|", ms=8, mew=1.6)[0]
                     for way in self.ways}
        self.words = {way: axes.text(0, 0, "", color=getattr(style, COLORS[way]), fontsize=TEXT, va="top")
                      for way in self.ways}
        self.moving = (*self.hills.values(), self.exact, *self.bars.values(), *self.words.values(), self.title)

    def show(self, found: Estimates, span: tuple[float, float], title: str) -> None:
        """These estimates, on an axis from and to; the dashed line is the exact number."""
        self.title.set_text(f"{len(found.drawn[self.ways[0]]):,} estimates{title}, exact: {in_words(found.exact)}")
        low, high = span
        limits(self.axes, (low, high), (0.0, float(len(self.ways))))
        number_ticks(self.axes.xaxis, low, high)
        tall = 1 - px_upwards(self.axes, WORDS)
        dashes = np.array([(row, row + tall, np.nan) for row in range(len(self.ways))]).ravel()
        self.exact.set_data(np.full(len(dashes), found.exact), dashes)
        least = found.deviations[self.ways[0]]
        for row, way in enumerate(reversed(self.ways)):
            self._row(row, way, found, span, least)

    def _row(self, row: int, way: str, found: Estimates, span: tuple[float, float], least: float) -> None:
        tall = 1 - px_upwards(self.axes, WORDS)
        drawn = found.drawn[way][np.isfinite(found.drawn[way])]
        counts, edges = np.histogram(drawn, BINS, span)
        heights = row + tall * counts / max(counts.max(), 1)
        corners = np.column_stack([np.repeat(edges, 2), np.concatenate([[row], np.repeat(heights, 2), [row]])])
        self.hills[way].set_verts([corners] if counts.any() else [])
        sd = found.deviations[way]
        ends = np.clip([found.exact - sd, found.exact + sd], *span) if np.isfinite(sd) else []
        self.bars[way].set_data(ends, [row + 0.06] * len(ends))
        more = f" ({in_words(sd / least, 2)} times)" if way != self.ways[0] and 0 < least < sd else ""
        self.words[way].set(text=f"{ESTIMATORS[way].short} ± {in_words(sd)}{more}",
                            position=(span[0] + px_to_data(self.axes, 2), row + 1 - px_upwards(self.axes, 2)))

    def say(self, found: Estimates, at: tuple[float, float]) -> Told | None:
        """What was drawn in the row under the pointer."""
        row = len(self.ways) - 1 - int(np.floor(at[1]))
        if not 0 <= row < len(self.ways):
            return None
        way = self.ways[row]
        drawn = found.drawn[way]
        return Told(f"{ESTIMATORS[way].title}: {len(drawn)} estimates, mean {in_words(drawn.mean())}, standard "
                    f"deviation {in_words(drawn.std(ddof=1))}", at[0])


def span_of(found: Estimates) -> Spans:
    """Around the exact number."""
    middle = float(np.nan_to_num(found.exact))
    return {"estimate": (middle - found.reach, middle + found.reach)}
