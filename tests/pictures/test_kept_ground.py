"""The ground of a sheet is kept by picture: what changes in one leaves the others as they are."""
import numpy as np
import pytest

from bpwidgets.pictures.axes import QuickAxes
from bpwidgets.pictures.frame import limits, style_axes, ticks
from bpwidgets.pictures.sheet import Sheet
from bpwidgets.pictures.style import LIGHT


class Numbers:
    """Axes up to a number, and a word that may be too long for its place."""

    margins = (40, 10, 40, 20)

    def __init__(self, axes, style):
        style_axes(axes, style, x_label="x")
        self.axes, self.moving = axes, ()
        self.word = axes.text(1, 0.5, "", transform=axes.transAxes)

    def draw(self, settings, result):
        top = result[0]
        limits(self.axes, (0.0, top), (0.0, 1.0))
        ticks(self.axes.xaxis, [0, top], ["0", f"{top:g}"])


class Others(Numbers):
    def draw(self, settings, result):
        super().draw(settings, result[1:])


@pytest.fixture(params=[1.0, 1.5])
def sheet(request):
    return Sheet({"left": Numbers, "right": Others}, ((150, {"left": 1, "right": 1}), ), LIGHT, width=701,
                 ratio=request.param)


@pytest.fixture
def drawn(monkeypatch):
    axes, draw = [], QuickAxes.draw
    monkeypatch.setattr(QuickAxes, "draw", lambda one, renderer: (axes.append(one), draw(one, renderer)))
    return axes


def shot(sheet, *result):
    sheet.draw(None, result)
    pixels, (width, height) = sheet.pixels()
    return np.array(pixels).reshape(height, width, 4)


def test_only_the_picture_whose_numbers_changed_is_drawn_anew(sheet, drawn):
    whole = shot(sheet, 1.0, 1.0)
    assert drawn == [picture.axes for picture in sheet.pictures.values()]
    drawn.clear()
    assert (shot(sheet, 1.0, 1.0) == whole).all() and not drawn
    changed = shot(sheet, 1.0, 2.0)
    assert drawn == [sheet.pictures["right"].axes]
    middle = round(sheet.width * sheet.ratio / 2)
    assert (changed[:, :middle] == whole[:, :middle]).all() and (changed[:, middle:] != whole[:, middle:]).any()
    assert (shot(sheet, 1.0, 1.0) == whole).all()


def test_what_is_drawn_piece_by_piece_is_what_is_drawn_at_once(sheet):
    shot(sheet, 1.0, 1.0)
    fresh = Sheet({"left": Numbers, "right": Others}, ((150, {"left": 1, "right": 1}), ), LIGHT, width=701,
                  ratio=sheet.ratio)
    assert (shot(sheet, 3.0, 4.0) == shot(fresh, 3.0, 4.0)).all()


def test_a_word_that_is_too_long_is_not_painted_twice_into_the_place_beside(sheet):
    shot(sheet, 1.0, 1.0)
    sheet.pictures["left"].word.set_text("a word as long as this one")
    once, twice = (shot(sheet, top, 1.0) for top in (2.0, 3.0))
    middle = round(sheet.width * sheet.ratio / 2)
    assert (once[:, middle:] == twice[:, middle:]).all()


def test_a_change_of_the_whole_figure_draws_all_of_it(sheet, drawn):
    shot(sheet, 1.0, 1.0)
    drawn.clear()
    sheet.figure.stale = True
    shot(sheet, 1.0, 1.0)
    assert len(drawn) == 2
