"""Axes with one tick that moves show what matplotlib's own axes show."""
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from bpwidgets.pictures import shades
from bpwidgets.pictures import sheet as sheets
from bpwidgets.pictures.axes import QuickAxes
from bpwidgets.pictures.frame import style_axes, ticks
from bpwidgets.pictures.style import DARK, LIGHT
from tests.pictures.cases import CASES, make_sheet


def pixels(sheet):
    return np.array(sheet.pixels()[0])


@pytest.mark.parametrize("case, style, ratio", [
    (case, *[(LIGHT, 1.0), (DARK, 2.0)][number % 2]) for number, case in enumerate(CASES)])
def test_each_lab_is_drawn_as_by_matplotlib_alone_pixel_by_pixel(case, style, ratio, monkeypatch):
    plan, make, grid = CASES[case]
    quick = pixels(make_sheet(plan, make(**grid[0]), style=style, ratio=ratio))
    for module in (sheets, shades):
        monkeypatch.setattr(module, "QuickAxes", Axes)
    slow = make_sheet(plan, make(**grid[0]), style=style, ratio=ratio)
    assert {type(axes) for axes in slow.figure.axes} == {Axes}
    assert (quick == pixels(slow)).all()


@pytest.fixture(params=[((0, 1), "x"), ((1, 0), "x"), ((0, 1), ""), ((0.3, 0.7), "x")])
def pair(request):
    """The same axes twice, quick and matplotlib's own: limits, name of the x axis."""
    (left, right), name = request.param
    drawn = []
    for kind in (QuickAxes, Axes):
        figure = Figure(figsize=(2, 2))
        axes = figure.add_axes(kind(figure, (0.2, 0.2, 0.7, 0.7)))
        style_axes(axes, LIGHT, x_label=name)
        axes.set(xlim=(left, right), ylim=(-1, 1))
        drawn.append((FigureCanvasAgg(figure), axes))
    return drawn


def test_numbers_come_go_and_stay_out_where_the_axis_has_ended(pair):
    for places, words in (((0, 0.5, 1), "abc"), ((0.3, 0.7), "ab"), ((), ""), ((0.4 + 0.3 - 1e-13, 2), "ab")):
        images = []
        for canvas, axes in pair:
            ticks(axes.xaxis, places, list(words))
            ticks(axes.yaxis, places, list(words))
            canvas.draw()
            assert not axes.figure.stale
            images.append(np.array(canvas.buffer_rgba()))
        assert (images[0] == images[1]).all(), places
