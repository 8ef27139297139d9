"""Labs side by side that differ in exactly one setting."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ipywidgets as W

from ..errors import argument_error, nearest
from ..experiment import LOCK
from ..pictures.scales import LOG, Spans
from ..text import number
from .closing import close_all
from .company import Company
from .deferred import DeferredRow
from .export import BESIDE, USUAL, tiled, titled_sheet
from .lab import Lab
from .link import Link
from .shared import shared_controls
from .show import SavedPictures


class Comparison(DeferredRow):
    """Labs side by side that differ in exactly one setting; every other one goes for all of them, and the pictures of
    one name have one scale.

    open_field: the setting in which they differ has a control in each lab from the start. Like a single lab it makes
    its widgets when it is looked at.
    """

    def __init__(self, field: str, labs: Sequence[Lab], *, open_field: bool = True):
        self.field, self.labs, self._open_field = field, tuple(labs), open_field
        self.link, self._company = Link(labs, (field,)), Company(labs)
        for lab in self.labs:
            lab.join(self._company)
        super().__init__()
        self.add_class("bpw-comparison")
        self._stills = SavedPictures(lambda: [(lab.settings, lab.views) for lab in self.labs], self._picture,
                                     lambda: "; ".join(f"{_caption(field, lab)}: {lab.canvas.alt}"
                                                       for lab in self.labs))
        for lab in self.labs:
            lab.on_rest(self._stills.renew)

    def _contents(self) -> Sequence[W.Widget]:
        """Each lab in its column, and below them the controls that go for all."""
        for lab in self.labs:
            lab.finish_opening()    # what has one scale is drawn of whole runs
        columns = [_Column(self.field, lab, self._open_field) for lab in self.labs]

        def show_own(on: bool) -> None:
            for column in columns:
                column.show_own(on or self._open_field)

        panels = [column.panel for column in columns]
        return [*(column.box for column in columns),
                shared_controls(panels, self.field, self._company.turn, show_own)]

    def set(self, **changes: Any) -> None:
        """Change settings of all labs; the one in which they differ cannot be set here."""
        if self.field in changes:
            expected = f"other settings than {self.field}, in which the labs differ"
            raise argument_error("settings", "the comparison", expected, self.field,
                                 f"Set it in one of them: .labs[0].set({self.field}=...).")
        self.labs[0].set(**changes)

    def describe(self) -> str:
        """What the pictures of all labs hold together, and the text twins of the labs, one after the other."""
        scales = [f"{name}: {_held(spans)}" for name, spans in self._company.scales().items() if _held(spans)]
        head = [f"{self!r}. They differ in nothing else, and their pictures have one scale:", *scales]
        return "\n\n".join(["\n".join(head), *(f"{_caption(self.field, lab)}\n{lab.describe()}" for lab in self.labs)])

    def __repr__(self) -> str:
        return f"{len(self.labs)} x {self.labs[0].settings.lab}, {self.field}: " + " | ".join(
            _value(self.field, lab) for lab in self.labs)

    def close(self) -> None:
        """Close all labs."""
        with LOCK:
            self.link.unlink()
            for child in self.children if self.trait_has_value("children") else ():
                close_all(child)
            for lab in self.labs:
                lab.close()
            super().close()

    def _ipython_display_(self) -> None:
        self._stills.show(self.in_output(self.describe()))

    def _repr_mimebundle_(self, **kwargs) -> dict[str, Any]:
        """Three forms, as a single lab has them: the live view, the text twins, a picture of all labs."""
        return {**self.in_output(self.describe()), "image/png": self._picture()}

    def _picture(self) -> bytes:
        """The question, and below it two labs side by side: caption and verdict, pictures."""
        with LOCK:
            rows = [[titled_sheet(self.labs[0].question, self.labs[0].plan, self.labs[0].state, (), USUAL)]]
            for k in range(0, len(self.labs), 2):
                pair = self.labs[k:k + 2]
                titled = [titled_sheet(_caption(self.field, lab), lab.plan, lab.state, lab.views, BESIDE)
                          for lab in pair]
                rows += [titled, [lab.still(BESIDE) for lab in pair]]
            return tiled(rows)


class _Column:
    """A lab under its caption, with a control of its own for the setting in which it differs from the others."""

    def __init__(self, field: str, lab: Lab, shown: bool):
        self.panel, caption = lab.widgets, W.Label(_caption(field, lab)).add_class("bpw-question")
        lab.observe(lambda change: setattr(caption, "value", _caption(field, lab)), "settings")
        self._own = W.HBox().add_class("bpw-own")
        self._make_own = lambda: self.panel.placed.get(field)
        buttons = [button for name, button in self.panel.actions.buttons.items() if name != "reset"]
        actions = [W.HBox(buttons).add_class("bpw-actions")] if buttons else []
        self.box = W.VBox([caption, self.panel.canvas, *actions, self._own])
        self.box.add_class("bpw-lab").add_class("bpw-column")
        self.show_own(shown)

    def show_own(self, on: bool) -> None:
        """Show its own control, or hide it."""
        control = self._make_own() if on and not self._own.children else None
        if control:
            self._own.children = [control.widget]
        self._own.layout.display = None if on else "none"


def compare(lab: type[Lab], field: str, *values: Any, **common: Any) -> Comparison:
    """Labs side by side that differ in exactly one setting.

    Parameters
    ----------
    lab
        The class, such as `bp.WeightLab`.
    field
        The name of the setting in which they differ.
    values
        Its values, two or more.
    common
        What all of them have in common: settings, controls, views, locked, actions, more.

    Returns
    -------
    A `Comparison`: a box with `labs`, `set` for all of them, `describe`. One set of controls goes for all, and the
    pictures of one name have the same axes and colors. Where there is no room for all, the first ones are shown;
    `views` names others, or "table".

    Raises
    ------
    ArgumentError
        For fewer than two values, equal ones, and for what the lab itself refuses.

    Examples
    --------
    >>> import bpwidgets as bp
    >>> bp.compare(bp.WeightLab, "learning_rate", 0.001, 0.004, steps=10)
    2 x WeightLab, learning_rate: 0.001 | 0.004
    """
    fields = lab.plan.settings.fields()
    if field not in fields:
        raise argument_error("field", "compare", f"one of {', '.join(fields)}", field, nearest(field, fields))
    if len(values) < 2 or field in common:
        raise argument_error("values", "compare", f"two values of {field} or more", values)
    shared = {name: value for name, value in common.items() if name in lab.plan.settings.keywords()}
    settings = [lab.plan.settings.create(**shared, **{field: value}) for value in values]
    if any(one in settings[:k] for k, one in enumerate(settings)):
        raise argument_error("values", "compare", "values that differ", values)
    open_field = field in common.get("controls", (field,))
    usual = {} if "views" in common else lab.plan.at_first_beside(field)
    return Comparison(field, [lab(**{**usual, **common, field: value}) for value in values], open_field=open_field)


def _held(spans: Spans) -> str:
    """What axes and colors hold, in words: "size 6.3e-15 to 4.1"."""
    def said(name: str, end: float) -> str:
        return number(10.0**end if name.startswith(LOG) else end)

    return ", ".join(f"{name.removeprefix(LOG)} {said(name, low)} to {said(name, high)}"
                     for name, (low, high) in spans.items() if not name.startswith("_"))


def _caption(field: str, lab: Lab) -> str:
    kind = lab.settings.fields()[field]
    return f"{kind.label or field}: {kind.brief(getattr(lab.settings, field))}"


def _value(field: str, lab: Lab) -> str:
    return lab.settings.fields()[field].as_text(getattr(lab.settings, field))
