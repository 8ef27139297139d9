"""The kinds of fields: what each takes, how it is checked, how it is written."""
from __future__ import annotations

import dataclasses
import numbers
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ..datasets import Dataset
from ..engine import Function, Network
from ..engine.arguments import nearest

if TYPE_CHECKING:
    from .settings import Settings

# Own arrays up to so many numbers are printed in full.
MOST_WRITTEN = 24
# A name in a text, with its index where it has one: relu, W1[0,5].
NAME = re.compile(r"[^\s,\[\]]+(?:\[[^\]]*\])?")
Refuse = Callable[..., ValueError]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Field:
    """What is common to every kind of field.

    label: the words beside the control. question: the heading of the group the control stands in.
    cursor: True if the field only chooses what is shown of a result (it never reruns the study).
    rewinds: fields that go back to their defaults when this one changes.
    auto: settings -> the value that None stands for; a field without it does not take None. It may read the fields above its own.
    """

    label: str = ""
    question: str = ""
    unit: str = ""
    help: str = ""
    cursor: bool = False
    rewinds: tuple[str, ...] = ()
    auto: Callable[[Settings], Any] | None = None

    def filled(self, value: Any, settings: Settings, refuse: Refuse) -> Any:
        """The value in its own type, what None stands for included."""
        return self.check(self.auto(settings) if value is None and self.auto else value, settings, refuse)

    def check(self, value: Any, settings: Settings, refuse: Refuse) -> Any:
        """The value in its own type; raises refuse(expected, value, what to do) for one that cannot be used."""
        raise NotImplementedError

    def written(self, name: str, value: Any) -> str:
        """The keyword that gives this value, as Python."""
        return f"{name}={value!r}"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Slider(Field):
    """A number from `low` to `high`. `high` may be the name of a field above, or settings -> number. `hand`, where given, maps the
    settings to the range a hand can reach (it lies within the bounds); code can use all of the bounds."""

    low: float
    high: float | str | Callable[[Settings], float]
    step: float
    log: bool = False
    integer: bool = False
    hand: Callable[[Settings], tuple[float, float]] | None = None

    def bounds(self, settings: Settings) -> tuple[float, float]:
        """Lowest and highest allowed value."""
        if callable(self.high):
            return self.low, self.high(settings)
        return self.low, getattr(settings, self.high) if isinstance(self.high, str) else self.high

    def check(self, value, settings, refuse):
        low, high = self.bounds(settings)
        kind = "a whole number" if self.integer else "a number"
        expected = f"{kind} from {low:g} to {high:g}" + (f" ({self.unit})" if self.unit else "")
        if isinstance(value, np.ndarray) and value.ndim == 0:
            value = value[()]
        wanted = numbers.Integral if self.integer else numbers.Real
        if isinstance(value, (bool, np.bool_)) or not isinstance(value, wanted):
            raise refuse(expected, value, f"Give {kind}.")
        if not low <= value <= high:
            raise refuse(expected, value, "Choose a value within these bounds.")
        return int(value) if self.integer else float(value)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Choice(Field):
    """One name out of `options`, which maps each name to the words shown for it.

    among: the name of a field that holds those of them which can be chosen at present; '' for all.
    """

    options: Mapping[str, str]
    among: str = ""

    def allowed(self, settings: Settings) -> Mapping[str, str]:
        """The names there are to choose from."""
        return {name: self.options[name] for name in getattr(settings, self.among)} if self.among else self.options

    def check(self, value, settings, refuse):
        allowed = self.allowed(settings)
        if isinstance(value, str) and value in allowed:
            return value
        raise refuse("one of " + ", ".join(allowed), value, nearest(value, allowed) or "Choose one of these names.")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Toggle(Field):
    """True or False."""

    def check(self, value, settings, refuse):
        if isinstance(value, (bool, np.bool_)):
            return bool(value)
        raise refuse("True or False", value, "Give one of the two.")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Data(Field):
    """A `Dataset`, or the name of one in `options`."""

    options: Mapping[str, Dataset]

    def check(self, value, settings, refuse):
        if isinstance(value, Dataset):
            return value
        if isinstance(value, str) and value in self.options:
            return self.options[value]
        names = ", ".join(repr(name) for name in self.options)
        raise refuse(f"a Dataset or one of {names}", value, nearest(value, self.options) or "For your own arrays give x=... and y=....")

    def written(self, name, value):
        if value in self.options.values():
            return f"{name}={value.name!r}"
        if value.x.size + value.y.size <= MOST_WRITTEN:
            return f"x={value.x.tolist()}, y={value.y.tolist()}"
        return f"{name}={value!r}"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Names(Field):
    """Some names in an order that counts, at least so many; as a text they are separated by commas.

    options: the names, or settings -> the names.
    """

    options: tuple[str, ...] | Callable[[Settings], tuple[str, ...]]
    least: int = 0

    def allowed(self, settings: Settings) -> tuple[str, ...]:
        """The names there are to choose from."""
        return self.options(settings) if callable(self.options) else self.options

    def check(self, value, settings, refuse):
        allowed = self.allowed(settings)
        given = NAME.findall(value) if isinstance(value, str) else () if value is None else value
        expected = (f"at least {self.least} " if self.least else "") + "names out of " + ", ".join(_some(allowed))
        if not isinstance(given, (tuple, list)):
            raise refuse(expected, value, f"Give a tuple, such as ({allowed[0]!r},).")
        for name in given:
            if not isinstance(name, str) or name not in allowed:
                raise refuse(expected, name, nearest(name, allowed) or "Choose among these names.")
        if len(given) < self.least:
            raise refuse(expected, value, "")
        return tuple(given)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Axes(Field):
    """Two directions: a name out of `kinds` (name -> words), or two different names out of `names(settings)`."""

    kinds: Mapping[str, str]
    names: Callable[[Settings], tuple[str, ...]]

    def check(self, value, settings, refuse):
        if isinstance(value, str) and value in self.kinds:
            return value
        names = self.names(settings)
        given = NAME.findall(value) if isinstance(value, str) else value
        kinds = f"one of {', '.join(self.kinds)}, or " if self.kinds else ""
        expected = f"{kinds}two names out of {', '.join(_some(names))}"
        if not isinstance(given, (tuple, list)):
            raise refuse(expected, value, f"Give a tuple, such as {names[:2]}.")
        for name in given:
            if not isinstance(name, str) or name not in names:
                raise refuse(expected, name, nearest(name, (*self.kinds, *names)) or "Choose among these names.")
        if len(given) != 2 or given[0] == given[1]:
            raise refuse(expected, value, "Give two different names: one weight alone spans no plane.")
        return tuple(given)


