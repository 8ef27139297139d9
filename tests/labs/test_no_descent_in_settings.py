"""Building settings runs no descent: what only a run can tell is found by the study, stands in its result, and
completes the settings."""
import pytest

import bpwidgets as bp
from bpwidgets import engine
from bpwidgets.experiment import Experiment
from bpwidgets.planes.sections import DIRECTION_PAIRS
from bpwidgets.settings import Settings, slider
from bpwidgets.studies import CurvatureSettings, RaceSettings, SurfaceSettings, loss_surface
from tests.widgets.labs import LABS, exact, same

ALONG = {"surface": dict(objective="2-3-1", axes="pca", resolution=5, steps=20),
         "curvature": dict(objective="2-3-1", axes="pca", resolution=5, steps=20)}


@pytest.fixture
def no_descent(monkeypatch):
    def refuse(*args, **more):
        raise AssertionError("a descent while settings are built")
    for name in ("descend", "Path"):
        monkeypatch.setattr(engine, name, refuse)


@pytest.mark.parametrize("kind", [SurfaceSettings, CurvatureSettings, RaceSettings])
@pytest.mark.parametrize("objective", ["product", "2-3-1"])
def test_building_and_replacing_settings_runs_no_descent(kind, objective, no_descent):
    settings = kind(objective=objective)
    own_axes = [{}] if kind is RaceSettings else [{"axes": axes} for axes in DIRECTION_PAIRS]
    through = [{"through": "end"}] if kind is SurfaceSettings else [{}]
    for changes in own_axes:
        for more in through:
            for change in (changes, more, {**changes, **more}, dict(learning_rate=0.01), dict(steps=7), dict(seed=3)):
                settings = settings.replace(**change)
                kind.create(**{"objective": objective, **change})


@pytest.mark.parametrize("lab", ALONG)
def test_the_study_finds_a_window_that_suits_the_run(lab):
    settings = LABS[lab].kind.plan.settings(**ALONG[lab])
    *_, result = LABS[lab].kind.plan.study(settings)
    seen = result.on_plane
    assert settings.span is None and result.span > 0
    # the run lies in the window and fills a good part of it
    assert (abs(seen - [result.u.mean(),
                        result.v.mean()]) <= result.span
            * 1.0001).all() and 2 * result.span < 3 * (seen.max(axis=0) - seen.min(axis=0)).max()
    assert result.u[-1] - result.u[0] == pytest.approx(2 * result.span)


@pytest.mark.parametrize("lab", ALONG)
def test_a_lab_has_the_number_that_was_found_and_prints_as_the_line_that_recreates_it(lab):
    lab_ = LABS[lab].kind(**ALONG[lab])
    assert lab_.settings.span == lab_.result.span and f"span={lab_.result.span!r}" in repr(lab_.settings)
    assert lab_.controls["span"].value == lab_.result.span
    again = eval(repr(lab_.settings), {type(lab_).__name__: type(lab_)})
    assert again.settings == lab_.settings and same(again.result, lab_.result) and same(lab_.result, exact(lab_))
    lab_.close()


@pytest.mark.parametrize("lab", ALONG)
def test_the_window_stays_while_the_rate_moves_and_is_found_anew_for_other_axes(lab):
    lab_ = LABS[lab].kind(**ALONG[lab])
    found = lab_.settings.span
    lab_.set(learning_rate=lab_.settings.learning_rate / 2)
    assert lab_.settings.span == found
    lab_.set(axes="start_to_end")
    assert lab_.settings.span == lab_.result.span != found
    lab_.set(span=None, axes="pca", learning_rate=lab_._start.learning_rate)
    assert lab_.settings.span == found


def test_a_plane_through_the_end_of_a_run_has_a_window_that_shows_it():
    settings = SurfaceSettings(objective="2-3-1", through="end", steps=5, resolution=3)
    *_, result = loss_surface(settings)
    assert settings.span is None and result.span == 8.0


class Half(Settings):
    lab = "HalfLab"
    whole: float = slider(4.0, 0, 10, step=1, resets=("half",))
    half: float = slider(None, 0, 5, step=1, from_result=True)


class Found:
    def __init__(self, settings):
        self.half = settings.whole / 2 if settings.half is None else settings.half


def test_an_experiment_completes_its_settings_from_the_result():
    experiment, events = Experiment(Half(), Found), []
    experiment.listen(events.append)
    assert Half().half is None and experiment.settings == Half(half=2.0)
    experiment.set(whole=6.0)
    assert experiment.settings == Half(whole=6.0, half=3.0) == events[-1].settings
    experiment.set(half=1.0)
    assert experiment.state.settings.half == experiment.state.result.half == 1.0
    experiment.set(half=None)
    assert experiment.settings.half == 3.0 and len(events) == 3


def test_what_is_found_is_checked_like_any_other_value():
    with pytest.raises(bp.ArgumentError, match="half of HalfLab: expected a number from 0 to 5"):
        Experiment(Half(), lambda settings: type("Found", (), {"half": 7.0})())
