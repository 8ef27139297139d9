"""The units of the net by name."""
from __future__ import annotations

from typing import Any

OUTPUT = "output"


def unit_names(settings: Any) -> tuple[str, ...]:
    """What can be shown large: the output, and each hidden unit.

    >>> from bpwidgets.training.settings import TrainingSettings
    >>> unit_names(TrainingSettings(hidden=(2, 1)))
    ('output', 'unit 1 of layer 1', 'unit 2 of layer 1', 'unit 1 of layer 2')
    """
    return (OUTPUT, *(name_of(layer, k) for layer, count in enumerate(settings.hidden, 1) for k in range(count)))


def name_of(layer: int, k: int) -> str:
    """The name of a hidden unit: layers count from 1, units from 0."""
    return f"unit {k + 1} of layer {layer}"


def place_of(name: str) -> tuple[int, int] | None:
    """Layer and number of a unit by its name; None for the output.

    >>> place_of("unit 2 of layer 1"), place_of("output")
    ((1, 1), None)
    """
    if name == OUTPUT:
        return None
    _, k, _, _, layer = name.split()
    return int(layer), int(k) - 1
