"""Lesson 19: which cure acts upon what, and which patient needs it."""
from __future__ import annotations

import math
from itertools import permutations
from types import MappingProxyType

import numpy as np

import bpwidgets as bp
from bpwidgets import engine

from ...pictures.guess import Guess
from ...text import in_words
from .. import Choice, Exercise, Lesson, Number, Option, Prediction, Question, Ranking, Wrong

DEPTH = 20
KNOBS = MappingProxyType({
    "residual connection": {"residual": True}, "BatchNorm": {"normalization": "batch"},
    "LayerNorm": {"normalization": "layer"}, "orthogonal start": {"initializer": "orthogonal"},
    "clipping": {"clip": 1.0}})
PAIRS = (("BatchNorm", "LayerNorm"), ("orthogonal start", "residual connection"), ("residual connection", "BatchNorm"),
         ("LayerNorm", "clipping"))

PATIENTS = MappingProxyType({
    "A": {"activation": "sigmoid"}, "B": {"activation": "relu", "gain": 2.0},
    "C": {"activation": "tanh", "initializer": "zeros"}, "D": {"activation": "relu", "initializer": "he_normal"},
    "E": {"activation": "relu", "initializer": "zeros"}})
PRESCRIPTIONS = MappingProxyType({
    "nothing": {}, "He's start": {"initializer": "he_normal", "gain": 1.0}, "a residual connection": {"residual": True},
    "an orthogonal start": {"initializer": "orthogonal", "gain": 1.0}, "LayerNorm": {"normalization": "layer"}})


def around(e, W, slope):
    return e + (e * slope) @ W.T


def _cases(rng):
    """The error behind the layer, its weights, and the slopes of its units."""
    n = int(rng.integers(2, 4))
    return (rng.integers(1, 9, size=n) / 2, rng.integers(-4, 5, size=(n, n)) / 2 + np.eye(n) / 4,
            rng.integers(1, 9, size=n) / 10)


def _by_jacobian(e, W, slope):
    """Column j of the Jacobian says what every activation before does to activation j behind."""
    return (np.eye(len(e)) + W * slope) @ e


def _flow(**patient):
    return bp.studies.gradient_flow(bp.studies.FlowSettings(**{"depth": DEPTH, **patient}))


def _patient_a():
    return bp.GradientFlowLab(depth=DEPTH, activation="sigmoid", controls=("residual", "normalization", "initializer"),
                              views=("profile",), actions=(), question="Which cure makes δ arrive?")


def _helpful(lab):
    """The number of the pair of cures that make the net healthy."""
    healed = {name for name, knob in KNOBS.items() if _flow(activation="sigmoid", **knob).condition == "healthy"}
    return [set(pair) for pair in PAIRS].index(healed)


def _why_two(lab):
    factors = ", ".join(f"{name} {in_words(_flow(activation='sigmoid', **knob).shrink_per_layer, 2)}"
                        for name, knob in KNOBS.items())
    return (f"The factors of δ per layer: untreated {in_words(_flow(activation='sigmoid').shrink_per_layer, 2)}, "
            f"{factors}. The slope is to blame; a start acts upon the weights, and clipping upon the step. Turn the "
            "knobs one by one.")


def _differ():
    """Whether z at layer 15 differs over the units much more than over the examples (1), or not (0)."""
    net = engine.network((32,) * (DEPTH + 1), hidden="sigmoid")
    x = np.random.default_rng(0).standard_normal((16, 32))
    z = net.forward(net.initialize("lecun_normal", seed=0), x)[14].z
    return int(z.std(axis=1).mean() > 100 * z.std(axis=0).mean())


def _normalized(name):
    return bp.GradientFlowLab(depth=DEPTH, width=80, n_samples=128, activation="relu",
                              normalization={"BatchNorm": "batch", "LayerNorm": "layer"}[name],
                              controls=("normalization", "activation", "gain"), views=("profile",),
                              actions=(), question="What does a normalization do to δ?")


def _why_normalized(lab):
    size, spread = math.sqrt(0.5), math.sqrt(0.5 - 1 / (2 * math.pi))
    return (f"The mean square of ReLU's output is ½, half of that of z; its mean is 1/√(2π). So its size is "
            f"{in_words(size)}, its spread {in_words(spread)}, and the size of the slope √½: LayerNorm makes "
            f"{in_words(math.sqrt(0.5) / size)}, BatchNorm {in_words(math.sqrt(0.5) / spread)}, whatever the weights. "
            "Forward all sizes are in order: a normalization makes no such promise for δ (Yang and others).")


