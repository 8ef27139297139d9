"""All data sets that a network takes, by the name that menus show."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from types import MappingProxyType

from .curves import CURVES, curve
from .dataset import Dataset
from .playground_sets import PLAYGROUND, playground
from .points import blobs, checkerboard, circles, moons, two_spirals, xor

# name -> a function that can be called without arguments; what it takes besides, `inspect.signature` tells
DATASETS: MappingProxyType[str, Callable[..., Dataset]] = MappingProxyType({
    "xor": xor,
    "two_spirals": two_spirals,
    "moons": moons,
    "circles": circles,
    "blobs": blobs,
    "checkerboard": checkerboard,
    **{f"playground_{name}": partial(playground, name) for name in PLAYGROUND},
    **{name: partial(curve, name) for name in CURVES},
})
