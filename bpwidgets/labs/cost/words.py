"""The text twin of `CostLab`, and its numbers for files and collections."""
from __future__ import annotations

from typing import Any

import numpy as np

from ...text import columns, elide, in_line, number
from .descents import Run
from .result import CostResult
from .settings import CostSettings, is_revealed
from .task import brief, titled
from .ways import WAYS

HEAD = ("way", "passes", "multiply-adds", "as forward passes", "steps", "loss")
RECORDS = ("way", "work in forward passes", "loss")


def summarize_cost(settings: CostSettings, result: CostResult) -> str:
    """The first line of the text twin; once the game has begun, it is about that."""
    if len(result.game.losses) or is_revealed(settings):
        return summarize_game(settings, result)
    return (f"CostLab: {brief(titled(result.widths))}, {result.parameters} parameters; {WAYS[settings.way].title}: "
            f"{result.passes} passes, {number(result.multiply_adds, 6, plain=1e9)} multiply-adds")


def summarize_game(settings: CostSettings, result: CostResult) -> str:
    """How the game stands, in a line."""
    game = result.game
    best = "" if game.best_try is None else f": best loss {in_line(game.losses[game.best_try])}"
    return f"CostLab: game with {len(game.names)} weights, {len(game.losses)} of {game.passes} passes used{best}"


def describe_cost(settings: CostSettings, result: CostResult) -> str:
    """The text twin: what each way costs and how far it gets, and how the game stands."""
    return "\n".join([
        summarize_cost(settings, result), result.verdict, "",
        columns(HEAD, [_row(result, name) for name in WAYS]), "",
        f"multiply-adds for one example: {result.pass_cost.forward} forward, {result.pass_cost.backward} backward; "
        f"descents up to the work of {result.work} forward passes", "", *_game(settings, result)])


def _row(result: CostResult, name: str) -> tuple[str, ...]:
    cost, run = result.costs[name], result.runs.get(name)
    reached = ("", "") if run is None else (str(run.steps), number(run.losses[-1], 3))
    return (WAYS[name].title, str(cost.passes), number(cost.multiply_adds, 6, plain=1e12),
            number(cost.forward_passes, 4, plain=1e12), *reached)


def table_shown(settings: CostSettings, result: CostResult) -> dict[str, Any]:
    """What each way costs and how far it gets; the one that is chosen is marked."""
    rows = [(f"▸ {row[0]}" if name == settings.way else row[0], *row[1:])
            for name, row in ((name, _row(result, name)) for name in WAYS)]
    return {"caption": f"one gradient of {titled(result.widths)}; steps and loss for the work of {result.work} "
                       "forward passes", "head": list(HEAD), "rows": rows}


def _game(settings: CostSettings, result: CostResult) -> list[str]:
    """The tries as a table, and gradient descent once it is shown."""
    game = result.game
    tried = [("you", str(k), *(number(weight) for weight in weights), number(loss))
             for k, (weights, loss) in enumerate(zip(game.tried, game.losses), start=1)]
    shown = settings.step + 1 if is_revealed(settings) else 0
    descent = [("gradient descent", number(passed), *(number(weight, 3, 1e-9) for weight in weights),
                number(loss, 3, 1e-9 * float(game.descent_losses[0])))
               for passed, weights, loss in zip(game.descent_passes, game.descent, game.descent_losses)][:shown]
    lines = [f"game: {len(game.names)} weights, {game.left} of {game.passes} passes left"]
    if tried or descent:
        lines.append(columns(("who", "pass", *game.names, "loss"), [*elide(tried, 20), *elide(descent, 12)]))
    return lines


def records_of_cost(settings: CostSettings, result: CostResult) -> tuple[tuple[str, ...], list[tuple]]:
    """A row for each change of the weights, each way, from the start on, and one for each try of the game."""
    rows = [(name, *row) for name, run in result.runs.items() for row in _rows(run)]
    return RECORDS, [*rows, *(("game", k, float(loss)) for k, loss in enumerate(result.game.losses, start=1))]


def _rows(run: Run) -> list[list[float]]:
    return np.column_stack([run.work, run.losses]).tolist()


def measures_of_cost(settings: CostSettings, result: CostResult) -> dict[str, float]:
    """What a collection can gather."""
    run = result.runs.get(settings.way)
    return {"parameters": float(result.parameters), "passes": float(result.passes),
            "forward_passes": result.forward_passes, "multiply_adds": float(result.multiply_adds),
            "last_loss": float(run.losses[-1]) if run else float("nan")}
