"""Many settings in pieces, so that what is computed on the way stays in the processor's cache."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from .arrays import as_floats

# The largest array on the way: small enough for the processor's cache, large enough for cores not to wait.
PIECE_BYTES = 1 << 21
SETTINGS = 8192    # a few arrays of this length fit into a cache of 1 MB


def one_by_one(work: Callable[[Any], Any], pieces: Sequence[Any]) -> list[Any]:
    """What the work makes of each piece, in order."""
    return [work(piece) for piece in pieces]


def in_pieces(value: Callable[[np.ndarray], np.ndarray], thetas: ArrayLike, settings: int = SETTINGS,
              run: Callable[..., list[Any]] = one_by_one) -> np.ndarray:
    """The values of many settings, thetas (..., n) -> (...), each piece of `settings` of them by itself.

    Examples
    --------
    >>> in_pieces(lambda thetas: thetas.sum(axis=-1), [[1, 2], [3, 4], [5, 6]], settings=2)
    array([ 3.,  7., 11.])
    """
    thetas = as_floats(thetas)
    flat = thetas.reshape(-1, thetas.shape[-1]) if thetas.size else thetas
    if len(flat) <= settings:
        return value(thetas)
    parts = run(value, [flat[i:i + settings] for i in range(0, len(flat), settings)])
    return np.concatenate(parts).reshape(thetas.shape[:-1])
