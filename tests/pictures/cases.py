"""Every lab as pictures: its plan, and the settings at which there is least room."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from matplotlib.text import Text

import bpwidgets as bp
from bpwidgets.pictures.headline import Headline, asking
from bpwidgets.pictures.sheet import Sheet
from bpwidgets.pictures.style import LIGHT
from bpwidgets.widgets.plan import Plan

WEIGHT_GRID = [dict(data=data, weight=weight, learning_rate=part * limit, step=step)
               for data, weight, limit in (("weight_table", 4.0, 0.00488), ("weight_table", 2.0, 0.00488), ("weight_table", -1.9, 0.00488), ("weight_table", 6.0, 0.00488),
                                           ("noisy_line", 4.4, 0.2667), ("negative_slope", 1.0, 0.2667))
               for part in (0.02, 0.6, 1.2, 100) for step in (0, 1, 20)]
FLOW_GRID = [dict(depth=depth, activation=activation, initializer=initializer, gain=gain, width=8)
             for depth in (1, 2, 20) for activation in ("sigmoid", "identity", "relu")
             for initializer in ("lecun_normal", "zeros", "constant") for gain in (0.05, 1.0, 5.0)]
FLOW_GRID += [dict(depth=100, width=8, activation="identity", gain=gain, **more) for gain in (1e-4, 1.0, 1e4) for more in ({}, {"n_draws": 2})]
SPREAD_GRID = [dict(depth=depth, width=8, n_samples=4, activation=activation, initializer=initializer, gain=gain, quantity=quantity, layer=layer)
               for depth, layer in ((1, 0), (1, 2), (20, 1), (100, 101)) for activation, quantity in (("sigmoid", "deltas"), ("relu", "z"))
               for initializer, gain in (("lecun_normal", 1.0), ("zeros", 1.0), ("lecun_normal", 5.0))]
SPREAD_GRID += [dict(depth=100, width=8, n_samples=4, activation="identity", gain=gain, quantity="gradients", layer=1) for gain in (1e-4, 1e4)]
SURFACE_GRID = [dict(objective=objective, axes=axes, resolution=9, steps=20, step=step, learning_rate=rate)
                for objective, axes in (("product", None), ("himmelblau", None), ("2-2-1", "random"), ("2-3-1", ("W1[0,0]", "b1[2]")))
                for rate in (1e-4, 1e3) for step in (0, 20)]
SURFACE_GRID += [dict(resolution=5, steps=5, span=span, log_color=log) for span in (1e-3, 20.0) for log in (False, True)]
RACE_GRID = [dict(objective=objective, resolution=9, steps=20, step=step, learning_rate=rate)
             for objective in ("bowl", "rosenbrock", "2-2-1") for rate in (1e-6, 0.05, 1e3) for step in (0, 20)]
RACE_GRID += [dict(optimizers=tuple(bp.engine.OPTIMIZERS), resolution=9, steps=9, shown=shown) for shown in ("sgd", "adam", "lion")]
RACE_GRID += [dict(optimizers=("sgd", "adam"), resolution=9, steps=9, fork_step=4, fork_rate=rate) for rate in (1e-4, 10.0)]
BEND_GRID = [dict(condition=condition, learning_rate=part / condition, momentum=momentum, resolution=9, steps=9, step=step)
             for condition in (1.0, 10.0, 1000.0) for part in (0.01, 1.0, 3.0) for momentum, step in ((0.0, 0), (0.9, 9))]
BEND_GRID += [dict(objective=objective, resolution=9, steps=9) for objective in ("product", "himmelblau", "saddle", "plateau", "2-2-1")]
MAP_GRID = [dict(plane=plane, activation=activation, gain=gain, depth=depth, bias_scale=biases, width=5, n_samples=3, deepest=12, resolution=4)
            for plane in ("depth", "biases") for activation in ("tanh", "relu") for gain in (0.0, 4.0) for depth, biases in ((2, 0.0), (12, 2.0))]
MAP_GRID += [dict(highest_gain=1e4, gain=9e3, width=4, n_samples=3, deepest=100, depth=100, resolution=3, measure=measure) for measure in ("layer", "net")]
LEARN_GRID = [dict(net=net, gain=gain, learning_rate=rate, width=4, n_samples=4, steps=6, depth=depth, step=step, layer=layer)
              for net in ("layers", "time") for gain in (0.05, 5.0) for rate, step in ((1e-6, 0), (1e3, 6)) for depth, layer in ((1, 0), (12, 12))]
LEARN_GRID += [dict(depth=30, width=4, n_samples=4, steps=3, quantity=quantity, activation="identity", gain=1e4) for quantity in ("activation", "weight_gradient")]


class Case(NamedTuple):
    """What a lab shows, and the settings at which that is looked at."""

    plan: Plan
    settings: Callable[..., bp.Settings]
    grid: Sequence[Mapping[str, Any]]


def case(lab: type[bp.Lab], grid: Sequence[Mapping[str, Any]]) -> Case:
    return Case(lab.plan, lab.plan.settings, grid)


CASES = MappingProxyType({
    "weight": case(bp.WeightLab, WEIGHT_GRID), "flow": case(bp.GradientFlowLab, FLOW_GRID), "distribution": case(bp.DistributionLab, SPREAD_GRID),
    "surface": case(bp.SurfaceLab, SURFACE_GRID), "race": case(bp.OptimizerRaceLab, RACE_GRID), "curvature": case(bp.CurvatureLab, BEND_GRID),
    "map": case(bp.GradientMapLab, MAP_GRID), "training": case(bp.FlowOverTrainingLab, LEARN_GRID)})


def answer(plan, settings):
    """The last result of the study."""
    result = plan.study(settings)
    return list(result)[-1] if isinstance(result, Iterator) else result


def make_sheet(plan, settings, *, style=LIGHT, width=860, ratio=1.0, live=True, headline=False):
    kinds, rows = plan.pictures, plan.rows
    if headline:
        kinds, rows = {"headline": asking(plan.question), **kinds}, [(Headline.height, {"headline": 1.0}), *rows]
    sheet = Sheet(kinds, rows, style, width=width, ratio=ratio, live=live)
    sheet.draw(settings, answer(plan, settings))
    return sheet


def seen_texts(sheet):
    """Every text that is drawn, with its box in px from the lower left corner; matplotlib keeps some tick labels that it does not draw."""
    sheet.pixels()
    drawn = set()
    for axes in sheet.figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            if axis.get_visible() and axes.axison:
                low, high = sorted(axis.get_view_interval())
                for tick in axis.get_major_ticks():
                    if low - 1e-9 <= tick.get_loc() <= high + 1e-9:
                        drawn |= {id(tick.label1)}
                drawn.add(id(axis.label))
    renderer, found = sheet.canvas.get_renderer(), []
    for axes in sheet.figure.axes:
        for text in axes.findobj(Text):
            kept = text in axes.texts or id(text) in drawn
            if kept and text.get_visible() and text.get_text().strip():
                found.append((text, text.get_window_extent(renderer)))
    return found
