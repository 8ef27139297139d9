"""Lesson 17: what each layer of a deep net does to the error signal, and which curve hides it."""
from __future__ import annotations

import math

import numpy as np

import bpwidgets as bp
from bpwidgets import engine

from ...pictures.guess import Guess
from ...text import in_words
from .. import (
    Choice,
    Collect,
    Decade,
    Exercise,
    Law,
    Lesson,
    Option,
    Prediction,
    Question,
    SayIt,
    Wrong,
    fixed_amount,
    power_of_x,
    same_factor,
)


def deltas(last, w, slope):
    delta = np.zeros(len(w))
    delta[-1] = last
    for k in range(len(w) - 2, -1, -1):
        delta[k] = delta[k + 1] * w[k + 1] * slope[k]
    return delta


def _cases(rng):
    """δ of the last unit, the weights and the slopes of a chain."""
    units = int(rng.integers(3, 5))
    return float(rng.integers(1, 9)), rng.integers(1, 9, size=units) / 2, rng.integers(1, 9, size=units) / 10


def _by_nudges(last, w, slope):
    """A nudge of each z is carried forward to the last one."""
    def arrives(k):
        z = 1.0
        for j in range(k, len(w) - 1):
            z = w[j + 1] * slope[j] * z
        return z
    return last * np.array([arrives(k) for k in range(len(w))])


def _backwards(last, w, slope, weight=1, own=0):
    """The same loop with another weight or slope than the right ones."""
    delta = np.full(len(w), float(last))
    for k in range(len(w) - 2, -1, -1):
        delta[k] = delta[k + 1] * w[k + weight] * (slope[k + own] if own is not None else 1)
    return delta


def _level_weight():
    """For which of the weights 1 and 4 all δ of the chain are alike: 0, 1; 2 if for both."""
    chain = engine.Network((engine.Dense(1, 1, "sigmoid"),) * 4)
    level = []
    for w in (1, 4):
        theta = chain.pack([{"W": [[w]], "b": [-w / 2]}] * 4)
        trace = chain.forward(theta, [[0.5]])
        delta = [layer.delta.item() for layer in chain.backward(theta, trace, trace.output - 1.0)]
        level.append(bool(np.allclose(delta, delta[-1], rtol=1e-9)))
    return 2 if all(level) else level.index(True)


def _kept(sizes):
    """The size in the first hidden layer over that in the last; the last entry is the output layer."""
    return float(sizes[0] / sizes[-2])


def _typical(gains):
    """The geometric mean over the layers between first and last."""
    return float(np.exp(np.log(gains[:-1]).mean()))


def _twenty(depth, activation, gain):
    return bp.GradientFlowLab(depth=depth, activation=activation.lower(), gain=gain,
                              controls=("depth", "width", "seed"), views=("profile",), actions=())


def _at_layer_1(curve):
    """The guessed part of the last hidden layer's size, at layer 1."""
    def place(answer, lab):
        return Guess("profile", x=1, y=answer + math.log10(getattr(lab.result, curve)[-2]))
    return place


def _why_twenty(lab):
    r, steps = lab.result, lab.settings.depth - 1
    return (f"Each layer multiplies δ by about {in_words(r.shrink_per_layer)}, and {steps} such factors make "
            f"{in_words(r.shrink_per_layer ** steps)}. A straight line over decades says: the same factor each time. "
            "Try other widths: with a handful of units to average over, width hardly matters.")


def _at_gain_5(lab):
    """Whether δ vanishes (0), keeps its size (1) or explodes (2)."""
    part = _kept(lab.result.delta_size)
    return 0 if part < 0.1 else 2 if part > 10 else 1


def _why_gain(lab):
    r, before = lab.result, bp.GradientFlowLab(depth=20, activation="sigmoid").result
    return (f"Large weights push z out to where the sigmoid is flat. The root mean square of its slopes falls from "
            f"{in_words(_typical(before.slope_rms))} to {in_words(_typical(r.slope_rms))}, and a layer multiplies by "
            f"{in_words(_typical(r.weight_gain))} (weights) × {in_words(_typical(r.slope_gain))} (slope) = "
            f"{in_words(r.shrink_per_layer)}. In the chain a bias held every z at 0; in a real net nothing does.")


def _causes():
    """0 if weights take δ in both nets, 1 if slopes do, 2 if slopes in the first and weights in the second."""
    causes = [bp.GradientFlowLab(depth=20, **net).result.cause
              for net in ({"activation": "sigmoid"}, {"activation": "tanh", "gain": 0.5})]
    return [["weights", "weights"], ["slope", "slope"], ["slope", "weights"]].index(causes)


def _why_level(lab):
    r = lab.result
    return (f"dW is what comes in times δ: `a.T @ δ`. Towards the output the activations are multiplied by "
            f"{in_words(r.activation_growth)} per layer; towards the input δ is, by {in_words(r.shrink_per_layer)}. "
            f"Together every layer has lost the same, so dW is level, while only {in_words(_kept(r.delta_size), 1)} of "
            "δ arrives. Add layers: the whole curve sinks.")


def _why_law(lab):
    r, deep = lab.result, lab.settings.depth
    return (f"Each layer multiplies δ by the same factor, {in_words(r.shrink_per_layer, 2)} here. For ReLU theory says "
            f"√½ = {in_words(0.5 ** 0.5, 2)}: half of the squares get through. No layer does anything dramatic; there "
            f"are {deep} of them.")


