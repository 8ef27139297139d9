"""One training step through the public route, `descend` over a `NetworkLoss`, beside a plain training loop of each
peer."""
from __future__ import annotations

from functools import partial
from typing import NamedTuple

import numpy as np

from bpwidgets import engine
from tests.bench.engine import Job, Missing, Peer, Turns, Work, interleave
from tests.bench.engine_peers import outputs, torch_model, torch_theta
from tests.bench.processor import promised
from tests.bench.report import Table, median

RATE = 0.05


class Task(NamedTuple):
    """A net of tanh units with a linear end, a batch, a loss, and how many steps one run takes."""

    sizes: tuple[int, ...]
    batch: int
    loss: str = "mse"
    steps: int = 200

    def __str__(self) -> str:
        return "-".join(map(str, self.sizes))

    def labels(self) -> np.ndarray:
        """The class of each example."""
        return np.arange(self.batch) % max(self.sizes[-1], 2)

    def objective(self) -> engine.NetworkLoss:
        y = np.eye(self.sizes[-1])[self.labels()] if self.loss == "softmax_cross_entropy" else self.labels()[:, None]
        x = np.random.default_rng(0).standard_normal((self.batch, self.sizes[0]))
        return engine.NetworkLoss(engine.network(self.sizes), x, y, loss=self.loss)


def ours(task: Task) -> Job:
    f = task.objective()
    theta = f.network.initialize()
    return Job(lambda: engine.descend(f, theta, learning_rate=RATE, steps=task.steps).thetas[-1], task.steps)


def in_torch(task: Task) -> Job:
    import torch

    f = task.objective()
    model = torch_model(f.network, f.network.initialize())
    optimizer, x = torch.optim.SGD(model.parameters(), lr=RATE), torch.tensor(f.x)
    loss, y = ((torch.nn.MSELoss(), torch.tensor(f.y)) if task.loss == "mse"
               else (torch.nn.CrossEntropyLoss(), torch.tensor(task.labels())))

    def run():
        for _ in range(task.steps):
            optimizer.zero_grad()
            loss(model(x), y).backward()
            optimizer.step()
        return torch_theta(model)

    return Job(run, task.steps)


def in_autograd(task: Task) -> Job:
    import autograd
    import autograd.numpy as anp

    f = task.objective()
    start = f.network.initialize()

    def cross_entropy(theta):
        a = outputs(theta, f.x, task.sizes, anp.tanh)
        s = a - anp.max(a, axis=1, keepdims=True)
        return anp.sum(f.y * (anp.log(anp.sum(anp.exp(s), axis=1, keepdims=True)) - s)) / task.batch

    loss = cross_entropy if task.loss != "mse" else lambda theta: anp.mean((outputs(theta, f.x, task.sizes,
                                                                                    anp.tanh) - f.y) ** 2)
    gradient = autograd.grad(loss)

    def run():
        theta = start
        for _ in range(task.steps):
            theta = theta - RATE * gradient(theta)
        return theta

    return Job(run, task.steps)


def in_micrograd(task: Task) -> Job:
    """Its own MLP: relu units, which cost less than tanh."""
    from micrograd.nn import MLP

    f = task.objective()
    model, rows, targets = MLP(task.sizes[0], list(task.sizes[1:])), f.x.tolist(), f.y[:, 0].tolist()

    def run():
        loss = sum((model(x) - y) ** 2 for x, y in zip(rows, targets)) * (1 / task.batch)
        model.zero_grad()
        loss.backward()
        for parameter in model.parameters():
            parameter.data -= RATE * parameter.grad

    return Job(run)


def in_sklearn(task: Task) -> Job:
    """A classifier of the same sizes: with one output its loss is the logistic one instead of the squares."""
    from sklearn.neural_network import MLPClassifier

    x, labels = task.objective().x, task.labels()
    model = MLPClassifier(task.sizes[1:-1], activation="tanh", solver="sgd", alpha=0.0, batch_size=task.batch,
                          momentum=0.0,
                          learning_rate_init=RATE, random_state=0)
    model.partial_fit(x, labels, classes=np.unique(labels))

    def run():
        for _ in range(20):
            model.partial_fit(x, labels)

    return Job(run, 20)


