"""The canvas: shows a sheet in the browser, and hears from each view how wide, how dense and how dark it is.

Frames travel as a synced trait, so a page that is loaded again gets the last one. While a hand moves, a frame is a
JPEG; once the browser sees it rest it asks for the exact PNG. A new frame is sent only after the last one was seen
(or after PATIENCE), so frames never queue and the newest is always the one that is sent next.
"""
from __future__ import annotations

import io
import time
from collections.abc import Callable, Mapping
from typing import Any

import anywidget
import traitlets
from PIL import Image

from ..experiment import LOCK
from ..pictures.sheet import Sheet
from ..pictures.style import STYLES
from .page import read

# How long (s) an unseen frame holds back the next one, and after which silence nobody is thought to be looking.
PATIENCE, SILENCE = 0.1, 3.0
# Widths in CSS px; where there is less room than the narrowest, the browser scales the picture down.
NARROWEST, WIDEST, USUAL = 600, 1600, 860
# From so many pixels per CSS px on, a lossy frame has color at half its density: nobody sees it, and it is encoded in half the time.
DENSE = 1.5
MAKE_SHEET = Callable[..., Sheet]


class Canvas(anywidget.AnyWidget):
    """A question and its answer of the moment, a sheet of pictures, a table beside it and a status line below it.

    make_sheet(style, width=..., ratio=...) builds the sheet for a view; draw(sheet) brings it up to date; idle() is called when
    the hand has rested for a while.
    """

    # As text: anywidget would keep every widget alive whose script is a file that it watches.
    _esm = read("page.js") + read("canvas.js")
    _css = read("canvas.css")
    frame = traitlets.Bytes().tag(sync=True)
    # serial, width and height in CSS px, exact or lossy, media type.
    frame_info = traitlets.Dict().tag(sync=True)
    alt = traitlets.Unicode().tag(sync=True)
    question = traitlets.Unicode().tag(sync=True)
    verdict = traitlets.Unicode().tag(sync=True)
    table = traitlets.Dict().tag(sync=True)
    status = traitlets.Unicode().tag(sync=True)
    trouble = traitlets.Bool().tag(sync=True)

    # Until it is made: a canvas that could not be is closed all the same.
    _viewers: set[str] | frozenset[str] = frozenset()

    def __init__(self, make_sheet: MAKE_SHEET, draw: Callable[[Sheet], None], idle: Callable[[], None], **words):
        sheet = make_sheet(STYLES["light"], width=USUAL, ratio=1.0)
        draw(sheet)
        # The first frame travels with the widget, so a picture stands there even while the kernel is busy.
        super().__init__(frame=encode(sheet, "PNG"), frame_info=_info(0, sheet, exact=True, media="image/png"), **words)
        self._make_sheet, self._draw, self._idle = make_sheet, draw, idle
        self._sheet: Sheet = sheet
        self._look = (USUAL, 1.0, False)
        self._viewers: set[str] = set()
        self._serial, self._sent_at, self._seen, self._behind, self._moving = 0, 0.0, True, True, False
        self.on_msg(lambda _, content, buffers: self._hear(content))

    def refresh(self, *, moving: bool = False, **words: Any) -> None:
        """Show the present numbers: `words` (alt, verdict, table, status, trouble) at once, the picture as soon as it can be seen.

        moving: a hand is at a control, so the frame may be lossy.
        """
        with LOCK:
            if not self._seen and time.monotonic() - self._sent_at > SILENCE:
                self._viewers.clear()
            self._behind, self._moving = True, moving and bool(self._viewers)
            with self.hold_sync():
                for name, value in words.items():
                    setattr(self, name, value)
                if self._may_send():
                    self._send_frame()

    def remake(self) -> None:
        """Build the sheet anew; what follows is `refresh`."""
        with LOCK:
            width, ratio, dark = self._look
            self._sheet = self._make_sheet(STYLES["dark" if dark else "light"], width=width, ratio=ratio)

    def render(self, *, exact: bool) -> bytes:
        """The present picture, drawn and encoded: PNG if exact, else JPEG."""
        with LOCK:
            self._draw(self._sheet)
            return encode(self._sheet, "PNG" if exact else "JPEG")

    def close(self) -> None:
        """Close the views and let go of the figure."""
        with LOCK:
            self._viewers = set()
            self._sheet = self._make_sheet = self._draw = self._idle = None
        super().close()

    def _send_frame(self) -> None:
        exact = not self._moving
        frame = self.render(exact=exact)
        self._serial += 1
        self._behind, self._seen, self._sent_at = False, False, time.monotonic()
        self.frame = frame
        self.frame_info = _info(self._serial, self._sheet, exact, "image/png" if exact else "image/jpeg")

    def _hear(self, content: Mapping[str, Any]) -> None:
        """A view speaks: it is there (with its look), it has seen a frame, its hand rests, has
        rested for long, or it is gone."""
        with LOCK:
            if self.comm is None:
                return
            kind, view, serial = content["kind"], content["view"], content.get("serial", -1)
            if kind == "gone":
                self._viewers.discard(view)
            elif kind == "look":
                self._viewers.add(view)
                self._take_look(content)
            elif kind == "seen":
                self._viewers.add(view)
                self._seen |= serial >= self._serial
            elif kind == "rest" and serial == self._serial and not self.frame_info["exact"]:
                self._moving, self._behind = False, True
            elif kind == "idle" and serial == self._serial:
                self._idle()
            if self._behind and self._may_send():
                with self.hold_sync():
                    self._send_frame()

    def _may_send(self) -> bool:
        """Somebody looks, and the last frame was seen or is overdue."""
        return bool(self._viewers) and (self._seen or time.monotonic() - self._sent_at > PATIENCE)

    def _take_look(self, content: Mapping[str, Any]) -> None:
        """Width, pixel ratio and theme of a view; the last view that changed decides for all."""
        width = min(max(int(content["width"]), NARROWEST), WIDEST)
        look = width, min(max(float(content["ratio"]), 1.0), 3.0), bool(content["dark"])
        if look != self._look:
            self._look, self._behind, self._moving = look, True, False
            self.remake()


def encode(sheet: Sheet, form: str) -> bytes:
    """The sheet as drawn, as PNG (exact), JPEG (lossy, fast) or PALETTE (a PNG of few colors, small)."""
    pixels, size = sheet.pixels()
    image = Image.frombuffer("RGBX", size, pixels, "raw", "RGBX", 0, 1)
    out = io.BytesIO()
    if form == "JPEG":
        image.save(out, "JPEG", quality=85, subsampling="4:2:0" if sheet.ratio >= DENSE else "4:4:4")
    elif form == "PNG":
        image.convert("RGB").save(out, "PNG", compress_level=1)
    else:
        image.convert("RGB").quantize(128, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _info(serial: int, sheet: Sheet, exact: bool, media: str) -> dict[str, Any]:
    return {"serial": serial, "width": sheet.width, "height": sheet.height, "exact": exact, "media": media}
