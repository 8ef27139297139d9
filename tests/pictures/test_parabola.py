"""The parabola of one weight: its point is dragged along the curve."""
import pytest

from bpwidgets.labs.weight.lab import WeightLab
from bpwidgets.labs.weight.pictures.parabola import Parabola
from bpwidgets.pictures.sheet import Draggable, Sheet
from bpwidgets.pictures.style import LIGHT
from bpwidgets.studies import WeightSettings, one_weight


@pytest.fixture
def parabola():
    settings = WeightSettings()
    sheet = Sheet({"parabola": Parabola}, ((200, {"parabola": 1}),), LIGHT, width=800)
    sheet.draw(settings, one_weight(settings))
    return sheet.pictures["parabola"], settings, one_weight(settings)


def test_the_point_goes_where_the_pointer_is_within_the_curve(parabola):
    picture, settings, result = parabola
    assert isinstance(picture, Draggable)
    assert [picture.drag(settings, result, (4.0, 819.0), (x, 9e9)) for x in (2.50049, -99.0, 99.0)] == [
        {"weight": 2.5}, {"weight": -2.0}, {"weight": 6.0}]


def test_arrow_keys_move_the_point_by_fiftieths_and_no_press_leaves_it(parabola):
    picture, settings, result = parabola
    assert picture.nudge(settings, result, 1, 0) == {"weight": 4.16} == picture.nudge(settings, result, 0, 1)
    assert picture.nudge(settings, result, -50, 0) == {"weight": -2.0}
    exact = settings.replace(weight=4.123456789)
    assert picture.nudge(exact, result, 0, 0) == {"weight": 4.123456789}


def test_where_the_point_is_dropped_the_run_begins_anew():
    lab = WeightLab(step=5)
    lab.canvas.pointer = {"name": "parabola", "press": 1, "start": [0.75, 0.5], "at": [0.25, 0.5]}
    assert lab.settings.weight == 0.0 and lab.settings.step == 0
    lab.close()
