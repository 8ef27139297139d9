"""Wrong ideas about the gradient, the step and its length (lessons 1, 2, 8, 9 and 12 to 14)."""
from __future__ import annotations

from typing import Any

import numpy as np

import bpwidgets as bp
from bpwidgets import engine

from .misconception import OFTEN_HEARD, Misconception, cited
from .silent_fault import FAULTY, OFF, faulty_training
from .turned_valley import FAIR, turned_race, valley

STEP, RUN = ("learning_rate", "step"), ("parabola", "loss", "table")


def _falls_with_a_wrong_gradient(lab: Any) -> bool:
    loss, off = lab.result.curves[FAULTY], lab.result.curves[OFF]
    return bool(off[0] > 0.1 and loss[-1] < 0.5 * loss[0])


def _at_no_rate_as_near(lab: Any, rule: str) -> bool:
    """At none of many rates does the rule come a thousandth as near as plain descent does in this race."""
    chosen, nearest, start = lab.settings, lab.result.losses["sgd"][-1], lab.result.paths["sgd"].thetas[0]
    ends = [engine.descend(chosen.objective, start, rule, rate, chosen.steps).values[-1]
            for rate in np.geomspace(1e-3, 10, 25)]
    return not any(end < 1000 * nearest for end in [lab.result.losses[rule][-1], *ends])


def _one_gradient_many_steps(lab: Any) -> bool:
    paths = lab.result.paths
    first = [path.thetas[1] - path.thetas[0] for path in paths.values()]
    same = all(np.array_equal(path.gradients[0], paths["sgd"].gradients[0]) for path in paths.values())
    return same and not np.allclose(first[0], first[-1], rtol=0.01)


def _each_rate_its_meaning(lab: Any) -> bool:
    """Of one rate plain descent makes rate * gradient, Adam a step of that length along each axis."""
    rate, paths = lab.settings.learning_rate, lab.result.paths
    step = {name: np.abs(path.thetas[1] - path.thetas[0]) for name, path in paths.items()}
    return bool(np.allclose(step["sgd"], rate * np.abs(paths["sgd"].gradients[0]))
                and np.allclose(step["adam"], rate, rtol=1e-6)
                and step["sgd"].max() > 10 * step["adam"].max())


def _the_first_is_last(lab: Any) -> bool:
    """Who ends lowest in the valley along the axis ends highest in this one."""
    ends = {name: engine.descend(valley(), [1.0, 1.0], name, rate, lab.settings.steps).values[-1]
            for name, rate in FAIR.items()}
    here = {name: losses[-1] for name, losses in lab.result.losses.items()}
    return bool(min(ends, key=ends.get) == max(here, key=here.get))


