"""A sheet: one private figure with the pictures of a lab on it, redrawn by moving artists over a kept background.

Artists that move are marked as animated; matplotlib then leaves them out of a full draw and does not call their axes
stale when they change. So `axes.stale` says exactly when the ground of a picture (ticks, limits, titles) must be drawn
anew.
"""
from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Protocol, runtime_checkable

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from .axes import QuickAxes
from .ghosts import Ghost, Ghosted, with_ghost
from .guess import Guess, draw_guess
from .kept_ground import KeptGround
from .letters import LetterCanvas
from .places import Row, places
from .scales import Spans, held, measured
from .spots import Spotted
from .style import PIXELS_PER_INCH, Style
from .telling import NEAR, Telling, Told

# The scales of a sheet that shares none.
OWN: Mapping[str, Any] = MappingProxyType({})


class Picture(Protocol):
    """Artists on axes. `moving`: those that follow the numbers, in the order in which they are drawn; there may become
    more. `draw`: move them; a ground is touched only if it changed. A picture with `square = True` has axes as wide as
    high where others stand beside it: both have one unit. It may say its numbers (`Telling`), be dragged (`Draggable`)
    and have curves that leave a ghost (`Ghosted`). One with `spans` has scales that several sheets can share, see
    `scales.Spanning`."""

    margins: tuple[float, float, float, float]      # left, right, bottom, top of the axes within their place, in px
    moving: Sequence[Artist]

    def __init__(self, axes: Axes, style: Style): ...

    def draw(self, settings: Any, result: Any) -> None: ...


DataPoint = tuple[float, float]


@runtime_checkable
class Draggable(Protocol):
    """A picture that can be dragged: it says which settings an action means, and changes nothing itself."""

    handle: str     # the accessible name, "start point: drag it, or move it with the arrow keys"

    def drag(self, pressed: Any, result: Any, start: DataPoint, at: DataPoint) -> Mapping[str, Any]:
        """Settings for a pointer that was pressed at `start`, when the settings were `pressed`, and is now at `at`,
        both in the coordinates of the axes."""

    def nudge(self, settings: Any, result: Any, right: int, up: int) -> Mapping[str, Any]:
        """The settings after this number of presses of the arrow keys; with Shift each counts five."""


@runtime_checkable
class DrawnOn(Draggable, Protocol):
    """A picture that is drawn on: a pointer leaves a line, and so do the arrow keys while their pen is down."""

    def trace(self, pressed: Any, result: Any, places: Sequence[DataPoint]) -> Mapping[str, Any]:
        """Settings for a pointer that went through these places, when the settings were `pressed` before."""

    def lower(self, settings: Any, result: Any) -> Mapping[str, Any]:
        """Settings after the pen of the arrow keys was lowered, or lifted."""


