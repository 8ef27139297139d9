"""Every lab, and what a hand finds there."""
from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Row(NamedTuple):
    """small: arguments with which it is quick. slider: name of the first one. picture, setting: one that a hand can act
    on, and what an arrow key changes there ("" if there is none). subshells: how its widgets are heard in the tests of
    common promises; the labs have the same parts, so that not every pair is needed.
    """

    small: str
    slider: str
    picture: str
    setting: str
    subshells: str


LABS: Mapping[str, Row] = MappingProxyType({
    "BackpropLab": Row("", "W1[0,0]", "", "", "disabled"),
    "GradientCheckLab": Row("", "step h", "sweep", "step", "disabled"),
    "GraphLab": Row("", "w", "", "", "default"),
    "ClinicLab": Row("steps=6", "patient", "", "", "default"),
    "CostLab": Row("widths=(2, 3, 1), budget=20", "depth", "growth", "width", "default"),
    "LossLab": Row("steps=20", "weight", "gradient", "bias", "disabled"),
    "FineTuneLab": Row("old_epochs=2, epochs=6, hidden=8, epoch=4", "examples", "new_digits", "epoch", "disabled"),
    "DigitsLab": Row("epochs=2, trained_on=64, hidden=6", "hidden units", "board", "pen", "default"),
    "ChanceLab": Row("epochs=2, hidden=6, since=1", "β", "plane", "example", "disabled"),
    "ConvolutionLab": Row("epochs=1, batch_size=200, filters=3", "position", "shares", "position", "disabled"),
    "MemorizingLab": Row("epochs=30, units=4, epoch=5", "examples", "curves", "epoch", "disabled"),
    "RewardLab": Row("episodes=4, episode=2, samples=20, most_steps=8", "learning rate", "policy", "cell", "disabled"),
    "SequenceLab": Row("length=6, units=4, updates=20, update=10, asked=3", "length", "unrolled", "asked", "disabled"),
    "RepresentationLab": Row("epochs=2, trained_on=64, hidden=6", "hidden units", "plane", "code", "default"),
    "TwoNetsLab": Row("steps=40, units=4, step=9", "G's rate", "losses", "step", "default"),
    "TrainingLab": Row("data='moons', n_points=40, hidden=(3,), epochs=6, epoch=2", "learning rate", "loss", "epoch",
                       "default"),
    "WeightLab": Row("", "weight", "parabola", "weight", "default"),
    "GradientFlowLab": Row("", "depth", "profile", "layer", "disabled"),
    "SurfaceLab": Row("resolution=15, steps=9", "w1", "map", "theta", "default"),
    "OptimizerRaceLab": Row("resolution=15, steps=9", "learning rate", "map", "start", "disabled"),
    "CurvatureLab": Row("resolution=15, steps=9", "learning rate", "map", "theta", "default"),
    "DistributionLab": Row("depth=6", "depth", "violins", "layer", "disabled"),
    "GradientMapLab": Row("width=8, deepest=12, depth=6, resolution=9", "gain", "map", "gain", "default"),
    "FlowOverTrainingLab": Row("depth=4, width=8, steps=9", "depth", "map", "step", "disabled")})
BY_SUBSHELLS = {way: [name for name, row in LABS.items() if row.subshells == way] for way in ("default", "disabled")}
# Those of one tab of the browser one after the other: to bring the other tab to the front takes a while.
IN_TURN = [name for names in BY_SUBSHELLS.values() for name in names]
# What the page does with labs, whatever they show, is tried with these: together they have every part that a page can have
# (`test_plan.py` holds that), so that not each lab need go through each day of a notebook.
OF_EVERY_KIND = {"default": ["DigitsLab", "CostLab", "TrainingLab"],
                 "disabled": ["BackpropLab", "OptimizerRaceLab", "RewardLab"]}
WITH_HANDLES = [name for name in IN_TURN if LABS[name].picture]


def small(name):
    """The source of a cell that makes and shows a lab, small, under its own name."""
    return f"{name} = bp.{name}({LABS[name].small}); {name}"


def way_of(nodeid):
    """How widgets are heard in a test, from its name with its parameters: "default" where it does not matter."""
    words = re.split(r"[\[\]-]", nodeid)
    return next((LABS[word].subshells if word in LABS else word for word in words if word in {*LABS, *BY_SUBSHELLS}),
                "default")
