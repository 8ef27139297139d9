"""What this lab shares with others of the same net: its loss over all weights, the weights, and the one selected."""
from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from ...nets.weights import names_of, theta_of
from ...widgets.sharing import Shared
from .chain import place_of
from .settings import BackpropSettings, task


def plane(settings: BackpropSettings) -> tuple[str, ...]:
    """The selected parameter, and another one that leads to the same unit, or the next one."""
    names, selected = names_of(settings), settings.selected
    place, others = place_of(selected), [name for name in names if name != selected]
    beside = [name for name in others if (place_of(name).layer, place_of(name).target) == (place.layer, place.target)]
    return selected, *(beside or others)[:1]


def _selected(settings: BackpropSettings, names: Any) -> Mapping[str, Any]:
    """The weight along which another lab looks, if this net has it."""
    return {"selected": names[0]} if names and names[0] in names_of(settings) else {}


# Examples are those of a lab from which the net comes. Data and seed belong to the loss and the weights, which are
# shared as they are.
SHARED: Mapping[str, Shared] = MappingProxyType({
    "objective": Shared(give=lambda settings: task(settings).training),
    "theta": Shared(give=lambda settings: tuple(theta_of(settings).tolist()),
                    take=lambda settings, value: {"theta": value}),
    "axes": Shared(give=plane), "slice_along": Shared(give=lambda settings: (settings.selected,), take=_selected),
    "examples": Shared(take=lambda settings, value: {"data": value}),
    "data": Shared(), "seed": Shared(), "sliders": Shared()})
