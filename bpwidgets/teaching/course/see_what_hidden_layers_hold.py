"""Lesson 25: see what hidden layers hold. A net that nobody told the digits sorts them: how much of that can be
believed?"""
from __future__ import annotations

from itertools import product

import numpy as np

import bpwidgets as bp
from bpwidgets import engine

from ...labs.representation.study import task_of
from .. import Choice, Exercise, Lesson, Number, Option, Prediction, Question, SayIt, Wrong
from ..misconceptions.hidden_layers import PLANE, PROBES, QUICK, UNITS, unit_with_one_kind_on_top

SYMMETRY, ENCODER = ("mirror", "symmetry_runs"), ("codes", "encoder_runs")


def gradients(x, W, V):
    h = np.tanh(x @ W)
    r = h @ V
    delta = 2 * (r - x) / x.size
    dV = h.T @ delta
    dW = x.T @ (delta @ V.T * (1 - h ** 2))
    return dW, dV


def _written(x, W, V, target=None, divide=None, slope=True, back="V", sign=1.0):
    """The same, with what learners write."""
    h = np.tanh(x @ W)
    delta = sign * 2 * (h @ V - (x if target is None else target)) / (divide or x.size)
    through = delta @ (V.T if back == "V" else W)
    return x.T @ (through * (1 - h ** 2) if slope else through), h.T @ delta


def by_engine(x, W, V):
    """Both gradients from the engine: the net is trained on its own inputs."""
    (inputs, hidden), loss = W.shape, engine.LOSSES["mse"]
    net = engine.Network((engine.Dense(inputs, hidden, "tanh", bias=False),
                          engine.Dense(hidden, inputs, bias=False)))
    objective = engine.NetworkLoss(net, x, x, loss)
    dW, dV = (layer["W"] for layer in net.unpack(objective.gradient(np.concatenate([W.ravel(), V.ravel()]))))
    return dW, dV


def _case(rng):
    """Two or three examples of three numbers, two hidden units."""
    return tuple(rng.integers(-2, 3, size=shape) / 2 + 0.25 for shape in ((int(rng.integers(2, 4)), 3), (3, 2), (2, 3)))


def _lab(views, controls, **more):
    return bp.RepresentationLab(**{**QUICK, **more}, views=views, controls=controls)


def _same(lab):
    return 100 * lab.result.map(lab.settings.epoch, "middle").same


def _why_same(lab):
    error, pca = lab.result.errors[-1], lab.result.pca_error
    return (f"To draw {len(lab.result.labels)} digits again from two numbers, with an error of {error:.3f} by pixel "
            f"(PCA: {pca:.3f}), the net must put side by side what looks alike; and digits of one kind look alike. "
            "The colors are ours: no label was used. Now walk: drag the ring over the plane. Between two kinds "
            "the decoder draws what nobody has written.")


def _own_input():
    """What the autoencoder of the lab is to give: the number of the option."""
    train = task_of(bp.studies.RepresentationSettings()).parts.train
    return 2 if np.array_equal(train.desired, train.x) else 0


def _of_pixels(lab):
    return 100 * lab.result.map(lab.settings.epoch, "pixels").by_map


def _why_map(lab):
    found = {layer: lab.result.map(lab.settings.epoch, layer) for layer in ("pixels", "middle")}
    return (f"64 numbers do not fit in two: of the true neighbors {100 * found['pixels'].by_map:.0f} % are left, the "
            "others on the map are strangers. The upper meter is another thing: what the net keeps. The "
            f"middle lost {100 - 100 * found['middle'].by_net:.0f} % of the neighbors by pixels itself; its map "
            "shows all of what is left.")


def _behind(lab):
    _, _, middle, behind = lab.result.probed(lab.settings.epoch)
    return 0 if behind < middle - 0.05 else 2 if behind > middle + 0.05 else 1


def _why_behind(lab):
    _, _, middle, behind = lab.result.probed(lab.settings.epoch)
    return (f"{100 * behind:.0f} % after {100 * middle:.0f} %. No information was added: 48 tanh units bend the plane, "
            "so that a weighted sum can cut out what lay in its middle. A probe says what is easy to read, "
            "not what is there.")


def _not_learned(lab):
    start, end = lab.result.probed(0)[1], lab.result.probed(lab.settings.epoch)[1]
    return 1 if start > end - 0.05 else 0


