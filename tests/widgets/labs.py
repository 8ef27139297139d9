"""Every lab, small enough to be fast, with something else that a hand can choose in each of its fields."""

import csv
import dataclasses
import io
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import pytest

import bpwidgets as bp
from bpwidgets.flow.settings import DATA
from bpwidgets.labs.cost.task import DATA as COST_DATA
from bpwidgets.nets.ready import DATA as NET_DATA
from bpwidgets.settings import Cells, Coordinates, NamedNumbers, Names, Point, Records, RowEdits, Sizes, Strokes
from bpwidgets.settings.strokes import text_of
from bpwidgets.training.data import DATA as TRAINING_DATA
from bpwidgets.widgets.chips import Chips


class Case(NamedTuple):
    """kind: the lab. small: what it is made with. hand: field, or name of a weight, -> another value.

    rows: lab -> how many rows its CSV has.
    """

    kind: type[bp.Lab]
    small: Mapping[str, Any]
    hand: Mapping[str, Any]
    rows: Callable[[bp.Lab], int]


def places(lab):
    return lab.settings.depth + 1


def moments(lab):
    return lab.settings.steps + 1


NET = dict(depth=3, width=5, activation="tanh", initializer="he_normal", gain=2.0, n_samples=5, loss="mae", seed=3)
MORE = dict(layer_activations=("relu", "tanh"), bias_scale=0.5, input_scale=10.0, data=DATA["moons"], residual=True,
            normalization="layer", clip=0.5)

DIGITS = dict(epochs=3, trained_on=64, hidden=6)

