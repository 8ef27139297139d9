"""What sampled gradients are worth, what was learned, and what table and net say, in sentences."""
from __future__ import annotations

import numpy as np

from ...engine.check import WRONG
from ...text import counted, in_words, off_by, percent, typeset
from .baselines import NONE
from .policy import NET, TABLE
from .result import RewardResult
from .spread import Cloud

# A return is as good as the best one if it lacks no more than this part of the distance from the first one to it.
NEAR = 0.05
# Up to so many times what chance leaves, a mean is told to be the exact gradient.
BY_CHANCE = 3.0
NAMES = {NONE: "no baseline", "mean": "the expected return as baseline", "value": "the value of the cell as baseline"}
OVERFLOWED = "The numbers have overflowed: the learning rate is too high."


def verdict_of(result: RewardResult) -> str:
    """How many seeds of the whole run came near to the best return, with and without baseline."""
    last = result.known
    said = [f"{reached(result, kind)} with {NAMES[kind]}" for kind in reversed(result.kinds)]
    if not all(np.isfinite(result.run.J[kind][last]).all() for kind in result.kinds):
        return OVERFLOWED
    after = f"After {counted(last, 'episode')} the policy gains {in_words(result.run.J[result.baseline][last, 0])}"
    if result.best_return is None:
        return f"{after} on average. There is no best return: walking on for ever gains more and more."
    return (f"{after} on average; the best one gains {in_words(result.best_return)}. Of "
            f"{result.run.J[result.baseline].shape[1]} seeds, {' and '.join(said)} come within 5% of it.")


def reached(result: RewardResult, kind: str) -> int:
    """How many seeds came near to the best return."""
    J, best = result.run.J[kind], result.best_return
    if best is None:
        return 0
    lacking = best - J[result.known]
    return int((lacking <= NEAR * max(best - J[0, 0], 1e-12)).sum())


def verdict_of_gradients(settings, result: RewardResult) -> str:
    """How sampled gradients lie about the exact one at the moment shown."""
    moment = result.moment(settings.episode)
    if not np.isfinite(moment.pi).all():
        return OVERFLOWED
    clouds = moment.clouds
    plain, own = clouds[NONE], clouds[result.baseline]
    if not np.linalg.norm(plain.exact) > 1e-12:
        return "The exact gradient is zero: no change of the policy would gain anything."
    first = f"{_mean(plain)} {share(plain.away)} point away from it"
    if result.baseline == NONE:
        return f"{first}. Their variance is {in_words(plain.variance)}; a baseline may lower it."
    return f"{first}; with {NAMES[result.baseline]}, {share(own.away)} do. {_variances(plain, own)}"


def _which(cloud: Cloud) -> str:
    return f"All {len(cloud.dz)} possible gradients" if cloud.listed else f"{len(cloud.dz)} sampled gradients"


def _mean(cloud: Cloud) -> str:
    """Whether the mean is the exact gradient, as far as chance lets it."""
    if cloud.error <= BY_CHANCE * cloud.chance + 1e-9 * np.linalg.norm(cloud.exact):
        return f"{_which(cloud)} average to the exact one, yet"
    return f"The mean of {_which(cloud)} is {in_words(cloud.error)} from the exact one, and"


def _variances(plain: Cloud, own: Cloud) -> str:
    said = f"The variance goes from {in_words(plain.variance)} to {in_words(own.variance)}"
    if not own.variance > 0 or not plain.variance > 0:
        return f"{said}."
    ratio = plain.variance / own.variance
    if ratio < 1:
        return f"{said}: here this baseline makes it larger."
    return f"{said}: one episode tells as much as {in_words(ratio, 2)} without."


def verdict_of_values(settings, result: RewardResult) -> str:
    """How near table and net are to the best values."""
    best = result.best
    moves = int(result.values.moves.ends[result.at(settings.episode) - 1]) if result.at(settings.episode) else 0
    said = f"After {counted(moves, 'stored move')}, each made by chance,"
    errors = {kind: value_error(result, kind, settings.episode) for kind in (TABLE, NET)}
    if not np.isfinite(errors[NET]) and best is not None:
        return (f"{said} the table is {in_words(errors[TABLE])} from the best values. The net has overflowed: its "
                "targets are its own numbers, and they ran away.")
    if best is None:
        return f"{said} there is nothing to compare with: walking on for ever gains more and more."
    return (f"{said} the values of the table are {in_words(errors[TABLE])} from the best ones (root mean square), "
            f"those of the net {in_words(errors[NET])}. An update moves one value of the table, and all of the net.")


def value_error(result: RewardResult, kind: str, episode: int) -> float:
    """The root mean square distance from the best values; nan where there are none."""
    if result.best is None:
        return float("nan")
    with np.errstate(all="ignore"):
        squares = (result.Q(kind, episode) - result.best)[result.world.offered] ** 2
        return float(np.sqrt(squares.mean()))


def verdict_of_checks(settings, result: RewardResult) -> str:
    """How well backpropagation agrees with differences."""
    policy, values = result.policy_check(settings.episode), result.q_check(settings.episode)
    errors = [off_by(one.check.relative_error, WRONG) for one in (policy, values)]
    agrees = "agrees" if policy.check.relative_error < WRONG else "does not agree"
    first = typeset(f"The gradient of the expected return {agrees} with its differences, relative error {errors[0]}; "
                    f"that of the TD error has {errors[1]}")
    away = float(np.abs(values.moving - values.backward).max(initial=0.0))
    if not away > 1e-6:
        return f"{first}."
    return f"{first} while its target is held. A target that moves along gives another one: it is left out on purpose."


def share(part: float) -> str:
    """A share; a small one is not rounded to none.

    >>> share(0.391), share(0.004), share(0.0)
    ('39%', '0.4%', '0%')
    """
    return f"{100 * part:.1f}%" if 0 < part < 0.0095 else percent(part)
