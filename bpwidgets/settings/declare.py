"""One function for each kind of field: what a settings class writes behind the equals sign."""
from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from ..datasets import Dataset
from ..errors import argument_error
from .cells import Cells
from .declaration import check_choice, check_slider, make
from .field import Field
from .name_fields import Axes, Choice, Names, Toggle
from .named_numbers import NamedNumbers
from .number_fields import Coordinates, Point, Slider
from .row_edits import RowEdits
from .rows import Adopt, Rows, title_of
from .settings import Settings
from .sizes import Sizes
from .strokes import Drawings, Strokes
from .value_fields import Data, ObjectiveField, Records


def slider(default: float | None, low: float, high: float | str | Callable[[Any], float], *, step: float | None = None,
           **options: Any) -> Any:
    """A number between two bounds; whole if the default and the step are whole."""
    check_slider(default, low, high, step, options.get("log", False))
    options.setdefault("integer", isinstance(default, int) and isinstance(step, int))
    return _declare(default, make(Slider, "slider", options, low=low, high=high, step=step))


def choice(default: str | None, options: Iterable[str] | None = None, *, rows: Mapping[str, Any] | None = None,
           objection: Callable[[Any], str] | None = None, adopt: Adopt | None = None, **more: Any) -> Any:
    """One of several names.

    options: the names, or a mapping from name to the words shown; without them all names of the table, shown by their
    titles. rows: a table, name -> row; then any row of that class can be chosen too, unless there is an objection(row):
    a text that says what is wrong with it. adopt: how something else of the user's own becomes a row.
    """
    given = (rows or ()) if options is None else options
    if not callable(more.get("options_from")):
        check_choice(default, given, rows or {})
    titles = {name: title_of(rows[name] if rows and name in rows else name) for name in given}
    named = options if isinstance(options, Mapping) else titles
    table = MappingProxyType({name: rows[name] for name in named} if rows else {})
    return _declare(default, make(Choice, "choice", more, options=MappingProxyType(dict(named)),
                                  rows=Rows(table, objection, adopt)))


def toggle(default: bool, **more: Any) -> Any:
    """Yes or no."""
    if not isinstance(default, bool) and not (default is None and "default_from" in more):
        raise argument_error("default", "toggle", "True or False", default)
    return _declare(default, make(Toggle, "toggle", more))


def names(options: Iterable[str] | Callable[[Any], tuple[str, ...]] | None = None, default: tuple[str, ...] | None = (),
          *, rows: Mapping[str, Any] | None = None, **more: Any) -> Any:
    """Several names in an order that counts.

    options: the names, or settings -> the names; without them all names of the table. rows: a table, name -> row; then
    any row of that class can stand among them.
    """
    named = (rows or {}) if options is None else options
    table = Rows(MappingProxyType(rows or {}))
    return _declare(default, Names(options=named if callable(named) else tuple(named), rows=table, **more))


def named_numbers(options: Iterable[str] | Callable[[Any], tuple[str, ...]], low: float, high: float,
                  **more: Any) -> Any:
    """A number of its own for some of several names; for none of them at first.

    options: the names, or settings -> the names.
    """
    return _declare((), NamedNumbers(options=options if callable(options) else tuple(options), low=low, high=high,
                                     **more))


def dataset(default: str | None, options: Mapping[str, Dataset], **more: Any) -> Any:
    """A data set: one of the named ones, or a learner's own arrays."""
    return _declare(None if default is None else options[default], Data(options=options, **more))


def objective(default: str, options: Mapping[str, Any], **more: Any) -> Any:
    """What is minimized: one of the named ones, or a learner's own."""
    return _declare(default, ObjectiveField(options=options, **more))


def coordinates(names: Callable[[Any], tuple[str, ...]], start: Callable[[Any], np.ndarray], **more: Any) -> Any:
    """A vector with a name for each of its numbers; None stands for `start(settings)`."""
    return _declare(None, Coordinates(names=names, start=start, **more))


def axes(default: str | None, kinds: Mapping[str, str], names: Callable[[Any], tuple[str, ...]], **more: Any) -> Any:
    """Two directions through the space of the coordinates."""
    return _declare(default, Axes(kinds=kinds, names=names, **more))


def point(default: tuple[float, float] | None = None, **more: Any) -> Any:
    """Two numbers."""
    return _declare(default, Point(**more))


def sizes(default: tuple[int, ...], high: int, **more: Any) -> Any:
    """Whole numbers in a row, each from 1 to `high`."""
    return _declare(default, Sizes(high=high, **more))


def records(**more: Any) -> Any:
    """Rows that are gathered one by one."""
    return _declare((), Records(**more))


def strokes(default: str, **more: Any) -> Any:
    """What a hand draws on a board."""
    return _declare(default, Strokes(**more))


def cells(default: str | None, **more: Any) -> Any:
    """A board of cells, as a text."""
    return _declare(default, Cells(**more))


def drawings(**more: Any) -> Any:
    """Drawn digits that are kept one by one."""
    return _declare((), Drawings(**more))


def row_edits(width: Callable[[Any], int], **more: Any) -> Any:
    """Rows of data changed by hand; none at first. width: settings -> how many numbers a row has."""
    return _declare((), RowEdits(width=width, **more))


def like(other: type[Settings], name: str, **changes: Any) -> Any:
    """The field of that name of another settings class, with another default or other options where they are given."""
    default = changes.pop("default", other.defaults()[name])
    return _declare(default, dataclasses.replace(other.fields()[name], **changes))


def _declare(default: Any, field: Field) -> Any:
    return dataclasses.field(default=default, metadata={"field": field})
