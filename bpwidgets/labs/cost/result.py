"""What a gradient costs, how far the same work takes a descent, and how the game stands."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .counting import PassCost
from .descents import Run
from .game import Game
from .growth import Cost, Growth


@dataclass(frozen=True, eq=False)
class CostResult:
    """The price of a gradient, one way and all ways.

    widths: of the net. parameters: how many it has. passes: forward and backward ones for one gradient, the way that is
    chosen. multiply_adds: the same for one example. forward_passes: the same work, in forward passes of this net.
    pass_cost: multiply-adds of one forward and of one backward pass, for one example. costs: way -> its cost. growth:
    the costs of nets of this form, from narrow to wide.
    runs: way -> its descent; work: up to which work, in forward passes, the descents are computed.
    game: the tries so far, and gradient descent. verdict: what comes out, in sentences.
    """

    widths: tuple[int, ...]
    parameters: int
    passes: int
    multiply_adds: int
    forward_passes: float
    pass_cost: PassCost
    costs: Mapping[str, Cost]
    growth: Growth
    runs: Mapping[str, Run]
    work: int
    game: Game
    verdict: str
