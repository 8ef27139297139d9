"""Optimizers against torch.optim, against the published formulas written as plain loops, and against themselves side
by side."""

import json
from math import copysign, cos, sqrt
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bpwidgets.engine import OPTIMIZERS, Hyperparameter, Optimizer, descend

TORCH = json.loads((Path(__file__).parent / "torch_optimizers.json").read_text())
ROWS = OPTIMIZERS.values()


def bowl(theta):
    x, y = theta[..., 0], theta[..., 1]
    return (x * x + 10 * y * y) / 2, np.stack([x, 10 * y], axis=-1)


def rosenbrock(theta):
    x, y = theta[..., 0], theta[..., 1]
    u, v = 1 - x, y - x * x
    return u * u + 100 * v * v, np.stack([-2 * u - 400 * x * v, 200 * v], axis=-1)


SURFACES = {"bowl": bowl, "rosenbrock": rosenbrock}


def objective(surface, penalty=0.0):
    """The surface, its gradient with that of penalty |theta|^2 / 2."""
    return SimpleNamespace(gradient=lambda theta, step: surface(theta)[1] + penalty * theta)


# --- against torch.optim ---

# the run of torch -> our row, and the weight decay that torch adds to the gradient: for us a penalty of the objective
RUNS = {name: (OPTIMIZERS[name], 0.0) for name in ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adadelta",
                                                   "adam",
                                                   "amsgrad", "nadam")} | {
    "rmsprop_centered_momentum": (OPTIMIZERS["rmsprop_centered"].replace(alpha=0.9, momentum=0.5), 0.0),
    "adamw": (OPTIMIZERS["adamw"].replace(weight_decay=0.1), 0.0),
    "adam_l2": (OPTIMIZERS["adam"], 0.1),
    "sgd_wd": (OPTIMIZERS["sgd"], 0.1),
}


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("run", RUNS)
def test_an_optimizer_takes_the_steps_of_torch(surface, run):
    row, penalty = RUNS[run]
    expected = TORCH[surface]["runs"][run]
    path = descend(objective(SURFACES[surface], penalty), TORCH[surface]["start"], row, expected["hyper"]["lr"],
                   steps=200)
    for step, (x, y, f) in expected["at"].items():
        if run == "rmsprop_centered_momentum" and int(step) > 50:
            continue  # s - m^2 amplifies rounding in the long run
        theta = path.thetas[int(step)]
        assert theta == pytest.approx([x, y], rel=1e-9) and SURFACES[surface](theta)[0] == pytest.approx(f, rel=1e-9)


DEFAULTS = {
    "sgd": (1e-3,), "momentum": (1e-3,), "nesterov": (1e-3,), "adagrad": (1e-2, 1e-10),
    "rmsprop": (1e-2, 0.99, 1e-8, 0),
    "rmsprop_centered": (1e-2, 0.99, 1e-8, 0), "adadelta": (1.0, 0.9, 1e-6), "adam": (1e-3, 0.9, 0.999, 1e-8),
    "amsgrad": (1e-3, 0.9, 0.999, 1e-8), "adamw": (1e-3, 0.9, 0.999, 1e-8, 0.01),
    "nadam": (2e-3, 0.9, 0.999, 1e-8, 4e-3),
    "lion": (1e-4, 0.9, 0.99, 0),  # Chen et al. 2023
}


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_the_defaults_are_those_of_torch(row):
    momentum = 1 if row.name in ("momentum", "nesterov") else 0  # torch has 0 there, which is sgd
    assert (row.learning_rate, *row.constants[momentum:]) == DEFAULTS[row.name]


def test_every_run_of_torch_is_compared():
    assert set(RUNS) == set(TORCH["bowl"]["runs"]) == set(TORCH["rosenbrock"]["runs"])


