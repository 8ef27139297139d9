"""Histograms of what flows, layer by layer: by size on common bins of equal ratio, by shape in units of each layer's
own deviation."""
from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from ...flow.passes import size
from ...flow.rests import Rests, finished, stretches

# The axis of sizes begins this number of decades below the size of the smallest layer: of a bell, less than one value
# in 100 lies below.
BELOW = 2
# The shape is counted over this number of deviations to either side of the mean; what lies beyond counts in the last
# bins.
REACH = 4.0
# Values whose deviation is at most this multiple of their mean count as all alike.
ROUNDING = 1e-13
# The values between two rests, about a tenth of a second.
TOGETHER = 1e6


class Histogram(NamedTuple):
    """The values of one quantity in each layer, counted; all parts are of 1, entry 0 is the first hidden layer, the
    last the output layer.

    edges (bins + 1,): log10 of |value|, whole decades from end to end, the same for all layers. negative, positive
    (layers, bins): the parts with a size between two edges, by sign. small (layers,): the part that is exactly 0 or
    below the first edge. beyond (layers,): the part that is inf or nan.

    mean, deviation (layers,): of the values that are numbers; nan if there is none. shape (layers, bins): the parts
    between -4 and 4 deviations around the mean, in bins of equal width; what lies further out counts in the first and
    the last bin.
    """

    edges: np.ndarray
    negative: np.ndarray
    positive: np.ndarray
    small: np.ndarray
    beyond: np.ndarray
    mean: np.ndarray
    deviation: np.ndarray
    shape: np.ndarray


def histogram(values: list[np.ndarray], bins: int) -> Histogram:
    """Count the values of each layer, one array (rows, columns) for each.

    >>> seen = histogram([np.array([[-0.5, 0.0, 2.0, 3.0]])], bins=4)
    >>> seen.edges.tolist(), seen.negative.tolist(), seen.positive.tolist(), seen.small.tolist()
    ([-2.0, -1.25, -0.5, 0.25, 1.0], [[0.0, 0.0, 0.25, 0.0]], [[0.0, 0.0, 0.0, 0.5]], [0.25])
    """
    return finished(histogram_with_rests(values, bins))


def histogram_with_rests(values: list[np.ndarray], bins: int) -> Rests[Histogram]:
    """The same, with a rest after each million of values."""
    with np.errstate(all="ignore"):
        known = [_numbers(v) for v in values]
        low, high = _decades(known)
    found = []
    for part in stretches(len(known), int(TOGETHER / max(1, *(v.size for v in known)))):
        if part.start:
            yield
        with np.errstate(all="ignore"):
            found.append(_of_layers(known[part], low, high, bins))
    by_size, mean, deviation, shape = map(np.concatenate, zip(*found))
    counts = np.array([[v.size] for v in values])
    return Histogram(
        edges=np.linspace(low, high, bins + 1), negative=by_size[:, :bins][:, ::-1] / counts,
        small=by_size[:, bins] / counts[:, 0],
        positive=by_size[:, bins + 1:] / counts, beyond=1 - np.array([v.size for v in known]) / counts[:, 0],
        mean=mean, deviation=deviation, shape=shape / counts)


def _of_layers(values: list[np.ndarray], low: int, high: int, bins: int) -> tuple[np.ndarray, ...]:
    """By size, mean, deviation and shape of some layers, which are counted together: (layers, ...) each."""
    mean = np.array([v.mean() if v.size else math.nan for v in values])
    deviation = np.array([_deviation(v, m) for v, m in zip(values, mean)])
    counts = [v.size for v in values]
    layer, flat = np.repeat(np.arange(len(values)), counts), np.concatenate([v.ravel() for v in values])
    return (_counted(_by_size(flat, low, high, bins), layer, len(values), 2 * bins + 1), mean, deviation,
            _by_shape(flat, layer, mean, deviation, np.array(counts), bins))


def _counted(places: np.ndarray, layer: np.ndarray, layers: int, bins: int) -> np.ndarray:
    """How many values of each layer are at each place, (layers, bins)."""
    return np.bincount(layer * bins + places, minlength=layers * bins).reshape(layers, bins)


def _numbers(values: np.ndarray) -> np.ndarray:
    """The values without inf and nan, as rows."""
    finite = np.isfinite(values)
    return values if finite.all() else values[finite][None]


def _deviation(values: np.ndarray, mean: float) -> float:
    """The root mean square around the mean; 0 where it is no more than rounding."""
    deviation = size(values - mean) if values.size else math.nan
    return 0.0 if deviation < ROUNDING * abs(mean) else deviation


def _decades(values: list[np.ndarray]) -> tuple[int, int]:
    """Whole decades: from below the size of the smallest layer that is not all 0 to above the largest value."""
    sizes = [size(v) for v in values if v.size]
    smallest = min((s for s in sizes if 0 < s < math.inf), default=1.0)
    largest = max((float(np.abs(v).max()) for v in values if v.size), default=0.0) or 1.0
    return math.floor(math.log10(smallest)) - BELOW, max(math.ceil(math.log10(largest)),
                                                         math.floor(math.log10(smallest)) + 1)


def _by_size(values: np.ndarray, low: int, high: int, bins: int) -> np.ndarray:
    """The bin of the size and the sign of each value: negative ones from large to small, what is small, positive ones
    from small to large."""
    place = np.log10(np.abs(values))
    place -= low
    place *= bins / (high - low)
    place += 1
    # With its sign and cut towards 0: -bins to -1, 0 for what is small, 1 to bins.
    k = np.copysign(np.clip(place, 0, bins, out=place), values, out=place).astype(np.intp)
    k += bins
    return k


def _by_shape(values: np.ndarray, layer: np.ndarray, mean: np.ndarray, deviation: np.ndarray, counts: np.ndarray,
              bins: int) -> np.ndarray:
    """How many values of each layer lie in each bin between -4 and 4 deviations around its mean: (layers, bins);
    without a deviation all are in the middle."""
    spread = (deviation > 0) & (deviation < math.inf)
    # Divided first: the inverse of a very small deviation would overflow.
    place = values - mean[layer]
    place /= np.where(spread, deviation, 1.0)[layer]
    place *= bins / (2 * REACH)
    place += bins / 2
    if not spread.all():
        place[~spread[layer]] = 0.0
    found = np.clip(place, 0, bins - 1, out=place).astype(np.intp)
    return np.where(spread[:, None], _counted(found, layer, len(counts), bins),
                    counts[:, None] * (np.arange(bins) == bins // 2))
