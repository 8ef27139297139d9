"""What a lab shares with labs of other kinds, beyond settings of the same name: a net has its objective, its weights
and the weight that is selected, whatever its own settings call them."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, Protocol

from ..settings import Settings


class Shared(NamedTuple):
    """One thing that is shared under a name that another lab has for one of its settings.

    give(settings): its value there, None where the lab keeps it for itself. take(settings, value): the changes that a
    value of the other lab means here, None where it means nothing. found(settings, result): in place of `give`, a value
    that only the result knows.
    """

    give: Callable[[Any], Any] | None = None
    take: Callable[[Any, Any], Mapping[str, Any]] | None = None
    found: Callable[[Any, Any], Any] | None = None


class Sharer(Protocol):
    """A lab, as far as it shares: its settings, and a plan with `shared`."""

    settings: Any
    result: Any
    plan: Any


def names_given(lab: Sharer, to: Sharer) -> tuple[str, ...]:
    """The names of all that a lab shares with another one."""
    if type(lab) is type(to):
        return tuple(lab.settings.fields())
    kept = [name for name, one in lab.plan.shared.items() if not (one.give or one.found)]
    return tuple(name for name in dict.fromkeys([*lab.plan.shared, *lab.settings.fields()]) if name not in kept)


def given(lab: Sharer, settings: Settings, name: str, to: Sharer) -> Any:
    """What a lab with these settings shares under a name."""
    own = lab.plan.shared.get(name)
    if own and own.found and type(lab) is not type(to):
        return own.found(settings, lab.result)
    if own and own.give and type(lab) is not type(to):
        return own.give(settings)
    value, field = getattr(settings, name), settings.fields()[name]
    if value is None and name in to.plan.shared and field.parts:
        return tuple(field.values(settings, name).tolist())    # the other lab would begin elsewhere
    return value


def found_of(lab: Sharer) -> dict[str, Any]:
    """All that only the result of a lab knows of what it shares."""
    return {name: one.found(lab.settings, lab.result) for name, one in lab.plan.shared.items() if one.found}


def taken(lab: Sharer, name: str, value: Any, of: Sharer) -> Mapping[str, Any]:
    """The changes that a value under this name means for a lab."""
    own = lab.plan.shared.get(name)
    if own and type(lab) is not type(of):
        return own.take(lab.settings, value) if own.take else {}
    return {name: value} if name in lab.settings.fields() else {}


def changes_for(lab: Sharer, of: Sharer, names: Mapping[str, Any]) -> dict[str, Any]:
    """The changes that all these values of another lab mean for a lab."""
    return {field: new for name, value in names.items() for field, new in taken(lab, name, value, of).items()}
