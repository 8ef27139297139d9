"""LossLab: the gradients of two losses, their runs from one start, softmax, and a line beside an outlier."""
import itertools

import numpy as np
import pytest

import bpwidgets as bp
from bpwidgets import engine
from bpwidgets.labs.loss.kinds import KINDS
from bpwidgets.labs.loss.outlier import NET, outlier_of
from bpwidgets.labs.loss.settings import LossSettings
from bpwidgets.labs.loss.softmax import softmax_of
from bpwidgets.labs.loss.study import loss_choice

Z = np.linspace(-6, 6, 25)
of_each_loss = pytest.mark.parametrize("name", KINDS)


def result_of(**changes):
    return loss_choice(LossSettings(**{"steps": 20, **changes}))


@pytest.mark.parametrize("weight, bias, first", [(0.6, 0.9, 0.82), (2.0, 2.0, 0.98)])
def test_the_runs_are_those_of_the_rules_written_out(weight, bias, first):
    # The two starts of Nielsen, Neural Networks and Deep Learning (2015), chapter 3, with their first outputs.
    runs = result_of(weight=weight, bias=bias, learning_rate=0.15, steps=300).runs
    for name, slope_counts in (("squared", True), ("entropy", False)):
        w, b, said = weight, bias, []
        for _ in range(301):
            a = 1 / (1 + np.exp(-(w + b)))
            said.append(a)
            delta = a * (a * (1 - a) if slope_counts else 1)
            w, b = w - 0.15 * delta, b - 0.15 * delta
        assert np.allclose(runs[name].outputs, said, rtol=1e-10) and round(said[0], 2) == first


@pytest.mark.parametrize("target", [0.0, 0.3, 1.0])
def test_the_gradients_are_the_textbook_ones(target):
    a = 1 / (1 + np.exp(-Z))
    assert np.allclose(KINDS["squared"].deltas(Z, target), (a - target) * a * (1 - a), rtol=1e-12)
    assert np.allclose(KINDS["entropy"].deltas(Z, target), a - target, rtol=1e-12, atol=1e-16)
    assert np.allclose(KINDS["squared"].losses(Z, target), (a - target)**2 / 2, rtol=1e-12)
    assert np.allclose(KINDS["entropy"].losses(Z, target), -target * np.log(a) - (1 - target) * np.log(1 - a))


def test_the_cross_entropy_has_its_minus_sign():
    # The chapter's web page writes the cross-entropy of two distributions as sum p ln q.
    assert (KINDS["entropy"].losses(Z, 0.3) > 0).all()


@of_each_loss
@pytest.mark.parametrize("hidden", [0, 3])
def test_the_gradient_is_the_slope_of_the_loss_and_moves_the_bias(name, hidden):
    run = result_of(hidden=hidden, learning_rate=0.2).runs[name]
    assert np.allclose(np.diff(run.path[:, 1]), -0.2 * run.deltas[:-1], rtol=1e-12)
    h = 1e-5
    between = KINDS[name].losses(run.z + h, 0.0) - KINDS[name].losses(run.z - h, 0.0)
    assert np.allclose(between / (2 * h), run.deltas, rtol=1e-6)
    assert np.allclose(run.losses, KINDS[name].losses(run.z, 0.0), rtol=1e-12)


@pytest.mark.parametrize("hidden", [0, 3])
def test_both_runs_begin_in_one_place(hidden):
    squared, entropy = result_of(hidden=hidden, seed=4).runs.values()
    assert squared.z[0] == entropy.z[0] and squared.path[0].tolist() == entropy.path[0].tolist() == [2.0, 2.0]


@of_each_loss
def test_the_map_shows_the_loss_and_says_where_it_does_not(name):
    one, net = result_of(weight=1.0, bias=0.5), result_of(hidden=3, steps=200)
    i, j = 30, 11
    z = one.u[i] + one.v[j]
    assert one.runs[name].surface[i, j] == pytest.approx(KINDS[name].losses(np.array([z]), 0.0)[0], rel=1e-12)
    assert not one.runs[name].hollow.any() and not net.runs[name].hollow[0]
    assert net.runs["entropy"].hollow[-1]


