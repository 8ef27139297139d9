"""`make_lab`: a lab for a study that the package does not have."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from types import MappingProxyType

from ...settings import Settings
from ...widgets.lab import Lab
from ...widgets.plan import Plan
from .arguments import answering_with_curves, check_arguments
from .pictures.curves import CurvesPicture
from .result import Curves
from .words import describe_curves, records_of_curves, summarize_curves


def make_lab(question: str, settings: type[Settings], study: Callable[[Settings], Curves
                                                                      | Iterator[Curves]]) -> type[Lab]:
    """A lab for a study that the package does not have: a question, what can be chosen, and a study that answers with
    `Curves`.

    The class that comes back is a lab like all others: keywords are fields, with controls, text twin and `set`. A study
    that takes long may be a generator of curves, coarse ones first.

    Raises ArgumentError for anything else, and the lab itself where the study returns something else.

    >>> import numpy as np
    >>> from bpwidgets import Curves, Settings, slider
    >>> class Swing(Settings):
    ...     damping: float = slider(0.1, 0, 1, step=0.05)
    >>> def swing(chosen):
    ...     t = np.linspace(0, 20, 201)
    ...     return Curves(t, {"height": np.exp(-chosen.damping * t) * np.cos(t)}, x_label="time")
    >>> SwingLab = make_lab("When does it stop?", Swing, swing)
    >>> SwingLab(damping=0.5)
    Swing: height ends at 1.85e-5
    """
    check_arguments(question, settings, study)
    plan = Plan(question=question, settings=settings, study=answering_with_curves(study, settings.lab),
                summary=summarize_curves,
                describe=describe_curves, records=records_of_curves, controls=tuple(settings.fields()),
                opens_with="All of its settings: whoever made the lab chose them.",
                pictures=MappingProxyType({"curves": CurvesPicture}), rows=((330, {"curves": 1}),))
    return type(settings.lab, (Lab,), {"plan": plan, "__doc__": question})
