"""Inputs that a net is given besides the numbers of the data: the further features of TensorFlow Playground."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from ..errors import Verbatim, argument_error


@dataclass(frozen=True)
class Feature:
    """One column, or several, made of the inputs of the data.

    name: what settings call it. of: points (N, inputs) -> (N, columns). inputs: how many inputs the data must have at
    least. title: what menus show.
    """

    name: str
    of: Callable[[np.ndarray], np.ndarray]
    inputs: int
    title: str = ""


def _x(p: np.ndarray) -> np.ndarray:
    return p[:, :1]


def _y(p: np.ndarray) -> np.ndarray:
    return p[:, 1:2]


FEATURES = MappingProxyType({row.name: row for row in (
    Feature("x", _x, 1),
    Feature("y", _y, 2),
    Feature("x^2", lambda p: _x(p) ** 2, 1, "x²"),
    Feature("y^2", lambda p: _y(p) ** 2, 2, "y²"),
    Feature("xy", lambda p: _x(p) * _y(p), 2),
    Feature("sin(x)", lambda p: np.sin(_x(p)), 1, "sin x"),
    Feature("sin(y)", lambda p: np.sin(_y(p)), 2, "sin y"),
    Feature("inputs", lambda p: p, 3, "all inputs"),
)})


def possible(inputs: int) -> tuple[str, ...]:
    """The names of those that data with so many inputs have: with more than two, the inputs as they are.

    >>> possible(1), possible(64)
    (('x', 'x^2', 'sin(x)'), ('inputs',))
    """
    if inputs > 2:
        return ("inputs",)
    return tuple(name for name, row in FEATURES.items() if row.inputs <= inputs)


def usual(inputs: int) -> tuple[str, ...]:
    """The inputs as they are."""
    return ("inputs",) if inputs > 2 else ("x", "y")[:inputs]


def columns(names: tuple[str, ...], points: np.ndarray) -> np.ndarray:
    """Points (N, inputs) -> (N, features).

    >>> columns(("x", "xy"), np.array([[2.0, 3.0]])).tolist()
    [[2.0, 6.0]]
    """
    with np.errstate(all="ignore"):
        made = np.concatenate([FEATURES[name].of(points) for name in names], axis=1)
    if not np.isfinite(made).all():
        raise argument_error("features", "the data", "inputs that are finite numbers", Verbatim(", ".join(names)),
                             "The data are too large for some of these: scale them first.")
    return made
