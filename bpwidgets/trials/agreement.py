"""Whether two answers agree, and if not, in words: numbers, arrays, tuples and dicts of them."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..errors import describe
from ..text import number, typeset

# Up to so many numbers stand in a sentence; of more the shape is said.
FEW = 12
# So many are compared as a row; of more the two that differ most are told.
SHORT = 4


def difference(given: Any, expected: Any, tolerance: float, names: str | Sequence[str] = "") -> str:
    """How an answer differs from the expected one, as a sentence without a full stop; "" if they agree.

    tolerance: two numbers agree if they differ by no more than this part of the largest expected number. names: what
    the answer is called; for a tuple what each of its parts is called.

    >>> difference(8.2, 2.05, 1e-9, "the gradient")
    'yours gives 8.2, the gradient is 2.05'
    >>> difference((1.0, 2.0), (1.0, 2.0), 1e-9)
    ''
    """
    if _is_open(given):
        return "a part of your answer still is `...`"
    if isinstance(expected, tuple) or (isinstance(expected, list) and not _is_numeric(expected)):
        return _of_tuple(given, expected, tolerance, names)
    if isinstance(expected, Mapping):
        return _of_mapping(given, expected, tolerance)
    name = names if isinstance(names, str) else ""
    return _of_array(given, expected, tolerance, name) if _is_numeric(expected) else _of_other(given, expected)


def shown(value: Any, digits: int = 4) -> str:
    """A value in a sentence: numbers in full if they are few.

    >>> shown(1.25), shown(np.eye(2)), shown(np.zeros((20, 3))), shown("relu")
    ('1.25', '[[1, 0], [0, 1]]', 'an array of shape (20, 3)', "'relu'")
    """
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {shown(part, digits)}" for key, part in value.items()) + "}"
    if isinstance(value, (tuple, list)) and not _is_numeric(value):
        return "(" + ", ".join(shown(part, digits) for part in value) + ")"
    if not _is_numeric(value) or isinstance(value, (bool, np.bool_)):
        return describe(value)
    array = np.asarray(value)
    return _listed(array.tolist(), digits) if array.size <= FEW and array.dtype.kind in "iuf" else describe(array)


def count(value: Any) -> int:
    """How many numbers there are in a value."""
    if isinstance(value, Mapping):
        return sum(map(count, value.values()))
    if isinstance(value, (tuple, list)):
        return sum(map(count, value))
    return int(np.size(value)) if _is_numeric(value) else 1


def _of_tuple(given: Any, expected: tuple[Any, ...], tolerance: float, names: str | Sequence[str]) -> str:
    names = ("",) * len(expected) if isinstance(names, str) else tuple(names)[:len(expected)]
    wanted = f"({', '.join(names)})" if all(names) else f"{len(expected)} values"
    if not isinstance(given, (tuple, list)):
        return f"yours gives {_kind(given)}; expected are {wanted}, with commas between them"
    if len(given) != len(expected):
        return f"yours gives {len(given)} value{'s'[len(given) == 1:]}; expected are {wanted}"
    parts = zip(given, expected, (f"`{name}`" if name else "" for name in names))
    return next((told for one, other, name in parts if (told := difference(one, other, tolerance, name))), "")


def _of_mapping(given: Any, expected: Mapping[Any, Any], tolerance: float) -> str:
    if not isinstance(given, Mapping):
        return f"yours gives {_kind(given)}; expected is a dict with {', '.join(map(str, expected))}"
    for key in expected:
        if key not in given:
            return f"`{key}` is missing in the dict that yours gives"
    for key in given:
        if key not in expected:
            return f"the dict that yours gives has {describe(key)}, which does not belong there"
    parts = ((given[key], expected[key], f"`{key}`") for key in expected)
    return next((told for one, other, name in parts if (told := difference(one, other, tolerance, name))), "")


def _of_array(given: Any, expected: Any, tolerance: float, name: str) -> str:
    right, part = np.asarray(expected), f" for {name}" if name.startswith("`") else ""
    if not _is_numeric(given):
        return f"yours gives {_kind(given)}{part}; expected is {_form(right)}"
    yours = np.asarray(given)
    if yours.dtype.kind == "c" and right.dtype.kind != "c":
        return f"yours gives complex numbers{part}; expected are real ones"
    if (yours.dtype.kind == "b") != (right.dtype.kind == "b"):
        one, other = (("True or False", "numbers") if yours.dtype.kind == "b" else ("numbers", "True or False"))
        return f"yours gives {one}{part}; expected are {other}"
    if yours.shape != right.shape:
        return f"yours gives {_form(yours)}{part}; expected is {_form(right)}"
    off = _off(yours, right, tolerance)
    return _numbers(yours, right, off, name or "right") if off.any() else ""


def _off(yours: np.ndarray, right: np.ndarray, tolerance: float) -> np.ndarray:
    """Where two arrays of one shape differ."""
    with np.errstate(all="ignore"):
        finite = np.abs(right[np.isfinite(right)] * 1.0)
        allowed = tolerance * (finite.max(initial=0.0) + 1e-3)
        same = (yours == right) | (np.isnan(yours) & np.isnan(right))
        return ~(same | (np.abs(yours * 1.0 - right) <= allowed))


def _numbers(yours: np.ndarray, right: np.ndarray, off: np.ndarray, name: str) -> str:
    """The two numbers that differ most, or two short rows."""
    place = ""
    if yours.ndim != 1 or yours.size > SHORT:
        with np.errstate(all="ignore"):
            apart = np.where(off, np.nan_to_num(np.abs(yours * 1.0 - right), nan=np.inf), -1.0)
        at = np.unravel_index(int(np.argmax(apart)), yours.shape)
        place = f" at {[int(k) for k in at]}" if at else ""
        yours, right = yours[at], right[at]
    one, other = _apart(yours, right)
    if np.isnan(yours).any() and not np.isnan(right).any():
        one += " (nan: not a number, as 0/0 or the log of a negative number)"
    return f"yours gives {one}{place}, {'where ' if place else ''}{name} is {other}"


def _apart(yours: Any, right: Any) -> tuple[str, str]:
    """Both with as many digits as tell them apart."""
    for digits in (4, 6, 8, 12, 17):
        one, other = shown(yours, digits), shown(right, digits)
        if one != other:
            break
    return typeset(one), typeset(other)


def _of_other(given: Any, expected: Any) -> str:
    """Texts and the like; of objects that cannot tell whether they are equal the type is all there is to see."""
    tells = type(expected).__eq__ is not object.__eq__
    same = type(given) is type(expected) and (given is expected or not tells or np.all(given == expected))
    return "" if same else f"yours gives {describe(given)}, right is {describe(expected)}"


def _kind(given: Any) -> str:
    if given is None:
        return "nothing (None): the last line hands a value back with `return`"
    if callable(given):
        return "a function (is it called, with parentheses?)"
    article = "an" if type(given).__name__[0] in "aeio" else "a"
    return _form(np.asarray(given)) if _is_numeric(given) else f"{article} {type(given).__name__}"


def _form(array: np.ndarray) -> str:
    return f"an array of shape {array.shape}" if array.ndim else "a number"


def _is_numeric(value: Any) -> bool:
    """Numbers, arrays and lists of numbers."""
    if isinstance(value, (str, bytes, Mapping, tuple, type(None))) or callable(value):
        return False
    try:
        return np.asarray(value).dtype.kind in "biufc"
    except ValueError:    # lists of different lengths
        return False


def _is_open(given: Any) -> bool:
    return given is ... or (isinstance(given, (tuple, list)) and any(part is ... for part in given))


def _listed(value: Any, digits: int) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_listed(part, digits) for part in value)}]"
    return number(value, digits)
