"""A map of each layer by its two principal components, and below it two meters: what the net keeps of the neighbors by
pixels, and what the map keeps of those of the layer."""
from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgba

from ....pictures.boxes import Box
from ....pictures.in_px import sized_in_px
from ....pictures.style import Style
from ....pictures.telling import Told
from ....pictures.texts import Texts, Written
from ....text import in_words, percent
from ..layers import LAYERS
from ..verdict import layer_name, share_in_words
from .numerals import Numerals
from .plane import Scale

# A narrower sheet has two maps in a row.
NARROW = 640
# px: the head, from map to map, a meter, the height of a numeral.
HEAD, ACROSS, METER, BAR, NUMERAL = 24, 16, 20, 9, 9
METERS = 2 * METER + 6
# What a meter says takes so many px.
WORDS = 116


class Meter(NamedTuple):
    """A share as a bar: where, the color, and what it says."""

    box: Box
    share: float
    color: str
    words: str


class LayerMaps:
    """Four maps, all turned towards that of the pixels. Where a meter is short, nearness means little."""

    margins = (10, 6, 2, 0)

    def __init__(self, axes: Axes, style: Style):
        self.axes, self.style = axes, style
        self.width, self.height = sized_in_px(axes)
        self.columns = 2 if self.width < NARROW else 4
        self.frames, self.rooms, self.bars = (PolyCollection([], zorder=z) for z in (1, 2, 3))
        for collection in (self.frames, self.rooms, self.bars):
            axes.add_collection(collection, autolim=False)
        self.frames.set(facecolor="none", edgecolor=style.hairline)
        self.rooms.set(facecolor=to_rgba(style.muted, 0.16), linewidths=0)
        self.bars.set(linewidths=0)
        self.points = axes.add_artist(Numerals(style, NUMERAL))
        self.texts = Texts(axes)
        self.boxes = [self._box(k) for k in range(len(LAYERS))]
        self.frames.set_verts([box.corners for box in self.boxes])
        self._placed: tuple[Any, ...] = ()

    @property
    def moving(self) -> tuple[Any, ...]:
        """All that follows the numbers."""
        return (self.frames, self.points, self.rooms, self.bars, *self.texts)

    def _box(self, k: int) -> Box:
        """The frame of a map."""
        row, column = divmod(k, self.columns)
        wide = (self.width - (self.columns - 1) * ACROSS) / self.columns
        tall = self.height / (len(LAYERS) // self.columns)
        left, top = column * (wide + ACROSS), self.height - row * tall - HEAD
        return Box(left, top - (tall - HEAD - METERS), left + wide, top)

    def draw(self, settings, result) -> None:
        maps = [result.map(settings.epoch, layer) for layer in LAYERS]
        places = tuple(one.places for one in maps)
        if len(self._placed) != len(maps) or any(a is not b for a, b in zip(self._placed, places)):
            self._placed = places
            self._px = np.vstack([Scale.around(one, box).px(one) for one, box in zip(places, self.boxes)])
            self._labels = np.tile(result.labels, len(maps))
        self.points.show(self._px, self._labels, settings.labeled)
        meters = [meter for box, found in zip(self.boxes, maps) for meter in self._meters(box, found)]
        self.rooms.set_verts([meter.box.corners for meter in meters])
        self.bars.set_verts([_part(meter).corners for meter in meters])
        self.bars.set_facecolor([meter.color for meter in meters])
        heads = [Written(box.left, box.top + HEAD / 2 + 1, self._head(layer, result.layers(settings.epoch)[k].shape[1]),
                         self.style.ink, "left", True) for k, (box, layer) in enumerate(zip(self.boxes, LAYERS))]
        said = [Written(meter.box.right + 6, meter.box.middle[1], meter.words, self.style.ink, "left")
                for meter in meters]
        self.texts.write([*heads, *said])

    @staticmethod
    def _head(layer: str, units: int) -> str:
        return f"{layer}: {units} numbers"

    def _meters(self, box: Box, found) -> list[Meter]:
        wide = max(box.right - box.left - WORDS, 20.0)
        rows = ((found.by_net, self.style.weight_gradient, "net keeps"), (found.by_map, self.style.slope, "map keeps"))
        return [Meter(Box(box.left, box.bottom - 4 - (k + 0.5) * METER - BAR / 2, box.left + wide,
                          box.bottom - 4 - (k + 0.5) * METER + BAR / 2), share, color,
                      f"{words} {share_in_words(share)}")
                for k, (share, color, words) in enumerate(rows)]

    def told(self, settings, result, at) -> Told | None:
        """What is measured of the map under the pointer."""
        k = next((k for k, box in enumerate(self.boxes) if box.holds(*at)), None)
        if k is None:
            return None
        found = result.map(settings.epoch, LAYERS[k])
        trust = result.trust(settings.epoch, LAYERS[k])
        words = (f"{layer_name(LAYERS[k])}: the map holds {percent(found.share)} of the variance, trustworthiness "
                 f"{in_words(trust)}; {percent(found.same)} of neighbors on it have the same label"
                 if np.isfinite(found.share) else f"{layer_name(LAYERS[k])}: no map")
        return Told(words, *self.boxes[k].middle)


def _part(meter: Meter) -> Box:
    box, share = meter.box, meter.share if np.isfinite(meter.share) else 0.0
    return box._replace(right=box.left + share * (box.right - box.left))
