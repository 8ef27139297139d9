"""The comparison of two checkouts: what its intervals and verdicts say, and that both sides answer."""

from types import SimpleNamespace

import numpy as np
import pytest

from tests.bench import compare
from tests.bench.__main__ import arguments
from tests.bench.compare import HERE, Missing, Side, interval, verdict


@pytest.mark.parametrize("count, low, high", [(1, 0, 0), (5, 0, 4), (6, 0, 5), (9, 1, 7), (20, 5, 14), (40, 13, 26)])
def test_the_interval_of_a_median_has_the_ranks_of_the_tables(count, low, high):
    # Conover 1999, Practical Nonparametric Statistics, table A3; fewer than six values cannot give 95 %
    assert interval(np.random.default_rng(0).permutation(count).tolist()) == (low, high)


def test_the_interval_holds_the_true_median_in_95_of_100_cases_whatever_is_drawn():
    draw = np.random.default_rng(0)
    held = [low <= 1 <= high for low, high in (interval(np.exp(draw.laplace(size=30)).tolist()) for _ in range(2000))]
    assert 0.94 < np.mean(held) < 0.98


@pytest.mark.parametrize("low, high, words", [(1.06, 1.2, "SLOWER by more than 5%"), (0.8, 0.99, "faster"),
                                              (0.98, 1.04, "not slower"),
                                              (0.9, 1.2, "open: more rounds"), (1.04, 1.06, "open: more rounds")])
def test_the_verdict_follows_from_the_interval_alone(low, high, words):
    assert verdict(low, high) == words


def test_a_checkout_is_compared_with_itself(monkeypatch):
    monkeypatch.setattr(compare, "PAIRS", 1)
    options = SimpleNamespace(other=HERE, rows=["step-2-4"], rounds=6, clock="cpu", say=print)
    [table] = compare.run(options)
    [(figure, rounds, *numbers, words)] = table.rows
    assert (figure, rounds) == ("step-2-4-2-1", 6) and all(number > 0 for number in numbers) and words
    assert numbers[3] <= numbers[2] <= numbers[4]


def test_a_side_says_what_it_has_and_why_something_is_missing():
    with Side(HERE) as side:
        assert {"values-float64", "plane-first", "flow-float32", "adam",
                "per-layer-1000"} < set(side.ask(figures=True)["figures"])
        with pytest.raises(Missing, match="KeyError: 'nothing'"):
            side.ask(prepare="nothing")
        assert side.ask(prepare="adam")["units"] == 1000


@pytest.mark.parametrize("given", [["compare"], ["compare", "no/such/folder"], ["compare", "a", "b"]])
def test_a_comparison_needs_one_other_checkout(given, capsys):
    with pytest.raises(SystemExit):
        arguments(given)
    assert "compare needs one other checkout" in capsys.readouterr().err


def test_the_other_checkout_is_no_part_of_the_benchmark():
    options = arguments(["compare", str(HERE), "--rows", "step"])
    assert options.parts == ["compare"] and options.other == HERE and options.rows == ["step"]
