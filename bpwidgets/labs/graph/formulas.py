"""The gallery: each formula with its numbers, one row each."""
from __future__ import annotations

from types import MappingProxyType

from ...engine.tape import Scalar
from .formula import Formula

Steps = dict[str, Scalar]


def used_twice(w: Scalar, x: Scalar, t: Scalar) -> Steps:
    z = w * x
    h = z.tanh()
    y = w * h
    e = y - t
    return {"z": z, "h": h, "y": y, "e": e, "L": e ** 2}


def one_weight(w: Scalar, x: Scalar, t: Scalar) -> Steps:
    y = w * x
    e = y - t
    return {"y": y, "e": e, "L": e ** 2}


def square(w: Scalar) -> Steps:
    return {"y": w * w}


def two_hidden_units(x: Scalar, w1: Scalar, b1: Scalar, w2: Scalar, b2: Scalar, u1: Scalar, u2: Scalar,
                     t: Scalar) -> Steps:
    z1, z2 = w1 * x + b1, w2 * x + b2
    h1, h2 = z1.tanh(), z2.tanh()
    y = u1 * h1 + u2 * h2
    e = y - t
    return {"z1": z1, "z2": z2, "h1": h1, "h2": h2, "y": y, "e": e, "L": e ** 2}


def residual(x: Scalar, w1: Scalar, w2: Scalar, w3: Scalar) -> Steps:
    f1 = (w1 * x).tanh()
    h1 = x + f1
    f2 = (w2 * h1).tanh()
    h2 = h1 + f2
    f3 = (w3 * h2).tanh()
    return {"f1": f1, "h1": h1, "f2": f2, "h2": h2, "f3": f3, "y": h2 + f3}


def recurrent(w: Scalar, x1: Scalar, x2: Scalar, x3: Scalar, t: Scalar) -> Steps:
    h1 = x1.tanh()
    h2 = (w * h1 + x2).tanh()
    h3 = (w * h2 + x3).tanh()
    e = w * h3 - t
    return {"h1": h1, "h2": h2, "h3": h3, "e": e, "L": e ** 2}


def softmax(z1: Scalar, z2: Scalar, z3: Scalar) -> Steps:
    e1, e2, e3 = z1.exp(), z2.exp(), z3.exp()
    p = e1 / (e1 + e2 + e3)
    return {"e1": e1, "e2": e2, "e3": e3, "p": p, "L": -p.log()}


def closed_path(x: Scalar, w1: Scalar, w2: Scalar) -> Steps:
    h1, h2 = (w1 * x).relu(), (w2 * x).relu()
    return {"h1": h1, "h2": h2, "y": h1 - h2}


def mazur(*given: Scalar) -> Steps:
    i1, i2, w1, w2, w3, w4, w5, w6, w7, w8, b1, b2, t1, t2 = given
    h1, h2 = (w1 * i1 + w2 * i2 + b1).sigmoid(), (w3 * i1 + w4 * i2 + b1).sigmoid()
    o1, o2 = (w5 * h1 + w6 * h2 + b2).sigmoid(), (w7 * h1 + w8 * h2 + b2).sigmoid()
    return {"h1": h1, "h2": h2, "o1": o1, "o2": o2, "L": ((o1 - t1) ** 2 + (o2 - t2) ** 2) / 2}


def micrograd(a: Scalar, b: Scalar) -> Steps:
    c = a + b
    d = a * b + b ** 3
    c = c + (c + 1)
    c = c + (1 + c + (-a))
    d = d + (d * 2 + (b + a).relu())
    d = d + (3 * d + (b - a).relu())
    e = c - d
    f = e ** 2
    return {"c": c, "d": d, "e": e, "f": f, "g": f / 2.0 + 10.0 / f}


MAZUR_NAMES = ("i1", "i2", *(f"w{k}" for k in range(1, 9)), "b1", "b2", "t1", "t2")

_ROWS = (
    Formula("used_twice", used_twice, ("w", "x", "t"), (0.8, 1.5, 1.2), "w", title="one weight, used twice",
            summary="A weight that stands in two places has two ways to the loss", formula="L = (w tanh(w x) - t)^2"),
    Formula("one_weight", one_weight, ("w", "x", "t"), (4.0, 3.0, 6.0), "w", title="one weight, used once",
            summary="A single path: the gradient is one product", formula="L = (w x - t)^2"),
    Formula("square", square, ("w",), (3.0,), "w", title="a square", formula="y = w w",
            summary="Both factors of a product are the same number: two edges, the rule 2 w"),
    Formula("two_hidden_units", two_hidden_units, ("x", "w1", "b1", "w2", "b2", "u1", "u2", "t"),
            (1.0, 0.6, 0.2, -0.9, 0.4, 1.3, -0.7, 0.5), "x", title="two hidden units",
            summary="The input reaches the output through each hidden unit",
            formula="L = (u1 tanh(w1 x + b1) + u2 tanh(w2 x + b2) - t)^2"),
    Formula("residual", residual, ("x", "w1", "w2", "w3"), (0.5, 0.9, -1.2, 0.7), "x", title="three residual blocks",
            summary="At each block a path goes through or around: eight paths from the input",
            formula="h <- h + tanh(w h), three times",
            source="A. Veit et al., Residual networks behave like ensembles of relatively shallow networks (2016)"),
    Formula("recurrent", recurrent, ("w", "x1", "x2", "x3", "t"), (1.1, 0.6, -0.4, 0.3, 0.2), "w",
            title="three steps in time", formula="h <- tanh(w h + x), three times",
            summary="The same weight at each step: one path for each use"),
    Formula("softmax", softmax, ("z1", "z2", "z3"), (0.5, -0.3, 1.0), "z1", title="softmax and cross-entropy",
            summary="Two paths add up to probability minus target: p - 1",
            formula="L = -log(e^z1 / (e^z1 + e^z2 + e^z3))"),
    Formula("closed_path", closed_path, ("x", "w1", "w2"), (0.8, 1.2, -0.6), "x", title="a closed path",
            summary="A unit of ReLU below 0 lets nothing through: its path adds 0",
            formula="y = relu(w1 x) - relu(w2 x)"),
    Formula("mazur", mazur, MAZUR_NAMES,
            (0.05, 0.10, 0.15, 0.20, 0.25, 0.30, 0.40, 0.45, 0.50, 0.55, 0.35, 0.60, 0.01, 0.99), "w1",
            title="Mazur's net 2-2-2", summary="A whole net of a famous example; each bias is one number for two units",
            source="M. Mazur, A Step by Step Backpropagation Example (2015)"),
    Formula("micrograd", micrograd, ("a", "b"), (-4.0, 2.0), "a", title="micrograd's example",
            summary="Two numbers, used again and again: dozens of paths", source="A. Karpathy, micrograd (2020)"),
)

FORMULAS = MappingProxyType({row.name: row for row in _ROWS})
