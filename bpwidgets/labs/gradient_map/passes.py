"""Many fresh nets at once that differ in gain, bias scale and depth: how much of delta reaches the first layer of each.

All nets share one draw of standard weights W_l and biases b_l, as the same seed gives them to nets of any depth:

    z_l = g (a_(l-1) W_l) + s b_l,    a_l = f(z_l),    delta_l = g (delta_(l+1) W_(l+1)^T) o f'(z_l)

The activations of a shallow net are the first ones of a deep net. Its deltas are not: its output layer stands where the
deep net has one more hidden layer, and its error is another one. So each depth has its own pass back, all of them side
by side: on its way to the input a pile of deltas gets one more sheet wherever a net ends.
"""
from __future__ import annotations

import copy
from typing import NamedTuple

import numpy as np

from ... import engine
from ...engine.support.threads import cores, on_all_cores
from ...flow.passes import batch, lengths
from ...flow.rests import Rests, finished, stretches
from ...flow.settings import GAUSSIAN, OUTPUTS
from ...memo import Computing, compute

LOSS = engine.LOSSES["quadratic"]
# Of all deltas of a piece of work: small enough for the cache of one core.
PIECE_BYTES = 1 << 20
# Of the deltas of one net at many depths that go back together.
MOST_BYTES = 4 << 20
# Multiplications between two rests, for one core; a unit has costs of its own besides, as 200 others.
TOGETHER = 4e9


class Draw(NamedTuple):
    """What decides all nets of a map but gain, bias scale and depth."""

    initializer: engine.Initializer
    activation: engine.Activation
    width: int
    n_samples: int
    seed: int


class Layer(NamedTuple):
    """W (n, n) and b (n,) of a hidden layer at gain and bias scale 1, and those of the output layer of a net that
    ends with it."""

    W: np.ndarray
    b: np.ndarray
    W_out: np.ndarray
    b_out: np.ndarray


def decades(draw: Draw, points: np.ndarray, depths: tuple[int, ...], memo: Computing = compute) -> np.ndarray:
    """log10( |delta_1| / |delta_depth| ) of real nets, one for each gain and bias scale in points (P, 2) and each
    depth: (P, D).

    -inf where nothing arrives, nan where sizes are not finite or are all 0.

    >>> linear = Draw(engine.INITIALIZERS["lecun_normal"], engine.ACTIVATIONS["identity"], 64, 16, 0)
    >>> decades(linear, np.array([[1.0, 0.0], [0.1, 0.0]]), (2, 5)).round()
    array([[ 0.,  0.],
           [-1., -4.]])
    """
    return finished(decades_with_rests(draw, points, depths, memo))


def decades_with_rests(draw: Draw, points: np.ndarray, depths: tuple[int, ...],
                       memo: Computing = compute) -> Rests[np.ndarray]:
    """The same, with places on the way at which it can be left."""
    first, last = yield from ends(draw, points, depths, memo)
    with np.errstate(all="ignore"):
        return np.log10(first / last)


def ends(draw: Draw, points: np.ndarray, depths: tuple[int, ...],
         memo: Computing = compute) -> Rests[tuple[np.ndarray, np.ndarray]]:
    """|delta_1| and |delta_depth| of these nets, (P, D) each."""
    of_net = draw.n_samples * draw.width * 8
    count, piles = max(PIECE_BYTES // (len(depths) * of_net), 1), max(MOST_BYTES // of_net, 1)
    groups = [depths[part] for part in stretches(len(depths), piles)]
    pieces = [(points[part], group) for part in stretches(len(points), count) for group in groups]
    layers = memo(StandardLayers, draw).first(max(depths))
    x, y = memo(batch, GAUSSIAN, draw.n_samples, draw.width, 1.0, LOSS, draw.seed)
    work = min(count, len(points)) * len(groups[0]) * max(depths) * draw.n_samples * draw.width * (draw.width + 200)
    found = []
    for part in stretches(len(pieces), cores() * max(int(TOGETHER / work), 1)):
        if part.start:
            yield
        found += on_all_cores(lambda piece: _of_piece(draw, layers, x, y, *piece), pieces[part])
    rows = [tuple(map(np.hstack, zip(*found[part]))) for part in stretches(len(found), len(groups))]
    first, last = zip(*rows)
    return np.concatenate(first), np.concatenate(last)


def _of_piece(draw: Draw, layers: tuple[Layer, ...], x: np.ndarray, y: np.ndarray, points: np.ndarray,
              depths: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    gain, bias = points.T[:, :, None, None]                                  # (P, 1, 1) each
    with np.errstate(all="ignore"):
        slopes, deltas = _forward(draw, layers[: max(depths)], gain, bias, x, y, depths)
        last = lengths(deltas)
        for l in range(max(depths) - 1, 0, -1):
            started = [k for k, depth in enumerate(depths) if depth > l]
            deltas[started[0]:] = gain * (deltas[started[0]:] @ layers[l].W.T) * slopes[l - 1]
        return lengths(deltas).T, last.T


def _forward(draw: Draw, layers, gain, bias, x, y, depths) -> tuple[list[np.ndarray], np.ndarray]:
    """The slopes of each layer (P, B, n), and delta at the last hidden layer of each net (D, P, B, n)."""
    row, a, slopes, deltas = draw.activation, x, [], []
    for depth, layer in enumerate(layers, start=1):
        z = gain * (a @ layer.W) + bias * layer.b
        a = row.function(z)
        slopes.append(row.slope(z))
        if depth in depths:
            output = gain * (a @ layer.W_out) + bias * layer.b_out
            error = gain * (LOSS.gradient(output, y) @ layer.W_out.T)
            deltas.append(error * slopes[-1])
    return slopes, np.array(deltas)


def has_weights(draw: Draw, depth: int, memo: Computing = compute) -> bool:
    """False where the initializer draws nothing but zeros for the layers between the first and the last hidden one."""
    return any(layer.W.any() for layer in memo(StandardLayers, draw).first(depth)[1:])


class StandardLayers:
    """The layers that `Network.initialize` draws at gain 1 and bias scale 1, each with the output layer that could
    follow it; those of a deeper net are drawn when they are first asked for."""

    def __init__(self, draw: Draw):
        self._draw, self._known = draw, []
        self._streams = (np.random.default_rng(draw.seed), np.random.default_rng([draw.seed, 1]))

    def first(self, count: int) -> tuple[Layer, ...]:
        """So many, from the input on."""
        row, n = self._draw.initializer, self._draw.width
        while len(self._known) < count:
            inside = engine.Dense(n, n).initialize(row, *self._streams, 1.0, 1.0)
            out = engine.Dense(n, OUTPUTS).initialize(row, *copy.deepcopy(self._streams), 1.0, 1.0)
            self._known.append(Layer(inside["W"], inside["b"], out["W"], out["b"]))
        return tuple(self._known[:count])
