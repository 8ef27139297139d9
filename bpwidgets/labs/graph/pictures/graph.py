"""The graph: a card for each node with its value and its gradient; what happens now is lit, what is unknown blank."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection, PolyCollection
from matplotlib.colors import to_rgba

from ....pictures.boxes import around, over, rounded
from ....pictures.cards import BLANK, NOW, Cell, shared_corners
from ....pictures.in_px import sized_in_px
from ....pictures.spots import Spot
from ....pictures.style import TEXT, Style
from ....pictures.telling import Told
from ....pictures.texts import Texts, text_on
from ..elements import edge_under, elements_of, touched
from ..layout import LETTER
from ..scene import Scene, scene_of

ROUND, FILL = 7.0, 0.12
HALO, PALE = 0.26, 0.5
LABEL = 15


class GraphPicture:
    """Cards and edges, in px. The paths of the selected node have a halo."""

    margins = (0, 0, 0, 0)

    def __init__(self, axes: Axes, style: Style):
        self.axes, self.style = axes, style
        self.width, self.height = sized_in_px(axes)
        self.sentence = text_on(axes, 12, self.height - 4, va="top", fontsize=TEXT, color=style.ink, zorder=6)
        self.halo, self.edges = (LineCollection([], zorder=z, capstyle="round", joinstyle="round") for z in (1, 2))
        self.halo.set(color=over(style.here, HALO, style.ground), linewidth=9)
        self.grounds = PolyCollection([], facecolor=style.ground, edgecolor="none", zorder=3)
        self.cards, self.cells, self.frames = (PathCollection([], zorder=z) for z in (4, 5, 5.5))
        for collection in (self.halo, self.edges, self.grounds, self.cards, self.cells, self.frames):
            collection.set_transform(axes.transData)
            axes.add_collection(collection, autolim=False)
        self.texts = Texts(axes, zorder=6)

    @property
    def moving(self) -> tuple[Any, ...]:
        """All that follows the numbers, from the lowest."""
        return (self.halo, self.edges, self.grounds, self.cards, self.cells, self.frames, self.sentence, *self.texts)

    def draw(self, settings, result) -> None:
        scene = scene_of(settings, result, self.width, self.height)
        self.sentence.set_text(scene.sentence)
        self._draw_edges(scene)
        self._draw_cards(scene)
        self._write(scene)

    def spots(self, settings, result) -> list[Spot]:
        """The nodes in the order of the forward pass."""
        return elements_of(settings, result, self.width, self.height)

    def touch(self, settings, result, name: str) -> Mapping[str, Any]:
        """The settings after a node was chosen."""
        return touched(settings, result, name)

    def told(self, settings, result, at) -> Told | None:
        """The node under the pointer, or the edge."""
        found = elements_of(settings, result, self.width, self.height)
        node = next((one for one in found if one.box.holds(*at)), None)
        if node:
            return Told(node.label, *node.box.middle)
        edge = edge_under(settings, result, self.width, self.height, at)
        return edge and Told(edge[0], *edge[1])

    # -- artists

    def _draw_edges(self, scene: Scene) -> None:
        style, wires = self.style, sorted(scene.wires, key=lambda wire: (wire.flows, wire.marked))
        self.halo.set_segments([wire.line for wire in wires if wire.marked])
        self.edges.set_segments([wire.line for wire in wires])
        self.edges.set_color([to_rgba(style.here if wire.marked and not wire.flows else getattr(style, wire.role),
                                      1.0 if wire.flows or wire.marked else PALE) for wire in wires])
        self.edges.set_linewidths([3.0 if wire.flows else 1.4 if wire.marked else 1.1 for wire in wires])
        self.grounds.set_verts([around(note.x, note.y, len(note.text) * LETTER + 3, LABEL).corners
                                for note in scene.notes if note.ground])

    def _draw_cards(self, scene: Scene) -> None:
        """Cells first as fills with the corners of their card, then the outlines of the cards."""
        style, cells = self.style, scene.cells
        tall = scene.cards[0].top - scene.cards[0].bottom
        round_by = min(ROUND, tall / 2)
        whole = [rounded(card, (round_by,) * 4) for card in scene.cards]
        self.cards.set_paths(whole)
        self.cards.set_facecolor(style.ground)
        self.cards.set_edgecolor("none")
        self.cells.set_paths([rounded(cell.box, shared_corners(cell.box, scene.cards, round_by)) for cell in cells])
        self.cells.set_facecolor([self._fill(cell) for cell in cells])
        self.cells.set_edgecolor("none")
        self.frames.set_paths(whole)
        self.frames.set_facecolor("none")
        chosen = [k == scene.chosen for k in range(len(whole))]
        self.frames.set_edgecolor([style.here if one else style.muted for one in chosen])
        self.frames.set_linewidths([2.2 if one else 1.0 for one in chosen])

    def _fill(self, cell: Cell) -> tuple[float, ...]:
        color = getattr(self.style, cell.role)
        return over(color, {BLANK: 0.0, NOW: 1.0}.get(cell.state, FILL), self.style.ground)

    def _write(self, scene: Scene) -> None:
        """Names, numbers and local derivatives."""
        cells = [cell for cell in scene.cells if cell.text]
        self.texts.write([one.written(self.style) for one in (*cells, *scene.notes)])
