"""The net as a diagram: units in two halves, z and a; numbers that are computed now are lit, unknown ones blank."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection, PolyCollection
from matplotlib.colors import to_rgba
from matplotlib.text import Text

from ....pictures.boxes import Box, over, rounded
from ....pictures.brief import wide
from ....pictures.frame import limits
from ....pictures.quick_text import QuickText
from ....pictures.spots import Spot
from ....pictures.style import PIXELS_PER_INCH, SMALL, TEXT, Style
from ....pictures.telling import Told
from ..elements import element_under, elements_of, touched
from ..labels import TALL
from ..marks import BLANK, NOW, Cell, Edge, Note, Scene
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
        axes.axis("off")
        self.width, self.height = (size / axes.figure.dpi * PIXELS_PER_INCH for size in axes.bbox.size)
        limits(axes, (0, self.width), (0, self.height))
        self.sentence = self._text(10, self.height - 4, va="top", fontsize=TEXT, color=style.ink)
        self.halo, = axes.plot([], [], color=style.here, lw=9, alpha=0.28, solid_capstyle="round", zorder=1)
        self.edges, self.to_loss = (LineCollection([], zorder=z) for z in (2, 1.5))
        self.labels = PolyCollection([], facecolor=style.ground, edgecolor="none", zorder=3)
        self.cards, self.cells = (PathCollection([], zorder=z) for z in (4, 5))
        for collection in (self.edges, self.to_loss, self.labels, self.cards, self.cells):
            collection.set_transform(axes.transData)
            axes.add_collection(collection, autolim=False)
        self.texts: list[Text] = []
        self._written: list[Any] = []   # what each of them says, None for one that is not seen
        self.heads: list[Text] = []
        self._headed: Sequence[Note] = ()

    @property
    def moving(self) -> tuple[Any, ...]:
        """All that follows the numbers, from the lowest."""
        return (self.to_loss, self.halo, self.edges, self.labels, self.cards, self.cells, self.sentence, *self.texts)

    def draw(self, settings, result) -> None:
        scene = scene_of(settings, result, self.width, self.height)
        self.sentence.set_text(scene.sentence)
        self._draw_heads(scene.heads)
        self._draw_edges(scene)
        self._draw_cards(scene)
        self._write(scene)

    def spots(self, settings, result) -> list[Spot]:
        """The elements of the diagram in the order of the forward pass."""
        return [Spot(*one) for one in elements_of(settings, result, self.width, self.height)]

    def touch(self, settings, result, name: str) -> Mapping[str, Any]:
        """The settings after an element was chosen."""
        return touched(settings, result, name)

    def told(self, settings, result, at) -> Told | None:
        """The unit or the edge under the pointer."""
        spot = element_under(settings, result, self.width, self.height, at)
        return spot and Told(spot.label, *spot.box.middle)

    # -- artists

    def _text(self, x: float, y: float, **more: Any) -> Text:
        text = QuickText(x, y, "", **{"fontsize": SMALL, "va": "center", "zorder": 6, **more})
        text.set_clip_on(False)
        return self.axes.add_artist(text)

    def _draw_heads(self, heads: Sequence[Note]) -> None:
        """The names of the columns are ground: they change with the net."""
        if heads == self._headed:
            return
        for text in self.heads:
            text.remove()
        self._headed = heads
        self.heads = [self._text(note.x, note.y, ha="center", color=self._muted(note.role)) for note in heads]
        for text, note in zip(self.heads, heads):
            text.set_text(note.text)

    def _muted(self, role: str) -> str:
        return self.style.muted if role == "ink" else getattr(self.style, role)

    def _draw_edges(self, scene: Scene) -> None:
        style, edges = self.style, scene.edges
        self.edges.set_segments([(edge.start, edge.end) for edge in edges])
        self.edges.set_color([self._edge_color(edge) for edge in edges])
        self.edges.set_linewidths([_edge_width(edge) for edge in edges])
        self.edges.set_linestyles([DASHES if (edge.amount or 0) < 0 else "-" for edge in edges])
        chosen = next((edge for edge in edges if edge.chosen), None)
        self.halo.set_data(*zip(chosen.start, chosen.end) if chosen else ((), ()))
        written = [edge for edge in edges if edge.text]
        self.labels.set_verts([_corners(edge.place, edge.text, edge.chosen) for edge in written])
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
        paths = [rounded(cell.box, _corners_of(cell.box, scene.cards)) for cell in cells]
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
        """Numbers in cells, beside cards and on edges, with as many texts as there are."""
        style, wanted = self.style, []
        for cell in (*scene.cells, *scene.chips):
            if cell.text:
                color = style.ground if cell.state == NOW else getattr(style, cell.role)
                wanted.append((*cell.box.middle, cell.text, color, "center", False))
        for note in scene.notes:
            strong = note.chosen or note.state == NOW
            wanted.append((note.x, note.y, note.text, getattr(style, note.role), note.align, strong))
        for edge in scene.edges:
            if edge.text:
                strong = edge.lit or edge.chosen
                color = (style.muted if not strong else style.ink if not edge.amount
                         else style.negative if edge.amount < 0 else style.positive)
                wanted.append((*edge.place, edge.text, color, "center", edge.chosen))
        while len(self.texts) < len(wanted):
            self.texts.append(self._text(0, 0))
            self._written.append(None)
        wanted += [None] * (len(self.texts) - len(wanted))
        for text, before, now in zip(self.texts, self._written, wanted):
            if now != before:
                _say(text, now)
        self._written = wanted


def _say(text: Text, wanted: tuple[float, float, str, Any, str, bool] | None) -> None:
    """Let a text say something else, or nothing."""
    text.set_visible(wanted is not None)
    if wanted:
        x, y, words, color, align, strong = wanted
        text.set_x(x)
        text.set_y(y)
        text.set_text(words)
        text.set_color(color)
        text.set_ha(align)
        text.set_weight("bold" if strong else "normal")


def _edge_width(edge: Edge) -> float:
    return THIN + (THICK - THIN) * edge.share ** 0.5


def _corners(middle: tuple[float, float], text: str, bold: bool) -> list[tuple[float, float]]:
    """The corners of the ground below a text."""
    (x, y), half, tall = middle, wide(text, bold=bold) / 2 + 2, TALL / 2
    return [(x - half, y - tall), (x + half, y - tall), (x + half, y + tall), (x - half, y + tall)]


def _corners_of(box: Box, cards: Iterable[Box]) -> tuple[float, ...]:
    """How round the corners of a cell are, from lower left against the clock: those that it shares with its card."""
    near = 0.01
    for card in cards:
        if card.left - near <= box.left and box.right <= card.right + near and (
                card.bottom - near <= box.bottom and box.top <= card.top + near):
            left, right = abs(box.left - card.left) < near, abs(box.right - card.right) < near
            low, high = abs(box.bottom - card.bottom) < near, abs(box.top - card.top) < near
            return tuple(ROUND * both for both in (left and low, right and low, right and high, left and high))
    return (min(box.right - box.left, box.top - box.bottom) / 2,) * 4
