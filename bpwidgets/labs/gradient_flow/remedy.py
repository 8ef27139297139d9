"""What would help the units of an activation, found from the activation itself.

A start: the gain at which mean-field theory has delta keep its size in nets of up to 100 layers; of all such
tenths the one that is nearest to 1. Orthogonal weights come first (Saxe et al. 2014). They do not help units that
are off for half of what they see: there the luck of the draw moves ln(delta) by about sqrt(depth / width). So
these have the start that was made for them (He et al. 2015), in nets that are not deeper than wide. For some
activations there is no such gain: a sigmoid's slope is 1/4 at most, and f(0) = 1/2, which all examples have in
common, drowns what tells them apart.

A normalization, to go with residual connections. Over the batch, which takes out what all examples have in common;
but units that answer on one side only make it explode in deep nets (Yang et al. 2019), so for these it is done
over each layer.
"""
from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from ... import engine
from ...flow.healthy import KEPT
from ...flow.mean_field import mean_square, quadrature, weight_variance
from ...flow.mean_field_many import shrinks

# Gains that fail in a net of the first depth need not be tried in one of the second.
SHALLOW, DEEPEST = 10, 100
STARTS = ("orthogonal", "he_normal")
GAINS = tuple(sorted((tenths / 10 for tenths in range(3, 41)), key=lambda gain: abs(math.log(gain))))
# E[f'^4] / E[f'^2]^2 is 1 for units that are all alike, and 2 where half of them are off.
MUCH_LUCK = 1.5
# Far from 0, and the part of the other side's slope below which a side counts as silent.
FAR, SILENT = 30.0, 0.1


class Start(NamedTuple):
    """Weights at which delta keeps its size. at_any_depth: False if only in nets that are not deeper than wide."""

    initializer: str
    gain: float
    at_any_depth: bool


@lru_cache(maxsize=64)
def best_start(row: engine.Activation) -> Start | None:
    """The start that theory finds, None if there is none.

    >>> best_start(engine.ACTIVATIONS["tanh"])
    Start(initializer='orthogonal', gain=1.1, at_any_depth=True)
    >>> best_start(engine.ACTIVATIONS["relu"])
    Start(initializer='he_normal', gain=1.0, at_any_depth=False)
    >>> best_start(engine.ACTIVATIONS["sigmoid"]) is None
    True
    """
    if float(row.function(np.zeros(1))[0]) != 0:
        return None
    for initializer in STARTS:
        variance = weight_variance(initializer, 1, 1)
        for gain in _keeping(row, variance):
            at_any_depth = initializer == "orthogonal"
            if not at_any_depth or _luck(row, gain**2 * variance) < MUCH_LUCK:
                return Start(initializer, float(gain), at_any_depth)
    return None


def best_normalization(row: engine.Activation) -> str:
    """The normalization that goes with residual connections: "batch" or "layer".

    >>> [best_normalization(engine.ACTIVATIONS[name]) for name in ("sigmoid", "tanh", "relu", "gelu", "softplus")]
    ['batch', 'batch', 'layer', 'layer', 'batch']
    """
    with np.errstate(all="ignore"):
        weak, strong = np.sort(np.abs(row.slope(np.array([-FAR, FAR]))))
    one_sided = weak < SILENT * strong > SILENT * abs(row.steepest[1]) * SILENT
    return "layer" if one_sided and float(row.function(np.zeros(1))[0]) == 0 else "batch"


def _keeping(row: engine.Activation, variance: float) -> np.ndarray:
    """The gains at which delta keeps its size between first and last layer, at every depth; the nearest to 1 first."""
    gains = np.array(GAINS)
    for depth in (SHALLOW, DEEPEST):
        weights = gains**2 * variance
        with np.errstate(all="ignore"):
            decades = np.cumsum(np.log10(shrinks(row, weights, np.zeros_like(weights), depth)), axis=0)
        gains = gains[(np.abs(decades) < math.log10(KEPT)).all(axis=0)]
    return gains


def _luck(row: engine.Activation, weight: float) -> float:
    """E[f'^4] / E[f'^2]^2 in the deepest layer."""
    q = weight
    with np.errstate(all="ignore"):
        for _ in range(DEEPEST):
            q = weight * mean_square(row, q)
        u, w = quadrature()
        squares = row.slope(math.sqrt(q) * u) ** 2
        return float(w @ squares**2 / (w @ squares) ** 2)
