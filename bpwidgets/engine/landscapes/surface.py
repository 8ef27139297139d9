"""A surface: a formula of two numbers as an objective, with all that is known of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from ...errors import argument_error, finite_number, nearest
from ..check import refuse_wrong_gradient
from ..support.arrays import as_floats
from .closed_form import ClosedForm

Interval = tuple[float, float]


class Stationary(NamedTuple):
    """A point where the gradient is 0, and the value there."""

    x: float
    y: float
    value: float


class Constant(NamedTuple):
    """A number in a formula that one may change, not below `least`."""

    name: str
    value: float
    least: float


@dataclass(frozen=True, repr=False)
class Surface(ClosedForm):
    """An objective theta = (x, y) -> f(x, y) with its exact gradient. Every row of `SURFACES` is one.

    Parameters
    ----------
    name
        What menus and settings call it.
    template
        The formula as text, with {name:g} in the place of a constant.
    function
        f: (x, y, *constants) -> f(x, y), entry by entry.
    slopes
        (x, y, *constants) -> (df/dx, df/dy), entry by entry.
    constants
        The numbers in the formula that `replace` changes; none of them moves the points below.
    minima, saddles
        What is known of them; there may be more (the product net has a whole hyperbola of minima).
    start
        A point from which a descent shows what the surface is known for.
    window
        ((lowest x, highest x), (lowest y, highest y)) of a good picture.
    names
        What the two numbers are called.
    learning_rate
        A rate at which plain descent goes well from the start.
    title, summary
        What menus show, and one sentence about it. Without a title it is the name, in words.
    steep
        Whether the values in the window span decades: on an even scale a picture shows the walls only.

    Raises
    ------
    ArgumentError
        If the slopes at the start are not those of the function (the text has both), or the rate is not above 0.

    Examples
    --------
    >>> from bpwidgets.engine import SURFACES
    >>> bowl = SURFACES["bowl"].replace(condition=100)
    >>> bowl, bowl.formula
    (Surface('bowl', condition=100), '(x^2 + 100 y^2) / 2')
    >>> float(bowl.value([1.0, 1.0])), bowl.gradient([1.0, 1.0])
    (50.5, array([  1., 100.]))
    """

    name: str
    template: str
    function: Callable[..., Any]
    slopes: Callable[..., tuple[Any, Any]]
    constants: tuple[Constant, ...] = ()
    minima: tuple[Stationary, ...] = ()
    saddles: tuple[Stationary, ...] = ()
    start: tuple[float, float] = (1.0, 1.0)
    window: tuple[Interval, Interval] = ((-2.0, 2.0), (-2.0, 2.0))
    names: tuple[str, str] = ("x", "y")
    learning_rate: float = 0.01
    steep: bool = False
    title: str = dataclasses.field(default="", kw_only=True)
    summary: str = dataclasses.field(default="", kw_only=True)

    def __post_init__(self) -> None:
        object.__setattr__(self, "constants", tuple(Constant(*constant) for constant in self.constants))
        object.__setattr__(self, "minima", tuple(Stationary(*point) for point in self.minima))
        object.__setattr__(self, "saddles", tuple(Stationary(*point) for point in self.saddles))
        rate = finite_number(self.learning_rate, "learning_rate", f"the surface {self.name}", above=0)
        object.__setattr__(self, "learning_rate", rate)
        refuse_wrong_gradient(self, np.array(self.start), f"the surface {self.name}")

    def __repr__(self) -> str:
        return f"Surface({', '.join([repr(self.name), *(f'{c.name}={c.value:g}' for c in self.constants)])})"

    def __str__(self) -> str:
        return self.name

    @property
    def formula(self) -> str:
        """f as text."""
        return self.template.format(**{constant.name: constant.value for constant in self.constants})

    @cached_property
    def _numbers(self) -> tuple[float, ...]:
        return tuple(constant.value for constant in self.constants)

    def replace(self, **values: float) -> Surface:
        """The same surface with other constants.

        Raises
        ------
        ArgumentError
            If the formula has no such constant, or it is below its least value.
        """
        names = [constant.name for constant in self.constants]
        for name in values:
            if name not in names:
                expected = f"one of {', '.join(names)}" if names else "none, for its formula has none"
                raise argument_error("constant", f"the surface {self.name}", expected, name, nearest(name, names))
        return dataclasses.replace(self, constants=tuple(
            constant._replace(value=finite_number(values.get(constant.name, constant.value), constant.name,
                                                  f"the surface {self.name}", constant.least))
            for constant in self.constants))

    def value(self, theta: ArrayLike, step: int | None = None) -> np.ndarray:
        """f(theta): theta (..., 2) -> (...)."""
        x, y = self._coordinates(theta)
        with np.errstate(all="ignore"):
            return self.function(x, y, *self._numbers).T

    def gradient(self, theta: ArrayLike, step: int | None = None) -> np.ndarray:
        """(df/dx, df/dy): theta (..., 2) -> (..., 2)."""
        x, y = self._coordinates(theta)
        with np.errstate(all="ignore"):
            return np.array(self.slopes(x, y, *self._numbers)).T

    def value_and_gradient(self, theta: ArrayLike, step: int | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Both: theta (..., 2) -> (...), (..., 2)."""
        x, y = self._coordinates(theta)
        with np.errstate(all="ignore"):
            return self.function(x, y, *self._numbers).T, np.array(self.slopes(x, y, *self._numbers)).T

    def _coordinates(self, theta: ArrayLike) -> np.ndarray:
        """x and y, each with the leading axes of theta in reverse; for one setting two plain numbers, the fastest."""
        theta = as_floats(theta)
        if theta.shape[-1:] != (2,):
            raise argument_error("theta", f"the surface {self.name}", "shape (..., 2)", theta)
        return theta.T
