"""Gradient flow: the sizes recomputed with plain numpy, the slopes against theory, the sentence against its numbers.

Theory stands in the project's reference set, O5b (slope of ln ||delta|| per layer in scale-free nets: ln g, for ReLU
ln(g / sqrt 2); Glorot and Bengio 2010, eq. 6; He et al. 2015) and O5c (the norm of dW has no slope there: their eq.
14). Tolerance 0.02 as there; finite width lowers the mean log by about 1/(2n) (linear) and 5/(4n) (ReLU) per layer.
"""

import itertools
import math
import re

import numpy as np
import pytest

from bpwidgets import engine
from bpwidgets.flow import mean_field
from bpwidgets.flow import passes as flow_passes
from bpwidgets.flow.layer_rows import layer_names
from bpwidgets.flow.settings import OUTPUTS, SAMPLES
from bpwidgets.labs.gradient_flow.study import flow_by_draws
from bpwidgets.labs.gradient_flow.words import HEAD, describe_flow, summarize_flow
from bpwidgets.studies import FlowSettings, gradient_flow
from bpwidgets.text import in_words, number


def flow(**changes):
    return gradient_flow(FlowSettings(**changes))


SLOPES = {"sigmoid": lambda z, a: a * (1 - a), "tanh": lambda z, a: 1 - a * a, "relu": lambda z, a: (z > 0) * 1.0,
          "identity": lambda z, a: np.ones_like(z)}
FUNCTIONS = {"sigmoid": lambda z: 1 / (1 + np.exp(-z)), "tanh": np.tanh, "relu": lambda z: np.maximum(z, 0),
             "identity": lambda z: z}


def by_hand(depth, width, gain, seed, activation):
    """The same passes written out: LeCun normal weights, no biases, half squared error summed over outputs, mean over
    the batch."""
    draw = np.random.default_rng(seed)
    shapes = [(width, width)] * depth + [(width, OUTPUTS)]
    W = [gain * draw.standard_normal(shape) / math.sqrt(shape[0]) for shape in shapes]
    draw = np.random.default_rng([seed, 1])
    x, y = draw.standard_normal((SAMPLES, width)), draw.standard_normal((SAMPLES, OUTPUTS))
    a, z = [x], []
    for l, w in enumerate(W):
        z.append(a[-1] @ w)
        a.append(FUNCTIONS[activation](z[-1]) if l < depth else z[-1])
    deltas, delta = [], (a[-1] - y) / SAMPLES
    for l in reversed(range(depth + 1)):
        deltas.insert(0, delta)
        if l:
            delta = (delta @ W[l].T) * SLOPES[activation](z[l - 1], a[l])
    dW = [a[l].T @ deltas[l] for l in range(depth + 1)]

    def rms(v):
        return math.sqrt(np.mean(v * v))

    return [rms(v) for v in a[1:]], [rms(v) for v in deltas], [math.sqrt(np.sum(v * v)) for v in dW]


@pytest.mark.parametrize("activation", FUNCTIONS)
@pytest.mark.parametrize("depth, width, gain, seed", [(1, 32, 1.0, 0), (5, 8, 1.5, 3), (20, 32, 1.0, 0),
                                                      (3, 1, 1.0, 2)])
def test_the_sizes_are_what_the_definition_says(activation, depth, width, gain, seed):
    result = flow(depth=depth, width=width, gain=gain, seed=seed, activation=activation)
    activations, deltas, dW = by_hand(depth, width, gain, seed, activation)
    assert result.activation_size == pytest.approx(activations, rel=1e-9)
    assert result.delta_size == pytest.approx(deltas, rel=1e-9)
    assert result.weight_gradient_size == pytest.approx(dW, rel=1e-9)


@pytest.mark.parametrize("depth", [1, 2, 7, 50])
@pytest.mark.parametrize("width", [1, 2, 33, 128])
def test_there_is_one_size_per_layer_the_output_included(depth, width):
    result = flow(depth=depth, width=width)
    assert result.activation_size.shape == result.delta_size.shape == result.weight_gradient_size.shape == (depth + 1,)
    assert np.isfinite(result.delta_size).all()


