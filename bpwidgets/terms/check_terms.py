"""Terms of the check of a gradient: differences, their steps, and what they miss."""
from __future__ import annotations

from .term import Term

TERMS = (
    Term("gradient check", ("gradient check", "check"),
         "The gradient against the slope of the loss, measured by moving one parameter a little up and down",
         lesson=6),
    Term("central difference", ("central difference", "central differences"),
         "The slope between two points as far to the left as to the right: its error falls with the square of the step",
         "(L(w + h) - L(w - h)) / (2 h)", "Loss per unit of the parameter", 6),
    Term("forward difference", ("forward difference", "forward differences"),
         "The slope between a point and one to the right of it: its error falls with the step",
         "(L(w + h) - L(w)) / h", "Loss per unit of the parameter", 6),
    Term("step of a difference", ("step h", "best step"),
         "How far a parameter is moved for a difference: large steps miss the bend of the loss, tiny ones are rounded "
         "away", "best near (3 u L / |L'''|)^(1/3) for central differences, u the unit roundoff", lesson=6),
    Term("relative error", ("relative error", "relative error, central"),
         "How far differences are from the gradient, as a part of the gradient",
         "|differences - gradient| / |gradient|", "A number without unit; 1e-5: about five digits agree", 6),
    Term("relative difference", ("relative difference", "relative differences"),
         "How far two numbers are apart, as a part of the larger one", "|a - b| / max(|a|, |b|)",
         "A number without unit; GradientCheckLab takes derivatives below a thousandth of the largest one for that", 6),
    Term("doubt", ("in doubt", "doubt", "leaves in doubt", "column: in doubt at this step"),
         "How wrong a difference may be at this step, by the bend of the loss and by rounding",
         "4/3 |difference at h - difference at h/2|, and rounding / h", lesson=6),
    Term("kink", ("kink", "kinks"),
         "A place at which a curve has two slopes, one to each side, such as ReLU at 0: there is no derivative there",
         lesson=6),
    Term("rounding", ("rounding", "rounded"),
         "A number keeps only so many digits, 16 in float64 and 7 in float32; the rest is lost", lesson=6),
    Term("precision", ("precision", "float64", "float32"),
         "How many digits a number keeps: 16 in float64, 7 in float32", lesson=6),
    Term("tangent", ("tangent", "loss − tangent", "loss minus tangent"),
         "The straight line that has the value and the slope of a curve at a point",
         "L(w) + gradient * (distance from w)", lesson=6),
    Term("bend", ("bend", "bends"), "How a curve leaves its tangent: what a straight line cannot follow", lesson=6,
         everyday=True),
    Term("derivative", ("derivative", "derivatives"),
         "How fast a number changes with another one: the slope of a curve", everyday=True, lesson=1),
    Term("digits", ("digit", "digits"), "The figures of a number, from the first that is not 0", everyday=True),
)
