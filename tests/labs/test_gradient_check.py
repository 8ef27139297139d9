"""GradientCheckLab: what it says of a gradient is so, at every step, for nets that nobody chose."""

from collections import Counter

import numpy as np
import pytest

import bpwidgets as bp
from bpwidgets import engine
from bpwidgets.labs.gradient_check.gradients import GRADIENTS, Claim, parameters_of
from bpwidgets.labs.gradient_check.kinks import nearest_kink, switched
from bpwidgets.nets.ready import NETS
from bpwidgets.studies import GradientCheckSettings, gradient_check
from bpwidgets.text import in_words
from tests.labs.test_backprop import REFERENCES, formula_net


def checked(**changes):
    *_, result = gradient_check(GradientCheckSettings.create(**changes))
    return result


def right(parameters, x, y, loss="mse"):
    """What a learner would write for tanh hidden units, an identity output and the mean squared error."""
    a = np.tanh(x @ parameters["W1"] + parameters["b1"])
    delta = 2 * (a @ parameters["W2"] + parameters["b2"] - y) / y.size
    below = delta @ parameters["W2"].T * (1 - a**2)
    return {"W1": x.T @ below, "b1": below.sum(axis=0), "W2": a.T @ delta, "b2": delta.sum(axis=0)}


def drawn(seed, hidden="tanh"):
    """A net that nobody chose, with its data."""
    rng = np.random.default_rng(seed)
    sizes = tuple(int(n) for n in rng.integers(1, 5, size=3))
    rows = int(rng.integers(2, 6))
    return dict(net=engine.network(sizes, hidden), x=rng.normal(size=(rows, sizes[0])),
                y=rng.normal(size=(rows, sizes[-1])), seed=seed)


# -- references


def test_the_best_steps_and_errors_of_a_smooth_net_lie_in_the_known_ranges():
    # reference O8b, on a net of 26 parameters
    rng = np.random.default_rng(0)
    result = checked(net=engine.network((3, 4, 2)), x=rng.normal(size=(6, 3)), y=rng.normal(size=(6, 2)), step=1e-5)
    (h_forward, forward), (h_central, central) = result.sweep.best_forward, result.sweep.best_central
    assert len(result.theta) == 26
    assert forward < 1e-6 and 1e-9 <= h_forward <= 1e-7 and central < 1e-9 and 1e-6 <= h_central <= 1e-4
    assert result.best_step == h_central and 1e-6 <= result.step_in_theory <= 1e-4
    assert 1e-9 <= result.theory.best_forward <= 1e-7
    assert result.verdict.startswith("Passes. All 26 derivatives agree")


@pytest.mark.parametrize("h", [2.0**-20, 2.0**-3, 1.0])
def test_a_forward_difference_of_a_parabola_is_off_by_half_the_curvature_times_the_step(h):
    # reference O8b; in powers of 2 nothing is rounded
    near = checked(net="one_weight", step=h).closeup
    assert near.forward - near.gradient == 409.5 * h / 2 and near.central == near.gradient == 819


@pytest.mark.parametrize("sizes, forward, central", [((2, 2, 1), 10, 18), ((4, 3, 3, 2), 36, 70)])
def test_differences_take_as_many_passes_as_is_said(sizes, forward, central):
    # reference O8a, for 9 parameters
    net, seen = engine.network(sizes), Counter()

    class Counting:
        def value(self, theta, step=None):
            seen["values"] += int(np.prod(theta.shape[:-1]))
            return np.zeros(theta.shape[:-1])

        def gradient(self, theta, step=None):
            return np.zeros_like(theta)

    engine.sweep_steps(Counting(), net.initialize(), h=[1e-5])
    assert seen["values"] == 1 + central
    result = checked(net=net, x=np.ones((1, sizes[0])), y=np.ones((1, sizes[-1])))
    assert result.passes == {"forward": forward, "central": central} and forward == central // 2 + 1


@pytest.mark.parametrize("case", REFERENCES, ids=lambda case: "-".join(map(str, case["sizes"])))
def test_central_differences_find_the_published_gradients_by_themselves(case):
    # reference O13: what the lab compares backpropagation with agrees with torch, too
    result = checked(**formula_net(case), step=1e-5)
    parts = result.task.network.unpack(result.agreement.central)
    assert [np.linalg.norm(part["W"]) for part in parts] == pytest.approx(case["dW_norms"], rel=1e-6)
    assert [np.linalg.norm(part["b"]) for part in parts] == pytest.approx(case["db_norms"], rel=1e-6)
    assert result.verdict.startswith("Passes.")


# -- what is so, for nets that nobody chose


