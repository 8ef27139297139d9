"""Wrong ideas about what hidden layers hold (lesson 25)."""
from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

import bpwidgets as bp

from .misconception import OFTEN_HEARD, Misconception, cited

DISTILL = cited("Wattenberg, Viégas and Johnson", "How to Use t-SNE Effectively", 2016,
                "https://distill.pub/2016/misread-tsne/")
ILLUSION = cited("Bolukbasi and others", "An Interpretability Illusion for BERT", 2021,
                 "https://arxiv.org/abs/2104.07143")
# Quickly trained.
QUICK = {"epochs": 20, "batch_size": 64, "learning_rate": 0.02}
PLANE, PROBES, UNITS = ("plane", "drawn", "near_by_pixels"), ("probes", "errors"), ("units", "answers", "top_digits")


def _grouped_without_labels(lab: Any) -> bool:
    """Of the neighbors on the plane more than half are the same digit, and the run has had no label."""
    return bool(lab.result.map(lab.settings.epoch, "middle").same > 0.5 and not lab.result.labeled)


def _map_tears(lab: Any) -> bool:
    """The map of the pixels loses more than half of the neighbors that there are."""
    return bool(lab.result.map(lab.settings.epoch, "pixels").by_map < 0.5)


def _untrained_is_as_good(lab: Any) -> bool:
    """Off the untrained first layer a probe reads as many digits as off the trained one, or nearly."""
    return bool(lab.result.probed(0)[1] > lab.result.probed(lab.settings.epoch)[1] - 0.05)


def _later_is_easier(lab: Any) -> bool:
    """Off the layer behind the two numbers a probe reads far more than off these."""
    _, _, middle, behind = lab.result.probed(lab.settings.epoch)
    return bool(behind > middle + 0.2)


def _top_is_not_all(lab: Any) -> bool:
    """All top digits of the unit have one label; of those in the upper half of its range few have it."""
    answers, unit = lab.result.units(lab.settings.epoch, lab.settings.layer), lab.result.unit(lab.settings)
    return bool(answers.favorite(unit)[1] == 12 and answers.selective(unit) < 0.25)


def _codes_between(lab: Any) -> bool:
    """A seed brings all eight patterns through, though rounded two of its codes are the same."""
    nets = lab.result.encoder
    codes = nets.network.forward(nets.theta(lab.settings.sweep, lab.settings.draw), nets.x)[0].a
    return bool(nets.learned(lab.settings.sweep)[lab.settings.draw] and len(np.unique(codes > 0.5, axis=0)) < 8)


@cache
def unit_with_one_kind_on_top() -> int:
    """The unit of the first hidden layer, from 1, with 12 equal labels on top and fewest of them in its upper half."""
    lab = bp.RepresentationLab(**QUICK)
    answers = lab.result.units(lab.settings.epoch, "hidden 1")
    pure = [k for k in range(answers.activations.shape[1]) if answers.favorite(k)[1] == 12]
    return min(pure, key=answers.selective) + 1


OF_HIDDEN_LAYERS = (
    Misconception(
        "learning-needs-labels", "Without labels there is nothing to learn from.",
        "The target can be the input itself: to draw it again through a narrow layer, a net must find what inputs have "
        "in common.", OFTEN_HEARD,
        lambda: bp.RepresentationLab(**QUICK, views=(*PLANE, "verdict"), controls=("labeled", "epoch")),
        _grouped_without_labels),
    Misconception(
        "near-on-a-map-is-near", "What lies near on a map of a layer is alike in the layer.",
        "A map of many numbers in two must tear neighbors apart and put strangers side by side; how many, can be "
        "counted.", "what speaks against it: " + DISTILL,
        lambda: bp.RepresentationLab(**QUICK, views=("maps", "verdict"), controls=("neighbors", "epoch")), _map_tears),
    Misconception(
        "a-probe-shows-what-was-learned", "If a probe reads the label off a layer, the net has learned it.",
        "A layer of random weights passes on what is in the pixels, and a probe reads it off as well.", OFTEN_HEARD,
        lambda: bp.RepresentationLab(**QUICK, views=(*PROBES, "verdict"), controls=("epoch",)), _untrained_is_as_good),
    Misconception(
        "later-layers-only-lose", "What a narrow layer has lost to a readout, no later layer can give back.",
        "Information cannot come back, but what is there can be made easier to read.", OFTEN_HEARD,
        lambda: bp.RepresentationLab(**QUICK, views=(*PROBES, "verdict"), controls=("epoch",)), _later_is_easier),
    Misconception(
        "top-inputs-say-it-all", "The inputs to which a unit answers most say what it stands for.",
        "They are the end of its range; most of what it passes on are other inputs.",
        "what speaks against it: " + ILLUSION,
        lambda: bp.RepresentationLab(**QUICK, unit=unit_with_one_kind_on_top(), views=(*UNITS, "verdict"),
                                     controls=("unit",)), _top_is_not_all),
    Misconception(
        "three-units-make-bits", "Eight patterns through three units: the code is made of bits.",
        "It often is; as often a unit uses values in between, which the next layer can tell apart.",
        OFTEN_HEARD,
        lambda: bp.RepresentationLab(epochs=1, draw=5, views=("codes", "encoder_runs", "verdict"),
                                     controls=("draw", "sweep")), _codes_between),
)
