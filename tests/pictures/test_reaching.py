"""Marks at the border of the axes are drawn whole; what lies farther out is cut off."""
import numpy as np
import pytest

from bpwidgets.pictures.frame import limits, style_axes
from bpwidgets.pictures.reaching import BORDER, reach_over
from bpwidgets.pictures.sheet import Sheet
from bpwidgets.pictures.style import LIGHT


class Dot:
    """One dot where the result says."""

    margins = (40, 40, 40, 40)

    def __init__(self, axes, style):
        style_axes(axes, style)
        self.dot, = axes.plot([], [], "o", color="k", ms=8)
        reach_over(axes, self.dot)
        self.axes, self.moving = axes, (self.dot,)

    def draw(self, settings, result):
        limits(self.axes, (-1.0, 1.0), (-1.0, 1.0))
        self.dot.set_data([result[0]], [result[1]])


def ink(place, ratio):
    sheet = Sheet({"dot": Dot}, ((180, {"dot": 1}), ), LIGHT, width=500, ratio=ratio)
    shots = []
    for at in ((-9.0, 0.0), place):
        sheet.draw(None, at)
        pixels, _ = sheet.pixels()
        shots.append(np.array(pixels).astype(int))
    return int((abs(shots[0] - shots[1]).reshape(-1, 4) > 60).any(axis=1).sum())


@pytest.mark.parametrize("ratio", [1.0, 2.0])
@pytest.mark.parametrize("place", [(1.0, 0.0), (0.0, 1.0), (-1.0, -1.0)])
def test_a_mark_at_the_border_is_whole(place, ratio):
    assert ink(place, ratio) == pytest.approx(ink((0.0, 0.0), ratio), rel=0.15)


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_what_lies_beyond_is_not_there(ratio):
    assert ink((0.0, 1.0 + 4 * BORDER / 100), ratio) == 0
