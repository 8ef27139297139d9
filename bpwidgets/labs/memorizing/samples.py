"""Points of a curve for training, validation and test: of the same curve, with the same noise, and never the same."""
from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ...datasets.curves import Curve
from ...training.data import Examples, Parts
from ...training.targets import Targets

VALIDATION, TEST = 60, 200
# x goes on by this part of the whole from point to point (Weyl's sequence): any number of points lies evenly, and more
# points leave those that were there where they are.
GOLDEN = (5 ** 0.5 - 1) / 2


class Asked(NamedTuple):
    """All that decides the points; see `MemorizingSettings`."""

    curve: Curve
    examples: int
    label_noise: float
    input_noise: float
    seed: int


class Samples(NamedTuple):
    """The points of the run, those for validation as its `parts.test`; test: those that nobody has seen."""

    parts: Parts
    test: Examples


def samples_of(asked: Asked) -> Samples:
    """The points of all three sets.

    >>> from bpwidgets.datasets import CURVES
    >>> few, more = (samples_of(Asked(CURVES["sine"], n, 0.3, 0.0, 0)).parts.train for n in (4, 9))
    >>> few.x.shape, bool((few.y == more.y[:4]).all())
    ((4, 1), True)
    """
    train, validation, test = (_points(asked, number, count) for number, count in enumerate(
        (asked.examples, VALIDATION, TEST)))
    return Samples(Parts(train, validation, Targets((), "numbers", 1), ("x",), np.zeros(1), np.ones(1)), test)


def _points(asked: Asked, number: int, count: int) -> Examples:
    """y = f(x) + noise; the net is given x + noise."""
    first, *others = (np.random.default_rng([asked.seed, number, part]) for part in range(3))
    x = 2 * ((first.random() + GOLDEN * np.arange(count)) % 1)[:, None] - 1
    noise_y, noise_x = (rng.standard_normal(x.shape) for rng in others)
    y = asked.curve.function(x) + asked.label_noise * noise_y
    x = x + asked.input_noise * noise_x
    return Examples(x, y, x, y, None)
