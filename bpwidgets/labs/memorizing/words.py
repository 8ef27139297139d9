"""The text twin of `MemorizingLab`, and its numbers for files and collections."""
from __future__ import annotations

from typing import Any

import numpy as np

from ...text import columns, counted, elide, in_line, number, percent
from .labels import KINDS, shares_of
from .result import MemorizingResult
from .settings import MemorizingSettings

SEALED = "sealed"
SETS = ("training", "validation", "test")


def losses_at(result: MemorizingResult, epoch: int) -> dict[str, float | None]:
    """The losses after an epoch; None for a test set that is sealed."""
    known = (result.run.train_loss, result.validation_loss, result.test_loss)
    return {name: None if curve is None else float(curve[epoch]) for name, curve in zip(SETS, known)}


def summarize_memorizing(settings: MemorizingSettings, result: MemorizingResult) -> str:
    """The first line of the text twin."""
    epoch = result.at(settings.epoch)
    train, validation, test = (SEALED if loss is None else in_line(loss) for loss in losses_at(result, epoch).values())
    return (f"MemorizingLab: epoch {epoch} of {settings.epochs}: training {train}, validation {validation} (lowest at "
            f"{result.best}), test {test}")


def brief_capacity(settings: MemorizingSettings, result: MemorizingResult) -> str:
    """The status line where only the sweep is shown."""
    sweep = result.fits.sweep
    middle, k = sweep.band(sweep.validation)[1], sweep.valley_at
    return (f"MemorizingLab: {counted(sweep.points, 'point')}; validation {in_line(middle[k])} with "
            f"{counted(int(sweep.sizes[k]), 'feature')}, {in_line(middle[sweep.peak_at])} with {sweep.peak}, "
            f"{in_line(middle[-1])} with {int(sweep.sizes[-1])}")


def brief_labels(settings: MemorizingSettings, result: MemorizingResult) -> str:
    """The status line where only the digits are shown."""
    if not settings.digit_epochs:
        return "MemorizingLab: 300 digits, not trained yet"
    said = "; ".join(f"{kind} labels {percent(shares[kind, 'training'][-1])} in training, "
                     f"{percent(shares[kind, 'others'][-1])} of others"
                     for shares in [shares_of(result.labels)] for kind in KINDS)
    return f"MemorizingLab: {counted(result.labels.random.epochs, 'epoch')} on 300 digits: {said}"


def describe_memorizing(settings: MemorizingSettings, result: MemorizingResult) -> str:
    """The text twin: the run, the sweep, the digits."""
    nets = result.nets
    lines = [
        summarize_memorizing(settings, result), result.verdict,
        f"{settings.layers} x {settings.units} tanh units, {counted(settings.examples, 'example')} of the curve "
        f"{settings.row('curve').name}, noise {in_line(settings.label_noise)} in labels and "
        f"{in_line(settings.input_noise)} in inputs, L2 {in_line(settings.l2)}, dropout {in_line(settings.dropout)}",
        "", columns(("epoch", *SETS), _moments(settings, result)), "",
        columns(("epoch", *SETS), elide(_epochs(result))),
        "", "what the net learned:", columns(("x", "net", "true curve"), _curve(settings, result)), "",
        f"random features, median of {counted(settings.draws, 'draw')} (quarter to three quarters):",
        columns(("features", "training", "validation", "band"), _sweep(result))]
    if nets.sizes.size:
        rows = [(str(size), number(np.median(train)), number(np.median(losses)))
                for size, train, losses in zip(nets.sizes, nets.train, nets.validation)]
        lines += ["", f"nets, median of {settings.nets}:", columns(("weights", "training", "validation"), rows)]
    lines += ["", brief_labels(settings, result)]
    return "\n".join(lines)


def _moments(settings: MemorizingSettings, result: MemorizingResult) -> list[tuple[str, ...]]:
    places = dict.fromkeys((result.at(settings.epoch), result.best, result.kept, result.known))
    return [(str(epoch), *_said(result, epoch)) for epoch in places]


def _said(result: MemorizingResult, epoch: int) -> tuple[str, ...]:
    return tuple(SEALED if loss is None else number(loss) for loss in losses_at(result, epoch).values())


def _epochs(result: MemorizingResult) -> list[tuple[str, ...]]:
    return [(str(epoch), *_said(result, epoch)) for epoch in range(result.known + 1)]


def _curve(settings: MemorizingSettings, result: MemorizingResult) -> list[tuple[str, ...]]:
    learned = result.learned(settings.epoch)
    return [(number(result.x[k], 3, 1e-9), number(learned[k]), number(result.truth[k], 3, 1e-9))
            for k in range(0, len(result.x), 20)]


def _sweep(result: MemorizingResult) -> list[tuple[str, ...]]:
    sweep = result.fits.sweep
    train, (lower, middle, upper) = sweep.band(sweep.train)[1], sweep.band(sweep.validation)
    return [(str(size), number(train[k], 3, 1e-9), number(middle[k]), f"{number(lower[k])} to {number(upper[k])}")
            for k, size in enumerate(sweep.sizes)]


def table_shown(settings: MemorizingSettings, result: MemorizingResult) -> dict[str, Any]:
    """The losses at the epoch shown, at the lowest validation loss, where early stopping ends, and at the end."""
    return {"caption": "loss", "head": ["epoch", *SETS],
            "rows": _moments(settings, result)}


def records_of_memorizing(settings: MemorizingSettings,
                          result: MemorizingResult) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """Every epoch of the run: head and rows."""
    known = {"training": result.run.train_loss, "validation": result.validation_loss, "test": result.test_loss}
    curves = {name: curve.tolist() for name, curve in known.items() if curve is not None}
    return ("epoch", *(f"{name}_loss" for name in curves)), list(zip(range(result.known + 1), *curves.values()))


def measures_of_memorizing(settings: MemorizingSettings, result: MemorizingResult) -> dict[str, float]:
    """Numbers to be gathered over many settings; that of the test set only if it is open."""
    epoch = result.at(settings.epoch)
    known = {f"{name}_loss": loss for name, loss in losses_at(result, epoch).items() if loss is not None}
    return {**known, "best_epoch": float(result.best), "lowest_validation_loss": float(
        result.validation_loss[result.best])}
