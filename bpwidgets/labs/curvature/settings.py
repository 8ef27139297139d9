"""What can be chosen to see how the loss bends, and what that allows the rate to be."""
from __future__ import annotations

import math

from ... import engine
from ...datasets import Dataset
from ...memo import Computing, compute
from ...planes import problem_fields
from ...planes.natural import SPANS, natural_axes
from ...planes.problems import names_of, natural_rate, theta_of
from ...planes.runs import Run
from ...planes.sections import DIRECTION_PAIRS, PlaneSection, natural_half_width, rests_on_run
from ...settings import Settings, axes, slider, toggle
from .scaling import has_condition, scaled_problem

RATE, BEND, PLANE = "How large a rate?", "How does it bend?", "Which plane?"


def run_of(settings: CurvatureSettings, memo: Computing = compute) -> Run:
    """The descent with momentum from theta."""
    optimizer = engine.OPTIMIZERS["momentum"].replace(momentum=settings.momentum)
    return memo(Run, scaled_problem(settings), theta_of(settings), optimizer, settings.learning_rate, settings.steps)


def telling_rate(settings: CurvatureSettings) -> float:
    """On the bowl one that overshoots along the steep direction and not along the other; else one that suits it."""
    return 1.5 / settings.condition if has_condition(settings) else natural_rate(settings)


def rate_range(settings: CurvatureSettings) -> tuple[float, float]:
    """Five decades around the rate that suits the problem; the same for all its conditions, scaled or not."""
    decade = math.floor(math.log10(natural_rate(settings)))
    return 10.0 ** (decade - 1), 10.0 ** (decade + 4)


def span_of(settings: CurvatureSettings, run: Run, section: PlaneSection | None) -> float:
    """The half-width, along u, of the window: as chosen, or what suits the problem, the axes and the run; two
    digits."""
    low, high = SPANS
    return settings.span or float(
        f"{min(max(natural_half_width(run, section, settings.axes, 'start'), low), high):.1e}")


def natural_span(settings: CurvatureSettings) -> float | None:
    """The half-width of a window that suits the problem and the axes; None where only the run tells."""
    return None if rests_on_run(settings.axes, "start") else span_of(settings, run_of(settings), None)


class CurvatureSettings(Settings):
    """What can be chosen in `CurvatureLab`."""

    lab = "CurvatureLab"
    objective: object = problem_fields.objective("bowl", resets=("scaled", "learning_rate", "axes", "span", "step"))
    data: Dataset = problem_fields.data()
    seed: int = problem_fields.seed()
    condition: float = slider(10.0, 1, 1e6, step=0.05, log=True, slider_range=lambda settings: (1.0, 1000.0),
                              label="condition",
                              question=BEND,
                              help="of the bowl (x^2 + condition y^2) / 2: how much more it bends along y")
    scaled: bool = toggle(False, label="scale the features", question=BEND,
                          help="inputs with mean 0 and deviation 1; of the bowl, y in a unit in which it is round")
    theta: tuple = problem_fields.theta(resets=("step",))
    sliders: tuple = problem_fields.sliders()
    learning_rate: float = slider(None, 1e-12, 1e12, step=0.02, log=True, default_from=telling_rate,
                                  slider_range=rate_range,
                                  label="learning rate", question=RATE,
                                  help="velocity = momentum * velocity + gradient; weights = weights - rate * velocity")
    momentum: float = slider(0.0, 0, 0.999, step=0.01, slider_range=lambda settings: (0.0, 0.99), label="momentum",
                             question=RATE,
                             help="how much of the velocity a step keeps; 0 is plain gradient descent")
    steps: int = slider(30, 1, 500, step=1, label="steps", question=RATE, help="how many steps are taken")
    axes: object = axes(None, {name: row.words for name, row in DIRECTION_PAIRS.items()}, names_of,
                        default_from=natural_axes, resets=("span",),
                        label="axes", question=PLANE, help="two weights, or two directions")
    span: float = slider(None, *SPANS, step=0.02, log=True, default_from=natural_span, from_result=True,
                         slider_range=lambda settings: (0.05, 50.0), label="span", question=PLANE,
                         help="half the width of the window")
    resolution: int = slider(61, 5, 301, step=1, label="resolution", question=PLANE, unit="points",
                             help="the number of losses along each axis; critical points are searched for between them")
    step: int = slider(0, 0, "steps", step=1, cursor=True, label="step shown", question="Which step is shown?",
                       help="0 is the start")
