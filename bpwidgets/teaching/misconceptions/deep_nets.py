"""Wrong ideas about what reaches the layers of a deep net, and what helps (lessons 3 and 17 to 21)."""
from __future__ import annotations

from typing import Any

import numpy as np

import bpwidgets as bp

from .long_step import who_comes_back
from .misconception import OFTEN_HEARD, Misconception, cited
from .narrowing_net import BACKWARD, FORWARD, narrowing
from .sleeping_units import LARGEST, WEIGHT, DecayLab, SleepersLab

PROFILE, FACTORS = ("profile", "verdict"), ("profile", "factors", "verdict")
CS231N = "https://cs231n.github.io/"


def _kept(sizes: np.ndarray) -> float:
    """The size in the first hidden layer over that in the last; the last entry is the output layer."""
    return float(sizes[0] / sizes[-2])


def _clipped_and_exploding(lab: Any) -> bool:
    """What is clipped is the gradient, as long as was asked for at most; delta grows all the same."""
    result = lab.result
    return bool(result.condition == "exploding" and _kept(result.delta_size) > 100
                and _length(result.weight_gradient_size) <= lab.settings.clip * (1 + 1e-9))


def _length(sizes: np.ndarray) -> float:
    """The length of a vector in parts of these lengths."""
    return float(np.sqrt((sizes**2).sum()))


def _worse_with_a_way_around(lab: Any) -> bool:
    without = bp.studies.gradient_flow(lab.settings.replace(residual=False))
    return lab.result.condition == "exploding" and _kept(lab.result.delta_size) > 10 * _kept(without.delta_size)


def _only_over_the_batch(lab: Any) -> bool:
    over = {name: bp.studies.gradient_flow(lab.settings.replace(normalization=name)) for name in ("layer", "batch")}
    return bool(_kept(over["layer"].delta_size) < 1e-6 and 0.1 < _kept(over["batch"].delta_size) < 10)


def _may_explode_and_vanishes(lab: Any) -> bool:
    reach = lab.result.reach(0)
    return bool(reach.factor > 1.5 and reach.jacobian[0] < 0.01)


def _some_come_back(lab: Any) -> bool:
    """Of the units that were dead in layer 2 after the long step there are fewer at the end; in layer 1 not one."""
    first, second = (lab.result.curves[f"dead in layer {layer}"] for layer in (1, 2))
    return bool(second[1] > second[-1] and first[1] <= first[-1])


def _not_a_bit_better(lab: Any) -> bool:
    """With dead ReLU units the loss stays what it was, but for rounding; with a slope of 0.01 it falls."""
    relu, leaky = (lab.result.curves[name] for name in ("ReLU", "leaky ReLU"))
    return bool(np.allclose(relu, relu[0], rtol=1e-12) and leaky[-1] < 0.9 * leaky[0])


def _shrinks_and_keeps_its_sign(lab: Any) -> bool:
    z, weight = lab.result.curves[LARGEST], lab.result.curves[WEIGHT]
    return bool((z < 0).all() and abs(z[-1]) < 0.2 * abs(z[0]) and weight[-1] < 0.2 * weight[0])


