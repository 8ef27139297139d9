"""The quiet frame around a picture: hairlines, few numbers, words only where they are needed."""
from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FixedFormatter, FixedLocator

from ..spacing import ROUNDING, multiples, round_up
from ..text import number, typeset
from .style import PIXELS_PER_INCH, SMALL, TEXT, Style

# Numbers beyond the largest are drawn nowhere, distances below the smallest as none: their ratios leave the range of
# numbers.
LARGEST, SMALLEST = 1e300, 1e-290
# The room in px that the number of a decade takes.
DECADE_WIDTH, DECADE_HEIGHT = 32, 12
# And from the middle of a number below the axes to the next.
NUMBER_WIDTH = 26
# The width in px of a digit, and the least distance of two numbers.
DIGIT, BETWEEN = 6.5, 4
# Distances below this part of the numbers themselves are none, so that the marks on an axis differ.
NEARLY_EQUAL = 1e-9


def style_axes(axes: Axes, style: Style, *, grid: str = "y", x_label: str = "", y_label: str = "") -> None:
    """Hairlines across, no ticks, muted text, no box; the names of the axes at their ends."""
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(style.muted)
    axes.spines["bottom"].set_linewidth(0.8)
    axes.tick_params(colors=style.muted, labelsize=SMALL, length=3, width=0.8)
    axes.tick_params(axis="y", length=0)
    axes.set_axisbelow(True)
    if grid:
        axes.grid(axis=grid, color=style.hairline, linewidth=0.8)
    if x_label:
        axes.set_xlabel(x_label, color=style.muted, fontsize=TEXT, labelpad=3)
    if y_label:
        axes.text(0, 1, y_label, transform=axes.transAxes, color=style.muted, fontsize=TEXT, ha="left", va="bottom")


def limits(axes: Axes, x: tuple[float, float], y: tuple[float, float]) -> None:
    """Set the limits only where they differ: setting them makes the whole ground stale."""
    if axes.get_xlim() != x:
        axes.set_xlim(x)
    if axes.get_ylim() != y:
        axes.set_ylim(y)


def ticks(axis, places: Sequence[float], labels: Sequence[str]) -> None:
    """Numbers at given places, written as people write them, and set only where they differ."""
    labels = [compact(label) for label in labels]
    locator, formatter = axis.get_major_locator(), axis.get_major_formatter()
    same = (isinstance(locator, FixedLocator) and isinstance(formatter, FixedFormatter)
            and list(locator.locs) == list(places) and list(formatter.seq) == list(labels))
    if not same:
        axis.set_major_locator(FixedLocator(list(places)))
        axis.set_major_formatter(FixedFormatter(list(labels)))


def compact(label: str) -> str:
    """A number for an axis, written as people write it, in little room.

    >>> compact("1.5e-6")
    '1.5×10⁻⁶'
    """
    return typeset(label).replace(" × ", "×")


def decades(low: float, high: float, *, most: int = 9) -> tuple[int, int, int]:
    """Whole powers of ten around low..high (given as logarithms), and the number of decades from tick to tick.

    The limits are multiples of the tick step, so that they stay put while a slider moves a little.

    >>> decades(-15.4, -0.7), decades(-0.2, 0.4)
    ((-16, 0, 2), (-1, 1, 1))
    """
    low, high = math.floor(low), max(math.ceil(high), math.floor(low) + 1)
    step = max(int(round_up((high - low) / (most - 1))), 1)
    return math.floor(low / step) * step, math.ceil(high / step) * step, step


def power(exponent: int) -> str:
    """A power of ten as people write it: in full near 1.

    >>> [power(k) for k in (-4, -1, 0, 1, 2, 5)]
    ['10⁻⁴', '0.1', '1', '10', '100', '10⁵']
    """
    return typeset(f"1e{exponent}") if abs(exponent) > 2 else f"{10.0**exponent:g}"


def log_ticks(axis, low: int, high: int, step: int) -> None:
    """Plain decades on an axis that is drawn in logarithms, fewer where there is too little room for them."""
    across = axis.axis_name == "x"
    length = (axis.axes.bbox.width if across else axis.axes.bbox.height) / axis.axes.figure.dpi * PIXELS_PER_INCH
    most = max(length / (DECADE_WIDTH if across else DECADE_HEIGHT), 1.0)
    places = list(range(low, high + 1, step * math.ceil((high - low) / step / most)))
    ticks(axis, places, [power(k) for k in places])


def up_to(last: int) -> int:
    """The end of an axis of whole numbers: the next multiple of 5, from 50 on of 50, so that it stays put for a while.

    >>> up_to(3), up_to(20), up_to(21), up_to(51)
    (5, 20, 25, 100)
    """
    grid = 5 if last <= 50 else 50
    return grid * math.ceil(last / grid)


