"""Do layers fit each other, and does an input fit the first of them?"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from types import MappingProxyType
from typing import Any

import numpy as np

from ...errors import argument_error

# What `protocol.Layer` asks for.
MEMBERS = ("inputs", "outputs", "shapes", "initialize", "check_input", "forward", "backward")
KINDS = MappingProxyType({1: "rows", 2: "sequences", 3: "images"})
WAYS = MappingProxyType({(2, 1): "LastStep leads from sequences to rows.",
                         (3, 1): "Flatten leads from images to rows."})
Axes = tuple[int, int]


def axes_of(layer: Any) -> Axes:
    """The number of axes of one example on its way in and out: (1, 1), features only, unless the layer has `axes`."""
    return getattr(layer, "axes", (1, 1))


def check_features(x: np.ndarray, features: int) -> None:
    """Refuse an x that is not (batch, features)."""
    if x.ndim < 2 or x.shape[-1] != features:
        advice = "A single column is x[:, None]." if features == 1 else "A single example is x[None, :]."
        raise argument_error("x", "the network", f"shape (batch, {features})", x, advice if x.ndim == 1 else "")


def check_stack(layers: Iterable[Any], of: str) -> tuple[Any, ...]:
    """The layers as a tuple, refused if they cannot follow each other: each must take what the one before it gives."""
    if not isinstance(layers, Iterable):
        raise argument_error("layers", of, "several layers in their order", layers, f"A single one is {of}((layer,)).")
    layers = tuple(layers)
    if not layers:
        raise argument_error("layers", of, "at least one layer", layers)
    for layer in layers:
        if not all(hasattr(layer, name) for name in MEMBERS):
            raise argument_error("layers", of, "layers, such as Dense(2, 3)", layer,
                                 "The methods that a layer needs: help(engine.Layer).")
    for number, (left, right) in enumerate(itertools.pairwise(layers), start=2):
        way = axes_of(left)[1], axes_of(right)[0]
        if way[0] != way[1]:
            raise argument_error("layers", of, f"a layer {number} that takes {KINDS[way[0]]}", right, WAYS.get(way, ""))
        if left.outputs != right.inputs:
            raise argument_error("layers", of, f"{left.outputs} inputs in layer {number}", right,
                                 f"Layer {number - 1} gives {left.outputs} outputs: the two numbers must agree.")
    return layers
