"""The curvature study: against closed forms, the reference table, and what the descent then does.

The curvatures and limits of the product net stand in the project's reference set, O7a; those of the weight table in
O2b.
"""

import numpy as np
import pytest

from bpwidgets import engine
from bpwidgets.labs.curvature.fastest_pair import fastest_pair
from bpwidgets.labs.curvature.scaling import standardized
from bpwidgets.labs.curvature.settings import rate_range
from bpwidgets.labs.curvature.words import (
    describe_curvature,
    measures_of_curvature,
    rows_of_prospects,
    summarize_curvature,
)
from bpwidgets.memo import Memo
from bpwidgets.planes.problems import problem_of
from bpwidgets.settings.rows import title_of
from bpwidgets.studies import CurvatureSettings, curvature_study

SURFACES = list(engine.SURFACES)
NETS = ["2-8-8-1", "2-3-1", "2-2-1", "1-2-1", "1-1"]


def run(**changes):
    return list(curvature_study(CurvatureSettings.create(**changes)))[-1]


def objective_of(name):
    return problem_of(CurvatureSettings(objective=name)).objective


# -- curvatures and limits


@pytest.mark.parametrize("condition", [1, 10, 100, 1000])
def test_the_bowl_bends_by_1_and_by_its_condition(condition):
    result = run(condition=condition)
    assert result.eigenvalues == pytest.approx([1, condition], rel=1e-9)
    assert np.abs(result.eigenvectors) == pytest.approx(np.eye(2), abs=1e-9)
    assert result.rate_limit == pytest.approx(2 / condition, rel=1e-9)


@pytest.mark.parametrize("theta, top, limit", [((1, 1), 4.0, 0.5), ((2, 0.5), 8.5, 0.2352941176471),
                                               ((4, 0.25), 32.125, 0.06225680933852)])
def test_the_sharper_the_minimum_of_the_product_net_the_smaller_the_rate(theta, top, limit):
    result = run(objective="product", theta=theta, span=5.0)
    assert result.eigenvalues == pytest.approx([0, top], rel=1e-8)
    assert result.rate_limit == pytest.approx(limit, rel=1e-8)
    assert result.eigenvalues[0] == 0 and result.regime[0] == "flat"


def test_the_origin_of_the_product_net_is_escaped_at_every_rate():
    result = run(objective="product", theta=(0, 0))
    assert result.eigenvalues == pytest.approx([-2, 2], abs=1e-8) and result.regime == ("escaping", "monotone")
    assert result.overall == "escaping"
    assert result.verdict.startswith(
        "The start is a saddle: the gradient is 0 and no step moves it, but a push along (0.707, 0.707) would free it. "
        "Rates below 1 are stable where it curves upward.")


@pytest.mark.parametrize("name", ["2-3-1", "2-8-8-1"])
def test_the_largest_curvature_is_that_of_the_whole_hessian(name):
    first, *_, last = curvature_study(CurvatureSettings(objective=name))
    values = np.linalg.eigvalsh(engine.hessian(objective_of(name), last.theta))
    assert first.largest == last.largest == pytest.approx(values[-1], rel=1e-7)
    assert last.spectrum == pytest.approx(values, abs=1e-9)
    assert values[0] - 1e-9 <= last.eigenvalues[0] <= last.eigenvalues[1] <= values[-1] + 1e-9    # Cauchy's interlacing
    assert last.prospects[2].curvature == last.largest


def test_curvatures_in_the_plane_are_the_second_differences_of_the_loss_along_the_eigenvectors():
    result = run(objective="2-8-8-1")
    objective, h = objective_of("2-8-8-1"), 1e-3
    for value, vector in zip(result.eigenvalues, result.eigenvectors.T):
        way = h * vector @ result.section.directions
        behind, here, ahead = objective.values(result.theta + np.array([[-1], [0], [1]]) * way)
        assert (behind - 2 * here + ahead) / h**2 == pytest.approx(value, abs=1e-5)


# -- regimes, and what becomes of them


@pytest.mark.parametrize("part, regime", [(0.1, "monotone"), (0.49, "monotone"), (0.6, "oscillating"),
                                          (1.0, "swinging"),
                                          (1.1, "diverging")])
