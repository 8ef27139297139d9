"""Lesson 28: let two nets compete. One makes fakes, one tells them: whose gradient goes through whom?"""
from __future__ import annotations

from functools import cache

import numpy as np

import bpwidgets as bp

from ...labs.two_nets.losses import GENERATOR_LOSSES, LN4
from .. import Choice, Exercise, Lesson, Number, Option, Prediction, Question, SayIt, Wrong
from ..misconceptions.two_nets import PLAY, SURE

# Of the step of the exercise; and how long the nets play, with all the time they need and with less.
RATE, STEPS, SHORT = 0.5, 800, 400


def generator_step(a, b, u, c, z, rate):
    x = a * z + b                            # the fakes
    D = 1 / (1 + np.exp(-(u * x + c)))       # how real they look
    ds = -(1 - D)                            # dL/ds of L = -log D, s = u x + c
    dx = ds * u                              # back through the discriminator
    a = a - rate * np.mean(dx * z)
    b = b - rate * np.mean(dx)
    return a, b, u, c


def _stepped(slope=lambda D: -(1 - D), through=True, sign=1, all_of_it=False, take=np.mean, detached=False):
    """The same with one thing done otherwise."""
    def generator_step(a, b, u, c, z, rate):
        x = a * z + b
        D = 1 / (1 + np.exp(-(u * x + c)))
        ds = sign * slope(D)
        dx = (ds * u if through else ds) * (0 if detached else 1)
        new = a - rate * take(dx * z), b - rate * take(dx)
        return (*new, u - rate * take(ds * x), c - rate * take(ds)) if all_of_it else (*new, u, c)
    return generator_step


def _case(rng):
    """Numbers of one digit, so small that D is neither 0 nor 1."""
    a, b, c = rng.integers(1, 4), rng.integers(-2, 3), rng.integers(-2, 3)
    u = rng.choice([-2, -1, 2, 3])
    return float(a), float(b), float(u), float(c), rng.permutation([-1.0, 0.0, 1.0, 2.0]), RATE


def _by_differences(a, b, u, c, z, rate, h=1e-6):
    """The step along central differences of the loss."""
    def loss(a, b):
        return np.logaddexp(0, -(u * (a * z + b) + c)).mean()
    of_a = (loss(a + h, b) - loss(a - h, b)) / (2 * h)
    of_b = (loss(a, b + h) - loss(a, b - h)) / (2 * h)
    return a - rate * of_a, b - rate * of_b, u, c


def _went(lab):
    """How L_D of the end compares with that of the beginning: the number of the option."""
    first, last = lab.result.measured(0).d_loss, lab.result.measured(lab.result.known).d_loss
    return 0 if last < first / 2 else 2 if last > 2 * first else 1


def _why_it_stayed(lab):
    first, last = (lab.result.measured(step) for step in (0, lab.result.known))
    return (f"L_D was {first.d_loss:.2f} and is {last.d_loss:.2f}, while the fakes went from {first.covered} to "
            f"{last.covered} of {lab.settings.clusters} clusters. Move *step* back: where are both losses while the "
            "fakes are still lost?")


@cache
def _at_a_guess():
    """Why L_D stayed: at the end D takes real samples and fakes for real alike, and that costs ln 4."""
    seen = bp.TwoNetsLab(steps=STEPS).result.measured(STEPS)
    return 1 if abs(seen.real - seen.fake) < 0.05 and abs(seen.d_loss - LN4) < 0.05 else 0


def _through_the_discriminator(lab):
    """Whose gradient G gets: the slopes of the loss at the fakes, by differences, with D as it is."""
    result, step, h = lab.result, lab.settings.step, 1e-6
    moment, game, d = result.moment(step), result.game, result.state(step).d
    ahead, behind = (game.loss.value(game.discriminator.forward(d, moment.fakes + way * h * np.eye(2)[0]).output[:, 0])
                     for way in (1, -1))
    return 2 if np.allclose(-(ahead - behind) / (2 * h), moment.moves[:, 0], atol=1e-5) else 0


def _covered(lab):
    seen, clusters = lab.result.measured(lab.result.known), lab.settings.clusters
    return 0 if seen.covered == clusters else 1 if seen.covered >= clusters / 2 else 2