def test_a_penalty_of_the_objective_is_not_the_weight_decay_of_adamw():
    decayed = TORCH["bowl"]["runs"]["adamw"]["at"]["10"][:2]
    path = descend(objective(bowl, 0.1), [1.0, 1.0], "adam", 0.05, steps=10)
    assert path.thetas[10] != pytest.approx(decayed, rel=0.05)


# --- against the published formulas, one number at a time ---


def adam_by_hand(g, r=0.05, b1=0.9, b2=0.999, eps=1e-8, highest=False):
    """Kingma & Ba 2015, algorithm 1; with `highest` Reddi et al.

    2018 in torch's form (the correction after the maximum).
    """
    x, m, v, top = 1.5, 0.0, 0.0, 0.0
    for t in range(1, 41):
        m, v = b1 * m + (1 - b1) * g(x), b2 * v + (1 - b2) * g(x)**2
        top = max(top, v) if highest else v
        x -= r * m / (1 - b1**t) / (sqrt(top / (1 - b2**t)) + eps)
    return x


def nadam_by_hand(g, r=0.05, b1=0.9, b2=0.999, eps=1e-8, decay=0.004):
    """Dozat 2016, algorithm 2."""
    x, m, v, product = 1.5, 0.0, 0.0, 1.0
    for t in range(1, 41):
        mu, ahead = b1 * (1 - 0.5 * 0.96**(t * decay)), b1 * (1 - 0.5 * 0.96**((t + 1) * decay))
        product *= mu
        m, v = b1 * m + (1 - b1) * g(x), b2 * v + (1 - b2) * g(x)**2
        look = ahead * m / (1 - product * ahead) + (1 - mu) * g(x) / (1 - product)
        x -= r * look / (sqrt(v / (1 - b2**t)) + eps)
    return x


def lion_by_hand(g, r=0.05, b1=0.9, b2=0.99, decay=0.3):
    """Chen et al. 2023, algorithm 2."""
    x, m = 1.5, 0.0
    for _ in range(40):
        c = b1 * m + (1 - b1) * g(x)
        sign = 0 if c == 0 else copysign(1, c)
        m, x = b2 * m + (1 - b2) * g(x), x - r * (sign + decay * x)
    return x


@pytest.mark.parametrize("row, by_hand", [
    (OPTIMIZERS["adam"], adam_by_hand), (OPTIMIZERS["nadam"], nadam_by_hand),
    (OPTIMIZERS["amsgrad"], lambda g: adam_by_hand(g, highest=True)),
    (OPTIMIZERS["amsgrad"].replace(beta2=0.5), lambda g: adam_by_hand(g, b2=0.5, highest=True)),
    (OPTIMIZERS["lion"].replace(weight_decay=0.3), lion_by_hand)])
def test_an_optimizer_follows_its_published_formula(row, by_hand):
    path = descend(SimpleNamespace(gradient=lambda theta, step: np.cos(3 * theta) + theta), [1.5], row, 0.05, steps=40)
    assert path.thetas[-1, 0] == pytest.approx(by_hand(lambda x: cos(3 * x) + x), rel=1e-12)


def test_the_first_steps_of_lion_by_hand():
    path = descend(SimpleNamespace(gradient=lambda theta, step: np.array([[2.0, -3.0], [-30.0, 0.0]][step])),
                   [1.0, 1.0],
                   "lion", 0.1, steps=1)
    np.testing.assert_allclose(path.thetas[1], [0.9, 1.1])  # the sign alone
    np.testing.assert_allclose(path.states["mean"][1], [0.02, -0.03])
    assert OPTIMIZERS["lion"].step(path.thetas[1], path.gradients[1], {"mean": path.states["mean"][1]},
                                   0.1)[0].tolist() == \
        pytest.approx([1.0, 1.2])  # 0.9 * 0.02 - 3 < 0;  0.9 * -0.03 + 0 < 0: the mean moves on without a gradient


# --- on quadratics (Goh, Distill 2017): f = lam x^2 / 2 in every coordinate ---


