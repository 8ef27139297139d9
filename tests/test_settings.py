"""Settings take good values, in their own type, and refuse all others in full sentences, before anything changed."""

import dataclasses
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpwidgets.datasets import ONE_WEIGHT, Dataset
from bpwidgets.engine import ACTIVATIONS
from bpwidgets.settings import Settings, choice, dataset, like, names, slider, toggle
from bpwidgets.studies import FlowSettings, WeightSettings

NAN, INF = math.nan, math.inf


class Throw(Settings):
    lab = "ThrowLab"
    speed: float = slider(3.0, 0, 10, step=0.5, unit="m/s", resets=("at",))
    air: str = choice("thin", {"none": "no air", "thin": "thin air"})
    spin: bool = toggle(False)
    points: int = slider(5, 1, 20, step=1)
    at: int = slider(0, 0, "points", step=1, cursor=True)


def refused(make, *args, **kwargs) -> str:
    with pytest.raises(ValueError) as error:
        make(*args, **kwargs)
    return str(error.value)


# -- values


@pytest.mark.parametrize("given_value", [4, 4.0, np.float64(4), np.float32(4), np.int64(4), np.uint8(4), Fraction(4),
                                         np.array(4.0)])
def test_a_number_of_any_kind_becomes_a_float(given_value):
    speed = Throw(speed=given_value).speed
    assert type(speed) is float and speed == 4.0


@pytest.mark.parametrize("given_value", [4, np.int64(4), np.uint8(4), np.array(4)])
def test_a_whole_number_of_any_kind_becomes_an_int(given_value):
    points = Throw(points=given_value).points
    assert type(points) is int and points == 4


@pytest.mark.parametrize("given_value", [True, np.True_])
def test_a_truth_value_of_any_kind_becomes_a_bool(given_value):
    assert Throw(spin=given_value).spin is True


@pytest.mark.parametrize("edge", [0, 10])
def test_the_bounds_themselves_are_allowed(edge):
    assert Throw(speed=edge).speed == edge


@pytest.mark.parametrize("value, got", [(NAN, "nan"), (INF, "inf"), (-INF, "-inf"), (-0.5, "-0.5"),
                                        (10.000001, "10.000001"),
                                        (11, "11"), (np.array(11), "11")])
def test_a_number_out_of_bounds_is_refused_with_the_bounds(value, got):
    assert refused(Throw, speed=value).replace("np.int64(11)", "11") == (
        f"speed of ThrowLab: expected a number from 0 to 10 (m/s); got {got}. Choose a value within these bounds.")


@pytest.mark.parametrize("value, got", [("4", "'4'"), (True, "True"), (None, "None"), ([4.0], "[4.0]"), (4j, "4j"),
                                        (np.zeros((3, 2)), "an array of shape (3, 2)")])
def test_what_is_no_number_is_refused(value, got):
    assert refused(Throw,
                   speed=value) == f"speed of ThrowLab: expected a number from 0 to 10 (m/s); got {got}. Give a number."


@pytest.mark.parametrize("value, got", [(3.0, "3.0"), (2.5, "2.5"), (False, "False"), ("3", "'3'"), (NAN, "nan")])
def test_what_is_no_whole_number_is_refused(value, got):
    said = f"points of ThrowLab: expected a whole number from 1 to 20; got {got}. Give a whole number."
    assert refused(Throw, points=value) == said


def test_a_long_value_is_cut_in_the_message():
    message = refused(Throw, speed="x" * 500)
    assert "got '" + "x" * 56 + "...." in message and len(message) < 160


@pytest.mark.parametrize("value, advice", [("thn", "Did you mean 'thin'?"), ("vacuum", "Choose one of these names."),
                                           (3, "Choose one of these names."), ("", "Choose one of these names.")])
def test_a_wrong_choice_is_refused_with_the_list_and_the_nearest_name(value, advice):
    assert refused(Throw, air=value) == f"air of ThrowLab: expected one of none, thin; got {value!r}. {advice}"


@pytest.mark.parametrize("value", [1, 0, "True", None, [True]])
def test_a_toggle_takes_nothing_but_true_and_false(value):
    assert refused(Throw,
                   spin=value) == f"spin of ThrowLab: expected True or False; got {value!r}. Give one of the two."


