"""The map of nets as a picture: cells, signs, lines and points hold what the result holds; a hand on it means
settings."""

import numpy as np
import pytest

from bpwidgets.labs.gradient_map.lab import GradientMapLab
from bpwidgets.labs.gradient_map.pictures.factor_scale import REACH, parts
from bpwidgets.labs.gradient_map.settings import GradientMapSettings
from bpwidgets.labs.gradient_map.study import gradient_map
from bpwidgets.pictures.cells import Cells, borders, palette
from bpwidgets.pictures.places import rows_with
from bpwidgets.pictures.sheet import Draggable, Sheet
from bpwidgets.pictures.style import LIGHT, STYLES

PLAN = GradientMapLab.plan


def draw(style=LIGHT, width=860, painted=False, views=("map",), **changes):
    settings = GradientMapSettings(**{"width": 8, "resolution": 8, **changes})
    result = list(gradient_map(settings))[-1]
    sheet = Sheet(PLAN.pictures, rows_with(PLAN.rows, views), style, width=width)
    sheet.draw(settings, result)
    if painted:
        sheet.pixels()
    return sheet, settings, result


def luminance(color):
    return np.dot([0.299, 0.587, 0.114], np.array(color, float)[..., :3].T)


# -- cells


@pytest.mark.parametrize("changes", [dict(), dict(plane="biases"), dict(measure="net"), dict(deepest=7, resolution=3)],
                         ids=str)
def test_each_cell_has_the_color_of_its_own_number(changes):
    sheet, settings, result = draw(**changes)
    picture, grid = sheet.pictures["map"], result.grid
    image, shades = picture.cells.pixels(), palette(LIGHT.factors)
    values = grid.decades / grid.layers[:, None] if settings.measure == "layer" else grid.decades
    for row, other in enumerate(grid.others):
        for column, gain in enumerate(grid.gains):
            shade = np.clip(0.5 + values[row, column] / (2 * REACH[settings.measure]), 0, 1) * 255
            # in the middle of the cell and close to its left and right border
            for place in gain + np.array([-0.45, 0.0, 0.45]) * (grid.gains[1] - grid.gains[0]):
                x, y = picture.axes.transData.transform((place, other)) - picture.axes.bbox.min
                if y < image.shape[0] - 1:       # the last share of the depths may lie beyond the window
                    assert image[int(y), int(x)].tolist() == shades[round(shade)].tolist()


def test_cells_without_a_number_are_striped_and_infinite_ones_have_the_end_color():
    sheet, _, _ = draw()
    picture = sheet.pictures["map"]
    picture.cells.show(np.array([[np.nan, -np.inf, np.inf]]), np.array([0.0, 1.0, 2.0, 4.0]), np.array([0.0, 100.0]))
    image = picture.cells.pixels()
    middle = [image[:, int(image.shape[1] * part)] for part in (0.125, 0.375, 0.75)]
    assert len(np.unique(middle[0], axis=0)) == 2
    shades = palette(LIGHT.factors)
    assert (middle[1] == shades[0]).all() and (middle[2] == shades[-1]).all()


