"""The three cells: a plain recurrent layer, an LSTM, a GRU; their gates, and their gradients cut off in time."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from ... import engine
from ...engine.layers.gates import gate_gradients
from ...engine.layers.gru import GATES as GRU_GATES
from ...engine.layers.gru import GRU
from ...engine.layers.lstm import GATES as LSTM_GATES
from ...engine.layers.lstm import LSTM
from ...engine.layers.recurrence import Recurrent
from ...engine.layers.unrolled import all_steps, before, by_step, sum_of_products

Gradients = dict[str, np.ndarray]


class Cell(NamedTuple):
    """One cell. make(inputs, units, forget_bias): the layer. gates: letter -> what it is. keep: the letter of the gate
    that says how much of the memory is kept, "" for none. sums(trace, delta): the gradient of each parameter, delta
    (time, batch, ...) already cut."""

    name: str
    title: str
    make: Callable[[int, int, float], engine.Layer]
    gates: Mapping[str, str]
    keep: str
    sums: Callable[[Any, np.ndarray], Gradients]

    def cut(self, trace: Any, delta: np.ndarray, steps: int) -> Gradients:
        """The gradient of each parameter where the error goes back so many steps and no further: delta at the steps
        before them is 0, and they have no share. With one error, at the last step, that is all that a cut changes."""
        delta = by_step(delta).copy()
        delta[:max(len(delta) - steps, 0)] = 0
        return self.sums(trace, delta)


def _plain_sums(trace: Any, delta: np.ndarray) -> Gradients:
    return {"W": sum_of_products(by_step(trace.x), delta), "U": sum_of_products(before(by_step(trace.a)), delta),
            "b": all_steps(delta).sum(axis=-2)}


def _lstm_sums(trace: Any, delta: np.ndarray) -> Gradients:
    return gate_gradients(LSTM_GATES, by_step(trace.x), before(by_step(trace.a)), delta)


def _gru_sums(trace: Any, delta: np.ndarray) -> Gradients:
    h_before, units = before(by_step(trace.a)), trace.a.shape[-1]
    gradients = gate_gradients(GRU_GATES, by_step(trace.x), h_before, delta)
    return gradients | {"Un": sum_of_products(by_step(trace.r) * h_before, delta[..., 2 * units:])}


CELLS: Mapping[str, Cell] = MappingProxyType({
    "plain": Cell("plain", "plain", lambda inputs, units, bias: Recurrent(inputs, units), MappingProxyType({}), "",
                  _plain_sums),
    "lstm": Cell("lstm", "LSTM", LSTM, MappingProxyType(
        {"i": "input gate", "f": "forget gate", "o": "output gate"}), "f", _lstm_sums),
    "gru": Cell("gru", "GRU", lambda inputs, units, bias: GRU(inputs, units), MappingProxyType(
        {"r": "reset gate", "u": "update gate"}), "u", _gru_sums)})
GATED = tuple(name for name, cell in CELLS.items() if cell.keep)