def _why_collapsed(lab):
    seen = lab.result.measured(lab.result.known)
    return (f"{seen.covered} of {lab.settings.clusters}: **mode collapse**. All fakes run to where D is weakest now; D "
            "learns that this place is fake, and all of them run on. Play it: nothing ever makes them share the "
            "clusters.")


def _surer_gradient(lab):
    """Of both losses at D = 0.01, the one that passes on more."""
    s = np.array([np.log(0.01 / 0.99)])
    passed = {name: float(np.abs(row.slope(s))[0]) for name, row in GENERATOR_LOSSES.items()}
    return 2 if passed["non_saturating"] > 2 * passed["saturating"] else 0


def _far(lab):
    return float(lab.result.orbits["at_once"].radius[100])


def _why_far(lab):
    return (f"√(1 + r²)¹⁰⁰ = {_far(lab):.3g}: each step goes along the circle, and a straight step along a circle ends "
            "outside of it. In turns the second net answers what the first has just become, and both circle forever. "
            "Neither comes to rest.")


def _proved(lab):
    """Whether L_D near ln 4 proves p = q: in this game on a line it does not."""
    result, end = lab.result, lab.result.known
    at_ln4 = abs(result.measured(end).d_loss - LN4) < 0.02
    return 1 if at_ln4 and result.densities(end).best_loss < LN4 - 0.1 else 0


