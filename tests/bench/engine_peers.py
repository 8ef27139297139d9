"""The same net in the words of the peers: what their users write."""
from __future__ import annotations

from itertools import pairwise

import numpy as np

from bpwidgets import engine


def places(sizes):
    """Where W and b of each layer stand in the flat theta: (start, inputs, outputs)."""
    start = 0
    for inputs, outputs in pairwise(sizes):
        yield start, inputs, outputs
        start += (inputs + 1) * outputs


def outputs(theta, x, sizes, tanh):
    """The net of tanh units with a linear end, as a function of one flat theta; for every library with numpy's
    operators."""
    a = x
    for start, rows, columns in places(sizes):
        middle, end = start + rows * columns, start + (rows + 1) * columns
        z = a @ theta[start:middle].reshape(rows, columns) + theta[middle:end]
        a = z if end == len(theta) else tanh(z)
    return a


def mean_squares(theta, x, y, sizes, tanh):
    e = outputs(theta, x, sizes, tanh) - y
    return (e * e).mean()


def torch_model(net: engine.Network, theta: np.ndarray):
    """The same net with the same numbers as an nn.Sequential, in the precision of theta."""
    import torch

    layers = []
    for layer, of_layer in zip(net.layers, net.unpack(theta)):
        linear = torch.nn.Linear(layer.inputs, layer.outputs, dtype=torch.from_numpy(theta).dtype)
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(of_layer["W"].T))
            linear.bias.copy_(torch.from_numpy(of_layer["b"]))
        layers += [linear, torch.nn.Tanh()]
    return torch.nn.Sequential(*layers[:-1])


def torch_theta(model) -> np.ndarray:
    """The numbers of the model in the order of theta."""
    parts = [parameter.detach().numpy() for parameter in model.parameters()]
    return np.concatenate([part.T.ravel() for part in parts])
