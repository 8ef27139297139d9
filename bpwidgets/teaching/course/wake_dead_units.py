"""Lesson 20: ReLU units that are off for every example: born so, or killed by a long step; who comes back, and how."""
from __future__ import annotations

from functools import cache

import numpy as np

import bpwidgets as bp
from bpwidgets import engine

from ...pictures.guess import Guess
from ...text import in_words, percent
from .. import Choice, Exercise, Lesson, Number, Option, Prediction, Question, Ranking, SayIt, Wrong
from ..misconceptions.long_step import who_comes_back
from ..misconceptions.sleeping_units import UNITS, SleepersLab, dead, killed_units, on_moons

WIDTH, DRAWS = 32, 20
FRESH = {"activation": "relu", "initializer": "he_normal", "width": WIDTH, "layer": 0}


# -- dead before the first step

def _born_dead(depth: int) -> bp.Lab:
    return bp.DistributionLab(depth=depth, **FRESH, controls=("depth", "width"), views=("units",),
                              more=False, question="How many units are dead before the first step?")


def _dead_in_last(lab) -> int:
    """How many units of the last hidden layer are dead."""
    return round(float(lab.result.dead_fraction[-1]) * lab.settings.width)


@cache
def _always_on_or_off(depth: int) -> tuple[float, float]:
    """Which part of the units of layer 1, and of the last one, answers alike to all of 256 inputs: all on, or all
    off."""
    net = engine.Network(tuple(engine.Dense(WIDTH, WIDTH, "relu") for _ in range(depth)))
    trace = net.forward(net.initialize("he_normal", seed=0), np.random.default_rng(0).standard_normal((256, WIDTH)))
    on = [trace[layer].z > 0 for layer in (0, depth - 1)]
    first, last = (float((each.all(axis=0) | ~each.any(axis=0)).mean()) for each in on)
    return first, last


def _why_depth(lab) -> str:
    first, last = _always_on_or_off(lab.settings.depth)
    return (f"In layer 1 it is {round(float(lab.result.dead_fraction[0]) * WIDTH)}. What comes out of a ReLU layer is "
            "never negative, so deep inside the activations of all examples point in much the same direction. A unit "
            f"there sees nearly the same input every time: in layer {lab.settings.depth} {percent(last)} of the units "
            f"are on for all examples or off for all; in layer 1 {percent(first)}.")


def _scaled(gain: float) -> bp.Lab:
    return bp.DistributionLab(depth=20, gain=gain, **FRESH, controls=("gain",), views=("units",), more=False,
                              question="Does the size of the weights decide who is dead?")


def _than_at_gain_1(lab) -> int:
    """Whether more units are dead than with weights as they were drawn (0), as many (1) or fewer (2)."""
    before = bp.DistributionLab(depth=20, gain=1.0, **FRESH).result.dead_fraction.sum()
    now = lab.result.dead_fraction.sum()
    return 1 if np.isclose(now, before) else 2 * int(now < before)


# -- who comes back

def _long_step() -> bp.Lab:
    lab = who_comes_back()
    lab.show("curves", "verdict")
    return lab


def _who(lab) -> int:
    """In which layers the number of dead units falls after the long step: both (0), 1 (1), 2 (2), neither (3)."""
    after = [lab.result.curves[f"dead in layer {layer}"][1:] for layer in (1, 2)]
    falls = [bool(counts.min() < counts[0]) for counts in after]
    return {(True, True): 0, (True, False): 1, (False, True): 2, (False, False): 3}[tuple(falls)]


@cache
def _returns(rate: float = 10.0) -> tuple[tuple[int, int], ...]:
    """For layer 1 and layer 2, over many draws: how many units are dead after the long step, and how many of these
    are back 200 steps later."""
    net = _net()
    killed = killed_units(net, np.arange(DRAWS), rate)
    later = engine.descend(on_moons(net), killed, "sgd", 0.5, 200).thetas[-1]
    counts = [(dead(net, killed, layer), dead(net, later, layer)) for layer in (1, 2)]
    return tuple((int(before.sum()), int((before & ~after).sum())) for before, after in counts)


def _net() -> engine.Network:
    return engine.network((2, 16, 16, 1), hidden="relu")


