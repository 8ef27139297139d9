"""The path of a descent: every step of it, and whether, when and why it went wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from ..support.norms import norm
from .divergence_summary import DivergenceSummary, all_finite, course_of
from .recomputed import Recomputed

Steps = np.ndarray | Recomputed


@dataclass(frozen=True, eq=False, repr=False)
class Path:
    """Every step of a descent, the start included.

    The shapes are those of one descent. Settings that ran side by side stand behind the steps: (steps + 1, ..., n) and
    (steps + 1, ...). A path that would not fit into 64 MB holds `Recomputed` in the place of arrays: they are indexed
    alike (the first index chooses steps, `path.thetas[500]`, `path.thetas[:100, 0]`) and computed again, bit for bit.

    Parameters
    ----------
    thetas : (steps + 1, n)
        The parameters.
    values : (steps + 1,) or None
        The loss at each of them; None if the objective has no `value`.
    gradients : (steps + 1, n)
        The gradient at each of them, as the objective gave it: before it was clipped.
    states
        The state of the optimizer by name, (steps + 1, n) each; counters are (steps + 1,). Entry k is what the step
        from theta_k finds.
    course
        What the run noted on the way to say whether it diverged; None if that is still to be read from the arrays.
    """

    thetas: Steps = field(repr=False)
    values: Steps | None = field(repr=False)
    gradients: Steps = field(repr=False)
    states: Mapping[str, Steps] = field(repr=False)
    course: DivergenceSummary | None = field(default=None, repr=False)

    def __repr__(self) -> str:
        shape = self.thetas.shape[1:-1]
        settings = f" of {shape} settings" if shape else ""
        losses = "" if self.values is None or shape else f", loss {self.values[0]:.4g} to {self.values[-1]:.4g}"
        return f"Path({self.steps} steps{settings}{losses})"

    @property
    def steps(self) -> int:
        """The number of steps taken; the arrays have one entry more, the start."""
        return len(self.thetas) - 1

    @cached_property
    def diverged(self) -> int | np.ndarray | None:
        """The step at which the descent went wrong for good, or None if it did not.

        A path has diverged if a number in it is not finite, or if it ends at its largest loss, above that of the
        start. (Without values the length of the gradient stands for the loss.) The step is the first one from which the
        loss stays above its start, or is not finite.

        Settings that ran side by side give an array (...) of whole numbers, with -1 for None.
        """
        step = self._course.diverged(self.steps)
        if step.ndim:
            return step
        return None if step < 0 else int(step)

    @cached_property
    def reason(self) -> str | np.ndarray | None:
        """Why the descent diverged, in a sentence; None if it did not; an array (...) for settings side by side.

        Of the numbers that are not finite it names the one that was computed first: of one step the state of the
        optimizer, theta, the loss and the gradient, in this order.
        """
        if self.thetas.ndim == 2:
            return None if self.diverged is None else self._sentence((), int(self.diverged))
        steps, sentences = self._course.diverged(self.steps), np.empty(self.thetas.shape[1:-1], dtype=object)
        for setting in np.ndindex(sentences.shape):
            step = int(steps[setting])
            sentences[setting] = None if step < 0 else self._sentence(setting, step)
        return sentences

    @cached_property
    def _course(self) -> DivergenceSummary:
        return sum_up(self) if self.course is None else self.course

    @property
    def quantities(self) -> dict[str, Steps]:
        """Everything of each step, in the order in which it is computed, by the name used in a sentence."""
        states = {f'state "{name}"': entries for name, entries in self.states.items()}
        losses = {} if self.values is None else {"loss": self.values}
        return states | {"theta": self.thetas} | losses | {"gradient": self.gradients}

    def _sentence(self, setting: tuple[int, ...], step: int) -> str:
        what = "length of the gradient" if self.values is None else "loss"
        start, end, broken = (number[setting] for number in (self._course.start, self._course.end, self._course.broken))
        if broken > self.steps:
            return (f"The {what} rose from {start:.4g} at the start to {end:.4g} at step {self.steps}, "
                    f"and was above its start from step {step} on.")
        axes, lead = self.thetas.ndim - 1, self.thetas.shape[1:-1]
        name = next(name for name, entries in self.quantities.items()
                    if not np.broadcast_to(all_finite(entries[broken:broken + 1], axes)[0], lead)[setting])
        since = f"; the {what} was above its start from step {step} on" if step < broken else ""
        return f"The {name} stopped being a finite number at step {broken}{since}."


def sum_up(path: Path, first: int = 0, start: np.ndarray | None = None) -> DivergenceSummary:
    """The summary of a path, or of a piece of a longer one: its first step, and the loss at the start of the whole."""
    losses = norm(path.gradients, axis=-1) if path.values is None else path.values
    return course_of(losses, path.quantities.values(), first, start)
