"""A pair of one's own is checked where it is made: refused with both numbers and the place, or with what to do about
it."""

import math
from dataclasses import replace

import numpy as np
import pytest

from bpwidgets.engine import ACTIVATIONS, Activation


def hinge(z):
    return np.maximum(z, 0)


def relu6(z):
    return np.clip(z, 0, 6)


def softmax(z):
    e = np.exp(z)
    return e / e.sum(axis=-1, keepdims=True)


def cut(z):
    z[z < 0] = 0
    return z


RIGHT = {
    "a power": lambda: Activation("cube", lambda z: 1000 * z ** 3, lambda z: 3000 * z ** 2),
    "a flat middle": lambda: Activation("seventh", lambda z: z ** 7, lambda z: 7 * z ** 6),
    "numbers that grow": lambda: Activation("gauss", lambda z: np.exp(z * z), lambda z: 2 * z * np.exp(z * z)),
    "fast waves": lambda: Activation("sine", lambda z: np.sin(50 * z), lambda z: 50 * np.cos(50 * z)),
    "a steep step": lambda: Activation("steep", lambda z: np.tanh(100 * z), lambda z: 100 / np.cosh(100 * z) ** 2),
    "a small scale": lambda: Activation("small", lambda z: 1e-9 * np.tanh(z), lambda z: 1e-9 / np.cosh(z) ** 2),
    "a large offset": lambda: Activation("offset", lambda z: 1e6 + np.tanh(z), lambda z: 1 / np.cosh(z) ** 2),
    "a constant": lambda: Activation("zero", np.zeros_like, np.zeros_like),
    "a slope that is continuous only": lambda: Activation("softsign", lambda z: z / (1 + abs(z)),
                                                          lambda z: 1 / (1 + abs(z)) ** 2),
    "one kink": lambda: Activation("hinge", hinge, lambda z: z > 0, kinks=0),
    "two kinks": lambda: Activation("relu6", relu6, lambda z: (z > 0) & (z < 6), kinks=[0, 6]),
    "a kink between the points": lambda: Activation("late", lambda z: hinge(z - 0.1), lambda z: z > 0.1, kinks=(0.1,)),
    "any slope at the kink": lambda: Activation("hinge", hinge, lambda z: np.heaviside(z, 0.5), kinks=0),
    "a jump": lambda: Activation("step", lambda z: z >= 0, np.zeros_like, kinks=0),
    "no value at the kink": lambda: Activation("hyperbola", lambda z: 1 / z, lambda z: -1 / z ** 2, kinks=0),
    "a loop in Python": lambda: Activation("loop", np.vectorize(math.tanh), lambda z: 1 - np.tanh(z) ** 2),
}


@pytest.mark.parametrize("case", RIGHT)
def test_a_right_pair_is_taken(case):
    assert isinstance(RIGHT[case](), Activation)


