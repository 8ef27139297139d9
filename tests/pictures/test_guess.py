"""The sign of a guess: whole at the ends of the axes, and at their border where they do not reach so far."""
import numpy as np
import pytest

from bpwidgets.pictures.frame import limits, style_axes
from bpwidgets.pictures.guess import Guess
from bpwidgets.pictures.sheet import Sheet
from bpwidgets.pictures.style import LIGHT


class Empty:
    margins = (40, 40, 40, 40)

    def __init__(self, axes, style):
        style_axes(axes, style)
        self.axes, self.moving = axes, ()

    def draw(self, settings, result):
        limits(self.axes, (-1.0, 1.0), (-1.0, 1.0))


def drawn():
    sheet = Sheet({"empty": Empty}, ((180, {"empty": 1}), ), LIGHT, width=500)
    sheet.draw(None, None)
    return sheet


def painted(guess):
    """Which pixels the sign, with its line, covers."""
    bare, marked = drawn(), drawn()
    marked.mark(guess)
    shots = [np.array(sheet.pixels()[0]).reshape(180, 500, 4).astype(int) for sheet in (bare, marked)]
    return (abs(shots[0] - shots[1]) > 40).any(axis=2)


def ink(guess):
    """How many these are."""
    return int(painted(guess).sum())


@pytest.mark.parametrize("end", [(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (1.0, -1.0)])
def test_at_the_end_of_the_axes_the_sign_is_whole(end):
    assert ink(Guess("empty", *end)) > 0.9 * ink(Guess("empty", 0.0, 0.0))


@pytest.mark.parametrize("guess, says, place", [
    (Guess("empty", 1.2, 0.0), "?→", (1, 0)), (Guess("empty", x=-1e30), "←?", (-1, 0.8)),
    (Guess("empty", y=-1.5), "?↓", (0.94, -1)), (Guess("empty", -2.0, 2.0), "↖?", (-1, 1))])
def test_beyond_the_axes_it_stands_at_their_border_and_points_there(guess, says, place):
    sheet = drawn()
    sheet.mark(guess)
    sheet.pixels()
    sign, = sheet.pictures["empty"].axes.texts
    assert sign.get_text() == says
    box = sheet.pictures["empty"].axes.bbox
    rows, columns = np.nonzero(painted(guess))
    at = columns.mean(), sheet.height - rows.mean()
    assert at == pytest.approx(box.min + box.size * (np.array(place) + 1) / 2, abs=20)


def test_it_is_back_in_its_place_when_the_axes_reach_so_far():
    sheet = drawn()
    sheet.mark(Guess("empty", 1.5, 0.0))
    sheet.pixels()
    sign, = sheet.pictures["empty"].axes.texts
    limits(sheet.pictures["empty"].axes, (-2.0, 2.0), (-1.0, 1.0))
    sheet.pixels()
    assert sign.get_text() == "?" and sign.get_position() == (1.5, 0.0)
