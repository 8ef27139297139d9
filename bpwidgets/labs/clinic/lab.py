"""ClinicLab: what is wrong with this program?"""
from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

from ...faults.judge import judge
from ...trials.trial import Trial, Wrong
from ...widgets.actions import Action
from ...widgets.lab import Lab
from ...widgets.plan import Plan, Question
from .code import code_shown
from .pictures.probes import Probes
from .pictures.program import ProgramText
from .pictures.sizes import LayerSizes
from .pictures.training_curve import TrainingCurve
from .settings import ClinicSettings
from .study import clinic
from .words import (
    describe_clinic,
    measures_of_clinic,
    records_of_clinic,
    summarize_clinic,
    table_shown,
)


def _told_line(settings: ClinicSettings, result: Any) -> dict[str, str]:
    """The wrong line is accused, which tells everything."""
    return {} if result.solved else {"accused": f"line {result.hidden.lines[0]}"}


class ClinicLab(Lab):
    """One line of this program is wrong. Which one? A backward pass or an update, a training with it, a gradient check
    with few probes, its lines to be accused, and a judge for whoever has repaired it.

    >>> lab = ClinicLab(fault="slope_left_out")
    >>> lab.set(probes=("W1[0,1]", "b2[0]"), accused="line 13")
    >>> lab.result.fault.title, lab.result.fix
    ('slope left out', ('    delta1 = delta2 @ W2.T * slope(z1)',))
    """

    plan = Plan(
        settings=ClinicSettings, study=clinic, summary=summarize_clinic, describe=describe_clinic,
        records=records_of_clinic, measures=measures_of_clinic, table=table_shown, code=code_shown,
        question="One line of this program is wrong. Which one?",
        questions=(Question("Does the loss tell that something is wrong?", ("losses",)),
                   Question("Does the loss tell that something is wrong?", ("losses", "sizes")),
                   Question("Where does the check find a difference?", ("probes",))),
        opens_with="The lines, what a training with them does, and a check that is rationed are what one has at the "
                   "desk; patient and accusation are what one chooses. The table has the numbers of the probes.",
        controls=("patient", "accused", "probes"),
        pictures=MappingProxyType({"program": ProgramText, "losses": TrainingCurve, "sizes": LayerSizes,
                                   "probes": Probes}),
        rows=((348, {"program": 2.07, ("losses", "sizes"): 0.85, "probes": 0.98}),),
        beside=((348, {"program": 1}), (150, {"losses": 1}), (140, {"sizes": 1}), (340, {"probes": 1})),
        alone=("program", "probes", "accused"), optional_views=("code", "table"),
        actions=MappingProxyType({"tell": Action("Tell the line", _told_line, ("accused",),
                                                 help="accuses the wrong line, if you want to know")}))

    def judge(self, function: Callable[..., Any], seed: int | None = None) -> Trial:
        """What comes of a repaired program, tried on fresh nets of other sizes: a gradient is compared with central
        differences, updates with the path of the engine's own rule. Nothing is said of the fault.

        >>> lab = ClinicLab(fault="sign")
        >>> print(lab.judge(lab.result.program.function))
        Correct. It agrees with the reference in 12 fresh cases.
        """
        result = self.result
        as_it_was = Wrong("as it was", result.hidden.function, "The line that is wrong still is.")
        return judge(result.program, function, (as_it_was,), seed)
