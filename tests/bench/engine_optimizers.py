"""A thousand steps of each optimizer on Rosenbrock's function, beside torch.optim, which keeps no path."""
from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from bpwidgets import engine
from tests.bench.engine import Job, Missing, Peer, Work

START, STEPS, RATE = np.array([-1.2, 1.0]), 1000, 1e-3
# The engine's name -> the class of torch.optim and its settings, where they are not the defaults there.
IN_TORCH = {
    "sgd": ("SGD", {}),
    "momentum": ("SGD", {"momentum": 0.9}),
    "nesterov": ("SGD", {"momentum": 0.9, "nesterov": True}),
    "adagrad": ("Adagrad", {}),
    "rmsprop": ("RMSprop", {}),
    "rmsprop_centered": ("RMSprop", {"centered": True}),
    "adadelta": ("Adadelta", {}),
    "adam": ("Adam", {}),
    "amsgrad": ("Adam", {"amsgrad": True}),
    "adamw": ("AdamW", {}),
    "nadam": ("NAdam", {}),
}


def ours(name: str) -> Job:
    if name not in engine.OPTIMIZERS:
        raise Missing("it has no row yet")
    f = engine.SURFACES["rosenbrock"]
    return Job(lambda: engine.descend(f, START, name, RATE, STEPS).thetas[-1], STEPS)


def in_torch(name: str) -> Job:
    import torch

    kind, settings = IN_TORCH[name]
    optimizer_class: Callable[..., Any] = getattr(torch.optim, kind)

    def run():
        theta = torch.tensor(START, requires_grad=True)
        optimizer = optimizer_class([theta], lr=RATE, **settings)
        for _ in range(STEPS):
            optimizer.zero_grad()
            x, y = theta
            ((1 - x) ** 2 + 100 * (y - x**2) ** 2).backward()
            optimizer.step()
        return theta.detach().numpy()

    return Job(run, STEPS)


WORKS = tuple(Work(name, "step", partial(ours, name), [Peer("PyTorch", partial(in_torch, name), 8.0)], 1e-6)
              for name in IN_TORCH)
