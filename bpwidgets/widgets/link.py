"""Labs that go together: what is changed in one is changed in the others."""
from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from ..errors import ArgumentError, argument_error, nearest
from ..experiment import Experiment
from ..settings import Settings
from .lab import Lab
from .sharing import changes_for, found_of, given, names_given

LOG = logging.getLogger(__name__)


class Link:
    """Labs whose settings of the same name follow each other, but for those in `exclude`, and what their plans share.
    `unlink` lets them go."""

    def __init__(self, labs: Sequence[Lab], exclude: Sequence[str]):
        self.labs, self.exclude = tuple(labs), tuple(exclude)
        self._movers: list[Lab] = []    # those whose change is being followed
        self._found = {id(lab): found_of(lab) for lab in self.labs}
        for lab in self.labs:
            lab.observe(self._follow, "settings")

    def unlink(self) -> None:
        """Each lab goes its own way again."""
        for lab in self.labs:
            lab.unobserve(self._follow, "settings")
        self.labs = ()

    def _follow(self, change) -> None:
        mover, old, new = change["owner"], change["old"], change["new"]
        self._movers.append(mover)
        try:
            for lab in self.labs:
                if lab is not mover and (changes := self._changes(lab, mover, old, new)):
                    lab.follow_lab(mover, changes)
        finally:
            self._movers.pop()
            self._found[id(mover)] = found_of(mover)

    def _before(self, mover: Lab, old: Settings, name: str, lab: Lab) -> Any:
        """What a lab shared under a name before it moved."""
        found = self._found[id(mover)]
        return found[name] if name in found and type(mover) is not type(lab) else given(mover, old, name, lab)

    def _changes(self, lab: Lab, mover: Lab, old: Settings, new: Settings) -> dict[str, Any]:
        """What a lab changes that follows. One that began the move does not take back what it gave in other words."""
        own = {*lab.plan.shared, *mover.plan.shared} if lab in self._movers else set()
        moved = {name: value for name in names_given(mover, lab) if name not in self.exclude and name not in own
                 and (value := given(mover, new, name, lab)) != self._before(mover, old, name, lab)}
        together = {name for name in self._found[id(mover)] if name not in self.exclude and name not in own}
        if together & set(moved):   # a net, its examples and its weights belong together
            moved |= {name: given(mover, new, name, lab) for name in together}
        return changes_for(lab, mover, moved)


def link(*labs: Lab, exclude: Sequence[str] = (), but: Sequence[str] = ()) -> Link:
    """Join labs: the others take over the settings of the first, and what is then changed in one, by hand or by code,
    is changed in all that have a setting of this name. A net of `BackpropLab` shares more: other labs take its loss,
    its weights and the plane of the selected weight, and a weight along which they look is selected in it.

    Parameters
    ----------
    labs
        Two or more.
    exclude
        Names of settings that each lab keeps for itself. Its former name is `but`.

    Returns
    -------
    A `Link`; its `unlink()` lets the labs go again. A lab that cannot follow later on says so in its status line.

    Raises
    ------
    ArgumentError
        For fewer than two labs, a name that none of them has, or a setting of the first that another cannot take. Then
        no lab has changed.

    Examples
    --------
    >>> import bpwidgets as bp
    >>> deep, wide = bp.GradientFlowLab(depth=5), bp.GradientFlowLab(width=64)
    >>> joined = bp.link(deep, wide, exclude=("width",))
    >>> wide.settings.depth, wide.settings.width
    (5, 64)
    >>> wide.set(depth=7)
    >>> deep.settings.depth
    7
    """
    if but:
        LOG.info("but is now called exclude")
    exclude = tuple(exclude) + tuple(but)
    if len(labs) < 2 or not all(isinstance(lab, Lab) for lab in labs):
        raise argument_error("labs", "link", "two labs or more", labs)
    known = [name for lab in labs for name in (*lab.settings.fields(), *lab.plan.shared)]
    for name in exclude:
        if name not in known:
            expected = f"names out of {', '.join(dict.fromkeys(known))}"
            raise argument_error("exclude", "link", expected, name, nearest(name, known))
    _bring(labs, exclude)
    return Link(labs, exclude)


def _bring(labs: Sequence[Lab], exclude: Sequence[str]) -> None:
    """Give all labs the settings of the first, or none of them."""
    first, *others = labs
    moves = [(lab, changes) for lab in others if (changes := _shared(first, lab, exclude))]
    # One lab that cannot follow leaves all as they are: the last ones are tried before the first one moves.
    for lab, changes in moves[1:]:
        if error := _trouble(lab, changes):
            raise _refused(lab, changes, error) from error
    for lab, changes in moves:
        try:
            lab.set(**changes)
        except Exception as error:
            raise _refused(lab, changes, error) from error


def _shared(first: Lab, lab: Lab, exclude: Sequence[str]) -> dict[str, Any]:
    """The settings that both have, as the first has them, and what else it shares; {} if they agree."""
    values = {name: given(first, first.settings, name, lab) for name in names_given(first, lab) if name not in exclude}
    shared = changes_for(lab, first, values)
    return shared if any(getattr(lab.settings, name) != value for name, value in shared.items()) else {}


def _trouble(lab: Lab, changes: Mapping[str, Any]) -> Exception | None:
    """What the lab would raise if it were changed so."""
    try:
        Experiment(lab.settings.replace(**changes), lab.plan.study)
    except Exception as error:
        return error
    return None


def _refused(lab: Lab, changes: Mapping[str, Any], error: Exception) -> ArgumentError:
    """The error that names the first of the changes with which there is trouble, and what that is."""
    names = [name for name, value in changes.items() if getattr(lab.settings, name) != value]
    tried = ((name, _trouble(lab, {each: changes[each] for each in names[:k]}))
             for k, name in enumerate(names, start=1))
    name, trouble = next((found for found in tried if found[1]), (names[-1], error))
    return argument_error(name, "link", f"what {lab.settings.lab} can take", changes[name],
                          f"{trouble} With exclude=({name!r},) each keeps its own.")
