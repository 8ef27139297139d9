"""Worlds to begin with."""
from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from .world import CLOSED, STAY


class Preset(NamedTuple):
    """A world with the numbers that go with it; see `RewardSettings`."""

    title: str
    cells: str
    step_reward: float = 0.0
    gamma: float = 0.95
    slip: float = 0.0
    walls: str = STAY
    most_steps: int = 40


# "russell_norvig": Artificial Intelligence, A Modern Approach, 3rd ed. 2010, figure 17.1. "four_by_four": Sutton &
# Barto, Reinforcement Learning, 2nd ed. 2018, example 4.1. "cliff": after their example 6.6.
PRESETS: Mapping[str, Preset] = MappingProxyType({
    "good_or_better": Preset("good or better", ". . . 3; . # . 2; S . . ."),
    "bandit": Preset("three doors, one step", "# 2 #; 1 S 4", gamma=1.0, walls=CLOSED),
    "chain": Preset("a chain", "S . . 1", gamma=0.9),
    "russell_norvig": Preset("4 x 3 of Russell and Norvig", ". . . 1; . # . -1; S . . .", -0.04, 1.0, 0.2,
                             most_steps=100),
    "four_by_four": Preset("4 x 4 of Sutton and Barto", "0 . . .; . . . .; . S . .; . . . 0", -1.0, 1.0,
                           most_steps=1000),
    "cliff": Preset("along a cliff", ". . . . .; . . . . .; S -1 -1 -1 1"),
    "rooms": Preset("two rooms", ". . # . . 4; . . # . . .; . . . . # .; S . # . . 1")})