def layer_ticks(axes: Axes, depth: int, y: tuple[float, float], *, most: int = 11) -> None:
    """Limits for this number of hidden layers and the output, and about `count` whole numbers below; both stay put
    for a while."""
    last = max(10, up_to(depth)) + 1
    limits(axes, (0.5, last + 0.5), y)
    most = most_across(axes, most)
    spacing = next(s for s in (1, 5, 10, 20, 50) if last <= most * s)
    places = list(range(1, last)) if spacing == 1 else [1, *range(spacing, last, spacing)]
    ticks(axes.xaxis, places, [str(place) for place in places])


def most_across(axes: Axes, most: int) -> int:
    """How many numbers there is room for below the axes, no more than `most`."""
    return min(most, max(int(axes.bbox.width / axes.figure.dpi * PIXELS_PER_INCH / NUMBER_WIDTH), 3))


def px_to_data(axes: Axes, count: float) -> float:
    """A distance of CSS pixels to the right, in units of the x axis."""
    left, right = axes.get_xlim()
    return count * (right - left) / (axes.bbox.width / axes.figure.dpi * PIXELS_PER_INCH)


def px_upwards(axes: Axes, count: float) -> float:
    """A distance of CSS pixels upwards, in units of the y axis."""
    low, high = axes.get_ylim()
    return count * (high - low) / (axes.bbox.height / axes.figure.dpi * PIXELS_PER_INCH)


def round_ticks(low: float, high: float, *, most: int = 6) -> list[float]:
    """Round numbers between two limits, up to a largest count.

    >>> round_ticks(-2, 6), round_ticks(0, 0.37)
    ([-2.0, 0.0, 2.0, 4.0, 6.0], [0.0, 0.1, 0.2, 0.3])
    """
    step = round_up((high - low) / (most - 1))
    return multiples(step, math.ceil(low / step - ROUNDING), math.floor(high / step + ROUNDING))


def number_ticks(axis, low: float, high: float) -> None:
    """Round numbers on an axis between two limits, as many as have room beside each other."""
    across = axis.axis_name == "x"
    for most in (6, 4, 3, 2):
        places = round_ticks(low, high, most=most)
        words = [number(place) for place in places]
        room = (max(len(compact(word)) for word in words) * DIGIT + BETWEEN) if across and words else 0
        unit = (high - low) / (axis.axes.bbox.width / axis.axes.figure.dpi * PIXELS_PER_INCH)
        if len(places) < 2 or places[1] - places[0] >= room * unit:
            break
    ticks(axis, places, words)


def drawable(values: np.ndarray) -> np.ndarray:
    """True for finite numbers whose sums and distances are finite too.

    >>> drawable(np.array([1.0, -1e300, 1e301, np.inf, np.nan])).tolist()
    [True, True, False, False, False]
    """
    return np.abs(values) <= LARGEST


def round_span(*arrays: np.ndarray) -> tuple[float, float]:
    """Round limits around all numbers that can be drawn, which stay put while the numbers move a little.

    >>> round_span(np.array([-1.7, np.inf]), np.array([6.1])), round_span(np.array([3.0, 3.0 + 1e-15]))
    ((-2.0, 8.0), (0.0, 6.0))
    """
    inside = np.concatenate([a[drawable(a)] for a in arrays])
    low, high = (float(inside.min()), float(inside.max())) if inside.size else (0.0, 1.0)
    reach = max(abs(low), abs(high))
    if high - low < max(SMALLEST, NEARLY_EQUAL * reach):
        reach = reach if reach > SMALLEST else 1.0
        low, high = low - reach, high + reach
    places = round_ticks(low, high)
    step = places[1] - places[0] if len(places) > 1 else high - low
    return float(step * np.floor(low / step + 1e-9)), float(step * np.ceil(high / step - 1e-9))


def spread_labels(ends: dict[str, float], room: float, low: float, high: float) -> dict[str, float]:
    """Places for labels, as near to the ends of their curves as an even distance allows, inside the axes.

    >>> spread_labels({"a": 0.0, "b": 0.1, "c": 5.0}, 1.0, 0.0, 10.0)
    {'a': 0.0, 'b': 1.0, 'c': 5.0}
    """
    places, floor, upwards = {}, low, sorted(ends, key=ends.get)
    for name in upwards:
        places[name] = max(ends[name], floor)
        floor = places[name] + room
    ceiling = high
    for name in reversed(upwards):
        places[name] = min(places[name], ceiling)
        ceiling = places[name] - room
    return {name: places[name] for name in ends}
