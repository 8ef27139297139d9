"""What theory says of wide nets: how the sizes of z and delta go from layer to layer, for any activation.

In a wide net with independent random weights each z is a sum of many small parts, hence normal with mean 0 and some
variance q, and one number per layer is all there is to follow. With weights of variance sw2 / n and biases of variance
sb2

    q' = sw2 E[ f(sqrt(q) u)^2 ] + sb2,        chi = sw2 E[ f'(sqrt(q) u)^2 ],        u ~ N(0, 1),

the variance of z in the next layer, and the factor of the mean square of delta from the next layer to this one. At the
fixed point q* of the first map delta is multiplied by sqrt(chi) in each layer: it vanishes for chi < 1 (order),
explodes for chi > 1 (chaos), and is felt over a depth of 1 / |ln chi| layers. (Poole, Lahiri, Raghu, Sohl-Dickstein and
Ganguli, 2016, equations 3 and 7; Schoenholz, Gilmer, Ganguli and Sohl-Dickstein, 2017, equations 11 and 12.)
"""
from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from .. import engine
from ..errors import lookup

# The pieces of the u axis, on either side of 0: where sqrt(q) is large, what f does near 0 happens at small u.
EDGES = (*(10.0 ** k for k in range(-6, 1)), 4.0, 10.0)
NODES_PER_PIECE = 16
SETTLED, MOST_LAYERS = 1e-12, 10_000
# Beyond these variances slopes are those of the limit: at z = 0 itself a kink would show one side only.
SMALLEST, LARGEST = 1e-300, 1e300


@lru_cache(maxsize=64)
def quadrature(breaks: tuple[float, ...] = ()) -> tuple[np.ndarray, np.ndarray]:
    """Nodes u and weights w with E[g(u)] = sum of w g(u) for u ~ N(0, 1) and any g that is smooth between the breaks.

    Gauss and Legendre's rule on each piece between 0, the breaks and the edges; nothing is left out within |u| < 10.

    >>> u, w = quadrature()
    >>> bool(abs((w * np.maximum(u, 0) ** 2).sum() - 0.5) < 1e-14)
    True
    """
    t, weight = np.polynomial.legendre.leggauss(NODES_PER_PIECE)
    inside = (b for b in breaks if abs(b) < EDGES[-1])
    ends = np.unique([0.0, *EDGES, *(-edge for edge in EDGES), *inside])
    half, middle = np.diff(ends)[:, None] / 2, (ends[1:] + ends[:-1])[:, None] / 2
    u = middle + half * t
    w = half * weight * np.exp(-u * u / 2) / math.sqrt(2 * math.pi)
    u, w = u.ravel(), w.ravel()
    u.flags.writeable = w.flags.writeable = False
    return u, w


def _rule(row: engine.Activation, q: float) -> tuple[np.ndarray, np.ndarray]:
    """The quadrature whose pieces end at the kinks of z = sqrt(q) u; the usual one for a kink at 0."""
    root = math.sqrt(q)
    return quadrature(tuple(kink / root for kink in row.kinks if kink != 0) if root > 0 else ())


def mean_square(row: engine.Activation, q: float) -> float:
    """E[ f(sqrt(q) u)^2 ]: the mean square of an activation whose z has the variance q.

    >>> tanh = engine.ACTIVATIONS["tanh"]
    >>> round(mean_square(tanh, 1.0), 10)
    0.3942944904
    """
    u, w = _rule(row, q)
    a = row.function(math.sqrt(q) * u)
    return float(np.dot(w * a, a))


def mean_square_slope(row: engine.Activation, q: float) -> float:
    """E[ f'(sqrt(q) u)^2 ]: the mean square of the slope; for q = 0 its limit.

    >>> round(mean_square_slope(engine.ACTIVATIONS["relu"], 7.0), 12)
    0.5
    """
    q = min(max(q, SMALLEST), LARGEST)
    u, w = _rule(row, q)
    slope = row.slope(math.sqrt(q) * u)
    return float(np.dot(w * slope, slope))


@dataclass(frozen=True)
class FixedPoint:
    """Where the variance of z settles in a deep net.

    q: the variance, inf where it grows without end. chi: the factor of the mean square of delta per layer.
    slope: that of ln(size of delta) per layer towards the input, ln(chi) / 2. depth_scale: 1 / |ln chi| layers.
    """

    q: float
    chi: float
    slope: float
    depth_scale: float


def fixed_point(row: engine.Activation, sw2: float, sb2: float = 0.0, q: float = 1.0) -> FixedPoint:
    """Follow the variance of z from q on until it rests, through at most 10,000 layers.

    >>> found = fixed_point(engine.ACTIVATIONS["tanh"], sw2=0.25)
    >>> round(found.chi, 12), round(found.depth_scale, 3)
    (0.25, 0.721)
    """
    with np.errstate(all="ignore"):
        for _ in range(MOST_LAYERS):
            before, q = q, sw2 * mean_square(row, q) + sb2
            if not math.isfinite(q) or abs(q - before) <= SETTLED * q:
                break
        chi = sw2 * mean_square_slope(row, q)
    # What is 1 but for rounding is 1.
    log = 0.0 if abs(chi - 1) < 1e-13 else math.log(chi) if chi > 0 else -math.inf
    return FixedPoint(q, math.exp(log), log / 2, 1 / abs(log) if log else math.inf)


@lru_cache(maxsize=32)
def shrink(rows: tuple[engine.Activation, ...], forward: tuple[float, ...], backward: tuple[float, ...], m: float,
           sb2: float = 0.0) -> np.ndarray:
    """How the size of delta changes from each layer to the one before it, in a net of finite depth: (depth - 1,).

        q_1 = forward_1 m + sb2,    q_(l+1) = forward_(l+1) E[ f_l(z)^2 ] + sb2,
        |delta_l| / |delta_(l+1)| = sqrt( backward_(l+1) E[ f_l'(z)^2 ] )

    rows: the activation of each layer, (depth,). forward, backward: variance of each layer's weights times the number
    of its inputs and of its outputs, (depth,). m: the mean square of the input. sb2: the variance of the biases.

    >>> relu = engine.ACTIVATIONS["relu"]
    >>> shrink((relu,) * 3, (2.0,) * 3, (2.0,) * 3, 1.0).round(12)
    array([1., 1.])
    """
    q, factors = forward[0] * m + sb2, []
    with np.errstate(all="ignore"):
        for l, row in enumerate(rows[:-1]):
            factors.append(math.sqrt(backward[l + 1] * mean_square_slope(row, q)))
            q = forward[l + 1] * mean_square(row, q) + sb2
    factors = np.array(factors)
    factors.flags.writeable = False
    return factors


def weight_variance(initializer: str | engine.Initializer, n_in: int, n_out: int) -> float | None:
    """The variance of one weight at gain 1, for starts that mean-field theory covers; None for those that are not
    random.

    The entries of an orthogonal matrix depend on each other; their variance is all that matters to first order in 1 /
    n.

    >>> weight_variance("he_normal", 8, 8), weight_variance("orthogonal", 8, 8), weight_variance("zeros", 8, 8)
    (0.25, 0.125, None)
    """
    row = lookup(initializer, engine.INITIALIZERS, engine.Initializer, "initializer", "mean-field theory")
    variance = None if row.rescale else getattr(row.draw, "variance", None)
    return None if variance is None else variance(n_in, n_out)
