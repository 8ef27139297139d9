"""Values for each kind of field, as Python text: what is allowed, what nearly is, and what no field takes."""
from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np

from bpwidgets.settings import (
    Axes,
    Cells,
    Choice,
    Coordinates,
    Data,
    Drawings,
    Field,
    NamedNumbers,
    Names,
    ObjectiveField,
    Point,
    Records,
    RowEdits,
    Settings,
    Sizes,
    Slider,
    Strokes,
    Toggle,
)

# Where a larger number only costs time: the fuzz looks for what breaks, and what breaks does so in small nets too.
SMALL = MappingProxyType({"depth": 7, "width": 8, "steps": 12, "resolution": 8, "n_samples": 8, "n_draws": 3,
                          "deepest": 9, "fork_step": 12,
                          "step": 12, "layer": 8, "bins": 60, "updates": 9, "budget": 40, "game_passes": 12,
                          "epochs": 5, "stop_at": 5, "n_points": 40, "patience": 5, "change_at": 5, "trained_on": 60,
                          "episodes": 4, "most_steps": 20, "samples": 20,
                          "number_steps": 20, "d_updates": 2, "batch": 16, "layers": 2, "units": 8,
                          "old_epochs": 3, "sweep_seeds": 1})
NONSENSE = ("None", "object()", "'tahn'", "''", "float('nan')", "float('inf')", "-float('inf')", "-1", "0", "1e301",
            "-1e-320", "10**400", "True",
            "1j", "b'relu'", "()", "[]", "{}", "[[]]", "{'a': 1}", "len", "np.array([1.0, 2.0])", "np.zeros((0, 2))",
            "np.array(0.5)",
            "np.array(['relu'])", "np.float64(0.5)", "np.float32(0.1)", "np.int64(3)", "np.bool_(True)",
            "np.str_('relu')", "np.nan",
            "'=, nothing'", "range(3)", "(None, None)", "('relu', 'relu')", "np.ma.masked",
            "np.datetime64('2020-01-01')", "1 / 3")
SIZES = (1.0, 1.0, 1.0, 3.0, 1e-3, 1e3, 1e6, 1e-300, 1e155, 1e301)

Random = np.random.Generator


def pick(rng: Random, options: Sequence[Any]) -> Any:
    """One of the options."""
    return options[int(rng.integers(len(options)))]


def value(rng: Random, field: Field, name: str, settings: Settings, nonsense: float = 0.2) -> str:
    """A value for a field, most times one that it takes."""
    return pick(rng, NONSENSE) if rng.random() < nonsense else KINDS[type(field)](rng, field, name, settings)


def span(field: Slider, name: str, settings: Settings) -> tuple[float, float]:
    """The bounds of a number, as far as it costs no time."""
    low, high = field.bounds(settings)
    return low, max(low, min(high, SMALL.get(name, math.inf)))


def between(rng: Random, low: float, high: float, *, log: bool, whole: bool) -> str:
    """A number between two bounds, at times one of them."""
    chosen = rng.random()
    if chosen < 0.2:
        return repr(type(low)(low) if chosen < 0.1 else high)
    if whole:
        return repr(int(rng.integers(int(low), int(high) + 1)))
    if log:
        return f"{math.exp(rng.uniform(math.log(low), math.log(high))):.3g}"
    return f"{rng.uniform(max(low, -100), min(high, 100)):.3g}"


def _slider(rng: Random, field: Slider, name: str, settings: Settings) -> str:
    low, high = span(field, name, settings)
    return between(rng, low, high, log=field.log, whole=field.integer)


def _choice(rng: Random, field: Choice, name: str, settings: Settings) -> str:
    return repr(pick(rng, tuple(field.options) or tuple(field.allowed(settings))))


def _toggle(rng: Random, field: Toggle, name: str, settings: Settings) -> str:
    return pick(rng, ("True", "False", "np.bool_(True)"))


def _names(rng: Random, field: Names, name: str, settings: Settings) -> str:
    allowed = field.allowed(settings)
    chosen = [str(one) for one in rng.permutation(allowed)[: int(rng.integers(0, min(len(allowed), 4) + 1))]]
    return pick(rng, (repr(tuple(chosen)), repr(chosen), repr(", ".join(chosen)), f"np.array({chosen})"))


def _named_numbers(rng: Random, field: NamedNumbers, name: str, settings: Settings) -> str:
    pairs = {str(one): float(between(rng, field.low, field.high, log=field.low > 0, whole=False))
             for one in rng.permutation(field.allowed(settings))[: 2]}
    return pick(rng, (repr(pairs), repr(tuple(pairs.items())),
                      repr(", ".join(f"{one}={number!r}" for one, number in pairs.items()))))


def _coordinates(rng: Random, field: Coordinates, name: str, settings: Settings) -> str:
    return pick(rng, ("None", numbers(rng, len(field.names(settings)))))


def _axes(rng: Random, field: Axes, name: str, settings: Settings) -> str:
    two = tuple(str(one) for one in rng.permutation(field.names(settings))[: 2])
    return repr(pick(rng, (*field.kinds, two, two, list(two), ", ".join(two))))


