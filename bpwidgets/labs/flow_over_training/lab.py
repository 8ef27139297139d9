"""FlowOverTrainingLab: how does the flow change while a net learns?"""
from __future__ import annotations

from types import MappingProxyType

from ...pictures.loss_curve import LossCurve
from ...widgets.lab import Lab
from ...widgets.plan import Plan, Question
from .pictures.gradient_norms import GradientNorms
from .pictures.learning_speeds import LearningSpeeds
from .pictures.training_map import TrainingMap
from .pictures.training_profile import TrainingProfile
from .settings import FlowOverTrainingSettings
from .study import flow_over_training
from .words import describe_training, measures_of_training, records_of_training, summarize_training


class FlowOverTrainingLab(Lab):
    """How does the flow change while a net learns? Activations, errors, delta and dW at every step of a training, layer
    by layer, or step by step in time of a recurrent net.

    >>> lab = FlowOverTrainingLab(net="time", steps=20)
    >>> lab.set(step=20, quantity="error")
    >>> lab.settings.depth, lab.settings.activation
    (20, 'tanh')
    """

    plan = Plan(
        settings=FlowOverTrainingSettings, study=flow_over_training, summary=summarize_training,
        describe=describe_training,
        records=records_of_training, measures=measures_of_training,
        question="How does the flow change while a net learns?", clock="step",
        questions=(Question("How far does the error reach at one step of the training?", ("profile",)),
                   Question("How fast does each layer learn?", ("speeds", "loss"), ("clip",)),
                   Question("How long is the gradient, and what does clipping change?", ("gradient", "loss"))),
        opens_with="The map and the profile show the flow at every step, the speeds what comes of it; the kind of net, "
                   "its size and its rate decide both. Lengths of the gradient matter where it is clipped.",
        controls=("net", "depth", "activation", "gain", "learning_rate", "step", "quantity"),
        pictures=MappingProxyType({"map": TrainingMap, "profile": TrainingProfile, "speeds": LearningSpeeds,
                                   "loss": LossCurve,
                                   "gradient": GradientNorms}),
        rows=((180, {"map": 1.5, "profile": 1}), (146, {"speeds": 1.5, "loss": 1}), (150, {"gradient": 1})),
        beside=((176, {"map": 1}), (140, {"profile": 1}), (146, {"speeds": 1.2, "loss": 1}), (120, {"gradient": 1})),
        alone=("profile",),
        optional_views=("gradient",))
