"""While a hand moves a number, scales hold what they held when it began: they grow, and fit again when it rests."""
import pytest

from bpwidgets.pictures.frame import limits, style_axes
from bpwidgets.pictures.sheet import Sheet
from bpwidgets.pictures.style import LIGHT
from bpwidgets.settings import Settings, choice, slider


class Size(Settings):
    lab = "SizeLab"
    size: float = slider(8.0, 0, 100, step=1)
    unit: str = choice("cm", {"cm": "centimeters", "in": "inches"})


class Bar:
    margins, moving = (40, 10, 40, 20), ()

    def __init__(self, axes, style):
        style_axes(axes, style)
        self.axes = axes

    @staticmethod
    def spans(settings, result):
        return {"size": (0.0, settings.size)}

    def draw(self, settings, result, spans):
        limits(self.axes, (0.0, 1.0), spans["size"])


@pytest.fixture
def top():
    """The upper end of the scale after a drawing."""
    sheet = Sheet({"bar": Bar}, ((150, {"bar": 1}),), LIGHT, width=600)

    def drawn(moving, **changes):
        sheet.draw(Size(**changes), None, moving=moving)
        return sheet.pictures["bar"].axes.get_ylim()[1]
    return drawn


def test_a_scale_grows_under_the_hand_and_fits_when_it_rests(top):
    assert [top(False), top(True, size=6.0), top(True, size=9.0), top(True, size=7.0)] == [8.0, 8.0, 9.0, 8.0]
    assert [top(False, size=7.0), top(True, size=6.0)] == [7.0, 7.0]


def test_a_scale_of_which_hardly_anything_would_be_needed_fits_at_once(top):
    assert [top(False), top(True, size=2.0), top(True, size=1.9)] == [8.0, 8.0, 1.9]


def test_another_choice_has_a_scale_of_its_own(top):
    assert [top(False), top(True, size=6.0, unit="in")] == [8.0, 6.0]


def test_a_sheet_that_never_rested_holds_nothing(top):
    assert [top(True), top(True, size=6.0)] == [8.0, 6.0]
