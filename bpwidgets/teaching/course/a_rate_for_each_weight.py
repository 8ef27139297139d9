"""Lesson 14: RMSprop and Adam divide each weight's step by the typical size of its gradient."""
from __future__ import annotations

import math
from functools import cache

import numpy as np

import bpwidgets as bp
from bpwidgets import engine

from ...pictures.guess import Guess
from ...text import in_words
from .. import Choice, Exercise, Lesson, Number, Option, Prediction, Question, Ranking, Wrong
from ..misconceptions.turned_valley import FAIR, turned_race, valley

RULES = ("sgd", "momentum", "rmsprop", "adam")
WHO = ("all four", "only plain descent and momentum", "only RMSprop and Adam", "none of them")
# Which of the rules each option names.
NOTICED = (set(RULES), {"sgd", "momentum"}, {"rmsprop", "adam"}, set())
RATE = 0.02


# -- RMSprop's first step

def _first_step(steep: int) -> bp.Lab:
    return bp.OptimizerRaceLab(objective=valley(steep), optimizers=("sgd", "rmsprop"),
                               rates={"sgd": 1 / steep, "rmsprop": RATE}, start=(1.0, 1.0), steps=50, step=1,
                               controls=("step",), log_color=True, views=("map", "squares"), more=False,
                               question="Which way does each rule step?")


def _moves(lab, name: str = "rmsprop") -> np.ndarray:
    """How far the first step goes along x and y."""
    return np.abs(np.diff(lab.result.paths[name].thetas[:2], axis=0))[0]


def _of_the_other(lab) -> int:
    """Whether the step along y is longer as the gradient is (0), as its root (1), or just as long (2)."""
    x, y = _moves(lab)
    gx, gy = np.abs(lab.result.paths["rmsprop"].gradients[0])
    return int(np.argmin([abs(math.log(y / x / of)) for of in (gy / gx, math.sqrt(gy / gx), 1.0)]))


def _why_as_long(lab) -> str:
    x, y = _moves(lab)
    plain = _moves(lab, "sgd")
    return (f"RMSprop moves {in_words(x)} along x and {in_words(y)} along y: each weight's gradient is divided by "
            f"its own size. Its path is a straight diagonal, as if the valley were round. Plain descent moves "
            f"{in_words(plain[0])} and {in_words(plain[1])}.")


def _of_memory(keep: float) -> bp.Lab:
    rule = engine.OPTIMIZERS["rmsprop"].replace(alpha=keep)
    return bp.OptimizerRaceLab(objective=valley(), optimizers=(rule,), learning_rate=RATE, start=(1.0, 1.0), steps=50,
                               step=1, controls=("step", "learning_rate"),
                               log_color=True, views=("map", "squares"), more=False,
                               question="How long is the first step?")


def _in_rates(lab) -> float:
    """The first step along x in units of the learning rate."""
    return float(f"{_moves(lab, lab.settings.shown)[0] / lab.settings.learning_rate:.6g}")


def _why_ten_times(lab) -> str:
    times = in_words(_in_rates(lab))
    return (f"s begins at 0, so after one gradient √s is only 1/{times} of |g|: the step is {times} times the rate, "
            "whatever the gradient is. Nobody intends such a first step: the mean is far too small at first.")


# -- Adam without its corrections

class Means(bp.Settings):
    """How slowly the two means of Adam forget."""

    beta1: float = bp.slider(0.9, 0, 0.99, step=0.01, label="β of m", help="what m keeps in each step")
    beta2: float = bp.slider(0.999, 0.9, 0.9999, step=0.001, label="β of s", help="what s keeps in each step")


def _uncorrected(theta, g, state, r, b1, b2, eps):
    m, s = b1 * state["mean"] + (1 - b1) * g, b2 * state["squares"] + (1 - b2) * g * g
    return theta - r * m / (np.sqrt(s) + eps), {**state, "mean": m, "squares": s}


def _step_lengths(chosen: Means) -> bp.Curves:
    """The lengths of Adam's steps in units of its rate while the gradient stays the same, with and without the two
    divisions."""
    adam = engine.OPTIMIZERS["adam"].replace(beta1=chosen.beta1, beta2=chosen.beta2)
    plain = engine.Optimizer("uncorrected", adam.init, _uncorrected, hyperparameters=adam.hyperparameters)
    slope = engine.Function(lambda w: w[..., 0], n=1, gradient=np.ones_like)
    lengths = {name: np.abs(np.diff(engine.descend(slope, [0.0], rule, 1.0, 100).thetas[:, 0]))
               for name, rule in (("corrected", adam), ("not corrected", plain))}
    told = "; ".join(f"{name} {in_words(each[0])} at the first step, {in_words(each[9])} at the tenth"
                     for name, each in lengths.items())
    return bp.Curves(np.arange(1, 101), lengths, verdict=f"In units of the rate, steps are: {told}.", x_label="step",
                     y_label="length in units of the learning rate")


