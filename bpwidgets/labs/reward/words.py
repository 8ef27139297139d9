"""The text twin of `RewardLab`, and its numbers for files and collections."""
from __future__ import annotations

from typing import Any

import numpy as np

from ...text import columns, elide, in_line, number
from .baselines import BASELINES, NONE
from .policy import NET, TABLE
from .result import RewardResult
from .settings import RewardSettings
from .verdict import share, value_error, verdict_of_checks, verdict_of_gradients, verdict_of_values
from .world import MOVES


def summarize_reward(settings: RewardSettings, result: RewardResult) -> str:
    """The first line of the text twin."""
    at = result.at(settings.episode)
    return (f"RewardLab: episode {at} of {settings.episodes}: expected return "
            f"{in_line(result.run.J[result.baseline][at, 0])}, best {best_in_line(result)}; variance "
            f"{', '.join(f'{in_line(cloud.variance)} ({kind})' for kind, cloud in _clouds(settings, result))}")


def status_of_reward(settings: RewardSettings, result: RewardResult) -> str:
    """The same in short, for the page."""
    at = result.at(settings.episode)
    return (f"episode {at} of {settings.episodes}: expected return "
            f"{in_line(result.run.J[result.baseline][at, 0])}, best {best_in_line(result)}")


def best_in_line(result: RewardResult) -> str:
    """The best return, as a number, or none."""
    return "none" if result.best_return is None else in_line(result.best_return)


def _clouds(settings: RewardSettings, result: RewardResult) -> list[tuple[str, Any]]:
    clouds = result.moment(settings.episode).clouds
    return [(kind, clouds[kind]) for kind in result.kinds]


def describe_reward(settings: RewardSettings, result: RewardResult) -> str:
    """The text twin: the world, the policy, what sampled gradients say, both runs, the checks."""
    update = {kind: result.update(kind, settings.episode) for kind in (TABLE, NET)}
    parts = [
        summarize_reward(settings, result), result.verdict, verdict_of_gradients(settings, result),
        verdict_of_values(settings, result), verdict_of_checks(settings, result),
        "", "world (. free, # wall, S start, numbers end the episode):", settings.world.replace("; ", "\n"),
        f"each step {in_line(settings.step_reward)}, discount {in_line(settings.gamma)}, slips "
        f"{in_line(settings.slip)}, at most {settings.most_steps} steps",
        "", columns(("cell", "value", *(f"pi {move}" for move in MOVES), *(f"dJ/dz {move}" for move in MOVES)),
                    _policy(settings, result)),
        "", columns(("gradients", "episodes", "variance", "point away", "mean - exact", "by chance"),
                    _gradients(settings, result)),
        "", columns(("episode", *(f"J {kind}" for kind in result.kinds)), elide(_returns(result))),
        "", columns(("cell", *(f"{kind} {move}" for kind in ("table", "net", "best") for move in MOVES)),
                    _values(settings, result)),
        "", *(f"next update of the {kind}: {MOVES[one.move.a]} from {_cell(result, one.move.s)}, target "
              f"{number(one.target)}, TD error {number(one.delta)}" for kind, one in update.items())]
    return "\n".join(parts)


def _cell(result: RewardResult, k: int) -> str:
    row, column = result.world.states[k]
    return f"row {row + 1}, column {column + 1}"


def _policy(settings: RewardSettings, result: RewardResult) -> list[tuple[str, ...]]:
    moment = result.moment(settings.episode)
    return [(_cell(result, k), number(value), *map(number, pi), *map(number, dz)) for k, (value, pi, dz) in
            enumerate(zip(moment.exact.value.tolist(), moment.pi.tolist(), moment.exact.dz.tolist()))]


def _gradients(settings: RewardSettings, result: RewardResult) -> list[tuple[str, ...]]:
    return [(f"baseline: {BASELINES[kind].title}", f"{'all ' if cloud.listed else ''}{len(cloud.dz)}",
             number(cloud.variance), share(cloud.away), number(cloud.error), number(cloud.chance))
            for kind, cloud in _clouds(settings, result)]


def _returns(result: RewardResult) -> list[tuple[str, ...]]:
    curves = [result.run.J[kind][:result.known + 1, 0] for kind in result.kinds]
    return [(str(episode), *map(number, returns)) for episode, returns in enumerate(zip(*curves))]


def _values(settings: RewardSettings, result: RewardResult) -> list[tuple[str, ...]]:
    table, net = (result.Q(kind, settings.episode) for kind in (TABLE, NET))
    best = result.best if result.best is not None else np.full(table.shape, np.nan)
    return [(_cell(result, k), *(number(value) for values in (table, net, best) for value in values[k].tolist()))
            for k in range(len(table))]


def table_shown(settings: RewardSettings, result: RewardResult) -> dict[str, Any]:
    """The sampled gradients in numbers."""
    exact = result.moment(settings.episode).exact.dz
    return {"caption": f"after episode {result.at(settings.episode)}; the exact gradient has the length "
                       f"{number(float(np.linalg.norm(exact)))}",
            "head": ["gradients", "episodes", "variance", "point away", "mean − exact", "by chance"],
            "rows": [list(row) for row in _gradients(settings, result)]}


def records_of_reward(settings: RewardSettings, result: RewardResult) -> tuple[tuple[str, ...], list[tuple]]:
    """Each episode: the expected return after it, with and without baseline, what it earned itself, and the mean size
    of the TD errors."""
    ends = np.append(0, result.values.moves.ends)
    head = ("episode", *(f"return_{kind}" for kind in result.kinds), *(f"earned_{kind}" for kind in result.kinds),
            "td_table", "td_net")
    rows = []
    for k in range(result.known + 1):
        with np.errstate(all="ignore"):
            errors = [float(np.abs(result.values.errors[kind][ends[k - 1]:ends[k]]).mean()) if k else float("nan")
                      for kind in (TABLE, NET)]
        earned = [float(result.run.earned[kind][k - 1]) if k else float("nan") for kind in result.kinds]
        rows.append((k, *(float(result.run.J[kind][k, 0]) for kind in result.kinds), *earned, *errors))
    return head, rows


def measures_of_reward(settings: RewardSettings, result: RewardResult) -> dict[str, float]:
    """Numbers to be gathered over many settings."""
    clouds, at = dict(_clouds(settings, result)), result.at(settings.episode)
    own = clouds[result.baseline]
    return {"return": float(result.run.J[result.baseline][at, 0]), "variance": own.variance,
            "variance_without": clouds[NONE].variance, "away": own.away, "away_without": clouds[NONE].away,
            "table_error": value_error(result, TABLE, settings.episode),
            "net_error": value_error(result, NET, settings.episode)}