def _not_only(lab):
    answers, unit = lab.result.units(lab.settings.epoch, lab.settings.layer), lab.result.unit(lab.settings)
    return 1 if answers.selective(unit) < 0.5 else 0


def _top_unit():
    return _lab((*UNITS, "verdict"), ("unit",), unit=unit_with_one_kind_on_top())


def _learned(lab):
    return int(lab.result.symmetry.learned(lab.settings.sweep).sum())


def _cancelling(sizes):
    """How many of the 64 rows of six bits cancel, with weights of these sizes that are opposite about the middle."""
    bits = np.array(list(product([0, 1], repeat=6)))
    return int((bits @ np.array([*sizes, *(-size for size in sizes[::-1])]) == 0).sum())


def _why_learned(lab):
    losses = lab.result.symmetry.losses[lab.settings.sweep]
    return (f"The others stand at an error of {losses.max():.0f}: they say “not symmetric” to all 64 rows, and the "
            "gradient there is next to nothing. The paper shows one run of 1,425 sweeps. Choose seeds by their chips: "
            "whoever has learned has weights equal and opposite about the middle, 1 : 2 : 4. Then only the "
            f"{_cancelling((1, 2, 4))} symmetric rows cancel; with 1 : 1 : 1 it would be {_cancelling((1, 1, 1))}, "
            "such as 100010.")


def _bits(lab):
    nets = lab.result.encoder
    codes = nets.network.forward(nets.thetas[-1], nets.x)[0].a
    count = sum(len(np.unique(one > 0.5, axis=0)) == 8 for one in codes)
    return 0 if count == 10 else 2 if count < 2 else 1


def _why_bits(lab):
    nets = lab.result.encoder
    codes = nets.network.forward(nets.thetas[-1], nets.x)[0].a
    count = sum(len(np.unique(one > 0.5, axis=0)) == 8 for one in codes)
    return (f"All ten seeds bring the eight patterns through, {count} of them with eight different rows of bits. The "
            "others use values such as 0.5 for a third letter. A well-known textbook shows one typical run, rounded, "
            "and it is a binary code; one run is not all of them.")


