"""The second oracle of the layers: their formulas written with scalars of the tape, which knows the chain rule and no
layer."""

from functools import reduce

import numpy as np
import pytest

from bpwidgets import engine
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


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def through(x, p, units, step):
    """All h of a gated layer, from a step (x_t, h, c) -> (h, c)."""
    h, c, seen = np.zeros((len(x), units)), np.zeros((len(x), units)), []
    for t in range(x.shape[1]):
        h, c = step(lambda gate, h, t=t: x[:, t] @ p["W" + gate] + h @ p["U" + gate] + p["b" + gate], h, c)
        seen.append(h)
    return np.stack(seen, axis=1)


def lstm_step(z, h, c):
    c = sigmoid(z("f", h)) * c + sigmoid(z("i", h)) * np.tanh(z("g", h))
    return sigmoid(z("o", h)) * np.tanh(c), c


def gru_step(z, h, c):
    u, n = sigmoid(z("u", h)), np.tanh(z("n", sigmoid(z("r", h)) * h))
    return u * h + (1 - u) * n, c


def places(x, size, stride, padding, function):
    """A function of each window (batch, size, size, channels), put together as an image."""
    x = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    down, across = (range(0, pixels - size + 1, stride) for pixels in x.shape[1:3])
    return np.stack([np.stack([function(x[:, m:m + size, n:n + size]) for n in across], 1) for m in down], 1)


def filtered(p):
    return lambda window: (window[..., None] * p["W"]).sum(axis=(1, 2, 3)) + p["b"]


def mean(window):
    return window.sum(axis=(1, 2)) / window[0, ..., 0].size


def largest(window):
    return reduce(lambda a, b: a + np.vectorize(lambda d: d.relu())(b - a),
                  window.reshape(len(window), -1, window.shape[-1]).swapaxes(0, 1))


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
    engine.Embedding(3, 2): ((2, 4, 3), lambda x, p: x @ p["E"]),
    engine.LSTM(2, 3): ((2, 4, 2), lambda x, p: through(x, p, 3, lstm_step)),
    engine.GRU(2, 3): ((2, 4, 2), lambda x, p: through(x, p, 3, gru_step)),
    engine.Conv2D(2, 3, 2, "tanh"): ((2, 3, 4, 2), lambda x, p: np.tanh(places(x, 2, 1, 0, filtered(p)))),
    engine.Conv2D(1, 2, 3, stride=2, padding=2): ((2, 3, 4, 1), lambda x, p: places(x, 3, 2, 2, filtered(p))),
    engine.MaxPool2D(2, 2, stride=1): ((2, 3, 4, 2), lambda x, p: places(x, 2, 1, 0, largest)),
    engine.MeanPool2D(2, 3, stride=1): ((2, 3, 5, 2), lambda x, p: places(x, 3, 1, 0, mean)),
    engine.Flatten(2, 3, 2): ((2, 2, 3, 2), lambda x, p: x.reshape(2, 12)),
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
