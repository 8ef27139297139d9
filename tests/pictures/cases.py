"""Every lab as pictures: its plan, and the settings at which there is least room."""

import functools
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from matplotlib.text import Text
from matplotlib.transforms import Bbox

import bpwidgets as bp
from bpwidgets.faults import FAULTS
from bpwidgets.faults.patients import number_of, patient
from bpwidgets.labs.graph.formulas import FORMULAS
from bpwidgets.nets.ready import NETS
from bpwidgets.pictures.axes import moved_tick
from bpwidgets.pictures.places import rows_with
from bpwidgets.pictures.sheet import Sheet
from bpwidgets.pictures.style import LIGHT
from bpwidgets.widgets.export import print_sheet
from bpwidgets.widgets.plan import Plan
from tests.covering import covering

# The largest learning rate at which the one weight is found.
LARGEST = {"weight_table": 0.00488, "noisy_line": 0.2667, "negative_slope": 0.2667}


def with_all(rows: Sequence[Mapping[str, Any]], **same: Any) -> list[dict[str, Any]]:
    """The rows with these settings besides."""
    return [{**row, **same} for row in rows]


WEIGHT_GRID = [{**row, "learning_rate": row["learning_rate"] * LARGEST[row["data"]]} for row in covering(**{
    "data, weight": (("weight_table", 4.0), ("weight_table", 2.0), ("weight_table", -1.9), ("weight_table", 6.0),
                     ("noisy_line", 4.4), ("negative_slope", 1.0)),
    "learning_rate": (0.02, 0.6, 1.2, 100), "step": (0, 1, 20)})]
FLOW_GRID = with_all(covering(
    strength=3, depth=(1, 2, 20), activation=("sigmoid", "identity", "relu"),
    initializer=("lecun_normal", "zeros", "constant"), gain=(0.05, 1.0, 5.0)), width=8)
FLOW_GRID += [dict(depth=100, width=8, activation="identity", gain=gain, **more)
              for gain in (1e-4, 1.0, 1e4) for more in ({}, {"n_draws": 2})]
SPREAD_GRID = with_all(covering(**{
    "depth, layer": ((1, 0), (1, 2), (20, 1), (100, 101)),
    "activation, quantity": (("sigmoid", "delta"), ("relu", "z")),
    "initializer, gain": (("lecun_normal", 1.0), ("zeros", 1.0), ("lecun_normal", 5.0))}), width=8, n_samples=4)
SPREAD_GRID += [dict(depth=100, width=8, n_samples=4, activation="identity", gain=gain, quantity="weight_gradient",
                     layer=1) for gain in (1e-4, 1e4)]
SURFACE_GRID = with_all(covering(**{
    "objective, axes": (("product", None), ("himmelblau", None), ("2-2-1", "random"), ("2-3-1", ("W1[0,0]", "b1[2]"))),
    "learning_rate": (1e-4, 1e3), "step": (0, 20)}), resolution=9, steps=20)
SURFACE_GRID += [dict(resolution=5, steps=5, span=span, log_color=log)
                 for span in (1e-3, 20.0) for log in (False, True)]
RACE_GRID = with_all(covering(objective=("bowl", "rosenbrock", "2-2-1"), learning_rate=(1e-6, 0.05, 1e3), step=(0, 20)),
                     resolution=9, steps=20)
RACE_GRID += [dict(optimizers=tuple(bp.engine.OPTIMIZERS), resolution=9, steps=9, shown=shown)
              for shown in ("sgd", "adam", "lion")]
RACE_GRID += [dict(optimizers=("sgd", "adam"), resolution=9, steps=9, fork_step=4, fork_rate=rate)
              for rate in (1e-4, 10.0)]
BEND_GRID = [{**row, "learning_rate": row["learning_rate"] / row["condition"], "resolution": 9, "steps": 9}
             for row in covering(**{"condition": (1.0, 10.0, 1000.0), "learning_rate": (0.01, 1.0, 3.0),
                                    "momentum, step": ((0.0, 0), (0.9, 9))})]
BEND_GRID += [dict(objective=objective, resolution=9, steps=9)
              for objective in ("product", "himmelblau", "saddle", "plateau", "2-2-1")]
MAP_GRID = with_all(covering(**{
    "plane": ("depth", "biases"), "activation": ("tanh", "relu"), "gain": (0.0, 4.0),
    "depth, bias_scale": ((2, 0.0), (12, 2.0))}), width=5, n_samples=3, deepest=12, resolution=4)
