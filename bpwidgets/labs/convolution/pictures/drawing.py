"""The board on which an image is drawn for the net."""
from __future__ import annotations

from ....pictures.board import Board
from ..shares import Passes


class Drawing(Board):
    """What is drawn, or a digit of the test in its place; read by the net with the weights that were set by hand."""

    def reading(self, settings, result) -> Passes:
        return result.passes(settings)
