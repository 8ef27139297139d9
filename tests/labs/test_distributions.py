"""Distributions by layer: counts against a plain loop, Jacobian against differences and products, update ratios
against a real step."""

import math

import numpy as np
import pytest

from bpwidgets import engine
from bpwidgets.flow.passes import batch, build, run
from bpwidgets.labs.distributions.dead_units import ROWS
from bpwidgets.labs.distributions.histogram import REACH, histogram
from bpwidgets.labs.distributions.jacobian import jacobian, singular_values
from bpwidgets.labs.distributions.settings import QUANTITIES
from bpwidgets.studies import DistributionSettings, FlowSettings, distributions, gradient_flow

BLOCKS = [dict(residual=residual, normalization=norm) for residual in (False, True)
          for norm in ("none", "batch", "layer")]
CASES = [dict(), dict(activation="sigmoid", depth=5), dict(activation="tanh", gain=3.0, depth=1),
         dict(initializer="zeros", depth=3),
         dict(activation="identity", gain=1e4, depth=100, width=8),
         dict(activation="identity", gain=1e-4, depth=100, width=8),
         dict(data="xor", depth=3), dict(residual=True, normalization="batch", clip=0.1, depth=6),
         dict(width=1, depth=2, n_samples=1)]


def spread(**changes):
    return distributions(DistributionSettings(**changes))


# -- counts


def counted(values, edges):
    """What a histogram holds, value by value."""
    bins = len(edges) - 1
    negative, positive, small, beyond = np.zeros(bins), np.zeros(bins), 0, 0
    for value in values.ravel():
        if not math.isfinite(value):
            beyond += 1
        elif value == 0 or math.log10(abs(value)) < edges[0]:
            small += 1
        else:
            k = min(int((math.log10(abs(value)) - edges[0]) / (edges[-1] - edges[0]) * bins), bins - 1)
            (negative if value < 0 else positive)[k] += 1
    return negative / values.size, positive / values.size, small / values.size, beyond / values.size


def test_the_counts_are_those_of_a_loop_over_the_values():
    draw = np.random.default_rng(0)
    layers = [10.0**-k * draw.standard_normal((7, 9)) for k in range(4)]
    layers[1][0, :3], layers[2][:2, 0] = 0.0, (math.inf, math.nan)
    seen = histogram(layers, 23)
    for k, values in enumerate(layers):
        negative, positive, small, beyond = counted(values, seen.edges)
        assert seen.negative[k] == pytest.approx(negative) and seen.positive[k] == pytest.approx(positive)
        assert (seen.small[k], seen.beyond[k]) == (pytest.approx(small), pytest.approx(beyond))


@pytest.mark.parametrize("changes", CASES, ids=str)
@pytest.mark.parametrize("quantity", QUANTITIES)
def test_every_value_is_counted_once(changes, quantity):
    seen, depth = spread(**changes).of(quantity), DistributionSettings(**changes).depth
    assert seen.negative.sum(axis=1) + seen.positive.sum(axis=1) + seen.small + seen.beyond == pytest.approx(
        np.ones(depth + 1))
    assert seen.shape.sum(axis=1) + seen.beyond == pytest.approx(np.ones(depth + 1))


@pytest.mark.parametrize("changes", CASES, ids=str)
def test_the_axis_of_sizes_has_whole_decades_at_its_ends_and_holds_the_largest_value(changes):
    for quantity in QUANTITIES:
        edges = spread(**changes).of(quantity).edges
        assert edges[0] == round(edges[0]) and edges[-1] == round(edges[-1]) and len(edges) == 61
        assert (np.diff(edges) > 0).all()


def test_mean_deviation_and_shape_are_those_of_the_values():
    draw = np.random.default_rng(1)
    layers = [3 + 0.5 * draw.standard_normal((20, 30)), draw.uniform(size=(4, 5)) ** 9]
    seen = histogram(layers, 40)
    assert seen.mean == pytest.approx([v.mean() for v in layers])
    assert seen.deviation == pytest.approx([v.std() for v in layers])
    for shape, v in zip(seen.shape, layers):
        inside = np.clip((v - v.mean()) / v.std(), -REACH, np.nextafter(REACH, 0))
        assert shape == pytest.approx(np.histogram(inside, 40, (-REACH, REACH))[0] / v.size)