StepLengthLab = bp.make_lab("How long are Adam's steps while the gradient stays the same?", Means, _step_lengths)


def _without(lab) -> int:
    """Whether the first step without corrections is shorter than the rate (0), as long (1) or longer (2)."""
    first = lab.result.curves["not corrected"][0]
    return 1 if math.isclose(first, 1, rel_tol=0.01) else 2 * int(first > 1)


def _why_without(lab) -> str:
    plain = lab.result.curves["not corrected"]
    m, s = 1 - lab.settings.beta1, 1 - lab.settings.beta2
    return (f"m is {in_words(m)} of g at first, which alone would make the step short. But √s is √{in_words(s)} = "
            f"{in_words(math.sqrt(s))} of |g|, smaller still. The quotient is {in_words(plain[0])}, at the tenth step "
            f"{in_words(plain[9])}. With the corrections the first step is as long as the rate, along every axis.")


# -- Adam's step

def adam_step(w, m, s, t, g, rate):
    m = 0.9 * m + 0.1 * g
    s = 0.999 * s + 0.001 * g**2
    m_fair = m / (1 - 0.9**t)
    s_fair = s / (1 - 0.999**t)
    return w - rate * m_fair / (s_fair**0.5 + 1e-8), m, s


def _adam_cases(rng):
    """Two weights in the middle of a run: m and s of the gradients before step t."""
    t = int(rng.integers(1, 4))
    m, s = np.zeros(2), np.zeros(2)
    for _ in range(t - 1):
        before = rng.integers(1, 9, size=2) / 4 * rng.choice([-1, 1], size=2)
        m, s = 0.9 * m + 0.1 * before, 0.999 * s + 0.001 * before**2
    w, g = rng.integers(-8, 9, size=2) / 4, rng.integers(1, 9, size=2) / 4 * rng.choice([-1, 1], size=2)
    return w, m, s, t, g, 0.1


def _adam_of_the_engine(w, m, s, t, g, rate):
    theta, state = engine.OPTIMIZERS["adam"].step(w, g, {"mean": m, "squares": s, "count": t - 1}, rate)
    return theta, state["mean"], state["squares"]


def _adam_with(fair_m=lambda m, t: m / (1 - 0.9**t), fair_s=lambda s, t: s / (1 - 0.999**t), root=np.sqrt,
               keeps=False):
    """Adam's step with a fault."""
    def wrong(w, m, s, t, g, rate):
        m, s = 0.9 * m + 0.1 * g, 0.999 * s + 0.001 * g**2
        m_fair, s_fair = fair_m(m, t), fair_s(s, t)
        return w - rate * m_fair / (root(s_fair) + 1e-8), *((m_fair, s_fair) if keeps else (m, s))

    return wrong


# -- races

def _race(rate: float) -> bp.Lab:
    return bp.OptimizerRaceLab(objective=valley(), optimizers=("sgd", "momentum", "adam"), learning_rate=rate,
                               start=(1.0, 1.0), controls=("learning_rate", "step"),
                               log_color=True, views=("map", "losses", "verdict"),
                               question="Who is ahead at one rate for all?")


RACERS = ("adam", "sgd", "momentum")


def _order(lab) -> list[int]:
    """The racers, the lowest loss at the end first."""
    return [int(k) for k in np.argsort([lab.result.losses[name][-1] for name in RACERS])]


def _why_last(lab) -> str:
    rate, path = lab.settings.learning_rate, lab.result.paths["adam"]
    lengths = np.abs(np.diff(path.thetas[:, 0]))
    return (f"For plain descent and momentum the rate is *weight per gradient*. For Adam it is a *length*: its first "
            f"step along x is {in_words(lengths[0])}, the median of all {in_words(np.median(lengths), 2)}, and it has "
            f"a distance of 1 to cover. So a race at one rate, {rate:g}, says little about the rules; move the rate, "
            "and the order changes. And a race at rates chosen by hand says as much about the person who chose them.")


def _loud() -> bp.Lab:
    quiet = valley()
    loud = engine.Function(lambda w: 100 * quiet.value(w), names=("x", "y"), gradient=lambda w: 100 * quiet.gradient(w))
    return bp.OptimizerRaceLab(objective=loud, optimizers=RULES, rates=FAIR, start=(1.0, 1.0), steps=20,
                               controls=("step", "rates"), log_color=True, views=("map", "losses", "verdict"), span=2.0,
                               question="Who notices that the loss is 100 times as large?")