class Sheet:
    """Pictures in rows on one figure of a given width in CSS pixels.

    live: True keeps the background and blits; False is for export, where every artist is drawn, and nothing moves.
    compact: the rows are meant for a narrow sheet.
    """

    def __init__(self, kinds: Mapping[str, type[Picture]], rows: Sequence[Row], style: Style, *, width: float,
                 ratio: float = 1.0, live: bool = True, compact: bool = False):
        square = {name: kind.margins for name, kind in kinds.items() if getattr(kind, "square", False)}
        found, self.height = places(rows, width, square, compact)
        self.width, self.ratio, self._style = width, ratio, style
        self.figure = Figure(figsize=(width / PIXELS_PER_INCH, self.height / PIXELS_PER_INCH),
                             dpi=PIXELS_PER_INCH * ratio, facecolor=style.ground)
        self.canvas = LetterCanvas(self.figure)
        self.pictures: dict[str, Picture] = {}
        self._axes: dict[str, Axes] = {}
        for name, place in found.items():
            self._axes[name] = self._new_axes(place, kinds[name].margins)
            self.pictures[name] = kinds[name](self._axes[name], style)
        self._ground = KeptGround(self.canvas, {self._axes[name]: place for name, place in found.items()}, self.height,
                                  ratio)
        self._live = live
        self._ghosts = {name: Ghost(picture) for name, picture in self.pictures.items()
                        if live and isinstance(picture, Ghosted)}
        self._in_motion = False
        self._rested: dict[str, tuple[Any, Spans]] = {}     # settings and scales of each picture when no hand moved
        self._moving: list[Artist] = []
        self._guessed: list[Artist] = []
        self._gather_moving()

    def _new_axes(self, place, margins) -> Axes:
        """Axes inside their place on the sheet; both in px."""
        (left, bottom, width, height), (m_left, m_right, m_bottom, m_top) = place, margins
        inner = ((left + m_left) / self.width, (bottom + m_bottom) / self.height,
                 (width - m_left - m_right) / self.width, (height - m_bottom - m_top) / self.height)
        axes = self.figure.add_axes(QuickAxes(self.figure, inner, facecolor="none"))
        axes.set_autoscale_on(False)
        return axes

    def draw(self, settings: Any, result: Any, common: Mapping[str, Spans] = OWN, *, moving: bool = False) -> None:
        """Move all artists to where the numbers say. common: of each picture what its scales hold besides. moving: a
        hand does it, so former curves stay as ghosts, as they were when it began, until the next drawing at rest."""
        for ghost in self._ghosts.values():
            if not moving:
                ghost.vanish()
            elif not self._in_motion:
                ghost.keep()
        self._in_motion = moving
        for name, picture in self.pictures.items():
            if hasattr(picture, "spans"):
                known = measured(picture, settings, result)
                spans = {**picture.spans(settings, result, *known), **common.get(name, OWN)}
                picture.draw(settings, result, self._held(name, settings, spans, moving), *known)
            else:
                picture.draw(settings, result)
        for ghost in self._ghosts.values() if moving else ():
            ghost.follow()
        self._gather_moving()

    def _held(self, name: str, settings: Any, spans: Spans, moving: bool) -> Spans:
        """What the scales of a picture hold: while a hand moves a number, also what they held when it began, so that
        they do not jump to and fro, nor change with what is still to come of a coarse result."""
        if not moving:
            self._rested[name] = settings, spans
            return spans
        began, before = self._rested.get(name, (None, OWN))
        return held(before, spans) if began and settings.moves_only_numbers(began) else spans

    def mark(self, guess: Guess) -> None:
        """Show a guess in its picture, if that is on the sheet."""
        if guess.picture in self._axes:
            self._guessed += draw_guess(self._axes[guess.picture], self._style, guess)
            self._gather_moving()

    def _gather_moving(self) -> None:
        self._moving = [artist for name, picture in self.pictures.items() for artist in
                        (with_ghost(picture.moving, picture.ghosted, self._ghosts[name]) if name in self._ghosts
                         else picture.moving)]
        self._moving += self._guessed    # above all else: it is a small thing
        for artist in self._moving if self._live else ():
            if not artist.get_animated():
                artist.set_animated(True)

    def handles(self) -> list[dict[str, Any]]:
        """The pictures that can be dragged: name, accessible name, and the box of the axes as left, top, width and
        height in parts of the sheet; whether it is drawn on."""
        return [{"name": name, "label": picture.handle, "traced": isinstance(picture, DrawnOn), "box": self._box(name)}
                for name, picture in self.pictures.items() if isinstance(picture, Draggable)]

    def spots(self, settings: Any, result: Any) -> list[dict[str, Any]]:
        """The elements of all pictures that have some: picture, name, label, whether it is chosen, and its box as in
        `handles`."""
        return [{"picture": name, "name": spot.name, "label": spot.label, "chosen": spot.chosen,
                 "box": self._part(name, spot.box)}
                for name, picture in self.pictures.items() if isinstance(picture, Spotted)
                for spot in picture.spots(settings, result)]

    def _part(self, name: str, box: Sequence[float]) -> list[float]:
        """A box in the coordinates of the axes of a picture as left, top, width and height in parts of the sheet."""
        ends = self._axes[name].transData.transform([box[:2], box[2:]])
        (left, low), (right, high) = ends / self.figure.bbox.size
        return [round(float(part), 5) for part in (left, 1 - high, right - left, high - low)]

    def _box(self, name: str) -> list[float]:
        # The original position: asking for the active one would make the ground stale.
        box = self._axes[name].get_position(original=True)
        return [round(part, 5) for part in (box.x0, 1 - box.y1, box.width, box.height)]

    def told(self, settings: Any, result: Any, x: float, y: float) -> dict[str, Any]:
        """What the picture at a place of the sheet says of it, the place in parts from the left and the top: the words,
        and the box of what they are about as in `handles`; {} where there is nothing to say."""
        for name, picture in self.pictures.items():
            left, top, width, height = self._box(name)
            across, down = (x - left) / width, (y - top) / height
            if isinstance(picture, Telling) and self._is_near(name, across, down):
                return self._about(name, picture.told(settings, result, self.spot(name, across, down)))
        return {}

    def told_where_held(self, settings: Any, result: Any, name: str) -> dict[str, Any]:
        """What a picture says of the place where the hand holds it."""
        picture = self.pictures[name]
        at = picture.held(settings, result) if isinstance(picture, Telling) and hasattr(picture, "held") else None
        return self._about(name, at and picture.told(settings, result, at))

    def _is_near(self, name: str, across: float, down: float) -> bool:
        """A place, in parts of the axes of a picture, is in them, or near enough to mean a point on their border."""
        return all(-NEAR <= part * size <= size + NEAR for part, size in
                   zip((across, down), self._axes[name].bbox.size / self.ratio))

    def _about(self, name: str, told: Told | None) -> dict[str, Any]:
        """What is said, with its box: a point has no size, and what stands above a place has that of the axes."""
        if told is None:
            return {}
        axes, (left, top, width, height) = self._axes[name], self._box(name)
        column = math.isnan(told.y)
        y = axes.get_ylim()[0] if column else told.y
        across, up = axes.transAxes.inverted().transform(axes.transData.transform((told.x, y))).clip(0, 1).tolist()
        box = (left + across * width, top if column else top + (1 - up) * height, 0.0, height if column else 0.0)
        return {"words": told.words, "box": [round(part, 5) for part in box]}

    def scales_of(self, name: str) -> dict[str, Any]:
        """The box of a picture's axes, as in `handles`, and of each axis its label and the values at its ends."""
        axes = self._axes[name]
        up = axes.texts[0].get_text() if axes.texts else ""    # `style_axes` writes it above the axis
        return {"box": self._box(name), "x": (axes.xaxis.label.get_text(), *axes.get_xlim()),
                "y": (up, *axes.get_ylim())}

    def spot(self, name: str, x: float, y: float) -> DataPoint:
        """A place within the axes of a picture, in parts of their width and height from the left and the top, in
        their coordinates."""
        axes = self._axes[name]
        there = axes.transData.inverted().transform(axes.transAxes.transform((x, 1 - y)))
        return float(there[0]), float(there[1])

    def pixels(self) -> tuple[memoryview, tuple[int, int]]:
        """The sheet as RGBA bytes and its size in device pixels, on the kept ground where that still holds."""
        self._ground.lay()
        renderer = self.canvas.get_renderer()
        for artist in self._moving if self._live else ():    # else the ground has them already
            artist.draw(renderer)
        return self.canvas.buffer_rgba(), self.canvas.get_width_height(physical=True)
