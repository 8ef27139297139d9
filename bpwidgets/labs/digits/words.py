"""The text twin of `DigitsLab`, and its numbers for files and collections."""
from __future__ import annotations

from typing import Any

import numpy as np

from ...datasets.bitmap import SIDE
from ...settings.strokes import text_of
from ...text import columns, elide, in_line, number, share
from .reading import Exam
from .result import DigitsResult
from .settings import ANSWER, DigitsSettings
from .verdict import SURE

HEAD = "epoch", "train_loss", "test_loss", "train_accuracy", "test_accuracy"
DIGITS = range(10)
# How many errors the text lists.
LISTED = 12


def summarize_digits(settings: DigitsSettings, result: DigitsResult) -> str:
    """The first line of the text twin."""
    reading, exam = result.reading(settings.epoch), result.exam(settings.epoch)
    what = f"test digit {settings.example}" if settings.example else "drawing" if settings.strokes else "empty board"
    said = ("no number" if reading.answer is None else
            f"{what} read as {reading.answer}, probability {in_line(reading.probabilities[reading.answer])}")
    return (f"DigitsLab: epoch {result.at(settings.epoch)} of {settings.epochs}: {said}; {share(exam.accuracy)} of "
            f"{len(exam.labels)} test digits")


def describe_digits(settings: DigitsSettings, result: DigitsResult) -> str:
    """The text twin: the board as the net sees it, what it reads, how it learned, what it confuses."""
    exam, kept = result.exam(settings.epoch), result.kept_exam(settings.epoch)
    sizes = f"64-{settings.hidden}-10"
    parts = [
        summarize_digits(settings, result), result.verdict,
        f"net {sizes}, {settings.fields()['activation'].titled(settings.activation)}; "
        f"{settings.fields()['optimizer'].titled(settings.optimizer)}, rate {in_line(settings.learning_rate)}, batch "
        f"{settings.batch_size}, trained on {settings.trained_on} digits",
        f"strokes: {text_of(settings.strokes) or 'none'}",
        "", "what the net sees, ink in 16ths:", _picture(result.shown.pixels),
        "", columns(("digit", "probability", "dp/dx, largest", "at row", "pixel"), _probabilities(settings, result)),
        "", columns(("epoch", "training loss", "test loss", "training", "test"), elide(_epochs(result))),
        "", f"written (rows), read as (columns), epoch {result.at(settings.epoch)}:", _confusions(exam),
        "", f"{len(exam.wrong)} errors, the surest first:", _errors(exam)]
    if len(kept.labels):
        parts += ["", "your digits that were kept:", _errors(kept, range(len(kept.labels)))]
    return "\n".join(parts)


def _picture(pixels: np.ndarray) -> str:
    return "\n".join(" ".join(f"{round(16 * ink):2d}" for ink in row) for row in pixels.reshape(SIDE, SIDE).tolist())


def _probabilities(settings: DigitsSettings, result: DigitsResult) -> list[tuple[str, ...]]:
    reading, rows = result.reading(settings.epoch), []
    for digit in DIGITS:
        slopes = reading.slopes[digit]
        k = int(np.abs(np.where(np.isfinite(slopes), slopes, 0.0)).argmax())
        rows.append((str(digit), number(reading.probabilities[digit]), number(slopes[k]), str(k // SIDE + 1),
                     str(k % SIDE + 1)))
    return rows


def _epochs(result: DigitsResult) -> list[tuple[str, ...]]:
    return [(str(epoch), number(train), number(test), share(right), share(right_test)) for
            epoch, (train, test, right, right_test) in enumerate(zip(*(curve.tolist() for curve in _curves(result))))]


def _curves(result: DigitsResult) -> tuple[np.ndarray, ...]:
    return result.train_loss, result.test_loss, result.train_accuracy, result.test_accuracy


def _confusions(exam: Exam) -> str:
    return columns(("", *map(str, DIGITS)), [(str(k), *(str(count) if count else "." for count in row))
                                             for k, row in enumerate(exam.table.tolist())])


def _errors(exam: Exam, rows: Any = None) -> str:
    shown = exam.wrong[:LISTED].tolist() if rows is None else list(rows)
    return columns(("number", "written", "read as", "probability"), [
        (str(row + 1), str(exam.labels[row]), str(exam.answers[row]) if exam.known[row] else "none",
         number(exam.surety[row])) for row in shown])


def table_shown(settings: DigitsSettings, result: DigitsResult) -> dict[str, Any]:
    """The ten probabilities, and how often each digit of the test is read correctly."""
    reading, exam = result.reading(settings.epoch), result.exam(settings.epoch)
    told = []
    for digit in DIGITS:
        meant = exam.labels == digit
        told.append((str(digit), number(reading.probabilities[digit], 4), str(int(meant.sum())),
                     str(int(exam.right[meant].sum()))))
    return {"caption": f"epoch {result.at(settings.epoch)}",
            "head": ["digit", "probability here", "in the test", "read correctly"], "rows": told}


def records_of_digits(settings: DigitsSettings, result: DigitsResult) -> tuple[tuple[str, ...], list[tuple]]:
    """Each epoch: losses, accuracies, and the probabilities of what is on the board."""
    head = (*HEAD, *(f"probability_{digit}" for digit in DIGITS))
    told = [result.reading(epoch).probabilities.tolist() for epoch in range(result.known + 1)]
    return head, [(epoch, *numbers, *p) for epoch, (numbers, p) in
                  enumerate(zip(zip(*(curve.tolist() for curve in _curves(result))), told))]


def measures_of_digits(settings: DigitsSettings, result: DigitsResult) -> dict[str, float]:
    """Numbers to be gathered over many settings."""
    reading, exam = result.reading(settings.epoch), result.exam(settings.epoch)
    digit = reading.answer if settings.about == ANSWER else int(settings.about)
    at = result.at(settings.epoch)
    return {"test_accuracy": exam.accuracy, "training_accuracy": float(result.train_accuracy[at]),
            "errors": float(len(exam.wrong)), "sure_errors": float((exam.surety[exam.wrong] >= SURE).sum()),
            "probability": float("nan") if digit is None else float(reading.probabilities[digit])}
