"""Long descents: up to 64 MB every step is kept, beyond that checkpoints from which the others are recomputed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import chain, islice
from math import ceil, isqrt
from operator import attrgetter
from typing import Any

import numpy as np

from ..optimizers import State
from .path import Path, sum_up
from .recomputed import Recomputed
from .record import StepState, record, room_for, start_of, write

KEPT_BYTES = 64 << 20


@dataclass(frozen=True)
class Division:
    """How a descent is divided: checkpoints have half of the memory, losses and each of three stretches an eighth.

    Parameters
    ----------
    length
        The number of places of the whole descent: its steps and the start.
    stretch
        The number of places that are computed again at once: the square root of all, if there is room, so that
        checkpoints and stretches are both few.
    distance
        The number of places between two checkpoints: one stretch if there is room, else several.

    Examples
    --------
    >>> Division.of(length=1_000_000, size=80)
    Division(length=1000000, stretch=1000, distance=1000)
    """

    length: int
    stretch: int
    distance: int

    @classmethod
    def of(cls, length: int, size: int) -> Division:
        """The division of `length` places of `size` bytes each."""
        stretch = max(1, min(isqrt(length), KEPT_BYTES // 8 // size))
        return cls(length, stretch, stretch * ceil(2 * length * size / KEPT_BYTES / stretch))

    def count(self, first: int) -> int:
        """The number of places of the stretch that begins with `first`; the last stretch may be shorter."""
        return min(self.stretch, self.length - first)


def path_from(trajectory: Any, theta: np.ndarray) -> Path:
    """The path that a `descent.Trajectory` takes from theta."""
    length = trajectory.steps + 1
    with np.errstate(all="ignore"):
        start = start_of(trajectory, theta)
        size = _bytes_of(start)
        if length * size <= KEPT_BYTES:
            return record(trajectory.follow(start), length)
        return _divided(trajectory, start, Division.of(length, size))


def growing_path(trajectory: Any, theta: np.ndarray, counts: Iterable[int]) -> Iterator[tuple[Path, Path]]:
    """The path that a `descent.Trajectory` takes from theta, while it is taken: the places that were just reached, and
    all so far.

    counts: how many places are reached at a time; in long paths at most as many as are computed again at once.
    """
    length = trajectory.steps + 1
    with np.errstate(all="ignore"):
        start = start_of(trajectory, theta)
    if length * _bytes_of(start) <= KEPT_BYTES:
        yield from _growing_record(trajectory.follow(start), room_for(start, length), counts)
    else:
        yield from _growing_checkpoints(trajectory, start, Division.of(length, _bytes_of(start)), counts)


def _growing_record(places: Iterator[StepState], kept: Path, counts: Iterable[int]) -> Iterator[tuple[Path, Path]]:
    length, first = len(kept.thetas), 0
    for count in counts:
        last = min(first + count, length)
        with np.errstate(all="ignore"):
            write(kept, first, islice(places, last - first))
        yield _part(kept, slice(first, last)), _part(kept, slice(last))
        first = last
        if first == length:
            return


def _part(path: Path, places: slice) -> Path:
    return Path(path.thetas[places], None if path.values is None else path.values[places], path.gradients[places],
                {name: entries[places] for name, entries in path.states.items()})


def _growing_checkpoints(trajectory: Any, start: StepState, division: Division,
                         counts: Iterable[int]) -> Iterator[tuple[Path, Path]]:
    checkpoints, places = list[tuple[np.ndarray, State]](), trajectory.follow(start)
    for first, last in _pieces(division, counts):
        with np.errstate(all="ignore"):
            place = next(places)
            if first % division.distance == 0:
                checkpoints.append((np.array(place.theta), place.state))
            piece = record(chain([place], places), last - first)
        known = replace(division, length=last)
        yield piece, _recomputed(_recall(trajectory, known, checkpoints), known, piece)


def _pieces(division: Division, counts: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The first place of each piece, and the one behind its last: as many as counted, none across two stretches."""
    first = 0
    for count in counts:
        goal = min(first + count, division.length)
        while first < goal:
            last = min(goal, first - first % division.stretch + division.stretch)
            yield first, last
            first = last
        if first == division.length:
            return


def _divided(trajectory: Any, start: StepState, division: Division) -> Path:
    """The path of which checkpoints are kept, the losses too if they are few, and everything else is recomputed."""
    few = _bytes(start.value) * division.length <= KEPT_BYTES // 8
    checkpoints, losses, course = list[tuple[np.ndarray, State]](), list[Any](), None
    places = trajectory.follow(start)
    for first in range(0, division.length, division.stretch):
        place = next(places)
        if first % division.distance == 0:
            checkpoints.append((np.array(place.theta), place.state))
        piece = record(chain([place], places), division.count(first))
        course = sum_up(piece) if course is None else course.then(sum_up(piece, first, course.start))
        losses.append(piece.values if few else None)
    path = _recomputed(_recall(trajectory, division, checkpoints), division, piece)
    values = np.concatenate(losses) if few and piece.values is not None else path.values
    return replace(path, values=values, course=course)


def _recomputed(recall: Callable[[int], Path], division: Division, piece: Path) -> Path:
    """The path that takes everything from `recall`; the piece is an example of what it gives."""
    def by(read: Callable[[Path], np.ndarray]) -> Recomputed:
        like = read(piece)
        shape = division.length, *like.shape[1:]
        return Recomputed(lambda number: read(recall(number)), division.stretch, shape, like.dtype)
    values = None if piece.values is None else by(attrgetter("values"))
    states = {name: by(partial(_state, name)) for name in piece.states}
    return Path(by(attrgetter("thetas")), values, by(attrgetter("gradients")), states)


def _state(name: str, path: Path) -> Any:
    return path.states[name]


def _recall(trajectory: Any, division: Division,
            checkpoints: Sequence[tuple[np.ndarray, State]]) -> Callable[[int], Path]:
    """number -> that stretch of the descent, followed again from the last checkpoint before it; the latest is kept."""
    @lru_cache(maxsize=1)
    def recall(number: int) -> Path:
        first = number * division.stretch
        begin = first - first % division.distance
        theta, state = checkpoints[begin // division.distance]
        with np.errstate(all="ignore"):
            value, gradient = trajectory.evaluate(theta, begin)
            place = StepState(begin, theta, value, gradient, state)
            return record(islice(trajectory.follow(place), first - begin, None), division.count(first))
    return recall


def _bytes_of(place: StepState) -> int:
    return sum(_bytes(entry) for entry in (place.theta, place.value, place.gradient, *place.state.values()))


def _bytes(entry: Any) -> int:
    return 0 if entry is None else np.asarray(entry).nbytes
