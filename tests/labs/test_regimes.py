"""Regimes: against the roots of the recurrence by numpy, against simulated descents, and against the reference table.

The numbers stand in the project's reference set, O6c (G. Goh, Distill 2017; values recomputed): thresholds, best rates,
best momentum and spectral radii of heavy ball on quadratics. Where the article has 2 sqrt(beta) for the size of complex
roots, the reference has sqrt(beta).
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpwidgets import engine
from bpwidgets.labs.curvature.regimes import (
    REGIMES,
    along,
    best_plain_rate,
    best_tuning,
    factor,
    monotone_limit,
    rate_limit,
    regime,
)

# O6c: smallest and largest eigenvalue -> as printed there
BEST = {
    (0.01, 1.0): dict(gd_alpha=1.980198019802, gd_rate=0.980198019802, gd_max_alpha=2.0,
                      hb_alpha=3.305785123967, hb_beta=0.6694214876033, hb_rate=0.8181818181818),
    (1.0, 10.0): dict(gd_alpha=0.1818181818182, gd_rate=0.8181818181818, gd_max_alpha=0.2,
                      hb_alpha=0.2308861570204, hb_beta=0.2698738636122, hb_rate=0.5194938532959),
    (1.0, 100.0): dict(gd_alpha=0.01980198019802, gd_rate=0.980198019802, gd_max_alpha=0.02,
                       hb_alpha=0.03305785123967, hb_beta=0.6694214876033, hb_rate=0.8181818181818),
}
# O6c: rate, momentum, lambda -> spectral radius
RADII = [(0.1, 0.0, 1.0, 0.9), (0.1, 0.5, 1.0, 0.7071067811865), (0.1, 0.9, 1.0, 0.9486832980505),
         (2.9, 0.5, 1.0, 0.7071067811865),
         (3.0, 0.5, 1.0, 1.0), (3.1, 0.5, 1.0, 1.174165738677), (0.5, 0.25, 4.0, 0.5)]
# O6c: plain descent from x = 1: rate, lambda, steps -> x
PLAIN = [(0.1, 1, 10, 0.3486784401), (1.5, 1, 10, 0.0009765625), (1.99, 1, 100, 0.3660323412732), (2.0, 1, 7, -1.0),
         (2.01, 1, 100, 2.704813829421)]
RATES, MOMENTA, CURVATURES = st.floats(1e-3, 5), st.floats(0, 0.99), st.floats(-3, 3)


def descent(rate, momentum, curvature, steps, x=1.0):
    """x after each step of the engine's own descent on lambda x^2 / 2."""
    parabola = engine.Function(lambda t: curvature * t[..., 0] ** 2 / 2, n=1, gradient=lambda t: curvature * t)
    row = engine.OPTIMIZERS["momentum"].replace(momentum=momentum)
    return engine.descend(parabola, [x], row, rate, steps).thetas[:, 0]


# -- the reference


@pytest.mark.parametrize("rate, momentum, curvature, radius", RADII)
def test_the_factor_is_the_spectral_radius_of_the_reference(rate, momentum, curvature, radius):
    assert factor(rate, momentum, curvature) == pytest.approx(radius, rel=1e-9)


@pytest.mark.parametrize("ends", BEST)
def test_the_best_rate_and_momentum_are_those_of_the_reference(ends):
    expected = BEST[ends]
    assert best_tuning(*ends) == pytest.approx((expected["hb_alpha"], expected["hb_beta"], expected["hb_rate"]),
                                               rel=1e-9)
    assert best_plain_rate(*ends) == pytest.approx((expected["gd_alpha"], 0, expected["gd_rate"]), rel=1e-9)
    assert rate_limit(0.0, ends[1]) == pytest.approx(expected["gd_max_alpha"], rel=1e-9)


@pytest.mark.parametrize("rate, curvature, steps, x", PLAIN)
def test_plain_descent_is_that_of_the_reference_and_a_power_of_the_one_root(rate, curvature, steps, x):
    assert descent(rate, 0.0, curvature, steps)[-1] == pytest.approx(x, rel=1e-9)
    assert abs(x) == pytest.approx(factor(rate, 0.0, curvature) ** steps, rel=1e-9)


# -- the roots


@given(RATES, MOMENTA, CURVATURES)
def test_the_factor_is_the_size_of_the_larger_root(rate, momentum, curvature):
    roots = np.roots([1, -(1 + momentum - rate * curvature), momentum])
    assert factor(rate, momentum, curvature) == pytest.approx(abs(roots).max(), rel=1e-6)


