"""The error of differences has the shape that theory gives it, as a function of their step."""

from types import SimpleNamespace

import numpy as np
import pytest

from bpwidgets.engine import SURFACES, NetworkLoss, check_gradient, network, sweep_steps, sweep_theory
from bpwidgets.engine.check import refuse_wrong_gradient

# a smooth net of 26 parameters
RANDOM = np.random.default_rng(0)
F = NetworkLoss(network((3, 4, 2)), RANDOM.normal(size=(6, 3)), RANDOM.normal(size=(6, 2)))
THETA = F.network.initialize("glorot_normal", seed=0, bias_scale=0.5)


def test_forward_differences_are_best_near_1e_8_and_central_ones_near_1e_5():
    # the standard analysis: errors below 1e-6 and 1e-9, at steps in [1e-9, 1e-7] and [1e-6, 1e-4]
    sweep = sweep_steps(F, THETA)
    assert THETA.size == 26
    (h_forward, forward), (h_central, central) = sweep.best_forward, sweep.best_central
    assert forward < 1e-6 and 1e-9 <= h_forward <= 1e-7
    assert central < 1e-9 and 1e-6 <= h_central <= 1e-4
    assert str(sweep) == (f"forward differences are best at h = {h_forward:.1e}: relative error {forward:.1e}; "
                          f"central differences are best at h = {h_central:.1e}: relative error {central:.1e}")


def test_for_large_steps_forward_errors_fall_like_h_and_central_ones_like_its_square():
    sweep = sweep_steps(F, THETA, h=[1e-3, 1e-2])
    assert np.log10(sweep.forward_error[1] / sweep.forward_error[0]) == pytest.approx(1, abs=0.05)
    assert np.log10(sweep.central_error[1] / sweep.central_error[0]) == pytest.approx(2, abs=0.05)


def test_for_tiny_steps_errors_grow_like_one_over_h():
    sweep = sweep_steps(F, THETA, h=np.logspace(-12, -10, 40))
    for error in (sweep.forward_error, sweep.central_error):
        assert error[:10].mean() / error[-10:].mean() == pytest.approx(10**1.5, rel=0.5)


def test_the_differences_of_each_coordinate_are_kept():
    sweep = sweep_steps(F, THETA, h=[1e-5, 1e-2])
    assert np.allclose(sweep.central, (sweep.left + sweep.right) / 2, rtol=1e-9, atol=1e-9)
    assert sweep.central.shape == (2, 26) and (sweep.analytic == F.gradient(THETA)).all()
    assert np.abs(sweep.central[0] - sweep.analytic).max() < 1e-9 * np.abs(sweep.analytic).max()
    length = np.linalg.norm(sweep.central[1] - sweep.analytic) / np.linalg.norm(sweep.analytic)
    assert sweep.central_error[1] == pytest.approx(length)


def test_in_float32_the_best_steps_are_larger_and_the_errors_too():
    sweep = sweep_steps(F, THETA.astype(np.float32))
    (h_forward, forward), (h_central, central) = sweep.best_forward, sweep.best_central
    assert 1e-5 < h_forward < 1e-2 and 1e-4 < forward < 1e-2
    assert 1e-3 < h_central < 1e-1 and 1e-6 < central < 1e-3
    # a step that theta + h rounds away sees no change at all
    assert sweep.central_error[sweep.h < 1e-9].tolist() == [1.0] * int((sweep.h < 1e-9).sum())


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("seed", range(3))
def test_theory_tells_the_error_of_large_steps_and_the_best_step(precision, seed):
    theta = F.network.initialize("glorot_normal", seed=seed, bias_scale=0.5).astype(precision)
    theory, sweep = sweep_theory(F, theta, precision), sweep_steps(F, theta)
    large = (sweep.h > (1e-3 if precision == "float64" else 3e-2)) & (sweep.h < 7e-2)
    assert sweep.central_error[large] == pytest.approx(theory.central(sweep.h[large]), rel=0.1)
    assert sweep.forward_error[large] == pytest.approx(theory.forward(sweep.h[large]), rel=0.1)
    for best, (h, _) in ((theory.best_central, sweep.best_central), (theory.best_forward, sweep.best_forward)):
        assert 1 / 8 < h / best < 8
    tiny = (sweep.h > 30 * theory.unit) & (sweep.h < theory.best_central / 30)
    assert tiny.any() and (np.median(sweep.central_error[tiny] / theory.rounded(sweep.h[tiny])) < 5)


def test_second_and_third_derivatives_are_those_of_the_formula():
    f = SimpleNamespace(value=lambda t, step: np.sin(t[..., 0]) + t[..., 1] ** 3,
                        gradient=lambda t, step: np.stack([np.cos(t[..., 0]), 3 * t[..., 1] ** 2], axis=-1))
    theory = sweep_theory(f, [0.5, 2.0])
    assert theory.second == pytest.approx([-np.sin(0.5), 12], rel=1e-8)
    assert theory.third == pytest.approx([-np.cos(0.5), 6], rel=1e-6)
    assert theory.best_central == pytest.approx(np.cbrt(3 * 2**-53 * np.linalg.norm(theory.rounding) / np.hypot(
        np.cos(0.5), 6)))


