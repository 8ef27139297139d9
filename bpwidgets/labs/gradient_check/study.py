"""Is a gradient right, and with which step is that told best? Backpropagation, or a gradient of the user's own, against
differences of the loss.

All of it is the engine's: `sweep_steps` for the differences, `sweep_theory` for what is expected of them.
"""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from ... import engine
from ...memo import Computing, compute
from ...nets.weights import theta_of
from ...one_thread import on_one_thread
from .agreement import agreement
from .closeup import closeup
from .gradients import Claim
from .kinks import nearest_kink, switched
from .result import GradientCheckResult, Sweeps, cast, unit_of
from .settings import LARGEST, SMALLEST, GradientCheckSettings, task
from .verdict import verdict_of

# Steps for each factor of ten; and in the sweep that is shown at first, where the fine one takes long.
PER_DECADE, COARSE = 4, 1
# Parameters x weights x examples up to which no coarse sweep is needed.
QUICK = 2e4
# From so near by the second and third derivatives are computed: a kink within it leaves them without meaning.
NEAR = 3 * 2.0 ** -11


@on_one_thread
def gradient_check(settings: GradientCheckSettings, memo: Computing = compute) -> Iterator[GradientCheckResult]:
    """Sweep the steps, compare at one of them, and look at one weight; for large nets first with fewer steps.

    >>> from bpwidgets.studies import GradientCheckSettings
    >>> *_, result = gradient_check(GradientCheckSettings(step=1e-5))
    >>> result.verdict[:49], 1e-6 < result.best_step < 1e-4, 1e-6 < result.step_in_theory < 1e-4
    ('Passes. All 13 derivatives agree with central dif', True, True)
    """
    of, theta, precision = task(settings), theta_of(settings), settings.precision
    claim = Claim(of.objective, settings.row("gradient"))
    here, k = cast(theta, precision), of.network.names.index(settings.selected)
    found, near = agreement(claim, here, settings.step), closeup(claim, here, k, settings.step)
    theory = replace(memo(_theory, of.objective, theta), unit=unit_of(precision))
    large = len(theta) ** 2 * len(of.objective.x) > QUICK
    first = GradientCheckResult(
        task=of, claim=claim, theta=theta, precision=precision, selected=settings.selected,
        found=Sweeps(memo(_sweep, claim, here, COARSE if large else PER_DECADE), theory), agreement=found, closeup=near,
        kink=memo(nearest_kink, of.objective, theta, k, steps(PER_DECADE)),
        verdict=verdict_of(found, of.network.names, settings.step, theory.best_central, precision))
    yield first
    if large:
        yield replace(first, found=Sweeps(memo(_sweep, claim, here, PER_DECADE), theory))


def steps(per_decade: int) -> np.ndarray:
    """The steps of a sweep, (k,), from the smallest to the largest."""
    low, high = round(np.log10(SMALLEST)), round(np.log10(LARGEST))
    return 10.0 ** np.linspace(low, high, (high - low) * per_decade + 1)


def _sweep(claim: Claim, theta: np.ndarray, per_decade: int) -> engine.StepSweep:
    return engine.sweep_steps(claim, theta, steps(per_decade))


def _theory(objective: engine.NetworkLoss, theta: np.ndarray) -> engine.SweepTheory:
    """Coordinates with a kink near by are left out."""
    without = switched(objective, theta, NEAR * max(1.0, float(np.abs(theta).max())))
    return engine.sweep_theory(objective, theta, without=without)
