"""What the distributions mean, in words: overflow first; else how evenly the layers learn, how many units answer,
what the output hears."""
from __future__ import annotations

import math

import numpy as np

from ...text import in_words, percent
from .counted import Counted
from .dead_units import Census
from .settings import NAMES, DistributionSettings

# Updates of about a thousandth of the weights are right for many nets: a rule of thumb, no law (A. Karpathy and others,
# course notes of Stanford CS231n, part "Learning and evaluation").
RULE_OF_THUMB = 1e-3
# Layers learn evenly while their update ratios lie within this factor of each other.
EVEN = 10.0
# Dead or saturated units are mentioned from this share on.
WORTH_A_WORD = 0.005


def judge(settings: DistributionSettings, found: Counted, units: Census, stretches: np.ndarray,
          ratio: np.ndarray) -> str:
    """The verdict in at most four sentences."""
    beyond = {name: found.beyond(name) for name in found}
    lost = [f"{NAMES[name]} from layer {_layer(settings, int(np.argmax(lost)))} on" for name, lost in beyond.items()
            if lost.any()]
    if lost:
        return (f"Overflow. Some values are infinite or NaN: {', '.join(lost)}. A smaller gain or an orthogonal start "
                "would keep them finite.")
    return " ".join([_learning(settings, ratio), _units(units), _heard(stretches)])


def _layer(settings: DistributionSettings, index: int) -> str:
    return "out" if index == settings.depth else str(index + 1)


def _learning(settings: DistributionSettings, ratio: np.ndarray) -> str:
    """How far a step moves the slowest and the fastest hidden layer, against the rule of thumb."""
    hidden = ratio[:-1]
    if not np.isfinite(hidden).all():
        return "The weights of some layers are 0: there is no ratio of step to weight."
    slow, fast = int(hidden.argmin()), int(hidden.argmax())
    if hidden[fast] == 0:
        return "No hidden layer learns: a step moves none of its weights."
    if hidden[fast] > EVEN * hidden[slow]:
        return (f"A step moves the weights of layer {slow + 1} least, by {in_words(hidden[slow], 2)} of their size, "
                f"and those of layer {fast + 1} most, by {in_words(hidden[fast], 2)} "
                f"(rule of thumb: {RULE_OF_THUMB:g}).")
    sizes = " to ".join(dict.fromkeys((in_words(hidden[slow], 2), in_words(hidden[fast], 2))))
    return f"A step moves the weights of every hidden layer by {sizes} of their size, {_against_rule(hidden)}."


def _against_rule(hidden: np.ndarray) -> str:
    """How the steps of layers that learn evenly compare to the rule of thumb; far from it, in powers of ten."""
    middle = math.sqrt(hidden.min()) * math.sqrt(hidden.max()) / RULE_OF_THUMB
    if 1 / EVEN <= middle <= EVEN:
        return f"which is near the rule of thumb, {RULE_OF_THUMB:g}"
    about = in_words(10.0 ** abs(round(math.log10(middle))))
    return f"about {about} times {'more' if middle > 1 else 'less'} than the rule of thumb, {RULE_OF_THUMB:g}"


def _units(units: Census) -> str:
    said = [f"{percent(parts.mean())} of {what}, {percent(parts.max())} in layer {int(parts.argmax()) + 1}"
            for what, parts in (("the units are dead", units.dead_fraction),
                                ("the responses are saturated", units.saturated_fraction))
            if parts.mean() >= WORTH_A_WORD]
    return f"{'; '.join(said)}." if said else "Few units are dead or saturated."


def _heard(stretches: np.ndarray) -> str:
    """What becomes of a small change of the input of one example."""
    if math.isnan(stretches[0]):
        return "At example 1 the Jacobian d output / d input overflows."
    if stretches[0] == 0:
        return "At example 1 the output does not respond to the input."
    return f"At example 1 the output changes at most {in_words(stretches[0], 2)} times as much as the input."
