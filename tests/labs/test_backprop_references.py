"""Published numbers and rules through the lab: what is in the sources, right or not, and what comes out here.

O1, O2a, O3, O13 with their numbers stand in `test_backprop.py`.
"""
import functools
import re

import numpy as np
import pytest

import bpwidgets as bp
from bpwidgets import engine
from bpwidgets.labs.backprop.known_errors import gradient_of_slides, loss_after_wrong_order
from bpwidgets.nets.ready import NETS
from bpwidgets.text import in_words
from tests.labs.test_backprop import HELD_OUT, held_out, study

# -- the rules of Nielsen (2015), chapter 2, by their letters (O4a)


def letters(text):
    """The first line of the formula as an expression of Python: δ2[0] * W2[0,1] becomes delta(2, 0) * W(2, 0, 1)."""
    right = text.partition(" = ")[2].splitlines()[0].replace("δ", "delta").replace("dL/da", "error")
    right = re.sub(r"f'\(z(\d+)\[(\d+)\]\)", r"slope(\1, \2)", right)
    return re.sub(r"\b(delta|error|W|a|x)(\d*)\[([\d,]+)\]", lambda m: f"{m[1]}({m[2] + ', ' if m[2] else ''}{m[3]})",
                  right)


@pytest.mark.parametrize("case", HELD_OUT, ids=lambda case: case["hidden"])
def test_the_letters_of_the_formula_are_an_expression_of_the_gradient(case):
    result = held_out(**case)
    lab = bp.BackpropLab(net=result.network, x=result.first.x, y=result.data.y, loss=case["loss"], theta=result.theta,
                         example=2)
    first, parts = lab.result.first, lab.result.network.unpack(lab.result.theta)
    meaning = {name: functools.partial(lambda of, layer, unit: of[layer - 1][2][unit], getattr(first, name))
               for name in ("delta", "error", "slope", "a")}
    meaning |= {"W": lambda layer, i, j: parts[layer - 1]["W"][i, j], "x": lambda i: first.x[2, i]}
    for k, name in enumerate(lab.result.names):
        lab.set(selected=name)
        line = next(line for line in lab.describe().splitlines() if line.startswith(f"dL/d{name} = "))
        assert eval(letters(line), meaning) == pytest.approx(first.by_example[2, k], rel=1e-12, abs=1e-18), line
    lab.close()


def test_a_mini_batch_moves_a_weight_by_the_mean_of_what_its_examples_say():
    # W <- W - (lr/m) sum_x delta^(x,l) (a^(x,l-1))^T, delta of the cost of one example
    result = held_out(**{**HELD_OUT[0], "learning_rate": 0.3})
    alone = [held_out(**HELD_OUT[0], batch="one", example=k).first for k in range(4)]
    for layer, (before, after) in enumerate(zip(*map(result.network.unpack, (result.theta, result.after(0))))):
        step = sum(np.outer((one.x if layer == 0 else one.a[layer - 1])[0], one.delta[layer][0]) for one in alone) / 4
        assert after["W"] == pytest.approx(before["W"] - 0.3 * step, rel=1e-12)


def test_with_cross_entropy_delta_at_the_output_is_output_minus_target():
    net = engine.network((2, 3, 1), "tanh")
    result = study(net=net, x=[[0.5, -1.0]], y=[[1.0]], loss="binary_cross_entropy", theta=np.linspace(-1, 1, net.n))
    assert result.delta[-1] == pytest.approx(1 / (1 + np.exp(-result.a[-1])) - 1.0, rel=1e-12)


# -- Mazur's example: three policies of the biases (O1c), and the slip of the post


def test_mazurs_error_after_many_updates_where_each_bias_learns():
    row = NETS["mazur"]
    result = study(net=row.network, data="mazur", loss="half_sse", learning_rate=0.5, theta=row.theta, updates=1000)
    for k, loss in {1: 0.2804714467914, 10: 0.1255270380441, 1000: 0.0002707045878957}.items():
        assert result.path.values[k] == pytest.approx(loss, rel=1e-9)


