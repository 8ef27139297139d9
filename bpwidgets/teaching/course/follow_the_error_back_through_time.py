"""Lesson 21: a recurrent net is a deep net whose layers share their weights; how far back does its error reach?"""
from __future__ import annotations

import math

import numpy as np

import bpwidgets as bp

from ...pictures.guess import Guess
from ...text import in_words
from .. import Choice, Decade, Exercise, Lesson, Number, Option, Prediction, Question, SayIt, Wrong
from ..misconceptions.sequences import CUT, STEPS, adders, learned

STEP, SEEDS = 1e-5, 4
RECALL = (2, 4, 8, 16)
LEARNED = 0.5
LONG, SHORT = 80, 5
HOW_FAR = "How far back does the error reach?"


def back_in_time(e, U, h):
    dU = np.zeros(U.shape)
    for t in range(len(h) - 1, 0, -1):
        delta = e * (1 - h[t] ** 2)
        dU += np.outer(h[t - 1], delta)
        e = delta @ U.T
    return dU


def _cases(rng):
    """The error at the end, the weights of the memory, and its states from h[0] = 0 on."""
    steps, n = int(rng.integers(2, 4)), 2
    h = np.concatenate([np.zeros((1, n)), rng.integers(1, 8, size=(steps, n)) / 10 * rng.choice([-1, 1], (steps, n))])
    return rng.integers(1, 9, size=n) / 2, rng.integers(1, 5, size=(n, n)) * rng.choice([-1, 1], (n, n)) / 2, h


def _by_differences(e, U, h):
    """What comes in is found from the states; then each weight is moved a little, and the net runs forward."""
    incoming = np.arctanh(h[1:]) - h[:-1] @ U

    def loss(weights):
        state = h[0]
        for c in incoming:
            state = np.tanh(c + state @ weights)
        return e @ state
    dU = np.zeros(U.shape)
    for place in np.ndindex(*U.shape):
        moved = np.zeros(U.shape)
        moved[place] = STEP
        dU[place] = (loss(U + moved) - loss(U - moved)) / (2 * STEP)
    return dU


def _loop(e, U, h, *, slope=True, back=np.transpose, before=1, least=1):
    """The same loop with one thing otherwise. before: which state a share is made of; least: the first step of it."""
    dU = np.zeros(U.shape)
    for t in range(len(h) - 1, least - 1, -1):
        delta = e * (1 - h[t] ** 2) if slope else e
        dU += np.outer(h[t - before], delta)
        e = delta @ back(U)
    return dU


def _rotation(gain, activation="tanh"):
    return bp.FlowOverTrainingLab(net="time", initializer="orthogonal", activation=activation, gain=gain, steps=1,
                                  controls=("gain", "activation"), views=("profile",), question=HOW_FAR)


def _reaches(lab):
    return float(lab.result.reach(0).jacobian[0])


def _at_step_1(answer, lab):
    return Guess("profile", x=1, y=math.log10(answer) if answer > 0 else None)


def _of_the_linear(lab):
    return _reaches(_rotation(lab.settings.gain, "identity"))


def _why_rotation(lab):
    gain, steps = lab.settings.gain, lab.settings.depth - 1
    return (f"A rotation stretches every direction by {in_words(gain)}: {steps} times that makes "
            f"{in_words(gain ** steps)}, exactly the bound. The lab shows the same memory bent with tanh: its slopes "
            f"are below 1 wherever a unit is active, and {in_words(_reaches(lab))} is left. Change the gain by little; "
            "make the activation linear again.")


def _fresh():
    return bp.FlowOverTrainingLab(net="time", steps=1, controls=("seed", "gain"), views=("profile",),
                                  question=HOW_FAR)


def _halves(lab):
    """Which half of the rule holds: 0 both, 1 the first alone, 2 the second alone."""
    below = all(_reaches(_rotation(0.9, name)) < 0.2 for name in ("identity", "tanh"))
    drawn = [bp.studies.FlowOverTrainingSettings(net="time", steps=1, seed=seed) for seed in range(SEEDS)]
    reached = [_last(settings).reach(0) for settings in drawn]
    above = all(one.jacobian[0] > 10 for one in reached if one.factor > 1)
    return {(True, True): 0, (True, False): 1, (False, True): 2}[below, above]


def _last(settings):
    *_, result = bp.studies.flow_over_training(settings)
    return result


def _recalling(depth=8):
    return bp.FlowOverTrainingLab(net="time", depth=depth, gain=0.5, optimizer="sgd", learning_rate=0.1, steps=60,
                                  n_samples=256, controls=("depth", "optimizer", "step"),
                                  views=("loss", "profile"), question="How far back does it learn to look?")


def _how_far(lab):
    """The number of lengths that it does not learn to recall: they are the long ones."""
    learned = [_last(lab.settings.replace(depth=depth)).losses[-1] < LEARNED for depth in RECALL]
    return learned.index(False) if False in learned else len(RECALL)


