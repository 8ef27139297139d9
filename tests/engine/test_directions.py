"""Directions against their definitions, another way to compute them, and the numbers of the papers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpwidgets.engine import (
    SURFACES,
    Curvature,
    Dense,
    Function,
    LastStep,
    LayerNorm,
    Network,
    NetworkLoss,
    Recurrent,
    filter_normalized,
    network,
    path_components,
    random_directions,
    start_to_end,
    steepest_curvatures,
)
from bpwidgets.engine.landscapes.lanczos import leading_eigenvectors


def assert_orthonormal(directions, atol=1e-12):
    np.testing.assert_allclose(directions @ directions.T, np.eye(2), atol=atol)


def assert_same_lines(found, expected, atol=1e-8):
    """The same directions but for their signs."""
    np.testing.assert_allclose(abs(np.sum(found * expected, axis=1)), 1, atol=atol)


@given(st.integers(2, 200), st.integers(0, 1000))
def test_random_directions_are_orthonormal_and_repeat_with_the_seed(n, seed):
    directions = random_directions(n, seed)
    assert directions.shape == (2, n)
    assert_orthonormal(directions)
    np.testing.assert_array_equal(directions, random_directions(n, seed))
    assert (directions != random_directions(n, seed + 1)).any()


def test_random_directions_need_two_coordinates():
    with pytest.raises(ValueError, match="n of random_directions: expected a whole number, 2 or more; got 1"):
        random_directions(1)


# Li, Xu, Taylor, Studer & Goldstein (2018), section 4, and the program of the authors, which sets the directions of
# biases to 0; numbers computed from the formula with other tools. There a filter is a row, here it is a column.
W, D = [[3, 4], [0, 0.5], [1, -1]], [[1, 2], [2, -1], [0.3, 0.4]]
FILTERS = [[2.2360679775, 4.472135955], [0.4472135955, -0.22360679775], [0.8485281374239, 1.131370849898]]


def test_filter_normalization_is_that_of_the_paper():
    net = network((2, 3))
    theta, direction = (net.pack([{"W": np.transpose(a), "b": [7.0, 8.0, 9.0]}]) for a in (W, D))
    (found,) = net.unpack(filter_normalized(net, theta, direction))
    np.testing.assert_allclose(found["W"].T, FILTERS, rtol=1e-8)
    np.testing.assert_array_equal(found["b"], 0)


def test_each_unit_gets_a_direction_as_long_as_its_weights_in_every_kind_of_layer():
    net = Network((Recurrent(2, 3), LastStep(3), Dense(3, 4), LayerNorm(4), Dense(4, 1)))
    generator = np.random.default_rng(0)
    theta, directions = generator.normal(size=net.n), generator.normal(size=(5, net.n))
    for found, weights in zip(net.unpack(filter_normalized(net, theta, directions)), net.unpack(theta)):
        for name, w in weights.items():
            if w.ndim == 1:
                assert not found[name].any()
            else:
                np.testing.assert_allclose(np.linalg.norm(found[name], axis=-2) / np.linalg.norm(w, axis=0), 1)


def test_filters_of_zeros_get_no_direction():
    net = network((2, 3, 1))
    zero = filter_normalized(net, np.zeros(net.n), np.ones(net.n))
    np.testing.assert_array_equal(zero, 0)
    np.testing.assert_array_equal(filter_normalized(net, np.ones(net.n), np.zeros(net.n)), 0)


@pytest.mark.parametrize("shape", [(61, 105), (200, 13), (5, 300), (3, 2)])
def test_the_components_of_a_path_are_the_singular_vectors_of_its_offsets_from_the_end(shape):
    _steps, n = shape
    generator = np.random.default_rng(0)
    thetas = np.cumsum(generator.normal(size=shape) * np.geomspace(1, 1e-3, n), axis=0)
    _, _, rows = np.linalg.svd(thetas - thetas[-1], full_matrices=False)
    found = path_components(thetas)
    assert_same_lines(found, rows[:2])
    assert_orthonormal(found)
    assert (thetas[-1] - thetas[0]) @ found[0] >= 0


def test_components_are_of_offsets_that_are_not_centered():
    # all points but the last lie along y, far away along x: centered, the first direction would be y
    thetas = [[10.0, -1.0], [10.0, 0.0], [10.0, 1.0], [0.0, 0.0]]
    assert_same_lines(path_components(thetas)[:1], [[1.0, 0.0]])


@pytest.mark.parametrize("directions", [path_components, start_to_end])
@pytest.mark.parametrize("scale", [1.0, 1e200, 1e-200])
def test_a_straight_path_has_its_own_direction_and_one_across(directions, scale):
    way = np.array([3.0, 4.0, 0.0])
    found = directions(np.linspace(0, scale, 7)[:, None] * way)
    np.testing.assert_allclose(found[0], way / 5, atol=1e-12)
    assert_orthonormal(found)


@pytest.mark.parametrize("directions", [path_components, start_to_end])
def test_points_that_overflow_are_left_out(directions):
    thetas = [[0.0, 0.0, 0.0], [1.0, 1.0, 0.0], [2.0, 0.0, 0.0], [np.inf, 0.0, 0.0], [np.nan, 1.0, 1.0]]
    np.testing.assert_array_equal(directions(thetas), directions(thetas[:3]))


@pytest.mark.parametrize("directions", [path_components, start_to_end])
@pytest.mark.parametrize("thetas, told", [
    ([[1.0, 2.0]] * 3, "thetas of the path: expected a path that moves; got one that stays where it is"),
    ([[np.nan, 2.0]] * 3, "expected a path that moves"),
    ([[1.0], [2.0]], r"expected shape \(steps \+ 1, n\), n of 2 or more"),
])
def test_a_path_that_gives_no_directions_is_refused(directions, thetas, told):
    with pytest.raises(ValueError, match=told):
        directions(thetas)


def test_from_start_to_end_and_where_the_path_goes_astray_most():
    thetas = np.array([[0.0, 0.0, 0.0], [1.0, 1.0, 0.0], [2.0, 2.0, -3.0], [4.0, 0.0, 0.0]])
    np.testing.assert_allclose(start_to_end(thetas), [[1, 0, 0], [0, 2 / np.sqrt(13), -3 / np.sqrt(13)]], atol=1e-15)


def test_a_path_that_comes_back_has_no_way_from_start_to_end():
    with pytest.raises(ValueError, match="expected a path that ends elsewhere than it starts; got one that comes back"):
        start_to_end([[0.0, 0.0], [1.0, 0.0], [0.0, 0.0]])


def quadratic(matrix):
    return Function(lambda t: t @ matrix @ t / 2, n=len(matrix), gradient=lambda t: t @ matrix)


@pytest.mark.parametrize("n", [3, 60])
def test_the_steepest_curvatures_are_the_largest_in_size(n):
    basis, _ = np.linalg.qr(np.random.default_rng(0).normal(size=(n, n)))
    eigenvalues = np.linspace(-1, 1, n)
    eigenvalues[:2] = 5.0, -7.0
    curvature = Curvature(quadratic(basis * eigenvalues @ basis.T), np.ones(n))
    found = steepest_curvatures(curvature)
    assert_same_lines(found, basis.T[[1, 0]])
    assert_orthonormal(found, 1e-8)


def test_the_steepest_curvatures_of_a_net_are_eigenvectors_of_its_hessian():
    net = network((2, 8, 8, 1))
    generator = np.random.default_rng(0)
    f = NetworkLoss(net, generator.normal(size=(20, 2)), generator.normal(size=(20, 1)))
    curvature = Curvature(f, net.initialize("glorot_normal", seed=0))
    sizes = np.argsort(-abs(curvature.eigenvalues))[:2]
    assert_same_lines(steepest_curvatures(curvature), curvature.eigenvectors.T[sizes], atol=1e-6)


def test_the_steepest_curvatures_of_a_round_bowl_are_any_two():
    assert_orthonormal(steepest_curvatures(SURFACES["bowl"].replace(condition=1).curvature([1.0, 1.0])))
    values, vectors = leading_eigenvectors(lambda v: 3 * v, 5)
    np.testing.assert_allclose(values, 3)
    assert_orthonormal(vectors)


@pytest.mark.parametrize("n", [2, 60])
def test_curvatures_that_overflow_are_refused(n):
    f = Function(lambda t: np.sum(t**2, axis=-1), n=n, gradient=lambda t: np.where(abs(t) < 1e3, 2 * t, np.nan))
    with pytest.raises(ValueError, match="curvature of steepest_curvatures: expected a finite one"):
        steepest_curvatures(Curvature(f, np.full(n, 1e6)))
