"""A row is a row: one of each kind, made outside the package, works as a value wherever a lab offers that kind."""

import csv
import io
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest

import bpwidgets as bp
from bpwidgets import engine
from bpwidgets.datasets.curves import Curve
from bpwidgets.engine import LayerBack, LayerTrace
from bpwidgets.labs.chance.estimators import Estimator
from bpwidgets.labs.gradient_check.gradients import Gradient, own_gradient
from bpwidgets.labs.graph.formula import Formula
from bpwidgets.labs.graph.own_formula import own_formula
from bpwidgets.settings import Choice, Names, ObjectiveField
from bpwidgets.training.stops import Stop, StopRule
from tests.widgets.labs import LABS, exact, same


class Scale:
    """A layer with one number, which multiplies everything."""

    inputs = outputs = 3
    shapes = MappingProxyType({"s": ()})

    def initialize(self, row, weights, biases, gain, bias_scale):
        return {"s": np.array(gain)}

    def check_input(self, x):
        pass

    def forward(self, parameters, x, context=None):
        z = parameters["s"][..., None, None] * x
        return LayerTrace(x, z, z)

    def backward(self, parameters, trace, da, context=None):
        ds = (da * trace.x).sum(axis=(-2, -1))
        return LayerBack(da, {"s": ds}, parameters["s"][..., None, None] * da)


class Sparse:
    """Half of the weights are 0; theory knows the variance of the others."""

    def __call__(self, generator, n_in, n_out):
        return generator.standard_normal((n_in, n_out)) * (generator.random((n_in, n_out)) < 0.5)

    def variance(self, n_in, n_out):
        return 0.5


def signum(theta, g, state, r, mu):
    v = mu * state["trend"] + (1 - mu) * g
    return theta - r * np.sign(v), {"trend": v}


def one_by_one(generator, n_in, n_out):
    return np.eye(n_in, n_out)


def egg_box(x, y):
    return np.sin(3 * x) + np.cos(3 * y) + (x**2 + y**2) / 4


def egg_box_slopes(x, y):
    return 3 * np.cos(3 * x) + x / 2, -3 * np.sin(3 * y) + y / 2


def no_slope(parameters, x, y):
    return {name: 0 * value for name, value in parameters.items()}
def wave(x, w=0.8):
    return (w * x).tanh() + w * w