LESSON = Lesson(
    "see-what-hidden-layers-hold", "See what hidden layers hold", 25, needs=("read-handwritten-digits",), minutes=25,
    outcomes=("train a net without labels, and say what its target is",
              "tell what a net has lost from what its picture has lost",
              "read a probe, a map and top inputs for what they say, and no more"),
    items=(
        Prediction(
            "sorted-without-labels", "The net learns 1,497 digits for {epochs} epochs, and no one tells it which digit "
            "is which. Then 300 others are placed on the plane of its two numbers. How many percent of a digit's five "
            "nearest neighbors are the same digit? (At random: 10.)",
            Number("the same digit", "%", apart=12, low=0, high=100), outcome=_same, why=_why_same,
            lab=lambda epochs: _lab(PLANE, ("labeled", "epoch"), epochs=epochs), cases=({"epochs": 20}, {"epochs": 5})),
        Question(
            "its-own-target", "Each update needs an error, and an error needs a target. What is the target y of this "
            "net?",
            (Option("The label: somewhere it must come in.", "The run has no labels at all; the lab colors with them.",
                    misconception="learning-needs-labels"),
             Option("None: without labels there is no error.", "There is one: the mean of (r − x)², r being what "
                    "comes out.", misconception="learning-needs-labels"),
             Option("The input x.", "That is all: the loss of lesson 9 with x in place of y. The narrow layer keeps it "
                    "from being a copy.")),
            right=_own_input),
        Prediction(
            "what-a-map-keeps", "The 300 digits are points in 64 dimensions; PCA maps them. How many percent of each "
            "digit's {neighbors} nearest neighbors by pixels are among its {neighbors} nearest on the map?",
            Number("kept by the map", "%", apart=10, low=0, high=100),
            lab=lambda neighbors: _lab(("maps", "verdict"), ("neighbors", "labeled", "epoch"), neighbors=neighbors),
            outcome=_of_pixels, why=_why_map, cases=({"neighbors": 5}, {"neighbors": 20})),
        Prediction(
            "behind-the-middle", "A probe reads about half of the digits off the two numbers of the middle. The next "
            "hidden layer is computed from these two and nothing else. How many does a probe read off it?",
            Choice(("fewer", "about as many", "far more")),
            lab=lambda seed: _lab((*PROBES, "verdict"), ("epoch",), seed=seed), outcome=_behind, why=_why_behind,
            cases=({"seed": 1}, {"seed": 2})),
        Question(
            "what-a-probe-proves", "Off the first hidden layer a probe reads nine digits of ten. “So this layer has "
            "learned to tell digits apart.” Has it?",
            (Option("Yes: otherwise the probe could not read them.", "Go back to epoch 0: random weights, and the "
                    "probe reads as many.", misconception="a-probe-shows-what-was-learned"),
             Option("That does not follow: look at the layer before it has learned.",
                    "At epoch 0 it is as good. What is in the pixels gets through a random layer, too.")),
            right=_not_learned, lab=lambda: _lab((*PROBES, "verdict"), ("epoch",))),
        Question(
            "top-twelve", "The twelve digits to which a hidden unit answers most are all of one kind. What do you "
            "know of it?",
            (Option("That it is the detector of that kind.", "See all 300 answers: many other kinds stand in its upper "
                    "half.", misconception="top-inputs-say-it-all"),
             Option("What stands at the upper end of its range, and no more.",
                    "The points show the rest: its upper half is full of other kinds.")),
            right=_not_only, lab=_top_unit),
        Prediction(
            "seeds-of-symmetry", "Its two hidden units start from ten seeds and learn for {sweep} sweeps. How many of "
            "the ten seeds learn it?", Number("seeds", apart=1, low=0, high=10), outcome=_learned, why=_why_learned,
            lab=lambda sweep: bp.RepresentationLab(epochs=1, sweep=sweep, views=(*SYMMETRY, "verdict"),
                                                   controls=("sweep", "draw")),
            cases=({"sweep": 2500}, {"sweep": 1000})),
        Prediction(
            "eight-through-three", "All ten seeds bring the eight patterns through three units. Round the three "
            "activations to bits: in how many seeds are the eight codes then different?",
            Choice(("in all ten: it must be a binary code", "in some, not in others", "in hardly any")),
            lab=lambda draw: bp.RepresentationLab(epochs=1, draw=draw, views=(*ENCODER, "verdict"),
                                                  controls=("draw", "sweep")),
            outcome=_bits, why=_why_bits, cases=({"draw": 1}, {"draw": 5})),
        Exercise(
            "an-autoencoder", "Write `gradients(x, W, V)`: `x` holds examples in rows, h = tanh(x W) is the code, "
            "r = h V what is drawn again, and the loss is the mean of (r − x)² over all numbers of x. It returns "
            "dW and dV.",
            reference=gradients, cases=_case, returns=("dW", "dV"), oracle=by_engine,
            wrong=(Wrong("uphill", lambda x, W, V: _written(x, W, V, sign=-1.0),
                         "The derivative of (r − x)² with respect to r is 2 (r − x), not 2 (x − r)."),
                   Wrong("a mean over rows", lambda x, W, V: _written(x, W, V, divide=len(x)),
                         "The mean is over all numbers of x: divide by x.size."),
                   Wrong("a sum", lambda x, W, V: _written(x, W, V, divide=1.0),
                         "That is the gradient of the sum of squares; the loss is their mean: divide by x.size."),
                   Wrong("no slope", lambda x, W, V: _written(x, W, V, slope=False),
                         "On its way through tanh each error is multiplied by the slope, 1 − h²."),
                   Wrong("back through W", lambda x, W, V: _written(x, W, V, back="W"),
                         "The error goes back by the way it came: through Vᵀ. W only has the same shape."),
                   Wrong("no target", lambda x, W, V: _written(x, W, V, target=0.0),
                         "The error is r − x, what came out less what went in; yours lets x out.")),
            hints=("It is the two-layer net of lesson 5 with x in place of y, and without biases.",
                   "delta = 2 (r − x) / x.size; dV = hᵀ delta.",
                   "dW = xᵀ (delta Vᵀ · (1 − h²)).")),
        SayIt(
            "a-map-in-a-paper", "A paper shows a map of a hidden layer with ten clean clusters: “The net has "
            "understood the classes.” Which three numbers do you ask for?",
            "What share of its neighbors in the layer does the map keep? What does a probe read off the same layer "
            "before training, and off the inputs? And of how many seeds is this one?"),
    ))