def test_settings_cannot_be_assigned():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Throw().speed = 4.0


def test_settings_compare_by_content():
    assert Throw(speed=4) == Throw(speed=4.0) and hash(Throw(speed=4)) == hash(Throw(speed=4.0))
    assert Throw() != Throw(speed=4)


# -- names


def test_a_wrong_name_is_answered_with_the_nearest_one_and_the_list():
    expected = "settings of ThrowLab: expected one of speed, air, spin, points, at; got 'sped'. Did you mean 'speed'?"
    assert refused(Throw.create, sped=4) == expected == refused(Throw().replace, sped=4)


def test_a_name_that_resembles_none_is_answered_with_the_list():
    assert refused(Throw.create,
                   zzz=1) == "settings of ThrowLab: expected one of speed, air, spin, points, at; got 'zzz'."


def test_the_fields_are_those_of_the_class_in_order_and_cannot_be_changed():
    assert list(Throw.fields()) == ["speed", "air", "spin", "points", "at"]
    with pytest.raises(TypeError):
        Throw.fields()["speed"] = None


@pytest.mark.parametrize("settings, names", [
    (WeightSettings, ["data", "weight", "learning_rate", "loss", "scaled", "steps", "step"]),
    (FlowSettings, ["depth", "width", "activation", "layer_activations", "initializer", "gain", "bias_scale",
                    "input_scale", "data", "n_samples",
                    "loss", "seed", "n_draws", "residual", "normalization", "clip", "layer"])])
def test_the_labs_have_the_settings_that_were_promised(settings, names):
    assert list(settings.fields()) == names


@pytest.mark.parametrize("settings", [WeightSettings, FlowSettings])
def test_every_field_has_words_for_its_control_its_group_and_its_help(settings):
    assert all(field.label and field.question and field.help for field in settings.fields().values())


# -- changes


def test_a_change_makes_new_settings_and_leaves_the_old_ones():
    old = Throw()
    assert old.replace(speed=4, air="none") == Throw(speed=4, air="none") and old == Throw()


@pytest.mark.parametrize("bad", [dict(air="fog"), dict(speed=NAN), dict(fog=1), dict(at=6)])
def test_a_change_is_refused_as_a_whole(bad):
    old = Throw()
    refused(old.replace, points=5, **bad)
    assert old == Throw()


def test_a_cursor_moves_to_the_last_place_that_still_exists():
    assert Throw(points=9, at=8).replace(points=4).at == 4


def test_a_cursor_that_still_exists_stays():
    assert Throw(points=9, at=3).replace(points=4).at == 3 == Throw(points=4, at=3).replace(points=20).at


def test_a_cursor_goes_back_when_the_field_that_rewinds_it_changes():
    assert Throw(at=3).replace(speed=4).at == 0


@pytest.mark.parametrize("same", [3, 3.0, np.float32(3)])
def test_a_cursor_stays_when_the_field_that_rewinds_it_is_set_to_its_present_value(same):
    assert Throw(at=3).replace(speed=same).at == 3


def test_a_cursor_that_is_named_goes_where_it_is_told():
    assert Throw(at=3).replace(speed=4, at=2).at == 2


def test_a_cursor_that_is_named_is_refused_outside_the_new_run():
    assert refused(Throw(points=9).replace, points=4, at=5) == (
        "at of ThrowLab: expected a whole number from 0 to 4; got 5. Choose a value within these bounds.")


def test_a_cursor_may_be_set_together_with_the_longer_run_it_needs():
    assert Throw(points=4).replace(points=15, at=12).at == 12


def test_a_bad_end_of_a_run_is_refused_under_its_own_name():
    assert refused(Throw(at=3).replace, points="many") == (
        "points of ThrowLab: expected a whole number from 1 to 20; got 'many'. Give a whole number.")


def test_only_a_cursor_that_moved_asks_for_no_new_result():
    assert Throw().moves_only_cursors(Throw(at=3)) and not Throw().moves_only_cursors(Throw(at=3, speed=4))


