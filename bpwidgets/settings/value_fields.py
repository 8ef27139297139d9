"""Fields that hold whole things: a data set, an objective, gathered rows."""
from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

from ..datasets import Dataset
from ..engine import Function, Network
from ..errors import Verbatim, nearest
from .field import Extra, Field, Refuse, SettingsLike, plain
from .rows import Option, option_of, title_of, with_own

# Arrays given by the user are printed in full up to this number of entries.
MOST_WRITTEN = 24
OWN = "own data"


@dataclasses.dataclass(frozen=True, eq=False)
class OneArray:
    """Own inputs, or own targets, beside the others of data that only the new settings know."""

    name: str
    array: Any

    def beside(self, data: Dataset, refuse: Refuse) -> Dataset:
        """Own data, half of which these data lend."""
        other = "x" if self.name == "y" else "y"
        rows = np.shape(self.array)[:1]
        if rows and rows[0] != len(data):
            raise refuse(f"{len(data)} rows in {self.name}, as many as the {other} that is there already has",
                         Verbatim(f"{rows[0]} row{'' if rows[0] == 1 else 's'}"), f"Or give {other}=..., too.")
        return Dataset(**{"x": data.x, "y": data.y, self.name: self.array}, name=OWN)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Data(Field):
    """A `Dataset`, or the name of one in `options`, in which spaces will do for underscores.

    Arrays of the user come as x=... and y=..., one of which stays if the other is given alone.
    """

    extras: ClassVar[tuple[Extra, ...]] = (
        Extra(("x", "y"), np.ndarray, "Your own inputs and targets in place of {}; one alone keeps the other."),)

    options: Mapping[str, Dataset]

    def takes(self, settings: SettingsLike | None) -> str:
        return f"a Dataset or one of {', '.join(repr(name) for name in self.options)}"

    def as_given(self, value: Any) -> Any:
        return next((name for name, data in self.options.items() if data == value), value)

    def menu(self, settings: SettingsLike, present: Dataset) -> list[Option]:
        """What there is to choose from; data of the user's own are the last."""
        named = [option_of(data, data) for data in self.options.values()]
        return named if present in self.options.values() else with_own(named, present)

    def titled(self, value: Any) -> str:
        return title_of(value)

    def gathered(self, name: str, changes: Mapping[str, Any], settings: SettingsLike | None,
                 refuse: Refuse) -> dict[str, Any]:
        own = {key: changes[key] for key in ("x", "y") if key in changes}
        if not own:
            return dict(changes)
        if name in changes or (settings is None and len(own) < 2 and not self.default_from):
            raise refuse(f"own arrays as x=... and y=... together, or {name}=...", sorted(changes))
        others = {key: value for key, value in changes.items() if key not in own}
        if len(own) == 2:
            return {**others, name: Dataset(**own, name=OWN)}
        one = OneArray(*own.popitem())
        # The data beside it are the present ones, unless they go with something that changes, too.
        fields = settings.fields() if settings is not None else {}
        anew = settings is None or any(name in fields[key].resets for key in others if key in fields)
        return {**others, name: one if anew and self.default_from else one.beside(getattr(settings, name), refuse)}

    def check(self, value: Any, settings: SettingsLike, refuse: Refuse) -> Any:
        if isinstance(value, Dataset):
            return value
        if isinstance(value, OneArray) and self.default_from:
            return value.beside(self.default_from(settings), refuse)
        name = value.replace(" ", "_") if isinstance(value, str) else ""
        if name in self.options:
            return self.options[name]
        advice = nearest(value, self.options) or "For your own arrays give x=... and y=...."
        raise refuse(self.takes(settings), value, advice)

    def written(self, name: str, value: Any) -> str:
        if value in self.options.values():
            return f"{name}={value.name!r}"
        if value.x.size + value.y.size <= MOST_WRITTEN:
            x, y = value.x.tolist(), value.y.tolist()
            return f"x={x}, y={y}" if value.name == OWN else f"{name}=Dataset({x}, {y}, {value.name!r})"
        return f"{name}={value!r}"


@dataclasses.dataclass(frozen=True, kw_only=True)
class ObjectiveField(Field):
    """What is minimized: a name out of `options`, any object with `value` and `gradient`, a network (for the data of
    the settings), or a plain function of theta[0] and theta[1]. The `objective` of an option is kept by its name.

    only_networks: True if besides the names nothing but a network will do.
    """

    options: Mapping[str, Any]
    only_networks: bool = False

    def takes(self, settings: SettingsLike | None) -> str:
        if self.only_networks:
            return f"one of {', '.join(self.options)}, or a network such as engine.network((2, 3, 1))"
        return f"one of {', '.join(self.options)}, or an objective such as engine.NetworkLoss(net, x, y)"

    def menu(self, settings: SettingsLike, present: Any) -> list[Option]:
        """What there is to choose from; an objective of the user's own is the last."""
        named = [option_of(name, row) for name, row in self.options.items()]
        return named if isinstance(present, str) else with_own(named, present)

    def titled(self, value: Any) -> str:
        if isinstance(value, str):
            return title_of(self.options[value])
        return title_of(value) if hasattr(value, "name") else self.as_text(value)

    def meant(self, value: Any, present: Any) -> Any:
        own = isinstance(value, str) and value not in self.options and value == getattr(present, "name", None)
        return present if own else value

    def check(self, value: Any, settings: SettingsLike, refuse: Refuse) -> Any:
        if isinstance(value, str) and value in self.options:
            return value
        if self.only_networks:
            if isinstance(value, Network):
                return value
            raise refuse(self.takes(settings), value, nearest(value, self.options))
        for name, option in self.options.items():
            objective = getattr(option, "objective", None)
            if type(objective) is type(value) and objective == value:
                return name
        if isinstance(value, Network) or (callable(getattr(value, "value", None))
                                          and callable(getattr(value, "gradient", None))):
            return value
        if callable(value):
            return Function(value, n=2, names=("x", "y"))
        advice = nearest(value, self.options) or "A function of your own: engine.Function(f, n=2)."
        raise refuse(self.takes(settings), value, advice)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Records(Field):
    """Gathered rows, each a mapping from names to numbers or texts; kept as tuples of pairs, so that they compare by
    content."""

    def takes(self, settings: SettingsLike | None) -> str:
        return "a list of records, each a mapping from names to numbers"

    def check(self, value: Any, settings: SettingsLike, refuse: Refuse) -> Any:
        try:
            return tuple(tuple((plain(key), _kept(number)) for key, number in dict(record).items()) for record in value)
        except (TypeError, ValueError):
            raise refuse(self.takes(settings), value, "") from None

    def written(self, name: str, value: Any) -> str:
        rows = (", ".join(f"{key!r}: {_number(number)}" for key, number in record) for record in value)
        return f"{name}=[{', '.join(f'{{{row}}}' for row in rows)}]"

    def brief(self, value: Any) -> str:
        return f"{len(value)} gathered"


def _kept(number: Any) -> Any:
    """Of a record: every nan is the same object, so that records with one are equal."""
    number = plain(number)
    return math.nan if isinstance(number, float) and math.isnan(number) else number


def _number(value: Any) -> str:
    """Python text of a number, inf and nan included."""
    return f"float('{value}')" if isinstance(value, float) and not math.isfinite(value) else repr(value)
