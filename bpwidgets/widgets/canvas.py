"""The canvas: shows a sheet in the browser, and hears from each view how wide, how dense and how dark it is.

Frames travel as a synced trait, so a page that is loaded again gets the last one. While the user moves something, a
frame is a JPEG; once the browser sees it rest it asks for the exact PNG. A new frame is sent only after the last one
was seen (or after PATIENCE), so frames never queue and the newest is always the one that is sent next.

Pictures that can be dragged have a box of their own in the page, which takes the pointer and, with the focus, the arrow
keys. What comes back are synced traits too (where the pointer is, how often keys were pressed), of which the browser
keeps one message under way and then sends the newest. Where a pointer rests the page asks for the numbers there, and
has an answer in words; nothing is drawn for it.
"""
from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import anywidget
import traitlets

from ..experiment import LOCK
from ..pictures.guess import Guess
from ..pictures.sheet import DrawnOn, Sheet
from ..pictures.spots import Spotted
from ..pictures.style import STYLES
from .canvas_callbacks import CanvasCallbacks
from .deferred import OpenedLater
from .encoded import encode
from .look import NARROW, NARROWEST, UNTOLD, UNTOLD_BESIDE, Look, Prepared, look_of
from .page import colors_of_roles, read
from .slider import number_in
from .terms_shown import terms_shown

