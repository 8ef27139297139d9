"""The layers for images, symbols and sequences beside PyTorch's own, computed by it now. Run with `-m torch`."""

import numpy as np
import pytest

from bpwidgets.engine import (
    GRU,
    LSTM,
    Conv2D,
    Dense,
    Embedding,
    Flatten,
    LastStep,
    MaxPool2D,
    MeanPool2D,
    Network,
    NetworkLoss,
    one_hot,
)

pytestmark = pytest.mark.torch


@pytest.fixture(scope="module")
def torch():
    torch = pytest.importorskip("torch")
    torch.set_default_dtype(torch.float64)
    return torch


def image(there):
    """Channels stand second there."""
    return there.permute(0, 3, 1, 2)


def conv(torch, layer, p, x):
    z = torch.nn.functional.conv2d(image(x), p["W"].permute(3, 2, 0, 1), p.get("b"), layer.stride, layer.padding)
    return getattr(torch, layer.activation.name, lambda z: z)(z).permute(0, 2, 3, 1)


def max_pool(torch, layer, p, x):
    return torch.nn.functional.max_pool2d(image(x), layer.size, layer.stride).permute(0, 2, 3, 1)


def mean_pool(torch, layer, p, x):
    return torch.nn.functional.avg_pool2d(image(x), layer.size, layer.stride).permute(0, 2, 3, 1)


def lstm(torch, layer, p, x):
    return recurrent(torch.nn.LSTM(layer.inputs, layer.units, batch_first=True), torch, p, x, "ifgo")


def gru(torch, layer, p, x):
    """Theirs resets after the product: with one unit and without a bias inside, that is the same."""
    return recurrent(torch.nn.GRU(layer.inputs, layer.units, batch_first=True), torch, p, x, "run")


def recurrent(module, torch, p, x, gates):
    W, U, b = (torch.cat([p[kind + gate] for gate in gates], dim=-1) for kind in "WUb")
    inside = {"weight_ih_l0": W.T, "weight_hh_l0": U.T, "bias_ih_l0": b, "bias_hh_l0": torch.zeros_like(b)}
    return torch.func.functional_call(module, inside, (x,))[0]


def gru_by_steps(torch, layer, p, x):
    """The formula of Cho et al. (2014) in tensors."""
    h, seen = torch.zeros(len(x), layer.units), []
    for x_t in x.unbind(dim=1):
        r, u = (torch.sigmoid(x_t @ p["W" + gate] + h @ p["U" + gate] + p["b" + gate]) for gate in "ru")
        n = torch.tanh(x_t @ p["Wn"] + (r * h) @ p["Un"] + p["bn"])
        h = u * h + (1 - u) * n
        seen.append(h)
    return torch.stack(seen, dim=1)


def embedding(torch, layer, p, x):
    """A product with one-hot rows there too, for the gradient with respect to x; their table is tried below."""
    return torch.nn.functional.linear(x, p["E"].T)


# a layer, the same there, and the shape of x
CASES = [
    (Conv2D(3, 4), conv, (2, 6, 7, 3)),
    (Conv2D(1, 8, 3, "relu"), conv, (2, 8, 8, 1)),
    (Conv2D(2, 3, 2, "tanh", stride=2, bias=False), conv, (2, 5, 6, 2)),
    (Conv2D(2, 3, 3, "sigmoid", stride=2, padding=2), conv, (2, 4, 5, 2)),
    (Conv2D(2, 3, 5, padding=2), conv, (1, 4, 3, 2)),
    (MaxPool2D(3), max_pool, (2, 5, 6, 3)),
    (MaxPool2D(2, 3, stride=1), max_pool, (2, 5, 6, 2)),
    (MeanPool2D(3), mean_pool, (2, 5, 6, 3)),
    (MeanPool2D(2, 3, stride=2), mean_pool, (2, 5, 8, 2)),
    (LSTM(3, 5), lstm, (4, 7, 3)),
    (LSTM(1, 1), lstm, (1, 30, 1)),
    (GRU(3, 1), gru, (4, 7, 3)),
    (GRU(3, 5), gru_by_steps, (4, 7, 3)),
    (Embedding(4, 3), embedding, (2, 5, 4)),
]