OF_STEPS = (
    Misconception(
        "smaller-is-right", "Making a weight smaller is the right direction.",
        "Against the gradient is right: below the best weight the gradient is negative, and the weight has to grow.",
        OFTEN_HEARD,
        lambda: bp.WeightLab(weight=1, learning_rate=0.001, controls=("weight", *STEP), views=("parabola", "table")),
        lambda lab: bool(lab.result.gradients[0] < 0 and lab.result.weights[1] > lab.result.weights[0]
                         and lab.result.losses[1] < lab.result.losses[0])),
    Misconception(
        "right-row-teaches", "A row that the net gets right still teaches it something.",
        "Each row's share of the gradient has its error as a factor: where the error is 0, so is the share.",
        OFTEN_HEARD, lambda: bp.WeightLab(weight=4, controls=("weight",), views=("parabola", "table")),
        lambda lab: all((share == 0) == (error == 0) for share, error in
                        zip(lab.result.table["gradient_share"], lab.result.table["error"]))
        and not lab.result.table["error"].all()),
    Misconception(
        "trained-means-no-error", "A net is trained when it makes no errors any more.",
        "Training ends where the pulls of the rows cancel; the errors need not be 0 there.",
        OFTEN_HEARD,
        lambda: bp.WeightLab(x=[1, 2, 3, 4], y=[2, 2, 5, 6], weight=0, learning_rate=0.05, step=20, controls=STEP,
                             views=RUN),
        lambda lab: bool(abs(lab.result.gradients[-1]) < 1e-6 * abs(lab.result.gradients[0])
                         and abs(lab.result.table_at(lab.settings.steps)["error"]).max() > 0.1)),
    Misconception(
        "steps-stay-as-long", "With one learning rate every step is as long as the first.",
        "A step is the rate times the gradient: nearer to the best weight the gradient is smaller, and so is the step.",
        OFTEN_HEARD, lambda: bp.WeightLab(weight=4, learning_rate=1 / 819, controls=("weight", *STEP), views=RUN),
        lambda lab: bool((np.diff(np.abs(np.diff(lab.result.weights[:10]))) < 0).all())),
    Misconception(
        "rate-suits-every-loss", "A learning rate that works is a good rate, whatever the loss.",
        "A rate is as good as its loss: the sum of the squares is steeper than their mean, and stable rates are "
        "smaller by the number of rows.",
        OFTEN_HEARD,
        lambda: bp.WeightLab(loss="sse", learning_rate=0.002, controls=("loss", *STEP), views=("loss", "rate",
                                                                                               "verdict")),
        lambda lab: bool(lab.result.diverges_at is not None
                         and lab.settings.learning_rate < len(lab.result.x) * lab.result.rate_limit)),
    Misconception(
        "hidden-layer-is-obligatory", "A neural network needs at least one hidden layer.",
        "One weight without any hidden layer learns a table; hidden layers are for tables that no single layer can "
        "learn.",
        cited("Das and Cakmak", "Hands-On Automated Machine Learning", 2018,
              "https://oreilly.com/library/view/hands-on-automated-machine/9781788629898/"
              "0444a745-5a23-4514-bae3-390ace2dcc61.xhtml"),
        lambda: bp.WeightLab(weight=0, learning_rate=0.001, controls=("weight", *STEP), views=RUN),
        lambda lab: bool(lab.result.losses[-1] < 1e-6 * lab.result.losses[0])),
    Misconception(
        "falling-loss-proves-the-code", "The loss falls, so the code is right.",
        "Any step that leads roughly downhill lowers the loss. Here the slope of the hidden layer is left out, and it "
        "falls; only a check against differences tells.",
        "a warning against it: " + cited("Karpathy", "A Recipe for Training Neural Networks", 2019,
                                         "https://karpathy.github.io/2019/04/25/recipe/"),
        faulty_training,
        _falls_with_a_wrong_gradient),
    Misconception(
        "backpropagation-is-gradient-descent", "Backpropagation is gradient descent: it trains the net.",
        "Backpropagation computes the gradient; what step is made of it is the business of another rule.",
        "a warning against it: " + cited("Goodfellow, Bengio and Courville", "Deep Learning, section 6.5", 2016,
                                         "https://www.deeplearningbook.org/contents/mlp.html"),
        lambda: bp.OptimizerRaceLab(objective="2-2-1", optimizers=("sgd", "momentum", "adam"), learning_rate=0.1,
                                    steps=60, step=1, controls=("optimizers", *STEP), views=("map", "losses")),
        _one_gradient_many_steps),
    Misconception(
        "larger-rate-is-faster", "A larger learning rate gets there sooner.",
        "Only up to a point: above 2 over the largest curvature each step ends further away.",
        OFTEN_HEARD,
        lambda: bp.CurvatureLab(condition=10, learning_rate=0.21, controls=STEP, views=("map", "rate", "verdict")),
        lambda lab: bool(lab.settings.learning_rate > lab.result.rate_limit
                         and lab.result.path.values[-1] > lab.result.path.values[0])),
    Misconception(
        "momentum-always-helps", "Momentum is a ball that rolls downhill, so it always gets there sooner.",
        "A ball rolls past the bottom, too: in a bowl that is nearly round plain descent arrives while momentum "
        "swings.",
        "told, and doubted: " + cited("Goh", "Why Momentum Really Works", 2017, "https://distill.pub/2017/momentum/"),
        lambda: bp.OptimizerRaceLab(objective=engine.SURFACES["bowl"].replace(condition=2), steps=40, step=10,
                                    optimizers=("sgd", "momentum"), learning_rate=0.5, controls=STEP,
                                    views=("map", "losses", "verdict")),
        lambda lab: _at_no_rate_as_near(lab, "momentum")),
    Misconception(
        "adam-is-always-best", "Adam is the best optimizer.",
        "It depends on the loss: in this bowl plain descent with a rate that suits it is ahead of Adam at any rate.",
        cited("Ruder", "An overview of gradient descent optimization algorithms", 2016,
              "https://arxiv.org/abs/1609.04747") + " (“might be the best overall choice”)",
        # The rate of Adam is the best one for these steps, of 300 that were tried.
        lambda: bp.OptimizerRaceLab(objective=engine.SURFACES["bowl"].replace(condition=5), steps=100, step=30,
                                    optimizers=("sgd", "adam"), rates="sgd=0.33, adam=0.055",
                                    controls=("rates", "step"), views=("map", "losses", "verdict")),
        lambda lab: _at_no_rate_as_near(lab, "adam")),
    Misconception(
        "one-race-decides", "The rule that wins a race is the best one.",
        "Turn the valley by 45 degrees: RMSprop, the first where it lies along an axis, comes in last.",
        OFTEN_HEARD, turned_race, _the_first_is_last),
    Misconception(
        "one-rate-for-all-rules", "A learning rate of 0.01 means the same for every optimizer.",
        "For plain descent it is weight per gradient, for Adam it is a length: its first step is the rate itself.",
        OFTEN_HEARD,
        lambda: bp.OptimizerRaceLab(objective=engine.SURFACES["bowl"].replace(condition=50), step=10,
                                    optimizers=("sgd", "adam"), learning_rate=0.01, controls=STEP,
                                    views=("map", "losses", "verdict")),
        _each_rate_its_meaning),
)
