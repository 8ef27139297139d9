"""Every initializer: the scale and distribution that its row names; lsuv against closed forms."""

from math import erf, sqrt

import numpy as np
import pytest

from bpwidgets.engine import INITIALIZERS, Dense, Network, Recurrent, Residual, network

X = np.random.default_rng(8).normal(size=(40, 3)) * [1, 5, 0.1] + [2, 0, 0]


# LeCun et al. 1998; Glorot & Bengio 2010, eqs. 1, 15, 16; He et al. 2015, eq. 10; values by an independent calculation.
SCALES = [
    dict(fan_in=784, fan_out=30, lecun_std=0.03571428571429, glorot_std=0.04956815970966, glorot_limit=0.08585457105482,
         he_std=0.05050762722761, he_limit=0.08748177652797),
    dict(fan_in=30, fan_out=10, lecun_std=0.1825741858351, glorot_std=0.22360679775, glorot_limit=0.3872983346207,
         he_std=0.2581988897472, he_limit=0.4472135955),
    dict(fan_in=64, fan_out=32, lecun_std=0.125, glorot_std=0.1443375672974, glorot_limit=0.25,
         he_std=0.1767766952966, he_limit=0.3061862178479),
    dict(fan_in=2, fan_out=3, lecun_std=0.7071067811865, glorot_std=0.6324555320337, glorot_limit=1.09544511501,
         he_std=1.0, he_limit=1.732050807569),
]


class Ones:
    """A generator whose every draw is the unit of its distribution, so that a draw shows the scale alone."""

    def standard_normal(self, shape):
        return np.ones(shape)

    def random(self, shape):
        return np.ones(shape)


@pytest.mark.parametrize("case", SCALES, ids=lambda case: f"{case['fan_in']}-{case['fan_out']}")
@pytest.mark.parametrize("family", ["lecun", "glorot", "he"])
def test_an_initializer_has_its_published_scale(case, family):
    fans = case["fan_in"], case["fan_out"]
    std = case[f"{family}_std"]
    limit = case.get(f"{family}_limit", sqrt(3) * std)
    np.testing.assert_allclose(INITIALIZERS[f"{family}_normal"].draw(Ones(), *fans), std, rtol=1e-10)
    np.testing.assert_allclose(INITIALIZERS[f"{family}_uniform"].draw(Ones(), *fans), limit, rtol=1e-10)


@pytest.mark.parametrize("name", [name for name in INITIALIZERS if "normal" in name or "uniform" in name])
def test_the_draws_follow_the_distribution_that_the_row_names(name):
    W = INITIALIZERS[name].draw(np.random.default_rng(0), 200, 200)
    unit = W / INITIALIZERS[name].draw(Ones(), 1, 1) * (1 if name == "normal" else sqrt(200))
    unit = np.sort(unit.ravel()) if "normal" in name else np.sort(W.ravel()) / abs(W).max()
    share = np.arange(1, unit.size + 1) / unit.size
    expected = np.array([(1 + erf(u / sqrt(2))) / 2 for u in unit[::40]]) if "normal" in name else (1 + unit[::40]) / 2
    assert abs(share[::40] - expected).max() < 0.01  # Kolmogorov-Smirnov distance; 40,000 draws


@pytest.mark.parametrize("shape", [(4, 4), (5, 3), (3, 5), (1, 1)])
def test_an_orthogonal_matrix_has_orthonormal_columns_or_rows(shape):
    W = INITIALIZERS["orthogonal"].draw(np.random.default_rng(0), *shape)
    product = W.T @ W if shape[0] >= shape[1] else W @ W.T
    np.testing.assert_allclose(product, np.eye(min(shape)), atol=1e-14)


def test_orthogonal_draws_prefer_no_sign():
    signs = [np.sign(INITIALIZERS["orthogonal"].draw(np.random.default_rng(seed), 1, 1)[0, 0]) for seed in range(200)]
    assert abs(np.mean(signs)) < 0.25


@pytest.mark.parametrize("family", ["", "lecun_", "glorot_", "he_"])
def test_a_uniform_row_has_the_variance_of_its_normal_twin(family):
    for fans in [(2, 3), (64, 32)]:
        std, limit = (INITIALIZERS[family + name].draw(Ones(), *fans)[0, 0] for name in ("normal", "uniform"))
        assert limit ** 2 / 3 == pytest.approx(std ** 2)  # the variance of U(-l, l) is l^2 / 3
    assert family or (std, limit) == (1, sqrt(3))


@pytest.mark.parametrize("name", INITIALIZERS)
def test_every_initializer_obeys_gain_and_leaves_the_biases_to_the_bias_scale(name):
    net = network((3, 4, 2))
    one, two = (net.initialize(name, seed=7, gain=gain, bias_scale=0.5, x=X) for gain in (1.0, 2.0))
    for small, large, bare in zip(net.unpack(one), net.unpack(two), net.unpack(net.initialize(name, seed=7, x=X))):
        np.testing.assert_allclose(large["W"], 2 * small["W"], rtol=1e-14)
        np.testing.assert_array_equal(large["b"], small["b"])
        assert small["b"].all() and not bare["b"].any()


# --- lsuv: Mishkin & Matas 2016, algorithm 1 ---


@pytest.mark.parametrize("hidden", ["identity", "tanh", "relu", "sigmoid", "gelu"])
@pytest.mark.parametrize("sizes", [(3, 8, 8, 8, 8, 2), (3, 20, 1)])
def test_with_lsuv_z_has_variance_1_in_every_layer(hidden, sizes):
    net = network(sizes, hidden)
    trace = net.forward(net.initialize("lsuv", x=X), X)
    np.testing.assert_allclose([layer.z.var() for layer in trace], 1, rtol=1e-12)


