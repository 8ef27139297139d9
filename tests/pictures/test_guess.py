"""The mark of a guess is seen whole, in a flat scale, too; outside the axes nothing of it is."""
import pytest

from bpwidgets.labs.weight.lab import WeightLab
from bpwidgets.pictures.guess import Guess
from bpwidgets.pictures.sheet import Sheet
from bpwidgets.pictures.style import LIGHT
from tests.pictures.cases import CASES, answer

PLAN = CASES["weight"].plan


def ring_and_room(picture, x):
    """Where the ring would be and where it may be drawn, as boxes in pixels."""
    sheet = Sheet(PLAN.pictures, PLAN.rows, LIGHT, width=600)
    sheet.mark(Guess(picture, x=x))
    settings = WeightLab().settings
    sheet.draw(settings, answer(PLAN, settings))
    sheet.pixels()
    sign = sheet._guessed[-1]
    return sign.get_bbox_patch().get_window_extent(), sign.get_clip_box()


@pytest.mark.parametrize("picture, x", [("rate", -2.0), ("loss", 3.0)])
def test_the_ring_is_not_cut(picture, x):
    ring, room = ring_and_room(picture, x)
    assert room.x0 <= ring.x0 and ring.x1 <= room.x1 and room.y0 <= ring.y0 and ring.y1 <= room.y1


def test_a_guess_beyond_the_scale_is_not_drawn_beside_it():
    ring, room = ring_and_room("rate", 30.0)
    assert ring.x0 > room.x1
