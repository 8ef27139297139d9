"""Labs that go together: what is changed in one is changed in the others; and labs side by side that differ in one
setting."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ipywidgets as W

from ..errors import argument_error, nearest
from ..experiment import LOCK
from .closing import close_all
from .export import stacked
from .lab import Lab


class Link:
    """Labs whose settings of the same name follow each other. `unlink` lets them go."""

    def __init__(self, labs: Sequence[Lab], but: Sequence[str]):
        self.labs, self.but = tuple(labs), tuple(but)
        for lab in self.labs:
            lab.observe(self._follow, "settings")

    def unlink(self) -> None:
        """Each lab goes its own way again."""
        for lab in self.labs:
            lab.unobserve(self._follow, "settings")
        self.labs = ()

    def _follow(self, change) -> None:
        old, new = change["old"], change["new"]
        moved = {name: getattr(new, name) for name in new.fields()
                 if name not in self.but and getattr(new, name) != getattr(old, name)}
        for lab in self.labs:
            shared = {name: value for name, value in moved.items() if name in lab.settings.fields()}
            if lab is not change["owner"] and shared:
                lab.follow_lab(change["owner"], shared)


def link(*labs: Lab, but: Sequence[str] = ()) -> Link:
    """Join labs: a setting that is changed in one of them, by hand or by code, is changed in all that have a setting of
    this name.

    Parameters
    ----------
    labs
        Two or more.
    but
        Names of settings that each lab keeps for itself.

    Returns
    -------
    A `Link`; its `unlink()` lets the labs go again. A lab that cannot follow says so in its status line.

    Raises
    ------
    ArgumentError
        For fewer than two labs, or a name that none of them has.

    Examples
    --------
    >>> import bpwidgets as bp
    >>> deep, wide = bp.GradientFlowLab(), bp.GradientFlowLab(width=64)
    >>> joined = bp.link(deep, wide, but=("width",))
    >>> deep.set(depth=7)
    >>> wide.settings.depth, wide.settings.width
    (7, 64)
    """
    if len(labs) < 2 or not all(isinstance(lab, Lab) for lab in labs):
        raise argument_error("labs", "link", "two labs or more", labs)
    known = [name for lab in labs for name in lab.settings.fields()]
    for name in but:
        if name not in known:
            raise argument_error("but", "link", f"names out of {', '.join(dict.fromkeys(known))}", name,
                                 nearest(name, known))
    return Link(labs, but)


class Comparison(W.HBox):
    """Labs side by side that differ in exactly one setting; every other one goes for all of them."""

    def __init__(self, field: str, labs: Sequence[Lab]):
        self.field, self.labs = field, tuple(labs)
        self.link = link(*labs, but=(field,))
        super().__init__([W.VBox([W.Label(_caption(field, lab)).add_class("bpw-question"), lab]) for lab in labs])
        self.add_class("bpw-comparison")

    def set(self, **changes: Any) -> None:
        """Change settings of all labs; the one in which they differ cannot be set here."""
        if self.field in changes:
            raise argument_error("settings", "the comparison",
                                 f"other settings than {self.field}, in which the labs differ", self.field,
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
            for child in self.children:
                close_all(child)
            self.layout.close()
            super().close()

    def _repr_mimebundle_(self, **kwargs) -> dict[str, Any]:
        bundle = super()._repr_mimebundle_(**kwargs)
        return {**bundle, "text/plain": self.describe(),
                "image/png": stacked([lab.export(_caption(self.field, lab)) for lab in self.labs])}


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
        What all of them have in common: settings, controls, views, locked.

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
    settings = [lab.plan.settings.create(**{name: value for name, value in common.items()
                                            if name in lab.plan.settings.keywords()},
                                         **{field: value}) for value in values]
    if any(one in settings[:k] for k, one in enumerate(settings)):
        raise argument_error("values", "compare", "values that differ", values)
    return Comparison(field, [lab(**common, **{field: value}) for value in values])


def _caption(field: str, lab: Lab) -> str:
    return f"{field} = {_value(field, lab)}"


def _value(field: str, lab: Lab) -> str:
    return lab.settings.fields()[field].as_text(getattr(lab.settings, field))
