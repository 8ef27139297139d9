"""Lesson 11: two weights, a loss over a plane, and a path that the start decides."""
from __future__ import annotations

import numpy as np

import bpwidgets as bp
from bpwidgets import engine

from ...pictures.guess import Guess
from ...text import in_words
from .. import Choice, Exercise, Lesson, Number, Option, Place, Prediction, Question, SayIt, Wrong

# The loss of the lesson, and a descent that does not move: a map without a path.
PRODUCT = engine.SURFACES["product"]
STILL = {"objective": "product", "learning_rate": 1e-9, "steps": 1, "resolution": 101, "more": False}
RATE = 0.05


def step(w1, w2, rate):
    error = w1 * w2 - 1
    return w1 - rate * 2 * error * w2, w2 - rate * 2 * error * w1


def _cases(rng):
    """A place and a rate."""
    w1, w2 = rng.integers(1, 8, 2) * rng.choice([-0.5, 0.5], 2)
    return float(w1), float(w2), float(rng.choice([0.05, 0.1, 0.2]))


def _by_engine(w1, w2, rate):
    return tuple(engine.descend(PRODUCT, [w1, w2], learning_rate=rate, steps=1).thetas[1].tolist())


def _w2_after_w1(w1, w2, rate):
    w1 = w1 - rate * 2 * (w1 * w2 - 1) * w2
    return w1, w2 - rate * 2 * (w1 * w2 - 1) * w1


def _zeros(lab):
    """Whether the loss is 0 at one pair (0), at two (1), or all along w1 w2 = 1 (2)."""
    zero = [PRODUCT.value(pair) == 0 for pair in ((1, 1), (-1, -1), (2, 0.5), (-4, -0.25), (0.5, 2))]
    return 2 if all(zero) else int(zero[1])


def _angle(lab):
    """Whether the gradient lies along the contour line (0) everywhere, at a right angle to it (1), or neither (2)."""
    gradient, line = lab.result.arrow_gradient, lab.result.arrow_at * (1, -1)
    sizes = engine.norm(gradient, axis=-1) * engine.norm(line, axis=-1)
    cosines = np.abs((gradient * line).sum(axis=-1)[sizes > 0] / sizes[sizes > 0])
    return 0 if np.allclose(cosines, 1) else 1 if np.allclose(cosines, 0) else 2


def _along_and_across():
    """What a step of length 0.001 changes at (0.5, 1): along the contour line, and straight across it."""
    at, gradient = np.array([0.5, 1.0]), PRODUCT.gradient([0.5, 1.0])
    ways = (np.array([0.5, -1.0]), gradient)
    return [abs(float(PRODUCT.value(at + 0.001 * way / engine.norm(way)) - PRODUCT.value(at))) for way in ways]


def _why_right_angle(lab):
    along, across = _along_and_across()
    return ("Along a contour line the loss does not change at all, so no part of the gradient can point along it. A "
            f"step of 0.001 from (0.5, 1) changes the loss by {in_words(along, 1)} along the line, by "
            f"{in_words(across, 2)} straight across. Drag the point: the arrows show the way down, and the longer they "
            "are, the steeper it is.")


def _to_the_minimum():
    """The angle, in degrees, between the way down and the way to the minimum, in a bowl at (1.4, 0.6)."""
    bowl, at = engine.SURFACES["bowl"].replace(condition=10), np.array([1.4, 0.6])
    gradient = bowl.gradient(at)
    return float(np.degrees(np.arccos(gradient @ at / (engine.norm(gradient) * engine.norm(at)))))


def _why_there(lab):
    moved = np.abs(lab.result.path.thetas[-1] - lab.result.path.thetas[0])
    return (f"w2 moves {in_words(moved[1] / moved[0], 2)} times as far as w1: its slope has the factor w1, about 2, "
            "and that of w1 only the factor w2. Near the floor the slopes are small, and so are the steps. (1, 1) is "
            "no better than any other place of the floor. Put the start elsewhere: the whole path follows.")


def _ends(lab):
    """Whether both weights are positive at the end (0), both negative (1), or neither (2)."""
    end = lab.result.path.thetas[-1]
    return 0 if (end > 0.1).all() else 1 if (end < -0.1).all() else 2


def _why_this_valley(lab):
    line = np.linspace(-1.95, 1.95, 40)
    starts = np.stack(np.meshgrid(line, line + 0.01), axis=-1).reshape(-1, 2)
    ends = engine.descend(PRODUCT, starts, learning_rate=RATE, steps=200).thetas[-1]
    same = np.sign(starts.sum(axis=1)) == np.sign(ends[:, 0])
    return ("Add the two rules up: a step multiplies the *sum* w1 + w2 by 1 − 2 × rate × (w1·w2 − 1). As long as that "
            f"is above 0 the sum keeps its sign. Of {len(starts)} starts all over the map {same.sum()} end in the "
            "valley that it predicts, however close to the border w2 = −w1 they start. *On* the border a path runs to "
            "(0, 0) and stays: a saddle, the subject of lesson 15.")


