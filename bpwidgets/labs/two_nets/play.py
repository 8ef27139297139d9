"""A whole game, in pieces. Every step is there again, bit for bit: states are kept at every EVERY steps, and what lies
between them is played again with the same draws."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .game import Drawn, Game, State, advance
from .watch import Measured, measured

EVERY = 20
MOST_STEPS = 10_000
# Microseconds that a piece may take.
PIECE = 4e4


@dataclass(frozen=True, eq=False)
class Play:
    """A game so far. states: those at the steps 0, EVERY, 2 EVERY, ... losses: (steps, 2), of D and G in each step,
    each on its own batch before its update. measured: at the steps of `states`, on samples that are the same
    throughout."""

    game: Game
    states: tuple[State, ...]
    losses: np.ndarray
    measured: tuple[Measured, ...]

    @property
    def known(self) -> int:
        """How many steps there are."""
        return len(self.losses)

    def stretch(self, part: int) -> tuple[State, ...]:
        """The states from step part * EVERY on, up to the next that is kept, played again."""
        found = [self.states[part]]
        for drawn in draws(self.game, part)[:self.known - part * EVERY]:
            found.append(advance(self.game, found[-1], drawn)[0])
        return tuple(found[:EVERY])

    @property
    def kept_at(self) -> np.ndarray:
        """The steps of `states` and `measured`."""
        return EVERY * np.arange(len(self.states))


def draws(game: Game, part: int) -> list[Drawn]:
    """What chance brings to each of the steps from part * EVERY on: it belongs to seed and step, and to nothing
    else that happens."""
    rng, k, batch = np.random.default_rng([game.seed, part]), game.d_updates, game.batch
    found = []
    for _ in range(EVERY):
        real = game.target.sample(rng, k * batch).reshape(k, batch, -1)
        found.append(Drawn(real, rng.standard_normal((k, batch, game.noise)), rng.standard_normal((batch, game.noise))))
    return found


def play(game: Game) -> Iterator[Play]:
    """The game, more and more of its steps: first EVERY of them."""
    states, losses, seen = [game.start], [], [measured(game, game.start)]
    parts = max(int(PIECE / game.cost / EVERY), 1)
    while len(losses) < MOST_STEPS:
        for _ in range(1 if len(states) == 1 else parts):
            state = states[-1]
            for drawn in draws(game, len(states) - 1):
                state, lost = advance(game, state, drawn)
                losses.append(lost)
            states.append(state)
            seen.append(measured(game, state))
        yield _so_far(game, states, losses, seen)


def _so_far(game: Game, states: list[State], losses: list[tuple[float, float]], seen: list[Measured]) -> Play:
    known = np.array(losses, dtype=float).reshape(-1, 2)
    known.flags.writeable = False
    return Play(game, tuple(states), known, tuple(seen))
