"""What became of a game: both losses, the clusters that are covered, and every moment of it."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import InitVar, dataclass, field
from typing import NamedTuple

import numpy as np

from ...memo import Computing, compute
from ...one_thread import ONE_THREAD
from .check import Checks, check_nets
from .density import Densities, densities_of
from .game import Game, State
from .losses import sigmoid
from .play import EVERY, Play
from .two_numbers import Orbit
from .watch import Measured, Moment, judged, moment_of

# Places across the plane at which the discriminator is asked, in the shorter direction, and how far it is drawn there
# to both sides, in the unit of x.
GRID, REACH = 44, 1.65


@dataclass(frozen=True, eq=False)
class TwoNetsResult:
    """A game of two nets, and one of two numbers.

    play: the game, at least as long as `known`. known: how many steps belong to this result. orbits: the game of two
    numbers, by its order. verdict: what became of the fakes and of the losses, with a name for what went wrong.
    """

    play: Play
    known: int
    orbits: Mapping[str, Orbit]
    verdict: str = field(default="")
    memo: InitVar[Computing] = compute

    def __post_init__(self, memo: Computing) -> None:
        object.__setattr__(self, "_memo", memo)     # no part of the result: it only spares what was computed before

    @property
    def game(self) -> Game:
        """What decided the run."""
        return self.play.game

    @property
    def losses(self) -> np.ndarray:
        """(known, 2): of the discriminator and of the generator in each step, on its batch before the update."""
        return self.play.losses[:self.known]

    @property
    def kept(self) -> int:
        """How many of the measured moments belong to this result."""
        return self.known // EVERY + 1

    @property
    def measured_at(self) -> np.ndarray:
        """The steps at which `curve` was measured: every 20th."""
        return self.play.kept_at[:self.kept]

    def curve(self, name: str) -> np.ndarray:
        """A number of `Measured`, such as "d_loss" or "covered", at the steps `measured_at`."""
        return np.array([getattr(one, name) for one in self.play.measured[:self.kept]])

    def at(self, step: int) -> int:
        """This step, or the last one there is."""
        return min(step, self.known)

    def state(self, step: int) -> State:
        """Both nets after so many steps, exactly as they were."""
        part, rest = divmod(self.at(step), EVERY)
        if not rest:
            return self.play.states[part]
        return self._memo(_stretch, self.play, part)[rest]

    def standing(self, step: int) -> Standing:
        """The game at this step."""
        return Standing(self.game, self.at(step), self.state(step))

    def moment(self, step: int) -> Moment:
        """What there is to see after so many steps."""
        return self._memo(_moment, self.standing(step), keep=8)

    def measured(self, step: int) -> Measured:
        """The numbers of that moment."""
        return self.moment(step).measured

    def judged(self, step: int, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """D of fakes that stood at x (N, dimensions), and where the generator would send them."""
        return judged(self.game, self.state(step), np.asarray(x, dtype=float))

    def scene(self, step: int, across: float = REACH, upwards: float = REACH) -> tuple[Moment, Field]:
        """The moment and the field, in one go."""
        with ONE_THREAD:
            return self.moment(step), self.field(step, across, upwards)

    def field(self, step: int, across: float = REACH, upwards: float = REACH) -> Field:
        """D over the plane, so far to both sides of 0."""
        x, y = field_places(across), field_places(upwards)
        places = np.stack(np.meshgrid(x, y, indexing="ij"), axis=-1).reshape(-1, 2)
        trace = self.game.discriminator.forward(self.state(step).d, places)
        return Field(x, y, sigmoid(trace.output).reshape(len(x), len(y)))

    def densities(self, step: int) -> Densities:
        """p, q, D and the best D, of data on a line."""
        return self._memo(_densities, self.standing(step))

    def checks(self, step: int) -> Checks:
        """Backpropagation against central differences at this step."""
        return self._memo(_checks, self.standing(step))


@dataclass(frozen=True)
class Standing:
    """A game at one step; game and step decide the state."""

    game: Game
    step: int
    state: State = field(compare=False)


class Field(NamedTuple):
    """Places across and upwards, one beyond each border, (U,) and (V,), and the discriminator's D there, (U, V)."""

    x: np.ndarray
    y: np.ndarray
    d: np.ndarray


def field_places(reach: float) -> np.ndarray:
    """The middles of even cells from -reach to reach, and of one beyond each end; GRID cells for REACH."""
    count = round(GRID * reach / REACH)
    return reach * (2 * (np.arange(-1, count + 1) + 0.5) / count - 1)


def _stretch(play: Play, part: int) -> tuple[State, ...]:
    with ONE_THREAD:    # the bits of a state depend on how sums are divided
        return play.stretch(part)


def _moment(at: Standing) -> Moment:
    with ONE_THREAD:
        return moment_of(at.game, at.state, at.step)


def _densities(at: Standing) -> Densities:
    with ONE_THREAD:
        return densities_of(at.game, at.state)


def _checks(at: Standing) -> Checks:
    with ONE_THREAD:
        return check_nets(at.game, at.state)
