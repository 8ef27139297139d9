"""What help(), Shift+Tab and Tab know of a lab: every field of its settings, and the keywords that arrange it."""
from __future__ import annotations

import inspect

from ..settings import signature as of_settings
from .plan import Plan


def signature_of(plan: Plan) -> inspect.Signature:
    """All keywords of a lab, with types and defaults."""
    return inspect.Signature([*of_settings.parameters(plan.settings), *of_settings.extra_parameters(plan.settings),
                              *(parameter for parameter, _ in _arrangement(plan))])


def documented(doc: str, plan: Plan) -> str:
    """The docstring of a lab with all its keywords."""
    kinds = {bool: "bool", str: "str"}
    arrangement = [of_settings.entry(one.name, kinds.get(one.annotation, "tuple of str"), one.default, words)
                   for one, words in _arrangement(plan)]
    return of_settings.with_parameters(doc, [*of_settings.described(plan.settings),
                                             *of_settings.extras_described(plan.settings), *arrangement])


def _arrangement(plan: Plan) -> list[tuple[inspect.Parameter, str]]:
    """The keywords that arrange a lab, each with what it does."""
    rows = {"controls": (tuple(plan.controls),
                         " ".join(filter(None, (
                             'The fields that are open at first; all others wait behind "more settings".',
                             plan.opens_with)))),
            "views": (plan.open_views, f"What is shown, out of {', '.join(plan.views)}."),
            "locked": ((), "Fields that the user cannot move; code can."),
            "question": (None, "The heading. Without it, the question that views and controls answer."),
            "actions": (tuple(plan.actions), "The buttons there are; one that changes a locked field is left out."),
            "more": (True, 'False: no "more settings", and only buttons that change open fields or are named.')}
    if not plan.actions:
        del rows["actions"]
    kinds = {bool: bool, type(None): str}
    return [(inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default,
                               annotation=kinds.get(type(default), tuple[str, ...])), words)
            for name, (default, words) in rows.items()]