def _why_layer_2(lab) -> str:
    (first, back_1), (second, back_2) = _returns()
    return ("z is made of weights *and inputs*. The inputs of layer 1 are the data, and they stay: so z stays below 0 "
            "for ever. The inputs of layer 2 are the units of layer 1. Those go on learning, and may carry a sleeping "
            f"unit over the edge. Over {DRAWS} draws, {back_2} of {second} dead units of layer 2 came back, and "
            f"{back_1} of {first} in layer 1.")


@cache
def _largest_gradient_of_the_dead() -> float:
    """The largest gradient of a weight or bias of a unit that is dead, in both layers, over many draws."""
    net = _net()
    killed = killed_units(net, np.arange(DRAWS), 10.0)
    gradients = net.unpack(on_moons(net).gradient(killed))
    return max(float(np.abs(np.moveaxis(gradients[layer - 1][name], -1, 1)[dead(net, killed, layer)]).max())
               for layer in (1, 2) for name in "Wb")


# -- revive

def revive(W, b, x):
    z = x @ W + b
    top = z.max(axis=0)
    return b + (top <= 0) * (0.1 - top)


def _revive_cases(rng):
    """A layer of three units for three rows: one unit is dead, one on for all rows, one on for some."""
    while True:
        W, x = rng.integers(-4, 5, size=(2, 3)) / 4, rng.integers(-4, 5, size=(3, 2)) / 4
        b = rng.integers(-8, 9, size=3) / 4 + 0.125
        z = x @ W + b
        low, top = z.min(axis=0), z.max(axis=0)
        if (top <= 0).any() and (low > 0).any() and ((low <= 0) & (top > 0)).any():
            return W, b, x


def _revive_one_by_one(W, b, x):
    """The same: z from the engine, each unit by itself."""
    z = engine.Dense(*W.shape, "relu").forward({"W": W, "b": b}, x).z
    return np.array([bias if (column > 0).any() else bias + 0.1 + min(-column) for bias, column in zip(b, z.T)])


# -- what wakes them, what saves them

def _sleepers(bias: float) -> bp.Lab:
    return SleepersLab(bias=bias, controls=("bias", "learning_rate"), views=("curves", "verdict"))


RANKED = ("ReLU", "leaky ReLU", "ELU")


def _awake_first(lab) -> list[int]:
    """The kinds of units, the lowest loss first."""
    return [int(k) for k in np.argsort([lab.result.curves[name][-1] for name in RANKED])]


def _why_slopes(lab) -> str:
    bias = lab.settings.bias
    slopes = {name: engine.ACTIVATIONS[UNITS[name]].slope(np.array([bias]))[0] for name in RANKED}
    return (f"At z = {bias:g} the slopes are {', '.join(f'{name} {in_words(s, 2)}' for name, s in slopes.items())}. A "
            "slope of 0.01 is no death, but a long sleep: it stays at 0.01 up to z = 0. That of ELU grows on the way, "
            f"and its output there is {in_words(np.expm1(bias), 2)}, not 0, so the error is larger from the start. "
            "ReLU waits for ever. Raise the first bias until ReLU learns, too.")


class Cures(bp.Settings):
    """How long the five steps are without a cure."""

    rate: float = bp.slider(20.0, 0.5, 50, step=0.1, log=True, label="rate", help="of the five plain steps")


def _cured(chosen: Cures) -> bp.Curves:
    """Which part of the hidden units is dead after each of five steps, over 20 draws, with each of the cures."""
    layers, normed = engine.Dense, engine.BatchNorm
    plain = _net()
    with_norm = engine.Network((layers(2, 16), normed(16, "relu"), layers(16, 16), normed(16, "relu"), layers(16, 1)))
    runs = {"no cure": (plain, "sgd", chosen.rate, "none"), "BatchNorm": (with_norm, "sgd", chosen.rate, "none"),
            "Adam, rate 0.05": (plain, "adam", 0.05, "none"),
            "clipped to 0.02": (plain, "sgd", chosen.rate, engine.CLIPS["norm"].replace(threshold=0.02))}
    parts = {name: _dead_part(*run) for name, run in runs.items()}
    told = ", ".join(f"{name} {percent(part[-1])}" for name, part in parts.items())
    return bp.Curves(np.arange(6), {name: 100 * part for name, part in parts.items()},
                     verdict=f"Dead after five steps: {told}.", x_label="step", y_label="dead units, %")


