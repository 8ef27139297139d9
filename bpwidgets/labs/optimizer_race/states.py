"""What an optimizer is made of inside: what it remembers after each step, and how large its steps are for the
gradient it got."""
from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from ... import engine

# A gradient below this part of the one at the start is rounding: a quotient of it says nothing.
NOISE = 1e-12
States = Mapping[str, np.ndarray]


def states_of(optimizer: engine.Optimizer, path: engine.Path, coordinates: list[int]) -> States:
    """The memory of an optimizer after k steps, for some coordinates: (steps + 1, coordinates) each, counters (steps +
    1,).

    Besides what the optimizer itself keeps there are the `gradient` where it stands; what its rule derives of its
    memory, such as the unbiased means `corrected_mean` and `corrected_squares`; and `effective_rate`:
    |theta_k - theta_(k-1)| / |g_(k-1)|, the rate at which plain descent would have taken the same step. What no step
    has made yet is nan, and so is a quotient of what is only rounding.

    >>> adam = engine.OPTIMIZERS["adam"]
    >>> path = engine.descend(engine.SURFACES["bowl"], [1.0, 1.0], adam, learning_rate=0.1, steps=2)
    >>> states = states_of(adam, path, [0, 1])
    >>> states["corrected_mean"][1].round(6).tolist(), states["effective_rate"][1].round(6).tolist()
    ([1.0, 10.0], [0.1, 0.01])
    """
    kept = {state: entries[:, coordinates] if entries.ndim > 1 else entries[:]
            for state, entries in path.states.items()}
    return MappingProxyType({"gradient": path.gradients[:, coordinates], **kept, **optimizer.derive(kept),
                             "effective_rate": effective_rate(path, coordinates)})


def effective_rate(path: engine.Path, coordinates: list[int]) -> np.ndarray:
    """|theta_k - theta_(k-1)| / |g_(k-1)|, (steps + 1, coordinates); nan at the start, and where the gradient is only
    rounding."""
    theta, g = path.thetas[:, coordinates], np.abs(path.gradients[:, coordinates])
    rate = np.full(theta.shape, np.nan)
    with np.errstate(all="ignore"):
        rate[1:] = np.abs(np.diff(theta, axis=0)) / np.where(g[:-1] > NOISE * g[0].max(), g[:-1], np.nan)
    return rate
