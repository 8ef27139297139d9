"""One call of a function that may do anything: what it answered, what it printed, what it changed, where it stopped.

The arguments are copies, and what the function does to the random numbers, to the warnings and to numpy's errors of the
learner's kernel is undone. How long a call takes cannot be limited from inside the kernel; a call that does not end is
stopped with the kernel's stop button, which is an outcome like any other.
"""
from __future__ import annotations

import copy
import dis
import inspect
import io
import linecache
import random
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from typing import Any

import numpy as np

from .agreement import difference

# What ends a call; anything else ends the kernel.
ENDS = (Exception, SystemExit, KeyboardInterrupt)


@dataclass(frozen=True)
class Called:
    """What came of a call. value: what was answered, if error is None. line: where it stopped, in the function's own
    file: its number and its text. printed: what went to stdout. changed: numbers of the arguments that it changed."""

    value: Any = None
    error: BaseException | None = None
    line: tuple[int, str] | None = None
    printed: str = ""
    changed: tuple[int, ...] = ()


def call(function: Callable[..., Any], arguments: Sequence[Any]) -> Called:
    """The function called with copies of the arguments; nothing is raised.

    >>> call(lambda x: x + 1, (1,))
    Called(value=2, error=None, line=None, printed='', changed=())
    """
    given, printed = copy.deepcopy(tuple(arguments)), io.StringIO()
    value = error = line = None
    try:
        with redirect_stdout(printed):
            value = function(*given)
    except ENDS as raised:
        line, error = _line(function, raised), raised.with_traceback(None)
    changed = tuple(k for k, (now, before) in enumerate(zip(given, arguments)) if difference(now, before, 0.0))
    return Called(value, error, line, printed.getvalue(), changed)


@contextmanager
def untouched() -> Iterator[None]:
    """Random numbers, warnings and numpy's errors are afterwards as they were."""
    numbers, of_numpy = random.getstate(), np.random.get_state()  # noqa: NPY002, it is the learner's
    with warnings.catch_warnings(), np.errstate():
        warnings.simplefilter("ignore")
        try:
            yield
        finally:
            random.setstate(numbers)
            np.random.set_state(of_numpy)  # noqa: NPY002


def is_stub(function: Any) -> bool:
    """True for what nobody has begun: `...`, or a function whose body is `...`, `pass`, or a docstring.

    >>> is_stub(...), is_stub(lambda x: None), is_stub(lambda x: x)
    (True, True, False)
    """
    code = getattr(function, "__code__", None)
    if code is None:
        return function is None or function is ...
    steps = [step for step in dis.get_instructions(code) if step.opname not in ("RESUME", "NOP", "CACHE")]
    return all(step.opname == "RETURN_VALUE" or ("CONST" in step.opname and step.argval in (None, ...))
               for step in steps)


def misfit(function: Any, arguments: Sequence[Any]) -> int | None:
    """How many parameters the function has, if it cannot be called with these arguments; None if it can."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):    # some that are written in C do not tell
        return None
    try:
        signature.bind(*arguments)
    except TypeError:
        return len(signature.parameters)
    return None


def _line(function: Any, raised: BaseException) -> tuple[int, str] | None:
    """The last line of the function's own file that the error came through."""
    file = getattr(getattr(function, "__code__", None), "co_filename", None)
    trace, found = raised.__traceback__, None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == file:
            found = trace.tb_lineno
        trace = trace.tb_next
    return None if found is None else (found, linecache.getline(file, found).strip())
