"""The check of a gradient: the sweep of all steps, the agreement at one of them, and one weight from near by."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

import numpy as np

from ... import engine
from ...nets.task import Task
from .agreement import Agreement
from .closeup import Closeup
from .gradients import Claim
from .settings import PRECISIONS


def unit_of(precision: str) -> float:
    """The largest relative error of one rounding.

    >>> unit_of("float32") == 2 ** -24
    True
    """
    return float(np.finfo(precision).eps) / 2


def cast(theta: np.ndarray, precision: str) -> np.ndarray:
    """The weights (n,) in a precision; what is too large for it is inf."""
    with np.errstate(over="ignore"):
        return theta.astype(precision)


@dataclass(frozen=True, eq=False)
class Sweeps:
    """The errors of differences over all steps, measured and expected, in one precision."""

    measured: engine.StepSweep
    theory: engine.SweepTheory


@dataclass(frozen=True, eq=False)
class GradientCheckResult:
    """A gradient against differences.

    task: net, data and loss. claim: the same with the gradient that is checked. theta: the weights (n,). precision: in
    which all is computed. found: the errors at all steps. agreement: each parameter at the step of the settings.
    closeup: the loss along the selected weight. kink: how far it is along that weight to the first kink, inf for none
    within reach. verdict: passes, fails, or cannot be told at this step, and why.
    """

    task: Task
    claim: Claim
    theta: np.ndarray
    precision: str
    selected: str
    found: Sweeps
    agreement: Agreement
    closeup: Closeup
    kink: float
    verdict: str

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parameters."""
        return self.task.network.names

    @property
    def sweep(self) -> engine.StepSweep:
        """Both kinds of differences at all steps."""
        return self.found.measured

    @property
    def theory(self) -> engine.SweepTheory:
        """What theory expects of it."""
        return self.found.theory

    @cached_property
    def sweeps(self) -> Mapping[str, Sweeps]:
        """The errors in both precisions, by name."""
        return MappingProxyType({name: self.found if name == self.precision else self._in(name) for name in PRECISIONS})

    def _in(self, precision: str) -> Sweeps:
        theory = replace(self.theory, unit=unit_of(precision))
        return Sweeps(engine.sweep_steps(self.claim, cast(self.theta, precision), self.sweep.h), theory)

    @property
    def passes(self) -> Mapping[str, int]:
        """How many forward passes one gradient takes by differences: the value here and one for each parameter, or two
        for each."""
        return MappingProxyType({"forward": len(self.theta) + 1, "central": 2 * len(self.theta)})

    @property
    def best_step(self) -> float:
        """The step at which central differences come nearest to the gradient."""
        return self.sweep.best_central[0]

    @property
    def best_error(self) -> float:
        """How near they come there: length of the difference over that of the gradient."""
        return self.sweep.best_central[1]

    @property
    def step_in_theory(self) -> float:
        """The step at which central differences should be best; inf where they miss nothing of the bend."""
        return self.theory.best_central

    @cached_property
    def at(self) -> int:
        """The number of the selected parameter."""
        return self.names.index(self.selected)

    @property
    def error_of_selected(self) -> np.ndarray:
        """The relative error of central differences for the selected parameter alone, at each step of the sweep."""
        gradient = self.sweep.analytic[self.at]
        with np.errstate(all="ignore"):
            return np.abs(self.sweep.central[:, self.at] - gradient) / (abs(gradient) or 1.0)