LESSON = Lesson(
    "let-two-nets-compete", "Let two nets compete", 28, needs=("train-in-six-steps", "choose-a-loss"), minutes=25,
    outcomes=("say whose gradient goes through whom, and write the generator's step",
              "judge a game of two nets by what its losses cannot tell",
              "tell mode collapse, a vanishing gradient and a rotation apart"),
    items=(
        Prediction(
            "what-falls", "On {clusters} clusters, D begins without an opinion: everything looks about half real to "
            "it. Both nets now learn for 800 steps, and the game goes well. What does L_D, the loss of the "
            "discriminator, do?", Choice(("it falls by more than half", "it ends about where it began",
                                          "it more than doubles")),
            lab=lambda clusters: bp.TwoNetsLab(clusters=clusters, steps=STEPS, views=PLAY, controls=("step",),
                                               question="What do both losses do?"),
            outcome=_went, why=_why_it_stayed, cases=({"clusters": 8}, {"clusters": 5})),
        Question(
            "why-not", "D was improved in each of 800 steps. Why is its loss no lower?",
            (Option("Its learning rate is too low; in training a loss must fall.", "Against fakes that stand still it "
                    "falls at once. These do not stand still.", misconception="one-loss-must-fall"),
             Option("The fakes improved as well, until there is little left to tell.",
                    "A discriminator that can only guess pays ln 2 for each real sample and ln 2 for each fake: "
                    "ln 4 = 1.386.")),
            right=_at_a_guess),
        Question(
            "whose-gradient", "The generator has to move its fakes. What does it go by?",
            (Option("The nearest real samples.", "It is never shown one. Real samples teach D, and D teaches G.",
                    misconception="the-generator-sees-the-data"),
             Option("The gradient of its loss for D's weights.", "That would change D. It is computed on the way, and "
                    "nobody uses it.", misconception="a-loss-moves-all-it-passes"),
             Option("dL_G/dx: the error that comes back through D to each fake.", "One backward pass through D, whose "
                    "weights stay, and on through G. The arrows show it, with a minus.")),
            right=_through_the_discriminator,
            lab=lambda: bp.TwoNetsLab(steps=200, step=150, views=("stage", "verdict"), controls=("step",),
                                      question="Where would the generator send each fake?")),
        Exercise(
            "generators-step", "The smallest nets: G makes x = a z + b, D says 1 / (1 + e^-s) with s = u x + c. Write "
            "`generator_step(a, b, u, c, z, rate)`: one step of the *generator* down the mean of −log D over the fakes "
            "of the noise `z`. Return `a, b, u, c` after it.",
            reference=generator_step, cases=_case, returns=("a", "b", "u", "c"), oracle=_by_differences,
            tolerance=1e-7,
            wrong=(Wrong("uphill", _stepped(sign=-1), "Your fakes move to where D takes them for fakes: the step "
                         "goes against the gradient."),
                   Wrong("D moves, too", _stepped(all_of_it=True), "You updated u and c as well. With this loss D "
                         "would learn to be fooled: its weights stay in the generator's step."),
                   Wrong("not through D", _stepped(through=False), "dL/ds is not dL/dx yet: s = u x + c, so the way "
                         "back to x takes the factor u."),
                   Wrong("detached", _stepped(detached=True), "Nothing moved. The fakes are numbers for D's step; here "
                         "the error has to go on through them, to a and b."),
                   Wrong("saturating", _stepped(slope=lambda D: -D), "That is the slope of log(1 − D). The task is "
                         "−log D: its slope for s is −(1 − D)."),
                   Wrong("slope of D left out", _stepped(slope=lambda D: -1 / D), "−1/D is the slope for D. On to s "
                         "takes D' = D (1 − D)."),
                   Wrong("sum", _stepped(take=np.sum), "The loss is the mean over the fakes: divide by their number.")),
            hints=("First forwards: all x, then all D.", "dL/ds = −(1 − D); dL/dx = u dL/ds.",
                   "x = a z + b: dL/da is the mean of dL/dx z, dL/db that of dL/dx. u and c stay as they came.")),
        Prediction(
            "too-fast", "With equal rates the fakes cover all {clusters} clusters. Now the generator gets eight times "
            "that rate, 0.04. How many clusters are covered after 400 steps?",
            Choice(("all of them", "not all, but half or more", "less than half")),
            lab=lambda clusters: bp.TwoNetsLab(clusters=clusters, g_rate=0.04, steps=SHORT, views=PLAY,
                                               controls=("g_rate", "d_rate", "step"), question="Which clusters are "
                                               "covered if the generator is fast?"),
            outcome=_covered, why=_why_collapsed, cases=({"clusters": 8}, {"clusters": 6})),
        Question(
            "sure-discriminator", "D is sure of a fake: D = 0.01. The generator could go down log(1 − D), which is D's "
            "own loss with the other sign, or down −log D. Both are lowest at D = 1. Which one gets the fake away?",
            (Option("Both alike: they have the same minimum.", "A step does not know the minimum, only the slope here.",
                    misconception="same-minimum-same-gradient"),
             Option("log(1 − D): a game should have one loss with two signs.", "So it stands in the theory; its slope "
                    "for s is D = 0.01 here, and the fake hardly moves.", misconception="same-minimum-same-gradient"),
             Option("−log D: it passes on 0.99 of the largest gradient, the other 0.01.",
                    "Goodfellow et al. proposed it for that reason: the same aim, and strong where it is needed.")),
            right=_surer_gradient,
            lab=lambda: bp.TwoNetsLab(views=("stage", "passed", "verdict"), controls=("g_loss", "step"), **SURE,
                                      question="What does a sure discriminator leave of the gradient?")),
        Prediction(
            "round-and-round", "The smallest game: G makes one number θ, D has one slope ψ. G steps by −rψ, D by "
            "+rθ, both at once, r = {rate}. They begin at a distance of 1 from (0, 0), where both would rest. How far "
            "away are they after 100 steps?", Number("distance", within=0.1, low=0),
            lab=lambda rate: bp.TwoNetsLab(number_rate=rate, number_steps=100, steps=20, views=("circle", "distance",
                                           "verdict"), controls=("number_rate", "number_penalty", "number_step")),
            outcome=_far, why=_why_far, cases=({"rate": 0.1}, {"rate": 0.15})),
        Question(
            "only-guessing", "On a line everything is known. After 400 steps L_D is 1.38 there: D can only guess. So "
            "the fakes are distributed like the data?",
            (Option("Yes: L_D = ln 4 only if both distributions are equal.", "That holds for the best discriminator. "
                    "This one is a small net.", misconception="a-guess-means-equal"),
             Option("Not proved: another D may see what this one overlooks.", "The dashed curve is the best one, "
                    "p / (p + q): against these fakes it would have a far smaller loss.")),
            right=_proved,
            lab=lambda: bp.TwoNetsLab(data="line", steps=SHORT, views=PLAY, controls=("step",),
                                      question="Is this what the data look like?")),
        SayIt(
            "your-words", "A friend stops the training of two such nets: “neither loss has moved for an hour.” What do "
            "you answer? One or two sentences.",
            "The losses are measured against each other, so they stay where they are in a good game and in a bad one. "
            "Look at the fakes: which kinds of samples are among them, and do they still change?"),
    ))
