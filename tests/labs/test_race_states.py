"""Optimizers from inside: against plain loops over the published rules (O6a of the project's reference set,
torch.optim 2.13.0)."""

import numpy as np
import pytest

from bpwidgets.engine import OPTIMIZERS
from bpwidgets.studies import RaceSettings, optimizer_race

EVERY = tuple(OPTIMIZERS)


def race(**changes):
    return optimizer_race(RaceSettings.create(**changes))


def test_the_moments_of_adam_are_those_of_a_plain_loop():
    result = race(optimizers="adam", learning_rate=0.05, steps=30)
    theta, m, s = np.array([1.0, 1.0]), np.zeros(2), np.zeros(2)
    states = result.states["adam"]
    for t in range(1, 31):
        g = np.array([theta[0], 10 * theta[1]])
        m, s = 0.9 * m + 0.1 * g, 0.999 * s + 0.001 * g**2
        step = 0.05 * (m / (1 - 0.9**t)) / (np.sqrt(s / (1 - 0.999**t)) + 1e-8)
        theta = theta - step
        assert states["corrected_mean"][t] == pytest.approx(m / (1 - 0.9**t), rel=1e-10)
        assert states["corrected_squares"][t] == pytest.approx(s / (1 - 0.999**t), rel=1e-10)
        assert states["effective_rate"][t] == pytest.approx(np.abs(step) / np.abs(g), rel=1e-8)
    assert result.paths["adam"].thetas[30] == pytest.approx(theta, rel=1e-10)


@pytest.mark.parametrize("name", ["adam", "adamw", "amsgrad", "nadam"])
def test_what_no_step_has_made_yet_is_nan_and_then_finite(name):
    states = race(optimizers=name, steps=5).states[name]
    for state in ("corrected_squares", "effective_rate"):
        assert np.isnan(states[state][0]).all() and np.isfinite(states[state][1:]).all()


@pytest.mark.parametrize("name", EVERY)
def test_states_hold_all_that_the_optimizer_keeps_after_each_step(name):
    result = race(optimizers=name, steps=4)
    kept = result.paths[name].states
    assert {*kept, "gradient", "effective_rate"} <= set(result.states[name])
    assert all((result.states[name][state] == kept[state]).all() for state in kept)


def test_plain_descent_has_its_learning_rate_as_effective_rate():
    assert race(optimizers="sgd", learning_rate=0.03,
                steps=20).states["sgd"]["effective_rate"][1:] == pytest.approx(0.03, rel=1e-6)


def test_the_first_effective_rate_of_adam_is_the_rate_over_the_gradient():
    states = race(optimizers="adam", learning_rate=0.1).states["adam"]
    assert states["effective_rate"][1] == pytest.approx(0.1 / np.array([1.0, 10.0]), rel=1e-6)


def test_a_gradient_of_zero_has_no_effective_rate():
    assert np.isnan(race(optimizers=("sgd", "adam"), start=(0.0, 0.0)).states["adam"]["effective_rate"]).all()


def test_velocity_and_squares_are_those_of_plain_loops():
    states = race(optimizers=("momentum", "rmsprop"), learning_rate=0.01, steps=20).states
    for name, update in (("momentum", lambda v, g: 0.9 * v + g), ("rmsprop", lambda s, g: 0.99 * s + 0.01 * g**2)):
        memory = np.zeros(2)
        for k in range(20):
            memory = update(memory, states[name]["gradient"][k])
            assert states[name]["velocity" if name == "momentum" else "squares"][k + 1] == pytest.approx(memory,
                                                                                                         rel=1e-12)


@pytest.mark.parametrize("name", ["adam", "amsgrad"])
def test_a_step_is_the_corrected_mean_over_the_root_of_the_corrected_squares(name):
    states = race(optimizers=name, learning_rate=0.02, steps=400).states[name]
    size, g = np.abs(states["corrected_mean"][1:]), np.abs(states["gradient"][:-1])
    expected = 0.02 * size / (np.sqrt(states["corrected_squares"][1:]) + 1e-8) / g
    large = g > 1e-3            # the quotient of differences loses digits where steps are small
    assert states["effective_rate"][1:][large] == pytest.approx(expected[large], rel=1e-6)
