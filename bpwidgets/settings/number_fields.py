"""Fields that are numbers: one, two, or a vector of them with names."""
from __future__ import annotations

import dataclasses
import functools
import math
import numbers
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import numpy as np

from ..errors import argument_error, nearest
from .field import Extra, Field, Refuse, SettingsLike


@dataclasses.dataclass(frozen=True, kw_only=True)
class Slider(Field):
    """A number from `low` to `high`. `high` may be the name of a field above, or settings -> number. `slider_range`,
    where given, maps the settings to the range of the slider (it lies within the bounds); code can use all of the
    bounds. meant_by: what a value of one of the `extras`, other keywords for the same field, means as a number."""

    moves: ClassVar[bool] = True
    low: float
    high: float | str | Callable[[Any], float]
    step: float
    log: bool = False
    integer: bool = False
    slider_range: Callable[[Any], tuple[float, float]] | None = None
    extras: tuple[Extra, ...] = ()  # type: ignore[misc]    # other kinds have the same ones for all fields
    meant_by: Callable[[Any], float] | None = None

    def gathered(self, name: str, changes: Mapping[str, Any], settings: SettingsLike | None,
                 refuse: Refuse) -> dict[str, Any]:
        others = self.keywords(name)[1:]
        given = {key: changes[key] for key in others if changes.get(key) is not None}
        rest = {key: value for key, value in changes.items() if key not in others}
        if not given or self.meant_by is None:
            return rest
        if name in rest or len(given) > 1:
            raise refuse(f"one of {', '.join(self.keywords(name))}", sorted({*given, name} & {*changes}))
        return {**rest, name: self.meant_by(*given.values())}

    def bounds(self, settings: SettingsLike) -> tuple[float, float]:
        if callable(self.high):
            return self.low, self.high(settings)
        return self.low, getattr(settings, self.high) if isinstance(self.high, str) else self.high

    @property
    def _kind(self) -> str:
        return "a whole number" if self.integer else "a number"

    def takes(self, settings: SettingsLike | None) -> str:
        unit = f" ({self.unit})" if self.unit else ""
        if settings is None and callable(self.high):
            return f"{self._kind} from {self.low:g} to an end that the other settings decide{unit}"
        high = self.high if settings is None else self.bounds(settings)[1]
        return f"{self._kind} from {self.low:g} to {high if isinstance(high, str) else f'{high:g}'}{unit}"

    def check(self, value: Any, settings: SettingsLike, refuse: Refuse) -> Any:
        low, high = self.bounds(settings)
        expected, fits = self.takes(settings), isinstance(value, numbers.Integral if self.integer else numbers.Real)
        if not fits or isinstance(value, bool):
            raise refuse(expected, value, f"Give {self._kind}.")
        if not low <= value <= high:
            raise refuse(expected, value, "Choose a value within these bounds.")
        return int(value) if self.integer else float(value)

    def waiting(self, present: Any, default: Any, changes: Mapping[str, Any]) -> Any:
        movable = callable(self.high) or isinstance(self.high, str)
        return self.low if movable else present

    def nearest(self, present: Any, name: str, settings: SettingsLike) -> Any:
        return min(present, self.bounds(settings)[1])


@dataclasses.dataclass(frozen=True, kw_only=True)
class Point(Field):
    """Two finite numbers, or None if `optional`; as a text they are separated by a comma, and an empty text is None."""

    moves: ClassVar[bool] = True
    optional: bool = False

    def takes(self, settings: SettingsLike | None) -> str:
        return "2 finite numbers, or None" if self.optional else "2 finite numbers"

    def check(self, value: Any, settings: SettingsLike, refuse: Refuse) -> Any:
        if isinstance(value, str):
            value = [part.strip() for part in value.split(",")] if value.strip() else None
        return None if value is None and self.optional else _finite(value, 2, refuse)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Coordinates(Field):
    """A vector of finite numbers, one for each of `names(settings)`; None stands for `start(settings)` and stays None.

    Single coordinates are set by name with the keyword `weights`. shown(settings): the names of those that have a
    control, all if not given; slider_range(settings, name): the range of its slider. marked(settings): the name of the
    one whose control is marked.
    """

    moves: ClassVar[bool] = True
    parts: ClassVar[str] = "weights"
    extras: ClassVar[tuple[Extra, ...]] = (
        Extra(("weights",), dict, 'Some of the numbers in {} by name, such as {{"W1[0,1]": 0.5}}.'),)

    names: Callable[[Any], tuple[str, ...]]
    start: Callable[[Any], np.ndarray]
    shown: Callable[[Any], tuple[str, ...]] | None = None
    slider_range: Callable[[Any, str], tuple[float, float]] | None = None
    marked: Callable[[Any], str] | None = None

    def takes(self, settings: SettingsLike | None) -> str:
        if settings is None:
            return "finite numbers, one for each name"
        return f"{len(self.names(settings))} finite numbers"

    def check(self, value: Any, settings: SettingsLike, refuse: Refuse) -> Any:
        return None if value is None else _finite(value, len(self.names(settings)), refuse)

    def values(self, settings: SettingsLike, name: str) -> np.ndarray:
        """The vector itself (n,), what None stands for included."""
        value = getattr(settings, name)
        return np.array(self.start(settings) if value is None else value, dtype=float)

    def with_parts(self, settings: SettingsLike, name: str, parts: Mapping[str, float]) -> np.ndarray:
        """The vector (n,) with some of its numbers set by name."""
        names, values = self.names(settings), self.values(settings, name)
        for part, value in parts.items():
            if part not in names:
                raise argument_error(self.parts, settings.lab, f"names out of {', '.join(names[:30])}", part,
                                     nearest(part, names))
            values[names.index(part)] = _number(value, functools.partial(argument_error, part, settings.lab))
        return values

    def parts_example(self, settings: SettingsLike) -> str:
        """How single numbers are given."""
        return f"Write {self.parts}={{{self.names(settings)[0]!r}: 0.5}}; for all of them in a row give theta=..."

    def written(self, name: str, value: Any) -> str:
        return f"{name}=None" if value is None else f"{name}=({', '.join(f'{number!r}' for number in value)},)"


def _number(value: Any, refuse: Refuse) -> float:
    try:
        # What is masked would become nan with a warning.
        number = math.nan if value is np.ma.masked else float(value)
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if not math.isfinite(number):
        raise refuse("a finite number", value, "Give a number.")
    return number


def _finite(value: Any, count: int, refuse: Refuse) -> tuple[float, ...]:
    expected = f"{count} finite numbers"
    try:
        array = np.asarray(value)
        # Complex numbers would lose their imaginary part with a warning.
        array = array.astype("O" if array.dtype.kind == "c" else float).astype(float)
    except (TypeError, ValueError, OverflowError):
        raise refuse(expected, value, "Give them as a list or an array.") from None
    if array.shape != (count,) or not np.isfinite(array).all():
        raise refuse(expected, array if array.ndim and array.shape != (count,) else value,
                     "Give them as a list or an array.")
    return tuple(array.tolist())
