"""LayerNorm, BatchNorm and Softmax against the formulas of their papers, taken literally and in plain numbers."""

from math import log, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpwidgets.engine import (
    LOSSES,
    BatchNorm,
    Dense,
    LayerNorm,
    Network,
    NetworkLoss,
    Residual,
    Softmax,
    Statistics,
    descend,
)

X = np.array([[0.3, -1.2, 2.0], [1.1, 0.4, -0.7], [-0.5, 2.2, 0.1], [0.9, 0.6, 1.3]])
DA = np.array([[1.0, 0.5, -0.3], [0.2, -1.1, 0.7], [-0.6, 0.3, 0.4], [0.1, 0.8, -0.9]])
GAMMA, BETA = np.array([1.5, -0.7, 0.4]), np.array([0.1, 0.2, -0.3])
EPSILON = 1e-5


def ioffe_and_szegedy(x, dy, gamma, beta, epsilon):
    """One feature over a batch: algorithm 1 and the six equations of section 3 (2015), number by number."""
    m = len(x)
    mu = sum(x) / m
    variance = sum((x_i - mu) ** 2 for x_i in x) / m
    x_hat = [(x_i - mu) / sqrt(variance + epsilon) for x_i in x]
    y = [gamma * h + beta for h in x_hat]
    dx_hat = [d * gamma for d in dy]
    dvariance = sum(d * (x_i - mu) for d, x_i in zip(dx_hat, x)) * -0.5 * (variance + epsilon) ** -1.5
    dmu = sum(-d / sqrt(variance + epsilon) for d in dx_hat) + dvariance * sum(-2 * (x_i - mu) for x_i in x) / m
    dx = [d / sqrt(variance + epsilon) + dvariance * 2 * (x_i - mu) / m + dmu / m for d, x_i in zip(dx_hat, x)]
    return y, dx, sum(d * h for d, h in zip(dy, x_hat)), sum(dy)


def test_batch_norm_is_the_algorithm_of_its_paper():
    layer, parameters = BatchNorm(3, epsilon=EPSILON), {"gamma": GAMMA, "beta": BETA}
    trace = layer.forward(parameters, X)
    back = layer.backward(parameters, trace, DA)
    for k in range(3):
        y, dx, dgamma, dbeta = ioffe_and_szegedy(X[:, k].tolist(), DA[:, k].tolist(), GAMMA[k], BETA[k], EPSILON)
        np.testing.assert_allclose(trace.z[:, k], y, rtol=1e-13)
        np.testing.assert_allclose(back.dx[:, k], dx, rtol=1e-11)
        np.testing.assert_allclose([back.gradients["gamma"][k], back.gradients["beta"][k]], [dgamma, dbeta], rtol=1e-12)


def test_layer_norm_is_the_same_algorithm_over_the_features_of_each_example():
    layer, parameters = LayerNorm(3, epsilon=EPSILON), {"gamma": GAMMA, "beta": BETA}
    trace = layer.forward(parameters, X)
    back = layer.backward(parameters, trace, DA)
    for i in range(4):
        x_hat, dx, _, _ = ioffe_and_szegedy(X[i].tolist(), (DA[i] * GAMMA).tolist(), 1, 0, EPSILON)
        np.testing.assert_allclose(trace.z[i], x_hat * GAMMA + BETA, rtol=1e-12)
        np.testing.assert_allclose(back.dx[i], dx, rtol=1e-10)
    np.testing.assert_allclose(back.gradients["gamma"], (DA * (trace.z - BETA) / GAMMA).sum(axis=0), rtol=1e-12)


def test_numbers_that_one_can_do_by_hand():
    # x = 1, 3, 1, 3 has mean 2 and deviation 1; d - mean d - x_hat mean(d x_hat) for d = 1, 0, 0, 0
    layer, parameters = BatchNorm(1, epsilon=0), {"gamma": np.ones(1), "beta": np.zeros(1)}
    trace = layer.forward(parameters, np.array([[1.0], [3.0], [1.0], [3.0]]))
    assert trace.z[:, 0].tolist() == [-1, 1, -1, 1]
    assert layer.backward(parameters, trace, np.array([[1.0], [0.0], [0.0], [0.0]])).dx[:, 0].tolist() == [0.5, 0, -0.5,
                                                                                                           0]