def _why_recall(lab):
    parts = {}
    for depth in RECALL[1:3]:
        error = _last(lab.settings.replace(depth=depth)).sizes["error"][0]
        parts[depth] = in_words(error[0] / error[-1], 1)
    told = ", ".join(f"{part} of it over {depth} steps" for depth, part in parts.items())
    return (f"The information is in the sequence. But of the error at the end little arrives at the step where it came "
            f"in ({told}), and that error would tell the net to keep it.")


def _whole(lab):
    """How long the whole gradient is, in units of that for a short sequence."""
    return float(lab.result.gradient_norm[0] / _last(lab.settings.replace(depth=SHORT)).gradient_norm[0])


def _why_whole(lab):
    share = lab.result.sizes["weight_gradient"][0]
    return (f"All steps share one gradient, and the late ones keep it long. The share of step 1 is "
            f"{in_words(share[0] / share[-1], 1)} of that of the last one. In a net of layers vanishing shows in the "
            "first layers; here nothing looks ill. Only the shares step by step tell.")


def _exploding(gain):
    return bp.FlowOverTrainingLab(net="time", initializer="orthogonal", activation="identity", gain=gain,
                                  optimizer="sgd", learning_rate=0.05, steps=50, controls=("clip", "step"),
                                  views=("gradient", "loss"))


def _why_exploding(lab):
    losses, held = lab.result.losses, _last(lab.settings.replace(clip=1.0)).losses
    return (f"The first step takes the loss from {in_words(losses[0], 2)} to {in_words(losses[1], 2)}. Now clip at 1: "
            "if the gradient is longer than that, it is shortened to that length. Every step is then bounded, and in "
            f"{len(held) - 1} of them the loss gets to {in_words(held[-1], 2)}.")


def _out_of_the_box():
    return bp.SequenceLab(forget_bias=0.0, updates=1, update=0, controls=("forget_bias", "length", "seed"),
                          views=("unrolled", "reach"), question=HOW_FAR)


def _left(lab, cell):
    """The gradient at step 1, as a part of that at the last step."""
    reach = lab.result.sight(cell, lab.settings).reach
    return float(reach[0] / reach[-1])


def _how_much_is_left(lab):
    """The number of the answer: all of it, a good part, hardly anything, nothing."""
    left = _left(lab, "lstm")
    return 0 if left > 0.5 else 1 if left > 0.01 else 2 if left > 0 else 3


def _why_out_of_the_box(lab):
    sight, back = lab.result.sight("lstm", lab.settings), lab.settings.length - 1
    gate = float(np.mean(sight.gates["f"]))
    return (f"Its forget gates are at {in_words(gate, 2)} on average, and so much of the cell is kept at each step, "
            f"{back} times. {in_words(_left(lab, 'lstm'), 2)} is left, hardly more than the "
            f"{in_words(_left(lab, 'plain'), 2)} of the plain net. An LSTM *can* keep the error, with gates that are "
            "open. Move the forget bias up and see it arrive.")


def _adding():
    return adders(controls=("update", "length"), views=("unrolled", "reach", "losses"), question=HOW_FAR)


NETS = {(): 0, ("lstm",): 1, ("lstm", "gru"): 2, ("plain", "lstm", "gru"): 3}


def _who_adds(lab):
    return NETS[tuple(learned(lab))]


def _why_they_add(lab):
    sights = lab.result.sights(lab.settings)
    told = ", ".join(f"{in_words(_left(lab, name), 2)} in the {title}" for name, title in (
        ("plain", "plain net"), ("lstm", "LSTM"), ("gru", "GRU")))
    return (f"After {lab.result.known} updates the squared errors are {in_words(sights['plain'].loss, 2)}, "
            f"{in_words(sights['lstm'].loss, 2)} and {in_words(sights['gru'].loss, 2)}. Of the gradient, "
            f"{lab.settings.length - 1} steps back, this is left: {told}. Take the update back to 0: before they "
            "learned it faded in all three. Training has opened the gates of some units: the best one of the LSTM "
            f"keeps {in_words(_kept(lab, lab.result.known), 2)} of its state over all these steps, "
            f"{in_words(_kept(lab, 0), 2)} before. (With another seed or a smaller rate a plain net may learn it, too: "
            "it is harder for it, no more.)")


def _kept(lab, update):
    """What the best unit of the LSTM keeps from step 1 to the output."""
    return float(lab.result.sight("lstm", lab.settings.replace(update=update)).kept[0].max())


def _is_used_all_the_same(lab):
    """The number of the right option: that it can be learned, if the GRU has."""
    return 1 if "gru" in learned(lab) else 0


