"""Directions: two ways through the space of the parameters, for a plane to lie along.

A plane shows two of n dimensions, and which two decides what is seen: along random directions most paths hardly move
(Li et al., 2018, section 7), along those of the path itself they move by construction, and along the steepest
curvatures the walls stand.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ...errors import Verbatim, argument_error, whole_number
from ..networks import Network
from ..support.arrays import as_floats
from ..support.norms import norm
from .curvature import Curvature
from .lanczos import leading_eigenvectors

# What is smaller than this part of the whole is rounding, and no direction. Squared sizes are less exact.
NOISE, STRAIGHT = 1e-10, 1e-6
# Up to this number of coordinates the whole Hessian takes less time than a search for its leading eigenvectors.
SMALL = 48


def random_directions(n: int, seed: int = 0) -> np.ndarray:
    """Two random directions of length 1 at a right angle, (2, n); the same seed gives the same bit for bit.

    Raises
    ------
    ArgumentError
        If there are fewer than two coordinates.

    Examples
    --------
    >>> d = random_directions(3)
    >>> bool(np.allclose(d @ d.T, np.eye(2)))
    True
    """
    first, second = np.random.default_rng(seed).standard_normal((2, whole_number(n, "n", "random_directions", 2)))
    d = first / norm(first)
    return np.array([d, _across(d, second)])


def filter_normalized(network: Network, theta: ArrayLike, directions: ArrayLike) -> np.ndarray:
    """Directions in which each filter has the length of the same filter of theta (Li et al., 2018, section 4).

        d_j <- ||theta_j|| d_j / ||d_j||,    j a filter: all weights into one unit

    A step of 1 then changes each unit by as much as it has, so that nets of differently scaled weights can be compared.
    Biases, and other parameters with one axis, are left out (their direction is 0), as in the program of the authors.
    Directions that were at a right angle no longer are.

    Parameters
    ----------
    network
        Whose parameters theta are; the last axis of its weights counts the units.
    theta : (n,)
        The point that gives the lengths; along a filter of zeros the direction is 0.
    directions : (..., n)
        Any, such as random ones.

    Returns
    -------
    (..., n)

    Examples
    --------
    >>> from bpwidgets import engine
    >>> net = engine.network((2, 1))
    >>> filter_normalized(net, [3.0, 4.0, 7.0], [1.0, 0.0, 1.0]).tolist()
    [5.0, 0.0, 0.0]
    """
    theta, directions = as_floats(theta, "theta", "the network"), as_floats(directions, "directions", "the network")
    scaled = [{name: _scaled(W[name], d[name], len(shape)) for name, shape in layer.shapes.items()}
              for layer, W, d in zip(network.layers, network.unpack(theta), network.unpack(directions))]
    return network.joined(scaled)


def _scaled(W: np.ndarray, d: np.ndarray, axes: int) -> np.ndarray:
    if axes < 2:
        return np.zeros_like(d)
    into = tuple(range(-axes, -1))
    length = np.expand_dims(norm(d, into), into)
    return np.expand_dims(norm(W, into), into) * np.divide(d, length, out=np.zeros_like(d), where=length > 0)


def path_components(thetas: ArrayLike) -> np.ndarray:
    """The two directions in which a path extends most, (2, n), of length 1 at a right angle (Li et al., 2018, sec. 7).

        the first right singular vectors of the matrix of theta_k - theta_last

    The offsets are from the last point and not centered further. The first direction leads from the start towards the
    end. If the path is a straight line the second one is any across it.

    Parameters
    ----------
    thetas : (steps + 1, n)
        The path; points with numbers that are not finite are left out.

    Raises
    ------
    ArgumentError
        If the path does not move, or has fewer than two coordinates.

    Examples
    --------
    >>> d = path_components([[0.0, 0.0, 5.0], [3.0, 4.0, 5.0], [6.0, 8.0, 5.0]])
    >>> abs(d[0]).round(9).tolist()
    [0.6, 0.8, 0.0]
    """
    A = _offsets(thetas, -1)
    # A^T A v by einsum, on one thread: those of a BLAS may stall for 0.1 s if other programs use the cores, too
    squares, (first, second) = leading_eigenvectors(
        lambda v: np.einsum("kn,k->n", A, np.einsum("kn,n->k", A, v)), A.shape[1], tolerance=1e-14)
    first = first * _sign(-A[0] @ first)
    return np.array([first, _turned(second) if squares[1] > STRAIGHT**2 * squares[0] else _across(first)])


def start_to_end(thetas: ArrayLike) -> np.ndarray:
    """From the start of a path to its end, and to where it is farthest from that line: unit directions, (2, n).

    The second direction is the largest of the offsets theta_k - theta_0 with their part along the first one taken out;
    if the path is a straight line it is any across it. (The first alone is the line of Goodfellow et al., 2015.)

    Parameters
    ----------
    thetas : (steps + 1, n)
        The path; points with numbers that are not finite are left out.

    Raises
    ------
    ArgumentError
        If the path ends where it starts, or has fewer than two coordinates.

    Examples
    --------
    >>> start_to_end([[0.0, 0.0], [1.0, 2.0], [4.0, 0.0]]).tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    offsets = _offsets(thetas, 0)
    length = norm(offsets[-1])
    if length <= NOISE * norm(offsets, -1).max():
        expected = "a path that ends elsewhere than it starts"
        raise argument_error("thetas", "start_to_end", expected, Verbatim("one that comes back"))
    first = offsets[-1] / length
    astray = offsets - np.outer(offsets @ first, first)
    return np.array([first, _across(first, astray[np.argmax(norm(astray, -1))])])