def _dead_part(net: engine.Network, rule: str, rate: float, clip: str | engine.Clip) -> np.ndarray:
    starts = np.array([net.initialize("he_normal", seed=seed) for seed in range(DRAWS)])
    thetas = engine.descend(on_moons(net), starts, rule, rate, steps=5, clip=clip).thetas[:]
    relus = [k for k, layer in enumerate(net.layers, 1) if layer.activation.name == "relu"]
    return np.mean([dead(net, thetas, layer).mean(axis=(-2, -1)) for layer in relus], axis=0)


CuresLab = bp.make_lab("What keeps units alive?", Cures, _cured)
SAVERS = ("clipped to 0.02", "Adam, rate 0.05", "BatchNorm")


def _saves_fewest(lab) -> int:
    return int(np.argmax([lab.result.curves[name][-1] for name in SAVERS]))


def _why_bounds(lab) -> str:
    clipped, adam, normed = (f"{lab.result.curves[name][-1]:.0f} %" for name in SAVERS)
    start, none = (f"{lab.result.curves['no cure'][k]:.0f} %" for k in (0, -1))
    return (f"Dead before any step: {start}; after five steps without a cure {none}, clipped {clipped}, with Adam "
            f"{adam}, with BatchNorm {normed}. What bounds the step saves units: a clip, Adam, or simply a lower rate. "
            "BatchNorm takes the mean of z away, and a bias with it; but it has a shift of its own *behind* the mean, "
            "and a step of this length pushes that out of range as well.")


def _decay_wakes() -> int:
    """The option that holds: whether weight decay brings a dead unit of layer 1 back in any of many draws."""
    net, rule = _net(), engine.OPTIMIZERS["adamw"].replace(weight_decay=1.0)
    killed = killed_units(net, np.arange(DRAWS), 20.0)
    later = engine.descend(on_moons(net), killed, rule, 0.01, 200).thetas[-1]
    return 0 if (dead(net, killed, 1) & ~dead(net, later, 1)).any() else 2


def _elsewhere() -> str:
    net = _net()
    killed = killed_units(net, np.arange(DRAWS), 20.0)
    here = dead(net, killed, 1)
    answer = int((here & ~dead(net, killed, 1, stretch=10.0)).sum())
    return (f"“Dead” describes a unit together with a data set: z is below 0 for these inputs. Of {int(here.sum())} "
            f"units that a long step killed, {answer} answer when the inputs are 10 times as large. New data can wake "
            "them.")


