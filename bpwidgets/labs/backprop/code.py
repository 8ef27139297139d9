"""The code of a sub-step: the lines of the engine that have just run, from its source, and the same in PyTorch."""
from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from ... import engine
from . import torch_code
from .result import BackpropResult
from .settings import BackpropSettings
from .substeps import SubStep

# With which words the lines begin that a sub-step runs, in `Dense.forward` and `Dense.backward`. A line that begins
# a block brings the next one along.
FORWARD: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "z": ("z = ", "if self.bias:", "z += "), "a": ("a = ",)})
BACKWARD: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "slope": ("delta = ",), "delta": ("delta = ",), "gradient": ("dW = ", "db = ")})


def code_shown(settings: BackpropSettings, result: BackpropResult) -> dict[str, str]:
    """For the page: the engine's lines for this moment, and those in PyTorch, each under its heading."""
    now = result.moment(settings.moment).now
    found = {"What just ran, from the engine": engine_lines(settings, result, now)}
    if torch := torch_code.lines_of(settings, result, now):
        found["The same in PyTorch"] = torch
    return found


def engine_lines(settings: BackpropSettings, result: BackpropResult, now: SubStep) -> str:
    """The engine's own lines for a sub-step, as they stand in its files."""
    layers, loss = result.network.layers, result.task.objective.loss
    activation = layers[now.layer - 1].activation if now.layer else None
    if now.kind == "input":
        return _lines(engine.Network.forward, ("theta, a = ",))
    if now.kind in FORWARD:
        own = [_whole(activation.function)] if now.kind == "a" else []
        return _text([_lines(engine.Dense.forward, FORWARD[now.kind]), *own])
    if now.kind == "loss":
        return _whole(loss.function)
    if now.kind == "error":
        return _whole(loss.gradient) if now.layer == len(layers) else _lines(engine.Dense.backward, ("dx = ",))
    if now.kind == "update":
        return _whole(settings.row("optimizer").rule)
    own = [_whole(activation.slope)] if now.kind == "slope" else []
    return _text([_lines(engine.Dense.backward, BACKWARD[now.kind]), *own])


def _text(parts: Sequence[str]) -> str:
    return "\n\n".join(filter(None, parts))


def _lines(function: Callable[..., Any], begins: Sequence[str]) -> str:
    """The lines of a function that begin with one of these words."""
    lines = textwrap.dedent(inspect.getsource(function).rpartition('"""')[2]).splitlines()    # behind the docstring
    kept = [line for line in lines if line.strip().startswith(tuple(begins))]
    return textwrap.dedent("\n".join(kept))


def _whole(function: Any) -> str:
    """A function with its decorators; of one whose source is not at hand its name."""
    function = getattr(function, "function", function)
    try:
        return textwrap.dedent(inspect.getsource(inspect.unwrap(function))).rstrip()
    except (OSError, TypeError):
        return f"# {getattr(function, '__name__', type(function).__name__)}: its source is not at hand"
