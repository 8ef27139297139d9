"""The names of parameters and of their coordinates: "W1[0,5]", and "W1.2[0,5]" in the second layer inside the first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from ...errors import argument_error, nearest
from ..support.arrays import as_floats


def marked(key: str, number: int | str) -> str:
    """The name of a parameter with the number of its layer, before the numbers of layers inside that one.

    Examples
    --------
    >>> marked("W", 2), marked("W.1", 2), marked("W", ".1"), marked("W.3", ".1")
    ('W2', 'W2.1', 'W.1', 'W.1.3')
    """
    letters, dot, inside = key.partition(".")
    return f"{letters}{number}{dot}{inside}"


def names(layers: Iterable[Any]) -> tuple[str, ...]:
    """The name of every coordinate; layers count from 1, indices from 0.

    Examples
    --------
    >>> from bpwidgets.engine import Dense
    >>> names([Dense(2, 1), Dense(1, 1)])
    ('W1[0,0]', 'W1[1,0]', 'b1[0]', 'W2[0,0]', 'b2[0]')
    """
    return tuple(f"{marked(key, number)}[{','.join(map(str, index))}]"
                 for number, layer in enumerate(layers, start=1)
                 for key, shape in layer.shapes.items() for index in np.ndindex(shape))


def check_parameters(layers: Sequence[Any], parameters: Sequence[Mapping[str, Any]]) -> list[dict[str, np.ndarray]]:
    """The parameters as arrays, refused if a layer has others, or one does not have the shape that its layer needs."""
    if len(parameters) != len(layers):
        raise argument_error("parameters", "the network", f"one mapping for each of {len(layers)} layers", parameters)
    arrays = [{key: as_floats(value, key, "the network") for key, value in of_layer.items()} for of_layer in parameters]
    for number, (layer, of_layer) in enumerate(zip(layers, arrays), start=1):
        if set(of_layer) != set(layer.shapes):
            expected = f"{', '.join(layer.shapes) or 'none'} for layer {number}"
            raise argument_error("parameters", "the network", expected, [*of_layer])
        for key, shape in layer.shapes.items():
            if of_layer[key].shape[of_layer[key].ndim - len(shape):] != shape:
                expected = f"shape (..., {', '.join(map(str, shape))})"
                raise argument_error(marked(key, number), "the network", expected, of_layer[key])
    return arrays


def find_coordinates(names: Sequence[str], wanted: Sequence[str], parameter: str, of: str) -> np.ndarray:
    """The places of coordinates named one by one, "W1[0,5]", or as a whole parameter, "b1"; refused if unknown."""
    if isinstance(wanted, str):
        raise argument_error(parameter, of, "a tuple of names", wanted, f"For one name write ({wanted!r},).")
    parameters = list(dict.fromkeys(name.partition("[")[0] for name in names))
    for name in wanted:
        if name not in parameters and name not in names:
            expected = f"names of parameters, {', '.join(parameters)}, or of coordinates, such as {names[0]}"
            raise argument_error(parameter, of, expected, name, nearest(name, parameters))
    found = [i for i, name in enumerate(names) if name in wanted or name.partition("[")[0] in wanted]
    return np.array(found, dtype=int)
