"""Recurrent and LastStep: gradients through time against loops of plain numbers and published values."""

from math import tanh

import numpy as np
import pytest

from bpwidgets.engine import Dense, LastStep, Network, NetworkLoss, Recurrent, check_gradient, descend, network

# Pascanu, Mikolov & Bengio (2013): for h_t = w h_(t-1) + x_t, dh_T/dh_0 = w^T; the numbers recomputed
SCALAR = {(0.9, 10): 0.3486784401, (0.9, 50): 0.00515377520732, (1.1, 50): 117.3908528797, (1.0, 50): 1.0,
          (0.5, 20): 9.536743164062e-07}


@pytest.mark.parametrize("w, T", SCALAR)
def test_a_linear_scalar_net_carries_w_to_the_power_of_the_steps(w, T):
    net = Network((Recurrent(1, 1, "identity", bias=False), LastStep(1)))
    theta = np.array([1.0, w])    # W = 1, U = w
    back = net.backward(theta, net.forward(theta, np.ones((1, T, 1))), np.ones((1, 1)))
    delta = back[0].delta[0, :, 0]
    assert delta[0] * w == pytest.approx(SCALAR[w, T], rel=1e-10)    # dh_T/dh_1 dh_1/dh_0
    np.testing.assert_allclose(delta, w ** np.arange(T - 1.0, -1, -1), rtol=1e-12)


@pytest.mark.parametrize("gain, vanishes", [(0.9, True), (1.0, False), (1.1, False)])
def test_below_a_largest_singular_value_of_one_the_gradient_of_tanh_must_vanish(gain, vanishes):
    # Pascanu et al. 2013, section 2.1: the bound is 1/gamma with gamma = max tanh' = 1; at h = 0 it is reached
    net = Network((Recurrent(1, 6), LastStep(6)))
    theta = net.initialize("orthogonal", gain=gain, seed=1)
    back = net.backward(theta, net.forward(theta, np.zeros((1, 200, 1))), np.ones((1, 6)))
    sizes = np.linalg.norm(back[0].delta[0], axis=-1)
    np.testing.assert_allclose(sizes[1:] / sizes[:-1], 1 / gain, rtol=1e-12)
    assert (sizes[0] < 1e-6 * sizes[-1]) == vanishes


def loop(x, W, U, b, da):
    """One sequence, step by step and number by number: h, every delta, and the gradients (numbers of time run
    upward)."""
    units, steps = range(len(b)), range(len(x))
    h = [[0.0] * len(b)]
    for t in steps:
        h.append([tanh(b[k] + sum(x[t][i] * W[i][k] for i in range(len(W))) + sum(h[t][j] * U[j][k] for j in units))
                  for k in units])
    delta = [[0.0] * len(b) for _ in range(len(x) + 1)]
    for t in reversed(steps):
        for k in units:
            later = sum(delta[t + 1][m] * U[k][m] for m in units)
            delta[t][k] = (da[t][k] + later) * (1 - h[t + 1][k] ** 2)
    dW = [[sum(x[t][i] * delta[t][k] for t in steps) for k in units] for i in range(len(W))]
    dU = [[sum(h[t][j] * delta[t][k] for t in steps) for k in units] for j in units]
    return h[1:], delta[:-1], dW, dU, [sum(delta[t][k] for t in steps) for k in units]


def test_it_is_a_loop_over_time():
    generator = np.random.default_rng(0)
    layer, x, da = Recurrent(2, 3), generator.normal(size=(4, 6, 2)), generator.normal(size=(4, 6, 3))
    parameters = {key: generator.normal(size=shape) for key, shape in layer.shapes.items()}
    trace = layer.forward(parameters, x)
    back = layer.backward(parameters, trace, da)
    lists = [parameters[key].tolist() for key in "WUb"]
    runs = [loop(x[i].tolist(), *lists, da[i].tolist()) for i in range(4)]
    np.testing.assert_allclose(trace.a, [run[0] for run in runs], rtol=1e-12)
    np.testing.assert_allclose(back.delta, [run[1] for run in runs], rtol=1e-11)
    for key, place in dict(W=2, U=3, b=4).items():
        np.testing.assert_allclose(back.gradients[key], np.sum([run[place] for run in runs], axis=0), rtol=1e-11)


