"""The net as a diagram: units in two halves, z and a; numbers that are computed now are lit, unknown ones blank."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection, PolyCollection
from matplotlib.colors import to_rgba

from ....pictures.boxes import Box, around, over, rounded
from ....pictures.brief import wide
from ....pictures.cards import BLANK, NOW, Cell, shared_corners
from ....pictures.in_px import sized_in_px
from ....pictures.spots import Spot
from ....pictures.style import TEXT, Style
from ....pictures.telling import Told
from ....pictures.texts import Texts, Written, text_on
from ..elements import element_under, elements_of, touched
from ..labels import TALL
from ..marks import Edge, Scene
from ..scene import scene_of

# Corners of cards, widths of edges from the smallest to the largest, and the paleness of what does not flow now.
ROUND, THIN, THICK = 6.0, 0.9, 3.6
PALE, FILL = 0.42, 0.11
DASHES = (0, (3.2, 1.6))


class Diagram:
    """Units, edges and the loss, in px. Negative numbers have dashed edges in a color of their own."""

    margins = (0, 0, 0, 0)

    def __init__(self, axes: Axes, style: Style):
        self.axes, self.style = axes, style
        self.width, self.height = sized_in_px(axes)
        self.sentence = text_on(axes, 10, self.height - 4, va="top", fontsize=TEXT, color=style.ink, zorder=6)
        self.halo, = axes.plot([], [], color=style.here, lw=9, alpha=0.28, solid_capstyle="round", zorder=1)
        self.edges, self.to_loss = (LineCollection([], zorder=z) for z in (2, 1.5))
        self.labels = PolyCollection([], facecolor=style.ground, edgecolor="none", zorder=3)
        self.cards, self.cells = (PathCollection([], zorder=z) for z in (4, 5))
        for collection in (self.edges, self.to_loss, self.labels, self.cards, self.cells):
            collection.set_transform(axes.transData)
            axes.add_collection(collection, autolim=False)
        self.heads, self.texts = (Texts(axes, zorder=6) for _ in range(2))

    @property
    def moving(self) -> tuple[Any, ...]:
        """All that follows the numbers, from the lowest."""
        return (self.to_loss, self.halo, self.edges, self.labels, self.cards, self.cells, self.sentence, *self.texts)

    def draw(self, settings, result) -> None:
        scene = scene_of(settings, result, self.width, self.height)
        self.sentence.set_text(scene.sentence)
        # The names of the columns are ground: they change with the net.
        self.heads.write([note.written(self.style) for note in scene.heads])
        self._draw_edges(scene)
        self._draw_cards(scene)
        self._write(scene)

    def spots(self, settings, result) -> list[Spot]:
        """The elements of the diagram in the order of the forward pass."""
        return elements_of(settings, result, self.width, self.height)

    def touch(self, settings, result, name: str) -> Mapping[str, Any]:
        """The settings after an element was chosen."""
        return touched(settings, result, name)

    def told(self, settings, result, at) -> Told | None:
        """The unit or the edge under the pointer."""
        spot = element_under(settings, result, self.width, self.height, at)
        return spot and Told(spot.label, *spot.box.middle)

    # -- artists

    def _draw_edges(self, scene: Scene) -> None:
        style, edges = self.style, scene.edges
        self.edges.set_segments([(edge.start, edge.end) for edge in edges])
        self.edges.set_color([self._edge_color(edge) for edge in edges])
        self.edges.set_linewidths([_edge_width(edge) for edge in edges])
        self.edges.set_linestyles([DASHES if (edge.amount or 0) < 0 else "-" for edge in edges])
        chosen = next((edge for edge in edges if edge.chosen), None)
        self.halo.set_data(*zip(chosen.start, chosen.end) if chosen else ((), ()))
        written = [edge for edge in edges if edge.text]
        self.labels.set_verts([_below(edge).corners for edge in written])
        left = scene.loss.left
        self.to_loss.set_segments([((x, y), (left, y)) for x, y in scene.outputs])
        self.to_loss.set_color(to_rgba(style.loss, 1.0 if scene.loss_state == NOW else PALE))
        self.to_loss.set_linewidths(2.0 if scene.loss_state == NOW else 1.0)

    def _edge_color(self, edge: Edge) -> tuple[float, ...]:
        style = self.style
        if not edge.amount:
            return to_rgba(style.muted, 0.45)
        return to_rgba(style.negative if edge.amount < 0 else style.positive, 1.0 if edge.lit else PALE)

    def _draw_cards(self, scene: Scene) -> None:
        """Cells first as fills with the corners of their card, then the outlines of the cards."""
        style, cells = self.style, (*scene.cells, *scene.dots, *scene.chips)
        paths = [rounded(cell.box, shared_corners(cell.box, scene.cards, ROUND)) for cell in cells]
        self.cells.set_paths(paths)
        self.cells.set_facecolor([self._fill(cell) for cell in cells])
        framed = [0.0 if cell.state == BLANK and scene.cards else 0.5 for cell in cells]
        self.cells.set_edgecolor([to_rgba(getattr(style, cell.role), alpha) for cell, alpha in zip(cells, framed)])
        self.cells.set_linewidths([0.8] * len(cells))
        boxes = [*scene.cards, scene.loss]
        self.cards.set_paths([rounded(box, (ROUND,) * 4) for box in boxes])
        lit = scene.loss_state == NOW
        self.cards.set_facecolor([style.ground] * len(scene.cards)
                                 + [over(style.loss, 0.24 if lit else 0.0 if scene.loss_state == BLANK else FILL,
                                          style.ground)])
        self.cards.set_edgecolor([style.muted] * len(scene.cards) + [style.loss])
        self.cards.set_linewidths([1.0] * len(boxes))

    def _fill(self, cell: Cell) -> tuple[float, ...]:
        color = getattr(self.style, cell.role)
        return to_rgba(color, {BLANK: 0.0, NOW: 1.0}.get(cell.state, FILL))

    def _write(self, scene: Scene) -> None:
        """Numbers in cells, beside cards and on edges."""
        cells = [cell for cell in (*scene.cells, *scene.chips) if cell.text]
        edges = [Written(*edge.place, edge.text, self._number_color(edge), strong=edge.chosen)
                 for edge in scene.edges if edge.text]
        self.texts.write([*(one.written(self.style) for one in (*cells, *scene.notes)), *edges])

    def _number_color(self, edge: Edge) -> str:
        style = self.style
        if not (edge.lit or edge.chosen):
            return style.muted
        return style.ink if not edge.amount else style.negative if edge.amount < 0 else style.positive


def _edge_width(edge: Edge) -> float:
    return THIN + (THICK - THIN) * edge.share ** 0.5


def _below(edge: Edge) -> Box:
    """The ground below the number of an edge."""
    return around(*edge.place, wide(edge.text, bold=edge.chosen) + 4, TALL)
