"""One scale for several sheets: pictures of one name share the ends of their axes and of their colors.

A picture says what its axes and colors must hold, by name. What several results must hold together is the union, and
each picture rounds it in its own steps, as it does alone: so one result beside its equal looks as it does alone, and
the ends stay put while a number moves a little.

Left out are axes whose ends are settings or the same in every lab: the two weights of a map (its loss is computed for
its window and for nothing beyond), gain and depth of the map of nets and its colors, parts of a whole from 0 to 1.
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

import numpy as np

# The name of an axis or of a range of colors: the lowest and the highest number that it must hold; "log10 size": their
# logarithms. Where two results have no name in common (other units, another kind of axis), each keeps its own.
LOG = "log10 "
# The least part of a scale that must be needed for it to be held.
NEEDED = 0.25
Spans = Mapping[str, tuple[float, float]]


class Spanning(Protocol):
    """A picture that says what its scales must hold, and draws on scales that hold more. One that does not has scales
    of its own. What both `spans` and `draw` need may be computed by `measure(settings, result)`, once, and is then
    their last argument."""

    @staticmethod
    def spans(settings: Any, result: Any) -> Spans: ...

    def draw(self, settings: Any, result: Any, spans: Spans) -> None: ...


def measured(kind: Any, settings: Any, result: Any) -> tuple[Any, ...]:
    """What a picture computes for its scales and for its curves; () for most."""
    return (kind.measure(settings, result),) if hasattr(kind, "measure") else ()


def united(each: Iterable[Spans]) -> Spans:
    """What all of them must hold.

    >>> united([{"loss": (0.0, 2.0)}, {"loss": (-1.0, 1.0), "step": (0, 9)}])
    {'loss': (-1.0, 2.0), 'step': (0, 9)}
    """
    found: dict[str, tuple[float, float]] = {}
    for spans in each:
        for name, (low, high) in spans.items():
            before = found.get(name, (low, high))
            found[name] = min(before[0], low), max(before[1], high)
    return found


def held(before: Spans, now: Spans) -> Spans:
    """What must be held now, with what was held before; but for a scale of which less than a quarter would be needed.

    >>> held({"loss": (0.0, 8.0), "step": (0, 9)}, {"loss": (1.0, 9.0), "step": (0, 1)})
    {'loss': (0.0, 9.0), 'step': (0, 1)}
    """
    both = united((before, now))
    return {name: both[name] if high - low >= NEEDED * (both[name][1] - both[name][0]) else (low, high)
            for name, (low, high) in now.items()}


def common_spans(kinds: Mapping[str, type], states: Iterable[tuple[Any, Any]]) -> Mapping[str, Spans]:
    """For each kind of picture what it must hold for all settings and results."""
    states = tuple(states)
    return {name: united(kind.spans(*state, *measured(kind, *state)) for state in states)
            for name, kind in kinds.items() if hasattr(kind, "spans")}


def ends(*arrays: np.ndarray, log: bool = False) -> tuple[float, float] | None:
    """The lowest and the highest finite number, or the logarithms of those of the positive ones; None if there is none.

    >>> ends(np.array([0.0, 0.1, np.inf]), np.array([100.0]), log=True), ends(np.array([np.nan]))
    ((-1.0, 2.0), None)
    """
    known = np.concatenate([array[np.isfinite(array) & ((array > 0) if log else True)].ravel() for array in arrays])
    if not known.size:
        return None
    found = np.array([known.min(), known.max()])
    low, high = np.log10(found) if log else found
    return float(low), float(high)


def known(name: str, span: tuple[float, float] | None) -> dict[str, tuple[float, float]]:
    """A span by its name, nothing for None."""
    return {} if span is None else {name: span}
