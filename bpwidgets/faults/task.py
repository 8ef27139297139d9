"""A net with data and the weights it begins with: what a program is run on, drawn anew from a seed."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .. import engine

# No z of a ReLU is nearer to 0 than this: the kinks are out of reach of the differences.
CLEAR, TRIES = 1e-3, 200
EXAMPLES = 8
MAZUR_THETA = (0.15, 0.25, 0.20, 0.30, 0.35, 0.35, 0.40, 0.50, 0.45, 0.55, 0.60, 0.60)


@dataclass(frozen=True, eq=False)
class Task:
    """objective: net, data and loss. theta: (n,), the weights at the start. rate: of the updates; its other numbers
    are those of the program."""

    objective: engine.NetworkLoss
    theta: np.ndarray
    rate: float

    @property
    def net(self) -> engine.Network:
        """The network."""
        return self.objective.network

    def arrays(self, theta: np.ndarray | None = None) -> dict[str, np.ndarray]:
        """theta (n,) as W1, b1, W2, ...; without it the weights at the start."""
        layers = self.net.unpack(self.theta if theta is None else theta)
        return {f"{kind}{k}": array for k, layer in enumerate(layers, 1) for kind, array in layer.items()}

    def packed(self, arrays: Mapping[str, np.ndarray]) -> np.ndarray:
        """(n,) of the arrays; those that are not named are as at the start."""
        every = {**self.arrays(), **arrays}
        return self.net.pack([{kind: every[f"{kind}{k}"] for kind in ("W", "b")}
                              for k in range(1, len(self.net.layers) + 1)])

    def gradient(self, arrays: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        """The engine's gradient, array by array."""
        return self.arrays(self.objective.gradient(self.packed(arrays)))


@dataclass(frozen=True)
class Net:
    """How tasks are drawn. hidden, output: the activations; depth: how many hidden layers. decay: strength of the
    penalty. frozen: names of arrays that no update changes. equal: where sizes shall hide a fault, all of them are the
    same, not only those of the hidden layers."""

    hidden: str
    output: str
    loss: str
    depth: int = 2
    decay: float = 0.0
    frozen: tuple[str, ...] = ()
    equal: bool = False

    def draw(self, rng: np.random.Generator, rate: float, square: bool = False) -> Task:
        """A net of fresh sizes with fresh data. square: hidden layers of one size, behind which some faults hide."""
        if square and self.equal:
            return self.of_sizes((3,) * (self.depth + 2), rng, rate)
        outputs = 3 if self.loss == "softmax_cross_entropy" else int(rng.integers(1, 3))
        widths = (3,) * self.depth if square else tuple(map(int, rng.permutation(range(2, 5))[:self.depth]))
        return self.of_sizes((int(rng.integers(2, 4)), *widths, outputs), rng, rate)

    def of_sizes(self, sizes: tuple[int, ...], rng: np.random.Generator, rate: float) -> Task:
        """A net of these sizes with fresh data."""
        net = engine.network(sizes, self.hidden, self.output)
        for _ in range(TRIES):
            x, theta = rng.normal(size=(EXAMPLES, sizes[0])), rng.normal(scale=0.8, size=net.n)
            hidden = [layer.z for layer in net.forward(theta, x)[:-1]]
            if self.hidden != "relu" or min(np.abs(z).min() for z in hidden) > CLEAR:
                break
        return self._task(net, x, self._targets(x, sizes[-1], rng), theta, rate)

    def rebuilt(self, x: np.ndarray, y: np.ndarray, arrays: Sequence[np.ndarray], rate: float) -> Task:
        """The task with these data and these weights W1, b1, W2, ..."""
        layers = [{"W": W, "b": b} for W, b in zip(arrays[::2], arrays[1::2])]
        net = engine.network((len(arrays[0]), *(len(b) for b in arrays[1::2])), self.hidden, self.output)
        return self._task(net, x, y, net.pack(layers), rate)

    def _task(self, net: engine.Network, x: np.ndarray, y: np.ndarray, theta: np.ndarray, rate: float) -> Task:
        objective = engine.NetworkLoss(net, x, y, loss=self.loss, l2=self.decay, frozen=self.frozen)
        return Task(objective, theta, rate)

    def _targets(self, x: np.ndarray, outputs: int, rng: np.random.Generator) -> np.ndarray:
        """What can be learned of x: classes, or waves between 0.2 and 0.8."""
        way = x @ rng.normal(size=(x.shape[1], outputs))
        return way.argmax(axis=1) if self.loss == "softmax_cross_entropy" else 0.5 + 0.3 * np.sin(2 * way)


def mazur() -> Task:
    """The task of M. Mazur, A Step by Step Backpropagation Example (2015): 2-2-2, one example, biases fixed."""
    net = engine.network((2, 2, 2), "sigmoid", "sigmoid")
    objective = engine.NetworkLoss(net, [[0.05, 0.10]], [[0.01, 0.99]], loss="half_sse", frozen=("b1", "b2"))
    return Task(objective, np.array(MAZUR_THETA), 0.5)