@given(RATES, MOMENTA, CURVATURES.filter(lambda curvature: abs(curvature) > 1e-3))
def test_the_regime_is_read_off_the_roots(rate, momentum, curvature):
    roots = np.roots([1, -(1 + momentum - rate * curvature), momentum])
    largest = roots[abs(roots).argmax()]
    if abs(abs(largest) - 1) < 1e-6 or (abs(roots[0] - roots[-1]) < 1e-6 and len(roots) == 2):
        return    # on a border rounding decides
    if abs(largest) > 1:
        expected = "escaping" if largest.real > 0 else "diverging"
    else:
        expected = "monotone" if abs(largest.imag) < 1e-12 and largest.real >= 0 else "oscillating"
    assert regime(rate, momentum, curvature) == expected


def test_complex_roots_have_the_size_of_the_root_of_the_momentum_and_not_twice_that():
    assert factor(1.0, 0.25, 1.0) == 0.5


def test_the_rate_at_the_limit_swings_for_ever():
    assert regime(2 / 409.5, 0.0, 409.5) == "swinging" and regime(3.0, 0.5, 1.0) == "swinging"


@pytest.mark.parametrize("momentum", [0.0, 0.3, 0.9])
def test_the_borders_lie_where_the_roots_change(momentum):
    monotone, limit = monotone_limit(momentum, 4.0), rate_limit(momentum, 4.0)
    names = [regime(rate, momentum, 4.0) for rate in (0.99 * monotone, 1.01 * monotone, 0.99 * limit, 1.01 * limit)]
    assert names == ["monotone", "oscillating", "oscillating", "diverging"]
    assert factor(limit, momentum, 4.0) == pytest.approx(1, abs=1e-12)
    assert factor(monotone, momentum, 4.0) == pytest.approx(np.sqrt(momentum), abs=1e-7)


def test_where_nothing_curves_upwards_no_rate_is_too_large():
    assert regime(5.0, 0.5, -1.0) == "escaping" and regime(5.0, 0.5, 0.0) == "flat"
    assert factor(5.0, 0.5, 0.0) == pytest.approx(1)
    assert rate_limit(0.0, -1.0) == monotone_limit(0.0, 0.0) == np.inf


def test_huge_rates_have_a_factor_without_a_warning():
    assert factor(1e200, 0.9, 1e30) == pytest.approx(1e230) and factor(1e300, 0.9, 1e30) == np.inf


def test_arrays_are_taken_entry_by_entry():
    rates, momenta = np.array([0.1, 3.1]), np.array([[0.0], [0.5]])
    expected = [[factor(rate, momentum, 1.0) for rate in rates] for (momentum,) in momenta]
    assert factor(rates, momenta, 1.0).tolist() == expected


# -- simulated descents


@pytest.mark.parametrize("rate, momentum, curvature", [(0.05, 0.0, 4.0), (0.4, 0.0, 4.0), (0.6, 0.0, 4.0),
                                                       (0.05, 0.3, 4.0),
                                                       (0.7, 0.3, 4.0), (0.2, 0.5, -1.0), (0.9, 0.5, 4.0)])
def test_a_descent_shrinks_or_grows_by_the_factor_where_the_roots_are_real(rate, momentum, curvature):
    x = descent(rate, momentum, curvature, 60)
    assert abs(x[60] / x[59]) == pytest.approx(factor(rate, momentum, curvature), rel=1e-5)


def test_a_descent_with_complex_roots_shrinks_by_the_root_of_the_momentum_on_average():
    x = descent(0.3, 0.9, 1.0, 400)
    heights = np.log(np.abs(x))
    upper = [max(heights[k:k + 20]) for k in (100, 380)]
    assert np.exp((upper[1] - upper[0]) / 280) == pytest.approx(np.sqrt(0.9), rel=1e-3)


@given(RATES, MOMENTA, st.floats(0.1, 3))
def test_a_descent_changes_sides_only_if_it_is_said_to(rate, momentum, curvature):
    x = descent(rate, momentum, curvature, 200)
    shown = x[np.isfinite(x) & (np.abs(x) > 1e-250)]
    changes = (np.sign(shown[1:]) != np.sign(shown[:-1])).any()
    gain, border = rate * curvature, (1 - np.sqrt(momentum)) ** 2
    if gain < 0.999 * border:
        assert regime(rate, momentum, curvature) == "monotone" and not changes
    if gain > border * 1.01 + 0.01:
        assert regime(rate, momentum, curvature) != "monotone" and changes


def test_no_other_rate_or_momentum_is_better_than_the_best():
    best = best_tuning(1.0, 50.0)
    rates, momenta = best.learning_rate * np.linspace(0.5, 1.5, 101), np.linspace(0, 0.99, 100)[:, None]
    slowest = np.maximum(factor(rates, momenta, 1.0), factor(rates, momenta, 50.0))
    assert slowest.min() >= best.factor - 1e-9


def test_a_direction_tells_all_of_it():
    steep = along("steep", 10.0, 0.15, 0.0)
    assert (steep.regime, steep.words) == ("oscillating", REGIMES["oscillating"])
    assert (steep.factor, steep.monotone_limit, steep.rate_limit) == (0.5, 0.1, 0.2)
