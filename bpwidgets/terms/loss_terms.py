"""Terms of the choice of a loss: two losses of a unit, of several classes, of a line beside an outlier."""
from __future__ import annotations

from .term import Term

TERMS = (
    Term("cross-entropy", ("cross-entropy",),
         "A loss for probabilities: minus the logarithm of the probability that the right answer was given",
         "L = -(y ln a + (1 - y) ln(1 - a)), with softmax L = -sum y_k ln p_k", lesson=10),
    Term("softmax", ("softmax", "softmax: dL/dz of each class"),
         "Turns a score for each class into probabilities with the sum 1", "p_k = e^z_k / sum_j e^z_j", lesson=10),
    Term("surely wrong", ("surely wrong",), "The output is at least 0.9 away from the target", lesson=10),
    Term("score", ("score", "scores", "score 1", "score 2", "score 3"), "The z of a class, before softmax",
         everyday=True),
    Term("right class", ("right class",), "The class whose probability should be 1", everyday=True),
    Term("loss function", ("loss function",), "How the loss is computed from outputs and targets", everyday=True),
    Term("error halved", ("error halved",), "The first step at which half of the first error is left", everyday=True),
    Term("output over steps", ("output, step by step",), "What the unit says after each update", everyday=True),
    Term("outlier", ("outlier", "outliers", "last point"), "A point that lies far off where the others lie", lesson=10,
         everyday=True),
    Term("mean squared error", ("mean squared error",), "The mean of the squares: a point that is far off counts most",
         "1/n sum e^2", lesson=10, everyday=True),
    Term("mean absolute error", ("mean absolute error",), "Every error pulls equally hard, whatever its size",
         "1/n sum |e|", lesson=10),
    Term("Huber loss", ("Huber loss", "bend at"), "A parabola for small errors, a straight line for large ones",
         "e^2 / 2 if |e| <= d else d (|e| - d / 2)", lesson=10),
)
