"""The loss over a plane and the path on it: against plain loops, closed forms, and what the words promise."""

import numpy as np
import pytest

from bpwidgets import engine
from bpwidgets.experiment import Experiment
from bpwidgets.labs.surface import study as surface_study
from bpwidgets.labs.surface.study import coarse_lines, plane_of
from bpwidgets.memo import Memo
from bpwidgets.planes import problems as problems_module
from bpwidgets.planes.problems import problem_of
from bpwidgets.studies import SurfaceSettings, loss_surface

SMALL = dict(objective="2-3-1", steps=12, resolution=7)
AXES = ["random", "pca", "start_to_end", "curvature", ("W1[0,1]", "b2[0]")]
EVERY = pytest.mark.parametrize("axes", AXES, ids=str)
TWO = [name for name, row in problems_module.PROBLEMS.items() if name not in ("2-8-8-1", "2-3-1", "2-2-1", "1-2-1")]


def final(**fields):
    return list(loss_surface(SurfaceSettings(**fields)))[-1]


@pytest.fixture
def always_coarse(monkeypatch):
    """A first result however little work there is."""
    monkeypatch.setattr(surface_study, "QUICK", 0.0)


def rising(x, y):
    return np.sqrt(x) / (y > 0)


@EVERY
def test_the_surface_is_a_plain_loop_over_the_values(axes):
    settings = SurfaceSettings(**SMALL, axes=axes)
    result, f = final(**SMALL, axes=axes), problem_of(settings).objective
    d, e = result.section.directions
    loop = [[f.value(result.section.origin + u * d + v * e) for v in result.v] for u in result.u]
    np.testing.assert_allclose(result.surface, loop, rtol=1e-10)


def test_each_number_of_the_surface_belongs_to_its_own_weights():
    result = final(objective="product", resolution=5, span=3.0)
    np.testing.assert_allclose(result.surface, (np.outer(result.u, result.v) - 1)**2)
    assert result.u.tolist() == [-3.0, -1.5, 0.0, 1.5, 3.0] and result.labels == ("w1", "w2")


@pytest.mark.parametrize("resolution", [2, 3, 21, 22, 41, 60, 61, 301])
def test_coarse_lines_are_some_of_the_fine_ones_with_both_edges(resolution):
    lines = coarse_lines(resolution)
    assert lines[0] == 0 and lines[-1] == resolution - 1 and len(lines) <= 21
    assert len(set(np.diff(lines)[:-1])) <= 1


def test_the_first_result_is_coarse_and_exact_and_complete(always_coarse):
    first, last = loss_surface(SurfaceSettings(objective="2-3-1", axes="random", arrows=True))
    lines = coarse_lines(61)
    assert first.surface.shape == (21, 21) and last.surface.shape == (61, 61)
    np.testing.assert_allclose(first.surface, last.surface[np.ix_(lines, lines)], rtol=1e-12)
    assert (first.u == last.u[lines]).all() and (first.v == last.v[lines]).all()
    for name in set(vars(last)) - {"u", "v", "surface"}:
        assert getattr(first, name) is getattr(last, name)


def test_a_surface_that_is_little_work_needs_no_coarse_one(monkeypatch):
    monkeypatch.setattr(surface_study, "QUICK", np.inf)
    (only,) = loss_surface(SurfaceSettings(objective="2-8-8-1"))
    assert only.surface.shape == (61, 61)


def test_a_grid_of_few_lines_comes_whole(always_coarse):
    (only,) = loss_surface(SurfaceSettings(resolution=21))
    assert only.surface.shape == (21, 21)


def test_code_always_gets_the_fine_surface(always_coarse):
    experiment = Experiment(SurfaceSettings(objective="2-3-1"), loss_surface)
    assert experiment.result.surface.shape == (61, 61)
    experiment.sketch(learning_rate=0.7)
    assert experiment.result.surface.shape == (21, 21)


# Random directions leave out the bias of 1-1, and one weight spans no plane.
@pytest.mark.parametrize("name, axes", [(name, axes) for name in TWO for axes in (None, *AXES[:4])
                                        if (name, axes) != ("1-1", "random")])
def test_with_two_parameters_there_is_no_gap(name, axes):
    result = final(objective=name, axes=axes, resolution=3)
    finite = np.isfinite(result.path.thetas).all(axis=1)
    assert finite[:20].all() and abs(result.gap[finite]).max() <= 1e-12 and not result.hollow.any()
    np.testing.assert_array_equal(result.distance[finite], 0)
    assert "The path lies in this plane" in result.verdict