def quadratic(*lam):
    return SimpleNamespace(gradient=lambda theta, step: np.array(lam) * theta)


def recurrence(x):
    """p and q of x_k+2 = p x_k+1 + q x_k, from four iterates."""
    return np.linalg.solve([[x[1], x[0]], [x[2], x[1]]], [x[2], x[3]])


@pytest.mark.parametrize("rate, lam, k, x", [
    (0.1, 1, 10, 0.3486784401), (1.5, 1, 10, 0.0009765625), (1.99, 1, 100, 0.3660323412732), (2.0, 1, 7, -1.0),
    (2.01, 1, 100, 2.704813829421)])
def test_descent_on_a_parabola_shrinks_by_the_same_factor_in_every_step(rate, lam, k, x):
    assert descend(quadratic(lam), [1.0], "sgd", rate, steps=k).thetas[k, 0] == pytest.approx(x, rel=1e-9)


@pytest.mark.parametrize("rate, mu, lam, rho", [
    (0.1, 0.0, 1, 0.9), (0.1, 0.5, 1, 0.7071067811865), (0.1, 0.9, 1, 0.9486832980505), (2.9, 0.5, 1, 0.7071067811865),
    (3.0, 0.5, 1, 1.0), (3.1, 0.5, 1, 1.174165738677), (0.5, 0.25, 4, 0.5)])
def test_the_heavy_ball_contracts_at_the_published_rate(rate, mu, lam, rho):
    x = descend(quadratic(lam), [1.0], OPTIMIZERS["momentum"].replace(momentum=mu), rate, steps=4).thetas[1:, 0]
    p, q = recurrence(x) if mu else (x[1] / x[0], 0.0)
    assert max(abs(np.roots([1, -p, -q]))) == pytest.approx(rho, rel=1e-9)


@pytest.mark.parametrize("smallest, largest, gd, gd_rho, hb, beta, hb_rho", [
    (0.01, 1, 1.980198019802, 0.980198019802, 3.305785123967, 0.6694214876033, 0.8181818181818),
    (1, 10, 0.1818181818182, 0.8181818181818, 0.2308861570204, 0.2698738636122, 0.5194938532959),
    (1, 100, 0.01980198019802, 0.980198019802, 0.03305785123967, 0.6694214876033, 0.8181818181818)])
def test_the_best_rates_for_two_curvatures_shrink_both_alike(smallest, largest, gd, gd_rho, hb, beta, hb_rho):
    f = quadratic(smallest, largest)
    x = descend(f, [1.0, 1.0], "sgd", gd, steps=1).thetas
    np.testing.assert_allclose(np.abs(x[1] / x[0]), gd_rho, rtol=1e-9)
    x = descend(f, [1.0, 1.0], OPTIMIZERS["momentum"].replace(momentum=beta), hb, steps=4).thetas[1:]
    for coordinate, sign in ((0, 1), (1, -1)):  # a double root: z^2 - p z - q = (z -+ rho)^2
        np.testing.assert_allclose(recurrence(x[:, coordinate]), [sign * 2 * hb_rho, -hb_rho**2], rtol=1e-6)


@pytest.mark.parametrize("mu, limit", [(0.0, 2.0), (0.5, 3.0), (0.9, 3.8)])
def test_descent_is_stable_exactly_below_two_plus_two_mu_over_the_curvature(mu, limit):
    row = OPTIMIZERS["momentum"].replace(momentum=mu)
    path = descend(quadratic(0.4, 2.0), [1.0, 1.0], row, [0.999 * limit / 2, 1.001 * limit / 2], steps=4000)
    assert path.diverged[0] == -1 and path.diverged[1] >= 0
    assert np.abs(path.thetas[-1, 0]).max() < 1 < np.abs(path.thetas[-1, 1]).max()


