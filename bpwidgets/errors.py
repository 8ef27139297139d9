"""The form of every refusal: which parameter of what, what was expected, what was given, what to do."""

from __future__ import annotations

import math
import numbers
import pickle
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

import numpy as np


class Verbatim(str):  # noqa: SLOT000, it is short and rare
    """A text that describes what was given, shown as it stands: `nan at index [1]` and not `'nan at index [1]'`."""

    def __repr__(self) -> str:
        return str(self)


class ArgumentError(ValueError):
    """An argument that cannot be used, refused before anything has changed.

    Its text is made of its parts: parameter, the name of the argument; owner, what it is an argument of; expected, in
    words; given, the object itself; advice, what to do ('' if there is nothing to add).

    Examples
    --------
    >>> import bpwidgets as bp
    >>> try:
    ...     bp.GradientFlowLab(depth=0)
    ... except bp.ArgumentError as error:
    ...     print(error.parameter, error.given, error.expected, sep=" | ")
    depth | 0 | a whole number from 1 to 100 (hidden layers)
    """

    def __init__(self, parameter: str, owner: str, expected: str, given: object, advice: str = "") -> None:
        text = f"{parameter} of {owner}: expected {expected}; got {describe(given)}."
        super().__init__(f"{text} {advice}" if advice else text)
        self.parameter, self.owner, self.expected, self.given, self.advice = parameter, owner, expected, given, advice

    def __reduce__(self) -> tuple[type[ArgumentError], tuple[str, str, str, object, str]]:
        try:
            pickle.dumps(self.given)
            given = self.given
        except Exception:    # pickle raises what the object raises; what cannot travel is named
            given = Verbatim(describe(self.given))
        return type(self), (self.parameter, self.owner, self.expected, given, self.advice)


def argument_error(parameter: str, of: str, expected: str, given: object, do: str = "") -> ArgumentError:
    """The error to raise for an argument that cannot be used.

    Examples
    --------
    >>> print(argument_error("depth", "a net", "a whole number from 1 to 50", 0, "Give 1 for a single hidden layer."))
    depth of a net: expected a whole number from 1 to 50; got 0. Give 1 for a single hidden layer.
    """
    return ArgumentError(parameter, of, expected, given, do)


def describe(given: object) -> str:
    """A short name for any value: arrays by shape, long texts cut, never an address.

    Examples
    --------
    >>> describe(np.zeros((3, 2))), describe("tahn"), describe(len)
    ('an array of shape (3, 2)', "'tahn'", 'a builtin_function_or_method')
    """
    if isinstance(given, np.generic):
        given = given.item()
    if isinstance(given, np.ndarray) and given.ndim:
        return f"an array of shape {given.shape}"
    try:
        text = repr(given)
    except Exception:    # what the object itself raises, and Python for whole numbers of more than some thousand digits
        text = "<"
    if " at 0x" in text or text.startswith("<"):
        return f"a {type(given).__name__}"
    return text if len(text) <= 60 else f"{text[:57]}..."


def lookup(given: Any, table: Mapping[str, Any], kind: type, parameter: str, of: str) -> Any:
    """The row that was meant: a name is looked up in the table, a row of the right kind is taken as it is.

    Raises
    ------
    ArgumentError
        If it is neither; the text has the nearest right name and the whole list.
    """
    if isinstance(given, kind):
        return given
    if isinstance(given, str) and given in table:
        return table[given]
    article = "an" if kind.__name__[0] in "AEIO" else "a"
    raise argument_error(parameter, of, f"one of {', '.join(table)}, or {article} {kind.__name__}", given,
                         nearest(given, table))


def nearest(given: object, names: Iterable[str]) -> str:
    """The question "Did you mean ...?" with the name that was probably meant, or nothing if none is near.

    Examples
    --------
    >>> nearest("tahn", ["tanh", "relu"]), nearest("he", ["zeros", "he_normal"]), nearest("xyz", ["tanh"])
    ("Did you mean 'tanh'?", "Did you mean 'he_normal'?", '')
    """
    if not isinstance(given, str) or not given:
        return ""
    names = list(names)
    begun = [name for name in names if name.startswith(given.lower())]
    near = begun or get_close_matches(given.lower(), names, n=1, cutoff=0.5) or get_close_matches(given, names, n=1)
    return f"Did you mean {near[0]!r}?" if near else ""


def whole_number(given: Any, parameter: str, of: str, least: float = 0) -> int:
    """The argument as an int, refused unless it is a whole number of at least `least`."""
    whole = isinstance(given, numbers.Integral) and not isinstance(given, (bool, np.bool_))
    if not whole or given < least:
        raise argument_error(parameter, of, f"a whole number, {least} or more", given)
    return int(given)


def finite_number(given: Any, parameter: str, of: str, least: float = -math.inf, above: float = -math.inf) -> float:
    """The argument as a float, refused unless it is a finite number, at least `least` and greater than `above`."""
    real = isinstance(given, numbers.Real) and not isinstance(given, (bool, np.bool_))
    if not real or not math.isfinite(given) or given < least or given <= above:
        bounds = (f", {least:g} or more" if least > -math.inf else "") + (f", above {above:g}"
                                                                          if above > -math.inf else "")
        raise argument_error(parameter, of, f"a finite number{bounds}", given)
    return float(given)