def _relu_heals():
    """Whether ReLU units make the net healthy: 0 for yes, 1 for no."""
    return int(_flow(activation="relu").condition != "healthy")


def _clipped():
    return bp.GradientFlowLab(depth=DEPTH, activation="relu", gain=2.0, clip=1.0, controls=("clip", "gain"),
                              views=("profile",), actions=(), question="What does clipping change?")


def _lower(lab):
    """Which curves clipping makes lower: 0 all three, 1 δ and dW, 2 dW alone."""
    held, free = lab.result, bp.studies.gradient_flow(lab.settings.replace(clip=0.0))
    lower = [bool((one < other).all()) for one, other in (
        (held.activation_size, free.activation_size), (held.delta_size, free.delta_size),
        (held.weight_gradient_size, free.weight_gradient_size))]
    return {(True, True, True): 0, (False, True, True): 1, (False, False, True): 2}[tuple(lower)]


def _why_clipped(lab):
    held, free = lab.result, bp.studies.gradient_flow(lab.settings.replace(clip=0.0))
    factor = held.weight_gradient_size[0] / free.weight_gradient_size[0]
    return (f"Clipping shortens the *whole* gradient, all layers by the same factor ({in_words(factor, 1)}); its "
            f"direction stays. δ is multiplied by {in_words(held.shrink_per_layer)} per layer as before. What is "
            "treated is the step, not the net. And what is too short it never lengthens.")


class Ward(bp.Settings):
    """Who is treated, and with what."""

    patient: str = bp.choice("A", tuple(PATIENTS), label="patient", help="A to E, as in the table of the lesson")
    prescription: str = bp.choice("nothing", tuple(PRESCRIPTIONS), label="prescription", help="what is changed in it")


def ward(chosen: Ward) -> bp.Curves:
    """δ of a patient, layer by layer, untreated and treated."""
    before = _flow(**PATIENTS[chosen.patient])
    after = _flow(**{**PATIENTS[chosen.patient], **PRESCRIPTIONS[chosen.prescription]})
    with np.errstate(divide="ignore"):
        curves = {name: np.log10(r.delta_size[:-1]) for name, r in (("untreated", before), ("treated", after))}
    told = f"Untreated: {before.condition}. Treated ({chosen.prescription}): {after.condition}."
    return bp.Curves(np.arange(1, DEPTH + 1), curves, verdict=told, x_label="layer", y_label="log10 of δ")


def _ward():
    return bp.make_lab("Which prescription suits which patient?", Ward, ward)(
        prescription="a residual connection")


def _all_healed(lab):
    """The one order of the prescriptions that heals all patients."""
    healed = {(who, what): _flow(**{**net, **change}).condition == "healthy"
              for who, net in PATIENTS.items() for what, change in PRESCRIPTIONS.items()}
    order, = (one for one in permutations(PRESCRIPTIONS) if all(healed[pair] for pair in zip(PATIENTS, one)))
    return [list(PRESCRIPTIONS).index(name) for name in order]


def _in_training():
    return bp.FlowOverTrainingLab(depth=DEPTH, width=32, activation="sigmoid", loss="binary_cross_entropy", steps=60,
                                  n_samples=64, controls=("residual", "normalization", "step"),
                                  views=("speeds", "loss"), question="Does the net learn?")


def _why_in_training(lab):
    *_, last = bp.studies.flow_over_training(lab.settings.replace(residual=True, normalization="batch"))
    return (f"It is ln 2 = {in_words(math.log(2))}, the loss of a net that says “one half” to everything. With "
            f"residual connections and BatchNorm the same net gets to {in_words(last.losses[-1], 2)} in these steps. "
            "Switch them on.")


