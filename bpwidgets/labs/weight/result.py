"""A run of gradient descent on one weight, every step kept, and the rows of the table at any of them."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from ...text import number, spoken

# The text takes for 0 what is smaller than this part of the numbers it was computed from: such digits differ between
# machines.
NOISE = 1e-10


@dataclass(frozen=True, eq=False)
class WeightResult:
    """A run of gradient descent on one weight, every step kept. x and y are those used, after scaling.

    weights, losses, gradients: (steps + 1,); entry 0 is the start. curvature: L'', the second derivative of the loss.
    rate_limit: 2 / L'', the largest rate that does not diverge. best_weight, best_loss: the bottom of the parabola.
    factor: what one step does to the distance from the best weight, 1 - learning_rate * L''.
    diverges_at: first step whose loss is larger than that of the step before, None if there is none.
    curve_weights, curve_losses: (201,) the parabola over the range of the weight slider. table: the rows at the start.
    verdict: what the learning rate does, in a sentence.
    """

    x: np.ndarray
    y: np.ndarray
    learning_rate: float
    weights: np.ndarray
    losses: np.ndarray
    gradients: np.ndarray
    curvature: float
    rate_limit: float
    best_weight: float
    best_loss: float
    factor: float
    diverges_at: int | None
    curve_weights: np.ndarray
    curve_losses: np.ndarray
    table: Mapping[str, np.ndarray]
    verdict: str

    def table_at(self, step: int) -> Mapping[str, np.ndarray]:
        """The rows at one step: input, desired, output, error, squared_error, gradient_share; each (n,).

        The gradient shares of all rows add up to the gradient.
        """
        # With one row per sample, dL/dw is a sum over rows: each row's own part is its input times the delta it gets.
        return rows_at(self.x, self.y, float(self.weights[step]), self.curvature)

    def on_curve(self, weight: float) -> tuple[float, float]:
        """Loss and slope of the parabola at a weight."""
        away = weight - self.best_weight
        return self.best_loss + self.curvature / 2 * away**2, self.curvature * away

    def text_at(self, step: int) -> tuple[str, str, str]:
        """Weight, loss and gradient of one step as text; what is only rounding, on the last bits of the best weight,
        is 0."""
        steep = self.curvature * max(abs(self.best_weight), abs(float(self.weights[0])))
        bottom = NOISE**2 * float(self.curve_losses.max())
        return (number(self.weights[step], 4), number(self.losses[step], 4, bottom),
                number(self.gradients[step], 4, NOISE * steep))

    def summary(self, step: int = 0) -> str:
        """Where one step stands, in a line."""
        weight, loss, gradient = map(spoken, self.text_at(step))
        return f"step {step} of {len(self.weights) - 1}: weight {weight}, loss {loss}, gradient {gradient}"


def rows_at(x: np.ndarray, y: np.ndarray, weight: float, curvature: float) -> Mapping[str, np.ndarray]:
    """Each row of the table at one weight: see `WeightResult.table_at`."""
    with np.errstate(all="ignore"):
        output = weight * x
        error = output - y
        # dL/dw = c * sum(e x) and L'' = c * sum(x x): the curvature tells the factor c of the loss convention.
        share = curvature / (x @ x) * error * x
        return MappingProxyType({"input": x, "desired": y, "output": output, "error": error,
                                 "squared_error": error**2, "gradient_share": share})
