"""Mini-batches: which examples the step of a training uses."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

Rows = np.ndarray | slice


def batch_rows(step: int, examples: int, size: int, seed: int, shuffle: bool = True) -> Rows:
    """The rows of step 0, 1, ...: `size` of them at a time, each once in an epoch, so that the last batch of an epoch
    may be smaller. Their order is drawn anew for each epoch from seed and epoch, or it is that of the data.

    Examples
    --------
    >>> batch_rows(2, examples=5, size=2, seed=0, shuffle=False)
    slice(4, 6, None)
    >>> sorted(row for step in (3, 4, 5) for row in batch_rows(step, examples=5, size=2, seed=0).tolist())
    [0, 1, 2, 3, 4]
    """
    epoch, number = divmod(step, -(-examples // size))
    part = slice(number * size, (number + 1) * size)
    return _order(examples, seed, epoch)[part] if shuffle else part


@lru_cache(maxsize=8)
def _order(rows: int, seed: int, epoch: int) -> np.ndarray:
    """The order of the examples in an epoch, the same for all its steps."""
    return np.random.default_rng([seed, epoch]).permutation(rows)
