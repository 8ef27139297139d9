"""A run as a notebook cell: the same training in a dozen lines of the engine, to copy and change."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from .. import engine
from ..datasets import CURVES, Dataset
from .data import PERCENT, maker_of, parameters_of
from .features import columns
from .recipe import fitted
from .run import Run

TABLES = {"activation": engine.ACTIVATIONS, "loss": engine.LOSSES, "optimizer": engine.OPTIMIZERS,
          "initializer": engine.INITIALIZERS}


def engine_cell(settings: Any, run: Run) -> str:
    """The lines that train the same net with the same numbers, bit for bit; "" for rows of the user's own.

    >>> from bpwidgets.training.settings import TrainingSettings
    >>> from bpwidgets.training.train import training
    >>> settings = TrainingSettings(epochs=3)
    >>> cell = engine_cell(settings, list(training(settings))[-1])
    >>> print(cell.partition("theta")[0], end="")
    from bpwidgets import datasets, engine
    <BLANKLINE>
    train, test = datasets.moons(n=200, noise=0.1, seed=0).split(0.5, seed=0)
    x, y = train.x, train.y
    net = engine.Network((engine.Dense(2, 8, 'tanh'), engine.Dense(8, 8, 'tanh'), engine.Dense(8, 1),))
    loss = engine.NetworkLoss(net, x, y, 'binary_cross_entropy', batch_size=10)
    """
    if not has_known_rows(settings, run):
        return ""
    lines = [*data_lines(settings, run), *_training(settings, run)]
    names = [name for name in ("datasets", "engine") if any(f"{name}." in line for line in lines)]
    imports = [f"from bpwidgets import {', '.join(names)}"]
    if any("np." in line for line in lines):
        imports = ["import numpy as np", "", *imports]
    return "\n".join([*imports, "", *lines]) + "\n"


def has_known_rows(settings: Any, run: Run) -> bool:
    """Whether the tables of the engine have all that the run is made of."""
    rows = [("activation", run.network.layers[l].activation) for l in run.layers]
    rows += [(name, settings.row(name)) for name in ("loss", "optimizer", "initializer")]
    return all(TABLES[kind].get(row.name) == row for kind, row in rows) and isinstance(settings.schedule, str)


def data_lines(settings: Any, run: Run) -> Iterator[str]:
    """The examples for training as x and y: drawn anew where a line can say so, else number by number."""
    parts, drawn = run.parts, _drawn(settings, run)
    if drawn and len(parts.train) and parts.test is not None:
        yield f"train, test = {drawn}.split({_share(parts)}, seed={settings.data_seed})"
        yield "x, y = train.x, train.y"
    elif drawn:
        yield f"train = {drawn}"
        yield "x, y = train.x, train.y"
    else:
        yield f"x = np.array({parts.train.points.tolist()})"
        yield f"y = np.array({parts.train.desired.tolist()})"
    usual = ("inputs",) if parts.train.points.shape[1] > 2 else ("x", "y")[:parts.train.points.shape[1]]
    if parts.features != usual:
        yield f"x = np.column_stack([{', '.join(COLUMNS[name] for name in parts.features)}])"
    if settings.scaled:
        with np.errstate(all="ignore"):
            constant = (columns(parts.features, parts.train.points).std(axis=0) == 0).any()
        yield f"x = (x - x.mean(axis=0)) / {'np.where(x.std(axis=0) > 0, x.std(axis=0), 1)' if constant else DEVIATION}"


DEVIATION = "x.std(axis=0)"
COLUMNS = {"x": "x[:, 0]", "y": "x[:, 1]", "x^2": "x[:, 0] ** 2", "y^2": "x[:, 1] ** 2", "xy": "x[:, 0] * x[:, 1]",
           "sin(x)": "np.sin(x[:, 0])", "sin(y)": "np.sin(x[:, 1])"}


def _drawn(settings: Any, run: Run) -> str:
    """The call that draws the data, "" if there is none."""
    data, known = settings.data, parameters_of(settings.data)
    moved = settings.points or (settings.noise and "noise" not in known)
    if maker_of(data) is None or moved or (settings.n_points != len(data) and "n" not in known):
        return ""
    noise = settings.noise if "playground" in data.name else settings.noise / PERCENT
    asked = {"n": settings.n_points, "noise": noise, "seed": settings.data_seed}
    given = [*_family(data), *(f"{key}={value!r}" for key, value in asked.items() if key in known)]
    return f"datasets.{given[0]}({', '.join(given[1:])}){_relabeled(run)}"


def _family(data: Dataset) -> list[str]:
    """The function of `datasets`, and the name that it takes, if it makes several sets."""
    family, _, name = data.name.partition("_")
    if family == "playground":
        return [family, repr(name)]
    return ["curve", repr(data.name)] if data.name in CURVES else [data.name]


def _relabeled(run: Run) -> str:
    targets = run.parts.targets
    if not targets.labels or targets.kind == "classes":
        return ".one_hot()" if targets.labels else ""
    wanted = (targets.low, targets.high)
    return "" if targets.labels == wanted else f".relabel({wanted[0]:g}, {wanted[1]:g})"


def _share(parts: Any) -> float:
    """The share for training, as short as a number can be that `split` rounds to the same count."""
    n = len(parts.train) + len(parts.test)
    return next(share for digits in range(1, 18) if round((share := round(len(parts.train) / n, digits)) * n)
                == len(parts.train))


def _training(settings: Any, run: Run) -> Iterator[str]:
    recipe, steps = run.recipe, run.updates
    penalties = "".join(f", {name}={getattr(recipe, name)!r}" for name in ("l1", "l2") if getattr(recipe, name))
    batch = "" if run.objective.batch_size is None else f", batch_size={recipe.batch_size}"
    order = f", seed={recipe.seed}" * bool(batch and recipe.seed) + ", shuffle=False" * (not recipe.shuffle)
    layers = ", ".join(f"engine.{layer!r}" for layer in run.network.layers)
    yield f"net = engine.Network(({layers},))"
    yield f"loss = engine.NetworkLoss(net, x, y, {run.objective.loss.name!r}{batch}{order}{penalties})"
    scaled = f", gain={settings.gain!r}" * (settings.gain != 1)
    yield f"theta = net.initialize({settings.initializer!r}, seed={settings.seed}{scaled}{_by_data(settings)})"
    rule, clip = f"{settings.optimizer!r}", f", clip=engine.CLIPS['norm'].replace(threshold={settings.clip!r})"
    rate, schedule, planned = _rate(settings, run)
    yield (f"path = engine.descend(loss, theta, {rule}, learning_rate={rate!r}, steps={planned}{schedule}"
           f"{clip * bool(settings.clip)})")
    yield f"theta = path.thetas[{steps}]      # after {run.epochs} epochs of {run.per_epoch} updates"
    yield "print(loss.value(theta))"


def _by_data(settings: Any) -> str:
    return ", x=x" * (settings.row("initializer").rescale is not None)


def _rate(settings: Any, run: Run) -> tuple[float, str, int]:
    """The rate, the keyword of the schedule, and how many steps are planned."""
    recipe = run.recipe
    planned = recipe.epochs * run.per_epoch
    schedule = fitted(recipe.schedule, planned)
    text = f"engine.SCHEDULES[{schedule.name!r}].replace({', '.join(map(repr, schedule.hyperparameters))})"
    if not recipe.change_at:
        if schedule.name == "constant":
            return recipe.learning_rate, "", run.updates
        return recipe.learning_rate, f", schedule={text}", planned
    change, after = recipe.change_at * run.per_epoch, recipe.changed_rate
    factor = "" if schedule.name == "constant" else f" * {text}.factor(k, K)"
    rule = f"lambda k, K: ({recipe.learning_rate!r} if k < {change} else {after!r}){factor}"
    return 1.0, f", schedule=engine.Schedule('changed', {rule})", planned