MAP_GRID += [dict(highest_gain=1e4, gain=9e3, width=4, n_samples=3, deepest=100, depth=100, resolution=3,
                  measure=measure) for measure in ("layer", "net")]
LEARN_GRID = with_all(covering(**{
    "net": ("layers", "time"), "gain": (0.05, 5.0), "learning_rate, step": ((1e-6, 0), (1e3, 6)),
    "depth, layer": ((1, 0), (12, 12))}), width=4, n_samples=4, steps=6)
LEARN_GRID += [dict(depth=30, width=4, n_samples=4, steps=3, quantity=quantity, activation="identity", gain=1e4)
               for quantity in ("activation", "weight_gradient")]


BACKPROP_GRID = [dict(net=net, moment=moment, edges=edges) for net in NETS for moment, edges in (
    (0, "flow"), (1, "weight"), (7, "flow"), (8, "flow"), (11, "gradient"), (30, "flow"), (44, "gradient"))]
BACKPROP_GRID += [dict(net=net, seed=seed, learning_rate=rate, moment=25, selected=selected)
                  for net, seed, rate, selected in (
                      ("softmax", 5, 100.0, "W2[2,2]"), ("xor_2_2_1", 2, 1e4, "b2[0]"), ("agh", 9, 1e-4, "W2[1,1]"))]
BACKPROP_GRID += [dict(net=bp.engine.network(sizes), x=np.full((2, sizes[0]), 0.5), y=np.full((2, sizes[-1]), 0.25),
                       moment=moment)
                  for sizes in ((4, 6, 6, 2), (2, 2, 2, 2, 2, 1), (1, 12, 1), (3, 9, 4), (2, 30, 2))
                  for moment in (5, 9, 13)]
COST_GRID = with_all(covering(
    widths=((1, 1), (2, 1, 1), (784, 30, 10), (2, 4096, 1), (2, *[9] * 12, 1)),
    way=("central", "backprop", "directions"), counted=("passes", "multiply_adds")), budget=8)
COST_GRID += [dict(budget=0), dict(budget=50, compared=("central",)), dict(budget=300, learning_rate=50.0),
              dict(widths=(1, 30_000, 30_000, 1))]
COST_GRID += [dict(widths=(2, 2, 1), budget=10, game_weights=weights, game_passes=5, revealed=revealed,
                   tries=[{f"w{k + 1}": weight for k in range(weights)} for weight in tries])
              for weights, revealed, tries in ((1, False, ()), (1, True, (2.3,)), (4, True, (0.1, -3.0, 9.0)),
                                               (8, False, (1.0, 1.0, 1.0, 1.0, 1.0)))]

CHECK_GRID = covering(
    net=("mazur", "one_weight", "softmax"), step=(1e-13, 1e-8, 0.1, 1.0),
    activation=("tanh", "relu"), precision=("float64", "float32"),
    gradient=("backprop", "slope_left_out", "mean_forgotten"))
CHECK_GRID += [dict(activation="relu", weights={"b1[0]": bias, "b1[1]": 0.0}, step=step, selected="b1[0]")
               for bias in (0.0, 1e-3, -0.9) for step in (1e-5, 0.5)]
CHECK_GRID += [dict(net=bp.engine.network(sizes), x=np.full((2, sizes[0]), 0.5), y=np.full((2, sizes[-1]), 0.25),
                    step=step, loss=loss)
               for sizes, step, loss in (((4, 6, 6, 2), 1e-5, "mse"), ((1, 1), 1e3, "mae"), ((2, 12, 2), 1e-25, "sse"))]
GRAPH_GRID = [dict(formula=formula, moment=moment, depth=depth, width=width) for formula, (depth, width) in zip(
    FORMULAS, itertools.cycle(((1, 1), (40, 1), (2, 2), (31, 10), (100, 100)))) for moment in (None, 4)]
GRAPH_GRID += [dict(formula=formula, moment=moment) for formula in ("used_twice", "two_hidden_units")
               for moment in (7, 9, 11)]
GRAPH_GRID += [dict(formula="used_twice", weights={"w": size, "x": -size}) for size in (1e-6, 1e5, 1e200)]
GRAPH_GRID += [dict(formula="micrograd", path=20, selected="b"), dict(formula="residual", path=8)]
GRAPH_GRID += [dict(formula=own) for own in (
    lambda x: x, lambda x, y: x * 2, lambda a, b, c: a * b * c + b, lambda weight, input: (weight * input).sigmoid(),
    lambda x: sum([x] * 20), lambda x: functools.reduce(lambda h, _: (h * x).tanh(), range(25), x),
    lambda x: functools.reduce(lambda h, _: h * h + h, range(20), x))]
