"""One number of ChanceLab: gradients and variances in closed form against integrals, draws, and the formulas of the
square."""
import numpy as np
import pytest

import bpwidgets as bp
from bpwidgets.labs.chance.one_number import COSTS, DRAWS, WAYS, one_number

PLACES = [(1.0, 0.5), (-0.7, 0.3), (0.0, 1.0), (2.3, 0.1), (0.2, 2.0)]


def integral(g):
    """E[g(eps)] for eps ~ N(0, 1), by the midpoint rule, fine enough for a jump."""
    count = 2_000_000
    eps = (np.arange(count) + 0.5) * (20 / count) - 10
    return float((g(eps) * np.exp(-eps**2 / 2)).sum() * (20 / count) / np.sqrt(2 * np.pi))


@pytest.mark.parametrize("mu, sigma", PLACES)
@pytest.mark.parametrize("cost", COSTS.values(), ids=COSTS)
def test_the_closed_forms_are_the_integrals(cost, mu, sigma):
    ways = {"reparameterization": lambda eps: cost.slope(mu + sigma * eps),
            "score": lambda eps: cost.f(mu + sigma * eps) * eps / sigma}
    found = one_number(cost, mu, sigma, seed=0)
    for name, estimate in ways.items():
        mean = integral(estimate)
        variance = integral(lambda eps, estimate=estimate, mean=mean: (estimate(eps) - mean) ** 2)
        assert cost.variances[name](mu, sigma) == pytest.approx(variance, rel=1e-4, abs=1e-9)
        assert found.deviations[name] == pytest.approx(np.sqrt(variance), rel=1e-4, abs=1e-4)
        if cost.smooth or name == "score":
            assert found.exact == pytest.approx(mean, rel=1e-4, abs=1e-6)


@pytest.mark.parametrize("mu, sigma", PLACES)
def test_the_variances_of_the_square_are_those_of_theory(mu, sigma):
    # d/dmu E[(z - c)^2] with mu for mu - c: 2 z has the variance 4 sigma^2; z^2 eps / sigma has
    # E[g^2] - E[g]^2 = (mu^4 + 18 mu^2 sigma^2 + 15 sigma^4) / sigma^2 - 4 mu^2.
    square = COSTS["square"]
    assert square.variances["reparameterization"](mu, sigma) == pytest.approx(4 * sigma**2)
    assert square.variances["score"](mu, sigma) == pytest.approx(
        (mu**4 + 18 * mu**2 * sigma**2 + 15 * sigma**4) / sigma**2 - 4 * mu**2)
    assert square.gradient(mu, sigma) == 2 * mu


@pytest.mark.parametrize("cost", COSTS)
def test_draws_have_the_mean_and_the_spread_that_were_computed(cost):
    for seed in range(3):
        found = one_number(COSTS[cost], 0.6, 0.4, seed)
        for way in WAYS:
            if found.biased and way == "reparameterization":
                continue
            away = abs(found.drawn[way].mean() - found.exact) / (found.deviations[way] / np.sqrt(DRAWS))
            assert away < 4 and found.drawn[way].std() == pytest.approx(found.deviations[way], rel=0.15)


def test_a_slope_misses_a_jump_and_the_score_function_does_not():
    found = one_number(COSTS["step"], 0.0, 0.5, seed=0)
    assert found.biased and not found.drawn["reparameterization"].any()
    assert found.exact == pytest.approx(2 / np.sqrt(2 * np.pi))
    lab = bp.ChanceLab(epochs=1, hidden=4, cost="step", views=("bell", "number_spread", "over_sigma", "verdict"))
    assert "is wrong" in lab.canvas.verdict


def test_neither_way_always_spreads_less():
    sigmas = np.geomspace(0.05, 2, 50)
    square, wave = (one_number(COSTS[name], 1.0, 0.5, 0).over(sigmas) for name in ("square", "wave"))
    assert (square["score"] > square["reparameterization"]).all()
    better = wave["score"] < wave["reparameterization"]
    assert better[-1] and not better[0] and (np.diff(better.astype(int)) != 0).sum() == 1
    lab = bp.ChanceLab(epochs=1, hidden=4, cost="wave", views=("bell", "number_spread", "over_sigma", "verdict"))
    assert "the score function is the better one" in lab.canvas.verdict
