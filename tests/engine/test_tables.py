"""Every row of every table: its gradient is its derivative, its numbers are the published ones, its name is found."""

import warnings
from math import erf, sqrt

import numpy as np
import pytest

from bpwidgets import engine
from bpwidgets.engine import ACTIVATIONS, INITIALIZERS, LOSSES, OPTIMIZERS

LEADS = [(), (3,), (2, 3)]
POINTS = np.array([-7.3, -2.1, -0.6, -0.05, 0.07, 0.4, 1.9, 6.2])


def central_difference(f, z, h=1e-6):
    return (f(z + h) - f(z - h)) / (2 * h)


@pytest.mark.parametrize("row", ACTIVATIONS.values(), ids=str)
@pytest.mark.parametrize("lead", LEADS)
def test_the_slope_of_an_activation_is_its_derivative(row, lead):
    z = np.broadcast_to(POINTS, lead + POINTS.shape) + 0.003 * np.arange(np.prod(lead, dtype=int)).reshape(lead + (1,))
    np.testing.assert_allclose(row.slope(z), central_difference(row.function, z), rtol=1e-6, atol=1e-9)
    assert row.slope(z).shape == row.function(z).shape == z.shape


@pytest.mark.parametrize("row", ACTIVATIONS.values(), ids=str)
def test_an_activation_stays_quiet_and_finite_at_a_thousand(row):
    z = np.array([-1000.0, 0.0, 1000.0])
    assert np.isfinite(row.function(z)).all()
    assert np.isfinite(row.slope(z)).all()


@pytest.mark.parametrize("row", ACTIVATIONS.values(), ids=str)
def test_an_activation_stays_in_its_range_and_is_steepest_where_it_says(row):
    z = np.linspace(-30, 30, 6001)
    low, high = (float(end) for end in row.range.strip("[]()").split(","))
    assert low <= row.function(z).min() and row.function(z).max() <= high
    where, slope = row.steepest
    assert row.slope(np.array([where]))[0] == pytest.approx(slope)
    assert row.slope(z).max() <= slope * (1 + 1e-12)


@pytest.mark.parametrize("row", [row for row in ACTIVATIONS.values() if row.kinks], ids=str)
def test_the_slope_at_a_kink_is_that_of_one_side_and_the_row_says_so(row):
    for kink in row.kinks:
        left = central_difference(row.function, np.array([kink - 0.1]))[0]
        right = central_difference(row.function, np.array([kink + 0.1]))[0]
        assert abs(left - right) > 0.1
        assert row.slope(np.array([kink]))[0] == pytest.approx(left)
    assert "negative side" in row.note


@pytest.mark.parametrize("row", ACTIVATIONS.values(), ids=str)
def test_an_activation_takes_float32_integers_and_scalars(row):
    assert row.function(np.ones(3, np.float32)).dtype == np.float32
    assert row.slope(np.ones(3, np.float32)).dtype == np.float32
    assert row.function(np.array([1, 2])).shape == row.slope(np.array([1, 2])).shape == (2,)
    assert float(row.function(2.0)) == pytest.approx(row.function(np.array([2.0]))[0])


def test_flat_ends_of_sigmoid_and_tanh_keep_their_tiny_slopes():
    # e^-40 and 4 e^-60, the leading terms
    assert ACTIVATIONS["sigmoid"].slope(40.0) == pytest.approx(np.exp(-40.0), rel=1e-12)
    assert ACTIVATIONS["tanh"].slope(-30.0) == pytest.approx(4 * np.exp(-60.0), rel=1e-12)


def test_the_largest_slopes_are_the_published_ones():
    # LeCun et al. 1998, section 4.4: a quarter for the logistic function, 1 for tanh
    assert ACTIVATIONS["sigmoid"].steepest[1] == 0.25
    assert ACTIVATIONS["tanh"].steepest[1] == 1.0


def targets_for(name, shape, generator):
    if name == "binary_cross_entropy":
        return generator.integers(0, 2, shape).astype(float)
    if name == "softmax_cross_entropy":
        return np.eye(shape[-1])[generator.integers(0, shape[-1], shape[0])]
    return generator.normal(size=shape)