def in_node(task: Task) -> Job:
    raise Missing("the Playground's own code comes with no package; under Node 20 it took 5.9 us, on another day")


# Name -> how it trains, and how many times faster the engine has to be.
OTHERS = {"autograd": (in_autograd, 1.0), "micrograd": (in_micrograd, 1.0), "scikit-learn": (in_sklearn, 1.0),
          "Playground": (in_node, None)}


def _work(task: Task, least: float, *others: str) -> Work:
    peers = [Peer(name, partial(OTHERS[name][0], task), OTHERS[name][1]) for name in others]
    return Work(f"step-{task}", "step", partial(ours, task), [Peer("PyTorch", partial(in_torch, task), least), *peers])


_SMALL, _TINY = Task((2, 8, 8, 1), 32), Task((2, 4, 2, 1), 10)
_LARGE = Task((64, 128, 128, 10), 128, "softmax_cross_entropy", steps=100)

WORKS = (
    _work(_SMALL, promised(3.5, 4.0), "autograd", "micrograd", "scikit-learn"),
    _work(_TINY, promised(3.5, 4.0), "autograd", "micrograd", "scikit-learn", "Playground"),
    _work(_LARGE, 1.0, "autograd", "scikit-learn"),
)


def parts(options) -> list[Table]:
    return [_parts(task, options.rounds) for task in (_SMALL, _LARGE)]


def _parts(task: Task, rounds: int) -> Table:
    """Where the time of a step goes: each part alone, and what is left of the whole."""
    f = task.objective()
    net, theta, sgd = f.network, f.network.initialize(), engine.OPTIMIZERS["sgd"]
    trace = net.forward(theta, f.x)
    d_output = f.loss.gradient(trace.output, f.y)
    back = net.backward(theta, trace, d_output)
    gradients = [of_layer.gradients for of_layer in back]
    jobs = {
        "whole step": ours(task),
        "numpy alone": _repeat(_bare_step(f, theta)),
        "forward": _repeat(lambda: net.forward(theta, f.x)),
        "- unpack": _repeat(lambda: net.unpack(theta)),
        "loss": _repeat(lambda: f.loss.function(trace.output, f.y)),
        "gradient of the loss": _repeat(lambda: f.loss.gradient(trace.output, f.y)),
        "backward": _repeat(lambda: net.backward(theta, trace, d_output)),
        "- join": _repeat(lambda: net.joined(gradients)),
        "value_and_gradient": _repeat(lambda: f.value_and_gradient(theta)),
        "optimizer": _repeat(lambda: sgd.step(theta, back.dtheta, {}, RATE)),
    }
    turns = {name: Turns(lambda job=job: job, rounds) for name, job in jobs.items()}
    interleave(turns.values(), rounds)
    took = {name: median(one.times) for name, one in turns.items()}
    took["rest: the path"] = took["whole step"] - took["value_and_gradient"] - took["optimizer"]
    rows = [(name, us, 100 * us / took["whole step"]) for name, us in took.items()]
    return Table(f"Where a step of {task}, batch {task.batch} goes", ("part", "us", "%"), rows,
                 "numpy alone: the same value, gradient and step with the engine's loss, and nothing kept, checked or "
                 "joined.")


def _repeat(call) -> Job:
    def run():
        for _ in range(100):
            call()

    return Job(run, 100)


def _bare_step(f: engine.NetworkLoss, theta: np.ndarray):
    """The arithmetic without the engine."""
    Ws, bs = zip(*((of_layer["W"], of_layer["b"]) for of_layer in f.network.unpack(theta)))

    def run():
        a = [f.x]
        for W, b in zip(Ws[:-1], bs):
            a.append(np.tanh(a[-1] @ W + b))
        output = a[-1] @ Ws[-1] + bs[-1]
        f.loss.function(output, f.y)
        delta = f.loss.gradient(output, f.y)
        for l in reversed(range(len(Ws))):
            Ws[l] - RATE * (a[l].T @ delta)
            bs[l] - RATE * delta.sum(axis=0)
            if l:
                delta = delta @ Ws[l].T * (1 - a[l] * a[l])

    return run
