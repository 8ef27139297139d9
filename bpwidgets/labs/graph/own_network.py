"""The loss of a small network as a formula: its parameters are the numbers that it takes, data are constants in it."""
from __future__ import annotations

import re
from typing import Any

import numpy as np

from ... import engine
from ...engine.tape import Scalar
from ...errors import Verbatim
from .formula import Formula, refused
from .own_formula import MOST_PARAMETERS

# Draws the weights that it begins with.
SEED = 0
ACTIVATIONS = ("identity", "tanh", "sigmoid", "relu")
SQUARED = ("sse", "half_sse", "mse", "half_mse", "quadratic")
LOSSES = (*SQUARED, "softmax_cross_entropy")


def network_formula(objective: Any) -> Formula | None:
    """The formula of the loss of a network of Dense layers on its data; None for what is no such loss.

    >>> net = engine.network((2, 2, 1), "tanh")
    >>> formula = network_formula(engine.NetworkLoss(net, [[1.0, -1.0]], [[0.5]]))
    >>> formula.names[:2], len(formula.graph.nodes)
    (('W1[0,0]', 'W1[0,1]'), 25)
    """
    if not isinstance(objective, engine.NetworkLoss):
        return None
    network = objective.network
    for layer in network.layers:
        if not isinstance(layer, engine.Dense) or layer.activation.name not in ACTIVATIONS:
            raise refused(None, layer, f"Of networks it takes those of Dense layers with {', '.join(ACTIVATIONS)}.")
    if objective.l1 or objective.l2 or objective.loss.name not in LOSSES:
        given = Verbatim("a loss with a penalty") if objective.loss.name in LOSSES else objective.loss
        raise refused(None, given, f"Of losses it takes {', '.join(LOSSES)}, without penalties.")
    if network.n > MOST_PARAMETERS:
        raise refused(None, Verbatim(f"a network of {network.n} parameters"),
                      f"1 to {MOST_PARAMETERS} parameters can have a slider each.")

    def loss(*theta: Scalar) -> dict[str, Scalar]:
        return _steps(objective, np.array(theta, dtype=object))

    loss.__name__ = re.sub(r"\W", "_", f"network_{'_'.join(map(str, network.sizes))}")
    start = tuple(float(f"{number:.3g}") for number in network.initialize(seed=SEED))
    return Formula(loss.__name__, loss, network.names, start, network.names[0])


def _steps(objective: engine.NetworkLoss, theta: np.ndarray) -> dict[str, Scalar]:
    """All z and a of one example by name, of several the loss alone."""
    a, begin, named = objective.x.astype(object), 0, {}
    for k, layer in enumerate(objective.network.layers, 1):
        i, o = layer.inputs, layer.outputs
        z, begin = a @ theta[begin:begin + i * o].reshape(i, o), begin + i * o
        if layer.bias:
            z, begin = z + theta[begin:begin + o], begin + o
        a = _applied(layer.activation.name, z)
        named |= {f"z{k}[{j}]": number for j, number in enumerate(z[0])}
        named |= {f"a{k}[{j}]": number for j, number in enumerate(a[0])} if a is not z else {}
    return {**(named if len(a) == 1 else {}), "L": _loss(objective, a)}


def _applied(activation: str, z: np.ndarray) -> np.ndarray:
    return z if activation == "identity" else np.frompyfunc(lambda number: getattr(number, activation)(), 1, 1)(z)


def _loss(objective: engine.NetworkLoss, a: np.ndarray) -> Scalar:
    """The same loss on scalars: each error squared is one step, so that no path is there twice."""
    pairs = [(given, target) for row, targets in zip(a, objective.y.tolist()) for given, target in zip(row, targets)]
    if objective.loss.name in SQUARED:
        e = [given - target for given, target in pairs]
        part = float(objective.loss.function(objective.y + 1, objective.y)) / len(pairs)
        total = sum((one ** 2 for one in e[1:]), e[0] ** 2)
        return total if part == 1 else part * total
    terms = [-share * _share(k, row).log() for row, shares in zip(a, objective.y.tolist())
             for k, share in enumerate(shares) if share]
    return sum(terms[1:], terms[0]) / len(a)


def _share(k: int, row: np.ndarray) -> Scalar:
    """The k-th part of softmax."""
    parts = [number.exp() for number in row]
    return parts[k] / sum(parts[1:], parts[0])
