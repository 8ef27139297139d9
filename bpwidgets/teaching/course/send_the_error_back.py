"""Lesson 3: what arrives at each unit on the way back, and what the unit makes of it."""
from __future__ import annotations

import numpy as np

import bpwidgets as bp

from ...text import in_words
from .. import Decade, Factor, FillIn, Lesson, Number, Option, Prediction, Question, Ranking, SayIt

# Sub-steps: of the net 2-3-2-1; of nets with two layers δ of the first, the last before the update, the loss after it.
AFTER_LOSS, AFTER_ERROR_2, AFTER_ALL = 7, 12, 19
AFTER_DELTA_1, AFTER_BOTH, NEXT_LOSS = 12, 13, 20
STEPS = {"δ of the output": ("delta", 3), "dL/da of layer 2": ("error", 2), "the loss": ("loss", 0),
         "δ of layer 2": ("delta", 2), "dL/da of the output": ("error", 3)}
# The loss after one update to nine digits, as a post prints it, and as it is.
PRINTED, OURS = 0.291027924, 0.291027774
# Rules of the chain; short, since they stand side by side.
ERROR, SLOPE, WEIGHT, INPUT = "slope of L", "slope of f", "the weight", "the input"


def _order(lab):
    """The things in the order in which the lab computes them."""
    kinds = [(one.kind, one.layer) for one in lab.result.substeps]
    places = [kinds.index(step) for step in STEPS.values()]
    return np.argsort(places).tolist()


def _arriving(unit, w, y, delta, which):
    return bp.BackpropLab(net="agh", x=[[0.35, 0.9]], y=[[y]], weights={f"W3[{unit},0]": w}, moment=AFTER_ERROR_2,
                          selected=f"W2[0,{unit}]", views=("diagram", "formula"), controls=("moment",),
                          question="What arrives at each unit?")


def _arrives(lab):
    """dL/da of the unit of layer 2 to which the selected weight leads."""
    unit = int(lab.settings.selected[-2])
    return float(lab.result.error[1][0, unit])


def _flat(z):
    return bp.BackpropLab(net="chain", weights={"b1[0]": z - 1.2}, selected="b1[0]", moment=AFTER_DELTA_1,
                          views=("diagram", "activation"), controls=("moment",),
                          question="How much of the error does a unit let through?")


def _why_flat(lab):
    r = lab.result
    return (f"The slope there is {in_words(r.slope[0].item())}: {in_words(r.error[0].item())} arrives, "
            f"{in_words(r.delta[0].item())} is left. Far out the sigmoid is flat, on both sides: the weights "
            "before hardly hear of the error.")


def slideshow_gradient(result):
    """What the slideshow's rule gives as gradient, (n,): δ goes back through the weights alone, and each slope comes in
    at the update of its own layer."""
    passes, net = result.first, result.network
    error, gradients = passes.error[-1], []
    for k in reversed(range(len(net.layers))):
        gradients.insert(0, {"W": (passes.x, *passes.a)[k].T @ (error * passes.slope[k])})
        error = error @ net.unpack(passes.theta)[k]["W"].T
    return net.pack(gradients)


def _at_selected(lab):
    """The slideshow's number for the selected weight, and the true one."""
    k = lab.result.names.index(lab.settings.selected)
    return float(slideshow_gradient(lab.result)[k]), float(lab.result.gradient[k])


def _by_difference(lab):
    """The slope of the loss along the selected weight, from two nudges."""
    r = lab.result
    nudge = 1e-5 * np.eye(len(r.theta))[r.names.index(lab.settings.selected)]
    return float(np.subtract(*(r.task.objective.value(r.theta + way * nudge) for way in (1, -1))) / 2e-5)


def _times(lab):
    theirs, ours = _at_selected(lab)
    return theirs / ours


def _why_times(lab):
    theirs, ours = _at_selected(lab)
    said = (f"The rule gives {in_words(theirs)}, backpropagation {in_words(ours)}. Who is right? Nudge the weight: the "
            f"loss changes by {in_words(_by_difference(lab))} per unit of weight. ")
    missing = 3 - int(lab.settings.selected[1])
    if not missing:
        return said + "At the output layer the rule is right: there is no layer behind it whose slope could be missing."
    slopes = "a slope of about ¼ is" if missing == 1 else "two slopes of about ¼ are"
    return said + (f"On the way back {slopes} missing. What is left points roughly downhill, so that the loss may "
                   "fall, and nobody notices.")


def wrong_order():
    """Mazur's loss after one update if the new output weights carry the error back."""
    r = bp.BackpropLab(net="mazur").result
    first, second = r.network.unpack(r.theta)
    rate, passes = r.task.row.learning_rate, r.first
    new = second["W"] - rate * r.network.unpack(r.gradient)[1]["W"]
    delta = passes.delta[1] @ new.T * passes.slope[0]
    theta = r.network.pack([{"W": first["W"] - rate * passes.x.T @ delta, "b": first["b"]},
                            {"W": new, "b": second["b"]}])
    return float(r.task.objective.value(theta))


def _chain(seed):
    """One unit after the other, with short numbers, of both signs; the target is not near the output."""
    rng = np.random.default_rng(seed)
    x, w1, b1, w2 = (round(rng.uniform(low, high), 1) for low, high in ((0.5, 3), (0.3, 1.5), (-0.5, 0.5), (0.5, 2.5)))
    w2, y = ((w2, 0.2), (-w2, 0.0), (w2, 1.0), (-w2, 0.8))[seed % 4]
    return bp.BackpropLab(net="chain", x=[[x]], y=[[y]], theta=(w1, b1, w2, 0.0), moment=AFTER_BOTH,
                          views=("diagram",), controls=("moment",), question="Which factors make dL/dW1?")


