"""Curvature from the gradient alone agrees with closed forms: of surfaces, of linear nets, of logistic regression."""

from dataclasses import FrozenInstanceError
from types import SimpleNamespace

import numpy as np
import pytest

from bpwidgets.engine import SURFACES, Curvature, NetworkLoss, descend, hessian, hessian_vector_product, network
from bpwidgets.engine.landscapes.lanczos import largest_eigenvalue
from bpwidgets.engine.support.differences import AT_ONCE, derivative

LEADS = [(), (2,), (3,), (2, 3), (0,)]
RANDOM = np.random.default_rng(5)
X, Y = RANDOM.normal(size=(7, 3)), RANDOM.normal(size=(7, 2))
F = NetworkLoss(network((3, 4, 2)), X, Y)
THETA = F.network.initialize("he_normal", seed=1, bias_scale=0.3)


# Second derivatives by hand: (f_xx, f_xy, f_yy).
def beale(x, y):
    r, s, t = 1.5 - x + x * y, 2.25 - x + x * y**2, 2.625 - x + x * y**3
    f_xx = 2 * ((y - 1)**2 + (y**2 - 1)**2 + (y**3 - 1)**2)
    f_xy = 2 * (x * (y - 1) + r + 2 * x * y * (y**2 - 1) + 2 * y * s + 3 * x * y**2 * (y**3 - 1) + 3 * y**2 * t)
    f_yy = 2 * (x**2 + 4 * x**2 * y**2 + 2 * x * s + 9 * x**2 * y**4 + 6 * x * y * t)
    return f_xx, f_xy, f_yy


def plateau(x, y):
    e = np.exp(-(x**2 + y**2) / 2)
    return (1 - x**2) * e, -x * y * e, (1 - y**2) * e


def rastrigin(x, y):
    return 2 + 40 * np.pi**2 * np.cos(2 * np.pi * x), 0 * x, 2 + 40 * np.pi**2 * np.cos(2 * np.pi * y)


SECOND_DERIVATIVES = {
    "bowl": lambda x, y: (1 + 0 * x, 0 * x, 10 + 0 * x),
    "rosenbrock": lambda x, y: (2 - 400 * (y - 3 * x**2), -400 * x, 200 + 0 * x),
    "beale": beale,
    "himmelblau": lambda x, y: (12 * x**2 + 4 * y - 42, 4 * x + 4 * y, 12 * y**2 + 4 * x - 26),
    "saddle": lambda x, y: (2 + 0 * x, 0 * x, -2 + 0 * x),
    "monkey_saddle": lambda x, y: (6 * x, -6 * y, -6 * x),
    "plateau": plateau,
    "rastrigin": rastrigin,
    "product": lambda x, y: (2 * y**2, 4 * x * y - 2, 2 * x**2),
}


def test_every_surface_has_second_derivatives_to_be_held_against():
    assert SECOND_DERIVATIVES.keys() == SURFACES.keys()


@pytest.mark.parametrize("name", SURFACES)
@pytest.mark.parametrize("lead", LEADS)
def test_the_hessian_of_a_surface_is_the_one_by_hand(name, lead):
    theta = np.random.default_rng(6).uniform(-2, 2, (*lead, 2))
    f_xx, f_xy, f_yy = SECOND_DERIVATIVES[name](theta[..., 0], theta[..., 1])
    expected = np.moveaxis(np.array([[f_xx, f_xy], [f_xy, f_yy]]), (0, 1), (-2, -1))
    found = hessian(SURFACES[name], theta)
    assert found.shape == (*lead, 2, 2)
    size = np.abs(expected).max(axis=(-2, -1), keepdims=True)
    np.testing.assert_allclose(found / size, expected / size, atol=1e-10)


@pytest.mark.parametrize("loss, factor", [("sse", 2), ("half_sse", 1), ("mse", 2 / 14), ("half_mse", 1 / 14),
                                          ("quadratic", 1 / 7)])
def test_a_linear_net_has_the_curvature_of_its_inputs(loss, factor):
    # L = c sum of e^2 / 2 with e = [x, 1] W - y:  H = c [x, 1]^T [x, 1], once for each output
    x1 = np.column_stack([X, np.ones(7)])
    f = NetworkLoss(network((3, 2)), X, Y, loss)
    np.testing.assert_allclose(hessian(f, THETA[:8]), factor * np.kron(x1.T @ x1, np.eye(2)), atol=1e-11)


