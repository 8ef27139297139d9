"""Three scores, their softmax, and what either loss sends back to them."""
from __future__ import annotations

from types import MappingProxyType

import numpy as np

from ... import engine
from .result import SoftmaxResult


def softmax_of(scores: tuple[float, ...], wanted: int) -> SoftmaxResult:
    """Probabilities of classes, and dL/dz with both losses; wanted: the right class, counted from 1.

    >>> found = softmax_of((0.0, 0.0, 0.0), 1)
    >>> found.deltas["entropy"].round(3).tolist(), found.deltas["squared"].round(3).tolist()
    ([-0.667, 0.333, 0.333], [-0.222, 0.111, 0.111])
    """
    z, targets = np.array([scores]), np.eye(len(scores))[[wanted - 1]]
    layer = engine.Softmax(len(scores))
    trace = layer.forward({}, z)
    through = layer.backward({}, trace, engine.LOSSES["quadratic"].gradient(trace.a, targets)).dx
    cancelled = engine.LOSSES["softmax_cross_entropy"].gradient(z, targets)
    return SoftmaxResult(trace.a[0], targets[0], MappingProxyType({"squared": through[0], "entropy": cancelled[0]}))
