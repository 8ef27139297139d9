"""A small convolutional net for one epoch of digits, and an LSTM forward and backward, beside what users of PyTorch
write. Both start from the same numbers and see the same batches."""
from __future__ import annotations

import numpy as np

from bpwidgets import engine
from tests.bench.engine import Job, Peer, Work

RATE, EXAMPLES, BATCH = 0.1, 1438, 32
CNN = engine.Network((engine.Conv2D(1, 8, 3, "relu"), engine.MaxPool2D(8), engine.Flatten(3, 3, 8),
                      engine.Dense(72, 10)))
UNITS, TIME = 32, 50
LSTM = engine.Network((engine.LSTM(UNITS, UNITS),))
THEIR_GATES = "ifgo"


def digits() -> engine.NetworkLoss:
    from sklearn.datasets import load_digits

    data = load_digits()
    x, y = data.images[:EXAMPLES, :, :, None] / 16, data.target[:EXAMPLES]
    return engine.NetworkLoss(CNN, x, y, "softmax_cross_entropy", batch_size=BATCH)


def steps(f: engine.NetworkLoss) -> int:
    return -(-len(f.x) // BATCH)


def epoch() -> Job:
    f, theta = digits(), CNN.initialize("he_normal")
    return Job(lambda: engine.descend(f, theta, learning_rate=RATE, steps=steps(f)).thetas[-1])


def epoch_in_torch() -> Job:
    """Channels stand second there, also in the row that `Flatten` makes."""
    import torch

    f, (conv, _, _, dense) = digits(), CNN.unpack(CNN.initialize("he_normal"))
    model = torch.nn.Sequential(torch.nn.Conv2d(1, 8, 3), torch.nn.ReLU(), torch.nn.MaxPool2d(2), torch.nn.Flatten(),
                                torch.nn.Linear(72, 10)).double()
    start = {"0.weight": conv["W"].transpose(3, 2, 0, 1), "0.bias": conv["b"], "4.bias": dense["b"],
             "4.weight": dense["W"].reshape(3, 3, 8, 10).transpose(3, 2, 0, 1).reshape(10, 72)}
    start = {name: torch.tensor(value) for name, value in start.items()}
    batches = [(torch.tensor(x.transpose(0, 3, 1, 2)), torch.tensor(y.argmax(axis=1)))
               for x, y in map(f.batch, range(steps(f)))]
    optimizer, loss = torch.optim.SGD(model.parameters(), lr=RATE), torch.nn.CrossEntropyLoss()

    def run():
        model.load_state_dict(start)
        for x, y in batches:
            optimizer.zero_grad()
            loss(model(x), y).backward()
            optimizer.step()
        end = {name: value.numpy() for name, value in model.state_dict().items()}
        W = end["4.weight"].reshape(10, 8, 3, 3).transpose(2, 3, 1, 0).reshape(72, 10)
        return CNN.pack([{"W": end["0.weight"].transpose(2, 3, 1, 0), "b": end["0.bias"]}, {}, {},
                         {"W": W, "b": end["4.bias"]}])

    return Job(run)


def sequences() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """theta, x and dL/dh."""
    generator = np.random.default_rng(0)
    x, da = generator.standard_normal((2, BATCH, TIME, UNITS))
    return LSTM.initialize(), x, da


def through_time() -> Job:
    theta, x, da = sequences()
    return Job(lambda: LSTM.backward(theta, LSTM.forward(theta, x), da).dtheta)


def in_torch(kind: str) -> Job:
    """A loop of LSTMCell, or LSTM, which runs it in one call."""
    import torch

    theta, x, da = sequences()
    [parameters], module = LSTM.unpack(theta), getattr(torch.nn, kind)(UNITS, UNITS).double()
    weight, inside, bias, other = module.parameters()
    with torch.no_grad():
        for letter, there in zip("WUb", (weight, inside, bias)):
            there.copy_(torch.tensor(np.concatenate([parameters[letter + gate].T for gate in THEIR_GATES])))
        other.zero_()
    x, da = torch.tensor(x.swapaxes(0, 1).copy()), torch.tensor(da.swapaxes(0, 1).copy())

    def outputs():
        if kind == "LSTM":
            return module(x)[0]
        h = c = torch.zeros(BATCH, UNITS, dtype=x.dtype)
        seen = []
        for x_t in x:
            h, c = module(x_t, (h, c))
            seen.append(h)
        return torch.stack(seen)

    def run():
        module.zero_grad()
        outputs().backward(da)
        return LSTM.pack([{letter + gate: part.T for letter, there in zip("WUb", (weight, inside, bias))
                           for gate, part in zip(THEIR_GATES, np.split(there.grad.numpy(), 4))}])

    return Job(run)


WORKS = (
    Work("layers-cnn", "epoch", epoch, [Peer("PyTorch", epoch_in_torch, 1 / 1.2)]),
    Work("layers-lstm", "both passes", through_time, [Peer("PyTorch LSTMCell", lambda: in_torch("LSTMCell"), 1 / 1.5),
                                                      Peer("PyTorch LSTM", lambda: in_torch("LSTM"), None)]),
)
