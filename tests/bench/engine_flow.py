"""How large a, delta and dW are in every layer of a deep net, from one forward and one backward pass; torch needs
hooks."""
from __future__ import annotations

from functools import partial

import numpy as np

from bpwidgets import engine
from tests.bench.engine import Job, Peer, Work
from tests.bench.engine_peers import torch_model

DEPTH, WIDTH, BATCH = 50, 64, 256


def _net(dtype: type):
    net, draw = engine.network((WIDTH,) * (DEPTH + 1)), np.random.default_rng(0)
    x, y = draw.standard_normal((2, BATCH, WIDTH)).astype(dtype)
    return net, net.initialize("lecun_normal").astype(dtype), x, y


def ours(dtype: type) -> Job:
    net, theta, x, y = _net(dtype)
    loss = engine.LOSSES["half_mse"]

    def run():
        trace = net.forward(theta, x)
        back = net.backward(theta, trace, loss.gradient(trace.output, y))
        return [[engine.root_mean_square(layer.a) for layer in trace],
                [engine.root_mean_square(layer.delta) for layer in back],
                [engine.norm(layer.gradients["W"]) for layer in back]]

    return Job(run)


def in_torch(dtype: type) -> Job:
    import torch

    net, theta, x, y = _net(dtype)
    model, x, y = torch_model(net, theta), torch.from_numpy(x), torch.from_numpy(y)
    linears, activations = model[::2], [*model[1::2], model[-1]]
    sizes = {"a": [], "delta": []}

    def keep(of: str, a) -> None:
        sizes[of].append(a.detach().square().mean().sqrt())

    for layer in activations:
        layer.register_forward_hook(lambda layer, given, a: keep("a", a))
    for layer in linears:
        layer.register_forward_hook(lambda layer, given, z: z.register_hook(partial(keep, "delta")) and None)

    def run():
        for of in sizes.values():
            of.clear()
        model.zero_grad()
        ((model(x) - y) ** 2).mean().div(2).backward()
        dW = [torch.linalg.norm(layer.weight.grad) for layer in linears]
        return torch.stack([torch.stack(sizes["a"]), torch.stack(sizes["delta"][::-1]), torch.stack(dW)]).numpy()

    return Job(run)


WORKS = tuple(
    Work(f"flow-{dtype.__name__}", "two passes", partial(ours, dtype), [Peer("PyTorch", partial(in_torch, dtype))],
         tolerance)
    for dtype, tolerance in ((np.float64, 1e-9), (np.float32, 1e-3)))
