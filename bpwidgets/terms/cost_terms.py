"""Terms of what a gradient costs."""
from __future__ import annotations

from .term import Term

TERMS = (
    Term("work", ("work", "work spent", "passes", "as forward passes"),
         "What is computed, in forward passes: each is one product of every weight with what comes in",
         "multiply-adds of a forward pass for one example = number of weights", lesson=7, everyday=True),
    Term("trial of one weight", ("trial of one weight", "trials of one weight", "trials", "trial", "size of a trial"),
         "One weight is changed at random, and the change is kept if the loss falls", lesson=7),
    Term("random direction", ("one random direction", "random direction", "random directions"),
         "All parameters are moved at once, each a little up or down at random: two passes tell the slope that way",
         "(L(theta + h v) - L(theta - h v)) / (2 h)", lesson=7),
    Term("way", ("way",), "How the gradient is found, or a step without it", everyday=True),
    Term("compare", ("compare",), "Which of several stand beside each other in the picture", everyday=True),
    Term("widths", ("widths",), "The number of units of each layer, from the inputs to the output", everyday=True),
    Term("counted in", ("counted in",), "The unit in which the picture shows the price of a gradient", everyday=True),
    Term("budget", ("budget",), "The work that each descent may spend, in forward passes", lesson=7, everyday=True),
    Term("try", ("each try", "tries", "passes used", "game tries", "game size"),
         "In the game, weights set by hand: each time you learn their loss, that is one pass", lesson=7),
)