def test_on_the_bowl_the_regime_of_the_steep_direction_is_what_the_descent_does(part, regime):
    result = run(condition=20, learning_rate=part * 2 / 20, steps=40)
    y = result.path.thetas[:, 1]
    assert result.regime[1] == regime
    sides, grows = (y[1:] * y[:-1] < 0).any(), abs(y[-1]) > abs(y[0]) * (1 + 1e-9)
    assert sides == (regime != "monotone") and grows == (regime == "diverging")
    assert (result.path.diverged is not None) == (regime == "diverging")


def test_the_regime_of_the_whole_is_the_worst_of_all():
    assert run(learning_rate=0.15).overall == "oscillating"
    assert run(learning_rate=0.15).regime == ("monotone", "oscillating")
    assert run(learning_rate=0.25).overall == "diverging"


def test_momentum_moves_the_limit():
    result = run(momentum=0.5, learning_rate=0.25)
    assert (result.rate_limit, result.stable_limit) == (pytest.approx(0.2), pytest.approx(0.3))
    assert result.overall == "oscillating"
    assert "Rates below 0.3 are stable with momentum 0.5, below 0.2 without." in result.verdict


def test_the_fastest_pair_is_fastest():
    best = fastest_pair(CurvatureSettings(condition=100), run(condition=100))
    assert best == {"learning_rate": pytest.approx(0.03305785123967), "momentum": pytest.approx(0.6694214876033)}
    last = run(condition=100, **best, steps=300).path.values[-1]
    for rate, momentum in ((0.9, 1), (1.1, 1), (1, 0.8), (1, 1.2)):
        other = run(condition=100, learning_rate=rate * best["learning_rate"], momentum=momentum * best["momentum"],
                    steps=300)
        assert last < other.path.values[-1]
    assert fastest_pair(CurvatureSettings(condition=100, **best), run(condition=100, **best)) == {}


# -- scaled features


def test_scaling_makes_the_valley_round_and_the_rate_jump():
    raw, scaled = run(condition=100), run(condition=100, scaled=True)
    assert scaled.eigenvalues == pytest.approx([1, 1]) and scaled.rate_limit == pytest.approx(100 * raw.rate_limit)
    assert scaled.raw_limit == raw.rate_limit
    assert "Scaled features move the largest stable rate from 0.02 to 2." in scaled.verdict
    assert "Scaled" not in raw.verdict


def test_a_line_fitted_to_scaled_inputs_has_the_curvature_2_both_ways():
    """L = mean (w x + b - y)^2 has the Hessian 2 [[mean x^2, mean x], [mean x, 1]]."""
    x = np.array([0, 3, 9, 27.0])
    expected = np.linalg.eigvalsh(2 * np.array([[(x**2).mean(), x.mean()], [x.mean(), 1]]))
    raw, scaled = run(objective="1-1"), run(objective="1-1", scaled=True)
    assert raw.eigenvalues == pytest.approx(expected, rel=1e-8)
    assert scaled.eigenvalues == pytest.approx([2, 2], rel=1e-8)
    assert scaled.raw_limit == raw.rate_limit == pytest.approx(2 / expected[1])


def test_standardized_inputs_have_mean_0_and_deviation_1():
    x = standardized(np.random.default_rng(0).normal(3, [1, 10, 0], (50, 3)))
    assert x.mean(axis=0) == pytest.approx(np.zeros(3), abs=1e-12) and x.std(axis=0) == pytest.approx([1, 1, 0])


def test_a_formula_without_features_is_not_scaled():
    with pytest.raises(ValueError,
                       match="scaled of CurvatureLab: expected False, since rosenbrock has no features; got True"):
        run(objective="rosenbrock", scaled=True)


def test_another_objective_begins_unscaled():
    assert not CurvatureSettings(scaled=True).replace(objective="rosenbrock").scaled


# -- coarse and fine


def test_what_comes_first_differs_only_in_what_is_still_looked_for():
    first, last = curvature_study(CurvatureSettings(objective="2-2-1", seed=7))
    assert not first.searched and last.searched and first.critical_points == () != last.critical_points
    for name in vars(first):
        if name not in ("searched", "critical_points", "spectrum", "section"):
            one, other = getattr(first, name), getattr(last, name)
            assert one is other or np.array_equal(one, other), name


def test_what_is_known_comes_at_once():
    settings = CurvatureSettings(objective="2-2-1", seed=8)
    memo = Memo()
    assert len(list(curvature_study(settings, memo))) == 2 == len(list(curvature_study(settings)))
    assert [result.searched for result in curvature_study(settings.replace(learning_rate=0.3), memo)] == [True]
    same_plane = settings.replace(weights={"W1[0,0]": 0.7})
    assert next(curvature_study(same_plane,
                                memo)).critical_points != () == next(curvature_study(same_plane)).critical_points


