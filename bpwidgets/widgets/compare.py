"""Labs side by side that differ in exactly one setting."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ipywidgets as W

from ..errors import argument_error, nearest
from ..experiment import LOCK
from .closing import close_all
from .deferred import DeferredRow
from .export import stacked
from .lab import Lab
from .link import Link
from .show import SavedPictures


class Comparison(DeferredRow):
    """Labs side by side that differ in exactly one setting; every other one goes for all of them.

    Like a single lab it makes its widgets when it is looked at.
    """

    def __init__(self, field: str, labs: Sequence[Lab]):
        self.field, self.labs = field, tuple(labs)
        self.link = Link(labs, (field,))
        super().__init__()
        self.add_class("bpw-comparison")
        self._stills = SavedPictures(lambda: [(lab.settings, lab.views) for lab in self.labs], self._picture,
                                     lambda: "; ".join(f"{_caption(field, lab)}: {lab.canvas.alt}"
                                                       for lab in self.labs))
        for lab in self.labs:
            lab.on_rest(self._stills.renew)

    def _contents(self) -> Sequence[W.Widget]:
        """Each lab under its caption."""
        return [W.VBox([W.Label(_caption(self.field, lab)).add_class("bpw-question"), lab]) for lab in self.labs]

    def set(self, **changes: Any) -> None:
        """Change settings of all labs; the one in which they differ cannot be set here."""
        if self.field in changes:
            expected = f"other settings than {self.field}, in which the labs differ"
            raise argument_error("settings", "the comparison", expected, self.field,
                                 f"Set it in one of them: .labs[0].set({self.field}=...).")
        self.labs[0].set(**changes)

    def describe(self) -> str:
        """The text twins of the labs, one after the other."""
        return "\n\n".join(f"{_caption(self.field, lab)}\n{lab.describe()}" for lab in self.labs)

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
        self._stills.show(self._repr_mimebundle_())

    def _repr_mimebundle_(self, **kwargs) -> dict[str, Any]:
        """Three forms, as a single lab has them: the live view, the text twins, a picture of all labs."""
        return {**super()._repr_mimebundle_(**kwargs), "text/plain": self.describe(), "image/png": self._picture()}

    def _picture(self) -> bytes:
        with LOCK:
            return stacked([sheet for lab in self.labs for sheet in lab.stills(_caption(self.field, lab))])


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
    A `Comparison`: a box with `labs`, `set` for all of them, `describe`.

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
    return Comparison(field, [lab(**common, **{field: value}) for value in values])


def _caption(field: str, lab: Lab) -> str:
    return f"{field} = {_value(field, lab)}"


def _value(field: str, lab: Lab) -> str:
    return lab.settings.fields()[field].as_text(getattr(lab.settings, field))
