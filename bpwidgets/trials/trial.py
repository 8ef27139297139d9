"""What comes of trying a learner's function: cases drawn anew, each compared with the reference, a verdict in words.

A known wrong version is recognized by what it answers, in every case, and never by its code.
"""
from __future__ import annotations

import inspect
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np

from ..errors import describe
from .agreement import count, difference, shown
from .call import Called, call, is_stub, misfit, untouched

NOT_ATTEMPTED, NOT_YET, CORRECT = "not attempted", "not yet", "correct"
# How many cases are drawn, and after how many seconds no further one is begun.
CASES, PATIENCE = 12, 5.0
PRINTED_LINES = 8
# A case of so many numbers stands in the sentence; a larger one below it.
IN_LINE = 8


@dataclass(frozen=True)
class Wrong:
    """A version that learners often write. name: what it is called. function: it. message: why it is wrong, in one
    sentence that a learner understands.

    >>> Wrong("sign", lambda w, x: -w * x, "The sign is the other one.").name
    'sign'
    """

    name: str
    function: Callable[..., Any]
    message: str


class Asked(Protocol):
    """What is known of the function that is asked for; an `Exercise` knows it."""

    reference: Callable[..., Any]
    cases: Callable[[np.random.Generator], Sequence[Any]]
    wrong: Sequence[Wrong]
    tolerance: float
    returns: str | Sequence[str]
    through: Callable[..., Any] | None


@dataclass(frozen=True)
class Trial:
    """What came of a try. state: "not attempted", "not yet" or "correct". said: why, as Markdown. seed: of the case
    that it tells of. misconception: name of the known wrong version. given: the case, a line for each argument, where
    it is too long for a sentence. printed: what was printed in that case."""

    state: str
    said: str = ""
    seed: int = 0
    misconception: str = ""
    given: str = ""
    printed: str = ""

    @property
    def right(self) -> bool:
        return self.state == CORRECT

    def __str__(self) -> str:
        """All of it in plain words."""
        return "\n".join(filter(None, (self.said.replace("**", "") or "Not attempted.", self.given)))


@dataclass(frozen=True)
class _Run:
    """One case. told: how the answer differs from the reference; "" where it does not."""

    seed: int
    arguments: Sequence[Any]
    called: Called
    told: str


def try_out(function: Any, asked: Asked, seed: int | None = None, patience: float = PATIENCE) -> Trial:
    """Try a function on fresh cases; with a seed, on those of the seed. Nothing is raised for what the function does.

    patience: after so many seconds no further case is begun. A single call cannot be limited from here.
    """
    if is_stub(function):
        return Trial(NOT_ATTEMPTED)
    seed = secrets.randbits(32) if seed is None else seed
    if told := _unfit(function, asked, seed):
        return Trial(NOT_YET, f"**Not yet.** {told}", seed)
    with untouched():
        runs = tuple(_runs(function, asked, seed, patience))
        if all(_is_open(run.called) for run in runs):
            return Trial(NOT_ATTEMPTED)
        failed = [run for run in runs if run.told]
        known = next((wrong for wrong in asked.wrong if failed and _is_of(wrong, runs, asked)), None)
    if known:
        return _known(known, _smallest([run for run in failed if run.called.error is None]), asked)
    return _failed(failed, asked) if failed else _agreed(runs, asked)


def arguments(asked: Asked, seed: int) -> tuple[Any, ...]:
    """The arguments of the case with this seed."""
    drawn = asked.cases(np.random.default_rng(seed))
    return drawn if isinstance(drawn, tuple) else (drawn,)


def retold(asked: Asked, misconception: str, seed: int) -> Trial | None:
    """What was told of a known wrong version, again from its name and the seed; None if it is not known any more."""
    wrong = next((wrong for wrong in asked.wrong if wrong.name == misconception), None)
    if wrong is None:
        return None
    with untouched():
        run = _run(wrong.function, asked, seed)
    return _known(wrong, run, asked) if run.told else None


def in_code(text: str) -> str:
    """A text as code in Markdown, whatever stands in it.

    >>> in_code("x"), in_code("a `b`")
    ('`x`', '`` a `b` ``')
    """
    text = " ".join(text.split())
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def _unfit(function: Any, asked: Asked, seed: int) -> str:
    name = asked.reference.__name__
    if not callable(function):
        return (f"The check needs the function itself, `{name}`, without parentheses behind it; "
                f"got {describe(function)}.")
    given = arguments(asked, seed)
    takes = misfit(function, given)
    if takes is None:
        return ""
    return (f"Your function takes {takes} argument{'s'[takes == 1:]}; it is called with {len(given)}: "
            f"`{name}({', '.join(_names(asked))})`.")


def _runs(function: Callable[..., Any], asked: Asked, seed: int, patience: float) -> Iterator[_Run]:
    begun = time.monotonic()
    for k in range(_cases(asked)):
        run = _run(function, asked, seed + k)
        yield run
        if isinstance(run.called.error, KeyboardInterrupt) or time.monotonic() - begun > patience:
            return


