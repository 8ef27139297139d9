"""Chains of factors to be filled in: the gradient of one weight, and of the first of two units one after another."""
from typing import NamedTuple

import numpy as np

import bpwidgets as bp
from bpwidgets.teaching import Factor, FillIn

NET = bp.engine.network((1, 1, 1), hidden="sigmoid", output="sigmoid")


class Units(NamedTuple):
    """Two units one after another, with one example and the loss 1/2 (a₂ - y)²: all that the two passes compute."""

    x: float
    y: float
    W2: float
    a1: float
    a2: float
    slope1: float
    slope2: float
    dW1: float


def drawn(seed):
    """x, y and the four parameters (W₁, b₁, W₂, b₂), with two decimals, others for each seed."""
    numbers = np.random.default_rng(seed).uniform(0.5, 2.0, 6).round(2)
    return numbers[0], numbers[1] / 4, numbers[2:] * [1, -0.2, -1, 0.3]


def units(seed):
    """Both passes of the engine."""
    x, y, theta = drawn(seed)
    trace = NET.forward(theta, np.array([[x]]))
    back = NET.backward(theta, trace, trace.output - y)
    first, second = (layer.activation for layer in NET.layers)
    return Units(float(x), float(y), float(trace.parameters[1]["W"][0, 0]), float(trace[0].a[0, 0]),
                 float(trace[1].a[0, 0]), float(first.slope(trace[0].z)[0, 0]),
                 float(second.slope(trace[1].z)[0, 0]), float(back[0].gradients["W"][0, 0]))


def slope(a, index):
    return f"a{index} (1 − a{index}) with a{index} = {a:.4f}."


TWO_UNITS = FillIn(
    "chain", "The gradient of W₁ in two units one after another, from the loss backwards.", lab=units, result="dL/dW₁",
    factors=lambda lab: (
        Factor("dL/da₂", lab.a2 - lab.y, rule="derivative of the loss", from_=f"a₂ − y = {lab.a2:.4f} − {lab.y:.4f}."),
        Factor("da₂/dz₂", lab.slope2, rule="slope of the activation", from_=slope(lab.a2, "₂")),
        Factor("dz₂/da₁", lab.W2, rule="weight on the way", from_=f"W₂ = {lab.W2:.4f}."),
        Factor("da₁/dz₁", lab.slope1, rule="slope of the activation", from_=slope(lab.a1, "₁")),
        Factor("dz₁/dW₁", lab.x, rule="input of the weight", from_=f"x = {lab.x:.4f}.")),
    given=lambda lab: (f"x = {lab.x:.4f}, a₁ = {lab.a1:.4f}, W₂ = {lab.W2:.4f}, a₂ = {lab.a2:.4f}, y = {lab.y:.4f}. "
                       "Both units have the sigmoid; the loss is ½ (a₂ − y)²."),
    rules=("sum over the examples",), agrees=lambda lab: lab.dW1)

ONE_ROW = FillIn(
    "share", "What does the second row of the table add to the gradient?", result="dL/dw",
    lab=lambda seed: bp.WeightLab(weight=4 - 0.5 * seed),
    factors=lambda lab: (
        Factor("2/n", 2 / len(lab.result.x), rule="derivative of the mean of the squares"),
        Factor("e", lab.result.table["error"][1], rule="error of the row", from_="Output minus desired output."),
        Factor("x", lab.result.x[1], rule="input of the weight", from_="The input of the row.")),
    given=lambda lab: (f"n = {len(lab.result.x)}, x = {lab.result.x[1]:g}, y = {lab.result.y[1]:g}, "
                       f"w x = {lab.result.table['output'][1]:g}."),
    agrees=lambda lab: lab.result.table["gradient_share"][1])