def test_unrolled_it_is_a_deep_net_that_uses_the_same_weights_in_every_layer():
    # with x only at the first step and no bias, z_1 = x W and z_t = a_(t-1) U
    generator = np.random.default_rng(3)
    W, U, T = generator.normal(size=(2, 4)), generator.normal(size=(4, 4)), 5
    x = np.zeros((3, T, 2))
    x[:, 0] = generator.normal(size=(3, 2))
    shared, deep = Network((Recurrent(2, 4, bias=False), LastStep(4))), network((2,) + (4,) * T, output="tanh",
                                                                                bias=False)
    theta, unrolled = shared.pack([{"W": W, "U": U}, {}]), deep.pack([{"W": W}] + [{"W": U}] * (T - 1))
    trace, deep_trace = shared.forward(theta, x), deep.forward(unrolled, x[:, 0])
    back, deep_back = shared.backward(theta, trace, np.ones((3, 4))), deep.backward(unrolled, deep_trace,
                                                                                    np.ones((3, 4)))
    for t in range(T):
        np.testing.assert_allclose(trace[0].z[:, t], deep_trace[t].z, rtol=1e-13)
        np.testing.assert_allclose(back[0].delta[:, t], deep_back[t].delta, rtol=1e-12)
    np.testing.assert_allclose(back[0].gradients["U"], sum(layer.gradients["W"] for layer in list(deep_back)[1:]),
                               rtol=1e-11)


def test_each_step_has_its_share_in_the_gradient():
    net = Network((Recurrent(2, 3), LastStep(3)))
    x, theta = np.random.default_rng(4).normal(size=(5, 7, 2)), net.initialize(seed=4)
    trace = net.forward(theta, x)
    back = net.backward(theta, trace, np.ones((5, 3)))
    shares = [x[:, t].T @ back[0].delta[:, t] for t in range(7)]
    np.testing.assert_allclose(np.sum(shares, axis=0), back[0].gradients["W"], rtol=1e-12)


def test_two_thousand_steps_of_time_need_no_recursion():
    net = Network((Recurrent(1, 2), LastStep(2), Dense(2, 1)))
    theta = net.initialize("orthogonal")
    trace = net.forward(theta, np.zeros((1, 2000, 1)))
    back = net.backward(theta, trace, np.ones((1, 1)))
    assert back[0].delta.shape == (1, 2000, 2) and np.isfinite(back.dtheta).all()
    np.testing.assert_allclose(*np.linalg.norm(back[0].delta[0, [0, -1]], axis=-1),
                               rtol=1e-10)    # an orthogonal U keeps lengths


def test_one_step_of_time_is_a_dense_layer():
    x, theta = np.random.default_rng(5).normal(size=(4, 1, 2)), np.random.default_rng(6).normal(size=9)
    recurrent, dense = Network((Recurrent(2, 3, bias=False),)), network((2, 3), output="tanh", bias=False)
    theta = np.concatenate([theta[:6], np.zeros(9)])
    np.testing.assert_allclose(recurrent.forward(theta, x).output[:, 0], dense.forward(theta[:6], x[:, 0]).output,
                               rtol=1e-12)


def test_first_parameters_are_w_then_u_each_for_its_own_sizes():
    net = Network((Recurrent(8, 2), LastStep(2), Dense(2, 1)))
    parameters = net.unpack(net.initialize("he_normal", seed=9, gain=0.5, bias_scale=0.1))
    weights, biases = np.random.default_rng(9), np.random.default_rng([9, 1])
    np.testing.assert_allclose(parameters[0]["W"], 0.5 * np.sqrt(2 / 8) * weights.standard_normal((8, 2)), rtol=1e-15)
    np.testing.assert_allclose(parameters[0]["U"], 0.5 * np.sqrt(2 / 2) * weights.standard_normal((2, 2)), rtol=1e-15)
    np.testing.assert_allclose(parameters[2]["W"], 0.5 * np.sqrt(2 / 2) * weights.standard_normal((2, 1)), rtol=1e-15)
    np.testing.assert_allclose(parameters[0]["b"], 0.1 * biases.standard_normal(2), rtol=1e-15)
    assert parameters[1] == {} and net.names[16:22] == ("U1[0,0]", "U1[0,1]", "U1[1,0]", "U1[1,1]", "b1[0]", "b1[1]")


def test_the_last_step_sends_its_gradient_to_the_last_step_only():
    net = Network((LastStep(2),))
    trace = net.forward([], np.arange(12.0).reshape(2, 3, 2))
    assert trace.output.tolist() == [[4, 5], [10, 11]]
    assert net.backward([], trace, np.ones((2, 2))).dx[:, :, 0].tolist() == [[0, 0, 1], [0, 0, 1]]


def test_a_net_learns_to_remember_the_first_step_of_a_sequence():
    x = np.random.default_rng(0).choice([-1.0, 1.0], size=(30, 6, 1))
    f = NetworkLoss(Network((Recurrent(1, 4), LastStep(4), Dense(4, 1))), x, x[:, 0], batch_size=10)
    theta = f.network.initialize("orthogonal")
    assert check_gradient(f, theta, step=1).relative_error < 1e-6
    assert f.value(theta) > 0.5
    assert f.value(descend(f, theta, learning_rate=0.1, steps=600).thetas[-1]) < 0.05
