"""One color, one marker and one line for each optimizer, the same in every picture, whichever of them run."""
from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType
from typing import Any, NamedTuple

from matplotlib.lines import Line2D

from ....pictures.style import Style


class Mark(NamedTuple):
    """How an optimizer is drawn: its colors on light and on dark ground, its marker, its line."""

    light: str
    dark: str
    marker: str
    line: Any

    def color(self, style: Style) -> str:
        """The color of this theme."""
        return getattr(self, style.name)


SOLID, DASHED, DOTTED, MIXED = "-", (0, (5, 2)), (0, (1, 1.2)), (0, (6, 2, 1, 2))

# The four that a race begins with can be told apart by any eye; the others, in gray too, by their markers, all different.
RACE_MARKS = MappingProxyType({
    "sgd": Mark("#22272e", "#f4f6fa", "o", SOLID),
    "momentum": Mark("#1f5fbf", "#5fa3ff", "s", SOLID),
    "nesterov": Mark("#0b7285", "#4fc6d6", "D", DASHED),
    "adagrad": Mark("#6b6a00", "#c9c24a", "v", SOLID),
    "rmsprop": Mark("#b4460b", "#ff9f5a", "^", DASHED),
    "rmsprop_centered": Mark("#85501c", "#d6a46a", "<", DOTTED),
    "adadelta": Mark("#a1262b", "#ff8a80", ">", MIXED),
    "adam": Mark("#bf1f7a", "#ff7ac2", "P", SOLID),
    "amsgrad": Mark("#7446b3", "#b99af0", "X", DASHED),
    "adamw": Mark("#8c2f8f", "#dd8fe0", "*", DOTTED),
    "nadam": Mark("#17784f", "#4fc796", "d", MIXED),
    "lion": Mark("#3b3f9e", "#9aa0ff", "p", DOTTED),
})


def show_filled(lines: Iterable[Line2D], runs: bool) -> None:
    """Hide the lines of an optimizer that does not run, and those without points: a hidden line costs no time in a frame."""
    for line in lines:
        line.set_visible(runs and len(line.get_xdata(orig=True)) > 0)
