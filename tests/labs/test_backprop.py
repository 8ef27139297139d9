"""Both passes of small nets, number by number: published examples through the lab, closed forms, and exactness."""
import json
import math
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import bpwidgets as bp
from bpwidgets import engine
from bpwidgets.labs.backprop.chain import chain_of, place_of
from bpwidgets.labs.backprop.substeps import substeps_of
from bpwidgets.labs.backprop.verdict import RIGHT
from bpwidgets.nets.ready import NETS
from bpwidgets.studies import BackpropSettings, backprop

# O1a, O1b, O1c: M. Mazur, A Step by Step Backpropagation Example (2015), recomputed with torch in float64. W by rows of
# receiving units there, of sending units here.
MAZUR = {
    "z1": [0.3775, 0.3925], "a1": [0.5932699921072, 0.5968843782598],
    "z2": [1.10590596706, 1.224921404096], "a2": [0.7513650695523, 0.7729284653215], "loss": 0.29837110876,
    "dW1": [[0.0004385677344743, 0.0008771354689487], [0.0004977127352609, 0.0009954254705217]],
    "dW2": [[0.08216704056423, 0.08266762784753], [-0.02260254047748, -0.02274024221598]],
    "db1": [0.008771354689487, 0.009954254705217], "db2": [0.1384985616286, -0.03809823651656],
    "W1 after": [[0.1497807161328, 0.1995614322655], [0.2497511436324, 0.2995022872647]],
    "W2 after": [[0.3589164797179, 0.4086661860762], [0.5113012702387, 0.561370121108]],
    "losses": {1: 0.2910277736936, 2: 0.2835471331224, 10: 0.2209185920539, 100: 0.02004682824943,
               1000: 0.001114349453734, 10000: 3.510187782979e-05}}
# What comes out where the error goes back through weights that were updated already: an engine must not give this.
WRONG_ORDER = 0.2910279239054


def study(**changes):
    return backprop(BackpropSettings.create(**changes))


def labs_net(lab, k, name="W", theta=None):
    return lab.network.unpack(lab.theta if theta is None else theta)[k - 1][name]


# -- published examples


def test_mazurs_forward_pass_and_error():
    lab = bp.BackpropLab(net="mazur")
    result = lab.result
    for name in ("z1", "a1", "z2", "a2"):
        assert getattr(result, name[0])[int(name[1]) - 1][0] == pytest.approx(MAZUR[name], rel=1e-12)
    assert result.loss == pytest.approx(MAZUR["loss"], rel=1e-12)


def test_mazurs_gradients_and_the_weights_after_one_update_with_its_biases_fixed():
    result = study(net="mazur")
    found = result.network.unpack(result.gradient)
    after = result.network.unpack(result.after(0))
    for k in (1, 2):
        dW, W = found[k - 1]["W"].T, after[k - 1]["W"].T
        assert dW == pytest.approx(np.array(MAZUR[f"dW{k}"]), rel=1e-10)
        assert found[k - 1]["b"] == pytest.approx(MAZUR[f"db{k}"], rel=1e-10)
        assert pytest.approx(np.array(MAZUR[f"W{k} after"]), rel=1e-10) == W
        assert (after[k - 1]["b"] == labs_net(result, k, "b")).all()


def test_mazurs_error_after_many_updates():
    result = study(net="mazur", updates=10_000)
    values = result.path.values
    for update, loss in MAZUR["losses"].items():
        assert values[update] == pytest.approx(loss, rel=1e-7 if update == 10_000 else 1e-9)
    assert values[1] != pytest.approx(WRONG_ORDER, rel=1e-8)
    outputs = result.network.forward(result.path.thetas[10_000], result.first.x).output[0]
    assert outputs == pytest.approx([0.01591362044355, 0.9840642735146], rel=1e-7)