def test_logistic_regression_has_its_textbook_hessian():
    # H = x^T diag(p (1 - p)) x / N, for example Bishop (2006), equation 4.97
    f = NetworkLoss(network((3, 1), bias=False), X, (Y[:, :1] > 0).astype(float), "binary_cross_entropy")
    p = 1 / (1 + np.exp(-X @ THETA[:3]))
    np.testing.assert_allclose(hessian(f, THETA[:3]), X.T @ ((p * (1 - p))[:, None] * X) / 7, atol=1e-12)


def test_where_every_error_is_zero_the_hessian_is_that_of_gauss_and_newton():
    net = network((3, 4, 3, 2), hidden="tanh")
    theta = net.initialize("glorot_normal", seed=3, bias_scale=0.5)
    trace = net.forward(theta, X)
    f = NetworkLoss(net, X, trace.output, "half_sse")
    one_hot = np.eye(14).reshape(14, 7, 2)
    J = np.array([net.backward(theta, trace, d_output).dtheta for d_output in one_hot])
    np.testing.assert_allclose(hessian(f, theta), J.T @ J, atol=1e-10 * abs(J.T @ J).max())


def test_a_net_of_relus_has_the_curvature_of_its_linear_pieces():
    # one relu, all inputs on its linear side: sum of (w2 w1 x)^2 / 2
    f = NetworkLoss(network((1, 1, 1), hidden="relu", bias=False), [[1.0], [2.0]], [[0.0], [0.0]], "half_sse")
    w1, w2 = 0.5, 3.0
    np.testing.assert_allclose(hessian(f, [w1, w2]), 5 * np.array([[w2**2, 2 * w1 * w2], [2 * w1 * w2, w1**2]]),
                               rtol=1e-11)
    np.testing.assert_array_equal(hessian(f, [-w1, w2]), 0)


def test_the_hessian_is_symmetric_and_its_eigenvectors_diagonalize_it():
    curvature = Curvature(F, THETA)
    H, V = curvature.hessian, curvature.eigenvectors
    np.testing.assert_array_equal(H, H.T)
    assert (np.diff(curvature.eigenvalues) >= 0).all() and curvature.largest_eigenvalue == curvature.eigenvalues[-1]
    np.testing.assert_allclose(V @ np.diag(curvature.eigenvalues) @ V.T, H, atol=1e-12)


@pytest.mark.parametrize("scale", [1e-8, 1.0, 1e8])
def test_a_hessian_vector_product_is_the_hessian_times_the_vector(scale):
    v = scale * np.random.default_rng(7).normal(size=(5, THETA.size))
    expected = v @ hessian(F, THETA)
    np.testing.assert_allclose(hessian_vector_product(F, THETA, v), expected, atol=1e-10 * abs(expected).max())
    np.testing.assert_array_equal(Curvature(F, THETA).product(v[0]), hessian_vector_product(F, THETA, v[0]))


def test_along_nothing_the_gradient_does_not_change():
    np.testing.assert_array_equal(hessian_vector_product(F, THETA, np.zeros(THETA.size)), 0)


@pytest.mark.parametrize("lead", [(2,), (3,), (2, 3)])
def test_many_settings_at_once_give_what_each_gives_alone(lead):
    thetas = THETA + 0.1 * np.random.default_rng(8).normal(size=lead + THETA.shape)
    many = Curvature(F, thetas)
    for place in np.ndindex(lead):
        alone = Curvature(F, thetas[place])
        np.testing.assert_allclose(many.hessian[place], alone.hessian, atol=1e-12)
        assert many.largest_eigenvalue[place] == pytest.approx(alone.largest_eigenvalue, rel=1e-10)
        assert many.rate_limit[place] == pytest.approx(alone.rate_limit, rel=1e-10)
    np.testing.assert_allclose(many.product(THETA), many.hessian @ THETA, atol=1e-10)


