"""On a line densities are known, and with them the best discriminator there can be: D*(x) = p(x) / (p(x) + q(x)).

(Goodfellow et al. 2014, proposition 1.) Its loss is ln 4 - 2 JSD(p, q): ln 4 where p = q.
"""
from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import erf, sqrt

import numpy as np

from .game import Game, State
from .losses import sigmoid

# The part of the line that is drawn, cells across it, and straight pieces into which the generator's curve is cut.
REACH, CELLS, PIECES, FARTHEST = 2.2, 220, 2400, 6.0


@dataclass(frozen=True, eq=False)
class Densities:
    """Over the middles x (G,) of even cells: p of the data and q of the fakes; D of the net and the best D, nan where
    there is neither data nor fake. best_loss: L_D of the best one. gap: the mean |D - D*| over real samples and fakes,
    half of each. z, made: the generator as a curve from noise to x, (N,) each."""

    x: np.ndarray
    p: np.ndarray
    q: np.ndarray
    d: np.ndarray
    best: np.ndarray
    best_loss: float
    gap: float
    z: np.ndarray
    made: np.ndarray


@lru_cache(maxsize=1)
def noise_grid() -> tuple[np.ndarray, np.ndarray]:
    """The ends of pieces of the noise, (PIECES + 1,), and the probability of each piece, (PIECES,)."""
    z = np.linspace(-FARTHEST, FARTHEST, PIECES + 1)
    below = np.array([0.5 * (1 + erf(value / sqrt(2))) for value in z.tolist()])
    return z, np.diff(below)


def density_of_fakes(made: np.ndarray, chance: np.ndarray, borders: np.ndarray) -> np.ndarray:
    """q in each cell, (G,). made (N + 1,): where the ends of the pieces of noise go; chance (N,): how likely each piece
    is. A piece is spread evenly over where it goes."""
    low, high = np.minimum(made[:-1], made[1:]), np.maximum(made[:-1], made[1:])
    wide = np.maximum(high - low, 1e-12)
    order_low, order_high = np.argsort(low), np.argsort(high)
    rate = chance / wide

    def up_to(ends: np.ndarray, order: np.ndarray) -> np.ndarray:
        # sum over pieces with end <= b of rate * (b - end)
        sums, moments = np.cumsum(rate[order]), np.cumsum(rate[order] * ends[order])
        k = np.searchsorted(ends[order], borders, side="right") - 1
        return np.where(k >= 0, borders * sums[k] - moments[k], 0.0)

    below = up_to(low, order_low) - up_to(high, order_high)
    return np.maximum(np.diff(below), 0.0) / np.diff(borders)


@np.errstate(all="ignore")
def densities_of(game: Game, state: State) -> Densities:
    """p, q, D and D* of a game on a line."""
    borders = np.linspace(-REACH, REACH, CELLS + 1)
    x = (borders[1:] + borders[:-1]) / 2
    z, chance = noise_grid()
    made = game.generator.forward(state.g, z[:, None]).output[:, 0]
    p = game.target.density(x)
    q = density_of_fakes(made, chance, borders) if np.isfinite(made).all() else np.full_like(x, np.nan)
    d = sigmoid(game.discriminator.forward(state.d, x[:, None]).output[:, 0])
    best = np.where(p + q > 1e-12, p / (p + q), np.nan)
    cell = borders[1] - borders[0]
    weight = np.nan_to_num((p + q) / 2 * cell)
    gap = float(np.nansum(weight * np.abs(d - best)) / max(weight.sum(), 1e-300))
    shares = np.where(p > 0, -p * np.log(best), 0.0) + np.where(q > 0, -q * np.log1p(-best), 0.0)
    return Densities(x, p, q, d, best, float(np.nansum(shares) * cell), gap, z, made)
