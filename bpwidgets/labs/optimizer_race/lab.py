"""OptimizerRaceLab: several optimizers from one start."""
from __future__ import annotations

from types import MappingProxyType
from typing import Any

from ...widgets.lab import Lab
from ...widgets.plan import Plan, Question
from .pictures.race_curves import RaceCurves
from .pictures.race_map import RaceMap
from .pictures.race_state import PANELS, inside
from .settings import RaceSettings
from .study import optimizer_race
from .words import describe_race, places_of_race, records_of_race, summarize_race


def _places_shown(settings, result) -> dict[str, Any]:
    head, rows = places_of_race(settings, result)
    return {"caption": f"after {settings.step} step{'' if settings.step == 1 else 's'}", "head": head, "rows": rows}


class OptimizerRaceLab(Lab):
    """Which rule gets there, and why? Any of the optimizers from one start: paths, losses, and one of them from inside.

    >>> lab = OptimizerRaceLab(optimizers=("sgd", "adam"), rates="adam=0.1", steps=50)
    >>> lab.set(step=10, shown="adam")
    >>> print(lab)
    OptimizerRaceLab: 2 on bowl, step 10 of 50: Adam lowest, loss 0.032
    """

    plan = Plan(
        settings=RaceSettings, study=optimizer_race, summary=summarize_race, describe=describe_race,
        table=_places_shown,
        clock="step", records=records_of_race,
        question="Which optimizer gets there, and why?",
        questions=(Question("Which path does each optimizer take?", ("map",)),
                   Question("Which optimizer gets there first?", ("map", "losses"), ("shown",)),
                   Question("What does an optimizer remember, and what step comes of it?",
                            ("map", "memory", "squares", "effective"))),
        opens_with="Paths and losses show who is first, the effective rate of one optimizer why; problem, rivals and "
                   "rate decide the race. What an optimizer remembers is for those who ask how.",
        controls=("objective", "optimizers", "learning_rate", "step", "shown"),
        pictures=MappingProxyType({"map": RaceMap, "losses": RaceCurves, **{name: inside(name) for name in PANELS}}),
        rows=((328, {"map": 1, ("losses", "effective"): 1}), (160, {"memory": 1, "squares": 1})),
        beside=((194, {"map": 1}), (136, {"losses": 1}), (110, {"effective": 1}), (120, {"memory": 1, "squares": 1})),
        alone=("effective", "shown"),
        optional_views=("memory", "squares"))
