"""Hyperparameters: the named numbers of a rule, such as the momentum of an optimizer, checked where they are given."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, TypeVar

from typing_extensions import Self

from ...errors import argument_error, finite_number, nearest, whole_number


@dataclass(frozen=True)
class Hyperparameter:
    """One number of a rule, with the values it may take.

    Parameters
    ----------
    name
        Its name in the literature; the keyword of `replace`.
    default
        The number used if none is chosen. If it is an int, only whole numbers are accepted in its place.
    least
        The smallest number allowed.
    above, below
        Numbers that must not be reached.
    value
        The number chosen; None for the default.

    Examples
    --------
    >>> Hyperparameter("momentum", 0.9, below=1)
    momentum=0.9
    """

    name: str
    default: float
    least: float = 0
    above: float = -math.inf
    below: float = math.inf
    value: float = None  # type: ignore[assignment]  # None stands for the default, see below

    def __post_init__(self) -> None:
        if self.value is None:
            object.__setattr__(self, "value", self.default)

    def __repr__(self) -> str:
        return f"{self.name}={self.value!r}"

    def replace(self, value: Any, of: str) -> Hyperparameter:
        """The same with another value, refused in the name of the rule it belongs to if that is not allowed."""
        number = (whole_number(value, self.name, of, self.least) if isinstance(self.default, int)
                  else finite_number(value, self.name, of, self.least, self.above))
        if number >= self.below:
            raise argument_error(self.name, of, f"a number, {self.least:g} or more and below {self.below:g}", value)
        return dataclasses.replace(self, value=number)


Rule = TypeVar("Rule", bound="Tunable")


class Tunable:
    """A row of a table whose rule has hyperparameters; a frozen dataclass derives from it, with repr=False.

    Parameters
    ----------
    name
        What menus and settings call it.
    hyperparameters
        The numbers of the rule, in the order in which it takes them.
    """

    name: str
    hyperparameters: tuple[Hyperparameter, ...]
    __dataclass_fields__: ClassVar[dict[str, dataclasses.Field[Any]]]

    def __repr__(self) -> str:
        """The name, and what differs from the defaults: Optimizer('momentum', momentum=0.5)."""
        return f"{type(self).__name__}({', '.join([repr(self.name), *self._chosen])})"

    def __str__(self) -> str:
        """The same for menus and tables: momentum, momentum(momentum=0.5)."""
        return f"{self.name}({', '.join(self._chosen)})" if self._chosen else self.name

    @property
    def _chosen(self) -> list[str]:
        return [repr(number) for number in self.hyperparameters if number.value != number.default]

    @cached_property
    def constants(self) -> tuple[float, ...]:
        """The values of the hyperparameters, in order: what the rule takes."""
        return tuple(number.value for number in self.hyperparameters)

    def replace(self, **changes: float) -> Self:
        """The same rule with other hyperparameters: `OPTIMIZERS["momentum"].replace(momentum=0.5)`.

        Raises
        ------
        ArgumentError
            If the rule has no hyperparameter of that name, or the value is out of its range.
        """
        known = [number.name for number in self.hyperparameters]
        for name in changes:
            if name not in known:
                expected = f"one of {', '.join(known)}" if known else "none"
                raise argument_error("hyperparameter", self.name, expected, name, nearest(name, known))
        numbers = tuple(number.replace(changes[number.name], self.name) if number.name in changes else number
                        for number in self.hyperparameters)
        return dataclasses.replace(self, hyperparameters=numbers)