def test_own_objectives_are_bent_too():
    result = run(objective=lambda t: 3 * t[..., 0] ** 2 + t[..., 1] ** 2, theta=(1.0, 0.5))
    assert result.eigenvalues == pytest.approx([2, 6], rel=1e-8)
    assert [point.kind for point in result.critical_points] == ["minimum"]


def test_where_there_is_no_number_it_is_said():
    logarithm = engine.Function(lambda t: np.log(t[..., 0]) + t[..., 1] ** 2, names=("x", "y"), at=(1.0, 1.0))
    result = run(objective=logarithm, theta=(-1.0, 1.0))
    assert np.isnan(result.eigenvalues).all() and result.regime == ("unknown", "unknown")
    assert "The curvature overflows here, so no stable rate is known." in result.verdict
    assert "The start is" not in result.verdict
    assert rows_of_prospects(result)[0][2:4] == ("nan", "nan")


def test_at_a_pole_the_curvature_is_unknown_and_nothing_warns():
    well = engine.Function(lambda t: np.log(t[..., 0] ** 2 + t[..., 1] ** 2), names=("x", "y"), at=(1.0, 1.0))
    assert run(objective=well, theta=(0.0, 0.0)).regime == ("unknown", "unknown")


def test_weights_beyond_the_widest_window_are_taken():
    assert CurvatureSettings(theta=(1e200, 1.0)).span == 1e9


# -- words


def test_the_losses_of_critical_points_show_no_rounding_though_the_path_starts_at_a_minimum():
    settings = CurvatureSettings.create(objective="product", theta=(2.0, 0.5))
    result = list(curvature_study(settings))[-1]
    losses = [point.value for point in result.critical_points if point.kind == "flat"]
    assert 0 < max(losses) < 1e-24 and "e-" not in describe_curvature(settings, result)


@pytest.mark.parametrize("name", [*SURFACES, *NETS])
def test_the_first_line_is_short_and_the_text_has_all_of_it(name):
    settings = CurvatureSettings(objective=name)
    result = run(objective=name)
    text = describe_curvature(settings, result)
    first, verdict, *_ = text.split("\n")
    assert first == summarize_curvature(settings, result) and len(first) < 110 and verdict == result.verdict
    assert first.startswith(f"CurvatureLab: {title_of(problem_of(settings))} at (")
    assert "critical points in the window" in text
    assert "-0 " not in text and "0x" not in text
    assert ("within the plane only" in text) == (len(result.theta) > 2)
    low, high = rate_range(settings)
    assert low < settings.learning_rate < high
    assert measures_of_curvature(settings, result)["largest_curvature"] == result.largest


@pytest.mark.parametrize("changes, sentence", [
    (dict(learning_rate=0.1), "It converges without overshooting along the higher curvature, 10 (in one step), and the "
                              "lower, 1 (× 0.9). Rates below 0.2 = 2/10 are stable."),
    (dict(learning_rate=0.2), "It oscillates forever along the higher curvature, 10; it converges without overshooting "
                              "along the lower, 1 (× 0.8)."),
    (dict(learning_rate=0.3), "The loss rose from 5.5"),
    (dict(learning_rate=0.15), "Rates below 0.2 = 2/10 are stable. In 30 steps the loss falls from 5.5 to "
                               "2.91 × 10⁻⁵."),
    (dict(theta=(0, 0)), "The start is a minimum: the gradient is 0 and no step moves it. Rates below 0.2"),
    (dict(condition=1), "along every direction, curvature 1 (× "),
    (dict(objective="himmelblau", theta=(-0.2, -0.9)),
     "No direction curves upward here, so at no rate does it converge."),
    (dict(learning_rate=1e12, steps=500), "stopped being a finite number")])
def test_the_verdict_says_what_happens(changes, sentence):
    assert sentence in run(**changes).verdict


@pytest.mark.parametrize("size", [1e301, 1e155, 1e-200, 1e-310])
def test_features_of_any_size_are_standardized(size):
    x = np.array([[1.0, 5.0], [-1.0, 5.0], [0.5, 5.0]])
    np.testing.assert_allclose(standardized(x * [size, 1]), standardized(x), rtol=1e-12)
