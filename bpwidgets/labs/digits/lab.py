"""DigitsLab: can it read my handwriting?"""
from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from ...pictures.board import Board
from ...settings.strokes import text_of
from ...widgets.actions import Action, stop
from ...widgets.lab import Lab
from ...widgets.plan import Plan, Question
from .pictures.confusion import Confusion
from .pictures.failures import Noisy, Shifted, Thickened
from .pictures.gallery import Errors, KeptDigits
from .pictures.probabilities import Probabilities
from .pictures.progress import Progress
from .pictures.seen import Looked, Seen
from .pictures.units import Units
from .settings import DigitsSettings
from .study import digit_reading
from .words import describe_digits, measures_of_digits, records_of_digits, summarize_digits, table_shown

DRAWN = ("board", "seen", "looked", "probabilities")
FAILURES = ("right", "thickness", "noise")


def _clear(settings: DigitsSettings, result: Any) -> Mapping[str, Any]:
    nothing = not settings.strokes and not settings.example
    return {} if nothing else {"strokes": (), "example": 0, "pen_down": False}


def _undo(settings: DigitsSettings, result: Any) -> Mapping[str, Any]:
    return {"strokes": settings.strokes[:-1]} if settings.strokes and not settings.example else {}


def _next_error(settings: DigitsSettings, result: Any) -> Mapping[str, Any]:
    """The test digit that is wrong, and less sure than the one on the board."""
    wrong = (result.exam(settings.epoch).wrong + 1).tolist()
    place = wrong.index(settings.example) + 1 if settings.example in wrong else 0
    return {"example": wrong[place % len(wrong)]} if wrong else {}


def _keep(settings: DigitsSettings, result: Any) -> Mapping[str, Any]:
    if settings.example or not settings.strokes:
        return {}
    one = {"digit": int(settings.meant), "strokes": text_of(settings.strokes)}
    return {"kept": [*map(dict, settings.kept), one]}


class DigitsLab(Lab):
    """Can it read my handwriting? A net learns 1,348 digits in front of you; then you draw one.

    >>> lab = DigitsLab(epochs=12)
    >>> lab.set(strokes="40,28 52,14 52,86")
    >>> lab.result.reading(12).answer
    1
    >>> print(lab)      # doctest: +ELLIPSIS
    DigitsLab: epoch 12 of 12: drawing read as 1, probability 0...; 9...% of 449 test digits
    >>> lab.set(noise=0.5)
    >>> bool(lab.result.exam(12).accuracy < 0.75)
    True
    """

    plan = Plan(
        settings=DigitsSettings, study=digit_reading, summary=summarize_digits, describe=describe_digits,
        records=records_of_digits, measures=measures_of_digits, table=table_shown, clock="epoch", length="epochs",
        question="Can it read my handwriting?",
        questions=(Question("Can it read my handwriting?", (*DRAWN, "progress")),
                   Question("What does it confuse?", ("confusion", "errors")),
                   Question("What does each hidden unit look at?", (*DRAWN, "units")),
                   Question("How much can happen to a digit before it fails?", FAILURES),
                   Question("Does it read the digits that I kept?", (*DRAWN, "kept"))),
        opens_with="Draw, and the ten probabilities follow: that is the question. What the net sees and where it "
                   "looked are the reason. Fewer units, a digit moved, noise, an earlier epoch: each makes it fail.",
        controls=("hidden", "right", "noise", "epoch"),
        pictures=MappingProxyType({"board": Board, "seen": Seen, "looked": Looked, "probabilities": Probabilities,
                                   "progress": Progress, "units": Units, "confusion": Confusion, "errors": Errors,
                                   "right": Shifted, "thickness": Thickened, "noise": Noisy, "kept": KeptDigits}),
        tabs=MappingProxyType({"draw": DRAWN, "errors": ("confusion", "errors"), "learning": (*DRAWN, "progress"),
                               "inside": (*DRAWN, "units"), "disturbed": FAILURES, "your digits": (*DRAWN, "kept")}),
        tab_controls=MappingProxyType({"errors": ("hidden", "trained_on", "noise", "epoch"),
            "disturbed": ("right", "noise", "thickness", "epoch")}),
        rows=((316, {"board": 1, ("seen", "looked"): 0.5, "probabilities": 1}), (120, {"progress": 1}),
              (136, {"units": 1}), (330, {"confusion": 1, "errors": 1.3}),
              (240, {"right": 1, "thickness": 1, "noise": 1}), (150, {"kept": 1})),
        optional_views=("progress", "units", "confusion", "errors", *FAILURES, "kept", "table"),
        actions=MappingProxyType({
            "stop": stop("epochs"),
            "clear": Action("Clear", _clear, ("strokes",), help="an empty board", views=("board",)),
            "undo": Action("Undo", _undo, ("strokes",), help="takes back the last stroke", views=("board",)),
            "error": Action("Next error", _next_error, ("example",), views=("board", "errors"),
                            help="brings a test digit that the net gets wrong to the board, the surest first"),
            "keep": Action("Keep", _keep, ("kept",), help="keeps your drawing as the digit under 'you mean'",
                           views=("board", "kept"))}))
