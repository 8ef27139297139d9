"""The same numbers as PyTorch's, computed by it now: values, gradients and the paths of optimizers. Run with `-m
torch`.

The tables here say how each row is called there; a new row without an entry fails until it has one.
"""

import numpy as np
import pytest

from bpwidgets.engine import ACTIVATIONS, LOSSES, OPTIMIZERS, NetworkLoss, descend, network

pytestmark = pytest.mark.torch

# Both ends, where slopes are tiny, and 0, where torch too takes the negative side of a kink.
POINTS = np.array([-40.0, -7.3, -2.1, -0.6, -0.05, 0.0, 0.07, 0.4, 1.0, 1.9, 6.2, 40.0])

# The row's name -> the function of z in torch. LeCun's tanh (1998, section 4.4) is written out.
ACTIVATIONS_THERE = {
    "identity": lambda torch, z: z * 1,
    "sigmoid": lambda torch, z: torch.sigmoid(z),
    "tanh": lambda torch, z: torch.tanh(z),
    "scaled_tanh": lambda torch, z: 1.7159 * torch.tanh(2 * z / 3),
    "relu": lambda torch, z: torch.relu(z),
    "leaky_relu": lambda torch, z: torch.nn.functional.leaky_relu(z),
    "elu": lambda torch, z: torch.nn.functional.elu(z),
    "selu": lambda torch, z: torch.nn.functional.selu(z),
    "gelu": lambda torch, z: torch.nn.functional.gelu(z),
    "softplus": lambda torch, z: torch.nn.functional.softplus(z, threshold=1e9),
    "silu": lambda torch, z: torch.nn.functional.silu(z),
}
# The row's name -> the function of outputs and targets in torch.
LOSSES_THERE = {
    "mse": lambda F, a, y: F.mse_loss(a, y),
    "half_mse": lambda F, a, y: F.mse_loss(a, y) / 2,
    "sse": lambda F, a, y: F.mse_loss(a, y, reduction="sum"),
    "half_sse": lambda F, a, y: F.mse_loss(a, y, reduction="sum") / 2,
    "quadratic": lambda F, a, y: F.mse_loss(a, y, reduction="sum") / (2 * len(y)),
    "mae": lambda F, a, y: F.l1_loss(a, y),
    "huber": lambda F, a, y: F.huber_loss(a, y),
    "binary_cross_entropy": lambda F, a, y: F.binary_cross_entropy_with_logits(a, y),
    "softmax_cross_entropy": lambda F, a, y: F.cross_entropy(a, y),
}
# The row's name -> the class of torch.optim, and what its rule is called there.
OPTIMIZERS_THERE = {
    "sgd": ("SGD", {}), "momentum": ("SGD", {}), "nesterov": ("SGD", {"nesterov": True}), "adagrad": ("Adagrad", {}),
    "rmsprop": ("RMSprop", {}), "rmsprop_centered": ("RMSprop", {"centered": True}), "adadelta": ("Adadelta", {}),
    "adam": ("Adam", {}), "amsgrad": ("Adam", {"amsgrad": True}), "adamw": ("AdamW", {}), "nadam": ("NAdam", {}),
}
NOT_THERE = {"lion"}
STEPS = 100
TARGETS = np.random.default_rng(1).dirichlet(np.ones(3), size=6)    # rows of probabilities suit every loss


@pytest.fixture(scope="module")
def torch():
    torch = pytest.importorskip("torch")
    torch.set_default_dtype(torch.float64)
    return torch


def with_gradient(torch, function, at):
    """A value of torch and its gradient, as arrays."""
    at = torch.tensor(at, requires_grad=True)
    value = function(at)
    value.sum().backward()
    return value.detach().numpy(), at.grad.numpy()


def outputs_there(torch, net, theta, x):
    """The network's outputs as torch computes them from one flat theta."""
    a, start = torch.tensor(x), 0
    for layer in net.layers:
        middle, end = start + layer.inputs * layer.outputs, start + (layer.inputs + 1) * layer.outputs
        z = a @ theta[start:middle].reshape(layer.inputs, layer.outputs) + theta[middle:end]
        a, start = ACTIVATIONS_THERE[layer.activation.name](torch, z), end
    return a


