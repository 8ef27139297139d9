"""Exercise: the learner writes a function; when its cell runs it is tried on fresh cases, and told what came of it."""
from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ...errors import Verbatim, argument_error
from ...trials.trial import NOT_ATTEMPTED, NOT_YET, PATIENCE, PRINTED_LINES, Trial, Wrong, arguments, retold, try_out
from ..cards.parts import Buttons, Code, Part, Say, Values
from ..item import LabMade, pressed
from ..records.events import Event, Past, last

if TYPE_CHECKING:
    from ...widgets.lab import Lab

MOST_HINTS = 3
HINT, SOLUTION = "hint", "solution"


@dataclass(frozen=True)
class Exercise:
    """A function to be written. In the notebook its cell ends in `lesson.check("its-name", function)`.

    name: by it the record knows the exercise. task: Markdown. reference: the right function, with a `def`: its name and
    parameters are shown, and its source after success, or after a try and all hints. cases(rng): the arguments of a
    case, as a tuple; a few numbers of one digit are read most easily. wrong: versions that learners often write; who
    writes one is told which. hints: at most three, shown one by one. tolerance: part of the largest number by which an
    answer may differ. returns: what the answer is called ("the gradient"); a name for each part of a tuple. oracle: a
    second way to the same numbers, by which tests check the reference. through(answer, *case): what of an answer is
    compared, where many answers are right, such as what a net does with weights that the learner chose; what it raises
    is told as it is. points: under nbgrader.

    Nothing that a learner writes is kept but the verdict: right or not, which known wrong version, and the seed of the
    case. A function that never returns is stopped with the kernel's stop button: a limit of time cannot be set from
    inside the kernel, except that after some seconds no further case is begun.

    >>> from bpwidgets.teaching import Exercise, Wrong
    >>> def slope(w):
    ...     return 2 * w
    >>> item = Exercise("slope", "Write `slope(w)`, the slope of w² at w.", reference=slope,
    ...                 cases=lambda rng: (rng.integers(1, 9),),
    ...                 wrong=(Wrong("factor", lambda w: w, "The exponent 2 comes down as a factor."),))
    >>> print(item.describe())
    Write `slope(w)`, the slope of w² at w.
        def slope(w):
    >>> item.trial(lambda w: w, seed=1).said
    '**Not yet: factor.** For `w = 4` yours gives 4, right is 8. The exponent 2 comes down as a factor.'
    """

    name: str
    task: str
    reference: Callable[..., Any]
    cases: Callable[[np.random.Generator], Sequence[Any]]
    wrong: Sequence[Wrong] = ()
    hints: Sequence[str] = ()
    tolerance: float = 1e-9
    returns: str | Sequence[str] = ""
    oracle: Callable[..., Any] | None = None
    through: Callable[..., Any] | None = None
    points: float = 1
    # What came of the function in the learner's cell, once it ran; an exercise of a lesson has none.
    tried_now: Trial | None = field(default=None, repr=False, compare=False)

    act = "construct"
    title = "Exercise"

    def __post_init__(self):
        if not self.name or not self.task:
            raise argument_error("name and task", "Exercise", "two texts", (self.name, self.task))
        if getattr(self.reference, "__name__", "<lambda>") == "<lambda>":
            raise argument_error("reference", f"exercise {self.name!r}", "a function made with def", self.reference,
                                 "Its name, its parameters and its source are shown.")
        if len(self.hints) > MOST_HINTS:
            raise argument_error("hints", f"exercise {self.name!r}", f"at most {MOST_HINTS}", len(self.hints))
        names = [wrong.name for wrong in self.wrong]
        if len(set(names)) < len(names):
            raise argument_error("wrong", f"exercise {self.name!r}", "versions of different names",
                                 Verbatim(", ".join(names)))

    # -- what the learner wrote

    def trial(self, function: Any, seed: int | None = None, patience: float = PATIENCE) -> Trial:
        """What comes of trying this function on fresh cases."""
        return try_out(function, self, seed, patience)

    def tried(self, function: Any, past: Past) -> tuple[Exercise, Event | None]:
        """The exercise that knows what came of the function, and the event to keep: none for what nobody has begun, and
        none for a success that is known already."""
        trial = self.trial(function)
        known = trial.right and (before := last(past, "tried")) is not None and before.right
        event = Event("tried", right=trial.right, misconception=trial.misconception, case=trial.seed)
        return replace(self, tried_now=trial), None if known or trial.state == NOT_ATTEMPTED else event

    def case(self, past: Past) -> tuple[Any, ...]:
        """The arguments of the case that the last try was told of; of some case, before the first try."""
        event = last(past, "tried")
        return arguments(self, event.case if event else 0)

    # -- the card

    def locked(self) -> tuple[Part, ...]:
        return (Say(self.task, "question"), Code(self.signature), *self._buttons(()))

    def describe(self) -> str:
        """The text twin before a try: the task and the signature."""
        from ..cards.parts import text_of

        return text_of(self.locked())

    def card(self, past: Past, lab: LabMade) -> tuple[Part, ...]:
        hints = (Say(f"Hint {k + 1}: {hint}", "said") for k, hint in enumerate(self.hints[:_hinted(past)]))
        solution = (Say("A solution:", "note"), Code(self.source)) if last(past, "seen") else ()
        # Once there is a version of the learner's own, its cell says the signature.
        told = self._verdict(past) or (Code(self.signature),)
        return (Say(self.task, "question"), *told, *hints, *solution, *self._buttons(past))

    def press(self, button: str, values: Values, past: Past, lab: LabMade) -> Event:
        return pressed(button, {HINT: lambda: self._hint(past), SOLUTION: lambda: self._solution(past)}, self.title)

    def opens(self, past: Past) -> bool:
        return False

    def make_lab(self, past: Past) -> Lab:
        raise LookupError("An exercise has no lab.")

    @property
    def signature(self) -> str:
        """The first line of the function that is asked for."""
        return f"def {self.reference.__name__}{inspect.signature(self.reference)}:"

    @property
    def source(self) -> str:
        """The reference, to be read."""
        return textwrap.dedent(inspect.getsource(self.reference)).rstrip()

    def _verdict(self, past: Past) -> tuple[Part, ...]:
        event, trial = last(past, "tried"), self.tried_now
        if trial is not None and (trial.right or (trial.state == NOT_YET and event and event.case == trial.seed)):
            return self._told(trial)
        if event is None:
            return ()
        if event.right:
            return (Say("**Solved.** A version of yours agreed with the reference.", "right"),)
        if event.misconception and (again := retold(self, event.misconception, event.case)):
            return self._told(again)
        return (Say("**Not yet.** Your last version differed from the reference. Run the cell with your function, and "
                    "it says where.", "wrong"),)

    def _told(self, trial: Trial) -> tuple[Part, ...]:
        """What came of a try: the verdict, the case it tells of, and what was printed there."""
        if trial.right:
            return (Say(trial.said, "right"), *_printed(trial.printed))
        given = inspect.signature(self.reference).parameters
        call = f'{self.reference.__name__}(*lesson.case("{self.name}"))'
        return (Say(trial.said, "wrong"), *([Code(trial.given)] if trial.given else []), *_printed(trial.printed),
                *([Say(f"To look into this case: `{call}`", "note")] if given else []))

    def _buttons(self, past: Past) -> tuple[Part, ...]:
        hinted, solved = _hinted(past), any(event.kind == "tried" and event.right for event in past)
        hint = ((HINT, f"Hint {hinted + 1} of {len(self.hints)}"),) if hinted < len(self.hints) and not solved else ()
        seen = last(past, "seen") is not None
        solution = ((SOLUTION, "Show a solution"),) if self._may_see(past) and not seen else ()
        return (Buttons((*hint, *solution), quiet=True),) if hint or solution else ()

    def _hint(self, past: Past) -> Event:
        """One more hint; the last one again, if there are no more."""
        return Event("hinted", answer=_hinted(past) + 1) if _hinted(past) < len(self.hints) else _newest(past, "hinted")

    def _solution(self, past: Past) -> Event:
        if not self._may_see(past):
            raise argument_error("solution", "the exercise", "a try first, and all hints", Verbatim("not yet"))
        return last(past, "seen") or Event("seen")

    def _may_see(self, past: Past) -> bool:
        """After a success, or after a try and all hints."""
        tries = [event for event in past if event.kind == "tried"]
        return any(event.right for event in tries) or (bool(tries) and _hinted(past) >= len(self.hints))


def _hinted(past: Past) -> int:
    return sum(event.kind == "hinted" for event in past)


def _newest(past: Past, kind: str) -> Event:
    event = last(past, kind)
    if event is None:
        raise argument_error("hint", "the exercise", "one of its hints", Verbatim("it has none"))
    return event


def _printed(text: str) -> tuple[Part, ...]:
    lines = text.strip("\n").splitlines()
    if not lines:
        return ()
    cut = ["..."] if len(lines) > PRINTED_LINES else []
    return (Say("It printed, in this case:", "note"), Code("\n".join([*lines[:PRINTED_LINES], *cut])))
