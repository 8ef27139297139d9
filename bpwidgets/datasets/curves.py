"""Curves: one input, one output, for nets that learn a function."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from ..errors import argument_error, finite_number, lookup, whole_number
from .dataset import Dataset


@dataclass(frozen=True)
class Curve:
    """A function of one number, over x from -1 to 1.

    Parameters
    ----------
    name
        What menus call it.
    function
        An array x of any shape -> y, entry by entry, same shape.
    formula
        y as a person writes it.
    """

    name: str
    function: Callable[[np.ndarray], np.ndarray]
    formula: str = ""

    def __repr__(self) -> str:
        return f"Curve({self.name!r})"


def curve(name: str | Curve, n: int = 50, noise: float = 0.1, seed: int = 0) -> Dataset:
    """Points of a curve, at n equal steps of x from -1 to 1: x (N, 1), y (N, 1).

    Parameters
    ----------
    name
        A name of `CURVES`, or a custom `Curve`.
    n
        How many points.
    noise
        Standard deviation of what is added to each y, in the unit of y.
    seed
        Of the noise.

    Raises
    ------
    ArgumentError
        If the name is unknown, n below 2, the noise negative, the seed not a whole number, or a custom function gives
        another shape than that of x.

    Examples
    --------
    >>> curve("parabola", n=5, noise=0).y[:, 0].tolist()
    [1.0, -0.5, -1.0, -0.5, 1.0]
    >>> curve(Curve("cube", lambda x: x ** 3), n=3, noise=0).y[:, 0].tolist()
    [-1.0, 0.0, 1.0]
    """
    row = lookup(name, CURVES, Curve, "name", "curve")
    x = np.linspace(-1, 1, whole_number(n, "n", "curve", 2))[:, None]
    y = np.asarray(row.function(x))
    if y.shape != x.shape:
        raise argument_error("function", repr(row), f"one y for each x, shape {x.shape}", y)
    noise = finite_number(noise, "noise", "curve", least=0)
    added = noise * np.random.default_rng(whole_number(seed, "seed", "curve")).standard_normal(x.shape)
    return Dataset(x, y + added, row.name, summary=f"One input, one output: y = {row.formula}" if row.formula else "")


_ROWS = (
    Curve("line", lambda x: x / 2 + 0.25, "x / 2 + 1/4"),
    Curve("parabola", lambda x: 2 * x ** 2 - 1, "2 x^2 - 1"),
    Curve("sine", lambda x: np.sin(np.pi * x), "sin(pi x)"),
    Curve("step", lambda x: np.where(x < 0, -1.0, 1.0), "-1 if x < 0 else 1"),
    Curve("corner", np.abs, "|x|"),
    Curve("bump", lambda x: 1 / (1 + 25 * x ** 2), "1 / (1 + 25 x^2)"),     # Runge, 1901: high polynomials fail on it
)

CURVES = MappingProxyType({row.name: row for row in _ROWS})
