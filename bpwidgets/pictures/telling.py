"""What a picture says where a pointer rests: the numbers of the nearest point, layer or step, out of the result."""
from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, NamedTuple, Protocol, runtime_checkable

import numpy as np
from matplotlib.axes import Axes

from ..text import in_words
from .frame import px_to_data, px_upwards

# A point is meant by a pointer that is no farther from it, in px.
NEAR = 12


class Told(NamedTuple):
    """Words with numbers, and what they are about, in the coordinates of the axes: a point, or, where y is nan, all
    that stands above one place of the x axis."""

    words: str
    x: float
    y: float = math.nan


@runtime_checkable
class Telling(Protocol):
    """A picture that says its numbers. A picture that can be dragged also answers `held(settings, result)`: where the
    hand holds it, None for nowhere."""

    def told(self, settings: Any, result: Any, at: tuple[float, float]) -> Told | None:
        """What the picture says of this place, None where there is nothing to say."""


def nearest(axes: Axes, at: tuple[float, float], x: np.ndarray, y: np.ndarray, within: float = NEAR) -> int | None:
    """The point (x[k], y[k]) nearest to a place, both in the coordinates of the axes, if it is within that many px."""
    with np.errstate(all="ignore"):
        away = np.hypot((np.asarray(x) - at[0]) / px_to_data(axes, 1), (np.asarray(y) - at[1]) / px_upwards(axes, 1))
    away = np.where(np.isnan(away), np.inf, away)
    return int(away.argmin()) if away.size and away.min() <= within else None


def place_under(at: float, first: int, last: int) -> int | None:
    """The whole number nearest to a place on an axis, from the first to the last.

    >>> place_under(2.6, 1, 5), place_under(5.6, 1, 5)
    (3, None)
    """
    place = math.floor(at + 0.5)
    return place if first <= place <= last else None


def closest(grid: np.ndarray, at: float) -> int:
    """The index of the number of a grid that is closest to a place."""
    return int(np.abs(np.asarray(grid) - at).argmin())


def named(numbers: Iterable[tuple[str, float]]) -> str:
    """Numbers with their names before them.

    >>> named([("δ", 3.2e-9), ("dW", 0.25)])
    'δ 3.2 × 10⁻⁹, dW 0.25'
    """
    return ", ".join(f"{name} {in_words(value)}" for name, value in numbers)


def share(part: float) -> str:
    """A part of 1 in percent, of which the small ones keep two digits.

    >>> share(0.25), share(0.000123)
    ('25%', '0.012%')
    """
    return f"{in_words(100 * part, 2)}%"


def on_ground(u: np.ndarray, v: np.ndarray, surface: np.ndarray, labels: tuple[str, str],
              at: tuple[float, float]) -> Told:
    """The loss at the point of the grid that is nearest to a place on a map; surface[i, j] is the one at u[i], v[j]."""
    i, j = closest(u, at[0]), closest(v, at[1])
    place = named(zip(labels, (u[i], v[j])))
    return Told(f"{place}: loss {in_words(surface[i, j])}", float(u[i]), float(v[j]))