@given(st.integers(1, 500), st.integers(0, 500), st.integers(1, 500))
def test_whatever_the_length_of_a_run_the_cursor_stays_inside(steps, step, new_steps):
    settings = WeightSettings(steps=steps, step=min(step, steps)).replace(steps=new_steps)
    assert settings.step == min(step, steps, new_steps)


class Fence(Settings):
    posts: int = slider(5, 2, 20, step=1)
    gap: int = slider(1, 1, lambda fence: fence.posts - 1, step=1, cursor=True)


def test_the_end_of_a_cursor_may_be_computed_from_other_fields():
    assert Fence(gap=4).bounds("gap") == (1, 4) and Fence(posts=9, gap=8).gap == 8
    said = "gap of Fence: expected a whole number from 1 to 4; got 5. Choose a value within these bounds."
    assert refused(Fence, gap=5) == said


def test_a_cursor_whose_end_is_computed_moves_to_the_last_place_that_still_exists():
    assert Fence(posts=9, gap=8).replace(posts=4).gap == 3 and Fence(gap=2).replace(posts=4).gap == 2
    assert Fence(gap=4).replace(posts=9, gap=8).gap == 8


def test_a_field_can_be_taken_over_from_another_class_with_another_default():
    class Wall(Settings):
        posts: int = like(Fence, "posts")
        gap: int = like(Fence, "gap", default=2, label="hole")

    assert Wall.fields()["posts"] == Fence.fields()["posts"] and Wall.fields()["gap"].label == "hole"
    assert Wall().gap == 2 and refused(Wall, gap=5).startswith("gap of Wall: expected a whole number from 1 to 4")


# -- data


def test_x_and_y_together_become_own_data():
    settings = WeightSettings.create(x=[1, 2], y=[3, 4])
    assert settings.data == Dataset([1, 2], [3, 4], name="own data")


def test_one_of_x_and_y_alone_keeps_the_other_of_the_present_data():
    settings = WeightSettings().replace(y=[1, 2, 3, 4])
    assert settings.data.x.tolist() == [0, 3, 9, 27] and settings.data.y.tolist() == [1, 2, 3, 4]


def test_own_data_may_stand_in_a_field_of_any_name():
    class Fit(Settings):
        table: Dataset = dataset(next(iter(ONE_WEIGHT)), ONE_WEIGHT)
    fit = Fit.create(x=[1.0, 2.0], y=[3.0, 4.0])
    assert Fit.keywords() == ("table", "x", "y") and fit.table.y.tolist() == [3, 4]
    assert fit.replace(y=[5, 6]).table == Dataset([1, 2], [5, 6], name="own data")
    assert eval(repr(fit), {"Fit": Fit.create}) == fit


def test_a_field_cannot_have_the_name_of_a_keyword_of_another():
    with pytest.raises(ValueError, match=r"x of Fit: expected a name that table does not use itself; got .x."):
        class Fit(Settings):
            x: float = slider(1.0, 0, 2, step=0.1)
            table: Dataset = dataset(next(iter(ONE_WEIGHT)), ONE_WEIGHT)


def test_own_arrays_are_copied_and_read_only():
    x = np.array([1.0, 2.0])
    settings = WeightSettings.create(x=x, y=[3, 4])
    x[0] = 99
    assert settings.data.x.tolist() == [1, 2] and not settings.data.x.flags.writeable


@pytest.mark.parametrize("arrays", [dict(x=[1, 2]), dict(y=[1, 2]), dict(x=[1], y=[1], data="weight_table")])
def test_own_arrays_come_in_pairs_and_without_named_data(arrays):
    assert refused(WeightSettings.create, **arrays) == (
        f"data of WeightLab: expected own arrays as x=... and y=... together, or data=...; got {sorted(arrays)}.")


@pytest.mark.parametrize("x, y, part", [
    ([1, 2, 3], [1, 2], "y of Dataset: expected 3 rows, as many as x has; got an array of shape (2,)."),
    ([], [], "x of Dataset: expected at least one number; got an array of shape (0,)."),
    ([1, NAN], [1, 2], "x of Dataset: expected finite numbers; got nan at index [1]."),
    ([1, 2], [INF, 2], "y of Dataset: expected finite numbers; got inf at index [0]."),
    (["a", "b"], [1, 2], "x of Dataset: expected real numbers; got ['a', 'b']."),
    (5, 6, "x of Dataset: expected an array with 1 or 2 axes; got 0, shape ()."),
    ([[1, 2], [3]], [1, 2], "x of Dataset: expected rows of equal length; got [[1, 2], [3]]."),
])
def test_arrays_that_are_no_data_are_refused(x, y, part):
    with pytest.raises(ValueError) as error:
        WeightSettings().replace(x=x, y=y)
    assert part in str(error.value)


