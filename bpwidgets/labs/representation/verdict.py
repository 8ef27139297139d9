"""What the layers hold, in sentences."""
from __future__ import annotations

import math
from typing import Any

import numpy as np

from ... import engine
from ...engine.check import WRONG
from ...text import counted, in_words, number, off_by, percent, typeset
from .layers import LAYERS
from .result import RepresentationResult
from .settings import HIDDEN_1, HIDDEN_2, MIDDLE, SEEDS, RepresentationSettings
from .small_nets import Mirror, codes_of, different_codes
from .units import TOP

# From this share of neighbors on a map is a good one.
TRUSTED = 0.8
OVERFLOW = "The numbers of the net have overflowed: the learning rate is too high."


def verdict_of(result: RepresentationResult) -> str:
    """What the plane of two numbers holds at the last epoch, and how far it may be trusted."""
    epoch = result.known
    found = result.map(epoch, MIDDLE)
    if not math.isfinite(found.same):
        return " ".join(filter(None, (OVERFLOW, typeset(result.stopped))))
    pca = (f"Two numbers draw a digit again with an error of {in_words(result.errors[epoch])} "
           f"(PCA: {in_words(result.pca_error)}).")
    kept = f"Only {percent(found.by_net)}" if found.by_net < 0.5 else percent(found.by_net)
    return (f"No label was used, and after {counted(epoch, 'epoch')} {percent(found.same)} of the nearest neighbors on "
            f"the plane are the same digit; by chance it would be 10%. {pca} {kept} of the nearest by pixels are near "
            "here.")


def verdict_of_maps(settings: RepresentationSettings, result: RepresentationResult) -> str:
    """Where neighbors are lost, by the net or by the map."""
    maps = {name: result.map(settings.epoch, name) for name in LAYERS}
    middle, hidden = maps[MIDDLE], maps[HIDDEN_1]
    if not all(math.isfinite(one.by_net) for one in maps.values()):
        return OVERFLOW
    trust = f"only {percent(hidden.by_map)}: do not trust" if hidden.by_map < TRUSTED else (
        f"{percent(hidden.by_map)}: trust")
    return (f"Hidden layer 1 keeps {percent(hidden.by_net)} of the nearest neighbors by pixels; of its own its map "
            f"keeps {trust} what looks near there. The middle keeps {percent(middle.by_net)}, and its map all of "
            "these, for it has only two numbers.")


def verdict_of_probes(settings: RepresentationSettings, result: RepresentationResult) -> str:
    """What a weighted sum can read off each layer."""
    at = result.at(settings.epoch)
    pixels, hidden, middle, behind = result.probed(at)
    if not math.isfinite(middle + behind + hidden):
        return OVERFLOW
    start = result.probed(0)[1]
    said = (f"A weighted sum reads {percent(pixels)} of the digits off the pixels, {percent(hidden)} off hidden layer "
            f"1 ({percent(start)} before it learned), {percent(middle)} off the two numbers")
    same = " and nothing else" if behind > middle else ""
    return (f"{said}, and {percent(behind)} off hidden layer 2, which is made of these two{same}. "
            + (_with_labels(result) if result.labeled else "No label was used but by the probes."))


def _with_labels(result: RepresentationResult) -> str:
    last = len(result.labeled_thetas) - 1
    return f"Trained with labels: {percent(result.probed(last, True)[LAYERS.index(HIDDEN_2)])} there."


def verdict_of_units(settings: RepresentationSettings, result: RepresentationResult) -> str:
    """What a unit answers to, at its top and below."""
    answers, unit = result.units(settings.epoch, settings.layer), result.unit(settings)
    if not np.isfinite(answers.activations).all():
        return OVERFLOW
    label, times = answers.favorite(unit)
    upper = int(answers.upper_half(unit).sum())
    share = answers.selective(unit)
    what = "That holds for the others, too" if share > 0.5 else "Its top is not all it says"
    return (f"Of the {TOP} digits to which unit {unit + 1} of {layer_name(settings.layer)} answers most, {times} are "
            f"{label}s. {what}: of the {upper} in the upper half of its range "
            f"{percent(share) if upper else 'none'} are.")


def verdict_of_symmetry(settings: RepresentationSettings, result: RepresentationResult) -> str:
    """How many seeds learn the six bits, and what the weights of the shown one are like."""
    nets, sweep, seed = result.symmetry, settings.sweep, settings.draw
    learned = nets.learned(sweep)
    mirror = Mirror(nets.layers(sweep, seed)[0]["W"])
    told = (f"After {counted(sweep, 'sweep')} {int(learned.sum())} of {SEEDS} seeds tell symmetric rows of bits from "
            f"others.")
    if not learned[seed]:
        error = in_words(nets.losses[sweep, seed])
        return f"{told} Seed {seed} does not: its error is {error}, and that of always no is 4."
    ratios = " : ".join(number(one) for one in mirror.ratios.mean(axis=0))
    return (f"{told} Seed {seed}: weights about the middle are equal and opposite to within "
            f"{typeset(number(100 * mirror.opposite, 2))}%, with magnitudes {ratios}. "
            + ("So only symmetric rows cancel in both units." if mirror.as_published else "It is on its way."))


def verdict_of_encoder(settings: RepresentationSettings, result: RepresentationResult) -> str:
    """How many seeds bring the eight patterns through, and how many of them by a code of bits."""
    nets, sweep, seed = result.encoder, settings.sweep, settings.draw
    learned, codes = nets.learned(sweep), [different_codes(codes_of(nets, sweep, one)) for one in range(SEEDS)]
    binary = sum(bool(one) and code == 8 for one, code in zip(learned, codes))
    mine = "a code of three bits" if codes[seed] == 8 else (
        f"{codes[seed]} different rows of bits, so some activations between 0 and 1 are needed")
    return (f"After {counted(sweep, 'sweep')} {int(learned.sum())} of {SEEDS} seeds bring all eight patterns through "
            f"three units; in {binary} of them the activations, rounded, are a code of three bits. Seed {seed}: "
            f"{mine}.")


def share_in_words(part: float) -> str:
    """A share in percent; "-" where there is none.

    >>> share_in_words(0.25), share_in_words(float("nan"))
    ('25%', '-')
    """
    return percent(part) if math.isfinite(part) else "-"


def layer_name(layer: str) -> str:
    """The name of a layer for a sentence."""
    return {HIDDEN_1: "hidden layer 1", HIDDEN_2: "hidden layer 2", MIDDLE: "the middle"}.get(layer, f"the {layer}")


def badge(settings: Any, result: RepresentationResult) -> str:
    """The gradient check of the net that is shown."""
    return check_in_words(result.check(settings.epoch))


def check_in_words(check: engine.GradientCheck) -> str:
    """The check as a number."""
    if not math.isfinite(check.relative_error):
        return "gradient check: not possible"
    good = "" if check.relative_error < WRONG else ": the gradient is wrong"
    return typeset(f"gradient check: {off_by(check.relative_error, WRONG)}{good}")