@EVERY
def test_gap_and_distance_are_those_of_the_projection(axes):
    settings = SurfaceSettings(**SMALL, axes=axes)
    result, f = final(**SMALL, axes=axes), problem_of(settings).objective
    projections = result.section.origin + result.on_plane @ result.section.directions
    shown = np.array([f.value(theta) for theta in projections])
    np.testing.assert_allclose(result.plane_values, shown, rtol=1e-12)
    np.testing.assert_allclose(result.gap, result.path.values - shown, atol=1e-14)
    np.testing.assert_allclose(result.distance, np.linalg.norm(result.path.thetas - projections, axis=1), atol=1e-12)
    np.testing.assert_array_equal(result.hollow, abs(result.gap) > settings.tolerance * result.path.values[0])


def test_points_are_hollow_where_the_gap_is_above_a_part_of_the_first_loss():
    result = final(objective="2-8-8-1", resolution=3, tolerance=0.7)
    np.testing.assert_array_equal(result.hollow, abs(result.gap) > 0.7 * result.path.values[0])
    assert 0 < result.hollow.sum() < (abs(result.gap) > 0.7 * result.path.values).sum()


def test_a_slice_of_the_final_weights_misleads_about_the_start_and_says_so():
    result = final(objective="2-3-1", optimizer="adam", learning_rate=0.1, steps=300, through="end", resolution=3)
    assert result.path.values[0] > 0.2 and result.path.values[-1] < 0.001
    assert result.gap[0] > 0.15 and result.hollow[0] and result.gap[-1] == 0
    assert "The surface misleads: at the start it shows 0.065 where the loss is 0.26." in result.verdict


def test_the_path_starts_where_it_is_told_to():
    result = final(objective="rosenbrock", start=(-1.0, 2.0), resolution=3)
    np.testing.assert_array_equal(result.path.thetas[0], [-1.0, 2.0])
    result = final(**SMALL, axes="random", start=(0.5, -0.25))
    np.testing.assert_allclose(result.on_plane[0], [0.5, -0.25], atol=1e-14)
    assert result.gap[0] == 0 and (result.theta == result.path.thetas[0]).all()


def test_a_start_in_a_plane_through_the_end_has_the_final_values_of_all_other_weights():
    fields = dict(objective="1-2-1", steps=30, through="end", resolution=3)
    run, other = final(**fields), final(**fields, start=(1.0, -2.0))
    expected = run.path.thetas[-1].copy()
    expected[[0, 4]] = 1.0, -2.0
    np.testing.assert_array_equal(other.path.thetas[0], expected)
    np.testing.assert_array_equal(other.surface, run.surface)


def test_a_start_that_moves_leaves_plane_and_surface_as_they_are():
    settings = SurfaceSettings(**SMALL, axes="pca")
    one, other = final(**SMALL, axes="pca"), list(loss_surface(settings.replace(start=(0.1, 0.1))))[-1]
    np.testing.assert_array_equal(one.surface, other.surface)
    assert (one.path.thetas[0] != other.path.thetas[0]).any()


@EVERY
def test_an_arrow_is_the_projection_of_the_true_gradient(axes):
    settings = SurfaceSettings(**SMALL, axes=axes, arrows=True)
    result, f = list(loss_surface(settings))[-1], problem_of(settings).objective
    assert result.arrow_at.shape == result.arrow_gradient.shape == (81, 2)
    for at, arrow in zip(result.arrow_at[::9], result.arrow_gradient[::9]):
        gradient = f.gradient(result.section.origin + at @ result.section.directions)
        np.testing.assert_allclose(arrow, np.linalg.lstsq(result.section.directions.T, gradient, rcond=None)[0],
                                   atol=1e-12)


def test_a_step_of_plain_descent_goes_against_its_arrow():
    settings = SurfaceSettings(**SMALL, axes="random", arrows=True)
    at = final(**SMALL, axes="random", arrows=True).arrow_at[10]
    result = list(loss_surface(settings.replace(start=tuple(at), learning_rate=0.3)))[-1]
    np.testing.assert_allclose(result.on_plane[1] - result.on_plane[0], -0.3 * result.arrow_gradient[10], atol=1e-12)


def test_the_arrows_fill_the_window():
    result = final(objective="rosenbrock", arrows=True, resolution=3)
    assert (result.u[[0, 2]].tolist(), result.v[[0, 2]].tolist()) == ([-2.0, 2.0], [-1.0, 3.0])
    edges = result.arrow_at.min(axis=0), result.arrow_at.max(axis=0)
    np.testing.assert_allclose(edges, [[-16 / 9, 1 - 16 / 9], [16 / 9, 1 + 16 / 9]])


def test_without_arrows_no_gradient_is_computed():
    result = final(**SMALL)
    assert result.arrow_at.shape == result.arrow_gradient.shape == (0, 2)


