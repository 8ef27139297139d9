"""A path says whether a descent went wrong, when and why, and names the number that left the floats first."""

from types import SimpleNamespace

import numpy as np
import pytest

from bpwidgets.engine import Optimizer, descend


def parabola(curvature=2.0):
    return SimpleNamespace(value=lambda theta, step=None: curvature / 2 * (theta ** 2).sum(-1),
                           gradient=lambda theta, step=None: curvature * theta)


def slope(*gradients, value=None):
    """An objective whose gradient is given for each step, wherever theta is; its value likewise."""
    f = SimpleNamespace(gradient=lambda theta, step: np.full_like(theta, gradients[min(step, len(gradients) - 1)]))
    if value is not None:
        f.value = lambda theta, step: np.full(theta.shape[:-1], value[min(step, len(value) - 1)])
    return f


def test_a_loss_that_overflows_is_named_with_its_step():
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


def test_standing_still_below_zero_is_not_divergence():
    assert descend(slope(0.0, value=[-3.0]), [1.0], steps=5).diverged is None


def test_a_loss_below_zero_that_rises_has_diverged():
    path = descend(slope(1.0, value=[-3.0, -3.0, -2.0, -1.0]), [1.0], steps=3)
    assert path.diverged == 2 and path.reason.startswith("The loss rose from -3 at the start to -1 at step 3")


@pytest.mark.parametrize("losses, step", [
    ([5, 9, 1, 6, 7], None), ([5, 9, 1, 6, 9], 3), ([5, 9, 1, 6, 10], 3), ([5, 6, 7, 8, 9], 1), ([5, 1, 1, 1, 5], None),
    ([5, np.inf, 1, 1, 1], 1), ([5, 1, 1, np.nan, 7], 3), ([5, 1, 7, np.nan, 6], 2), ([5, 5, 5, 5, 5], None)])
def test_a_path_diverged_from_the_step_on_which_no_good_one_follows(losses, step):
    assert descend(slope(0.0, value=losses), [1.0], steps=4).diverged == step


FIRST = {
    'state "velocity"': ("momentum", slope(1e308, 1e308), 1e-200, 2),  # 1e308 + 0.9e308, while theta hardly moves
    'state "squares"': ("adagrad", slope(1e200), 1e-3, 1),             # the square of 1e200, and theta stays for ever
    "theta": ("sgd", slope(1e200), 1e200, 1),
    "gradient": ("sgd", slope(1.0, 1.0, np.inf), 1e-3, 2),
    "loss": ("sgd", slope(1.0, value=[1.0, 1.0, np.inf]), 1e-3, 2),
}


@pytest.mark.parametrize("name", FIRST)
def test_the_first_number_that_is_not_finite_is_named(name):
    optimizer, f, rate, step = FIRST[name]
    path = descend(f, [1.0], optimizer, rate, steps=4)
    assert path.reason.startswith(f"The {name} stopped being a finite number at step {step}")


def test_a_loss_that_begins_at_minus_infinity_is_broken_from_the_start():
    path = descend(slope(1.0, value=[-np.inf, 1.0]), [1.0], steps=2)
    assert path.diverged == 0 and path.reason == "The loss stopped being a finite number at step 0."


def test_of_settings_side_by_side_each_has_its_own_reason():
    path = descend(slope(1e200), np.zeros((2, 3)), "momentum", [[1e200], [1e-3]], steps=3)
    assert path.diverged.tolist() == [[1, 1], [-1, -1]]
    assert path.reason.tolist() == [["The theta stopped being a finite number at step 1."] * 2, [None] * 2]


def test_a_counter_that_all_settings_share_is_named_for_each_of_them():
    endless = Optimizer("endless", lambda theta: {"count": 1.0},
                        lambda theta, g, state, r: (theta, {"count": state["count"] * 1e200}))
    path = descend(slope(1.0), np.zeros((2, 3)), endless, steps=3)
    assert path.diverged.tolist() == [2, 2]
    assert path.reason.tolist() == ['The state "count" stopped being a finite number at step 2.'] * 2


def test_a_path_without_settings_is_a_path():
    path = descend(parabola(), np.zeros((0, 3)), "adam", steps=2)
    assert path.thetas.shape == (3, 0, 3) and path.diverged.shape == path.reason.shape == (0,)


def test_a_long_gradient_of_finite_numbers_is_not_called_broken():
    path = descend(slope(1e308), np.zeros(4), learning_rate=1e-300, steps=2)  # its length is 2e308
    assert path.diverged is None