AGH = dict(V=[[0.1, 0.8], [-0.4, 0.5], [0.7, -0.3]], W=[[0.6, -0.9, 0.3], [-0.2, 0.4, 1.1]], U=[[0.9, -0.7]])
AGH_GRADIENTS = ([[-0.169456, -0.435744], [0.271628, 0.698472], [0.1246, 0.3204]],
                 [[-0.483804, -0.198648, 0.01602], [0.376292, 0.154504, -0.01246]], [[-0.118548, 0.038804]])


def test_the_net_of_the_slideshow_with_identity_units():
    net = engine.network((2, 3, 2, 1), "identity", "identity", bias=False)
    theta = np.concatenate([np.array(rows).T.ravel() for rows in AGH.values()])
    assert theta.tolist() == list(NETS["agh"].theta)
    result = study(net=net, x=[[0.35, 0.9]], y=[[0.9]], loss="half_sse", theta=theta, learning_rate=1.0, updates=1)
    assert [a[0].tolist() for a in result.a] == [pytest.approx([0.755, 0.31, -0.025]),
                                                 pytest.approx([0.1665, -0.0545]), pytest.approx([0.188])]
    assert result.loss == pytest.approx(0.253472, rel=1e-12)
    for part, expected in zip(net.unpack(result.gradient), AGH_GRADIENTS):
        found = part["W"].T
        assert found == pytest.approx(np.array(expected), rel=1e-12)
    # The rule of the slides, delta without f', is the gradient here, where every slope is 1: one step with rate 1.
    assert result.after(0) == pytest.approx(theta - result.gradient, rel=1e-12)


def test_with_sigmoid_units_the_slideshows_rule_is_no_gradient_and_ours_is():
    result = study(net="agh")
    W = [labs_net(result, k) for k in (1, 2, 3)]
    slides = [None, None, result.error[2][0]]
    for k in (1, 0):
        slides[k] = slides[k + 1] @ W[k + 1].T
    assert result.error[0][0] != pytest.approx(slides[0], rel=0.1)
    assert result.check.relative_error < RIGHT


REFERENCES = json.loads((Path(__file__).parent / "small_mlps.json").read_text(encoding="utf-8"))


def formula_net(case):
    """The nets of O13: weights, biases, inputs and targets by formula."""
    sizes, N = case["sizes"], case["N"]
    net = engine.network(sizes, case["phi"])
    theta = net.pack([{
        "W": case["scale"] * np.sin(1.7 * np.arange(1, right + 1) + 0.9 * np.arange(1, left + 1)[:, None] + k),
        "b": 0.3 * np.cos(0.6 * np.arange(1, right + 1) + k)} for k, (left, right) in enumerate(pairwise(sizes))])
    n = np.arange(1, N + 1)[:, None]
    x = np.sin(0.7 * n * np.arange(1, sizes[0] + 1)) + 0.1 * np.arange(sizes[0])
    y = np.cos(0.5 * n + np.arange(sizes[-1])) if case["loss"] != "softmax_cross_entropy" else (n - 1) % sizes[-1]
    return dict(net=net, x=x, y=y, loss=case["loss"], theta=theta)


@pytest.mark.parametrize("case", REFERENCES, ids=lambda case: "-".join(map(str, case["sizes"])))
def test_small_nets_with_weights_by_formula(case):
    chosen = formula_net(case)
    few = {"sliders": chosen["net"].names[:3]} if chosen["net"].n > 40 else {}
    result = bp.BackpropLab(**chosen, **few).result
    assert result.loss == pytest.approx(case["E"], rel=1e-10)
    assert result.a[-1][0] == pytest.approx(case["out_row0"], rel=1e-10)
    parts = result.network.unpack(result.gradient)
    assert [np.linalg.norm(part["W"]) for part in parts] == pytest.approx(case["dW_norms"], rel=1e-10)
    assert [np.linalg.norm(part["b"]) for part in parts] == pytest.approx(case["db_norms"], rel=1e-10)
    assert parts[0]["W"][:, 0] == pytest.approx(case["dW0_first_row"], rel=1e-9)
    assert parts[-1]["b"] == pytest.approx(case["db_last"], rel=1e-10)


