"""A census of the hidden units over a whole data set: which are dead, how many are saturated, layer by layer."""
from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ...flow.passes import Passes, batch, blocks, saturated
from ...flow.rests import Rests, finished
from ...flow.settings import activation_rows
from ...memo import Computing, compute

# The rows asked of a larger data set, evenly spaced; of drawn inputs this number, the batch's own first.
ROWS = 256
# Products of up to this number of multiplications use one thread: a BLAS gives larger ones to several, which stall on a
# busy machine.
ONE_THREAD = 64**3
# Multiplications between two rests, about a tenth of a second.
TOGETHER = 1e9


class Census(NamedTuple):
    """By hidden layer, (depth,) each. dead_fraction: units whose slope is 0 for every row. saturated_fraction: (row,
    unit) with a slope below 5 % of the steepest one of their activation, 0 for activations with kinks."""

    dead_fraction: np.ndarray
    saturated_fraction: np.ndarray


def dead_units(settings, seen: Passes, memo: Computing = compute) -> Census:
    """Ask every unit for its slope at every row, in pieces; what a batch was normalized by is held as it was in
    `seen`."""
    return finished(dead_units_with_rests(settings, seen, memo))


def dead_units_with_rests(settings, seen: Passes, memo: Computing = compute) -> Rests[Census]:
    """The same, with a rest between some of the pieces."""
    x, _ = memo(batch, settings.data, ROWS, settings.width, settings.input_scale, settings.row("loss"), settings.seed)
    rows = activation_rows(settings)
    alive, flat = np.zeros((len(rows), settings.width), dtype=bool), np.zeros(len(rows))
    step = max(ONE_THREAD // max(settings.width, x.shape[1]) ** 2, 8)
    together = max(int(TOGETHER / (step * seen.net.n)), 1)
    for k, piece in enumerate(x[start: start + step] for start in range(0, len(x), step)):
        if k and k % together == 0:
            yield
        trace = seen.net.forward(seen.theta, piece, statistics=seen.statistics)
        for l, (row, block) in enumerate(zip(rows, blocks(trace, seen.sizes))):
            with np.errstate(all="ignore"):
                slope = row.slope(block[-1].z)
            alive[l] |= slope.any(axis=0)
            flat[l] += saturated(row, slope) * len(piece) / len(x)
    return Census(1 - alive.mean(axis=1), flat)
