"""Where the units of the net stand: small maps in columns, as large as there is room for."""
from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ...pictures.boxes import Box, around

# In px: room above for the names of the columns, below, and at the sides; the largest and the smallest map, the gap
# between two of them, and between two columns at least.
HEAD, BELOW, LEFT, RIGHT = 24, 24, 34, 4
LARGEST, SMALLEST, BETWEEN, GAP = 38.0, 13.0, 0.24, 16.0
# Room for the line that says how many units more there are.
LINE_OF_MORE = 14


@dataclass(frozen=True)
class Column:
    """The units of a layer that have room, from the top; hidden: how many more there are. x: its middle."""

    x: float
    boxes: tuple[Box, ...]
    hidden: int


@dataclass(frozen=True)
class Layout:
    """columns: the inputs, then each hidden layer. ends: where the outputs are, at the right border."""

    columns: tuple[Column, ...]
    ends: tuple[tuple[float, float], ...]
    width: float
    height: float

    def ends_of(self, layer: int) -> tuple[np.ndarray, np.ndarray]:
        """Where the edges into a layer, from 1 on, begin, (sources, 2), and end, (targets, 2)."""
        sources = [(box.right, box.middle[1]) for box in self.columns[layer - 1].boxes]
        targets = ([(box.left, box.middle[1]) for box in self.columns[layer].boxes] if layer < len(self.columns)
                   else self.ends)
        return np.array(sources), np.array(targets)


@lru_cache(maxsize=64)
def layout_of(sizes: tuple[int, ...], width: float, height: float) -> Layout:
    """The places for a net of these sizes, from the inputs to the outputs."""
    drawn, room = sizes[:-1], height - HEAD - BELOW
    most = max(min(LARGEST, (width - LEFT - RIGHT) / len(drawn) - GAP), SMALLEST)
    across = (width - LEFT - RIGHT - most / 2) / len(drawn)
    columns = tuple(_column(count, LEFT + most / 2 + k * across, room, most) for k, count in enumerate(drawn))
    middle, step = BELOW + room / 2, min(30.0, room / max(sizes[-1], 1))
    ends = tuple((width - RIGHT, middle + ((sizes[-1] - 1) / 2 - j) * step) for j in range(sizes[-1]))
    return Layout(columns, ends, width, height)


def _column(count: int, x: float, room: float, most: float) -> Column:
    side = min(most, room / (count + BETWEEN * (count - 1)))
    shown = count
    if side < SMALLEST:
        side = SMALLEST
        shown = max(int((room - LINE_OF_MORE) / (side * (1 + BETWEEN))), 1)
    pitch, middle = side * (1 + BETWEEN), BELOW + room / 2 + (LINE_OF_MORE / 2 if shown < count else 0)
    boxes = tuple(around(x, middle + ((shown - 1) / 2 - k) * pitch, side, side) for k in range(shown))
    return Column(x, boxes, count - shown)

