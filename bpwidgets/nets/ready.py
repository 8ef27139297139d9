"""The ready-made nets: each with its data, its loss, a rate that goes well, and the weights it begins with."""
from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from .. import datasets, engine
from ..datasets import Dataset


@dataclass(frozen=True, eq=False)
class ReadyNet:
    """A small network with all that a pass through it needs.

    title, summary: what menus show, and a sentence about it. theta: the weights it begins with, () for a draw. fixed:
    parameters that no update changes. example: the number of the row that is shown at first. source: where the numbers
    come from.
    """

    name: str
    network: engine.Network
    data: Dataset | None
    loss: str
    learning_rate: float
    theta: tuple[float, ...] = ()
    fixed: tuple[str, ...] = ()
    example: int = 0
    title: str = ""
    summary: str = ""
    source: str = ""


# Mazur (2015) names w1 to w4 by the receiving unit; theta has W1 row by row, one row for each input.
MAZUR = Dataset([[0.05, 0.10]], [[0.01, 0.99]], "mazur", "Mazur's example", "One row: two inputs, two targets")
AGH = Dataset([[0.35, 0.9]], [[0.9]], "agh", "one row for 2-3-2-1", "Two inputs, one target")
CHAIN = Dataset([[1.5]], [[0.8]], "one_row", "one row for 1-1-1", "One input, one target")
CLASSES = Dataset([[1.0, 0.2], [-0.6, 0.9], [-0.4, -1.1]], [[0], [1], [2]], "three_classes", "three classes",
                  "Three points in a plane, one of each class")
XOR = datasets.DATASETS["xor"]()
TABLE = datasets.ONE_WEIGHT["weight_table"]
DATA = MappingProxyType({data.name: data for data in (MAZUR, AGH, CHAIN, CLASSES, XOR, TABLE)})

_ROWS = (
    ReadyNet("mazur", engine.network((2, 2, 2), "sigmoid", "sigmoid"), MAZUR, "half_sse", 0.5,
             (0.15, 0.25, 0.20, 0.30, 0.35, 0.35, 0.40, 0.50, 0.45, 0.55, 0.60, 0.60), ("b1", "b2"),
             title="Mazur's 2-2-2", summary="A famous example; its biases are never trained. The loss that its "
                                            "text prints after one update comes of output weights that were updated "
                                            "before they carried the error back",
             source="M. Mazur, A Step by Step Backpropagation Example (2015)"),
    ReadyNet("one_weight", engine.network((1, 1), bias=False), TABLE, "mse", 0.001, (4.0,), example=1,
             title="one weight", summary="Output = weight * input: the chain rule with one factor",
             source="the table of one weight"),
    ReadyNet("chain", engine.network((1, 1, 1), "sigmoid", "sigmoid"), CHAIN, "half_sse", 0.5, (0.8, 0.1, -0.6, 0.3),
             title="chain 1-1-1", summary="One unit after the other: a single path from the loss to each weight"),
    ReadyNet("agh", engine.network((2, 3, 2, 1), "sigmoid", "sigmoid", bias=False), AGH, "half_sse", 0.5,
             (0.1, -0.4, 0.7, 0.8, 0.5, -0.3, 0.6, -0.2, -0.9, 0.4, 0.3, 1.1, 0.9, -0.7),
             title="AGH 2-3-2-1",
             summary="The net of a well-known slideshow, which leaves f'(z) out on the way back; here it is there",
             source="M. Bernacki and P. Wlodarczyk, Principles of training multi-layer neural network (AGH)"),
    ReadyNet("xor_2_2_1", engine.network((2, 2, 1), "tanh", "sigmoid"), XOR, "mse", 0.5, example=1,
             title="XOR 2-2-1", summary="The smallest net that can learn XOR"),
    ReadyNet("xor_2_3_1", engine.network((2, 3, 1), "tanh", "sigmoid"), XOR, "mse", 0.5, example=1,
             title="XOR 2-3-1", summary="One unit more than XOR needs: it gets stuck less often"),
    ReadyNet("softmax", engine.network((2, 3, 3), "tanh", "identity"), CLASSES, "softmax_cross_entropy", 0.5,
             title="softmax 2-3-3", summary="Three classes: delta at the output is probability minus target"),
)

NETS = MappingProxyType({row.name: row for row in _ROWS})