def steepest_curvatures(curvature: Curvature) -> np.ndarray:
    """The two eigenvectors of the Hessian whose eigenvalues are the largest in size, (2, n), the largest first.

    Raises
    ------
    ArgumentError
        If the Hessian is not finite, or there are fewer than two coordinates.

    Examples
    --------
    >>> from bpwidgets.engine import SURFACES
    >>> abs(steepest_curvatures(SURFACES["bowl"].curvature([1.0, 1.0]))).round(9).tolist()
    [[0.0, 1.0], [1.0, 0.0]]
    """
    n = len(curvature.theta)
    if n > SMALL:
        values, vectors = leading_eigenvectors(curvature.product, n)
    else:
        leading = np.argsort(-np.abs(curvature.eigenvalues), kind="stable")[:2]
        values, vectors = curvature.eigenvalues[leading], curvature.eigenvectors.T[leading]
    if n < 2 or not np.isfinite(values).all():
        raise argument_error("curvature", "steepest_curvatures", "a finite one, in two directions or more", curvature)
    return np.array([_turned(d) for d in vectors])


def _offsets(thetas: ArrayLike, origin: int) -> np.ndarray:
    """The finite points of a path as seen from one of them, divided by the largest offset: (points, n)."""
    thetas = as_floats(thetas, "thetas", "the path")
    if thetas.ndim != 2 or thetas.shape[1] < 2:
        raise argument_error("thetas", "the path", "shape (steps + 1, n), n of 2 or more", thetas)
    points: np.ndarray = thetas[np.isfinite(thetas).all(axis=1)]
    size = np.abs(points).max(initial=0.0) or 1.0
    offsets = points / size - points[[origin] if len(points) else []] / size
    extent = np.abs(offsets).max(initial=0.0)
    if extent <= np.finfo(float).eps:
        raise argument_error("thetas", "the path", "a path that moves", Verbatim("one that stays where it is"))
    return offsets / extent


def _across(d: np.ndarray, wanted: np.ndarray | None = None) -> np.ndarray:
    """The unit direction at a right angle to d nearest to the wanted one; any if that is 0, or only rounding."""
    way = wanted if wanted is not None and norm(wanted) > NOISE else np.random.default_rng(0).standard_normal(len(d))
    for _ in range(2):    # what rounding leaves of d goes in the second round
        way = way - (way @ d) * d
        way = way / norm(way)
    return way


def _turned(d: np.ndarray) -> np.ndarray:
    """d or -d: the one whose largest number is positive."""
    return d * _sign(d[np.argmax(np.abs(d))])


def _sign(number: float) -> float:
    return -1.0 if number < 0 else 1.0
