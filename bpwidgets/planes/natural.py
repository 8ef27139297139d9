"""What suits a problem until somebody chooses otherwise: its axes, the range of its rates, the scale of its colors."""
from __future__ import annotations

import math

from ..settings import Settings
from .problems import natural_rate, problem_of

# The half-widths that a window may have.
SPANS = 1e-9, 1e9


def natural_axes(settings: Settings) -> tuple[str, str]:
    """The two weights that the problem begins with."""
    return problem_of(settings).axes


def is_steep(settings: Settings) -> bool:
    """True for the objectives whose losses want a logarithmic color."""
    return problem_of(settings).steep


def rate_range(settings: Settings) -> tuple[float, float]:
    """Two decades below and above the rate that suits the problem."""
    decade = math.floor(math.log10(natural_rate(settings)))
    return 10.0 ** (decade - 2), 10.0 ** (decade + 2)
