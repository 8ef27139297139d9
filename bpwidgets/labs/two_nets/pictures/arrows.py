"""Many small arrows as one artist, as long as the gradients behind them say."""
from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection

from ....pictures.frame import px_to_data, px_upwards
from ....pictures.style import Style

# Length in px of an arrow for an endless gradient, and the gradient whose arrow has half of it: long ones are pressed
# together, so that each stays in the picture, and a gradient that vanishes has no arrow.
LONGEST, HALF = 46.0, 1.0
# Half the width of the shaft, half the width and the length of the head, in px.
SHAFT, HEAD, TIP = 0.9, 3.4, 6.0


class Arrows:
    """Arrows on axes."""

    def __init__(self, axes: Axes, style: Style, color: str, zorder: float = 3.0):
        self.axes = axes
        self.artist = PolyCollection([], facecolor=color, edgecolor=style.ground, linewidths=0.5, zorder=zorder)
        axes.add_collection(self.artist, autolim=False)

    def show(self, x: np.ndarray, moves: np.ndarray) -> None:
        """From x (N, 2), in the coordinates of the axes, along moves (N, 2), in the unit of the gradient."""
        known = np.isfinite(x).all(axis=1) & np.isfinite(moves).all(axis=1)
        self.artist.set_verts(arrow_shapes(x[known], moves[known], np.array([px_to_data(self.axes, 1),
                                                                             px_upwards(self.axes, 1)])))


def lengths(moves: np.ndarray) -> np.ndarray:
    """How long the arrows are, (N,) in px.

    >>> lengths(np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1e9]])).round().tolist()
    [0.0, 23.0, 46.0]
    """
    size = np.hypot(*moves.T)
    return LONGEST * size / (size + HALF)


def arrow_shapes(x: np.ndarray, moves: np.ndarray, unit: np.ndarray) -> np.ndarray:
    """The corners of the arrows, (N, 7, 2), in the coordinates of the axes; unit: a px across and upwards."""
    along_screen = moves / unit * np.abs(unit).min()
    size = np.hypot(*along_screen.T)
    along = along_screen / np.maximum(size, 1e-300)[:, None]
    aside = np.column_stack([-along[:, 1], along[:, 0]])
    long = lengths(moves)
    tip = np.minimum(TIP, long)
    part = tip / TIP
    neck = long - tip
    corners = [(0 * long, SHAFT * part), (neck, SHAFT * part), (neck, HEAD * part), (long, 0 * part),
               (neck, -HEAD * part), (neck, -SHAFT * part), (0 * long, -SHAFT * part)]
    px = np.stack([forward[:, None] * along + up[:, None] * aside for forward, up in corners], axis=1)
    return x[:, None, :] + px * unit