@dataclasses.dataclass(frozen=True, kw_only=True)
class ObjectiveField(Field):
    """What is minimized: a name out of `options`, any object with `value` and `gradient`, a network (for the data of the settings),
    or a plain function of theta[0] and theta[1]."""

    options: Mapping[str, Any]

    def check(self, value, settings, refuse):
        if isinstance(value, str) and value in self.options:
            return value
        if isinstance(value, Network) or callable(getattr(value, "value", None)) and callable(getattr(value, "gradient", None)):
            return value
        if callable(value):
            return Function(value, n=2, names=("x", "y"))
        expected = f"one of {', '.join(self.options)}, or an objective such as engine.NetworkLoss(net, x, y)"
        raise refuse(expected, value, nearest(value, self.options) or "A function of your own: engine.Function(f, n=2).")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Coordinates(Field):
    """A vector of finite numbers, one for each of `names(settings)`; None stands for `start(settings)` and stays None.

    Single coordinates are set by name with the keyword `weights`. shown(settings): the names of those that have a control, all if
    not given; hand(settings, name): the range that a hand can reach.
    """

    names: Callable[[Settings], tuple[str, ...]]
    start: Callable[[Settings], np.ndarray]
    shown: Callable[[Settings], tuple[str, ...]] | None = None
    hand: Callable[[Settings, str], tuple[float, float]] | None = None

    def check(self, value, settings, refuse):
        return None if value is None else _finite(value, len(self.names(settings)), refuse)

    def values(self, settings: Settings, name: str) -> np.ndarray:
        """The vector itself (n,), what None stands for included."""
        value = getattr(settings, name)
        return np.array(self.start(settings) if value is None else value, dtype=float)

    def written(self, name, value):
        return f"{name}=None" if value is None else f"{name}=({', '.join(f'{number!r}' for number in value)},)"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Point(Field):
    """Two finite numbers, or None if `optional`; as a text they are separated by a comma, and an empty text is None."""

    optional: bool = False

    def check(self, value, settings, refuse):
        if isinstance(value, str):
            value = [part.strip() for part in value.split(",")] if value.strip() else None
        return None if value is None and self.optional else _finite(value, 2, refuse)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Records(Field):
    """Gathered rows, each a mapping from names to numbers or texts; kept as tuples of pairs, so that they compare by content."""

    def check(self, value, settings, refuse):
        try:
            return tuple(tuple(dict(record).items()) for record in value)
        except (TypeError, ValueError):
            raise refuse("a list of records, each a mapping from names to numbers", value, "") from None

    def written(self, name, value):
        return f"{name}={[dict(record) for record in value]!r}"


def _finite(value: Any, count: int, refuse: Refuse) -> tuple[float, ...]:
    expected = f"{count} finite numbers"
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        raise refuse(expected, value, "Give them as a list or an array.") from None
    if array.shape != (count,) or not np.isfinite(array).all():
        raise refuse(expected, array if array.ndim and array.shape != (count,) else value, "Give them as a list or an array.")
    return tuple(array.tolist())


def _some(names: tuple[str, ...], most: int = 30) -> tuple[str, ...]:
    return names if len(names) <= most else (*names[:most - 1], f"... {names[-1]}")
