"""Lesson 13: momentum adds up gradients; it is quick along a valley, and swings across it."""
from __future__ import annotations

import math

import numpy as np

import bpwidgets as bp
from bpwidgets import engine

from ...labs.curvature import regimes
from ...pictures.guess import Guess
from ...text import in_words
from .. import (
    Choice,
    Collect,
    Exercise,
    Law,
    Lesson,
    Number,
    Option,
    Prediction,
    Question,
    Wrong,
    fixed_amount,
    no_change,
    power_of_x,
)

CONDITION = 50
# The gradient of the slope of the first lab: the same everywhere.
CONSTANT = 0.01


# -- a gradient that stays the same

def _with(beta: float) -> engine.Optimizer:
    return engine.OPTIMIZERS["momentum"].replace(momentum=beta)


def _slope(beta: float) -> bp.Lab:
    """A loss that is a plane: its gradient never changes."""
    plane = engine.Function(lambda w: CONSTANT * w[..., 0], names=("x", "y"),
                            gradient=lambda w: np.stack([np.full_like(w[..., 0], CONSTANT), 0 * w[..., 1]], axis=-1))
    return bp.OptimizerRaceLab(objective=plane, optimizers=(_with(beta),), learning_rate=0.05, start=(1.0, 1.0),
                               steps=round(10 / (1 - beta)), controls=("step",), views=("memory",), more=False,
                               question="How large does the velocity become?")


def _times(lab) -> float:
    """The velocity along x at the end, in units of the gradient."""
    states = lab.result.states[lab.settings.shown]
    return float(f"{states['velocity'][-1, 0] / states['gradient'][-1, 0]:.3g}")


# -- the step

def momentum_step(w, v, g, rate, beta):
    v = beta * v + g
    return w - rate * v, v


def _step_cases(rng):
    """One or two weights, their velocity and gradient, a rate and a beta."""
    w, v, g = rng.integers(-8, 9, size=(3, int(rng.integers(1, 3)))) / 4 + 0.125
    return w, v, g, float(rng.choice([0.05, 0.1, 0.2])), float(rng.choice([0.5, 0.8]))


def _step_of_the_engine(w, v, g, rate, beta):
    theta, state = _with(beta).step(w, g, {"velocity": v}, rate)
    return theta, state["velocity"]


# -- across the valley

def _valley() -> engine.Surface:
    return engine.SURFACES["bowl"].replace(condition=CONDITION)


def _race() -> bp.Lab:
    return bp.OptimizerRaceLab(objective=_valley(), optimizers=("sgd", "momentum"), learning_rate=0.03,
                               start=(1.4, 0.2),
                               steps=100, step=8,
                               log_color=True, controls=("step", "learning_rate"), views=("map", "losses", "memory"),
                               question="What does a memory do along the valley, and across it?")


def _left(lab, name: str) -> np.ndarray:
    """The largest x and y of the last 20 steps, in parts of the start."""
    thetas = lab.result.paths[name].thetas[:]
    return np.abs(thetas[-20:]).max(axis=0) / np.abs(thetas[0])


def _across(lab) -> int:
    """Whether across the valley momentum leaves less than plain descent (0), as much (1) or more (2)."""
    plain, other = _left(lab, "sgd")[1], _left(lab, "momentum")[1]
    return 1 if math.isclose(plain, other, rel_tol=0.1) else 2 * int(other > plain)


def _why_across(lab) -> str:
    plain, other = _left(lab, "sgd"), _left(lab, "momentum")
    losses = [in_words(lab.result.losses[name][-1], 2) for name in ("momentum", "sgd")]
    return (f"Along y the gradient changes its sign while the velocity is still large: the weight swings past the "
            f"bottom. In the last 20 steps up to {in_words(other[1], 2)} of y is left; of plain descent "
            f"{in_words(plain[1], 2)}. Along x the gradients add up: {in_words(other[0], 2)} is left, not "
            f"{in_words(plain[0], 2)}. It was x that we waited for: the loss at the end is {losses[0]}, not "
            f"{losses[1]}. Momentum gains more in the flat direction than it loses in the steep one.")


# -- what a step leaves of a swing

class Swings(bp.Settings):
    """How much of the velocity a step keeps."""

    momentum: float = bp.slider(0.3, 0, 0.99, step=0.01, label="momentum", help="the β of the velocity")


def _across_the_valley(momentum: float, steps: int) -> np.ndarray:
    """y at each step, at the rate at which plain descent would need a single one."""
    return engine.descend(_valley(), [1.0, 1.0], _with(momentum), 1 / CONDITION, steps).thetas[:, 1]


def _swings(chosen: Swings) -> bp.Curves:
    """y over the first 40 steps."""
    return bp.Curves(np.arange(41), {"y": _across_the_valley(chosen.momentum, 40)}, x_label="step", y_label="y")


SwingLab = bp.make_lab("How fast do the swings across the valley die out?", Swings, _swings)


