"""Points for an exercise under nbgrader: tried anew, on fresh cases; nothing that was stored counts."""
from __future__ import annotations

import math
import os
from typing import Any

from ..errors import argument_error
from ..trials.trial import NOT_ATTEMPTED, Trial

# nbgrader tells the kernel what it runs it for (nbgrader 0.9, `converters/autograde.py` and `validator.py`).
PURPOSE = "NBGRADER_EXECUTION"
GRADES = ("autograde", "validate")


def grade(exercise: Any, function: Any) -> Trial:
    """What comes of the function; an AssertionError where nbgrader grades and it is not right.

    >>> from bpwidgets.teaching import Exercise
    >>> def double(x):
    ...     return 2 * x
    >>> grade(Exercise("double", "Write `double(x)`.", double, lambda rng: (rng.normal(),)), lambda x: x + x).state
    'correct'
    """
    if not hasattr(exercise, "trial"):
        raise argument_error("item", "grade", "an exercise", exercise.name)
    trial = exercise.trial(function, patience=math.inf)
    if os.environ.get(PURPOSE) in GRADES and not trial.right:
        told = "Not attempted." if trial.state == NOT_ATTEMPTED else trial.said.replace("**", "")
        told = "\n".join(filter(None, (told, trial.given)))
        raise AssertionError(f"{exercise.name}: {told}")
    return trial
