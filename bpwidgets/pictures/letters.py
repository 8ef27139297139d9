"""Text as matplotlib draws it, pixel for pixel, from letters that are kept.

From 3.11 on matplotlib lays a text out and makes the bitmap of each of its letters anew with every frame, each with a
transform of its own: half the time of a picture of curves. Here a layout is made once, and the bitmap of a letter once
for each of the places between two pixels where it is drawn.
"""
from __future__ import annotations

import math
import threading
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib import ft2font
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg, get_hinting_flag

from .alphabet import FRACTIONS, Alphabet, Placed

# Layouts and bitmaps are dropped when there are more; a sheet meets some thousand letters in a long drag.
MOST_TEXTS, MOST_LETTERS, MOST_FONTS = 500, 4000, 30
QUARTER = FRACTIONS // 4
# The version whose way of drawing letters is repeated here; any other draws its own. Older ones make one bitmap of a
# text, at whole pixels.
ONE_BY_ONE = mpl.__version_info__[:2] == (3, 11)


class LetterRenderer(RendererAgg):
    """matplotlib's renderer, with letters that are kept."""

    def __init__(self, width: float, height: float, dpi: float):
        super().__init__(width, height, dpi)
        # True while letters stand at whole pixels upwards and at quarters of one across, where their bitmaps are known
        # sooner: for frames that are followed by an exact one.
        self.rough = False
        # Of a letter: bitmap, left and top in px.
        self._texts: dict[Any, list[Placed]] = {}
        self._alphabets: dict[Any, Alphabet] = {}
        self._letters: dict[Any, tuple[np.ndarray, int, int]] = {}
        self._heights: dict[Any, tuple[float, float, float] | tuple[None, None, None]] = {}

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):
        """As matplotlib; formulas, and text with features or a language of its own, are left to it."""
        own = mtext is None or (mtext.get_fontfeatures() is None and mtext.get_language() is None)
        if ismath or not own or not gc.get_antialiased():
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
            return
        hinting, size, height = get_hinting_flag(), prop.get_size_in_points(), int(self.height)
        cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        for font, number, right, up in self._laid_out(s, prop, hinting):
            # In 64ths of a pixel, upwards: whole pixels, and the place between two of them.
            column, across = self._place(x + right * cos - up * sin, QUARTER)
            row, above = self._place(self.height - y + right * sin + up * cos, FRACTIONS)
            bitmap, left, top = self._letter(font, size, number, hinting, angle, across, above)
            if bitmap.size:
                self._renderer.draw_text_image(bitmap, left + column, height - top - row + len(bitmap), 0, gc)

    def _get_font_height_metrics(self, prop: Any) -> tuple[float, float, float] | tuple[None, None, None]:
        """How far a font reaches above and below its line, and the gap between lines, in px; matplotlib asks for it
        with each text, and where the answer is None reads the tables of the font."""
        if prop not in self._heights:
            font = self._prepare_font(prop)
            found = font.get_sfnt_table("OS/2")
            scale = 1 / font.get_sfnt_table("head")["unitsPerEm"] * prop.get_size_in_points() * self.dpi / 72
            above, below, gap = (found[f"sTypo{name}"] * scale for name in ("Ascender", "Descender", "LineGap")
                                 ) if found else (None, None, None)
            _keep(self._heights, MOST_TEXTS, prop, (above, below and -below, gap))
        return self._heights[prop]

    def _place(self, px: float, step: int) -> tuple[int, int]:
        """A place in whole pixels and 64ths of one; a rough one in steps of so many 64ths."""
        return divmod(step * round(FRACTIONS / step * px) if self.rough else round(FRACTIONS * px), FRACTIONS)

    def get_text_width_height_descent(self, s, prop, ismath):
        """As matplotlib; formulas are left to it."""
        if ismath:
            return super().get_text_width_height_descent(s, prop, ismath)
        return self._alphabet(prop, get_hinting_flag()).size(s)

    def _laid_out(self, words: str, prop: Any, hinting: Any) -> list[Placed]:
        key = words, prop, hinting, threading.get_ident()
        if key not in self._texts:
            _keep(self._texts, MOST_TEXTS, key, self._alphabet(prop, hinting).laid_out(words))
        return self._texts[key]

    def _alphabet(self, prop: Any, hinting: Any) -> Alphabet:
        # matplotlib has fonts of its own for each thread, since it sets their size and transform.
        key = prop, hinting, threading.get_ident()
        if key not in self._alphabets:
            kept = prop.copy()
            _keep(self._alphabets, MOST_FONTS, (kept, hinting, threading.get_ident()),
                  Alphabet(lambda: self._prepare_font(kept), hinting))
        return self._alphabets[key]

    def _letter(self, font: Any, size: float, number: int, hinting: Any, angle: float, across: int,
                above: int) -> tuple[np.ndarray, int, int]:
        key = font, size, number, hinting, angle, across, above
        if key not in self._letters:
            cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
            font.set_size(size, self.dpi)
            font._set_transform((0x10000 * np.array([[cos, -sin], [sin, cos]])).round().astype(int), [across, above])
            made = font._render_glyph(number, hinting, ft2font.RenderMode.NORMAL)
            _keep(self._letters, MOST_LETTERS, key, (made.buffer, made.left, made.top))
        return self._letters[key]


class LetterCanvas(FigureCanvasAgg):
    """A canvas with this renderer."""

    def get_renderer(self) -> RendererAgg:
        """The renderer for the present size."""
        kind = LetterRenderer if ONE_BY_ONE else RendererAgg
        size = *self.get_width_height(physical=True), self.figure.dpi
        if self._lastKey != size:
            self.renderer, self._lastKey = kind(*size), size
        return self.renderer


def _keep(kept: dict[Any, Any], most: int, key: Any, value: Any) -> None:
    if len(kept) >= most:
        kept.clear()
    kept[key] = value
