"""Settings and words of the distributions: the same names as the flow lab, sentences against their numbers, tables,
records."""

import math
import re

import numpy as np
import pytest

from bpwidgets.labs.distributions.settings import QUANTITIES
from bpwidgets.labs.distributions.words import (
    HEAD,
    describe_distributions,
    measures_of_distributions,
    records_of_distributions,
    rows_of_layer,
    summarize_distributions,
)
from bpwidgets.studies import DistributionSettings, FlowSettings, distributions
from bpwidgets.text import in_line, in_words


def spread(**changes):
    settings = DistributionSettings(**changes)
    return settings, distributions(settings)


def test_what_both_labs_have_is_one_field_with_one_meaning():
    ours, theirs = DistributionSettings.fields(), FlowSettings.fields()
    assert set(theirs) - set(ours) == {"n_draws"} and set(ours) - set(theirs) == {"learning_rate", "bins", "quantity"}
    for name in set(ours) & set(theirs) - {"layer"}:
        assert ours[name] == theirs[name]


def test_every_field_has_words_for_its_control_its_group_and_its_help():
    assert all(field.label and field.question and field.help for field in DistributionSettings.fields().values())


@pytest.mark.parametrize("change", [dict(quantity="z"), dict(layer=5), dict(quantity="weight_gradient", layer=0)])
def test_what_is_looked_at_does_not_ask_for_a_new_result(change):
    assert DistributionSettings().moves_only_cursors(DistributionSettings(**change))


# -- the verdict


def test_layers_that_learn_unevenly_are_named_with_their_ratios():
    _, result = spread(activation="sigmoid")
    slow, fast = result.update_ratio[0], result.update_ratio[-2]
    assert result.verdict.startswith(
        f"A step moves the weights of layer 1 least, by {in_words(slow, 2)} of their size, and those of layer 20 most, "
        f"by {in_words(fast, 2)} (rule of thumb: 0.001). ")


def test_layers_that_learn_evenly_are_said_to_and_dead_units_are_counted():
    _, result = spread()
    hidden, dead = result.update_ratio[:-1], result.dead_fraction
    assert result.verdict == (
        f"A step moves the weights of every hidden layer by {in_words(hidden.min(), 2)} to {in_words(hidden.max(), 2)} "
        "of their size, about 100 times less than the rule of thumb, 0.001. "
        f"{100 * dead.mean():.0f}% of the units are dead, {100 * dead.max():.0f}% in layer {dead.argmax() + 1}. "
        f"At example 1 the output changes at most {in_words(result.jacobian_singular_values[0], 2)} times as much as "
        "the input.")


@pytest.mark.parametrize("rate, words", [(0.1, "about 100 times less than"), (5.0, "which is near"),
                                         (1e3, "about 100 times more than")])
def test_layers_that_learn_alike_are_held_against_the_rule_of_thumb(rate, words):
    """Steps far from the rule of thumb are said to be so, and never called even alone."""
    verdict = spread(learning_rate=rate)[1].verdict
    assert verdict.startswith("A step moves the weights of every hidden layer by ") and "evenly" not in verdict
    assert f"of their size, {words} the rule of thumb, 0.001." in verdict


def test_saturated_responses_are_counted():
    _, result = spread(activation="tanh", gain=4.0, depth=8)
    flat = result.saturated_fraction
    most = f"{100 * flat.max():.0f}% in layer {flat.argmax() + 1}."
    assert f"{100 * flat.mean():.0f}% of the responses are saturated, {most}" in result.verdict


def test_few_dead_units_are_not_worth_a_number():
    assert "Few units are dead or saturated." in spread(activation="identity", depth=3)[1].verdict


def test_an_overflow_is_told_with_the_layer_from_which_on():
    _, result = spread(activation="identity", gain=1e4, depth=100)
    first = int(np.argmax(result.activations.beyond > 0)) + 1
    assert result.verdict.startswith(
        f"Overflow. Some values are infinite or NaN: activations from layer {first} on, z from layer {first} on, ")


def test_where_no_step_moves_anything_nothing_is_said_to_learn():
    _, result = spread(gain=1e-4, depth=100)
    assert (result.update_ratio[:-1] == 0).all()
    assert result.verdict.startswith("No hidden layer learns: a step moves none of its weights.")