def _factors(lab):
    r = lab.result
    a1, a2, y = r.a[0].item(), r.a[1].item(), r.first.y.item()
    return (Factor("dL/da₂", r.error[1].item(), ERROR, from_=f"a₂ − y = {a2:.4f} − {y:g}."),
            Factor("f′(z₂)", r.slope[1].item(), SLOPE, from_=f"a₂ (1 − a₂), with a₂ = {a2:.4f}."),
            Factor("W₂", r.theta[2], WEIGHT, from_="The error comes back through the weight it went out by."),
            Factor("f′(z₁)", r.slope[0].item(), SLOPE, from_=f"a₁ (1 − a₁), with a₁ = {a1:.4f}."),
            Factor("x", r.first.x.item(), INPUT, from_="A weight moves z by what comes in through it."))


def _given(lab):
    r = lab.result
    return (f"x = {in_words(r.first.x.item())}; a₁ = {r.a[0].item():.4f}; W₂ = {in_words(r.theta[2])}; "
            f"a₂ = {r.a[1].item():.4f}; y = {in_words(r.first.y.item())}. The loss is ½ (a₂ − y)²; both units have the "
            "sigmoid, whose slope is a (1 − a).")


LESSON = Lesson(
    "send-the-error-back", "Send the error back, step by step", 3, needs=("watch-a-network-compute",), minutes=25,
    outcomes=("name the sub-steps of a backward pass in order",
              "write dL/dw of a chain, factor by factor, with numbers",
              "tell whether a gradient is right, and which factor a wrong one lacks"),
    items=(
        Prediction(
            "order", "In which order are these computed?", Ranking("from first to last", tuple(STEPS)), outcome=_order,
            lab=lambda: bp.BackpropLab(net="agh", moment=AFTER_LOSS, controls=("moment",), views=("diagram",),
                                       question="What arrives at each unit?"),
            why="From the loss back to the inputs, layer by layer. In each: what arrives, **dL/da**; times the unit's "
                "own slope, **δ** = dL/dz; and δ times what came in through a weight is the gradient of that weight. "
                "Step on, and watch the numbers come."),
        Prediction(
            "arrives", "δ of the output unit is {delta}. The {which} unit of layer 2 is tied to it by the weight {w}. "
            "Which dL/da arrives at that unit?", Number("dL/da", within=0.02), lab=_arriving, outcome=_arrives,
            cases=({"unit": 1, "w": -0.7, "y": 0.9, "delta": -0.1, "which": "second"},
                   {"unit": 0, "w": 0.9, "y": 0.1, "delta": 0.1, "which": "first"},
                   {"unit": 0, "w": 0.9, "y": 0.9, "delta": -0.1, "which": "first"}),
            why="A nudge of this activation moves the z it leads to by the weight, and the loss by δ times that. Now "
                "one step further: a unit of layer 1 is tied to *two* units, and what arrives there is a sum, "
                "`δ₀ W₀ + δ₁ W₁`. (Why a sum? That is the next lesson.)"),
        Prediction(
            "flat", "A hidden sigmoid unit has z = {z}. What fraction of the dL/da that arrives becomes its δ?",
            Decade("fraction", -6, 0), lab=_flat, outcome=lambda lab: lab.result.slope[0].item(), why=_why_flat,
            cases=({"z": 7}, {"z": -5}, {"z": 10})),
        FillIn(
            "chain", "One unit after the other, 1-1-1: how much does the loss change with the first weight?",
            lab=_chain, factors=_factors, given=_given, result="dL/dW₁", rules=("the activation", "the bias"),
            agrees=lambda lab: lab.result.gradient[0], lab_after=True),
        Prediction(
            "slideshow", "In that slideshow δ goes back through the weights alone; a slope f′ enters only where a "
            "weight is changed, and only that of the unit it leads to. How many times as large as the true dL/d{name} "
            "is this rule's, in 2-3-2-1? (All z are near 0.)", Number("times", within=0.15),
            lab=lambda name: bp.BackpropLab(net="agh", selected=name, moment=AFTER_ALL, controls=("moment",),
                                            views=("diagram", "formula"),
                                            question="Which factors does the gradient have?"),
            outcome=_times, why=_why_times, cases=({"name": "W1[0,0]"}, {"name": "W2[1,1]"}, {"name": "W3[0,0]"})),
        Question(
            "ninth-digit", "A careful, much loved post works a net 2-2-2 through by hand. After one update it prints "
            f"the loss {PRINTED}; our lab gets {OURS}. Where does the difference come from?",
            (Option("Backpropagation is an approximation.", "It is exact; the check with differences agrees with it to "
                    "seven digits, as far as differences can.", misconception="backpropagation-is-approximate"),
             Option("Rounding.", "Then the two would agree to about fifteen digits.",
                    misconception="seventh-digit-is-rounding"),
             Option("The new output weights carried the error back to the hidden layer.", "With that mistake one gets "
                    f"{PRINTED}, to the last digit. The post itself warns against it. First all gradients, "
                    "then the update.")),
            right=lambda lab: 2 if round(wrong_order(), 9) == PRINTED else 0,
            lab=lambda: bp.BackpropLab(net="mazur", moment=NEXT_LOSS, controls=("moment",), views=("diagram",),
                                       question="What is the loss after one update?")),
        SayIt(
            "arrives-and-becomes", "What arrives at a hidden unit on the way back, and what does the unit make of it? "
            "One or two sentences.",
            "From each unit it feeds comes that unit's δ times the weight between them; the sum is dL/da. The unit "
            "multiplies it by its own slope f′(z): that is its δ, and its gradients are δ times what came in."),
    ))
