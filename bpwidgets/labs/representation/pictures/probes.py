"""How much of the labels a weighted sum reads off each layer, epoch by epoch."""
from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import px_to_data, px_upwards, spread_labels, ticks
from ....pictures.style import LINE, TEXT, Style
from ....pictures.telling import Told, closest
from ....text import percent
from ..layers import LAYERS
from ..verdict import layer_name, share_in_words
from .epochs import EpochAxis, place_of

RIGHT, ASIDE = 128, 8
# Color, line style and marker of each layer.
LOOKS = dict(zip(LAYERS, (("muted", (0, (1, 1.2)), ""), ("activation", "-", "o"), ("delta", (0, (5, 2)), "s"),
                          ("weight_gradient", "-", "^"))))


class Probes(EpochAxis):
    """A curve for each layer; pale ones for the net that was trained with labels."""

    margins = (44, RIGHT, 42, 24)

    def __init__(self, axes: Axes, style: Style):
        super().__init__(axes, style, "read off by a weighted sum")
        self.curves, self.labeled, self.names = {}, {}, {}
        for name, (role, line, marker) in LOOKS.items():
            color = getattr(style, role)
            self.curves[name], = axes.plot([], [], color=color, ls=line, lw=2, marker=marker, ms=5.5)
            self.labeled[name], = axes.plot([], [], color=color, ls=line, lw=1, marker=marker, ms=5.5, mfc=style.ground,
                                            alpha=0.75)
            self.names[name] = axes.text(0, 0, "", color=color, fontsize=TEXT, va="center", clip_on=False)
        self.moving = (self.cursor, *self.labeled.values(), *self.curves.values(), *self.names.values())
        self.ghosted = tuple(self.curves.values())

    def draw(self, settings, result) -> None:
        self.show(settings, result, (0.0, 1.04))
        ticks(self.axes.yaxis, (0, 0.25, 0.5, 0.75, 1.0), ("0%", "25%", "50%", "75%", "100%"))
        for lines, labeled in ((self.curves, False), (self.labeled, True)):
            known = result.measured(labeled) if not labeled or result.labeled else ()
            shares = np.array([result.probed(epoch, labeled) for epoch in known]).reshape(-1, len(LAYERS))
            for k, name in enumerate(LAYERS):
                x = [place_of(epoch) for epoch in known]
                lines[name].set_data((x, shares[:, k]) if k or not labeled else ((), ()))
        now = dict(zip(LAYERS, result.probed(settings.epoch)))
        ends = spread_labels({name: share if np.isfinite(share) else 0.0 for name, share in now.items()},
                             px_upwards(self.axes, LINE), 0.0, 1.0)
        right = self.axes.get_xlim()[1] + px_to_data(self.axes, ASIDE)
        for name, share in now.items():
            self.names[name].set(text=f"{name} {share_in_words(share)}",
                                 position=(right, ends[name]))

    def told(self, settings, result, at) -> Told | None:
        """The shares at the measured epoch nearest to the pointer."""
        known = result.measured()
        epoch = known[closest(np.array([place_of(epoch) for epoch in known]), at[0])]
        shares = result.probed(epoch)
        if not np.isfinite(shares).all():
            return None
        said = ", ".join(f"{layer_name(name)} {percent(share)}" for name, share in zip(LAYERS, shares))
        return Told(f"epoch {epoch}: {said}", place_of(epoch))
