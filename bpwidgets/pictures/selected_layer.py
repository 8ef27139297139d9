"""The selected layer, the same in every picture that has layers along its x axis: a line with a grip, moved by hand
or by keys."""
from __future__ import annotations

import math
from collections.abc import Mapping

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.markers import CARETDOWNBASE

from .style import Style

# What a picture that marks the layer takes over: `handle, drag, nudge, held = HANDLE, drag, nudge, held`.
HANDLE = "layer: click on one, or step with the arrow keys"


def grip(axes: Axes, style: Style) -> Line2D:
    """The mark: a line across the axes, with a grip that hangs from its upper end, where no label of the picture
    stands."""
    line, = axes.plot([], [], color=style.here, lw=1.3, ls="-", marker=CARETDOWNBASE, markevery=[1], ms=8,
                      mec=style.ground, mew=0.6)
    return line


def mark(line: Line2D, layer: int) -> None:
    """Put the line on a layer; 0 takes it away."""
    line.set_data(*(((layer, layer), line.axes.get_ylim()) if layer else ((), ())))


def drag(self, pressed, result, start: tuple[float, float], at: tuple[float, float]) -> Mapping[str, int]:
    """The layer next to the pointer."""
    return {"layer": min(max(round(at[0]), 1), pressed.depth + 1)}


def nudge(self, settings, result, right: int, up: int) -> Mapping[str, int]:
    """Select the layer that number of places further on; 0, before the first, selects none."""
    return {"layer": min(max(settings.layer + right + up, 0), settings.depth + 1)}


def held(self, settings, result) -> tuple[float, float] | None:
    """Where the hand holds the picture: at the selected layer."""
    return (settings.layer, math.nan) if settings.layer else None


def layer_words(layer: int, depth: int) -> str:
    """What a layer is called in a sentence.

    >>> layer_words(2, 3), layer_words(4, 3)
    ('layer 2', 'output layer')
    """
    return f"layer {layer}" if layer <= depth else "output layer"
