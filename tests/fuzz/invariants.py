"""What must hold after every change, whatever it was."""
from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import bpwidgets as bp
from bpwidgets.errors import ArgumentError
from bpwidgets.settings import Data, ObjectiveField, Settings
from bpwidgets.settings.value_fields import MOST_WRITTEN
from bpwidgets.widgets.plan import Plan
from tests.widgets.labs import exact, same, shows

# The form of every refusal, and what no sentence has: numbers that are none, and the words of Python.
REFUSAL = re.compile(r".+ of .+: expected .+; got .+\.", re.DOTALL)
NO_NUMBER = re.compile(r"(?<![\w'\"])(nan|inf|None(?! [a-z]))(?![\w'\"])")
TABLE = re.compile(r"\S {2,}\S|^ ")


@dataclass(frozen=True)
class Moment:
    """A lab before a change."""

    settings: Settings
    result: Any

    @classmethod
    def of(cls, lab: bp.Lab) -> Moment:
        """As it stands now."""
        lab.canvas.trouble, lab.canvas.status = False, ""
        return cls(lab.settings, lab.result)


@dataclass(frozen=True)
class Broken:
    """An invariant that does not hold, and how it shows."""

    invariant: str
    shown: str

    @property
    def kind(self) -> str:
        """The same for failures that are probably one: the words without the numbers."""
        return f"{self.invariant}: {re.sub(r'[-+.0-9e]+', '#', self.shown)[:90]}"


def broken(lab: bp.Lab, before: Moment, error: Exception | None, *, bits: bool) -> Broken | None:
    """The first invariant that the lab breaks; `error` is what the change raised. bits: ask the study again."""
    if error is not None and not isinstance(error, ArgumentError):
        return Broken("only documented errors", f"{type(error).__name__}: {error}")
    for invariant, check in AFTER_EACH.items():
        if shown := check(lab):
            return Broken(invariant, shown)
    if (error or lab.canvas.trouble) and (lab.settings is not before.settings or lab.result is not before.result):
        return Broken("nothing changed after an error", f"{error or lab.canvas.status}")
    if bits and not lab._experiment.unfinished and not same(lab.result, exact(lab)):
        return Broken("same settings give the same bits", repr(lab.settings))
    return None


def _documented_status(lab: bp.Lab) -> str:
    return lab.canvas.status if lab.canvas.trouble and not REFUSAL.match(lab.canvas.status) else ""


def _controls(lab: bp.Lab) -> str:
    return ", ".join(name for name in lab.settings.fields() if not shows(lab, name))


def _words(lab: bp.Lab) -> str:
    if lab.canvas.trouble:
        return ""
    expected = lab.plan.words(lab.settings, lab.result, lab.views, "")
    return ", ".join(name for name in ("verdict", "table", "alt") if getattr(lab.canvas, name) != expected[name])


def _sentences(lab: bp.Lab) -> str:
    told = [*sentences(lab.plan, lab.settings, lab.result), "" if lab.canvas.trouble else lab.canvas.status,
            lab.canvas.verdict]
    return next((sentence for sentence in told if NO_NUMBER.search(sentence)), "")


def sentences(plan: Plan, settings: Settings, result: Any) -> list[str]:
    """All that a lab says, but for its tables and the line of its settings."""
    lines = plan.describe(settings, result).splitlines()
    return [result.verdict, plan.summary(settings, result),
            *(line for line in lines if not TABLE.search(line) and line != repr(settings))]


def _printed(lab: bp.Lab) -> str:
    settings = lab.settings
    if not is_written_in_full(settings):
        return ""
    line = repr(settings)
    name = line.partition("(")[0]
    create = collected if name == "collect" else type(settings).create
    names = {"Dataset": bp.datasets.Dataset, "WeightLab": bp.WeightLab, re.sub(r"\W", "_", name): create}
    try:
        again = eval(line, names)
    except Exception as error:
        return f"{line}: {type(error).__name__}: {error}"
    return "" if again == settings else line


def collected(lab: bp.Lab, **given: Any) -> Settings:
    """The settings of a collection that is made from a lab."""
    return bp.collect(lab, **given).settings


def is_written_in_full(settings: Settings) -> bool:
    """True unless the settings hold something that stands in no line: an objective from outside, or large data."""
    for name, field in settings.fields().items():
        value = getattr(settings, name)
        if isinstance(field, ObjectiveField) and not isinstance(value, str):
            return False
        if isinstance(field,
                      Data) and value not in field.options.values() and value.x.size + value.y.size > MOST_WRITTEN:
            return False
    return True


AFTER_EACH: Mapping[str, Callable[[bp.Lab], str]] = MappingProxyType({
    "errors of hands are documented": _documented_status, "controls show the settings": _controls,
    "words tell of the result": _words,
    "no nan in a sentence": _sentences, "the printed line gives equal settings": _printed})
