"""What a diagram is made of, as values."""
from __future__ import annotations

from dataclasses import dataclass

from ...pictures.boxes import Box
from ...pictures.cards import Cell, Note


@dataclass(frozen=True)
class Edge:
    """A weight. amount: what its width and color stand for, None where that is not known yet; share: its size beside
    the largest of its layer; text: its number, '' where there is no room; place: where that stands."""

    name: str
    start: tuple[float, float]
    end: tuple[float, float]
    amount: float | None
    share: float
    lit: bool
    chosen: bool
    text: str
    place: tuple[float, float]


@dataclass(frozen=True)
class Scene:
    """All of the diagram at a moment. heads: names of columns and letters, the same at all moments of a net."""

    sentence: str
    cards: tuple[Box, ...]
    cells: tuple[Cell, ...]
    notes: tuple[Note, ...]
    heads: tuple[Note, ...]
    edges: tuple[Edge, ...]
    dots: tuple[Cell, ...]
    loss: Box
    loss_state: str
    outputs: tuple[tuple[float, float], ...]
    chips: tuple[Cell, ...]
