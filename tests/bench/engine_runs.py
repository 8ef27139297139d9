"""A whole run of training, kept: 200 epochs of 2-8-8-1 on 250 points in batches of 10, 5,000 updates with the weights
after each, loss and accuracy of both sets after each epoch; beside the bare loop of the engine, and the same kept in
PyTorch."""
from __future__ import annotations

import numpy as np

from bpwidgets import engine
from bpwidgets.training.recipe import data_of, recipe_of
from bpwidgets.training.settings import TrainingSettings
from bpwidgets.training.train import train
from tests.bench.engine import Job, Peer, Work
from tests.bench.engine_peers import torch_model, torch_theta

SETTINGS = TrainingSettings(data="playground_circle", epochs=200, learning_rate=0.03)
PARTS = data_of(SETTINGS)
RECIPE = recipe_of(SETTINGS, PARTS)
UPDATES = SETTINGS.epochs * RECIPE.per_epoch(len(PARTS.train))


def ours() -> Job:
    def run():
        *_, last = train(RECIPE, PARTS)
        return last.theta(last.epochs)
    return Job(run, UPDATES)


def bare_loop() -> Job:
    """Nothing is kept but the path."""
    f = RECIPE.objective(PARTS)
    return Job(lambda: engine.descend(f, RECIPE.theta, "sgd", RECIPE.learning_rate, UPDATES).thetas[-1], UPDATES)


def in_torch() -> Job:
    import torch

    x, y, xt, yt = (torch.tensor(a) for part in (PARTS.train, PARTS.test) for a in (part.x, part.desired))
    loss = torch.nn.functional.binary_cross_entropy_with_logits

    def run():
        model = torch_model(RECIPE.network, RECIPE.theta)
        rule, kept, curves = torch.optim.SGD(model.parameters(), lr=RECIPE.learning_rate), [], []
        for epoch in range(SETTINGS.epochs):
            order = np.random.default_rng([SETTINGS.seed, epoch]).permutation(len(x))
            for first in range(0, len(x), RECIPE.batch_size):
                rows = order[first:first + RECIPE.batch_size]
                rule.zero_grad()
                loss(model(x[rows]), y[rows]).backward()
                rule.step()
                kept.append(torch.nn.utils.parameters_to_vector(model.parameters()).detach().clone())
            with torch.no_grad():
                for inputs, wanted in ((x, y), (xt, yt)):
                    output = model(inputs)
                    curves.append((loss(output, wanted).item(), ((output > 0) == (wanted > 0)).double().mean().item()))
        return torch_theta(model)
    return Job(run, UPDATES)


WORKS = (Work("run", "update", ours, [Peer("bare loop", bare_loop, 1 / 1.2), Peer("PyTorch", in_torch, 3.0)]),)