def _left_per_step(lab) -> float:
    """What one step leaves of a swing across the valley: from the largest y of 60 steps, and of 60 later ones."""
    y = np.abs(_across_the_valley(lab.settings.momentum, 300))
    with np.errstate(invalid="ignore"):
        return float((y[-60:].max() / y[-260:-200].max()) ** (1 / 200))


def _why_root(lab) -> str:
    beta = lab.settings.momentum
    return (f"It is √β: the root of {in_words(beta)} is {in_words(math.sqrt(beta))}. Put v into the second formula: "
            "the distances obey next = (1 + β − rate × curvature) × present − β × last. Take the rate at which the "
            "bracket is 0: *two* steps multiply by β, so one by √β. Other rates at which the weight swings give the "
            f"same. With β = {in_words(beta)}, {in_words(beta ** 50, 2)} of a swing is left after 100 steps.")


# -- how long may a step be?

def _pairs(beta: float) -> bp.Lab:
    return bp.CurvatureLab(condition=CONDITION, learning_rate=0.03, momentum=beta, steps=60, step=60,
                           controls=("learning_rate", "momentum", "step"), views=("map", "pairs", "verdict"),
                           question="Which rates are stable with this momentum?")


def _why_limit(lab) -> str:
    beta, times = lab.settings.momentum, lab.result.stable_limit / lab.result.rate_limit
    return ("At the limit the weight jumps from one side to the other, and gradients of alternating sign cancel in "
            f"the sum: the velocity is only g/(1 + β). So the rate may be 1 + β = {in_words(1 + beta)} times as large; "
            f"in the lab it is {in_words(times)} times. Drag the point across the broken line, and look at the map.")


# -- where it pays

class Valleys(bp.Settings):
    """How much momentum keeps, in valleys of all kinds."""

    momentum: float = bp.slider(0.9, 0.12, 0.95, step=0.01, label="momentum", help="the β of the velocity")


def _steps_needed(chosen: Valleys) -> bp.Curves:
    """How many steps plain descent and momentum need, each at its best rate."""
    conditions = np.linspace(2, 100, 393)
    curves = {name: steps_to_thousandth(best_factor(conditions, beta))
              for name, beta in (("plain descent", 0.0), ("with momentum", chosen.momentum))}
    return bp.Curves(conditions, curves, x_label="condition number", y_label="steps to a thousandth of the distance",
                     verdict=f"Momentum {chosen.momentum:g} is quicker from condition number "
                             f"{in_words(crossing(chosen.momentum))} on.")


def best_factor(conditions: np.ndarray, beta: float) -> np.ndarray:
    """The best that one rate can do for the curvatures 1 and each of these: where both shrink equally fast."""
    low, high = np.zeros_like(conditions), (2 + 2 * beta) / conditions
    for _ in range(60):
        middle = (low + high) / 2
        steep_is_slower = regimes.factor(middle, beta, conditions) >= regimes.factor(middle, beta, 1.0)
        low, high = np.where(steep_is_slower, low, middle), np.where(steep_is_slower, middle, high)
    return np.maximum(regimes.factor(high, beta, 1.0), regimes.factor(high, beta, conditions))


def steps_to_thousandth(factor: np.ndarray) -> np.ndarray:
    """After how many steps a thousandth is left, if each leaves this part."""
    return -math.log(1000) / np.log(factor)


def crossing(beta: float) -> float:
    """From this condition number on momentum leaves less of the distance than plain descent: (k - 1)/(k + 1) = √β."""
    return (1 + math.sqrt(beta)) / (1 - math.sqrt(beta))


def _from_condition(lab) -> float:
    """Where the curve of momentum comes to lie below that of plain descent."""
    x, (plain, other) = lab.result.x, lab.result.curves.values()
    ahead = plain - other
    after = int(np.argmax(ahead > 1e-9))
    return float(np.interp(0, ahead[after - 1:after + 1], x[after - 1:after + 1]))


def _why_it_pays(lab) -> str:
    beta, (plain, other) = lab.settings.momentum, lab.result.curves.values()
    return (f"(k − 1)/(k + 1) = √β at k = (1 + √β)/(1 − √β) = {in_words(crossing(beta))}. In rounder valleys plain "
            f"descent is ahead: at k = 2 it needs {plain[0]:.0f} steps to a thousandth of the distance, momentum "
            f"{other[0]:.0f}.")


ValleyLab = bp.make_lab("In which valleys is momentum quicker?", Valleys, _steps_needed)


def _sooner_in_each(conditions=(2, 50)) -> int:
    """The option that holds: whether momentum 0.9, at its best rate, is quicker in each of these valleys."""
    plain, other = (best_factor(np.array(conditions), beta) for beta in (0.0, 0.9))
    return 1 if (other < plain).all() else 2