def test_values_that_are_all_alike_have_no_deviation_whatever_rounding_leaves():
    seen = histogram([np.full((7, 3), 0.1), np.zeros((2, 2))], 11)
    assert seen.deviation.tolist() == [0, 0] and seen.shape[:, 5].tolist() == [1, 1]


@pytest.mark.parametrize("block", BLOCKS, ids=str)
def test_the_sizes_are_those_of_the_flow_lab(block):
    """Second oracle: the other study measures the same passes; size^2 = mean^2 + deviation^2."""
    chosen = dict(depth=6, width=16, activation="tanh", gain=1.3, seed=3, n_samples=16, **block)
    flow, result = gradient_flow(FlowSettings(**chosen)), spread(**chosen)
    for seen, sizes in ((result.activations, flow.activation_size), (result.deltas, flow.delta_size)):
        assert np.hypot(seen.mean, seen.deviation) == pytest.approx(sizes, rel=1e-12)


def test_delta_of_a_vanishing_net_stands_lower_on_the_same_axis_from_layer_to_layer():
    seen = spread(activation="sigmoid").deltas
    middles = (seen.edges[1:] + seen.edges[:-1]) / 2
    typical = (seen.negative + seen.positive) @ middles
    assert (np.diff(typical) > 0).all() and typical[-1] - typical[0] > 10


def test_sizes_of_1e201_and_1e_minus_198_keep_their_place():
    large = spread(depth=50, activation="identity", gain=1e4, loss="mae").activations
    small = spread(depth=50, activation="identity", gain=1e-4, input_scale=100.0).activations
    assert large.deviation[-2] > 1e199 and large.edges[-1] >= 200 and large.beyond.max() == 0
    assert 0 < small.deviation[-2] < 1e-197 and small.edges[0] <= -200


# -- the census


@pytest.mark.parametrize("data", ["moons", "xor", "gaussian"])
def test_a_unit_is_dead_where_no_row_of_the_data_set_gives_it_a_slope(data):
    settings = DistributionSettings(data=data, activation="relu", depth=6, width=12, n_samples=5)
    seen = run(settings, 0)
    x, _ = batch(settings.data, ROWS, 12, 1.0, engine.LOSSES["quadratic"], 0)
    expected = []
    for W in [layer["W"] for layer in seen.net.unpack(seen.theta)[:-1]]:
        x = np.maximum(x @ W, 0)
        expected.append(np.mean([not any(value > 0 for value in unit) for unit in x.T]))
    result = distributions(settings)
    assert result.dead_fraction == pytest.approx(expected) and max(expected) > 0 and not result.saturated_fraction.any()


def test_a_response_is_saturated_where_its_slope_is_under_a_twentieth_of_the_steepest():
    settings = DistributionSettings(data="two_spirals", activation="tanh", gain=4.0, depth=4, width=7, n_samples=5)
    seen, x, expected = run(settings, 0), settings.data.x[:], []
    if len(x) > ROWS:
        x = x[np.linspace(0, len(x) - 1, ROWS).round().astype(int)]
    for W in [layer["W"] for layer in seen.net.unpack(seen.theta)[:-1]]:
        x = np.tanh(x @ W)
        expected.append(np.mean(1 - x * x < 0.05))
    assert distributions(settings).saturated_fraction == pytest.approx(expected) and min(expected) > 0.1


@pytest.mark.parametrize("block", BLOCKS, ids=str)
@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_the_census_does_not_depend_on_how_it_is_cut_into_pieces(block, activation, monkeypatch):
    settings = DistributionSettings(depth=4, width=9, activation=activation, gain=3.0, n_samples=5, **block)
    whole = distributions(settings)
    monkeypatch.setattr("bpwidgets.labs.distributions.dead_units.ONE_THREAD", 9**2 * 10)
    pieces = distributions(settings)
    assert pieces.dead_fraction == pytest.approx(whole.dead_fraction)
    assert pieces.saturated_fraction == pytest.approx(whole.saturated_fraction)


# -- the Jacobian


