"""What a net confuses, and what it reads on the board, in sentences."""
from __future__ import annotations

from ...text import chance, counted, share, typeset
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
    so_far = counted(result.known, "epoch")
    happened = " as they are disturbed here" if result.disturbance.any else " that it was not trained on"
    said = f"After {so_far} the net reads {share(exam.accuracy)} of {len(exam.labels)} digits{happened}."
    return f"{said} {typeset(result.stopped)}" if result.stopped else said


def _confused(exam: Exam) -> str:
    if not exam.known.any() or not exam.confusions:
        return ""
    pairs = confused_most(exam)
    sure = int((exam.surety[exam.wrong] >= SURE).sum())
    wrong = f"Of its {counted(len(exam.wrong), 'error')} it is sure of {sure or 'none'}"
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
