"""Closing widgets with all that was made for them, so that nothing is left in the kernel."""
from __future__ import annotations

import ipywidgets as W


def close_all(widget: W.Widget) -> None:
    """Close a widget and all that was made with it: what it holds, its layout, its style."""
    for child in getattr(widget, "children", ()):
        close_all(child)
    for part in (getattr(widget, "layout", None), getattr(widget, "style", None), widget):
        if isinstance(part, W.Widget):
            part.close()
