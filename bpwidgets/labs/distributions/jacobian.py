"""The input-output Jacobian of a net: how its outputs answer to a small change of its inputs."""
from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ... import engine


def jacobian(net: engine.Network, theta: np.ndarray, x: np.ndarray,
             statistics: Sequence[object] | None = None) -> np.ndarray:
    """J[k, i] = d output_k / d x_i at one example x (inputs,): (outputs, inputs).

    The example stands in the batch once for each output, and the identity is sent back through the net: row k asks for
    output k alone. Normalizations over a batch need their `statistics` held, as in `net.forward`: the copies of one
    example have no deviation.

    >>> net = engine.network((2, 3), bias=False)
    >>> jacobian(net, np.arange(6.0), np.zeros(2))
    array([[0., 3.],
           [1., 4.],
           [2., 5.]])
    """
    outputs = net.sizes[-1]
    trace = net.forward(theta, np.tile(x, (outputs, 1)), statistics=statistics)
    return net.backward(theta, trace, np.eye(outputs)).dx


def singular_values(J: np.ndarray) -> np.ndarray:
    """The factors by which J stretches, largest first, (min(inputs, outputs),); nan where J is not made of numbers."""
    if not np.isfinite(J).all():
        return np.full(min(J.shape), np.nan)
    return np.linalg.svd(J, compute_uv=False)
