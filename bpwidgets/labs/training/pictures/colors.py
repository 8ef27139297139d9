"""Which color stands for what a net says: two classes, a number, or several classes; the surer, the stronger."""
from __future__ import annotations

import numpy as np
from matplotlib.colors import to_rgb

from ....pictures.style import Style
from ....pictures.two_sided import STRONG, shaded, two_sided
from ....training.targets import Targets

# Classes beyond the first ones begin again, with another sign.
SIGNS = ("o", "D", "s", "^", "v", "P")


def class_colors(style: Style, count: int) -> tuple[str, ...]:
    """One for each class; two classes have those of the signs."""
    if count <= 2:
        return style.negative, style.positive
    colors = (style.positive, style.negative, style.activation, style.weight, style.delta, style.slope)
    return tuple(colors[k % len(colors)] for k in range(count))


def sign_of(number: int, count: int) -> str:
    """The sign of a class, the second thing beside its color."""
    return SIGNS[number % len(SIGNS)] if count > 2 else ("D", "o")[number]


def of_classes(shares: np.ndarray, style: Style, strong: float = STRONG) -> np.ndarray:
    """How sure a net is of each class (U, V, classes) as colors (V, U, 4): of the winner's, the surer the stronger."""
    count = shares.shape[-1]
    base = np.array([to_rgb(color) for color in class_colors(style, count)])
    winner, sure = shares.argmax(axis=-1), shares.max(axis=-1)
    part = (strong * (0.2 + 0.8 * (sure - 1 / count) / (1 - 1 / count)))[..., None]
    color = part * base[winner] + (1 - part) * np.array(to_rgb(style.ground))
    full = np.concatenate([color, np.ones((*winner.shape, 1))], axis=-1)
    return np.ascontiguousarray((255 * full).round().astype(np.uint8).transpose(1, 0, 2))


def of_ground(outputs: np.ndarray, targets: Targets, style: Style, span: tuple[float, float]) -> np.ndarray:
    """Outputs (U, V, outputs) as colors; numbers from the lowest to the highest that is asked for."""
    if not targets.labels:
        low, high = span
        return shaded((outputs[..., 0] - low) / (high - low), two_sided(style))
    shares = targets.shares(outputs)
    return shaded(shares[..., 1], two_sided(style)) if shares.shape[-1] == 2 else of_classes(shares, style)


def of_unit(values: np.ndarray, most: float, colors: np.ndarray) -> np.ndarray:
    """What units give (..., U, V) as colors (..., V, U, 4): the sign, and how large it is beside `most`."""
    return shaded(0.5 + 0.5 * values / most, colors)
