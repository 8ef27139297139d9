"""How far what comes out is from what went in, epoch by epoch, beside PCA with as many numbers."""
from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import number_ticks, px_to_data, px_upwards, spread_labels
from ....pictures.style import LINE, TEXT, Style
from ....pictures.telling import Told
from ....text import in_words
from .epochs import EpochAxis, epoch_at, place_of

RIGHT, ASIDE = 106, 8


class Errors(EpochAxis):
    """The mean squared error by pixel of digits that it was not trained on, and that of PCA."""

    margins = (48, RIGHT, 42, 24)

    def __init__(self, axes: Axes, style: Style):
        super().__init__(axes, style, "error by pixel")
        self.curve, = axes.plot([], [], color=style.loss, lw=2)
        self.dot, = axes.plot([], [], "o", color=style.loss, ms=8, mec=style.ground, mew=1.2)
        self.level = axes.axhline(0, color=style.slope, lw=1.6, ls=(0, (4, 3)))
        self.names = [axes.text(0, 0, "", color=color, fontsize=TEXT, va="center", clip_on=False)
                      for color in (style.loss, style.slope)]
        self.moving = (self.cursor, self.level, self.curve, self.dot, *self.names)
        self.ghosted = (self.curve,)

    def draw(self, settings, result) -> None:
        errors, pca, at = result.errors, result.pca_error, result.at(settings.epoch)
        known = errors[np.isfinite(errors)]
        top = 1.1 * max(pca, float(known.max(initial=0.0)) if len(known) and known.max() < 1 else 0.3)
        self.show(settings, result, (0.0, top))
        number_ticks(self.axes.yaxis, 0.0, top)
        self.curve.set_data([place_of(epoch) for epoch in range(len(errors))], np.minimum(errors, 2 * top))
        self.level.set_ydata([pca, pca])
        here = float(errors[at])
        self.dot.set_data([place_of(at)], [min(here, 2 * top)])
        ends = {"error": min(here, top) if np.isfinite(here) else top, "PCA": pca}
        places = spread_labels(ends, px_upwards(self.axes, LINE), 0.0, top)
        right = self.axes.get_xlim()[1] + px_to_data(self.axes, ASIDE)
        for text, (name, value) in zip(self.names, (("error", here), ("PCA", pca))):
            text.set(text=f"{'net' if name == 'error' else name} {in_words(value)}", position=(right, places[name]))

    def told(self, settings, result, at) -> Told | None:
        """The error at the epoch under the pointer."""
        epoch = epoch_at(at[0], result.known)
        return Told(f"epoch {epoch}: error {in_words(result.errors[epoch])} by pixel; PCA with two numbers "
                    f"{in_words(result.pca_error)}", place_of(epoch))