def test_two_examples_or_two_features_keep_only_their_order():
    for layer, x in [(BatchNorm(1, epsilon=0), np.array([[2.0], [1e-7]])),
                     (LayerNorm(2, epsilon=0), np.array([[2.0, 1e-7]]))]:
        parameters = {"gamma": np.ones(layer.features), "beta": np.zeros(layer.features)}
        trace = layer.forward(parameters, x)
        np.testing.assert_allclose(trace.z.ravel(), [1, -1], rtol=1e-15)
        np.testing.assert_allclose(layer.backward(parameters, trace, np.array([[3.0, 5.0]]).reshape(x.shape)).dx, 0,
                                   atol=1e-15)


@settings(max_examples=30)
@given(st.floats(1e-3, 1e3), st.integers(2, 5), st.integers(2, 6), st.integers(0, 2**32))
def test_batch_norm_hides_the_scale_of_the_weights_before_it(c, width, batch, seed):
    # Ioffe & Szegedy 2015, section 3.3: BN((c W) u) = BN(W u), and the gradient with respect to c W is 1/c of that for
    # W
    generator = np.random.default_rng(seed)
    net, x = Network((Dense(3, width, bias=False), BatchNorm(width, epsilon=0))), generator.normal(size=(batch, 3))
    theta, factor = generator.normal(size=net.n), np.ones(net.n)
    factor[:3 * width] = c
    f, g = net.forward(theta, x), net.forward(factor * theta, x)
    d_output = generator.normal(size=f.output.shape)
    np.testing.assert_allclose(g.output, f.output, rtol=1e-7, atol=1e-9)
    dW, dcW = (net.backward(t.theta, t, d_output)[0].gradients["W"] for t in (f, g))
    np.testing.assert_allclose(c * dcW, dW, rtol=1e-5, atol=1e-7 * np.abs(d_output).max() / np.abs(f[0].z).min())


@settings(max_examples=30)
@given(st.floats(1e-3, 1e3), st.floats(-1e3, 1e3), st.integers(2, 6), st.integers(0, 2**32))
def test_layer_norm_hides_shift_and_scale_of_each_example(c, shift, width, seed):
    # Ba, Kiros & Hinton 2016, table 1: invariant to re-scaling and re-centering of the data
    x = np.random.default_rng(seed).normal(size=(4, width))
    layer, parameters = LayerNorm(width, epsilon=0), {"gamma": np.ones(width), "beta": np.zeros(width)}
    np.testing.assert_allclose(layer.forward(parameters, c * x + shift).z, layer.forward(parameters, x).z, rtol=1e-5,
                               atol=1e-6)


@pytest.mark.parametrize("layer, x", [(BatchNorm(3), X[:1]), (LayerNorm(1), X[:, :1]),
                                      (BatchNorm(3), np.full((4, 3), 7.0)),
                                      (LayerNorm(3), np.full((4, 3), 7.0))], ids=repr)
def test_what_does_not_vary_becomes_beta_and_sends_nothing_back(layer, x):
    k = layer.features
    parameters = {"gamma": GAMMA[:k], "beta": BETA[:k]}
    trace = layer.forward(parameters, x)
    back = layer.backward(parameters, trace, DA[:len(x), :k])
    assert (trace.z == BETA[:k]).all() and (back.gradients["gamma"] == 0).all()
    np.testing.assert_allclose(back.dx.sum(axis=-1 if isinstance(layer, LayerNorm) else -2), 0, atol=1e-12)
    if 1 in x.shape:
        assert (back.dx == 0).all()


def test_large_and_small_features_are_brought_to_one_without_overflow():
    layer, parameters = LayerNorm(2, epsilon=0), {"gamma": np.ones(2), "beta": np.zeros(2)}
    for scale in (1e200, 1e-200):
        np.testing.assert_allclose(layer.forward(parameters, scale * np.array([[1.0, 3.0]])).z, [[-1, 1]], rtol=1e-15)


# --- frozen statistics ---

DEEP = Network((BatchNorm(3), Dense(3, 4, "tanh"), Residual((Dense(4, 4), BatchNorm(4, "tanh"))), LayerNorm(4),
                Dense(4, 1)))
THETA = np.random.default_rng(1).normal(size=DEEP.n)


def test_statistics_have_one_entry_per_layer_and_those_inside_a_residual_their_own():
    first, *others, inside = (DEEP.statistics(THETA, X)[l] for l in (0, 1, 3, 4, 2))
    np.testing.assert_allclose(first.mean, X.mean(axis=0), rtol=1e-14)
    np.testing.assert_allclose(first.deviation, X.std(axis=0), rtol=1e-14)
    assert others == [None] * 3 and inside[0] is None and isinstance(inside[1], Statistics)
    z = DEEP.forward(THETA, X)[2].inner[0].a
    np.testing.assert_allclose(inside[1], [z.mean(axis=0), z.std(axis=0)], rtol=1e-13)