LABS = MappingProxyType({
    "backprop": Case(bp.BackpropLab, {"net": "xor_2_3_1"}, {
        "example": 2, "data": NET_DATA["agh"], "loss": "sse", "seed": 3, "W1[0,0]": 0.5, "sliders": ("b1[0]",),
        "edits": (("x[1,0]", 0.5),), "optimizer": "adam", "learning_rate": 0.02, "updates": 7, "batch": "one",
        "moment": 4, "selected": "W2[1,0]",
        "edges": "weight", "net": "mazur"}, lambda lab: lab.settings.updates + 1),
    "check": Case(bp.GradientCheckLab, {}, {
        "data": NET_DATA["agh"], "loss": "sse", "activation": "relu", "seed": 3, "W1[0,0]": 0.5, "sliders": ("b1[0]",),
        "gradient": "slope_left_out", "step": 1e-5, "precision": "float32", "selected": "W2[1,0]",
        "net": "xor_2_2_1"}, lambda lab: len(lab.result.sweep.h)),
    "graph": Case(bp.GraphLab, {}, {
        "w": 0.5, "selected": "h", "path": 1, "moment": 4, "width": 7, "depth": 12, "formula": "two_hidden_units"},
        lambda lab: len(lab.result.names)),
    "cost": Case(bp.CostLab, {"widths": (2, 3, 1), "budget": 20}, {
        "widths": (2, 4, 1), "depth": 2, "width": 5, "way": "forward", "counted": "multiply_adds",
        "data": COST_DATA["xor"], "seed": 3, "learning_rate": 0.02, "trial_size": 0.5, "budget": 30,
        "compared": ("trial", "backprop"), "game_weights": 3, "game_passes": 9, "w1": 0.5,
        "selected": "w2", "revealed": True, "step": 4},
        lambda lab: sum(len(run.losses) for run in lab.result.runs.values())),
    "loss": Case(bp.LossLab, {"steps": 6}, {
        "weight": 0.5, "bias": -1.0, "input": 0.5, "target": 1.0, "hidden": 2, "seed": 3, "learning_rate": 0.5,
        "steps": 9, "step": 4, "score_1": 1.0, "score_2": 0.5, "score_3": -1.0, "wanted": "2", "outlier": 3.0,
        "bend": 0.5}, moments),
    "digits": Case(bp.DigitsLab, DIGITS, {
        "strokes": "40,28 52,14 52,86; 34,84 66,84", "example": 7, "centered": False, "pen": (0.25, 0.75),
        "pen_down": True, "meant": "5", "right": 1.5, "down": -0.5, "thickness": 0.3, "noise": 0.2, "hidden": 5,
        "activation": "tanh", "optimizer": "adam", "learning_rate": 0.02, "batch_size": 10, "trained_on": 50,
        "l2": 0.01, "epochs": 4, "seed": 3, "epoch": 1, "about": "8", "written": "9", "read": "4"},
        lambda lab: lab.settings.epochs + 1),
    "reward": Case(bp.RewardLab, {"episodes": 4, "samples": 20, "most_steps": 8}, {
        "preset": "chain", "world": "S . . 2; . # . -1", "brush": "#", "reward": 2.0, "step_reward": -0.1, "gamma": 0.8,
        "slip": 0.1, "walls": "closed", "most_steps": 9, "model": "net", "baseline": "mean", "learning_rate": 0.2,
        "table_rate": 0.4, "net_rate": 0.2, "repeated": 5, "hidden": 5, "episodes": 5, "seed": 3, "samples": 30,
        "episode": 1, "cell": 2, "arrows": "cell"}, lambda lab: lab.settings.episodes + 1),
    "chance": Case(bp.ChanceLab, dict(epochs=3, hidden=6, since=1), {
        "beta": 3.0, "since": 2, "first_beta": 0.5, "through": "score", "hidden": 5, "learning_rate": 0.02,
        "batch_size": 100, "epochs": 4, "seed": 3, "epoch": 1, "example": 7, "by": "logvar_2", "at": (0.5, 0.25),
        "draw": 4, "same_noise": False, "cost": "wave", "mean": 0.5, "sigma": 0.2},
        lambda lab: lab.settings.epochs + 1),
    "convolution": Case(bp.ConvolutionLab, dict(epochs=2, batch_size=200, filters=3), {
        "example": 0, "position": 7, "filter": 1, "weight": 3, "epoch": 1, "by_hand": (("w11", 0.5),),
        "strokes": "40,28 52,14 52,86", "centered": False, "pen": (0.25, 0.75), "pen_down": True, "meant": "5",
        "data": "strokes", "filters": 2, "pool": "mean", "activation": "tanh", "moved": 1, "optimizer": "adam",
        "learning_rate": 0.02, "batch_size": 150, "l2": 0.01, "epochs": 3, "seed": 3}, lambda lab: 36),
    "fine_tune": Case(bp.FineTuneLab, {"old_epochs": 2, "epochs": 8, "hidden": 6}, {
        "examples": 2, "moved": 0, "way": "some", "frozen": ("layer 2",), "hidden": 9, "optimizer": "adam",
        "learning_rate": 0.02, "old_epochs": 3, "epochs": 7, "seed": 3, "sweep_seeds": 1, "epoch": 5},
        lambda lab: lab.settings.epochs + 1),
    "memorizing": Case(bp.MemorizingLab, {"examples": 5, "units": 3, "epochs": 12, "draws": 2}, {
        "curve": "parabola", "examples": 6, "label_noise": 0.1, "input_noise": 0.05, "data_seed": 3, "units": 4,
        "layers": 2, "learning_rate": 0.02, "epochs": 20, "seed": 3, "l2": 0.01, "dropout": 0.2, "patience": 3,
        "epoch": 5, "opened": True, "features": 4, "draws": 3, "nets": 1, "random_labels": 0.5, "digit_units": 16,
        "digit_epochs": 1}, lambda lab: lab.settings.epochs + 1),
    "sequence": Case(bp.SequenceLab, {"length": 5, "units": 3, "updates": 6, "batch_size": 4}, {
        "task": "letters", "length": 7, "units": 4, "gain": 1.5, "forget_bias": 0.5, "seed": 3, "truncate": 2,
        "clip": 0.5, "learning_rate": 0.01, "batch_size": 6, "updates": 9, "update": 3, "asked": 4, "of": "loss",
        "example": 7, "gates_of": "gru"}, lambda lab: lab.settings.asked),
    "representation": Case(bp.RepresentationLab, {"epochs": 3, "trained_on": 64, "hidden": 6}, {
        "hidden": 5, "activation": "relu", "output": "identity", "learning_rate": 0.02, "batch_size": 10,
        "trained_on": 50, "l2": 0.0004, "epochs": 4, "seed": 3, "with_labels": True, "epoch": 1, "code": (0.25, 0.75),
        "labeled": False, "neighbors": 7, "layer": "hidden 2", "unit": 3, "sweep": 500, "draw": 4},
        lambda lab: lab.settings.epochs + 1),
    "two_nets": Case(bp.TwoNetsLab, {"steps": 30, "units": 3, "number_steps": 9}, {
        "data": "scattered", "clusters": 5, "spread": 0.2, "g_rate": 0.01, "d_rate": 0.02, "g_loss": "saturating",
        "order": "at_once", "d_updates": 2, "penalty": 0.5, "beta1": 0.9, "batch": 16, "units": 4, "layers": 1,
        "activation": "tanh", "noise": 3, "steps": 45, "seed": 3, "step": 21, "probe": (0.25, -0.5),
        "number_rate": 0.2, "number_penalty": 0.5, "number_steps": 12, "number_step": 7},
        lambda lab: lab.settings.steps + 1),
    "weight": Case(bp.WeightLab, {}, dict(
        data=bp.datasets.ONE_WEIGHT["noisy_line"], weight=3.0, learning_rate=0.002, loss="sse", scaled=True, steps=7,
        step=5), moments),
    "clinic": Case(bp.ClinicLab, {"steps": 6}, {
        "learning_rate": 0.2, "steps": 9, "probes": ("W1[0,0]", "b1[1]"), "accused": "line 3",
        "accusations": ("line 2", "line 3"), "patient": 7}, moments),
    "flow": Case(bp.GradientFlowLab, {}, {
        **NET, **MORE, "depth": 7, "width": 9, "activation": "relu", "n_draws": 3, "layer": 2}, places),
    "surface": Case(bp.SurfaceLab, dict(resolution=9, steps=6), {
        "objective": "2-2-1", "data": DATA["xor"], "seed": 3, "w1": 0.5, "sliders": ("w2",), "optimizer": "adam",
        "learning_rate": 0.02,
        "steps": 9, "axes": "random", "through": "end", "span": 2.5, "resolution": 7, "start": (0.5, 0.25),
        "slice_along": ("w2",),
        "log_color": False, "color_range": "fixed", "arrows": True, "tolerance": 0.01, "step": 4, "azimuth": 20.0,
        "elevation": 60.0}, moments),
    "race": Case(bp.OptimizerRaceLab, dict(resolution=9, steps=6), {
        "objective": "2-2-1", "data": DATA["xor"], "seed": 3, "x": 0.5, "sliders": ("y",),
        "optimizers": ("sgd", "lion"), "learning_rate": 0.02,
        "rates": (("adam", 0.5), ("sgd", 0.01)), "steps": 9, "axes": ("y", "x"), "start": (0.5, 0.25), "span": 2.5,
        "resolution": 7,
        "log_color": True, "fork_step": 2, "fork_rate": 0.001, "step": 4, "shown": "sgd"},
        lambda lab: moments(lab) * len(lab.result.paths)),
    "curvature": Case(bp.CurvatureLab, dict(resolution=9, steps=6), {
        "objective": "2-2-1", "data": DATA["xor"], "seed": 3, "condition": 50.0, "scaled": True, "x": 0.5,
        "sliders": ("y",),
        "learning_rate": 0.05, "momentum": 0.4, "steps": 9, "axes": ("y", "x"), "span": 2.5, "resolution": 7,
        "step": 4}, moments),
    "distribution": Case(bp.DistributionLab, dict(depth=4, width=6, n_samples=4, bins=10), {
        **NET, **MORE, "learning_rate": 0.5, "bins": 20, "quantity": "z", "layer": 2}, places),
    "map": Case(bp.GradientMapLab, dict(depth=4, width=5, n_samples=3, deepest=6, resolution=4), dict(
        plane="biases", gain=1.5, depth=3, bias_scale=0.5, width=6, activation="relu", initializer="he_normal",
        highest_gain=5.0,
        deepest=5, highest_bias_scale=1.0, resolution=5, n_samples=5, seed=3, measure="net"),
        lambda lab: len(lab.result.grid.gains) * len(lab.result.grid.others)),
    "train": Case(bp.TrainingLab, dict(data="moons", n_points=40, hidden=(3,), classify=False, epochs=6, epoch=5), {
        "n_points": 30, "noise": 25.0, "test_share": 0.25, "data_seed": 2, "features": ("x", "xy"), "scaled": True,
        "classify": True, "hidden": (2, 2), "activation": "relu", "layer_activations": ("tanh",),
        "loss": "mae", "output": "tanh", "initializer": "he_normal", "gain": 2.0, "seed": 3,
        "optimizer": "adam", "learning_rate": 0.02, "schedule": "cosine", "batch_size": 7, "shuffle": False,
        "epochs": 5, "change_at": 3, "changed_rate": 0.5, "clip": 0.5, "l1": 0.01, "l2": 0.01, "dropout": 0.25,
        "rules": ("plateau",), "patience": 2, "stop_at": 4, "epoch": 3, "update": 1, "part": "gradient",
        "unit": "unit 2 of layer 1",
        "point": 3, "tool": "add", "data": TRAINING_DATA["xor"]}, lambda lab: lab.result.known + 1),
    "training": Case(bp.FlowOverTrainingLab, dict(depth=2, width=4, n_samples=4, steps=4), {
        **{name: value for name, value in {**NET, **MORE}.items()
           if name not in ("layer_activations", "bias_scale", "input_scale")},
        "net": "time", "data": DATA["xor"], "optimizer": "sgd", "learning_rate": 0.25, "steps": 6, "quantity": "error",
        "step": 3, "layer": 2},
        lambda lab: moments(lab) * places(lab)),
})
EVERY = [(lab, name) for lab, case in LABS.items() for name in case.hand]
CLOCKED = [lab for lab, case in LABS.items() if case.kind.plan.clock]
ON_OBJECTIVES = [lab for lab, case in LABS.items() if "objective" in case.hand]

