"""What stands behind a canvas, as functions."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..pictures.sheet import DataPoint, Draggable, Sheet
from ..pictures.spots import Spotted


@dataclass(frozen=True)
class CanvasCallbacks:
    """What a canvas shows and whom it tells of hands.

    sheet(style, width=..., ratio=...): a sheet for a view. draw(sheet, moving=...): bring it to the present numbers.
    rest(): the hand rests; show a finer result, if there is one, and answer True if so. idle(): it has rested for a
    while. value(picture): where a picture that can be dragged stands, in words and as a number.
    drag(picture, first, places): a pointer that was pressed at the first place is at the last; of a picture that is
    drawn on, all in between are there. first: since this press nothing was told. nudge(picture, right, up): the
    arrow keys were pressed; on a picture that is drawn on, without either, the key of its pen. tell(sheet, where): what
    a sheet says of a place, or of where the hand holds one of its pictures. spots(sheet): the elements of its pictures;
    touch(picture, name): one of them was chosen. enter(name, value): a number of the formula was given this value, or
    this text was typed.
    """

    sheet: Callable[..., Sheet]
    draw: Callable[..., None]
    rest: Callable[[], bool]
    idle: Callable[[], None]
    value: Callable[[Draggable], tuple[str, float]]
    drag: Callable[[Draggable, bool, Sequence[DataPoint]], None]
    nudge: Callable[[Draggable, int, int], None]
    tell: Callable[[Sheet, Sequence[float] | str], Mapping[str, Any]]
    spots: Callable[[Sheet], list[dict[str, Any]]] = lambda sheet: []
    touch: Callable[[Spotted, str], None] = lambda picture, name: None
    enter: Callable[[str, Any], None] = lambda name, value: None
