"""What this lab shares with others: the net at the moment shown, its loss over all weights, and the chosen point."""
from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from ... import engine
from ...datasets import Dataset
from ...nets.task import MOST_EXAMPLES
from ...widgets.sharing import Shared
from .hand import held_point


def net_of(settings: Any, result: Any) -> engine.Network:
    """The net as it is used: dropout, which has no parameters, is there for training alone."""
    return engine.Network(tuple(result.run.network.layers[l] for l in result.run.layers))


def loss_of(settings: Any, result: Any) -> engine.NetworkLoss:
    """The loss of all points for training, over all weights."""
    given = result.run.objective
    return engine.NetworkLoss(net_of(settings, result), given.x, given.y, given.loss, l1=given.l1, l2=given.l2)


def examples_of(settings: Any, result: Any) -> Dataset:
    """The chosen point alone, as the net takes it; without one as many as a lab of single numbers can show."""
    found, train = held_point(settings, result), result.run.parts.train
    rows = slice(0, MOST_EXAMPLES) if found is None else slice(found, found + 1)
    return Dataset(train.x[rows], train.desired[rows], "points of a run")


# What other labs have under these names; data and seed of the run belong to the loss and the weights.
SHARED: Mapping[str, Shared] = MappingProxyType({
    "objective": Shared(found=loss_of),
    "net": Shared(found=net_of),
    "examples": Shared(found=examples_of),
    "theta": Shared(found=lambda settings, result: tuple(result.moment(settings).theta.tolist())),
    "data": Shared(), "optimizer": Shared(), "seed": Shared()})
