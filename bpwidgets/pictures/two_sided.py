"""Colors of an answer with two sides, no and yes: the surer, the stronger."""
from __future__ import annotations

import numpy as np
from matplotlib.colors import to_rgb

from .cells import SHADES, palette
from .style import Style

# How strong the color of a side is on the ground where the answer is sure; points have the whole color.
STRONG = 0.5


def mixed(color: str, part: float, ground: str) -> tuple[float, ...]:
    """A color, over the ground."""
    return tuple(part * above + (1 - part) * below for above, below in zip(to_rgb(color), to_rgb(ground)))


def two_sided(style: Style, strong: float = STRONG) -> np.ndarray:
    """Colors (SHADES, 4) from surely no, or below zero, to surely yes."""
    anchors = [mixed(style.negative, strong, style.ground), mixed(style.negative, 0.42 * strong, style.ground),
               mixed(style.ink, 0.015, style.ground), mixed(style.positive, 0.42 * strong, style.ground),
               mixed(style.positive, strong, style.ground)]
    return palette(anchors)


def shaded(parts: np.ndarray, colors: np.ndarray) -> np.ndarray:
    """Parts of the range (..., U, V), 0 to 1, as colors (..., V, U, 4)."""
    known = np.nan_to_num(parts.swapaxes(-1, -2), nan=0.5)
    return colors[(np.clip(known, 0, 1) * (SHADES - 1) + 0.5).astype(np.intp)]
