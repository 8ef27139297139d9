"""The graph: a card for each node with its value and its gradient; what happens now is lit, what is unknown blank."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection, PolyCollection
from matplotlib.colors import to_rgba

from ....pictures.boxes import Box, around, over, rounded
from ....pictures.frame import limits
from ....pictures.quick_text import QuickText
from ....pictures.spots import Spot
from ....pictures.style import PIXELS_PER_INCH, SMALL, TEXT, Style
from ....pictures.telling import Told
from ..elements import edge_under, elements_of, touched
from ..layout import LETTER
from ..scene import BLANK, NOW, Cell, Scene, scene_of

ROUND, FILL = 7.0, 0.12
HALO, PALE = 0.26, 0.5
LABEL = 15


class GraphPicture:
    """Cards and edges, in px. The paths of the selected node have a halo."""

    margins = (0, 0, 0, 0)

    def __init__(self, axes: Axes, style: Style):
        self.axes, self.style = axes, style
        axes.axis("off")
        self.width, self.height = (size / axes.figure.dpi * PIXELS_PER_INCH for size in axes.bbox.size)
        limits(axes, (0, self.width), (0, self.height))
        self.sentence = self._text(12, self.height - 4, va="top", fontsize=TEXT, color=style.ink)
        self.halo, self.edges = (LineCollection([], zorder=z, capstyle="round", joinstyle="round") for z in (1, 2))
        self.halo.set(color=over(style.here, HALO, style.ground), linewidth=9)
        self.grounds = PolyCollection([], facecolor=style.ground, edgecolor="none", zorder=3)
        self.cards, self.cells, self.frames = (PathCollection([], zorder=z) for z in (4, 5, 5.5))
        for collection in (self.halo, self.edges, self.grounds, self.cards, self.cells, self.frames):
            collection.set_transform(axes.transData)
            axes.add_collection(collection, autolim=False)
        self.texts: list[QuickText] = []

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
        return [Spot(*one) for one in elements_of(settings, result, self.width, self.height)]

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

    def _text(self, x: float, y: float, **more: Any) -> QuickText:
        text = QuickText(x, y, "", **{"fontsize": SMALL, "va": "center", "zorder": 6, **more})
        text.set_clip_on(False)
        return self.axes.add_artist(text)

    def _draw_edges(self, scene: Scene) -> None:
        style, wires = self.style, sorted(scene.wires, key=lambda wire: (wire.flows, wire.marked))
        self.halo.set_segments([wire.line for wire in wires if wire.marked])
        self.edges.set_segments([wire.line for wire in wires])
        self.edges.set_color([to_rgba(style.here if wire.marked and not wire.flows else getattr(style, wire.role),
                                      1.0 if wire.flows or wire.marked else PALE) for wire in wires])
        self.edges.set_linewidths([3.0 if wire.flows else 1.4 if wire.marked else 1.1 for wire in wires])
        self.grounds.set_verts([_corners(around(*note.at, len(note.text) * LETTER + 3, LABEL))
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
        self.cells.set_paths([rounded(cell.box, _radii(cell.box, scene.cards, round_by)) for cell in cells])
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
        """Names, numbers and local derivatives, with as many texts as there are."""
        style = self.style
        wanted = [(cell.box.middle, cell.text, style.ground if cell.state == NOW else getattr(style, cell.role), False)
                  for cell in scene.cells if cell.text]
        wanted += [(note.at, note.text, getattr(style, note.role), note.strong) for note in scene.notes]
        while len(self.texts) < len(wanted):
            self.texts.append(self._text(0, 0, ha="center"))
        for text, (at, words, color, strong) in zip(self.texts, wanted):
            text.set(position=at, text=words, color=color, weight="bold" if strong else "normal", visible=True)
        for text in self.texts[len(wanted):]:
            text.set_visible(False)


def _corners(box: Box) -> list[tuple[float, float]]:
    return [(box.left, box.bottom), (box.right, box.bottom), (box.right, box.top), (box.left, box.top)]


def _radii(box: Box, cards: tuple[Box, ...], round_by: float) -> tuple[float, ...]:
    """How round the corners of a cell are: those that it shares with its card."""
    near = 0.01
    card = next(one for one in cards if abs(one.left - box.left) < near and one.bottom - near <= box.bottom
                and box.top <= one.top + near)
    low, high = abs(box.bottom - card.bottom) < near, abs(box.top - card.top) < near
    return tuple(round_by * one for one in (low, low, high, high))
