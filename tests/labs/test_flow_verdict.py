"""The sentence against its numbers, and the cure against the disease."""

import re
from functools import cache

import numpy as np
import pytest

from bpwidgets import engine
from bpwidgets.datasets import Dataset
from bpwidgets.flow.healthy import KEPT, SIGNAL
from bpwidgets.labs.gradient_flow.remedy import best_normalization, best_start
from bpwidgets.labs.gradient_flow.words import describe_flow, summarize_flow
from bpwidgets.studies import FlowSettings, gradient_flow
from bpwidgets.text import in_words
from tests.covering import covering

answer = cache(gradient_flow)     # many settings have one cure


def flow(**changes):
    return answer(FlowSettings(**changes))


# Sick settings, with the condition, the cause and the layer from which on it is so.
SICK = [
    (dict(), "vanishing", "slope", 18),
    (dict(activation="relu", gain=0.5), "vanishing", "weights", 17),
    (dict(activation="relu"), "vanishing", "slope", 13),
    (dict(activation="tanh", gain=0.5), "vanishing", "weights", 16),
    (dict(activation="identity", gain=0.5), "vanishing", "weights", 16),
    (dict(activation="leaky_relu", depth=50, gain=0.5), "vanishing", "weights", 47),
    (dict(activation="relu", gain=3.0, depth=30), "exploding", "weights", 27),
    (dict(activation="tanh", gain=4.0), "exploding", "weights", 13),
    (dict(activation="identity", gain=1e4, depth=100), "overflow", "weights", 77),
    (dict(activation="identity", gain=1e4, depth=50), "overflow", "weights", 25),
    (dict(activation="relu", depth=50, normalization="batch"), "exploding", "weights", 39),
    (dict(activation="relu", depth=50, residual=True), "exploding", "weights", 42),
    (dict(initializer="constant"), "saturated", "slope", 19),
    (dict(activation="tanh", bias_scale=9.0), "saturated", "slope", 18),
    (dict(activation="sigmoid", initializer="constant", gain=100.0), "saturated", "slope", 20),
    (dict(activation="relu", initializer="constant", gain=0.0), "dead", "slope", 20),
    (dict(activation="relu", width=2, depth=60, seed=1), "dead", "slope", 0),
    (dict(initializer="zeros"), "blocked", "weights", 20),
    (dict(initializer="zeros", activation="identity", depth=4), "blocked", "weights", 4),
    (dict(initializer="zeros", activation="relu", depth=4), "dead", "slope", 4),
    (dict(activation="identity", gain=1e-4, depth=100), "vanishing", "weights", 99),
]


@pytest.mark.parametrize("changes, condition, cause, layer", SICK,
                         ids=lambda c: str(c) if isinstance(c, dict) else None)
def test_a_sick_net_has_its_condition_its_cause_and_a_cure_that_heals(changes, condition, cause, layer):
    settings = FlowSettings(**changes)
    result = answer(settings)
    assert (result.condition, result.cause) == (condition, cause)
    assert result.verdict.startswith(f"{condition.capitalize()}. ")
    assert result.layer == layer or layer == 0 < result.layer
    healed = answer(settings.replace(**result.cure))
    assert result.cure and healed.condition == "healthy" and not healed.cure and healed.layer == 0


@pytest.mark.parametrize("changes", [dict(activation="relu", initializer="he_normal", width=128),
                                     dict(activation="identity", initializer="orthogonal", depth=100),
                                     dict(activation="tanh", initializer="orthogonal", gain=1.1, depth=100),
                                     dict(depth=100, residual=True, normalization="batch")])
def test_weights_of_the_right_size_keep_delta(changes):
    result = flow(**changes)
    assert result.condition == "healthy"
    assert result.verdict.startswith("Healthy. Each layer multiplies the error signal δ by ")
    assert dict(result.cure) == {}


# He et al. 2015 for units with half of their range cut off; else Saxe et al. 2014, with a gain that makes up for the
# slopes. Those that are not here have no start at which delta keeps its size.
STARTS = {"identity": ("orthogonal", 1.0, True), "tanh": ("orthogonal", 1.1, True),
          "scaled_tanh": ("orthogonal", 1.0, True),
          "relu": ("he_normal", 1.0, False), "leaky_relu": ("he_normal", 1.0, False), "elu": ("orthogonal", 1.1, True),
          "selu": ("orthogonal", 0.9, True)}


