"""One color, one marker and one line for each optimizer, the same in every picture, whichever of them run."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from matplotlib.artist import Artist
from matplotlib.lines import Line2D

from .... import engine
from ....pictures.style import Style


class Mark(NamedTuple):
    """How an optimizer is drawn: its colors on light and on dark ground, its marker, its line."""

    light: str
    dark: str
    marker: Any
    line: Any

    def color(self, style: Style) -> str:
        """The color of this theme."""
        return getattr(self, style.name)


SOLID, DASHED, DOTTED, MIXED = LINES = "-", (0, (5, 2)), (0, (1, 1.2)), (0, (6, 2, 1, 2))

# By place in the menu. Any eye can tell those apart that a race begins with; the others differ by their markers, of
# which none comes twice.
MARKS = (
    Mark("#22272e", "#f4f6fa", "o", SOLID),
    Mark("#1f5fbf", "#5fa3ff", "s", SOLID),
    Mark("#0b7285", "#4fc6d6", "D", DASHED),
    Mark("#6b6a00", "#c9c24a", "v", SOLID),
    Mark("#b4460b", "#ff9f5a", "^", DASHED),
    Mark("#85501c", "#d6a46a", "<", DOTTED),
    Mark("#a1262b", "#ff8a80", ">", MIXED),
    Mark("#bf1f7a", "#ff7ac2", "P", SOLID),
    Mark("#7446b3", "#b99af0", "X", DASHED),
    Mark("#8c2f8f", "#dd8fe0", "*", DOTTED),
    Mark("#17784f", "#4fc796", "d", MIXED),
    Mark("#3b3f9e", "#9aa0ff", "p", DOTTED),
)
# Those that come after the menu take turns with these: stars of four, six and three points.
MORE_MARKS = (
    Mark("#3d7a00", "#97d45c", (4, 1, 0), SOLID),
    Mark("#56606b", "#b4bec9", (6, 1, 0), SOLID),
    Mark("#9c2f54", "#f5a0bd", (3, 1, 0), SOLID),
)


def mark_at(place: int) -> Mark:
    """The mark of a place in the menu, from 0 on."""
    if place < len(MARKS):
        return MARKS[place]
    turn, k = divmod(place - len(MARKS), len(MORE_MARKS))
    return MORE_MARKS[k]._replace(line=LINES[turn % len(LINES)])


def marks_of(optimizers: Sequence[str | engine.Optimizer]) -> Mapping[str, Mark]:
    """The mark of each by its name, in the order of the menu; those that no menu has come after it in their own order.

    >>> own = engine.OPTIMIZERS["adam"].replace(beta1=0.5)
    >>> {name: mark.marker for name, mark in marks_of((own, "momentum", "sgd")).items()}
    {'sgd': 'o', 'momentum': 's', 'adam(beta1=0.5)': (4, 1, 0)}
    """
    own = [optimizer for optimizer in dict.fromkeys(optimizers) if not isinstance(optimizer, str)]
    menu = [*engine.OPTIMIZERS, *own]
    return {str(row): mark_at(place) for place, row in enumerate(menu) if row in optimizers}


class Runner(Protocol):
    """What a picture has of one optimizer."""

    artists: Sequence[Artist]


class Runners:
    """What a picture has of each optimizer: made when it first runs, hidden while it does not."""

    def __init__(self, make: Callable[[str, Mark], Runner]):
        self._make = make
        self._made: dict[tuple[str, Mark], Runner] = {}
        self._running: list[tuple[str, Mark]] = []

    def follow(self, marks: Mapping[str, Mark]) -> None:
        """Have what belongs to these optimizers, in this order, and hide all else."""
        self._running = list(marks.items())
        for key in self._running:
            if key not in self._made:
                self._made[key] = self._make(*key)
        for key, runner in self._made.items():
            for artist in runner.artists:
                artist.set_visible(key in self._running)

    def __getitem__(self, name: str) -> Any:
        return self._made[name, dict(self._running)[name]]

    def __iter__(self) -> Iterator[Any]:
        """Those that run, in their order, then those that are hidden."""
        return iter([self._made[key] for key in (*self._running, *(self._made.keys() - set(self._running)))])


def show_filled(lines: Iterable[Line2D]) -> None:
    """Hide lines without points: a hidden line costs no time in a frame."""
    for line in lines:
        line.set_visible(len(line.get_xdata(orig=True)) > 0)
