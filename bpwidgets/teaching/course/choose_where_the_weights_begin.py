"""Lesson 18: zeros and twins, the variance that keeps a size, and the edge between order and chaos."""
from __future__ import annotations

import math

import numpy as np

import bpwidgets as bp
from bpwidgets import engine

from ...pictures.guess import Guess
from ...text import in_words
from .. import Choice, Exercise, Lesson, Number, Option, Prediction, Question, SayIt, Wrong
from ..misconceptions.narrowing_net import BACKWARD, RECIPES, narrowing

LAYERS, DRAWS = 50, 10
BROAD = 1.5


def gain(z, a):
    return np.sqrt(np.mean(z ** 2) / np.mean(a ** 2))


def _cases(rng):
    """Some z, and what a unit makes of them that lets a part of the negative ones through."""
    z = rng.integers(1, 9, size=5) * rng.choice([-1, 1], size=5) / 4
    return z, np.where(z > 0, z, rng.integers(1, 9) / 10 * z)


def _by_halving(z, a):
    """The gain is closed in between one that is too small and one that is too large."""
    low, high = 0.0, 1e3
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if np.mean((middle * a) ** 2) < np.mean(z ** 2) else (low, middle)
    return low


def _zeros_learn():
    """Whether any weight of a net of zeros has a gradient: 0 for yes, 1 for no."""
    r = bp.GradientFlowLab(depth=5, activation="tanh", initializer="zeros").result
    return int(not r.weight_gradient_size.any())


def _twins(level):
    return bp.FlowOverTrainingLab(depth=2, width=8, activation="tanh", initializer="constant", gain=level, n_samples=32,
                                  loss="binary_cross_entropy", steps=200, controls=("initializer", "step"),
                                  views=("speeds", "loss"), question="What do equal units learn?")


def _different_units(lab):
    """How many units of layer 1 have weights that no other one has, at the end."""
    r = lab.result
    W = r.task.objective.network.unpack(r.thetas[r.known])[0]["W"]
    return len(np.unique(W.T.round(6), axis=0))


def _why_twins(lab):
    start, end = lab.result.losses[[0, lab.result.known]]
    return (f"Equal units get the same input, give the same output, receive the same δ and take the same step: twins "
            f"stay twins. The loss falls from {in_words(start)} to {in_words(end)}, as far as one unit per layer can "
            "bring it. Unequal starts break the symmetry; random numbers are the easy way to get them. Choose another "
            "initializer.")


def _keeps_delta(lab):
    """The recipe by which δ changes least."""
    away = [abs(narrowing(name).result.curves[BACKWARD][0]) for name in RECIPES]
    return int(np.argmin(away))


def _leaky(slope):
    return bp.GradientMapLab(activation=engine.leaky_relu(slope), gain=1.0, controls=("gain", "depth"),
                             views=("map", "across"))


def _above(gain):
    return bp.GradientMapLab(activation="tanh", gain=gain, depth=20, width=64,
                             controls=("gain", "depth", "activation"), views=("map", "across", "key"))


def _per_layer(lab):
    return float(10 ** (lab.result.decades / (lab.settings.depth - 1)))


def _why_above(lab):
    edge = lab.result.critical_gain
    return (f"With gain {in_words(lab.settings.gain)} the units saturate, and their small slopes resist. Below the "
            f"edge, at gain {in_words(edge)}, tanh works near 0, where it is a straight line, and the factor is the "
            "gain itself. So there is more room above the edge than below it. Drag the point from side to side.")


def _rotations():
    return bp.GradientFlowLab(depth=LAYERS, width=64, activation="identity", n_draws=DRAWS, initializer="orthogonal",
                              controls=("initializer", "activation"), views=("profile",), actions=(),
                              question="How much is luck?")


def _luck(lab):
    """0 if in each draw all of δ arrives, 1 if draws differ much, 2 if they agree on another part."""
    low, high = lab.result.band[:, 0] / lab.result.band[:, -2]
    return 1 if high / low > BROAD else 0 if math.isclose(low, 1, rel_tol=0.01) else 2


def _why_rotations(lab):
    def band(**net):
        r = bp.GradientFlowLab(depth=LAYERS, width=64, n_draws=DRAWS, **net).result
        return " to ".join(dict.fromkeys(in_words(part, 2) for part in r.band[:, 0] / r.band[:, -2]))
    lecun, tanh, rotated = (band(activation="identity"), band(activation="tanh"),
                            band(activation="tanh", initializer="orthogonal"))
    return (f"A product of rotations is a rotation. Through LeCun's random weights {lecun} arrives, as luck has it. "
            f"With tanh the slopes take most of it either way: LeCun {tanh}, orthogonal {rotated}. A start removes "
            "luck; it gives no slope back.")


