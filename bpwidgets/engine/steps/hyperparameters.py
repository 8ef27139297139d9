"""Hyperparameters: the named numbers of a rule, such as the momentum of an optimizer, checked where they are given."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...errors import argument_error, finite_number, nearest, whole_number


@dataclass(frozen=True)
class Hyperparameter:
    """One number of a rule, with the values it may take.

    Parameters
    ----------
    name
        What the literature calls it; the keyword of `replace`.
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
    value: float | None = None

    def __post_init__(self) -> None:
        if self.value is None:
            object.__setattr__(self, "value", self.default)

    def __repr__(self) -> str:
        return f"{self.name}={self.value!r}"

    def replace(self, value: Any, of: str) -> Hyperparameter:
        """The same with another value, refused in the name of the rule it belongs to if that is not allowed."""
        if isinstance(self.default, int):
            number = whole_number(value, self.name, of, self.least)
        else:
            number = finite_number(value, self.name, of, self.least, self.above)
        if number >= self.below:
            raise argument_error(self.name, of, f"a number, {self.least:g} or more and below {self.below:g}", value)
        return dataclasses.replace(self, value=number)


def replaced(row: Any, changes: Mapping[str, Any]) -> Any:
    """A row with other values of its `hyperparameters`.

    Raises
    ------
    ArgumentError
        If the row has no hyperparameter of that name, or a value is out of its range.
    """
    known = [number.name for number in row.hyperparameters]
    for name in changes:
        if name not in known:
            expected = f"one of {', '.join(known)}" if known else "none"
            raise argument_error("hyperparameter", row.name, expected, name, nearest(name, known))
    return dataclasses.replace(row, hyperparameters=tuple(
        number.replace(changes[number.name], row.name) if number.name in changes else number for number in row.hyperparameters))


def values(row: Any) -> tuple[float, ...]:
    """The values of a row's hyperparameters, in order: what its rule takes."""
    return tuple(number.value for number in row.hyperparameters)


def written(row: Any) -> str:
    """The name of a row, and what differs from its defaults: Optimizer('momentum', momentum=0.5)."""
    return f"{type(row).__name__}({', '.join([repr(row.name), *_chosen(row)])})"


def short(row: Any) -> str:
    """The same as a person says it: momentum, momentum(momentum=0.5)."""
    return f"{row.name}({', '.join(_chosen(row))})" if _chosen(row) else row.name


def _chosen(row: Any) -> list[str]:
    return [repr(number) for number in row.hyperparameters if number.value != number.default]