@cache
def _quiet_ends(steps: int) -> dict[str, np.ndarray]:
    """Where each rule ends on the valley as it was, and its loss there."""
    paths = {name: engine.descend(valley(), [1.0, 1.0], name, FAIR[name], steps) for name in RULES}
    return {name: np.append(path.thetas[-1], path.values[-1]) for name, path in paths.items()}


def _notice_the_factor(lab) -> int:
    ends, before = lab.result.paths, _quiet_ends(lab.settings.steps)
    other = {name for name in RULES if not np.allclose(ends[name].thetas[-1], before[name][:2], rtol=0.02, atol=1e-3)}
    return NOTICED.index(other)


def _notice_the_turn(lab) -> int:
    ends, before = lab.result.losses, _quiet_ends(lab.settings.steps)
    return NOTICED.index({name for name in RULES if not math.isclose(ends[name][-1], before[name][2], rel_tol=0.02)})


def _why_factor(lab) -> str:
    x, y = lab.result.paths["rmsprop"].thetas[-1]
    return (f"The rates of plain descent and momentum were made for the old loss: both diverge, with losses of "
            f"{in_words(lab.result.losses['sgd'][-1], 2)} and {in_words(lab.result.losses['momentum'][-1], 2)} after "
            f"{lab.settings.steps} steps. The others divide each gradient by its typical size, so a factor cancels: "
            f"RMSprop ends at ({in_words(x, 2)}, {in_words(y, 2)}), as before.")


def _why_turn(lab) -> str:
    before = _quiet_ends(lab.settings.steps)
    told = "; ".join(f"{title} {in_words(before[name][2], 2)} → {in_words(lab.result.losses[name][-1], 2)}"
                     for name, title in (("sgd", "plain descent"), ("momentum", "momentum"), ("rmsprop", "RMSprop"),
                                         ("adam", "Adam")))
    return (f"Losses at the end, before and after the turn: {told}. The first two know nothing of axes. The others "
            "scale each weight by itself: they can stretch a valley that lies along an axis, but not one that lies "
            "diagonally, where both weights have the same large gradients.")


def _best_in_each() -> int:
    """The option that holds: Adam is lowest in both valleys (0), RMSprop is (1), or another one each time (2)."""
    ends = [{name: end[2] for name, end in _quiet_ends(100).items()},
            {name: losses[-1] for name, losses in turned_race().result.losses.items()}]
    firsts = {min(end, key=end.get) for end in ends}
    return {"adam": 0, "rmsprop": 1}.get(firsts.pop(), 2) if len(firsts) == 1 else 2


# -- at the bottom

def _at_rest() -> bp.Lab:
    return bp.OptimizerRaceLab(objective=valley(), optimizers=("rmsprop",), learning_rate=0.08, start=(1.0, 1.0),
                               steps=1500, fork_step=1000, fork_rate=0.008, controls=("step", "fork_rate"),
                               views=("losses", "squares"), question="Does RMSprop stay at the bottom?")


def _stays(lab) -> int:
    """Whether the losses of the last steps lie near that of step 100 (0), below it (1) or far above it (2)."""
    losses = lab.result.losses["rmsprop"]
    early, late = losses[100], np.median(losses[-100:])
    return 2 if late > 1e6 * early else int(late < 1e-6 * early)


def _why_jumps(lab) -> str:
    path, rate = lab.result.paths["rmsprop"], lab.settings.learning_rate
    away, step = (np.median(np.abs(each[1400:]), axis=0).mean() for each in (path.thetas[:],
                                                                             np.diff(path.thetas[:], axis=0)))
    return (f"At the bottom the gradients vanish. s forgets (of the first squares 0.99¹⁰⁰ = {in_words(0.99 ** 100, 2)} "
            "is left after 100 steps, next to nothing after a thousand), and rate/√s grows until it is too large for "
            f"the curvature. Then the weights jump: in the end steps of {in_words(step, 2)}, about one rate "
            f"({rate:g}), from one side to the other, {in_words(away, 2)} from the bottom. The dotted twin has a lower "
            "rate from step 1000 on, and comes to rest. This is one reason for a rate that falls, a *schedule*.")


