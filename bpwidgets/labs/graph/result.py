"""The graph of a formula with its numbers, and all paths from one of its nodes to the result."""
from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from .formula import Formula
from .growth import Growth
from .moments import Moment, moment_at
from .nodes import Graph, Numbers
from .paths import Paths


@dataclass(frozen=True, eq=False)
class GraphResult:
    """Both passes through a formula, and the paths.

    formula: what is computed; graph: its nodes and edges; numbers: their values, gradients, slopes and parts.
    paths: from the selected node to the result, with their products; growth: how their number grows in a layered net.
    verdict: what comes out of it.
    """

    formula: Formula = field(repr=False)
    graph: Graph = field(repr=False)
    numbers: Numbers = field(repr=False)
    paths: Paths
    growth: Growth = field(repr=False)
    verdict: str

    @property
    def names(self) -> tuple[str, ...]:
        """The name of each node, as in all arrays."""
        return self.graph.names

    @property
    def values(self) -> np.ndarray:
        """The value of each node, (nodes,)."""
        return self.numbers.values

    @property
    def gradients(self) -> np.ndarray:
        """d result / d node, (nodes,)."""
        return self.numbers.gradients

    @property
    def output(self) -> str:
        """The name of the result."""
        return self.graph.names[self.graph.output]

    def gradient(self, name: str) -> float:
        """d result / d node, of the node of this name."""
        return float(self.gradients[self.graph.number(name)])

    def moment(self, moment: int) -> Moment:
        """Where the cursor stands, and what is known there."""
        return moment_at(self.graph, moment)