def test_lsuv_only_rescales_the_orthogonal_start():
    net = network((3, 8, 8, 2))
    scaled, start = (net.unpack(net.initialize(name, seed=4, x=X)) for name in ("lsuv", "orthogonal"))
    for W, Q in zip((layer["W"] for layer in scaled), (layer["W"] for layer in start)):
        np.testing.assert_allclose(W / np.linalg.norm(W), Q / np.linalg.norm(Q), atol=1e-15)


def test_lsuv_of_centered_white_data_divides_by_their_standard_deviation():
    # columns without mean, orthogonal, of variance s^2; so are those of x Q: W = Q / s in the first layer, Q in the
    # linear next
    numbers = np.random.default_rng(0).normal(size=(12, 4))
    x = 5 * sqrt(12) * np.linalg.qr(np.column_stack([np.ones(12), numbers]))[0][:, 1:]
    net = network((4, 4, 4), "identity")
    scaled, start = (net.unpack(net.initialize(name, x=x)) for name in ("lsuv", "orthogonal"))
    np.testing.assert_allclose(scaled[0]["W"], start[0]["W"] / 5, rtol=1e-12)
    np.testing.assert_allclose(scaled[1]["W"], start[1]["W"], rtol=1e-12)


def test_lsuv_leaves_the_biases_out_of_the_variance_but_sends_them_on():
    net = network((3, 6, 6), "relu")
    theta = net.initialize("lsuv", x=X, bias_scale=3.0)
    trace, (first, second) = net.forward(theta, X), net.unpack(theta)
    assert (trace[0].z - first["b"]).var() == pytest.approx(1, rel=1e-12)
    assert (trace[1].z - second["b"]).var() == pytest.approx(1, rel=1e-12)


def test_the_gain_multiplies_every_layer_so_that_a_linear_net_grows_by_it():
    net = network((3, 5, 5, 5), "identity")
    sizes = [layer.z.std() for layer in net.forward(net.initialize("lsuv", x=X, gain=1.5), X)]
    np.testing.assert_allclose(sizes, [1.5, 1.5 ** 2, 1.5 ** 3], rtol=1e-12)


def test_lsuv_scales_what_w_makes_in_a_recurrent_layer_and_leaves_the_rest_as_drawn():
    net = Network((Recurrent(3, 4),))
    x = np.random.default_rng(0).normal(size=(10, 7, 3)) * 4
    (scaled,), (start,) = (net.unpack(net.initialize(name, x=x, gain=2.0, bias_scale=1.0))
                           for name in ("lsuv", "orthogonal"))
    assert (x @ scaled["W"]).std() == pytest.approx(2, rel=1e-12)
    assert all((scaled[key] == start[key]).all() for key in ("U", "b"))


def test_lsuv_passes_through_layers_without_a_w():
    net = Network((Dense(3, 4, "tanh"), Residual((Dense(4, 4, "tanh"),)), Dense(4, 2)))
    theta = net.initialize("lsuv", x=X)
    trace, start = net.forward(theta, X), net.initialize("orthogonal")
    assert trace[0].z.var() == pytest.approx(1, rel=1e-12) == trace[2].z.var()
    np.testing.assert_array_equal(net.unpack(theta)[1]["W.1"], net.unpack(start)[1]["W.1"])


@pytest.mark.parametrize("x", [np.zeros((5, 3)), np.full((5, 3), 1e300), np.full((7, 3), 0.1)],
                         ids=["zeros", "huge", "equal"])
@pytest.mark.parametrize("gain", [0.0, 1.0, 3.0])
def test_data_without_a_variance_leave_the_start_as_it_was_drawn(x, gain):
    net = network((3, 1, 1))
    scaled, start = (net.initialize(name, x=x, gain=gain) for name in ("lsuv", "orthogonal"))
    np.testing.assert_allclose(scaled, start, rtol=1e-14)


@pytest.mark.parametrize("x, text", [
    (None, "x of Network.initialize: expected data of shape (batch, 3); got None. Initializer('lsuv') needs them."),
    (np.ones((4, 2)), "x of the network: expected shape (batch, 3); got an array of shape (4, 2)."),
    ([[1, 2, np.nan]],
     "x of Network.initialize: expected finite numbers; got nan at index [0, 2]. Remove or replace 1 such entry."),
])
def test_lsuv_needs_data_that_suit_the_network(x, text):
    with pytest.raises(ValueError) as caught:
        network((3, 2)).initialize("lsuv", x=x)
    assert str(caught.value) == text


def test_lsuv_changes_neither_the_data_nor_the_next_draw():
    x, net = X.copy(), network((3, 4, 2))
    np.testing.assert_array_equal(net.initialize("lsuv", 2, x=x), net.initialize("lsuv", 2, x=x))
    np.testing.assert_array_equal(x, X)


@pytest.mark.parametrize("name", [name for name, row in INITIALIZERS.items() if hasattr(row.draw, "variance")])
@pytest.mark.parametrize("shape", [(40, 60), (60, 40)])
def test_the_variance_of_a_row_is_that_of_its_draws(name, shape):
    row = INITIALIZERS[name]
    W = np.array([row.draw(np.random.default_rng(seed), *shape) for seed in range(20)])
    assert W.mean() == pytest.approx(0, abs=0.01 * W.std())
    assert W.var() == pytest.approx(row.draw.variance(*shape), rel=0.03)


def test_weights_that_are_not_random_have_no_variance():
    assert [name for name, row in INITIALIZERS.items() if not hasattr(row.draw, "variance")] == ["zeros", "constant"]
