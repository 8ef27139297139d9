"""Surfaces: objectives of two numbers, known to the last digit, on which descent can be watched.

Each row of `SURFACES` is an objective like a network with its data, and carries what is known of it: where its minima
and saddles are (x, y, and the value there), a start for a lesson with a learning rate that suits it, a window for a
picture. A constant has a name, a value, and the least value it may have. Formulas and minima: Rosenbrock (1960), Beale
(1958), Himmelblau (1972), Rastrigin (1974), as collected by Surjanovic & Bingham (2013); the product is the smallest
linear network, one weight behind the other (Baldi & Hornik, 1989).
"""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
from numpy import ndarray as Array

from .surface import Constant, Surface
from .surface import Stationary as At


# bowl:  f = (x^2 + c y^2) / 2,  f_x = x,  f_y = c y
def _bowl(x: Array, y: Array, c: float) -> Array:
    return (x**2 + c * y**2) / 2


def _bowl_slopes(x: Array, y: Array, c: float) -> tuple[Array, Array]:
    return x, c * y


# rosenbrock:  f = (1 - x)^2 + b (y - x^2)^2,  f_x = -2 (1 - x) - 4 b x (y - x^2),  f_y = 2 b (y - x^2)
def _rosenbrock(x: Array, y: Array, b: float) -> Array:
    return (1 - x)**2 + b * (y - x**2)**2


def _rosenbrock_slopes(x: Array, y: Array, b: float) -> tuple[Array, Array]:
    d = y - x**2
    return -2 * (1 - x) - 4 * b * x * d, 2 * b * d


# beale:  f = r^2 + s^2 + t^2,  f_x = 2 (r r_x + s s_x + t t_x),  f_y = 2 (r r_y + s s_y + t t_y)  with r, s, t as below
def _beale(x: Array, y: Array) -> Array:
    r, s, t = 1.5 - x + x * y, 2.25 - x + x * y**2, 2.625 - x + x * y * y**2
    return r**2 + s**2 + t**2


def _beale_slopes(x: Array, y: Array) -> tuple[Array, Array]:
    r, s, t = 1.5 - x + x * y, 2.25 - x + x * y**2, 2.625 - x + x * y * y**2
    return 2 * (r * (y - 1) + s * (y**2 - 1) + t * (y * y**2 - 1)), 2 * x * (r + 2 * s * y + 3 * t * y**2)


# himmelblau:  f = p^2 + q^2,  p = x^2 + y - 11,  q = x + y^2 - 7,  f_x = 4 x p + 2 q,  f_y = 2 p + 4 y q
def _himmelblau(x: Array, y: Array) -> Array:
    p, q = x**2 + y - 11, x + y**2 - 7
    return p**2 + q**2


def _himmelblau_slopes(x: Array, y: Array) -> tuple[Array, Array]:
    p, q = x**2 + y - 11, x + y**2 - 7
    return 4 * x * p + 2 * q, 2 * p + 4 * y * q


# saddle:  f = x^2 - y^2,  f_x = 2 x,  f_y = -2 y
def _saddle(x: Array, y: Array) -> Array:
    return x**2 - y**2


def _saddle_slopes(x: Array, y: Array) -> tuple[Array, Array]:
    return 2 * x, -2 * y


# monkey_saddle:  f = x^3 - 3 x y^2,  f_x = 3 (x^2 - y^2),  f_y = -6 x y
def _monkey_saddle(x: Array, y: Array) -> Array:
    return x * x**2 - 3 * x * y**2


def _monkey_saddle_slopes(x: Array, y: Array) -> tuple[Array, Array]:
    return 3 * (x**2 - y**2), -6 * x * y


# plateau:  f = 1 - e,  e = exp(-(x^2 + y^2) / 2),  f_x = x e,  f_y = y e
def _plateau(x: Array, y: Array) -> Array:
    return -np.expm1(-(x**2 + y**2) / 2)


def _plateau_slopes(x: Array, y: Array) -> tuple[Array, Array]:
    e = np.exp(-(x**2 + y**2) / 2)
    return x * e, y * e


# rastrigin:  f = x^2 + y^2 + a (2 - cos 2 pi x - cos 2 pi y),  f_x = 2 x + 2 pi a sin 2 pi x,  f_y likewise
def _rastrigin(x: Array, y: Array, a: float) -> Array:
    return x**2 + y**2 + a * (2 - np.cos(2 * np.pi * x) - np.cos(2 * np.pi * y))


def _rastrigin_slopes(x: Array, y: Array, a: float) -> tuple[Array, Array]:
    return 2 * x + 2 * np.pi * a * np.sin(2 * np.pi * x), 2 * y + 2 * np.pi * a * np.sin(2 * np.pi * y)