SOFTMAX, MOONS = engine.LOSSES["softmax_cross_entropy"], bp.datasets.moons()
ADAM, BOWL = engine.OPTIMIZERS["adam"].replace(beta1=0.5, eps=0.1), engine.SURFACES["bowl"].replace(condition=30)
NETWORK = engine.Network((engine.Dense(2, 3, "tanh"), Scale(), engine.Dense(3, 1)))
OWN: dict[type, tuple[Any, ...]] = {
    engine.Activation: (
        engine.Activation("softsign", lambda z: z / (1 + abs(z)), lambda z: 1 / (1 + abs(z)) ** 2),
        engine.Activation("hard_tanh", lambda z: np.clip(z, -1, 1), lambda z: 1.0 * (abs(z) < 1), kinks=(-1, 1)),
        engine.Activation("cube", lambda z: z**3, lambda z: 3 * z**2)),
    engine.Optimizer: (
        engine.Optimizer("signum", lambda theta: {"trend": np.zeros_like(theta)}, signum, "theta - r sign(v)", 0.02,
                         (engine.Hyperparameter("mu", 0.9),)),
        ADAM),
    engine.Initializer: (engine.Initializer("sparse", Sparse()), engine.Initializer("one_by_one", one_by_one)),
    engine.Loss: (
        engine.Loss("third_sse", lambda a, y: ((a - y) ** 2).sum(axis=(-2, -1)) / 3, lambda a, y: 2 * (a - y) / 3),
        engine.Loss("log_cosh", lambda a, y: np.log(np.cosh(a - y)).sum(axis=(-2, -1)), lambda a, y: np.tanh(a - y)),
        engine.Loss("calm_classes", lambda a, y: SOFTMAX.function(a, y) / 2, lambda a, y: SOFTMAX.gradient(a, y) / 2,
                    prepare=SOFTMAX.prepare, targets="classes")),
    engine.Schedule: (engine.Schedule("halving", lambda k, K: 0.5 ** (2 * k // K)),),
    StopRule: (StopRule("small", lambda train, test, patience: None if train[-1] > 0.05 else Stop(
        "small", len(train) - 1, len(train) - 1, "It stopped: the loss is small.")),),
    Gradient: (own_gradient(no_slope),),
    Estimator: (Estimator("mean_only", lambda s: (s.slope, 0 * s.eps)),),
    Formula: (own_formula(wave),),
    Curve: (Curve("ramp", lambda x: np.maximum(x, 0.0)), Curve("seventh", lambda x: x ** 7)),
    object: (
        engine.Surface("egg_box", "sin 3x + cos 3y + (x^2 + y^2) / 4", egg_box, egg_box_slopes, learning_rate=0.03),
        BOWL,
        engine.Function(lambda theta: theta[0] ** 4 + theta[1] ** 2, names=("a", "b")),
        engine.NetworkLoss(engine.network((2, 2, 1)), MOONS.x, MOONS.y.reshape(-1, 1), "mae"),
        NETWORK),
}


def kind_of(field):
    """What a field takes besides names: a class of rows, object for what is minimized, None for nothing."""
    if isinstance(field, ObjectiveField):
        return None if field.only_networks else object
    return field.rows.kind if isinstance(field, (Choice, Names)) and field.rows.table else None


FIELDS = {(lab, name): field for lab, case in LABS.items() for name, field in case.kind.plan.settings.fields().items()}
OFFERED = [(*where, row) for where, field in FIELDS.items() if kind_of(field) for row in OWN[kind_of(field)]]


def objects(lab, name, row):
    """True if the field cannot take the row and says why."""
    objection = getattr(getattr(FIELDS[lab, name], "rows", None), "objection", None)
    return bool(objection and objection(row))


TAKEN = [case for case in OFFERED if not objects(*case)]
# One for each field: what does not depend on the row need not be tried with all of them.
FIRST = list({case[:2]: case for case in reversed(TAKEN)}.values())
# Each field with one row, and each row in one field: a picture takes longer than the numbers in it.
DRAWN = [*FIRST, *{id(case[2]): case for case in TAKEN}.values()]
# Those whose names differ in kind: with a name, without one, with that of another option.
NAMED = [case for case in TAKEN if case in FIRST or case[:2] == ("surface", "objective")]
REFUSED = [case for case in OFFERED if objects(*case)]


def shown_as(row):
    """What a menu calls it."""
    nameless = engine.Function, engine.NetworkLoss, engine.Network
    if isinstance(row, nameless):
        return "your own"
    tuned = {id(ADAM): "Adam(beta1=0.5, eps=0.1)", id(BOWL): "bowl (your own)"}
    return tuned.get(id(row), row.name.replace("_", " "))


def told_as(row):
    """What stands for it in a line of text."""
    return row.name if isinstance(row, engine.Surface) else str(row)


def identify(case):
    return "-".join([*case[:2], shown_as(case[2]), type(case[2]).__name__])


def change(lab, name, row):
    """The change that chooses the row: among others where the field takes several, with data where it needs some."""
    field = FIELDS[lab, name]
    value = (next(iter(field.rows.table)), row) if isinstance(field, Names) else row
    besides = {"backprop": {"net": "softmax"}, "check": {"net": "softmax"}, "train": {"classify": True}}.get(lab, {})
    classes = getattr(row, "targets", "") == "classes"
    return {name: value, **({"data": "moons"} if row is NETWORK else besides if classes else {})}


@pytest.fixture(params=TAKEN, ids=identify)
def case(request):
    return request.param


@pytest.fixture(params=FIRST, ids=identify)
def first(request):
    return request.param


def test_every_kind_of_row_is_offered_by_a_lab_and_taken_by_every_field():
    assert {kind_of(field) for field in FIELDS.values()} == {None, *OWN}
    assert {case[:2] for case in TAKEN} == {where for where, field in FIELDS.items() if kind_of(field)}


def test_a_field_that_offers_the_names_of_a_table_takes_rows_too():
    tables = engine.ACTIVATIONS, engine.OPTIMIZERS, engine.INITIALIZERS, engine.LOSSES
    for (lab, name), field in FIELDS.items():
        fixed = isinstance(field, (Choice, Names)) and not callable(field.options) and not getattr(field,
                                                                                                   "options_from", "")
        if fixed and any(len(field.options) > 2 and set(field.options) <= set(table) for table in tables):
            assert kind_of(field), f"{name} of {lab}"


@pytest.mark.parametrize("lab, name, row", REFUSED, ids=map(identify, REFUSED))
def test_a_field_that_cannot_take_a_row_says_why_and_nothing_changes(make, lab, name, row):
    made = make(lab)
    before = made.settings
    with pytest.raises(bp.ArgumentError, match=rf"^{name} of .*, or an? {type(row).__name__}; got .*\. [A-Z].*\.$"):
        made.set(**{name: row})
    assert made.settings is before


def test_it_is_computed_drawn_and_told(make, case):
    lab, name, row = case
    made = make(lab, views=LABS[lab].kind.plan.views)
    made.set(**change(*case))
    value = getattr(made.settings, name)
    assert row in value if isinstance(value, tuple) else value is row
    assert same(made.result, exact(made))
    assert case not in DRAWN or made.canvas.render(exact=True)
    assert not made.canvas.trouble
    text = made.describe()
    assert repr(made) == text.splitlines()[0] and len(repr(made)) < 110 and made.result.verdict in text
    assert " at 0x" not in text and repr(row) not in text
    head, *rows = csv.reader(io.StringIO(made.to_csv()))
    assert rows and {len(line) for line in rows} == {len(head)}


def test_the_settings_print_it_as_itself(make, case):
    lab, _, row = case
    settings = LABS[lab].kind.plan.settings.create(**LABS[lab].small).replace(**change(*case))
    assert repr(row) in repr(settings) and (" at 0x" not in repr(settings) or row is NETWORK)


@pytest.mark.parametrize("case", NAMED, ids=identify)
def test_its_control_shows_it_by_its_name_while_it_is_chosen(make, case):
    lab, name, row = case
    made = make(lab)
    made.set(**change(*case))
    control = made.controls[name]
    if isinstance(FIELDS[lab, name], Names):
        before = made.settings
        if FIELDS[lab, name].repeats:
            assert told_as(row) in control.value
            control.value += ","      # what stands there is read again
        else:
            chips = [words for words, _ in control.options]
            assert control.value[-1] is row and chips[control.pressed[-1]] == shown_as(row)
            control.value = ", ".join(map(str, control.value))      # the same as text
        assert made.settings == before and not made.canvas.trouble
        return
    assert control.label == shown_as(row) and control.value is row
    made.reset()
    assert shown_as(row) not in [label for label, _ in control.options]


def test_it_goes_over_a_link(make, first):
    lab, name, _ = first
    one, other = make(lab), make(lab)
    bp.link(one, other)
    one.set(**change(*first))
    assert getattr(other.settings, name) == getattr(one.settings, name) and not other.canvas.trouble
    one.reset()
    assert getattr(other.settings, name) == getattr(one.settings, name) and not other.canvas.trouble


def test_it_can_be_compared_with_what_a_lab_begins_with(first):
    lab, name, row = first
    usual = getattr(LABS[lab].kind.plan.settings.create(**LABS[lab].small), name)
    pair = bp.compare(LABS[lab].kind, name, change(*first)[name], usual, **LABS[lab].small)
    try:
        assert told_as(row) in pair.describe() and told_as(row) in repr(pair)
    finally:
        pair.close()
