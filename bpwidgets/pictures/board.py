"""The board on which a digit is drawn: with a pointer, with a finger, or with the pen of the arrow keys."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from ..datasets.bitmap import FIELD, PEN, SIDE
from ..text import chance
from .cells import Cells
from .frame import limits
from .style import PIXELS_PER_INCH, Style
from .telling import Told
from .tiles import ink_colors, title_above

# The thickness of a line in px; how far one press of an arrow key moves the pen, in parts of the board.
LINE, STEP = 13.0, 0.02
START = 0.5, 0.5


class Board:
    """What is drawn, or a digit of the test in its place. y goes from the top."""

    margins = (2, 10, 4, 24)
    square = True
    handle = "board: draw a digit; or Enter lowers and lifts a pen that the arrow keys move"

    def __init__(self, axes: Axes, style: Style):
        self.axes = axes
        axes.axis("off")
        limits(axes, (0.0, 1.0), (1.0, 0.0))
        self.frame = axes.add_patch(Rectangle((0, 0), 1, 1, facecolor="none", edgecolor=style.muted, lw=1.2,
                                              clip_on=False))
        self.title = title_above(axes, style)
        self.image = axes.add_artist(Cells(style, ink_colors(style)))
        self.lines, = axes.plot([], [], color=style.ink, lw=LINE, solid_capstyle="round", solid_joinstyle="round")
        self.pen, = axes.plot([], [], "o", color=style.here, mfc="none", ms=11, mew=2.4)
        self.moving = (self.title, self.image, self.lines, self.pen, self.frame)

    def draw(self, settings, result) -> None:
        of_data = settings.example > 0
        self.title.set_text(self.of_data(settings, result) if of_data
                            else "your drawing" if settings.strokes else "draw a digit here")
        self.image.set_visible(of_data)
        if of_data:
            edges = np.linspace(0, 1, SIDE + 1)
            self.image.show(result.test.pixels[settings.example - 1].reshape(SIDE, SIDE), edges, edges)
        self.lines.set_data(*np.array(_points(() if of_data else settings.strokes)).T)
        self.lines.set_linewidth(LINE if settings.centered else self._width())
        down = settings.pen_down
        self.pen.set_data(*([[part] for part in settings.pen] if down or settings.pen != START else ((), ())))
        self.pen.set_markersize(11 if down else 7)

    def of_data(self, settings, result) -> str:
        """What stands above an image of the data."""
        return f"test digit {settings.example}, meant as {result.shown.meant}"

    def _width(self) -> float:
        """The thickness of lines as the net sees them, in px."""
        return 2 * PEN / FIELD * self.axes.bbox.width / self.axes.figure.dpi * PIXELS_PER_INCH

    def trace(self, pressed, result, places: Sequence[tuple[float, float]]) -> Mapping[str, Any]:
        """One stroke more, through these places; on a digit of the data a new drawing begins."""
        stroke = tuple((_on_board(x), _on_board(y)) for x, y in dict.fromkeys(places))
        return {"strokes": (*_drawn(pressed), stroke), "example": 0}

    def drag(self, pressed, result, start, at) -> Mapping[str, Any]:
        """A straight stroke."""
        return self.trace(pressed, result, (start, at))

    def lower(self, settings, result) -> Mapping[str, Any]:
        """Begin a stroke where the pen is, or lift it."""
        if settings.pen_down:
            return {"pen_down": False}
        return {"pen_down": True, "strokes": (*_drawn(settings), (_moved(settings.pen, 0, 0),)), "example": 0}

    def nudge(self, settings, result, right: int, up: int) -> Mapping[str, Any]:
        """Move the pen; where it is down it draws."""
        at = _moved(settings.pen, right, up)
        if not settings.pen_down or not (right or up) or at == settings.pen:
            return {"pen": at}
        *before, last = settings.strokes or ((_moved(settings.pen, 0, 0),),)
        return {"pen": at, "strokes": (*before, (*last, at)), "example": 0}

    def told(self, settings, result, at) -> Told | None:
        """What is on the board is read as this."""
        reading = self.reading(settings, result)
        if reading.answer is None or not (0 <= at[0] <= 1 and 0 <= at[1] <= 1):
            return None
        first, second = reading.order[:2]
        p = reading.probabilities
        return Told(f"read as {first}, {chance(p[first])}; next {second}, {chance(p[second])}", *at)

    def reading(self, settings, result) -> Any:
        """What is read, with `answer`, `order` and `probabilities`."""
        return result.reading(settings.epoch)

    def held(self, settings, result) -> tuple[float, float]:
        """At the pen."""
        return settings.pen


def _drawn(settings) -> tuple:
    """What the next stroke is added to: a digit of the data, and the drawing that stands there at first, give way."""
    return () if settings.example or settings.strokes == type(settings)().strokes else settings.strokes


def _moved(pen: tuple[float, float], right: int, up: int) -> tuple[float, float]:
    """The pen after so many presses; it stays on the board."""
    return round(_on_board(pen[0] + STEP * right), 3), round(_on_board(pen[1] - STEP * up), 3)


def _on_board(part: float) -> float:
    return min(max(float(part), 0.0), 1.0)


def _points(strokes) -> list[tuple[float, float]]:
    """All points in a row, with a gap behind each stroke; a dot is a line of no length."""
    found = [(np.nan, np.nan)]
    for stroke in strokes:
        found += [*stroke, stroke[-1], (np.nan, np.nan)]
    return found
