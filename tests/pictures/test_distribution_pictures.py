"""The pictures of the distributions: outlines, bars and marks hold what the result holds."""

import numpy as np
import pytest

from bpwidgets.labs.distributions.histogram import REACH
from bpwidgets.labs.distributions.lab import DistributionLab
from bpwidgets.labs.distributions.pictures.violins import HALF
from bpwidgets.labs.distributions.settings import NAMES
from bpwidgets.pictures.sheet import Sheet
from bpwidgets.pictures.style import LIGHT
from bpwidgets.studies import DistributionSettings, distributions

PLAN = DistributionLab.plan
WITH_LAYERS = ("violins", "units", "updates")


def draw(**changes):
    settings = DistributionSettings(**changes)
    sheet, result = Sheet(PLAN.pictures, PLAN.rows, LIGHT, width=860), distributions(settings)
    sheet.draw(settings, result)
    return sheet.pictures, result


def corners(bars):
    return np.array([path.vertices[:-1] for path in bars.get_paths()])


@pytest.mark.parametrize("quantity", NAMES)
@pytest.mark.parametrize("depth", [1, 6])
def test_each_half_of_a_violin_has_the_widths_of_its_counts(quantity, depth):
    pictures, result = draw(quantity=quantity, depth=depth)
    seen, violins = result.of(quantity), pictures["violins"]
    widest = np.maximum(seen.negative, seen.positive).max(axis=1)
    for half, counts, sign in ((violins.negative, seen.negative, -1), (violins.positive, seen.positive, 1)):
        outline = corners(half)[:, 1:-1]
        width = sign * (outline[..., 0] - np.arange(1, depth + 2)[:, None])
        assert width == pytest.approx(HALF * counts / widest[:, None]) and width.min() >= 0
        assert outline[0, :, 1] == pytest.approx((seen.edges[1:] + seen.edges[:-1]) / 2)


def test_values_at_zero_are_bars_as_wide_as_their_part_below_the_axis_of_sizes():
    pictures, result = draw(quantity="activation", depth=6)
    bars = corners(pictures["violins"].small)
    assert bars[:, 1, 0] - bars[:, 0, 0] == pytest.approx(2 * HALF * result.activations.small)
    assert bars[..., 1].max() < result.activations.edges[0]
    assert bars[..., 1].min() == pictures["violins"].axes.get_ylim()[0]


def test_layers_with_values_that_are_no_numbers_are_marked_at_the_upper_border():
    pictures, result = draw(quantity="z", activation="identity", gain=1e4, depth=100, width=8)
    lost = pictures["violins"].lost
    assert list(lost.get_xdata()) == (np.flatnonzero(result.z.beyond) + 1).tolist() != []
    assert set(lost.get_ydata()) == {pictures["violins"].axes.get_ylim()[1]}


def test_the_color_and_the_name_are_those_of_the_quantity_shown():
    for quantity in NAMES:
        violins = draw(quantity=quantity, depth=3)[0]["violins"]
        assert violins.name.get_text() == NAMES[quantity]
        color = tuple(int(getattr(LIGHT, quantity)[k: k + 2], 16) / 255 for k in (1, 3, 5))
        assert violins.positive.get_facecolor()[0][:3] == pytest.approx(color)
        assert violins.negative.get_facecolor()[0][3] < 0.5 < violins.positive.get_facecolor()[0][3]


@pytest.mark.parametrize("layer", [1, 3, 7])
def test_the_selected_layer_is_enlarged_on_the_scale_of_its_own_deviation(layer):
    pictures, result = draw(depth=6, quantity="z", layer=layer)
    picture, shape = pictures["one_layer"], result.z.shape[layer - 1]
    bars = corners(picture.bars)
    assert bars[:, 2, 1] == pytest.approx(shape / shape.max()) and (bars[0, 0, 0], bars[-1, 1, 0]) == (-REACH, REACH)
    assert picture.name.get_text() == ("layer out" if layer == 7 else f"layer {layer}")


def test_the_bell_stands_on_the_same_scale_as_the_bars():
    pictures, result = draw(depth=6, quantity="z", layer=2)
    density = result.z.shape[1] * 60 / (2 * REACH)
    assert pictures["one_layer"].bell.get_ydata()[40] == pytest.approx(1 / np.sqrt(2 * np.pi) / density.max())


