"""What would make delta arrive: for each activation a start at which theory has it keep its size, else skip connections.

A start alone is the smaller change, and comes first. It does not help sigmoid units, whose slope is 1/4 at most, nor units that
are cut off on one side in nets that are deeper than wide: there the luck of the draw moves ln(delta) by about sqrt(depth / width).
What helps everywhere is a skip connection around each layer, with a normalization in it.
"""
from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from ...flow.settings import FlowSettings


class Remedy(NamedTuple):
    """What helps one activation.

    initializer, gain: a start at which delta keeps its size; '' if there is none. at_any_depth: False if the start helps only
    nets that are not deeper than wide. normalization: the one that goes with a skip connection.
    """

    normalization: str
    initializer: str = ""
    gain: float = 1.0
    at_any_depth: bool = True


# He et al. 2015 for units with a kink; else Saxe et al. 2014, with the gain that makes up for slopes a little below or above 1.
REMEDIES = MappingProxyType({
    "identity": Remedy("batch", "orthogonal"),
    "sigmoid": Remedy("batch"),
    "tanh": Remedy("batch", "orthogonal", 1.1),
    "scaled_tanh": Remedy("batch", "orthogonal"),
    "relu": Remedy("layer", "he_normal", at_any_depth=False),
    "leaky_relu": Remedy("layer", "he_normal", at_any_depth=False),
    "elu": Remedy("layer", "orthogonal", 1.1),
    "selu": Remedy("layer", "orthogonal", 0.9),
    "gelu": Remedy("layer"),
    "softplus": Remedy("batch"),
    "silu": Remedy("layer"),
})
CALM = MappingProxyType({"bias_scale": 0.0, "input_scale": 1.0, "layer_activations": ()})
# With fewer units or examples a normalization has too little to average over.
FEWEST_UNITS, ENOUGH_UNITS, FEWEST_EXAMPLES = 8, 32, 8


def find_cure(settings: FlowSettings) -> dict[str, object]:
    """Settings to change, with their new values; {} if nothing is left to try.

    >>> find_cure(FlowSettings(activation="relu", gain=0.5))
    {'initializer': 'he_normal', 'gain': 1.0}
    >>> find_cure(FlowSettings(activation="sigmoid"))
    {'residual': True, 'normalization': 'batch'}
    """
    # An activation that came after this table has the remedy that helps all.
    remedy = REMEDIES.get(settings.activation, Remedy("layer"))
    for target in (_start(settings, remedy), _around(settings, remedy)):
        changes = {name: value for name, value in target.items() if getattr(settings, name) != value}
        if changes:
            return changes
    return {}


def _start(settings: FlowSettings, remedy: Remedy) -> dict[str, object]:
    if not remedy.initializer or not remedy.at_any_depth and settings.depth > settings.width:
        return {}
    return {"initializer": remedy.initializer, "gain": remedy.gain, "residual": False, "normalization": "none", **CALM}


def _around(settings: FlowSettings, remedy: Remedy) -> dict[str, object]:
    over = "layer" if settings.n_samples < FEWEST_EXAMPLES else remedy.normalization
    wide = {"width": ENOUGH_UNITS} if settings.width < FEWEST_UNITS else {}
    return {"initializer": "lecun_normal", "gain": 1.0, "residual": True, "normalization": over, **CALM, **wide}


WORDS = MappingProxyType({
    "initializer": "{}", "gain": "gain {:g}", "bias_scale": "no biases", "input_scale": "inputs of size {:g}",
    "layer_activations": "one activation for all layers", "width": "width {}",
    "residual": MappingProxyType({True: "residual connections", False: "no residual connections"}),
    "normalization": MappingProxyType({"none": "no normalization", "batch": "BatchNorm", "layer": "LayerNorm"}),
})


def in_words(cure: Mapping[str, object]) -> str:
    """The changes as a person says them.

    >>> in_words({"initializer": "he_normal", "gain": 1.0}), in_words({"residual": True, "normalization": "batch"})
    ('he_normal, gain 1', 'residual connections, BatchNorm')
    """
    said = {name: WORDS[name] for name in cure}
    return ", ".join(words.format(cure[name]) if isinstance(words, str) else words[cure[name]] for name, words in said.items())