LESSON = Lesson(
    "a-rate-for-each-weight", "A rate for each weight: RMSprop, Adam", 14, needs=("give-the-step-a-memory",),
    minutes=25,
    outcomes=("say what RMSprop and Adam divide by, and what their learning rate means",
              "write a step of Adam with its corrections", "say what such rules notice of a loss, and what not"),
    items=(
        Prediction(
            "first-step", "At (1, 1) the gradient is (1, {steep}). Compared to its first step along x, RMSprop's first "
            "step along y is ...", Choice(("longer, as many times as the gradient is larger",
                                           "longer, but only by the root of that", "just as long")),
            outcome=_of_the_other, lab=_first_step, cases=({"steep": 50}, {"steep": 10}, {"steep": 200}),
            why=_why_as_long),
        Prediction(
            "how-many-rates", "How long is RMSprop's first step along x, in units of the learning rate, if it keeps "
            "{keep} of s in each step? (Work it out: what is s after the first gradient?)",
            Number("times the rate", within=0.05, low=0), outcome=_in_rates, lab=_of_memory,
            cases=({"keep": 0.99}, {"keep": 0.9}, {"keep": 0.96}),
            guess=lambda answer, lab: Guess("map", *(start - lab.settings.learning_rate * answer
                                                     for start in lab.settings.start)),
            why=_why_ten_times),
        Prediction(
            "no-correction", "Suppose Adam left out its two divisions by 1 − βᵗ. Compared to the learning rate, its "
            "first step would be ...", Choice(("shorter: m starts at 0 and is too small", "just as long",
                                               "longer, though m is too small")),
            outcome=_without, lab=lambda: StepLengthLab(controls=("beta1", "beta2"), views=("curves", "verdict")),
            why=_why_without),
        Exercise(
            "adam-step", "Write `adam_step(w, m, s, t, g, rate)`; `t` counts the steps from 1, `m` and `s` are the "
            "means before it. It returns the new `w`, `m` and `s`.", reference=adam_step, cases=_adam_cases,
            oracle=_adam_of_the_engine, returns=("w", "m", "s"),
            wrong=(Wrong("corrections left out", _adam_with(fair_m=lambda m, t: m, fair_s=lambda s, t: s),
                         "Both means start at 0; m is divided by 1 − 0.9ᵗ, s by 1 − 0.999ᵗ."),
                   Wrong("one β for both", _adam_with(fair_s=lambda s, t: s / (1 - 0.9**t)),
                         "s forgets more slowly than m: it is divided by 1 − 0.999ᵗ."),
                   Wrong("no power of t", _adam_with(fair_m=lambda m, t: m / (1 - 0.9),
                                                     fair_s=lambda s, t: s / (1 - 0.999)),
                         "That is the correction of the first step; later ones are smaller, with βᵗ."),
                   Wrong("corrected means kept", _adam_with(keeps=True),
                         "The corrected means make the step; what is remembered is m and s as they are."),
                   Wrong("root left out", _adam_with(root=lambda s: s),
                         "s is made of squares: the step is divided by its root.")),
            hints=("Five lines: m, s, both corrected, and the step.", "`m_fair = m / (1 - 0.9**t)`; s has its own β.",
                   "The step is `rate * m_fair / (s_fair**0.5 + 1e-8)`; return m and s uncorrected.")),
        Prediction(
            "one-rate", "The valley (x² + 50 y²)/2, 100 steps from (1, 1), and the rate {rate} for plain descent, "
            "momentum and Adam. Put them in order.",
            Ranking("lowest loss first", ("Adam", "plain descent", "momentum")), outcome=_order, lab=_race,
            cases=({"rate": 0.01}, {"rate": 0.03}), why=_why_last),
        Prediction(
            "loud-loss", "Now each of the four rules has a rate that suits it. Then somebody multiplies the loss by "
            "100. Which of them go another way than before?", Choice(WHO), outcome=_notice_the_factor, lab=_loud,
            why=_why_factor),
        Prediction(
            "turned-valley", "Back to the old loss. Turn the valley by 45 degrees, together with the start. Which of "
            "them end at another loss than before?", Choice(WHO), outcome=_notice_the_turn, lab=turned_race,
            why=_why_turn),
        Question(
            "which-is-best", "Which rule should you take?",
            (Option("Adam, always.", "Even the best rate does not make it the first everywhere.",
                    misconception="adam-is-always-best"),
             Option("RMSprop: it won the race at suitable rates.", "It won in a valley along an axis.",
                    misconception="one-race-decides"),
             Option("It depends on the loss; try more than one.",
                    "And give each its own rate, or the race says little.")),
            right=_best_in_each),
        Prediction(
            "at-the-bottom", "At the rate 0.08 RMSprop is at the bottom after 100 steps, with a loss of less than "
            "10⁻²⁰⁰. The rate stays as it is. What happens in the next 1,400 steps?",
            Choice(("it stays: there is no gradient", "the loss goes on falling", "it leaves the bottom again")),
            outcome=_stays, lab=_at_rest, why=_why_jumps),
    ))