@pytest.mark.parametrize("activation", engine.ACTIVATIONS)
def test_the_start_that_theory_finds_is_the_one_that_was_found_by_trying(activation):
    assert best_start(engine.ACTIVATIONS[activation]) == STARTS.get(activation)


def test_the_normalization_is_over_the_batch_unless_units_answer_on_one_side_only():
    over_the_batch = {name for name, row in engine.ACTIVATIONS.items() if best_normalization(row) == "batch"}
    assert over_the_batch == {"identity", "sigmoid", "tanh", "scaled_tanh", "softplus"}


OWN = {row.name: row for row in (
    engine.Activation("softsign", lambda z: z / (1 + abs(z)), lambda z: 1 / (1 + abs(z)) ** 2),
    engine.Activation("half_tanh", lambda z: np.tanh(z) / 2, lambda z: 0.5 / np.cosh(np.clip(z, -300, 300)) ** 2),
    engine.Activation("mirrored_relu", lambda z: np.minimum(z, 0.0), lambda z: np.where(z < 0, 1.0, 0.0), kinks=0),
    engine.Activation("wave", np.sin, np.cos),
    engine.Activation("shifted", lambda z: 1 + np.tanh(z), lambda z: 1 / np.cosh(np.clip(z, -300, 300)) ** 2))}


@pytest.mark.parametrize("name", OWN)
@pytest.mark.parametrize("depth, width", [(20, 8), (50, 32)])
def test_an_activation_of_ones_own_has_a_cure_that_heals(name, depth, width):
    for start in (dict(gain=0.3), dict(gain=6.0), dict(initializer="constant")):
        settings = FlowSettings(depth=depth, width=width, activation=OWN[name], **start)
        result = answer(settings)
        assert result.condition == "healthy" or answer(
            settings.replace(**result.cure)).condition == "healthy", start


def test_no_cure_is_offered_twice():
    for changes, *_ in SICK:
        settings = FlowSettings(**changes)
        assert all(getattr(settings, name) != value for name, value in flow(**changes).cure.items())


@pytest.mark.parametrize("activation", engine.ACTIVATIONS)
@pytest.mark.parametrize("depth, width", [(2, 8), (20, 8), (100, 32)])
def test_the_cure_heals_every_unit_at_every_depth(activation, depth, width):
    for start in (dict(gain=0.3), dict(gain=6.0), dict(initializer="constant"), dict(bias_scale=5.0),
                  dict(normalization="layer"), dict(residual=True)):
        settings = FlowSettings(depth=depth, width=width, activation=activation, **start)
        result = answer(settings)
        assert result.condition == "healthy" or answer(
            settings.replace(**result.cure)).condition == "healthy", start


def test_delta_that_arrives_without_a_signal_is_not_healthy():
    """A way around each layer carries delta, but large equal biases leave nothing of the input in what the units
    give."""
    result = flow(depth=10, activation="sigmoid", residual=True, bias_scale=10.0, normalization="layer",
                  input_scale=1e-6)
    assert 1 / KEPT < result.delta_size[0] / result.delta_size[-2] < KEPT
    assert (result.activation_spread[:-1] < result.activation_size[:-1] / SIGNAL).any()
    assert result.condition == "vanishing" and "the input does not arrive" in result.verdict


def test_an_input_of_zeros_is_named_as_what_blocks_the_weights():
    result = flow(depth=3, data=Dataset(np.zeros((5, 3)), np.ones((5, 2)), name="nothing"), bias_scale=1.0,
                  activation="tanh")
    assert result.condition == "blocked" and not result.cure    # no net learns from an input of zeros
    assert result.verdict == "Blocked. dW is exactly 0 in layer 1 although δ is not: all that comes in there is 0."


def test_a_net_that_makes_no_error_has_nothing_to_learn():
    result = flow(depth=3, data=Dataset(np.ones((5, 3)), np.zeros((5, 2)), name="done"), initializer="zeros",
                  activation="tanh")
    assert result.verdict == "Blocked. The error at the output is exactly 0: there is nothing to learn."
    assert not result.cure


def test_dead_units_are_not_offered_a_start_of_another_size():
    """A factor on all weights changes no sign of z: what is off stays off."""
    settings = FlowSettings(activation="relu", width=32, depth=20, bias_scale=0.0, initializer="constant", gain=0.0)
    found = answer(settings)
    assert found.condition == "dead" and found.cure["residual"] and found.cure["normalization"] == "layer"
    assert "residual connections together with LayerNorm" in found.verdict


