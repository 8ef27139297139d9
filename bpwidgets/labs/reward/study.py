"""Whose gradient is it? A policy learns from rewards alone, and so do values, in a world of a few cells."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from ...memo import Computing, compute
from ...one_thread import on_one_thread
from ...training.growth import Growth
from .policy import Model
from .q_learning import QTask, Values, learn_values
from .reinforce import Learning, Run, reinforce
from .result import RewardResult
from .settings import MOST_EPISODES, RewardSettings
from .verdict import verdict_of


@on_one_thread
def learning_from_reward(settings: RewardSettings,
                         memo: Computing = compute) -> RewardResult | Iterator[RewardResult]:
    """REINFORCE and Q-learning: their first episodes, then more and more of them; the whole at once where it is known.

    >>> result = list(learning_from_reward(RewardSettings(episodes=30)))[-1]
    >>> cloud = result.moment(20).clouds["value"]
    >>> cloud.dz.shape, result.known, bool(cloud.error < 3 * cloud.chance)
    ((300, 9, 4), 30, True)
    """
    learning, task = learning_of(settings), task_of(settings)
    policies = memo(Growth, reinforce, learning, MOST_EPISODES, keep=2)
    values = memo(Growth, learn_values, task, MOST_EPISODES, keep=2)

    def result() -> RewardResult:
        return _result(settings, learning, task, policies.known, values.known, memo)

    whole = min(policies.known.episodes, values.known.episodes) >= settings.episodes
    return result() if whole else _pieces(policies, values, settings.episodes, result)


@on_one_thread
def _pieces(policies: Growth[Run], values: Growth[Values], episodes: int,
            result: Callable[[], RewardResult]) -> Iterator[RewardResult]:
    while True:
        yield result()
        behind = min((policies, values), key=lambda growth: growth.known.episodes)
        if behind.known.episodes >= episodes or not behind.grow():
            return


def learning_of(settings: RewardSettings) -> Learning:
    """What decides the run of REINFORCE."""
    model = Model(settings.of_world, settings.model, settings.hidden)
    return Learning(model, settings.baseline, settings.learning_rate, settings.seed)


def task_of(settings: RewardSettings) -> QTask:
    """What decides the run of Q-learning."""
    return QTask(settings.of_world, settings.hidden, settings.table_rate, settings.net_rate, settings.repeated,
                 settings.seed)


def _result(settings: RewardSettings, learning: Learning, task: QTask, run: Run, values: Values,
            memo: Computing) -> RewardResult:
    found = RewardResult(settings.of_world, learning, task, run.first(settings.episodes),
                         values.first(settings.episodes), settings.samples, memo=memo)
    return replace(found, verdict=verdict_of(found), memo=memo)
