"""The largest eigenvalue of a symmetric matrix that is never formed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .sizes import norm

TOLERANCE = 1e-9
PRODUCTS = 300


def largest_eigenvalue(product: Callable[[np.ndarray], np.ndarray], n: int) -> float:
    """The largest eigenvalue of a symmetric matrix that is known by its products with vectors (Lanczos, 1950).

    In the orthonormal basis of q, H q, H^2 q, ... the matrix is tridiagonal, and after a few vectors its largest eigenvalue
    is that of H. It ends when the residual |H y - lambda y| of the unit vector y found is at most 1e-9 of the largest eigenvalue
    in size: some eigenvalue of H lies that near (Parlett, 1980, section 13.2). After 300 products it ends in any case; what is
    returned then is a lower bound.

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
    q = np.random.default_rng(0).standard_normal(n)
    found, diagonal, beside = np.empty((min(n, PRODUCTS), n)), [], []
    for k in range(len(found)):
        found[k] = q = q / norm(q)
        basis, w = found[:k + 1], product(q)
        if not np.isfinite(w).all():
            return float("nan")
        diagonal.append(q @ w)
        for _ in range(2):    # what rounding leaves of the earlier vectors goes in the second round
            w = w - basis.T @ (basis @ w)
        values, vectors = np.linalg.eigh(np.diag(diagonal) + np.diag(beside, 1) + np.diag(beside, -1))
        if norm(w) * abs(vectors[-1, -1]) <= TOLERANCE * abs(values).max():
            break
        beside.append(norm(w))
        q = w
    return float(values[-1])
