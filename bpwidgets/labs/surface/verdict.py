"""What a path does, and whether the plane shows it, in words."""
from __future__ import annotations

import numpy as np

from ...planes.projected import Projected
from ...settings.rows import short_of
from ...text import change_in_words, in_words, typeset
from .settings import SurfaceSettings

# The text takes for 0 what is smaller than this part of the numbers it was computed from: such digits differ between
# machines.
NOISE = 1e-12


def verdict_of(settings: SurfaceSettings, seen: Projected) -> str:
    """What the path does, and whether the plane shows it."""
    return f"{_course(settings, seen)} {_honesty(settings, seen)}"


def _course(settings: SurfaceSettings, seen: Projected) -> str:
    path, values = seen.path, seen.path.values
    if path.diverged is not None:
        return f"Diverges. {typeset(path.reason)}"
    steps = "1 step" if path.steps == 1 else f"{path.steps} steps"
    course = change_in_words(values[0], values[-1], 3, NOISE * abs(values[0]))
    return f"In {steps} of {short_of(settings.row('optimizer'))} the loss {course}."


def _honesty(settings: SurfaceSettings, seen: Projected) -> str:
    if not (seen.distance > 0).any():
        return "The path lies in this plane: the surface shows its true loss."
    worst = 0 if seen.hollow[0] else int(np.argmax(np.where(np.isnan(seen.gap), 0.0, np.abs(seen.gap))))
    where = "at the start" if worst == 0 else f"at step {worst}"
    shown, true = in_words(seen.plane_values[worst], 2), in_words(seen.path.values[worst], 2)
    if not seen.hollow.any():
        return f"The path leaves this plane, yet the surface shows its loss well: at worst {shown} for {true}, {where}."
    are = "is" if seen.hollow.sum() == 1 else "are"
    return (f"The surface misleads: {where} it shows {shown} where the loss is {true}. Of {len(seen.hollow)} points "
            f"{seen.hollow.sum()} (hollow) {are} off by more than {in_words(100 * settings.tolerance)} % of the first "
            "loss.")
