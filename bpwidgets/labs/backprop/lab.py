"""BackpropLab: what happens, number by number?"""
from __future__ import annotations

from types import MappingProxyType

from ...widgets.lab import Lab
from ...widgets.plan import Plan, Question
from .code import code_shown
from .given import entered
from .layout import OF_NET, height_of
from .pictures.activation import ActivationCurve
from .pictures.by_example import GradientByExample
from .pictures.diagram import Diagram
from .settings import BackpropSettings, sizes_of
from .sharing import SHARED
from .study import backprop
from .tracer import traced
from .verdict import badge
from .words import (
    describe_backprop,
    measures_of_backprop,
    records_of_backprop,
    status_of_backprop,
    summarize_backprop,
    table_shown,
)


class BackpropLab(Lab):
    """What happens, number by number? A small net, every number of both passes, sub-step by sub-step, and the chain
    rule of any weight, factor by factor.

    >>> lab = BackpropLab(net="mazur")
    >>> round(lab.result.loss, 9), lab.result.delta[0].round(6).tolist()
    (0.298371109, [[0.008771, 0.009954]])
    >>> lab.set(weights={"W1[0,0]": 0.2}, selected="W2[1,0]", moment=17)
    """

    plan = Plan(
        settings=BackpropSettings, study=backprop, summary=summarize_backprop, describe=describe_backprop,
        records=records_of_backprop, measures=measures_of_backprop, table=table_shown, clock="moment",
        question="What happens, number by number?",
        questions=(Question("What happens, number by number?", ("diagram",)),
                   Question("How much of the error does a unit let through?", ("activation",)),
                   Question("What does each example want?", ("gradients",)),
                   Question("Where does this number come from?", ("diagram", "activation")),
                   Question("How do the wishes of all examples become one gradient?", ("diagram", "gradients"))),
        opens_with="The net with its numbers and the chain rule of one weight are the whole of backpropagation; the "
                   "weights and the moment are what one moves. Curve, examples and table are for a second look.",
        controls=("net", "learning_rate", "theta", "moment"),
        pictures=MappingProxyType({"diagram": Diagram, "activation": ActivationCurve, "gradients": GradientByExample}),
        heights=lambda settings: {"diagram": height_of(sizes_of(settings))},
        rows=((OF_NET, {"diagram": 1}), (190, {"activation": 1, "gradients": 1})),
        optional_views=("activation", "gradients", "code", "table"),
        formula=traced, enter=entered, code=code_shown, shared=SHARED,
        badge=lambda settings, result: badge(result.check), status=status_of_backprop)
