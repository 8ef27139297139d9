"""Gradients that are checked: that of backpropagation, two that are wrong, and one that the user wrote."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

import numpy as np

from ... import engine
from ...errors import Verbatim, argument_error, nearest

LAB = "GradientCheckLab"
SIGNATURE = "(parameters, x, y) -> gradients by name"
SPELLED = "It gets parameters by name, x and y, and hands back a dict of gradients by the same names."


@dataclass(frozen=True, repr=False)
class Gradient:
    """A way to a gradient. function(objective, theta): the gradient (n,), in the precision of theta.

    title, summary: what menus show, and a sentence about it. own: which function of the user it is, 0 for none.
    """

    name: str
    function: Callable[[engine.NetworkLoss, np.ndarray], np.ndarray] = field(compare=False)
    title: str = ""
    summary: str = ""
    own: int = 0

    def __repr__(self) -> str:
        return f"Gradient({self.name!r})" if not self.own else self.name

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Claim:
    """An objective whose gradient is the one to be checked."""

    objective: engine.NetworkLoss
    way: Gradient

    def value(self, theta: np.ndarray, step: int | None = None) -> np.ndarray:
        """The loss."""
        return self.objective.value(theta)

    def gradient(self, theta: np.ndarray, step: int | None = None) -> np.ndarray:
        """What is claimed to be its gradient."""
        return self.way.function(self.objective, theta)


def backpropagation(objective: engine.NetworkLoss, theta: np.ndarray) -> np.ndarray:
    """The gradient as it is."""
    return objective.gradient(theta)


def slope_left_out(objective: engine.NetworkLoss, theta: np.ndarray) -> np.ndarray:
    """The rule of the AGH slideshow: an error goes back through weights alone, and only the layer at which it arrives
    multiplies it by its own f'(z). So the last layer has its gradient, the others have not.

    >>> net = engine.network((1, 1, 1), "sigmoid", "sigmoid", bias=False)
    >>> f = engine.NetworkLoss(net, [[1.0]], [[0.0]])
    >>> (slope_left_out(f, np.array([1.0, 1.0])) / f.gradient([1.0, 1.0])).round(3).tolist()      # [1 / f'(z_2), 1]
    [4.559, 1.0]
    """
    layers, parts = objective.network.layers, []
    for k in range(len(layers)):
        blind = engine.Network((*layers[:k + 1], *(replace(layer, activation=_with_slope_1(layer.activation))
                                                   for layer in layers[k + 1:])))
        gradient = replace(objective, network=blind).gradient(theta)
        parts.append(blind.unpack(gradient)[k])
    return objective.network.joined(parts)


def mean_forgotten(objective: engine.NetworkLoss, theta: np.ndarray) -> np.ndarray:
    """The shares of all examples added up, where the loss is their mean."""
    return len(objective.x) * objective.gradient(theta)


def own_gradient(given: Any) -> Gradient | None:
    """A function of the user as a way to a gradient; None for anything else."""
    if isinstance(given, (str, type)) or not callable(given):
        return None
    name = getattr(given, "__name__", type(given).__name__)
    return Gradient(name if name.isidentifier() else "your function", _Asked(given), summary="Your own function",
                    own=id(given))


@dataclass(frozen=True)
class _Asked:
    """Asks the user's function, and checks what it answers."""

    given: Callable[..., Any]

    def __call__(self, objective: engine.NetworkLoss, theta: np.ndarray) -> np.ndarray:
        named = parameters_of(objective.network, theta)
        x, y = (np.array(one, dtype=theta.dtype) for one in (objective.x, objective.y))
        try:
            answer = self.given({name: value.copy() for name, value in named.items()}, x, y)
        except Exception as error:
            raise argument_error("gradient", LAB, f"a function {SIGNATURE}", Verbatim(_first_line(error)), SPELLED
                                 ) from error
        return np.concatenate([_part(answer, name, value.shape).ravel() for name, value in named.items()]).astype(
            theta.dtype)


def parameters_of(network: engine.Network, theta: np.ndarray) -> Mapping[str, np.ndarray]:
    """All parameters by name, in the order of theta: W1, b1, W2, ...

    >>> {name: value.shape for name, value in parameters_of(engine.network((2, 3, 1)), np.zeros(13)).items()}
    {'W1': (2, 3), 'b1': (3,), 'W2': (3, 1), 'b2': (1,)}
    """
    return {f"{name}{layer}": value for layer, named in enumerate(network.unpack(theta), 1)
            for name, value in named.items()}


def _part(answer: Any, name: str, shape: tuple[int, ...]) -> np.ndarray:
    """The gradient of one parameter, refused unless it is there, in its shape, and of real numbers."""
    if not isinstance(answer, Mapping):
        raise argument_error("gradient", LAB, "a dict of gradients by name, such as {'W1': ..., 'b1': ...}", answer,
                             "Hand it back with `return`." if answer is None else "")
    if name not in answer:
        given = Verbatim(f"a dict with {', '.join(map(str, answer)) or 'nothing'}")
        raise argument_error("gradient", LAB, f"a gradient for {name}", given, nearest(name, map(str, answer)))
    try:
        part = np.asarray(answer[name], dtype=float)
    except (TypeError, ValueError):
        raise argument_error(f"gradient[{name!r}]", LAB, f"real numbers in the shape {shape}", answer[name]) from None
    if part.shape != shape:
        advice = "It looks turned: .T turns it back." if part.shape == shape[::-1] else ""
        raise argument_error(f"gradient[{name!r}]", LAB, f"the shape of {name}, {shape}", part, advice)
    return part


def _first_line(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".partition("\n")[0].rstrip(".")


def _with_slope_1(row: engine.Activation) -> engine.Activation:
    return engine.Activation(row.name, row.function, np.ones_like, check=False)


GRADIENTS = MappingProxyType({row.name: row for row in (
    Gradient("backprop", backpropagation, "backpropagation", "What the engine computes"),
    Gradient("slope_left_out", slope_left_out, "slope left out on the way back",
             "As in the AGH slideshow: the error goes back through weights alone; wrong before a layer that bends"),
    Gradient("mean_forgotten", mean_forgotten, "sum instead of mean",
             "The shares of all examples are added up, though the loss is their mean"))})
