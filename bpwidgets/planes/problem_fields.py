"""The fields with which settings choose a problem: objective, data, seed, weights, and which weights have a slider."""
from __future__ import annotations

from typing import Any

from .. import settings as kinds
from ..datasets import Dataset
from ..settings import Settings
from .problems import DATA, FORMULA, PROBLEMS, NetProblem, names_of, problem_of, start_of

QUESTION = "What is minimized?"
# Nets with at most this number of parameters have a slider for each.
FEW = 13


def shown_weights(settings: Settings) -> tuple[str, ...]:
    """The weights that have a slider: those chosen, else all of a small net, else those on the axes."""
    problem = problem_of(settings)
    axes = getattr(settings, "axes", problem.axes)
    return settings.sliders or (problem.names if len(problem.names) <= FEW else axes
                                if isinstance(axes, tuple) else problem.axes)


def weight_range(settings: Settings, name: str) -> tuple[float, float]:
    """The range of the slider of a weight: the window of the problem, as wide as it is shown for the weights on the
    axes."""
    problem = problem_of(settings)
    k = problem.axes.index(name) if name in problem.axes else 0
    middle = problem.center[k] if name in problem.axes else 0.0
    axes, span = getattr(settings, "axes", ()), getattr(settings, "span", None)
    shown = isinstance(axes, tuple) and name in axes and span
    reach = problem.reach[k] * (span / problem.reach[0] if shown else 1.0)
    return middle - reach, middle + reach


def _first_data(settings: Settings) -> Dataset:
    """The data that a named net begins with."""
    row = PROBLEMS[settings.objective] if isinstance(settings.objective, str) else None
    return DATA[row.data] if isinstance(row, NetProblem) else FORMULA


def objective(default: str = "2-8-8-1", resets: tuple[str, ...] = ()) -> Any:
    """The field `objective`; what depends on it goes back to its default when it changes."""
    return kinds.objective(default, PROBLEMS, label="objective", question=QUESTION,
                           resets=("data", "theta", "sliders", *resets),
                           help="a network on data, a formula, or your own: an objective, a network with x=... and "
                                "y=..., "
                                "a function of theta[0] and theta[1]")


def data(resets: tuple[str, ...] = ()) -> Any:
    """The field `data`: what a network is fitted to."""
    return kinds.dataset(None, DATA, default_from=_first_data, label="data", question=QUESTION,
                         resets=("theta", *resets),
                         help="what a network is fitted to, or your own arrays: x=..., y=...")


def seed(resets: tuple[str, ...] = ()) -> Any:
    """The field `seed`: the draw of the first weights."""
    return kinds.slider(0, 0, 99, step=1, label="seed", question=QUESTION, resets=("theta", *resets),
                        help="another draw of the first weights; a formula has a start of its own")


def theta(resets: tuple[str, ...] = ()) -> Any:
    """The field `theta`: the parameters, None for those that the seed gives."""
    return kinds.coordinates(names_of, start_of, shown=shown_weights, slider_range=weight_range, resets=resets,
                             label="weights",
                             question="Which weights?",
                             help="all parameters in one row; single ones by name: weights={'W1[0,0]': 0.5}")


def sliders() -> Any:
    """The field `sliders`: which weights have one."""
    return kinds.names(names_of, (), label="sliders for", question="Which weights?",
                       help="names of weights, such as W1[0,0], b1[2]; none for those of the axes, or all of a small "
                            "net")
