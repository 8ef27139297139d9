"""Between the points of a grid: heights as smooth as the numbers allow, and how the light falls on them.

A height at a point of the grid stays as it was computed. Between the points it follows a cubic along both axes, cut off
at the lowest and the highest corner of its cell, so that no basin and no peak appears that no number stands for.
"""
from __future__ import annotations

from typing import NamedTuple

import numpy as np

# About this many lines of a finer grid, each way; one that has more is fine enough.
FINE = 181
# How much brighter or darker a slope can become, and how steep one is that nearly reaches it: heights of the color
# range for each side of the window.
LIGHT, STEEP = 0.16, 4.0


class Terrain(NamedTuple):
    """u (U,), v (V,), rising. height (U, V). lost (U, V): above 0.5 where there is no number. light (U, V): brightness
    of the slope, from 1 - LIGHT to 1 + LIGHT."""

    u: np.ndarray
    v: np.ndarray
    height: np.ndarray
    lost: np.ndarray
    light: np.ndarray


def terrain(u: np.ndarray, v: np.ndarray, height: np.ndarray, lost: np.ndarray) -> Terrain:
    """The heights (U, V) on a finer grid; where a corner is lost, straight between the others.

    >>> steps = np.arange(4.0)
    >>> fine = terrain(steps, steps, np.add.outer(steps**2, steps), np.zeros((4, 4), bool))
    >>> float(fine.height[90, 0])       # the square of 1.5
    2.25
    """
    known = np.nan_to_num(height, nan=2.0, posinf=2.0, neginf=-1.0)
    fine_u, fine_v = _finer(u), _finer(v)
    (i, s), (j, t) = _cells(u, fine_u), _cells(v, fine_v)
    fine = _cubic(_cubic(known, u, i, s).T, v, j, t).T
    gone = np.zeros(fine.shape)
    if lost.any():
        straight, gone = (_between(_between(values, i, s).T, j, t).T for values in (known, lost.astype(float)))
        fine = np.where(_spread(lost)[np.ix_(i, j)], straight, fine)
    return Terrain(fine_u, fine_v, fine, gone, _light(fine))


def _finer(grid: np.ndarray) -> np.ndarray:
    """As many steps in each cell as bring the grid to about FINE lines."""
    steps = max(round((FINE - 1) / (len(grid) - 1)), 1)
    return np.interp(np.arange((len(grid) - 1) * steps + 1) / steps, np.arange(len(grid)), grid)


def _cells(grid: np.ndarray, fine: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The cell in which each line of the finer grid lies, and where in it, from 0 to 1."""
    steps = (len(fine) - 1) // (len(grid) - 1)
    i = np.minimum(np.arange(len(fine)) // steps, len(grid) - 2)
    return i, np.arange(len(fine)) / steps - i


def _between(values: np.ndarray, i: np.ndarray, t: np.ndarray) -> np.ndarray:
    """Rows on the straight way from row i to row i + 1."""
    return values[i] + t[:, None] * np.diff(values, axis=0)[i]


def _cubic(values: np.ndarray, grid: np.ndarray, i: np.ndarray, t: np.ndarray) -> np.ndarray:
    """Rows on the cubic through rows i and i + 1 that has there the slopes of parabolas through three rows, within the
    two rows."""
    if len(grid) < 3:
        return _between(values, i, t)
    slopes, width = np.gradient(values, grid, axis=0, edge_order=2), np.diff(grid)[i, None]
    rows, t = _between(values, i, t**2 * (3 - 2 * t)), t[:, None]
    rows += width * t * (1 - t) * ((1 - t) * slopes[i] - t * slopes[i + 1])
    low, high = np.minimum(values[:-1], values[1:]), np.maximum(values[:-1], values[1:])
    return np.clip(rows, low[i], high[i])


def _spread(lost: np.ndarray) -> np.ndarray:
    """True for the cells (U - 1, V - 1) whose cubic would use a lost point: those of the 4 x 4 points around it."""
    padded = np.pad(lost, 1)
    rows = np.logical_or.reduce([padded[k:len(padded) - 3 + k] for k in range(4)])
    return np.logical_or.reduce([rows[:, k:rows.shape[1] - 3 + k] for k in range(4)])


def _light(height: np.ndarray) -> np.ndarray:
    """Light from the upper left: slopes that face it are brighter, level ground is 1."""
    uphill_u, uphill_v = (np.gradient(height, axis=axis) * (height.shape[axis] - 1) / STEEP for axis in (0, 1))
    return 1 + LIGHT * np.tanh((uphill_u - uphill_v) / np.sqrt(2))
