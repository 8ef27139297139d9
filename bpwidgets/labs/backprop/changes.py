"""What an edge says at the update: from which weight to which, where there is room for both."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ...pictures.boxes import Box, around
from ...pictures.brief import brief, wide
from .labels import TALL
from .layout import LINE, Layout
from .marks import Edge

# Digits from the fewest to the most: as many as tell the new weight from the old one. What stays free around a text.
FEWEST, MOST, SPARE = 2, 5, 3
# A layer with more weights than these has no room for all.
MANY = 8


def change_in_short(before: float, after: float) -> str:
    """The old weight and the new one, "" where they look alike.

    >>> change_in_short(0.15, 0.1497807), change_in_short(0.4, 0.4)
    ('0.15 → 0.1498', '')
    """
    pairs = ((brief(before, digits=digits), brief(after, digits=digits)) for digits in range(FEWEST, MOST + 1))
    return next((f"{old} → {new}" for old, new in pairs if old != new), "")


def with_changes(edges: Sequence[Edge], before: Mapping[str, float], layout: Layout) -> list[Edge]:
    """The edges with the old and the new weight, where that meets no number and no card: the selected one, and all of a
    layer that has room for all."""
    line = LINE if layout.form.line else 0
    cards = [*(box._replace(top=box.top + line) for column in layout.units for box in column), layout.loss]
    found = {edge.name: edge for edge in edges}
    groups = [[edge.name for edge in edges if edge.chosen],
              *([name for name in found if name.startswith(f"W{layer}[")] for layer in range(1, len(layout.units)))]
    for group in groups:
        if len(group) > MANY:
            continue
        longer = {**found, **{name: _longer(found[name], before[name]) for name in group}}
        boxes = {name: around(*edge.place, wide(edge.text, bold=edge.chosen) + 2 * SPARE, TALL)
                 for name, edge in longer.items() if edge.text}
        if not any(_meets(name, boxes, cards) for name in group if name in boxes):
            found = longer
    return list(found.values())


def _longer(edge: Edge, before: float) -> Edge:
    text = change_in_short(before, edge.amount) if edge.text and edge.amount is not None else ""
    return replace(edge, text=text or edge.text)


def _meets(name: str, boxes: Mapping[str, Box], cards: Sequence[Box]) -> bool:
    others = (box for other, box in boxes.items() if other != name)
    return any(boxes[name].meets(other) for other in (*cards, *others))