LESSON = Lesson(
    "wake-dead-units", "Wake dead units", 20, needs=("find-out-why-deep-nets-stop-learning",), minutes=25,
    outcomes=("say when a ReLU unit is dead, and why depth and long steps make it so",
              "say which dead units come back, and which cannot", "revive a layer, and choose what keeps units alive"),
    items=(
        Prediction(
            "born-dead", "A fresh ReLU net of {depth} layers with 32 units each (He initialization, biases 0). No step "
            "was made. How many of the 32 units in layer {depth} are dead?",
            Number("dead units", apart=4, within=0.0, low=0, high=WIDTH), outcome=_dead_in_last, lab=_born_dead,
            cases=({"depth": 20}, {"depth": 10}, {"depth": 40}),
            guess=lambda answer, lab: Guess("units", x=lab.settings.depth - 0.2, y=answer / WIDTH), why=_why_depth),
        Prediction(
            "scale", "A fresh ReLU net of 20 layers, biases 0. All its weights are made {gain} times as large. How "
            "many units are dead now?", Choice(("more than before", "as many as before", "fewer than before")),
            outcome=_than_at_gain_1, lab=_scaled, cases=({"gain": 4}, {"gain": 0.5}),
            why="ReLU of c × z is c × ReLU of z: whether a unit is on does not depend on the scale, in layer 1 and so "
                "in all that follow. Larger weights wake nobody."),
        Prediction(
            "who-returns", "A net 2-16-16-1 learns two moons. One overlong step kills units in both hidden layers; "
            "the 200 steps after it are gentle. In which layers do some of the dead come back?",
            Choice(("in both", "in layer 1, which sees the data", "in layer 2", "in neither: dead is for ever")),
            outcome=_who, lab=_long_step, why=_why_layer_2),
        Question(
            "own-gradient", "What is the gradient of a dead unit's *own* weights and bias?",
            (Option("Small: it learns, but slowly.", "Its slope is 0 for every example, and so is each share of the "
                    "gradient.", misconception="dead-units-learn-slowly"),
             Option("Exactly 0, in whatever layer.", "It cannot wake itself. In a later layer, others can wake it."),
             Option("0 in the first layer, and not 0 in later ones.", "It comes back in later layers without learning "
                    "anything itself: only its inputs change.", misconception="dead-units-learn-slowly")),
            right=lambda: int(_largest_gradient_of_the_dead() == 0.0)),
        Exercise(
            "revive", "Write `revive(W, b, x)`. It returns new biases: the largest z of each dead unit becomes 0.1, "
            "all other units stay as they are.", reference=revive, cases=_revive_cases, oracle=_revive_one_by_one,
            returns="the biases",
            wrong=(Wrong("all units moved", lambda W, b, x: b + 0.1 - (x @ W + b).max(axis=0),
                         "Units that are on for some row stay as they are."),
                   Wrong("off for one row", lambda W, b, x: b + ((x @ W + b).min(axis=0) <= 0) * (
                       0.1 - (x @ W + b).max(axis=0)),
                         "A unit is dead if it is off for *every* row: look at its largest z."),
                   Wrong("smallest z", lambda W, b, x: b + ((x @ W + b).max(axis=0) <= 0) * (
                       0.1 - (x @ W + b).min(axis=0)),
                         "It is the largest z of the unit that becomes 0.1, not the smallest."),
                   Wrong("bias 0", lambda W, b, x: b * ((x @ W + b).max(axis=0) > 0),
                         "A bias of 0 need not be enough; move the bias by as much as the largest z has to move."),
                   Wrong("0.1 added", lambda W, b, x: b + 0.1 * ((x @ W + b).max(axis=0) <= 0),
                         "Added to the bias, 0.1 moves z by 0.1 only; the largest z shall *be* 0.1.")),
            hints=("z of all rows and units is `x @ W + b`, of shape (rows, units).",
                   "`top = z.max(axis=0)` is the largest z of each unit; dead are those with `top <= 0`.",
                   "`(top <= 0) * (0.1 - top)` is what has to be added to the biases.")),
        Prediction(
            "sleepers", "A net 2-16-1 whose 16 hidden biases all start at {bias}: every hidden unit is far below 0. "
            "Which kind of unit has learned most after 400 steps?",
            Ranking("lowest loss first", RANKED), outcome=_awake_first, lab=_sleepers,
            cases=({"bias": -3}, {"bias": -4}), why=_why_slopes),
        Prediction(
            "savers", "Five steps at the rate 20 kill most units of the net 2-16-16-1. Which of these saves fewest?",
            Choice(("clipping the gradient to a length of 0.02", "Adam at the rate 0.05",
                    "BatchNorm in front of each ReLU")),
            outcome=_saves_fewest, lab=lambda: CuresLab(controls=("rate",), views=("curves", "verdict")),
            why=_why_bounds),
        Question(
            "weight-decay", "Weight decay pulls every weight and bias towards 0, a little in each step. Does it wake a "
            "dead unit of the first layer?",
            (Option("Yes: it pulls the negative bias back.", "The weights shrink with it.",
                    misconception="weight-decay-wakes"),
             Option("Yes, if it is strong enough.", "Stronger decay only brings z nearer to 0, from below.",
                    misconception="weight-decay-wakes"),
             Option("No: z keeps its sign.", "Weights and bias shrink by the same factor, and so does z. Decay of the "
                    "bias alone would help.")),
            right=_decay_wakes),
        SayIt(
            "for-these-data", "A unit is dead on the 100 points of the two moons. Is it dead for every input there is? "
            "Say why, in one or two sentences.", _elsewhere),
    ))