# -- Nielsen's four equations, in all numbers that the lab shows (O4a)

HELD_OUT = [dict(sizes=(3, 4, 2), hidden="tanh", output="sigmoid", loss="quadratic", seed=1),
            dict(sizes=(1, 5, 1), hidden="softplus", output="identity", loss="mse", seed=2),
            dict(sizes=(2, 3, 3, 2), hidden="sigmoid", output="tanh", loss="half_mse", seed=3),
            dict(sizes=(2, 4, 3), hidden="relu", output="identity", loss="softmax_cross_entropy", seed=4)]


def held_out(sizes, hidden, output, loss, seed, **more):
    draw = np.random.default_rng(seed)
    net = engine.network(sizes, hidden, output)
    y = draw.integers(0, sizes[-1], 4) if loss == "softmax_cross_entropy" else draw.uniform(0.1, 0.9, (4, sizes[-1]))
    return study(net=net, x=draw.normal(size=(4, sizes[0])), y=y, loss=loss, theta=draw.normal(size=net.n), **more)


@pytest.mark.parametrize("case", HELD_OUT, ids=lambda case: case["hidden"])
def test_the_four_equations_hold_in_a_net_nobody_has_seen(case):
    result = held_out(**case)
    first, parts = result.first, result.network.unpack(result.theta)
    gradients, last = result.network.unpack(result.gradient), len(parts)
    for k in range(1, last + 1):
        assert result.delta[k - 1] == pytest.approx(result.error[k - 1] * result.slope[k - 1], rel=1e-12)
        if k < last:
            assert result.error[k - 1] == pytest.approx(result.delta[k] @ parts[k]["W"].T, rel=1e-12)
        before = first.x if k == 1 else result.a[k - 2]
        assert gradients[k - 1]["W"] == pytest.approx(before.T @ result.delta[k - 1], rel=1e-9, abs=1e-12)
        assert gradients[k - 1]["b"] == pytest.approx(result.delta[k - 1].sum(axis=0), rel=1e-9, abs=1e-12)
    assert result.gradients_by_example.sum(axis=0) == pytest.approx(result.gradient, rel=1e-9, abs=1e-14)
    assert result.check.relative_error < 1e-6


def test_at_the_output_delta_is_probability_minus_target():
    result = study(net="softmax")
    shares = np.exp(result.a[-1]) / np.exp(result.a[-1]).sum(axis=1, keepdims=True)
    assert result.delta[-1] == pytest.approx((shares - result.first.y) / 3, rel=1e-12)


@pytest.mark.parametrize("net", NETS)
@pytest.mark.parametrize("batch", ["all", "one"])
def test_the_factors_of_every_parameter_multiply_to_its_gradient(net, batch):
    result = study(net=net, batch=batch, updates=2)
    for update in (0, 1):
        passes = result.at(update)
        for k, name in enumerate(result.names):
            chain = chain_of(result.network, passes, name)
            assert chain.value == pytest.approx(passes.by_example[passes.row, k], rel=1e-12, abs=1e-18), name
            assert chain.of_all == passes.gradient[k]
            place = place_of(name)
            width = result.network.sizes[place.layer + 1] if place.layer < len(result.network.layers) else 1
            assert len(chain.error) == width


# -- moments, forwards and back


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
@pytest.mark.parametrize("batch", ["all", "one"])
def test_forward_and_back_again_gives_the_same_bits(optimizer, batch):
    changes = dict(net="xor_2_3_1", optimizer=optimizer, batch=batch, learning_rate=0.1)
    lab, steps = bp.BackpropLab(**changes, moment=0), len(substeps_of(2)) * 5
    seen = {}
    for moment in [*range(0, steps, 7), *reversed(range(0, steps, 7))]:
        lab.set(moment=moment)
        update = lab.result.moment(moment).update
        now = lab.describe(), lab.result.at(update).gradient.tobytes(), lab.result.path.thetas[update].tobytes()
        assert seen.setdefault(moment, now) == now
    longer = study(**changes, updates=40)
    for k in range(6):
        assert (longer.path.thetas[k] == lab.result.path.thetas[k]).all()
        assert all((longer.path.states[name][k] == state[k]).all() for name, state in lab.result.path.states.items())


