"""The course: a module for each lesson, which holds its items as data. Its notebook says `bp.lesson("its-name")`."""
from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import replace

from ...errors import argument_error, nearest
from ..lesson import Lesson, beside


def names() -> tuple[str, ...]:
    """The names of all lessons."""
    return tuple(sorted(module.name.replace("_", "-") for module in pkgutil.iter_modules(__path__)))


def lesson(name: str) -> Lesson:
    """The lesson of this name, with its record beside the notebook.

    Raises ArgumentError with the names there are.
    """
    if name not in names():
        raise argument_error("name", "lesson", f"one of {', '.join(names())}", name, nearest(name, names()))
    return replace(_module(name), desk=beside(_found))


def _found(name: str) -> Lesson | None:
    return _module(name) if name in names() else None


def all_lessons() -> Mapping[str, Lesson]:
    """Every lesson by its name, in the order of the course."""
    return {found.name: found for found in sorted(map(_module, names()), key=lambda found: found.number)}


def _module(name: str) -> Lesson:
    return importlib.import_module(f"{__name__}.{name.replace('-', '_')}").LESSON
