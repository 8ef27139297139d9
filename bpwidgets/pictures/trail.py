"""A path on a map: one dot per step, hollow where the map does not tell its loss, triangles where it has left the
window."""
from __future__ import annotations

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke

from .style import Style

# The sides of a window, in the order of `beyond`: left, right, bottom, top.
SIDES = ("<", ">", "v", "^")
# Coordinates farther out than this number of windows are left out: a renderer cannot take them.
MOST = 1e12
# The width in px of a line with its rim.
RIM = 4


class Trail:
    """A path in a color and with a marker of its own; a rim in the color of the paper keeps it apart from any shade."""

    def __init__(self, axes: Axes, style: Style, color: str, *, marker: str = "o", line: str | tuple = "-"):
        self.axes = axes
        self.rim, = axes.plot([], [], color=style.ground, lw=3.4, alpha=0.75, solid_joinstyle="round")
        self.line, = axes.plot([], [], color=color, lw=1.3, ls=line, marker=marker, ms=5, mec=style.ground, mew=0.7)
        self.hollow, = axes.plot([], [], ls="", marker=marker, color=color, mfc=style.ground, ms=4.6, mew=1.3)
        self.outside = tuple(axes.plot([], [], ls="", marker=side, color=color, mfc=style.ground, mew=1.4, ms=7,
                                       clip_on=False)[0]
                             for side in SIDES)
        self.moving = (self.rim, self.line, self.hollow, *self.outside)

    def draw(self, points: np.ndarray, hollow: np.ndarray) -> None:
        """points (steps + 1, 2); hollow (steps + 1,) is True where a dot is open."""
        corners = window(self.axes)
        side, border = beyond(points, *corners)
        with np.errstate(invalid="ignore"):
            drawable = np.where((np.abs(points) < MOST * np.ptp(corners, axis=0)).all(axis=1)[:, None], points, np.nan)
        for line in (self.rim, self.line):
            line.set_data(*drawable.T)
        self.hollow.set_data(*drawable[hollow].T)
        for k, line in enumerate(self.outside):
            line.set_data(*border[side == k].T)


def rimmed(style: Style, *artists: Artist, width: float = RIM) -> None:
    """Give lines, signs and words a rim in the color of the paper: it keeps them apart from any shade below."""
    for artist in artists:
        artist.set_path_effects([withStroke(linewidth=width, foreground=style.ground)])


def window(axes: Axes) -> np.ndarray:
    """The lower left and the upper right corner of the axes: (2, 2)."""
    return np.column_stack([axes.get_xlim(), axes.get_ylim()])


def beyond(points: np.ndarray, low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The side (k,) beyond which each point lies farthest, as an index of SIDES, -1 for none; and the nearest points of
    the window.

    >>> beyond(np.array([[0.5, 0.5], [-1.0, 0.5], [0.2, np.inf], [np.nan, 0.0]]), np.zeros(2), np.ones(2))[0].tolist()
    [-1, 0, 3, -1]
    """
    with np.errstate(over="ignore"):
        excess = np.stack([low - points, points - high], axis=-1).reshape(-1, 4) / np.repeat(high - low, 2)
    excess = np.where(np.isnan(points).any(axis=1)[:, None], -1.0, excess)
    return np.where((excess > 0).any(axis=1), excess.argmax(axis=1), -1), np.clip(points, low, high)
