"""The board on which an image is drawn for the net."""
from __future__ import annotations

from ....pictures.board import Board
from ..shares import Passes


class Drawing(Board):
    """What is drawn, or an image of the test in its place; read by the net with the weights that were set by hand."""

    def of_data(self, settings, result) -> str:
        meant = result.images.names[result.shown.meant]
        return f"test {result.images.noun} {settings.example}, meant as {meant}"

    def reading(self, settings, result) -> Passes:
        return result.passes(settings)
