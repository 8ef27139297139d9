"""Terms of programs that are examined: what is looked at, and beside what."""
from __future__ import annotations

from .term import Term

TERMS = (
    Term("patient", ("patient",), "A program with a fault and the net on which it is run, known by a number alone",
         everyday=True),
    Term("program", ("program", "right program"), "The lines that compute a gradient or the updates of a net",
         everyday=True),
    Term("accusation", ("accused so far",), "Somebody says of a line that it is the wrong one", everyday=True),
    Term("line", ("line", "wrong line"), "One step of a program, known by its number", everyday=True),
    Term("probe", ("probe", "probes"),
         "A look at one parameter: what the program says there beside what is right, as long as probes are left"),
    Term("differences", ("differences",), "The gradient from the loss alone: central differences, one weight at a time",
         everyday=True),
    Term("reference", ("reference", "check of updates 1, 2"),
         "What the engine's own rule makes of the same start and the same gradients", everyday=True),
    Term("length of dW", ("length of dW",), "The root of the sum of the squared gradients of all weights of a layer"),
    Term("length of first update", ("length of first update",),
         "The root of the sum of the squared moves of all weights of a layer in the first update"),
)