# --- side by side, pure, and with names ---


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_32_rates_at_once_are_32_single_runs_bit_for_bit(row):
    rates = np.geomspace(1e-5, 2e-2, 32)
    f = SimpleNamespace(value=lambda theta, step: rosenbrock(theta)[0], gradient=lambda theta,
                        step: rosenbrock(theta)[1])
    together = descend(f, [-1.2, 1.0], row, rates, steps=30)
    for k, rate in enumerate(rates):
        alone = descend(f, [-1.2, 1.0], row, float(rate), steps=30)
        np.testing.assert_array_equal(together.thetas[:, k], alone.thetas)
        np.testing.assert_array_equal(together.values[:, k], alone.values)
        for name, entries in together.states.items():
            np.testing.assert_array_equal(entries[:, k] if entries.ndim > 1 else entries, alone.states[name])


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_step_takes_one_rate_for_each_setting_and_lists_of_whole_numbers(row):
    theta, gradient, rates = [[4, 2], [1, 3]], [[2, -1],
                                                [5, 7]], np.array([0.1, 0.2])    # as many settings as coordinates
    together = row.step(theta, gradient, row.init(theta), rates)[0]
    for k, rate in enumerate(rates):
        alone = row.step(np.array(theta[k], float), np.array(gradient[k], float), row.init(np.zeros(2)), float(rate))[0]
        np.testing.assert_array_equal(together[k], alone)


NUMBERS = st.floats(-1e3, 1e3, width=32)


@pytest.mark.parametrize("row", ROWS, ids=str)
@given(data=st.data(), lead=st.sampled_from([(), (3,), (2, 3), (0,)]), n=st.integers(1, 4),
       dtype=st.sampled_from(["f8", "f4"]))
@settings(max_examples=25)
def test_a_step_keeps_shapes_and_type_and_changes_nothing_in_place(row, data, lead, n, dtype):
    theta, first, second = (data.draw(arrays(dtype, (*lead, n), elements=NUMBERS)) for _ in range(3))
    state = row.init(theta)
    for gradient in (first, second):
        found = (theta, gradient, *state.values())
        before = [np.array(entry) for entry in found]
        theta, next_state = row.step(theta, gradient, state, 0.1)
        assert all(np.array_equal(entry, copy) for entry, copy in zip(found, before))
        assert theta.shape == (*lead, n) and theta.dtype == dtype and list(next_state) == list(state)
        for name, entry in next_state.items():
            assert np.shape(entry) in ((), theta.shape) and np.shape(entry) == np.shape(state[name])
            assert np.shape(entry) == () or entry.dtype == dtype
        state = next_state


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_the_first_step_goes_against_the_gradient_and_is_proportional_to_the_rate(row):
    g, origin = np.array([3.0, -0.5]), np.zeros(2)  # where no weight decay is felt
    small, large = (row.step(origin, g, row.init(origin), rate)[0] for rate in (1e-3, 2e-3))
    assert (small * g < 0).all()
    np.testing.assert_allclose(large, 2 * small, rtol=1e-12)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_step_of_numbers_out_of_range_warns_of_nothing(row):
    theta = np.array([1.0, 1e300, 0.0, np.nan])
    state = row.init(theta)
    for gradient in (np.array([1e300, -1e300, 0.0, np.inf]), np.array([1e-300, np.nan, np.inf, 0.0])):
        theta, state = row.step(theta, gradient, state, 1e200)


@pytest.mark.parametrize("row", [row for row in ROWS if row.hyperparameters], ids=str)
def test_other_hyperparameters_make_another_row_and_the_same_ones_an_equal_one(row):
    for number in row.hyperparameters:
        other = row.replace(**{number.name: number.default / 2 + 0.125})
        assert other != row and other == row.replace(**{number.name: number.default / 2 + 0.125})
        assert other.replace(**{number.name: number.default}) == row and hash(row.replace()) == hash(row)
        assert repr(other) == f"Optimizer({row.name!r}, {number.name}={number.default / 2 + 0.125!r})"
        theta = np.array([1.0, -1.0])
        g, state = np.array([0.3, -0.7]), {name: np.asarray(entry) + 0.5 for name, entry in row.init(theta).items()}
        assert str(row.step(theta, g, state, 0.1)) != str(other.step(theta, g, state,
                                                                     0.1)), f"{number.name} is not used"


