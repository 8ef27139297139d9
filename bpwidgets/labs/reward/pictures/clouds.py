"""What sampled episodes say of the gradient, as arrows, around the exact one: without and with a baseline."""
from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.patches import Circle

from ....pictures.frame import limits
from ....pictures.style import PIXELS_PER_INCH, SMALL, TEXT, Style
from ....pictures.telling import Told
from ....pictures.texts import Texts, Written, text_on
from ....text import in_words, number
from ..baselines import BASELINES, NONE
from ..settings import CELL
from ..spread import Cloud
from ..verdict import share
from ..world import WAYS

# A move as a direction of the picture, right and up; (4, 2).
DIRECTIONS = np.array([(right, -down) for down, right in WAYS], dtype=float)
# The part of all gradients that is within the outer ring; by what part it passes the exact one at least.
WITHIN, MORE = 0.96, 1.25
# The axes beyond the outer ring; the least and the most area of a dot, in px squared.
OUTER, DOT, BIG = 1.06, 7.0, 320.0


class Flat(NamedTuple):
    """Gradients in the plane of a picture. points: (K, 2), those that differ; weight: (K,), how often each one comes.
    exact, mean: (2,). cloud: what they are the shadows of, gradients of one cell or of all."""

    points: np.ndarray
    weight: np.ndarray
    exact: np.ndarray
    mean: np.ndarray
    cloud: Cloud

    @property
    def reach(self) -> float:
        """A length that hardly any of them passes, nor the exact one."""
        lengths = np.hypot(*self.points.T)
        order = np.argsort(lengths)
        upto = np.searchsorted(np.cumsum(self.weight[order]), WITHIN * self.weight.sum())
        usual = lengths[order][min(int(upto), len(order) - 1)] if len(order) else 0.0
        return float(max(usual, MORE * np.hypot(*self.exact)))

    @property
    def away(self) -> np.ndarray:
        """True for those that point away from the exact one in this plane, (K,)."""
        return self.points @ self.exact < 0


def flattened(settings, result, kind: str) -> Flat | None:
    """The cloud of a baseline in the plane; None where the chosen cell has no policy, or its numbers overflowed."""
    moment = result.moment(settings.episode)
    cloud = moment.clouds[kind]
    k = result.world.index.get(settings.place)
    if settings.arrows == CELL:
        if k is None:
            return None
        cloud, plane = cloud.of_state(k), DIRECTIONS
    else:
        plane = _plane(cloud.exact, moment.clouds[NONE])
    flat = [dz.reshape(*dz.shape[:-2], -1) @ plane for dz in (cloud.dz, cloud.exact, cloud.mean)]
    if not all(np.isfinite(part).all() for part in flat):
        return None
    points, index = np.unique(flat[0].round(9), axis=0, return_inverse=True)
    return Flat(points, np.bincount(index.ravel(), cloud.weight, len(points)), flat[1], flat[2], cloud)


