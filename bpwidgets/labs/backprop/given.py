"""What is given to the chain rule: the selected weight, inputs and targets; and which numbers of the formula a hand can
move, how far, and which settings that means."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ...datasets import Dataset
from ...mathml import EQUALS, Held, Part, held, marked, row, symbol, value
from ...nets.task import reach_of
from ...nets.weights import weight_range
from ...text import in_line, in_words
from .chain import Chain, unit_words
from .edits import columns_of, with_edit
from .result import BackpropResult
from .settings import BackpropSettings

# More inputs or targets than these are shortened.
MOST = 4
STEPS = 160     # from one end of a number's range to the other


def given(result: BackpropResult, chain: Chain, update: int) -> Part:
    """The selected parameter, the inputs and the targets of the example that is shown."""
    k = result.names.index(chain.name)
    kind, units = chain.name[0], chain.name[chain.name.index("[") + 1:-1]
    own = _number(result.path.thetas[update][k], chain.name if update == 0 else "", "weight")
    parts = [symbol(kind, str(chain.place.layer), units), EQUALS, own]
    for words, name in (("input", "x"), ("target", "y")):
        names = shown_of(result, name, update)
        parts += [value(f";  {words} ", spoken=f"; {words}")]
        for n, (one, number) in enumerate(names[:MOST]):
            parts += [value(", ", spoken=",")] if n else []
            parts.append(_number(number, one, "ink"))
        parts += [value(", …", spoken="and so on")] if len(names) > MOST else []
    return row(*parts)


def given_in_a_line(result: BackpropResult, chain: Chain, update: int) -> str:
    """The same as text."""
    own = float(result.path.thetas[update][result.names.index(chain.name)])
    told = [f"{words} {', '.join(in_line(number) for _, number in shown_of(result, name, update))}"
            for words, name in (("input", "x"), ("target", "y"))]
    return f"{chain.name} = {in_line(own)}; {'; '.join(told)}"


def shown_of(result: BackpropResult, name: str, update: int) -> list[tuple[str, float]]:
    """The inputs ("x") or targets ("y") of the example that is shown, by name."""
    example = result.shown_example(update)
    numbers = columns_of(result.data)[name][example]
    return [(f"{name}[{example},{k}]", float(number)) for k, number in enumerate(numbers)]


def input_name(result: BackpropResult, chain: Chain, update: int) -> str:
    """The name of the input that is a factor, "" where none is."""
    first = chain.input is not None and chain.input.kind == "input"
    return f"x[{result.shown_example(update)},{chain.place.source}]" if first else ""


def numbers_of(settings: BackpropSettings, result: BackpropResult, chain: Chain, update: int) -> list[Held]:
    """All numbers of the formula that a hand can move: at the first update the weights, at any the data."""
    layer, target = chain.place.layer, chain.place.target
    above = [] if layer == len(result.network.layers) else range(len(chain.error))
    weights = [*(f"W{layer + 1}[{target},{k}]" for k in above), chain.name]
    own = weights if update == 0 else []
    data = [one for name in ("x", "y") for one in shown_of(result, name, update)]
    return [*(_weight(settings, result, name) for name in own),
            *(_of_data(settings, result, name, number) for name, number in data)]


def entered(settings: BackpropSettings, result: BackpropResult, name: str, number: Any) -> Mapping[str, Any]:
    """What it means that a hand gave a number of the formula this value."""
    if name in result.names:
        return {"weights": {name: number}}
    return {"edits": with_edit(settings.edits, settings.data, name, number)}


def held_weight(part: Part, name: str, update: int) -> Part:
    """The number of a weight, for a hand where it can be moved: later weights are what the updates made of them."""
    return held(part, name) if update == 0 else part


def _number(number: float, name: str, role: str) -> Part:
    part = value(in_words(float(number)))
    return marked(held(part, name) if name else part, role)


def _weight(settings: BackpropSettings, result: BackpropResult, name: str) -> Held:
    number = float(result.theta[result.names.index(name)])
    return _reaching(name, f"{'bias' if name[0] == 'b' else 'weight'} {name}", number, *weight_range(settings, name))


def _of_data(settings: BackpropSettings, result: BackpropResult, name: str, number: float) -> Held:
    column = int(name[:-1].split(",")[1])
    if name[0] == "x":
        reach = _reach(columns_of(settings.data)["x"][:, column])
        return _reaching(name, unit_words(0, column, 1), number, -reach, reach)
    low, high, step = target_range(settings.data, result, column)
    label = "target" if len(columns_of(settings.data)["y"][0]) == 1 else f"target {column + 1}"
    return _reaching(name, label, number, low, high, step)


def target_range(data: Dataset, result: BackpropResult, column: int) -> tuple[float, float, float]:
    """Lowest and highest target of a drag, and its step, 0 for a usual one."""
    y, loss = columns_of(data)["y"], result.task.objective.loss
    if loss.targets == "classes" and y.shape[1] == 1:
        return 0.0, float(result.network.sizes[-1] - 1), 1.0
    if loss.targets != "numbers":
        return 0.0, 1.0, 0.0
    low, high = reach_of(result.network.layers[-1].activation)
    reach = _reach(y[:, column])
    return max(low, -reach), min(high, reach), 0.0


def _reach(numbers: np.ndarray) -> float:
    """How far a number of a column can be dragged to both sides of 0."""
    return max(1.0, 2 * float(np.abs(numbers).max()))


def _reaching(name: str, label: str, number: float, low: float, high: float, step: float = 0.0) -> Held:
    return Held(name, label, number, min(low, number), max(high, number),
                step or float(f"{(high - low) / STEPS:.0e}"))
