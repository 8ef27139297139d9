"""What can be chosen for a race: names with numbers of their own, and a cursor among the names that run."""

import pytest

from bpwidgets.engine import OPTIMIZERS
from bpwidgets.studies import RaceSettings


def refused(**changes) -> str:
    with pytest.raises(ValueError) as error:
        RaceSettings.create(**changes)
    return str(error.value)


@pytest.mark.parametrize("given", ["adam=0.1, sgd=1e-3", "adam = 0.1,sgd: 0.001,", {"adam": 0.1, "sgd": 1e-3},
                                   (("adam", 0.1), ("sgd", 0.001))])
def test_rates_are_taken_as_text_as_mapping_and_as_pairs(given):
    assert RaceSettings(rates=given).rates == (("adam", 0.1), ("sgd", 0.001))


@pytest.mark.parametrize("empty", ["", (), {}, None, " , "])
def test_no_rates_are_no_rates(empty):
    assert RaceSettings(rates=empty).rates == ()


def test_the_printed_form_gives_the_same_settings():
    settings = RaceSettings(rates="adam=0.1, momentum=0.0123456789012", optimizers="adam, sgd", shown="sgd")
    assert "rates='adam=0.1, momentum=0.0123456789012'" in repr(settings)
    assert eval(repr(settings), {"OptimizerRaceLab": RaceSettings.create}) == settings


@pytest.mark.parametrize("rates, start, end", [
    ("adm=0.1", "rates of OptimizerRaceLab: expected names out of sgd, momentum", "Did you mean 'adam'?"),
    ("adam", "rates of OptimizerRaceLab: expected names with numbers; got 'adam'", "with commas between several."),
    (3, "rates of OptimizerRaceLab: expected names with numbers; got 3", "with commas between several."),
    ("adam=fast", "rates of OptimizerRaceLab: expected a number from 1e-30 to 1e+30 for adam; got 'fast'",
     "within these bounds."),
    ("adam=-0.1", "rates of OptimizerRaceLab: expected a number from 1e-30 to 1e+30 for adam; got '-0.1'",
     "within these bounds."),
    ("adam=0.1, adam=2", "rates of OptimizerRaceLab: expected each name once", "adam stands there twice."),
])
def test_bad_rates_are_refused_in_full_sentences(rates, start, end):
    message = refused(rates=rates)
    assert message.startswith(start) and message.endswith(end), message


def test_the_optimizer_shown_must_be_one_that_runs():
    message = refused(optimizers=("sgd", "adam"), shown="lion")
    assert message.startswith("shown of OptimizerRaceLab: expected one of sgd, adam; got 'lion'.")


def test_the_last_one_is_shown_at_first_and_again_when_the_one_shown_leaves():
    settings = RaceSettings(shown="momentum")
    assert RaceSettings().shown == "adam"
    assert settings.replace(optimizers="momentum, lion").shown == "momentum"
    assert settings.replace(optimizers="sgd, lion").shown == "lion"


def test_nobody_runs_is_refused():
    assert refused(optimizers=()).startswith("optimizers of OptimizerRaceLab: expected at least 1 name out of sgd")


@pytest.mark.parametrize("axes", ["xy", ("x", "x"), ("x", "z"), "random"])
def test_axes_are_two_different_weights(axes):
    assert refused(axes=axes).startswith("axes of OptimizerRaceLab: expected two names out of x, y; got")


def test_the_end_is_shown_at_first_and_when_there_are_more_steps():
    settings = RaceSettings(steps=30)
    assert settings.step == 30 and settings.replace(step=3).step == 3 and settings.replace(steps=80).step == 80


def test_another_objective_takes_its_own_rate_axes_and_start():
    settings = RaceSettings(learning_rate=0.3, rates="adam=1", start=(0.5, 0.5), fork_step=3).replace(objective="2-3-1")
    assert (settings.learning_rate, settings.rates, settings.start, settings.fork_step) == (0.5, (), None, 0)
    assert settings.axes == ("W1[0,0]", "W2[0,0]")


def test_only_cursors_leave_the_race_as_it_is():
    settings = RaceSettings()
    assert settings.moves_only_cursors(settings.replace(step=3, shown="sgd"))
    assert not settings.moves_only_cursors(settings.replace(fork_step=3))


def test_every_optimizer_can_run():
    assert RaceSettings(optimizers=tuple(OPTIMIZERS)).optimizers == tuple(OPTIMIZERS)


def test_a_start_stands_in_the_weights_and_goes_when_one_of_them_is_moved():
    settings = RaceSettings(start=(0.25, -0.5))
    assert settings.theta == (0.25, -0.5)
    moved = settings.replace(weights={"x": 1.5})
    assert moved.theta == (1.5, -0.5) and moved.start is None


def test_weights_beyond_the_widest_map_are_taken():
    assert RaceSettings(theta=(1e200, 1.0)).span == 1e9
