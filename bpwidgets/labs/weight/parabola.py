"""The loss of one weight is a parabola: its bottom and its curvature, for each way of writing the loss."""
from __future__ import annotations

from functools import lru_cache

import numpy as np

from ... import engine
from ...datasets import Dataset
from ...errors import Verbatim, argument_error

NETWORK = engine.Network((engine.Dense(1, 1, "identity", bias=False),))


def best_weight(data: Dataset) -> float:
    """Where the parabola has its bottom: sum(x y) / sum(x x), the same for every loss convention and every scale."""
    x, y = used_arrays(data, scaled=True)
    return float(x @ y / (x @ x))


def no_sum_of_squares(loss: engine.Loss) -> str:
    """What is wrong with a loss that is no multiple of the sum of squared errors: its parabola would have another
    bottom.

    >>> no_sum_of_squares(engine.LOSSES["half_mse"]), no_sum_of_squares(engine.LOSSES["mae"])
    ('', 'Here a loss is a multiple of the sum of squared errors.')
    """
    a, y = np.array([[0.3], [-1.2], [2.5], [7.0]]), np.array([[1.0], [0.5], [-2.0], [6.0]])
    with np.errstate(all="ignore"):
        multiple = loss.gradient(a, y) / (a - y)
    fits = multiple[0] > 0 and np.allclose(multiple, multiple[0], rtol=1e-9, atol=0)
    return "" if fits else "Here a loss is a multiple of the sum of squared errors."


@lru_cache(maxsize=64)
def loss_and_curvature(data: Dataset, loss: str | engine.Loss, scaled: bool) -> tuple[engine.NetworkLoss, float]:
    """The loss as a function of the weight, and its curvature."""
    x, y = used_arrays(data, scaled)
    objective = engine.NetworkLoss(NETWORK, x[:, None], y[:, None], loss=loss)
    # The gradient of a parabola is a straight line; its slope is the difference between two points one apart.
    slope = objective.gradient(np.array([1.0])) - objective.gradient(np.array([0.0]))
    return objective, float(slope[0])


def used_arrays(data: Dataset, scaled: bool) -> tuple[np.ndarray, np.ndarray]:
    """x and y (n,) as the network gets them; refused where no weight could learn them."""
    for name, array in (("x", data.x), ("y", data.y)):
        if array.ndim != 1:
            raise argument_error(name, "WeightLab", "shape (n,), one number per row", array)
    largest = np.abs(data.x).max()
    if largest == 0:
        raise argument_error("x", "WeightLab", "a number other than 0", Verbatim("only zeros"),
                             "With inputs of zero the weight changes nothing.")
    for name, most in (("x", largest), ("y", np.abs(data.y).max())):
        if most and not 1e-12 <= most <= 1e12:
            raise argument_error(name, "WeightLab", "a largest size from 1e-12 to 1e12", float(most),
                                 "Choose other units for it.")
    return (data.x / largest, data.y / largest) if scaled else (data.x, data.y)
