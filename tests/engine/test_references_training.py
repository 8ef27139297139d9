"""Whole runs of training that are not ours: another program's, or those of a closed form."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest

from bpwidgets.engine import ACTIVATIONS, Network, NetworkLoss, descend, network, norm

# TensorFlow Playground (github.com/tensorflow/playground, commit 02469bd), run headless under Node 20: its own points
# and first weights are in playground_runs.npz, the points as rows (x, y, label), the weights as (in, out); every bias
# starts at 0.1. Losses are (train, test), mean (output - label)^2 / 2, by epoch.
POINTS = MappingProxyType(dict(np.load(Path(__file__).with_name("playground_runs.npz"))))


@dataclass(frozen=True)
class Run:
    net: Network
    rate: float
    labels: int
    first: list
    losses: dict
    W: list
    b: float


RUNS = {
    "circle": Run(network((2, 4, 2, 1), "tanh", "tanh"), 0.03, 8, [4.618077316848, -1.835439588738, -1],
                  {0: (0.5015807429603, 0.5181059111177), 1: (0.4963593767004, 0.5094232758605),
                   10: (0.4763460088373, 0.4963097824689), 100: (0.008897841428907, 0.01144976196033)},
                  [-0.9355938299476, 2.690104919978], -0.7896014002598),
    "xor": Run(network((2, 3, 1), "relu", "tanh"), 0.03, -22, [5.096362367914, -2.197911566206, -1],
               {0: (0.5672744096231, 0.5329908301437), 1: (0.3519304622139, 0.3561808287474),
                10: (0.1032274863905, 0.1264370588572), 100: (0.01681670655524, 0.03993922649048)},
               [1.597870198263, -1.325511712676, -1.48534580863], 1.298383982446),
    "gauss": Run(network((2, 1), output="tanh"), 0.1, -18, [-3.346756770384, -3.152816373964, -1],
                 {0: (0.06502933917423, 0.06731344439796), 1: (0.00702953097712, 0.007087520054552),
                  10: (0.001162366029392, 0.0008786774646327), 100: (0.0001921408903675, 8.142982275751e-05)},
                 [1.083625118279, 0.787694276508], -0.05988800387165),
}


def half_mse(net, rows):
    return NetworkLoss(net, rows[:, :2], rows[:, 2:], "half_mse")


@cache
def playground_thetas(name):
    """theta after each of 100 epochs, and before them.

    An epoch takes batches of 10 in the order of the points, never shuffled.
    """
    run, train = RUNS[name], POINTS[f"{name}_train"]
    batches = [half_mse(run.net, train[i:i + 10]) for i in range(0, 250, 10)]
    theta = run.net.pack([{"W": POINTS[f"{name}_W{l}"], "b": np.full(layer.outputs, 0.1)}
                          for l, layer in enumerate(run.net.layers, 1)])
    thetas = [theta]
    for _ in range(100):
        for batch in batches:
            theta = theta - run.rate * batch.gradient(theta)
        thetas.append(theta)
    return thetas


@pytest.mark.parametrize("name", RUNS)
def test_our_copy_of_the_playground_points_is_whole(name):
    run, train = RUNS[name], POINTS[f"{name}_train"]
    assert train.shape == POINTS[f"{name}_test"].shape == (250, 3)
    assert train[:, 2].sum() == run.labels
    np.testing.assert_allclose(train[0], run.first, rtol=1e-12)


@pytest.mark.parametrize("epoch", [0, 1, 10, 100])
@pytest.mark.parametrize("name", RUNS)
def test_the_playground_trains_to_the_same_losses(name, epoch):
    theta = playground_thetas(name)[epoch]
    losses = [half_mse(RUNS[name].net, POINTS[f"{name}_{part}"]).value(theta) for part in ("train", "test")]
    np.testing.assert_allclose(losses, RUNS[name].losses[epoch], rtol=1e-9)


@pytest.mark.parametrize("name", RUNS)
def test_the_playground_ends_with_the_same_weights_in_its_last_layer(name):
    last = RUNS[name].net.unpack(playground_thetas(name)[100])[-1]
    np.testing.assert_allclose(last["W"][:, 0], RUNS[name].W, rtol=1e-9)
    np.testing.assert_allclose(last["b"], RUNS[name].b, rtol=1e-9)


# Mescheder, Geiger & Nowozin (2018), the Dirac-GAN with the Wasserstein loss: theta descends on theta psi, psi climbs
# on it.
class Simultaneous:
    def gradient(self, both, step=None):
        theta, psi = both
        return np.array([psi, -theta])


class Alternating:
    """theta moves at the even steps; at the odd ones psi, which sees the new theta."""

    def gradient(self, both, step=None):
        theta, psi = both
        return np.array([psi, 0.0]) if step % 2 == 0 else np.array([0.0, -theta])


def test_two_players_that_move_at_once_spiral_out():
    path = descend(Simultaneous(), [1.0, 0.0], learning_rate=0.1, steps=500)
    radius = np.hypot(*path.thetas.T)
    np.testing.assert_allclose(radius[[1, 10, 100, 500]], [1.004987562112, 1.0510100501, 1.644631821844, 12.0321557683],
                               rtol=1e-9)
    np.testing.assert_allclose(radius, (1 + 0.1 ** 2) ** (np.arange(501) / 2), rtol=1e-12)
    np.testing.assert_allclose(path.thetas[10], [0.5707904499, 0.88250801], rtol=1e-9)
    assert path.diverged == 1


def test_two_players_that_take_turns_circle_for_ever():
    path = descend(Alternating(), [1.0, 0.0], learning_rate=0.1, steps=2000)
    theta, psi = path.thetas[::2].T
    np.testing.assert_allclose([theta[10], psi[10]], [0.5820887703538, 0.8427503884059], rtol=1e-9)
    np.testing.assert_allclose(theta ** 2 + psi ** 2 - 0.1 * theta * psi, 1.0, rtol=1e-9)
    radius = np.hypot(theta, psi)
    np.testing.assert_allclose([radius.min(), radius.max()], [0.9759001307335, 1.025978094397], rtol=1e-9)


# y = w2 w1 x with w1 held at 1/2: what is left is a parabola in w2 with the curvature 1/4 sum x^2 = 7/2
FROZEN = NetworkLoss(network((1, 1, 1), hidden="identity", bias=False), [[1.0], [2.0], [3.0]], [[2.0], [3.0], [7.0]],
                     "half_sse", frozen=("W1",))


def test_a_net_with_a_frozen_layer_finds_the_best_weights_of_the_other():
    path = descend(FROZEN, [0.5, 0.0], learning_rate=0.25, steps=100)
    np.testing.assert_allclose(path.thetas[-1], [0.5, 4.142857142857], rtol=1e-9)
    assert 2 * path.values[-1] == pytest.approx(1.928571428571, rel=1e-9)


def test_a_net_with_a_frozen_layer_has_the_largest_rate_of_what_is_left():
    path = descend(FROZEN, [0.5, 0.0], learning_rate=0.5714285714286 * np.array([0.99, 1.01]), steps=300)
    assert path.diverged.tolist() == [-1, 1]


# M. Mazur, "A Step by Step Backpropagation Example" (2015), 10,000 steps with biases that learn: recomputed with torch,
# float64.
MAZUR = NetworkLoss(network((2, 2, 2), "sigmoid", "sigmoid"), [[0.05, 0.1]], [[0.01, 0.99]], "half_sse")
MAZUR_START = MAZUR.network.pack([{"W": np.array([[0.15, 0.25], [0.2, 0.3]]), "b": np.full(2, 0.35)},
                                  {"W": np.array([[0.4, 0.5], [0.45, 0.55]]), "b": np.full(2, 0.6)}])


class SharedBias:
    """One bias for both units of a layer: it follows the sum of the two gradients."""

    def gradient(self, theta, step=None):
        parts = MAZUR.network.unpack(MAZUR.gradient(theta))
        return MAZUR.network.pack([{"W": of_layer["W"], "b": np.full(2, of_layer["b"].sum())} for of_layer in parts])


@pytest.mark.parametrize("objective, error", [(SharedBias(), 4.355321066164e-06), (MAZUR, 2.447562235932e-06)],
                         ids=["a bias per layer", "a bias per unit"])
def test_the_error_of_mazur_after_ten_thousand_steps(objective, error):
    path = descend(objective, MAZUR_START, learning_rate=0.5, steps=10_000)
    assert MAZUR.value(path.thetas[-1]) == pytest.approx(error, rel=1e-7)


# Nielsen (2015), chapter 5: the length of the mean dC/db of each hidden layer of a fresh logistic net, one draw each,
# on 1,000 images of MNIST. Random pixels stand in for these here: neighboring layers differ by about 1/5 all the same.
@pytest.mark.parametrize("hidden, published", [(2, (0.07, 0.31)), (3, (0.012, 0.06, 0.283)),
                                               (4, (0.003, 0.017, 0.07, 0.285))])
def test_early_layers_of_a_logistic_net_learn_at_a_fifth_of_the_speed_of_the_next(hidden, published):
    net, speeds = network((784, *[30] * hidden, 10), "sigmoid"), []
    for seed in range(4):
        rng = np.random.default_rng(seed)
        x = rng.random((200, 784)) * (rng.random((200, 784)) < 0.19)          # as many pixels are inked as in MNIST
        f = NetworkLoss(net, x, np.eye(10)[rng.integers(0, 10, 200)], "binary_cross_entropy")
        gradient = f.gradient(net.initialize("lecun_normal", seed, bias_scale=1.0))
        speeds.append([10 * norm(of_layer["b"]) for of_layer in net.unpack(gradient)[:-1]])
    mean = np.exp(np.mean(np.log(speeds), axis=0))
    assert ((mean[:-1] / mean[1:] > 0.12) & (mean[:-1] / mean[1:] < 0.32)).all()
    np.testing.assert_allclose(np.log(mean), np.log(published), atol=np.log(2))


@pytest.fixture(scope="module")
def digits():
    """The 8 x 8 images that come with scikit-learn, which is imported only here: it takes a while."""
    return pytest.importorskip("sklearn.datasets").load_digits()


@pytest.mark.parametrize("hidden", [2, 3, 4])
def test_on_handwritten_digits_too_early_layers_learn_at_a_fifth_of_the_speed_of_the_next(hidden, digits):
    # the same recipe as above
    net, ratios = network((64, *[30] * hidden, 10), "sigmoid"), []
    f = NetworkLoss(net, digits.data[:1000] / 16, np.eye(10)[digits.target[:1000]], "binary_cross_entropy")
    for seed in range(8):
        speeds = [norm(of_layer["b"]) for of_layer
                  in net.unpack(f.gradient(net.initialize("lecun_normal", seed, bias_scale=1.0)))[:-1]]
        ratios.append(np.log(speeds[:-1]) - np.log(speeds[1:]))
    ratio = np.exp(np.mean(ratios, axis=0))
    assert ((ratio > 0.12) & (ratio < 0.32)).all()


# Poole et al. (2016), Schoenholz et al. (2017): E over a normal z, here by the trapezoidal rule, exact to the last
# digits.
Z = np.linspace(-12, 12, 4001)
DENSITY = np.exp(-Z ** 2 / 2) / np.exp(-Z ** 2 / 2).sum()
TANH = ACTIVATIONS["tanh"]


def test_the_mean_square_of_tanh_of_a_normal_number():
    assert DENSITY @ TANH.function(Z) ** 2 == pytest.approx(0.3942944903978, rel=1e-9)


def test_the_slopes_of_tanh_keep_their_size_at_the_known_critical_point():
    # chi = sw2 E[tanh'(sqrt(q) z)^2] falls with q: where it is 1, sb2 = q - sw2 E[tanh(sqrt(q) z)^2]
    sw2, low, high = 1.05, 0.0, 1.0
    for _ in range(60):
        q = (low + high) / 2
        chi = sw2 * DENSITY @ TANH.slope(np.sqrt(q) * Z) ** 2
        low, high = (q, high) if chi > 1 else (low, q)
    assert q - sw2 * DENSITY @ TANH.function(np.sqrt(q) * Z) ** 2 == pytest.approx(2.0105213e-05, rel=1e-5)


def test_delta_shrinks_in_small_signal_tanh_nets_as_mean_field_theory_says():
    width, depth, slopes = 300, 30, []
    net, gains = network((width,) * (depth + 1), "tanh", "tanh", bias=False), np.sqrt([[0.25], [0.81]])
    for seed in range(8):
        x, d_output = np.random.default_rng([seed, 99]).normal(size=(2, 1, width))
        theta = gains * net.initialize("lecun_normal", seed)
        back = net.backward(theta, net.forward(theta, 1e-3 * x), d_output)
        slopes.append([np.log(norm(back[0].delta[s]) / norm(back[-2].delta[s])) / (depth - 2) for s in range(2)])
    np.testing.assert_allclose(np.mean(slopes, axis=0), [-0.6931471805599, -0.1053605156578], atol=0.02)


# Multiply-adds per example of a pass forward and one back, in units of the pass forward: Nielsen 2015, chapter 2,
# recounted.
@pytest.mark.parametrize("sizes, n, P, ratio", [((784, 30, 10), 23860, 23820, 2.012594458438),
                                                ((2, 2, 1), 9, 6, 2.333333333333),
                                                ((100,) * 11, 101000, 100000, 2.9)])
def test_a_pass_forward_and_one_back_cost_less_than_three_forward(sizes, n, P, ratio):
    net = network(sizes)
    weights = [of_layer["W"].size for of_layer in net.unpack(net.initialize("zeros"))]
    assert net.n == n and sum(weights) == P
    # forward: P; back: P for the gradients of the weights, and P for delta, which is not needed in front of the first
    # layer
    assert (3 * P - weights[0]) / P == pytest.approx(ratio, rel=1e-9)
