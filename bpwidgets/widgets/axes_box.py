"""The control for two directions: a menu of their kinds, and for two single weights a menu for each."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import ipywidgets as W
import traitlets

from .echo import Echoes

TWO = "two weights"
STYLE = {"description_width": "88px"}
WIDE = "324px"


class AxesBox(W.VBox):
    """value: the name of a kind, or two names of weights."""

    value = traitlets.Any()
    disabled = traitlets.Bool()
    tooltip = traitlets.Unicode(allow_none=True)

    def __init__(self, kinds: Mapping[str, str], names: Sequence[str], value: Any, description: str):
        self.kind = W.Dropdown(options=[(TWO, TWO), *((words, kind) for kind, words in kinds.items())],
                               description=description,
                               style=STYLE, layout={"width": WIDE})
        self.pair = tuple(W.Dropdown(options=names, value=names[k], description=words, style=STYLE,
                                     layout={"width": WIDE})
                          for k, words in enumerate(("across", "up")))
        self._echoes = Echoes()
        super().__init__([self.kind, *self.pair])
        for menu in (self.kind, *self.pair):
            menu.add_class("bpw-control")
            menu.observe(self._chosen, "value")
            traitlets.link((self, "disabled"), (menu, "disabled"))
        self.follow(names, value)

    def follow(self, names: Sequence[str], value: Any) -> None:
        """Bring the menus to a value, and to the names there are."""
        with self._echoes:
            for menu, name in zip(self.pair, value if isinstance(value, tuple) else names[:2]):
                if tuple(menu.options) != tuple(names):
                    menu.options = tuple(names)
                if isinstance(value, tuple) or menu.value not in names:
                    menu.value = name
            self.kind.value = TWO if isinstance(value, tuple) else value
            self._show()
            self.value = value

    def _chosen(self, change) -> None:
        if not self._echoes.here:
            self._show()
            self.value = tuple(menu.value for menu in self.pair) if self.kind.value == TWO else self.kind.value

    def _show(self) -> None:
        for menu in self.pair:
            menu.layout.display = None if self.kind.value == TWO else "none"