def test_the_passes_of_an_update_begin_with_the_weights_of_the_run_and_lead_to_the_next():
    result = study(net="xor_2_2_1", updates=4)
    for k in range(4):
        passes = result.at(k)
        assert (passes.theta == result.path.thetas[k]).all() and passes.loss == result.path.values[k]
        assert (passes.gradient == result.path.gradients[k]).all()
        assert (result.after(k) == passes.theta - 0.5 * passes.gradient).all()


def test_one_after_the_other_each_update_has_the_next_example():
    result = study(net="one_weight", batch="one", example=2, updates=6, learning_rate=1e-4)
    assert [result.shown_example(k) for k in range(6)] == [2, 3, 0, 1, 2, 3]
    w, x, y = 4.0, [0, 3, 9, 27], [0, 6, 18, 54]
    for k in range(6):
        assert result.path.thetas[k] == pytest.approx([w], rel=1e-12)
        n = (2 + k) % 4
        w -= 1e-4 * 2 * (w * x[n] - y[n]) * x[n]


def test_what_comes_later_is_blank_in_the_text_twin():
    lab = bp.BackpropLab(moment=0)
    assert "0.593" not in lab.describe() and "dL/dW1[0,0]" in lab.describe() and "?" in lab.describe()
    lab.set(moment=2)
    assert "0.5933" in lab.describe() and "0.2413" not in lab.describe()
    lab.set(moment=13)
    assert "4.386e-4" in lab.describe() and "0.149781" not in lab.describe()
    lab.set(moment=14)
    assert "0.149781" in lab.describe()


# -- the check can fail, and says so


def broken_net():
    wrong = engine.Activation("wrong", np.tanh, lambda z: 1 - np.tanh(z), check=False)
    return engine.network((2, 3, 1), wrong)


def test_the_check_fails_for_a_layer_whose_slope_is_wrong():
    lab = bp.BackpropLab(net=broken_net(), x=[[1.0, 0.5]], y=[[1.0]])
    assert lab.result.check.relative_error > 0.01
    assert lab.result.verdict.startswith("Gradient check failed: at ")
    assert lab.plan.badge(*lab.state).startswith("gradient check: ")


def test_at_a_kink_there_is_no_derivative_to_check():
    net = engine.network((1, 1, 1), "relu")
    result = study(net=net, x=[[1.0]], y=[[1.0]], theta=[1.0, -1.0, 1.0, 0.0])
    assert result.check.kinks and "at a kink" in result.verdict


def test_a_perfect_fit_and_an_overflow_are_not_called_wrong():
    assert study(net="one_weight", theta=[2.0]).verdict.startswith("The gradient is right")
    lab = bp.BackpropLab(net="one_weight", theta=[1e301])
    assert lab.result.verdict.startswith("The gradient cannot be checked: numbers overflow at W1[0,0].")
    assert lab.plan.badge(*lab.state) == "gradient check: not possible"


def test_a_unit_far_out_is_flat_and_the_verdict_says_so():
    assert "flat" not in study(net="mazur").verdict
    lab = bp.BackpropLab(net="chain", weights={"W1[0,0]": 8.0})
    assert "1 of 2 units is flat here" in lab.result.verdict


# -- what cannot be used