# What a hand types into the control of a kind of field; the other kinds take the value itself.
TYPED = {Names: ", ".join, Point: lambda value: ", ".join(f"{number!r}" for number in value),
         NamedNumbers: lambda value: ", ".join(f"{name}={number!r}" for name, number in value),
         Sizes: lambda value: ", ".join(map(str, value))}


def ready(lab, name):
    """Bring the lab to where the field can be chosen: only a net has data."""
    if name == "data" and "objective" in lab.settings.fields():
        lab.set(objective="2-3-1", data="moons")
    if name == "meant" and isinstance(lab, bp.ConvolutionLab):
        lab.set(data="digits")
    if name in ("data", "example") and isinstance(lab, (bp.BackpropLab, bp.GradientCheckLab)):
        lab.set(net="xor_2_3_1", data="xor")


def by_hand(lab, name, value):
    """Move a control, or type into it."""
    kind = type(lab.settings.fields().get(name))
    lab.controls[name].value = TYPED[kind](value) if kind in TYPED else value


def by_code(lab, name, value):
    """The same with `set`."""
    lab.set(**{name: value} if name in lab.settings.fields() else {"weights": {name: value}})


def type_into(control, text):
    """Type into the number beside a slider."""
    control._handle_custom_msg({"text": text}, [])


