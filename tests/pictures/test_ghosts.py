"""While a hand moves something the former curves stay as a pale ghost, those of the moment when it began; at rest and
in print there is none."""

import numpy as np
import pytest

from bpwidgets.pictures.ghosts import Ghosted
from bpwidgets.pictures.places import rows_with
from bpwidgets.pictures.sheet import Sheet
from bpwidgets.pictures.style import LIGHT
from tests.pictures.cases import CASES, answer

SMALL = dict(width=4, n_samples=4)
# By lab: what is small about it, what the hand moves, and three values of it.
MOVED = {
    "graph": ({}, "width", (10, 20, 5)),
    "backprop": (dict(selected="W2[0,0]", moment=25), "learning_rate", (0.1, 0.2, 0.3)),
    "check": (dict(net="chain"), "seed", (1, 2, 3)),
    "clinic": (dict(steps=6), "learning_rate", (0.1, 0.2, 0.3)),
    "cost": (dict(budget=30), "width", (6, 9, 12)),
    "loss": (dict(steps=6), "target", (0.0, 0.3, 0.6)),
    "fine_tune": (dict(old_epochs=2, epochs=8, hidden=6), "examples", (2, 3, 4)),
    "digits": (dict(epochs=2, trained_on=64, hidden=6), "noise", (0.0, 0.2, 0.4)),
    "reward": (dict(episodes=4, samples=20, most_steps=8), "learning_rate", (0.5, 0.6, 0.7)),
    "chance": (dict(epochs=4, hidden=6, since=1), "beta", (1.0, 3.0, 9.0)),
    "convolution": (dict(epochs=2, batch_size=200, filters=2), "learning_rate", (0.01, 0.03, 0.1)),
    "memorizing": (dict(epochs=12, units=3, draws=2), "examples", (4, 5, 6)),
    "sequence": (dict(length=6, units=3, updates=10, batch_size=4), "learning_rate", (0.01, 0.03, 0.1)),
    "representation": (dict(epochs=3, trained_on=64, hidden=6), "learning_rate", (0.001, 0.01, 0.1)),
    "two_nets": (dict(steps=40, units=8, number_steps=9), "g_rate", (0.003, 0.05, 0.2)),
    "weight": (dict(step=4), "learning_rate", (0.001, 0.0015, 0.002)),
    "flow": (dict(SMALL, depth=6), "gain", (1.0, 1.5, 2.0)),
    "distribution": (dict(SMALL, depth=6), "gain", (1.0, 1.5, 2.0)),
    "surface": (dict(resolution=9, steps=6), "learning_rate", (0.02, 0.03, 0.04)),
    "race": (dict(resolution=9, steps=6, step=6), "learning_rate", (0.02, 0.03, 0.04)),
    "curvature": (dict(resolution=9, steps=6), "learning_rate", (0.02, 0.03, 0.04)),
    "map": (dict(SMALL, deepest=8, depth=5, resolution=4), "gain", (0.5, 1.0, 1.5)),
    "train": (dict(data="moons", n_points=20, hidden=(2,), epochs=4), "learning_rate", (0.01, 0.03, 0.1)),
    "training": (dict(SMALL, depth=3, steps=6), "learning_rate", (0.01, 0.03, 0.1))}
# Shades, cells, bars, points and scales have no curve that could stay.
WITHOUT = {"backprop": {"diagram", "gradients"}, "check": {"closeup", "agreement"},
           "graph": {"graph", "paths"},
           "clinic": {"program", "probes", "sizes"},
           "cost": {"board", "tries"},
           "loss": {"softmax", "outlier"},
           "fine_tune": {"net", "examples", "passing"},
           "digits": {"board", "seen", "looked", "probabilities", "units", "confusion", "errors", "kept"},
           "reward": {"policy", "without", "with", "table_values", "net_values", "policy_check", "q_check"},
           "chance": {"plane", "spread", "ellipses", "through", "walk", "decoded", "drawn", "bell", "number_spread",
                      "check"},
           "convolution": {"image", "window", "kernel", "products", "map", "deltas", "shares", "gradient", "running",
                           "kept", "pooled", "d_pooled", "handed", "board", "layers"},
           "memorizing": {"features_fit", "digit_labels"},
           "sequence": {"unrolled", "gates"},
           "representation": {"plane", "drawn", "near_by_pixels", "maps", "units", "answers", "top_digits", "mirror",
                              "symmetry_runs", "codes", "encoder_runs"},
           "two_nets": {"stage", "passed", "circle"},
           "flow": {"factors"}, "weight": {"rate"}, "distribution": {"violins", "one_layer", "units", "stretches"},
           "curvature": {"rate"}, "map": {"map", "key"}, "training": {"map"},
           "train": {"steps", "net", "learned"}, "surface": set(), "race": set()}


def states(name):
    plan, (small, field, values) = CASES[name].plan, MOVED[name]
    for value in values:
        settings = plan.settings.create(**small, **{field: value})
        result = answer(plan, settings)
        yield settings.completed(result), result


def new_sheet(name, live=True):
    plan = CASES[name].plan
    return Sheet(plan.pictures, rows_with(plan.rows, plan.views), LIGHT, width=600, live=live)


def shot(sheet):
    pixels, (width, height) = sheet.pixels()
    return np.array(pixels).reshape(height, width, 4).copy()


@pytest.mark.parametrize("name", CASES)
def test_curves_have_a_ghost_while_a_hand_moves_and_none_at_rest(name):
    first, second, third = states(name)
    sheet, plain = new_sheet(name), new_sheet(name)
    assert {picture for picture, one in sheet.pictures.items() if not isinstance(one, Ghosted)} == WITHOUT[name]
    sheet.draw(*first)
    shot(sheet)

    def drawn(state, moving):
        sheet.draw(*state, moving=moving)
        plain.draw(*state)
        plain.draw(*state, moving=moving)    # letters stand as in motion, and no curve has changed
        return shot(sheet), shot(plain)

    seen, without = drawn(second, moving=True)
    assert not np.array_equal(seen, without)
    # the ghost is that of the beginning: it is the same whichever way the hand came here
    seen, without = drawn(third, moving=True)
    other = new_sheet(name)
    other.draw(*first)
    other.draw(*third, moving=True)
    assert np.array_equal(seen, shot(other)) and not np.array_equal(seen, without)
    assert np.array_equal(*drawn(first, moving=True))     # back where it began: nothing has changed
    assert not np.array_equal(*drawn(second, moving=True))
    assert np.array_equal(*drawn(second, moving=False))   # the hand rests
    assert np.array_equal(*drawn(second, moving=True))    # and begins again, from here


def test_a_curve_that_measures_something_else_has_no_ghost():
    plan = CASES["surface"].plan
    sheet = Sheet(plan.pictures, rows_with(plan.rows, ("slice",)), LIGHT, width=600)
    settings = plan.settings.create(resolution=9, steps=2)
    for moving, log in ((False, True), (True, False)):
        changed = settings.replace(log_color=log)
        sheet.draw(changed, answer(plan, changed), moving=moving)
    before = shot(sheet)
    sheet.draw(changed, answer(plan, changed))
    assert np.array_equal(before, shot(sheet))


def test_a_new_sheet_knows_no_former_curves_until_the_hand_has_rested_and_print_never():
    first, second, _ = states("flow")
    for live in (True, False):
        sheet, plain = new_sheet("flow", live=live), new_sheet("flow", live=live)
        for state in (first, second):
            sheet.draw(*state, moving=True)
        for moving in (False, True):    # letters stand as in motion, and no curve has changed
            plain.draw(*second, moving=moving)
        assert np.array_equal(shot(sheet), shot(plain))
