"""What would make delta arrive: for each activation a start at which theory has it keep its size, else skip
connections.

A start alone is the smaller change, and comes first. It does not help sigmoid units, whose slope is 1/4 at most, nor
units that are cut off on one side in nets that are deeper than wide: there the luck of the draw moves ln(delta) by
about sqrt(depth / width). What helps everywhere is a skip connection around each layer, with a normalization in it.
"""
from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ... import engine
from ...flow.settings import FlowSettings
from ...settings.rows import title_of
from .remedy import best_normalization, best_start

CALM = MappingProxyType({"bias_scale": 0.0, "input_scale": 1.0, "layer_activations": ()})
# With fewer units or examples a normalization has too little to average over.
FEWEST_UNITS, ENOUGH_UNITS, FEWEST_EXAMPLES = 8, 32, 8


def find_cure(settings: FlowSettings, *, dead: bool = False) -> dict[str, object]:
    """Settings to change, with their new values; {} if nothing is left to try.

    dead: most units of a layer are off for every example. A start of another size would leave them off, since it
    changes no sign of z.

    >>> find_cure(FlowSettings(activation="relu", gain=0.5))
    {'initializer': 'he_normal', 'gain': 1.0}
    >>> find_cure(FlowSettings(activation="sigmoid"))
    {'residual': True, 'normalization': 'batch'}
    """
    row = settings.row("activation")
    for target in ({} if dead else _start(settings, row), _around(settings, row)):
        changes = {name: value for name, value in target.items() if getattr(settings, name) != value}
        if changes:
            return changes
    return {}


def _start(settings: FlowSettings, row: engine.Activation) -> dict[str, object]:
    start = best_start(row)
    if start is None or (not start.at_any_depth and settings.depth > settings.width):
        return {}
    return {"initializer": start.initializer, "gain": start.gain, "residual": False, "normalization": "none", **CALM}


def _around(settings: FlowSettings, row: engine.Activation) -> dict[str, object]:
    over = "layer" if settings.n_samples < FEWEST_EXAMPLES else best_normalization(row)
    wide = {"width": ENOUGH_UNITS} if settings.width < FEWEST_UNITS else {}
    return {"initializer": "lecun_normal", "gain": 1.0, "residual": True, "normalization": over, **CALM, **wide}


WORDS = MappingProxyType({
    "initializer": MappingProxyType({name: f"{title_of(row)} weights" for name, row in engine.INITIALIZERS.items()}),
    "gain": "gain {:g}", "bias_scale": "no biases",
    "input_scale": "inputs of size {:g}",
    "layer_activations": "one activation for all layers", "width": "width {}",
    "residual": MappingProxyType({True: "residual connections", False: "no residual connections"}),
    "normalization": MappingProxyType({"none": "no normalization", "batch": "BatchNorm", "layer": "LayerNorm"}),
})


def cure_in_words(cure: Mapping[str, object]) -> str:
    """The changes as a person says them.

    >>> cure_in_words({"initializer": "he_normal", "gain": 1.0})
    'He normal weights with gain 1'
    >>> cure_in_words({"residual": True, "normalization": "batch"})
    'residual connections together with BatchNorm'
    """
    said = {name: words.format(cure[name]) if isinstance(words := WORDS[name], str) else words[cure[name]]
            for name in cure}
    if "initializer" in cure and "gain" in cure:
        said["initializer"] += f" with {said.pop('gain')}"
    if cure.get("residual") and "normalization" in cure:
        said["residual"] += f" together with {said.pop('normalization')}"
    return ", ".join(said.values())