LESSON = Lesson(
    "give-the-step-a-memory", "Give the step a memory: momentum", 13,
    needs=("teach-one-weight", "choose-the-rate-by-the-curvature"), minutes=25,
    outcomes=("write a step with momentum", "say what momentum does along a valley and across it",
              "say how fast its swings die out, how long its steps may be, and when it hurts"),
    items=(
        Prediction(
            "constant-gradient", "Momentum with β = {beta}, and a gradient that stays the same for many steps. How "
            "many times as large as the gradient does the velocity become?",
            Number("times", within=0.05, low=0), outcome=_times, lab=_slope,
            cases=({"beta": 0.9}, {"beta": 0.5}, {"beta": 0.99}),
            guess=lambda answer, lab: Guess("memory", y=answer * CONSTANT),
            why=lambda lab: f"1 + β + β² + ... ends at 1/(1 − β) = {in_words(_times(lab))}. The memory makes the step "
                            f"{in_words(_times(lab))} times as long where the gradient does not change."),
        Exercise(
            "velocity", "Write `momentum_step(w, v, g, rate, beta)`. It returns the next weights and the next "
            "velocity.", reference=momentum_step, cases=_step_cases, oracle=_step_of_the_engine, returns=("w", "v"),
            wrong=(Wrong("old velocity", lambda w, v, g, rate, beta: (w - rate * v, beta * v + g),
                         "The velocity comes first: the step is made with the new one."),
                   Wrong("sign", lambda w, v, g, rate, beta: (w + rate * (beta * v + g), beta * v + g),
                         "The velocity is a sum of gradients, and these point uphill: the step goes against it."),
                   Wrong("mean in place of sum",
                         lambda w, v, g, rate, beta: (w - rate * (beta * v + (1 - beta) * g),
                                                      beta * v + (1 - beta) * g),
                         "That is a running mean of the gradients; the velocity here is their sum."),
                   Wrong("rate twice", lambda w, v, g, rate, beta: (w - rate * (beta * v + rate * g),
                                                                    beta * v + rate * g),
                         "The rate multiplies the velocity as a whole; do not give it to the gradient as well."),
                   Wrong("β at the gradient", lambda w, v, g, rate, beta: (w - rate * (v + beta * g), v + beta * g),
                         "β says how much of the old velocity stays; the gradient is added as it is.")),
            hints=("It takes two lines: first the velocity, then the weights.",
                   "The new velocity is a part of the old one, plus the gradient.",
                   "`v = beta * v + g` makes a new array and leaves the one that was given as it is.")),
        Prediction(
            "across", "Both take steps at the rate 0.03, from (1.4, 0.2). After 100 steps, how much of **y**, the "
            "steep direction, does momentum (β = 0.9) leave?",
            Choice(("less than plain descent", "about as much", "more than plain descent")),
            outcome=_across, lab=_race, why=_why_across),
        Collect(
            "swing", "How much of a swing across the valley does one step leave, in the long run?",
            lab=lambda: SwingLab(views=("curves",)), x="momentum", y=_left_per_step, measure="part that is left",
            unseen={"momentum": 0.99}, why=_why_root,
            laws=(Law("a fixed amount more for each 0.1 of momentum", fixed_amount),
                  Law("a power of the momentum", power_of_x),
                  Law("the same for every momentum", no_change))),
        Prediction(
            "largest-rate", "In the valley (x² + 50 y²)/2 plain descent diverges above the rate 2/50 = 0.04. Up to "
            "which rate is momentum with β = {beta} stable?",
            Number("largest learning rate", within=0.08, low=0), lab=_pairs,
            outcome=lambda lab: lab.result.stable_limit, cases=({"beta": 0.9}, {"beta": 0.5}, {"beta": 0.25}),
            guess=lambda answer, lab: Guess("pairs", x=math.log10(answer) if answer > 0 else None,
                                            y=lab.settings.momentum),
            why=_why_limit),
        Prediction(
            "where-it-pays", "At its best rate, a step of plain descent leaves (k − 1)/(k + 1) of the distance in a "
            "valley of condition number k. Momentum with β = {beta} leaves √β, while it swings. From which k on is "
            "momentum ahead?",
            Number("condition number", within=0.15, low=1), cases=({"beta": 0.9}, {"beta": 0.5}, {"beta": 0.8}),
            lab=lambda beta: ValleyLab(momentum=beta, controls=("momentum",), views=("curves", "verdict")),
            outcome=_from_condition, guess=lambda answer, lab: Guess("curves", x=answer), why=_why_it_pays),
        Question(
            "rolling-ball", "“Momentum is a ball that rolls downhill, so it arrives sooner than a walker.” Is it so?",
            (Option("Yes, always: speed once gained is a help.",
                    "It keeps its speed at the bottom, too, where it should stop.",
                    misconception="momentum-always-helps"),
             Option("Yes, as soon as its learning rate is chosen well.",
                    "In a round bowl no rate helps: while the weight swings, a step leaves √β of the distance.",
                    misconception="momentum-always-helps"),
             Option("It depends on the valley.",
                    "In long valleys it gains more than the swings cost; in round ones plain descent is there first.")),
            right=_sooner_in_each),
    ))
