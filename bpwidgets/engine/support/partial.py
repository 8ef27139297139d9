"""A function with some arguments fixed, for rows of tables that are made with a constant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Partial:
    """A function whose last arguments are fixed; equal to another one with the same content, unlike a lambda.

    Examples
    --------
    >>> Partial(pow, (2,)) == Partial(pow, (2,)), Partial(pow, (2,))(3)
    (True, 9)
    """

    function: Callable[..., Any]
    constants: tuple[float, ...]

    def __call__(self, *arguments: Any) -> Any:
        return self.function(*arguments, *self.constants)