def exact(lab):
    """The last result of the study for the present settings."""
    answer = lab.plan.study(lab.settings)
    return list(answer)[-1] if isinstance(answer, Iterator) else answer


def same(a, b):
    """Two results of the same kind hold the same numbers, bit for bit."""
    if a is b:
        return True
    if type(a) is not type(b):
        return False
    if dataclasses.is_dataclass(a):
        return all(same(getattr(a, field.name), getattr(b, field.name)) for field in dataclasses.fields(a))
    if isinstance(a, Mapping):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    if isinstance(a, (tuple, list)):
        return len(a) == len(b) and all(map(same, a, b))
    return np.array_equal(a, b, equal_nan=isinstance(a, (float, np.ndarray)) and np.asarray(a).dtype.kind in "fc")


def shows(lab, name):
    """The control of a field stands where the settings stand."""
    field, value, control = lab.settings.fields()[name], getattr(lab.settings, name), lab.controls[name]
    if isinstance(field, Coordinates):
        values = dict(zip(field.names(lab.settings), field.values(lab.settings, name)))
        return all(lab.controls[weight].value == values[weight] for weight in control.parts) and len(control.parts) > 0
    if isinstance(field, NamedNumbers):
        return dict(value) == {pair.split("=")[0]: float(pair.split("=")[1]) for pair in control.value.split(", ")
                               if pair}
    if isinstance(field, Point):
        return (control.value == "") if value is None else [float(part)
                                                            for part in control.value.split(",")] == pytest.approx(
                                                                value, rel=1e-5)
    if isinstance(field, Strokes):
        return control.value == text_of(value)
    if isinstance(field, Cells):
        return control.value == value
    if isinstance(field, Sizes):
        return control.value == ", ".join(map(str, value))
    if isinstance(field, (Records, RowEdits)):
        return control.value == field.brief(value)
    if isinstance(field, Names) and isinstance(control, Chips):
        values = [option.value for option in field.menu(lab.settings, value)]
        return control.value == value and [values[k] for k in control.pressed] == list(value)
    if isinstance(field, Names):
        return control.value == ", ".join(value)
    return control.value == (pytest.approx(value) if isinstance(value, float) else value)


def agrees(lab):
    """Controls, settings, result and words all tell of the same state."""
    assert not [name for name in lab.settings.fields() if not shows(lab, name)]
    assert same(lab.result, exact(lab))
    verdict = lab.plan.verdict(*lab.state, lab.views)
    assert lab.canvas.verdict == verdict and lab.canvas.alt == f"{lab!r}. {verdict}"
    said = lab.plan.verdict(*lab.state, lab.views)
    assert lab.canvas.verdict == said and lab.canvas.alt == f"{lab!r}. {said}"
    assert lab.canvas.table == lab.plan.words(lab.settings, lab.result, lab.views, "")["table"]


def read(text):
    """Head and rows of a CSV."""
    head, *rows = csv.reader(io.StringIO(text))
    return head, rows
