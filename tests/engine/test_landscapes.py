"""Landscapes with outside numbers: two weights in a row, quadratic bowls, lines between settings, nets that start at
zero.

General facts by Baldi & Hornik (1989), Saxe, McClelland & Ganguli (2013), Goh (2017), Goodfellow, Vinyals & Saxe (2015)
and Hamey (1998); numbers recomputed from their formulas with other tools.
"""

import numpy as np
import pytest

from bpwidgets.engine import SURFACES, Curvature, Function, NetworkLoss, descend, hessian, network

PRODUCT = SURFACES["product"]
TWO_WEIGHTS = NetworkLoss(network((1, 1, 1), hidden="identity", bias=False), [[1.0]], [[1.0]], "sse")
BOTH = pytest.mark.parametrize("objective", [PRODUCT, TWO_WEIGHTS], ids=["surface", "network"])


@BOTH
def test_the_origin_of_two_weights_in_a_row_is_a_saddle(objective):
    np.testing.assert_allclose(hessian(objective, [0.0, 0.0]), [[0, -2], [-2, 0]], atol=1e-12)
    np.testing.assert_allclose(Curvature(objective, [0.0, 0.0]).eigenvalues, [-2, 2], rtol=1e-12)


@BOTH
@pytest.mark.parametrize("theta, top, rate", [
    ((1, 1), 4.0, 0.5), ((2, 0.5), 8.5, 0.2352941176471), ((4, 0.25), 32.125, 0.06225680933852)])
def test_the_less_balanced_a_minimum_the_sharper_it_is_and_the_smaller_its_largest_rate(objective, theta, top, rate):
    curvature = Curvature(objective, theta)
    assert curvature.largest_eigenvalue == pytest.approx(top, rel=1e-10)
    assert curvature.rate_limit == pytest.approx(rate, rel=1e-10)
    np.testing.assert_allclose(curvature.eigenvalues[0], 0, atol=1e-9)


@BOTH
@pytest.mark.parametrize("theta", [(1.0, 1.0), (2.0, 0.5), (4.0, 0.25)])
@pytest.mark.parametrize("factor, stays", [(0.98, True), (1.02, False)])
def test_a_minimum_holds_descent_only_below_its_largest_rate(objective, theta, factor, stays):
    rate = factor * Curvature(objective, theta).rate_limit
    path = descend(objective, np.add(theta, 1e-6), learning_rate=rate, steps=150)
    assert (np.linalg.norm(path.thetas[-1] - theta) < 3e-6) == stays


DESCENTS = {
    (2.0, 0.1, 0.05): {0: (2.0, 0.1, 0.64), 1: (2.008, 0.26, 0.2284075264),
                       2: (2.02042592, 0.355966336, 0.07884661156898),
                       5: (2.041220156912, 0.4643961059021, 0.002710796280602),
                       10: (2.046502676519, 0.4872503899471, 8.069990318994e-06),
                       50: (2.046815665336, 0.488563780772, 3.86596201005e-26)},
    (0.01, -0.01, 0.05): {0: (0.01, -0.01, 1.00020001), 1: (0.0089999, -0.0089999, 1.000162002961),
                          10: (0.003486605297581, -0.003486605297581, 1.000024312981),
                          100: (2.655984571135e-07, -2.655984571135e-07, 1.0),
                          200: (7.054666563319e-12, -7.054666563319e-12, 1.0)},
    (0.5, 0.5, 0.1): {0: (0.5, 0.5, 0.5625), 1: (0.575, 0.575, 0.448062890625),
                      5: (0.8539215805689, 0.8539215805689, 0.07334235350529),
                      20: (0.9998984520521, 0.9998984520521, 4.124375431889e-08),
                      60: (0.9999999999999, 0.9999999999999, 7.374513330658e-26)},
}


@BOTH
@pytest.mark.parametrize("start", DESCENTS)
def test_descent_over_two_weights_goes_through_the_known_points(objective, start):
    *theta, rate = start
    path = descend(objective, theta, learning_rate=rate, steps=max(DESCENTS[start]))
    for k, (w1, w2, loss) in DESCENTS[start].items():
        np.testing.assert_allclose(path.thetas[k], [w1, w2], rtol=1e-8)
        # at the bottom the loss is the square of the last digit of w1 w2
        assert path.values[k] == pytest.approx(loss, rel=1e-8, abs=1e-25)


@BOTH
def test_from_the_antidiagonal_descent_runs_into_the_saddle(objective):
    path = descend(objective, [0.3, -0.3], learning_rate=0.05, steps=400)
    np.testing.assert_array_equal(path.thetas[:, 0], -path.thetas[:, 1])
    assert abs(path.thetas[-1]).max() < 1e-15 and path.values[-1] == 1


@BOTH
def test_gradient_flow_conserves_the_difference_of_the_squared_weights(objective):
    thetas = np.random.default_rng(0).normal(size=(20, 2))
    w, dw = thetas.T, objective.gradient(thetas).T
    np.testing.assert_allclose(w[0] * dw[0] - w[1] * dw[1], 0, atol=1e-14 * abs(dw).max())
    path = descend(PRODUCT, [2.0, 0.1], learning_rate=1e-3, steps=4000)
    # w1^2 - w2^2 = 3.99 and w1 w2 = 1; a small rate comes near the flow
    np.testing.assert_allclose(path.thetas[-1], [2.055868906769, 0.4864123372], rtol=2e-4)


