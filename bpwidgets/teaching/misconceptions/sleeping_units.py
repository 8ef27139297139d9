"""What wakes units that are off for every example, and what does not: hidden layers that start far below 0, and weight
decay."""
from __future__ import annotations

from types import MappingProxyType

import numpy as np

import bpwidgets as bp
from bpwidgets import engine

STEPS, RATE = 400, 0.7
# What is written in a picture -> the name of the activation.
UNITS = MappingProxyType({"ReLU": "relu", "leaky ReLU": "leaky_relu", "ELU": "elu", "tanh": "tanh"})
LARGEST, WEIGHT = "largest z", "largest weight"


class Sleepers(bp.Settings):
    """How far below 0 the hidden units start, and how they are trained."""

    bias: float = bp.slider(-3.0, -6, 0, step=0.1, label="first bias", help="of each of the 16 hidden units")
    learning_rate: float = bp.slider(RATE, 0.01, 5, step=0.05, log=True, label="learning rate",
                                     help="of plain gradient descent")


def sleepers(chosen: Sleepers) -> bp.Curves:
    """The loss of the net 2-16-1 on the two moons at each step, with each kind of hidden unit."""
    losses = {words: asleep(name, chosen.bias, chosen.learning_rate).values[:] for words, name in UNITS.items()}
    told = ", ".join(f"{words} {loss[-1]:.2f}" for words, loss in losses.items())
    return bp.Curves(np.arange(STEPS + 1), losses, verdict=f"Loss after {STEPS} steps: {told}.", x_label="step",
                     y_label="loss")


def asleep(activation: str, bias: float, learning_rate: float) -> engine.Path:
    """The training of the net 2-16-1 whose hidden biases all start at this number."""
    net = engine.network((2, 16, 1), hidden=activation)
    theta = net.initialize("he_normal", seed=0)
    theta[[name.startswith("b1") for name in net.names]] = bias
    return engine.descend(on_moons(net), theta, "sgd", learning_rate, STEPS)


class Decay(bp.Settings):
    """How much all weights and biases shrink in each step."""

    weight_decay: float = bp.slider(1.0, 0, 5, step=0.1, label="weight decay",
                                    help="part of each weight and bias that 100 steps at the rate 0.01 take away")
    seed: int = bp.slider(4, 0, 19, step=1, label="seed", help="another draw of the first weights")


def decay(chosen: Decay) -> bp.Curves:
    """The largest z and the largest weight of the dead units of layer 1 while AdamW trains the net with decay."""
    net = engine.network((2, 16, 16, 1), hidden="relu")
    rule = engine.OPTIMIZERS["adamw"].replace(weight_decay=chosen.weight_decay)
    killed = killed_units(net, np.array([chosen.seed]), 20.0)[0]
    thetas = engine.descend(on_moons(net), killed, rule, 0.01, 200).thetas[:]
    units = dead(net, killed, 1)
    z = net.forward(thetas, bp.datasets.moons(n=100, noise=0.1, seed=0).x)[0].z[..., units]
    weights = np.abs(net.unpack(thetas)[0]["W"][..., units])
    none = np.full(len(thetas), np.nan)
    curves = {LARGEST: z.max(axis=(-2, -1)), WEIGHT: weights.max(axis=(-2, -1))} if units.any() else {
        LARGEST: none, WEIGHT: none}
    back = int((units & ~dead(net, thetas[-1], 1)).sum())
    return bp.Curves(np.arange(201), curves, verdict=f"Of {units.sum()} dead units of layer 1, {back} come back.",
                     x_label="step", y_label="of the dead units")


def killed_units(net: engine.Network, seeds: np.ndarray, rate: float) -> np.ndarray:
    """Weights of these draws after one long step: (seeds, n)."""
    starts = np.array([net.initialize("he_normal", seed=int(seed)) for seed in seeds])
    return engine.descend(on_moons(net), starts, "sgd", rate, steps=1).thetas[1]


def dead(net: engine.Network, thetas: np.ndarray, layer: int, stretch: float = 1.0) -> np.ndarray:
    """Which units of a layer are off for every point of the two moons, or of these stretched: (..., n) -> (...,
    units)."""
    x = stretch * bp.datasets.moons(n=100, noise=0.1, seed=0).x
    return ~(net.forward(thetas, x)[layer - 1].z > 0).any(axis=-2)


def on_moons(net: engine.Network) -> engine.NetworkLoss:
    """The loss of a net on the two moons."""
    moons = bp.datasets.moons(n=100, noise=0.1, seed=0)
    return engine.NetworkLoss(net, moons.x, moons.y.reshape(-1, 1), loss="binary_cross_entropy")


SleepersLab = bp.make_lab("Which units wake up?", Sleepers, sleepers)
DecayLab = bp.make_lab("Does weight decay wake dead units?", Decay, decay)
