"""Lesson 15: a run that has stopped stands on something, and gradient and eigenvalues say on what."""
from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

import bpwidgets as bp
from bpwidgets import engine

from ...pictures.guess import Guess
from ...text import in_words
from .. import Choice, Decade, Exercise, Lesson, Number, Option, Prediction, Question, SayIt, Wrong

PRODUCT, PLATEAU, RASTRIGIN = (engine.SURFACES[name] for name in ("product", "plateau", "rastrigin"))
DRAWS, XOR_STEPS, XOR_RATE = 100, 1000, 2.0
# A run of the net 2-2-1 that is stuck.
STUCK_SEED = 1
# Smaller numbers count as 0 in the clinic.
ZERO = 1e-9


def diagnose(gradient, low, high, rate):
    if rate * high >= 2:
        return "jumps"
    if gradient > 0:
        return "plateau"
    return "saddle" if low < 0 else "minimum"


def _xor(hidden):
    """The loss of a net with so many hidden units that learns XOR."""
    xor = bp.datasets.xor()
    return engine.NetworkLoss(engine.network((2, hidden, 1), "tanh", "sigmoid"), xor.x, xor.y, loss="mse")


@lru_cache(maxsize=4)
def _stuck(hidden):
    """How many of 100 draws of the first weights do not learn XOR."""
    loss = _xor(hidden)
    starts = np.stack([loss.network.initialize("glorot_normal", seed=seed) for seed in range(DRAWS)])
    ends = engine.descend(loss, starts, learning_rate=XOR_RATE, steps=XOR_STEPS).values[-1]
    return int((ends > 0.1).sum())


# -- the clinic

def _saddle(k):
    return PRODUCT, [0.3 + 0.1 * k, -0.3 - 0.1 * k], 0.05, 400


def _hole_far_away(k):
    return PLATEAU, [4.0 + 0.3 * k, 0.0], 0.5, 30


def _xor_net(k):
    loss = _xor(2)
    return loss, loss.network.initialize("glorot_normal", seed=STUCK_SEED), XOR_RATE, 1000 + 300 * k


def _dent(k):
    return RASTRIGIN, [2.9 - k, 1.1 + k], 0.001, 300


def _swing(k):
    condition = (10, 20, 40, 50)[k]
    return engine.SURFACES["bowl"].replace(condition=condition), [1.0, 1.0], 2 / condition, 30


# What each patient suffers from, and four runs of each that have stopped.
PATIENTS = (("saddle", _saddle), ("plateau", _hole_far_away), ("plateau", _xor_net), ("minimum", _dent),
            ("jumps", _swing))


@lru_cache(maxsize=32)
def _findings(patient, k):
    """Length of the gradient, smallest and largest eigenvalue where the run has stopped, and its rate; two digits."""
    loss, start, rate, steps = PATIENTS[patient][1](k)
    path = engine.descend(loss, start, learning_rate=rate, steps=steps)
    low, *_, high = loss.curvature(path.thetas[-1]).eigenvalues
    found = (float(engine.norm(path.gradients[-1])), low, high, rate)
    return tuple(0.0 if abs(number) < ZERO else float(f"{number:.1e}") for number in found)


def _cases(rng):
    """The patients in turn, case by case."""
    return _findings(rng.bit_generator.seed_seq.entropy % len(PATIENTS), int(rng.integers(4)))


def _from_the_files(*found):
    """Which patient has these findings: what is the matter is known from the run itself."""
    return next(name for patient, (name, _) in enumerate(PATIENTS) for k in range(4)
                if _findings(patient, k) == found)


def _without(*left_out):
    """The diagnosis without one of its questions."""
    def asked(gradient, low, high, rate):
        if "rate" not in left_out and rate * high >= 2:
            return "jumps"
        if gradient > (0.1 if "gradient" in left_out else 0):
            return "plateau"
        return "saddle" if "low" not in left_out and low < 0 else "minimum"
    return asked


def _eigenvalues_first(gradient, low, high, rate):
    return "saddle" if low < 0 else diagnose(gradient, low, high, rate)


# -- how long it takes

def _steps_to_half(losses):
    return int((np.asarray(losses) < 0.5).argmax())


