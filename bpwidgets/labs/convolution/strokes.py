"""Images of one stroke each, level, rising, upright or falling: what the edges are that filters learn first.

As many as there are digits, of the same size, made anew each time from one seed.
"""
from __future__ import annotations

from functools import lru_cache

import numpy as np

from ...datasets import digits
from ...datasets.bitmap import SIDE
from ...datasets.dataset import Dataset

DIRECTIONS = "level", "rising", "upright", "falling"
SEED = 1959
# Degrees between two directions, and how far a stroke may lean away from its own; px: half its length, the part of its
# thickness that is full ink and where there is none any more; the lightest ink.
APART, LEAN = 45.0, 15.0
SHORTEST, LONGEST, FULL, NONE, LIGHTEST = 1.8, 3.2, 0.5, 1.5, 0.6


@lru_cache(maxsize=1)
def strokes() -> Dataset:
    """x (1797, 64), the share of ink in each pixel, row by row from the top left; y (1797, 1), the number of the
    direction.

    >>> strokes()
    Dataset('strokes', x (1797, 64), y (1797, 1))
    """
    rng, count = np.random.default_rng(SEED), len(digits())
    labels = rng.integers(0, len(DIRECTIONS), count)
    angles = np.deg2rad(APART * labels + rng.uniform(-LEAN, LEAN, count))
    half = rng.uniform(SHORTEST, LONGEST, count)
    along = np.stack([np.cos(angles), -np.sin(angles)], axis=-1)    # y goes down
    room = SIDE / 2 - half[:, None] * np.abs(along) - FULL
    middles = SIDE / 2 + rng.uniform(-1, 1, (count, 2)) * room
    ink = rng.uniform(LIGHTEST, 1, count)
    away = distances(middles, along, half)
    x = ink[:, None] * np.clip((NONE - away) / (NONE - FULL), 0, 1)
    return Dataset(x, labels[:, None], "strokes", "strokes in four directions",
                   f"{count} images of 8 x 8 pixels with one stroke each, made by a formula")


def distances(middles: np.ndarray, along: np.ndarray, half: np.ndarray) -> np.ndarray:
    """How far the middle of each pixel is from the stroke of each image, (n, 64). middles (n, 2), along (n, 2) of
    length 1, half (n,) of the length, all in px."""
    places = np.stack(np.meshgrid(*2 * [np.arange(SIDE) + 0.5]), axis=-1).reshape(-1, 2)
    from_middle = places - middles[:, None, :]
    part = (from_middle @ along[:, :, None])[..., 0].clip(-half[:, None], half[:, None])
    found: np.ndarray = np.linalg.norm(from_middle - part[..., None] * along[:, None, :], axis=-1)
    return found
