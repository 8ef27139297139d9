"""A surface in a box, seen from afar: the projection, the quads of the surface, and what they hide."""
from __future__ import annotations

import numpy as np
from matplotlib.artist import Artist
from matplotlib.transforms import IdentityTransform

from ....pictures.shades import shade_of, shades
from ....pictures.style import Style

# The floor is a square from -1 to 1; the highest point of the surface is so high.
HEIGHT = 0.9
# A point is hidden where the surface is higher than its line of sight by so much; less may be rounding of the grid.
THICK = 0.03
# How much brighter or darker a slope can become.
LIGHT = 0.3
NO_LINES = np.empty((0, 4))

# Azimuth and elevation, in degrees.
Look = tuple[float, float]


def seen(points: np.ndarray, azimuth: float, elevation: float) -> np.ndarray:
    """Points (..., 3) of the box as seen from afar, (..., 2): right and up. Angles in degrees; elevation 90 looks
    straight down, and at azimuth -90 the first axis points to the right.

    >>> point = np.array([1.0, 2.0, 3.0])
    >>> seen(point, -90, 0).round(9).tolist(), seen(point, -90, 90).round(9).tolist()
    ([1.0, 3.0], [1.0, 2.0])
    """
    a, e = np.radians((azimuth, elevation))
    right = np.array([-np.sin(a), np.cos(a), 0.0])
    up = np.array([-np.sin(e) * np.cos(a), -np.sin(e) * np.sin(a), np.cos(e)])
    return points @ np.stack([right, up], axis=1)


def centered(points: np.ndarray, look: Look) -> np.ndarray:
    """As seen, with the middle of the box in the middle."""
    return seen(points - (0, 0, HEIGHT / 2), *look)


class Mesh(Artist):
    """The quads of a grid (U, V) in a box, those in front over those behind; without those that have a corner without
    a height.

    The quads are filled twice: first each pixel by one of them, so that no ground shines through between two, then with
    soft borders, which lie on the same colors but where the surface ends before what is behind it.
    """

    def __init__(self, style: Style):
        super().__init__()
        self._shades = shades(style) / 255.0
        self.corners = self.faces = None

    def show(self, x: np.ndarray, y: np.ndarray, z: np.ndarray, share: np.ndarray, look: Look) -> None:
        """x (U,), y (V,), z (U, V) in the box, nan where there is no height; share (U, V): of the range of the
        colors."""
        level = np.nan_to_num(z)
        box = np.stack([*np.meshgrid(x, y, indexing="ij"), level], axis=-1)
        faces = self._shades[shade_of(_mean(np.nan_to_num(share)))]
        faces[..., :3] = np.clip(faces[..., :3] * _light(x, y, level, look)[..., None], 0, 1)
        faces[..., 3] = ~np.isnan(_mean(z))
        # Rows and columns from far to near.
        a = np.radians(look[0])
        order = tuple(slice(None, None, 1 if toward > 0 else -1) for toward in (np.cos(a), np.sin(a)))
        self.corners, self.faces = centered(box[order], look), faces[order]
        self.stale = True

    def draw(self, renderer) -> None:
        """Draw the quads in their order."""
        if self.corners is not None and self.get_visible():
            faces, (rows, columns) = self.faces.reshape(-1, 4), self.faces.shape[:2]
            gc = renderer.new_gc()
            for soft in (False, True):
                renderer.draw_quad_mesh(gc, self.axes.transData.frozen(), columns, rows, self.corners, np.zeros((1, 2)),
                                        IdentityTransform(), faces, soft, NO_LINES)
            gc.restore()
        self.stale = False


def is_hidden(points: np.ndarray, surface: tuple[np.ndarray, np.ndarray, np.ndarray], look: Look) -> np.ndarray:
    """True (k,) for points (k, 3) of the box that the surface hides: on the way to the eye it is higher somewhere."""
    x, y, z = surface
    a, e = np.radians(look)
    far = np.linspace(0, 2 * np.sqrt(2), 64)
    with np.errstate(invalid="ignore"):
        sight = points[:, 2:] + far * np.tan(e) + THICK
    on_the_way = points[:, :2, None] + np.array([np.cos(a), np.sin(a)])[:, None] * far
    inside = (np.abs(on_the_way) <= 1).all(axis=1)
    i, j = (np.nan_to_num(np.interp(on_the_way[:, axis], grid, range(len(grid)))).round().astype(int)
            for axis, grid in ((0, x), (1, y)))
    return (inside & (z[i, j] > sight)).any(axis=1)


def _mean(corners: np.ndarray) -> np.ndarray:
    """Of the four corners of each quad."""
    return (corners[1:, 1:] + corners[1:, :-1] + corners[:-1, 1:] + corners[:-1, :-1]) / 4


def _light(x: np.ndarray, y: np.ndarray, z: np.ndarray, look: Look) -> np.ndarray:
    """How bright each quad is, 1 if it is level: the light comes from above, from the left of the one who looks."""
    a = np.radians(look[0] - 60)
    sun = np.array([np.cos(a), np.sin(a), 1.5]) / np.hypot(1, 1.5)
    along_x, along_y = np.diff(z, axis=0) / np.diff(x)[:, None], np.diff(z, axis=1) / np.diff(y)
    slope_x, slope_y = (along_x[:, 1:] + along_x[:, :-1]) / 2, (along_y[1:] + along_y[:-1]) / 2
    toward = (-slope_x * sun[0] - slope_y * sun[1] + sun[2]) / np.sqrt(1 + slope_x**2 + slope_y**2)
    return 1 + LIGHT * (toward - sun[2])
