"""One image in the net, forward and back: what each position of a filter sends into each of its weights.

    z[p, q] = sum over i, j of x[p + i, q + j] w[i, j] + b          the same w at every position (p, q)
    dL/dw[i, j] = sum over p, q of delta[p, q] x[p + i, q + j]      delta = dL/dz: each position sends a share
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ... import engine
from ...datasets.bitmap import SIDE
from ...one_thread import on_one_thread
from ...training.digit_parts import LOSS
from .settings import ACROSS, SIZE

# The step of central differences; from which relative error on they contradict the gradient, which difference is that
# of rounding, and from which part of the slopes on a jump of the slope is one.
STEP = float(np.cbrt(np.finfo(float).eps))
WRONG, ROUNDING, KINK = 1e-5, 1e-9, 1e-3


@dataclass(frozen=True)
class Check:
    """The gradient of a weight, by backpropagation and by central differences of the loss.

    difference: (L(w + h) - L(w - h)) / 2h. jump: by how much the slope of the loss jumps at w, 0 where it has one.
    """

    gradient: float
    difference: float
    jump: float

    @property
    def apart(self) -> float:
        """By how much both differ."""
        return abs(self.gradient - self.difference)

    @property
    def kink(self) -> bool:
        """The slopes to both sides differ: the loss has no derivative here, as where two numbers of a pool tie."""
        return self.jump > KINK * max(abs(self.gradient), abs(self.difference), 1e-3)

    @property
    def holds(self) -> bool:
        """Both numbers agree."""
        return self.apart <= WRONG * max(abs(self.gradient), abs(self.difference)) + ROUNDING


@dataclass(frozen=True, eq=False)
class Passes:
    """Both passes of one image (8, 8) that is meant as `label`, with the weights theta.

    maps, z, delta: (6, 6, F), of each filter a, z and dL/dz at every position. da: dL/da. pooled, d_pooled: (3, 3, F),
    what the pool keeps, and dL of it. scores, probabilities: (10,).
    """

    network: engine.Network
    theta: np.ndarray
    image: np.ndarray
    label: int
    trace: engine.Trace
    back: engine.Back

    @property
    def z(self) -> np.ndarray:
        """(6, 6, F)."""
        return self.trace[0].z[0]

    @property
    def maps(self) -> np.ndarray:
        """a = f(z), (6, 6, F)."""
        return self.trace[0].a[0]

    @property
    def delta(self) -> np.ndarray:
        """dL/dz, (6, 6, F)."""
        return self.back[0].delta[0]

    @property
    def da(self) -> np.ndarray:
        """dL/da of the maps, (6, 6, F): what the pool hands back."""
        return self.back[1].dx[0]

    @property
    def pooled(self) -> np.ndarray:
        """(3, 3, F)."""
        return self.trace[1].a[0]

    @property
    def d_pooled(self) -> np.ndarray:
        """dL of what the pool keeps, (3, 3, F)."""
        return self.back[1].delta[0]

    @cached_property
    def winners(self) -> np.ndarray:
        """True where a number of a map is the one that the pool keeps, (6, 6, F); nowhere for means."""
        trace = self.trace[1]
        if not hasattr(trace, "winner"):
            return np.zeros(self.maps.shape, bool)
        winner, size = trace.winner[0], ACROSS // self.pooled.shape[0]
        rows, columns, filters = np.indices(winner.shape)
        found = np.zeros(self.maps.shape, bool)
        found[size * rows + winner // size, size * columns + winner % size, filters] = True
        return found

    @property
    def weights(self) -> np.ndarray:
        """Of the filters, (3, 3, F)."""
        return self.network.unpack(self.theta)[0]["W"][:, :, 0, :]

    @property
    def biases(self) -> np.ndarray:
        """Of the filters, (F,)."""
        return self.network.unpack(self.theta)[0]["b"]

    @property
    def gradient(self) -> np.ndarray:
        """dL/dW of the filters, (3, 3, F), as backpropagation has it."""
        return self.back[0].gradients["W"][:, :, 0, :]

    @cached_property
    def probabilities(self) -> np.ndarray:
        """Of each digit, (10,)."""
        e = np.exp(self.trace.output[0] - self.trace.output[0].max())
        return e / e.sum()

    @property
    def answer(self) -> int | None:
        """The digit with the largest probability; None where the numbers have overflowed."""
        return int(self.probabilities.argmax()) if np.isfinite(self.probabilities).all() else None

    @property
    def order(self) -> list[int]:
        """The digits, the most probable first."""
        return [] if self.answer is None else np.argsort(-self.probabilities, kind="stable").tolist()

    @property
    def loss(self) -> float:
        """Cross-entropy: -ln of the probability of what was meant."""
        return float(LOSS.function(self.trace.output, np.eye(self.trace.output.shape[-1])[[self.label]]))

    def window(self, p: int, q: int) -> np.ndarray:
        """What the filter sees at a position, (3, 3)."""
        return self.image[p:p + SIZE, q:q + SIZE]

    def products(self, filter: int, p: int, q: int) -> np.ndarray:
        """Pixel times weight, for the nine under the filter, (3, 3); their sum and the bias make z."""
        return self.window(p, q) * self.weights[:, :, filter]

    def seen(self, i: int, j: int) -> np.ndarray:
        """The pixel under a weight at each position, (6, 6): a part of the image."""
        return self.image[i:i + ACROSS, j:j + ACROSS]

    def shares(self, filter: int, i: int, j: int) -> np.ndarray:
        """What each position sends into a weight, (6, 6): its delta times the pixel under the weight."""
        return self.delta[:, :, filter] * self.seen(i, j)

    def check(self, filter: int, i: int, j: int) -> Check:
        """The gradient of a weight, against differences of the loss itself."""
        k = (i * SIZE + j) * self.weights.shape[2] + filter
        with np.errstate(all="ignore"):
            thetas = np.repeat(self.theta[None], 5, axis=0)
            thetas[:, k] += STEP * np.array([-2.0, -1.0, 0.0, 1.0, 2.0])
            w, L = thetas[:, k], self._objective.value(thetas)
            difference = (L[3] - L[1]) / (w[3] - w[1])
            # right slope - left slope = jump + h L'', with h and with 2 h.
            bends = [(L[2 + n] - 2 * L[2] + L[2 - n]) / (n * STEP) for n in (1, 2)]
            return Check(float(self.gradient[i, j, filter]), float(difference), float(abs(2 * bends[0] - bends[1])))

    @cached_property
    def _objective(self) -> engine.NetworkLoss:
        return engine.NetworkLoss(self.network, self.image[None, :, :, None], [self.label], LOSS)


@on_one_thread
def passes(network: engine.Network, theta: np.ndarray, image: np.ndarray, label: int) -> Passes:
    """Both passes of an image (64,) in a net with these weights."""
    image = image.reshape(SIDE, SIDE)
    with np.errstate(all="ignore"):
        trace = network.forward(theta, image[None, :, :, None])
        back = network.backward(theta, trace, LOSS.gradient(trace.output, np.eye(trace.output.shape[-1])[[label]]))
    return Passes(network, theta, image, label, trace, back)


def with_weights(network: engine.Network, theta: np.ndarray, filter: int, by_hand: Mapping[str, float]) -> np.ndarray:
    """theta with some weights of a filter set by hand: name -> number, "w12" in row 1, column 2."""
    theta, filters = theta.copy(), network.layers[0].outputs
    for name, value in by_hand.items():
        i, j = int(name[1]) - 1, int(name[2]) - 1
        theta[(i * SIZE + j) * filters + filter] = value
    return theta