REFUSED = [
    (dict(x=[[1.0]], y=[[0.5, 0.5]]), "x of BackpropLab: expected 2 inputs in each row"),
    (dict(x=[[1.0, 2.0]], y=[[0.5]]), "y of BackpropLab: expected 2 targets in each row"),
    (dict(x=[[1.0, 2.0]], y=[[0.5, 1.5]]),
     "y of BackpropLab: expected targets within the range of sigmoid, (0, 1); got 1.5."),
    (dict(net=engine.network((2, 1))), "data of BackpropLab: expected data for your network; got none."),
    (dict(net=engine.network((9, 20, 5)), x=np.ones((1, 9)), y=np.ones((1, 5))),
     "net of BackpropLab: expected a network of at most 200 parameters and 8 layers; got 305 parameters in 2 layers."),
    (dict(net=engine.Network((engine.Dense(2, 2), engine.Softmax(2))), x=[[1, 2]], y=[[1, 0]]),
     "net of BackpropLab: expected a network of Dense layers; got Softmax(2)."),
    (dict(net="mazzur"), "net of BackpropLab: expected one of mazur, one_weight, chain, agh, xor_2_2_1, xor_2_3_1, "
                         "softmax, or a network"),
    (dict(x=[[1.0, math.nan]], y=[[0.5, 0.5]]), "x of Dataset: expected"),
    (dict(x=[[1.0, 2.0]], y=[[math.inf, 0.5]]), "y of Dataset: expected"),
    (dict(theta=[math.inf] * 12), "theta of BackpropLab: expected 12 finite numbers"),
    (dict(learning_rate=math.nan), "learning_rate of BackpropLab: expected a number from 1e-12 to 1e+06; got nan."),
    (dict(x=[[1.0, 2.0]], y=[[0.5, -0.1]]),
     "y of BackpropLab: expected targets within the range of sigmoid, (0, 1); got -0.1."),
    (dict(net="softmax", x=[[1.0, 0.0]], y=[[3]]), "y of "),
    (dict(net=engine.network((2,) * 10), x=np.ones((1, 2)), y=np.ones((1, 2))),
     "net of BackpropLab: expected a network of at most 200 parameters and 8 layers; got 54 parameters in 9 layers."),
    (dict(sliders=("W9[0,0]",)), "sliders of BackpropLab: expected names out of W1[0,0]"),
    (dict(weights={"W1[0,0]": math.nan}), "W1[0,0] of BackpropLab: expected a finite number; got nan."),
    (dict(weights={"W3[0,0]": 1.0}), "weights of BackpropLab: expected names out of W1[0,0]"),
    (dict(selected="W9[0,0]"), "selected of BackpropLab: expected one of W1[0,0]"),
    (dict(moment=75), "moment of BackpropLab: expected a whole number from 0 to 74; got 75."),
    (dict(example=1), "example of BackpropLab: expected a whole number from 0 to 0; got 1."),
    (dict(theta=[1.0]), "theta of BackpropLab: expected 12 finite numbers; got an array of shape (1,)."),
    (dict(net=len), "net of BackpropLab: expected one of mazur")]


@pytest.mark.parametrize("changes, message", REFUSED, ids=lambda case: case if isinstance(case, str) else "")
def test_what_cannot_be_used_is_refused_with_a_reason_and_nothing_is_lost(changes, message):
    with pytest.raises(bp.ArgumentError) as refused:
        bp.BackpropLab(**changes)
    assert str(refused.value).startswith(message)
    lab = bp.BackpropLab(moment=3)
    before = lab.settings, lab.result
    with pytest.raises(bp.ArgumentError):
        lab.set(**changes)
    assert (lab.settings, lab.result) == before


def test_another_net_brings_its_own_data_weights_rate_and_moment():
    lab = bp.BackpropLab(moment=20, weights={"W1[0,0]": 1.0}, selected="W2[1,1]")
    lab.set(net="agh")
    assert repr(lab.settings) == repr(BackpropSettings(net="agh"))
    assert lab.settings.moment == len(substeps_of(3)) - 1 and lab.settings.selected == "W1[0,0]"


def test_fewer_updates_bring_the_cursor_to_the_last_moment_there_is():
    lab = bp.BackpropLab(moment=74)
    lab.set(updates=2)
    assert lab.settings.moment == 29