REFUSALS = {
    "hyperparameter of adam: expected one of beta1, beta2, eps; got 'beta_2'. Did you mean 'beta2'?":
        lambda: OPTIMIZERS["adam"].replace(beta_2=0.5),
    "hyperparameter of sgd: expected none; got 'momentum'.": lambda: OPTIMIZERS["sgd"].replace(momentum=0.5),
    "momentum of momentum: expected a number, 0 or more and below 1; got 1.":
        lambda: OPTIMIZERS["momentum"].replace(momentum=1),
    "eps of adam: expected a finite number, 0 or more; got -1e-08.": lambda: OPTIMIZERS["adam"].replace(eps=-1e-8),
    "rho of adadelta: expected a finite number, 0 or more; got nan.":
        lambda: OPTIMIZERS["adadelta"].replace(rho=np.nan),
    "beta1 of lion: expected a finite number, 0 or more; got 'big'.": lambda: OPTIMIZERS["lion"].replace(beta1="big"),
}


@pytest.mark.parametrize("text", REFUSALS)
def test_a_hyperparameter_that_cannot_be_used_is_refused(text):
    with pytest.raises(ValueError) as caught:
        REFUSALS[text]()
    assert str(caught.value) == text


def test_an_optimizer_from_outside_has_hyperparameters_like_ours():
    row = Optimizer("signs", lambda theta: {}, lambda theta, g, state, r,
                    p: (theta - r * np.sign(g) * abs(g)**p, state),
                    hyperparameters=(Hyperparameter("power", 0.0, below=2),))
    path = descend(quadratic(4.0), [1.0], row.replace(power=0.5), 0.1, steps=1)
    assert path.thetas[1, 0] == pytest.approx(0.8) and repr(row) == "Optimizer('signs')"
    with pytest.raises(ValueError, match="power of signs: expected a number, 0 or more and below 2; got 2"):
        row.replace(power=2)


# --- what a row says besides its rule ---


@pytest.mark.parametrize("name", [name for name, row in OPTIMIZERS.items() if row.derived])
def test_what_a_row_derives_of_its_state_is_what_its_step_is_made_of(name):
    """Without decay and momentum ahead a step is the rate times the corrected mean over the root of the corrected
    squares."""
    row = OPTIMIZERS[name]
    path = descend(objective(bowl), [1.0, -2.0], row, learning_rate=0.1, steps=5)
    derived = row.derive(path.states)
    step = (path.thetas[:-1] - path.thetas[1:])[1:]
    roots = np.sqrt(derived["corrected_squares"][2:]) + 1e-8
    if name == "adamw":
        step = step - 0.1 * 0.01 * path.thetas[1:-1]
    if name == "nadam":
        assert list(derived) == ["corrected_squares"]
        return
    np.testing.assert_allclose(step * roots, 0.1 * derived["corrected_mean"][2:], rtol=1e-9)


def test_a_rule_that_derives_nothing_says_so():
    assert OPTIMIZERS["lion"].derive({"mean": np.zeros(2)}) == {}


def test_one_state_alone_has_what_is_derived_too():
    row = OPTIMIZERS["adam"]
    _, state = row.step(np.array([1.0, 2.0]), np.array([3.0, -4.0]), row.init(np.zeros(2)), 0.1)
    derived = row.derive(state)
    np.testing.assert_allclose(derived["corrected_mean"], [3.0, -4.0])
    np.testing.assert_allclose(derived["corrected_squares"], [9.0, 16.0])