def test_data_can_be_named():
    assert WeightSettings(data="noisy_line").data is ONE_WEIGHT["noisy_line"]


@pytest.mark.parametrize("value, advice", [("noisy lin", "Did you mean 'noisy_line'?"),
                                           (5, "For your own arrays give x=... and y=....")])
def test_data_that_do_not_exist_are_refused_with_the_list(value, advice):
    assert refused(WeightSettings, data=value) == (
        "data of WeightLab: expected a Dataset or one of 'weight_table', 'noisy_line', 'negative_slope'; got "
        f"{value!r}. {advice}")


# -- printed form


@pytest.mark.parametrize("settings", [Throw(), Throw(speed=1 / 3, air="none", spin=True, points=7, at=2)])
def test_printed_settings_recreate_themselves(settings):
    assert eval(repr(settings), {"ThrowLab": Throw}) == settings


@pytest.mark.parametrize("settings", [FlowSettings(),
                                      FlowSettings(depth=3, gain=0.1 + 0.2, activation="relu", seed=99)])
def test_printed_settings_of_the_flow_lab_recreate_themselves(settings):
    assert eval(repr(settings), {"GradientFlowLab": FlowSettings.create}) == settings


# -- several names


@pytest.mark.parametrize("value, kept", [(None, ()), ((), ()), ("", ()), (["relu"], ("relu",)),
                                         (("tanh", "relu"), ("tanh", "relu")),
                                         ("tanh, relu", ("tanh", "relu")), (" tanh  relu,", ("tanh", "relu"))])
def test_names_are_a_tuple_however_they_are_given(value, kept):
    assert FlowSettings(layer_activations=value).layer_activations == kept


@pytest.mark.parametrize("value, got, advice", [("tahn, relu", "'tahn'", "Did you mean 'tanh'?"),
                                                ((3,), "3", "Choose among these names."),
                                                (7, "7", "Give a tuple, such as ('identity',).")])
def test_names_that_do_not_exist_are_refused_with_the_list(value, got, advice):
    assert refused(FlowSettings, layer_activations=value) == (
        f"layer_activations of GradientFlowLab: expected names out of {', '.join(ACTIVATIONS)}, or rows of the class "
        f"Activation; got {got}. {advice}")


@pytest.mark.parametrize("depth, names", [(1, ("relu",)), (2, ("relu", "sigmoid")),
                                          (4, ("relu", "sigmoid", "tanh", "tanh"))])
def test_layers_without_a_name_of_their_own_have_the_activation_of_the_net(depth, names):
    assert FlowSettings(depth=depth, activation="tanh", layer_activations="relu, sigmoid").activations() == names


def test_a_field_may_take_a_value_that_only_the_fields_changed_with_it_allow():
    class Place(Settings):
        country: str = choice("sea", ("sea", "land"), resets=("pace",))
        town: tuple = names(lambda settings: {"sea": ("harbor",), "land": ("mill",)}[settings.country], ("harbor",),
                            resets=("pace",))
        pace: int = slider(3, 1, 9, step=1)

    assert Place(pace=5).replace(country="land", town=("mill",)) == Place(country="land", town=("mill",), pace=3)
    with pytest.raises(ValueError, match="town of Place: expected names out of harbor; got 'mill'"):
        Place().replace(town=("mill",))


def test_former_names_of_fields_and_values_go_on_working_and_the_log_says_so(caplog):
    caplog.set_level("INFO", logger="bpwidgets")
    flow = FlowSettings.create(samples=5, band_seeds=3, data="two spirals")
    assert (flow.n_samples, flow.n_draws, flow.data.name) == (5, 3, "two_spirals")
    assert flow.replace(samples=7).n_samples == 7
    assert caplog.messages[:2] == ["samples is now called n_samples", "band_seeds is now called n_draws"]
