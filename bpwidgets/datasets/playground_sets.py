"""The data sets of TensorFlow Playground, by the formulas of its program (github.com/tensorflow/playground,
`dataset.ts`).

Its random numbers are not the program's: these come from a numpy generator, so a seed here gives other points than
there, of the same distribution. Everything else is kept, what looks odd included:

* "xor" has label +1 where x and y have the SAME sign, so strictly it is the opposite of exclusive or.
* In "circle", "xor" and both regression sets noise changes the label and not the point: the label
  is that of a point nearby.
* In "gauss" the noise sets the variance, so that the clouds have a width even without noise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from ..errors import finite_number, lookup, whole_number
from .dataset import Dataset

Sample = tuple[np.ndarray, np.ndarray]      # points (n, 2), labels (n,)
Draw = Callable[[np.random.Generator, int, float], Sample]


@dataclass(frozen=True)
class PlaygroundSet:
    """One data set of the Playground.

    Parameters
    ----------
    name
        What the program calls it.
    n
        How many points the program draws.
    draw
        A generator, n and the noise as a fraction -> points (n, 2), labels (n,).
    formula
        How points and labels are made; p is a point, noise a fraction.
    """

    name: str
    n: int
    draw: Draw
    formula: str

    def __repr__(self) -> str:
        return f"PlaygroundSet({self.name!r})"


def playground(name: str | PlaygroundSet, n: int | None = None, noise: float = 0, seed: int = 0) -> Dataset:
    """A data set of TensorFlow Playground: x (N, 2) within about -6 and 6, y (N, 1).

    The labels of "circle", "xor", "gauss" and "spiral" are -1 and +1, because the output unit of the program is tanh;
    those of "reg-plane" and "reg-gauss" are numbers from about -1 to 1. The program trains on one half: `split(0.5)`.

    Parameters
    ----------
    name
        A name of `PLAYGROUND`, or a custom row.
    n
        How many points; None for as many as the program draws, 500 for classes and 1200 for regression.
    noise
        In percent, as on the program's slider, which goes from 0 to 50.
    seed
        Of the points and of the noise.

    Raises
    ------
    ArgumentError
        If the name is unknown, n below 2, the noise negative or the seed not a whole number.

    Examples
    --------
    >>> playground("circle", noise=10)
    Dataset('playground_circle', x (500, 2), y (500, 1))
    >>> PLAYGROUND["reg-plane"].formula
    'p uniform from -6 to 6; label (x + y) / 10 at p + U(-6, 6) noise'
    """
    row = lookup(name, PLAYGROUND, PlaygroundSet, "name", "playground")
    n = whole_number(row.n if n is None else n, "n", "playground", 2)
    fraction = finite_number(noise, "noise", "playground", least=0) / 100
    x, label = row.draw(np.random.default_rng(whole_number(seed, "seed", "playground")), n, fraction)
    return Dataset(x, label[:, None], f"playground_{row.name}", f"Playground: {row.name}", row.formula)


def _halves(inner: float, outer: float, n: int) -> np.ndarray:
    """One value for each of n points: `inner` for the first half of them, `outer` for the second."""
    return np.where(np.arange(n) < n / 2, inner, outer)


def _sign(true: np.ndarray) -> np.ndarray:
    return np.where(true, 1.0, -1.0)


def _around_origin(r: np.ndarray, t: np.ndarray) -> np.ndarray:
    return np.stack([r * np.sin(t), r * np.cos(t)], axis=1)


def _circle(rng: np.random.Generator, n: int, noise: float) -> Sample:
    r = rng.uniform(_halves(0, 3.5, n), _halves(2.5, 5, n))
    p = _around_origin(r, rng.uniform(0, 2 * np.pi, n))
    near = p + rng.uniform(-5, 5, p.shape) * noise
    return p, _sign(np.hypot(*near.T) < 2.5)


def _xor(rng: np.random.Generator, n: int, noise: float) -> Sample:
    p = rng.uniform(-5, 5, (n, 2))
    p += 0.3 * _sign(p > 0)
    near = p + rng.uniform(-5, 5, p.shape) * noise
    return p, _sign(near[:, 0] * near[:, 1] >= 0)


def _gauss(rng: np.random.Generator, n: int, noise: float) -> Sample:
    variance = 0.5 + 7 * noise
    center = _halves(2.0, -2.0, n)
    return center[:, None] + np.sqrt(variance) * rng.standard_normal((n, 2)), _sign(center > 0)


def _spiral(rng: np.random.Generator, n: int, noise: float) -> Sample:
    half = (n + 1) // 2
    i = np.arange(n) % half
    r, t = 5 * i / half, 1.75 * 2 * np.pi * i / half + _halves(0, np.pi, n)
    return _around_origin(r, t) + rng.uniform(-1, 1, (n, 2)) * noise, _halves(1.0, -1.0, n)


def _reg_plane(rng: np.random.Generator, n: int, noise: float) -> Sample:
    p = rng.uniform(-6, 6, (n, 2))
    near = p + rng.uniform(-6, 6, p.shape) * noise
    return p, near.sum(axis=1) / 10


_BUMPS = np.array([(-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1)])
_BUMPS.flags.writeable = False


def _reg_gauss(rng: np.random.Generator, n: int, noise: float) -> Sample:
    p = rng.uniform(-6, 6, (n, 2))
    near = p + rng.uniform(-6, 6, p.shape) * noise
    distance = np.hypot(*(near[:, None] - _BUMPS[:, :2]).T).T
    height = _BUMPS[:, 2] * np.maximum(0, 1 - distance / 2)
    return p, height[np.arange(n), np.abs(height).argmax(axis=1)]


_ROWS = (
    PlaygroundSet("circle", 500, _circle,
                  "half at radius U(0, 2.5), half at U(3.5, 5), at any angle; label +1 if |p + U(-5, 5) noise| < 2.5"),
    PlaygroundSet("xor", 500, _xor,
                  "p uniform from -5 to 5, moved 0.3 away from both axes; label +1 if x y >= 0 at p + U(-5, 5) noise"),
    PlaygroundSet("gauss", 500, _gauss,
                  "half around (2, 2), label +1, half around (-2, -2), label -1; "
                  "variance 0.5 + 7 noise along each axis"),
    PlaygroundSet("spiral", 500, _spiral,
                  "r = 5 i / m, t = 3.5 pi i / m, i = 0 ... m - 1, m = n / 2; p = (r sin t, r cos t) + U(-1, 1) noise, "
                  "label +1; "
                  "with t + pi, label -1"),
    PlaygroundSet("reg-plane", 1200, _reg_plane,
                  "p uniform from -6 to 6; label (x + y) / 10 at p + U(-6, 6) noise"),
    PlaygroundSet("reg-gauss", 1200, _reg_gauss,
                  "p uniform from -6 to 6; label at p + U(-6, 6) noise: of six cones, height +1 or -1, radius 2, the "
                  "value largest "
                  "in size"),
)

PLAYGROUND = MappingProxyType({row.name: row for row in _ROWS})
