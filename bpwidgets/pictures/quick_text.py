"""Texts for pictures that are made of numbers: set by Pillow, which takes a fiftieth of the time of matplotlib.

On paper, that is by any renderer that has no pixels of its own, they are matplotlib's; and so are their measures.
"""
from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.backend_bases import RendererBase
from matplotlib.colors import to_rgb
from matplotlib.font_manager import findfont
from matplotlib.text import Text
from PIL import Image, ImageDraw, ImageFont

# Room around a text, in device pixels, for what letters have beyond their measures.
ROOM = 3
SIDES = {"left": 0.0, "center": 0.5, "right": 1.0}


class QuickText(Text):
    """One line of text without a box, not turned."""

    _found: tuple[Any, Any] = None, None    # weight and size, and the font of these

    def draw(self, renderer: RendererBase) -> None:
        """Blend the letters into the pixels of the renderer; in frames that an exact one follows, its own way."""
        if not hasattr(renderer, "buffer_rgba"):
            super().draw(renderer)
            return
        if self.get_visible() and self.get_text():
            x, y = self.get_transform().transform(self.get_position())
            self._blend(np.asarray(renderer.buffer_rgba()), renderer, float(x), float(y))
        self.stale = False

    def _blend(self, pixels: np.ndarray, renderer: RendererBase, x: float, y: float) -> None:
        size, words = renderer.points_to_pixels(self.get_fontsize()), self.get_text()
        font = self._font(size)
        tall, below = _line(font)
        left = x - SIDES[self.get_ha()] * length(font, words)
        up = {"center": -tall / 2 + below, "top": -tall + below, "bottom": below, "baseline": 0.0}[self.get_va()]
        across, whole = math.modf(left)
        quarter = round(across * 4) / 4
        mask, in_from, down = letters(font, words, quarter)
        first, top = int(whole) - ROOM + in_from, len(pixels) - round(y + up) - ROOM - math.ceil(size) + down
        if getattr(renderer, "rough", False):
            gc = renderer.new_gc()
            gc.set_foreground(self.get_color())
            renderer._renderer.draw_text_image(inked(font, words, quarter), first, top + len(mask), 0, gc)
            return
        rows, columns = slice(max(top, 0), top + len(mask)), slice(max(first, 0), first + mask.shape[1])
        place = pixels[rows, columns, :3]
        mask = mask[rows.start - top:, columns.start - first:][:place.shape[0], :place.shape[1]]
        ink = np.array(to_rgb(self.get_color()), dtype=np.float32) * 255
        blended = ink - place
        blended *= mask
        blended += place
        blended += 0.5
        place[:] = blended

    def _font(self, size: float) -> ImageFont.FreeTypeFont:
        """The font in this size; matplotlib takes a while to find one, so it is kept until the weight changes."""
        wanted = self.get_fontweight(), size
        if self._found[0] != wanted:
            self._found = wanted, _font(findfont(self.get_fontproperties()), size)
        return self._found[1]


@lru_cache(maxsize=32)
def _font(path: str, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size)


@lru_cache(maxsize=32)
def _line(font: ImageFont.FreeTypeFont) -> tuple[float, float]:
    """The height of a line, and what of it is below the base line: as matplotlib, of the letters l and p."""
    _, top, _, bottom = font.getbbox("lp", anchor="ls")
    return bottom - top, bottom


@lru_cache(maxsize=4096)
def length(font: ImageFont.FreeTypeFont, words: str) -> float:
    """The length of a text, in device pixels."""
    return font.getlength(words)


@lru_cache(maxsize=4096)
def letters(font: ImageFont.FreeTypeFont, words: str, across: float) -> tuple[np.ndarray, int, int]:
    """How much of each pixel a text covers, 0 to 1, (rows, columns, 1), and how many columns and rows without ink were
    left out before these; it begins that part of a pixel to the right."""
    wide, tall = math.ceil(length(font, words)) + 2 * ROOM + 1, math.ceil(font.size * 1.4) + 2 * ROOM
    image = Image.new("L", (wide, tall))
    ImageDraw.Draw(image).text((ROOM + across, ROOM + math.ceil(font.size)), words, fill=255, font=font, anchor="ls")
    inked = image.getbbox() or (0, 0, 0, 0)
    return np.asarray(image.crop(inked), dtype=np.float32)[:, :, None] / 255, *inked[:2]


@lru_cache(maxsize=4096)
def inked(font: ImageFont.FreeTypeFont, words: str, across: float) -> np.ndarray:
    """The same as whole numbers from 0 to 255, (rows, columns): matplotlib blends them sooner, and rounds otherwise."""
    return np.round(255 * letters(font, words, across)[0][:, :, 0]).astype(np.uint8)
