"""Does a falling loss tell that the code is right? A backward pass with the slope of the hidden layer left out, next to
the right one."""
from __future__ import annotations

import numpy as np

import bpwidgets as bp
from bpwidgets import engine

STEPS = 100
FAULTY, RIGHT, OFF = "loss with the fault", "loss without it", "error of the gradient"


class SilentFault(bp.Settings):
    """How the net with the fault is trained."""

    learning_rate: float = bp.slider(0.3, 0.01, 10, step=0.05, log=True, label="learning rate",
                                     help="of plain gradient descent, with and without the fault")
    seed: int = bp.slider(0, 0, 19, step=1, label="seed", help="another draw of the first weights")


def silent_fault(chosen: SilentFault) -> bp.Curves:
    """The loss of the net 2-16-1 on the two moons at each step, with the fault and without, and how far the faulty
    gradient is off."""
    moons = bp.datasets.moons(n=100, noise=0.1, seed=0)
    x, y = moons.x, moons.y.reshape(-1, 1)
    net = engine.network((2, 16, 1), hidden="tanh")
    loss = engine.NetworkLoss(net, x, y, loss="binary_cross_entropy")
    theta = net.initialize("glorot_normal", seed=chosen.seed)
    right = engine.descend(loss, theta, "sgd", chosen.learning_rate, steps=STEPS).values[:]
    thetas, wrong = [theta], [without_slope(net, theta, x, y)]
    for _ in range(STEPS):
        thetas.append(thetas[-1] - chosen.learning_rate * wrong[-1])
        wrong.append(without_slope(net, thetas[-1], x, y))
    faulty, gradients = loss.value(np.array(thetas)), loss.gradient(np.array(thetas))
    off = engine.norm(wrong - gradients, axis=-1) / engine.norm(gradients, axis=-1)
    told = (f"With the fault the loss falls from {faulty[0]:.2g} to {faulty[-1]:.2g}, without it to {right[-1]:.2g}. "
            f"The gradient is off by {off[0]:.0%} of its length at the start, by {off[-1]:.0%} at the end.")
    return bp.Curves(np.arange(STEPS + 1), {FAULTY: faulty, RIGHT: right, OFF: off}, verdict=told, x_label="step")


def without_slope(net: engine.Network, theta: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """What comes out as gradient of the binary cross-entropy if delta of the hidden layer is taken for the error that
    arrives there: theta (n,) -> (n,)."""
    trace, W2 = net.forward(theta, x), net.unpack(theta)[1]["W"]
    delta2 = engine.LOSSES["binary_cross_entropy"].gradient(trace.output, y)
    delta1 = delta2 @ W2.T    # the fault: times the slope of tanh is missing
    return net.pack([{"W": x.T @ delta1, "b": delta1.sum(axis=0)},
                     {"W": trace[0].a.T @ delta2, "b": delta2.sum(axis=0)}])


def faulty_training() -> bp.Lab:
    """The lab."""
    return bp.make_lab("Does the falling loss tell that the gradient is right?", SilentFault, silent_fault)()
