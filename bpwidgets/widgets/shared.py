"""What goes for several labs side by side: one set of controls, with one button that sets all labs back."""
from __future__ import annotations

from collections.abc import Callable, Sequence

import anywidget
import ipywidgets as W
import traitlets

from .page import read
from .panel import Panel


class Hints(anywidget.AnyWidget):
    """Gives the controls around it their names, keys and hints; itself it shows nothing."""

    _esm = "".join(map(read, ("page.js", "access.js", "kernel.js", "terms.js", "shared.js")))
    hints = traitlets.Dict().tag(sync=True)
    # None stands here; those of each lab stand with its canvas.
    terms = traitlets.List().tag(sync=True)


def shared_controls(panels: Sequence[Panel], own: str, turn: Callable, show_own: Callable[[bool], None]) -> W.Box:
    """The controls of all settings but the one in which the labs differ.

    turn(): what happens within it is one change. show_own(on): "more settings" was opened or closed, behind which that
    one's controls may wait.
    """
    first = panels[0]
    hints = Hints(hints=first.canvas.hints).add_class("bpw-hints")
    traitlets.dlink((first.canvas, "hints"), (hints, "hints"))
    open_controls, *more = first.without(own)
    toggle = more[:1]
    if toggle:
        toggle[0].observe(lambda change: show_own(change["new"]), "value")
    buttons = [*_reset(panels, turn), *toggle]
    row = [W.HBox(buttons).add_class("bpw-buttons")] if buttons else []
    return W.VBox([hints, open_controls, *row, *more[1:]]).add_class("bpw-lab").add_class("bpw-shared")


def _reset(panels: Sequence[Panel], turn: Callable) -> list[W.Button]:
    """A button that presses the one of each lab, as one change."""
    each = [panel.actions.buttons["reset"] for panel in panels if "reset" in panel.actions.buttons]
    if not each:
        return []
    button = W.Button(description="Reset", layout={"width": "auto"},
                      tooltip="all labs back to the settings that they began with")

    def press(_) -> None:
        with turn():
            for one in each:
                one.click()

    def follow(_=None) -> None:
        button.disabled = all(one.disabled for one in each)

    for one in each:
        one.observe(follow, "disabled")
    follow()
    button.on_click(press)
    return [button]
