"""What the pictures of GradientCheckLab show is what its numbers say: asserted on the artists."""

import math

import numpy as np
import pytest

from bpwidgets.labs.gradient_check.lab import GradientCheckLab
from tests.pictures.cases import answer, make_sheet

PLAN = GradientCheckLab.plan


def drawn(name, **changes):
    settings = PLAN.settings.create(**changes)
    result = answer(PLAN, settings)
    return make_sheet(PLAN, settings, views=(name,)).pictures[name], settings, result


def data_of(line):
    return np.array(line.get_xdata(), float), np.array(line.get_ydata(), float)


# -- the sweep


@pytest.mark.parametrize("changes", [dict(), dict(precision="float32"), dict(net="mazur", step=1e-9)])
def test_the_curves_are_the_logarithms_of_the_errors(changes):
    picture, settings, result = drawn("sweep", **changes)
    for line, error in ((picture.central, result.sweep.central_error), (picture.forward, result.sweep.forward_error),
                        (picture.selected, result.error_of_selected)):
        x, y = data_of(line)
        assert x == pytest.approx(np.log10(result.sweep.h)) and y == pytest.approx(np.log10(np.maximum(error, 1e-16)))
    (best,), (error,) = data_of(picture.best)
    assert (10**best, 10**error) == pytest.approx(result.sweep.best_central)
    assert data_of(picture.in_theory)[0] == pytest.approx([math.log10(result.step_in_theory)])
    assert data_of(picture.here)[0] == pytest.approx([math.log10(settings.step)])


def test_the_lines_of_theory_meet_where_the_best_step_should_be():
    picture, _, result = drawn("sweep")
    (x0, x1), (y0, y1) = data_of(picture.expected["central"])
    assert (y1 - y0) / (x1 - x0) == pytest.approx(2)
    (x0, x1), (y0, y1) = data_of(picture.expected["forward"])
    assert (y1 - y0) / (x1 - x0) == pytest.approx(1)
    x, y = data_of(picture.expected["rounding"])
    assert (y[1] - y[0]) / (x[1] - x[0]) == pytest.approx(-1)
    at = math.log10(result.step_in_theory)
    bend = np.interp(at, *data_of(picture.expected["central"]))
    # at the best step the bend's part is half of the rounding's
    assert np.interp(at, x, y) - bend == pytest.approx(math.log10(2), abs=1e-6)


def test_a_wrong_gradient_has_no_star_and_the_line_of_theory_stays():
    picture, _, _ = drawn("sweep", gradient="slope_left_out")
    assert len(picture.best.get_xdata()) == 0 and len(picture.expected["central"].get_xdata()) == 2
    low, _ = picture.axes.get_ylim()
    assert low < -9 < data_of(picture.central)[1].min()


def test_the_kink_of_the_selected_weight_stands_at_its_distance():
    picture, settings, result = drawn("sweep", activation="relu", step=0.2)
    assert data_of(picture.kink)[0] == pytest.approx([math.log10(result.kink)] * 2)
    assert picture.kink_label.get_text() == "kink" and "has a kink 0.131 away" in picture.told(
        settings, result, (math.log10(result.kink), 0)).words
    assert len(drawn("sweep")[0].kink.get_xdata()) == 0


def test_a_drag_and_the_arrow_keys_move_the_step_and_nothing_else():
    picture, settings, result = drawn("sweep", step=1e-3)
    assert picture.drag(settings, result, (0, 0), (-4.0, 7)) == {"step": 1e-4}
    assert picture.drag(settings, result, (0, 0), (5.0, 7)) == {"step": 1.0}
    assert picture.nudge(settings, result, 4, 0) == {"step": 0.01} and picture.nudge(settings, result, 0, 3) == {
        "step": 1e-3}
    assert picture.held(settings, result)[0] == pytest.approx(-3)
    assert picture.told(settings, result, (-5.02, -3)).words.startswith("step 10⁻⁵: relative error central ")


# -- the loss from near by


