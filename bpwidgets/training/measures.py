"""How well a net does on examples: loss and accuracy."""
from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .. import engine
from .data import Examples
from .targets import Targets


class Measured(NamedTuple):
    """The loss of the data, and the share told apart rightly, None where numbers are asked for."""

    loss: np.ndarray
    accuracy: np.ndarray | None


def loss_of(loss: engine.Loss, output: np.ndarray, examples: Examples) -> np.ndarray:
    """Of outputs (..., N, K) -> (...)."""
    with np.errstate(all="ignore"):
        return loss.function(output, examples.desired)


def accuracy_of(targets: Targets, output: np.ndarray, examples: Examples) -> np.ndarray | None:
    """Of outputs (..., N, K) -> (...); an output that is not a number is no answer."""
    if examples.numbers is None:
        return None
    right = (targets.answers(output) == examples.numbers) & np.isfinite(output).all(axis=-1)
    return right.mean(axis=-1)


def measure(network: engine.Network, loss: engine.Loss, targets: Targets, examples: Examples,
            theta: np.ndarray) -> Measured:
    """One theta (n,) on the examples. One at a time: many at once are hardly faster, and round otherwise, so that the
    numbers of a run would depend on the pieces in which it is computed."""
    output = network.forward(theta, examples.x).output
    return Measured(loss_of(loss, output, examples), accuracy_of(targets, output, examples))
