"""Backpropagation against central differences: of the expected return, and of half the squared TD error."""
from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from ... import engine
from .exact import exact, expected_return
from .policy import Model
from .q_learning import Move, targets, td_gradient

STEP = 1e-5


@dataclass(frozen=True)
class ExpectedReturn:
    """J as a function of the weights of a policy; its gradient is that of the policy gradient theorem, carried back."""

    model: Model

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Of the weights."""
        return self.model.network.names

    def value(self, theta: np.ndarray, step: int | None = None) -> np.ndarray:
        """J, (...)."""
        return expected_return(self.model.world, self.model.chances(theta))

    values = value

    def gradient(self, theta: np.ndarray, step: int | None = None) -> np.ndarray:
        """dJ/dtheta, (n,)."""
        return self.model.back(theta, exact(self.model.world, self.model.chances(theta)).dz)


@dataclass(frozen=True)
class SquaredError:
    """delta^2 / 2 of one move. target: a number that is held; None for the target that these weights give, which moves
    with them. The gradient is the one that Q-learning goes down: that with the target held."""

    model: Model
    move: Move
    target: float | None = None

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Of the weights."""
        return self.model.network.names

    def value(self, theta: np.ndarray, step: int | None = None) -> np.ndarray:
        """delta^2 / 2, (...)."""
        s, a, r, after = self.move
        Q = self.model.scores(theta)
        with np.errstate(all="ignore"):
            target = targets(self.model, Q, r, after) if self.target is None else self.target
            return (target - Q[..., s, a]) ** 2 / 2

    values = value

    def gradient(self, theta: np.ndarray, step: int | None = None) -> np.ndarray:
        """Its gradient with the target held, (n,)."""
        return td_gradient(self.model, theta, *(np.array([part]) for part in self.move))[1]


class Compared(NamedTuple):
    """A gradient by backpropagation, (n,), its central differences, (n,), and the largest relative error. moving: the
    differences of the same with a target that moves, where there is one."""

    backward: np.ndarray
    differences: np.ndarray
    check: engine.GradientCheck
    moving: np.ndarray | None = None


def compared(objective: ExpectedReturn | SquaredError, theta: np.ndarray,
             moving: SquaredError | None = None) -> Compared:
    """The gradient of the objective at theta, both ways."""
    return Compared(objective.gradient(theta), differences(objective, theta), engine.check_gradient(objective, theta),
                    None if moving is None else differences(moving, theta))


def differences(objective: ExpectedReturn | SquaredError, theta: np.ndarray) -> np.ndarray:
    """Central differences, (n,)."""
    steps = STEP * np.eye(len(theta))
    return (objective.values(theta + steps) - objective.values(theta - steps)) / (2 * STEP)


def held(model: Model, theta: np.ndarray, move: Move) -> SquaredError:
    """The squared TD error of a move with the target that these weights give it, held."""
    return SquaredError(model, move, float(targets(model, model.scores(theta), move.r, move.after)))
