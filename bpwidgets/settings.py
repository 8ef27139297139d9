"""Settings: everything that can be chosen in a lab, declared once.

A lab's settings are a frozen dataclass that derives from `Settings`. Each field says once what may be chosen, through
`slider`, `choice`, `toggle` or `dataset`; the checks, the error texts, the controls and the help are made from that.

>>> class Throw(Settings):
...     lab = "ThrowLab"
...     speed: float = slider(3.0, 0, 10, step=0.5, unit="m/s")
...     air: str = choice("thin", ("none", "thin", "thick"))
>>> throw = Throw(speed=4)
>>> throw.replace(air="thick")
ThrowLab(speed=4.0, air='thick')
>>> throw.replace(speed=11)
Traceback (most recent call last):
    ...
ValueError: speed of ThrowLab: expected a number from 0 to 10 (m/s); got 11. Choose a value within these bounds.
"""
from __future__ import annotations

import dataclasses
import functools
import numbers
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np

from .datasets import Dataset
from .engine.arguments import nearest, refusal


# Own arrays up to so many numbers are printed in full.
MOST_WRITTEN = 24


@dataclasses.dataclass(frozen=True, kw_only=True)
class Field:
    """What is common to every kind of field.

    label: the words beside the control. question: the heading of the group the control stands in.
    cursor: True if the field only chooses what is shown of a result (it never reruns the study).
    rewinds: a cursor that goes back to its default when this field changes.
    """

    label: str = ""
    question: str = ""
    unit: str = ""
    help: str = ""
    cursor: bool = False
    rewinds: str = ""

    def check(self, value: Any, bounds: tuple[float, float] | None, refuse: Callable[..., ValueError]) -> Any:
        """The value in its own type; raises refuse(expected, value, what to do) for one that cannot be used."""
        raise NotImplementedError

    def written(self, name: str, value: Any) -> str:
        """The keyword that gives this value, as Python."""
        return f"{name}={value!r}"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Slider(Field):
    """A number from `low` to `high`. `high` may be the name of another field. `hand`, where given, maps the settings
    to the range a hand can reach (it lies within the bounds); code can use all of the bounds."""

    low: float
    high: float | str
    step: float
    log: bool = False
    integer: bool = False
    hand: Callable[[Settings], tuple[float, float]] | None = None

    def check(self, value, bounds, refuse):
        low, high = bounds
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
    """One name out of `options`, which maps each name to the words shown for it."""

    options: Mapping[str, str]

    def check(self, value, bounds, refuse):
        if isinstance(value, str) and value in self.options:
            return value
        raise refuse("one of " + ", ".join(self.options), value, nearest(value, self.options) or "Choose one of these names.")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Toggle(Field):
    """True or False."""

    def check(self, value, bounds, refuse):
        if isinstance(value, (bool, np.bool_)):
            return bool(value)
        raise refuse("True or False", value, "Give one of the two.")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Data(Field):
    """A `Dataset`, or the name of one in `options`."""

    options: Mapping[str, Dataset]

    def check(self, value, bounds, refuse):
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
    """Some names out of `options`, in an order that counts; as a text they are separated by commas."""

    options: tuple[str, ...]

    def check(self, value, bounds, refuse):
        given = value.replace(",", " ").split() if isinstance(value, str) else () if value is None else value
        expected = "names out of " + ", ".join(self.options)
        if not isinstance(given, (tuple, list)):
            raise refuse(expected, value, f"Give a tuple, such as ({self.options[0]!r},).")
        for name in given:
            if not isinstance(name, str) or name not in self.options:
                raise refuse(expected, name, nearest(name, self.options) or "Choose among these names.")
        return tuple(given)


def slider(default, low, high, *, step, **options) -> Any:
    """A number between two bounds; whole if the default and the step are whole."""
    options.setdefault("integer", isinstance(default, int) and isinstance(step, int))
    return _declare(default, Slider(low=low, high=high, step=step, **options))


def choice(default: str, options, **more) -> Any:
    """One of several names. `options`: the names, or a mapping from name to the words shown."""
    named = options if isinstance(options, Mapping) else {name: name for name in options}
    return _declare(default, Choice(options=MappingProxyType(dict(named)), **more))


def toggle(default: bool, **more) -> Any:
    """Yes or no."""
    return _declare(default, Toggle(**more))