def _point(rng: Random, field: Point, name: str, settings: Settings) -> str:
    return pick(rng, ("None", numbers(rng, 2), numbers(rng, 2), "'0.5, -1'"))


def _data(rng: Random, field: Data, name: str, settings: Settings) -> str:
    x, y = own_arrays(rng)
    return pick(rng, (*map(repr, field.options), f"bp.datasets.Dataset({x}, {y})",
                      f"bp.datasets.Dataset({x}, {y}, 'mine')"))


OBJECTIVES = ("engine.network((2, 3, 1), 'tanh', 'identity')", "engine.network((1, 2, 2), 'relu', 'sigmoid')",
              "lambda theta: theta[0] ** 2 + theta[1]",
              "engine.Function(lambda theta: (theta ** 2).sum(axis=-1), n=2)",
              "engine.Function(lambda theta: 0.0 * theta[0], n=2)",
              "engine.SURFACES['bowl'].replace(condition=100)", "engine.SURFACES['rastrigin']",
              "lambda theta: 1 / theta[0]",
              "engine.NetworkLoss(engine.network((1, 2, 1), 'tanh', 'identity'), [[0.0], [1.0]], [[1.0], [0.0]], "
              "loss='mse')")


def _objective(rng: Random, field: ObjectiveField, name: str, settings: Settings) -> str:
    return pick(rng, OBJECTIVES) if rng.random() < 0.3 else repr(pick(rng, tuple(field.options)))


def _sizes(rng: Random, field: Sizes, name: str, settings: Settings) -> str:
    chosen = [int(size) for size in rng.integers(1, 9, int(rng.integers(field.least, 6)))]
    return pick(rng, (repr(tuple(chosen)), repr(chosen), repr("-".join(map(str, chosen))), f"np.array({chosen})"))


def _records(rng: Random, field: Records, name: str, settings: Settings) -> str:
    return pick(rng, ("[]", "[{'depth': 3, 'seed': 1.5}]", "[{'depth': float('nan')}, {}]", "[(('depth', 2.0),)]"))


def _strokes(rng: Random, field: Strokes, name: str, settings: Settings) -> str:
    drawn = rng.uniform(0, 1, (int(rng.integers(0, 4)), int(rng.integers(1, 9)), 2)).round(2)
    return pick(rng, (repr(drawn.tolist()), "'40,28 52,14 52,86'", "'50,50'", "''", "'40,28;; 1e2,0'"))


def _cells(rng: Random, field: Cells, name: str, settings: Settings) -> str:
    return pick(rng, ("'S . 1'", "'. . 3; . # . ; S . 2'", "'S'", "'S # -1e99'", "'S 1; # .'", "'# S; 0 S'", "'. .'"))


def _drawings(rng: Random, field: Drawings, name: str, settings: Settings) -> str:
    return pick(rng, ("[]", "[{'digit': 7, 'strokes': '30,18 68,16 46,86'}]", "[{'digit': 10, 'strokes': '1,1'}]"))


def _row_edits(rng: Random, field: RowEdits, name: str, settings: Settings) -> str:
    width = field.width(settings)
    return pick(rng, ("{}", "{0: None}", f"{{1: {[0.5] * (width - 1) + [1.0]}, 50: {[-0.5] * (width - 1) + [0.0]}}}"))


KINDS: Mapping[type[Field], Callable[..., str]] = MappingProxyType({
    Slider: _slider, Choice: _choice, Toggle: _toggle, Names: _names, NamedNumbers: _named_numbers,
    Coordinates: _coordinates, Axes: _axes,
    Point: _point, Data: _data, ObjectiveField: _objective, Records: _records, RowEdits: _row_edits,
    Sizes: _sizes, Strokes: _strokes, Cells: _cells, Drawings: _drawings})


def numbers(rng: Random, count: int) -> str:
    """A list of numbers, at times all equal or huge."""
    size = pick(rng, SIZES)
    drawn = np.full(count, size) if rng.random() < 0.1 else size * rng.standard_normal(count)
    return f"[{', '.join(f'{number:.3g}' for number in drawn)}]"


def own_arrays(rng: Random) -> tuple[str, str]:
    """Inputs and desired outputs, most times ones that fit each other."""
    if rng.random() < 0.1:
        return pick(rng, NONSENSE), pick(rng, NONSENSE)
    rows = int(rng.integers(1, 5))
    x, y = (_array(rng, rows, pick(rng, (0, 0, 1, 2, 3))) for _ in range(2))
    return x, pick(rng, (y, y, y, str(_labels(rng, rows))))


def _array(rng: Random, rows: int, columns: int) -> str:
    if not columns:
        return numbers(rng, rows)
    return f"[{', '.join(numbers(rng, columns) for _ in range(rows))}]"


def _labels(rng: Random, rows: int) -> list[int]:
    return [int(one) for one in rng.integers(0, pick(rng, (2, 3, 10, 10 ** 6, 2 ** 62)), rows)]