def test_for_a_parabola_theory_knows_no_best_central_step():
    table = NetworkLoss(network((1, 1), bias=False), [[0], [3], [9], [27]], [[0], [6], [18], [54]])
    theory = sweep_theory(table, [4.0])
    assert theory.third == 0 and theory.best_central == np.inf and theory.central(0.1) == 0
    assert theory.second == pytest.approx(409.5)


def test_coordinates_at_a_kink_are_left_out_of_the_theory():
    theory = sweep_theory(F, THETA, without=np.arange(26) == 3)
    assert np.isnan(theory.third[3]) and np.isfinite(theory.central(0.1))


@pytest.mark.parametrize("curvature", [0.25, 1.0, 8.0])
@pytest.mark.parametrize("h", [2.0**-20, 2.0**-3, 1.0])
def test_the_bias_of_a_forward_difference_on_a_parabola_is_half_the_curvature_times_the_step(curvature, h):
    # f = c w^2 / 2 at w = 2: gradient 2 c, bias c h / 2, so the relative error is h / 4; in powers of 2 nothing is
    # rounded
    parabola = SimpleNamespace(value=lambda w, step: curvature * w[..., 0]**2 / 2, gradient=lambda w,
                               step: curvature * w)
    sweep = sweep_steps(parabola, [2.0], h=[h])
    assert sweep.forward_error[0] * 2 * curvature == curvature * h / 2
    assert sweep.central_error[0] == 0


def test_forward_differences_look_forward():
    ramp = SimpleNamespace(value=lambda t, step: np.maximum(t[..., 0], 0), gradient=lambda t, step: np.ones(1))
    assert sweep_steps(ramp, [0.0], h=[0.5]).forward_error[0] == 0
    assert sweep_steps(ramp, [0.0], h=[0.5]).central_error[0] == 0.5


def test_where_the_gradient_is_zero_the_error_is_absolute():
    sweep = sweep_steps(SURFACES["bowl"], [0.0, 0.0], h=[0.5])
    assert sweep.forward_error[0] == pytest.approx(np.hypot(0.25, 2.5)) and sweep.central_error[0] == 0


def test_the_step_of_training_is_passed_on():
    f = NetworkLoss(F.network, F.x, F.y, batch_size=2, seed=1)
    assert sweep_steps(f, THETA, step=3).best_central[1] < 1e-9


def test_a_kink_where_all_is_zero_is_found_without_a_warning():
    found = check_gradient(SimpleNamespace(value=lambda t, step: abs(t[..., 0]), gradient=lambda t, step: np.sign(t)),
                           [0.0])
    assert found.relative_error == 0 and found.kinks[0][1:] == pytest.approx((-1, 1, 0))


def test_what_is_not_finite_passes_without_a_warning():
    sweep = sweep_steps(SURFACES["rosenbrock"], [1e200, 0.0], h=[1e-5, 1e-4])
    assert not np.isfinite(sweep.central_error).any() and sweep.best_central[0] == 1e-5


REFUSALS = {
    "theta of sweep_steps: expected shape (n,) with at least one number; got an array of shape (2, 26).":
        lambda: sweep_steps(F, [THETA, THETA]),
    "theta of sweep_steps: expected shape (n,) with at least one number; got array(3.).": lambda: sweep_steps(F, 3.0),
    "h of sweep_steps: expected a list of finite numbers above 0; got an array of shape (2,).":
        lambda: sweep_steps(F, THETA, h=[0.1, 0.0]),
    "h of sweep_steps: expected a list of finite numbers above 0; got array(0.1).": lambda: sweep_steps(F, THETA,
                                                                                                        h=0.1),
    "theta of sweep_theory: expected shape (n,) with at least one number; got array(3.).":
        lambda: sweep_theory(F, 3.0),
    "gradient of the line: expected 1 along theta[0], by central differences; got nan. Tried at [1].":
        lambda: refuse_wrong_gradient(SimpleNamespace(value=lambda t, step: t[..., 0], gradient=lambda t,
                                                      step: t * np.nan),
                                      np.ones(1), "the line"),
}


@pytest.mark.parametrize("text", REFUSALS)
def test_a_refusal_says_what_was_expected_what_was_given_and_what_to_do(text):
    with pytest.raises(ValueError) as caught:
        REFUSALS[text]()
    assert str(caught.value) == text


def test_at_the_bottom_of_a_valley_where_the_gradient_is_0_it_is_right():
    table = NetworkLoss(network((1, 1), bias=False), [[0], [3], [9], [27]], [[0], [6], [18], [54]])
    assert check_gradient(table, [2.0]).relative_error < 1e-6
    wrong = SimpleNamespace(value=table.value, gradient=lambda theta, step: table.gradient(theta, step) + 1e-3)
    assert check_gradient(wrong, [2.0]).relative_error > 0.5
