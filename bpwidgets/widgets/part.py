"""A part of a lab that speaks for itself where it is shown alone."""
from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any, NamedTuple


class Part(NamedTuple):
    """What a lab says where no other pictures than `views` are shown: settings and result -> the verdict, the status
    line, and the text twin; None for those of the whole lab."""

    views: tuple[str, ...]
    verdict: Callable[[Any, Any], str] | None = None
    status: Callable[[Any, Any], str] | None = None
    describe: Callable[[Any, Any], str] | None = None


def part_of(parts: Sequence[Part], pictures: Collection[str]) -> Part | None:
    """The part to which all of these pictures belong, if there is one.

    >>> part = Part(("map", "key"), lambda settings, result: "high", lambda settings, result: "a map")
    >>> part_of((part,), {"key"}) is part, part_of((part,), {"key", "loss"}), part_of((part,), ())
    (True, None, None)
    """
    return next((part for part in parts if pictures and set(pictures) <= set(part.views)), None)
