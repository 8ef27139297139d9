"""Lesson 2: a unit adds and bends, layers follow each other, and XOR needs more than one."""
from __future__ import annotations

import numpy as np

import bpwidgets as bp
from bpwidgets import engine

from ...pictures.guess import Guess
from ...text import in_words
from .. import Exercise, Lesson, Number, Option, Place, Prediction, Question, SayIt, Wrong

ROWS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
TABLES = {"AND": [0, 0, 0, 1], "OR": [0, 1, 1, 1], "XOR": [0, 1, 1, 0]}
# Sub-steps of the net 2-2-1: all that the forward pass knows; of 2-3-2-1: z of the first layer.
AFTER_A1, AFTER_LOSS, AFTER_Z1 = 2, 5, 1
LEARNED = ("diagram", "verdict")
EXPECTED = ("expected are W1 of shape (2, 2), b1 of (2,), W2 of (2, 1) and b2 of (1,), or with three hidden units "
            "(2, 3), (3,), (3, 1) and (1,)")


def xor():
    W1 = [[5, 5], [5, 5]]
    b1 = [-2.5, -7.5]    # the first hidden unit is OR, the second one AND
    W2 = [[5], [-5]]     # OR, but not AND
    b2 = [-5]
    return W1, b1, W2, b2


def outputs(answer):
    """What the net with these weights says in the four rows: 1 above ½, else 0."""
    theta = _in_a_row(answer)
    net = engine.network((2, len(theta) // 4, 1), "tanh", "sigmoid")
    return (net.forward(theta, ROWS).output[:, 0] > 0.5).astype(int)


def _in_a_row(answer):
    """The weights as the engine takes them: four arrays one after the other, or what sliders have set."""
    parts = answer if isinstance(answer, (tuple, list)) else (answer,)
    if any(part is None for part in parts):
        raise ValueError(f"yours gives nothing (None); {EXPECTED}")
    if len(parts) == 2:
        raise ValueError("yours gives W and b alone, a net without a hidden layer. It draws one straight line, and "
                         "none has (0, 1) and (1, 0) on one side and the other two rows on the other side")
    try:
        arrays = [np.asarray(part, float) for part in parts]
    except (TypeError, ValueError):
        raise ValueError(f"yours gives something that is no table of numbers; {EXPECTED}") from None
    row = np.concatenate([array.ravel() for array in arrays]) if arrays else np.zeros(0)
    units = len(row) // 4
    sizes = [2 * units, units, units, 1]
    fits = len(arrays) == 4 and [array.size for array in arrays] == sizes and arrays[0].shape == (2, units)
    # the settings of a lab are one row of numbers
    if len(row) not in (9, 13) or not (fits or all(array.ndim == 0 or len(arrays) == 1 for array in arrays)):
        shapes = ", ".join(str(array.shape) for array in arrays) or "nothing"
        raise ValueError(f"yours gives the shapes {shapes}; {EXPECTED}")
    return row


def _with(W2, b2):
    """The hidden layer of the solution with another output unit."""
    W1, b1, _, _ = xor()
    return lambda: (W1, b1, W2, b2)


def _adder(w1, w2):
    return bp.BackpropLab(net="agh", weights={"W1[0,0]": w1, "W1[1,0]": w2}, moment=AFTER_Z1, controls=("moment",),
                          views=("diagram",), question="What does each part add?")


def _unit(w1, w2, b, example=3, **shown):
    """A hidden unit of tanh in the net 2-2-1, with the inputs of a row."""
    return bp.BackpropLab(net="xor_2_2_1", weights={"W1[0,0]": w1, "W1[1,0]": w2, "b1[0]": b}, example=example,
                          moment=AFTER_A1, question="Where does the unit stand on its curve?", **shown)


def _stands(lab):
    """z and a of the first hidden unit."""
    row = lab.settings.example
    return [float(lab.result.z[0][row, 0]), float(lab.result.a[0][row, 0])]


def _why_there(lab):
    z, a = _stands(lab)
    w1, _, w2, *_ = lab.settings.theta
    return (f"z = {in_words(w1)} + {in_words(w2)} + bias = {in_words(z)}, and tanh of it is {in_words(a)}. A bias "
            "moves the dot along the curve whatever the inputs are: it is a weight whose input is always 1. Choose "
            "other examples and watch the dot.")


def _side_or_island():
    """0 if a sigmoid unit is above ½ on an island, 1 if on one side of a line: along no way is it crossed twice."""
    unit, ways = engine.network((2, 1), output="sigmoid"), np.random.default_rng(0).normal(size=(40, 2, 2))
    theta, steps = unit.initialize("glorot_normal", seed=0), np.linspace(-20, 20, 401)[:, None]
    crossed = [np.count_nonzero(np.diff(unit.forward(theta, start + steps * way).output[:, 0] > 0.5))
               for start, way in ways]
    return int(max(crossed) <= 1)


def _has_a_line(table):
    """Whether a single unit can be above ½ for the ones of a table alone; weights of -1, 0 and 1 are enough."""
    weights = np.array([[w1, w2, b] for w1 in (-1, 0, 1) for w2 in (-1, 0, 1) for b in (-1.5, -0.5, 0.5, 1.5)])
    says = weights[:, :2] @ ROWS.T + weights[:, 2:] > 0
    return bool((says == np.array(table, bool)).all(axis=1).any())


def _needs_hidden():
    """Which option names the tables that need a hidden layer."""
    needs = [name for name, table in TABLES.items() if not _has_a_line(table)]
    return [["AND", "OR", "XOR"], ["XOR"], []].index(needs)


def _collapses(_):
    """1 if a net of three linear layers computes what one matrix does."""
    net = engine.network((2, 3, 2, 1), "identity", "identity", bias=False)
    theta = net.initialize("glorot_normal", seed=0)
    x, product = np.random.default_rng(0).normal(size=(20, 2)), np.linalg.multi_dot(
        [layer["W"] for layer in net.unpack(theta)])
    return int(np.allclose(net.forward(theta, x).output, x @ product))


LESSON = Lesson(
    "watch-a-network-compute", "Watch a network compute", 2, needs=("teach-one-weight",), minutes=25,
    outcomes=("compute a unit by hand: add, then bend", "say what weights, biases, activations and layers add",
              "set the weights of a net that computes XOR"),
    items=(
        Prediction(
            "adder", "The first unit of layer 1 gets the inputs 0.35 and 0.9 through the weights {w1} and {w2}; it has "
            "no bias. What does its adder hand on?", Number("z", within=0.01), lab=_adder,
            outcome=lambda lab: float(lab.result.z[0][0, 0]),
            cases=({"w1": 0.1, "w2": 0.8}, {"w1": -0.4, "w2": 0.5}, {"w1": 0.6, "w2": -1.2}),
            why="Each input times its weight, then the sum. Now move on, sub-step by sub-step: every unit adds, bends "
                "with its *activation function* f (here the sigmoid, of which more below), and hands on a = f(z) to "
                "all units of the next layer. This is the **forward pass**."),
        Prediction(
            "on-the-curve", "A tanh unit has the weights {w1} and {w2} and the bias {b}. With the inputs 0 and 0 it "
            "stands at the dot. Where on the solid curve does it stand with the inputs 1 and 1?",
            Place("z across, a up", picture="activation", within=0.06, axes=("z", "a"),
                  ground=lambda w1, w2, b: _unit(w1, w2, b, example=0, views=("activation",))),
            lab=lambda w1, w2, b: _unit(w1, w2, b, views=("diagram", "activation"), controls=("example",)),
            outcome=_stands, why=_why_there, guess=lambda answer, lab: Guess("activation", *answer),
            cases=({"w1": 1.5, "w2": 0.6, "b": -0.8}, {"w1": -1.2, "w2": -0.9, "b": 0.5},
                   {"w1": 2.0, "w2": -0.4, "b": 0.9})),
        Question(
            "one-side", "For which inputs x₁, x₂ is a sigmoid unit above ½?",
            (Option("Near a center: its units are radial basis functions.", "Those are another family. This unit adds, "
                    "and its sum grows on and on in one direction.", misconception="units-measure-distances"),
             Option("On one side of a straight line.", "Its output is ½ where z = 0: a line, turned by the weights and "
                    "moved by the bias.")),
            right=_side_or_island),
        Question(
            "who-needs-it", "AND is 1 if both inputs are 1, OR if at least one is, XOR if exactly one is. Which of "
            "these tables needs a hidden layer?",
            (Option("All: a neural network has at least one hidden layer.", "The net of lesson 1 had none and learned "
                    "its table. Draw the four rows as points: a line cuts off (1, 1), which is AND.",
                    misconception="hidden-layer-is-obligatory"),
             Option("XOR.", "Its ones, (0, 1) and (1, 0), lie across from each other: no line has both on one side "
                    "and the other two rows on the other."),
             Option("None: it only takes more training.", "Training looks for the best line, and none is good enough.",
                    misconception="training-finds-everything")),
            right=_needs_hidden),
        Question(
            "without-bending", "Let every unit of 2-3-2-1 hand on z itself, f(z) = z. What can this net compute that "
            "two inputs and one adder cannot?",
            (Option("Curved borders: 14 weights can do more than 2.", "A sum of sums is a sum: multiply it all out, "
                    "and two weights are left.", misconception="more-layers-compute-more"),
             Option("Nothing.", "Three adders in a row are one adder. It is the nonlinearity between them that makes "
                    "layers worth having.")),
            right=_collapses,
            lab=lambda: bp.BackpropLab(net=engine.network((2, 3, 1), "identity"), data=bp.datasets.xor(), loss="mse",
                                       seed=1, updates=200, learning_rate=0.3, moment=200 * 15 - 1, views=LEARNED,
                                       controls=("seed", "learning_rate"),
                                       question="How well can a linear net learn XOR?")),
        Exercise(
            "xor", "Write `xor()`: it returns `W1, b1, W2, b2` of a net 2-2-1 or 2-3-1 (tanh, then sigmoid) that says "
            "more than ½ for (0, 1) and (1, 0), and less for (0, 0) and (1, 1).",
            reference=xor, cases=lambda rng: (), through=outputs, returns="XOR of the four rows",
            oracle=lambda: [int(a != b) for a, b in ROWS],
            wrong=(Wrong("AND", _with([[0], [5]], [-2]),
                         "That is AND: one line is enough for it, without a hidden layer."),
                   Wrong("OR", _with([[5], [0]], [2]),
                         "That is OR: (1, 1) still has to be taken out again."),
                   Wrong("turned round", _with([[-5], [5]], [5]),
                         "Every row is the wrong way round: turn the signs of W2 and b2."),
                   Wrong("one input alone", lambda: ([[5, 5], [0, 0]], [-2.5, -2.5], [[5], [5]], [0]),
                         "That is the first input: the hidden units do not listen to the second one."),
                   Wrong("always 0", _with([[0], [0]], [-1]),
                         "The output hears nothing of the hidden units: their weights in W2 are too small beside "
                         "b2.")),
            hints=("Each hidden unit draws a line. Let one say OR, the other one AND.",
                   "XOR is OR, but not AND: a positive weight from the one, a negative weight from the other.",
                   "A line half-way: x₁ + x₂ − 0.5 is above 0 for OR, x₁ + x₂ − 1.5 for AND. Times 5, tanh is nearly "
                   "−1 or 1. Found it with sliders? `return lab.settings.theta`.")),
        SayIt(
            "parts", "What does each part add: weight, bias, nonlinearity, layer? A few words for each.",
            "Weights say how much each input counts, and turn the line; the bias moves it; the nonlinearity bends, so "
            "that a second layer can do more than the first; a layer makes new inputs for the next, of which XOR is a "
            "simple table."),
    ))
