"""The sign of a guess: whole at the ends of the axes, and not there at all where they do not reach."""
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


def ink(guess):
    """How many pixels the sign covers."""
    shots = []
    for marked in (False, True):
        sheet = Sheet({"empty": Empty}, ((180, {"empty": 1}), ), LIGHT, width=500)
        sheet.draw(None, None)
        if marked:
            sheet.mark(guess)
        shots.append(np.array(sheet.pixels()[0]).reshape(-1, 4).astype(int))
    return int((abs(shots[0] - shots[1]) > 40).any(axis=1).sum())


@pytest.mark.parametrize("end", [(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (1.0, -1.0)])
def test_at_the_end_of_the_axes_the_sign_is_whole(end):
    assert ink(Guess("empty", *end)) > 0.9 * ink(Guess("empty", 0.0, 0.0))


@pytest.mark.parametrize("guess", [Guess("empty", 1.2, 0.0), Guess("empty", x=1.05), Guess("empty", y=-1.05)])
def test_beyond_the_axes_there_is_none(guess):
    assert ink(guess) == 0
