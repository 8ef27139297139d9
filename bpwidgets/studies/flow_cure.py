"""What would make delta arrive: for each activation a start at which theory has it keep its size, else a way around each layer.

A start alone is the smaller change, and comes first. It does not help sigmoid units, whose slope is 1/4 at most, nor piecewise linear
units in nets that are deeper than wide: there the luck of the draw moves ln(delta) by about sqrt(depth / width). What helps
everywhere is a way around each layer, with a normalization in it.
"""
from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from .flow_settings import FlowSettings

# He et al. 2015; Saxe et al. 2014, and for tanh a gain a little above 1, which makes up for the slopes below 1.
STARTS = MappingProxyType({
    "identity": {"initializer": "orthogonal", "gain": 1.0},
    "tanh": {"initializer": "orthogonal", "gain": 1.1},
    "relu": {"initializer": "he_normal", "gain": 1.0},
    "leaky_relu": {"initializer": "he_normal", "gain": 1.0},
})
# A start suits these only while the net is not deeper than wide.
NOISY = ("relu", "leaky_relu")
PLAIN = MappingProxyType({"residual": False, "normalization": "none"})
AROUND = MappingProxyType({"initializer": "lecun_normal", "gain": 1.0, "residual": True})
CALM = MappingProxyType({"bias_scale": 0.0, "input_scale": 1.0, "layer_activations": ()})
# With fewer units or examples a normalization has too little to average over.
FEWEST, ENOUGH = 8, 32
FEW_EXAMPLES = 8


def find_cure(settings: FlowSettings) -> dict[str, object]:
    """Settings to change, with their new values; {} if nothing is left to try.

    >>> find_cure(FlowSettings(activation="relu", gain=0.5))
    {'initializer': 'he_normal', 'gain': 1.0}
    >>> find_cure(FlowSettings(activation="sigmoid"))
    {'residual': True, 'normalization': 'batch'}
    """
    for target in (_start(settings), _around(settings)):
        changes = {name: value for name, value in target.items() if getattr(settings, name) != value}
        if changes:
            return changes
    return {}


def _start(settings: FlowSettings) -> Mapping[str, object]:
    start = STARTS.get(settings.activation)
    if start is None or settings.activation in NOISY and settings.depth > settings.width:
        return {}
    return {**start, **PLAIN, **CALM}


def _around(settings: FlowSettings) -> Mapping[str, object]:
    over = "layer" if settings.activation in NOISY or settings.samples < FEW_EXAMPLES else "batch"
    wide = {"width": ENOUGH} if settings.width < FEWEST else {}
    return {**AROUND, "normalization": over, **CALM, **wide}


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
