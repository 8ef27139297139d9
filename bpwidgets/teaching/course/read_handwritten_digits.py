"""Lesson 23: read handwritten digits. A net reads 98 % of them: what does it confuse, and what else does it fail on?"""
from __future__ import annotations

import numpy as np

import bpwidgets as bp

from .. import Choice, Exercise, Lesson, Number, Option, Prediction, Question, SayIt, Wrong

DRAWN = ("board", "seen", "looked", "probabilities")
PLUS, SQUARE = "50,10 50,90; 10,50 90,50", "30,30 70,30 70,70 30,70 30,30"
ENOUGH = 0.95


def learn():
    train, _ = bp.datasets.digits().split(0.75)
    x, y = train.x, train.one_hot().y
    W, b = np.zeros((64, 10)), np.zeros(10)
    for _ in range(80):
        p = np.exp(x @ W + b)
        p /= p.sum(axis=1, keepdims=True)
        delta = (p - y) / len(x)
        W -= 3 * x.T @ delta
        b -= 3 * delta.sum(axis=0)
    return W, b


def _learned(steps=80, rate=3.0, rows=None):
    """The same with fewer steps, another rate, or fewer digits."""
    train, _ = bp.datasets.digits().split(0.75)
    x, y = train.x[:rows], train.one_hot().y[:rows]
    W, b = np.zeros((64, 10)), np.zeros(10)
    for _ in range(steps):
        with np.errstate(all="ignore"):
            p = np.exp(x @ W + b)
            delta = (p / p.sum(axis=1, keepdims=True) - y) / len(x)
            W, b = W - rate * x.T @ delta, b - rate * delta.sum(axis=0)
    return W, b


def share_read(answer):
    """The share of the test digits that W and b read correctly; ENOUGH is as good as more, and numbers that have
    overflowed read none."""
    W, b = answer
    if not np.isfinite(np.asarray(W, dtype=float)).all():
        return 0.0
    _, test = bp.datasets.digits().split(0.75)
    read = (test.x @ np.asarray(W) + b).argmax(axis=1)
    return min(float((read == test.y[:, 0]).mean()), ENOUGH)


def _accuracy(lab):
    return 100 * lab.result.exam(lab.settings.epoch).accuracy


