"""From strokes to 8 x 8 pixels, as the digits of the data set were made.

The program of the NIST brought each digit to a field of 32 x 32: slant taken out by a shear, the digit as high as the
field and 20 wide, lines so thick that about a third of the field is ink. Each pixel then counts the black ones in a
block of 4 x 4. Here the strokes are lines without thickness until the last step, so nothing is lost before.
"""
from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

FIELD, BLOCK, SIDE = 32, 4, 8
WIDE, TALL = 20.0, 32.0
# The part of the field that is ink, as in the data set; half the thickness of lines, which come to that part within
# these bounds. Lines stay away from the border by INSET.
INK, THIN, THICK, INSET = 0.305, 1.5, 5.0, 2.5
# Of a drawing as it stands: half the thickness of its lines.
PEN = 2.5
# A digit is not made wider than high, nor higher than wide, by more than this: a bare 1 stays a line.
STRETCH = 1.2
# How near to the top or the bottom, in parts of the height, lines say where a digit begins and ends; looked at in these
# places of each straight piece.
NEAR, ALONG = 0.15, np.linspace(0, 1, 9)

_middles = np.arange(FIELD) + 0.5
# The middles of all places of the field, (1024, 2).
PLACES = np.stack(np.meshgrid(_middles, _middles), axis=-1).reshape(-1, 2)
PLACES.flags.writeable = False


class Segments(NamedTuple):
    """Straight pieces of strokes, from (n, 2) to (n, 2); a dot is one that ends where it begins."""

    starts: np.ndarray
    ends: np.ndarray

    @classmethod
    def of(cls, strokes: Sequence[Sequence[tuple[float, float]]]) -> Segments:
        """All pieces of the strokes."""
        lines = [np.array(stroke, dtype=float) for stroke in strokes]
        return cls(np.concatenate([line[:-1] if len(line) > 1 else line for line in lines]),
                   np.concatenate([line[1:] if len(line) > 1 else line for line in lines]))

    def moved(self, scale: np.ndarray, shift: np.ndarray) -> Segments:
        """Each point times the scale, which may be a matrix, plus the shift."""
        return Segments(*(points @ np.diag(scale) + shift if scale.ndim == 1 else points @ scale + shift
                          for points in self))

    def distances(self) -> np.ndarray:
        """How far each place of the field is from the nearest piece, (32, 32)."""
        along = self.ends - self.starts
        squares = np.maximum((along * along).sum(axis=1), 1e-300)
        # |a - t v|^2 = |a|^2 - t (2 a.v - t |v|^2), a from the start of a piece to a place, v the piece, t its part.
        dots = PLACES @ along.T - (self.starts * along).sum(axis=1)
        away = (PLACES**2).sum(axis=1)[:, None] - 2 * PLACES @ self.starts.T + (self.starts**2).sum(axis=1)
        part = np.clip(dots / squares, 0, 1)
        away -= part * (2 * dots - part * squares)
        nearest: np.ndarray = np.sqrt(np.maximum(away.min(axis=1), 0))
        return nearest.reshape(FIELD, FIELD)


def field_of(strokes: Sequence[Sequence[tuple[float, float]]], centered: bool = True) -> np.ndarray:
    """The field with ink, (32, 32) of True and False, for strokes in parts of the board; without strokes there is none.

    centered: True for slant, size, place and thickness as in the data set, False for the drawing as it stands.
    """
    if not strokes:
        return np.zeros((FIELD, FIELD), bool)
    pieces = Segments.of(strokes)
    if not centered:
        return pieces.moved(np.full(2, float(FIELD)), np.zeros(2)).distances() <= PEN
    away = fitted(upright(pieces)).distances()
    inked: np.ndarray = away <= np.clip(np.quantile(away, INK), THIN, THICK)
    return inked


def pixels_of(field: np.ndarray) -> np.ndarray:
    """The part of each block of 4 x 4 that is ink, (64,).

    >>> pixels_of(np.eye(32, dtype=bool)).reshape(8, 8)[0].tolist()
    [0.25, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    """
    counted: np.ndarray = field.reshape(SIDE, BLOCK, SIDE, BLOCK).sum(axis=(1, 3)).ravel()
    return counted / BLOCK**2


def upright(pieces: Segments) -> Segments:
    """Sheared so that the leftmost points at the top and at the bottom stand above each other."""
    starts, ends = pieces
    points = np.concatenate([starts + share * (ends - starts) for share in ALONG])
    top, bottom = points[:, 1].min(), points[:, 1].max()
    if bottom == top:
        return pieces
    band = NEAR * (bottom - top)
    begin, end = points[points[:, 1] <= top + band, 0].min(), points[points[:, 1] >= bottom - band, 0].min()
    lean = (end - begin) / (bottom - top)
    return pieces.moved(np.array([[1.0, 0.0], [-lean, 1.0]]), np.zeros(2))


def fitted(pieces: Segments) -> Segments:
    """In the middle of the field, 20 wide and 32 high with the thickness of the lines, as far as STRETCH allows."""
    points = np.concatenate(pieces)
    low, high = points.min(axis=0), points.max(axis=0)
    across, down = np.array([WIDE, TALL]) - 2 * INSET
    size = np.maximum(high - low, 1e-9)
    right, up = across / size[0], down / size[1]
    scale = np.minimum([right, up], [STRETCH * up, STRETCH * right])
    return pieces.moved(scale, FIELD / 2 - scale * (low + high) / 2)
