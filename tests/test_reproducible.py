"""The same settings give the same result, bit for bit, also in a fresh process."""

import hashlib
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass

import numpy as np
import pytest

from bpwidgets.studies import (
    DistributionSettings,
    FlowSettings,
    WeightSettings,
    distributions,
    gradient_flow,
    one_weight,
)

CASES = ["gradient_flow(FlowSettings())",
         "gradient_flow(FlowSettings(depth=50, width=128, activation='relu', initializer='orthogonal', seed=7))",
         "gradient_flow(FlowSettings(depth=3, width=5, activation='tanh', initializer='glorot_uniform', gain=2.5))",
         "distributions(DistributionSettings(depth=5, normalization='batch', residual=True))",
         "one_weight(WeightSettings())",
         "distributions(DistributionSettings())", "one_weight(WeightSettings(learning_rate=1e6, steps=500))",
         "one_weight(WeightSettings.create(x=[1, 2, 3.5], y=[0.1, 0.2, 0.7], loss='half_mse', scaled=True))"]


def numbers(value) -> Iterator[bytes]:
    """All bits of a part of a result, however deep they lie."""
    if isinstance(value, np.ndarray):
        yield value.tobytes()
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from numbers(part)
    elif is_dataclass(value):
        for _, part in sorted(vars(value).items()):
            yield from numbers(part)
    else:
        assert " object at 0x" not in repr(value)
        yield repr(value).encode()


def fingerprint(result) -> str:
    content = hashlib.sha256()
    for part in numbers(result):
        content.update(part)
    return content.hexdigest()


def compute() -> list[str]:
    names = dict(gradient_flow=gradient_flow, one_weight=one_weight, distributions=distributions,
                 FlowSettings=FlowSettings,
                 WeightSettings=WeightSettings, DistributionSettings=DistributionSettings)
    return [fingerprint(eval(case, names)) for case in CASES]


@pytest.fixture(scope="module")
def fresh() -> list[str]:
    """The fingerprints as another process finds them."""
    program = (f"import sys; sys.path.insert(0, {__file__!r}.rpartition('tests')[0]); sys.argv = ['x']\n"
               f"import runpy\nprint(*runpy.run_path({__file__!r})['compute']())")
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()


@pytest.mark.parametrize("number", range(len(CASES)), ids=CASES)
def test_a_fresh_process_finds_the_same_bits(fresh, number):
    assert fresh[number] == compute()[number]


def test_the_same_call_twice_gives_the_same_bits():
    assert compute() == compute()


def test_another_seed_gives_another_result():
    assert fingerprint(gradient_flow(FlowSettings(seed=1))) != fingerprint(gradient_flow(FlowSettings(seed=2)))