def test_a_net_without_weights_does_not_hear_its_input():
    assert spread(initializer="zeros", depth=3)[1].verdict == (
        "The weights of some layers are 0: there is no ratio of step to weight. 100% of the units are dead, 100% in "
        "layer 1. At example 1 the output does not respond to the input.")


# -- the text twin


@pytest.mark.parametrize("quantity, name", [("activation", "activations"), ("z", "z"), ("delta", "δ"),
                                            ("weight_gradient", "dW")])
def test_the_first_line_tells_the_quantity_shown_in_the_selected_layer(quantity, name):
    settings, result = spread(depth=4, layer=3, quantity=quantity, activation="tanh", bias_scale=0.5)
    seen = result.of(quantity)
    assert summarize_distributions(settings, result) == (
        f"DistributionLab: 4 x 32 tanh, gain 1: layer 3: {name} {in_line(seen.mean[2], 2)} ± "
        f"{in_line(seen.deviation[2], 2)}")


def test_without_a_selection_the_first_line_tells_both_ends():
    settings, result = spread(depth=4, layer=0)
    deviation = result.deltas.deviation
    assert summarize_distributions(settings, result).endswith(
        f": δ ± {in_line(deviation[0], 2)} at layer 1, ± {in_line(deviation[3], 2)} at 4")


@pytest.mark.parametrize("layer", [0, 100, 101])
def test_the_first_line_stays_short(layer):
    settings, result = spread(depth=100, activation="scaled_tanh", gain=0.123, quantity="activation", layer=layer,
                              n_samples=2)
    assert len(summarize_distributions(settings, result)) < 110


@pytest.mark.parametrize("changes", [dict(), dict(depth=100, layer=101), dict(depth=1),
                                     dict(activation="identity", gain=1e4, depth=100),
                                     dict(initializer="zeros", layer=0)])
def test_the_text_twin_holds_line_verdict_layer_profile_and_singular_values(changes):
    settings, result = spread(**changes)
    text = describe_distributions(settings, result)
    lines = text.splitlines()
    assert lines[0] == summarize_distributions(settings, result) and lines[1] == result.verdict
    assert ("quantity" in text) == (settings.layer > 0) and "-0 " not in text and max(map(len, lines[2:])) <= 110
    head = next(k for k, line in enumerate(lines) if line.split()[:1] == ["layer"])
    names = [line.split()[0] for line in lines[head + 1: -2]]
    assert re.split("  +",
                    lines[head].strip()) == list(HEAD) and names[0] == "1" and names[-1] == "out" and len(names) <= 16
    assert lines[-1].startswith("singular values of d output / d input: ")


def test_the_rows_of_the_selected_layer_hold_its_shares():
    settings, result = spread(depth=5, layer=2)
    for row, quantity in zip(rows_of_layer(settings, result), QUANTITIES):
        seen = result.of(quantity)
        assert row[3:] == tuple(f"{100 * part[1].sum():.0f}%" for part in (seen.negative, seen.small, seen.positive))


def test_a_mean_that_is_rounding_is_told_as_zero():
    settings, result = spread(activation="tanh", normalization="batch", depth=3, layer=2)
    assert rows_of_layer(settings, result)[1][:3] == ("z", "0", "1")


def test_the_records_hold_every_layer_at_full_precision():
    settings, result = spread(depth=5)
    head, rows = records_of_distributions(settings, result)
    table = dict(zip(head, zip(*rows)))
    assert table["layer"] == ("1", "2", "3", "4", "5",
                              "out") and table["deltas_deviation"] == tuple(result.deltas.deviation)
    assert table["update_ratio"] == tuple(result.update_ratio) and table["dead_fraction"] == (*result.dead_fraction, "")
    assert all(type(value) in (str, float) for row in rows for value in row)


def test_the_measures_are_numbers_of_one_net():
    settings, result = spread(depth=5, activation="tanh", gain=4.0)
    measures = measures_of_distributions(settings, result)
    assert measures["log10_update_ratio"] == pytest.approx(math.log10(result.update_ratio[0] / result.update_ratio[4]))
    assert (measures["depth"], measures["saturated"]) == (5, result.saturated_fraction.mean())
