"""What is computed: a network on its data with a loss, checked as a whole."""
from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from .. import engine
from ..datasets import Dataset
from ..errors import Verbatim, argument_error
from .ready import NETS, ReadyNet

# A net with more parameters, layers or rows than these has numbers that nobody can follow.
MOST_PARAMETERS, MOST_LAYERS, MOST_EXAMPLES = 200, 8, 200
OWN_RATE, OWN_LOSS = 0.1, "mse"


@dataclass(frozen=True, eq=False)
class Task:
    """A network with data and loss. objective: the loss of all parameters; training: the same, in which no update
    changes what is fixed."""

    row: ReadyNet
    data: Dataset
    objective: engine.NetworkLoss
    training: engine.NetworkLoss

    @property
    def network(self) -> engine.Network:
        """The network."""
        return self.objective.network

    @cached_property
    def alone(self) -> tuple[engine.NetworkLoss, ...]:
        """The loss of each example alone, for training on one after the other."""
        f = self.training
        return tuple(engine.NetworkLoss(f.network, f.x[k:k + 1], f.y[k:k + 1], loss=f.loss, frozen=f.frozen)
                     for k in range(len(f.x)))


def row_of(net: Any, lab: str) -> ReadyNet:
    """The ready-made net of a name, or one made of a network of the user's own."""
    if isinstance(net, str):
        return NETS[net]
    if not all(isinstance(layer, engine.Dense) for layer in net.layers):
        other = next(layer for layer in net.layers if not isinstance(layer, engine.Dense))
        raise argument_error("net", lab, "a network of Dense layers", other, "engine.network((2, 3, 1)) makes one.")
    if net.n > MOST_PARAMETERS or len(net.layers) > MOST_LAYERS:
        raise argument_error("net", lab, f"a network of at most {MOST_PARAMETERS} parameters and {MOST_LAYERS} layers",
                             Verbatim(f"{net.n} parameters in {len(net.layers)} layers"),
                             "GradientFlowLab shows large nets.")
    return ReadyNet("own net", net, None, OWN_LOSS, OWN_RATE, title="your own net")


def data_of(net: Any, lab: str) -> Dataset:
    """The data that a ready-made net begins with; a network of the user's own has none."""
    data = row_of(net, lab).data
    if data is None:
        raise argument_error("data", lab, "data for your network", Verbatim("none"),
                             "Give x=... and y=..., one row for each example.")
    return data


@lru_cache(maxsize=32)
def task_of(net: Any, data: Dataset, loss: Any, lab: str) -> Task:
    """The task, refused where its parts do not fit each other."""
    row = row_of(net, lab)
    x, y = (array.reshape(len(data), -1) for array in (data.x, data.y))
    inputs, outputs = row.network.sizes[0], row.network.sizes[-1]
    if len(x) > MOST_EXAMPLES:
        raise argument_error("data", lab, f"at most {MOST_EXAMPLES} rows", Verbatim(f"{len(x)} rows"))
    if x.shape[1] != inputs:
        raise argument_error("x", lab, _rows_of(inputs, "input"), x, "Or choose another net.")
    kind = loss if isinstance(loss, engine.Loss) else engine.LOSSES[loss]
    if y.shape[1] != outputs and not (kind.targets == "classes" and y.shape[1] == 1):
        raise argument_error("y", lab, _rows_of(outputs, "target"), y, "Or choose another net.")
    _check_reach(row.network, y, kind, lab)
    objective = engine.NetworkLoss(row.network, x, y, loss=loss)
    return Task(row, data, objective, engine.NetworkLoss(row.network, x, y, loss=loss, frozen=row.fixed))


def _rows_of(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'} in each row"


def _check_reach(network: engine.Network, y: np.ndarray, loss: engine.Loss, lab: str) -> None:
    """Refuse targets that no output can reach."""
    activation = network.layers[-1].activation
    low, high = reach_of(activation)
    if loss.targets != "numbers" or ((y >= low).all() and (y <= high).all()):
        return
    target = y[(y < low) | (y > high)].flat[0]
    raise argument_error("y", lab, f"targets within the range of {activation.name}, {activation.range}", float(target),
                         "Scale the targets, or give the net another output.")


def reach_of(activation: engine.Activation) -> tuple[float, float]:
    """The ends of the values that an activation can have.

    >>> reach_of(engine.ACTIVATIONS["sigmoid"]), reach_of(engine.ACTIVATIONS["relu"])
    ((0.0, 1.0), (0.0, inf))
    """
    found = re.fullmatch(r"[\[(](\S+), (\S+)[\])]", activation.range)
    try:
        return (float(found[1]), float(found[2])) if found else (-np.inf, np.inf)
    except ValueError:
        return -np.inf, np.inf
