"""A learner's own function as a formula: its parameters are the numbers that it takes."""
from __future__ import annotations

import inspect
import numbers
from typing import Any

from ...errors import Verbatim, finite_number
from .formula import Formula, refused

MOST_PARAMETERS = 20
# What a parameter without a default begins with: different numbers above 0, so that logarithms and quotients exist.
FIRST_VALUES = (0.5, 1.0, 1.5, 2.0)
OWN = "own_formula"
NAMED = "Write each number that it takes as a parameter: lambda x, w: ..., or lambda x=1.5, w=0.8: ..."


def own_formula(function: Any) -> Formula | None:
    """The formula of a function of one's own, called once to see its graph; None for what is no function.

    >>> formula = own_formula(lambda x, w=0.8: (w * x).tanh() + w * w)
    >>> formula.names, formula.start, formula.graph.expression(formula.graph.output)
    (('x', 'w'), (0.5, 0.8), 'v3 + v1')
    """
    if not callable(function) or isinstance(function, type):
        return None
    names, start = _parameters(function)
    formula = Formula(_name_of(function), function, names, start, "")
    graph = formula.graph
    used = max(names, key=lambda name: len(graph.out_of[graph.number(name)]))
    return Formula(formula.name, function, names, start, used)


def _name_of(function: Any) -> str:
    name = getattr(function, "__name__", OWN)
    return name if name.isidentifier() else OWN


def _parameters(function: Any) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """The names of what it takes, and the first value of each: its default, if that is a number."""
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        raise refused(function, function, NAMED) from None
    if not 1 <= len(parameters) <= MOST_PARAMETERS:
        raise refused(function, Verbatim(f"one with {len(parameters)} parameters"),
                      f"1 to {MOST_PARAMETERS} parameters can have a slider each.")
    for one in parameters:
        if one.kind not in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD):
            raise refused(function, Verbatim(f"one with the parameter {one}"), NAMED)
    return tuple(one.name for one in parameters), tuple(_first(one, k) for k, one in enumerate(parameters))


def _first(parameter: inspect.Parameter, place: int) -> float:
    given = parameter.default
    if given is parameter.empty:
        return FIRST_VALUES[place % len(FIRST_VALUES)]
    if not isinstance(given, numbers.Real):
        raise refused(None, Verbatim(f"the default {parameter}"), NAMED)
    return finite_number(given, f"the default of {parameter.name}", "a formula")