def _run(function: Callable[..., Any], asked: Asked, seed: int) -> _Run:
    given = arguments(asked, seed)
    with np.errstate(all="ignore"):
        right, _ = _answer(asked.reference, given, asked)
    called, refusal = _answer(function, given, asked)
    if right.error is not None:
        raise right.error
    told = refusal or (_stopped(called) if called.error else
                       difference(called.value, right.value, asked.tolerance, asked.returns))
    return _Run(seed, given, called, told)


def _answer(function: Callable[..., Any], given: Sequence[Any], asked: Asked) -> tuple[Called, str]:
    """What came of a call, as far as it is compared; and why its answer is of no use, if it is of none."""
    called = call(function, given)
    if asked.through is None or called.error is not None or _is_open(called):
        return called, ""
    seen = call(asked.through, (called.value, *given))
    return replace(called, value=seen.value, error=seen.error), "" if seen.error is None else str(seen.error)


def _is_open(called: Called) -> bool:
    """Nothing was written yet: nbgrader's stub raises this error, others answer `...`."""
    value = called.value
    parts = value if isinstance(value, (tuple, list)) and value else (value,)
    return isinstance(called.error, NotImplementedError) or all(part is ... for part in parts)


def _is_of(wrong: Wrong, runs: Sequence[_Run], asked: Asked) -> bool:
    """The function answers what the wrong version answers, in every case, and differs from the reference in one."""
    for run in runs:
        theirs, _ = _answer(wrong.function, run.arguments, asked)
        if type(theirs.error) is not type(run.called.error):
            return False
        if theirs.error is None and difference(run.called.value, theirs.value, asked.tolerance):
            return False
    return any(run.told and run.called.error is None for run in runs)


def _known(wrong: Wrong, run: _Run, asked: Asked) -> Trial:
    case, given = _case(run, asked)
    said = f"**Not yet: {wrong.name}.** {_sentence(case, run)} {wrong.message}"
    return Trial(NOT_YET, said, run.seed, wrong.name, given, run.called.printed)


def _failed(failed: Sequence[_Run], asked: Asked) -> Trial:
    run = _smallest(failed)
    case, given = _case(run, asked)
    said = f"**Not yet.** {_sentence(case, run)}"
    if run.called.printed and run.called.value is None and not run.called.error:
        said += " What is printed is only seen; `return` hands it back."
    if run.called.changed:
        said += f" {_changed(run.called, asked)}"
    return Trial(NOT_YET, said, run.seed, given=given, printed=run.called.printed)


def _agreed(runs: Sequence[_Run], asked: Asked) -> Trial:
    run = next((run for run in runs if run.called.changed), runs[0])
    if run.called.changed:
        said = f"**Not yet.** The answer is right. {_changed(run.called, asked)}"
        return Trial(NOT_YET, said, run.seed, printed=run.called.printed)
    if not _names(asked):
        return Trial(CORRECT, "**Correct.** It does what it should.", run.seed, printed=run.called.printed)
    cases = f"{len(runs)} fresh case{'s'[len(runs) == 1:]}"
    slow = "" if len(runs) == CASES else f" It is slow: after {PATIENCE:g} seconds no more were tried."
    return Trial(CORRECT, f"**Correct.** It agrees with the reference in {cases}.{slow}", run.seed,
                 printed=run.called.printed)


def _smallest(runs: Sequence[_Run]) -> _Run:
    return min(runs, key=lambda run: count(run.arguments))


def _cases(asked: Asked) -> int:
    """How many cases are drawn: of a function without parameters there is one."""
    return CASES if _names(asked) else 1


def _sentence(case: str, run: _Run) -> str:
    """What is told of a case."""
    return f"{case} {run.told}." if case else f"{run.told[:1].upper()}{run.told[1:]}."


def _case(run: _Run, asked: Asked) -> tuple[str, str]:
    """The arguments as the beginning of a sentence; and as lines below it, if they are too many; nothing for none."""
    if not run.arguments:
        return "", ""
    lines = list(map(_assigned, _names(asked), run.arguments))
    if count(run.arguments) > IN_LINE:
        return "In the case below", "\n".join(lines)
    return f"For {in_code(', '.join(lines))}", ""


def _assigned(name: str, value: Any) -> str:
    text = shown(value)
    return f"{name}: {text}" if text.startswith("an array") else f"{name} = {text}"


def _stopped(called: Called) -> str:
    """Where the function stopped, and with what."""
    number, line = called.line or (0, "")
    where = f", in line {number}: {in_code(line)}" if line else ""
    if isinstance(called.error, KeyboardInterrupt):
        return f"it was stopped while it ran{where} (does a loop never end?)"
    try:
        message = " ".join(str(called.error).split())
    except Exception:    # the error may be one of the learner's own
        message = ""
    message = message if len(message) <= 200 else f"{message[:197]}..."
    return f"it stops with {in_code(f'{type(called.error).__name__}: {message}'.rstrip(': '))}{where}"


def _changed(called: Called, asked: Asked) -> str:
    names = [f"`{_names(asked)[k]}`" for k in called.changed]
    return (f"It changes {' and '.join(names)} in place, which the caller still needs: `x = x - 1` makes a new array, "
            "`x -= 1` and `x[0] = 1` change the one that was given.")


def _names(asked: Asked) -> Sequence[str]:
    return tuple(inspect.signature(asked.reference).parameters)