def test_with_the_statistics_of_all_data_frozen_each_example_gives_what_it_gave_among_them():
    frozen, together = DEEP.statistics(THETA, X), DEEP.forward(THETA, X).output
    for i in range(len(X)):
        np.testing.assert_allclose(DEEP.forward(THETA, X[i:i + 1], statistics=frozen).output[0], together[i],
                                   rtol=1e-12)
        assert abs(DEEP.forward(THETA, X[i:i + 1]).output[0] - together[i]).max() > 1e-3


def test_frozen_statistics_are_given_back_as_they_are():
    frozen = DEEP.statistics(THETA, X)
    again = DEEP.forward(THETA, 5 * X, statistics=frozen)
    np.testing.assert_array_equal(again[0].statistics.mean, frozen[0].mean)
    np.testing.assert_array_equal(again[2].statistics[1].deviation, frozen[2][1].deviation)


def test_statistics_may_be_written_by_hand():
    net = Network((BatchNorm(2, epsilon=0),))
    output = net.forward(net.initialize(), [[3.0, 10.0]], statistics=[([1.0, 10.0], [4.0, 2.0])]).output
    assert output.tolist() == [[0.5, 0.0]]


def test_a_mini_batch_of_one_example_stops_no_descent():
    f = NetworkLoss(Network((Dense(3, 4), BatchNorm(4, "tanh"), Dense(4, 1))), X, X[:, :1], batch_size=3)
    theta = f.network.initialize(seed=2)
    assert [len(f.batch(step)[0]) for step in (0, 1)] == [3, 1]
    assert np.isfinite(descend(f, theta, learning_rate=0.1, steps=4).thetas).all()


# --- first parameters ---


@pytest.mark.parametrize("layer", [LayerNorm(3), BatchNorm(3)], ids=repr)
def test_gamma_starts_at_one_and_beta_like_every_bias(layer):
    net = Network((layer, Dense(3, 2)))
    first, second = net.unpack(net.initialize("zeros", gain=7, bias_scale=0.5, seed=4))
    expected = 0.5 * np.random.default_rng([4, 1]).standard_normal(5)
    assert first["gamma"].tolist() == [1, 1, 1] and net.names[:4] == ("gamma1[0]", "gamma1[1]", "gamma1[2]", "beta1[0]")
    np.testing.assert_array_equal(np.concatenate([first["beta"], second["b"]]), expected)


# --- softmax ---


def test_softmax_of_logarithms_gives_their_numbers_back_as_shares():
    z = Softmax(3).forward({}, np.array([[log(1), log(2), log(3)]])).z
    np.testing.assert_allclose(z, [[1 / 6, 2 / 6, 3 / 6]], rtol=1e-15)


def test_softmax_is_exact_for_a_thousand():
    layer, x = Softmax(3), np.array([[1000.0, 1000.0, -1000.0], [-1000.0, -1000.0, -1000.0]])
    trace = layer.forward({}, x)
    np.testing.assert_allclose(trace.z, [[0.5, 0.5, 0], [1 / 3] * 3], rtol=1e-15)
    np.testing.assert_allclose(layer.backward({}, trace, np.array([[1.0, 0, 0], [0, 0, 3]])).dx,
                               [[0.25, -0.25, 0], [-1 / 3, -1 / 3, 2 / 3]], rtol=1e-15)


def test_softmax_backward_is_the_product_with_its_jacobian():
    layer, x = Softmax(3), X[:1]
    z = layer.forward({}, x).z[0]
    jacobian = [[z[k] * ((j == k) - z[j]) for j in range(3)] for k in range(3)]    # dz_k / dx_j
    np.testing.assert_allclose(layer.backward({}, layer.forward({}, x), DA[:1]).dx[0], DA[0] @ jacobian, rtol=1e-13)


def test_softmax_and_cross_entropy_leave_the_difference_of_probabilities():
    # -1/N sum y ln p, with p from the layer, has the gradient (p - y) / N in the logits
    layer, y = Softmax(3), np.eye(3)[[0, 2, 1, 1]]
    trace = layer.forward({}, X)
    dx = layer.backward({}, trace, -y / trace.z / len(X)).dx
    np.testing.assert_allclose(dx, (trace.z - y) / len(X), rtol=1e-12)
    np.testing.assert_allclose(dx, LOSSES["softmax_cross_entropy"].gradient(X, y), rtol=1e-12)