@lru_cache(maxsize=1)
def _steps_on_the_plain():
    """Steps from 2, 3, 4 and 5 to a loss below a half."""
    values = engine.descend(PLATEAU, [[x, 0.0] for x in (2, 3, 4, 5)], learning_rate=0.5, steps=24_000).values[:]
    return [_steps_to_half(column) for column in values.T]


# What takes long is computed with the lab, while the learner thinks; an answer is then judged at once.

def _far_out(x):
    _steps_on_the_plain()
    return bp.SurfaceLab(objective="plateau", start=(x, 0), learning_rate=0.5, steps=500, span=6,
                         controls=("steps", "learning_rate"), views=("map", "slice", "verdict"),
                         question="How long does the plateau last?")


def _draws(objective, seed, *hidden):
    for units in hidden:
        _stuck(units)
    return bp.OptimizerRaceLab(objective=objective, optimizers=("sgd",), learning_rate=XOR_RATE, steps=XOR_STEPS,
                               seed=seed, controls=("seed",), views=("losses",), question="Does this draw learn XOR?")


def _why_a_delay(lab):
    more = math.log(100) / math.log(1.1)
    return ("Along the eigenvalue −2 a step multiplies the distance from the saddle by 1 − 0.05 × (−2) = 1.1. So every "
            f"hundredth costs {more:.0f} steps more, and no more than that: a saddle is a delay. Along the other "
            "diagonal the factor is 0.9; exactly *on* it a path runs into the saddle and stays. A random start misses "
            "it: with small enough steps descent almost surely does not end on such a saddle (Lee and others).")


def _why_multiplied(lab):
    steps = ", ".join(map(str, _steps_on_the_plain()))
    low, high = (in_words(value, 2) for value in lab.result.eigenvalues)
    return (f"From x = 2, 3, 4 and 5 it takes {steps} steps. Here the gradient, "
            f"{in_words(float(engine.norm(lab.result.gradient)), 2)}, *and* the curvatures, {low} and {high}, are next "
            "to nothing: that tells it from a saddle. Nothing pushes, and each unit of distance *multiplies* the "
            "steps.")


def _why_fewer(lab):
    return (f"{_stuck(3)} of 100 with three units, {_stuck(4)} with four, {_stuck(2)} with two. More weights are more "
            "directions in which a way down can lie, and among more units some are more likely to be of use from the "
            "start. Dauphin and others argued that in large nets saddles, and the plateaus around them, hold training "
            "up, rather than bad minima. Treat the argument with care: a bad minimum of the net with three units is "
            "known (Sprinkhuizen-Kuyper and Boers).")


