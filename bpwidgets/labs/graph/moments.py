"""The steps through a graph, in the order in which a computer takes them: forwards to the result, and back again."""
from __future__ import annotations

from dataclasses import dataclass

from .nodes import Graph

GIVEN, FORWARD, SEED, BACKWARD, DONE = "given", "forward", "seed", "backward", "done"


def last_moment(graph: Graph) -> int:
    """The last place of the cursor: everything is known there."""
    return 2 * len(graph.computed) + 2


@dataclass(frozen=True)
class Moment:
    """Where the cursor stands. kind: what happens: numbers are given, a node is computed, the gradient of the result is
    set, a node hands its gradient on, all is done. node: the node that does it, None for no single one."""

    graph: Graph
    index: int
    kind: str
    node: int | None

    def knows_value(self, node: int) -> bool:
        """The value of a node was computed by now."""
        return node <= self.graph.given - 1 + self.index

    def used(self, edge: int) -> bool:
        """The gradient of its target went through this edge by now."""
        target = self.graph.edges[edge].target
        return self.kind == DONE or (self.kind == BACKWARD and target >= self.node)

    def flows(self, edge: int) -> bool:
        """Something goes through this edge now."""
        return self.node is not None and self.kind in (FORWARD, BACKWARD) and (
            self.graph.edges[edge].target == self.node)

    def arrived(self, node: int) -> tuple[int, ...]:
        """The edges that have brought their part of the gradient of a node, in order."""
        return tuple(edge for edge in self.graph.out_of[node] if self.used(edge))

    def knows_gradient(self, node: int) -> bool:
        """All parts of the gradient of a node are there."""
        if self.kind == DONE:
            return True
        if self.kind not in (SEED, BACKWARD) or not (self.graph.out_of[node] or node == self.graph.output):
            return False
        return all(map(self.used, self.graph.out_of[node]))

    def lights_value(self, node: int) -> bool:
        """The value of a node comes to be now."""
        return node < self.graph.given if self.kind == GIVEN else self.kind == FORWARD and node == self.node

    def lights_gradient(self, node: int) -> bool:
        """The gradient of a node gets something now."""
        if self.kind == SEED:
            return node == self.graph.output
        return any(map(self.flows, self.graph.out_of[node])) if self.kind == BACKWARD else False


def moment_at(graph: Graph, index: int) -> Moment:
    """The place of a cursor.

    >>> from .formulas import FORMULAS
    >>> graph = FORMULAS["one_weight"].graph
    >>> [moment_at(graph, k).kind for k in range(last_moment(graph) + 1)]
    ['given', 'forward', 'forward', 'forward', 'seed', 'backward', 'backward', 'backward', 'done']
    """
    steps = len(graph.computed)
    if index == 0 or index >= 2 * steps + 2:
        return Moment(graph, index, GIVEN if index == 0 else DONE, None)
    if index <= steps:
        return Moment(graph, index, FORWARD, graph.given + index - 1)
    if index == steps + 1:
        return Moment(graph, index, SEED, graph.output)
    return Moment(graph, index, BACKWARD, len(graph.nodes) - (index - steps - 1))
