"""What the numbers of a flow mean: the condition of a net, what causes it, from which layer on, what would cure it, in
words.

The rule looks at delta, at the activations (size and spread) and at dW together; the first line that fits decides.
Ratios are between the first and the last hidden layer, since in them the output layer and its loss do not count.

    overflow      activations, delta or dW are not finite
    dead          in some layer at least 90 % of the units have the slope 0 for every example (of a smooth activation:
                  saturated)
    blocked       delta is exactly 0 in a hidden layer though its units have slopes, or dW is exactly 0 though delta is
                  not
    vanishing     delta falls below a tenth; where the slope is the cause and most units are on its flat part: saturated
    exploding     delta grows to more than ten times
    vanishing     delta arrives, but the signal does not: less than a thousandth of the activations still depends on
                  the input
    exploding     delta arrives, but the activations grow to more than a thousand times
    healthy       all else
"""
from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from ...flow.healthy import KEPT, SIGNAL
from ...flow.passes import Flow
from ...flow.settings import FlowSettings, activation_rows
from ...settings.rows import short_of
from ...text import in_words, percent
from .cure import cure_in_words, find_cure

MOSTLY_DEAD, MOSTLY_SATURATED = 0.9, 0.5
# Below this a size is about to fall out of the range of numbers, which is not the same as being blocked.
ALMOST_NOTHING = 1e-290


class Judgment(NamedTuple):
    """Condition in one word, cause ("weights", "slope" or ""), layer from which on, all of it in words, and the
    cure."""

    condition: str
    cause: str
    layer: int
    verdict: str
    cure: Mapping[str, object]


class Finding(NamedTuple):
    """A judgment before the cure is known. curable: False where no other net would help."""

    condition: str
    cause: str
    layer: int
    text: str
    curable: bool = True


class Case(NamedTuple):
    """All that a rule may look at."""

    settings: FlowSettings
    flow: Flow
    weight_gain: np.ndarray
    slope_gain: np.ndarray

    @property
    def depth(self) -> int:
        return self.settings.depth

    @property
    def ratio(self) -> float:
        """The part of delta at the last hidden layer that reaches the first."""
        delta = self.flow.delta_size
        return float(delta[0] / delta[-2])


def judge(settings: FlowSettings, flow: Flow, weight_gain: np.ndarray, slope_gain: np.ndarray) -> Judgment:
    """The first rule that finds something decides."""
    case = Case(settings, flow, weight_gain, slope_gain)
    with np.errstate(all="ignore"):
        found = next(finding for rule in RULES if (finding := rule(case)))
    sick = found.condition != "healthy" and found.curable
    cure = find_cure(settings, dead=found.condition == "dead") if sick else {}
    advice = f" Cure: {cure_in_words(cure)}." if cure else ""
    return Judgment(found.condition, found.cause, found.layer,
                    f"{found.condition.capitalize()}. {found.text}{advice}", MappingProxyType(cure))


def _overflow(case: Case) -> Finding | None:
    activation, delta, dW = case.flow.activation_size, case.flow.delta_size, case.flow.weight_gradient_size
    if not np.isfinite(activation).all():
        layer = int(np.argmin(np.isfinite(activation))) + 1
        return Finding("overflow", "weights", min(layer, case.depth),
                       f"The activations {_becomes(activation[layer - 1])} at layer {layer}.")
    for name, sizes in (("The error signal δ", delta), ("dW", dW)):
        if not np.isfinite(sizes).all():
            layer = int(np.flatnonzero(~np.isfinite(sizes))[-1]) + 1
            return Finding("overflow", "weights", min(layer, case.depth),
                           f"{name} {_becomes(sizes[layer - 1])} at layer {layer}, on its way to the input.")
    return None


def _becomes(size: float) -> str:
    """What happened to a size that is not finite, for one thing or for several."""
    return "turned into NaN" if math.isnan(size) else "overflowed to infinity"


def _dead(case: Case) -> Finding | None:
    share = case.flow.dead_fraction
    layers = np.flatnonzero(share >= MOSTLY_DEAD)
    if not layers.size:
        return None
    layer, part = int(layers[-1]) + 1, share[layers[-1]]
    smooth = not activation_rows(case.settings)[layer - 1].kinks
    units = "all units are" if part == 1 else f"{percent(part)} of the units are"
    where = "so far out that their slope is 0" if smooth else "off for every example"
    return Finding("saturated" if smooth else "dead", "slope", layer,
                   f"In layer {layer} {units} {where}: from there down to layer 1 "
                   f"{'nothing' if part == 1 else 'little'} learns.")


