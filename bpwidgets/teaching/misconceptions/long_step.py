"""Who comes back? One long step kills ReLU units of a small net; the steps after it are gentle."""
from __future__ import annotations

import numpy as np

import bpwidgets as bp
from bpwidgets import engine

GENTLE, AFTER = 0.5, 200


class OneLongStep(bp.Settings):
    """How long the first step is, and which draw of the weights takes it."""

    first_rate: float = bp.slider(10.0, 0.1, 100, step=0.1, log=True, label="first rate",
                                  help="learning rate of the first step; the others have 0.5")
    seed: int = bp.slider(1, 0, 19, step=1, label="seed", help="another draw of the first weights")


def one_long_step(chosen: OneLongStep) -> bp.Curves:
    """How many units of the net 2-16-16-1 are off for every point of the two moons, at each step."""
    moons = bp.datasets.moons(n=100, noise=0.1, seed=0)
    net = engine.network((2, 16, 16, 1), hidden="relu")
    loss = engine.NetworkLoss(net, moons.x, moons.y.reshape(-1, 1), loss="binary_cross_entropy")
    first = engine.descend(loss, net.initialize("he_normal", seed=chosen.seed), "sgd", chosen.first_rate, steps=1)
    rest = engine.descend(loss, first.thetas[1], "sgd", GENTLE, steps=AFTER)
    trace = net.forward(np.concatenate([first.thetas[:1], rest.thetas[:]]), moons.x)
    counts = {f"dead in layer {layer}": (~(trace[layer - 1].z > 0).any(axis=-2)).sum(axis=-1) for layer in (1, 2)}
    told = "; ".join(f"{name}: {dead[0]}, after the long step {dead[1]}, at the end {dead[-1]}"
                     for name, dead in counts.items())
    return bp.Curves(np.arange(AFTER + 2), counts, verdict=f"{told[0].upper()}{told[1:]}.", x_label="step",
                     y_label="units")


def who_comes_back() -> bp.Lab:
    """The lab."""
    return bp.make_lab("Which dead units come back?", OneLongStep, one_long_step)()
