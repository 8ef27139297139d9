"""What can happen to digits before a net sees them: they are moved, made thicker or thinner, and get noise."""
from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .bitmap import SIDE

# Of the noise: the same for the same digits, whatever else is chosen.
NOISE_SEED = 8


class Disturbance(NamedTuple):
    """right, down: by so many pixels. thickness: from -1, each pixel as dark as the lightest of its neighborhood of
    3 x 3, over 0, as it is, to 1, as the darkest. noise: standard deviation of what is added to each pixel."""

    right: float = 0.0
    down: float = 0.0
    thickness: float = 0.0
    noise: float = 0.0

    @property
    def any(self) -> bool:
        """Something happens."""
        return any(self)


NOTHING = Disturbance()


def disturbed(x: np.ndarray, by: Disturbance) -> np.ndarray:
    """Digits (n, 64) after this happened to them; pixels stay between 0 and 1."""
    images = x.reshape(-1, SIDE, SIDE)
    if by.thickness:
        images = thickened(images, by.thickness)
    if by.right or by.down:
        images = moved(moved(images, by.right, 2), by.down, 1)
    if by.noise:
        drawn = np.random.default_rng(NOISE_SEED).standard_normal(images.shape)
        images = np.clip(images + by.noise * drawn, 0, 1)
    return images.reshape(x.shape)


def moved(images: np.ndarray, by: float, axis: int) -> np.ndarray:
    """Moved along one axis, between pixels in proportion; what comes in is empty, what goes out is lost.

    >>> moved(np.array([[[1.0, 0.5, 0.0]]]), 0.5, 2).tolist()
    [[[0.5, 0.75, 0.25]]]
    """
    whole = int(np.floor(by))
    part = by - whole
    return (1 - part) * _rolled(images, whole, axis) + (part * _rolled(images, whole + 1, axis) if part else 0.0)


def _rolled(images: np.ndarray, by: int, axis: int) -> np.ndarray:
    size = images.shape[axis]
    found = np.zeros_like(images)
    to = [slice(None)] * images.ndim
    of = [slice(None)] * images.ndim
    to[axis], of[axis] = slice(max(by, 0), max(size + min(by, 0), 0)), slice(max(-by, 0), max(size - max(by, 0), 0))
    found[tuple(to)] = images[tuple(of)]
    return found


def thickened(images: np.ndarray, by: float) -> np.ndarray:
    """Towards the darkest of the neighborhood, or the lightest if `by` is negative: gray dilation and erosion."""
    further, extreme = (np.maximum if by > 0 else np.minimum), images
    for axis in (1, 2):
        padded = np.pad(extreme, [(0, 0) if k != axis else (1, 1) for k in range(3)],
                        constant_values=0.0 if by > 0 else np.inf)
        before, here, after = (np.take(padded, range(k, k + SIDE), axis) for k in range(3))
        extreme = further(further(before, here), after)
    towards: np.ndarray = extreme - images
    return images + abs(by) * towards