@pytest.mark.parametrize("row", [*LOSSES.values(), engine.huber(0.5)], ids=str)
@pytest.mark.parametrize("lead", LEADS)
def test_the_gradient_of_a_loss_is_its_derivative(row, lead):
    generator = np.random.default_rng(1)
    a, y = generator.normal(size=lead + (3, 2)) * 2, targets_for(row.name, (3, 2), generator)
    gradient = row.gradient(a, y)
    assert row.function(a, y).shape == lead and gradient.shape == a.shape
    for i, j in np.ndindex(3, 2):
        step = np.zeros((3, 2))
        step[i, j] = 1e-6
        difference = (row.function(a + step, y) - row.function(a - step, y)) / 2e-6
        np.testing.assert_allclose(gradient[..., i, j], difference, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("name, expected", [
    ("sse", 20.0), ("half_sse", 10.0), ("mse", 20 / 6), ("half_mse", 20 / 12), ("quadratic", 20 / 6), ("mae", 8 / 6),
    ("huber", 6 / 6),
])
def test_a_loss_has_the_reduction_that_its_name_says(name, expected):
    a, y = np.array([[1.0, 3.0], [0.0, 0.0], [3.0, 1.0]]), np.zeros((3, 2))
    assert LOSSES[name].function(a, y) == pytest.approx(expected)


@pytest.mark.parametrize("name", ["binary_cross_entropy", "softmax_cross_entropy"])
def test_a_cross_entropy_is_exact_for_logits_of_a_thousand(name):
    a = np.array([[1000.0, -1000.0]])
    right, wrong = np.array([[1.0, 0.0]]), np.array([[0.0, 1.0]])
    assert LOSSES[name].function(a, right) == 0
    assert LOSSES[name].function(a, wrong) == (1000 if name == "binary_cross_entropy" else 2000)
    np.testing.assert_allclose(LOSSES[name].gradient(a, wrong).sum(), 0, atol=1e-12)


def test_equal_logits_cost_the_logarithm_of_the_number_of_classes():
    assert LOSSES["softmax_cross_entropy"].function(np.zeros((4, 10)), np.eye(10)[:4]) == pytest.approx(np.log(10))
    assert LOSSES["binary_cross_entropy"].function(np.zeros((4, 3)), np.ones((4, 3))) == pytest.approx(np.log(2))


def test_a_residual_of_zero_has_no_gradient_in_the_absolute_error():
    assert LOSSES["mae"].gradient(np.zeros((1, 1)), np.zeros((1, 1))) == 0


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


@pytest.mark.parametrize("name", INITIALIZERS)
def test_every_initializer_obeys_gain_and_leaves_the_biases_to_the_bias_scale(name):
    net = engine.network((3, 4, 2))
    one, two = net.initialize(name, seed=7), net.initialize(name, seed=7, gain=2.0, bias_scale=0.5)
    for small, large in zip(net.unpack(one), net.unpack(two)):
        np.testing.assert_allclose(large["W"], 2 * small["W"])
        assert not small["b"].any() and large["b"].all()


TABLES = [ACTIVATIONS, LOSSES, INITIALIZERS, OPTIMIZERS]


@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_read_only_and_its_rows_know_their_names(table):
    assert all(name == row.name and row.formula for name, row in table.items())
    with pytest.raises(TypeError):
        table["new"] = None


@pytest.mark.parametrize("row", [row for table in TABLES for row in table.values()], ids=str)
def test_a_row_prints_as_its_name_without_an_address(row):
    assert repr(row) == f"{type(row).__name__}({row.name!r})"


def test_rows_made_with_the_same_constant_are_equal():
    assert engine.leaky_relu(0.2) == engine.leaky_relu(0.2) != engine.leaky_relu(0.1)
    assert engine.huber(0.5) == engine.huber(0.5) != engine.huber(1.0) == LOSSES["huber"]
    assert hash(engine.leaky_relu()) == hash(ACTIVATIONS["leaky_relu"])


def test_the_table_of_losses_holds_the_names_of_the_design():
    assert set(LOSSES) >= {"mse", "half_mse", "quadratic", "sse", "half_sse", "mae", "huber", "binary_cross_entropy",
                           "softmax_cross_entropy"}


def test_tables_warn_of_nothing_when_used_outside_the_engine():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for row in ACTIVATIONS.values():
            row.function(np.linspace(-1e4, 1e4, 101)), row.slope(np.linspace(-1e4, 1e4, 101))
