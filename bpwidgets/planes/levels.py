"""Levels: the round numbers at which contours are drawn, and between which colors run."""
from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from ..spacing import ROUNDING, multiples, round_up

COUNT = 12
DECADES = 3
# Steps of an axis of heights, at most.
MARKS = 6
# The part of a picture whose height counts, and how far beyond it colors still go: a few cliffs must not take them all.
MOST = 0.9
BEYOND, FACTOR_BEYOND = 2.0, 100.0
LARGEST = 1e300
# Names of what several maps can have in common; what begins with _ is told nowhere.
COLOR, LOG_COLOR, STEP = "color", "color on a log scale", "_step of levels"


class Levels(NamedTuple):
    """levels: (L,), ascending.

    low, high: the ends of the color range, two of the levels (0 and 1 if there are none).
    """

    levels: np.ndarray
    low: float
    high: float


def levels_of(values: np.ndarray, log: bool = False) -> Levels:
    """Round levels for these values; what is not finite, or not positive on a log scale, counts for nothing.

    >>> levels_of(np.linspace(0.03, 1.1, 100)).levels.tolist()
    [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1]
    >>> levels_of(np.geomspace(0.3, 40, 100), log=True).levels.tolist()
    [0.3, 1.0, 3.0, 10.0, 30.0, 100.0]
    """
    known = values[np.abs(values) < LARGEST]
    positive = known[known > 1 / LARGEST]
    if log and positive.size:
        levels = _factors(positive)
    elif known.size:
        levels = _steps(known)
    else:
        return Levels(np.array([]), 0.0, 1.0)
    return Levels(levels, float(levels[0]), float(levels[-1]))


def _steps(values: np.ndarray) -> np.ndarray:
    """Evenly spaced: multiples of 1, 2 or 5 times a power of ten."""
    low, most = float(values.min()), float(np.quantile(values, MOST))
    high = min(float(values.max()), low + BEYOND * (most - low))
    flat = 1e-9 * max(abs(low), abs(high))
    step = round_up(max((high - low) / COUNT, flat) or 1.0)
    first, last = math.floor(low / step), math.ceil(high / step)
    return np.array(multiples(step, first, max(last, first + 1)))


def _factors(values: np.ndarray) -> np.ndarray:
    """1 and 3 times the powers of ten, over at most DECADES decades."""
    high = min(float(values.max()), FACTOR_BEYOND * float(np.quantile(values, MOST)))
    low = max(float(values.min()), high / 10.0**DECADES)
    return _series(low, high)


def _series(low: float, high: float) -> np.ndarray:
    """1 and 3 times the powers of ten, around both ends."""
    decades = range(math.floor(math.log10(low)) - 1, math.ceil(math.log10(high)) + 2)
    series = np.array([float(f"{digit}e{k}") for k in decades for digit in (1, 3)])
    first = int(np.searchsorted(series, low, "right")) - 1
    last = max(int(np.searchsorted(series, high)), first + 1)
    return series[first:last + 1]


def color_spans(result: Any, log: bool) -> dict[str, tuple[float, float]]:
    """The ends of the colors of a result with `levels`, `low` and `high`, and on a linear scale the distance of two
    levels, by names that tell both kinds apart; {} if it has no levels."""
    if not len(result.levels):
        return {}
    if log and result.low > 0:
        return {LOG_COLOR: (result.low, result.high)}
    step = float(f"{(result.high - result.low) / max(len(result.levels) - 1, 1):.6g}")
    return {COLOR: (result.low, result.high), STEP: (step, step)}


def common_levels(result: Any, log: bool, spans: Mapping[str, tuple[float, float]]) -> Levels:
    """Levels between ends that are common to several results: those of the result itself, if all have the same.

    >>> own = levels_of(np.linspace(0.03, 1.1, 100))
    >>> common_levels(own, False, {COLOR: (0.0, 3.0), STEP: (0.1, 0.5)}).levels.tolist()
    [0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0]
    >>> common_levels(own, False, color_spans(own, False)).levels is own.levels
    True
    """
    own = color_spans(result, log)
    kind = LOG_COLOR if log and (result.low > 0 or not own) and LOG_COLOR in spans else COLOR
    if kind not in spans or (own and all(spans[name] == span for name, span in own.items())):
        return Levels(result.levels, result.low, result.high)
    low, high = spans[kind]
    levels = _series(low, high) if kind == LOG_COLOR else _even(low, high, spans[STEP][1])
    return Levels(levels, float(levels[0]), float(levels[-1]))


def marks_up_to(levels: Levels, log: bool, highest: float) -> np.ndarray:
    """Round numbers for an axis from the low end of the levels up to `highest`, at most one range beyond the high end:
    decades, or 1 and 3 times the decades where these are few, if the levels are such; else even ones.

    >>> marks_up_to(levels_of(np.geomspace(0.3, 400, 100), log=True), True, 400.0).tolist()
    [1.0, 10.0, 100.0, 1000.0]
    >>> marks_up_to(Levels(np.arange(0, 6.5, 0.5), 0.0, 6.0), False, 8.2).tolist()
    [0.0, 2.0, 4.0, 6.0, 8.0]
    """
    _, low, high = levels
    if log and low > 0:
        marks = _series(low, min(max(high, highest), high * high / low))
        marks = marks[(low <= marks) & (marks <= max(high, highest))]
        decades = np.array([mark for mark in marks if f"{mark:e}"[0] == "1"])
        return decades if len(decades) > 2 else marks
    top = min(max(high, highest), 2 * high - low)
    step = round_up((top - low) / MARKS)
    return np.array(multiples(step, math.ceil(low / step - ROUNDING), math.floor(top / step + ROUNDING)))


def _even(low: float, high: float, step: float) -> np.ndarray:
    """Multiples of a step around both ends, of a longer one where they would be too many."""
    step = max(step, round_up((high - low) / (COUNT + 2)))
    return np.array(multiples(step, math.floor(low / step + ROUNDING), math.ceil(high / step - ROUNDING)))
