"""Terms of the graph of a formula, and of the paths through it."""
from __future__ import annotations

from .term import Term

TERMS = (
    Term("formula", ("formula",), "What is computed, step by step, out of the given numbers", lesson=4, everyday=True),
    Term("node", ("node", "nodes"), "A number of a formula: a given one, or one that was made of others", lesson=4),
    Term("made of", ("made of", "given numbers", "numbers"), "The step that makes a node of the ones before it",
         lesson=4, everyday=True),
    Term("local derivative", ("local derivative", "local derivatives"),
         "How one step of a formula changes with one of the numbers that it uses, all others held",
         "for y = w h: dy/dw = h, dy/dh = w", "One number per edge", 4),
    Term("path through a graph", ("paths from", "path", "paths", "ways"),
         "A way from a number to the result along the steps that use it; its product is that of its local derivatives",
         "the sum of all products is the gradient", lesson=4, everyday=True),
    Term("parts of a gradient", ("parts", "its parts", "part"),
         "What each use of a number brings to its gradient: they are added", lesson=4, everyday=True),
    Term("multiply-add", ("multiply-adds", "multiply-add"),
         "One multiplication and one addition: the unit in which the work of a net is counted", lesson=4),
)