# How long (s) an unseen frame holds back the next one, and after which silence nobody is thought to be looking.
PATIENCE, SILENCE = 0.1, 3.0
class Canvas(OpenedLater, anywidget.AnyWidget):
    """A question and its answer of the moment, a sheet of pictures, a table beside it and a status line below it.

    A `CanvasCallbacks` connects it to what stands behind it. Nothing is drawn before somebody looks. narrow: it stands
    in a column beside another one. prepared: a sheet that was drawn for a page whose look is known already.
    coarse: the numbers are the first ones, and finer ones are to be asked for.
    """

    # As text: anywidget would keep every widget alive whose script is a file that it watches.
    _esm = "".join(map(read, ("page.js", "access.js", "handles.js", "scroll.js", "kernel.js", "terms.js", "told.js",
                             "spots.js", "formula.js", "parts.js", "canvas.js")))
    _css = read("canvas.css") + read("terms.css") + read("parts.css") + colors_of_roles()
    frame = traitlets.Bytes().tag(sync=True)
    # serial (0: made before any view was there), width and height in CSS px, exact or lossy, media type, dark or light;
    # asked, if the page has asked for it at rest and need not wait to ask for the next one.
    frame_info = traitlets.Dict().tag(sync=True)
    alt = traitlets.Unicode().tag(sync=True)
    question = traitlets.Unicode().tag(sync=True)
    verdict = traitlets.Unicode().tag(sync=True)
    table = traitlets.Dict().tag(sync=True)
    # The number of the formula that a hand moved last: its name, its value, and how often that happened.
    entered = traitlets.Dict().tag(sync=True)
    # A formula as markup with its words and the numbers in it that can be moved, lines of a program by their heading;
    # {} where there are none.
    formula = traitlets.Dict().tag(sync=True)
    code = traitlets.Dict().tag(sync=True)
    status = traitlets.Unicode().tag(sync=True)
    trouble = traitlets.Bool().tag(sync=True)
    # How much of a run there is, and how long it will be; [] where nothing runs.
    progress = traitlets.List().tag(sync=True)
    # What each control says of itself, by the name of its field; the terms that stand on the screen.
    hints = traitlets.Dict().tag(sync=True)
    terms = traitlets.List().tag(sync=True)
    # Of each row of a table that is chosen: its name, its title, and one line.
    rows = traitlets.List()
    # Pictures that can be dragged; where the pointer is on one of them, in parts of its axes; arrow keys pressed so
    # far, by picture.
    handles = traitlets.List().tag(sync=True)
    pointer = traitlets.Dict().tag(sync=True)
    arrows = traitlets.Dict().tag(sync=True)
    # Elements of pictures that are reached one by one.
    spots = traitlets.List().tag(sync=True)

    # Until it is made: a canvas that could not be is closed all the same.
    _viewers: Mapping[str, Look] = MappingProxyType({})

    def __init__(self, shown: CanvasCallbacks, *, narrow: bool = False, prepared: Prepared | None = None,
                 coarse: bool = False, **words):
        super().__init__(**words)
        self._narrowest, self._untold = (NARROW, UNTOLD_BESIDE) if narrow else (NARROWEST, UNTOLD)
        self._shown: CanvasCallbacks | None = shown
        self._look, self._made = prepared[:2] if prepared else (self._untold, None)
        self._viewers: dict[str, Look] = {}     # each with what it looks like
        self._turns: dict[str, int] = {}        # how much each view has said
        self._serial, self._sent_at, self._seen, self._behind, self._moving = 0, 0.0, True, True, coarse
        self._press, self._counted = None, {}
        self._at_rest, self._asked = False, False   # the hand rests; the next frame is one that was asked for then
        self._once_seen: list[Callable[[], None]] = []
        self._boxed: Sheet | None = None    # the sheet whose pictures have their boxes in the page
        self.on_msg(lambda _, content, buffers: self._hear(content))
        self.observe(lambda change: self._pointed(change["new"]), "pointer")
        self.observe(lambda change: self._pressed(change["new"]), "arrows")
        self.observe(lambda change: self._entered(change["new"]), "entered")
        self._may_open = True

    # The first frame travels with the widget, so a picture stands there even while the kernel is busy.

    @traitlets.default("frame")
    def _first_frame(self) -> bytes:
        return self.render(exact=True)

    @traitlets.default("frame_info")
    def _first_info(self) -> dict[str, Any]:
        return _info(0, self._sheet, not self._moving, "image/png", self._look)

    @traitlets.default("handles")
    def _first_handles(self) -> list[dict[str, Any]]:
        return self._told_handles()

    @traitlets.default("spots")
    def _first_spots(self) -> list[dict[str, Any]]:
        return self._shown.spots(self._sheet)

    @traitlets.default("terms")
    def _first_terms(self) -> list[dict[str, Any]]:
        return self._terms_shown()

    def _terms_shown(self) -> list[dict[str, Any]]:
        return terms_shown(self.verdict, self.status, self.table, self.rows, self._sheet)

    @property
    def _sheet(self) -> Sheet:
        """The sheet, made and drawn when it is first needed."""
        with LOCK:
            if self._made is None:
                width, ratio, dark = self._look
                self._made = self._shown.sheet(STYLES["dark" if dark else "light"], width=width, ratio=ratio)
                self._shown.draw(self._made, moving=self._moving)
            return self._made

    @property
    def usual(self) -> Sheet | None:
        """The sheet at the present numbers, if it looks as it does before a page has told its look."""
        if self._look != self._untold:
            return None
        if self._made is not None:
            self._shown.draw(self._made)
        return self._sheet

    @property
    def watched(self) -> bool:
        """True if somebody looks."""
        return bool(self._viewers)

    def refresh(self, *, moving: bool = False, **words: Any) -> None:
        """Show the present numbers: `words` (alt, verdict, table, status, trouble) at once, the picture as soon as it
        can be seen.

        moving: the user is at a control, so the frame may be lossy.
        """
        with LOCK:
            if not self._seen and time.monotonic() - self._sent_at > SILENCE:
                self._viewers.clear()
            self._behind, self._moving, self._asked = True, moving and bool(self._viewers), self._at_rest
            with self.hold_sync():
                for name, value in words.items():
                    setattr(self, name, value)
                if self._may_send():
                    self._send_frame()

    def once_seen(self, listener: Callable[[], None]) -> None:
        """Call `listener()` when a page has shown a picture, once."""
        self._once_seen.append(listener)

    def remake(self) -> None:
        """Build the sheet anew, when it is needed; what follows is `refresh`."""
        with LOCK:
            self._made = None

    def mark(self, guess: Guess) -> None:
        """Show a guess on the sheet there is; one that is made later has it from its plan."""
        with LOCK:
            if self._made is not None:
                self._made.mark(guess)
                self._behind = True
            if not self.watched and self.trait_has_value("frame"):
                self.frame = self.render(exact=True)

    def render(self, *, exact: bool) -> bytes:
        """The present picture, drawn and encoded: PNG if exact, else JPEG."""
        with LOCK:
            if self._made is not None:
                self._shown.draw(self._made, moving=not exact)
            return encode(self._sheet, "PNG" if exact else "JPEG")

    def close(self) -> None:
        """Close the views and let go of the figure."""
        with LOCK:
            self._viewers, self._may_open = {}, False
            self._made = self._shown = self._boxed = None
        super().close()

    def _send_frame(self) -> None:
        exact = not self._moving
        frame = self.render(exact=exact)
        self._serial += 1
        self._behind, self._seen, self._sent_at = False, False, time.monotonic()
        self.frame = frame
        if exact:
            self.terms, self.spots = self._terms_shown(), self._shown.spots(self._sheet)
        # Where a picture stands is told when the hand rests; where its box is, as soon as there is one.
        if exact or self._boxed is not self._sheet:
            self._boxed, self.handles = self._sheet, self._told_handles()
        info = _info(self._serial, self._sheet, exact, "image/png" if exact else "image/jpeg", self._look)
        self.frame_info = {**info, "asked": True} if self._asked else info

    def _told_handles(self) -> list[dict[str, Any]]:
        """The pictures that can be dragged, each with where it stands."""
        told = [(handle, *self._shown.value(self._sheet.pictures[handle["name"]])) for handle in self._sheet.handles()]
        return [{**handle, "value": words, "number": number} for handle, words, number in told]

    def _hear(self, content: Mapping[str, Any]) -> None:
        """A view speaks: it is there (with its look), it has seen a frame, its hand rests, has
        rested for long, or it is gone."""
        with LOCK:
            if self._shown is None:
                return
            kind, view, serial = content["kind"], content["view"], content.get("serial", -1)
            before, turn = self._turns.get(view, 0), content.get("turn", 0)
            self._turns[view] = max(before, turn)
            if kind == "gone" and turn < before:
                return    # the view has spoken since: on two threads its messages may overtake each other
            if kind == "gone":
                self._viewers.pop(view, None)
                if self._viewers:
                    self._take(next(reversed(self._viewers.values())))
                # A run in pieces waits until somebody looks: it may be long, and can be stopped.
                while not self._viewers and not self.progress and self._shown.rest():
                    pass
            elif kind == "look":
                self._take(look := look_of(content, self._narrowest))
                self._viewers[view] = look
            elif kind == "seen":
                self._viewers.setdefault(view, self._look)
                self._seen |= serial >= self._serial
                while self._once_seen:
                    self._once_seen.pop()()
            elif kind == "rest" and serial == self._serial and not self.frame_info["exact"]:
                self._rest()
            elif kind == "idle" and serial == self._serial:
                self._shown.idle()
            elif kind == "touch" and isinstance(picture := self._sheet.pictures.get(content["picture"]), Spotted):
                self._shown.touch(picture, content["name"])
            elif kind == "pen" and isinstance(picture := self._sheet.pictures.get(content["picture"]), DrawnOn):
                self._shown.nudge(picture, *content["way"])
            elif kind == "typed":
                self._shown.enter(content["name"], number_in(content["text"], integer=False))
            elif kind == "ask":
                self.send({"kind": "told", "view": view, **self._told(content["where"])})
            if self._behind and self._may_send():
                with self.hold_sync():
                    self._send_frame()

    def _told(self, where: Sequence[float] | str) -> Mapping[str, Any]:
        """What the picture on the screen says of a place; nothing while it is older than the numbers."""
        there = not self._behind and (not isinstance(where, str) or where in self._sheet.pictures)
        return self._shown.tell(self._sheet, where) if there else {}

    def _rest(self) -> None:
        before, self._at_rest, self._asked = self._serial, True, True
        try:
            finer = self._shown.rest()
        finally:
            self._at_rest = False
        if not finer:
            self._moving, self._behind = False, True
        elif self._serial == before:
            # Nothing new yet: the page asks again after the next frame.
            self._behind = True

    def _pointed(self, pointer: Mapping[str, Any]) -> None:
        """A pointer was pressed on a picture, or moved while it is down."""
        with LOCK:
            name = pointer.get("name")
            if self._shown is not None and name in self._sheet.pictures:
                places = (pointer["start"], *pointer.get("trace", ()), pointer["at"])
                first, self._press = pointer["press"] != self._press, pointer["press"]
                self._shown.drag(self._sheet.pictures[name], first, self._sheet.trace(name, places))

    def _pressed(self, arrows: Mapping[str, Sequence[int]]) -> None:
        """Arrow keys were pressed on a picture: the counts only grow, or fall, from the last ones heard."""
        with LOCK:
            for name, counts in arrows.items():
                right, up = (now - before for now, before in zip(counts, self._counted.get(name, (0, 0))))
                self._counted[name] = list(counts)
                if self._shown is not None and (right or up) and name in self._sheet.pictures:
                    self._shown.nudge(self._sheet.pictures[name], right, up)

    def _entered(self, number: Mapping[str, Any]) -> None:
        """A number of the formula was moved."""
        with LOCK:
            if self._shown is not None and "name" in number:
                self._shown.enter(number["name"], number["value"])

    def _may_send(self) -> bool:
        """Somebody looks, and the last frame was seen or is overdue."""
        return bool(self._viewers) and (self._seen or time.monotonic() - self._sent_at > PATIENCE)

    def _take(self, look: Look) -> None:
        """Draw for a view that looks like this; of several the last one that changed decides for all."""
        if look != self._look:
            self._look, self._behind = look, True
            self.remake()


def _info(serial: int, sheet: Sheet, exact: bool, media: str, look: Look) -> dict[str, Any]:
    return {"serial": serial, "width": sheet.width, "height": sheet.height, "exact": exact, "media": media,
            "dark": look[2]}
