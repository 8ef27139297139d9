"""What the paths come to, in a sentence or two."""
from __future__ import annotations

import math

from ...text import in_words
from .counts import count_in_words
from .nodes import Graph
from .paths import Paths

# Sum and gradient that differ by less than this part of the largest product are the same: the rest is rounding.
SAME = 1e-9
# So many products are named.
NAMED = 3


def _many(count: int) -> str:
    """A number at the beginning of a sentence."""
    return {2: "Two", 3: "Three"}.get(count, f"In all, {count_in_words(count)}")


def agree(paths: Paths, gradient: float) -> bool:
    """The products add up to the gradient."""
    largest = max((abs(path.product) for path in paths.listed), default=0.0)
    return abs(paths.total - gradient) <= SAME * max(largest, abs(gradient))


def verdict_of(graph: Graph, paths: Paths, gradient: float) -> str:
    """How many paths there are, and whether they add up to the gradient."""
    start, end = paths.start, graph.names[graph.output]
    if start == end:
        return f"{end} is the result itself: its gradient is 1."
    if paths.count == 0:
        return f"No path leads from {start} to {end}: its gradient is 0."
    if not math.isfinite(paths.total) or not math.isfinite(gradient):
        return f"The paths from {start} to {end} cannot be added up: a number overflows or is not defined."
    lead = "One path leads" if paths.count == 1 else f"{_many(paths.count)} paths lead"
    if not agree(paths, gradient):
        return (f"{lead} from {start} to {end}; the products add up to {in_words(paths.total)}, but backpropagation "
                f"says {in_words(gradient)}.")
    if paths.count == 1:
        return f"{lead} from {start} to {end}: its product is the gradient, {in_words(gradient)}."
    products = [in_words(path.product) for path in paths.listed]
    named = f", {', '.join(products[:-1])} and {products[-1]}," if paths.count <= NAMED else ""
    return (f"{lead} from {start} to {end}: their products{named} add up to {in_words(gradient)}, "
            "the gradient of backpropagation.")
