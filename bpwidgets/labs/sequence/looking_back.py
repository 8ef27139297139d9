"""What one output gets from each step before it: its gradient with respect to each input, and the gates on the way."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ... import engine
from .cells import Cell
from .tasks import TASKS

# Step of the central differences, in units of the inputs.
H = 1e-5


@dataclass(frozen=True, eq=False)
class Sight:
    """What an output sees of the steps 1 to `asked`; of later steps there is nothing, nan.

    reach: (length,), the size of d output / d x_t, root of the mean square over the measured sequences, x_t the input
    of the cell at step t. one: (length,), the same for the example shown. Both are 0 where the error is cut off; uncut:
    (length,), `reach` without that. says, wanted: (outputs,), of the example.
    gates: letter -> (length, units), of the example. kept: (length, units), the product of the gates that keep the
    memory over all steps after t: the part of the memory of step t that is left; (length, 0) for a plain cell.
    loss, right: over the measured sequences, and the share of them that are right. check: the largest difference of
    `one`, before its norm is taken, from central differences of the net itself, as a part of its largest number.
    """

    reach: np.ndarray
    one: np.ndarray
    uncut: np.ndarray
    says: np.ndarray
    wanted: np.ndarray
    gates: Mapping[str, np.ndarray]
    kept: np.ndarray
    loss: float
    right: float
    check: float

    def __post_init__(self) -> None:
        for array in (self.reach, self.one, self.uncut, self.says, self.wanted, self.kept, *self.gates.values()):
            array.flags.writeable = False


@dataclass(frozen=True)
class Asked:
    """What is looked at. task: its name. asked: the step whose output it is; of: "output" or "loss". truncate: how
    many steps the error goes back; what lies before gets 0. example: number of the example shown."""

    task: str
    length: int
    asked: int
    of: str
    truncate: int
    example: int


def look_back(cell: Cell, asked: Asked, network: engine.Network, theta: np.ndarray) -> Sight:
    """Run the net forward over the measured sequences and the example, and the error of one output back."""
    task = TASKS[asked.task]
    both = zip(task.measured(asked.length), task.one(asked.length, asked.example))
    x, y = (np.concatenate(parts) for parts in both)    # the example is the last one
    wanted, place = task.target(x, y, asked.asked), len(task.before)
    trace = network.forward(theta, x[:, :asked.asked])
    output = trace.output
    dx = network.backward(theta, trace, _error(asked, output, wanted))[place].dx
    gates = {letter: getattr(trace[place], letter)[-1] for letter in cell.gates}
    sizes, one = engine.root_mean_square(engine.norm(dx[:-1], axis=2), axis=0), engine.norm(dx[-1], axis=1)
    return Sight(
        reach=_cut(sizes, asked), one=_cut(one, asked), uncut=_whole(sizes, asked.length),
        says=output[-1], wanted=wanted[-1],
        gates={letter: _whole(gate, asked.length) for letter, gate in gates.items()},
        kept=_whole(_kept(gates[cell.keep]), asked.length) if cell.keep else np.empty((asked.length, 0)),
        loss=float(task.loss.function(output[:-1], wanted[:-1])),
        right=float(task.right(output[:-1], wanted[:-1]).mean()),
        check=_checked(asked, network, trace, dx[-1], wanted[-1:]))


def _error(asked: Asked, output: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """What is sent back, for each sequence by itself: of the loss its gradient; of the output 1, of letters at the
    score of the letter that comes."""
    if asked.of == "loss":
        return TASKS[asked.task].loss.gradient(output, wanted) * len(output)
    return wanted if output.shape[1] > 1 else np.ones_like(output)


def _checked(asked: Asked, network: engine.Network, trace: engine.Trace, dx: np.ndarray, wanted: np.ndarray) -> float:
    """Each number that enters the cell is moved a little, both ways, and the rest of the net runs forward."""
    place = len(TASKS[asked.task].before)
    rest, x = engine.Network(network.layers[place:]), trace[place].x[-1]
    moves = H * np.eye(x.size).reshape(x.size, *x.shape)
    moved = rest.forward(trace.theta[network.n - rest.n:], np.concatenate([x + moves, x - moves])).output
    above, below = _values(asked, moved, wanted).reshape(2, *x.shape)
    numeric = (above - below) / (2 * H)
    most = max(float(np.abs(dx).max()), float(np.abs(numeric).max()))
    return float(np.abs(dx - numeric).max() / most) if most > 0 else 0.0


def _values(asked: Asked, outputs: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Of each row of outputs the number whose gradient it is, (N,)."""
    if asked.of == "loss":
        return TASKS[asked.task].loss.function(outputs[:, None, :], wanted)
    return (outputs * wanted).sum(axis=1) if outputs.shape[1] > 1 else outputs[:, 0]


def _cut(sizes: np.ndarray, asked: Asked) -> np.ndarray:
    """0 beyond the truncation, nan after the step that is asked."""
    sizes = sizes.copy()
    sizes[:max(asked.asked - asked.truncate, 0)] = 0
    return _whole(sizes, asked.length)


def _whole(known: np.ndarray, length: int) -> np.ndarray:
    """(asked, ...) -> (length, ...), nan for the steps after it."""
    return np.concatenate([known, np.full((length - len(known), *known.shape[1:]), np.nan)])


def _kept(gate: np.ndarray) -> np.ndarray:
    """The product of all gates after each step, (asked, units): 1 at the last one."""
    after = np.concatenate([gate[1:], np.ones_like(gate[:1])])
    return np.cumprod(after[::-1], axis=0)[::-1]
