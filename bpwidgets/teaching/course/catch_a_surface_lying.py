"""Lesson 16: a picture of a loss surface has two dimensions of many, and says itself how far it can be believed."""
from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

import bpwidgets as bp
from bpwidgets import engine

from ...pictures.guess import Guess
from ...text import in_words
from .. import Choice, Exercise, Lesson, Number, Option, Prediction, Question, Ranking, SayIt, Wrong

# A net of thirteen numbers that learns XOR, and one of 105 that separates two moons.
XOR = {"objective": "2-3-1", "optimizer": "adam", "learning_rate": 0.1}
MOONS = {"objective": "2-8-8-1", "optimizer": "adam", "learning_rate": 0.03, "steps": 100}
WEIGHTS = ("W1[0,0]", "W2[0,0]")
SEEN = ("map", "meter", "verdict")
# How many components of a random walk are looked at.
COMPONENTS = 8
# The axes that are ranked.
AXES = (WEIGHTS, "random", "pca")


def axes(start, middle, end):
    along = end - start
    first = along / (along @ along)**0.5
    astray = middle - start
    astray = astray - (astray @ first) * first
    return first, astray / (astray @ astray)**0.5


def _cases(rng):
    """Three points of a run that do not lie on a line."""
    start, along, across = rng.integers(-3, 4, 4), rng.permutation([1, 2, 2, 4]), rng.permutation([0, 0, 3, 4])
    return tuple((start + way).astype(float) for way in (0 * along, across + along // 2, along))


def _by_engine(start, middle, end):
    return tuple(engine.start_to_end([start, middle, end]))


def _aslant(start, middle, end):
    return axes(start, middle, end)[0], (middle - start) / np.linalg.norm(middle - start)


def _of_any_length(start, middle, end):
    along, astray = end - start, middle - start
    return along, astray - (astray @ along) / (along @ along) * along


def _length_forgotten(start, middle, end):
    along, astray = end - start, middle - start
    astray = astray - (astray @ along) * along
    return along / np.linalg.norm(along), astray / np.linalg.norm(astray)


def _from_zero(start, middle, end):
    return axes(0 * start, middle, end)


def _length(thetas):
    """The length of a path, step by step."""
    return float(engine.norm(np.diff(thetas, axis=0), axis=-1).sum())


def _spread(thetas, center):
    """The sum of the squared distances from a center."""
    return float((engine.norm(thetas - center, axis=-1)**2).sum())


def _held(lab):
    """The parts of the length of the path, and of its spread around its last point, that lie in the plane."""
    thetas = lab.result.path.thetas[:]
    inside = lab.result.section.project(thetas).thetas
    return _length(inside) / _length(thetas), _spread(inside, inside[-1]) / _spread(thetas, thetas[-1])


def _xor_loss():
    xor = bp.datasets.xor()
    net = engine.network((2, 3, 1), hidden="tanh", output="sigmoid")
    return engine.NetworkLoss(net, xor.x, xor.y.reshape(-1, 1), loss="mse")


def _net_of_the_start(lab):
    """The loss of the net with two weights of the start and all others of the end: what the surface shows."""
    loss, thetas = _xor_loss(), lab.result.path.thetas
    places, mixed = [loss.names.index(name) for name in WEIGHTS], thetas[-1].copy()
    mixed[places] = thetas[0][places]
    return float(loss.value(mixed))


def _compared(shown, first):
    """Whether a shown loss is far above the first one of the run (0), about that (1), or far below (2)."""
    return 0 if shown > 1.2 * first else 2 if shown < 0.8 * first else 1


def _why_another_net(lab):
    result = lab.result
    return (f"It shows {in_words(result.plane_values[0], 2)}. Nothing is computed wrongly: "
            f"{in_words(_net_of_the_start(lab), 2)} is the loss of *another net*, with two weights of the start and "
            "eleven of the end. The run was never there. Its dots are **projections**, the points of the plane that "
            "are nearest to the run. So an honest picture reports two more numbers for each dot: the **gap**, the loss "
            f"of the net minus the loss shown ({in_words(result.gap[0], 2)} at the start), and the **distance** from "
            f"the plane ({in_words(result.distance[0], 2)}). Hollow dots have a gap above a twentieth of the first "
            "loss.")


def _why_a_hillside(lab):
    shown, true = in_words(lab.result.plane_values[-1], 2), in_words(lab.result.path.values[-1], 2)
    return (f"It shows {shown}; the loss of the run there is {true}. Now the picture is right at the "
            "start and wrong at the end. Each surface tells the truth where its plane touches the path.")


def _neither_is_wrong():
    """1 if both surfaces show the true losses of nets in their planes, and differ; else 0."""
    loss, through = _xor_loss(), ("start", "end")
    seen = [bp.SurfaceLab(**XOR, steps=100, through=point).result for point in through]
    drawn = [loss.value(one.section.project(one.path.thetas[:]).thetas) for one in seen]
    true = all(np.allclose(values, one.plane_values) for values, one in zip(drawn, seen))
    return int(true and not np.allclose(seen[0].plane_values, seen[1].plane_values, rtol=0.5))


def _why_so_little(lab):
    return ("The path moves mostly in directions that the plane does not contain. A rough estimate: of a step in 105 "
            f"dimensions two of them hold the part √(2/105) = {in_words(math.sqrt(2 / 105), 2)}. At the start the "
            f"surface shows {in_words(lab.result.plane_values[0], 2)} where the loss is "
            f"{in_words(lab.result.path.values[0], 2)}. Now choose the path's components (PCA), and step through the "
            "run: it fills the picture.")


class RandomWalk(bp.Settings):
    """How long the walk is, and where it is looked at from."""

    center: str = bp.choice("last", {"last": "last point", "mean": "mean"}, label="center",
                            help="what the offsets of the walk are counted from")
    steps: int = bp.slider(300, 10, 600, step=10, label="steps", help="each in a fresh random direction")
    seed: int = bp.slider(0, 0, 19, step=1, label="seed", help="another walk")


def random_walk(chosen: RandomWalk) -> bp.Curves:
    """The part of the spread of a random walk in 1,000 dimensions that its first components hold."""
    walk = np.random.default_rng(chosen.seed).standard_normal((chosen.steps + 1, 1000)).cumsum(axis=0)
    offsets = walk - (walk[-1] if chosen.center == "last" else walk.mean(axis=0))
    shares = np.sort(np.linalg.eigvalsh(offsets @ offsets.T))[::-1][:COMPONENTS]
    held = np.append(0.0, shares.cumsum() / (offsets**2).sum())
    told = f"Its first two components hold {100 * held[2]:.0f} % of the spread."
    return bp.Curves(np.arange(COMPONENTS + 1), {"this walk": held, "theory": _theory(chosen.center)}, verdict=told,
                     x_label="number of components", y_label="part of the spread")


def _theory(center):
    """The same for endless walks in endlessly many dimensions."""
    k = np.arange(1, COMPONENTS + 1)
    shares = 8 / (np.pi * (2 * k - 1))**2 if center == "last" else 6 / (np.pi * k)**2
    return np.append(0.0, shares.cumsum())


def _walk(center):
    return bp.make_lab("How much of a random walk do its components hold?", RandomWalk, random_walk)(
        center=center, controls=("center", "seed"))


def _length_of_a_walk():
    """The part of the length of a random walk that lies in the plane of its first two components."""
    walk = np.random.default_rng(0).standard_normal((301, 1000)).cumsum(axis=0)
    return _length(walk @ engine.path_components(walk).T) / _length(walk)


def _why_a_portrait(lab):
    last, mean = (f"{100 * _theory(center)[2]:.0f} %" for center in ("last", "mean"))
    return ("A random walk is dominated by its slowest waves. Counted from the last point, as Li and others do and as "
            f"the labs do, wave k holds 8/(π²(2k − 1)²) of the spread, two hold {last}; counted from the mean, as "
            f"Antognini and Sohl-Dickstein do, it is 6/(π²k²), and {mean}. So a high share says that a path is *a "
            "path*, one step after the other, and nothing about a loss. Ask for the *length*: of that the plane holds "
            f"{100 * _length_of_a_walk():.0f} %.")


@lru_cache(maxsize=1)
def _another_run():
    """The parts of the second run's spread that the best plane of the first run holds, and its own."""
    first, second = (bp.SurfaceLab(**MOONS, axes="pca", seed=seed).result for seed in (0, 1))
    thetas = second.path.thetas[:]
    parts = []
    for section in (first.section, second.section):
        inside = section.coordinates(thetas) @ section.directions
        parts.append(_spread(inside, inside[-1]) / _spread(thetas, thetas[-1]))
    return parts


def _second_run():
    """Its own plane; what the other one holds is computed with it, while the learner thinks."""
    _another_run()
    return bp.SurfaceLab(**MOONS, axes="pca", seed=1, controls=("step", "seed"), views=("map", "meter"),
                         question="How does the second run look in its own plane?")


def _why_no_map(lab):
    other, own = map(in_words, _another_run())
    return (f"{other}; its own plane holds {own}. The plane looked good because it was made from the path: it is a "
            "portrait of the path, not a map of the landscape.")


def _at_step_25():
    return tuple(bp.SurfaceLab(**XOR, steps=25).result.path.thetas[25].tolist())


def _goes_on():
    """The plane of the two largest curvatures at step 25, and the 40 steps after it."""
    return bp.SurfaceLab(**XOR, steps=40, theta=_at_step_25(), axes="curvature", controls=("step", "span"), views=SEEN,
                         question="Does the map show the loss of the path?")


@lru_cache(maxsize=8)
def _largest_gap(chosen):
    """How far these axes are off at worst, on the run that learns XOR."""
    return float(np.abs(bp.SurfaceLab(**XOR, steps=100, axes=chosen, through="end").result.gap).max())


def _to_be_ranked():
    """The first of the axes; the gaps of all are computed with it, while the learner thinks."""
    for chosen in AXES:
        _largest_gap(chosen)
    return bp.SurfaceLab(**XOR, steps=100, axes=WEIGHTS, through="end", controls=("axes", "through", "step"),
                         views=SEEN)


def _why_these_axes(lab):
    weights, random, pca, yours = (in_words(_largest_gap(chosen)) for chosen in (*AXES, "start_to_end"))
    moons = bp.SurfaceLab(**MOONS, axes="pca")
    off = in_words(float(np.abs(moons.result.gap).max()), 2)
    return (f"At worst the two weights are off by {weights}, the random directions by {random}, the components by "
            f"{pca}. *Your* axes, through start, end and the point farthest from the line between them, are the choice "
            f"“start to end, and astray”: {yours}. This run is nearly a flat curve. That is good luck, and you know it "
            f"because you looked at the gap: with the moons the components are off by {off}, although they hold "
            f"{100 * _held(moons)[1]:.0f} % of the spread.")


LESSON = Lesson(
    "catch-a-surface-lying", "Catch a surface lying", 16,
    needs=("walk-down-the-surface", "choose-the-rate-by-the-curvature"), minutes=25,
    outcomes=("say what a picture of a loss surface leaves out", "choose axes that a run hardly leaves",
              "ask for the two numbers that tell how far a picture can be believed"),
    items=(
        Prediction(
            "first-dot", "At the start of the run the loss is 0.256. What does such a picture show under the first "
                         "dot?",
            Choice(("far more", "about 0.256", "far less")),
            lab=lambda: bp.SurfaceLab(**XOR, steps=100, through="end", span=5.0, controls=("step",), views=SEEN),
            outcome=lambda lab: _compared(lab.result.plane_values[0], lab.result.path.values[0]), why=_why_another_net),
        Prediction(
            "last-dot", "Hold the eleven other numbers at their values of the *start* instead. What does the surface "
                        "show "
            "under the *last* dot?", Choice(("more than 0.256", "about 0.256", "far less than that")),
            lab=lambda: bp.SurfaceLab(**XOR, steps=100, through="start", span=5.0, controls=("step", "through"),
                                      views=SEEN),
            outcome=lambda lab: _compared(lab.result.plane_values[-1], lab.result.path.values[0]), why=_why_a_hillside),
        Question(
            "which-is-wrong", "The same run over the same two weights, and two surfaces that contradict each other. "
            "Which of them is wrong?",
            (Option("The one through the start: the run ends low.", "The *run* ends low. The surface never said that "
                                                                    "the "
                    "run is on it.", misconception="the-picture-is-the-loss"),
             Option("Neither of them.", "Each shows true losses, of the nets in its plane. The run itself "
                    "touches each plane at one of its ends, and nowhere else.")),
            right=_neither_is_wrong),
        Prediction(
            "left-in-the-plane", "Which part of the *length* of the path is left in a random plane?",
            Number("part, from 0 to 1", within=0, apart=0.1, low=0, high=1),
            lab=lambda: bp.SurfaceLab(**MOONS, axes="random", through="end", controls=("axes", "step"), views=SEEN),
            outcome=lambda lab: _held(lab)[0], why=_why_so_little),
        Prediction(
            "random-walk", "A random walk: 300 steps in 1,000 dimensions, each in a fresh random direction. How much "
            "of its spread, the sum of the squared distances from its {center}, does its best plane hold?",
            Number("percent", "%", within=0, apart=10, low=0, high=100),
            lab=lambda center: _walk(center.partition(" ")[0]), cases=({"center": "last point"}, {"center": "mean"}),
            outcome=lambda lab: 100 * float(lab.result.curves["this walk"][2]), why=_why_a_portrait,
            guess=lambda answer, lab: Guess("curves", x=2, y=answer / 100)),
        Prediction(
            "another-run", "A plane that captures the landscape should also fit another run. Same net, same data, "
            "another draw of the first weights: which part of *its* spread does the best plane of the first run hold?",
            Number("part, from 0 to 1", within=0, apart=0.15, low=0, high=1),
            lab=_second_run,
            outcome=lambda lab: _another_run()[0], why=_why_no_map),
        Question(
            "bowl", "A round bowl, with the point at its bottom. Has the run arrived?",
            (Option("Yes: it lies at the bottom.", "At the bottom of *this* plane. There are eleven more directions.",
                    misconception="a-bowl-is-a-minimum"),
             Option("That cannot be said from this picture.", "In the next 40 steps the dot stays at the bottom, and "
                    "the loss falls to less than a hundredth: step through them. Where a plane curves down, the loss "
                    "does so in the full space as well; where a plane shows a bowl, the full space may hold anything "
                    "(Li and others). A picture can refute “it is convex”. It cannot prove it.")),
            right=lambda lab: int(lab.result.path.values[-1] < 0.01 * lab.result.path.values[0]), lab=_goes_on),
        Exercise(
            "axes", "Write `axes(start, middle, end)`: two directions of length 1 at a right angle, whose plane goes "
                    "through three points of a run. The first leads from `start` to `end`, the second towards "
                    "`middle`.",
            reference=axes, cases=_cases, oracle=_by_engine, returns=("first", "second"),
            wrong=(Wrong("not at a right angle", _aslant,
                         "The way to `middle` has a part along the first direction: take that out."),
                   Wrong("not of length 1", _of_any_length, "The directions are right. Divide each by its own length."),
                   Wrong("part along the first one too large", _length_forgotten,
                         "`astray @ first` is the part along `first` only if `first` has the length 1 already."),
                   Wrong("counted from 0", _from_zero,
                         "Both ways begin at `start`: take `start` away from `end` and from `middle`.")),
            hints=("The first direction is end − start, divided by its length; a way `v` has the length `(v @ "
                   "v)**0.5`.",
                   "The way to `middle` has a part along the first direction: its dot product with it.",
                   "Take away (way @ first) * first; what is left is at a right angle. Divide it by its length.")),
        Prediction(
            "honest-axes", "The XOR run again, and the largest gap along it. Rank three choices of axes.",
            Ranking("from the largest gap to the smallest", ("two weights", "two random directions",
                                                             "the path's components (PCA)")),
            lab=_to_be_ranked,
            outcome=lambda lab: np.argsort([-_largest_gap(chosen) for chosen in AXES]).tolist(), why=_why_these_axes),
        SayIt(
            "two-numbers", "A paper shows a smooth valley in a plane of random directions, with a path drawn into it. "
            "Which two numbers would you ask its authors for?",
            "The gap along the path, and how much of the path's length lies in the plane. (The share of the spread "
            "says little: a random walk has a high one, too.)"),
    ))
