"""A quick line shows what matplotlib's line shows, and costs nothing while it stays as it is."""
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from bpwidgets.pictures.axes import QuickAxes
from bpwidgets.pictures.quick_line import QuickLine


@pytest.fixture
def pair():
    """A canvas with a line on it, quick and matplotlib's own."""
    drawn = []
    for kind in (QuickAxes, Axes):
        figure = Figure(figsize=(2, 2))
        axes = figure.add_axes(kind(figure, (0.1, 0.1, 0.8, 0.8)))
        axes.set(xlim=(0, 3), ylim=(0, 3))
        axes.axvline(1, color="k")
        line, = axes.plot([], [], "o-", color="r")
        drawn.append((FigureCanvasAgg(figure), line))
    assert [type(line) for _, line in drawn] == [QuickLine, Line2D]
    return drawn


def test_it_has_the_pixels_of_any_line(pair):
    for change in (lambda line: line.set_data([0, 1, 2], [2, np.nan, 1]), lambda line: line.set_data((), ()),
                   lambda line: line.set_data(np.array([[1, 2], [1, 2]])), lambda line: line.set_xdata([2, 3]),
                   lambda line: line.set_data([[1, 2], [1, 2]]), lambda line: line.set_ydata([0, 3]),
                   lambda line: line.set_data([], [])):
        images = []
        for canvas, line in pair:
            change(line)
            canvas.draw()
            assert not line.stale
            images.append(np.array(canvas.buffer_rgba()))
        assert (images[0] == images[1]).all()


def test_the_same_points_are_no_change_and_other_ones_are(pair):
    canvas, line = pair[0]
    line.set_data([0, 1], [np.nan, 2])
    canvas.draw()
    line.set_data((0, 1), np.array([np.nan, 2.0]))
    assert not canvas.figure.stale
    line.set_data((0, 1), (1, 2))
    assert canvas.figure.stale


def test_what_is_given_may_change_afterwards(pair):
    _, line = pair[0]
    x = np.array([0.0, 1.0])
    line.set_data(x, x)
    x[1] = 2.0
    assert line.get_xdata().tolist() == [0, 1]
    line.set_data(x, x)
    assert line.get_xdata().tolist() == [0, 2]