def test_coordinates_held_fixed_have_no_curvature_and_the_others_keep_theirs():
    frozen = NetworkLoss(F.network, X, Y, frozen=("b1", "W2[0,1]"))
    free = np.array([not name.startswith("b1") and name != "W2[0,1]" for name in F.names])
    expected = np.where(np.outer(free, free), hessian(F, THETA), 0)
    np.testing.assert_allclose(hessian(frozen, THETA), expected, atol=1e-12)
    v = np.random.default_rng(9).normal(size=THETA.size)
    np.testing.assert_allclose(hessian_vector_product(frozen, THETA, v), expected @ v, atol=1e-11)


def test_the_step_chooses_the_batch_whose_curvature_it_is():
    f = NetworkLoss(network((3, 1), bias=False), X, Y[:, :1], "half_sse", batch_size=3, seed=2)
    for step in (0, 1, 5):
        x, _ = f.batch(step)
        np.testing.assert_allclose(hessian(f, THETA[:3], step), x.T @ x, atol=1e-11)
        np.testing.assert_allclose(Curvature(f, THETA[:3], step).hessian, x.T @ x, atol=1e-11)
        np.testing.assert_allclose(Curvature(f, THETA[:3], step).product([1, 0, 0]), x.T @ x[:, 0], atol=1e-11)


