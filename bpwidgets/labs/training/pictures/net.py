"""The net: what each of its units sees of the ground, as a small map, and the weights between them."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_rgb

from ....pictures.in_px import sized_in_px
from ....pictures.smooth_maps import Tile, Tiles
from ....pictures.spots import Spot
from ....pictures.style import SMALL, Style
from ....pictures.telling import Told
from ....pictures.texts import Texts, Written
from ....text import counted, in_words
from ....training.features import FEATURES
from ..elements import AWAY, KNOB, LAYERS, away_of, elements_of, inputs_seen, knobs_of
from ..layout import HEAD, layout_of
from ..units import place_of
from .colors import class_colors, of_unit, two_sided

# Edges: from the thinnest to the thickest, from the palest to the strongest, bent in so many pieces.
THIN, THICK, PALE, FULL, PIECES = 0.5, 4.2, 0.16, 0.92, 18
# Maps with more places across are shown with every other one.
FINE = 40
# The strength of the colors of a unit's map.
STRONG = 0.8
# An edge is meant by a pointer that is no farther from it, in px.
NEAR = 8
# Dashes and the space between them, in px.
DASH, SPACE = 5.0, 2.2
BEND = np.linspace(0, 1, PIECES)
WAY = np.column_stack([BEND, BEND * BEND * (3 - 2 * BEND)])


class Net:
    """Units as small maps: blue where one gives a number above zero, orange below; edges as wide as their weight is
    large beside the largest of its layer, dashed where it is below zero."""

    margins = (0, 0, 0, 0)

    def __init__(self, axes: Axes, style: Style):
        self.axes, self.style = axes, style
        self.width, self.height = sized_in_px(axes)
        self.edges = axes.add_collection(LineCollection([], zorder=1, capstyle="butt"), autolim=False)
        self.tiles = axes.add_artist(Tiles())
        self.ends = axes.scatter([], [], s=38, linewidths=0, clip_on=False, zorder=3)
        self._ended: tuple[tuple[tuple[float, float], ...], bool] | None = None
        self.frames = axes.add_collection(PolyCollection([], facecolor="none", zorder=3), autolim=False)
        self.chosen = axes.add_collection(PolyCollection([], facecolor="none", edgecolor=style.here, linewidth=2.2,
                                                         zorder=4), autolim=False)
        self.heads = Texts(axes, fontsize=SMALL, zorder=5)
        self.colors = two_sided(style, STRONG)

    @property
    def moving(self) -> tuple[Any, ...]:
        """All that follows the numbers, from the lowest."""
        return (self.edges, self.tiles, self.frames, self.chosen)

    @np.errstate(all="ignore")
    def draw(self, settings, result) -> None:
        places = layout_of(result.sizes, self.width, self.height)
        ground, theta = result.ground(settings), result.moment(settings).theta
        self._draw_edges(settings, result, places, theta)
        seen = [inputs_seen(result, ground), *ground.units]
        tiles, boxes, every = [], [], 2 if len(ground.u) > FINE else 1
        for k, (column, values) in enumerate(zip(places.columns, seen)):
            most = max(float(np.nanmax(np.abs(values), initial=0.0)), 1.0 if k else 1e-12)
            shown = values[:len(column.boxes), ::every, ::every]
            for colors, box in zip(of_unit(shown, most, self.colors), column.boxes):
                tiles.append(Tile(colors, box))
                boxes.append(box)
        self.tiles.show(tiles)
        self._draw_ends(places.ends, bool(result.run.parts.targets.labels))
        self.frames.set_verts([box.corners for box in boxes])
        self.frames.set_edgecolor(self.style.muted)
        self.frames.set_linewidth(0.8)
        chosen = place_of(settings.unit)
        there = chosen is not None and chosen[1] < len(places.columns[chosen[0]].boxes)
        self.chosen.set_verts([places.columns[chosen[0]].boxes[chosen[1]].corners] if there else [])
        self._write(settings, result, places)

    def _draw_ends(self, ends: tuple[tuple[float, float], ...], classes: bool) -> None:
        """The outputs, several classes in their colors; they are ground."""
        if self._ended != (ends, classes):
            self._ended, count = (ends, classes), len(ends)
            self.ends.set_offsets(ends)
            self.ends.set_facecolor(class_colors(self.style, count) if classes and count > 1
                                    else [self.style.ink] * count)

    def _draw_edges(self, settings, result, places, theta) -> None:
        amounts = result.gradient(settings) if settings.part == "gradient" else theta
        if settings.part == "inputs":
            self.edges.set_segments([])
            return
        found = [_edges_of(weights, *places.ends_of(layer)) for layer, weights in enumerate(result.weights(amounts), 1)]
        curves, shares = (np.concatenate(parts) for parts in zip(*found))
        strong, below = np.abs(shares), shares < 0
        widths = THIN + (THICK - THIN) * strong
        colors = np.empty((len(shares), 4))
        colors[:, :3] = np.where(below[:, None], to_rgb(self.style.negative), to_rgb(self.style.positive))
        colors[:, 3] = PALE + (FULL - PALE) * strong
        self.edges.set_segments(list(curves))
        self.edges.set_color(colors)
        self.edges.set_linewidth(widths)
        self.edges.set_linestyle([_dashed(width) if negative else "-"
                                  for width, negative in zip(widths.tolist(), below.tolist())])

    def _write(self, settings, result, places) -> None:
        style, top = self.style, self.height - HEAD / 2 + 2
        wide = away_of(places) == AWAY
        names = ["inputs" if wide else "in", *(counted(count, "unit") if wide else str(count)
                                               for count in settings.hidden)]
        names = [f"{len(column.boxes)} of {count}" if column.hidden and wide else name
                 for column, name, count in zip(places.columns, names, result.sizes)]
        titles = [Written(column.x, top, name, style.muted) for column, name in zip(places.columns, names)]
        knobs = knobs_of(settings, places)
        titles += [Written(*box.middle, "+" if name.endswith("more") or " more " in name else "−", style.ink,
                           strong=True) for name, (_, box) in knobs.items()]
        titles.append(Written(LAYERS, KNOB / 2, "layer", style.muted))
        first = places.columns[0]
        titles += [Written(box.left - 6, box.middle[1], FEATURES[name].title or name, style.ink, "right")
                   for name, box in zip(result.run.parts.features, first.boxes) if name != "inputs"]
        self.heads.write(titles)

    def spots(self, settings, result) -> list[Spot]:
        """Each unit, from the inputs on."""
        return elements_of(settings, result, self.width, self.height)

    def touch(self, settings, result, name: str) -> Mapping[str, Any]:
        """The map of a unit is shown large, chosen once more the whole net's; or the net is changed."""
        knob = knobs_of(settings, layout_of(result.sizes, self.width, self.height)).get(name)
        if knob:
            return {"hidden": knob[0]}
        return {"unit": "output" if settings.unit == name else name}

    def told(self, settings, result, at) -> Told | None:
        """The unit under the pointer and what it gives, or the weight of the edge."""
        spot = next((spot for spot in self.spots(settings, result) if spot.box.holds(*at)), None)
        return Told(spot.label, *spot.box.middle) if spot else self._weight_at(settings, result, at)

    @np.errstate(all="ignore")
    def _weight_at(self, settings, result, at) -> Told | None:
        theta = result.moment(settings).theta
        places, nearest = layout_of(result.sizes, self.width, self.height), (NEAR, "", at)
        for layer, weights in enumerate(result.weights(theta), 1):
            starts, ends = places.ends_of(layer)
            curves, _ = _edges_of(weights, starts, ends)
            away = np.hypot(*np.moveaxis(curves - at, -1, 0))
            edge, point = np.unravel_index(int(away.argmin()), away.shape)
            if away[edge, point] < nearest[0]:
                i, j = divmod(int(edge), len(ends))
                words = f"weight W{layer}[{i},{j}] {in_words(float(weights[i, j]))}"
                nearest = float(away[edge, point]), words, tuple(curves[edge, point].tolist())
        return Told(nearest[1], *nearest[2]) if nearest[1] else None


def _dashed(width: float) -> tuple[int, tuple[float, float]]:
    """Dashes of one length in px, however thick the line is: matplotlib counts them in widths."""
    return 0, (DASH / width, SPACE / width)


def _edges_of(weights: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """All edges between units that have a place: their curves (E, PIECES, 2), level at both ends, and each weight in
    parts of the largest of the layer (E,)."""
    shown = weights[:len(starts), :len(ends)].ravel()
    first, last = np.repeat(starts, len(ends), axis=0)[:, None], np.tile(ends, (len(starts), 1))[:, None]
    most = float(np.nanmax(np.abs(weights), initial=0.0)) or 1.0
    return first + (last - first) * WAY, np.nan_to_num(np.clip(shown / most, -1, 1))