LESSON = Lesson(
    "follow-the-error-back-through-time", "Follow the error back through time", 21,
    needs=("find-out-why-deep-nets-stop-learning",), minutes=25,
    outcomes=("write the backward loop of a recurrent net", "say what the norm of U tells, and what it does not",
              "say what clipping treats", "say what a gate does to the error"),
    items=(
        Exercise(
            "back-in-time", "Write `back_in_time(e, U, h)`: the gradient of U. `e` is ∂L/∂h at the last step, `h[t]` "
            "the state after step t, with h[0] = 0. The units are tanh, so their slopes are 1 − h².",
            reference=back_in_time, cases=_cases, oracle=_by_differences, returns="the gradient of U", tolerance=1e-6,
            wrong=(Wrong("slope left out", lambda e, U, h: _loop(e, U, h, slope=False),
                         "At each step δ is the error that arrives times the slope of the unit."),
                   Wrong("U not transposed", lambda e, U, h: _loop(e, U, h, back=lambda U: U),
                         "Forward the state goes through U, backward the error goes through its transpose."),
                   Wrong("state after the step", lambda e, U, h: _loop(e, U, h, before=0),
                         "U is multiplied by the state *before* the step, h[t − 1]: that is its input."),
                   Wrong("last step alone", lambda e, U, h: np.outer(h[-2], e * (1 - h[-1] ** 2)),
                         "U is used at every step, and every step has a share in its gradient.")),
            hints=("Go from the last step to the first; keep the error that arrives at h[t].",
                   "δ is that error times 1 − h[t]²; the step's share is the outer product of h[t − 1] and δ.",
                   "Add the shares, and send δ on through `U.T`.")),
        Prediction(
            "rotation", "A linear memory runs for 20 steps; U is a rotation times {gain}. By which factor is a change "
            "of h₁ found again in h₂₀?",
            Number("factor", within=0.1, low=0), lab=_rotation, outcome=_of_the_linear,
            cases=({"gain": 0.9}, {"gain": 1.1}, {"gain": 0.95}), guess=_at_step_1, why=_why_rotation),
        Question(
            "both-halves", "“If |U| is below 1, the gradient of a tanh net vanishes; if it is above 1, it explodes.” "
            "What of this follows from the bound?",
            (Option("Both halves.", "A bound says how large something may be, not that it is.",
                    misconception="u-above-1-explodes"),
             Option("The first half.", "|U| < 1 is enough for vanishing; |U| > 1 is needed for exploding, no more. A "
                    "random U turns what it has just stretched into other directions. Try several seeds."),
             Option("The second half.", "Above 1 the bound grows, and what is below it may do as it likes.",
                    misconception="u-above-1-explodes")),
            right=_halves, lab=_fresh),
        Prediction(
            "recall", "A net reads T pairs of numbers and is to say the *first* pair again. Plain gradient descent, 60 "
            "steps, |U| a little below 1. For which T does it learn that?",
            Choice(("none", "2", "2 and 4", "2, 4 and 8", "2, 4, 8 and 16")), lab=_recalling, outcome=_how_far,
            why=_why_recall),
        Prediction(
            "whole-gradient", "How long is the *whole* gradient of a fresh net for sequences of 80 steps, compared to "
            "5 steps?", Decade("times as long", -16, 4),
            lab=lambda: bp.FlowOverTrainingLab(net="time", depth=LONG, n_samples=128, steps=1,
                                               controls=("depth", "seed"), views=("profile",), question=HOW_FAR),
            outcome=_whole, why=_why_whole),
        Prediction(
            "without-brake", "A linear memory, U a rotation times {gain}, learning rate 0.05. After how many steps of "
            "gradient descent do its numbers leave the range of a computer?",
            Number("steps", within=0.01, low=1), lab=_exploding,
            outcome=lambda lab: lab.result.overflow.step, cases=({"gain": 1.2}, {"gain": 1.1}), why=_why_exploding),
        SayIt(
            "brake", "What does clipping not cure?",
            "It bounds the length of a step, and no more. The gradient keeps its direction, the shares of the steps in "
            "time keep their proportions, and what vanishes still vanishes: clipping never lengthens."),
        Prediction(
            "out-of-the-box", "A fresh LSTM of 16 units; all its first biases are 0. How much of its output's gradient "
            "is left 19 steps back?",
            Choice(("all of it", "a good part", "less than a hundredth", "exactly nothing")), lab=_out_of_the_box,
            outcome=_how_much_is_left, why=_why_out_of_the_box),
        Prediction(
            "who-adds", f"Sequences of {STEPS} steps, each a number and a mark. Two steps are marked, one in each "
            "half: say the sum of their numbers. Which of three nets learn that in 150 updates?",
            Choice(("none", "the LSTM", "LSTM and GRU", "all three")), lab=_adding, outcome=_who_adds,
            why=_why_they_add),
        Question(
            "cut-off", f"Now the error goes back only {CUT} steps. The first marked number is at least {STEPS // 2} "
            "steps back. Can a net learn to use it?",
            (Option("No: no error reaches it.",
                    "No error says so at *that* step. But the weights are the same at all steps, and the state comes "
                    "forward all the way.", misconception="cut-is-out-of-reach"),
             Option("Yes.",
                    "To take in a marked number and to keep it is learned where the error does reach: from second "
                    "numbers near the end. The same weights do it for the first one, and forward nothing is cut. "
                    "Where only something far back would tell what to keep, a cut does hurt."),
             Option(f"Yes, by the weights of the last {CUT} steps.",
                    "There are no weights of single steps: every step uses the same W, U and b.",
                    misconception="each-step-has-its-own-weights")),
            right=_is_used_all_the_same,
            lab=lambda: adders(CUT, controls=("truncate", "update"), views=("unrolled", "reach", "losses"),
                               question=HOW_FAR)),
    ))