LESSON = Lesson(
    "prescribe-a-cure", "Prescribe a cure", 19, needs=("find-out-why-deep-nets-stop-learning",
                                                       "choose-where-the-weights-begin"), minutes=25,
    outcomes=("say what a residual connection, a normalization, a start and clipping each act upon",
              "send the error back through a residual layer, in code", "choose the cure that suits an illness"),
    items=(
        Prediction(
            "two-of-five", "Patient A: 20 layers of 32 sigmoid units. Each cure is tried alone. Which two make δ "
            "arrive?", Choice(tuple(f"{one} and {other}" for one, other in PAIRS)), outcome=_helpful,
            lab=_patient_a, why=_why_two),
        Question(
            "relu-for-a", "Why not give patient A other units: ReLU, with the same weights. Is it healthy then?",
            (Option("Yes: the slope of ReLU is 1.", "For half of the inputs.", misconception="relu-cures-all"),
             Option("No: half of the slopes are 0.", "Half of the mean square of δ is lost per layer. With He's "
                    "weights it would be.")),
            right=_relu_heals),
        Exercise(
            "around", "Write `around(e, W, slope)` for a layer that makes a + f(a @ W) of a: from the error `e` behind "
            "it, the error before it. `slope` is f′ of each unit.",
            reference=around, cases=_cases, oracle=_by_jacobian, returns="the error",
            wrong=(Wrong("no way around", lambda e, W, slope: (e * slope) @ W.T,
                         "That is the way through the weights; the error goes straight on as well."),
                   Wrong("slope on both ways", lambda e, W, slope: e * slope + (e * slope) @ W.T,
                         "The way around has no unit on it, and so no slope."),
                   Wrong("slope left out", lambda e, W, slope: e + e @ W.T,
                         "On its way through the layer the error passes the units: their slopes are a factor."),
                   Wrong("W not transposed", lambda e, W, slope: e + (e * slope) @ W,
                         "`a @ W` leads from rows to columns of W; the way back leads from columns to rows."),
                   Wrong("product", lambda e, W, slope: e * ((e * slope) @ W.T),
                         "Where two ways meet, what comes along them is added.")),
            hints=("There are two ways back: straight on, and through the layer.",
                   "Through the layer the error meets first the slopes, then the weights.",
                   "Add the two.")),
        Question(
            "one-word-apart", "LayerNorm fails on patient A where BatchNorm helps. Why?",
            (Option("By chance: the two do the same arithmetic.", "They average over other things.",
                    misconception="normalizations-are-alike"),
             Option("Deep in it, z differs between units, hardly between examples.", "LayerNorm finds a deviation that "
                    "is not small and divides by it, for little. BatchNorm divides by one that would die out, in every "
                    "layer, and the same division multiplies δ.")),
            right=lambda lab: _differ(),
            lab=lambda: bp.GradientFlowLab(depth=DEPTH, activation="sigmoid", normalization="layer",
                                           controls=("normalization", "depth"), views=("profile",), actions=(),
                                           question="Over units, or over examples?")),
        Prediction(
            "promise", "A ReLU net with {name} and z symmetric about 0. By which factor is δ multiplied per layer?",
            Number("factor per layer", within=0.05, low=0), lab=_normalized,
            outcome=lambda lab: lab.result.shrink_per_layer, cases=({"name": "BatchNorm"}, {"name": "LayerNorm"}),
            why=_why_normalized),
        Prediction(
            "clipped", "Patient B: ReLU, gain 2, everything explodes. It is clipped at 1. Which curves lie lower then?",
            Choice(("activations, δ and dW", "δ and dW", "dW alone")), lab=_clipped, outcome=_lower, why=_why_clipped),
        Prediction(
            "five-patients", "Bring the prescriptions into the order of the patients, A to E, so that all five get "
            "healthy. Each is used once.", Ranking("for A, B, C, D, E", tuple(PRESCRIPTIONS)), lab=_ward,
            outcome=_all_healed,
            why="Begin with those who leave no choice: E needs weights that are not 0 and suit ReLU, A a way around "
                "its slopes. C needs unequal weights; He's are gone, rotations do. B could have had He's start, too; a "
                "way around would make it worse. D was healthy. Try the other pairs."),
        Prediction(
            "does-it-learn", "δ arrives: but does the net *learn*? Untreated patient A tells two half moons apart (one "
            "output, cross-entropy). What is its loss after 60 steps of Adam?",
            Number("loss", within=0.05, low=1e-9), lab=_in_training,
            outcome=lambda lab: float(lab.result.losses[-1]), why=_why_in_training,
            guess=lambda answer, lab: Guess("loss", y=math.log10(answer))),
    ))
