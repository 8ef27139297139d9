"""What a learning rate does on a parabola, in a sentence."""
from __future__ import annotations

from ...text import factor_digits, factor_in_words, in_words

# A factor that is 1, 0 or -1 to this many parts counts as that.
SAME = 1e-9


def verdict_of(factor: float, limit: float, best: float, diverges_at: int | None) -> str:
    """What becomes of the distance to the best weight, and which rates are stable."""
    bottom, stable = in_words(best, 4), f"Rates below {in_words(limit)} are stable."
    if diverges_at is not None:
        return (f"Diverges from step {diverges_at}: each step jumps over the best weight, {bottom}, and ends "
                f"{in_words(-factor, max(factor_digits(factor), 4))} times as far on the other side. {stable}")
    if abs(factor) > 1 + SAME:
        return f"Rests on the best weight, {bottom}; from any other it would diverge. {stable}"
    if factor < -1 + SAME:
        return (f"Oscillates forever: each step jumps over the best weight, {bottom}, and ends as far on the other "
                f"side. The rate is at its limit, {in_words(limit)}.")
    if abs(factor) < SAME:
        return (f"Reaches the best weight, {bottom}, in one step: the rate is 1/L'', half of the limit, "
                f"{in_words(limit)}.")
    if factor > 1 - SAME:
        return f"Hardly moves: a step is tiny beside the distance to the best weight, {bottom}. {stable}"
    times = f"each step multiplies the distance to the best weight, {bottom}, by {factor_in_words(abs(factor))}"
    return f"Overshoots and still converges: {times} and changes its side. {stable}" if factor < 0 else (
        f"Converges without overshooting: {times}. {stable}")