def test_without_a_selection_nothing_is_enlarged():
    picture = draw(layer=0)[0]["one_layer"]
    assert not picture.bars.get_visible() and not picture.bell.get_visible()
    assert picture.name.get_text() == "no layer selected"


def test_the_bars_of_the_census_are_as_high_as_the_parts():
    for changes, name in ((dict(), "dead"), (dict(activation="tanh", gain=4.0), "saturated")):
        pictures, result = draw(depth=9, **changes)
        parts = getattr(result, f"{name}_fraction")
        boxes = pictures["units"].bars[name].get_path().vertices.reshape(-1, 5, 2)
        assert parts.any() and boxes[:, 2, 1] == pytest.approx(parts)
    assert pictures["units"].bars["saturated"].get_hatch() and not pictures["units"].bars["dead"].get_hatch()


def test_the_curve_of_updates_is_the_logarithm_of_the_ratios_and_the_rule_of_thumb_is_in_sight():
    for rate in (1e-6, 0.1, 1e3):
        pictures, result = draw(depth=5, learning_rate=rate)
        picture = pictures["updates"]
        assert picture.curve.get_ydata() == pytest.approx(np.log10(result.update_ratio))
        low, high = picture.axes.get_ylim()
        assert low < min(-3, *picture.curve.get_ydata()) and max(-3, *picture.curve.get_ydata()) < high


def test_an_update_of_zero_is_an_open_mark_at_the_lower_border():
    pictures, result = draw(activation="relu", width=2, depth=60, seed=1)
    zero = np.flatnonzero(result.update_ratio == 0) + 1
    assert zero.size and list(pictures["updates"].lost.get_xdata()) == zero.tolist()
    assert set(pictures["updates"].lost.get_ydata()) == {pictures["updates"].axes.get_ylim()[0]}


def test_the_points_are_the_logarithms_of_the_singular_values():
    pictures, result = draw(activation="tanh", depth=5)
    assert pictures["stretches"].points.get_ydata() == pytest.approx(np.log10(result.jacobian_singular_values))


def test_singular_values_that_are_zero_or_unknown_are_not_left_out_in_silence():
    assert list(draw(initializer="zeros", depth=3)[0]["stretches"].lost.get_xdata()) == list(range(1, 11))
    assert draw(activation="identity", gain=1e4, depth=100,
                width=8)[0]["stretches"].missing.get_text() == "the Jacobian overflows"


@pytest.mark.parametrize("name", WITH_LAYERS)
def test_the_selected_layer_is_marked_and_can_be_moved_in_every_picture_with_layers(name):
    picture, settings = draw(depth=6, layer=4)[0][name], DistributionSettings(depth=6, layer=4)
    assert list(picture.layer.get_xdata()) == [4, 4] and tuple(picture.layer.get_ydata()) == picture.axes.get_ylim()
    assert picture.drag(settings, None, (1, 1), (5.8, 0)) == {"layer": 6}
    assert picture.nudge(settings, None, -1, 0) == {"layer": 3}


@pytest.mark.parametrize("change", [dict(layer=9), dict(gain=1.001), dict(learning_rate=0.1001)])
def test_a_small_move_keeps_the_ground(change):
    settings = DistributionSettings()
    sheet = Sheet(PLAN.pictures, PLAN.rows, LIGHT, width=860)
    sheet.draw(settings, distributions(settings))
    sheet.pixels()
    moved = settings.replace(**change)
    sheet.draw(moved, distributions(moved))
    assert not sheet.figure.stale


def test_the_lab_shows_the_selected_layer_as_a_table_and_gives_its_numbers_away():
    lab = DistributionLab(depth=4, layer=2, views=DistributionLab.plan.views)
    try:
        assert lab.canvas.table["caption"] == "layer 2" and len(lab.canvas.table["rows"]) == 4
        before = lab.result
        lab.set(layer=5, quantity="z")
        assert lab.result is before and lab.canvas.table["caption"] == "layer out"
        assert len(lab.to_csv().splitlines()) == 6
        lab.set(layer=0)
        assert lab.canvas.table == {}
    finally:
        lab.close()
