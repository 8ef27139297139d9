"""Wrong ideas about learning from rewards (lesson 27)."""
from __future__ import annotations

from typing import Any

import numpy as np

import bpwidgets as bp

from .misconception import OFTEN_HEARD, Misconception, cited

WILLIAMS = cited(
    "Williams", "Simple Statistical Gradient-Following Algorithms for Connectionist Reinforcement Learning", 1992,
    "https://doi.org/10.1007/BF00992696")
SUTTON = cited("Sutton and Barto", "Reinforcement Learning: An Introduction, section 9.3", 2018,
               "http://incompleteideas.net/book/the-book-2nd.html")
GRADIENTS = ("policy", "without", "with", "verdict")


def doors(**more: Any) -> Any:
    """Three doors with the rewards 1, 2 and 4, before anything is learned."""
    return bp.RewardLab(**{"preset": "bandit", "episodes": 10, "episode": 0, "controls": ("baseline", "episode"),
                           "views": GRADIENTS, **more})


def agrees_without_a_derivative(lab: Any) -> bool:
    """The mean of what episodes say is the gradient, and differences of the expected return say the same."""
    moment = lab.result.moment(lab.settings.episode)
    near = moment.clouds["none"].error <= 3 * moment.clouds["none"].chance + 1e-12
    return bool(near and lab.result.policy_check(lab.settings.episode).check.relative_error < 1e-5)


def _below_the_mean(lab: Any) -> bool:
    """The score of the door behind which there is a reward of 2 falls."""
    dz = lab.result.moment(lab.settings.episode).exact.dz[0]
    return bool(dz[0] < 0 < lab.result.world.reward[0, 0, 0])


def same_mean(lab: Any) -> bool:
    """With a baseline the mean over all episodes is the same, and the variance is smaller."""
    clouds = lab.result.moment(lab.settings.episode).clouds
    plain, own = clouds["none"], clouds[lab.settings.baseline]
    near = np.abs(plain.mean - own.mean).max() <= 1e-12 * np.abs(plain.dz).max()
    return bool(plain.listed and near and own.variance < plain.variance)


def target_is_held(lab: Any) -> bool:
    """The step of the net is the slope with the target held, and not the one with a target that moves along."""
    found = lab.result.q_check(lab.settings.episode)
    away = np.abs(found.moving - found.backward).max()
    return bool(found.check.relative_error < 1e-4 and away > 0.05 * np.abs(found.backward).max())


OF_REWARDS = (
    Misconception(
        "rewards-must-be-differentiable", "A net can learn only from rewards that can be differentiated.",
        "What is differentiated is the probability of the choice; the reward is a number in front of it.",
        "what speaks against it: " + WILLIAMS, doors, agrees_without_a_derivative),
    Misconception(
        "a-reward-always-encourages", "A choice that brings a positive reward becomes more probable on average.",
        "Only what brings more than the mean does: dJ/dz of a choice is its probability times how far it is above it.",
        OFTEN_HEARD, doors, _below_the_mean),
    Misconception(
        "a-baseline-biases", "A number that is taken off all rewards changes what is learned.",
        "It changes how noisy the gradient is. Its mean stays, for the probabilities of all choices add up to 1.",
        "what speaks against it: " + WILLIAMS, doors, same_mean),
    Misconception(
        "q-learning-follows-the-gradient", "Q-learning goes down the gradient of the squared TD error.",
        "It holds the target, which depends on the weights, too: half of the gradient is left out.",
        "what speaks against it: " + SUTTON,
        lambda: bp.RewardLab(episodes=30, views=("policy_check", "q_check", "verdict"), controls=("episode",)),
        target_is_held),
)
