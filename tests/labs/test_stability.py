"""The largest stable rate of a rule, found from the rule itself: against closed forms, and against what descent
does."""

import numpy as np
import pytest

from bpwidgets.engine import OPTIMIZERS, Optimizer, descend
from bpwidgets.labs.optimizer_race.stability import largest_stable_rate

LINEAR = ["sgd", "momentum", "nesterov"]


@pytest.mark.parametrize("curvature", [1e-6, 1.0, 37.0, 1e9])
@pytest.mark.parametrize("mu", [0.0, 0.3, 0.9, 0.99])
def test_linear_rules_have_the_limits_of_their_closed_forms(mu, curvature):
    momentum, nesterov = (OPTIMIZERS[name].replace(momentum=mu) for name in ("momentum", "nesterov"))
    assert largest_stable_rate(OPTIMIZERS["sgd"], curvature) * curvature == pytest.approx(2, rel=1e-9)
    assert largest_stable_rate(momentum, curvature) * curvature == pytest.approx(2 + 2 * mu, rel=1e-9)
    assert largest_stable_rate(nesterov, curvature) * curvature == pytest.approx((2 + 2 * mu) / (1 + 2 * mu), rel=1e-9)


@pytest.mark.parametrize("name", [name for name in OPTIMIZERS if name not in LINEAR])
def test_a_rule_that_is_not_linear_has_none(name):
    assert largest_stable_rate(OPTIMIZERS[name], 1.0) is None


DECAYED = Optimizer("decayed", lambda theta: {}, lambda theta, g, state, r: ((1 - 0.1 * r) * theta - r * g, state))
HEAVY = Optimizer("heavy", lambda theta: {"before": theta, "step": 0 * theta},
                  lambda theta, g, state, r: (theta - r * g + 0.5 * state["step"],
                                              {"before": theta, "step": 0.5 * state["step"] - r * g}))


@pytest.mark.parametrize("row", [DECAYED, HEAVY], ids=str)
def test_a_rule_of_ones_own_descends_below_its_limit_and_diverges_above(row):
    class Parabola:
        def gradient(self, theta, step):
            return 7 * theta

    limit = largest_stable_rate(row, 7.0)
    below, above = (np.abs(descend(Parabola(), [1.0], row, learning_rate=part * limit, steps=600).thetas[-1, 0])
                    for part in (0.98, 1.02))
    assert below < 0.1 and above > 10