ENTRY_BY_ENTRY = "Use what works entry by entry, such as np.maximum, np.where and np.exp, and leave z as it is."
WRONG = {
    "slope of Activation 'square': expected 2 at z = 1 (central difference of its function); got 3. It takes z, not "
    "f(z).":
        lambda: Activation("square", lambda z: z * z, lambda z: 3 * z),
    "slope of Activation 'tanh': expected 0.4199743 at z = 1 (central difference of its function); got 0. It takes z, "
    "not f(z).":
        lambda: Activation("tanh", np.tanh, lambda a: 1 - a * a),
    "slope of Activation 'hinge': expected 0 at z = -1 (central difference of its function); got 1. It takes z, not "
    "f(z).":
        lambda: Activation("hinge", hinge, np.ones_like, kinks=0),
    "slope of Activation 'softmax': expected 0 at z = 1 (central difference of its function); got 0.004104737. It "
    "takes z, "
    "not f(z).": lambda: Activation("softmax", softmax, lambda z: softmax(z) * (1 - softmax(z))),
    "kinks of Activation 'hinge': expected z = 0 among them (the slope jumps there from 0 to 1); got (). Write "
    "kinks=(0.0,); the "
    "slope there is yours to choose.": lambda: Activation("hinge", hinge, lambda z: z > 0),
    "kinks of Activation 'relu6': expected z = 6 among them (the slope jumps there from 1 to 0); got (0.0,). Write "
    "kinks=(0.0, "
    "6.0); the slope there is yours to choose.": lambda: Activation("relu6", relu6, lambda z: (z > 0) & (z < 6),
                                                                    kinks=[0]),
    "kinks of Activation 'leaky': expected z = 0 among them (the slope jumps there from 0.999 to 1); got (). Write "
    "kinks=(0.0,); "
    "the slope there is yours to choose.":
        lambda: Activation("leaky", lambda z: np.maximum(z, 0.999 * z), lambda z: np.where(z > 0, 1, 0.999)),
    "function of Activation 'log': expected finite numbers for z from -6 to 6; got nan at z = -1. Points without a "
    "value can be "
    "named in `kinks`.": lambda: Activation("log", np.log, lambda z: 1 / z),
    "slope of Activation 'root': expected finite numbers for z from -6 to 6; got inf at z = 0. Points without a value "
    "can be "
    "named in `kinks`.":
        lambda: Activation("root", lambda z: np.sqrt(abs(z)), lambda z: np.where(z < 0, -0.5, 0.5) / np.sqrt(abs(z))),
    "slope of Activation 'line': expected float64 in the shape of z, (1, 21); got int64 in the shape (). A constant c "
    "is "
    "np.full_like(z, c).": lambda: Activation("line", lambda z: z, lambda z: 1),
    "function of Activation 'sum': expected float64 in the shape of z, (5, 21); got float64 in the shape (5,). A "
    "constant c is "
    "np.full_like(z, c).": lambda: Activation("sum", lambda z: z.sum(axis=-1), np.ones_like),
    "function of Activation 'single': expected float64 in the shape of z, (5, 21); got float32 in the shape (5, 21). A "
    "constant c "
    "is np.full_like(z, c).": lambda: Activation("single", lambda z: z.astype(np.float32), np.ones_like),
    f"function of Activation 'tanh': expected a function of arrays; got TypeError: bad operand. {ENTRY_BY_ENTRY}":
        lambda: Activation("tanh", failing(TypeError("bad operand.\nSecond line")), np.ones_like),
    "function of Activation 'cut': expected a function of arrays; got ValueError: assignment destination is "
    "read-only. "
    f"{ENTRY_BY_ENTRY}": lambda: Activation("cut", cut, lambda z: z > 0),
    "slope of Activation 'text': expected a function of arrays; got TypeError: 'str' object is not callable. "
    f"{ENTRY_BY_ENTRY}":
        lambda: Activation("text", np.tanh, "1 - f^2"),
}


def failing(error):
    def function(z):
        raise error
    return function


@pytest.mark.parametrize("text", WRONG)
def test_a_wrong_pair_is_refused_and_the_text_says_why(text):
    with pytest.raises(ValueError) as caught:
        WRONG[text]()
    assert str(caught.value) == text


@pytest.mark.parametrize("wrong", [max, math.tanh, lambda z: z if z > 0 else 0])  # noqa: FURB136
def test_functions_of_single_numbers_are_refused_with_the_reason_of_numpy(wrong):
    with pytest.raises(ValueError,
                       match=r"expected a function of arrays; got (Type|Value)Error: .* Use what works") as caught:
        Activation("mine", wrong, np.ones_like)
    assert isinstance(caught.value.__cause__, (TypeError, ValueError))


@pytest.mark.parametrize("row", ACTIVATIONS.values(), ids=str)
def test_every_row_of_the_table_is_held_to_the_same_check(row):
    with pytest.raises(ValueError, match=f"slope of Activation '{row.name}': expected"):
        replace(row, slope=lambda z: 1.001 * row.slope(z))
    with pytest.raises(ValueError, match=f"Activation '{row.name}': expected"):
        replace(row, function=lambda z: row.function(z) + np.where(z < 0, 1e-3 * z, 0))


@pytest.mark.parametrize("row", [row for row in ACTIVATIONS.values() if row.kinks], ids=str)
def test_no_row_of_the_table_keeps_a_kink_to_itself(row):
    with pytest.raises(ValueError, match=f"kinks of Activation '{row.name}': expected z = 0 among them"):
        replace(row, kinks=())