def test_a_mode_of_a_linear_net_is_learned_after_a_plateau_as_saxe_says():
    # u = a b;  a <- a + r b (s - u),  b <- b + r a (s - u), which is descent on (s - a b)^2 / 2
    s, u0, rate = 3.0, 0.001, 1e-4
    f = Function(lambda t: (s - t[..., 0] * t[..., 1])**2 / 2, names=("a", "b"),
                 gradient=lambda t: (t[..., :1] * t[..., 1:] - s) * t[..., ::-1])
    u = descend(f, np.sqrt([u0, u0]), learning_rate=rate, steps=15000).thetas.prod(axis=-1)
    assert u[15000] == pytest.approx(2.189161239169, rel=1e-9)
    for time, flow in {0.0: 0.001, 0.5: 0.01995856362221, 1.0: 0.3557124789189, 1.5: 2.189611602768}.items():
        assert u[round(time / rate)] == pytest.approx(flow, rel=2e-3)
    half = 1.334339029792    # ln(s / u0 - 1) / (2 s)
    assert abs(rate * np.argmax(u > s / 2) - half) < 2e-3


KAPPAS = {10: (0.1818181818182, 0.8181818181818, 0.2), 100: (0.01980198019802, 0.980198019802, 0.02)}


@pytest.mark.parametrize("kappa", KAPPAS)
def test_the_best_rate_on_a_bowl_shrinks_both_coordinates_alike(kappa):
    best, factor, largest = KAPPAS[kappa]
    bowl = SURFACES["bowl"].replace(condition=kappa)
    curvature = bowl.curvature([0.7, -0.2])
    np.testing.assert_allclose(curvature.eigenvalues, [1, kappa], rtol=1e-11)
    assert curvature.rate_limit == pytest.approx(largest, rel=1e-11)
    thetas = descend(bowl, [1.0, 1.0], learning_rate=best, steps=8).thetas
    np.testing.assert_allclose(abs(thetas[1:] / thetas[:-1]), factor, rtol=1e-9)


@pytest.mark.parametrize("rate, k, x", [
    (0.1, 10, 0.3486784401), (1.5, 10, 0.0009765625), (1.99, 100, 0.3660323412732), (2.0, 7, -1.0),
    (2.01, 100, 2.704813829421)])
def test_along_a_curvature_of_one_descent_multiplies_by_one_minus_the_rate(rate, k, x):
    path = descend(SURFACES["bowl"], [1.0, 0.0], learning_rate=rate, steps=k)
    np.testing.assert_allclose(path.thetas[k], [x, 0], rtol=1e-9)


ROSENBROCK = {1: (-1.0922, 1.044, 6.594446855271), 3: (-1.042920186061, 1.064849023229, 4.225659718947),
              10: (-1.02821881567, 1.065044311241, 4.119771765223)}
BOWL = {1: (0.95, 0.5, 1.70125), 3: (0.857375, 0.125, 0.4456709453125),
        10: (0.5987369392384, 0.0009765625, 0.1792477295759)}


@pytest.mark.parametrize("name, start, rate, expected", [
    ("rosenbrock", (-1.2, 1.0), 5e-4, ROSENBROCK), ("bowl", (1.0, 1.0), 0.05, BOWL)])
def test_plain_descent_over_a_surface_is_that_of_torch(name, start, rate, expected):
    assert SURFACES[name].start == start
    path = descend(SURFACES[name], start, learning_rate=rate, steps=10)
    for k, (x, y, f) in expected.items():
        np.testing.assert_allclose([*path.thetas[k], path.values[k]], [x, y, f], rtol=1e-9)


def test_on_the_line_from_4_to_2_the_weight_table_is_a_parabola():
    # theta(a) = (1 - a) 4 + a 2, and the sum of squared errors is 3276 (1 - a)^2
    f = NetworkLoss(network((1, 1), bias=False), [[0], [3], [9], [27]], [[0], [6], [18], [54]], "sse")
    a = np.array([0, 0.25, 0.5, 1, 1.5])
    np.testing.assert_allclose(f.values(((1 - a) * 4 + a * 2)[:, None]), [3276.0, 1842.75, 819.0, 0.0, 819.0],
                               atol=1e-9)


CURVATURES = {"sse": (1638.0, 1 / 819), "half_sse": (819.0, 2 / 819), "mse": (409.5, 4 / 819),
              "half_mse": (204.75, 8 / 819)}


@pytest.mark.parametrize("loss", CURVATURES)
def test_the_weight_table_has_the_curvature_and_the_largest_rate_of_its_loss(loss):
    f = NetworkLoss(network((1, 1), bias=False), [[0], [3], [9], [27]], [[0], [6], [18], [54]], loss)
    for w in (4.0, 2.0, -1.3):
        curvature = Curvature(f, [w])
        np.testing.assert_allclose([curvature.hessian[0, 0], curvature.rate_limit], CURVATURES[loss], rtol=1e-12)


def test_a_logistic_net_for_xor_that_starts_at_zero_learns_nothing():
    x, y = [[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]
    f = NetworkLoss(network((2, 2, 1), hidden="sigmoid", output="sigmoid"), x, y, "half_sse")
    zero = f.network.initialize("zeros")
    assert (f.network.forward(zero, x).output == 0.5).all() and f.value(zero) == 0.5
    assert not f.gradient(zero).any()
    assert not descend(f, zero, learning_rate=1.0, steps=10).thetas.any()
