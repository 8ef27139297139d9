"""A hand and code take one route and end in one state, in every field of every lab."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

import bpwidgets as bp
from bpwidgets.settings import Records, RowEdits
from bpwidgets.studies import FlowSettings, WeightSettings
from tests.widgets.labs import EVERY, LABS, agrees, by_code, by_hand, ready, same


@pytest.mark.parametrize("lab", LABS)
def test_every_field_has_something_for_a_hand_to_choose(used, lab):
    one, _ = used(lab)
    weights = {name for name in LABS[lab].hand if name not in one.settings.fields()}
    gathered = {name for name, field in one.settings.fields().items() if isinstance(field, (Records, RowEdits))}
    assert set(one.settings.fields()) - {one.settings.coordinates()} - gathered == set(LABS[lab].hand) - weights
    assert bool(weights) == bool(one.settings.coordinates()) and weights <= set(one.controls)


@pytest.mark.parametrize("lab, name", EVERY)
def test_a_hand_and_code_end_in_the_same_state(used, lab, name):
    one, other = used(lab)
    for lab_ in (one, other):
        ready(lab_, name)
    before, value = one.settings, LABS[lab].hand[name]
    by_hand(one, name, value)
    by_code(other, name, value)
    assert one.settings == other.settings != before and not one.canvas.trouble
    assert same(one.result, other.result) and one.describe() == other.describe()
    agrees(one)
    agrees(other)


@pytest.mark.parametrize("lab, name", EVERY)
def test_every_change_is_one_event(used, lab, name):
    lab_, events = used(lab)[0], []
    ready(lab_, name)
    before = getattr(lab_.settings, name, None)
    lab_.observe(events.append, "settings")
    by_hand(lab_, name, LABS[lab].hand[name])
    assert len(events) == 1
    lab_.set(**{name: before} if name in lab_.settings.fields() else {lab_.settings.coordinates(): before})
    lab_.unobserve(events.append, "settings")
    assert len(events) == 2


@pytest.mark.parametrize("lab", LABS)
def test_what_is_there_already_is_no_event_and_no_new_result(used, lab):
    lab_, events = used(lab)[0], []
    result = lab_.result
    lab_.observe(events.append)
    lab_.set(**{name: getattr(lab_.settings, name) for name in lab_.settings.fields()})
    for control in lab_.controls.values():
        control.value = control.value if hasattr(control, "value") else None
    lab_.set()
    lab_.unobserve(events.append)
    assert not events and lab_.result is result


def test_several_settings_are_one_result(make):
    lab, results = make("flow"), []
    lab.observe(results.append, "result")
    lab.set(depth=30, activation="relu", gain=1.5, seed=4)
    change, = results
    assert change["new"] is lab.result and lab.settings == FlowSettings(depth=30, activation="relu", gain=1.5, seed=4)
    agrees(lab)


def test_settings_and_result_agree_whenever_a_listener_is_called(make):
    lab, seen = make("flow"), []
    for name in ("settings", "result"):
        lab.observe(lambda change: seen.append((lab.settings.depth + 1, len(lab.result.delta_size))), name)
    lab.set(depth=30)
    assert seen == [(31, 31)] * 2


def test_a_cursor_makes_no_event_of_the_result(make):
    lab, results = make("weight"), []
    lab.observe(results.append, "result")
    lab.set(step=4)
    lab.controls["step"].value = 9
    assert not results and lab.settings.step == 9


def test_equal_values_are_silent(make):
    lab, events = make("flow"), []
    lab.observe(events.append)
    lab.set(depth=20, gain=1.0)
    lab.set()
    assert not events


def test_a_set_from_a_listener_comes_after_the_change(make):
    lab = make("flow")
    lab.observe(lambda change: lab.set(width=lab.settings.depth), "result")
    lab.set(depth=11)
    assert (lab.settings.depth, lab.settings.width) == (11, 11)
    agrees(lab)


def test_a_linked_lab_follows(make):
    one, two = make("flow"), make("flow", activation="relu")
    one.observe(lambda change: two.set(depth=change["new"].depth), "settings")
    two.observe(lambda change: one.set(depth=change["new"].depth), "settings")
    one.controls["depth"].value = 6
    two.set(depth=9)
    assert one.settings.depth == two.settings.depth == 9 and two.settings.activation == "relu"
    agrees(one)
    agrees(two)


def test_two_labs_share_nothing(make):
    one, two = make("weight"), make("weight")
    one.set(weight=1.0, loss="sse", step=3)
    assert two.settings == WeightSettings() and two.controls["weight"].value == 4.0
    agrees(two)


@pytest.mark.parametrize("lab", LABS)
def test_every_cursor_leaves_the_result_alone(used, lab):
    lab_ = used(lab)[0]
    result, results = lab_.result, []
    lab_.observe(results.append, "result")
    for name, field in lab_.settings.fields().items():
        if field.cursor:
            by_hand(lab_, name, LABS[lab].hand[name])
            lab_.reset()
    lab_.unobserve(results.append, "result")
    assert lab_.result is result and not results


def test_reset_goes_back_to_how_the_lab_was_made(make):
    lab = make("weight", x=[1, 2], y=[3, 6], step=2, loss="sse")
    start = lab.settings
    lab.set(data="weight_table", weight=-1.0, steps=400, step=399, loss="mse", scaled=True)
    lab.reset()
    assert lab.settings == start
    agrees(lab)


@pytest.mark.parametrize("lab", LABS)
def test_reset_undoes_every_change(used, lab):
    lab_, _ = used(lab)
    start, text = lab_.settings, lab_.describe()
    for name, value in LABS[lab].hand.items():
        lab_.set(**({"objective": "2-2-1"} if name == "data" and "objective" in lab_.settings.fields() else {}))
        if name in lab_.controls:
            by_hand(lab_, name, value)
    lab_.reset()
    assert lab_.settings == start and lab_.describe() == text
    agrees(lab_)


def test_random_changes_by_hand_and_code_keep_everything_in_step(make):
    lab, draw = make("weight"), np.random.default_rng(0)
    for _ in range(150):
        name = draw.choice(["weight", "learning_rate", "loss", "scaled", "steps", "step", "data"])
        value = {"weight": lambda: round(float(draw.uniform(-2, 6)), 2),
                 "learning_rate": lambda: float(10 ** draw.uniform(-4, 0)),
                 "loss": lambda: str(draw.choice(["sse", "half_sse", "mse", "half_mse"])),
                 "scaled": lambda: bool(draw.integers(2)),
                 "steps": lambda: int(draw.integers(1, 40)),
                 "step": lambda: int(draw.integers(0, lab.settings.steps + 1)),
                 "data": lambda: bp.datasets.ONE_WEIGHT[str(draw.choice(list(bp.datasets.ONE_WEIGHT)))]}[name]()
        if draw.integers(2):
            lab.set(**{str(name): value})
        else:
            lab.controls[str(name)].value = value
    agrees(lab)


def changes(lab):
    """Some fields, each with the route and whether it goes there or back."""
    return st.lists(st.tuples(st.sampled_from(sorted(LABS[lab].hand)), st.sampled_from([by_hand, by_code, None])),
                    min_size=2, max_size=6)


@pytest.mark.parametrize("lab", LABS)
def test_random_changes_of_any_fields_keep_everything_in_step(used, lab):
    lab_ = used(lab)[0]
    start = lab_.settings

    @examples(max_examples=8)
    @given(changes(lab))
    def walk(steps):
        lab_.reset()
        for name, route in steps:
            try:
                if route:
                    route(lab_, name, LABS[lab].hand[name])
                else:
                    lab_.set(**{name: getattr(start, name)} if name in start.fields() else {start.coordinates(): None})
            except (ValueError, KeyError):
                # What is not possible here, such as data of a formula or a weight that this net has not.
                pass
            agrees(lab_)

    walk()
