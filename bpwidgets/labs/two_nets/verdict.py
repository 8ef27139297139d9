"""What became of the fakes, of the losses, of the game of two numbers, and whether the gradients are right."""
from __future__ import annotations

from typing import Any

from ...text import change_in_words, counted, factor_in_words, in_words, off_by, typeset
from .check import WRONG
from .diagnosis import LOST, START, diagnose, guesses
from .game import AT_ONCE, TURNS
from .result import TwoNetsResult


def verdict_of(result: TwoNetsResult) -> str:
    """The diagnosis at the last step, and what both losses say of it."""
    found = diagnose(result)
    return found.words if found.name in (LOST, START) else f"{found.words} {_losses(result)}"


def _losses(result: TwoNetsResult) -> str:
    """How both losses went, and what that of a discriminator that guesses would be."""
    first, last = result.measured(0), result.measured(result.known)
    steps = counted(result.known, "step")
    said = (f"In {steps} L_D {change_in_words(first.d_loss, last.d_loss)} and L_G "
            f"{change_in_words(first.g_loss, last.g_loss)}")
    if result.game.target.dimensions == 1:
        best = result.densities(result.known).best_loss
        return f"{said}; the best D for these fakes would have {in_words(best)}, and ln 4 = 1.386 only if p = q."
    return f"{said}: {'D can only guess, which is ln 4 = 1.386' if guesses(last) else 'a guess would be ln 4 = 1.386'}."


def verdict_of_gradients(settings: Any, result: TwoNetsResult) -> str:
    """What reaches the generator at the step shown, and both ways to the same gradients."""
    seen, checks = result.measured(settings.step), result.checks(settings.step)
    given = (f"At step {result.at(settings.step)} D of the fakes is {in_words(seen.fake, 2)} on average, and "
             f"{in_words(seen.passed, 2)} of the largest gradient reaches them.")
    worst = max(checks, key=lambda one: one.relative_error)
    numbers = f"relative error {off_by(worst.relative_error, WRONG)}"
    if checks.right:
        return typeset(f"{given} Backpropagation and central differences agree: {numbers}.")
    return typeset(f"{given} Backpropagation is wrong: {numbers} at {worst.coordinate}, above {WRONG:g}.")


def verdict_of_numbers(settings: Any, result: TwoNetsResult) -> str:
    """What a step does to the distance from the equilibrium, in both orders."""
    once, turns = result.orbits[AT_ONCE], result.orbits[TURNS]
    last = f"{in_words(once.radius[-1])} after {counted(settings.number_steps, 'step')}"
    if not settings.number_penalty:
        grows = f"At once each step multiplies the distance from (0, 0) by √(1 + r²) = {factor_in_words(once.factor)}: "
        stays = f"In turns θ² + ψ² − rθψ stays at {in_words(turns.invariant[-1])}"
        forever = ": they circle forever." if settings.number_rate < 2 else "."
        return f"{grows}{last}. {stays}{forever}"
    said = [f"{words} each step multiplies the distance from (0, 0) by {factor_in_words(one.factor)} in the long run: "
            f"{in_words(one.radius[-1])} at the end" for words, one in (("At once", once), ("In turns", turns))]
    return f"{'. '.join(said)}."
