"""Planes: where they lie, what is projected where, and what the window shows."""

import numpy as np
import pytest

from bpwidgets import engine
from bpwidgets.labs.surface.study import plane_of
from bpwidgets.planes.problems import problem_of, theta_of
from bpwidgets.planes.sections import DIRECTION_PAIRS, PlaneSection
from bpwidgets.studies import SurfaceSettings

KINDS_AND_WEIGHTS = [*DIRECTION_PAIRS, ("W1[0,1]", "b2[0]")]
SMALL = dict(objective="2-3-1", steps=12)


def section(**fields):
    return plane_of(SurfaceSettings(**{**SMALL, **fields}))[1]


@pytest.mark.parametrize("axes", KINDS_AND_WEIGHTS, ids=str)
def test_the_projection_is_the_least_squares_one(axes):
    plane = section(axes=axes)
    thetas = np.random.default_rng(0).normal(size=(20, 13))
    seen = plane.project(thetas)
    expected, squares, *_ = np.linalg.lstsq(plane.directions.T, (thetas - plane.origin).T, rcond=None)
    np.testing.assert_allclose(seen.at, expected.T, atol=1e-12)
    np.testing.assert_allclose(seen.distance, np.sqrt(squares), rtol=1e-12)
    np.testing.assert_allclose(seen.thetas, plane.thetas(seen.at), atol=1e-14)


def test_random_directions_of_a_net_are_not_at_a_right_angle_and_the_rest_of_the_plane_allows_for_it():
    d = section(axes="random").directions
    assert abs(d[0] @ d[1]) > 0.01 * np.linalg.norm(d[0]) * np.linalg.norm(d[1])


def test_random_directions_of_a_net_are_filter_normalized_and_follow_the_seed():
    plane, other = section(axes="random"), section(axes="random", seed=1)
    net = problem_of(SurfaceSettings(**SMALL)).network
    expected = engine.filter_normalized(net, plane.origin, engine.random_directions(13, 0))
    np.testing.assert_array_equal(plane.directions, expected)
    assert (other.directions != plane.directions).any()


def test_random_directions_of_a_formula_are_orthonormal():
    d = section(objective="rosenbrock", axes="random").directions
    np.testing.assert_allclose(d @ d.T, np.eye(2), atol=1e-14)


@pytest.mark.parametrize("axes", KINDS_AND_WEIGHTS, ids=str)
def test_points_of_the_plane_lie_in_it_exactly(axes):
    plane = section(axes=axes)
    at = np.random.default_rng(0).normal(size=(20, 2))
    seen = plane.project(plane.thetas(at))
    np.testing.assert_allclose(seen.at, at, atol=1e-12)
    np.testing.assert_array_equal(seen.distance, 0)
    np.testing.assert_array_equal(seen.thetas, plane.thetas(at))


@pytest.mark.parametrize("theta", [[np.inf, 1.0, 2.0], [np.nan, 1.0, 2.0], [1e300, -1e300, 1e300]])
def test_points_that_overflow_are_projected_without_a_warning(theta):
    plane = PlaneSection(np.zeros(3), np.array([[1.0, 0.0, 0.0], [0.6, 0.8, 0.0]]), ("a", "b"))
    seen = plane.project(np.array([theta, [1.0, 2.0, 3.0]]))
    np.testing.assert_allclose(seen.distance[1], 3.0)
    assert np.isnan(seen.distance[0]) or seen.distance[0] == 1e300


def test_along_two_weights_coordinates_are_the_weights_own_values():
    settings = SurfaceSettings(**SMALL, axes=("b2[0]", "W1[0,1]"))
    _run, plane, window = plane_of(settings)
    assert plane.labels == ("b2[0]", "W1[0,1]")
    names, theta = problem_of(settings).names, theta_of(settings)
    at = plane.project(theta[None]).at[0]
    np.testing.assert_array_equal(at, theta[[names.index("b2[0]"), names.index("W1[0,1]")]])
    np.testing.assert_array_equal(window.center, 0)


@pytest.mark.parametrize("axes", ["random", "curvature", ("W1[0,1]", "b2[0]")], ids=str)
@pytest.mark.parametrize("through, point", [("start", 0), ("end", -1)])
def test_a_plane_goes_through_the_start_or_the_end_of_the_run(axes, through, point):
    run, plane, _ = plane_of(SurfaceSettings(**SMALL, axes=axes, through=through))
    distance = plane.project(run.path.thetas).distance
    assert distance[point] == 0 and distance[-1 - point] > 0


def test_the_components_of_a_path_are_seen_from_its_end_and_start_to_end_from_its_start():
    run, plane, _ = plane_of(SurfaceSettings(**SMALL, axes="pca"))
    np.testing.assert_array_equal(plane.origin, run.path.thetas[-1])
    run, plane, _ = plane_of(SurfaceSettings(**SMALL, axes="start_to_end"))
    seen = plane.project(run.path.thetas)
    length = np.linalg.norm(run.path.thetas[-1] - run.path.thetas[0])
    np.testing.assert_allclose(seen.at[[0, -1]], [[0, 0], [length, 0]], atol=1e-14)
    np.testing.assert_array_equal(seen.distance[[0, -1]], 0)


@pytest.mark.parametrize("axes", ["pca", "start_to_end"])
def test_the_window_of_a_path_shows_all_of_it(axes):
    run, plane, window = plane_of(SurfaceSettings(**SMALL, axes=axes))
    away = abs(plane.project(run.path.thetas).at - window.center) / window.half
    assert 0.5 < away.max() < 1


@pytest.mark.parametrize("axes", ["pca", "start_to_end"])
@pytest.mark.parametrize("name", ["saddle", "monkey_saddle"])
def test_plane_and_window_are_laid_along_a_run_only_up_to_where_it_runs_away(axes, name):
    run, plane, window = plane_of(SurfaceSettings(objective=name, axes=axes, learning_rate=0.1, steps=300))
    before = plane.project(run.path.thetas[:5]).at
    assert not abs(run.path.thetas).max() < 1e20 and window.half.max() < 2000
    assert (abs(before - window.center) <= window.half).all() and np.isfinite(plane.directions).all()


def test_the_window_of_two_weights_stands_still_while_the_weights_move():
    settings = SurfaceSettings(**SMALL)
    moved = settings.replace(weights={"W1[0,0]": 1.0, "b2[0]": 2.0})
    for one, other in zip(plane_of(settings)[2], plane_of(moved)[2]):
        np.testing.assert_array_equal(one, other)


def test_a_window_has_the_proportions_of_the_problem_and_the_width_that_was_chosen():
    _, _, window = plane_of(SurfaceSettings(objective="rosenbrock", axes=("y", "x"), span=3.0))
    np.testing.assert_allclose([window.center, window.half], [[1.0, 0.0], [3.0, 3.0]])
    u, v = window.lines(3)
    assert u.tolist() == [-2.0, 1.0, 4.0] and v.tolist() == [-3.0, 0.0, 3.0]


@pytest.mark.parametrize("fields, told", [
    (dict(axes="random", theta=np.zeros(13)), "axes of the plane: expected two independent directions; got 'random'"),
    (dict(objective="1-1", axes="random"), "expected two independent directions"),
    (dict(objective="bowl", theta=(0.0, 0.0), axes="pca"),
     "expected a path that moves; got one that stays where it is"),
])
def test_axes_that_span_no_plane_here_are_refused(fields, told):
    with pytest.raises(ValueError, match=told):
        section(**fields)
