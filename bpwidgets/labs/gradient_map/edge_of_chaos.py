"""Where a wide net neither shrinks nor blows up delta: chi = 1, the edge between order and chaos.

At the variance q of z where the map of the variances rests, chi = 1 asks for weights and biases of exactly these
variances:

    sw2 = 1 / E[ f'(sqrt(q) u)^2 ],        sb2 = q - sw2 E[ f(sqrt(q) u)^2 ],        u ~ N(0, 1)

(Poole et al. 2016; Schoenholz et al. 2017, figure 1). Units that grow without end, such as ReLU, have their edge where
the slopes of large z leave delta as it is. What the equations allow need not happen, since the variance may come to
rest elsewhere: each candidate is tried in a deep net of theory, with weights a little smaller and a little larger.
"""
from __future__ import annotations

from functools import lru_cache

import numpy as np

from ... import engine
from ...flow.mean_field import LARGEST
from ...flow.mean_field_many import moments, shrinks

# The variances q among which the edge is looked for; what is 0 but for rounding is 0.
VARIANCES = np.append(0.0, np.logspace(-6, 6, 49))
ROUNDING = 1e-13
HALVINGS = 50
# How deep the net of the trial is, and by which part its weights are smaller and larger.
TRIAL_LAYERS, TRIAL = 150, 0.1


@lru_cache(maxsize=64)
def critical_weights(row: engine.Activation, biases: tuple[float, ...] = (0.0,)) -> np.ndarray:
    """The variance of a weight times the number of inputs at which chi = 1, one for each variance of the biases; nan
    where there is none.

    >>> [critical_weights(engine.ACTIVATIONS[name]).round(9).tolist() for name in ("identity", "relu", "tanh")]
    [[1.0], [2.0], [1.0]]
    """
    sb2 = np.array(biases)
    with np.errstate(all="ignore"):
        candidates = np.array([*_where_it_rests(row, sb2), np.full(len(sb2), _edge(row, np.array([LARGEST]))[0][0])])
        candidates[~_turns(row, candidates, sb2)] = np.nan
    found = np.isfinite(candidates)
    critical = np.where(found.any(axis=0), candidates[found.argmax(axis=0), np.arange(len(sb2))], np.nan)
    critical.flags.writeable = False
    return critical


def _edge(row: engine.Activation, q: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The sw2 and the sb2 that go with each q at the edge, (Q,) each."""
    squares, slopes = moments(row, q)
    sb2 = q - squares / slopes
    return 1 / slopes, np.where(np.abs(sb2) < ROUNDING * q, 0.0, sb2)


def _where_it_rests(row: engine.Activation, sb2: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The sw2 of an edge that needs exactly these biases: with q = 0, and with the first q above; nan where there is
    none, (S,) each."""
    sw2, needed = _edge(row, VARIANCES)
    below, above = needed[:-1, None] < sb2, needed[1:, None] > sb2
    crosses = below & above
    first = crosses.argmax(axis=0)
    q = _roots(row, VARIANCES[first], VARIANCES[first + 1], sb2)
    return np.where(needed[0] == sb2, sw2[0], np.nan), np.where(crosses.any(axis=0), _edge(row, q)[0], np.nan)


def _roots(row: engine.Activation, low: np.ndarray, high: np.ndarray, sb2: np.ndarray) -> np.ndarray:
    """The q between low and high whose edge needs these biases."""
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        short = _edge(row, middle)[1] < sb2
        low, high = np.where(short, middle, low), np.where(short, high, middle)
    return (low + high) / 2


def _turns(row: engine.Activation, sw2: np.ndarray, sb2: np.ndarray) -> np.ndarray:
    """Where theory has delta vanish with weights a little smaller, and explode with weights a little larger: (K, S)."""
    turns, tried = np.zeros(sw2.shape, dtype=bool), sw2 < LARGEST
    weights, biases = sw2[tried], np.broadcast_to(sb2, sw2.shape)[tried]
    parts = np.repeat([1 - TRIAL, 1 + TRIAL], len(weights))
    below, above = np.split(shrinks(row, parts * np.tile(weights, 2), np.tile(biases, 2), TRIAL_LAYERS)[-1], 2)
    turns[tried] = (below < 1) & (above > 1)
    return turns
