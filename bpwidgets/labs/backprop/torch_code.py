"""The sub-steps in PyTorch, to copy: all lines of a net, one after the other, are a program."""
from __future__ import annotations

from types import MappingProxyType

from ... import engine
from ...in_torch import ACTIVATIONS, LOSSES, OPTIMIZERS
from .result import BackpropResult
from .settings import BackpropSettings
from .substeps import SubStep, substeps_of


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
    return f"loss = {LOSSES[settings.loss].format(a=f'a{len(result.network.layers)}')}"


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
