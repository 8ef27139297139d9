"""Where a picture that can be dragged stands, for who hears it."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ..settings import Settings
from ..text import number, spoken


def place_told(settings: Settings, at: Mapping[str, Any]) -> tuple[str, float]:
    """Settings as a place, and the first of their numbers.

    >>> from ..labs.weight.settings import WeightSettings
    >>> place_told(WeightSettings(), {"learning_rate": 0.001, "weights": {"w1": 0.5, "w2": -1.25}})
    ('learning rate 0.001, w1 0.5, w2 -1.25', 0.001)
    """
    fields, flat = settings.fields(), {}
    for name, value in at.items():
        flat |= value if isinstance(value, Mapping) else {name: value}
    labels = [(name in fields and fields[name].label) or name for name in flat]
    numbers = [np.ravel(value).astype(float).tolist() for value in flat.values()]
    words = [f"{label} {' and '.join(spoken(number(value)) for value in values)}"
             for label, values in zip(labels, numbers)]
    first = next((value for values in numbers for value in values), 0.0)
    return ", ".join(words), first if np.isfinite(first) else 0.0
