"""The simplest result there is: curves over one axis.

A study outside the package can return it and has a picture at once.
"""
from __future__ import annotations

import math
from collections.abc import Mapping, Sized
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from ...errors import Verbatim, argument_error
from ...text import columns, elide, number

MOST_CURVES = 4
TEXTS = MappingProxyType({"verdict": "It is the sentence that answers the question of the lab.",
                          "x_label": "It stands at the axis.",
                          "y_label": "It stands at the axis."})


@dataclass(frozen=True, eq=False)
class Curves:
    """Curves over x, with a verdict: the sentence that answers the question of the lab.

    x: (n,). curves: name -> (n,), at most four. x_label, y_label: the words at the axes. Numbers that are not finite
    leave gaps.

    Raises ArgumentError for anything but real numbers, a curve of another length than x, none or more than four of
    them, and words that are no text.

    >>> Curves([0, 1, 2], {"square": [0, 1, 4]}).summary()
    'square ends at 4'
    """

    x: np.ndarray
    curves: Mapping[str, np.ndarray]
    verdict: str = ""
    x_label: str = ""
    y_label: str = ""

    def __post_init__(self):
        for name, meaning in TEXTS.items():
            if not isinstance(getattr(self, name), str):
                raise argument_error(name, "Curves", "a text", getattr(self, name), meaning)
        if not isinstance(self.curves, Mapping):
            raise argument_error("curves", "Curves", "a mapping from names to numbers", shown(self.curves),
                                 'Write {"height": y}.')
        object.__setattr__(self, "x", _numbers(self.x, "x"))
        object.__setattr__(self, "curves",
                           MappingProxyType({name: _numbers(y, f"curve {name!r}") for name, y in self.curves.items()}))
        self._check()

    def _check(self) -> None:
        if not 1 <= len(self.curves) <= MOST_CURVES:
            raise argument_error("curves", "Curves", f"one to {MOST_CURVES} curves", len(self.curves))
        if self.x.ndim != 1 or self.x.size == 0:
            raise argument_error("x", "Curves", "shape (n,), n at least 1", self.x)
        for name, y in self.curves.items():
            if not isinstance(name, str):
                raise argument_error("curves", "Curves", "names that are texts", name, f"Write {str(name)!r}.")
            if y.shape != self.x.shape:
                raise argument_error(f"curve {name!r}", "Curves", f"shape {self.x.shape}, as x", y)

    def summary(self) -> str:
        """The verdict, or where each curve ends if there is none."""
        return self.verdict or self.ends()

    def ends(self) -> str:
        """Where each curve ends, in words."""
        return ", ".join(f"{name} ends {_end(float(y[-1]))}" for name, y in self.curves.items())

    def table(self) -> str:
        """The numbers of all curves as text, shortened in the middle."""
        rows = [tuple(number(v) for v in row) for row in zip(self.x, *self.curves.values())]
        return columns((self.x_label or "x", *self.curves), elide(rows))


def shown(given: Any) -> Any:
    """What a message calls a value that may be long: a container by its kind and what is in it, anything else as
    usual."""
    kind = f"a {type(given).__name__}"
    if isinstance(given, Mapping):
        return Verbatim(f"{kind} with {', '.join(map(repr, given))}" if given else f"an empty {type(given).__name__}")
    return Verbatim(f"{kind} of {len(given)}") if isinstance(given, Sized) and isinstance(given,
                                                                                          (list, tuple, set)) else given


def _numbers(given: Any, name: str) -> np.ndarray:
    """A read-only copy as floats."""
    try:
        array = np.array(given)
        if array.dtype.kind not in "biufc":
            array = np.vectorize(float, otypes=[float])(array)
    except (TypeError, ValueError, OverflowError):
        raise argument_error(name, "Curves", "real numbers", shown(given),
                             "Give a list or an array of numbers.") from None
    if np.iscomplexobj(array):
        raise argument_error(name, "Curves", "real numbers", Verbatim("complex ones"),
                             "Choose np.real(...), np.imag(...) or np.abs(...).")
    array = array.astype(float)
    array.flags.writeable = False
    return array


def _end(value: float) -> str:
    if math.isfinite(value):
        return f"at {number(value)}"
    return "where it is not defined" if math.isnan(value) else "at infinity" if value > 0 else "at minus infinity"