def test_clipping_holds_dW_and_leaves_delta_alone():
    free, held = (flow(activation="relu", gain=3.0, depth=30, clip=clip) for clip in (0.0, 2.0))
    assert (free.delta_size == held.delta_size).all() and held.condition == "exploding"
    assert np.sqrt((held.weight_gradient_size**2).sum()) <= 2.0 + 1e-12
    assert held.weight_gradient_size / held.weight_gradient_size[0] == pytest.approx(free.weight_gradient_size
                                                                                     / free.weight_gradient_size[0])


# -- nothing in the sentence but the numbers


def check_verdict(settings, result):
    depth, text = settings.depth, result.verdict
    activation, delta, dW = result.activation_size, result.delta_size, result.weight_gradient_size
    finite = np.isfinite(activation).all() and np.isfinite(delta).all() and np.isfinite(dW).all()
    assert (result.condition == "overflow") == (not finite)
    assert text.startswith(f"{result.condition.capitalize()}. ") and len(text) < 310
    assert ("Cure: " in text) == bool(result.cure)
    if result.condition in ("overflow", "dead", "saturated") and "reaches" not in text:
        return
    if result.condition == "blocked":
        if found := re.search(r"from layer (\d+) down to", text):
            layer = int(found.group(1))
            assert (delta[:layer] == 0).all() and (delta[layer:-1] > 0).all() and (dW[:layer] == 0).all()
        return
    if depth == 1:
        assert in_words(delta[0]) in text
        return
    ratio = delta[0] / delta[-2]
    sick = result.condition != "healthy" and "arrives" not in text
    assert sick == (not 1 / KEPT <= ratio <= KEPT)
    told = in_words(ratio)
    assert (f"only {told} reaches" in text or f"{told} of" in text
            or f"is {told} times that at layer {depth}" in text)
    if sick:
        parts = delta[:-1] / delta[-2]
        beyond = parts < 1 / KEPT if ratio < 1 else parts > KEPT
        assert result.layer == np.flatnonzero(beyond)[-1] + 1
        assert f" from layer {result.layer} down" in describe_flow(settings, result)
        check_factors(result, text)
        hides = dW[-2] > 0 and 1 / KEPT < dW[0] / dW[-2] < KEPT
        assert ("dW hides it" in text) == bool(hides)


def check_factors(result, text):
    """One factor is the product of the other two, and what is to blame is the one that is farther off."""
    with np.errstate(all="ignore"):
        weights, slope = (np.exp(np.log(gains[:-1]).mean()) for gains in (result.weight_gain, result.slope_gain))
    if weights * slope > 0:
        assert (f"Each layer multiplies it by {in_words(weights * slope)} = {in_words(weights)} (weights) × "
                f"{in_words(slope)} (slope") in text
        assert ("The slope is to blame." in text) == (result.cause == "slope")
        assert ("The weights are to blame." in text) == (result.cause == "weights")


SHAPES = [dict(depth=1, width=32, seed=0), dict(depth=2, width=1, seed=1), dict(depth=6, width=3, seed=3),
          dict(depth=20, width=16, seed=4)]
GAINS = 0.05, 1.0, 5.0


# Each unit with each draw in nets of each shape; the gains take turns.
@pytest.mark.parametrize("activation", engine.ACTIVATIONS)
@pytest.mark.parametrize("initializer", engine.INITIALIZERS)
def test_no_verdict_contradicts_its_numbers(activation, initializer):
    turn = [*engine.ACTIVATIONS].index(activation) + [*engine.INITIALIZERS].index(initializer)
    for number, shape in enumerate(SHAPES, turn):
        settings = FlowSettings(**shape, gain=GAINS[number % 3], activation=activation, initializer=initializer)
        check_verdict(settings, answer(settings))


EXTREMES = [{"depth": 100, **row} for row in covering(strength=3, **{
    "width": (1, 64), "gain": (0.0, 1e4), "activation": ("identity", "tanh", "relu", "softplus"),
    "initializer": ("constant", "normal"),
    "n_samples, normalization, residual": ((16, "none", False), (1, "batch", False), (16, "none", True))})]


@pytest.mark.parametrize("changes", EXTREMES, ids=lambda c: "-".join(map(str, c.values())))
def test_the_largest_and_the_smallest_gain_are_explained_without_warnings(changes):
    settings = FlowSettings(**changes)
    result = answer(settings)
    check_verdict(settings, result)
    assert len(summarize_flow(settings, result)) < 110
    describe_flow(settings, result)