def _blocked(case: Case) -> Finding | None:
    delta, dW, depth = case.flow.delta_size, case.flow.weight_gradient_size, case.depth
    if delta[-1] == 0:
        return Finding("blocked", "", depth, "The error at the output is exactly 0: there is nothing to learn.",
                       curable=False)
    zero = np.flatnonzero(delta[:-1] == 0)
    if zero.size and delta[zero[-1] + 1] >= ALMOST_NOTHING:
        layer = int(zero[-1]) + 1
        return Finding("blocked", "weights", layer,
                       f"The error signal δ is exactly 0 from layer {layer} down to layer 1: nothing there learns.")
    still = np.flatnonzero((dW[:-1] == 0) & (delta[:-1] >= ALMOST_NOTHING))
    if still.size and (case.flow.activation_size >= ALMOST_NOTHING).all():
        layer = int(still[-1]) + 1
        return Finding("blocked", "", layer, f"dW is exactly 0 in layer {layer} although δ is not: all that comes in "
                                             "there is 0.", curable=layer > 1)
    return None


def _single(case: Case) -> Finding | None:
    if case.depth > 1:
        return None
    return Finding("healthy", "", 0, "The one hidden layer has an error signal δ of size "
                                     f"{in_words(case.flow.delta_size[0])}. Add layers to see what depth does.")


def _vanishing(case: Case) -> Finding | None:
    if not case.ratio < 1 / KEPT:
        return None
    cause, layer = _cause(case, min), _from(case, lambda part: part < 1 / KEPT)
    flat = float(case.flow.saturated_fraction[:-1].mean())
    saturated = cause == "slope" and flat > MOSTLY_SATURATED
    units = f" Saturated responses: {percent(flat)}." if saturated else ""
    return Finding("saturated" if saturated else "vanishing", cause, layer,
                   f"Of the error signal δ at layer {case.depth} only {in_words(case.ratio)} reaches layer 1. "
                   f"{_factors(case, cause)}{units}{_hidden(case)}")


def _exploding(case: Case) -> Finding | None:
    if not case.ratio > KEPT:
        return None
    cause, layer = _cause(case, max), _from(case, lambda part: part > KEPT)
    return Finding("exploding", cause, layer,
                   f"The error signal δ at layer 1 is {in_words(case.ratio)} times that at layer {case.depth}. "
                   f"{_factors(case, cause)}{_hidden(case)}")


def _signal(case: Case) -> Finding | None:
    size, spread = case.flow.activation_size[:-1], case.flow.activation_spread[:-1]
    lost = np.flatnonzero((spread < size / SIGNAL) | (spread < spread[0] / SIGNAL))
    if case.settings.n_samples > 1 and lost.size:
        layer = int(lost[0]) + 1
        return Finding("vanishing", "weights", layer,
                       f"The error signal δ arrives at layer 1 ({in_words(case.ratio)} of it), but the input does not "
                       f"arrive at layer {layer}: only {in_words(spread[layer - 1], 2)} of the activations there "
                       "depends on it.")
    grown = np.flatnonzero(size > SIGNAL * size[0])
    if grown.size:
        layer = int(grown[0]) + 1
        return Finding("exploding", "weights", layer,
                       f"The error signal δ arrives at layer 1 ({in_words(case.ratio)} of it), but the activations "
                       f"grow: at layer {case.depth} they are {in_words(size[-1] / size[0])} times those of layer 1.")
    return None


def _healthy(case: Case) -> Finding:
    shrink = case.ratio ** (1 / (case.depth - 1))
    return Finding("healthy", "", 0, f"Each layer multiplies the error signal δ by {in_words(shrink)}: "
                                     f"{in_words(case.ratio)} of δ at layer {case.depth} reaches layer 1.")


RULES = (_overflow, _dead, _blocked, _single, _vanishing, _exploding, _signal, _healthy)


def _per_layer(gains: np.ndarray) -> float:
    """The geometric mean of the gains between the first and the last hidden layer."""
    return float(np.exp(np.mean(np.log(gains[:-1]))))


def _cause(case: Case, worst) -> str:
    """Which of the two gains is the worst, in the direction that matters."""
    gains = {"weights": _per_layer(case.weight_gain), "slope": _per_layer(case.slope_gain)}
    return worst(gains, key=lambda name: -1.0 if math.isnan(gains[name]) else gains[name])


def _from(case: Case, sick) -> int:
    """The number of the hidden layer, seen from the output, from which on delta is sick."""
    delta = case.flow.delta_size[:-1]
    return int(np.flatnonzero(sick(delta / delta[-1]))[-1]) + 1


def _factors(case: Case, cause: str) -> str:
    weights, slope = _per_layer(case.weight_gain), _per_layer(case.slope_gain)
    if not weights * slope > 0:
        return "On the way it becomes too small for a number."
    names = {short_of(row) for row in activation_rows(case.settings)}
    of = f" of {names.pop()}" if len(names) == 1 else ""
    blame = "The slope is to blame." if cause == "slope" else "The weights are to blame."
    return (f"Each layer multiplies it by {in_words(weights * slope)} = {in_words(weights)} (weights) × "
            f"{in_words(slope)} (slope{of}). {blame}")


def _hidden(case: Case) -> str:
    """A warning where the weight gradients look healthy although delta does not keep its size."""
    dW = case.flow.weight_gradient_size
    ratio = float(dW[0] / dW[-2]) if dW[-2] > 0 else math.nan
    return " dW hides it." if 1 / KEPT < ratio < KEPT else ""