CLINIC_GRID = [dict(patient=number, steps=8, accused=accused, probes=probes) for number, (accused, probes) in enumerate(
    [("none", ()), ("line 3", ("W1[0,0]",)), ("none", ("W1[0,1]", "W2[0,0]")), ("line 1", ())] * 2, 1)]
CLINIC_GRID += [dict(patient=number_of(name), steps=8, accused=f"line {FAULTS[name].lines[0]}",
                     learning_rate=patient(number_of(name)).task.rate * times) for name, times in zip(
                         FAULTS, (1, 5, 0.1) * 8)]

LOSS_GRID = with_all(covering(**{
    "weight, bias": ((2.0, 2.0), (0.6, 0.9), (-3.0, -2.0), (20.0, 40.0), (0.0, 0.0)), "target": (0.0, 0.5, 1.0),
    "hidden": (0, 8), "step": (0, 30), "outlier": (-50.0, 7.0, 50.0), "bend": (0.01, 2.0),
    "score_1, wanted": ((-30.0, "1"), (0.0, "3"), (30.0, "2"))}), steps=30)
LOSS_GRID += [dict(steps=1, learning_rate=100.0, step=1), dict(input=0.0, steps=9)]
TRAIN_GRID = [dict(data=data, epochs=4, hidden=hidden, epoch=epoch, part=part, point=point)
              for data, hidden, epoch, part, point in (
                  ("moons", (3,), 0, "all", -1), ("playground_circle", (8, 8), 4, "error", 3),
                  ("sine", (5,), 2, "all", 1),
                  ("playground_reg-gauss", (30, 2), 4, "gradient", -1), ("xor", (), 1, "inputs", 0),
                  ("blobs", (1,) * 10, 3, "update", -1))]
TRAIN_GRID += [dict(data="moons", n_points=40, epochs=4, hidden=(4,), learning_rate=rate, loss="softmax_cross_entropy",
                    unit="unit 2 of layer 1") for rate in (1e-6, 1e6)]

DIGITS_GRID = with_all(covering(**{
    "strokes, example": (("", 0), ("50,50", 0), ("30,20 60,20 40,90", 449), ("0,0 100,100; 100,0 0,100", 0)),
    "epoch": (0, 2), "hidden": (1, 64, 128), "right, thickness, noise": ((0.0, 0.0, 0.0), (-4.0, -1.0, 1.0)),
    "written, read": (("any", "any"), ("9", "any"), ("0", "0")), "about": ("answer", "7")}),
    epochs=2, trained_on=40, batch_size=20)
DIGITS_GRID += [dict(epochs=1, trained_on=20, optimizer="sgd", learning_rate=100.0)]
DIGITS_GRID.insert(4, dict(epochs=1, trained_on=20, pen=(1.0, 0.0), pen_down=True, kept=[
    {"digit": k % 10, "strokes": "30,20 60,20 40,90"} for k in range(40)]))


CHANCE_GRID = with_all(covering(**{
    "beta, since": ((1.0, 0), (100.0, 1), (0.0, 2)), "through": ("reparameterization", "score", "blocked"),
    "epoch": (0, 2), "hidden": (1, 16), "example, by": ((1, "mu_1"), (449, "logvar_2")),
    "at": ((0.0, 0.0), (3.0, -3.0)),
    "cost": ("square", "wave", "step"), "mean, sigma": ((1.0, 0.5), (-3.0, 10.0), (0.0, 0.01)),
    "same_noise": (True, False)}), epochs=2, batch_size=400)
CHANCE_GRID += [dict(epochs=1, learning_rate=10.0, hidden=8), dict(epochs=100, epoch=0, batch_size=1348, hidden=2)]
CONVOLUTION_GRID = with_all(covering(**{
    "strokes, example": (("", 0), ("50,50", 0), ("0,0 100,100; 100,0 0,100", 0), ("", 449)),
    "filters, filter": ((1, 1), (16, 16)), "pool": ("max", "mean"), "epoch": (0, 1), "position": (0, 35),
    "weight": (1, 9), "by_hand": ((), (("w11", -5.0), ("w33", 5.0)))}), epochs=1, batch_size=400)