def names(options, default: tuple[str, ...] = (), **more) -> Any:
    """Several names in an order that counts, none at all included."""
    return _declare(default, Names(options=tuple(options), **more))


def dataset(default: str, options: Mapping[str, Dataset], **more) -> Any:
    """A data set: one of the named ones, or a learner's own arrays."""
    return _declare(options[default], Data(options=options, **more))


def _declare(default, field: Field):
    return dataclasses.field(default=default, metadata={"field": field})


class Settings:
    """Frozen values, checked where they are built. A subclass becomes a frozen dataclass by itself.

    lab: the name that stands in messages and in the printed form; the name of the class if none is given.
    """

    lab: ClassVar[str] = "Settings"

    def __init_subclass__(cls):
        if "lab" not in vars(cls):
            cls.lab = cls.__name__
        dataclasses.dataclass(frozen=True, repr=False)(cls)

    def __post_init__(self):
        for name in self.fields():
            object.__setattr__(self, name, self._checked(name, getattr(self, name)))

    def __repr__(self) -> str:
        return f"{self.lab}({', '.join(field.written(name, getattr(self, name)) for name, field in self.fields().items())})"

    @classmethod
    @functools.cache
    def fields(cls) -> Mapping[str, Field]:
        """Name of each field, in order, with its declaration."""
        return MappingProxyType({f.name: f.metadata["field"] for f in dataclasses.fields(cls)})

    @classmethod
    def create(cls, **values) -> Settings:
        """Settings from keywords; like the constructor, with `x` and `y` accepted for `data` and names checked kindly."""
        return cls(**cls.gather(values))

    def replace(self, **changes) -> Settings:
        """New settings with some fields changed, all or nothing.

        Cursors that are not named follow: to their default where a changed field rewinds them, else to the nearest
        place that still exists.
        """
        changes, fields = self.gather(changes, self), self.fields()
        for name in list(changes):
            cursor = fields[name].rewinds
            if cursor and cursor not in changes and self._checked(name, changes[name]) != getattr(self, name):
                changes[cursor] = dataclasses.fields(self)[list(fields).index(cursor)].default
        for name, field in fields.items():
            if field.cursor and isinstance(field, Slider) and isinstance(field.high, str) and name not in changes:
                if field.high in changes:
                    changes[name] = min(getattr(self, name), self._checked(field.high, changes[field.high]))
        return dataclasses.replace(self, **changes)

    def bounds(self, name: str) -> tuple[float, float] | None:
        """Lowest and highest allowed value of a slider field, None for other kinds."""
        field = self.fields()[name]
        if not isinstance(field, Slider):
            return None
        return field.low, getattr(self, field.high) if isinstance(field.high, str) else field.high

    def moves_only_cursors(self, other: Settings) -> bool:
        """True if `other` asks for the same result and differs at most in what is shown of it."""
        return all(f.cursor or getattr(self, name) == getattr(other, name) for name, f in self.fields().items())

    def _checked(self, name: str, value: Any) -> Any:
        return self.fields()[name].check(value, self.bounds(name), functools.partial(refusal, name, self.lab))

    @classmethod
    def keywords(cls) -> tuple[str, ...]:
        """The names that can be given: the fields, and x and y for own data."""
        return (*cls.fields(), *(("x", "y") if isinstance(cls.fields().get("data"), Data) else ()))

    @classmethod
    def gather(cls, changes: Mapping[str, Any], current: Settings | None = None) -> dict[str, Any]:
        """The changes with x and y gathered into `data`, one of them kept from `current`; unknown names are refused with the list."""
        changes, fields = dict(changes), cls.fields()
        if isinstance(fields.get("data"), Data) and changes.keys() & {"x", "y"}:
            if "data" in changes or current is None and not {"x", "y"} <= changes.keys():
                raise refusal("data", cls.lab, "own arrays as x=... and y=... together, or data=...", sorted(changes))
            x = changes.pop("x", None if current is None else current.data.x)
            y = changes.pop("y", None if current is None else current.data.y)
            changes["data"] = Dataset(x, y, name="own data")
        for name in changes:
            if name not in fields:
                raise refusal("settings", cls.lab, f"one of {', '.join(fields)}", name, nearest(name, fields))
        return changes
