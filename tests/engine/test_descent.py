"""Descent keeps every step, with what the optimizer remembers; the gradient check finds what is wrong and what is a
kink."""

from types import SimpleNamespace

import numpy as np
import pytest

from bpwidgets.engine import (
    CLIPS,
    OPTIMIZERS,
    SCHEDULES,
    NetworkLoss,
    Optimizer,
    Schedule,
    check_gradient,
    descend,
    network,
)


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
        np.testing.assert_array_equal(path.thetas[:, k], alone.thetas)
        assert path.reason[k] == alone.reason and path.diverged[k] == (-1 if alone.diverged is None else alone.diverged)


def test_the_step_is_passed_on_to_the_objective():
    seen = []
    descend(SimpleNamespace(gradient=lambda theta, step: seen.append(step) or theta), [1.0], steps=3)
    assert seen == [0, 1, 2, 3]


def test_no_steps_look_at_the_start_only():
    path = descend(parabola(), [3.0], steps=0)
    assert path.thetas.tolist() == [[3.0]] and path.diverged is None


def test_a_schedule_multiplies_the_rate_of_every_step():
    path = descend(parabola(1.0), [1.0], learning_rate=0.5, steps=3, schedule=Schedule("own", lambda k, K: (k + 1) / K))
    np.testing.assert_allclose(path.thetas[:, 0], [1, 5 / 6, 5 / 6 * 2 / 3, 5 / 6 * 2 / 3 / 2])


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_the_steps_of_a_schedule_have_the_rates_that_it_shows(schedule):
    rates = [0.2, 0.7]
    path = descend(parabola(1.0), [1.0, 2.0], learning_rate=rates, steps=25, schedule=schedule)
    taken = -np.diff(path.thetas, axis=0) / path.gradients[:-1]
    np.testing.assert_allclose(taken, np.broadcast_to(SCHEDULES[schedule].rates(rates, 25)[..., None], taken.shape),
                               rtol=1e-6)


def test_the_optimizer_sees_clipped_gradients_and_the_path_keeps_those_of_the_objective():
    path = descend(parabola(1.0), [3.0, 4.0], learning_rate=1.0, steps=2, clip=CLIPS["norm"].replace(threshold=2.5))
    np.testing.assert_allclose(path.thetas, [[3, 4], [1.5, 2], [0, 0]], atol=1e-15)
    np.testing.assert_array_equal(path.gradients, path.thetas)


def test_each_of_many_settings_is_clipped_by_itself():
    path = descend(parabola(1.0), [[3.0, 4.0], [0.3, 0.4]], learning_rate=1.0, steps=1, clip="norm")
    np.testing.assert_allclose(path.thetas[1], [[2.4, 3.2], [0, 0]], atol=1e-15)


def test_counters_and_states_are_kept_by_name_as_the_steps_find_them():
    path = descend(parabola(), [[1.0, 2.0]], "nadam", 0.1, steps=3)
    assert {name: entries.shape for name, entries in path.states.items()} == {
        "mean": (4, 1, 2), "squares": (4, 1, 2), "momentum_product": (4,), "count": (4,)}
    assert path.states["count"].tolist() == [0, 1, 2, 3]
    np.testing.assert_allclose(path.states["mean"][1], 0.1 * path.gradients[0])


def test_the_state_of_one_step_is_all_the_next_one_needs():
    path = descend(parabola(), [1.0, 2.0], "adam", 0.1, steps=9)
    state = {name: entries[4] for name, entries in path.states.items()}
    theta, state = OPTIMIZERS["adam"].step(path.thetas[4], path.gradients[4], state, 0.1)
    np.testing.assert_allclose(theta, path.thetas[5], rtol=1e-15)
    assert state["count"] == 5


@pytest.mark.parametrize("row", OPTIMIZERS.values(), ids=str)
def test_float32_stays_float32(row):
    one, two = (descend(parabola(), np.float32([1, 2]), row, rate, 9, "cosine", "norm")
                for rate in (0.02, np.array([0.01, 0.02])))
    for path in (one, two):
        kept = [path.thetas, path.values, path.gradients,
                *(entries for entries in path.states.values() if entries.ndim > 1)]
        assert {array.dtype for array in kept} == {np.dtype("f4")}
    np.testing.assert_array_equal(one.thetas, two.thetas[:, 1])


def test_an_objective_that_writes_into_one_array_again_and_again_is_kept_right():
    out = np.empty(1)
    path = descend(SimpleNamespace(gradient=lambda theta, step: np.multiply(2, theta, out=out)), [1.0],
                   learning_rate=0.25, steps=2)
    assert path.gradients.tolist() == [[2.0], [1.0], [0.5]]


def test_20_000_steps_are_not_too_many():
    path = descend(parabola(), [1.0], "adam", 1e-3, steps=20_000)
    assert path.steps == 20_000 and abs(path.thetas[-1, 0]) < 1e-6


REFUSALS = {
    "gradient of the objective: expected an array of shape (2,), that of theta; got an array of shape (1,).":
        lambda: descend(SimpleNamespace(gradient=lambda theta, step: theta[:1]), [1.0, 2.0]),
    "gradient of the objective: expected an array of shape (1,), that of theta; got [2.0].":
        lambda: descend(SimpleNamespace(gradient=lambda theta, step: [2.0]), [1.0]),
    "value of the objective: expected a number for each setting, shape (); got an array of shape (2,).":
        lambda: descend(SimpleNamespace(value=lambda theta, step: theta**2, gradient=lambda theta, step: theta),
                        [1.0, 2.0]),
    "state of own: expected v () int after a step, as from init; got v (1,) float. Let init begin with "
    "np.zeros_like(theta), or with 0.0 for a single number.":
        lambda: descend(parabola(), [1.0], Optimizer("own", lambda theta: {"v": 0}, lambda theta, g, state,
                                                     r: (theta, {"v": g}))),
    "schedule of descend: expected one of constant, step, cosine, warm_up, warm_up_cosine, or a Schedule; got 'cos'. "
    "Did you mean 'cosine'?": lambda: descend(parabola(), [1.0], schedule="cos"),
    "clip of descend: expected one of none, value, norm, or a Clip; got 5.": lambda: descend(parabola(), [1.0], clip=5),
}


@pytest.mark.parametrize("text", REFUSALS)
def test_what_does_not_fit_is_refused_before_the_first_step(text):
    with pytest.raises(ValueError) as caught:
        REFUSALS[text]()
    assert str(caught.value) == text


def test_the_check_finds_a_wrong_slope_and_shows_both_numbers():
    f = SimpleNamespace(names=("W1[0,0]",), value=lambda theta, step=None: np.tanh(theta[..., 0])**2 / 2,
                        gradient=lambda theta,
                        step=None: np.tanh(theta) * (1 - np.tanh(theta)))  # of tanh: 1 - a, not 1 - a^2
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
    assert (kink.coordinate, kink.analytic) == ("W1[0,0]", 0)
    assert (kink.left, kink.right) == pytest.approx((0, 1), abs=1e-5)
    assert "at a kink, first W1[0,0]" in str(found)


def test_away_from_its_kink_a_relu_has_none():
    f = NetworkLoss(network((1, 1), output="relu", bias=False), [[1.0]], [[-1.0]], "half_sse")
    assert check_gradient(f, [0.1]).kinks == () and check_gradient(f, [0.1]).relative_error < 1e-8


def test_numbers_that_are_not_finite_fail_the_check_quietly():
    found = check_gradient(parabola(), [np.inf])
    assert found.relative_error == np.inf
