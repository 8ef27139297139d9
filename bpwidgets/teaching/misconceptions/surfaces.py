"""Wrong ideas about the loss as a landscape: where it leads, what holds a run up, what a picture shows (lessons 11, 15
and 16)."""
from __future__ import annotations

from typing import Any

import numpy as np

import bpwidgets as bp
from bpwidgets import engine

from .misconception import OFTEN_HEARD, Misconception, cited

MAP = ("map", "verdict")
# A net of thirteen numbers that learns XOR.
XOR_RUN = {"objective": "2-3-1", "optimizer": "adam", "learning_rate": 0.1}


def _points_elsewhere(lab: Any) -> bool:
    """The way against the gradient is more than 30 degrees off the way to the lowest point of the map."""
    result = lab.result
    i, j = np.unravel_index(result.surface.argmin(), result.surface.shape)
    there = np.array([result.u[i], result.v[j]]) - result.theta
    cosine = -result.gradient @ there / (engine.norm(result.gradient) * engine.norm(there))
    return bool(cosine < np.cos(np.radians(30)))


def _still_falls(lab: Any) -> bool:
    """Stuck far above 0, and yet no place of rest: the gradient is not 0 and the loss goes on falling."""
    path = lab.result.paths["sgd"]
    values = path.values[:]
    return bool(values[-1] > 0.1 and engine.norm(path.gradients[-1]) > 1e-5 and values[-1] < values[-200]
                and (np.diff(values[-200:]) < 0).all())


def _bowl_that_is_left() -> bp.Lab:
    """The plane of the two largest curvatures at step 25 of a run, and the 40 steps after it."""
    there = bp.SurfaceLab(**XOR_RUN, steps=25).result.path.thetas[25]
    return bp.SurfaceLab(**XOR_RUN, steps=40, theta=tuple(there), axes="curvature", controls=("step", "span"),
                         views=("map", "meter", "verdict"))


OF_SURFACES = (
    Misconception(
        "gradient-points-to-the-minimum", "The way against the gradient leads straight to the minimum.",
        "It is the steepest way down from here, at a right angle to the contour line; the minimum may lie well to the "
        "side.",
        OFTEN_HEARD,
        lambda: bp.SurfaceLab(objective=engine.SURFACES["bowl"].replace(condition=10), start=(1.4, 0.6),
                              learning_rate=0.03, arrows=True, controls=("theta", "step"), views=MAP),
        _points_elsewhere),
    Misconception(
        "one-best-set-of-weights", "There is one best set of weights, and training finds it.",
        "The best weights can be whole valleys; where in them a run ends, its start and its rate decide.",
        OFTEN_HEARD,
        lambda: bp.SurfaceLab(objective="product", start=(2.0, 0.1), span=3, learning_rate=0.05, resolution=101,
                              controls=("learning_rate", "step"), views=MAP),
        lambda lab: all((lab.result.surface[side] < 1e-3).sum() > 3 for side in (lab.result.u > 0, lab.result.u < 0))),
    Misconception(
        "bad-minima-everywhere", "A run that is stuck sits in a bad local minimum; nets are full of them.",
        "This run is stuck, and not at a minimum: its gradient is not 0 and its loss still falls, less and less, on a "
        "plateau.",
        "as an opinion of others: " + cited(
            "Dauphin and others", "Identifying and attacking the saddle point problem in high-dimensional non-convex "
            "optimization", 2014, "https://arxiv.org/abs/1406.2572"),
        lambda: bp.OptimizerRaceLab(objective="2-2-1", optimizers=("sgd",), learning_rate=2.0, steps=2000, seed=1,
                                    controls=("seed", "step"), views=("losses", "verdict")),
        _still_falls),
    Misconception(
        "a-saddle-is-the-end", "Where the gradient is 0 training is over: a run that meets a saddle stays there.",
        "A saddle is a delay: along one direction it pushes out, by the same factor in each step.",
        OFTEN_HEARD,
        lambda: bp.CurvatureLab(objective="product", theta=(0.01, 0.01), learning_rate=0.05, steps=100,
                                controls=("theta", "step"), views=MAP),
        lambda lab: bool(lab.result.eigenvalues[0] < 0 < lab.result.eigenvalues[1]
                         and lab.result.path.values[20] > 0.95 * lab.result.path.values[0]
                         and lab.result.path.values[-1] < 1e-6)),
    Misconception(
        "flat-means-trained", "The loss does not fall any more, so the net is trained.",
        "It may stand on a plateau: here 100 steps change next to nothing, and the loss could be 0.",
        OFTEN_HEARD,
        lambda: bp.SurfaceLab(objective="plateau", start=(4.0, 0.0), learning_rate=0.5, steps=100, span=5,
                              controls=("steps", "learning_rate"), views=("map", "slice", "verdict")),
        lambda lab: bool(lab.result.path.values[-1] > 0.99 * lab.result.path.values[0]
                         and lab.result.surface.min() < 0.01 * lab.result.path.values[-1])),
    Misconception(
        "the-picture-is-the-loss", "A picture of the loss surface shows the loss of the net.",
        "It shows two dimensions of many: away from the plane the net has another loss than the picture says.",
        "read into pictures such as those of " + cited(
            "Li, Xu, Taylor, Studer and Goldstein", "Visualizing the Loss Landscape of Neural Nets", 2018,
            "https://arxiv.org/abs/1712.09913"),
        lambda: bp.SurfaceLab(**XOR_RUN, steps=100, through="end", span=5.0, controls=("step",),
                              views=("map", "meter", "verdict")),
        lambda lab: bool(lab.result.hollow[0] and abs(lab.result.gap[0]) > 0.5 * lab.result.path.values[0])),
    Misconception(
        "a-bowl-is-a-minimum", "A bowl in the picture, with the point at its bottom: the net has arrived.",
        "The picture may show a bowl while the loss falls in the dimensions that it does not have.",
        OFTEN_HEARD, _bowl_that_is_left,
        lambda lab: bool((lab.result.eigenvalues > 0).all()
                         and lab.result.surface.min() > 0.9 * lab.result.path.values[0]
                         and lab.result.path.values[-1] < 0.02 * lab.result.path.values[0])),
)
