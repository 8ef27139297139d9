"""A guess that a learner made before the lab was there: it stands in a picture as a ghost, beside what is."""
from __future__ import annotations

import math
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.text import Text
from matplotlib.transforms import IdentityTransform

from .style import PIXELS_PER_INCH, SMALL, Style

# px: how high axes must be for the sign to stand near their top; in lower ones it stands in the middle.
LOW = 60
# px from the border for a sign whose place lies beyond it.
INSIDE = 10
# What the sign says: how far its place lies to the right of the axes and above them, as -1, 0 or 1.
SIGNS = MappingProxyType({(0, 0): "?", (1, 0): "?→", (-1, 0): "←?", (0, 1): "?↑", (0, -1): "?↓", (1, 1): "?↗",
                          (1, -1): "?↘", (-1, 1): "↖?", (-1, -1): "↙?"})


@dataclass(frozen=True)
class Guess:
    """Where a guess stands. picture: the name of a view. x, y: in the coordinates of its axes; with one of them it is a
    line across the picture, with both a place."""

    picture: str
    x: float | None = None
    y: float | None = None


class Sign(Text):
    """A question mark at a place; where the axes do not reach so far it stands at their border, and points there."""

    def draw(self, renderer) -> None:
        """At the place that the limits of the axes leave, which may have changed."""
        place, transform, box = self.get_position(), self.get_transform(), self.axes.bbox
        inside = INSIDE * self.figure.dpi / PIXELS_PER_INCH
        at = np.clip(transform.transform(place), -1e6, 1e6)
        beyond = (at > box.max + 1).astype(int) - (at < box.min - 1)
        held = np.where(beyond, np.clip(at, box.min + inside, box.max - inside), at)
        self.set_text(SIGNS[tuple(beyond.tolist())])
        self.set_position(held)
        self.set_transform(IdentityTransform())
        super().draw(renderer)
        self.set_position(place)
        self.set_transform(transform)


def draw_guess(axes: Axes, style: Style, guess: Guess) -> list[Artist]:
    """A question mark in a ring, on a dashed line where one coordinate is open: the artists of it, from below."""
    x, y = (value if value is not None and math.isfinite(value) else None for value in (guess.x, guess.y))
    line = {"color": style.muted, "ls": (0, (2, 2)), "lw": 1.4, "zorder": 4}
    artists: list[Artist] = []
    if x is not None and y is not None:
        place, transform = (x, y), axes.transData
    elif x is not None:
        artists.append(axes.axvline(x, **line))
        high = axes.bbox.height > LOW * axes.figure.dpi / PIXELS_PER_INCH
        place, transform = (x, 0.9 if high else 0.5), axes.get_xaxis_transform()
    elif y is not None:
        artists.append(axes.axhline(y, **line))
        place, transform = (0.97, y), axes.get_yaxis_transform()
    else:
        return []
    ring = {"boxstyle": "circle,pad=0.15", "fc": style.muted, "ec": style.ground, "lw": 1}
    artists.append(axes.add_artist(Sign(*place, "?", transform=transform, color=style.ground, fontsize=SMALL,
                                        weight="bold", ha="center", va="center", zorder=5, clip_on=False, bbox=ring)))
    return artists
