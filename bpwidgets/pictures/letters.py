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
QUARTERS = 4
Bitmap = tuple[np.ndarray, int, int]
# The version whose way of drawing letters is repeated here; any other draws its own. Older ones make one bitmap of a
# text, at whole pixels.
ONE_BY_ONE = mpl.__version_info__[:2] == (3, 11)


class LetterRenderer(RendererAgg):
    """matplotlib's renderer, with letters that are kept."""

    def __init__(self, width: float, height: float, dpi: float):
        super().__init__(width, height, dpi)
        # True while texts stand at whole pixels upwards and at quarters of one across, each as one bitmap that is
        # kept: for frames that are followed by an exact one.
        self.rough = False
        # Of a letter, and of a text that is drawn roughly: bitmap, left and top in px.
        self._texts: dict[Any, list[Placed]] = {}
        self._alphabets: dict[Any, Alphabet] = {}
        self._letters: dict[Any, Bitmap] = {}
        self._lines: dict[Any, Bitmap] = {}
        self._heights: dict[Any, tuple[float, float, float] | tuple[None, None, None]] = {}

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):
        """As matplotlib; formulas, and text with features or a language of its own, are left to it."""
        own = mtext is None or (mtext.get_fontfeatures() is None and mtext.get_language() is None)
        if ismath or not own or not gc.get_antialiased():
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
            return
        x, y, hinting = float(x), float(y), get_hinting_flag()
        if self.rough and not angle:
            column, across = divmod(round(QUARTERS * x), QUARTERS)
            self._print(gc, self._line(s, prop, hinting, across), column, round(self.height - y))
            return
        cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        for font, number, right, up in self._laid_out(s, prop, hinting):
            # In 64ths of a pixel, upwards: whole pixels, and the place between two of them.
            column, across = divmod(round(FRACTIONS * (x + right * cos - up * sin)), FRACTIONS)
            row, above = divmod(round(FRACTIONS * (self.height - y + right * sin + up * cos)), FRACTIONS)
            self._print(gc, self._letter(font, prop.get_size_in_points(), number, hinting, angle, across, above),
                        column, row)

    def _print(self, gc: Any, bitmap: Bitmap, column: int, row: int) -> None:
        """Draw a bitmap beside a place, in whole pixels from the left and from below."""
        ink, left, top = bitmap
        if ink.size:
            self._renderer.draw_text_image(ink, left + column, int(self.height) - top - row + len(ink), 0, gc)

    def _line(self, words: str, prop: Any, hinting: Any, across: int) -> Bitmap:
        """An upright text, so many quarters of a pixel to the right, as one bitmap."""
        key = words, prop, hinting, across, threading.get_ident()
        if key not in self._lines:
            size, letters = prop.get_size_in_points(), []
            for font, number, right, _ in self._laid_out(words, prop, hinting):
                column, part = divmod(round(QUARTERS * right) + across, QUARTERS)
                ink, left, top = self._letter(font, size, number, hinting, 0.0, part * FRACTIONS // QUARTERS, 0)
                letters.append((ink, left + column, top))
            _keep(self._lines, MOST_TEXTS, key, _together([letter for letter in letters if letter[0].size]))
        return self._lines[key]

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
                above: int) -> Bitmap:
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


def _together(bitmaps: list[Bitmap]) -> Bitmap:
    """Several bitmaps, each with its place, as one."""
    if not bitmaps:
        return np.zeros((0, 0), dtype=np.uint8), 0, 0
    left, top = min(left for _, left, _ in bitmaps), max(top for _, _, top in bitmaps)
    wide = max(left + ink.shape[1] for ink, left, _ in bitmaps) - left
    tall = top - min(top - len(ink) for ink, _, top in bitmaps)
    whole = np.zeros((tall, wide), dtype=np.uint8)
    for ink, right, high in bitmaps:
        place = whole[top - high:top - high + len(ink), right - left:right - left + ink.shape[1]]
        np.maximum(place, ink, out=place)
    return whole, left, top


def _keep(kept: dict[Any, Any], most: int, key: Any, value: Any) -> None:
    if len(kept) >= most:
        kept.clear()
    kept[key] = value
