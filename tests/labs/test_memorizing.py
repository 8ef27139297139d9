"""MemorizingLab: one run with a sealed test set, the sweep over capacity, labels by chance."""
import numpy as np
import pytest

import bpwidgets as bp
from bpwidgets.datasets import CURVES
from bpwidgets.labs.memorizing.labels import LabelTask, labels_in_pieces, random_labels
from bpwidgets.labs.memorizing.runs import Envelope, stop_of
from bpwidgets.labs.memorizing.samples import Asked, samples_of
from bpwidgets.labs.memorizing.settings import MemorizingSettings
from bpwidgets.labs.memorizing.study import memorizing
from bpwidgets.labs.memorizing.sweep import RandomFeatures
from bpwidgets.labs.memorizing.words import measures_of_memorizing
from bpwidgets.training.growth import Growth
from bpwidgets.training.stops import RULES, first_stop

FEW = dict(examples=5, units=3, epochs=40, draws=2)


def last(**fields):
    """The last result of the study."""
    return list(memorizing(MemorizingSettings(**fields)))[-1]


@pytest.fixture(scope="module")
def usual():
    """As the lab opens."""
    return last()


def test_as_it_opens_the_training_loss_falls_below_the_noise_and_the_validation_loss_has_turned(usual):
    train, validation = usual.run.train_loss, usual.validation_loss
    assert train[-1] < usual.noise / 10 and validation[-1] > 1.5 * validation[usual.best]
    assert 50 < usual.best < 500 and "memorizes" in usual.verdict
    points = usual.run.parts.train
    through = np.interp(points.x[:, 0], usual.x, usual.learned(usual.known))
    assert np.abs(through - points.y[:, 0]).max() < 0.1
    smooth = np.interp(points.x[:, 0], usual.x, usual.learned(usual.best))
    assert np.abs(smooth - points.y[:, 0]).max() > 0.5


@pytest.mark.parametrize("cure", [dict(examples=60), dict(l2=0.03), dict(dropout=0.3), dict(label_noise=0.0)])
def test_each_cure_brings_both_losses_nearer_to_each_other(usual, cure):
    cured = last(**cure)
    gap = usual.validation_loss[-1] - usual.run.train_loss[-1]
    assert cured.validation_loss[-1] - cured.run.train_loss[-1] < 0.6 * gap


def test_the_validation_loss_is_that_of_the_net_on_points_it_was_not_trained_on(usual):
    tested = usual.run.parts.test
    output = usual.run.outputs(usual.run.theta(300), tested.points)
    assert usual.validation_loss[300] == pytest.approx(((output - tested.y) ** 2).mean(), rel=1e-12)
    assert not set(tested.x.ravel()) & set(usual.run.parts.train.x.ravel())


def test_a_sealed_test_set_is_in_no_result_no_text_no_picture_and_no_file_until_it_is_opened(monkeypatch):
    def refused(self, run):
        raise AssertionError("the test set was looked at")

    with monkeypatch.context() as sealing:
        sealing.setattr(Envelope, "losses", refused)
        lab = bp.MemorizingLab(**FEW)
        assert lab.result.test is None and lab.result.test_loss is None and "test_loss" not in lab.to_csv()
        assert "sealed" in lab.describe() and "test" not in lab.result.verdict and lab.figure_at(600)
        assert set(measures_of_memorizing(*lab.state)) & {"test_loss"} == set()
    lab.press("open")
    assert len(lab.result.test_loss) == FEW["epochs"] + 1 and len(lab.result.test) == 200
    assert "sealed" not in lab.describe() and "test_loss" in lab.to_csv() and "test loss" in lab.result.verdict
    theta, test = lab.result.run.theta(7), lab.result.test
    assert lab.result.test_loss[7] == pytest.approx(((lab.result.run.outputs(theta, test.points) - test.y) ** 2).mean())


@pytest.mark.parametrize("knob", [dict(l2=0.1), dict(examples=6), dict(units=4), dict(dropout=0.1), dict(data_seed=1)])
def test_another_run_seals_its_test_set_again(knob):
    opened = MemorizingSettings(**FEW, opened=True)
    assert not opened.replace(**knob).opened and opened.replace(epoch=3).opened and opened.replace(patience=3).opened


def test_early_stopping_ends_the_run_where_the_rule_of_the_training_room_would():
    rng = np.random.default_rng(0)
    for patience in (1, 3, 10, 99):
        for _ in range(20):
            losses = np.round(np.abs(rng.standard_normal(60)).cumsum() / np.arange(1, 61) ** 1.1, 2)
            stop = first_stop((RULES["early"],), losses, losses, patience, 0)
            assert stop_of(losses, patience) == (stop.epoch if stop else None)