def test_the_factor_per_layer_is_the_geometric_mean_over_the_hidden_layers():
    result = flow(depth=12, activation="tanh")
    delta = result.delta_size[:-1]
    assert result.shrink_per_layer == pytest.approx(math.exp(np.mean(np.log(delta[:-1] / delta[1:]))))
    assert result.activation_growth == pytest.approx((result.activation_size[11]
                                                      / result.activation_size[0]) ** (1 / 11))
    assert result.weight_gradient_shrink == pytest.approx((result.weight_gradient_size[0]
                                                           / result.weight_gradient_size[11]) ** (1 / 11))


def test_a_single_hidden_layer_has_no_factor():
    result = flow(depth=1)
    assert math.isnan(result.shrink_per_layer) and math.isnan(result.weight_gradient_shrink)
    assert math.isnan(result.activation_growth)
    assert (result.verdict
            == f"Healthy. The one hidden layer has an error signal δ of size {in_words(result.delta_size[0])}. Add "
               "layers to see what depth does.")


# -- what one factor is made of


def parts_by_hand(depth, width, gain, seed, activation):
    """Weight gain, weighted slope and plain slope of each hidden layer, from the passes written out."""
    net = engine.network((width,) * (depth + 1) + (OUTPUTS,), hidden=activation)
    theta = net.initialize("lecun_normal", seed=seed, gain=gain)
    draw = np.random.default_rng([seed, 1])
    x, y = draw.standard_normal((SAMPLES, width)), draw.standard_normal((SAMPLES, OUTPUTS))
    trace = net.forward(theta, x)
    delta, found = (trace.output - y) / SAMPLES, []
    for l in reversed(range(depth)):
        e = delta @ net.unpack(theta)[l + 1]["W"].T
        slope = SLOPES[activation](trace[l].z, trace[l].a)
        found.insert(0, (math.sqrt(np.mean(e**2) / np.mean(delta**2)),
                         math.sqrt(np.sum(e**2 * slope**2) / np.sum(e**2)), math.sqrt(np.mean(slope**2))))
        delta = e * slope
    return np.array(found).T


@pytest.mark.parametrize("activation", FUNCTIONS)
@pytest.mark.parametrize("depth, width, gain, seed", [(1, 8, 1.0, 0), (7, 16, 1.5, 1), (20, 32, 1.0, 2)])
def test_each_gain_is_its_own_definition(activation, depth, width, gain, seed):
    result = flow(depth=depth, width=width, gain=gain, seed=seed, activation=activation)
    weight, slope, rms = parts_by_hand(depth, width, gain, seed, activation)
    assert result.weight_gain == pytest.approx(weight, rel=1e-12)
    assert result.slope_gain == pytest.approx(slope, rel=1e-12)
    assert result.slope_rms == pytest.approx(rms, rel=1e-12)


CURES = [dict(), dict(residual=True), dict(normalization="batch"), dict(normalization="layer"),
         dict(residual=True, normalization="batch"),
         dict(residual=True, normalization="layer", clip=0.1), dict(layer_activations="relu, sigmoid, tanh")]


@pytest.mark.parametrize("cure", CURES, ids=str)
@pytest.mark.parametrize("activation", engine.ACTIVATIONS)
def test_the_product_of_the_factors_is_the_ratio_of_the_deltas(activation, cure):
    result = flow(depth=60, activation=activation, **cure)
    ratio = result.delta_size[0] / result.delta_size[1:]
    assert np.cumprod(result.factors) == pytest.approx(ratio, rel=1e-12)
    assert np.cumprod(result.weight_gain * result.slope_gain) == pytest.approx(ratio, rel=1e-12)


# -- theory


def mean_slopes(activation, gain, width=128, depth=30, seeds=20):
    """Mean over seeds of the slopes of ln delta and ln dW per layer towards the input."""
    runs = [flow(activation=activation, gain=gain, width=width, depth=depth, seed=seed) for seed in range(seeds)]
    return (np.mean([math.log(r.shrink_per_layer) for r in runs]),
            np.mean([math.log(r.weight_gradient_shrink) for r in runs]))


# activation, gain -> slope of ln delta in wide nets
SCALE_FREE = {("identity", 0.5): -0.6931471805599, ("relu", 1.0): -0.34657359028, ("relu", 2.0): 0.34657359028}


