"""Can one weight learn a table? The smallest network there is: output = weight * input, no bias.

The loss is a parabola in the weight, so all of gradient descent can be said in closed form: with the curvature
L'' one step takes the distance to the best weight times (1 - learning_rate * L''), and the rate 2 / L'' is the
largest that does not diverge.
"""
from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import numpy as np

from ... import engine
from ...datasets import ONE_WEIGHT, Dataset
from ...errors import Verbatim, argument_error
from ...settings import Settings, choice, dataset, slider, toggle
from ...text import columns, elide, number

LOSSES = MappingProxyType({
    "sse": "sum of squared errors",
    "half_sse": "half the sum of squared errors",
    "mse": "mean squared error",
    "half_mse": "half the mean squared error",
})
CURVE_POINTS = 201
# The text takes for 0 what is smaller than this part of the numbers it was computed from: such digits differ between machines.
NOISE = 1e-10
NETWORK = engine.Network((engine.Dense(1, 1, "identity", bias=False),))


def weight_range(settings: WeightSettings) -> tuple[float, float]:
    """The weights a hand can reach: as far to both sides of the best weight as twice its size."""
    best = best_weight(settings.data)
    reach = 2 * abs(best) or 1.0
    return _round(best - reach), _round(best + reach)


def rate_range(settings: WeightSettings) -> tuple[float, float]:
    """Whole decades around the largest stable rates of all loss conventions, scaled and not; the same for each of them."""
    limits = [2 / _objective(settings.data, loss, scaled)[1] for loss in LOSSES for scaled in (False, True)]
    return 10.0 ** (math.floor(math.log10(min(limits))) - 1), 10.0 ** math.ceil(math.log10(max(limits)))


class WeightSettings(Settings):
    """What can be chosen in `WeightLab`."""

    lab = "WeightLab"
    data: Dataset = dataset("weight table", ONE_WEIGHT, label="data", question="Which table, which loss?",
                            help="inputs and desired outputs, or your own arrays: x=..., y=...")
    weight: float = slider(4.0, -1e30, 1e30, step=0.05, slider_range=weight_range, resets=("step",), label="weight",
                           question="Where to start, how far to step?", help="the weight before the first step")
    learning_rate: float = slider(0.001, 1e-30, 1e30, step=0.02, log=True, slider_range=rate_range, label="learning rate",
                                  question="Where to start, how far to step?", help="new weight = weight - learning rate * gradient")
    loss: str = choice("mse", LOSSES, label="loss", question="Which table, which loss?",
                       help="how the errors of the rows become one number")
    scaled: bool = toggle(False, label="divide x and y by max |x|", question="Which table, which loss?",
                          help="leaves the best weight where it is and changes the largest stable rate")
    steps: int = slider(20, 1, 500, step=1, label="steps", question="How long?", help="steps of gradient descent that are computed")
    step: int = slider(0, 0, "steps", step=1, cursor=True, label="step shown", question="Which step is shown?",
                       help="0 is the start")


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
        return _table(self.x, self.y, float(self.weights[step]), self.curvature)

    def text_at(self, step: int) -> tuple[str, str, str]:
        """Weight, loss and gradient of one step as text; what is only rounding, on the last bits of the best weight, is 0."""
        steep = self.curvature * max(abs(self.best_weight), abs(float(self.weights[0])))
        bottom = NOISE**2 * float(self.curve_losses.max())
        return (number(self.weights[step], 4), number(self.losses[step], 4, bottom), number(self.gradients[step], 4, NOISE * steep))

    def summary(self, step: int = 0) -> str:
        """Where one step stands, in a line."""
        weight, loss, gradient = self.text_at(step)
        return f"step {step} of {len(self.weights) - 1}: weight {weight}, loss {loss}, gradient {gradient}"


def one_weight(settings: WeightSettings) -> WeightResult:
    """Run gradient descent on the one weight and say what its rate does.

    Raises ValueError if the data are not one row of inputs and one of desired outputs, or if every input is zero.

    >>> result = one_weight(WeightSettings(learning_rate=1 / 819, steps=3))
    >>> result.weights.round(12).tolist(), result.curvature
    ([4.0, 3.0, 2.5, 2.25], 409.5)
    """
    objective, curvature = _objective(settings.data, settings.loss, settings.scaled)
    x, y = _arrays(settings.data, settings.scaled)
    rate = settings.learning_rate
    path = engine.descend(objective, np.array([settings.weight]), optimizer="sgd", learning_rate=rate, steps=settings.steps)
    weights, losses = path.thetas[:, 0], path.values
    best = best_weight(settings.data)
    curve = np.linspace(*weight_range(settings), CURVE_POINTS)
    factor = 1 - rate * curvature
    diverges_at = _first_growth(losses) if abs(factor) > 1 else None
    return WeightResult(
        x=x, y=y, learning_rate=rate, weights=weights, losses=losses, gradients=path.gradients[:, 0], curvature=curvature,
        rate_limit=2 / curvature, best_weight=best, best_loss=float(objective.value(np.array([best]))), factor=factor,
        diverges_at=diverges_at, curve_weights=curve, curve_losses=objective.values(curve[:, None]),
        table=_table(x, y, settings.weight, curvature), verdict=_verdict(factor, 2 / curvature, best, diverges_at))


def best_weight(data: Dataset) -> float:
    """Where the parabola has its bottom: sum(x y) / sum(x x), the same for every loss convention and every scale."""
    x, y = _arrays(data, scaled=True)
    return float(x @ y / (x @ x))


