"""The text twin of `ChanceLab`, and its numbers for files and collections."""
from __future__ import annotations

from typing import Any

import numpy as np

from ...text import columns, counted, elide, in_line, number, off_by
from .check import WRONG
from .estimators import ESTIMATORS
from .one_number import COSTS, WAYS
from .result import ChanceResult
from .settings import WRITTEN, ChanceSettings
from .spread import COMPARED, COORDINATES
from .verdict import (
    one,
    verdict_of_beta,
    verdict_of_check,
    verdict_of_number,
    verdict_of_walk,
)

# How many rows of a long table the text lists.
LISTED = 12


def summarize_chance(settings: ChanceSettings, result: ChanceResult) -> str:
    """The first line of the text twin."""
    spread, k = result.spread(settings.epoch, settings.example), COORDINATES.index(settings.by)
    path, score = (in_line(spread.deviations[name][k]) for name in WAYS)
    where = f"epoch {result.at(settings.epoch)} of {settings.epochs}, digit {settings.example}"
    derivative = f"dR/d{WRITTEN[settings.by].replace(' ', '')} {in_line(spread.exact[k])}"
    return f"ChanceLab: {where}: {derivative}, one sample ± {path}, score function ± {score}"


def brief_beta(settings: ChanceSettings, result: ChanceResult) -> str:
    """The status line of the view of beta."""
    at = result.at(settings.epoch)
    kl = " + ".join(in_line(part) for part in result.run.kl[at])
    error, beta = in_line(result.run.error[at]), in_line(result.task.beta_in(at))
    return f"epoch {at} of {settings.epochs}, β {beta}: reconstruction {error} nats, KL {kl}"


def brief_number(settings: ChanceSettings, result: ChanceResult) -> str:
    """The status line of the view of one number."""
    found = result.one_number(COSTS[settings.cost], settings.mean, settings.sigma)
    said = ", ".join(f"{ESTIMATORS[way].short} ± {in_line(found.deviations[way])}" for way in WAYS)
    return f"μ {in_line(settings.mean)}, σ {in_line(settings.sigma)}, exact {in_line(found.exact)}: {said}"


def brief_walk(settings: ChanceSettings, result: ChanceResult) -> str:
    """The status line of the walk."""
    x, y = (in_line(part) for part in settings.at)
    return f"z ({x}, {y}), epoch {result.at(settings.epoch)} of {settings.epochs}"


def brief_check(settings: ChanceSettings, result: ChanceResult) -> str:
    """The status line of the check."""
    found = result.checked(settings.epoch, settings.same_noise)
    where = f" at {found.names[found.worst]}" if found.wrong.any() else ""
    return (f"{counted(len(found.names), 'weight')}, {int(found.wrong.sum())} do not agree; largest relative error "
            f"{off_by(found.errors.max(), WRONG)}{where}")


def describe_chance(settings: ChanceSettings, result: ChanceResult) -> str:
    """The text twin: the run, the latent plane, both gradients, the check."""
    task, fields = result.task, settings.fields()
    parts = [
        summarize_chance(settings, result), result.verdict,
        f"encoder 64-{task.hidden}-4, decoder 2-{task.hidden}-64, SiLU; Adam, rate {in_line(task.learning_rate)}, "
        f"batch {task.batch_size}; gradient through the sample: {fields['through'].titled(settings.through)}",
        "", brief_beta(settings, result), verdict_of_beta(settings, result),
        columns(("epoch", "beta", "reconstruction", "KL 1", "KL 2", "loss"), elide(_epochs(result))),
        "", f"gradient of the expected error at test digit {settings.example}, "
        f"{one(result.test.labels[settings.example - 1])}:",
        columns(("by", "exact", *(f"sd, {ESTIMATORS[name].short}" for name in COMPARED)), _spread(settings, result)),
        "", "the latent plane:", columns(("test digit", "is", "mu 1", "sigma 1", "mu 2", "sigma 2"),
                                         _latent(settings, result)),
        "", verdict_of_walk(settings, result), _picture(result.decoded(settings.epoch, settings.at)),
        "", f"one number, cost {fields['cost'].titled(settings.cost)}: {brief_number(settings, result)}",
        verdict_of_number(settings, result),
        "", "gradient check:", brief_check(settings, result), verdict_of_check(settings, result)]
    return "\n".join(parts)


def _epochs(result: ChanceResult) -> list[tuple[str, ...]]:
    return [(str(epoch), number(beta), *(number(part) for part in (error, *kl)), number(error + beta * sum(kl)))
            for epoch, (beta, error, kl) in enumerate(_curves(result))]


def _curves(result: ChanceResult) -> list[tuple[float, float, list[float]]]:
    run = result.run
    return [(result.task.beta_in(epoch), error, kl)
            for epoch, (error, kl) in enumerate(zip(run.error.tolist(), run.kl.tolist()))]


def _spread(settings: ChanceSettings, result: ChanceResult) -> list[tuple[str, ...]]:
    spread = result.spread(settings.epoch, settings.example)
    return [(WRITTEN[name], number(spread.exact[k]), *(number(spread.deviations[way][k]) for way in COMPARED))
            for k, name in enumerate(COORDINATES)]


def _latent(settings: ChanceSettings, result: ChanceResult) -> list[tuple[str, ...]]:
    mu, sigma = result.latent(settings.epoch)
    rows = list(dict.fromkeys([settings.example - 1, *range(LISTED)]))
    return [(str(row + 1), str(result.test.labels[row]),
             *(number(part[row, k]) for k in range(2) for part in (mu, sigma))) for row in rows]


def _picture(pixels: np.ndarray) -> str:
    known = np.nan_to_num(pixels, nan=0.0)
    return "\n".join(" ".join(f"{round(16 * ink):2d}" for ink in row) for row in known.reshape(8, 8).tolist())


def table_shown(settings: ChanceSettings, result: ChanceResult) -> dict[str, Any]:
    """The derivatives of the expected error, and how far one sample misses each."""
    return {"caption": f"test digit {settings.example}, epoch {result.at(settings.epoch)}",
            "head": ["derivative by", "exact derivative", *(f"sd, {ESTIMATORS[name].short}" for name in COMPARED)],
            "rows": _spread(settings, result)}


def records_of_chance(settings: ChanceSettings, result: ChanceResult) -> tuple[tuple[str, ...], list[tuple]]:
    """Each epoch: beta, reconstruction and KL of the test digits."""
    return (("epoch", "beta", "reconstruction", "kl_1", "kl_2"),
            [(epoch, beta, error, *kl) for epoch, (beta, error, kl) in enumerate(_curves(result))])


def measures_of_chance(settings: ChanceSettings, result: ChanceResult) -> dict[str, float]:
    """Numbers to be gathered over many settings."""
    at, k = result.at(settings.epoch), COORDINATES.index(settings.by)
    spread = result.spread(settings.epoch, settings.example)
    return {"reconstruction": float(result.run.error[at]), "kl_1": float(result.run.kl[at, 0]),
            "kl_2": float(result.run.kl[at, 1]), "collapsed": float(len(result.collapsed(at))),
            "exact": float(spread.exact[k]),
            "sd_reparameterization": float(spread.deviations["reparameterization"][k]),
            "sd_score": float(spread.deviations["score"][k]),
            "sd_score_baseline": float(spread.deviations["score_baseline"][k])}
