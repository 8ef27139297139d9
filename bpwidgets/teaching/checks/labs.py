"""Labs that a notebook shows: how many controls are open at first, and whether a hand can move one."""
from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .notebook import Finding, Notebook

MOST_CONTROLS = 3


class OpenLab(NamedTuple):
    """A lab that a cell ends in. open: its controls that are open at first; None if that cannot be read. movable: those
    of them that a hand can move."""

    cell: int
    name: str
    open: Sequence[str] | None
    movable: Sequence[str] = ()


def open_labs(notebook: Notebook) -> list[OpenLab]:
    """The labs that cells end in: `bp.XLab(...)`, `bp.compare(bp.XLab, ...)`, or a variable that holds one."""
    made: dict[str, ast.Call] = {}
    found: list[OpenLab] = []
    for cell in notebook.of_kind("code"):
        for node in cell.code.body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
                made |= {target.id: node.value for target in node.targets if isinstance(target, ast.Name)}
        last = cell.code.body[-1] if cell.code.body else None
        shown = last.value if isinstance(last, ast.Expr) and not cell.source.rstrip().endswith(";") else None
        call = made.get(shown.id) if isinstance(shown, ast.Name) else shown
        lab = _read(cell.number, call) if isinstance(call, ast.Call) else None
        found += [lab] if lab else []
    return found


def labs(notebook: Notebook) -> Iterator[Finding]:
    """Labs with too many open controls."""
    for lab in open_labs(notebook):
        if lab.open is None:
            yield Finding(lab.cell, f"which controls of {lab.name} are open cannot be read; write their names as "
                                    'texts: controls=("depth",).')
        else:
            yield from too_many(lab.cell, lab.name, lab.open)


def too_many(cell: int | None, name: str, controls: Sequence[str]) -> Iterator[Finding]:
    """More controls than somebody can think of at once."""
    if len(controls) > MOST_CONTROLS:
        yield Finding(cell, f"{name} opens with {len(controls)} controls ({', '.join(controls)}); keep the "
                            f"{MOST_CONTROLS} that carry the question: controls=(...).")


def _read(cell: int, call: ast.Call) -> OpenLab | None:
    """The lab that a call makes, without making it."""
    import bpwidgets as bp

    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    beside = name == "compare"
    if beside and call.args:
        name = getattr(call.args[0], "attr", getattr(call.args[0], "id", ""))
    kind = getattr(bp, name, None) if name in bp.__all__ else None
    if not (isinstance(kind, type) and issubclass(kind, bp.Lab)) or kind is bp.Lab:
        return None
    try:
        words = {word.arg: ast.literal_eval(word.value) for word in call.keywords
                 if word.arg in ("controls", "locked", "views")}
        differs = ast.literal_eval(call.args[1]) if beside else ""
    except (ValueError, IndexError):
        return OpenLab(cell, name, None)
    at_first = kind.plan.at_first_beside(differs)["controls"] if beside else (
        kind.plan.open_controls(words.get("views", kind.plan.open_views)))
    shown = tuple(words.get("controls", at_first))
    return OpenLab(cell, name, shown, tuple(control for control in shown if control not in words.get("locked", ())))