@pytest.mark.parametrize("seed", range(6))
def test_backpropagation_passes_near_the_best_step_and_nothing_is_accused_at_any_step(seed):
    case = drawn(seed, ("tanh", "sigmoid", "gelu")[seed % 3])
    best = checked(**case).step_in_theory
    assert checked(**case, step=best).verdict.startswith("Passes.")
    for step in (1.0, 0.1, 1e-3, 1e-8, 1e-13, 1e-20):
        for precision in ("float64", "float32"):
            found = checked(**case, step=step, precision=precision)
            assert not found.verdict.startswith("Fails") and not found.agreement.wrong.any(), (step, precision)
    for step in (1.0, 1e-13, 1e-20):
        assert checked(**case, step=step).verdict.startswith("Cannot be told at this step: the step is so ")


@pytest.mark.parametrize("seed", range(6))
def test_a_single_wrong_derivative_is_found_and_no_other_is_accused(seed):
    case, rng = drawn(seed), np.random.default_rng(seed)
    names = case["net"].names
    k, factor = int(rng.integers(len(names))), 1 + float(rng.choice([-2.0, -1e-3, 1e-3, 0.5]))

    def off(parameters, x, y):
        flat = np.concatenate([part.ravel() for part in right(parameters, x, y).values()])
        flat[k] *= factor
        return parameters_of(case["net"], flat)

    result = checked(**case, gradient=off, step=1e-5)
    assert np.flatnonzero(result.agreement.wrong).tolist() == [k] and names[k] in result.verdict
    assert result.verdict.startswith(f"Fails. 1 of {len(names)} derivatives is wrong, at {names[k]}: the")
    assert in_words(result.agreement.central[k], 4) in result.verdict
    assert checked(**case, gradient=right, step=1e-5).verdict.startswith("Passes.")


@pytest.mark.parametrize("net", NETS)
def test_every_ready_made_net_passes_and_the_slope_left_out_is_wrong_before_the_last_layer_alone(net):
    result = checked(net=net, step=1e-5)
    assert result.verdict.startswith("Passes.")
    wrong = checked(net=net, step=1e-5, gradient="slope_left_out")
    last = f"{len(result.task.network.layers)}["
    blamed = [name for name, off in zip(wrong.names, wrong.agreement.wrong) if off]
    assert not [name for name in blamed if name[1:].startswith(last)]
    # behind a linear output there is no slope to be left out
    outputs = result.task.network.layers[1:]
    assert bool(blamed) == any(layer.activation.name != "identity" for layer in outputs)
    if net == "agh":    # the slideshow's own net: every derivative before the last layer
        assert len(blamed) == 14 - 2


def test_a_forgotten_mean_shows_with_several_examples_and_not_with_one():
    assert checked(gradient="mean_forgotten", step=1e-5).agreement.wrong.all()
    assert checked(net="mazur", gradient="mean_forgotten", step=1e-5).verdict.startswith("Passes.")


def test_a_gradient_that_is_good_to_six_digits_passes_as_that():
    def rounded(parameters, x, y):
        return {name: part.astype(np.float32) * (1 + 1e-6) for name, part in right(parameters, x, y).items()}

    result = checked(**drawn(2), gradient=rounded, step=1e-5)
    assert result.verdict.startswith("Passes.") and " 6 digits" in result.verdict


# -- kinks


def relu_at(distance, step, **more):
    """One ReLU unit whose kink lies this far from b1[0]."""
    return checked(net=engine.network((1, 1, 1), "relu"), x=[[1.0]], y=[[2.0]], theta=(0.5, distance - 0.5, 1.5, 0.25),
                   selected="b1[0]", step=step, **more)


@pytest.mark.parametrize("distance", [0.3, 1e-2, 1e-4])
def test_the_error_jumps_where_the_step_reaches_the_kink(distance):
    result = relu_at(distance, distance / 2)
    assert result.kink == pytest.approx(distance, rel=1e-3)
    h, error = result.sweep.h, result.error_of_selected
    assert error[(h < distance) & (h > 1e-6)].max(initial=0) < 1e-4 and error[h > 1.8 * distance].min() > 0.1
    assert result.closeup.kinks == () and not result.agreement.at_kink.any()
    beyond = relu_at(distance, 2 * distance)
    # there is a kink for both parameters that lead into the unit, and for no other
    assert beyond.agreement.at_kink.tolist() == [True, True, False, False]
    assert not beyond.agreement.wrong.any()
    (place, side), = beyond.closeup.kinks
    assert place == pytest.approx(-distance, rel=0.02) and side == (0, 0, 0)


def test_at_a_kink_the_check_says_so_at_every_step_and_vouches_for_the_others():
    for step in (1e-4, 1e-6):
        verdict = checked(activation="relu", weights={f"b1[{k}]": 0.0 for k in range(3)}, step=step).verdict
        assert verdict.startswith("Cannot be told for b1[0] and 2 more: within the step a unit or an error passes its "
                                  "kink")
        assert "The other 10 agree" in verdict


def test_a_wrong_derivative_is_found_beside_a_kink():
    result = checked(activation="relu", weights={"b1[0]": 0.0}, step=1e-5, gradient="mean_forgotten")
    assert result.agreement.at_kink.tolist().count(True) == 1 and result.verdict.startswith("Fails.")


