"""What a net confuses, and what it reads on the board, in sentences."""
from __future__ import annotations

from ...text import counted, percent
from .reading import Exam, Reading
from .result import DigitsResult, Shown, confused_most

# From this probability on an answer is sure.
SURE = 0.9


def verdict_of(result: DigitsResult, empty: bool) -> str:
    """The test at the last epoch, what is confused most, and what is read on the board."""
    last = result.known
    exam = result.exam(last)
    said = _test(result, exam), _confused(exam), _board(result.reading(last), result.shown, empty)
    return " ".join(filter(None, said))


def _test(result: DigitsResult, exam: Exam) -> str:
    if not exam.known.any():
        return "The numbers of the net have overflowed: the learning rate is too high."
    known = result.known
    so_far = f"{known} of {result.epochs} epochs" if known < result.epochs else counted(known, "epoch")
    happened = " as they are disturbed here" if result.disturbance.any else " that it was not trained on"
    said = f"After {so_far} the net reads {share(exam.accuracy)} of {len(exam.labels)} digits{happened}."
    return f"{said} {result.stopped}" if result.stopped else said


def _confused(exam: Exam) -> str:
    if not exam.known.any() or not exam.confusions:
        return ""
    pairs = confused_most(exam)
    sure = sum(exam.surety[exam.wrong] >= SURE)
    wrong = f"Of its {counted(len(exam.wrong), 'error')} it is sure of {sure}"
    if len(pairs) > 3 or len(exam.wrong) < 2:
        return f"{wrong}."
    named = " and ".join(f"{i} as {j}" for i, j, _ in pairs)
    return f"{wrong}; most often it reads {named}, {counted(pairs[0][2], 'time')}."


def _board(reading: Reading, shown: Shown, empty: bool) -> str:
    if empty:
        return "Nothing is drawn yet."
    if reading.answer is None:
        return ""
    first, second = reading.order[:2]
    p = reading.probabilities
    what = "The digit on the board" if shown.field is None else "Your drawing"
    said = f"{what} is read as {first}, probability {chance(p[first])}"
    if shown.meant is not None and shown.meant != first:
        return f"{said}; it was meant as {shown.meant}."
    return f"{said}; next is {second}, {chance(p[second])}."


def share(part: float) -> str:
    """A share with one digit behind the point.

    >>> share(0.9733), share(1.0)
    ('97.3%', '100%')
    """
    return percent(part) if part in (0.0, 1.0) else f"{100 * part:.1f}%"


def chance(p: float) -> str:
    """A probability as people write it; one that is not 0 or 1 is not rounded to it.

    >>> chance(0.9987), chance(0.99996), chance(0.25), chance(3e-7), chance(1.0)
    ('99.9%', 'over 99.9%', '25%', 'under 0.1%', '100%')
    """
    if p >= 1 or p <= 0:
        return percent(p)
    if p > 0.9995:
        return "over 99.9%"
    if p < 0.0005:
        return "under 0.1%"
    text = f"{100 * p:.1f}"
    return f"{text.removesuffix('.0')}%"
