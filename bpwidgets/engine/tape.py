"""A tape of scalars: numbers that remember how they were made, so that backpropagation runs through any formula.

The rest of the engine goes layer by layer and imports nothing from here. This is the same chain rule with a single
number for each node, all of it in sight: the rules, the nodes, and one loop from the result back to its origins.
"""

from __future__ import annotations

from collections.abc import Callable
from numbers import Real
from types import MappingProxyType
from typing import Any, NamedTuple, NoReturn

import numpy as np

from ..errors import argument_error, lookup


class Rule(NamedTuple):
    """One operation z = f(x, ...): its name, f, and the slopes dz/dx, ... as a function of z, x, ...

    Examples
    --------
    >>> sine, x = Rule("sin", np.sin, lambda z, x: (np.cos(x),)), Scalar(0)
    >>> apply(sine, x).backward()
    >>> x
    Scalar(0, gradient=1)
    """

    name: str
    function: Callable[..., Any]
    slopes: Callable[..., tuple[Any, ...]]


_ROWS = (
    Rule("+", lambda x, y: x + y, lambda z, x, y: (1, 1)),
    Rule("-", lambda x, y: x - y, lambda z, x, y: (1, -1)),
    Rule("*", lambda x, y: x * y, lambda z, x, y: (y, x)),
    Rule("/", lambda x, y: x / y, lambda z, x, y: (1 / y, -z / y)),
    Rule("**", lambda x, y: x ** y, lambda z, x, y: (y * x ** (y - 1), z * np.log(x))),
    Rule("exp", np.exp, lambda z, x: (z,)),
    Rule("log", np.log, lambda z, x: (1 / x,)),
    Rule("tanh", np.tanh, lambda z, x: (1 - z * z,)),
    Rule("sigmoid", lambda x: 1 / (1 + np.exp(-x)), lambda z, x: (z * (1 - z),)),
    Rule("relu", lambda x: np.maximum(x, 0), lambda z, x: (np.heaviside(x, 0),)),
)

RULES = MappingProxyType({row.name: row for row in _ROWS})


class Scalar:
    """A number that remembers what it was made of.

    Write formulas with `+ - * / **`, plain numbers among them, and the methods `exp`, `log`, `tanh`, `sigmoid` and
    `relu`; then `backward` of the result sets the gradient of every number in it.

    Parameters
    ----------
    value
        The number.
    operands
        Pairs (operand, slope d value / d operand) of what it was made of; arithmetic fills them in.
    rule
        The name of the rule that made it, '' for a number that was given; arithmetic fills it in, too.

    Attributes
    ----------
    gradient
        d result / d this number, for the result whose `backward` came last; None before.
    depth
        The number of steps on the longest way to it: an operand is always less deep than what was made of it.

    Raises
    ------
    ArgumentError
        If the value is not a real number; and if it is compared, or asked whether it is true: a branch would be
        missing on the tape.

    Examples
    --------
    One weight, the input 3 and the desired output 6:

    >>> w = Scalar(4)
    >>> e = 3 * w - 6
    >>> loss = e ** 2
    >>> loss.backward()
    >>> w, e, loss
    (Scalar(4, gradient=36), Scalar(6, gradient=12), Scalar(36, gradient=1))

    A number that is used twice gets the sum of both ways, and every `backward` starts afresh:

    >>> y = w * w + w
    >>> y.backward()
    >>> y.backward()
    >>> w
    Scalar(4, gradient=9)
    """

    value: np.float64
    operands: tuple[tuple[Scalar, float], ...]
    rule: str
    gradient: Any
    depth: int

    def __init__(self, value: float, operands: tuple[tuple[Scalar, float], ...] = (), rule: str = "") -> None:
        if not isinstance(value, Real):
            raise argument_error("value", "Scalar", "a real number", value)
        self.value = np.float64(value)
        self.operands = operands
        self.rule = rule
        self.gradient = None
        self.depth = 1 + max((operand.depth for operand, _ in operands), default=-1)

    def __repr__(self) -> str:
        return f"Scalar({self.value:g}{'' if self.gradient is None else f', gradient={self.gradient:g}'})"

    @np.errstate(all="ignore")
    def backward(self) -> None:
        """Set d self / d number as the gradient of every number that this one was made of, itself included.

        Chain rule: dL/dx is the sum of dL/dz dz/dx over all z that were made of x. The deepest z come first, so that
        dL/dz is complete before it is used.
        """
        nodes = self.history()
        for node in nodes:
            node.gradient = np.float64(0)
        self.gradient = np.float64(1)
        for z in reversed(nodes):
            for x, slope in z.operands:
                x.gradient += z.gradient * slope

    def history(self) -> list[Scalar]:
        """All numbers that this one was made of and itself, each once, from the given ones up to the result."""
        found, known = [self], {self}
        for z in found:                  # grows while it is read: no recursion, so a history may be of any depth
            for x, _ in z.operands:
                if x not in known:
                    found.append(x)
                    known.add(x)
        return sorted(found, key=lambda node: node.depth)

    def __add__(self, y: Scalar | float) -> Scalar: return apply("+", self, y)
    def __sub__(self, y: Scalar | float) -> Scalar: return apply("-", self, y)
    def __mul__(self, y: Scalar | float) -> Scalar: return apply("*", self, y)
    def __truediv__(self, y: Scalar | float) -> Scalar: return apply("/", self, y)
    def __pow__(self, y: Scalar | float) -> Scalar: return apply("**", self, y)
    def __radd__(self, x: Scalar | float) -> Scalar: return apply("+", x, self)
    def __rsub__(self, x: Scalar | float) -> Scalar: return apply("-", x, self)
    def __rmul__(self, x: Scalar | float) -> Scalar: return apply("*", x, self)
    def __rtruediv__(self, x: Scalar | float) -> Scalar: return apply("/", x, self)
    def __rpow__(self, x: Scalar | float) -> Scalar: return apply("**", x, self)
    def __neg__(self) -> Scalar: return apply("*", -1, self)
    def exp(self) -> Scalar: return apply("exp", self)
    def log(self) -> Scalar: return apply("log", self)
    def tanh(self) -> Scalar: return apply("tanh", self)
    def sigmoid(self) -> Scalar: return apply("sigmoid", self)
    def relu(self) -> Scalar: return apply("relu", self)

    def _compared(self, other: object = None) -> NoReturn:
        """Refuse what a branch in a formula asks."""
        raise argument_error("number", "a branch", "a plain number, such as x.value", self,
                             "A Scalar is neither compared nor true or false: the tape would know one branch alone.")

    __hash__ = object.__hash__
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __bool__ = _compared


@np.errstate(all="ignore")
def apply(rule: Rule | str, *operands: Scalar | float) -> Scalar:
    """The number that a rule makes of its operands, Scalars or plain numbers; NotImplemented for anything else."""
    row = lookup(rule, RULES, Rule, "rule", "apply")
    if not all(isinstance(x, (Scalar, Real)) for x in operands):
        return NotImplemented
    nodes = [x if isinstance(x, Scalar) else Scalar(x) for x in operands]
    values = [x.value for x in nodes]
    z = row.function(*values)
    return Scalar(z, tuple(zip(nodes, row.slopes(z, *values))), row.name)