def _slice_bend(lab):
    """The three coefficients of the slice, which is a parabola."""
    return np.polyfit(lab.result.slice_weights, lab.result.slice_losses, 2)


def _slice_bottom(lab):
    bend, slope, _ = _slice_bend(lab)
    return float(-slope / (2 * bend))


def _why_parabola(lab):
    return ("With w2 fixed one weight is left, and the slice is the parabola of lesson 1: (w2·w1 − 1)², with its "
            f"bottom at 1/w2 and the curvature L'' = 2·w2² = {in_words(2 * _slice_bend(lab)[0])}. The dashed line is "
            "its slope where you stand. So *the gradient is the list of the slopes of all slices*, one for each "
            "weight, also where there are a million and no map. Set w2 to 0: the slice is flat. If the weight after it "
            "is 0, w1 has no effect.")


def _steps(start):
    """How many steps it takes from there to a loss below 0.001."""
    return int((engine.descend(PRODUCT, start, learning_rate=RATE, steps=200).values[:] < 0.001).argmax())


def _sooner(lab):
    """Which start arrives sooner: that of the lab (0), (2, 0.1) (1), or both at once (2)."""
    here, there = _steps(lab.result.path.thetas[0]), _steps([2.0, 0.1])
    return 2 if here == there else int(there < here)


def _why_sooner(lab):
    here, there = lab.result.path.thetas[0], np.array([2.0, 0.1])
    sizes = [in_words(float(engine.norm(PRODUCT.gradient(at)))) for at in (there, here)]
    return (f"Equal loss does not mean equal slope. At (2, 0.1) the gradient has the length {sizes[0]}, here "
            f"{sizes[1]}: {_steps(there)} steps against {_steps(here)}. Far from the middle one weight is large, and "
            "it multiplies the slope of the other one.")


def _difference_kept(rate):
    """w1² − w2² at the end of the path from (2, 0.1)."""
    end = engine.descend(PRODUCT, [2.0, 0.1], learning_rate=rate, steps=round(5 / rate)).thetas[-1]
    return float(end[0]**2 - end[1]**2)


def _two_answers():
    return ("Every pair with w1·w2 = 1 has the loss 0; start and rate decide which one a run finds. For tiny steps w1² "
            f"− w2² stays what it was. From (2, 0.1), where it is {in_words(2.0**2 - 0.1**2)}, the end has "
            f"{in_words(_difference_kept(0.05), 4)} at the rate 0.05 and {in_words(_difference_kept(0.0005), 4)} at "
            "0.0005. (Saxe and others draw these curves; Du and others found the rule for layers of many units.)")


