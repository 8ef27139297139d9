"""Eigenvalues and eigenvectors of a symmetric matrix that is never formed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from ..support.norms import norm

TOLERANCE = 1e-9
PRODUCTS = 300


class Found(NamedTuple):
    """After k products. values: (k,), ascending. vectors: (k, k), column i belongs to value i, in the basis (k, n).

    residuals: (k,), |H y - lambda y| of each unit vector y; an eigenvalue of H lies that near (Parlett, 1980, 13.2).
    """

    values: np.ndarray
    vectors: np.ndarray
    basis: np.ndarray
    residuals: np.ndarray


def largest_eigenvalue(product: Callable[[np.ndarray], np.ndarray], n: int) -> float:
    """The largest eigenvalue of a symmetric matrix that is known by its products with vectors (Lanczos, 1950).

    In the orthonormal basis of q, H q, H^2 q, ... the matrix is tridiagonal, and after a few vectors its largest
    eigenvalue is that of H. It is computed after each of the first 16 products, then whenever there are an eighth
    more, as it costs more each time. The search ends when the residual is at most 1e-9 of the largest eigenvalue in
    size. After 300 products it ends in any case; what is returned then is a lower bound.

    Parameters
    ----------
    product
        v (n,) -> H v (n,).
    n
        The number of rows of H.

    Examples
    --------
    >>> round(largest_eigenvalue(lambda v: np.arange(1000.0) * v, 1000), 6)
    999.0
    """
    for found in _growing(product, n):
        if found.residuals[-1] <= TOLERANCE * abs(found.values).max():
            break
    return float(found.values[-1])


def leading_eigenvectors(product: Callable[[np.ndarray], np.ndarray], n: int, count: int = 2,
                         tolerance: float = TOLERANCE) -> tuple[np.ndarray, np.ndarray]:
    """The eigenvalues that are largest in size, the largest first, (count,), and their unit eigenvectors, (count, n).

    Of an eigenvalue that is there several times one may be found less often, as always when a matrix is known by its
    products with powers of a single vector. What is not finite gives nan.

    Parameters
    ----------
    product, n
        As for `largest_eigenvalue`.
    count
        How many, at most n.
    tolerance
        Residuals allowed, as a part of the largest eigenvalue in size.

    Examples
    --------
    >>> values, vectors = leading_eigenvectors(lambda v: np.array([3.0, -5.0, 1.0]) * v, 3)
    >>> values.round(9).tolist(), abs(vectors).round(9).tolist()
    ([-5.0, 3.0], [[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]])
    """
    for found in _growing(product, n):
        leading = np.argsort(-abs(found.values), kind="stable")[:count]
        if len(leading) == count and (found.residuals[leading] <= tolerance * abs(found.values).max()).all():
            break
    return found.values[leading], found.vectors.T[leading] @ found.basis


def _growing(product: Callable[[np.ndarray], np.ndarray], n: int) -> Iterator[Found]:
    """What is known after 1, 2, ..., 16, 18, 20, ... products, to 300 of them at most."""
    generator, look = np.random.default_rng(0), 1
    w, basis = generator.standard_normal(n), np.empty((min(n, PRODUCTS), n))
    diagonal, beside = list[Any](), list[Any]()
    for k in range(len(basis)):
        basis[k] = q = w / norm(w)
        w = product(q)
        if not np.isfinite(w).all():
            values, vectors = np.full(k + 1, np.nan), np.full((k + 1, k + 1), np.nan)
            yield Found(values, vectors, basis[:k + 1], np.zeros(k + 1))
            return
        diagonal.append(q @ w)
        w = _without(basis[:k + 1], w)
        if k + 1 in (look, len(basis)):
            values, vectors = np.linalg.eigh(np.diag(diagonal) + np.diag(beside, 1) + np.diag(beside, -1))
            yield Found(values, vectors, basis[:k + 1], norm(w) * abs(vectors[-1]))
            look += max(1, look // 8)
        beside.append(norm(w))
        if norm(w) <= np.finfo(float).tiny:    # the powers of q are used up: on with any vector across them
            w = _without(basis[:k + 1], generator.standard_normal(n))


def _without(basis: np.ndarray, w: np.ndarray) -> np.ndarray:
    """w without its part in the space of an orthonormal basis (k, n)."""
    for _ in range(2):    # what rounding leaves of it goes in the second round
        w = w - basis.T @ (basis @ w)
    return w
