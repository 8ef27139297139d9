"""Every kind of field keeps plain Python values, whatever kind of number or text it is given, so that the printed
line recreates it."""

import numpy as np
import pytest

from bpwidgets import settings as kinds
from bpwidgets.datasets import ONE_WEIGHT
from bpwidgets.engine import ACTIVATIONS, SURFACES
from bpwidgets.settings import Field, Settings

TABLE = next(iter(ONE_WEIGHT))


class Everything(Settings):
    """One field of each kind."""

    size: float = kinds.slider(1.0, 0, 10, step=0.5)
    count: int = kinds.slider(3, 1, 9, step=1)
    step: int = kinds.slider(0, 0, "count", step=1, cursor=True)
    air: str = kinds.choice("thin", ("none", "thin"))
    activation: str = kinds.choice("relu", rows=ACTIVATIONS)
    spin: bool = kinds.toggle(False)
    several: tuple = kinds.names(("a", "b"))
    layers: tuple = kinds.names(rows=ACTIVATIONS)
    rates: tuple = kinds.named_numbers(("sgd", "adam"), 0.0, 1.0)
    data: object = kinds.dataset(TABLE, ONE_WEIGHT)
    objective: object = kinds.objective("bowl", SURFACES)
    theta: tuple = kinds.coordinates(lambda chosen: ("w1", "w2"), lambda chosen: np.zeros(2))
    axes: object = kinds.axes("random", {"random": "two random directions"}, lambda chosen: ("w1", "w2"))
    start: tuple = kinds.point(optional=True)
    gathered: tuple = kinds.records()
    widths: tuple = kinds.sizes((2, 8, 1), 99)
    points: tuple = kinds.row_edits(lambda chosen: 3)
    drawn: tuple = kinds.strokes("40,20 52,14")
    board: str = kinds.cells("S . 1")
    kept: tuple = kinds.drawings()


text, whole, real = np.str_, np.int64(2), np.float64(0.5)
GIVEN = [
    *[("size", value) for value in (real, np.float32(0.5), whole, np.array(0.5), np.longdouble(0.5))],
    ("count", whole), ("count", np.array(2)), ("step", np.uint8(1)),
    ("air", text("none")), ("air", np.array("none")), ("activation", text("tanh")),
    ("spin", np.True_), ("spin", np.array(True)),
    ("several", (text("b"), "a")), ("several", [text("a")]), ("several", text("b, a")), ("layers", (text("relu"),)),
    ("rates", {text("adam"): real}), ("rates", ((text("sgd"), whole / 2),)), ("rates", text("adam=0.5")),
    ("data", text(TABLE)), ("objective", text("saddle")),
    ("theta", np.array([0.5, 2])), ("theta", (real, whole)), ("weights", {text("w1"): real}),
    ("axes", text("random")), ("axes", (text("w2"), text("w1"))), ("axes", text("w2, w1")),
    ("start", (real, np.float32(2))), ("start", np.array([1, 2])), ("start", text("0.5, 2")),
    ("gathered", [{text("loss"): real, "step": whole, "name": text("sgd"), "ok": np.True_}]),
    ("points", {whole: np.array([1, 2, 0.5]), 0: (real, whole, 1), np.uint8(7): None}), ("points", [(3, None)]),
    ("drawn", text("40,20; 30,80")), ("drawn", [np.array([[0.4, 0.2], [0.5, 1]])]), ("drawn", [[(real, whole / 2)]]),
    ("board", text("S . 2; # . -1")),
    ("kept", [{"digit": np.int64(7), "strokes": text("30,18 68,16")}]),
    ("widths", np.array([2, 3, 1])), ("widths", (whole, np.uint8(1))), ("widths", text("2-3-1")),
]


def all_plain(value) -> bool:
    """True if no value inside is one of numpy's."""
    if isinstance(value, (tuple, list)):
        return type(value) in (tuple, list) and all(map(all_plain, value))
    return type(value) in (int, float, str, bool, type(None))


@pytest.mark.parametrize("name, value", GIVEN, ids=lambda value: repr(value)[:40])
def test_a_numpy_value_is_kept_as_plain_python_and_the_printed_line_evaluates(name, value):
    made = Everything.create(**{name: value})
    changed = Everything().replace(**{name: value})
    field = "theta" if name == "weights" else name
    assert changed == made and (field == "data" or all_plain(getattr(made, field)))
    assert "np." not in repr(made)
    assert eval(repr(made), {"Everything": Everything.create}) == made


def test_every_kind_of_field_is_tried():
    every = {kind for kind in vars(kinds).values() if isinstance(kind, type) and issubclass(kind, Field)
             and kind is not Field}
    fields = Everything.fields()
    assert {type(fields["theta" if name == "weights" else name]) for name, _ in GIVEN} == every