def test_the_slip_of_the_post_is_computed_and_told_where_the_example_is_the_published_one():
    lab = bp.BackpropLab(net="mazur")
    assert loss_after_wrong_order(lab.result, 0.5) == pytest.approx(0.2910279239054, rel=1e-12)
    told = lab.describe()
    assert "prints 0.291027924 as the loss after one update" in told and "as here, it is 0.291027774." in told
    assert "updated before they carried the error back" in lab.canvas.hints["net"]
    lab.set(moment=40, selected="W2[1,0]", updates=7)
    assert "0.291027924" in lab.describe()
    for changes in (dict(weights={"W1[0,0]": 0.2}), dict(optimizer="adam"), dict(edits={"x[0,0]": 1.0})):
        lab.set(**changes)
        assert "0.291027924" not in lab.describe()
        lab.reset()
    lab.close()


# -- the slideshow (O3): its rule is the gradient of no net with other than linear units


def test_the_rule_of_the_slides_is_the_gradient_where_units_are_linear_and_not_where_they_are_bent():
    linear = engine.network((2, 3, 2, 1), "identity", "identity", bias=False)
    result = study(net=linear, data="agh", loss="half_sse", theta=NETS["agh"].theta)
    assert gradient_of_slides(linear, result.first) == pytest.approx(result.gradient, rel=1e-12)
    lab = bp.BackpropLab(net="agh")
    slides = gradient_of_slides(lab.result.network, lab.result.first)
    last = [lab.result.names.index(name) for name in ("W3[0,0]", "W3[1,0]")]
    assert slides[last] == pytest.approx(lab.result.gradient[last], rel=1e-12)
    # f' of a sigmoid is a quarter at most: what comes to the first layer is too large at least 16 times.
    assert (np.abs(slides[:6]) > 4 * np.abs(lab.result.gradient[:6])).all()
    told = lab.describe().splitlines()[-1]
    assert told.startswith("The slideshow carries the error back without f'(z): for W1[0,0] its rule gives ")
    assert [float(word.rstrip(".,")) for word in told.split() if re.match(r"-?\d.*\d", word)] == pytest.approx(
        [slides[0], lab.result.gradient[0]], rel=6e-3)
    assert f"slides equals {in_words(float(slides[0]))} ;  the slideshow carries" in lab.canvas.formula["spoken"]
    lab.set(moment=5)
    assert "slides" not in lab.canvas.formula["spoken"]
    lab.set(moment=20, selected="W3[0,0]")
    assert "slides" not in lab.canvas.formula["spoken"]
    assert lab.describe().splitlines()[-1].endswith("select a weight of an earlier one.")
    lab.close()


# -- how the check works (O8a, O8b)


def test_the_net_2_2_1_has_9_parameters_and_6_weights_and_the_check_looks_at_each():
    result = study(net="xor_2_2_1")
    assert len(result.names) == 9 and sum(name.startswith("W") for name in result.names) == 6
    seen = []

    class Counting:
        names, value = result.names, staticmethod(lambda theta, step=None: seen.append(theta) or 0.0)
        gradient = staticmethod(lambda theta, step=None: np.zeros_like(theta))

    engine.check_gradient(Counting(), result.theta)
    moved = {k for theta in seen for k in np.flatnonzero(theta != result.theta)}
    assert moved == set(range(9))


@pytest.mark.parametrize("net", NETS)
def test_central_differences_come_as_near_to_the_gradient_of_the_lab_as_they_should(net):
    result = study(net=net)
    sweep = engine.sweep_steps(result.task.objective, result.theta)
    (forward_h, forward), (central_h, central) = sweep.best_forward, sweep.best_central
    assert forward < 1e-6 and central < 1e-9
    if net != "one_weight":     # a parabola: central differences are exact, and the larger the step the better
        assert 1e-9 <= forward_h <= 1e-7 and 1e-6 <= central_h <= 1e-3