def tolerance(gain):
    """0.02, as in the reference, where the targets outweigh the output. Where they do not, delta starts along the
    output itself and meets on its way back the directions that the activations came by: of width directions, OUTPUTS
    grow twice as fast."""
    return 0.02 if gain <= 1 else 0.02 + OUTPUTS / (2 * 128)


@pytest.fixture(scope="module")
def scale_free_slopes():
    return {case: mean_slopes(*case) for case in SCALE_FREE}


@pytest.mark.parametrize("case", SCALE_FREE, ids=str)
def test_delta_shrinks_as_theory_says(scale_free_slopes, case):
    assert scale_free_slopes[case][0] == pytest.approx(SCALE_FREE[case], abs=tolerance(case[1]))


@pytest.mark.parametrize("case", SCALE_FREE, ids=str)
def test_dW_shows_no_slope_in_scale_free_nets(scale_free_slopes, case):
    assert scale_free_slopes[case][1] == pytest.approx(0, abs=tolerance(case[1]))


def test_sigmoid_shrinks_delta_to_less_than_a_quarter_per_layer():
    # the slope of the logistic function is at most 1/4, and the weights keep the size (Var W = 1/n)
    assert flow(depth=20, width=128).shrink_per_layer < 0.25


def test_the_same_draw_with_another_gain_only_rescales_a_linear_net():
    one, half = (flow(activation="identity", gain=gain, depth=10) for gain in (1.0, 0.5))
    assert half.activation_size[:-1] == pytest.approx(one.activation_size[:-1] * 0.5 ** np.arange(1, 11))


# -- the blind chart: what a view of dW alone cannot see


def test_a_view_of_dW_alone_is_blind():
    """20 x 64 ReLU, weights at half of 1/sqrt(fan-in), 64 inputs, 10 outputs, median of 100 draws: dW flat, ||delta||
    down by 8^10."""
    results = [flow(depth=20, width=64, activation="relu", gain=0.5, seed=seed) for seed in range(100)]
    dW = np.median([r.weight_gradient_size[0] / r.weight_gradient_size[-1] for r in results])
    delta = np.median([math.sqrt(64) * r.delta_size[0] / (math.sqrt(OUTPUTS) * r.delta_size[-1]) for r in results])
    assert 0.5 < dW < 2 and 0.5 < delta * 8**10 < 2
    assert {r.condition for r in results} == {"vanishing"}
    assert all("dW hides it" in r.verdict for r in results
               if 0.1 < r.weight_gradient_size[0] / r.weight_gradient_size[-2] < 10)


# -- numbers near both ends of their range


def linear(gain, **more):
    return flow(depth=50, activation="identity", gain=gain, **more)


def test_sizes_of_1e201_and_1e_minus_198_keep_their_size():
    one, large, small = linear(1.0), linear(1e4, loss="mae"), linear(1e-4, input_scale=100.0)
    powers = np.arange(1, 51)
    assert large.activation_size[:-1] == pytest.approx(one.activation_size[:-1] * 1e4**powers,
                                                       rel=1e-10) and large.activation_size[-2] > 1e199
    assert small.activation_size[:-1] == pytest.approx(100 * one.activation_size[:-1] * 1e-4**powers,
                                                       rel=1e-10) and small.activation_size[-2] < 1e-197
    assert large.delta_size[0] > 1e195 and 0 < small.delta_size[0] < 1e-195


def test_the_gain_that_overflows_is_explained():
    settings = FlowSettings(depth=100, activation="identity", gain=1e4)
    result = gradient_flow(settings)
    assert (result.condition, result.layer) == ("overflow", int(np.argmin(np.isfinite(result.activation_size))) + 1)
    assert (result.verdict
            == f"Overflow. The activations overflowed to infinity at layer {result.layer}. "
               "Cure: orthogonal weights with gain 1.")
    assert "overflow" in describe_flow(settings, result)


# -- text


