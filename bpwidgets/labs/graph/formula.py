"""A formula: a function of scalars, with the names and first values of what it takes, and the graph that it makes."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ...engine.tape import RULES, Scalar
from ...errors import Verbatim, argument_error, describe
from .nodes import Graph, Numbers, graph_of

# Up to so many numbers, given and computed.
MOST_NODES = 60
METHODS = tuple(name for name in RULES if name.isidentifier())
EXPECTED = "a function of scalars that gives a scalar, such as lambda x, w: (w * x).tanh() + w * w"
SUPPORTED = (f"It may use + - * / **, plain numbers and the methods {', '.join(METHODS)}; no float(), no functions of "
             "math, no comparison of its numbers.")

Output = Scalar | Mapping[str, Scalar]


@dataclass(frozen=True)
class Formula:
    """A formula. function: takes one Scalar for each of `names` and gives the result, or a mapping from names to
    numbers on the way, the result last. start: the values that it begins with. selected: the number whose paths are
    shown at first. formula: as people write it. source: where the numbers come from.
    """

    name: str
    function: Callable[..., Output]
    names: tuple[str, ...]
    start: tuple[float, ...]
    selected: str
    title: str = field(default="", compare=False)
    summary: str = field(default="", compare=False)
    formula: str = field(default="", compare=False)
    source: str = field(default="", compare=False)

    def __str__(self) -> str:
        return self.name

    def __repr__(self) -> str:
        if self.title:
            return repr(self.name)
        name = getattr(self.function, "__name__", self.name)
        return name if name.isidentifier() else f"lambda {', '.join(self.names)}: ..."

    @cached_property
    def graph(self) -> Graph:
        """The graph at the values that it begins with; that at others is the same, or is refused."""
        return self._traced(self.start)[0]

    def at(self, values: Sequence[float]) -> tuple[Graph, Numbers]:
        """The graph with its numbers at other values.

        Raises ArgumentError if the function makes another graph there.
        """
        graph, numbers = self._traced(values)
        if _shape(graph) != _shape(self.graph):
            raise refused(self.function, Verbatim("one that makes another graph when its numbers change"),
                          "It must not branch on values: use relu, or show each branch as a formula of its own.")
        return self.graph, numbers

    def _traced(self, values: Sequence[float]) -> tuple[Graph, Numbers]:
        given = {name: Scalar(value) for name, value in zip(self.names, values, strict=True)}
        try:
            answer = self.function(*given.values())
        except Exception as error:     # whatever the learner's own function raises
            said = f"It says: {str(error).rstrip('.')}. {SUPPORTED}"
            raise refused(self.function, Verbatim(f"one that raises {type(error).__name__}"), said) from error
        output, named = _output_of(self.function, answer, given)
        graph, numbers = graph_of(given, output, named)
        if len(graph.nodes) > MOST_NODES:
            raise refused(self.function, Verbatim(f"one with {len(graph.nodes)} numbers"),
                          f"Up to {MOST_NODES} numbers can be shown: leave some steps out.")
        return graph, numbers


def _output_of(function: Any, answer: Any, given: Mapping[str, Scalar]) -> tuple[Scalar, dict[str, Scalar]]:
    """The result and the named numbers, out of what a function gave."""
    named = dict(answer) if isinstance(answer, Mapping) and answer else {}
    output = list(named.values())[-1] if named else answer
    for number in (output, *named.values()):
        if not isinstance(number, Scalar):
            raise refused(function, Verbatim(f"one that gives {describe(number)}"),
                          "It must give a scalar made of its own numbers: return the result, and no list, array or "
                          "float of it.")
    if not set(output.history()) & set(given.values()):
        raise refused(function, Verbatim("one whose result uses none of its numbers"), "Use at least one of them.")
    leaves = set(given.values())
    named = {str(name): number for name, number in named.items() if number not in leaves and number.rule}
    if taken := set(named) & set(given):
        raise refused(function, Verbatim(f"one that calls two numbers {min(taken)!r}"),
                      "Give each number its own name.")
    return output, named


def _shape(graph: Graph) -> list[tuple[str, str, tuple[int | None, ...]]]:
    """What must stay while values change: rules and edges, not the constants."""
    return [(node.name, node.rule, tuple(one if isinstance(one, int) else None for one in node.operands))
            for node in graph.nodes]


def refused(function: Any, given: object, advice: str) -> ValueError:
    """The error for a function that cannot be shown."""
    return argument_error("formula", "GraphLab", EXPECTED, given, advice)