@pytest.mark.parametrize("step", [0.3, 1e-5, 1e-9])
def test_the_curve_fills_the_axes_and_the_number_at_its_side_is_its_height(step):
    picture, _, result = drawn("closeup", step=step)
    near = result.closeup
    x, y = data_of(picture.curve)
    size = np.abs([*near.rest, near.left, near.right]).max()
    assert x == pytest.approx(near.away / step) and y == pytest.approx(near.rest / size)
    low, high = picture.axes.get_ylim()
    assert low <= y.min() and y.max() <= high and max(-low, high) < 1.2
    assert picture.height.get_text().replace("×10", "e").strip() != "" and picture.height.get_position()[1] in (-1, 1)


def test_the_lines_go_through_the_points_of_their_differences():
    picture, _, _ = drawn("closeup", step=0.3)
    (_, right), (left_height, right_height) = data_of(picture.points)
    assert right == 1
    assert np.interp(-1, *data_of(picture.central)) == pytest.approx(left_height)
    assert np.interp(1, *data_of(picture.central)) == pytest.approx(right_height)
    assert np.interp(1, *data_of(picture.forward)) == pytest.approx(right_height)
    assert np.interp(0, *data_of(picture.forward)) == pytest.approx(0, abs=1e-12)


def test_a_kink_says_which_unit_switches():
    picture, settings, result = drawn("closeup", activation="relu", step=0.2)
    (place, side), *_ = result.closeup.kinks
    assert picture.told(settings, result, (place / 0.2, 0)).words == (
        f"unit {side.unit} of layer 1, example {side.example}, switches at w − {abs(place):.3g}")
    assert "slopes: gradient" in picture.told(settings, result, (0.9, 0)).words


# -- all parameters


def test_each_parameter_stands_at_its_difference_with_a_column_as_high_as_its_doubt():
    picture, _, result = drawn("agreement", step=1e-3)
    found = result.agreement
    x, y = data_of(picture.agree)
    assert x.tolist() == list(range(13)) and y == pytest.approx(np.log10(found.relative))
    tops = [path.vertices[1, 1] for path in picture.columns.get_paths()]
    assert tops == pytest.approx(np.log10(found.doubt))
    assert data_of(picture.chosen)[0].tolist() == [0]


def test_what_is_wrong_or_at_a_kink_has_a_sign_of_its_own():
    picture, _, result = drawn("agreement", step=1e-5, gradient="slope_left_out")
    assert data_of(picture.wrong)[0].tolist() == np.flatnonzero(result.agreement.wrong).tolist() == list(range(9))
    picture, _, result = drawn("agreement", step=1e-5, activation="relu", weights={"b1[1]": 0.0})
    assert data_of(picture.at_kink)[0].tolist() == [7] and len(picture.wrong.get_xdata()) == 0


def test_the_parameters_are_elements_in_the_order_of_theta():
    picture, settings, result = drawn("agreement", selected="b1[1]", step=1e-5)
    spots = picture.spots(settings, result)
    assert tuple(spot.name for spot in spots) == result.names
    assert [spot.name for spot in spots if spot.chosen] == ["b1[1]"]
    assert spots[7].label.startswith("b1[1]: gradient ") and spots[7].label.endswith(": agrees")
    assert picture.touch(settings, result, "W2[0,0]") == {"selected": "W2[0,0]"}
    assert list(picture.axes.xaxis.get_major_formatter().seq) == ["W1", "b1", "W2", "b2"]


# -- two precisions


def test_each_precision_has_its_curve_and_its_best_step():
    picture, _, result = drawn("precision")
    for name, one in result.sweeps.items():
        error = np.maximum(one.measured.central_error, 1e-16)
        assert data_of(picture.curves[name])[1] == pytest.approx(np.log10(error))
        assert 10 ** data_of(picture.best[name])[0][0] == pytest.approx(one.measured.best_central[0])
    assert picture.labels["float32"].get_text() == "╌ float32, best step 0.01"
