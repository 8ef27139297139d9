"""The graph of a formula: its nodes and edges, as the engine's scalar tape has recorded them, and their numbers."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from ...engine.tape import Scalar
from .notation import expression, sign_of

Operand = int | float       # the number of a node, or a constant


class Edge(NamedTuple):
    """An edge: from an operand to what was made of it. source, target: numbers of nodes; slot: which operand it is."""

    source: int
    target: int
    slot: int


@dataclass(frozen=True)
class Node:
    """A node. rule: what made it, '' for a number that was given. operands: numbers of nodes, or constants. level: the
    number of steps on the longest way to it."""

    name: str
    rule: str = ""
    operands: tuple[Operand, ...] = ()
    level: int = 0

    @property
    def given(self) -> bool:
        """It was given, not computed."""
        return not self.rule


@dataclass(frozen=True)
class Graph:
    """The shape of a formula, without its numbers. nodes: what was given first, the rest in the order of the forward
    pass. output: the number of the result."""

    nodes: tuple[Node, ...]
    output: int

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The name of each node."""
        return tuple(node.name for node in self.nodes)

    @cached_property
    def given(self) -> int:
        """How many nodes were given."""
        return sum(node.given for node in self.nodes)

    @property
    def computed(self) -> range:
        """The numbers of the computed nodes, in the order of the forward pass."""
        return range(self.given, len(self.nodes))

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """All edges, by their targets; constants have none."""
        return tuple(Edge(source, target, slot) for target, node in enumerate(self.nodes)
                     for slot, source in enumerate(node.operands) if isinstance(source, int))

    @cached_property
    def into(self) -> tuple[tuple[int, ...], ...]:
        """Of each node the numbers of the edges that lead to it."""
        return tuple(tuple(k for k, edge in enumerate(self.edges) if edge.target == node)
                     for node in range(len(self.nodes)))

    @cached_property
    def out_of(self) -> tuple[tuple[int, ...], ...]:
        """Of each node the numbers of the edges that lead away from it, in the order of the backward pass."""
        return tuple(tuple(sorted((k for k, edge in enumerate(self.edges) if edge.source == node),
                                  key=lambda k: (-self.edges[k].target, self.edges[k].slot)))
                     for node in range(len(self.nodes)))

    def number(self, name: str) -> int:
        """The number of the node of this name."""
        return self.names.index(name)

    def expression(self, node: int) -> str:
        """What a node was made of, '' for one that was given."""
        of = self.nodes[node]
        return expression(of.rule, [self.names[one] if isinstance(one, int) else one for one in of.operands])

    def sign(self, node: int) -> str:
        """The rule of a node in a few letters, its constant included."""
        of = self.nodes[node]
        return sign_of(of.rule, [None if isinstance(one, int) else one for one in of.operands])


@dataclass(frozen=True, eq=False)
class Numbers:
    """The numbers of a graph: values and gradients (nodes,); slopes: d target / d source of each edge, parts: what each
    edge brings to the gradient of its source, both (edges,)."""

    values: np.ndarray
    gradients: np.ndarray
    slopes: np.ndarray
    parts: np.ndarray


def graph_of(given: Mapping[str, Scalar], output: Scalar, named: Mapping[str, Scalar]) -> tuple[Graph, Numbers]:
    """The graph that leads from the given numbers to the output, with its numbers, both passes through it.

    named: names of numbers on the way. Others are called v1, v2, ..., and the result y, if that is free.

    >>> w = Scalar(3.0)
    >>> graph, numbers = graph_of({"w": w}, w * w + 1, {})
    >>> [f"{name} = {graph.expression(k)}" for k, name in enumerate(graph.names)][1:], numbers.gradients.tolist()
    (['v1 = w · w', 'y = v1 + 1'], [6.0, 1.0, 1.0])
    """
    output.backward()
    leaves = list(given.values())
    known = set(leaves)
    computed = [node for node in output.history() if node.rule and node not in known]
    places = {node: k for k, node in enumerate([*leaves, *computed])}
    names = _names(tuple(given), computed, {scalar: name for name, scalar in named.items()}, output)
    nodes = [Node(name) for name in given]
    nodes += [Node(name, scalar.rule, tuple(places.get(one, float(one.value)) for one, _ in scalar.operands),
                   scalar.depth)
              for name, scalar in zip(names, computed)]
    graph = Graph(tuple(nodes), places[output])
    return graph, _numbers(graph, [*leaves, *computed], set(output.history()))


def _names(taken: Sequence[str], computed: Sequence[Scalar], named: Mapping[Scalar, str],
           output: Scalar) -> list[str]:
    used, count, found = {*taken, *named.values()}, 0, []
    for scalar in computed:
        name = named.get(scalar, "y" if scalar is output and "y" not in used else "")
        while not name or (scalar not in named and name in used):
            count += 1
            name = f"v{count}"
        used.add(name)
        found.append(name)
    return found


def _numbers(graph: Graph, scalars: Sequence[Scalar], reached: set[Scalar]) -> Numbers:
    values = np.array([scalar.value for scalar in scalars])
    gradients = np.array([scalar.gradient if scalar in reached else 0.0 for scalar in scalars], dtype=float)
    slopes = np.array([scalars[edge.target].operands[edge.slot][1] for edge in graph.edges], dtype=float)
    with np.errstate(all="ignore"):
        parts = np.array([gradients[edge.target] for edge in graph.edges]) * slopes
    return Numbers(values, gradients, slopes, parts)