def test_more_points_leave_those_that_were_there_and_noise_only_moves_them():
    asked = Asked(CURVES["sine"], 5, 0.3, 0.0, 2)
    few, more, noisier = (samples_of(one) for one in (asked, asked._replace(examples=9),
                                                      asked._replace(label_noise=0.6)))
    assert np.array_equal(few.parts.train.y, more.parts.train.y[:5])
    clean = np.sin(np.pi * few.parts.train.x)
    assert (noisier.parts.train.y - clean) == pytest.approx(2 * (few.parts.train.y - clean))
    assert np.array_equal(few.parts.test.y, more.parts.test.y) and np.array_equal(few.test.y, more.test.y)


def test_with_as_many_features_as_points_the_fit_passes_through_each_and_beyond_it_is_the_shortest():
    fits = RandomFeatures(Asked(CURVES["sine"], 8, 0.3, 0.0, 6), 4)
    train = fits._parts.train
    for p in (8, 40):
        assert fits.curves(p, train.x) == pytest.approx(np.tile(train.y[:, 0], (4, 1)), abs=1e-4)
    values, weights = fits._values(train.x, 40)[0], fits._weights(40)[0]
    found = np.linalg.lstsq(values, train.y, rcond=1e-10)[0]
    assert np.linalg.norm(weights) == pytest.approx(np.linalg.norm(found), rel=1e-6)


@pytest.mark.parametrize("examples", [8, 12, 20])
def test_the_sweep_falls_rises_to_a_peak_at_as_many_features_as_points_and_falls_again(examples):
    sweep = RandomFeatures(Asked(CURVES["sine"], examples, 0.3, 0.0, 6), 10).sweep
    middle = sweep.band(sweep.validation)[1]
    assert 0.8 * examples <= sweep.peak <= 1.4 * examples
    valley, peak = middle[sweep.valley_at], middle[sweep.peak_at]
    assert middle[0] > 1.2 * valley and peak > 2 * valley and middle[-1] < peak / 2


def test_nets_come_size_by_size_and_are_all_there_in_the_end():
    fields = dict(FEW, nets=2)
    sizes = [len(result.nets.sizes) for result in memorizing(MemorizingSettings(**fields))]
    assert sizes == sorted(sizes) and sizes[0] == 0 and sizes[-1] == 10
    assert last(**fields).nets.validation.shape == (10, 2)


def test_random_labels_are_learned_by_heart_and_are_worth_nothing():
    labels = list(labels_in_pieces(LabelTask(1.0, 128, 60, 0)))[-1]
    assert labels.right.learned_at < labels.random.learned_at <= 60
    assert labels.right.test_accuracy[-1] > 0.9 and labels.random.test_accuracy[-1] < 0.2
    assert np.mean(random_labels(labels.right.labels, 1.0, 0) == labels.right.labels) < 0.2
    assert np.array_equal(random_labels(labels.right.labels, 0.0, 0), labels.right.labels)


def test_an_interrupted_growth_goes_on_where_it_was():

    def pieces(n):
        for k in range(n):
            if k == 2 and next(broken, False):
                raise KeyboardInterrupt
            yield k

    broken = iter([True])
    growth = Growth(pieces, 4)
    assert growth.grow() and growth.known == 1
    with pytest.raises(KeyboardInterrupt):
        growth.grow()
    assert growth.grow() and growth.known == 2 and growth.grow() and not growth.grow() and growth.known == 3


def test_a_knob_of_the_run_leaves_nets_and_digits_as_they_are():
    lab = bp.MemorizingLab(**FEW, nets=1, digit_epochs=1, digit_units=4)
    before = lab.result
    lab.set(l2=0.1)
    assert lab.result.nets is before.nets and lab.result.labels is before.labels
    lab.set(l2=0.0)
    assert lab.result.run is before.run


def test_the_verdict_of_a_part_is_about_its_pictures():
    lab = bp.MemorizingLab(**FEW, views=("capacity", "features_fit", "verdict"))
    assert "validation loss" in lab.canvas.verdict and lab.canvas.verdict != lab.result.verdict
    lab.show("label_curves", "verdict")
    assert lab.canvas.verdict.startswith("300 digits")
    lab.show("fit", "verdict")
    assert lab.canvas.verdict == lab.result.verdict


def test_a_curve_of_the_users_own_is_refused_where_it_cannot_be_drawn():
    wrong = bp.datasets.Curve("wrong", lambda x: x.sum())
    with pytest.raises(bp.ArgumentError, match="must give y of the same shape"):
        bp.MemorizingLab(curve=wrong)