LESSON = Lesson(
    "choose-where-the-weights-begin", "Choose where the weights begin", 18,
    needs=("find-out-why-deep-nets-stop-learning",), minutes=25,
    outcomes=("say why equal weights are no start", "derive the gain that suits an activation, in code",
              "read a map of gain and depth: order, chaos and the edge between them"),
    items=(
        Question(
            "all-zero", "A deep tanh net starts with every weight at 0. Does gradient descent move its weights?",
            (Option("Yes: 0 favors nothing, so the errors decide.", "No error gets to the hidden layers.",
                    misconception="zero-is-neutral"),
             Option("No: all gradients of the weights are 0.", "Through weights of 0 no δ passes; and what comes out "
                    "of the hidden layers is 0, so the output weights have nothing to learn from, either.")),
            right=_zeros_learn),
        Prediction(
            "all-alike", "Now every weight starts at {level}. A net with two hidden layers of 8 tanh units learns to "
            "tell two half moons apart, 200 steps of Adam. How many *different* units has its first layer then?",
            Number("different units", within=0.01, low=1, high=8), lab=_twins, outcome=_different_units,
            cases=({"level": 0.5}, {"level": 1.0}), why=_why_twins),
        Question(
            "narrowing", "A linear net halves its width in each layer, from 512 units to 16. Which recipe keeps the "
            "size of δ?",
            (Option("LeCun's: what keeps the activations keeps δ.", "It keeps the activations, and only half of δ's "
                    "mean square per layer.", misconception="one-variance-keeps-both"),
             Option("Glorot's: it keeps both.", "It is a compromise: a little too large forward, a little too small "
                    "backward.", misconception="one-variance-keeps-both"),
             Option("He's.", "Here 2/n_in is 1/n_out, just what the way back needs. (It was made for ReLU; in a linear "
                    "net of equal widths it is too large, both ways.)")),
            right=_keeps_delta, lab=narrowing),
        Exercise(
            "gain", "`z` are z of a layer, `a` what a new kind of unit makes of them. Write `gain(z, a)`: with weights "
            "of variance gain²/n the z of the next layer have the mean square of `z` again.",
            reference=gain, cases=_cases, oracle=_by_halving, returns="the gain", tolerance=1e-6,
            wrong=(Wrong("variance", lambda z, a: np.mean(z ** 2) / np.mean(a ** 2),
                         "That is gain²; the gain multiplies the weights themselves."),
                   Wrong("upside down", lambda z, a: np.sqrt(np.mean(a ** 2) / np.mean(z ** 2)),
                         "The less a unit lets through, the larger the weights must be: the other way up."),
                   Wrong("means of sizes", lambda z, a: np.mean(np.abs(z)) / np.mean(np.abs(a)),
                         "It is the squares that add up over the n inputs, so their means count."),
                   Wrong("mean taken out", lambda z, a: np.std(z) / np.std(a),
                         "A sum over random weights makes no difference between mean and spread: do not subtract the "
                         "mean.")),
            hints=("The next z is a sum of n products of weight and activation.",
                   "Its mean square is n × gain²/n × the mean square of `a`.",
                   "Set that equal to the mean square of `z`, and take a root.")),
        Prediction(
            "edge-of-your-unit", "A leaky ReLU passes on z where it is above 0, and {slope} z below. With weights of "
            "variance gain²/n, at which gain does δ keep its size?",
            Number("gain", within=0.04, low=0), lab=_leaky, outcome=lambda lab: lab.result.critical_gain,
            cases=({"slope": 0.5}, {"slope": 0.3}, {"slope": 0.8}), guess=lambda answer, lab: Guess("map", x=answer),
            why="For units of straight pieces through 0 the two ways agree: what `f` does to the mean square of z, its "
                "slope does to that of δ. The line is drawn where theory has the factor 1. For ReLU, where half of the "
                "mean square is lost, it stands at √2: that is He's recipe."),
        Prediction(
            "above-the-edge", "For tanh the line stands at gain 1. In a net of 20 layers with gain {gain}, by which "
            "factor does δ grow per layer?",
            Number("factor per layer", within=0.15, low=0), lab=_above, outcome=_per_layer,
            cases=({"gain": 3}, {"gain": 2}),
            why=_why_above),
        Prediction(
            "rotations", "Ten draws of a net of 50 linear layers. With *orthogonal* weights (rotations and "
            "reflections), which part of δ reaches layer 1?",
            Choice(("all of it, in every draw", "now more, now less, as luck has it",
                    "another part, the same in every draw")), lab=_rotations, outcome=_luck, why=_why_rotations),
        SayIt(
            "one-start-for-all", "A friend starts every net with He's weights: “They are the newest.” What do you say?",
            "He's variance is right for ReLU, which loses half of the mean square in each layer. A tanh or linear net "
            "needs half of it, sigmoid units are helped by no start, and unequal widths want forward and backward "
            "different ones."),
    ))
