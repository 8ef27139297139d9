"""The latent plane: each test digit as an ellipse of its mean and deviation. A click chooses the digit that is near."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import EllipseCollection
from matplotlib.colors import to_rgba

from ....pictures.frame import limits, px_to_data, style_axes, ticks
from ....pictures.style import Style
from ....pictures.telling import Told, nearest
from ....text import in_words
from ..settings import REACH
from ..verdict import one
from .digit_marks import digit_colors, digit_marks, place

# So many of the test digits are shown; the chosen one is, too.
SHOWN = 120
TICKS = (-2, 0, 2)


class Plane:
    """Ellipses of one deviation in the color of the digit, its figure at its mean; the dashed circle is that of the
    prior, N(0, 1) in both numbers."""

    margins = (26, 10, 42, 24)
    square = True
    handle = "digit whose gradient is estimated: click on one, or go to the next with the arrow keys"

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, grid="", x_label="z₁", y_label="z₂: each ellipse μ ± σ of a test digit")
        self.axes, self.style = axes, style
        limits(axes, (-REACH, REACH), (-REACH, REACH))
        ticks(axes.xaxis, TICKS, [str(tick).replace("-", "−") for tick in TICKS])
        ticks(axes.yaxis, TICKS, [str(tick).replace("-", "−") for tick in TICKS])
        turn = np.linspace(0, 2 * np.pi, 80)
        axes.plot(np.cos(turn), np.sin(turn), color=style.muted, lw=1, ls=(0, (3, 3)))
        self.ellipses = self._ellipses()
        self.marks = digit_marks(axes, style, 6.5)
        self.ring, = axes.plot([], [], color=style.ground, lw=5)
        self.chosen, = axes.plot([], [], color=style.ink, lw=2.2)
        self.mark, = axes.plot([], [], ls="", color=style.ink, ms=13, mew=0.5, zorder=6)
        self.moving = (self.ellipses, *self.marks, self.ring, self.chosen, self.mark)

    def _ellipses(self) -> EllipseCollection:
        made = EllipseCollection([], [], [], units="xy", offsets=np.empty((0, 2)), transOffset=self.axes.transData,
                                 linewidths=0.8)
        self.axes.add_collection(made, autolim=False)
        return made

    def draw(self, settings, result) -> None:
        (mu, sigma), labels = result.latent(settings.epoch), result.test.labels
        known = np.isfinite(mu).all(axis=1) & np.isfinite(sigma).all(axis=1)
        shown = np.flatnonzero(known[:SHOWN])
        colors = [digit_colors(self.style)[label] for label in labels[shown]]
        self.ellipses.set_offsets(mu[shown])
        self.ellipses.set_widths(2 * sigma[shown, 0])
        self.ellipses.set_heights(2 * sigma[shown, 1])
        self.ellipses.set_angles(np.zeros(len(shown)))
        self.ellipses.set_facecolors([to_rgba(color, 0.05) for color in colors])
        self.ellipses.set_edgecolors([to_rgba(color, 0.35) for color in colors])
        place(self.marks, mu[shown], labels[shown])
        self._choose(settings.example - 1, mu, sigma, labels)

    def _choose(self, row: int, mu: np.ndarray, sigma: np.ndarray, labels: np.ndarray) -> None:
        turn = np.linspace(0, 2 * np.pi, 60)
        curve = mu[row] + sigma[row] * np.column_stack([np.cos(turn), np.sin(turn)])
        for line in (self.ring, self.chosen):
            line.set_data(*curve.T)
        self.mark.set_marker(f"${labels[row]}$")
        self.mark.set_data(*mu[row:row + 1].T)

    def drag(self, pressed, result, start, at) -> Mapping[str, Any]:
        """The digit nearest to the pointer."""
        mu = result.latent(pressed.epoch).mu[:SHOWN]
        away = np.hypot(*(mu - np.array(at)).T)
        return {"example": int(np.nanargmin(away)) + 1} if np.isfinite(away).any() else {}

    def nudge(self, settings, result, right: int, up: int) -> Mapping[str, Any]:
        """The next digit, or the one before."""
        return {"example": min(max(settings.example + int(right) + int(up), 1), len(result.test.labels))}

    def held(self, settings, result) -> tuple[float, float]:
        """At the chosen digit."""
        return tuple(result.latent(settings.epoch).mu[settings.example - 1].tolist())

    def told(self, settings, result, at) -> Told | None:
        """The digit under the pointer."""
        mu, sigma = (part[:SHOWN] for part in result.latent(settings.epoch))
        k = nearest(self.axes, at, *mu.T)
        if k is None:
            return None
        x, y = (f"{in_words(mu[k, i], 2)} ± {in_words(sigma[k, i], 2)}" for i in range(2))
        return Told(f"test digit {k + 1}, {one(result.test.labels[k])}: z₁ {x}, z₂ {y}", *mu[k])


def hand_reach(axes: Axes) -> float:
    """How far one press of an arrow key moves on the plane: a few px."""
    return round(px_to_data(axes, 5), 2)