def test_the_text_twin_holds_the_line_the_verdict_and_the_profile():
    settings = FlowSettings(depth=3, activation="relu")
    result = gradient_flow(settings)
    lines = describe_flow(settings, result).splitlines()
    assert lines[0] == summarize_flow(settings, result) and lines[1] == result.verdict
    assert re.split("  +", lines[4].strip()) == list(HEAD) and [line.split()[0] for line in lines[5:]] == layer_names(3)
    for k, sizes in ((1, result.activation_size), (2, result.activation_spread), (3, result.delta_size)):
        assert [line.split()[k] for line in lines[5:]] == [number(size, 2) for size in sizes]
    for k, sizes in ((4, result.theory_delta), (6, result.weight_gain), (7, result.slope_gain), (8, result.slope_rms)):
        assert [line.split()[k] for line in lines[5:8]] == [number(size, 2) for size in sizes]


@pytest.mark.parametrize("changes", [dict(), dict(depth=100), dict(gain=1e4, depth=100, activation="identity"),
                                     dict(residual=True, activation="tanh"),
                                     dict(depth=50, gain=1e-3, activation="relu"), dict(initializer="zeros")])
def test_the_text_twin_is_about_a_hundred_letters_wide(changes):
    settings = FlowSettings(**changes)
    assert max(map(len, describe_flow(settings, gradient_flow(settings)).splitlines()[4:])) <= 100


@pytest.mark.parametrize("depth", [1, 13, 14, 15, 27, 28, 29, 50])
def test_the_profile_of_a_deep_net_is_thinned_and_keeps_the_first_and_the_last_layer(depth):
    settings = FlowSettings(depth=depth, width=4)
    names = [line.split()[0] for line in describe_flow(settings, gradient_flow(settings)).splitlines()[5:]]
    assert names[0] == "1" and names[-1] == "out" and len(names) <= 16 and len(set(names)) == len(names)


@pytest.mark.parametrize("cure", [dict(), dict(residual=True), dict(residual=True, normalization="batch"),
                                  dict(normalization="layer"),
                                  dict(initializer="lsuv"), dict(bias_scale=0.5), dict(initializer="orthogonal")])
def test_a_kept_draw_gives_the_same_net_bit_for_bit(cure):
    settings = FlowSettings(depth=4, gain=1.3, **cure)
    seen = flow_passes.run(settings, 0)
    fresh = seen.net.initialize(settings.initializer, seed=0, gain=1.3, bias_scale=settings.bias_scale, x=seen.x)
    assert (seen.theta == fresh).all()


@pytest.mark.parametrize("activation, gain", [("identity", 0.5), ("relu", 0.5), ("tanh", 0.5), ("sigmoid", 1.0)])
def test_the_depth_scale_is_that_of_the_fixed_point_in_a_deep_net(activation, gain):
    result = gradient_flow(FlowSettings(depth=100, width=8, activation=activation, gain=gain))
    expected = mean_field.fixed_point(engine.ACTIVATIONS[activation], sw2=gain ** 2).depth_scale
    assert result.depth_scale == pytest.approx(expected, rel=0.02)


def test_the_depth_scale_is_endless_where_delta_keeps_its_size_and_unknown_where_theory_is():
    assert gradient_flow(FlowSettings(activation="identity")).depth_scale == math.inf
    assert math.isnan(gradient_flow(FlowSettings(residual=True)).depth_scale)
    assert "infinite depth scale" in describe_flow(FlowSettings(activation="identity"),
                                                   gradient_flow(FlowSettings(activation="identity")))
    assert "theory:" not in describe_flow(FlowSettings(residual=True), gradient_flow(FlowSettings(residual=True)))


def test_the_band_comes_draw_by_draw_and_is_in_the_end_that_of_all_draws():
    settings = FlowSettings(depth=6, width=300, n_draws=30)
    results, whole = list(flow_by_draws(settings)), gradient_flow(settings)
    draws = np.array([gradient_flow(settings.replace(seed=seed, n_draws=0)).delta_size for seed in range(30)])
    assert len(results) > 3 and np.array_equal(results[-1].band, [draws.min(axis=0), draws.max(axis=0)])
    assert np.array_equal(results[0].band, [draws[0], draws[0]])
    for before, after in itertools.pairwise(results):
        assert (after.band[0] <= before.band[0]).all() and (after.band[1] >= before.band[1]).all()
        assert after.verdict == before.verdict and after.delta_size is before.delta_size
    assert np.array_equal(whole.band, results[-1].band)
