"""What a hand does to the points for training: chooses, moves, adds and takes away."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from ...training.data import Examples
from ...training.recipe import data_of

# The number that stands for no point.
NONE = -1
# What a press on empty ground means.
NOTHING = "choose"
TOOLS: Mapping[str, str] = MappingProxyType({
    "choose": "nothing: points are chosen and moved", "add": "adds a point like the chosen one",
    "other": "adds a point of the next class"})
# From one arrow key to the next, in parts of the window.
PRESSES = 50
DIGITS = 3


def rows_of(settings: Any, count: int) -> tuple[int, ...]:
    """The number in `points` of each example for training, in their order."""
    left = settings.n_points - round(settings.test_share * settings.n_points)
    gone = {row for row, numbers in settings.points if numbers is None}
    added = [row for row, numbers in settings.points if row >= left and numbers is not None]
    return tuple([row for row in range(left) if row not in gone] + added)[:count]


def held_point(settings: Any, result: Any) -> int | None:
    """The place among the examples for training of the chosen point, None if there is none."""
    rows = rows_of(settings, len(result.run.parts.train))
    return rows.index(settings.point) if settings.point in rows else None


def dragged(pressed: Any, result: Any, start: tuple[float, float], at: tuple[float, float],
            near: Callable[[np.ndarray], int | None]) -> Mapping[str, Any]:
    """The changes of a hand that was pressed at `start` and is at `at`.

    pressed: the settings when it was pressed. near(places) -> which of them, (N, 2), was meant, or None.
    """
    train = data_of(pressed).train
    rows = rows_of(pressed, len(train))
    flat = len(result.window) == 2
    found = near(places_of(train, flat))
    if found is not None:
        row = rows[found]
        return {"point": row} if tuple(at) == tuple(start) else moved(pressed, train, found, row, at, result)
    if pressed.tool == NOTHING:
        return {}
    chosen = rows.index(pressed.point) if pressed.point in rows else 0
    numbers = np.concatenate([train.points[chosen], train.y[chosen]])
    if pressed.tool == "other" and result.run.parts.targets.labels:
        numbers[-1] = other_label(numbers[-1], result.run.parts.targets.labels)
    return with_row(pressed, new_row(pressed), placed(numbers, at, result))


def moved(settings: Any, train: Examples, found: int, row: int, at: Any, result: Any) -> dict[str, Any]:
    """The changes that bring a point somewhere."""
    return with_row(settings, row, placed(np.concatenate([train.points[found], train.y[found]]), at, result))


def placed(numbers: np.ndarray, at: Any, result: Any) -> tuple[float, ...]:
    """The inputs and targets of a point at another place of the window."""
    numbers = numbers.astype(float)
    within = [min(max(float(one), low), high) for one, (low, high) in zip(at, result.window)]
    numbers[:len(within)] = np.round(within, DIGITS)
    if len(within) == 1 and not result.run.parts.targets.labels:
        numbers[1] = round(float(at[1]), DIGITS)
    return tuple(numbers.tolist())


def with_row(settings: Any, row: int, numbers: tuple[float, ...] | None) -> dict[str, Any]:
    """The changes that put numbers there, or take the point away."""
    return {"points": {**dict(settings.points), row: numbers}, "point": row if numbers is not None else NONE}


def new_row(settings: Any) -> int:
    """The number of a point that is added."""
    left = settings.n_points - round(settings.test_share * settings.n_points)
    return max([left - 1, *(row for row, _ in settings.points)]) + 1


def other_label(label: float, labels: tuple[float, ...]) -> float:
    """The label of the next class."""
    return labels[(labels.index(label) + 1) % len(labels)] if label in labels else labels[0]


def nudged(settings: Any, result: Any, right: int, up: int) -> Mapping[str, Any]:
    """The chosen point some fiftieths of the window further; the first one is chosen if none is."""
    train, found = result.run.parts.train, held_point(settings, result)
    if found is None:
        return {"point": rows_of(settings, len(train))[0]}
    if not (right or up):
        return {"point": settings.point}
    flat = len(result.window) == 2
    low, high = np.array(result.window[1] if flat else result.span)
    step = np.array([np.ptp(result.window[0]), high - low]) / PRESSES
    at = places_of(train, flat)[found] + step * (right, up)
    return moved(settings, train, found, settings.point, at, result)


def places_of(examples: Examples, flat: bool) -> np.ndarray:
    """Where examples stand on a plane of two inputs, or over one, (N, 2)."""
    return examples.points[:, :2] if flat else np.column_stack([examples.points[:, 0], examples.y[:, 0]])


def changed_class(settings: Any, result: Any) -> Mapping[str, Any]:
    """The chosen point is of the next class."""
    found, labels = held_point(settings, result), result.run.parts.targets.labels
    if found is None or not labels:
        return {}
    train = result.run.parts.train
    label = other_label(float(train.y[found, 0]), labels)
    return with_row(settings, settings.point, (*train.points[found].tolist(), label))


def added(settings: Any, result: Any) -> Mapping[str, Any]:
    """One more point, in the middle of the window, of the class of the chosen one."""
    train, found = result.run.parts.train, held_point(settings, result)
    numbers = np.concatenate([train.points[found or 0], train.y[found or 0]])
    middle = [sum(ends) / 2 for ends in (*result.window, result.span)]
    return with_row(settings, new_row(settings), placed(numbers, middle, result))


def taken_away(settings: Any, result: Any) -> Mapping[str, Any]:
    """The chosen point is gone, unless it is the last one."""
    if held_point(settings, result) is None or len(result.run.parts.train) < 2:
        return {}
    return with_row(settings, settings.point, None)


def last_row(settings: Any) -> int:
    """The number of the last point for training."""
    return new_row(settings) - 1


class HandAction(NamedTuple):
    """help: what a press does. changes(settings, result): the settings that it changes, {} for none."""

    help: str
    changes: Callable[[Any, Any], Mapping[str, Any]]


HAND_ACTIONS: Mapping[str, HandAction] = MappingProxyType({
    "+ point": HandAction("adds one in the middle, to be dragged or moved with the arrow keys", added),
    "− point": HandAction("takes the chosen one away", taken_away),
    "class": HandAction("gives the chosen one the next class", changed_class)})


def hand_actions(settings: Any, result: Any) -> dict[str, Mapping[str, Any]]:
    """What can be pressed at present, with the changes it means."""
    found = {words: one.changes(settings, result) for words, one in HAND_ACTIONS.items()}
    return {words: changes for words, changes in found.items() if changes}
