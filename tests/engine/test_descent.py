"""Descent keeps every step and says when it went wrong; the gradient check finds what is wrong and what is a kink."""

from types import SimpleNamespace

import numpy as np
import pytest

from bpwidgets.engine import Activation, NetworkLoss, check_gradient, descend, network


def parabola(curvature=2.0):
    return SimpleNamespace(value=lambda theta, step=None: curvature / 2 * (theta ** 2).sum(-1),
                           gradient=lambda theta, step=None: curvature * theta)


def test_a_path_keeps_the_start_and_every_step():
    path = descend(parabola(), [1.0, -2.0], learning_rate=0.25, steps=3)
    np.testing.assert_array_equal(path.thetas, [[1, -2], [0.5, -1], [0.25, -0.5], [0.125, -0.25]])
    np.testing.assert_array_equal(path.gradients, 2 * path.thetas)
    np.testing.assert_array_equal(path.values, (path.thetas ** 2).sum(-1))
    assert path.steps == 3 and path.states == {} and path.diverged is None and path.reason is None


def test_a_path_needs_only_a_gradient():
    path = descend(SimpleNamespace(gradient=lambda theta, step: 2 * theta), [1.0], learning_rate=1.5, steps=4)
    assert path.values is None and path.diverged == 1
    assert path.reason.startswith("The length of the gradient rose from 2 at the start to 32 at step 4")


def test_many_rates_run_side_by_side_as_if_alone():
    rates = [0.1, 0.5, 1.2]
    path = descend(parabola(), [1.0, 2.0], learning_rate=rates, steps=5)
    assert path.thetas.shape == (6, 3, 2) and path.values.shape == (6, 3)
    for k, rate in enumerate(rates):
        alone = descend(parabola(), [1.0, 2.0], learning_rate=rate, steps=5)
        np.testing.assert_allclose(path.thetas[:, k], alone.thetas)
        assert path.reason[k] == alone.reason and path.diverged[k] == (-1 if alone.diverged is None else alone.diverged)


def test_the_step_is_passed_on_to_the_objective():
    seen = []
    descend(SimpleNamespace(gradient=lambda theta, step: seen.append(step) or theta), [1.0], steps=3)
    assert seen == [0, 1, 2, 3]


def test_a_path_that_overflows_names_the_first_quantity_and_the_step():
    path = descend(parabola(), [1.0], learning_rate=1e10, steps=40)
    assert path.diverged == 1 and not np.isfinite(path.values[-1])
    k = int(np.argmin(np.isfinite(path.values)))
    assert path.reason == (f"The loss stopped being a finite number at step {k}; "
                           "the loss was above its start from step 1 on.")


def test_a_path_that_starts_outside_of_the_numbers_says_so():
    path = descend(parabola(), [np.nan], steps=2)
    assert path.diverged == 0 and path.reason == "The theta stopped being a finite number at step 0."


def test_a_path_down_to_minus_infinity_went_wrong_where_it_left_the_numbers():
    slide = SimpleNamespace(value=lambda theta, step: -theta[..., 0] ** 2, gradient=lambda theta, step: -2 * theta)
    path = descend(slide, [1.0], learning_rate=1e80, steps=4)
    assert path.diverged == int(np.argmin(np.isfinite(path.values)))


@pytest.mark.parametrize("rate", [0.0, 1.0])
def test_standing_still_and_swinging_for_ever_are_not_divergence(rate):
    assert descend(parabola(), [1.0], learning_rate=rate, steps=50).diverged is None


def test_no_steps_look_at_the_start_only():
    path = descend(parabola(), [3.0], steps=0)
    assert path.thetas.tolist() == [[3.0]] and path.diverged is None


def test_the_check_finds_a_wrong_slope_and_shows_both_numbers():
    wrong = Activation("wrong", np.tanh, lambda z: 1 - np.tanh(z))
    f = NetworkLoss(network((1, 1), output=wrong, bias=False), [[1.0]], [[0.0]], "half_sse")
    found = check_gradient(f, [0.5])
    assert found.coordinate == "W1[0,0]" and found.kinks == ()
    assert found.analytic == pytest.approx(np.tanh(0.5) * (1 - np.tanh(0.5)))
    assert found.numeric == pytest.approx(np.tanh(0.5) * (1 - np.tanh(0.5) ** 2), rel=1e-8)
    assert found.relative_error == pytest.approx(1 - found.analytic / found.numeric, rel=1e-6)
    assert "W1[0,0]" in str(found) and "central difference" in str(found)


def test_the_check_finds_the_one_wrong_coordinate_among_many_settings():
    def gradient(theta, step=None):
        g = 2 * theta.copy()
        g[1, 2] *= 1.01
        return g

    theta = np.arange(1.0, 9.0).reshape(2, 4)
    found = check_gradient(SimpleNamespace(value=parabola().value, gradient=gradient), theta)
    assert found.coordinate == "(1,) theta[2]" and found.relative_error == pytest.approx(0.01 / 1.01, rel=1e-6)


def test_a_kink_is_reported_and_not_counted_as_an_error():
    f = NetworkLoss(network((1, 1), output="relu", bias=False), [[1.0]], [[-1.0]], "half_sse")
    found = check_gradient(f, [0.0])
    assert found.relative_error == 0 and len(found.kinks) == 1
    kink = found.kinks[0]
    assert (kink.coordinate, kink.analytic) == ("W1[0,0]", 0) and (kink.left, kink.right) == pytest.approx((0, 1), abs=1e-5)
    assert "at a kink, first W1[0,0]" in str(found)


def test_away_from_its_kink_a_relu_has_none():
    f = NetworkLoss(network((1, 1), output="relu", bias=False), [[1.0]], [[-1.0]], "half_sse")
    assert check_gradient(f, [0.1]).kinks == () and check_gradient(f, [0.1]).relative_error < 1e-8


def test_numbers_that_are_not_finite_fail_the_check_quietly():
    found = check_gradient(parabola(), [np.inf])
    assert found.relative_error == np.inf