@pytest.mark.parametrize("layer, there, shape", CASES, ids=lambda case: getattr(case, "__name__", str(case)))
def test_a_layer_has_the_values_and_gradients_of_torch(torch, layer, there, shape):
    generator = np.random.default_rng(0)
    parameters = {key: generator.normal(size=of_key) for key, of_key in layer.shapes.items()}
    x = generator.normal(size=shape)
    trace = layer.forward(parameters, x)
    da = generator.normal(size=trace.a.shape)
    back = layer.backward(parameters, trace, da)
    p, at = ({key: torch.tensor(value, requires_grad=True) for key, value in parameters.items()},
             torch.tensor(x, requires_grad=True))
    a = there(torch, layer, p, at)
    (a * torch.tensor(da)).sum().backward()
    np.testing.assert_allclose(trace.a, a.detach().numpy(), rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(back.dx, at.grad.numpy(), rtol=1e-10, atol=1e-13)
    for key, gradient in back.gradients.items():
        np.testing.assert_allclose(gradient, p[key].grad.numpy(), rtol=1e-10, atol=1e-12)


def test_an_embedding_is_the_table_of_torch(torch):
    symbols, E = np.random.default_rng(1).integers(5, size=(3, 6)), np.random.default_rng(2).normal(size=(5, 2))
    layer, table = Embedding(5, 2), torch.tensor(E, requires_grad=True)
    trace = layer.forward({"E": E}, one_hot(symbols, 5))
    there = torch.nn.functional.embedding(torch.tensor(symbols), table)
    (there ** 2).sum().backward()
    np.testing.assert_array_equal(trace.a, there.detach().numpy())
    np.testing.assert_allclose(layer.backward({"E": E}, trace, 2 * trace.a).gradients["E"], table.grad, rtol=1e-12)


@pytest.mark.parametrize("winner", [0, 3])
def test_of_equal_numbers_the_first_wins_there_too(torch, winner):
    x = np.zeros((1, 2, 2, 1))
    x.flat[winner:] = 1
    at = torch.tensor(x, requires_grad=True)
    max_pool(torch, MaxPool2D(1), {}, at).sum().backward()
    trace = MaxPool2D(1).forward({}, x)
    np.testing.assert_array_equal(MaxPool2D(1).backward({}, trace, np.ones((1, 1, 1, 1))).dx, at.grad)


NETS = {
    "images": (Network((Conv2D(1, 8, 3, "relu"), MaxPool2D(8), Flatten(3, 3, 8), Dense(72, 10))), (5, 8, 8, 1)),
    "letters": (Network((Embedding(6, 4), LSTM(4, 7), LastStep(7), Dense(7, 10))), (5, 9, 6)),
}


@pytest.mark.parametrize("name", NETS)
def test_a_whole_net_has_the_loss_and_gradient_of_torch(torch, name):
    net, shape = NETS[name]
    x, y = np.random.default_rng(3).normal(size=shape), np.arange(5)
    f, theta = NetworkLoss(net, x, y, "softmax_cross_entropy"), net.initialize("he_normal", seed=4, bias_scale=0.1)
    there = {Conv2D: conv, MaxPool2D: max_pool, LSTM: lstm, Embedding: embedding,
             Flatten: lambda torch, layer, p, a: a.flatten(1), LastStep: lambda torch, layer, p, a: a[:, -1],
             Dense: lambda torch, layer, p, a: a @ p["W"] + p["b"]}
    parameters = [{key: torch.tensor(value, requires_grad=True) for key, value in of_layer.items()}
                  for of_layer in net.unpack(theta)]
    a = torch.tensor(x)
    for layer, p in zip(net.layers, parameters):
        a = there[type(layer)](torch, layer, p, a)
    loss = torch.nn.functional.cross_entropy(a, torch.tensor(y))
    loss.backward()
    assert float(f.value(theta)) == pytest.approx(loss.item(), rel=1e-12)
    gradient = net.joined([{key: value.grad.numpy() for key, value in p.items()} for p in parameters])
    np.testing.assert_allclose(f.gradient(theta), gradient, rtol=1e-9, atol=1e-14)
