"""What a learning rate does on a parabola, in a sentence."""
from __future__ import annotations

from ...text import number


def verdict_of(factor: float, limit: float, best: float, diverges_at: int | None) -> str:
    """What becomes of the distance to the best weight, and which rates are stable."""
    keeps = f"each step leaves {number(abs(factor))} of the distance to the best weight {number(best, 4)}"
    if diverges_at is not None:
        return (f"It diverges from step {diverges_at}: each step jumps over the best weight {number(best, 4)} and ends "
                f"{number(-factor, 4)} times as far on the other side. A rate under {number(limit)} would hold.")
    if abs(factor) > 1:
        return (
            f"It stands on the best weight {number(best, 4)}; from any other it would diverge. A rate under "
            f"{number(limit)} would hold.")
    if factor < -1 + 1e-9:
        return f"It swings for ever: the rate is at its limit {number(limit)}, and {keeps}."
    if abs(factor) < 1e-9:
        return f"It arrives in one step: the rate is 1 / L'', half of the limit {number(limit)}."
    if factor < 0:
        return f"It overshoots and still settles: {keeps}, on the other side. The limit is {number(limit)}."
    return f"It settles from one side: {keeps}. Rates up to {number(limit)} hold."
