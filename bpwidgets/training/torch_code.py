"""A run as a program in PyTorch: the same start, the same batches, the same updates."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..in_torch import ACTIVATIONS, LOSSES, OPTIMIZERS
from .code import has_known_rows
from .recipe import fitted
from .run import Run

# The factor in front of the rate, before step k of K, by the name of a schedule.
SCHEDULES = {
    "step": "{gamma} ** (k // {step_size})",
    "cosine": "{end_factor} + (1 - {end_factor}) * (1 + math.cos(math.pi * k / {K})) / 2",
    "warm_up": "min(1.0, (k + 1) / {warm_up_steps})",
    "warm_up_cosine": "(k + 1) / {warm_up_steps} if k < {warm_up_steps} else {end_factor} + (1 - {end_factor}) * "
                      "(1 + math.cos(math.pi * (k - {warm_up_steps}) / ({K} - {warm_up_steps}))) / 2"}


def torch_cell(settings: Any, run: Run) -> str:
    """The lines that train the same net in PyTorch; "" for what it does not have.

    The numbers agree but for rounding; with dropout they cannot, since it draws its own.
    """
    known = has_known_rows(settings, run) and settings.loss in LOSSES and settings.optimizer in OPTIMIZERS
    if not known or any(run.network.layers[l].activation.name not in ACTIVATIONS for l in run.layers):
        return ""
    imports = ["import numpy as np", "import torch"]
    lines = [*_start(run), *_net(run), *_loop(settings, run)]
    return "\n".join(["import math"] * any("math." in line for line in lines) + imports + ["", *lines]) + "\n"


def _tensor(values: Any, more: str = "") -> str:
    return f"torch.tensor({values.tolist()}, dtype=torch.float64{more})"


def _start(run: Run) -> Iterator[str]:
    train, theta = run.parts.train, run.network.unpack(run.recipe.theta)
    yield f"x = {_tensor(train.x)}"
    yield f"y = {_tensor(train.desired)}"
    for number, l in enumerate(run.layers, 1):
        for name, values in theta[l].items():
            yield f"{name}{number} = {_tensor(values, ', requires_grad=True')}"
    yield f"parameters = [{', '.join(f'{name}{k}' for k in range(1, len(run.layers) + 1) for name in ('W', 'b'))}]"


def _net(run: Run) -> Iterator[str]:
    yield "def net(a):"
    for number, l in enumerate(run.layers, 1):
        yield f"    a = {ACTIVATIONS[run.network.layers[l].activation.name].format(z=f'(a @ W{number} + b{number})')}"
        after = run.network.layers[l + 1] if l + 1 < len(run.network.layers) else None
        if hasattr(after, "rate"):
            yield f"    a = torch.nn.functional.dropout(a, {after.rate!r})"
    yield "    return a"


def _loop(settings: Any, run: Run) -> Iterator[str]:
    recipe, N = run.recipe, len(run.parts.train)
    size = run.objective.batch_size or N
    shuffled = recipe.shuffle and size < N
    yield f"rule = {OPTIMIZERS[settings.optimizer].format(rate=recipe.learning_rate)}"
    schedule = _factor(run)
    if schedule:
        yield f"schedule = torch.optim.lr_scheduler.LambdaLR(rule, lambda k: {schedule})"
    yield f"for epoch in range({run.epochs}):"
    drawn = f"np.random.default_rng([{recipe.seed}, epoch]).permutation({N})"
    yield f"    order = {drawn if shuffled else f'np.arange({N})'}"
    yield f"    for first in range(0, {N}, {size}):"
    yield f"        rows = order[first:first + {size}]"
    yield f"        loss = {_loss(run)}"
    yield "        rule.zero_grad()"
    yield "        loss.backward()"
    if settings.clip:
        yield f"        torch.nn.utils.clip_grad_norm_(parameters, {settings.clip!r})"
    yield "        rule.step()"
    if schedule:
        yield "        schedule.step()"
    yield "print(loss.item())      # of the last batch"


def _loss(run: Run) -> str:
    text = LOSSES[run.objective.loss.name].format(a="net(x[rows])").replace(", y)", ", y[rows])")
    text = text.replace("- y)", "- y[rows])").replace("len(x)", "len(rows)")
    weights = [f"W{number}" for number in range(1, len(run.layers) + 1)]
    squares, sizes = (" + ".join(f"{W}{what}.sum()" for W in weights) for what in (".square()", ".abs()"))
    text += f" + {run.recipe.l2!r} / 2 * ({squares})" if run.recipe.l2 else ""
    return text + (f" + {run.recipe.l1!r} * ({sizes})" if run.recipe.l1 else "")


def _factor(run: Run) -> str:
    """What the rate is multiplied by in step k, as Python; "" if it stays."""
    recipe = run.recipe
    K = recipe.epochs * run.per_epoch
    schedule = fitted(recipe.schedule, K)
    numbers = {number.name: number.value for number in schedule.hyperparameters}
    text = SCHEDULES[schedule.name].format(K=K, **numbers) if schedule.name in SCHEDULES else ""
    if not recipe.change_at:
        return text
    ratio, change = recipe.changed_rate / recipe.learning_rate, recipe.change_at * run.per_epoch
    changed = f"(1.0 if k < {change} else {ratio!r})"
    return f"{changed} * ({text})" if text else changed
