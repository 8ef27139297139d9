"""What can be chosen for a race of optimizers."""
from __future__ import annotations

from ... import engine
from ...datasets import Dataset
from ...planes import problem_fields
from ...planes.natural import SPANS, is_steep, natural_axes, rate_range
from ...planes.problems import names_of, natural_rate, problem_of, theta_from, theta_of
from ...planes.runs import Run
from ...planes.sections import natural_half_width
from ...settings import Settings, axes, choice, named_numbers, names, point, slider, toggle
from ...settings.rows import title_of

RUNNERS, RATE, FORK, MAP, SHOWN = ("Which rules run?", "How far do they step?", "What if the rate changed?",
                                   "Which map?",
                                   "What is shown?")
SLOWEST, FASTEST = 1e-30, 1e30


def start_run(settings: RaceSettings) -> Run:
    """Where the weights of the settings are, as a run of which only the start counts."""
    return Run(problem_of(settings), theta_of(settings), "sgd", 0.0, 0)


def natural_span(settings: RaceSettings) -> float:
    """Half the width of a map that suits the problem, two digits."""
    low, high = SPANS
    return float(f"{min(max(natural_half_width(start_run(settings), None, settings.axes, 'start'), low), high):.1e}")


def rated(settings: RaceSettings) -> tuple[str, ...]:
    """The optimizers that can have a rate of their own: those of the menu, and all that run."""
    return tuple(dict.fromkeys((*engine.OPTIMIZERS, *map(str, settings.optimizers))))


def _fork_rate(settings: RaceSettings) -> float:
    return natural_rate(settings) / 10


class RaceSettings(Settings):
    """What can be chosen in `OptimizerRaceLab`.

    A start is a choice of two weights and stands in theta too, as in `SurfaceSettings`.
    """

    lab = "OptimizerRaceLab"
    objective: object = problem_fields.objective(
        "bowl", resets=("learning_rate", "rates", "start", "axes", "span", "log_color", "fork_step", "fork_rate",
                        "step"))
    data: Dataset = problem_fields.data(resets=("start",))
    seed: int = problem_fields.seed(resets=("start",))
    theta: tuple = problem_fields.theta(resets=("start",))
    sliders: tuple = problem_fields.sliders()
    optimizers: tuple = names(None, ("sgd", "momentum", "rmsprop", "adam"), rows=engine.OPTIMIZERS, least=1,
                              label="optimizers", question=RUNNERS,
                              help="which rules run, in this order; as text separated by commas, such as: sgd, adam")
    learning_rate: float = slider(None, SLOWEST, FASTEST, step=0.02, log=True, default_from=natural_rate,
                                  slider_range=rate_range,
                                  label="learning rate", question=RATE, help="of all that have no rate of their own")
    rates: tuple = named_numbers(rated, SLOWEST, FASTEST, label="own rates", question=RATE,
                                 help="rates of single optimizers, such as: adam=0.1, momentum=0.01")
    steps: int = slider(100, 1, 2000, step=1, resets=("step",), label="steps", question=RATE,
                        help="how many each of them takes")
    axes: tuple = axes(None, {}, names_of, default_from=natural_axes, resets=("span", "start"), label="axes",
                       question=MAP,
                       help="the two weights of the map")
    start: tuple = point(None, optional=True, label="start", question=MAP,
                                help="where all begin, on the axes of the map; None: at the weights")
    span: float = slider(None, *SPANS, step=0.02, log=True, default_from=natural_span,
                         slider_range=lambda settings: (0.05, 50.0), label="span",
                         question=MAP, help="half the width of the map")
    resolution: int = slider(61, 2, 301, step=1, label="resolution", question=MAP, unit="points",
                             help="the number of losses along each axis")
    log_color: bool = toggle(None, default_from=is_steep, label="log color", question=MAP,
                             help="from color to color a factor, not a difference")
    fork_step: int = slider(0, 0, 2000, step=1, slider_range=lambda settings: (0, settings.steps), label="fork at step",
                            question=FORK,
                            help="from this step on a twin of each goes on at another rate; 0 for no twins")
    fork_rate: float = slider(None, SLOWEST, FASTEST, step=0.02, log=True, default_from=_fork_rate,
                              slider_range=rate_range, label="its rate",
                              question=FORK, help="the learning rate of the twins")
    step: int = slider(None, 0, "steps", step=1, integer=True, default_from=lambda settings: settings.steps,
                       cursor=True,
                       label="step shown", question=SHOWN, help="0 is the start")
    shown: str = choice(None, {name: title_of(row) for name, row in engine.OPTIMIZERS.items()},
                        options_from="optimizers",
                        default_from=lambda settings: settings.optimizers[-1], cursor=True, label="from inside",
                        question=SHOWN,
                        help="the optimizer whose memory is drawn")

    def __post_init__(self):
        super().__post_init__()
        if self.start is not None:
            object.__setattr__(self, "theta", theta_from(self))

    def rate_of(self, name: str) -> float:
        """The learning rate at which an optimizer runs."""
        return dict(self.rates).get(name, self.learning_rate)
