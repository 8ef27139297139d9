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
from typing import Any

from IPython import get_ipython
from IPython.display import DisplayHandle, display

# A picture on light ground; JupyterLab marks its image with a class of that name, by which the style sheet finds it.
ON_LIGHT = {"needs_background": "light"}


class SavedPictures:
    """The pictures that stand in a notebook for the day without a kernel.

    now() tells one picture from another; png() makes the present one, alt() its alternative text.
    """

    def __init__(self, now: Callable[[], Any], png: Callable[[], bytes], alt: Callable[[], str]):
        self._handles: list[DisplayHandle] = []
        self._now, self._png, self._alt, self._shown = now, png, alt, None

    def show(self, bundle: Mapping[str, Any]) -> None:
        """Display a lab's forms, with a hidden picture where one is needed."""
        shown, handle = self._now(), show(bundle, self._alt())
        if handle:
            self._handles.append(handle)
            self._shown = shown

    def renew(self) -> None:
        """Nobody moves anything: bring the pictures to the present state, if they show another one."""
        if self._handles and self._shown != (now := self._now()):
            self._shown, png, alt = now, self._png(), self._alt()
            for handle in self._handles:
                renew(handle, png, alt)


def show(bundle: Mapping[str, Any], alt: str) -> DisplayHandle | None:
    """Display the forms of a lab in the running cell; where it is needed with the hidden picture, whose handle comes
    back."""
    if not (from_jupyterlab() or without_front_end()):
        return display(dict(bundle), metadata=_described(alt), raw=True)
    png = bundle["image/png"]
    # Not in both: nbconvert without the state of widgets would show it twice.
    display({kind: form for kind, form in bundle.items() if kind != "image/png"}, raw=True)
    handle = display({"image/png": png}, metadata=_described(alt) | ON_LIGHT, raw=True, display_id=True)
    # As an update, since nbval compares HTML letter by letter, pictures of another machine included, and hears none.
    renew(handle, png, alt)
    return handle


def show_locked(bundle: Mapping[str, Any]) -> None:
    """Display something that has text and HTML for the day without a kernel: in one output, or where a front end would
    write "model not found" in its place, in one of their own, which `card.css` hides while the live view stands."""
    if not from_jupyterlab():
        return display(dict(bundle), raw=True)
    display({kind: form for kind, form in bundle.items() if kind != "text/html"}, raw=True)
    return display({kind: bundle[kind] for kind in ("text/html", "text/plain")}, raw=True)


def renew(handle: DisplayHandle, png: bytes, alt: str) -> None:
    """Put a newer picture in the place of the hidden one."""
    source = f"data:image/png;base64,{base64.b64encode(png).decode()}"
    image = f'<img class="jp-needs-light-background" alt="{html.escape(alt)}" src="{source}">'
    handle.update({"image/png": png, "text/html": image}, metadata=_described(alt) | ON_LIGHT, raw=True)


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