CONVOLUTION_GRID += [dict(epochs=1, batch_size=20, optimizer="sgd", learning_rate=100.0, filters=3, moved=2)]


MEMORIZING_GRID = with_all(covering(**{
    "curve, label_noise": (("sine", 0.3), ("step", 0.0), ("bump", 10.0)), "examples": (2, 12, 200),
    "units, layers": ((1, 1), (4, 2)), "opened": (False, True), "epoch": (0, 30), "features": (1, 12, 400),
    "digit_epochs, random_labels": ((0, 1.0), (1, 0.5))}), epochs=30, draws=2, digit_units=4)
MEMORIZING_GRID += [dict(epochs=1, nets=0), dict(learning_rate=10.0, epochs=20), dict(input_noise=0.2, epochs=9)]

REWARD_GRID = with_all(covering(**{
    "world, gamma": (("S", 0.5), ("S . . 1", 0.9), (". . 3; # . -2; S S .", 1.0), ("# # #; S 1.25 #; # # #", 0.0),
                     (". . . . . -99.5; # # . . . .; . . . . # .; . 1 . . # .; . . . # . .; S . . . . 100", 0.95)),
    "walls": ("stay", "closed"), "model, hidden": (("table", 16), ("net", 1), ("net", 20)),
    "baseline": ("none", "mean", "value"), "episode": (0, 3, 6), "arrows": ("cell", "all"), "slip": (0.0, 0.3),
    "step_reward": (0.0, -1.0)}), episodes=6, samples=30, most_steps=12)
REWARD_GRID += [dict(preset=name, episodes=2, samples=10, most_steps=9) for name in ("bandit", "rooms", "four_by_four")]
REWARD_GRID += [dict(episodes=5, learning_rate=1e2, net_rate=10.0, most_steps=9, samples=5),
                dict(world="S . 1", step_reward=1.0, gamma=1.0, episodes=3, cell=3, arrows="cell")]
SEQUENCE_GRID = with_all(covering(**{
    "task, example": (("adding", 1), ("letters", 60)), "length, asked": ((2, 1), (12, 12), (30, 17)),
    "truncate": (1, 2), "update": (0, 7), "of": ("output", "loss"), "gates_of": ("lstm", "gru"), "units": (1, 5)}),
    updates=7, batch_size=4)
SEQUENCE_GRID += [dict(updates=1, clip=0.0), dict(learning_rate=10.0, updates=12, gain=10.0), dict(gain=0.0, updates=2),
                  dict(task="letters", forget_bias=-20.0, updates=5)]


REPRESENTATION_GRID = with_all(covering(**{
    "hidden, activation": ((1, "tanh"), (64, "relu"), (5, "identity")), "epoch": (0, 2), "labeled": (True, False),
    "code": ((0.0, 0.0), (1e6, -1e6)), "neighbors": (1, 10, 50), "layer, unit": (("hidden 1", 1), ("middle", 64)),
    "sweep, draw": ((0, 0), (2500, 1), (1000, 5)), "output": ("sigmoid", "identity")}),
    epochs=2, trained_on=40, batch_size=20)
REPRESENTATION_GRID += [dict(epochs=1, trained_on=20, output="identity", activation="relu", learning_rate=10.0),
                        dict(epochs=2, trained_on=40, with_labels=True)]
TWO_NETS_GRID = with_all(covering(**{
    "data, clusters, noise": (("ring", 8, 2), ("scattered", 25, 1), ("line", 2, 1), ("line", 1, 1), ("ring", 1, 16)),
    "units, layers, activation": ((1, 1, "relu"), (4, 2, "tanh")), "step": (0, 7, 40),
    "g_loss, order": (("non_saturating", "in_turns"), ("saturating", "at_once")), "probe": ((0.0, 0.0), (-1e3, 2.0)),
    "number_rate, number_penalty, number_step": ((0.1, 0.0, 5), (1.5, 0.0, 20), (0.5, 3.0, 0))}),
    steps=40, number_steps=20)
TWO_NETS_GRID += [dict(steps=25, g_rate=1.0, d_rate=1.0, units=2), dict(steps=1, penalty=5.0, spread=1.0)]
FINE_TUNE_GRID = with_all(covering(**{
    "examples": (1, 3, 50), "moved": (0, 1), "way": ("all_new", "head_only", "some", "fine_tuned"),
    "frozen": ((), ("head",), ("layer 1", "layer 2", "head")), "hidden": (2, 8), "optimizer": ("sgd", "adam"),
    "old_epochs, epochs, epoch": ((0, 0, 0), (0, 8, 3), (2, 6, 6), (2, 6, 1), (5, 3, 3), (2, 2, 2))}))
