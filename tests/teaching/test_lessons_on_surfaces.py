"""What the lessons about surfaces say outright, in their questions and between them, is so."""
import numpy as np
import pytest

import bpwidgets as bp
from bpwidgets import engine
from bpwidgets.teaching.course import all_lessons, catch_a_surface_lying, tell_saddle_plateau_and_minimum_apart
from bpwidgets.teaching.course import choose_the_rate_by_the_curvature as by_curvature

PRODUCT, PLATEAU = engine.SURFACES["product"], engine.SURFACES["plateau"]


def steps_to_half(surface, start, rate):
    return int((engine.descend(surface, start, learning_rate=rate, steps=100).values[:] < 0.5).argmax())


def test_two_starts_of_one_loss():
    assert PRODUCT.value([[2.0, 0.1], [0.5, 0.4]]) == pytest.approx(0.64)


def test_the_bowl_with_curvatures_1_and_10_takes_35_steps_at_its_best_rate():
    assert by_curvature._steps(2 / 11) == 35
    item = all_lessons()["choose-the-rate-by-the-curvature"].item("best-rate-steps")
    assert item.outcome(item.lab(condition=10)) == 35


@pytest.mark.parametrize("rate, regime", [(0.05, "monotone"), (0.15, "oscillating"), (0.21, "diverging")])
def test_from_0_05_to_0_21_a_learner_meets_all_regimes(rate, regime):
    assert bp.CurvatureLab(condition=10, learning_rate=rate).result.regime[1] == regime


def test_the_rate_of_the_unit_with_a_bias_is_just_below_its_limit():
    limit = bp.CurvatureLab(objective="1-1", learning_rate=0.0045).result.rate_limit
    assert 0.9 < 0.0045 / limit < 1


def test_how_long_the_saddle_and_the_plateau_last_from_the_starts_that_are_named():
    assert steps_to_half(PRODUCT, [0.01, 0.01], 0.05) == 44
    assert steps_to_half(PLATEAU, [3.0, 0.0], 0.5) == 29


def test_what_is_said_of_the_stuck_net():
    module = tell_saddle_plateau_and_minimum_apart
    loss = module._xor(2)
    start = loss.network.initialize("glorot_normal", seed=module.STUCK_SEED)
    path = engine.descend(loss, start, learning_rate=module.XOR_RATE, steps=10_000)
    before, after = path.thetas[1000], path.thetas[10_000]
    assert [f"{path.values[k]:.4f}" for k in (1000, 10_000)] == ["0.1255", "0.1250"]
    assert [f"{engine.norm(path.gradients[k]):.0e}" for k in (1000, 10_000)] == ["5e-04", "5e-05"]
    assert engine.norm(after) > engine.norm(before)
    assert (loss.curvature(after).eigenvalues > 0).sum() == loss.network.n == 9


def test_the_patients_of_the_clinic_are_told_apart_by_their_findings():
    module = tell_saddle_plateau_and_minimum_apart
    for patient, (name, _) in enumerate(module.PATIENTS):
        for k in range(4):
            assert module.diagnose(*module._findings(patient, k)) == name


def test_the_run_that_learns_xor_begins_at_0_256():
    assert bp.SurfaceLab(**catch_a_surface_lying.XOR).result.path.values[0] == pytest.approx(0.256, abs=5e-4)


def test_the_dot_stays_at_the_bottom_of_the_bowl():
    result = catch_a_surface_lying._goes_on().result
    assert (result.eigenvalues > 0).all()
    assert np.abs(result.plane_values - result.path.values[0]).max() < 0.01 * result.path.values[0]


@pytest.mark.parametrize("axes, below", [("start_to_end", True), ("curvature", False)])
def test_one_other_choice_of_axes_has_a_gap_below_a_hundredth(axes, below):
    result = bp.SurfaceLab(**catch_a_surface_lying.XOR, steps=100, axes=axes, through="end").result
    assert (np.abs(result.gap).max() < 0.01) is np.bool_(below)
