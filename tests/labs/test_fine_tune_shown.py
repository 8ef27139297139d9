"""FineTuneLab as it is shown and moved: presses, stops, the sweep, pictures and sentences."""
import dataclasses

import numpy as np
import pytest

import bpwidgets as bp
from bpwidgets.labs.fine_tune.old_task import LAYERS, OldTask
from bpwidgets.labs.fine_tune.passing import passing
from bpwidgets.labs.fine_tune.settings import FineTuneSettings, pressed
from bpwidgets.labs.fine_tune.study import fine_tuning
from bpwidgets.labs.fine_tune.sweep import COUNTS, SweepTask, sweep_in_pieces
from bpwidgets.labs.fine_tune.tasks import Split
from bpwidgets.labs.fine_tune.verdict import verdict_of_passing
from bpwidgets.labs.fine_tune.ways import ORDER, NewTask
from bpwidgets.pictures.style import LIGHT
from bpwidgets.text import share

SMALL = dict(old_epochs=3, epochs=12, hidden=12)


def result_of(**changes):
    *_, last = fine_tuning(FineTuneSettings(**changes))
    return last


@pytest.fixture(scope="module")
def small():
    return result_of(**SMALL, frozen=("layer 2",))


def test_a_wrong_gradient_is_said(small):
    class Wrong:
        passing, update = small.passing, small.update

        def checks(self, way, epoch):
            good = small.checks(way, epoch)
            wrong = dataclasses.replace(good.weights[0], relative_error=0.5)
            return good._replace(weights=(wrong, *good.weights[1:]))
    assert "do not agree: relative error 0.5" in verdict_of_passing(FineTuneSettings(**SMALL), Wrong())
    assert "agree: relative error below" in verdict_of_passing(FineTuneSettings(**SMALL), small)


@pytest.mark.parametrize("frozen, words", [
    (("layer 2",), "Layer 2 is frozen, its last update is 0, and still the error passes through: layer 1 gets"),
    (("layer 1", "head"), "Layer 1 is frozen, its last update is 0, and still the error passes through: the pixels"),
    (("head",), "The head is frozen, its last update is 0, and still the error passes through: layer 2 gets"),
    ((), "Nothing is frozen here")])
def test_the_verdict_says_who_gets_the_error_of_a_frozen_layer(frozen, words):
    found, settings = result_of(**SMALL, frozen=frozen), FineTuneSettings(**SMALL, frozen=frozen, way="some")
    assert verdict_of_passing(settings, found).startswith(words)


def test_no_error_is_said_to_pass_where_none_arrives(small):
    class Dead:
        checks, update = small.checks, small.update

        def passing(self, way, epoch):
            return passing(small.network, 0 * small.theta(way, epoch), small.x, np.eye(5)[small.labels])
    said = verdict_of_passing(FineTuneSettings(**SMALL, frozen=("layer 2",), way="some"), Dead())
    assert said.startswith("Layer 2 is frozen; at this epoch no error arrives at it")


@pytest.mark.parametrize("epochs", [1, 3, 8])
def test_a_run_that_is_stopped_is_the_beginning_of_the_whole(epochs):
    lab = bp.FineTuneLab(old_epochs=3, epochs=60, hidden=8)
    whole = lab.result
    lab.set(epochs=epochs)
    assert lab.result.known == lab.settings.epoch == epochs
    assert lab.result.theta("some", epochs).tolist() == whole.theta("some", epochs).tolist()
    assert (lab.result.ways is None) == (epochs < 3)
    assert lab.describe() == bp.FineTuneLab(old_epochs=3, epochs=epochs, hidden=8).describe()


def test_before_the_new_task_the_picture_shows_the_one_net_there_is(small):
    plan = bp.FineTuneLab.plan
    sheet = plan.sheet(("old_digits", "new_digits"), LIGHT, width=860)
    for epoch, shown in ((2, True), (3, False), (12, False)):
        sheet.draw(FineTuneSettings(**SMALL, frozen=("layer 2",), epoch=epoch), small)
        old, new = (sheet.pictures[name] for name in ("old_digits", "new_digits"))
        assert (old.old_name.get_text() == f"the old net {share(small.old.accuracy[2])}") == shown
        assert [old.names[way].get_text() != "" for way in ORDER] == [not shown] * 4
        assert not new.old_name.get_text() and old.cursor.get_xdata()[0] == epoch


def test_the_curves_are_those_of_the_result_and_the_chosen_way_is_thick(small):
    sheet = bp.FineTuneLab.plan.sheet(("new_digits",), LIGHT, width=860)
    sheet.draw(FineTuneSettings(**SMALL, frozen=("layer 2",), way="some"), small)
    picture = sheet.pictures["new_digits"]
    for way in ORDER:
        x, y = picture.curves[way].get_data()
        assert list(x) == list(range(3, 13)) and list(y) == list(small.new_accuracy(way))
    widths = {way: picture.curves[way].get_linewidth() for way in ORDER}
    assert max(widths, key=widths.get) == "some" and len(set(widths.values())) == 2


def test_a_press_on_a_card_means_its_layer_and_its_bars_are_as_long_as_it_moved(small):
    settings = FineTuneSettings(**SMALL, frozen=("layer 2",), way="some")
    sheet = bp.FineTuneLab.plan.sheet(("net",), LIGHT, width=860)
    sheet.draw(settings, small)
    net = sheet.pictures["net"]
    assert [spot.chosen for spot in net.spots(settings, small)] == [False, True, False]
    assert net.touch(settings, small, "layer 2") == {"way": "fine_tuned"}
    bars = [path.vertices[:, 0].max() - path.vertices[:, 0].min() for path in net.bars.get_paths()]
    moved = small.moved("some", 12)
    assert bars[3:] == pytest.approx((moved / moved.max() * max(bars[3:])).tolist(), abs=1e-6) and bars[4] == 0
    assert "frozen" in {text.get_text() for text in net.titles}