def _plane(exact: np.ndarray, cloud: Cloud) -> np.ndarray:
    """Along the exact gradient, and across it where the samples without a baseline spread most, (S * 4, 2)."""
    along = exact.ravel() / max(float(np.linalg.norm(exact)), 1e-300)
    rest = cloud.dz.reshape(len(cloud.dz), -1)
    rest = (rest - rest @ along[:, None] * along) * np.sqrt(cloud.weight)[:, None]
    with np.errstate(all="ignore"):
        second = np.linalg.svd(rest, full_matrices=False)[2][0] if np.isfinite(rest).all() else np.zeros_like(along)
    return np.column_stack([along, second * np.sign(second[np.abs(second).argmax()] or 1.0)])


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
        self.rings = [axes.add_patch(Circle((0, 0), 1, facecolor="none", edgecolor=style.hairline, lw=1.2))
                      for _ in range(2)]
        self.cross = LineCollection([], colors=style.hairline, linewidths=1.0, zorder=1)
        self.arrows = LineCollection([], linewidths=1.0, alpha=0.3, zorder=2)
        self.head = PolyCollection([], facecolor=style.here, edgecolor=style.ground, linewidths=1.0, zorder=5)
        for collection in (self.cross, self.arrows, self.head):
            axes.add_collection(collection, autolim=False)
        self.dots = axes.scatter([], [], s=[], alpha=0.6, linewidths=0, zorder=3)
        self.mean, = axes.plot([], [], "o", color=style.ink, mfc="none", ms=9, mew=1.8, zorder=6)
        self.title = text_on(axes, fontsize=TEXT, color=style.ink, va="bottom")
        self.texts = Texts(axes, fontsize=SMALL, zorder=7)

    @property
    def moving(self) -> tuple[Any, ...]:
        """All that follows the numbers, from the lowest."""
        return (*self.rings, self.cross, self.arrows, self.dots, self.head, self.mean, self.title, *self.texts)

    def kind(self, result) -> str:
        """The baseline that is shown."""
        return result.baseline if self.own else NONE

    def draw(self, settings, result) -> None:
        flat = flattened(settings, result, self.kind(result))
        both = [flattened(settings, result, kind) for kind in result.kinds]
        reach = max((one.reach for one in both if one), default=0.0)
        radius = reach if reach > 0 else 1.0
        ends = (-OUTER * radius, OUTER * radius)
        limits(self.axes, ends, ends)
        for ring, part in zip(self.rings, (0.5, 1.0)):
            ring.set_radius(part * radius)
        self.cross.set_segments([[(-radius, 0), (radius, 0)], [(0, -radius), (0, radius)]])
        self._show(flat)
        unit = 2 * OUTER * radius / self._side()
        self.title.set_position((ends[0], ends[1] + 4 * unit))
        self.title.set_text(self._title(result))
        self.texts.write(self._words(settings, flat, radius, unit))

    def _side(self) -> float:
        """Of the axes, in px."""
        return float(self.axes.bbox.width / self.axes.figure.dpi * PIXELS_PER_INCH)

    def _title(self, result) -> str:
        kind = self.kind(result)
        return "without a baseline" if not self.own else f"baseline: {BASELINES[kind].title}"

    def _show(self, flat: Flat | None) -> None:
        points = flat.points if flat else np.empty((0, 2))
        self.arrows.set_segments([[(0.0, 0.0), tuple(point)] for point in points.tolist()])
        colors = [self.style.negative if away else self.style.positive for away in (flat.away if flat else ())]
        self.arrows.set_edgecolor(colors)
        self.dots.set_facecolor(colors)
        self.dots.set_offsets(points)
        self.dots.set_sizes(np.clip(1600 * flat.weight, DOT, BIG) if flat else [])
        self.head.set_verts([] if flat is None else [self._arrow(flat.exact)])
        self.mean.set_data(*(flat.mean[:, None] if flat else np.empty((2, 0))))

    def _arrow(self, to: np.ndarray) -> np.ndarray:
        """A thick arrow from the middle; a short one is all head."""
        unit = (self.axes.get_xlim()[1] - self.axes.get_xlim()[0]) / self._side()
        length = float(np.hypot(*to))
        if not length > 0:
            return np.zeros((3, 2))
        way = to / length
        side, head = np.array([-way[1], way[0]]) * unit, min(length, 13 * unit)
        neck = to - head * way
        return np.array([2.4 * side, neck + 2.4 * side, neck + 6.5 * side, to, neck - 6.5 * side, neck - 2.4 * side,
                         -2.4 * side])

    def _words(self, settings, flat: Flat | None, radius: float, unit: float) -> list[Written]:
        style = self.style
        if flat is None:
            return [Written(0, 0, "choose a free cell", style.muted)]
        far = radius / math.sqrt(2)
        said = [Written(far, -far - 2 * unit, number(radius, 2), style.muted, "left")]
        if settings.arrows == CELL:
            said += [Written(0, radius - 8 * unit, "up", style.muted), Written(radius, 8 * unit, "right", style.muted,
                                                                               "right")]
        else:
            said.append(Written(radius, 9 * unit, "along the exact one", style.muted, "right"))
        below = -OUTER * radius - 10 * unit
        words = f"{share(flat.cloud.away)} point away, variance {number(flat.cloud.variance)}"
        return [*said, Written(0, below, words, style.ink)]

    def told(self, settings, result, at) -> Told | None:
        """The cloud as a whole, in numbers."""
        flat = flattened(settings, result, self.kind(result))
        if flat is None:
            return None
        cloud = flat.cloud
        count = f"all {len(cloud.dz)} possible episodes" if cloud.listed else f"{len(cloud.dz)} sampled episodes"
        return Told(f"{count}: the mean is {in_words(cloud.error)} from the exact gradient, whose length is "
                    f"{in_words(float(np.linalg.norm(cloud.exact)))}; one alone is {in_words(cloud.variance ** 0.5)} "
                    "away", float(flat.exact[0]), float(flat.exact[1]))


class Without(Clouds):
    """The returns as they are."""


class With(Clouds):
    """Of each return the baseline is taken off first."""

    own = True