LESSON = Lesson(
    "walk-down-the-surface", "Walk down the surface of two weights", 11, needs=("teach-one-weight",), minutes=25,
    outcomes=("read a map of a loss: contour lines, gradient, valleys",
              "write a step of gradient descent on two weights", "say what decides where a path ends"),
    items=(
        Question(
            "zero-loss", "Which pairs (w1, w2) have the loss 0?",
            (Option("One: (1, 1).", "2 × ½ is 1, too.", misconception="one-best-set-of-weights"),
             Option("Two: (1, 1) and (−1, −1).", "2 × ½ is 1, too.", misconception="one-best-set-of-weights"),
             Option("All on a curve with two branches.", "Every pair with w1·w2 = 1: the floors of two valleys. Drag "
                    "the point along one of them. (From color to color the loss changes by a factor.)")),
            right=_zeros, lab=lambda: bp.SurfaceLab(
                **STILL, start=(-1.6, 1.4), controls=("theta",), views=("map",), question="Where is the loss 0?")),
        Prediction(
            "angle", "Which angle does the gradient make with the contour line through its place?",
            Choice(("it runs along the line", "a right angle, everywhere", "that depends on the place")),
            lab=lambda: bp.SurfaceLab(**STILL, start=(0.5, 1.0), arrows=True, controls=("theta",), views=("map",),
                                      question="Which way is down?"),
            outcome=_angle, why=_why_right_angle),
        Exercise(
            "step", "Write `step(w1, w2, rate)`: the two weights after one step of gradient descent on (w1·w2 − 1)².",
            reference=step, cases=_cases, oracle=_by_engine, returns=("w1", "w2"),
            wrong=(Wrong("uphill", lambda w1, w2, rate: (w1 + rate * 2 * (w1 * w2 - 1) * w2,
                                                         w2 + rate * 2 * (w1 * w2 - 1) * w1),
                         "The gradient points to where the loss rises: go against it."),
                   Wrong("own weight as factor", lambda w1, w2, rate: (w1 - rate * 2 * (w1 * w2 - 1) * w1,
                                                                       w2 - rate * 2 * (w1 * w2 - 1) * w2),
                         "The slope of w1 has the *other* weight as its factor: that is what w1 is multiplied by."),
                   Wrong("one after the other", _w2_after_w1,
                         "Your w2 uses the new w1. Both slopes belong to the place where the step begins."),
                   Wrong("factor 2 left out", lambda w1, w2, rate: (w1 - rate * (w1 * w2 - 1) * w2,
                                                                    w2 - rate * (w1 * w2 - 1) * w1),
                         "The slope of a square is twice what is squared."),
                   Wrong("gradient alone", lambda w1, w2, rate: (2 * (w1 * w2 - 1) * w2, 2 * (w1 * w2 - 1) * w1),
                         "That is the gradient; the new weights are the old ones minus rate × gradient.")),
            hints=("Hold w2 fixed: the loss is then a square, as in lesson 1.",
                   "The slope of w1 is 2 × error × w2, with error = w1·w2 − 1.",
                   "Compute both slopes first, then both new weights.")),
        Prediction(
            "where-to-rest", "Descent starts at the ring, (2, 0.1), with the rate 0.05. Where does it come to rest?",
            Place("the end of the path", picture="map",
                  ground=lambda: bp.SurfaceLab(**STILL, start=(2.0, 0.1), span=3, views=("map",))),
            lab=lambda: bp.SurfaceLab(objective="product", start=(2.0, 0.1), span=3, learning_rate=RATE, resolution=101,
                                      controls=("learning_rate", "step"), views=("map", "verdict")),
            outcome=lambda lab: lab.result.on_plane[-1].tolist(), why=_why_there,
            guess=lambda answer, lab: Guess("map", *answer)),
        Question(
            "straight-to-it", "That path went nearly straight to the nearest floor. Does the way against the gradient "
            "always point at the nearest minimum?",
            (Option("Yes: that is why descent gets there.", "It knows the slopes of one place, and no more.",
                    misconception="gradient-points-to-the-minimum"),
             Option("No: it only falls fastest from here.", "In a bowl that curves ten times as much along y it is "
                    f"{_to_the_minimum():.0f}° off, at (1.4, 0.6). So descent needs many steps, and bends.")),
            right=lambda: int(_to_the_minimum() > 1)),
        Prediction(
            "which-valley", "From ({w1}, {w2}) both valleys are far. Where does the path end, at the rate 0.05?",
            Choice(("where both weights are positive", "where both weights are negative", "in neither valley")),
            lab=lambda w1, w2: bp.SurfaceLab(objective="product", start=(w1, w2), learning_rate=RATE, resolution=101,
                                             steps=100, controls=("theta", "step"), views=("map", "verdict"),
                                             question="Where does the path lead from here?"),
            outcome=_ends, why=_why_this_valley,
            cases=({"w1": -1.6, "w2": 1.4}, {"w1": 1.7, "w2": -1.5}, {"w1": 1.2, "w2": -1.5})),
        Prediction(
            "which-is-sooner", "(0.5, 0.4) and (2, 0.1) both have the loss 0.64. From which of them does descent come "
            "below 0.001 in fewer steps?", Choice(("from (0.5, 0.4)", "from (2, 0.1)", "from both in as many")),
            lab=lambda: bp.SurfaceLab(objective="product", start=(0.5, 0.4), learning_rate=RATE, resolution=101,
                                      question="How soon does the path arrive?",
                                      controls=("theta", "step"), views=("map", "verdict")),
            outcome=_sooner, why=_why_sooner),
        Prediction(
            "slice", "Hold w2 = {w2} fixed and move w1 alone. At which w1 is the loss lowest?",
            Number("w1", within=0.05), cases=({"w2": 1.4}, {"w2": 0.5}, {"w2": -0.8}),
            lab=lambda w2: bp.SurfaceLab(**STILL, start=(-1.6, w2), log_color=False, controls=("theta",),
                                         views=("slice",)),
            outcome=_slice_bottom, guess=lambda answer, lab: Guess("slice", x=answer),
            why=_why_parabola),
        SayIt(
            "two-answers", "Two runs of this net both end with the loss 0, and with different weights. How can that "
            "be, and what decides which weights a run finds?", _two_answers),
    ))
