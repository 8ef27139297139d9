"""Dropout: what is left out, what is kept instead, the gradient through it, and training with it."""

import numpy as np
import pytest

from bpwidgets.engine import Dense, Dropout, Network, NetworkLoss, Residual, check_gradient, descend
from bpwidgets.errors import ArgumentError

X = np.random.default_rng(0).normal(size=(6, 2))
Y = np.random.default_rng(1).normal(size=(6, 1))
NETS = {"hidden": Network((Dense(2, 5, "tanh"), Dropout(5, 0.4), Dense(5, 1))),
        "inputs": Network((Dropout(2, 0.3), Dense(2, 4, "sigmoid"), Dense(4, 1))),
        "last": Network((Dense(2, 1, "tanh"), Dropout(1, 0.5))),
        "two": Network((Dense(2, 5, "tanh"), Dropout(5, 0.4), Dense(5, 5, "tanh"), Dropout(5, 0.4), Dense(5, 1))),
        "residual": Network((Residual((Dense(2, 3, "tanh"), Dropout(3, 0.5), Dense(3, 2))), Dense(2, 1)))}


@pytest.mark.parametrize("step", [None, 0, 7])
@pytest.mark.parametrize("lead", [(), (3,), (2, 2)])
@pytest.mark.parametrize("name", NETS)
def test_its_gradient_is_that_of_the_differences_at_every_step(name, lead, step):
    f = NetworkLoss(NETS[name], X, Y, batch_size=4)
    theta = np.random.default_rng(2).normal(size=(*lead, f.network.n))
    assert check_gradient(f, theta, step=step).relative_error < 1e-6


@pytest.mark.parametrize("name", NETS)
def test_many_settings_share_what_is_left_out(name):
    f = NetworkLoss(NETS[name], X, Y)
    thetas = np.random.default_rng(3).normal(size=(4, f.network.n))
    one_by_one = [f.gradient(theta, 5) for theta in thetas]
    np.testing.assert_allclose(f.gradient(thetas, 5), one_by_one, rtol=1e-12)


def test_a_pass_is_that_of_a_net_without_the_units_left_out():
    # the second oracle: a smaller net for each example, its weights multiplied by 1 / (1 - rate)
    net = NETS["hidden"]
    theta = net.initialize(seed=4)
    trace = net.forward(theta, X, step=3)
    (first, _, last), m = net.unpack(theta), trace[1].m
    for n, row in enumerate(X):
        kept = np.flatnonzero(m[n])
        small = Network((Dense(2, len(kept), "tanh"), Dense(len(kept), 1)))
        parameters = [{"W": first["W"][:, kept], "b": first["b"][kept]},
                      {"W": last["W"][kept] / 0.6, "b": last["b"]}]
        np.testing.assert_allclose(small.forward(small.pack(parameters), row[None]).output, trace.output[n:n + 1],
                                   rtol=1e-12)


def test_what_is_left_out_carries_no_error_and_what_is_kept_carries_more():
    net = NETS["hidden"]
    theta = net.initialize(seed=4)
    trace = net.forward(theta, X, step=3)
    back = net.backward(theta, trace, np.ones((6, 1)))
    assert (back[0].delta[trace[1].m == 0] == 0).all()
    W = net.unpack(theta)[2]["W"][:, 0]
    np.testing.assert_allclose(back[1].dx, trace[1].m * W, rtol=1e-12)
    assert set(np.unique(trace[1].m)) <= {0.0, 1 / 0.6}


def test_the_share_that_is_left_out_is_the_rate_and_the_mean_stays():
    layer, x = Dropout(200, 0.3), np.ones((500, 200))
    z = Network((layer,)).forward([], x, step=0).output
    assert (z == 0).mean() == pytest.approx(0.3, abs=5 * np.sqrt(0.21 / z.size))
    assert z.mean() == pytest.approx(1, abs=5 * np.sqrt(0.3 / 0.7 / z.size))


def test_each_step_seed_and_place_leaves_out_others_and_the_same_again():
    x = np.ones((20, 5))

    def left_out(seed=0, step=0, place=0):
        layers = [Dropout(5, 0.5, seed=seed)] * (place + 1)
        return tuple((Network(tuple(layers)).forward([], x, step=step)[place].m == 0).ravel())
    masks = {left_out(), left_out(seed=1), left_out(step=1), left_out(place=1)}
    assert len(masks) == 4 and left_out() in masks


def test_without_a_step_or_a_rate_everything_passes():
    net = Network((Dropout(2, 0.9),))
    assert np.array_equal(net.forward([], X).output, X)
    assert np.array_equal(Network((Dropout(2, 0.0),)).forward([], X, step=1).output, X)


def test_a_descent_with_dropout_repeats_bit_for_bit_and_its_loss_is_measured_without():
    f = NetworkLoss(NETS["two"], X, Y, batch_size=2)
    paths = [descend(f, f.network.initialize(seed=1), learning_rate=0.1, steps=30) for _ in range(2)]
    assert np.array_equal(paths[0].thetas, paths[1].thetas)
    net = NETS["two"].layers
    plain = NetworkLoss(Network((net[0], net[2], net[4])), X, Y)
    assert f.value(paths[0].thetas[-1]) == plain.value(paths[0].thetas[-1])
    assert f.value(paths[0].thetas[-1], 3) != f.value(paths[0].thetas[-1], 6)


def test_a_net_learns_with_dropout():
    x = np.random.default_rng(5).normal(size=(100, 2))
    net = Network((Dense(2, 30, "tanh"), Dropout(30, 0.3), Dense(30, 1)))
    f = NetworkLoss(net, x, x[:, :1] * x[:, 1:] > 0, "binary_cross_entropy", batch_size=20)
    path = descend(f, net.initialize(seed=0), "adam", 0.02, steps=400)
    assert f.value(path.thetas[-1]) < 0.5 * f.value(path.thetas[0])


@pytest.mark.parametrize("rate, expected", [(1.0, "from 0 to below 1"), (-0.1, "0 or more"), (np.nan, "finite")])
def test_a_rate_that_leaves_nothing_is_refused(rate, expected):
    with pytest.raises(ArgumentError, match=f"rate of Dropout: expected a.*{expected}"):
        Dropout(3, rate)


def test_float32_stays_float32():
    net = NETS["hidden"]
    assert net.forward(net.initialize().astype(np.float32), X.astype(np.float32), step=2).output.dtype == np.float32
