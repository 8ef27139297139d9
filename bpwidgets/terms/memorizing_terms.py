"""Terms of memorizing: three sets, capacity, random labels."""
from __future__ import annotations

from .term import Term

TERMS = (
    Term("validation", ("validation", "validation loss"),
         "Examples that are not trained on, by which one chooses when to stop and which net to take", lesson=22),
    Term("sealed test set", ("test: sealed", "sealed", "test set opened", "test set"),
         "Examples that nobody may look at before everything is chosen: only so does their loss tell the truth",
         lesson=22),
    Term("memorizing", ("memorizing", "memorizes", "memorize", "memorized"),
         "Learning what is true of the examples alone, such as their noise: overfitting", lesson=22),
    Term("early stopping", ("early stopping",),
         "Ends the run when the validation loss has had no new lowest value for as long as the patience, and keeps the "
         "weights of the lowest one", lesson=22),
    Term("noise in labels", ("noise in labels",), "What is added at random to each desired output", everyday=True),
    Term("noise in inputs", ("noise in inputs",), "What is added at random to each input", everyday=True),
    Term("true curve", ("true curve", "curve"), "The function whose noisy points the net sees", everyday=True),
    Term("learned function", ("what the net learned",), "What the net says, for every x", everyday=True),
    Term("capacity", ("capacity", "weights that are fitted"),
         "How much a model can fit; here the number of weights that are found", lesson=22),
    Term("random features", ("random features", "random feature", "features", "draws of features",
                             "draw", "draws"),
         "Hidden units whose weights are drawn and stay; only the weights of the output are found, at once",
         "f(x) = sum_j v_j tanh(w_j (x - c_j))", lesson=22),
    Term("peak", ("peak",), "The highest place of a curve", everyday=True),
    Term("second descent", ("second descent",),
         "Beyond as many weights as points the loss on new points falls again: double descent", lesson=22),
    Term("nets per size", ("nets per size",), "How many nets of each size are trained", everyday=True),
    Term("random labels", ("random labels", "labels by chance",
                           "right or random labels: share of digits that get theirs"),
         "Labels that have nothing to do with what they stand for", lesson=22),
    Term("others", ("others",), "Digits that were not trained on; right is what they were meant as", everyday=True),
    Term("digits with labels", ("the digits, each with the label to be learned", "units for the digits",
                                "epochs on the digits"), "What the net on the digits is trained with", everyday=True),
    Term("draw of the points", ("draw of the points",), "Which of the possible points are drawn", everyday=True),
    Term("not trained yet", ("not trained yet",), "A button trains both nets", everyday=True),
)