def test_few_settings_are_in_memory_at_a_time():
    seen = []

    def gradient(theta, step=None):
        seen.append(theta.size // 50)
        return theta

    np.testing.assert_allclose(hessian(SimpleNamespace(gradient=gradient), np.ones(50)), np.eye(50), atol=1e-12)
    assert max(seen) <= AT_ONCE < sum(seen)


def with_eigenvalues(values):
    Q = np.linalg.qr(np.random.default_rng(10).normal(size=(len(values), len(values))))[0]
    return Q @ np.diag(values) @ Q.T


@pytest.mark.parametrize("values", [
    np.linspace(-1000, 1, 200), np.linspace(0, 1, 200)**9, np.ones(150), np.zeros(150), -np.arange(1.0, 151), [3.0],
    [-1.0, 2.0]])
def test_lanczos_finds_the_largest_eigenvalue_and_not_the_largest_in_size(values):
    H = with_eigenvalues(values)
    assert largest_eigenvalue(lambda v: H @ v, len(values)) == pytest.approx(max(values), rel=1e-9,
                                                                             abs=1e-9 * np.abs(values).max())


def test_lanczos_solves_few_tridiagonal_problems_and_needs_few_products_more(monkeypatch):
    solved, products = [], []
    eigh = np.linalg.eigh
    monkeypatch.setattr(np.linalg, "eigh", lambda T: (solved.append(len(T)), eigh(T))[1])
    largest_eigenvalue(lambda v: (products.append(1), np.arange(1000.0) * v)[1], 1000)
    assert solved[:16] == list(range(1, 17)) and len(solved) < 40
    assert 192 <= len(products) == solved[-1] < 192 * 9 / 8      # the residual is small enough after 192


def test_a_large_net_has_the_largest_eigenvalue_of_its_whole_matrix():
    f = NetworkLoss(network((3, 12, 8, 2)), X, Y)
    thetas = np.stack([f.network.initialize("he_normal", seed=seed) for seed in (0, 1)])
    assert f.network.n > 128
    expected = np.linalg.eigvalsh(hessian(f, thetas))[:, -1]
    np.testing.assert_allclose(Curvature(f, thetas).largest_eigenvalue, expected, rtol=1e-9)
    assert Curvature(f, thetas[0]).rate_limit == pytest.approx(2 / expected[0], rel=1e-9)


def test_ten_thousand_coordinates_have_a_rate_limit_without_a_matrix():
    spread = np.append(np.linspace(0.5, 2.0, 9_999), 4.0)
    assert Curvature(SimpleNamespace(gradient=lambda theta, step=None: spread * theta),
                     spread).rate_limit == pytest.approx(0.5)


@pytest.mark.parametrize("factor, stays", [(0.99, True), (1.01, False)])
@pytest.mark.parametrize("condition", [10, 100])
def test_descent_stays_below_the_rate_limit_and_leaves_above_it(condition, factor, stays):
    bowl = SURFACES["bowl"].replace(condition=condition)
    rate = factor * bowl.curvature([1.0, 1.0]).rate_limit
    values = descend(bowl, [1.0, 1.0], learning_rate=rate, steps=500).values
    assert (values[-1] < 0.1 * values[0]) == stays and (values[-1] > 10 * values[0]) != stays


def test_where_nothing_curves_upwards_no_rate_is_too_large():
    dome = SimpleNamespace(gradient=lambda theta, step=None: -theta)
    assert Curvature(dome, [1.0, 1.0]).rate_limit == np.inf
    assert Curvature(SURFACES["saddle"], [0.0, 0.0]).rate_limit == pytest.approx(1)
    flat = SimpleNamespace(gradient=lambda theta, step=None: np.ones_like(theta))
    np.testing.assert_array_equal(Curvature(flat, np.zeros((3, 2))).rate_limit, [np.inf] * 3)


@pytest.mark.parametrize("bad", [np.inf, np.nan, 1e200])
def test_numbers_that_are_not_finite_pass_without_a_warning(bad):
    curvature = Curvature(SURFACES["rosenbrock"], [[bad, 1.0], [1.0, 1.0]])
    assert np.isnan(curvature.eigenvalues[0]).all() and np.isfinite(curvature.eigenvalues[1]).all()
    assert np.isnan(curvature.rate_limit[0]) and curvature.rate_limit[1] > 0


@pytest.mark.parametrize("bad", [np.inf, np.nan])
def test_lanczos_passes_on_what_is_not_a_number(bad):
    assert np.isnan(largest_eigenvalue(lambda v: np.full(4, bad), 4))


def test_float32_and_whole_numbers_are_taken_and_computed_in_float64():
    exact = hessian(SURFACES["rosenbrock"], [1.0, 2.0])
    for theta in (np.array([1, 2]), np.array([1, 2], np.float32)):
        np.testing.assert_array_equal(hessian(SURFACES["rosenbrock"], theta), exact)
    assert Curvature(F, THETA.astype(np.float32)).hessian.dtype == np.float64


def test_what_was_measured_cannot_change_afterwards():
    theta = np.array([1.0, 1.0])
    curvature = Curvature(SURFACES["bowl"], theta)
    theta[0] = 5
    assert curvature.theta.tolist() == [1, 1]
    assert repr(curvature) == "Curvature(objective=Surface('bowl', condition=10), step=None)"
    with pytest.raises(ValueError):
        curvature.theta[0] = 3
    with pytest.raises(FrozenInstanceError):
        curvature.theta = theta


@pytest.mark.parametrize("scale", [1.0, 10.0, 50.0])
def test_a_derivative_by_differences_is_right_to_ten_digits(scale):
    t = np.linspace(-3, 3, 11)[:, None]
    found = derivative(lambda theta: np.sin(scale * theta[..., 0]), t, np.ones(1))
    np.testing.assert_allclose(found / scale, np.cos(scale * t[:, 0]), atol=1e-10)


def test_where_theta_is_large_the_steps_are_too():
    found = derivative(lambda theta: np.sin(theta[..., 0] / 1e6), np.array([1e6]), np.ones(1))
    assert found == pytest.approx(np.cos(1) / 1e6, rel=1e-10, abs=0)


REFUSALS = {
    "theta of curvature: expected shape (..., n); got array(3.). Give a single weight as [weight].":
        lambda: Curvature(F, 3.0),
    "theta of curvature: expected shape (..., n); got an array of shape (0,). Give a single weight as [weight].":
        lambda: hessian(F, []),
    "theta of hessian: expected at most 4096 coordinates; got 5000. `product` and `largest_eigenvalue` of the "
    "curvature need no "
    "matrix.": lambda: hessian(F, np.zeros(5000)),
    "v of hessian_vector_product: expected shape (..., 26); got an array of shape (3,).":
        lambda: Curvature(F, THETA).product([1, 2, 3]),
}


@pytest.mark.parametrize("text", REFUSALS)
def test_a_refusal_says_what_was_expected_what_was_given_and_what_to_do(text):
    with pytest.raises(ValueError) as caught:
        REFUSALS[text]()
    assert str(caught.value) == text
