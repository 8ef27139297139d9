"""What went wrong in a game, by its name, each with the number that shows it."""
from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ...text import counted, in_words, percent
from .losses import LN4
from .result import TwoNetsResult
from .watch import Measured

BALANCED, MISSING, COLLAPSE, HOPPING = "balanced", "missing clusters", "mode collapse", "mode hopping"
VANISHING, OUTSIDE, LOST, START = "vanishing gradient", "not there yet", "overflow", "start"
# Mode collapse: no more than half of the clusters are covered (and not all). Vanishing: less than this part of the
# largest gradient reaches the fakes. Hopping: the fullest cluster was another one so often in the second half. Most
# fakes belong to a cluster from this share on.
HALF, FAINT, HOPS, MOST = 0.5, 0.05, 4, 0.5
# A discriminator that can hardly do more than guess: so near to ln 4.
GUESSES = 0.05


class Diagnosis(NamedTuple):
    """name: one of the constants above. words: a sentence with the number."""

    name: str
    words: str


def diagnose(result: TwoNetsResult) -> Diagnosis:
    """What became of the game at its last step."""
    seen, clusters = result.measured(result.known), result.game.target.clusters
    if not np.isfinite([seen.d_loss, seen.g_loss]).all():
        return Diagnosis(LOST, "The numbers of the nets have overflowed: a learning rate is too high.")
    if not result.known:
        return Diagnosis(START, "Nothing is learned yet: the fakes stand where the first weights put them.")
    if seen.passed < FAINT:
        return Diagnosis(VANISHING, _vanishing(result, seen))
    if seen.covered <= HALF * clusters and clusters > 1:
        return _collapsed(result, seen, clusters)
    if seen.covered < clusters:
        return Diagnosis(MISSING, f"The fakes cover {seen.covered} of {clusters} clusters; {percent(seen.inside)} of "
                                  "them belong to one.")
    if seen.inside < MOST:
        return Diagnosis(OUTSIDE, f"Only {percent(seen.inside)} of the fakes belong to a cluster so far.")
    many = {1: "the cluster", 2: "both clusters"}.get(clusters, f"all {clusters} clusters")
    return Diagnosis(BALANCED, f"The fakes cover {many}; {percent(seen.inside)} of them belong to one.")


def _vanishing(result: TwoNetsResult, seen: Measured) -> str:
    loss = result.game.loss.title.split(",")[0]
    return (f"Vanishing gradient: D of the fakes is {in_words(seen.fake, 2)} on average, and the {loss} loss passes on "
            f"{in_words(seen.passed, 2)} of the largest gradient.")


def _collapsed(result: TwoNetsResult, seen: Measured, clusters: int) -> Diagnosis:
    hops, where = hops_of(result), f"{seen.covered} of {clusters} clusters"
    if seen.inside < MOST and hops < HOPS:
        return Diagnosis(COLLAPSE, f"Mode collapse: the fakes cover {where}, {percent(seen.inside)} belong to any.")
    if hops < HOPS:
        return Diagnosis(COLLAPSE, f"Mode collapse: {percent(seen.inside)} of the fakes belong to a cluster, but they "
                                   f"cover {where}.")
    return Diagnosis(HOPPING, f"Mode collapse that moves: the fakes cover {where}, and in the second half the fullest "
                              f"one changed {counted(hops, 'time')}.")


def hops_of(result: TwoNetsResult) -> int:
    """How often another cluster became the fullest, in the second half of the game."""
    counts = result.curve("counts")
    late = counts[len(counts) // 2:]
    fullest = late.argmax(axis=1)[late.max(axis=1) > 0]
    return int((np.diff(fullest) != 0).sum())


def guesses(seen: Measured) -> bool:
    """The discriminator can hardly do more than guess."""
    return abs(seen.d_loss - LN4) < GUESSES
