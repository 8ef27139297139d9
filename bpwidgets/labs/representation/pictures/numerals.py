"""Hundreds of points, each as the numeral of its label in the color of that label, so that no label rests on color
alone; or as plain dots, where no label is to be seen."""
from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.font_manager import FontProperties, findfont
from PIL import Image, ImageDraw, ImageFont

from ....pictures.device_image import DeviceImage
from ....pictures.style import PIXELS_PER_INCH, Style

# The role whose color each digit has.
ROLES = "weight_gradient", "delta", "activation", "slope", "weight", "path", "z", "loss", "ink", "muted"
DOT = "•"


class Numerals(DeviceImage):
    """Points in px, from the lower left corner of axes that are measured in px."""

    def __init__(self, style: Style, size: float):
        super().__init__(style)
        self._size, self._colors = size, [to_rgb(getattr(style, role)) for role in ROLES]
        self._plain = to_rgb(style.loss)

    def show(self, places: np.ndarray, labels: np.ndarray, labeled: bool) -> None:
        """Points (N, 2) with labels (N,); the same arrays again change nothing."""
        now = self._shown
        if now is None or now[0] is not places or now[1] is not labels or now[2] != labeled:
            self._shown, self.stale = (places, labels, labeled), True

    def pixels(self) -> np.ndarray:
        """The image (height, width, 4), the lowest row first; transparent between the points."""
        places, labels, labeled = self._shown
        ratio, box = self.axes.figure.dpi / PIXELS_PER_INCH, self.axes.bbox
        image = np.zeros((round(box.height), round(box.width), 4), np.float32)
        shapes = [_shape(str(digit) if labeled else DOT, self._size * ratio) for digit in range(10)]
        colors = [np.array(color if labeled else self._plain, np.float32) for color in self._colors]
        known = np.isfinite(places).all(axis=1)
        at = np.rint(np.where(known[:, None], places, -1e6) * ratio).astype(int)
        for (x, y), digit in zip(at.tolist(), labels.tolist()):
            _stamp(image, shapes[digit], colors[digit], x, y)
        return (255 * image).round().astype(np.uint8)


def _stamp(image: np.ndarray, shape: np.ndarray, color: np.ndarray, x: int, y: int) -> None:
    """Lay a shape over the image with its middle at x, y; what is outside is left out."""
    tall, wide = shape.shape[:2]
    bottom, left = y - tall // 2, x - wide // 2
    if bottom < 0 or left < 0 or bottom + tall > len(image) or left + wide > image.shape[1]:
        return
    place = image[bottom:bottom + tall, left:left + wide]
    place[:, :, :3] += shape * (color - place[:, :, :3])
    np.maximum(place[:, :, 3:], shape, out=place[:, :, 3:])


@lru_cache(maxsize=64)
def _shape(letter: str, size: float) -> np.ndarray:
    """How much of each pixel a letter covers, (rows, columns, 1), the lowest row first."""
    font = ImageFont.truetype(findfont(FontProperties(weight="bold")), size)
    side = math.ceil(2 * size)
    image = Image.new("L", (side, side))
    ImageDraw.Draw(image).text((side / 2, side / 2), letter, fill=255, font=font, anchor="mm")
    inked = np.asarray(image.crop(image.getbbox()), dtype=np.float32)[::-1, :, None] / 255
    return np.ascontiguousarray(inked)
