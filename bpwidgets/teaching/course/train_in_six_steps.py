"""Lesson 9: which of the six steps of training is backpropagation? One line of a loop; the others do the rest."""
from __future__ import annotations

from functools import lru_cache

import numpy as np

import bpwidgets as bp
from bpwidgets import engine

from ...text import in_words
from .. import Choice, Exercise, Lesson, Number, Option, Prediction, Question, SayIt, Wrong

HIDDEN, EPOCHS, FEW = (6,), 40, 20
STORY = ("steps", "net", "learned", "loss", "verdict")


def train(w, x, y, rate, epochs, size):
    for _ in range(epochs):
        for first in range(0, len(x), size):
            x_batch, y_batch = x[first:first + size], y[first:first + size]
            gradient = 2 * np.mean((w * x_batch - y_batch) * x_batch)
            w = w - rate * gradient
    return w


def _table(rng):
    """Five rows in batches of two: the last batch of an epoch has one row."""
    x = rng.integers(1, 5, size=5) / 2
    return 0.5, x, rng.integers(1, 4) * x - rng.integers(0, 3, size=5), 0.125, 2, 2


def _of_the_engine(w, x, y, rate, epochs, size):
    """The same by the engine: a net of one weight, batches in the order of the rows."""
    net = engine.network((1, 1), bias=False)
    loss = engine.NetworkLoss(net, x[:, None], y[:, None], batch_size=size, shuffle=False)
    path = engine.descend(loss, [w], learning_rate=rate, steps=epochs * -(-len(x) // size))
    return path.thetas[-1, 0]


def _with(pick=lambda first, size: slice(first, first + size), sign=1, mean=np.mean, rounds=lambda epochs: epochs,
          last=0):
    """The loop with a fault."""
    def wrong(w, x, y, rate, epochs, size):
        for _ in range(rounds(epochs)):
            for first in range(0, len(x) - last, size):
                rows = pick(first, size)
                w = w - sign * rate * 2 * mean((w * x[rows] - y[rows]) * x[rows])
        return w
    return wrong


def _once_an_epoch(w, x, y, rate, epochs, size):
    for _ in range(epochs):
        shares = [2 * np.mean((w * x[k:k + size] - y[k:k + size]) * x[k:k + size]) for k in range(0, len(x), size)]
        w = w - rate * sum(shares)
    return w


def _lab(**more):
    return bp.TrainingLab(**{"hidden": HIDDEN, "epochs": EPOCHS, "views": STORY} | more)


def _ends(**more):
    """How far a run comes: its training loss at the start and at the end, and the accuracy at the end."""
    run = _lab(**more).result.run
    return run.train_loss[0], run.train_loss[-1], run.train_accuracy[-1]


# --- step 4 without backpropagation


@lru_cache(maxsize=2)
def _by_differences(data, epochs):
    """Two runs from one start, the gradient by backpropagation and by central differences: where they end, and how many
    weights there are."""
    run = _lab(data=data, hidden=(3,), epochs=epochs).result.run
    loss, theta, h = run.objective, run.recipe.theta, 1e-5
    moves = h * np.eye(len(theta))
    for update in range(run.updates):
        slope = (loss.value(theta + moves, update) - loss.value(theta - moves, update)) / (2 * h)
        theta = theta - run.recipe.learning_rate * slope
    return np.abs(theta - run.theta(epochs)).max(), float(loss.value(theta)), run.train_loss[-1], len(theta)


def _learns_without(lab):
    apart, by_hand, _, _ = _by_differences(lab.settings.data.name, lab.settings.epochs)
    return 0 if apart < 1e-6 else 1 if by_hand < 0.5 * lab.result.run.train_loss[0] else 2


def _why_without(lab):
    apart, _, end, n = _by_differences(lab.settings.data.name, lab.settings.epochs)
    return (f"Both end at a training loss of {in_words(end)}; no weight differs by more than {in_words(apart)}. Step 4 "
            "needs the gradient, no matter from where. Backpropagation is the cheap way: one pass forth and one back, "
            f"where differences took {2 * n} passes for {n} weights, at every update.")


# --- how often the weights change


def _why_updates(lab):
    run = lab.result.run
    return (f"{len(run.parts.train)} points in batches of {lab.settings.batch_size} are {run.per_epoch} batches, each "
            f"with an update; {run.epochs} epochs have {run.updates}. Move *epoch* and *update*: every single one is "
            "kept.")


def _batches(lab):
    """0 if the small batches are ahead after the same number of epochs."""
    small, all_at_once = (_ends(data=lab.settings.data, batch_size=size, epochs=FEW)[1] for size in (10, 250))
    return 0 if small < 0.8 * all_at_once else 1 if all_at_once < 0.8 * small else 2


def _why_batches(lab):
    start, small, _ = _ends(data=lab.settings.data, batch_size=10, epochs=FEW)
    _, all_at_once, _ = _ends(data=lab.settings.data, batch_size=250, epochs=FEW)
    return (f"From {in_words(start)} the loss came down to {in_words(small)} with batches of 10, and to "
            f"{in_words(all_at_once)} with all at once. Both looked at every point {FEW} times; but one changed its "
            f"weights {25 * FEW} times, the other {FEW} times. The gradient of ten points is a rough guess, and good "
            "enough for a small step.")


# --- the start


def _start(lab):
    start, end, right = _ends(data=lab.settings.data, initializer="zeros")
    return 0 if right > 0.9 else 1 if end < 0.8 * start else 2


def _why_zeros(lab):
    run = lab.result.run
    hidden = run.network.unpack(run.theta(run.epochs))[0]["W"]
    return (f"After {run.epochs} epochs the loss is {in_words(run.train_loss[-1])}, at the start it was "
            f"{in_words(run.train_loss[0])}; the largest hidden weight is {in_words(np.abs(hidden).max())}. The error "
            "goes back along the weights of the output. These are 0, so nothing arrives; and the hidden units give 0, "
            "so those weights do not move either. Chance sets the units apart; try *initializer*.")


def _who_changes_weights(lab):
    """1: of the two, only the step of the optimizer returns other weights."""
    run = lab.result.run
    theta = run.recipe.theta.copy()
    run.objective.gradient(theta, 0)
    untouched = np.array_equal(theta, run.recipe.theta)
    after, _ = engine.OPTIMIZERS["sgd"].step(theta, run.gradient(0), {}, 0.1)
    return 1 if untouched and not np.array_equal(after, theta) else 0


LESSON = Lesson(
    "train-in-six-steps", "Train in six steps", 9, needs=("write-backpropagation",), minutes=25,
    outcomes=("name the six steps of training, and say which of them is backpropagation",
              "tell epoch, batch and update apart, and write the loop",
              "say why the first weights are drawn at random"),
    items=(
        Question(
            "which-step", "Which of the six is backpropagation?",
            (Option("Steps 3 to 5 together: it is how the net learns.",
                    "It is one of these three, and the only one of the six that the others could do without.",
                    misconception="backpropagation-is-training"),
             Option("Step 4: it says how the error changes with each weight.",
                    "It finds the gradient, and leaves every weight as it is."),
             Option("Step 5: it changes the weights.", "That is the optimizer. It takes the gradient that "
                    "backpropagation found, and makes a step of it.",
                    misconception="backpropagation-is-gradient-descent")),
            right=_who_changes_weights,
            lab=lambda: _lab(epoch=5, part="gradient", controls=("epoch",), views=("steps", "net", "learned"),
                             question="What does each step do? Press one of the six.")),
        Prediction(
            "without-it", "Now step 4 is done without backpropagation: move each weight a little up and down, compare "
            "the losses, as in a gradient check. All else stays. After {epochs} epochs the net has ...",
            Choice(("learned the same, to many digits", "learned, but something else", "not learned")),
            lab=lambda data, epochs: _lab(data=data, hidden=(3,), epochs=epochs, controls=("epoch",),
                                          question="What does it learn, whoever finds the gradient?"),
            outcome=_learns_without, why=_why_without,
            cases=({"data": "playground_circle", "epochs": 25}, {"data": "playground_gauss", "epochs": 5})),
        Prediction(
            "how-many-updates", "There are 250 points for training. A run goes {epochs} times through all of them, in "
            "batches of {batch_size}. How many updates are that?", Number("updates", within=0, apart=0.5, low=0),
            lab=lambda epochs, batch_size: _lab(epochs=epochs, batch_size=batch_size,
                                                controls=("batch_size", "epoch", "update"),
                                                question="How often do the weights change?"),
            outcome=lambda lab: lab.result.run.updates, why=_why_updates,
            cases=({"epochs": 40, "batch_size": 10}, {"epochs": 30, "batch_size": 25},
                   {"epochs": 10, "batch_size": 100})),
        Prediction(
            "ten-or-all", f"The same net, the same rate, {FEW} epochs: once an update after every 10 points, once "
            "after all 250. Which run has the lower training loss?",
            Choice(("10 at a time", "all at once: its gradient is the true one", "about the same: both saw as much")),
            lab=lambda data: _lab(data=data, epochs=FEW, batch_size=250, controls=("batch_size", "epoch"),
                                  question="How far does it come in the same number of epochs?"),
            outcome=_batches, why=_why_batches, cases=({"data": "playground_circle"}, {"data": "playground_xor"})),
        Exercise(
            "the-loop", "Write `train(w, x, y, rate, epochs, size)`: a net of one weight, output w x, loss the mean of "
            "the squared errors. Take the rows in their order, `size` at a time; return the last w.",
            reference=train, cases=_table, returns="w", tolerance=1e-9, oracle=_of_the_engine,
            wrong=(Wrong("all rows each time", _with(pick=lambda first, size: slice(None)),
                         "Your gradient is that of all rows; an update of a mini-batch uses the rows of its batch."),
                   Wrong("one update an epoch", _once_an_epoch,
                         "You added up the batches and changed w once. Each batch has an update of its own, and the "
                         "next one starts from the new w."),
                   Wrong("last batch lost", _with(last=1),
                         "The last batch may be smaller. Its rows count, too: an epoch uses every row once."),
                   Wrong("one epoch", _with(rounds=lambda epochs: 1), "That is one epoch; there are `epochs` of them."),
                   Wrong("uphill", _with(sign=-1), "The gradient points uphill; the step goes against it."),
                   Wrong("sum", _with(mean=np.sum),
                         "The loss is the mean over the rows of the batch: divide by their number.")),
            hints=("Two loops: epochs outside, batches inside.",
                   "`for first in range(0, len(x), size):` the batch is `x[first:first + size]`.",
                   "The gradient is `2 * np.mean((w * x_batch - y_batch) * x_batch)`; the step goes against it.")),
        Prediction(
            "from-zero", "Step 2 draws random weights. Let all begin at 0 instead, which favors nothing. What comes of "
            "the training?", Choice(("it learns as well", "it learns, but slower", "it hardly learns")),
            lab=lambda data: _lab(data=data, initializer="zeros", controls=("initializer", "epoch"),
                                  question="What do weights become that begin at 0?"),
            outcome=_start, why=_why_zeros, cases=({"data": "playground_circle"}, {"data": "playground_xor"})),
        SayIt(
            "your-words", "Somebody says: “the net was trained by backpropagation.” What would you answer? One or two "
            "sentences.",
            "Backpropagation found the gradient at every update; what made the weights better were the updates, "
            "thousands of them, from a random start. Any other way to the gradient would have trained the same net, "
            "only slower."),
    ))
