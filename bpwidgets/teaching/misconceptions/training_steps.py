"""Wrong ideas about the steps of training (lesson 9)."""
from __future__ import annotations

from typing import Any

import numpy as np

import bpwidgets as bp

from .misconception import OFTEN_HEARD, Misconception, cited

GOODFELLOW = cited("Goodfellow, Bengio and Courville", "Deep Learning, section 6.5", 2016,
                   "https://www.deeplearningbook.org/contents/mlp.html")


def _gradients_and_nothing_learned(lab: Any) -> bool:
    """Every update had its gradient, of about the same size to the end, and the loss is where it was."""
    run = lab.result.run
    first, last = np.sqrt((run.gradient_sizes[[1, -1]] ** 2).sum(axis=1))
    return bool(last > 0.5 * first > 0 and run.train_loss[-1] > 0.99 * run.train_loss[0])


def _many_updates(lab: Any) -> bool:
    """In one epoch the weights change once for each batch, and the loss falls already within it."""
    run = lab.result.run
    changed = [not np.array_equal(run.theta(3, k), run.theta(3, k + 1)) for k in range(run.per_epoch - 1)]
    return run.per_epoch > 10 and all(changed)


def _stays_alike(lab: Any) -> bool:
    """No weight between layers ever leaves 0, so the net says the same of every point."""
    run = lab.result.run
    of_layers = run.network.unpack(run.theta(run.epochs))
    return bool(all((of_layer["W"] == 0).all() for of_layer in of_layers) and run.train_accuracy[-1] < 0.6)


OF_TRAINING = (
    Misconception(
        "backpropagation-is-training", "Backpropagation is the training: it changes the weights until the net is "
        "right.", "It finds the gradient and changes nothing. Here it runs in every update, the rate is next to 0, and "
        "the net learns nothing.", "a warning against it: " + GOODFELLOW,
        lambda: bp.TrainingLab(learning_rate=1e-6, hidden=(6,), epochs=10, views=("steps", "net", "learned", "loss"),
                               controls=("learning_rate", "epoch")), _gradients_and_nothing_learned),
    Misconception(
        "an-epoch-is-an-update", "One epoch is one update of the weights.",
        "An epoch is once through all examples: with batches of 10 of 250 it has 25 updates.", OFTEN_HEARD,
        lambda: bp.TrainingLab(hidden=(6,), epochs=10, epoch=3, views=("learned", "loss", "table"),
                               controls=("batch_size", "epoch", "update")), _many_updates),
    Misconception(
        "zeros-are-a-fair-start", "Weights that begin at 0 are a neutral start; the data do the rest.",
        "With weights of 0 no error gets back through them, and all units are alike: here none ever moves.",
        OFTEN_HEARD,
        lambda: bp.TrainingLab(initializer="zeros", hidden=(6,), epochs=10, views=("net", "learned", "loss"),
                               controls=("initializer", "epoch")), _stays_alike),
)
