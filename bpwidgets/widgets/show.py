"""How a lab enters a cell's output, so that something good stands there also when its kernel is gone.

One output holds three forms: the live view, the text twin, a picture with its alternative text. Notebooks without the
view show the picture from there. Where the view is kept, two readers do not: JupyterLab and Notebook 7 write "model not
found" for an old one (ipywidgets 8.1, `WidgetRenderer.renderModel`), and nbconvert leaves an empty place for it. So in
notebooks that they run, and in those that run without a front end (nbclient, papermill), the picture is an output of
its own below the view, hidden by `canvas.css` for as long as the view lives; as HTML, too, since neither of the two
takes the alternative text of a PNG from its metadata (JupyterLab 4.6, the `lab` template of nbconvert 7).
"""
from __future__ import annotations

import base64
import html
import sys
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from IPython import get_ipython
from IPython.display import DisplayHandle, display

# A picture on light ground; JupyterLab marks its image with a class of that name, by which the style sheet finds it.
ON_LIGHT = {"needs_background": "light"}

# In the place of a picture whose run is still being made; hidden, too.
WAITS = "The run was still being made. Run the cell again, and save it when the run is whole."
LATER = MappingProxyType({"text/plain": WAITS, "text/html": f'<p class="bpw-later">{WAITS}</p>'})


class SavedPictures:
    """The pictures that stand in a notebook for the day without a kernel.

    now() tells one picture from another; png() makes the present one, alt() its alternative text.
    """

    def __init__(self, now: Callable[[], Any], png: Callable[[], bytes], alt: Callable[[], str]):
        # Each with its text, where that does not stand with the live view.
        self._handles: list[tuple[DisplayHandle, Callable[[], str] | None]] = []
        self._now, self._png, self._alt, self._shown = now, png, alt, None

    def show(self, live: Mapping[str, Any]) -> None:
        """Display a live view and its text in the running cell, and the picture, apart where that is needed."""
        if not (from_jupyterlab() or without_front_end()):
            display({**live, "image/png": self._png()}, metadata=_described(self._alt()), raw=True)
            return
        # The picture not in both: nbconvert without the state of widgets would show it twice.
        display(dict(live), raw=True)
        self._shown, png, alt = self._now(), self._png(), self._alt()
        handle = display({"image/png": png}, metadata=_described(alt) | ON_LIGHT, raw=True, display_id=True)
        self._handles.append((handle, None))
        # As an update: nbval compares HTML letter by letter, pictures of another machine included, and hears none.
        _put(handle, png, alt)

    def show_growing(self, live: Mapping[str, Any], text: Callable[[], str]) -> None:
        """Display the live view of something that is still being made. A line holds the place of its picture until
        `renew` is called; then text() comes with it: there is one text for a lab, as where it is whole at once."""
        display(dict(live), raw=True)
        self._handles.append((display(dict(LATER), raw=True, display_id=True), text))
        self._shown = None

    def renew(self) -> None:
        """Nobody moves anything: bring the pictures to the present state, if they show another one."""
        if self._handles and self._shown != (now := self._now()):
            self._shown, png, alt = now, self._png(), self._alt()
            for handle, text in self._handles:
                _put(handle, png, alt, text() if text else "")


def _put(handle: DisplayHandle, png: bytes, alt: str, text: str = "") -> None:
    """Put a newer picture in the place of the hidden one."""
    source = f"data:image/png;base64,{base64.b64encode(png).decode()}"
    image = f'<img class="jp-needs-light-background" alt="{html.escape(alt)}" src="{source}">'
    forms = {"image/png": png, "text/html": image, **({"text/plain": text} if text else {})}
    handle.update(forms, metadata=_described(alt) | ON_LIGHT, raw=True)


def show_locked(bundle: Mapping[str, Any]) -> None:
    """Display something that has text and HTML for the day without a kernel: in one output, or where a front end would
    write "model not found" in its place, in one of their own, which `card.css` hides while the live view stands."""
    if not from_jupyterlab():
        return display(dict(bundle), raw=True)
    display({kind: form for kind, form in bundle.items() if kind != "text/html"}, raw=True)
    return display({kind: bundle[kind] for kind in ("text/html", "text/plain")}, raw=True)


def _described(alt: str) -> dict[str, Any]:
    return {"image/png": {"alt": alt}}


def from_jupyterlab() -> bool:
    """True if the running cell was sent by JupyterLab or Notebook 7, which tell with each cell which ones were
    deleted."""
    return "deletedCells" in (_metadata() or {})


def without_front_end() -> bool:
    """True if the running cell was sent by a program that only stores what comes (it tells nothing with a cell)."""
    return _metadata() == {} and "google.colab" not in sys.modules


def _metadata() -> dict[str, Any] | None:
    """What came with the running cell; None outside of a kernel."""
    kernel = getattr(get_ipython(), "kernel", None)
    return None if kernel is None else kernel.get_parent().get("metadata", {})
