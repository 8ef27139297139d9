"""`collect`: a lab that gathers the numbers of another one, point by point."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from ...errors import Verbatim, argument_error, nearest
from ...widgets.actions import Action
from ...widgets.lab import Lab
from ...widgets.plan import Plan
from .pictures.scatter import Scatter
from .result import Fit
from .settings import gathered_settings
from .study import gather, with_record, without_last
from .words import describe_gathered, records_gathered, summarize_gathered


def collect(lab: Lab, x: str = "", y: str = "", **arrangement: Any) -> Lab:
    """A lab beside a lab: each press of its button "Collect" adds the numbers of the moment to a scatter of points.

    Parameters
    ----------
    lab
        Whose numbers are gathered.
    x, y
        Which of them stand across and up at first; the menus choose others at any time.
    arrangement
        As for every lab: controls, views, locked, actions, more; and `records`, what was gathered before.

    Returns
    -------
    A lab: `settings.records` holds what was gathered, `to_csv` gives it away, and the change `records=[]` begins anew.

    Raises
    ------
    ArgumentError
        If the lab measures nothing that could be gathered, or has no number of that name.

    Examples
    --------
    >>> import bpwidgets as bp
    >>> lab = bp.GradientFlowLab(activation="identity", initializer="orthogonal", gain=0.1)
    >>> gathered = bp.collect(lab, x="depth", y="log10_delta_ratio")
    >>> for depth in (3, 5, 9):
    ...     lab.set(depth=depth)
    ...     gathered.press("collect")
    >>> gathered.result.y.round(9).tolist()
    [-2.0, -4.0, -8.0]
    """
    measures = lab.plan.measures
    if measures is None:
        raise argument_error("lab", "collect", "a lab with numbers to gather",
                             Verbatim(f"{lab.settings.lab}, which has none"))
    names = tuple(measures(*lab.state))
    for name in (x, y):
        if name and name.replace(" ", "_") not in names:
            raise argument_error("x and y", "collect", f"names out of {', '.join(names)}", name, nearest(name, names))
    # What is measured stands up at first, against what is chosen.
    measured = next((name for name in names if name not in lab.settings.fields()), names[-1])
    settings = gathered_settings(lab.settings.lab, names, names[0], measured)
    plan = Plan(question="How does one number depend on another?", settings=settings, study=gather,
                summary=summarize_gathered, describe=describe_gathered,
                pictures=MappingProxyType({"scatter": Scatter}), rows=((260, {"scatter": 1}),), controls=("x", "y"),
                opens_with="Two numbers, one across and one up: nothing else is chosen here.",
                records=records_gathered,
                actions=MappingProxyType({"collect": Action("Collect", with_record(lambda: measures(*lab.state)),
                                                             ("records",)),
                                          "take_back": Action("Take the last back", without_last, ("records",))}))
    return type("Collection", (Lab,), {"plan": plan, "__doc__": "What was gathered of a lab."})(
        x=x or names[0], y=y or measured, **arrangement)


def fitted(of: str, records: Sequence[Mapping[str, float]], fit: Fit, verdict: str) -> Lab:
    """What was gathered of a lab, with a law through it: each record has two numbers, across and up.

    >>> import numpy as np
    >>> fit = Fit(np.array([1.0, 4.0]), np.array([2.0, 5.0]), at=4, measured=5.5)
    >>> fitted("GradientFlowLab", [{"depth": 1, "y": 2.0}, {"depth": 2, "y": 3.0}], fit, "Close.")
    Collection from GradientFlowLab: y against depth, 2 gathered
    """
    names = tuple(records[0])
    plan = Plan(question="How far does your law reach?", settings=gathered_settings(of, names, *names),
                study=lambda settings: replace(gather(settings), fit=fit, verdict=verdict),
                summary=summarize_gathered, describe=describe_gathered, records=records_gathered,
                pictures=MappingProxyType({"scatter": Scatter}), rows=((260, {"scatter": 1}),), controls=(),
                opens_with="Nothing: the points are kept, and the law is chosen.")
    return type("Collection", (Lab,), {"plan": plan, "__doc__": "What was gathered of a lab, with a law through it."})(
        records=records, more=False)


def register(lab: Lab, x: str = "", y: str = "", **arrangement: Any) -> Lab:
    """The former name of `collect`."""
    return collect(lab, x, y, **arrangement)
