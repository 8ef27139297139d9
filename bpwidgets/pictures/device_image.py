"""An image of device pixels that fills its axes, handed to the renderer as it is: the fastest way from numbers to
colors."""
from __future__ import annotations

import numpy as np
from matplotlib.artist import Artist

from .shades import rgba
from .style import PIXELS_PER_INCH, Style

STRIPE = 5      # px


class DeviceImage(Artist):
    """What `pixels()` answers, (height, width, 4) from 0 to 255, the lowest row first, drawn over the axes.

    A kind of image keeps what it shows in `_shown`, None until there is something to see.
    """

    def __init__(self, style: Style):
        super().__init__()
        # Four bytes of a color as one number: so an image is one `take`.
        self._stripes = rgba(style.lost).view(np.uint32)[:, 0]
        self._shown = self._kept = None

    def pixels(self) -> np.ndarray:
        """The image, of the size of the axes."""
        raise NotImplementedError

    def draw(self, renderer) -> None:
        """Hand the pixels to the renderer."""
        if self._shown is not None and self.get_visible():
            left, bottom = (round(float(end)) for end in self.axes.bbox.min)
            gc = renderer.new_gc()
            renderer.draw_image(gc, left, bottom, self._image())
            gc.restore()
        self.stale = False

    def _image(self) -> np.ndarray:
        """The pixels, kept while the same is shown in the same place."""
        place = self.axes.bbox.bounds
        if self._kept is None or self._kept[0] is not self._shown or self._kept[1] != place:
            self._kept = self._shown, place, self.pixels()
        return self._kept[2]

    def striped(self, shape: tuple[int, int]) -> np.ndarray:
        """Diagonal stripes, for where there is no number; a number for each pixel's color."""
        down, right = np.ogrid[:shape[0], :shape[1]]
        width = STRIPE * 1.4 * self.axes.figure.dpi / PIXELS_PER_INCH
        return self._stripes[((down + right) / width).astype(np.intp) % 2]
