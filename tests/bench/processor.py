"""The kind of processor, and what its elementary functions cost: on these two depends what a net of tanh units costs.

With AVX-512 numpy computes exp and tanh of float64 many at a time; with AVX2, as most laptops have it, one after the
other.
"""
from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable
from functools import lru_cache
from math import ceil
from pathlib import Path

import numpy as np

from tests.bench.report import Table

FUNCTIONS = {"exp": np.exp, "tanh": np.tanh, "expm1": np.expm1}
COUNTS = 1000, 10_000, 100_000, 1_000_000
TURNS, TURN_NUMBERS = 100, 20_000


@lru_cache(maxsize=1)
def kind() -> str:
    """Its name, its cores, and the widest vectors that numpy found in it."""
    return f"{_name()}, {os.cpu_count()} cores, {_vectors()}"


def _name() -> str:
    """As the system has it; without a file of Linux's, as Python knows it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    facts = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
    name = facts.get("model name") or platform.processor() or platform.machine()
    numbers = [f"{key} {facts[key]}" for key in ("cpu family", "model") if key in facts]
    return f"{name} ({', '.join(numbers)})" if numbers else name


def _vectors() -> str:
    found = _extensions()
    return f"numpy with {found[-1] if found else 'no extensions'}, {'with' if is_wide() else 'without'} AVX-512"


def _extensions() -> list[str]:
    extensions = np.show_config(mode="dicts")["SIMD Extensions"]
    return [*extensions.get("baseline", ()), *extensions.get("found", ())]


def is_wide() -> bool:
    """Whether the processor has AVX-512."""
    return any(name.startswith("AVX512") or name == "X86_V4" for name in _extensions())


def promised(wide: float, narrow: float) -> float:
    """How many times faster than a peer the engine has to be: on a processor with AVX-512, and without."""
    return wide if is_wide() else narrow


def elementary(options) -> list[Table]:
    """ns per number, in arrays of several lengths."""
    from bpwidgets.engine import ACTIVATIONS

    functions = FUNCTIONS | {"the engine's tanh": ACTIVATIONS["tanh"].function, "its slope": ACTIVATIONS["tanh"].slope}
    rows = [(name, dtype.__name__, *(1e9 * _best(function, count, dtype) for count in COUNTS))
            for name, function in functions.items() for dtype in (np.float64, np.float32)]
    return [Table("Elementary functions, ns per number in arrays of so many normal numbers, the best of many turns",
                  ("function", "", *(f"{count:,}" for count in COUNTS)), rows)]


def _best(function: Callable[[np.ndarray], object], count: int, dtype: type) -> float:
    """The least seconds per number: turns are short, so that some of them have the processor for themselves."""
    z, calls = np.random.default_rng(0).standard_normal(count).astype(dtype), ceil(TURN_NUMBERS / count)
    turns = []
    for _ in range(TURNS):
        start = time.perf_counter()
        for _ in range(calls):
            function(z)
        turns.append(time.perf_counter() - start)
    return min(turns) / (calls * count)