def test_an_absolute_error_has_a_kink_where_the_output_meets_its_target():
    result = checked(net=engine.network((1, 1)), x=[[1.0]], y=[[1.0]], theta=(0.5, 0.4), loss="mae", selected="b1[0]",
                     step=0.2)
    assert result.kink == pytest.approx(0.1, rel=1e-3) and result.closeup.kinks[0][1].words == "the error of example 0"


@pytest.mark.parametrize("seed", range(4))
def test_kinks_are_where_the_signs_of_z_change(seed):
    case = drawn(seed, "relu")
    f = engine.NetworkLoss(case["net"], case["x"], case["y"])
    theta = case["net"].initialize(seed=seed, bias_scale=0.3)
    for k in range(len(theta)):
        distance = nearest_kink(f, theta, k, np.logspace(-6, 0, 25))
        for h in (0.9 * distance, 1.01 * distance):
            if np.isfinite(h):
                assert switched(f, theta, h)[k] == (h > distance)


# -- the tangent taken out


@pytest.mark.parametrize("step", [0.3, 1e-3])
def test_the_tilts_of_the_near_view_are_the_errors_of_the_differences(step):
    near = checked(step=step, selected="W2[1,0]").closeup
    assert (near.right - near.left) / (2 * step) == pytest.approx(near.central - near.gradient, rel=1e-6)
    assert near.right / step == pytest.approx(near.forward - near.gradient, rel=1e-6)
    middle = near.rest[len(near.rest) // 2]
    assert middle == 0 and np.interp(step, near.away, near.rest) == pytest.approx(near.right, rel=1e-3)


# -- the rest


def test_where_nothing_can_be_told_the_reason_is_right():
    small, large = (checked(step=step).verdict for step in (1e-12, 0.3))
    assert "so small that rounding drowns" in small and "so large that the bend" in large
    assert all("The best step is near 10⁻⁵." in verdict for verdict in (small, large))
    single = checked(step=1e-5, precision="float32")
    assert "no digit of the difference can be trusted" in single.verdict
    assert checked(step=single.step_in_theory, precision="float32").verdict.startswith("Passes.")


def test_an_overflow_is_told():
    result = checked(theta=np.full(13, 1e308), net=engine.network((2, 3, 1), "identity"), data="xor")
    assert result.verdict.startswith(("Cannot be told: the loss overflows", "Fails. At "))


@pytest.mark.parametrize("theta", [-1e155, 1e300, 1e308])
@pytest.mark.parametrize("step", [1e-30, 1e3])
def test_weights_at_the_ends_of_what_there_is_give_sentences_and_no_warning(theta, step):
    settings = GradientCheckSettings.create(net="one_weight", theta=[theta], step=step)
    *_, result = gradient_check(settings)
    said = bp.GradientCheckLab.plan.describe(settings, result)
    assert result.verdict.split(".")[0].startswith(("Passes", "Fails", "Cannot be told")) and "in theory" in said


def test_both_precisions_are_the_same_sweeps_whichever_was_asked_for():
    double, single = checked(), checked(precision="float32")
    assert (double.sweeps["float32"].measured.central_error == single.sweep.central_error).all()
    assert (single.sweeps["float64"].measured.central_error == double.sweep.central_error).all()
    assert double.sweeps["float32"].theory.best_central == single.step_in_theory > 100 * double.step_in_theory


def test_a_large_net_is_shown_with_fewer_steps_first():
    rng = np.random.default_rng(0)
    first, last = gradient_check(GradientCheckSettings.create(
        net=engine.network((6, 9, 9, 3)), x=rng.normal(size=(5, 6)), y=rng.normal(size=(5, 3)), step=1e-5))
    assert len(first.sweep.h) < len(last.sweep.h) and set(first.sweep.h) <= set(last.sweep.h)
    assert first.verdict == last.verdict and len(list(gradient_check(GradientCheckSettings()))) == 1


def test_the_button_takes_the_step_that_is_best_in_theory():
    lab = bp.GradientCheckLab()
    lab.press("Best step")
    assert lab.settings.step == 1e-5 and lab.result.verdict.startswith("Passes.")
    lab.set(net="one_weight", step=1e-8)
    lab.press("Best step")
    assert lab.settings.step == 1.0    # a parabola has no bend that a central difference could miss


def test_the_text_twin_has_the_numbers_of_the_result():
    lab = bp.GradientCheckLab(step=1e-3, activation="relu")
    text = lab.describe()
    assert f"{lab.result.agreement.gradient[3]:.4g}"[:5] in text and "Forward passes for one gradient: 26" in text
    assert "a kink 0.131 away" in text and text.count("float64: best step") == text.count("float32: best step") == 1
    assert len(lab.to_csv().splitlines()) == len(lab.result.sweep.h) + 1


def test_the_wrong_gradients_of_the_menu_are_the_gradients_of_nothing_here():
    f = checked().task.objective
    theta = checked().theta
    for name, way in GRADIENTS.items():
        wrong = engine.check_gradient(Claim(f, way), theta).relative_error > 1e-3
        assert wrong == (name != "backprop")
