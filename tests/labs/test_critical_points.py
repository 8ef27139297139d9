"""Critical points: against what is known of the engine's surfaces, closed forms, and a descent that leaves a saddle.

The origin of the product net is a saddle with eigenvalues -2 and 2 (the project's reference set, O7a).
"""

from collections import Counter

import numpy as np
import pytest

from bpwidgets import engine
from bpwidgets.labs.curvature.critical_points import (
    CRITICAL_KINDS,
    SAME_FLOOR,
    InPlane,
    critical_points,
    curvature_in_plane,
)

SURFACES = engine.SURFACES


def found_on(objective, window=((-1.0, 1.0), (-1.0, 1.0)), resolution=61, origin=(0.0, 0.0), directions=np.eye(2)):
    u, v = (np.linspace(*ends, resolution) for ends in window)
    seen = InPlane(objective, np.array(origin), np.array(directions))
    return critical_points(seen, u, v, objective.plane(seen.origin, seen.directions, u, v))


def places(points, kind):
    return np.array([point.at for point in points if point.kind == kind]).reshape(-1, 2)


def is_among(point, places):
    return len(places) and np.abs(places - point).max(axis=1).min() < 1e-6


# -- what is known


@pytest.mark.parametrize("name", [name for name in SURFACES if name != "product"])
def test_every_known_minimum_and_saddle_is_found_with_its_value(name):
    surface = SURFACES[name]
    points = found_on(surface, surface.window)
    for kind, known in (("minimum", surface.minima), ("saddle", surface.saddles)):
        for x, y, value in known:
            assert is_among((x, y), places(points, kind)), (kind, x, y)
            nearest = min(points, key=lambda point: np.abs(point.at - (x, y)).max())
            assert nearest.value == pytest.approx(value, rel=1e-9, abs=1e-12)


def test_the_origin_of_the_product_net_is_a_saddle_with_eigenvalues_minus_2_and_2_that_is_left_along_the_diagonal():
    saddle, = [point for point in found_on(SURFACES["product"], SURFACES["product"].window) if point.kind == "saddle"]
    assert saddle.at == pytest.approx([0, 0], abs=1e-9) and saddle.value == 1
    assert saddle.eigenvalues == pytest.approx([-2, 2], abs=1e-8)
    assert np.abs(saddle.escape) == pytest.approx([0.5**0.5] * 2) and saddle.escape[0] * saddle.escape[1] > 0


def test_the_minima_of_the_product_net_are_a_floor_shown_by_a_few_points_apart():
    points = [point for point in found_on(SURFACES["product"], SURFACES["product"].window) if point.kind == "flat"]
    at = np.array([point.at for point in points])
    assert 6 <= len(points) <= 30 and at.prod(axis=1) == pytest.approx(np.ones(len(at)), abs=1e-9)
    for point in points:
        assert point.eigenvalues == pytest.approx([0, 2 * (point.at**2).sum()], rel=1e-6) and point.eigenvalues[0] == 0
    spread_labels = np.abs(at[:, None] - at).max(axis=-1) + 9 * np.eye(len(at))
    assert spread_labels.min() >= 3 * SAME_FLOOR


def test_all_441_points_of_the_egg_box_are_found():
    kinds = Counter(point.kind for point in found_on(SURFACES["rastrigin"], SURFACES["rastrigin"].window))
    assert kinds == {"minimum": 11 * 11, "maximum": 10 * 10, "saddle": 2 * 10 * 11}


def test_himmelblau_has_one_maximum_between_its_minima():
    points = found_on(SURFACES["himmelblau"], SURFACES["himmelblau"].window)
    assert Counter(point.kind for point in points) == {"minimum": 4, "saddle": 4, "maximum": 1}
    assert places(points, "maximum") == pytest.approx(np.array([[-0.270845, -0.923039]]), abs=1e-6)


# -- kinds


@pytest.mark.parametrize("formula, kind", [(lambda x, y: x**2 + y**2, "minimum"),
                                           (lambda x, y: x**2 - 3 * y**2 + x * y, "saddle"),
                                           (lambda x, y: 1 - x**2 - y**2, "maximum"),
                                           (lambda x, y: (x - y) ** 2, "flat"),
                                           (lambda x, y: x**4 + y**4, "flat")])
def test_the_kind_is_that_of_the_formula(formula, kind):
    points = found_on(engine.Function(lambda t: formula(t[..., 0], t[..., 1]), n=2))
    assert {point.kind for point in points} == {kind} <= set(CRITICAL_KINDS)
    assert (kind == "flat") == any((point.eigenvalues == 0).any() for point in points if point.escape is None)


