"""Settings: frozen values that are checked where they are built, and replaced all or nothing."""
from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from ..datasets import Dataset
from ..errors import argument_error, nearest
from .field import Field
from .name_fields import Choice
from .number_fields import Coordinates, Slider
from .value_fields import Data


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
        for name, field in self.fields().items():
            refuse = functools.partial(argument_error, name, self.lab)
            object.__setattr__(self, name, field.filled(getattr(self, name), self, refuse))

    def __repr__(self) -> str:
        return f"{self.lab}({', '.join(field.written(name, getattr(self, name)) for name, field in self.fields().items())})"

    @classmethod
    @functools.cache
    def fields(cls) -> Mapping[str, Field]:
        """Name of each field, in order, with its declaration."""
        return MappingProxyType({f.name: f.metadata["field"] for f in dataclasses.fields(cls)})

    @classmethod
    @functools.cache
    def defaults(cls) -> Mapping[str, Any]:
        """Name of each field with its default."""
        return MappingProxyType({f.name: f.default for f in dataclasses.fields(cls)})

    @classmethod
    def create(cls, **values) -> Settings:
        """Settings from keywords; like the constructor, with `x` and `y` accepted for `data`, `weights` for single coordinates,
        and names checked kindly."""
        changes = cls.gather(values)
        weights = changes.pop("weights", {})
        return cls(**changes)._with_weights(weights)

    def replace(self, **changes) -> Settings:
        """New settings with some fields changed, all or nothing.

        Fields that are not named follow: to their default where a changed field rewinds them; cursors else to the nearest
        place that still exists.
        """
        changes = self.gather(changes, self)
        weights = changes.pop("weights", {})
        return self._replaced(changes)._with_weights(weights)

    def _replaced(self, changes: dict[str, Any]) -> Settings:
        fields, defaults = self.fields(), self.defaults()
        for name in list(changes):
            if fields[name].resets and self._differs(name, changes[name]):
                changes |= {other: defaults[other] for other in fields[name].resets if other not in changes}
        for name, field in fields.items():
            if field.cursor and name not in changes and isinstance(field, Choice) and field.options_from in changes:
                # A name that is gone gives way to the default.
                if getattr(self, name) not in map(str, self._checked(field.options_from, changes[field.options_from])):
                    changes[name] = defaults[name]
        # Cursors whose end depends on other fields wait at their lowest place until it is known.
        waiting = {name: field.low for name, field in fields.items()
                   if isinstance(field, Slider) and field.cursor and isinstance(field.high, (str, Callable))
                   and name not in changes and getattr(self, name) > field.low}
        if waiting:
            new = dataclasses.replace(self, **changes, **waiting)
            changes |= {name: min(getattr(self, name), new.bounds(name)[1]) for name in waiting}
        return dataclasses.replace(self, **changes)

    def _with_weights(self, weights: Mapping[str, float]) -> Settings:
        """These settings with some coordinates set by name."""
        if not weights:
            return self
        name = self.coordinates()
        field = self.fields()[name]
        names, values = field.names(self), field.values(self, name)
        for coordinate, value in weights.items():
            if coordinate not in names:
                raise argument_error("weights", self.lab, f"names out of {', '.join(names[:30])}", coordinate, nearest(coordinate, names))
            values[names.index(coordinate)] = field.single(value, functools.partial(argument_error, coordinate, self.lab))
        return self._replaced({name: values})

    @classmethod
    @functools.cache
    def coordinates(cls) -> str:
        """The name of the field with named coordinates, '' if there is none."""
        return next((name for name, field in cls.fields().items() if isinstance(field, Coordinates)), "")

    def row(self, name: str) -> Any:
        """The row of the engine's table that a field chooses, or all of them if it chooses several."""
        return self.fields()[name].row(getattr(self, name))

    def bounds(self, name: str) -> tuple[float, float] | None:
        """Lowest and highest allowed value of a slider field, None for other kinds."""
        field = self.fields()[name]
        return field.bounds(self) if isinstance(field, Slider) else None

    def moves_only_cursors(self, other: Settings) -> bool:
        """True if `other` asks for the same result and differs at most in what is shown of it."""
        return all(f.cursor or getattr(self, name) == getattr(other, name) for name, f in self.fields().items())

    def _differs(self, name: str, value: Any) -> bool:
        """True if the field would change; a value that is refused here may be right beside others that change with it."""
        try:
            return self._checked(name, value) != getattr(self, name)
        except ValueError:
            return True

    def _checked(self, name: str, value: Any) -> Any:
        return self.fields()[name].filled(value, self, functools.partial(argument_error, name, self.lab))

    @classmethod
    def keywords(cls) -> tuple[str, ...]:
        """The names that can be given: the fields, x and y for own data, weights for single coordinates."""
        own_data = ("x", "y") if isinstance(cls.fields().get("data"), Data) else ()
        return (*cls.fields(), *own_data, *(("weights",) if cls.coordinates() else ()))

    @classmethod
    def gather(cls, changes: Mapping[str, Any], current: Settings | None = None) -> dict[str, Any]:
        """The changes with x and y gathered into `data`, one of them kept from `current`; unknown names are refused.

        A row that `current` has goes by its name too, though no table has it.
        """
        changes, fields = dict(changes), cls.fields()
        if isinstance(fields.get("data"), Data) and changes.keys() & {"x", "y"}:
            if "data" in changes or current is None and not {"x", "y"} <= changes.keys():
                raise argument_error("data", cls.lab, "own arrays as x=... and y=... together, or data=...", sorted(changes))
            x = changes.pop("x", None if current is None else current.data.x)
            y = changes.pop("y", None if current is None else current.data.y)
            changes["data"] = Dataset(x, y, name="own data")
        for name in changes:
            if name not in fields and not (name == "weights" and cls.coordinates()):
                raise argument_error("settings", cls.lab, f"one of {', '.join(fields)}", name, nearest(name, fields))
        if current is None:
            return changes
        return {name: fields[name].meant(value, getattr(current, name)) if name in fields else value
                for name, value in changes.items()}