@pytest.mark.parametrize("block", BLOCKS, ids=str)
@pytest.mark.parametrize("activation", ["tanh", "silu"])
def test_the_jacobian_is_that_of_central_differences(block, activation):
    settings = DistributionSettings(depth=3, width=6, activation=activation, n_samples=5, bias_scale=0.2, **block)
    seen = run(settings, 0)
    x, h = seen.x[0], 1e-5

    def output(nudge):
        return seen.net.forward(seen.theta, (x + nudge)[None], statistics=seen.statistics).output[0]

    differences = np.array([(output(h * e) - output(-h * e)) / (2 * h) for e in np.eye(6)]).T
    assert jacobian(seen.net, seen.theta, x, seen.statistics) == pytest.approx(differences, rel=1e-6, abs=1e-8)


def test_the_jacobian_of_a_linear_net_is_the_product_of_its_matrices():
    settings = DistributionSettings(depth=7, width=5, activation="identity", gain=1.7)
    W = [layer["W"] for layer in run(settings, 0).net.unpack(run(settings, 0).theta)]
    expected = np.linalg.svd(np.linalg.multi_dot(W), compute_uv=False)
    assert distributions(settings).jacobian_singular_values == pytest.approx(expected, rel=1e-10)


@pytest.mark.parametrize("depth", [1, 20, 100])
def test_an_orthogonal_linear_net_keeps_every_direction(depth):
    """Dynamical isometry, Saxe et al. 2014: all singular values are 1; with a gain, its power."""
    net = dict(activation="identity", initializer="orthogonal", depth=depth)
    assert spread(**net).jacobian_singular_values == pytest.approx(np.ones(10), abs=1e-12)
    assert spread(gain=1.01, **net).jacobian_singular_values == pytest.approx(np.full(10, 1.01 ** (depth + 1)),
                                                                              rel=1e-11)


def test_there_are_as_many_singular_values_as_the_smaller_side_has_numbers():
    assert spread(width=4).jacobian_singular_values.shape == (4,)
    assert spread(data="xor", depth=2).jacobian_singular_values.shape == (1,)


def test_a_jacobian_that_overflowed_has_no_singular_values():
    assert np.isnan(singular_values(np.array([[1.0, math.inf], [0.0, 1.0]]))).tolist() == [True, True]


# -- the update ratio


@pytest.mark.parametrize("changes", [dict(), dict(clip=0.01), *BLOCKS[1:], dict(loss="mse", data="moons")], ids=str)
def test_the_update_ratio_is_what_one_step_of_descent_does(changes):
    settings = DistributionSettings(depth=4, width=8, activation="tanh", learning_rate=0.3, n_samples=6, **changes)
    x, y = batch(settings.data, 6, 8, 1.0, settings.row("loss"), 0)
    net, _sizes = build(settings, x.shape[1], y.shape[1])
    clip = engine.CLIPS["norm"].replace(threshold=settings.clip) if settings.clip else "none"
    theta = net.initialize("lecun_normal", seed=0)
    path = engine.descend(engine.NetworkLoss(net, x, y, loss=settings.loss), theta, learning_rate=0.3, steps=1,
                          clip=clip)
    before, after = (net.unpack(theta) for theta in path.thetas)
    expected = [np.linalg.norm(new[key] - old[key]) / np.linalg.norm(old[key]) for old, new in zip(before, after)
                for key in ("W", "W.1") if key in old]
    assert distributions(settings).update_ratio == pytest.approx(expected, rel=1e-9) and len(expected) == 5


def test_the_update_ratio_is_proportional_to_the_rate():
    assert spread(learning_rate=0.4, depth=3).update_ratio == pytest.approx(4 * spread(learning_rate=0.1,
                                                                                       depth=3).update_ratio)


def test_a_quantity_is_counted_when_somebody_looks_and_always_the_same(monkeypatch):
    from bpwidgets.labs.distributions import counted

    asked, count = [], counted.histogram_with_rests
    monkeypatch.setattr(counted, "histogram_with_rests", lambda values, bins: asked.append(len(values)) or count(
        values, bins))
    result = distributions(DistributionSettings(depth=3, width=4))
    assert len(asked) == 1      # δ, which is shown at first
    first = result.z
    assert len(asked) == 2 and result.z is first and len(list(result.counted)) == 4
    other = distributions(DistributionSettings(depth=3, width=4, quantity="z"))
    assert all(np.array_equal(*pair) for pair in zip(first, other.z)) and len(asked) == 3