LESSON = Lesson(
    "tell-saddle-plateau-and-minimum-apart", "Tell saddle, plateau and minimum apart", 15,
    needs=("walk-down-the-surface", "choose-the-rate-by-the-curvature"), minutes=25,
    outcomes=("tell by gradient and eigenvalues what a run has stopped on", "say how long a saddle and a plateau last",
              "doubt “it is stuck in a local minimum” until somebody has looked"),
    items=(
        Question(
            "what-is-level", "At (0, 0) both slopes of (w1·w2 − 1)² are 0 and the loss is 1. The second derivatives "
            "are 0 and 0, and the mixed one is −2. Is training over there?",
            (Option("Yes: where the slopes are 0, nothing can get better.", "Descent does not move there, but look a "
                    "little to the side, where w1 = w2.", misconception="a-saddle-is-the-end"),
             Option("No: there is a way down.", "The eigenvalues are −2, along w1 = w2, and 2, along w1 = −w2: a "
                    "saddle. At (0.35, 0.35) and at (−0.35, −0.35) the loss is "
                    f"{float(PRODUCT.value([0.35, 0.35])):.2f}.")),
            right=lambda: int(PRODUCT.curvature([0.0, 0.0]).eigenvalues[0] < 0)),
        Prediction(
            "held-up-by-a-saddle", "From (0.01, 0.01), at the rate 0.05, it takes 44 steps until the loss is below a "
                                   "half. "
            "And from ({d}, {d})?", Number("steps", within=0.15, low=0), cases=({"d": "0.00000001"}, {"d": "0.0001"}),
            lab=lambda d: bp.OptimizerRaceLab(objective="product", start=(float(d), float(d)), optimizers=("sgd",),
                                              learning_rate=0.05, steps=250, step=0, controls=("step", "learning_rate"),
                                              views=("map", "losses"), question="How long does the saddle last?"),
            outcome=lambda lab: _steps_to_half(lab.result.losses["sgd"]), why=_why_a_delay,
            guess=lambda answer, lab: Guess("losses", x=answer)),
        Prediction(
            "held-up-by-a-plateau", "L = 1 − exp(−(x² + y²)/2): a plain with a hole in it. From (3, 0), at the rate "
                                    "0.5, "
            "it takes 29 steps until the loss is below a half. And from ({x}, 0)?", Decade("about so many steps", 1, 6),
            cases=({"x": 5}, {"x": 4}),
            lab=_far_out,
            outcome=lambda lab: float(_steps_on_the_plain()[round(lab.result.theta[0]) - 2]), why=_why_multiplied),
        Prediction(
            "how-many-stuck", "Of 100 draws of the first weights: how many have not learned XOR after 1,000 steps?",
            Number("of 100", within=0, apart=10, low=0, high=100),
            lab=lambda: _draws("2-2-1", STUCK_SEED, 2),
            outcome=lambda lab: _stuck(2),
            why="All of them stop at about the same loss, 1/8: two of the four rows are right, and for the other two "
                "the net says ½. Twice ½², divided by four rows, is 1/8. Move the seed, and see who is stuck."),
        Question(
            "stuck-on-what", "One of the stuck nets gets ten times as many steps. Its loss goes from 0.1255 to 0.1250, "
            "the length of its gradient from 5 × 10⁻⁴ to 5 × 10⁻⁵, and its weights grow. All nine eigenvalues are "
            "above 0. What is it stuck on?",
            (Option("A local minimum.", "At a minimum the gradient is 0 and the weights come to rest.",
                    misconception="bad-minima-everywhere"),
             Option("A plateau.", "A valley whose floor slopes down forever, less and less, towards infinite weights, "
                                  "and never gets below 1/8. Of the XOR net with two hidden nodes Hamey showed that it "
                                  "has no local minimum at finite weights: near each point something is lower. There "
                                  "is a way out; descent does not find it.")),
            right=lambda: int(_findings(2, 0)[0] > 0)),
        Prediction(
            "more-hidden-units", "With three hidden units in place of two, how many of 100 draws get stuck?",
            Choice(("more: more weights, more traps", "about as many", "a few")),
            lab=lambda: _draws("2-3-1", 0, 2, 3, 4),
            outcome=lambda lab: 2 if _stuck(3) < 0.2 * _stuck(2) else int(_stuck(3) <= 1.2 * _stuck(2)),
            why=_why_fewer),
        Exercise(
            "diagnose", "Five runs have stopped getting better. Write `diagnose(gradient, low, high, rate)`: the "
            "length of the gradient (0 means 0), the smallest and the largest eigenvalue, and the learning rate. It "
            "returns `'saddle'`, `'plateau'`, `'minimum'`, or `'jumps'` if the rate is at or above its limit.",
            reference=diagnose, cases=_cases, oracle=_from_the_files, returns="the diagnosis",
            wrong=(Wrong("only small gradients are 0", _without("gradient"),
                         "On a plateau the gradient is small, and not 0. This run still moves."),
                   Wrong("steepest direction alone", _without("low"),
                         "A saddle curves up in one direction, too: the smallest eigenvalue tells."),
                   Wrong("rate forgotten", _without("rate"),
                         "From 2 / the largest eigenvalue on, the run jumps to and fro, whatever the place is."),
                   Wrong("eigenvalues first", _eigenvalues_first,
                         "Eigenvalues name a place only where the gradient is 0; a plateau may curve down a little, "
                         "too.")),
            hints=("Begin with what has nothing to do with the place: is the rate too large?",
                   "Next: does the run still move? Then it is no critical point.",
                   "What is left is critical: a saddle curves down in at least one direction.")),
        SayIt(
            "before-you-say-it", "Somebody says: “My net is stuck in a local minimum.” What would you ask?",
            "The length of the gradient (is it 0, or only small?), the smallest and the largest eigenvalue, and the "
            "rate. On a saddle patience helps; on a plateau it takes ever more of it. And how do other starts, or a "
            "larger net, do?"),
    ))
