"""A plane through theta equals a plain loop over single settings, whatever its directions change."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpwidgets import engine
from bpwidgets.engine import Dense, Network, NetworkLoss, network
from bpwidgets.engine.landscapes.plane import Plane, plane_of_values

NET = network((2, 4, 3, 2))
U, V = np.linspace(-1, 1, 5), np.linspace(-2, 1, 4)


def objective(net=NET, loss="mse", rows=7, seed=0, **more):
    generator = np.random.default_rng(seed)
    return NetworkLoss(net, generator.normal(size=(rows, net.sizes[0])), generator.normal(size=(rows, net.sizes[-1])),
                       loss, **more)


def weights(net, *names):
    directions = np.zeros((2, net.n))
    for direction, name in zip(directions, names):
        direction[net.names.index(name)] = 1
    return directions


def loop(f, theta, directions, u, v):
    return np.array([[f.value(theta + a * directions[0] + b * directions[1]) for b in v] for a in u])


def assert_plane(f, theta, directions, u=U, v=V):
    np.testing.assert_allclose(f.plane(theta, directions, u, v), loop(f, theta, directions, u, v), rtol=1e-12,
                               atol=1e-14)


PAIRS = [("W1[0,0]", "W1[1,0]"), ("W1[0,0]", "W1[0,3]"), ("W1[0,0]", "W2[0,2]"), ("W3[2,1]", "W1[1,2]"),
         ("W2[1,1]", "b2[1]"),
         ("b1[0]", "b3[1]"), ("W3[0,0]", "W3[1,1]"), ("b3[0]", "b3[1]")]


@pytest.mark.parametrize("activation", ["tanh", "relu"])
@pytest.mark.parametrize("pair", PAIRS, ids=" ".join)
def test_a_plane_over_two_weights_equals_a_loop(pair, activation):
    net = network((2, 4, 3, 2), activation)
    assert_plane(objective(net), np.random.default_rng(1).normal(size=net.n), weights(net, *pair))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 4), min_size=2, max_size=5), st.booleans(), st.integers(0, 2**32), st.floats(0, 1))
def test_a_plane_along_any_directions_equals_a_loop(sizes, bias, seed, share):
    generator = np.random.default_rng(seed)
    net = network(sizes, bias=bias)
    directions = generator.normal(size=(2, net.n)) * (generator.random((2, net.n)) < share)
    theta = generator.normal(size=net.n) * (generator.random(net.n) < 0.8)      # some weights feed nothing
    assert_plane(objective(net, seed=1), theta, directions)


def test_directions_that_are_zero_give_a_constant_plane():
    f, theta = objective(), np.ones(NET.n)
    assert (f.plane(theta, np.zeros((2, NET.n)), U, V) == f.plane(theta, np.zeros((2, NET.n)), U, V)[0, 0]).all()
    assert_plane(f, theta, np.zeros((2, NET.n)))


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (300, 1), (61, 61)])
def test_a_plane_in_many_tiles_has_no_seams(shape):
    f, theta = objective(rows=50), np.random.default_rng(0).normal(size=NET.n)
    u, v = np.linspace(-1, 1, shape[0]), np.linspace(-1, 1, shape[1])
    directions = np.random.default_rng(1).normal(size=(2, NET.n))
    plane = plane_of_values(f, theta, directions, u, v)
    np.testing.assert_allclose(f.plane(theta, directions, u, v), plane, rtol=1e-12)


@pytest.mark.parametrize("penalty", [dict(l1=0.3), dict(l2=0.3), dict(l1=0.1, l2=0.2)], ids=str)
def test_a_plane_holds_the_penalty_too(penalty):
    assert_plane(objective(**penalty), np.random.default_rng(2).normal(size=NET.n),
                 np.random.default_rng(3).normal(size=(2, NET.n)))


NETS = {
    "layer norm": Network((Dense(2, 3, "tanh"), engine.LayerNorm(3), Dense(3, 2))),
    "batch norm first": Network((engine.BatchNorm(2), Dense(2, 3, "tanh"), Dense(3, 2))),
    "residual": Network((Dense(2, 3, "tanh"), engine.Residual((Dense(3, 3, "tanh"),)), Dense(3, 2))),
    "softmax": Network((Dense(2, 2), engine.Softmax(2))),
}


@pytest.mark.parametrize("net", NETS.values(), ids=NETS)
def test_a_plane_passes_through_layers_of_any_kind(net):
    generator = np.random.default_rng(0)
    theta, random = net.initialize("he_normal", seed=3, bias_scale=0.5), generator.normal(size=(2, net.n))
    f = objective(net)
    assert_plane(f, theta, random)
    for pair in [(0, 1), (0, net.n - 1), (net.n // 2, net.n // 2 + 1)]:
        assert_plane(f, theta, np.eye(net.n)[list(pair)])


def test_a_plane_of_a_recurrent_net_equals_a_loop():
    net = Network((engine.Recurrent(2, 3), engine.LastStep(3), Dense(3, 1)))
    generator = np.random.default_rng(0)
    f = NetworkLoss(net, generator.normal(size=(5, 4, 2)), generator.normal(size=(5, 1)))
    assert_plane(f, generator.normal(size=net.n), generator.normal(size=(2, net.n)))
    assert_plane(f, generator.normal(size=net.n), weights(net, "U1[0,1]", "W3[1,0]"))


def test_overflow_in_a_plane_is_data():
    net = network((1, 1, 1), "identity", bias=False)
    f = objective(net, rows=2)
    surface = f.plane([1.0, 1.0], np.eye(2), [0.0, 1e200], [0.0, 1e200])
    assert np.isfinite(surface[0, 0]) and np.isinf(surface[1, 1])


def test_a_plane_needs_little_memory():
    f, theta = objective(network((2, 8, 8, 1)), rows=200), np.zeros(105)
    wide = np.linspace(-1, 1, 200)
    directions = np.random.default_rng(0).normal(size=(2, 105))
    tracemalloc.start()
    f.plane(theta, directions, wide, wide)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < wide.size ** 2 * 8 + 32 * 2**20


@pytest.mark.parametrize("change, told", [
    (dict(theta=np.zeros((2, 3))), "theta of the plane: expected an array with 1 axis"),
    (dict(theta=np.zeros(3)), r"directions of the plane: expected shape \(2, 3\), two directions as long as theta"),
    (dict(theta=np.zeros(3), directions=np.eye(3)[:2]), r"theta of the network: expected shape \(\.\.\., 35\)"),
    (dict(directions=np.full((2, 35), np.nan)), "directions of the plane: expected finite numbers; got nan at index"),
    (dict(u=[]), "u of the plane: expected at least one number"),
    (dict(v=[[1.0]]), "v of the plane: expected an array with 1 axis"),
    (dict(v="wide"), "v of the plane: expected real numbers"),
])
def test_a_wrong_plane_is_refused(change, told):
    arguments = dict(theta=np.zeros(NET.n), directions=np.eye(NET.n)[:2], u=U, v=V) | change
    assert NET.n == 35
    with pytest.raises(ValueError, match=told):
        objective().plane(**arguments)


@pytest.mark.parametrize("shape", [(61, 61), (1, 40), (40, 1), (2, 3), (7, 100)], ids=str)
@pytest.mark.parametrize("most", [0, 1, 3, 12, 163, 10_000])
def test_tiles_hold_each_setting_once_and_are_few_and_nearly_square(shape, most):
    plane = Plane([0.0, 0.0], np.eye(2), *map(np.arange, shape))
    tiles, count = list(plane.tiles(most)), np.zeros(shape, int)
    for tile in tiles:
        count[tile.rows, tile.columns] += 1
        assert len(tile.u) * len(tile.v) <= max(most, 1)
        np.testing.assert_array_equal(plane.u[tile.rows], tile.u)
        np.testing.assert_array_equal(plane.v[tile.columns], tile.v)
    assert (count == 1).all()
    if most == 163 and shape == (61, 61):
        assert len(tiles) == 30 and {len(tile.u) for tile in tiles} == {12, 13}
        assert {len(tile.v) for tile in tiles} == {10, 11}
