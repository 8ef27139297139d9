"""Points in the plane with two or more classes, from the standard examples of the field.

x is (N, 2) and y (N, 1). The labels are 0 and 1, what a sigmoid unit gives and `"binary_cross_entropy"` takes; for a
tanh unit write `moons().relabel(-1, 1)`, for softmax `moons().one_hot()`. The classes stand one after the other.

`noise` is a standard deviation, in the unit of x: each coordinate is moved by a number from N(0, noise^2) and the label
stays. The same seed draws the same numbers, whatever the noise, so that more of it moves the same points further.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..errors import finite_number, whole_number
from .dataset import Dataset


def xor() -> Dataset:
    """The four points of "exclusive or": 1 if exactly one of the two inputs is 1, else 0; no straight line parts the
    classes.

    Examples
    --------
    >>> xor().x.tolist(), xor().y[:, 0].tolist()
    ([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], [0.0, 1.0, 1.0, 0.0])
    """
    return Dataset([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]], "xor", "XOR",
                   "1 if exactly one of the two inputs is 1: no straight line parts the classes")


def two_spirals(noise: float = 0.0, seed: int = 0) -> Dataset:
    """Two spirals of 97 points each, wound three times around each other (Wieland; Lang & Witbrock, 1988).

        angle = i pi / 16,  radius = 6.5 (104 - i) / 104,  i = 0 ... 96

    Label 1 at radius (sin angle, cos angle), label 0 opposite to it, on the other side of the origin.

    Raises
    ------
    ArgumentError
        If the noise is negative or the seed not a whole number.

    Examples
    --------
    >>> two_spirals()
    Dataset('two_spirals', x (194, 2), y (194, 1))
    """
    i = np.arange(97)
    angle, radius = i * np.pi / 16, 6.5 * (104 - i) / 104
    spiral = _columns(radius * np.sin(angle), radius * np.cos(angle))
    return _scattered("two_spirals", (-spiral, spiral), noise, _generator(seed, "two_spirals"),
                      "Two classes, wound three times around each other")


def moons(n: int = 200, noise: float = 0.1, seed: int = 0) -> Dataset:
    """Two half circles of radius 1 that reach into each other.

        label 0: (cos t, sin t),  label 1: (1 - cos t, 1/2 - sin t),  t from 0 to pi in equal steps

    These are the two moons of scikit-learn before shuffling.

    Parameters
    ----------
    n
        How many points, half of them in each moon; if it is odd, one more in the first.
    noise
        Standard deviation by which each coordinate is moved, in the unit of x.
    seed
        Of the noise.

    Raises
    ------
    ArgumentError
        If n is below 2, the noise negative or the seed not a whole number.

    Examples
    --------
    >>> moons(n=6, noise=0).x.round(3).tolist()
    [[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0], [0.0, 0.5], [1.0, -0.5], [2.0, 0.5]]
    """
    t, s = (np.linspace(0, np.pi, count) for count in _shares(n, 2, "moons"))
    parts = _columns(np.cos(t), np.sin(t)), _columns(1 - np.cos(s), 0.5 - np.sin(s))
    return _scattered("moons", parts, noise, _generator(seed, "moons"),
                      "Two half circles that reach into each other", "two moons")


def circles(n: int = 200, noise: float = 0.05, factor: float = 0.5, seed: int = 0) -> Dataset:
    """A circle of radius 1 with label 0, and inside it one of radius `factor` with label 1, each in equal steps.

    Parameters
    ----------
    n
        How many points, half of them on each circle; if it is odd, one more on the first.
    noise
        Standard deviation by which each coordinate is moved, in the unit of x.
    factor
        The radius of the inner circle.
    seed
        Of the noise.

    Raises
    ------
    ArgumentError
        If n is below 2, the factor not above 0, the noise negative or the seed not a whole number.

    Examples
    --------
    >>> np.hypot(*circles(n=6, noise=0).x.T).round(3).tolist()
    [1.0, 1.0, 1.0, 0.5, 0.5, 0.5]
    """
    outer, inner = (_on_circle(count) for count in _shares(n, 2, "circles"))
    parts = outer, finite_number(factor, "factor", "circles", above=0) * inner
    return _scattered("circles", parts, noise, _generator(seed, "circles"),
                      "One class inside the other", "two circles")


def blobs(n: int = 200, classes: int = 2, noise: float = 0.3, seed: int = 0) -> Dataset:
    """Round clouds, one for each class, with their centers in equal steps on the circle of radius 1; labels 0, 1, 2 and
    so on.

    Parameters
    ----------
    n
        How many points, the same number in each cloud; what is left over goes to the first ones.
    classes
        How many clouds; with more than two, `one_hot` gives the targets for softmax.
    noise
        Standard deviation of a cloud along each axis, in the unit of x.
    seed
        Of the noise.

    Raises
    ------
    ArgumentError
        If there are fewer than 2 classes or fewer points than classes, the noise is negative or the seed not a whole
        number.

    Examples
    --------
    >>> blobs(n=90, classes=3).one_hot()
    Dataset('blobs', x (90, 2), y (90, 3))
    """
    counts = _shares(n, whole_number(classes, "classes", "blobs", 2), "blobs")
    parts = [np.tile(center, (count, 1)) for center, count in zip(_on_circle(len(counts)), counts)]
    return _scattered("blobs", parts, noise, _generator(seed, "blobs"),
                      "Round clouds, one for each class", "clouds")


def checkerboard(n: int = 400, cells: int = 4, noise: float = 0.0, seed: int = 0) -> Dataset:
    """Points spread evenly over the square from -1 to 1, with label 0 and 1 by the color of the cell they fell in.

    Parameters
    ----------
    n
        How many points.
    cells
        How many cells along each side; the one at the lower left has label 0.
    noise
        Standard deviation by which each coordinate is moved after the label was given, in the unit of x.
    seed
        Of the points and of the noise.

    Raises
    ------
    ArgumentError
        If n or cells is below 2, the noise negative or the seed not a whole number.

    Examples
    --------
    >>> checkerboard()
    Dataset('checkerboard', x (400, 2), y (400, 1))
    """
    rng = _generator(seed, "checkerboard")
    x = rng.uniform(-1, 1, (whole_number(n, "n", "checkerboard", 2), 2))
    color = np.floor((x + 1) / 2 * whole_number(cells, "cells", "checkerboard", 2)).sum(axis=1) % 2
    return _scattered("checkerboard", (x[color == 0], x[color == 1]), noise, rng,
                      "Two classes, like the squares of a chessboard")


def _generator(seed: int, of: str) -> np.random.Generator:
    return np.random.default_rng(whole_number(seed, "seed", of))


def _shares(n: int, parts: int, of: str) -> list[int]:
    """n divided into whole numbers, as equal as can be, the larger ones first."""
    n = whole_number(n, "n", of, parts)
    return [n // parts + (i < n % parts) for i in range(parts)]


def _columns(*columns: np.ndarray) -> np.ndarray:
    return np.stack(columns, axis=1)


def _on_circle(count: int) -> np.ndarray:
    angle = 2 * np.pi * np.arange(count) / count
    return _columns(np.cos(angle), np.sin(angle))


def _scattered(name: str, parts: Sequence[np.ndarray], noise: float, rng: np.random.Generator, summary: str,
               title: str = "") -> Dataset:
    """The parts as classes 0, 1, ..., each coordinate moved by N(0, noise^2)."""
    noise = finite_number(noise, "noise", name, least=0)
    x = np.concatenate(parts)
    y = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    return Dataset(x + noise * rng.standard_normal(x.shape), y[:, None], name, title, summary)
