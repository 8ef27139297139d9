"""SurfaceLab: what does the loss look like around here?"""
from __future__ import annotations

from types import MappingProxyType

from ...planes.path_table import records_of_path
from ...widgets.lab import Lab
from ...widgets.plan import Plan, Question
from .pictures.off_plane_gap import OffPlaneGap
from .pictures.relief import Relief
from .pictures.slice_curve import SliceCurve
from .pictures.surface_map import SurfaceMap
from .settings import SurfaceSettings
from .study import loss_surface
from .words import describe_surface, summarize_surface


class SurfaceLab(Lab):
    """What does the loss look like around here? A plane through the weights, the path of an optimizer on it, and how
    far the picture can be believed.

    >>> lab = SurfaceLab(objective="product", start=(2.0, 0.2), learning_rate=0.05)
    >>> lab.set(weights={"w1": -1.0, "w2": 0.5})
    >>> float(abs(lab.result.gap).max())
    0.0
    """

    plan = Plan(
        settings=SurfaceSettings, study=loss_surface, summary=summarize_surface, describe=describe_surface,
        records=records_of_path,
        question="What does the loss look like around here?", clock="step",
        questions=(Question("What do the mountains of the loss look like?", ("relief",)),
                   Question("How does the loss change along one weight?", ("slice",)),
                   Question("Where does the path lead from here?", ("map",), ("theta", "objective", "arrows")),
                   Question("Does the map show the loss of the path?", ("map", "meter"),
                            ("theta", "objective", "arrows", "start"))),
        opens_with="The map around a point and the cut through it show the landscape, the meter how far to believe it; "
                   "weights and rate are what one moves first. Mountains hide what lies behind them, so they wait.",
        controls=("objective", "theta", "learning_rate", "step"),
        pictures=MappingProxyType({"map": SurfaceMap, "slice": SliceCurve, "meter": OffPlaneGap, "relief": Relief}),
        rows=((340, {"map": 1, ("slice", "meter"): 1}), (340, {"relief": 1})),
        beside=((200, {"map": 1}), (130, {"slice": 1, "meter": 1}), (200, {"relief": 1})), optional_views=("relief",))
