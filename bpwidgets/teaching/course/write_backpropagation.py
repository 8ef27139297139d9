"""Lesson 5: the whole backward pass with matrices, and where W and its transpose go."""
from __future__ import annotations

import numpy as np

import bpwidgets as bp
from bpwidgets import engine

from .. import Choice, Exercise, Lesson, Option, Prediction, Question, SayIt, Wrong

# Sub-steps of nets with two layers: dW of layer 2, and dL/da of layer 1.
GRADIENT_2, ERROR_1 = 9, 10
PRODUCTS = ("`a @ δ`", "`δ.T @ a`", "`a.T @ δ`", "`a * δ`")
OF_THE_BIAS = ("`δ` itself", "`δ.sum(axis=0)`", "`a.T @ δ`", "0: no input comes in")


def backward(a, slope, W, y):
    error = (a[-1] - y) / len(y)
    dW = [None] * len(W)
    for k in reversed(range(len(W))):
        delta = error * slope[k]
        dW[k] = a[k].T @ delta
        error = delta @ W[k].T
    return tuple(dW)


def _net(sizes):
    return engine.network(sizes, "tanh", "tanh", bias=False)


def _cases(rng):
    """Two rows through a fresh net of two or three layers; every other one has as many units in each."""
    layers = int(rng.integers(2, 4))
    sizes = [2] * (layers + 1) if rng.integers(2) else rng.integers(1, 4, size=layers + 1).tolist()
    net = _net(sizes)
    x, y, theta = (rng.choice([-1, 1], size=size) * rng.integers(1, 10, size=size) / 10
                   for size in ((2, sizes[0]), (2, sizes[-1]), net.n))
    trace = net.forward(theta, x)
    slopes = (layer.activation.slope(one.z) for layer, one in zip(net.layers, trace))
    return (x, *(one.a for one in trace)), tuple(slopes), tuple(one["W"] for one in trace.parameters), y


def _of_the_engine(a, slope, W, y):
    """The same from the engine, which makes its own forward pass."""
    net = _net((len(W[0]), *(one.shape[1] for one in W)))
    theta = net.pack([{"W": one} for one in W])
    trace = net.forward(theta, a[0])
    return tuple(one.gradients["W"] for one in net.backward(theta, trace, (trace.output - y) / len(y)))


def _with(start=lambda a, y: (a - y) / len(y), own=lambda error, slope: error * slope,
          back=lambda W, delta, dW, error: delta @ W.T):
    """The pass with another beginning, another δ, or another way back."""
    def wrong(a, slope, W, y):
        error, dW = start(a[-1], y), [None] * len(W)
        for k in reversed(range(len(W))):
            delta = own(error, slope[k])
            dW[k] = a[k].T @ delta
            error = back(W[k], delta, dW[k], error)
        return tuple(dW)

    return wrong


def _layer_2(lab):
    """What comes in, δ and W of layer 2, over all rows; and its gradient."""
    r = lab.result
    parameters, gradients = (r.network.unpack(vector)[1] for vector in (r.theta, r.gradient))
    return r.a[0], r.delta[1], parameters["W"], gradients


def _which(candidates, right):
    """The number of the one candidate that is the right array."""
    return [callable(one) and _same(one, right) for one in candidates].index(True)


def _same(compute, right):
    try:
        found = compute()
    except ValueError:    # matrices that do not fit
        return False
    return found.shape == right.shape and bool(np.allclose(found, right))


def _product(lab):
    a, delta, _, gradients = _layer_2(lab)
    return _which((lambda: a @ delta, lambda: delta.T @ a, lambda: a.T @ delta, lambda: a * delta), gradients["W"])


def _bias(lab):
    a, delta, _, gradients = _layer_2(lab)
    return _which((lambda: delta, lambda: delta.sum(axis=0), lambda: a.T @ delta, lambda: np.zeros(1)), gradients["b"])


def _way_back(lab):
    """0 for W, 1 for its inverse, 2 for its transpose."""
    _, delta, W, _ = _layer_2(lab)
    return _which((lambda: delta @ W, lambda: delta @ np.linalg.inv(W), lambda: delta @ W.T), lab.result.error[0])


def _off():
    """How far dW1 of Mazur's net is off if W2 is changed first, as a part of its length."""
    r = bp.BackpropLab(net="mazur").result
    _, delta, W, gradients = _layer_2(bp.BackpropLab(net="mazur"))
    error = delta @ (W - r.task.row.learning_rate * gradients["W"]).T
    right = r.network.unpack(r.gradient)[0]["W"]
    return engine.norm(r.first.x.T @ (error * r.slope[0]) - right) / engine.norm(right)


def _xor(hidden=3, **shown):
    return bp.BackpropLab(net=f"xor_2_{hidden}_1", seed=3, controls=("moment",), **shown)


