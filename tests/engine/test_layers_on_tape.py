"""The second oracle of the layers: their formulas written with scalars of the tape, which knows the chain rule and no
layer."""

import numpy as np
import pytest

from bpwidgets.engine import BatchNorm, Dense, LastStep, LayerNorm, Network, Recurrent, Residual, Softmax
from bpwidgets.engine.tape import Scalar


def normalized(x, axis, p, epsilon=1e-5):
    d = x - x.sum(axis=axis, keepdims=True) / x.shape[axis]
    variance = (d * d).sum(axis=axis, keepdims=True) / x.shape[axis]
    return d / (variance + epsilon) ** 0.5 * p["gamma"] + p["beta"]


def steps(x, p):
    h = [np.tanh(x[:, 0] @ p["W"] + p["b"])]
    for t in range(1, x.shape[1]):
        h.append(np.tanh(x[:, t] @ p["W"] + h[-1] @ p["U"] + p["b"]))
    return np.stack(h, axis=1)


# a layer, the shape of its input, and the same once more as a formula
FORMULAS = {
    Dense(3, 2, "tanh"): ((4, 3), lambda x, p: np.tanh(x @ p["W"] + p["b"])),
    Dense(3, 2, bias=False): ((4, 3), lambda x, p: x @ p["W"]),
    Softmax(3): ((4, 3), lambda x, p: np.exp(x) / np.exp(x).sum(axis=1, keepdims=True)),
    LayerNorm(3): ((4, 3), lambda x, p: normalized(x, 1, p)),
    BatchNorm(3, "tanh"): ((4, 3), lambda x, p: np.tanh(normalized(x, 0, p))),
    Residual((Dense(3, 2, "tanh"), Dense(2, 3)), "tanh"):
        ((4, 3), lambda x, p: np.tanh(x + np.tanh(x @ p["W.1"] + p["b.1"]) @ p["W.2"] + p["b.2"])),
    Recurrent(2, 3): ((2, 4, 2), steps),
    LastStep(2): ((2, 4, 2), lambda x, p: x[:, -1]),
}


def on_the_tape(array):
    return np.array([Scalar(number) for number in array.ravel()], dtype=object).reshape(array.shape)


def gradients(scalars):
    return [0.0 if node.gradient is None else float(node.gradient) for node in scalars.ravel()]


@pytest.mark.parametrize("layer", FORMULAS, ids=repr)
def test_a_layer_has_the_values_and_gradients_of_its_formula_on_the_tape(layer):
    shape, formula = FORMULAS[layer]
    generator, net = np.random.default_rng(0), Network((layer,))
    x, theta = generator.normal(size=shape), generator.normal(size=net.n)
    trace = net.forward(theta, x)
    da = generator.normal(size=trace.output.shape)
    back = net.backward(theta, trace, da)
    inputs, coordinates = on_the_tape(x), on_the_tape(theta)
    p, start = {}, 0
    for key, of_key in layer.shapes.items():
        p[key] = coordinates[start:start + np.prod(of_key)].reshape(of_key)
        start += np.prod(of_key)
    outputs = formula(inputs, p)
    (outputs * da).sum().backward()
    np.testing.assert_allclose(trace.output.ravel(), [node.value for node in outputs.ravel()], rtol=1e-12)
    np.testing.assert_allclose(back.dtheta, gradients(coordinates), rtol=1e-10, atol=1e-14)
    np.testing.assert_allclose(back.dx.ravel(), gradients(inputs), rtol=1e-10, atol=1e-14)
