"""Where in a training numbers first left their range."""
from __future__ import annotations

from typing import NamedTuple

import numpy as np

# The order in which the passes compute, and whether they go from the last place to the first.
ORDER = (("activation", False), ("error", True), ("delta", True), ("weight_gradient", True))


class Overflow(NamedTuple):
    """Where a number first left the range: the quantity, the step of training, the place from 1 on."""

    quantity: str
    step: int
    place: int


def first_overflow(sizes: dict[str, np.ndarray]) -> Overflow | None:
    """Of the earliest step with a number out of range, the quantity that is computed first, at the place it reaches
    first."""
    found = []
    for rank, (name, backwards) in enumerate(ORDER):
        lost = ~np.isfinite(sizes[name])
        if lost.any():
            step = int(lost.any(axis=1).argmax())
            places = np.flatnonzero(lost[step])
            found.append((step, rank, Overflow(name, step, int(places[-1 if backwards else 0]) + 1)))
    return min(found)[2] if found else None