def test_a_surely_wrong_start_is_told_with_both_gradients_and_times():
    lab = bp.LossLab()
    assert lab.result.verdict.startswith("The unit says 0.982, it should say 0: it is surely wrong. |dL/dz| is 0.0173 ")
    assert "57 times as much" in lab.result.verdict and "after 17 steps with cross-entropy" in lab.result.verdict
    squared, entropy = lab.result.runs.values()
    ratio = entropy.deltas[0] / squared.deltas[0]
    assert ratio == pytest.approx(1 / engine.ACTIVATIONS["sigmoid"].slope(entropy.z[:1])[0], rel=1e-12)


@pytest.mark.parametrize("changes, words", [
    (dict(target=0.5, weight=0.0, bias=0.0), "with both losses dL/dz is 0."),
    (dict(weight=20.0, bias=40.0, steps=2), "In 2 steps neither loss halves the error."),
    (dict(weight=0.0, bias=0.0), "The unit says 0.5, it should say 0. ")])
def test_other_starts_are_told_otherwise(changes, words):
    assert words in result_of(**changes).verdict


def test_softmax_with_cross_entropy_sends_back_p_minus_y_and_with_squared_error_p_times_the_rest():
    z, y = np.array([0.3, -1.2, 2.0]), np.array([0.0, 1.0, 0.0])
    found = softmax_of(tuple(z), 2)
    p = np.exp(z) / np.exp(z).sum()
    jacobian = np.diag(p) - np.outer(p, p)
    assert np.allclose(found.probabilities, p) and found.targets.tolist() == y.tolist()
    assert np.allclose(found.deltas["entropy"], p - y, rtol=1e-12)
    assert np.allclose(found.deltas["squared"], jacobian @ (p - y), rtol=1e-12)


@pytest.mark.parametrize("last", [-50.0, -6.0, 7.0, 50.0])
def test_the_lines_have_the_smallest_losses(last):
    found = outlier_of(last, 2.0)
    assert np.allclose(found.lines["mse"], np.polyfit(found.x, found.y, 1), rtol=1e-4, atol=1e-4)
    huber = engine.NetworkLoss(NET, found.x[:, None], found.y[:, None], loss=engine.huber(2.0))
    assert engine.norm(huber.gradient(np.array(found.lines["huber"]))) < 1e-4

    def absolute(slope, height):
        return np.abs(slope * found.x + height - found.y).mean()

    # One of the lines through two points has the smallest sum of absolute errors.
    through = [np.polyfit(found.x[list(pair)], found.y[list(pair)], 1) for pair in itertools.combinations(range(9), 2)]
    assert absolute(*found.lines["mae"]) < 1.001 * min(absolute(*line) for line in through)


def test_only_the_squared_error_follows_the_outlier():
    near, far = outlier_of(-6.0, 2.0), outlier_of(-50.0, 2.0)
    moved = {name: abs(far.lines[name][0] - near.lines[name][0]) for name in near.lines}
    assert moved["mse"] > 10 and moved["mae"] < 1e-6 and moved["huber"] < 1e-3


def test_dragging_moves_the_start_the_step_and_the_last_point():
    lab = bp.LossLab(steps=20, views=bp.LossLab.plan.views)
    lab.open()
    pictures, state = lab.canvas._sheet.pictures, lab.state
    lab.set(**pictures["gradient"].drag(*state, (4.0, 0.5), (1.0, 0.5)))
    assert lab.result.runs["squared"].z[0] == pytest.approx(1.0) and lab.settings.weight == 2.0
    lab.set(**pictures["squared_map"].drag(*lab.state, (0, 0), (-1.5, 0.25)))
    assert (lab.settings.weight, lab.settings.bias) == (-1.5, 0.25)
    lab.set(**pictures["outlier"].drag(*lab.state, (1, 0), (0.2, 3.0)))
    assert lab.settings.outlier == 3.0
    lab.press("sure")
    assert (lab.settings.weight, lab.settings.bias) == (2.0, 2.0)
    lab.close()


def test_text_table_and_file_have_the_same_numbers():
    lab = bp.LossLab(steps=20)
    lab.set(step=7)
    run = lab.result.runs["entropy"]
    output = f"{run.outputs[7]:.4g}"
    assert output in lab.describe() and lab.plan.table(*lab.state)["rows"][1][1] == output
    head, rows = lab.plan.records(*lab.state)
    assert head[4:] == ("entropy_output", "entropy_loss", "entropy_gradient")
    assert rows[7][4:] == (run.outputs[7], run.losses[7], run.deltas[7])
