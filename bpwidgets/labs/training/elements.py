"""What can be pressed on the picture of the net: its units, and what makes it larger and smaller."""
from __future__ import annotations

from typing import Any

import numpy as np

from ...pictures.boxes import Box, around
from ...pictures.spots import Spot
from ...text import in_words
from .ground import Ground
from .layout import HEAD, Layout, layout_of
from .units import name_of

# What is pressed to change the net: its size, and how far from the middle of its column it stands, in px; bounds.
KNOB, AWAY, NEAR, MOST_LAYERS, MOST_UNITS = 20, 34.0, 15.0, 10, 512
# The middle of what changes the number of layers, below the inputs.
LAYERS = KNOB / 2 + AWAY


def inputs_seen(result: Any, ground: Ground) -> np.ndarray:
    """What the inputs of the net are at every place, (features, U, V), as the net takes them, within -1 to 1."""
    parts = result.run.parts
    points = np.tile(parts.train.points.mean(axis=0), (len(ground.u) * len(ground.v), 1))
    points[:, 0] = np.repeat(ground.u, len(ground.v))
    if points.shape[1] > 1:
        points[:, 1] = np.tile(ground.v, len(ground.u))
    values = parts.inputs(points).T.reshape(-1, len(ground.u), len(ground.v))
    most = np.abs(values).max(axis=(1, 2), keepdims=True)
    return values / np.where(most > 0, most, 1.0)


def knobs_of(settings: Any, places: Layout) -> dict[str, tuple[tuple[int, ...], Box]]:
    """What can be pressed to change the net: name -> the hidden layers that it makes, and its place."""
    hidden, top, knobs, away = settings.hidden, places.height - HEAD / 2 + 2, {}, away_of(places)

    def knob(name: str, sizes: tuple[int, ...], x: float, y: float = top) -> None:
        if len(sizes) <= MOST_LAYERS and all(1 <= size <= MOST_UNITS for size in sizes):
            knobs[name] = sizes, around(x, y, KNOB, KNOB)
    for layer, column in enumerate(places.columns[1:] if away else (), 1):
        before, count, after = hidden[:layer - 1], hidden[layer - 1], hidden[layer:]
        knob(f"one unit fewer in layer {layer}", (*before, count - 1, *after), column.x - away)
        knob(f"one unit more in layer {layer}", (*before, count + 1, *after), column.x + away)
    if hidden:
        knob("one layer fewer", hidden[:-1], LAYERS - AWAY, KNOB / 2)
    knob("one layer more", (*hidden, hidden[-1] if hidden else 4), LAYERS + AWAY, KNOB / 2)
    return knobs


def away_of(places: Layout) -> float:
    """How far from the middle of its column a knob stands, 0 where there is no room for any."""
    apart = places.columns[1].x - places.columns[0].x if len(places.columns) > 1 else places.width
    return next((away for away in (AWAY, NEAR) if apart >= 2 * away + KNOB), 0.0)


def elements_of(settings: Any, result: Any, width: float, height: float) -> list[Spot]:
    """What makes layers larger and smaller, then the hidden units that have a place, in the order of the forward
    pass."""
    places, ground = layout_of(result.sizes, width, height), result.ground(settings)
    columns, spots = places.columns, [Spot(name, name, box) for name, (_, box) in knobs_of(settings, places).items()]
    for layer, values in enumerate(ground.units, 1):
        for k, box in enumerate(columns[layer].boxes):
            low, high = float(values[k].min()), float(values[k].max())
            label = f"{name_of(layer, k)}: from {in_words(low, 3, 1e-9)} to {in_words(high, 3, 1e-9)} over the plane"
            spots.append(Spot(name_of(layer, k), label, box, settings.unit == name_of(layer, k)))
    return spots