def test_looking_at_another_way_trains_nothing():
    lab = bp.FineTuneLab(**SMALL)
    before = lab.result.ways.thetas
    lab.set(way="fine_tuned", epoch=7)
    assert np.shares_memory(lab.result.ways.thetas, before) and "all fine-tuned" in str(lab)


@pytest.mark.parametrize("way, layer, then", [
    ("head_only", 0, ("some", ("layer 2",))), ("head_only", 2, ("some", tuple(LAYERS))),
    ("fine_tuned", 1, ("some", ("layer 2",))), ("all_new", 0, ("some", ("layer 1",)))])
def test_a_press_freezes_a_layer_or_lets_it_learn(way, layer, then):
    changes = pressed(FineTuneSettings(way=way), layer)
    assert (changes["way"], changes["frozen"]) == then


def test_presses_that_lead_to_a_way_with_a_name_choose_it():
    some = FineTuneSettings(way="some", frozen=("layer 1",))
    assert pressed(some, 0) == {"way": "fine_tuned"} and pressed(some, 1) == {"way": "head_only"}


def test_the_sweep_has_the_numbers_of_the_runs_themselves():
    settings = dict(old_epochs=2, epochs=9, hidden=6, seed=4, sweep_seeds=2)
    sweep = result_of(**settings).sweep
    assert sweep.new.shape == (2, len(COUNTS), 4) and sweep.trained == 2
    for s, c in ((0, 2), (1, 5)):
        alone = result_of(**{**settings, "seed": 4 + s, "examples": COUNTS[c], "sweep_seeds": 0})
        assert sweep.new[s, c].tolist() == alone.ways.new_accuracy[:, -1].tolist()
        assert sweep.old[s, c].tolist() == alone.ways.old_accuracy[:, -1].tolist()


def test_the_sweep_comes_in_pieces_and_counts_its_wins():
    task = SweepTask(NewTask(OldTask(Split(0, 99), 4), 0, (1,), "momentum", 0.05), 1, 2)
    pieces = sweep_in_pieces(task)
    first = next(pieces)
    last = next(piece for piece in pieces if piece.trained == 2)
    assert first.trained == 0 and np.isnan(first.new).all() and np.isnan(last.new[2:]).all()
    by_hand = (last.new[:2, :, ORDER.index("some")] > last.new[:2, :, ORDER.index("all_new")]).sum(axis=0)
    assert last.wins("some", "all_new").tolist() == by_hand.tolist()
    low, mean, high = last.band(last.new)
    assert (low <= mean).all() and (mean <= high).all()
    assert mean[3].tolist() == last.new[:2, 3].mean(axis=0).tolist()


def test_a_stop_keeps_the_seeds_that_are_trained_and_more_of_them_go_on_from_there():
    lab = bp.FineTuneLab(old_epochs=1, epochs=3, hidden=4)
    lab._experiment.sketch(sweep_seeds=3)
    while lab.result.sweep.trained < 1:
        lab._experiment.refine()
    first = lab.result.sweep.new[0]
    lab.press("stop")
    assert lab.settings.sweep_seeds == 1 and lab.result.sweep.new.tolist() == [first.tolist()]
    lab.set(sweep_seeds=2)
    assert lab.result.sweep.trained == 2 and lab.result.sweep.new[0].tolist() == first.tolist()
    at_once = result_of(old_epochs=1, epochs=3, hidden=4, sweep_seeds=2)
    assert lab.result.sweep.new.tolist() == at_once.sweep.new.tolist()


@pytest.mark.parametrize("pieces", [0, 4])
def test_a_stop_keeps_the_epochs_that_are_trained(pieces):
    lab = bp.FineTuneLab(old_epochs=1, epochs=2, hidden=4)
    lab._experiment.sketch(old_epochs=10, epochs=60)
    for _ in range(pieces):
        lab._experiment.refine()
    known = lab.result.known
    assert lab._experiment.progress == (known, 60) and (known < 10) == (pieces == 0)
    lab.press("stop")
    assert lab.settings.epochs == lab.settings.epoch == lab.result.known == known
    assert lab.describe() == bp.FineTuneLab(old_epochs=10, epochs=known, hidden=4).describe()


@pytest.mark.parametrize("changes, words", [
    ({"examples": 0}, "expected a whole number from 1 to 50"), ({"frozen": ("layer 3",)}, "layer 1, layer 2, head"),
    ({"way": "half"}, "one of all_new"), ({"optimizer": "lion"}, "one of sgd, momentum, adam")])
def test_what_cannot_be_meant_is_refused_in_words(changes, words):
    with pytest.raises(bp.ArgumentError, match=words):
        FineTuneSettings(**changes)


@pytest.mark.parametrize("seeds", [0, 1])
def test_the_line_at_the_examples_does_not_cross_the_words_of_a_sweep_that_waits(seeds):
    lab = bp.FineTuneLab(**SMALL, sweep_seeds=seeds, views=("new_over_examples",))
    picture = lab.canvas._sheet.pictures["new_over_examples"]
    box, line = (one.get_window_extent() for one in (picture.waiting, picture.cursor))
    assert bool(picture.waiting.get_text()) == (seeds == 0)
    assert line.y1 < box.y0 if seeds == 0 else line.height == picture.axes.bbox.height
