"""What the net of the lab is to learn: its data, its loss, and the weights that it begins with."""
from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import numpy as np

from ... import datasets, engine
from ...datasets import Dataset
from ...errors import Verbatim, argument_error
from ...text import counted

LAB = "CostLab"
# Stands for data that are drawn, for any number of inputs and outputs; the one number in it is never used.
TEACHER = Dataset([[0.0]], [[0.0]], "teacher", "a teacher net", "Random inputs; the targets are what another net says")
DATA = MappingProxyType({"teacher": TEACHER, "xor": datasets.xor(), "moons": datasets.moons(n=40),
                         "sine": datasets.curve("sine", 20)})
N_DRAWN = 32


@dataclass(frozen=True)
class Task:
    """widths: units from the input to the output. data: the examples. seed: of the first weights."""

    widths: tuple[int, ...]
    data: Dataset
    seed: int

    @property
    def examples(self) -> int:
        """The number of examples."""
        return N_DRAWN if self.data == TEACHER else len(self.data)

    @property
    def objective(self) -> engine.NetworkLoss:
        """The loss of the net on the data, mean squared error."""
        return _objective(self.widths, self.data, self.seed)

    @property
    def start(self) -> np.ndarray:
        """The first weights, (P,)."""
        return self.objective.network.initialize("glorot_normal", seed=self.seed)


def check_task(widths: tuple[int, ...], data: Dataset) -> None:
    """Refuse data of other numbers of inputs and outputs than the net has."""
    if data == TEACHER:
        return
    inputs, outputs = (array.reshape(len(data), -1).shape[1] for array in (data.x, data.y))
    if (inputs, outputs) != (widths[0], widths[-1]):
        expected = (f"data with {counted(widths[0], 'input')} and {counted(widths[-1], 'output')}, as the net "
                    f"{titled(widths)} has")
        raise argument_error("data", LAB, expected, Verbatim(f"{data.name} with {inputs} and {outputs}"),
                             "data='teacher' suits every net.")


def titled(widths: tuple[int, ...]) -> str:
    """The net by its widths.

    >>> titled((784, 30, 10))
    '784-30-10'
    """
    return "-".join(map(str, widths))


def brief(title: str, most: int = 24) -> str:
    """The title of a net that is not too long for a line.

    >>> brief("784-30-10"), brief("2-8-8-8-8-8-8-8-8-1", 15)
    ('784-30-10', '2-8-8-…-8-1')
    """
    if len(title) <= most:
        return title
    first, last = title[:most // 2 - 1].rpartition("-")[0], title[len(title) - most // 2 + 2:].partition("-")[2]
    return f"{first}-…-{last}"


@lru_cache(maxsize=8)
def _objective(widths: tuple[int, ...], data: Dataset, seed: int) -> engine.NetworkLoss:
    x, y = _drawn(widths, seed) if data == TEACHER else (a.reshape(len(data), -1) for a in (data.x, data.y))
    return engine.NetworkLoss(engine.network(widths), x, y)


def _drawn(widths: tuple[int, ...], seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Inputs about as long as two standard normal numbers, and targets y = tanh(2 x A) of a random A."""
    rng = np.random.default_rng([seed, 1])
    x = rng.standard_normal((N_DRAWN, widths[0])) * np.sqrt(2 / widths[0])
    return x, np.tanh(2 * x @ rng.standard_normal((widths[0], widths[-1])))