LESSON = Lesson(
    "find-out-why-deep-nets-stop-learning", "Find out why deep nets stop learning", 17, needs=("send-the-error-back",),
    minutes=25,
    outcomes=("send the error signal back through a chain, in code",
              "say whether weights or slopes make it vanish or explode", "tell when a chart of dW hides it"),
    items=(
        Exercise(
            "deltas", "Write `deltas(last, w, slope)`: δ of every unit of a chain. `last` is the δ of the last unit, "
            "`w[k]` the weight that leads into unit k, `slope[k]` the slope of unit k.",
            reference=deltas, cases=_cases, oracle=_by_nudges, returns="the list of δ",
            wrong=(Wrong("slope left out", lambda last, w, slope: _backwards(last, w, slope, own=None),
                         "Weights alone are half of the rule: the slope of every unit on the way is a factor, too."),
                   Wrong("slope of the unit behind", lambda last, w, slope: _backwards(last, w, slope, own=1),
                         "You took the slope of the unit that δ comes from; it is in that δ already."),
                   Wrong("weight into the unit", lambda last, w, slope: _backwards(last, w, slope, weight=0),
                         "You took the weight that leads into the unit; δ comes back through the one that leads out."),
                   Wrong("order", lambda last, w, slope: deltas(last, w, slope)[::-1],
                         "Your numbers are right and stand in the other order: entry 0 is the first unit.")),
            hints=("Begin at the last unit and go down, one unit at a time.",
                   "Unit k hears from unit k + 1, through the weight between them.",
                   "`delta[k]` is `delta[k + 1]` times a weight times a slope.")),
        Question(
            "level-chain", "In a chain of sigmoid units let a bias hold every z at 0, where the slope has its largest "
            "value, 1/4. Which weight keeps all δ alike?",
            (Option("1: then no weight takes anything.", "Then each unit still passes on its slope: a quarter.",
                    misconception="slope-counts-once"),
             Option("4: weight times slope is 1.", "It is a knife-edge: with 1 each unit passes on a quarter, with 100 "
                    "it makes 25 of 1."),
             Option("Any: each unit hands δ on.", "It hands it on multiplied, by a weight and a slope.",
                    misconception="the-error-travels-unchanged")),
            right=_level_weight),
        Prediction(
            "through-twenty", "A net of {depth} hidden layers of {activation} units, 32 in each, every weight times "
            "{gain}. Which part of the last hidden layer's δ reaches layer 1?",
            Decade("part of δ", -20, 6, apart=2), lab=_twenty,
            outcome=lambda lab: _kept(lab.result.delta_size),
            cases=({"depth": 20, "activation": "sigmoid", "gain": 1}, {"depth": 20, "activation": "ReLU", "gain": 2},
                   {"depth": 30, "activation": "tanh", "gain": 0.5}),
            guess=_at_layer_1("delta_size"), why=_why_twenty),
        Collect(
            "law-of-depth", "A ReLU net: how does the part of δ that reaches layer 1 depend on the depth?",
            lab=lambda: bp.GradientFlowLab(depth=4, width=64, activation="relu", controls=("depth",),
                                           views=("profile",), actions=()),
            x="depth", y=lambda lab: _kept(lab.result.delta_size), measure="part of δ", least=4, unseen={"depth": 60},
            laws=(Law("falls by a fixed amount per layer", fixed_amount),
                  Law("falls by the same factor per layer", same_factor),
                  Law("falls as a power of the depth", power_of_x)),
            why=_why_law),
        Question(
            "weights-or-slope", "Two nets of 20 layers lose δ: A has sigmoid units and gain 1, B has tanh units and "
            "gain 0.5 (the gain multiplies every weight). What takes it?",
            (Option("The weights, in both.", "In A the weights pass on nearly all of it.",
                    misconception="weights-are-to-blame"),
             Option("The slopes, in both.", "Near 0 tanh has the slope 1: in B the slopes pass on nearly all of it.",
                    misconception="slopes-are-to-blame"),
             Option("The slopes in A, the weights in B.", "In A the slope takes three quarters per layer, in B the "
                    "weights take half.")),
            right=lambda lab: _causes(),
            lab=lambda: bp.GradientFlowLab(depth=20, activation="tanh", gain=0.5, controls=("activation", "gain"),
                                           views=("factors",), actions=())),
        Prediction(
            "save-the-sigmoid", "In the chain, weight 4 made up for the slope 1/4. In the sigmoid net A, with gain "
            "{gain}, δ at layer 1, compared to layer 20, is ...",
            Choice(("less than a tenth", "about as large", "more than ten times as large")), outcome=_at_gain_5,
            lab=lambda gain: bp.GradientFlowLab(depth=20, activation="sigmoid", gain=gain, controls=("gain",),
                                                views=("factors", "verdict"), actions=()),
            cases=({"gain": 5}, {"gain": 4}), why=_why_gain),
        Prediction(
            "what-dw-shows", "Many charts show only dW, the size of the weights' gradient. A net of 20 layers of "
            "{activation} units with gain 0.5 loses nearly all of δ. What is dW at layer 1, as a part of dW at layer "
            "20?", Decade("part of dW", -12, 3), outcome=lambda lab: _kept(lab.result.weight_gradient_size),
            lab=lambda activation: bp.GradientFlowLab(depth=20, width=128, activation=activation.lower(), gain=0.5,
                                                      controls=("depth", "gain", "activation"), views=("profile",),
                                                      actions=(), question="What does dW tell of δ?"),
            cases=({"activation": "ReLU"}, {"activation": "tanh"}), guess=_at_layer_1("weight_gradient_size"),
            why=_why_level),
        SayIt(
            "level-chart", "Somebody shows you a level chart of dW and says: “My gradients are healthy.” What do you "
            "answer?",
            "Level only says that all layers have lost equally much: where activations and δ shrink by one factor, dW "
            "hides it. Show me δ and the activations, and how large a step is beside the weights."),
    ))
