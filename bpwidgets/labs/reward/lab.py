"""RewardLab: whose gradient is it, when the answer is only good or bad?"""
from __future__ import annotations

from types import MappingProxyType

from ...widgets.actions import stop
from ...widgets.lab import Lab
from ...widgets.part import Part
from ...widgets.plan import Plan, Question
from .pictures.checks import PolicyCheck, QCheck
from .pictures.clouds import With, Without
from .pictures.policy import Policy
from .pictures.q_values import NetValues, TableValues
from .pictures.returns import Returns
from .pictures.spread import Spread
from .pictures.td_errors import TDErrors
from .settings import RewardSettings
from .study import learning_from_reward
from .verdict import verdict_of_checks, verdict_of_gradients, verdict_of_values
from .words import (
    describe_reward,
    measures_of_reward,
    records_of_reward,
    status_of_reward,
    summarize_reward,
    table_shown,
)

GRADIENTS = ("policy", "without", "with")
LEARNED = ("returns", "spread")
VALUES = ("table_values", "net_values", "td_errors")
CHECKS = ("policy_check", "q_check")


class RewardLab(Lab):
    """Whose gradient is it, when the answer is only good or bad? A world of cells whose walls and rewards are set by
    hand; the gradient of the expected return, exact, and as episodes say it; Q-learning with a table and with a net.

    >>> lab = RewardLab(preset="bandit", episode=0)
    >>> cloud = lab.result.moment(0).clouds["none"]
    >>> cloud.listed, round(cloud.variance, 4), round(lab.result.moment(0).clouds["value"].variance, 4)
    (True, 4.1481, 0.5185)
    >>> lab.set(world="# 2 #; 1 S -4")
    >>> lab.result.best_return
    2.0
    """

    plan = Plan(
        settings=RewardSettings, study=learning_from_reward, summary=summarize_reward, describe=describe_reward,
        records=records_of_reward, measures=measures_of_reward, table=table_shown, clock="episode", length="episodes",
        actions=MappingProxyType({"stop": stop("episodes")}),
        status=status_of_reward,
        question="Whose gradient is it, when the answer is only good or bad?",
        questions=(Question("Whose gradient is it, when the answer is only good or bad?", GRADIENTS),
                   Question("Does it learn from rewards alone?", LEARNED),
                   Question("What is each move worth?", VALUES),
                   Question("Does backpropagation agree with differences?", CHECKS)),
        own_words=(Part(LEARNED), Part(GRADIENTS, verdict_of_gradients),
                   Part(VALUES, verdict_of_values), Part(CHECKS, verdict_of_checks)),
        opens_with="Sampled gradients point nearly everywhere, and their mean is the exact one: without baseline and "
                   "with it, beside the world and the policy. A brush changes the world, the baseline the cloud, the "
                   "episode the moment.",
        controls=("brush", "baseline", "learning_rate", "episode"),
        pictures=MappingProxyType({"policy": Policy, "without": Without, "with": With, "returns": Returns,
                                   "spread": Spread, "table_values": TableValues, "net_values": NetValues,
                                   "td_errors": TDErrors, "policy_check": PolicyCheck, "q_check": QCheck}),
        tabs=MappingProxyType({"gradients": GRADIENTS, "learning": LEARNED, "values": VALUES, "check": CHECKS}),
        tab_controls=MappingProxyType({"learning": ("baseline", "learning_rate", "gamma", "episode"),
            "values": ("table_rate", "net_rate", "repeated", "episode"),
            "check": ("baseline", "gamma", "episode")}),
        rows=((280, {"policy": 1, "without": 1, "with": 1}), (270, {"returns": 1.2, "spread": 1}),
              (250, {"table_values": 1, "net_values": 1}), (120, {"td_errors": 1}),
              (290, {"policy_check": 1, "q_check": 1})),
        optional_views=(*LEARNED, *VALUES, *CHECKS, "table"))
