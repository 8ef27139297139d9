"""What can be chosen for a race of optimizers."""
from __future__ import annotations

import math
from types import MappingProxyType

from .. import engine
from ..datasets import Dataset
from ..settings import Settings, axes, choice, named_numbers, names, point, slider, toggle
from .problems import QUESTION, data_field, names_of, natural_rate, objective_field, problem_of, seed_field, theta_field

RUNNERS, RATE, FORK, WINDOW, SHOWN = "Which rules run?", "How far do they step?", "What if the rate changed?", "Which part of the map?", "What is shown?"
SLOWEST, FASTEST = 1e-30, 1e30


def rate_range(settings: RaceSettings) -> tuple[float, float]:
    """The rates a hand can reach: whole decades, two and more to both sides of one that suits the problem."""
    middle = math.log10(problem_of(settings).learning_rate)
    return 10.0 ** math.floor(middle - 2), 10.0 ** math.ceil(middle + 2)


def natural_axes(settings: RaceSettings) -> tuple[str, str]:
    """The two weights that the problem begins with."""
    return problem_of(settings).axes


def natural_span(settings: RaceSettings) -> float:
    """Half the width of a map that suits the problem."""
    return float(problem_of(settings).reach[0])


def is_steep(settings):
    return settings.objective in ("rosenbrock", "beale", "himmelblau", "1-1")


def _fork_rate(settings: RaceSettings) -> float:
    return natural_rate(settings) / 10


class RaceSettings(Settings):
    """What can be chosen in `OptimizerRaceLab`."""

    lab = "OptimizerRaceLab"
    objective: object = objective_field("bowl", rewinds=("learning_rate", "rates", "start", "axes", "span", "fork_step", "fork_rate", "step"))
    data: Dataset = data_field(rewinds=("start",))
    seed: int = seed_field(rewinds=("start",))
    theta: tuple | None = theta_field()
    optimizers: tuple = names(tuple(engine.OPTIMIZERS), ("sgd", "momentum", "rmsprop", "adam"), least=1, label="optimizers",
                              question=RUNNERS, help="which rules run, separated by commas, such as: sgd, adam")
    learning_rate: float = slider(None, SLOWEST, FASTEST, step=0.02, log=True, auto=natural_rate, hand=rate_range, label="learning rate",
                                  question=RATE, help="of all that have no rate of their own")
    rates: tuple = named_numbers(engine.OPTIMIZERS, SLOWEST, FASTEST, label="own rates", question=RATE,
                                 help="rates of single optimizers, such as: adam=0.1, momentum=0.01")
    steps: int = slider(100, 1, 2000, step=1, label="steps", question=RATE, help="how many each of them takes")
    axes: tuple = axes(None, {}, names_of, auto=natural_axes, rewinds=("span", "start"), label="axes", question=WINDOW,
                       help="the two weights of the map")
    start: tuple | None = point(None, optional=True, label="start", question=WINDOW,
                                help="where all begin, on the axes of the map; None: at the weights")
    span: float = slider(None, 1e-9, 1e9, step=0.02, log=True, auto=natural_span, hand=lambda settings: (0.05, 50.0), label="span",
                         question=WINDOW, help="half the width of the map")
    resolution: int = slider(61, 2, 301, step=1, label="resolution", question=WINDOW, unit="points", help="so many losses along each axis")
    log_color: bool = toggle(None, auto=is_steep, label="log color", question=WINDOW, help="each color a factor instead of a difference")
    fork_step: int = slider(0, 0, 2000, step=1, hand=lambda settings: (0, settings.steps), label="fork at step", question=FORK,
                            help="from this step on a twin of each goes on at another rate; 0 for no twins")
    fork_rate: float = slider(None, SLOWEST, FASTEST, step=0.02, log=True, auto=_fork_rate, hand=rate_range, label="its rate",
                              question=FORK, help="the learning rate of the twins")
    step: int = slider(0, 0, "steps", step=1, cursor=True, label="step shown", question=SHOWN, help="0 is the start")
    shown: str = choice(None, tuple(engine.OPTIMIZERS), among="optimizers",
                        auto=lambda settings: settings.optimizers[0], cursor=True, label="from inside", question=SHOWN,
                        help="the optimizer whose memory is drawn")

    def rate_of(self, name: str) -> float:
        """The learning rate at which an optimizer runs."""
        return dict(self.rates).get(name, self.learning_rate)