LESSON = Lesson(
    "write-backpropagation", "Write backpropagation in five lines", 5, needs=("send-the-error-back",), minutes=25,
    outcomes=("say which product gives dW, and which one carries the error back",
              "write the backward pass of a net of any depth", "say when the weights may change"),
    items=(
        Prediction(
            "which-product", "Four rows go through layer 2 of a net 2-{hidden}-1: `a`, what comes in, has shape "
            "(4, {hidden}), δ has (4, 1), W has ({hidden}, 1). Which product is dW?", Choice(PRODUCTS),
            lab=lambda hidden: _xor(hidden, moment=GRADIENT_2, selected="W2[0,0]", views=("diagram", "gradients"),
                                    question="How do the wishes of all examples become one gradient?"),
            outcome=_product, cases=({"hidden": 3}, {"hidden": 2}),
            why="It alone has the shape of W. Entry [i, j] is what comes in from unit i times δ of unit j, added up "
                "over the rows: the product does the sum by itself. The bars are the shares of the four examples."),
        Prediction(
            "of-the-bias", "And which one is db of that layer? (W had ({hidden}, 1), b has (1,).)", Choice(OF_THE_BIAS),
            lab=lambda hidden: _xor(hidden, moment=GRADIENT_2, selected="b2[0]", views=("diagram", "gradients"),
                                    question="What do the examples want of the bias?"),
            outcome=_bias, cases=({"hidden": 3}, {"hidden": 2}),
            why="A bias is a weight whose input is always 1: a column of ones in place of `a` makes `a.T @ δ` a plain "
                "sum over the rows."),
        Question(
            "way-back", "Forward, `z = a @ W`. How does δ come back through W, to dL/da of the layer before?",
            (Option("`δ @ W`, through the same product.", "δ has a column for each unit that W leads *to*; W has its "
                    "rows for the units it comes *from*.", misconception="same-product-both-ways"),
             Option("`δ @ inverse(W)`, which undoes it.", "Nothing is undone: the question is how L depends on a, not "
                    "which a it was. Most W have no inverse at all.", misconception="going-back-inverts"),
             Option("`δ @ W.T`", "Row i of W has the weights that lead out of unit i; each of them brings back the δ "
                    "of where it leads, and they are added.")),
            right=_way_back,
            lab=lambda: _xor(moment=ERROR_1, selected="W1[0,0]", views=("diagram", "formula"),
                             question="How does δ come back through W?")),
        Exercise(
            "backward", "Write `backward(a, slope, W, y)`, for nets of any depth without biases. `a[0]` has the "
            "inputs, `a[k + 1]` the activations of layer k (counted from 0), `slope[k]` its slopes, each row an "
            "example. L is ½ (a[-1] − y)², added over the outputs, the mean over the rows. Return the list of all dW.",
            reference=backward, cases=_cases, oracle=_of_the_engine, returns=("dW[0]", "dW[1]", "dW[2]"),
            wrong=(Wrong("slope left out", _with(own=lambda error, slope: error),
                         "What arrives at a unit is not yet its δ: multiply by the unit's slope."),
                   Wrong("slope not carried back", _with(back=lambda W, delta, dW, error: error @ W.T),
                         "Each slope stays in its own layer: it is δ, not the error that arrived, that goes back "
                         "through W. (That is the slideshow's rule.)"),
                   Wrong("W not transposed", _with(back=lambda W, delta, dW, error: delta @ W),
                         "Forward the weights of a unit stand in its column; backward you need its row: W[k].T."),
                   Wrong("mean forgotten", _with(start=lambda a, y: a - y),
                         "You added the rows up; L is their mean: divide by the number of rows, once."),
                   Wrong("sign", _with(start=lambda a, y: (y - a) / len(y)),
                         "That is minus the gradient: the slope of ½ (a − y)² is a − y. The minus belongs to the "
                         "update."),
                   Wrong("update during the pass", _with(back=lambda W, delta, dW, error: delta @ (W - dW).T),
                         "W[k] had changed before the error went back through it. First all gradients, then the "
                         "update.")),
            hints=("Begin with `error = (a[-1] - y) / len(y)` and go from the last layer to the first: "
                   "`for k in reversed(range(len(W))):`.",
                   "Each layer takes three lines: δ from error and slope; dW[k]; the error for the layer before.",
                   "`delta = error * slope[k]`. dW[k] has the shape of W[k], so `a[k]` must be turned; and the error "
                   "goes back through `W[k].T`.")),
        Question(
            "when-to-change", "To save memory, a program changes each W as soon as its dW is known, and then goes on "
            "to the layer before. Is that right?",
            (Option("Yes: dW of a layer is all that its W is needed for.", "W is needed once more: to carry the error "
                    "back. In the net 2-2-2 of lesson 3, dW1 is then off by 16 % of its length, and nothing tells you.",
                    misconception="weights-change-during-the-pass"),
             Option("No: the error must go back through the old W.", "The gradient belongs to one place in the space "
                    "of weights. (Carry the error back first, and you may change W at once.)")),
            right=lambda: int(round(_off(), 2) == 0.16)),
        SayIt(
            "w-and-its-transpose", "Where does W go in a training step, and where its transpose? A sentence for "
            "somebody who knows the forward pass.",
            "Forward, `a @ W` adds up what leads into each unit; backward, `δ @ W.T` adds up what led out of each "
            "unit, along the same lines. dW itself needs neither: it is `a.T @ δ`, what came in times δ, added over "
            "the rows."),
    ))