IN_DEEP_NETS = (
    Misconception(
        "the-error-travels-unchanged", "Each layer hands the error on to the one before as it is.",
        "Each layer multiplies it by its weights and its slope: of five sigmoid layers less than a hundredth is left.",
        "a rule without the slope: " + cited(
            "Bernacki and Włodarczyk", "Principles of training multi-layer neural network using backpropagation",
            "undated", "http://galaxy.agh.edu.pl/~vlsi/AI/backp_t_en/backprop.html"),
        lambda: bp.GradientFlowLab(depth=5, activation="sigmoid", controls=("depth", "activation"), views=FACTORS),
        lambda lab: _kept(lab.result.delta_size) < 0.01),
    Misconception(
        "dw-shows-vanishing", "Whether gradients vanish is seen in the sizes of dW.",
        "Its size is that of what comes in times that of δ: where both shrink dW stays level, while δ is all but "
        "gone.",
        OFTEN_HEARD,
        lambda: bp.GradientFlowLab(depth=20, width=128, activation="relu", gain=0.5, controls=("depth", "gain"),
                                   views=PROFILE),
        lambda lab: _kept(lab.result.delta_size) < 1e-6 and 0.5 < _kept(lab.result.weight_gradient_size) < 2),
    Misconception(
        "weights-are-to-blame", "Gradients vanish because the weights are too small.",
        "Here no weight takes anything, they are rotations; the slope of the sigmoid takes three quarters in each "
        "layer.",
        OFTEN_HEARD,
        lambda: bp.GradientFlowLab(depth=20, activation="sigmoid", initializer="orthogonal",
                                   controls=("activation", "initializer"), views=FACTORS),
        lambda lab: bool(lab.result.condition == "vanishing" and lab.result.cause == "slope"
                         and np.allclose(lab.result.weight_gain[:-1], 1)
                         and np.allclose(lab.result.slope_gain[:-1], 0.25, atol=0.05))),
    Misconception(
        "zero-is-neutral", "Weights of 0 favor nothing, so they are a neutral start.",
        "The error has to cross the weights: through zeros nothing passes, and the net does not learn.",
        cited("Stanford CS231n", "Neural Networks Part 2, “Pitfall: all zero initialization”", "undated",
              CS231N + "neural-networks-2/"),
        lambda: bp.GradientFlowLab(depth=5, activation="tanh", initializer="zeros",
                                   controls=("initializer", "bias_scale"), views=PROFILE),
        lambda lab: lab.result.condition == "blocked" and lab.result.delta_size[0] == 0),
    Misconception(
        "one-start-fits-all", "One good initialization suits every activation.",
        "Each unit has its own: the start that keeps δ for tanh loses nearly all of it for ReLU, which needs "
        "√2 times as large weights.",
        OFTEN_HEARD,
        lambda: bp.GradientMapLab(activation="relu", gain=1.0, depth=30, controls=("gain", "depth", "activation"),
                                  views=("map", "across", "verdict")),
        lambda lab: bool(lab.result.condition == "vanishing"
                         and np.isclose(lab.result.critical_gain, np.sqrt(2) * lab.settings.gain))),
    Misconception(
        "relu-cures-all", "With ReLU gradients do not vanish: its slope is 1.",
        "Its slope is 1 for half of the inputs and 0 for the others: without larger weights 20 layers leave a "
        "thousandth of δ.",
        cited("Kumar", "Machine Learning Quick Reference, “Overcoming vanishing gradient”", "undated",
              "https://www.oreilly.com/library/view/machine-learning-quick/9781788830577/"
              "13442631-2f46-4f24-8952-6b866c248bfa.xhtml"),
        lambda: bp.GradientFlowLab(depth=20, activation="relu", controls=("depth", "activation", "gain"),
                                   views=FACTORS),
        lambda lab: lab.result.condition == "vanishing" and 5e-4 < _kept(lab.result.delta_size) < 2e-3),
    Misconception(
        "a-skip-connection-always-helps", "A skip connection cures any deep net.",
        "It adds a way for δ. Where too much passes already, more passes: this net explodes, more than without "
        "it.",
        OFTEN_HEARD,
        lambda: bp.GradientFlowLab(depth=20, activation="relu", gain=2, residual=True,
                                   controls=("residual", "gain", "activation"), views=PROFILE),
        _worse_with_a_way_around),
    Misconception(
        "clipping-cures-the-net", "Clipping cures exploding gradients.",
        "It shortens the step and leaves the net as it is: δ and the activations explode as before.",
        OFTEN_HEARD,
        lambda: bp.GradientFlowLab(depth=20, activation="relu", gain=2, clip=1.0, controls=("clip", "gain"),
                                   views=PROFILE),
        _clipped_and_exploding),
    Misconception(
        "units-die-in-training-alone", "ReLU units die only in training, by too long a step.",
        "In a deep net some are dead before the first step: this one has not made any.",
        "against it: " + cited("Lu, Shin, Su and Karniadakis",
                               "Dying ReLU and Initialization: Theory and Numerical Examples", 2020,
                               "https://arxiv.org/abs/1903.06733"),
        lambda: bp.DistributionLab(depth=20, activation="relu", initializer="he_normal",
                                   controls=("depth", "width", "gain"), views=("units", "verdict")),
        lambda lab: bool(lab.result.dead_fraction[0] == 0 and lab.result.dead_fraction[-1] > 0.2)),
    Misconception(
        "dead-is-forever", "A dead ReLU unit never comes back.",
        "In the first layer none does. In a later one the layers before it go on learning, and may carry it back.",
        cited("Stanford CS231n", "Neural Networks Part 1", "undated", CS231N + "neural-networks-1/")
        + " (“can irreversibly die”)",
        who_comes_back, _some_come_back),
    Misconception(
        "dead-units-learn-slowly", "A dead ReLU unit still learns, only slowly.",
        "Its own weights get a gradient of exactly 0. In 400 steps this net of dead ReLU units learns nothing.",
        OFTEN_HEARD,
        lambda: SleepersLab(controls=("bias", "learning_rate"), views=("curves", "verdict")),
        _not_a_bit_better),
    Misconception(
        "weight-decay-wakes", "Weight decay wakes dead units: it pulls their negative biases back to 0.",
        "It shrinks weights and bias by the same factor: z comes nearer to 0 and keeps its sign.",
        OFTEN_HEARD,
        lambda: DecayLab(controls=("weight_decay", "seed"), views=("curves", "verdict")),
        _shrinks_and_keeps_its_sign),
    Misconception(
        "u-above-1-explodes", "If |U| is above 1, the gradient explodes through time.",
        "Above 1 it may explode: the slopes of tanh take more here than the weights add, and it vanishes.",
        OFTEN_HEARD,
        lambda: bp.FlowOverTrainingLab(net="time", steps=20, controls=("gain", "step"),
                                       views=("map", "profile", "verdict")),
        _may_explode_and_vanishes),
    Misconception(
        "slope-counts-once", "On its way back the error meets the weights; the slope counts once, at the unit itself.",
        "Here the weights are rotations and take nothing: each layer's slope takes three quarters, and they multiply.",
        "a rule of this kind: " + cited(
            "Bernacki and Włodarczyk", "Principles of training multi-layer neural network using backpropagation",
            "undated", "http://galaxy.agh.edu.pl/~vlsi/AI/backp_t_en/backprop.html"),
        lambda: bp.GradientFlowLab(depth=5, activation="sigmoid", initializer="orthogonal",
                                   controls=("depth", "activation"), views=FACTORS),
        lambda lab: bool(np.allclose(lab.result.weight_gain[:-1], 1) and _kept(lab.result.delta_size) < 0.01)),
    Misconception(
        "slopes-are-to-blame", "Gradients vanish because of the slope of the activation.",
        "Here the slopes of tanh pass on nearly everything; the weights halve δ in each layer.",
        OFTEN_HEARD,
        lambda: bp.GradientFlowLab(depth=20, activation="tanh", gain=0.5, controls=("activation", "gain"),
                                   views=FACTORS),
        lambda lab: bool(lab.result.condition == "vanishing" and lab.result.cause == "weights"
                         and (lab.result.slope_gain[1:] > 0.9).all())),
    Misconception(
        "one-variance-keeps-both", "A good variance of the weights keeps the activations and δ alike.",
        "Going forward n_in × variance counts, going backward n_out × variance: both can be 1 only where the widths "
        "are equal.",
        OFTEN_HEARD, narrowing,
        lambda lab: bool(abs(lab.result.curves[FORWARD][-1]) < 0.1 and lab.result.curves[BACKWARD][0] < -0.4)),
    Misconception(
        "normalizations-are-alike", "BatchNorm and LayerNorm do the same arithmetic, so they do the same.",
        "They average over other things: this net's z still differ from unit to unit, but no longer between examples.",
        OFTEN_HEARD,
        lambda: bp.GradientFlowLab(depth=20, activation="sigmoid", normalization="layer",
                                   controls=("normalization", "depth"), views=PROFILE),
        _only_over_the_batch),
)