# product:  f = (w1 w2 - 1)^2,  df/dw1 = 2 (w1 w2 - 1) w2,  df/dw2 = 2 (w1 w2 - 1) w1
def _product(w1: Array, w2: Array) -> Array:
    return (w1 * w2 - 1)**2


def _product_slopes(w1: Array, w2: Array) -> tuple[Array, Array]:
    e = w1 * w2 - 1
    return 2 * e * w2, 2 * e * w1


_ROWS = (
    Surface("bowl", "(x^2 + {condition:g} y^2) / 2", _bowl, _bowl_slopes, (Constant("condition", 10.0, 1.0),),
            minima=(At(0.0, 0.0, 0.0),), start=(1.0, 1.0), window=((-1.5, 1.5), (-1.5, 1.5)), learning_rate=0.05,
            summary="A valley that bends more along y than along x"),
    Surface("rosenbrock", "(1 - x)^2 + {steepness:g} (y - x^2)^2", _rosenbrock, _rosenbrock_slopes,
            (Constant("steepness", 100.0, 1.0),), minima=(At(1.0, 1.0, 0.0),),
            start=(-1.2, 1.0), window=((-2.0, 2.0), (-1.0, 3.0)), learning_rate=0.001, steep=True,
            title="Rosenbrock's valley", summary="A bent, flat valley: easy to enter, slow to follow"),
    Surface("beale", "(1.5 - x + x y)^2 + (2.25 - x + x y^2)^2 + (2.625 - x + x y^3)^2", _beale, _beale_slopes,
            minima=(At(3.0, 0.5, 0.0),), saddles=(At(0.0, 1.0, 14.203125),),
            start=(1.0, 1.5), window=((-4.5, 4.5), (-4.5, 4.5)), learning_rate=0.005, steep=True,
            title="Beale's function", summary="Steep walls around a flat floor"),
    Surface("himmelblau", "(x^2 + y - 11)^2 + (x + y^2 - 7)^2", _himmelblau, _himmelblau_slopes,
            minima=(At(3.0, 2.0, 0.0), At(-2.805118086952745, 3.131312518250573, 0.0),
                    At(-3.779310253377747, -3.2831859912861696, 0.0), At(3.5844283403304917, -1.8481265269644036, 0.0)),
            saddles=(At(0.08667750455539636, 2.884254701174776, 67.71915008752615),
                     At(-3.0730257507643897, -0.08135304428796751, 104.0151629175581),
                     At(3.385154183607021, 0.07385187983774928, 13.31192627040559),
                     At(-0.12796134673068008, -1.9537149802445763, 178.33723920192747)),
            start=(0.0, 0.0), window=((-5.0, 5.0), (-5.0, 5.0)), learning_rate=0.01, steep=True,
            title="Himmelblau's function", summary="Four minima of equal depth: the start decides"),
    Surface("saddle", "x^2 - y^2", _saddle, _saddle_slopes,
            saddles=(At(0.0, 0.0, 0.0),), start=(1.0, 0.01), window=((-1.5, 1.5), (-1.5, 1.5)), learning_rate=0.05,
            summary="A minimum along x and a maximum along y"),
    Surface("monkey_saddle", "x^3 - 3 x y^2", _monkey_saddle, _monkey_saddle_slopes,
            saddles=(At(0.0, 0.0, 0.0),), start=(1.0, 0.05), window=((-1.5, 1.5), (-1.5, 1.5)), learning_rate=0.05,
            summary="Three ways down, and no curvature in the middle"),
    Surface("plateau", "1 - exp(-(x^2 + y^2) / 2)", _plateau, _plateau_slopes,
            minima=(At(0.0, 0.0, 0.0),), start=(2.5, 2.0), window=((-4.0, 4.0), (-4.0, 4.0)), learning_rate=0.5,
            summary="A hollow in a plain: far out there is hardly a gradient"),
    Surface("rastrigin", "x^2 + y^2 + {amplitude:g} (2 - cos(2 pi x) - cos(2 pi y))", _rastrigin, _rastrigin_slopes,
            (Constant("amplitude", 10.0, 0.0),), minima=(At(0.0, 0.0, 0.0),),
            start=(3.3, -2.2), window=((-5.12, 5.12), (-5.12, 5.12)), learning_rate=0.001,
            title="Rastrigin's function", summary="A bowl full of local minima"),
    Surface("product", "(w1 w2 - 1)^2", _product, _product_slopes, names=("w1", "w2"),
            minima=(At(1.0, 1.0, 0.0), At(-1.0, -1.0, 0.0), At(2.0, 0.5, 0.0), At(0.5, 2.0, 0.0)),
            saddles=(At(0.0, 0.0, 1.0),), start=(2.0, 0.1), window=((-3.0, 3.0), (-3.0, 3.0)),
            learning_rate=0.05, steep=True,
            title="product of two weights", summary="The smallest deep net: two valleys with a saddle between them"),
)

SURFACES = MappingProxyType({row.name: row for row in _ROWS})
