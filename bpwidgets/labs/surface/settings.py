"""What can be chosen for a loss over a plane, and a path on it."""
from __future__ import annotations

from ... import engine
from ...datasets import Dataset
from ...memo import Computing, compute
from ...planes import problem_fields
from ...planes.natural import SPANS, is_steep, natural_axes, rate_range
from ...planes.problems import names_of, natural_rate, problem_of, theta_from, theta_of
from ...planes.runs import Run
from ...planes.sections import DIRECTION_PAIRS, PlaneSection, natural_half_width, rests_on_run
from ...settings import Settings, axes, choice, names, point, slider, toggle

PLANE, DESCENT, LOOK = "Which plane?", "How does it descend?", "What is shown?"
THROUGH = {"start": "the start of the run", "end": "the end of the run"}
RANGES = {"auto": "what is in the window now", "fixed": "the first weights of the seed"}
FORMER_RANGES = {"following": "auto", "held": "fixed"}


def run_of(settings: SurfaceSettings, memo: Computing = compute) -> Run:
    """The run that starts at theta: it fixes the plane, and is the one shown unless a start in the plane is chosen."""
    return memo(Run, problem_of(settings), theta_of(settings), settings.optimizer, settings.learning_rate,
                settings.steps)


def span_of(settings: SurfaceSettings, run: Run, section: PlaneSection | None) -> float:
    """The half-width, along u, of the window: as chosen, or what suits the problem, the axes and the run."""
    low, high = SPANS
    return settings.span or min(max(natural_half_width(run, section, settings.axes, settings.through), low), high)


def natural_span(settings: SurfaceSettings) -> float | None:
    """The half-width of a window that suits the problem and the axes; None where only the run tells."""
    return None if rests_on_run(settings.axes, settings.through) else span_of(settings, run_of(settings), None)


def natural_slice(settings: SurfaceSettings) -> tuple[str]:
    """The first of the axes, if they are weights."""
    weights = problem_of(settings).axes if isinstance(settings.axes, str) else settings.axes
    return weights[:1]


class SurfaceSettings(Settings):
    """What can be chosen in `SurfaceLab`.

    A start in a plane of two weights is a choice of these weights and stands in theta too: so their sliders show it,
    and it stays when another weight moves or the axes change.
    """

    lab = "SurfaceLab"
    objective: object = problem_fields.objective(
        "product", resets=("learning_rate", "axes", "through", "span", "start", "slice_along", "log_color", "step"))
    data: Dataset = problem_fields.data(resets=("start",))
    seed: int = problem_fields.seed(resets=("start",))
    theta: tuple = problem_fields.theta(resets=("start",))
    sliders: tuple = problem_fields.sliders()
    optimizer: str = choice("sgd", rows=engine.OPTIMIZERS, label="optimizer", question=DESCENT,
                            help="the rule of each step")
    learning_rate: float = slider(None, 1e-12, 1e6, step=0.02, log=True, default_from=natural_rate,
                                  slider_range=rate_range, label="learning rate",
                                  question=DESCENT, help="how far one step goes")
    steps: int = slider(50, 1, 2000, step=1, label="steps", question=DESCENT, help="how many steps are taken")
    axes: object = axes(None, {name: row.words for name, row in DIRECTION_PAIRS.items()}, names_of,
                        default_from=natural_axes,
                        resets=("span", "start", "slice_along"), label="axes", question=PLANE,
                        help="two weights, or two directions")
    through: str = choice("start", THROUGH, resets=("span", "start"), label="plane at", question=PLANE,
                          help="which of its points lies in the plane; the others may lie off it")
    span: float = slider(None, *SPANS, step=0.02, log=True, default_from=natural_span, from_result=True,
                         slider_range=lambda settings: (0.05, 50.0), label="span", question=PLANE,
                         help="half the width of the window")
    resolution: int = slider(61, 2, 301, step=1, label="resolution", question=PLANE, unit="points",
                             help="the number of losses along each axis")
    start: tuple = point(None, optional=True, label="start", question=PLANE,
                         help="where in the plane the path starts; None for the weights themselves")
    slice_along: tuple = names(names_of, None, least=1, default_from=natural_slice, label="slice along", question=LOOK,
                               help="the weight along which the loss is drawn as a curve; the first, if several are "
                                    "named")
    log_color: bool = toggle(None, default_from=is_steep, label="log color", question=LOOK,
                             help="from color to color a factor, not a difference")
    color_range: str = choice("auto", RANGES, renamed=FORMER_RANGES, label="colors from", question=LOOK,
                              help="fixed: a color means the same loss wherever the weights are")
    arrows: bool = toggle(False, label="gradient", question=LOOK,
                          help="arrows downhill: against the gradient within the plane")
    tolerance: float = slider(0.05, 1e-9, 10, step=0.02, log=True, slider_range=lambda settings: (1e-3, 1.0),
                              label="tolerance",
                              question=LOOK, help="points whose gap is above this part of the first loss are hollow")
    step: int = slider(0, 0, "steps", step=1, cursor=True, label="step shown", question=LOOK, help="0 is the start")
    azimuth: float = slider(-60.0, -180, 180, step=2.0, cursor=True, label="turn", question=LOOK, unit="degrees",
                            help="from where the mountains are seen")
    elevation: float = slider(35.0, 0, 90, step=2.0, cursor=True, label="tilt", question=LOOK, unit="degrees",
                              help="90 looks down from above")

    def __post_init__(self):
        super().__post_init__()
        if self.start is not None and not isinstance(self.axes, str) and self.through == "start":
            object.__setattr__(self, "theta", theta_from(self))
