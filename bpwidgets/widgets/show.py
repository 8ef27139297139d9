"""How a lab enters a cell's output, so that something good stands there also when its kernel is gone.

One output holds three forms: the live view, the text twin, a picture. Static pages and notebooks without a view take
the picture from there. JupyterLab and Notebook 7 do not: for an old view they write "model not found" (ipywidgets 8.1,
`WidgetRenderer.renderModel`). For them alone the picture stands a second time below the view, hidden by `canvas.css`
for as long as the view lives.
"""
from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from IPython import get_ipython
from IPython.display import DisplayHandle, display

# A picture on light ground; JupyterLab marks its image with a class of that name, by which the style sheet finds it.
ON_LIGHT = {"needs_background": "light"}


class SavedPictures:
    """The pictures that stand in a notebook for the day without a kernel.

    now() tells one picture from another; png() makes the present one.
    """

    def __init__(self, now: Callable[[], Any], png: Callable[[], bytes]):
        self._handles: list[DisplayHandle] = []
        self._now, self._png, self._shown = now, png, None

    def show(self, bundle: Mapping[str, Any]) -> None:
        """Display a lab's forms, with a hidden picture where one is needed."""
        shown, handle = self._now(), show(bundle)
        if handle:
            self._handles.append(handle)
            self._shown = shown

    def renew(self) -> None:
        """Nobody moves anything: bring the pictures to the present state, if they show another one."""
        if self._handles and self._shown != (now := self._now()):
            self._shown, png = now, self._png()
            for handle in self._handles:
                renew(handle, png)


def show(bundle: Mapping[str, Any]) -> DisplayHandle | None:
    """Display the forms of a lab in the running cell; for JupyterLab with the hidden picture, whose handle comes
    back."""
    display(dict(bundle), raw=True)
    return display(_still(bundle["image/png"]), metadata=ON_LIGHT, raw=True,
                   display_id=True) if from_jupyterlab() else None


def renew(handle: DisplayHandle, png: bytes) -> None:
    """Put a newer picture in the place of the hidden one."""
    handle.update(_still(png), metadata=ON_LIGHT, raw=True)


def _still(png: bytes) -> dict[str, bytes]:
    return {"image/png": png}


def from_jupyterlab() -> bool:
    """True if the running cell was sent by JupyterLab or Notebook 7, which tell with each cell which ones were
    deleted."""
    kernel = getattr(get_ipython(), "kernel", None)
    if kernel is None:
        return False
    return "deletedCells" in kernel.get_parent().get("metadata", {})