def _why_soon(lab):
    updates = -(-lab.settings.trained_on // lab.settings.batch_size) * lab.settings.epochs
    return (f"So much in {updates} updates; guessing reads 10 %. The last few percent take the other epochs. Move "
            "*trained for* to 30, and *after epoch* back and forth.")


def _same_number_of_errors():
    """Whether two nets with equally many errors confuse the same digits: the number of the option."""
    one, other = (bp.DigitsLab(activation=name).result for name in ("relu", "tanh"))
    first, second = (result.exam(result.known) for result in (one, other))
    alike = set(first.wrong.tolist()) == set(second.wrong.tolist())
    return (1 if not alike else 0) if len(first.wrong) == len(second.wrong) else 2


WHY_A_PIXEL = ("For the net each pixel is an input of its own: now every weight meets the ink of a neighbor. Nothing "
               "in the data ever said that a moved 3 is a 3.")


def _moved(right):
    return bp.DigitsLab(right=float(right), views=("right", "thickness", "noise"), controls=("right", "noise"),
                        question="How much can happen to a digit before it fails?")


def _sign(sign, strokes):
    return bp.DigitsLab(strokes=strokes, views=("board", "seen", "probabilities"), controls=("noise", "epoch"),
                        question="What does it say of a sign that is no digit?")


def _largest(lab):
    return float(lab.result.reading(lab.settings.epoch).probabilities.max())


def _how_sure(lab):
    p = _largest(lab)
    return 0 if p < 0.2 else 1 if p < 0.8 else 2


def _why_sure(lab):
    reading = lab.result.reading(lab.settings.epoch)
    p = _largest(lab)
    surely = "more than 99.9" if p > 0.999 else f"{100 * p:.1f}"
    return (f"It says {reading.answer}, with {surely} %. Softmax shares 100 % among ten digits; "
            "“none of them” is not one. Draw something else: can you make it unsure?")


def _surely_wrong():
    """With noise there are errors of which the net is sure: the number of the option."""
    exam = bp.DigitsLab(noise=0.3).result.exam(30)
    return 1 if (exam.surety[exam.wrong] >= 0.9).any() else 0


def _passes(lab):
    """The option that says how the picture of the pixels is computed: slopes of one backward pass are those of 64
    pairs of forward passes."""
    net, theta, x, h = lab.result.network, lab.result.thetas[-1], lab.result.shown.pixels, 1e-5
    up, down = (net.forward(theta, x + way * h * np.eye(64)).output for way in (1, -1))
    reading = lab.result.reading(lab.settings.epoch)
    return 2 if np.allclose((up - down).T / (2 * h), reading.slopes, atol=1e-6) else 0


LESSON = Lesson(
    "read-handwritten-digits", "Read handwritten digits", 23, needs=("train-in-six-steps", "choose-a-loss"), minutes=25,
    outcomes=("read a confusion table, and say what an accuracy leaves out",
              "show with one backward pass which pixels an answer hangs on",
              "train a net of your own that reads 95 % of digits it has never seen"),
    items=(
        Prediction(
            "after-few-epochs", "A net with 32 hidden units sees each of 1,348 digits {times}. Then it is tested on "
            "449 others. How many percent does it read correctly?",
            Number("read correctly", "%", apart=6, low=0, high=100), outcome=_accuracy, why=_why_soon,
            lab=lambda times, epochs: bp.DigitsLab(
                epochs=epochs, views=("confusion", "errors"), controls=("epochs", "epoch"),
                question="What does it read after so many epochs?"),
            cases=({"times": "once", "epochs": 1}, {"times": "twice", "epochs": 2})),
        Question(
            "same-errors", "Two nets, one with ReLU, one with tanh, both misread 7 of the 449 test digits. Do they "
            "misread the same ones?",
            (Option("Yes: equal accuracy, equal net.", "The number is the same, the digits are not: for one of them, "
                    "whose 1 is read as 8 is another person.", misconception="accuracy-says-it-all"),
             Option("No: an accuracy counts errors, and does not say which.",
                    "The confusion table does. Its cells open their pictures.")),
            right=_same_number_of_errors),
        Prediction(
            "one-pixel", "It reads 98 % of the test digits. Now each of them is moved by {right} pixel to the "
            "right. How many percent does it still read?", Number("read correctly", "%", apart=12, low=0, high=100),
            lab=_moved, outcome=_accuracy, why=WHY_A_PIXEL, cases=({"right": 1}, {"right": 0.5})),
        Prediction(
            "no-digit", "You draw {sign}, which is no digit. How large is the largest of the ten probabilities?",
            Choice(("about 10 %: it does not know", "about one half", "nearly 100 %")), lab=_sign, outcome=_how_sure,
            why=_why_sure, cases=({"sign": "a plus sign", "strokes": PLUS}, {"sign": "a square", "strokes": SQUARE})),
        Question(
            "sure-is-right", "The net reads the postcode of a letter and gives each digit 95 %. What does that tell "
            "you?",
            (Option("95 of 100 such digits are right.", "It may be so on digits like those of the test. On others it "
                    "is sure, and wrong.", misconception="a-probability-is-a-promise"),
             Option("That the other nine digits are far behind.", "That is all that softmax compares. Whether it is "
                    "right, only a test on such digits tells.")),
            right=_surely_wrong),
        Question(
            "one-pass", "The picture “where it looked” has 64 numbers, dp/dx of each pixel. What does it cost?",
            (Option("64 forward passes, one for each pixel.", "Lesson 7 counted: differences need that, "
                    "backpropagation does not.", misconception="a-pass-for-each-weight"),
             Option("A new training: weights have gradients, pixels have none.", "δ of the first layer goes one step "
                    "further back, through W₁ᵀ: it is dp/dx.", misconception="only-weights-have-gradients"),
             Option("One backward pass from p to the pixels.", "The same pass as in training, begun at p instead of "
                    "the loss, and not ended at the first layer.")),
            right=_passes, lab=lambda: bp.DigitsLab(views=DRAWN, controls=("epoch",))),
        Exercise(
            "beat-95", "Write `learn()`: it returns `W` (64, 10) and `b` (10,) of a net without hidden units, so that "
            "the largest of `x @ W + b` is right for at least 95 % of the test digits. How is up to you: it knows "
            "`train` and `test` of `bp.datasets.digits().split(0.75)`. Looking at `test` is cheating.",
            reference=learn, cases=lambda rng: (), through=share_read,
            returns="the share read correctly (0.95 is enough)", oracle=lambda: ENOUGH,
            wrong=(Wrong("all the same", lambda: (np.zeros((64, 10)), np.zeros(10)),
                         "With weights 0 all scores are equal, and it says 0 of every digit. Now make steps."),
                   Wrong("uphill", lambda: _learned(rate=-3.0),
                         "δ = p − y points uphill; the step goes against it, with a minus."),
                   Wrong("hardly begun", lambda: _learned(steps=10), "Ten steps are a beginning: go on."),
                   Wrong("ten digits", lambda: _learned(rows=10), "It has seen ten digits: use all rows of x.")),
            hints=("`delta_softmax` of lesson 10 is the gradient of the scores; `x.T @ delta` that of W.",
                   "Begin with zeros for W and b; the targets are the y of the cell, with a 1 at the right digit.",
                   "Some 80 steps over all digits at once, with a rate of 3.")),
        SayIt(
            "three-questions", "Someone sells you a net: “98 % accuracy on digits!” Which three questions do you ask?",
            "On which digits, and were they kept apart from the training? Which digits does it confuse, and how sure "
            "is it then? What does it do with digits that are moved, noisy, written by others, or with no digit at "
            "all?"),
    ))