FINE_TUNE_GRID += [dict(old_epochs=2, epochs=3, hidden=4, sweep_seeds=2),
                   dict(old_epochs=1, epochs=9, hidden=4, learning_rate=100.0, optimizer="sgd")]


class Case(NamedTuple):
    """What a lab shows, and the settings at which that is looked at."""

    plan: Plan
    settings: Callable[..., bp.Settings]
    grid: Sequence[Mapping[str, Any]]


def case(lab: type[bp.Lab], grid: Sequence[Mapping[str, Any]]) -> Case:
    return Case(lab.plan, lab.plan.settings.create, grid)


CASES = MappingProxyType({
    "backprop": case(bp.BackpropLab, BACKPROP_GRID), "check": case(bp.GradientCheckLab, CHECK_GRID),
    "graph": case(bp.GraphLab, GRAPH_GRID), "clinic": case(bp.ClinicLab, CLINIC_GRID),
    "cost": case(bp.CostLab, COST_GRID), "loss": case(bp.LossLab, LOSS_GRID),
    "digits": case(bp.DigitsLab, DIGITS_GRID),
    "chance": case(bp.ChanceLab, CHANCE_GRID),
    "convolution": case(bp.ConvolutionLab, CONVOLUTION_GRID),
    "fine_tune": case(bp.FineTuneLab, FINE_TUNE_GRID),
    "memorizing": case(bp.MemorizingLab, MEMORIZING_GRID),
    "reward": case(bp.RewardLab, REWARD_GRID),
    "sequence": case(bp.SequenceLab, SEQUENCE_GRID),
    "representation": case(bp.RepresentationLab, REPRESENTATION_GRID),
    "two_nets": case(bp.TwoNetsLab, TWO_NETS_GRID),
    "weight": case(bp.WeightLab, WEIGHT_GRID), "flow": case(bp.GradientFlowLab, FLOW_GRID),
    "distribution": case(bp.DistributionLab, SPREAD_GRID),
    "surface": case(bp.SurfaceLab, SURFACE_GRID), "race": case(bp.OptimizerRaceLab, RACE_GRID),
    "curvature": case(bp.CurvatureLab, BEND_GRID),
    "map": case(bp.GradientMapLab, MAP_GRID),
    "train": case(bp.TrainingLab, TRAIN_GRID), "training": case(bp.FlowOverTrainingLab, LEARN_GRID)})


def answer(plan, settings):
    """The last result of the study."""
    result = plan.study(settings)
    return list(result)[-1] if isinstance(result, Iterator) else result


def make_sheet(plan, settings, *, style=LIGHT, width=860, ratio=1.0, live=True, headline=False, views=()):
    """views: the pictures that are made, all of them if none is named."""
    if headline:
        return print_sheet(plan, settings, answer(plan, settings), (*(views or plan.views), "verdict"), width, style)
    rows = rows_with(plan.rows_for(settings), views or plan.views)
    sheet = Sheet(plan.pictures, rows, style, width=width, ratio=ratio, live=live)
    sheet.draw(settings, answer(plan, settings))
    return sheet


class Seen(NamedTuple):
    """A text that is drawn: its words, its box in px from the lower left corner, and the artist, which for the numbers
    of an axis has moved on."""

    words: str
    box: Bbox
    artist: Text


def seen_texts(sheet) -> list[Seen]:
    """Every text that is drawn. Everything is put where a drawing puts it, and no pixel is painted."""
    stale = sheet.figure.stale
    sheet.figure.draw_without_rendering()
    renderer = sheet.canvas.get_renderer()

    def seen(text):
        if text.get_visible() and text.get_text().strip():
            yield Seen(text.get_text(), text.get_window_extent(renderer), text)

    def all_of(axes):
        for axis in (axes.xaxis, axes.yaxis):
            if axis.get_visible() and axes.axison:
                for tick in moved_tick(axis):
                    yield from seen(tick.label1)
                    yield from seen(tick.label2)
                yield from seen(axis.label)
        for text in axes.texts:
            yield from seen(text)
        for inner in axes.child_axes:
            yield from all_of(inner)

    found = [text for axes in sheet.figure.axes for text in all_of(axes)]
    sheet.figure.stale = stale
    return found