@lru_cache(maxsize=64)
def _objective(data: Dataset, loss: str, scaled: bool) -> tuple[engine.NetworkLoss, float]:
    """The loss as a function of the weight, and its curvature."""
    x, y = _arrays(data, scaled)
    objective = engine.NetworkLoss(NETWORK, x[:, None], y[:, None], loss=loss)
    # The gradient of a parabola is a straight line; its slope is the difference between two points one apart.
    slope = objective.gradient(np.array([1.0])) - objective.gradient(np.array([0.0]))
    return objective, float(slope[0])


def _arrays(data: Dataset, scaled: bool) -> tuple[np.ndarray, np.ndarray]:
    for name, array in (("x", data.x), ("y", data.y)):
        if array.ndim != 1:
            raise argument_error(name, "WeightLab", "shape (n,), one number per row", array)
    largest = np.abs(data.x).max()
    if largest == 0:
        raise argument_error("x", "WeightLab", "a number other than 0", Verbatim("only zeros"), "With inputs of zero the weight changes nothing.")
    for name, most in (("x", largest), ("y", np.abs(data.y).max())):
        if most and not 1e-12 <= most <= 1e12:
            raise argument_error(name, "WeightLab", "a largest size from 1e-12 to 1e12", float(most), "Choose other units for it.")
    return (data.x / largest, data.y / largest) if scaled else (data.x, data.y)


def _table(x: np.ndarray, y: np.ndarray, weight: float, curvature: float) -> Mapping[str, np.ndarray]:
    with np.errstate(all="ignore"):
        output = weight * x
        error = output - y
        # dL/dw = c * sum(e x) and L'' = c * sum(x x): the curvature tells the factor c of the loss convention.
        share = curvature / (x @ x) * error * x
        return MappingProxyType({"input": x, "desired": y, "output": output, "error": error,
                                 "squared_error": error**2, "gradient_share": share})


def _first_growth(losses: np.ndarray) -> int | None:
    with np.errstate(invalid="ignore"):
        grows = ~(losses[1:] <= losses[:-1])
    return int(np.argmax(grows)) + 1 if grows.any() else None


def _verdict(factor: float, limit: float, best: float, diverges_at: int | None) -> str:
    keeps = f"each step leaves {number(abs(factor))} of the distance to the best weight {number(best, 4)}"
    if diverges_at is not None:
        return (f"It diverges from step {diverges_at}: each step jumps over the best weight {number(best, 4)} and ends "
                f"{number(-factor, 4)} times as far on the other side. A rate under {number(limit)} would hold.")
    if abs(factor) > 1:
        return f"It stands on the best weight {number(best, 4)}; from any other it would diverge. A rate under {number(limit)} would hold."
    if factor < -1 + 1e-9:
        return f"It swings for ever: the rate is at its limit {number(limit)}, and {keeps}."
    if abs(factor) < 1e-9:
        return f"It arrives in one step: the rate is 1 / L'', half of the limit {number(limit)}."
    if factor < 0:
        return f"It overshoots and still settles: {keeps}, on the other side. The limit is {number(limit)}."
    return f"It settles from one side: {keeps}. Rates up to {number(limit)} hold."


def _round(value: float) -> float:
    """Two significant digits: the ends of a slider."""
    return float(f"{value:.1e}")


def describe_weight(settings: WeightSettings, result: WeightResult) -> str:
    """The text twin of `WeightLab`: where it stands, what the rate does, the rows and the run."""
    head = tuple(name.replace("_", " ") for name in result.table)
    run = [(str(k), *result.text_at(k)) for k in range(len(result.weights))]
    return "\n".join([
        summarize_weight(settings, result),
        result.verdict,
        f"{LOSSES[settings.loss]}; curvature {number(result.curvature, 4)}, largest stable rate {number(result.rate_limit)}",
        "", columns(head, rows_of_step(result, settings.step)),
        "", columns(("step", "weight", "loss", "gradient"), [row or ("...",) * 4 for row in elide(run)])])


def summarize_weight(settings: WeightSettings, result: WeightResult) -> str:
    """The first line of the text twin."""
    return f"WeightLab: {result.summary(settings.step)}, learning rate {number(settings.learning_rate)}"


def rows_of_step(result: WeightResult, step: int) -> list[tuple[str, ...]]:
    """The rows of one step as text, at most twelve, and their sums."""
    table = result.table_at(step)
    error, steep = NOISE * float(np.abs(result.y).max()), NOISE * result.curvature * max(abs(result.best_weight), abs(float(result.weights[0])))
    noise = (0.0, 0.0, 0.0, error, error**2, steep)
    rows = [tuple(map(number, row, (4,) * len(noise), noise)) for row in zip(*table.values())]
    shown = [row or ("...",) * len(table) for row in elide(rows)]
    sums = [number(table[name].sum(), 4, level) for name, level in (("squared_error", error**2), ("gradient_share", steep))]
    return [*shown, ("sum", "", "", "", *sums)]


def records_of_weight(settings: WeightSettings, result: WeightResult) -> tuple[tuple[str, ...], list[tuple]]:
    """Every step of the run: head and rows."""
    rows = zip(range(len(result.weights)), result.weights.tolist(), result.losses.tolist(), result.gradients.tolist())
    return ("step", "weight", "loss", "gradient"), list(rows)


def measures_of_weight(settings: WeightSettings, result: WeightResult) -> dict[str, float]:
    """Numbers to be gathered over many settings."""
    return {"learning rate": settings.learning_rate, "start": settings.weight, "last weight": float(result.weights[-1]),
            "last loss": float(result.losses[-1]), "factor per step": result.factor, "curvature": result.curvature}
