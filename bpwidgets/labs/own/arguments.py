"""What `make_lab` refuses: arguments that are something else, in another order, and a study that answers with
something else."""
from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator
from typing import Any

from ...errors import Verbatim, argument_error
from ...settings import Settings
from .result import Curves, shown

ORDER = "Give a question, a class of settings and a study, in this order."


def check_arguments(question: Any, settings: Any, study: Any) -> None:
    """A question, a class of settings, a function of one argument."""
    refuse = functools.partial(argument_error, of="make_lab")
    if not isinstance(question, str) or not question.strip():
        raise refuse("question", expected="a text, such as 'When does it stop?'", given=_named(question), do=ORDER)
    if not (isinstance(settings, type) and issubclass(settings, Settings)):
        raise refuse("settings", expected="a class that derives from bp.Settings", given=_named(settings),
                     do=_instead(settings))
    if isinstance(study, type) or not callable(study):
        do = ORDER if isinstance(study, type) else "Give the function itself, without calling it."
        raise refuse("study", expected="a function of the settings", given=_named(study), do=do)
    if not _takes_one(study):
        raise refuse("study", expected="a function of the settings",
                     given=Verbatim("one that cannot be called with one argument"),
                     do="Begin it with: def study(settings).")


def answering_with_curves(study: Callable[[Any], Any], lab: str) -> Callable[[Any], Any]:
    """The study, refused where it answers with anything but `Curves`."""

    @functools.wraps(study)
    def checked(settings: Any) -> Any:
        answer = study(settings)
        return _each(answer, lab) if isinstance(answer, Iterator) else _curves(answer, lab)

    return checked


def _each(answers: Iterator[Any], lab: str) -> Iterator[Curves]:
    answer = None
    for answer in answers:
        yield _curves(answer, lab)
    if answer is None:
        _curves(Verbatim("a generator that gave nothing"), lab)


def _curves(answer: Any, lab: str) -> Curves:
    if not isinstance(answer, Curves):
        raise argument_error("study", lab, 'curves, such as bp.Curves(t, {"height": y})', shown(answer),
                             "End the study with: return bp.Curves(...).")
    return answer


def _named(given: Any) -> Any:
    """Classes and functions by their names."""
    if isinstance(given, type):
        return Verbatim(f"the class {given.__name__}")
    if isinstance(given, Curves):
        return Verbatim("its curves")
    return Verbatim(f"the function {given.__name__}") if inspect.isroutine(given) else shown(given)


def _instead(settings: Any) -> str:
    if isinstance(settings, Settings):
        return f"Give the class itself: {type(settings).__name__}."
    if inspect.isroutine(settings):
        return ORDER
    beginning = f"it with: class {settings.__name__}" if isinstance(settings, type) else "one with: class Mine"
    return f"Begin {beginning}(bp.Settings)."


def _takes_one(study: Callable[..., Any]) -> bool:
    try:
        inspect.signature(study).bind(None)
    except TypeError:
        return False
    except ValueError:      # some functions of C tell nothing of their arguments
        return True
    return True
