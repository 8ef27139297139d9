"""Closed forms for nets with chance and rewards, each a few lines on top of the layers: what is drawn, and what is
chosen, needs no machinery of its own."""

import numpy as np
import pytest

from bpwidgets.engine import Dense, Network, Softmax
from bpwidgets.engine.tape import Scalar

# KL(N(mu, diag e^logvar) || N(0, I)), its gradient in mu and in logvar (Kingma & Welling, 2014, appendix B)
KL = [([0.0], [0.0], 0.0, [0.0], [0.0]), ([1.0], [0.0], 0.5, [1.0], [0.0]),
      ([1.0, -2.0], [0.0, 1.38629436112], 3.30685281944, [1.0, -2.0], [0.0, 1.5])]


@pytest.mark.parametrize("mu, logvar, kl, d_mu, d_logvar", KL)
def test_the_divergence_of_a_normal_from_the_standard_one(mu, logvar, kl, d_mu, d_logvar):
    m, v = [Scalar(number) for number in mu], [Scalar(number) for number in logvar]
    total = sum((m_k * m_k + v_k.exp() - v_k - 1) * 0.5 for m_k, v_k in zip(m, v))
    total.backward()
    assert float(total.value) == pytest.approx(kl, rel=1e-9, abs=1e-12)
    np.testing.assert_allclose([float(node.gradient) for node in m + v], d_mu + d_logvar, rtol=1e-9, atol=1e-12)


# A bandit with softmax choice: J = sum pi_k r_k, dJ/dz_k = pi_k (r_k - J) (Williams, 1992)
REWARDS = np.array([[1.0, 2.0, 4.0]])
EXACT = np.array([-0.4444444444444, -0.1111111111111, 0.5555555555556])


def choose():
    layer = Softmax(3)
    trace = layer.forward({}, np.zeros((1, 3)))
    return trace.a[0], lambda da: layer.backward({}, trace, da).dx[0]


def test_the_gradient_of_an_expected_reward_comes_through_the_softmax():
    pi, back = choose()
    assert pi @ REWARDS[0] == pytest.approx(2.333333333333, rel=1e-9)
    np.testing.assert_allclose(back(REWARDS), EXACT, rtol=1e-9)


@pytest.mark.parametrize("baseline, variance", [(0.0, 4.148148148148), (7 / 3, 0.5185185185185)])
def test_the_score_function_has_the_same_mean_and_a_baseline_makes_it_less_noisy(baseline, variance):
    pi, back = choose()
    scores = np.array([back(np.eye(3)[[k]] / pi[k]) for k in range(3)])     # d ln pi_k / dz
    samples = (REWARDS[0] - baseline)[:, None] * scores
    mean = pi @ samples
    np.testing.assert_allclose(mean, EXACT, rtol=1e-9)
    assert pi @ ((samples - mean) ** 2).sum(axis=1) == pytest.approx(variance, rel=1e-9)


def test_q_learning_on_a_chain_finds_the_values_of_the_best_way():
    # states 0, 1, 2; right moves on, left moves back and from 0 stays; state 3 ends with the reward 1; gamma = 0.9
    net, states = Network((Dense(3, 2, bias=False),)), np.eye(3)
    q = np.zeros(net.n)
    for _ in range(40):
        trace = net.forward(q, states)
        best = np.append(trace.output.max(axis=1), 0)     # nothing comes after the end
        target = np.array([[0.9 * best[max(s - 1, 0)], (s == 2) + 0.9 * best[s + 1]] for s in range(3)])
        q = q - net.backward(q, trace, trace.output - target).dtheta    # half the squared TD error; its target stands
    np.testing.assert_allclose(net.forward(q, states).output, [[0.729, 0.81], [0.729, 0.9], [0.81, 1.0]], rtol=1e-9)
