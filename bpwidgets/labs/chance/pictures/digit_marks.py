"""The ten digits on a plane: each has a color and is written as itself, so that it can be told without color."""
from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from ....pictures.style import Style

# The roles whose colors the digits 0 to 9 take: neighbors on the plane, such as 4 and 9, differ in lightness as well.
ROLES = ("weight_gradient", "danger", "slope", "activation", "weight", "here", "z", "muted", "negative", "ink")


def digit_colors(style: Style) -> Sequence[str]:
    """The color of each digit."""
    return [getattr(style, role) for role in ROLES]


def digit_marks(axes: Axes, style: Style, size: float) -> list[Line2D]:
    """A line of marks for each digit; `place` gives them their places."""
    return [axes.plot([], [], ls="", marker=f"${digit}$", color=color, ms=size, mew=0.3, zorder=4)[0]
            for digit, color in enumerate(digit_colors(style))]


def place(marks: Sequence[Line2D], places: np.ndarray, labels: np.ndarray) -> None:
    """Put each label (N,) at its place (N, 2)."""
    for digit, line in enumerate(marks):
        line.set_data(*places[labels == digit].T)
