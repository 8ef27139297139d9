"""Wrong ideas about a net that is reused for another task (lesson 26)."""
from __future__ import annotations

from typing import Any

import bpwidgets as bp

from .misconception import OFTEN_HEARD, Misconception, cited

FORUM = cited("PyTorch forum", "Model freeze explanation (transfer learning)", "undated",
              "https://discuss.pytorch.org/t/model-freeze-explanation-transfer-learning/76284")
TAHIR = cited("Tahir, Ganguli and Rotskoff", "Features are fate: a theory of transfer learning in high-dimensional "
              "regression", 2024, "https://arxiv.org/abs/2410.08194")


def _passes_through(lab: Any) -> bool:
    """Layer 2 has not moved at all, layer 1 below it has, and its gradient agrees with central differences."""
    found, epoch = lab.result, lab.settings.epoch
    moved, passed = found.moved("some", epoch), found.passing("some", epoch)
    return bool(moved[1] == 0 < moved[0] and passed.handed_on[1] > 0 and found.checks("some", epoch).worst < 1e-4)


def _forgets(lab: Any) -> bool:
    """Of the old digits at least one in ten is lost."""
    old = lab.result.old_accuracy("fine_tuned")
    return bool(old[-1] < old[0] - 0.1)


def _no_help(lab: Any) -> bool:
    """The net that is all new reads more new digits than the old body with a new head, by ten in a hundred."""
    return bool(lab.result.new_accuracy("all_new")[-1] > lab.result.new_accuracy("head_only")[-1] + 0.1)


OF_REUSING = (
    Misconception(
        "frozen-layers-pass-no-error", "Frozen layers take no part in backpropagation, so nothing below them learns.",
        "A frozen layer hands its error on like any other, through its weights; it is only left out of the update.",
        "said in passing: " + FORUM,
        lambda: bp.FineTuneLab(way="some", frozen=("layer 2",), views=("passing", "verdict"), controls=("epoch",)),
        _passes_through),
    Misconception(
        "a-new-task-is-added", "A net that learns a new task keeps what it knew before.",
        "Its body moves away under the old head: nothing in the new loss asks for the old digits.",
        OFTEN_HEARD,
        lambda: bp.FineTuneLab(way="fine_tuned", views=("net", "old_digits", "verdict"), controls=("epoch",)),
        _forgets),
    Misconception(
        "an-old-net-always-helps", "Where examples are few, an old net is always a better start than a new one.",
        "Only if its body kept what the new task needs; what the old task did not need, it may have thrown away.",
        "what speaks against it: " + TAHIR,
        lambda: bp.FineTuneLab(moved=0, views=("net", "new_digits", "verdict"), controls=("moved", "examples")),
        _no_help),
)