def test_what_lies_outside_of_the_cells_is_left_free():
    sheet, _, _ = draw()
    cells = sheet.pictures["map"].cells
    cells.show(np.array([[0.5]]), np.array([1.0, 2.0]), np.array([0.0, 100.0]))
    image = cells.pixels()
    assert (image[:, : image.shape[1] // 5, 3] == 0).all() and (image[:, -image.shape[1] // 3:, 3] == 0).all()
    assert image[5, image.shape[1] * 3 // 8, 3] == 255


def test_borders_lie_between_the_middles():
    assert borders(np.array([0.5, 1.5])).tolist() == [0, 1, 2] and borders(np.array([3]), 4.0).tolist() == [1, 5]


@pytest.mark.parametrize("style", STYLES)
def test_the_scale_is_lightest_or_darkest_at_1_and_stronger_where_delta_vanishes(style):
    gray = luminance(palette(STYLES[style].factors))
    ground = luminance(palette((STYLES[style].ground,) * 2))[0]
    distance = np.abs(gray - ground)
    assert (np.diff(distance[:128]) <= 0.5).all() and (np.diff(distance[128:]) >= -0.5).all()
    assert distance[0] > distance[-1] + 20 and distance[127:129].max() < 16


def test_the_middle_of_the_scale_is_the_factor_1():
    assert parts(np.array([0.0, np.log10(2), -np.log10(2)]), "layer").tolist() == [0.5, 1.0, 0.0]


# -- lines and points


def test_signs_tell_vanishing_from_exploding_without_color():
    sheet, _, result = draw(activation="relu", resolution=20)
    picture = sheet.pictures["map"]
    for lines, sign in (((picture.less, picture.least), -1), ((picture.more,), 1)):
        places = np.concatenate([np.column_stack(line.get_data()) for line in lines])
        assert len(places) > 10
        for gain, depth in places:
            row, column = np.abs(result.grid.others - depth).argmin(), np.abs(result.grid.gains - gain).argmin()
            assert sign * result.grid.decades[row, column] > 0


@pytest.mark.parametrize("plane", ["depth", "biases"])
def test_the_line_of_theory_and_the_point_stand_where_they_belong(plane):
    sheet, _settings, result = draw(plane=plane, gain=1.3, depth=9, bias_scale=0.4)
    picture = sheet.pictures["map"]
    assert np.column_stack(picture.edge.get_data()) == pytest.approx(result.edge)
    place = (1.3, 9 if plane == "depth" else 0.4)
    assert (picture.here.get_xdata()[0], picture.here.get_ydata()[0]) == place and picture.here.get_visible()
    assert [*picture.cross[0].get_xdata()] == [place[0]] * 2 and [*picture.cross[1].get_ydata()] == [place[1]] * 2


def test_a_net_outside_of_the_window_is_marked_at_its_border():
    sheet, _, _ = draw(gain=9.0)
    picture = sheet.pictures["map"]
    assert not picture.here.get_visible()
    assert [line.get_visible() for line in picture.outside] == [False, True, False, False]
    assert picture.outside[1].get_xdata()[0] == 4.0


@pytest.mark.parametrize("changes", [dict(), dict(plane="biases", measure="net"),
                                     dict(activation="identity", highest_gain=1e4, deepest=100, depth=60, gain=9e3)])
def test_the_curves_are_the_lines_of_the_map(changes):
    sheet, settings, result = draw(painted=True, views=PLAN.views, **changes)
    for name, cut, turn in (("across", result.across, 1), ("upward", result.upward, -1)):
        curve = sheet.pictures[name].curve
        places, heights = curve.measured.get_data()[::turn]
        expected = cut.decades / cut.layers if settings.measure == "layer" else cut.decades
        finite = np.isfinite(expected)
        assert places == pytest.approx(cut.at) and heights[finite] == pytest.approx(expected[finite])
        assert np.isnan(heights[~finite]).all()
        lost, border = curve.lost.get_data()[::turn]
        assert lost == pytest.approx(cut.at[np.isinf(expected)]) and len(border) == np.isinf(expected).sum()


def test_the_curves_stand_in_line_with_the_map():
    sheet, _, _ = draw(views=PLAN.views, gain=2.0)
    map_, across, upward = (sheet.pictures[name].axes for name in ("map", "across", "upward"))
    assert map_.get_xlim() == across.get_xlim() and map_.get_ylim() == upward.get_ylim()
    assert map_.bbox.intervalx == pytest.approx(across.bbox.intervalx)
    assert map_.bbox.intervaly == pytest.approx(upward.bbox.intervaly)


def test_the_ground_is_kept_while_the_point_moves():
    sheet, settings, _ = draw(painted=True, views=PLAN.views)
    for gain in (0.85, 0.9, 1.0):
        moved = settings.replace(gain=gain)
        sheet.draw(moved, list(gradient_map(moved))[-1])
        assert not sheet.figure.stale


# -- hands


@pytest.mark.parametrize("changes, at, expected", [
    (dict(), (1.234, 17.4), dict(gain=1.23, depth=17)), (dict(), (-3, 99), dict(gain=0.0, depth=50)),
    (dict(), (9, -9), dict(gain=4.0, depth=2)),
    (dict(plane="biases"), (2.0, 0.555), dict(gain=2.0, bias_scale=0.56)),
    (dict(plane="biases"), (2.0, 7), dict(gain=2.0, bias_scale=2.0))])
def test_a_pointer_takes_the_net_along(changes, at, expected):
    sheet, settings, result = draw(**changes)
    picture = sheet.pictures["map"]
    assert isinstance(picture, Draggable) and picture.drag(settings, result, (0, 0), at) == expected
    settings.replace(**expected)


@pytest.mark.parametrize("changes, keys, expected", [(dict(gain=1.0, depth=7), (1, -2), dict(gain=1.05, depth=5)),
                                                     (dict(gain=4.0, depth=50), (5, 5), dict(gain=4.0, depth=50)),
                                                     (dict(plane="biases", gain=1.0, bias_scale=0.1), (-1, 1),
                                                      dict(gain=0.95, bias_scale=0.15))])
def test_arrow_keys_step_from_net_to_net(changes, keys, expected):
    sheet, settings, result = draw(**changes)
    assert sheet.pictures["map"].nudge(settings, result, *keys) == expected


@pytest.mark.parametrize("style", STYLES)
def test_cells_are_drawn_on_an_export_too(style):
    sheet = Sheet(PLAN.pictures, rows_with(PLAN.rows, ("map",)), STYLES[style], width=800, live=False)
    settings = GradientMapSettings(width=4, resolution=4)
    sheet.draw(settings, list(gradient_map(settings))[-1])
    pixels, _ = sheet.pixels()
    assert any(isinstance(artist, Cells) for artist in sheet.pictures["map"].axes.get_children())
    assert len(np.unique(np.frombuffer(pixels, np.uint32))) > 10
