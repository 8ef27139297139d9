"""Terms of what a gradient costs."""
from __future__ import annotations

from .term import Term

TERMS = (
    Term("forward pass", ("forward pass", "forward passes", "passes", "as forward passes", "work", "work spent"),
         "From the inputs to the loss, once: one product of each weight with what comes in",
         "multiply-adds for one example = number of weights", lesson=7),
    Term("multiply-add", ("multiply-add", "multiply-adds"),
         "A multiplication whose result is added to a sum: what the products of a pass are made of", lesson=7),
    Term("forward differences", ("forward differences", "differences"),
         "Each parameter is moved a little, and the change of the loss is its derivative: one forward pass for each",
         "(L(theta + h e_i) - L(theta)) / h", lesson=7),
    Term("central differences", ("central differences", "central difference"),
         "Each parameter is moved to both sides: more exact than to one, at twice the price",
         "(L(theta + h e_i) - L(theta - h e_i)) / (2 h)", lesson=7),
    Term("trial of one weight", ("trial of one weight", "trials of one weight", "trials", "trial", "size of a trial"),
         "One weight is changed at random, and the change is kept if the loss falls", lesson=7),
    Term("random direction", ("one random direction", "random direction", "random directions"),
         "All parameters are moved at once, each a little up or down at random: two passes tell the slope that way",
         "(L(theta + h v) - L(theta - h v)) / (2 h)", lesson=7),
    Term("backpropagation", ("backpropagation",),
         "The chain rule from the loss back to the first layer: one forward and one backward pass give all derivatives",
         lesson=3, everyday=True),
    Term("way", ("way",), "How the gradient is found, or a step without it", everyday=True),
    Term("widths", ("widths",), "The number of units of each layer, from the inputs to the output", everyday=True),
    Term("counted in", ("counted in",), "The unit in which the picture shows the price of a gradient", everyday=True),
    Term("budget", ("budget",), "The work that each descent may spend, in forward passes", lesson=7, everyday=True),
    Term("try", ("each try", "tries", "passes used", "game passes", "game weights"),
         "In the game, weights set by hand: each time you learn their loss, that is one pass", lesson=7),
)
