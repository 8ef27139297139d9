"""The factors of delta, layer by layer: bars, dots and dashes hold what the result holds."""

import numpy as np
import pytest

from bpwidgets.labs.gradient_flow.lab import GradientFlowLab
from bpwidgets.pictures.sheet import Sheet
from bpwidgets.pictures.style import LIGHT, STYLES
from bpwidgets.studies import FlowSettings, gradient_flow

PLAN = GradientFlowLab.plan
CASES = [dict(), dict(activation="relu", gain=0.5), dict(activation="tanh", gain=2.0, depth=7), dict(depth=1),
         dict(residual=True, normalization="batch"),
         dict(depth=100, width=8, activation="identity")]


def draw(style=LIGHT, **changes):
    settings = FlowSettings(**changes)
    sheet, result = Sheet(PLAN.pictures, PLAN.rows, style, width=860), gradient_flow(settings)
    sheet.draw(settings, result)
    return sheet.pictures, result


def spans(bars):
    """Bottom and top of each bar, with the middle of its width."""
    corners = [path.vertices for path in bars.get_paths()]
    return np.array([((c[0, 0] + c[1, 0]) / 2, c[0, 1], c[2, 1]) for c in corners]).T


@pytest.mark.parametrize("changes", CASES, ids=str)
def test_the_lengths_of_the_bars_are_the_logarithms_of_the_gains(changes):
    pictures, result = draw(**changes)
    (layers, zero, weights), (_, bottom, top) = (spans(pictures["factors"].bars[name]) for name in ("weights", "slope"))
    assert layers == pytest.approx(np.arange(1, len(result.factors) + 1)) and (zero == 0).all()
    assert weights == pytest.approx(np.log(result.weight_gain))
    assert top - bottom == pytest.approx(np.log(result.slope_gain))
    same = np.log(result.weight_gain) * np.log(result.slope_gain) > 0
    assert bottom == pytest.approx(np.where(same, weights, 0))


@pytest.mark.parametrize("changes", CASES, ids=str)
def test_the_dots_are_the_factors_and_the_dashes_the_plain_slopes(changes):
    pictures, result = draw(**changes)
    factors = pictures["factors"]
    assert factors.sums.get_ydata() == pytest.approx(np.log(result.factors))
    _, bottom, _ = spans(factors.bars["slope"])
    drawn = np.isfinite(factors.plain.get_ydata())
    assert drawn.any() and (factors.plain.get_ydata() - bottom)[drawn] == pytest.approx(np.log(result.slope_rms)[drawn])


@pytest.mark.parametrize("changes", [dict(initializer="zeros"), dict(activation="identity", gain=1e4, depth=100)])
def test_where_delta_does_not_come_through_the_picture_says_so(changes):
    factors = draw(**changes)[0]["factors"]
    assert "does not come through" in factors.missing.get_text()
    assert not any(label.get_text() for label in factors.labels.values()) and len(factors.sums.get_xdata()) == 0


@pytest.mark.parametrize("depth", [1, 10, 20, 50, 100])
def test_layers_stand_above_each_other_in_both_pictures(depth):
    pictures, _ = draw(depth=depth, width=4)
    one, other = pictures["profile"].axes, pictures["factors"].axes
    assert one.get_xlim() == other.get_xlim()
    assert (one.get_position().x0, one.get_position().x1) == (other.get_position().x0, other.get_position().x1)


@pytest.mark.parametrize("style", STYLES)
def test_the_two_kinds_of_bars_differ_in_more_than_color(style):
    bars = draw(STYLES[style])[0]["factors"].bars
    assert bars["slope"].get_hatch() and not bars["weights"].get_hatch()


# -- what the profile shows besides


@pytest.mark.parametrize("changes", [dict(), dict(depth=1), dict(activation="tanh", gain=2.0, depth=100)])
def test_theory_and_spread_are_drawn_where_the_result_has_them(changes):
    pictures, result = draw(**changes)
    for key, sizes in (("theory", result.theory_delta), ("spread", result.activation_spread)):
        curve = pictures["profile"].curves[key]
        assert curve.get_xdata().tolist() == list(range(1, len(sizes) + 1))
        assert curve.get_ydata() == pytest.approx(np.log10(sizes))


def test_without_a_theory_there_is_no_line_and_no_label():
    profile = draw(residual=True)[0]["profile"]
    assert np.isnan(profile.curves["theory"].get_ydata()).all() and not profile.labels["theory"].get_text()
    assert len(profile.lost["theory"].get_xdata()) == 0


def test_the_band_lies_between_the_lowest_and_the_highest_delta():
    profile, result = draw(depth=6, n_draws=5)[0]["profile"], gradient_flow(FlowSettings(depth=6, n_draws=5))
    draws = np.array([gradient_flow(FlowSettings(depth=6, seed=seed)).delta_size for seed in range(5)])
    assert result.band == pytest.approx(np.array([draws.min(axis=0), draws.max(axis=0)]))
    corners = profile.band.get_xy()[:14]
    assert profile.band.get_visible() and corners[:7, 1] == pytest.approx(np.log10(draws.min(axis=0)))
    assert corners[7:, 1] == pytest.approx(np.log10(draws.max(axis=0))[::-1])
    assert not draw(depth=6)[0]["profile"].band.get_visible()


def test_a_name_stands_beside_the_end_of_its_curve_where_that_is_zero():
    profile = draw(depth=3, width=4, initializer="zeros")[0]["profile"]
    heights = {key: label.get_position()[1] for key, label in profile.labels.items()}
    low, high = profile.axes.get_ylim()
    assert low < heights["activation"] < heights["spread"] < heights["delta"] < (low + high) / 2


@pytest.mark.parametrize("depth", [2, 7, 20])
def test_the_head_of_the_factors_stands_above_them(depth):
    profile = draw(depth=depth, width=4)[0]["profile"]
    box, label = profile.head.get_window_extent(), profile.labels["delta"].get_window_extent()
    assert box.x0 == pytest.approx(label.x0, abs=2) and box.y0 > label.y1
