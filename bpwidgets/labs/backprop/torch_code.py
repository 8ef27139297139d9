"""The sub-steps in PyTorch, to copy: all lines of a net, one after the other, are a program."""
from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ... import engine
from .result import BackpropResult
from .settings import BackpropSettings
from .substeps import SubStep, substeps_of

ACTIVATIONS: Mapping[str, str] = MappingProxyType({
    "identity": "{z}", "sigmoid": "torch.sigmoid({z})", "tanh": "torch.tanh({z})", "relu": "torch.relu({z})",
    "scaled_tanh": "1.7159 * torch.tanh(2 * {z} / 3)", "leaky_relu": "torch.nn.functional.leaky_relu({z})",
    "selu": "torch.selu({z})",
    "softplus": "torch.nn.functional.softplus({z})", "elu": "torch.nn.functional.elu({z})",
    "silu": "torch.nn.functional.silu({z})", "gelu": "torch.nn.functional.gelu({z})"})
LOSSES: Mapping[str, str] = MappingProxyType({
    "mse": "((a{L} - y) ** 2).mean()", "half_mse": "((a{L} - y) ** 2).mean() / 2", "sse": "((a{L} - y) ** 2).sum()",
    "half_sse": "((a{L} - y) ** 2).sum() / 2", "quadratic": "((a{L} - y) ** 2).sum() / (2 * len(x))",
    "mae": "(a{L} - y).abs().mean()", "huber": "torch.nn.functional.huber_loss(a{L}, y)",
    "binary_cross_entropy": "torch.nn.functional.binary_cross_entropy_with_logits(a{L}, y)",
    "softmax_cross_entropy": "torch.nn.functional.cross_entropy(a{L}, y)"})
OPTIMIZERS: Mapping[str, str] = MappingProxyType({
    "sgd": "torch.optim.SGD(parameters, lr={rate!r})",
    "momentum": "torch.optim.SGD(parameters, lr={rate!r}, momentum=0.9)",
    "nesterov": "torch.optim.SGD(parameters, lr={rate!r}, momentum=0.9, nesterov=True)",
    "adagrad": "torch.optim.Adagrad(parameters, lr={rate!r})",
    "adadelta": "torch.optim.Adadelta(parameters, lr={rate!r})",
    "rmsprop_centered": "torch.optim.RMSprop(parameters, lr={rate!r}, centered=True)",
    "rmsprop": "torch.optim.RMSprop(parameters, lr={rate!r})", "adam": "torch.optim.Adam(parameters, lr={rate!r})",
    "adamw": "torch.optim.AdamW(parameters, lr={rate!r})", "nadam": "torch.optim.NAdam(parameters, lr={rate!r})",
    "amsgrad": "torch.optim.Adam(parameters, lr={rate!r}, amsgrad=True)"})


def program(settings: BackpropSettings, result: BackpropResult) -> str:
    """One update as a program, "" where PyTorch has not what it takes."""
    lines = [lines_of(settings, result, one) for one in substeps_of(len(result.network.layers))]
    return "\n".join(lines) + "\n" if all(lines) else ""


def lines_of(settings: BackpropSettings, result: BackpropResult, now: SubStep) -> str:
    """The lines of one sub-step, "" where PyTorch has no such activation, loss or optimizer."""
    return LINES[now.kind](settings, result, now.layer) if _is_known(settings, result) else ""


def _is_known(settings: BackpropSettings, result: BackpropResult) -> bool:
    # A row of the user's own may have the name of one of ours, and other numbers.
    rows = [layer.activation for layer in result.network.layers]
    known = all(row.name in ACTIVATIONS and engine.ACTIVATIONS.get(row.name) == row for row in rows)
    return known and settings.loss in LOSSES and settings.optimizer in OPTIMIZERS


def _input(settings, result, layer: int) -> str:
    passes = result.first
    numbers = {"x": passes.x.tolist(), "y": passes.y.tolist()}
    for k, values in enumerate(result.network.unpack(passes.theta), 1):
        numbers |= {f"{name}{k}": array.tolist() for name, array in values.items()}
    free = _free(result)
    made = [f"{name} = torch.tensor({value}, dtype=torch.float64"
            f"{', requires_grad=True' if name in free else ''})" for name, value in numbers.items()]
    return "\n".join(["import torch", *made])


def _free(result) -> list[str]:
    """The names of W and b that an update changes."""
    fixed = set(result.task.row.fixed)
    return [f"{name}{k}" for k, layer in enumerate(result.network.layers, 1) for name in layer.shapes
            if f"{name}{k}" not in fixed]


def _z(settings, result, layer: int) -> str:
    bias = f" + b{layer}" if result.network.layers[layer - 1].bias else ""
    return f"z{layer} = {'x' if layer == 1 else f'a{layer - 1}'} @ W{layer}{bias}"


def _a(settings, result, layer: int) -> str:
    name = result.network.layers[layer - 1].activation.name
    made = f"a{layer} = {ACTIVATIONS[name].format(z=f'z{layer}')}"
    return f"{made}.clone()" if name == "identity" else made


def _loss(settings, result, layer: int) -> str:
    return f"loss = {LOSSES[settings.loss].format(L=len(result.network.layers))}"


def _error(settings, result, layer: int) -> str:
    return f"da{layer}, = torch.autograd.grad(loss, a{layer}, retain_graph=True)"


def _slope(settings, result, layer: int) -> str:
    return f"slope{layer}, = torch.autograd.grad(a{layer}.sum(), z{layer}, retain_graph=True)"


def _delta(settings, result, layer: int) -> str:
    return f"delta{layer} = da{layer} * slope{layer}"


def _gradient(settings, result, layer: int) -> str:
    before = "x" if layer == 1 else f"a{layer - 1}"
    bias = f"\ndb{layer} = delta{layer}.sum(0)" if result.network.layers[layer - 1].bias else ""
    return f"dW{layer} = {before}.T @ delta{layer}{bias}"


def _update(settings, result, layer: int) -> str:
    rule = OPTIMIZERS[settings.optimizer].format(rate=settings.learning_rate)
    return "\n".join([f"parameters = [{', '.join(_free(result))}]", f"rule = {rule}", "loss.backward()", "rule.step()"])


LINES = MappingProxyType({"input": _input, "z": _z, "a": _a, "loss": _loss, "error": _error, "slope": _slope,
                          "delta": _delta, "gradient": _gradient, "update": _update})