@pytest.mark.parametrize("row", ACTIVATIONS.values(), ids=str)
def test_an_activation_and_its_slope_are_those_of_torch(torch, row):
    value, slope = with_gradient(torch, lambda z: ACTIVATIONS_THERE[row.name](torch, z), POINTS)
    np.testing.assert_allclose(row.function(POINTS), value, rtol=1e-12, atol=1e-15)
    # torch forms 1 - f^2 and f (1 - f), which cancel at the ends
    np.testing.assert_allclose(row.slope(POINTS), slope, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("row", LOSSES.values(), ids=str)
@pytest.mark.parametrize("scale", [1.0, 1000.0])
def test_a_loss_and_its_gradient_are_those_of_torch(torch, row, scale):
    a = scale * np.random.default_rng(0).standard_normal(TARGETS.shape)
    value, gradient = with_gradient(torch, lambda a: LOSSES_THERE[row.name](torch.nn.functional, a,
                                                                            torch.tensor(TARGETS)), a)
    np.testing.assert_allclose(row.function(a, TARGETS), value, rtol=1e-12)
    np.testing.assert_allclose(row.gradient(a, TARGETS), gradient, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("hidden", ACTIVATIONS)
def test_a_network_has_the_value_and_the_gradient_of_torch(torch, hidden, loss):
    net = network((4, 5, 6, 3), hidden=hidden)
    theta, x = net.initialize(seed=2, bias_scale=0.5), np.random.default_rng(3).standard_normal((6, 4))
    f = NetworkLoss(net, x, TARGETS, loss=loss)
    value, gradient = with_gradient(torch, lambda theta: LOSSES_THERE[loss](
        torch.nn.functional, outputs_there(torch, net, theta, x), torch.tensor(TARGETS)), theta)
    np.testing.assert_allclose(f.value(theta), value, rtol=1e-12)
    np.testing.assert_allclose(f.gradient(theta), gradient, rtol=1e-10, atol=1e-14)


def path_there(torch, f, theta, row, rate, steps):
    """Every theta of the same descent by torch.optim, from torch's own gradients."""
    kind, settings = OPTIMIZERS_THERE[row.name]
    numbers = {number.name: number.value for number in row.hyperparameters}
    betas = {"betas": (numbers.pop("beta1"), numbers.pop("beta2"))} if "beta1" in numbers else {}
    theta = torch.tensor(theta, requires_grad=True)
    optimizer = getattr(torch.optim, kind)([theta], lr=rate, **numbers, **betas, **settings)
    thetas = [theta.detach().numpy().copy()]
    for _ in range(steps):
        optimizer.zero_grad()
        LOSSES_THERE["mse"](torch.nn.functional, outputs_there(torch, f.network, theta, f.x),
                            torch.tensor(f.y)).backward()
        optimizer.step()
        thetas.append(theta.detach().numpy().copy())
    return np.array(thetas)


def moved(row):
    """The row with every number away from its default."""
    return row.replace(**{n.name: 100 * n.value if n.name == "eps" else 0.7 * n.value + 0.1
                          for n in row.hyperparameters})


ROWS = [row for row in OPTIMIZERS.values() if row.name not in NOT_THERE]


@pytest.mark.parametrize("change", [lambda row: row, moved], ids=["defaults", "moved"])
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_an_optimizer_takes_the_path_of_torch(torch, row, change):
    row = change(row)
    f = NetworkLoss(network((2, 4, 1)), np.random.default_rng(4).standard_normal((8, 2)), np.arange(8.0)[:, None] % 3)
    theta = f.network.initialize(seed=5, bias_scale=0.5)
    ours = descend(f, theta, row, learning_rate=row.learning_rate, steps=STEPS).thetas
    there = path_there(torch, f, theta, row, row.learning_rate, STEPS)
    np.testing.assert_allclose(ours[:40], there[:40], rtol=1e-12, atol=1e-14)
    # Later a steep place may magnify the rounding, as it does ten million times for adadelta with moved numbers.
    np.testing.assert_allclose(ours, there, rtol=1e-7, atol=1e-10)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_the_defaults_of_an_optimizer_are_those_of_torch(torch, row):
    kind, settings = OPTIMIZERS_THERE[row.name]
    momentum = {"momentum": 0.9} if row.name in ("momentum", "nesterov") else {}    # torch's default is no momentum
    there = getattr(torch.optim, kind)([torch.zeros(1)], **settings, **momentum).defaults
    there |= dict(zip(("beta1", "beta2"), there.get("betas", ())), learning_rate=there["lr"])
    assert row.learning_rate == there["learning_rate"]
    assert {n.name: n.value for n in row.hyperparameters} == {n.name: there[n.name] for n in row.hyperparameters}