@pytest.mark.parametrize("name", ["W2[0,0]", "b1[1]"])
def test_the_slice_is_the_loss_along_one_weight_with_its_tangent(name):
    settings = SurfaceSettings(**SMALL, slice_along=name)
    result, f = list(loss_surface(settings))[-1], problem_of(settings).objective
    place = f.names.index(name)
    moved = np.tile(result.theta, (len(result.slice_weights), 1))
    moved[:, place] = result.slice_weights
    np.testing.assert_allclose(result.slice_losses, [f.value(theta) for theta in moved], rtol=1e-12)
    h = 1e-5 * np.eye(13)[place]
    slope = (f.value(result.theta + h) - f.value(result.theta - h)) / 2e-5
    assert result.slice_slope == pytest.approx(slope, rel=1e-6)
    assert (result.slice_name, result.slice_at, result.slice_loss) == (name, result.theta[place], f.value(result.theta))


def test_the_slice_along_an_axis_has_the_edges_of_the_window_and_always_shows_the_start():
    result = final(objective="2-3-1", span=3.0, resolution=3)
    assert (result.slice_weights[0], result.slice_weights[-1]) == (-3.0, 3.0) == (result.u[0], result.u[-1])
    result = final(objective="2-3-1", span=3.0, resolution=3, start=(5.0, 0.0))
    assert result.slice_weights[-1] == 6.0


@EVERY
def test_the_eigenvalues_are_those_of_the_hessian_within_the_plane(axes):
    result = final(**SMALL, axes=axes)
    hessian = engine.hessian(problem_of(SurfaceSettings(**SMALL)).objective, result.theta)
    basis = np.linalg.svd(result.section.directions, full_matrices=False)[2]
    np.testing.assert_allclose(result.eigenvalues, np.linalg.eigvalsh(basis @ hessian @ basis.T), atol=1e-9)


def test_the_origin_of_the_product_net_is_a_saddle():
    result = final(objective="product", start=(0.0, 0.0), resolution=3)
    np.testing.assert_allclose(result.eigenvalues, [-2, 2], atol=1e-9)
    np.testing.assert_array_equal(result.gradient, 0)


def test_regions_without_a_number_are_data():
    own = engine.Function(lambda t: rising(t[..., 0], t[..., 1]), n=2, at=(1.0, 1.0))
    result = final(objective=own, theta=(1.0, 1.0), resolution=5, span=2.0)
    assert np.isnan(result.surface[0]).all() and np.isinf(result.surface[-1, 0]) and np.isfinite(result.surface[-1, -1])
    assert np.isfinite(result.levels).all() and result.low < result.high


def test_a_path_that_overflows_is_told_and_not_raised():
    result = final(objective="monkey_saddle", learning_rate=1.0, resolution=3)
    assert result.path.diverged is not None and not np.isfinite(result.on_plane[-1]).all()
    assert result.verdict.startswith("Diverges. The ") and not result.hollow.any()
    result = final(objective="2-8-8-1", learning_rate=1e6, axes="random", resolution=3)
    assert result.path.diverged is not None and result.hollow.any()


def test_levels_do_not_depend_on_how_fine_the_surface_is(always_coarse):
    first, last = loss_surface(SurfaceSettings(objective="rosenbrock"))
    assert first.levels is last.levels and (last.low, last.high) == (last.levels[0], last.levels[-1])


def test_colors_that_are_held_do_not_change_with_the_weights():
    held = SurfaceSettings(**SMALL, color_range="fixed")
    moved = held.replace(weights={"b2[0]": 5.0, "W2[1,0]": 40.0})
    one, other = (list(loss_surface(settings))[-1] for settings in (held, moved))
    np.testing.assert_array_equal(one.levels, other.levels)
    following = list(loss_surface(moved.replace(color_range="auto")))[-1]
    assert (following.low, following.high) != (one.low, one.high)


def test_the_run_that_is_shown_is_computed_once(monkeypatch):
    calls = []
    monkeypatch.setattr(engine, "descend", lambda *given, descend=engine.descend: calls.append(given)
                        or descend(*given))
    settings = SurfaceSettings(objective="1-2-1", axes="pca", learning_rate=0.0123)
    memo = Memo()
    list(loss_surface(settings, memo))
    list(loss_surface(settings.replace(span=3.0, arrows=True, log_color=True), memo))
    assert len(calls) == 1 and plane_of(settings, memo)[0].path.steps == 50 and len(calls) == 1


@pytest.mark.parametrize("fields", [dict(axes="pca"), dict(through="end"), dict(axes=("W1[0,0]", "W2[0,0]")),
                                    dict(axes="start_to_end")])
def test_a_study_descends_once_without_a_memo_too(fields, monkeypatch):
    calls = []
    monkeypatch.setattr(engine, "descend", lambda *given, descend=engine.descend: calls.append(given)
                        or descend(*given))
    list(loss_surface(SurfaceSettings(objective="1-2-1", steps=5, **fields)))
    assert len(calls) == 1
