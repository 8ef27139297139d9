"""A memo: what an experiment has computed lately, so that it need not compute it again while something else changes.

A study that takes a `memo` asks it for what is worth keeping: `memo(function, *given)`. It gets the same answer as from
`compute`, which keeps nothing; so no number depends on what was asked before.

>>> memo = Memo()
>>> memo(pow, 2, 10), compute(pow, 2, 10)
(1024, 1024)
"""
from __future__ import annotations

import functools
import inspect
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Protocol

import numpy as np

KEEP = 4


class Computing(Protocol):
    """function(*given), or the answer that is kept of it; `keep`: how many answers of this function are kept at
    most."""

    def __call__(self, function: Callable[..., Any], *given: Any, keep: int = KEEP) -> Any: ...


def compute(function: Callable[..., Any], *given: Any, keep: int = KEEP) -> Any:
    """function(*given), computed anew."""
    return function(*given)


class Memo:
    """The last few answers of each function, by what was given: arrays by content, all else by equality."""

    def __init__(self) -> None:
        self._answers: dict[Callable[..., Any], OrderedDict[Hashable, Any]] = {}

    def __call__(self, function: Callable[..., Any], *given: Any, keep: int = KEEP) -> Any:
        answers = self._answers.setdefault(function, OrderedDict())
        key = tuple(map(_content, given))
        if key not in answers:
            answers[key] = function(*given)
        answers.move_to_end(key)
        while len(answers) > keep:
            answers.popitem(last=False)
        return answers[key]


def _content(value: Any) -> Hashable:
    return (value.shape, value.dtype.str, value.tobytes()) if isinstance(value, np.ndarray) else value


def remembering(study: Callable[..., Any]) -> Callable[[Any], Any]:
    """The study with a memo of its own, if it takes one."""
    try:
        takes = "memo" in inspect.signature(study).parameters
    except (TypeError, ValueError):     # some callables written in C have no signature
        takes = False
    return functools.partial(study, memo=Memo()) if takes else study
