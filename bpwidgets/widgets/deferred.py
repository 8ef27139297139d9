"""Widgets that cost nothing until somebody looks.

ipywidgets opens the channel to the page when a widget is made. These open it when the page first needs it: a page,
a box and the saved state of a page all ask for the `model_id`.
"""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ipywidgets as W
import traitlets

from ..errors import Verbatim, argument_error
from ..experiment import LOCK

VIEW = "application/vnd.jupyter.widget-view+json"


class OpenedLater(W.Widget):
    """A widget whose channel is opened when it is displayed, put into a box, or opened; once `_may_open` is set."""

    _may_open = False

    def open(self) -> None:
        """Open the channel to the page, with the children, if it is not open yet."""
        if self._may_open and self.comm is None:
            with LOCK:
                super().open()

    @property
    def model_id(self) -> str:
        """The id by which the page knows the widget."""
        self.open()
        return super().model_id

    def get_view_spec(self) -> dict[str, Any]:
        """What a page needs to show the box; the state of the page must have it already."""
        if self.comm is None:
            raise argument_error("views", "the page", "widgets that are open",
                                 Verbatim(f"{type(self).__name__}, which was not shown yet"),
                                 "Call its open() first.")
        return super().get_view_spec()

    def __del__(self):
        """Nothing to close: what was opened is held by ipywidgets until it is closed. (A thread that collects garbage
        may not wait for the lock, and labs of a comparison that is gone may be in use.)"""


class Deferred(OpenedLater, W.Box):
    """A box whose channel and `children` are made when it is displayed, put into a box, opened, or asked for them."""

    def __init__(self):
        # Past `Box`, which would set the children.
        super(W.Box, self).__init__()
        self._may_open = True

    def _contents(self) -> Sequence[W.Widget]:
        """The children, asked for once."""
        return ()

    @traitlets.default("children")
    def _children(self) -> Sequence[W.Widget]:
        with LOCK:
            return tuple(self._contents())

    def in_output(self, text: str = "") -> dict[str, Any]:
        """What stands for the box in the output of a cell, with its text, if there is one."""
        self.open()
        return {VIEW: self.get_view_spec(), **({"text/plain": text} if text else {})}

    def close(self) -> None:
        """Close the box for good; it is displayed as text from then on."""
        self._may_open = False
        if self.trait_has_value("layout"):
            self.layout.close()
        super().close()
        self._repr_mimebundle_ = self._ipython_display_ = None

    def _repr_mimebundle_(self, **kwargs) -> dict[str, Any] | None:
        self.open()
        return super()._repr_mimebundle_(**kwargs)


class DeferredBox(Deferred, W.VBox):
    """A vertical box that opens when somebody looks."""


class DeferredRow(Deferred, W.HBox):
    """A horizontal box that opens when somebody looks."""
