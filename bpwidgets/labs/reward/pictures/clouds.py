"""What sampled episodes say of the gradient, as arrows, around the exact one: without and with a baseline."""
from __future__ import annotations

import math
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.patches import Circle

from ....pictures.frame import limits
from ....pictures.scales import Spans
from ....pictures.style import PIXELS_PER_INCH, SMALL, TEXT, Style
from ....pictures.telling import Told
from ....pictures.texts import Texts, Written, text_on
from ....text import in_words, number
from ..baselines import BASELINES, NONE
from ..settings import CELL
from ..shadows import Shadow
from ..verdict import share

# The axes beyond the outer ring; the least and the most area of a dot, in px squared.
OUTER, DOT, BIG = 1.06, 7.0, 320.0


class Clouds:
    """A thin arrow for each sampled gradient, with a dot the larger the more often it comes, in the color of those that
    point away from the exact one or of the others. The exact one is thick; a ring is where the mean of the samples is.
    """

    margins = (8, 8, 20, 24)
    square = True
    own = False

    def __init__(self, axes: Axes, style: Style):
        self.axes, self.style = axes, style
        axes.axis("off")
        limits(axes, (-OUTER, OUTER), (-OUTER, OUTER))
        rings = [axes.add_patch(Circle((0, 0), part, facecolor="none", edgecolor=style.hairline, lw=1.2))
                 for part in (0.5, 1.0)]
        axes.add_collection(LineCollection([[(-1, 0), (1, 0)], [(0, -1), (0, 1)]], colors=style.hairline,
                                           linewidths=1.0, zorder=1), autolim=False)
        self.way, = axes.plot([], [], color=style.here, lw=1.2, ls=(0, (2, 3)))
        self.arrows = LineCollection([], linewidths=1.0, alpha=0.3, zorder=2)
        self.head = PolyCollection([], facecolor=style.here, edgecolor=style.ground, linewidths=1.0, zorder=5)
        for collection in (self.arrows, self.head):
            axes.add_collection(collection, autolim=False)
        self.dots = axes.scatter([], [], s=[], alpha=0.6, linewidths=0, zorder=3)
        for within in (self.arrows, self.dots):
            within.set_clip_path(rings[-1])
        self.mean, = axes.plot([], [], "o", color=style.ink, mfc="none", ms=9, mew=1.8, zorder=6)
        self.title = text_on(axes, fontsize=TEXT, color=style.ink, va="bottom")
        self.texts = Texts(axes, fontsize=SMALL, zorder=7)

    @property
    def moving(self) -> tuple[Any, ...]:
        """All that follows the numbers, from the lowest."""
        return (self.way, self.arrows, self.dots, self.head, self.mean, self.title, *self.texts)

    def kind(self, result) -> str:
        """The baseline that is shown."""
        return result.baseline if self.own else NONE

    @staticmethod
    def spans(settings, result) -> Spans:
        """What hardly any gradient passes, with and without the baseline: one scale for both pictures."""
        found = [one.reach for kind in result.kinds if (one := shadow_of(settings, result, kind))]
        return {"length of a gradient": (0.0, max(found))} if found and max(found) > 0 else {}

    def draw(self, settings, result, spans) -> None:
        flat, (_, radius) = shadow_of(settings, result, self.kind(result)), spans.get("length of a gradient", (0, 1.0))
        self._show(flat, radius)
        self.title.set_position((-OUTER, OUTER + 4 * self._px()))
        self.title.set_text(self._title(result))
        self.texts.write(self._words(settings, flat, radius, self._px()))

    def _px(self) -> float:
        """A px, where the outer ring has the radius 1."""
        return 2 * OUTER / float(self.axes.bbox.width / self.axes.figure.dpi * PIXELS_PER_INCH)

    def _title(self, result) -> str:
        kind = self.kind(result)
        return "without a baseline" if not self.own else f"baseline: {BASELINES[kind].title}"

    def _show(self, flat: Shadow | None, radius: float) -> None:
        points = flat.points / radius if flat else np.empty((0, 2))
        self.arrows.set_segments([[(0.0, 0.0), tuple(point)] for point in points.tolist()])
        colors = [self.style.negative if away else self.style.positive for away in (flat.away if flat else ())]
        self.arrows.set_edgecolor(colors)
        self.dots.set_facecolor(colors)
        self.dots.set_offsets(points)
        self.dots.set_sizes(np.clip(1600 * flat.weight, DOT, BIG) if flat else [])
        self.head.set_verts([] if flat is None else [self._arrow(flat.exact / radius)])
        length = float(np.hypot(*flat.exact)) if flat else 0.0
        self.way.set_data(*(np.column_stack([(0, 0), flat.exact / length]) if flat and length > 0 else ((), ())))
        self.mean.set_data(*(flat.mean[:, None] / radius if flat else np.empty((2, 0))))

    def _arrow(self, to: np.ndarray) -> np.ndarray:
        """A thick arrow from the middle; a short one is all head."""
        unit = self._px()
        length = float(np.hypot(*to))
        if not length > 0:
            return np.zeros((3, 2))
        way = to / length
        side, head = np.array([-way[1], way[0]]) * unit, min(length, 13 * unit)
        neck = to - head * way
        return np.array([2.4 * side, neck + 2.4 * side, neck + 6.5 * side, to, neck - 6.5 * side, neck - 2.4 * side,
                         -2.4 * side])

    def _words(self, settings, flat: Shadow | None, radius: float, unit: float) -> list[Written]:
        style = self.style
        if flat is None:
            return [Written(0, 0, "choose a free cell", style.muted)]
        far = 1 / math.sqrt(2)
        said = [Written(far, -far - 2 * unit, number(radius, 2), style.muted, "left")]
        corner = OUTER
        said += [Written(corner, corner - 8 * unit, "➤ exact", style.here,
                         "right"), Written(-corner, corner - 8 * unit, "○ mean", style.ink, "left")]
        if settings.arrows == CELL:
            said += [Written(0, 1 - 8 * unit, "up", style.muted),
                     Written(1, 8 * unit, "right", style.muted, "right")]
        below = -OUTER - 10 * unit
        words = f"{share(flat.cloud.away)} point away, variance {number(flat.cloud.variance)}"
        return [*said, Written(0, below, words, style.ink)]

    def told(self, settings, result, at) -> Told | None:
        """The cloud as a whole, in numbers."""
        flat = shadow_of(settings, result, self.kind(result))
        if flat is None:
            return None
        cloud = flat.cloud
        count = f"all {len(cloud.dz)} possible episodes" if cloud.listed else f"{len(cloud.dz)} sampled episodes"
        return Told(f"{count}: the mean is {in_words(cloud.error)} from the exact gradient, whose length is "
                    f"{in_words(float(np.linalg.norm(cloud.exact)))}; one alone is {in_words(cloud.variance ** 0.5)} "
                    "away", 0.0, 0.0)


class Without(Clouds):
    """The returns as they are."""


class With(Clouds):
    """Of each return the baseline is taken off first."""

    own = True


def shadow_of(settings, result, kind: str) -> Shadow | None:
    """The gradients of a baseline in the plane that the settings choose; None where the chosen cell has no policy, or
    the numbers overflowed."""
    state = result.world.index.get(settings.place) if settings.arrows == CELL else None
    return None if settings.arrows == CELL and state is None else result.shadow(kind, settings.episode, state)