def test_a_saddle_whose_curvature_is_zero_is_known_by_what_lies_around_it():
    saddle, = found_on(SURFACES["monkey_saddle"], SURFACES["monkey_saddle"].window)
    assert saddle.kind == "saddle" and saddle.eigenvalues.tolist() == [0, 0]
    x, y = 0.1 * saddle.escape
    assert x**3 - 3 * x * y**2 == pytest.approx(-1e-3, rel=0.05)    # the steepest of its three valleys


@pytest.mark.parametrize("name", ["product", "himmelblau", "beale", "saddle"])
def test_a_descent_that_is_pushed_along_the_escape_gets_away_from_a_saddle(name):
    surface = SURFACES[name]
    for point in found_on(surface, surface.window):
        if point.kind in ("saddle", "maximum"):
            for side in (1, -1):
                pushed, rate = point.at + side * 1e-3 * point.escape, 0.1 / np.abs(point.eigenvalues).max()
                path = engine.descend(surface, pushed, learning_rate=rate, steps=30)
                assert path.values[-1] < path.values[0] < point.value


@pytest.mark.parametrize("name", ["himmelblau", "rastrigin", "beale"])
def test_they_come_by_kind_and_then_by_height(name):
    points = found_on(SURFACES[name], SURFACES[name].window)
    order = [list(CRITICAL_KINDS).index(point.kind) for point in points]
    assert order == sorted(order)
    for kind in CRITICAL_KINDS:
        values = [point.value for point in points if point.kind == kind]
        assert values == pytest.approx(sorted(values), abs=1e-8)


# -- where there are none


@pytest.mark.parametrize("formula", [lambda t: 2 * t[..., 0] + t[..., 1], lambda t: np.exp(t[..., 0]) + t[..., 1] ** 2])
def test_a_slope_without_an_end_has_none(formula):
    assert found_on(engine.Function(formula, n=2)) == ()


def test_points_beyond_the_window_are_not_told():
    assert found_on(SURFACES["bowl"], ((0.1, 1.0), (0.1, 1.0))) == ()
    assert len(found_on(SURFACES["bowl"], ((-0.1, 1.0), (-0.2, 1.0)))) == 1


def test_regions_without_numbers_do_no_harm():
    well = engine.Function(lambda t: np.log(t[..., 0]) ** 2 + t[..., 1] ** 2, n=2, at=(1.0, 0.5))
    minimum, = found_on(well, ((-2.0, 2.0), (-2.0, 2.0)))
    assert minimum.kind == "minimum" and minimum.at == pytest.approx([1, 0], abs=1e-8)


def test_a_constant_is_flat_everywhere():
    assert {point.kind for point in found_on(engine.Function(lambda t: 0 * t[..., 0] + 3.0, n=2))} == {"flat"}


# -- planes through more than two coordinates


def test_of_a_net_the_gradient_is_zero_within_the_plane_and_not_beyond():
    net = engine.NetworkLoss(engine.network((2, 3, 1), "tanh"), [[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]])
    theta = net.network.initialize("glorot_normal", seed=1)
    directions = engine.norm(theta) * np.linalg.qr(np.random.default_rng(0).normal(size=(len(theta), 2)))[0].T
    points = found_on(net, origin=theta, directions=directions)
    assert points
    for point in points:
        gradient = net.gradient(theta + point.at @ directions)
        assert np.abs(directions @ gradient).max() < 1e-8 < np.abs(gradient).max()


def test_eigenvalues_do_not_depend_on_the_lengths_and_angles_of_the_directions():
    bowl, skewed = SURFACES["bowl"], np.array([[3.0, 0.0], [1.0, 0.1]])
    values, vectors = curvature_in_plane(InPlane(bowl, np.zeros(2), skewed), np.array([0.2, 0.3]))
    assert values == pytest.approx([1, 10], rel=1e-9)
    across, along = vectors.T @ skewed
    assert across[1] == pytest.approx(0, abs=1e-9) and along[0] == pytest.approx(0, abs=1e-9)


def test_where_there_is_no_number_there_is_no_curvature():
    well = engine.Function(lambda t: np.log(t[..., 0]) + t[..., 1] ** 2, n=2, at=(1.0, 0.5))
    values, vectors = curvature_in_plane(InPlane(well, np.zeros(2), np.eye(2)), np.array([-1.0, 0.0]))
    assert np.isnan(values).all() and np.isnan(vectors).all()
