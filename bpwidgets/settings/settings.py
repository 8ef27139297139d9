"""Settings: frozen values that are checked where they are built, and replaced all or nothing."""
from __future__ import annotations

import dataclasses
import functools
import inspect
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from ..errors import argument_error, nearest
from .declaration import check_declaration, check_keywords
from .field import Field, Refuse
from .signature import described, parameters, with_parameters


class Settings:
    """Frozen values, checked where they are built. A subclass becomes a frozen dataclass by itself.

    lab: the name that stands in messages and in the printed form; the name of the class if none is given.
    """

    lab: ClassVar[str] = "Settings"
    __dataclass_fields__: ClassVar[dict[str, dataclasses.Field[Any]]]
    __signature__: ClassVar[inspect.Signature]

    def __init_subclass__(cls) -> None:
        if "lab" not in vars(cls):
            cls.lab = cls.__name__
        check_declaration(cls, Settings)
        doc = cls.__dict__.get("__doc__") or f"What can be chosen in `{cls.lab}`."
        dataclasses.dataclass(frozen=True, repr=False)(cls)
        check_keywords(cls.fields(), cls.__name__)
        cls.__doc__ = with_parameters(doc, described(cls))
        cls.__signature__ = inspect.Signature(parameters(cls, inspect.Parameter.POSITIONAL_OR_KEYWORD))

    def __post_init__(self) -> None:
        for name, field in self.fields().items():
            object.__setattr__(self, name, field.filled(getattr(self, name), self, self._refuse(name)))

    def __repr__(self) -> str:
        written = (field.written(name, getattr(self, name)) for name, field in self.fields().items())
        return f"{self.lab}({', '.join(written)})"

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
    def create(cls, **values: Any) -> Settings:
        """Settings from keywords; like the constructor, with `x` and `y` accepted for `data`, `weights` for single
        coordinates, and names checked kindly."""
        changes = cls.gather(values)
        weights = changes.pop("weights", {})
        return cls(**changes)._with_weights(weights)

    def replace(self, **changes: Any) -> Settings:
        """New settings with some fields changed, all or nothing.

        Fields that are not named follow: to their default where a changed field rewinds them; cursors else to the
        nearest place that still exists.
        """
        changes = self.gather(changes, self)
        weights = changes.pop("weights", {})
        return self._replaced(changes)._with_weights(weights)

    def _replaced(self, changes: dict[str, Any]) -> Settings:
        fields, defaults = self.fields(), self.defaults()
        for name in list(changes):
            if fields[name].resets and self._differs(name, changes[name]):
                changes |= {other: defaults[other] for other in fields[name].resets if other not in changes}
        # Fields whose value may be gone, such as cursors, wait until the new settings are known.
        present = {name: getattr(self, name) for name, field in fields.items() if field.waits and name not in changes}
        waiting = {name: fields[name].waiting(value, defaults[name], changes) for name, value in present.items()}
        new = dataclasses.replace(self, **changes, **waiting)
        moved = {name: place for name, value in present.items()
                 if (place := fields[name].nearest(value, name, new)) != getattr(new, name)}
        return dataclasses.replace(new, **moved) if moved else new

    def completed(self, result: Any) -> Settings:
        """These settings with what only the study could find: numbers at all times, which print as the line that
        recreates them."""
        found = {name: getattr(result, name) for name, field in self.fields().items()
                 if field.from_result and getattr(self, name) is None}
        return dataclasses.replace(self, **found) if found else self

    def _with_weights(self, weights: Mapping[str, float]) -> Settings:
        """These settings with some coordinates set by name."""
        if not isinstance(weights, Mapping):
            raise argument_error("weights", self.lab, "a mapping from names to numbers", weights,
                                 self.fields()[self.coordinates()].parts_example(self))
        if not weights:
            return self
        name = self.coordinates()
        return self._replaced({name: self.fields()[name].with_parts(self, name, weights)})

    @classmethod
    @functools.cache
    def coordinates(cls) -> str:
        """The name of the field with named coordinates, '' if there is none."""
        return next((name for name, field in cls.fields().items() if field.parts), "")

    def row(self, name: str) -> Any:
        """The row of the engine's table that a field chooses, or all of them if it chooses several."""
        return self.fields()[name].row(getattr(self, name))

    def bounds(self, name: str) -> tuple[float, float] | None:
        """Lowest and highest allowed value of a field, None where there are none."""
        return self.fields()[name].bounds(self)

    def moves_only_cursors(self, other: Settings) -> bool:
        """True if `other` asks for the same result and differs at most in what is shown of it."""
        return all(f.cursor or getattr(self, name) == getattr(other, name) for name, f in self.fields().items())

    def moves_only_numbers(self, other: Settings) -> bool:
        """True if `other` differs at most in numbers, which a hand moves to and fro, and in no choice."""
        return all(f.moves or getattr(self, name) == getattr(other, name) for name, f in self.fields().items())

    def _differs(self, name: str, value: Any) -> bool:
        """True if the field would change; a value that is refused here may be right beside others that change with
        it."""
        try:
            return bool(self._checked(name, value) != getattr(self, name))
        except ValueError:
            return True

    def _checked(self, name: str, value: Any) -> Any:
        return self.fields()[name].filled(value, self, self._refuse(name))

    @classmethod
    def _refuse(cls, name: str) -> Refuse:
        """(expected, given, what to do) -> the error for a value of this field."""
        return functools.partial(argument_error, name, cls.lab)

    @classmethod
    def keywords(cls) -> tuple[str, ...]:
        """The names that can be given: the fields, and besides them x and y for own data, weights for single
        coordinates."""
        others = [keyword for name, field in cls.fields().items() for keyword in field.keywords(name)
                  if keyword != name]
        return (*cls.fields(), *dict.fromkeys(others))

    @classmethod
    def gather(cls, changes: Mapping[str, Any], current: Settings | None = None) -> dict[str, Any]:
        """The changes with x and y gathered into `data`, one of them kept from `current`; unknown names are refused.

        A row that `current` has goes by its name too, though no table has it.
        """
        changes, fields = dict(changes), cls.fields()
        for name, field in fields.items():
            changes = field.gathered(name, field.renamed_keys(name, changes), current, cls._refuse(name))
        for name in changes:
            if name not in cls.keywords():
                raise argument_error("settings", cls.lab, f"one of {', '.join(fields)}", name, nearest(name, fields))
        if current is None:
            return changes
        return {name: fields[name].meant(value, getattr(current, name)) if name in fields else value
                for name, value in changes.items()}
