"""A run is kept whole: in pieces or at once, forth and back, its numbers are those of the plain loop."""

import numpy as np
import pytest

from bpwidgets import engine
from bpwidgets.errors import ArgumentError
from bpwidgets.memo import Memo
from bpwidgets.training import train as module
from bpwidgets.training.recipe import data_of, recipe_of
from bpwidgets.training.settings import TrainingSettings
from bpwidgets.training.train import training

SMALL = dict(n_points=40, hidden=(3,), epochs=12, test_share=0.25)


def whole(**changes):
    return list(training(TrainingSettings.create(**{**SMALL, **changes})))[-1]


@pytest.fixture
def small_pieces(monkeypatch):
    """Some updates at a time."""
    def use(updates):
        monkeypatch.setattr(module.train, "__defaults__", (updates * 100.0,))
        monkeypatch.setattr(module, "FURTHER", updates * 100.0)
    return use


def plain_loop(run):
    """What a learner writes: batch by batch, theta - rate * gradient."""
    theta, thetas = run.recipe.theta, [run.recipe.theta]
    for update in range(run.updates):
        x, y = run.objective.batch(update)
        trace = run.network.forward(theta, x)
        back = run.network.backward(theta, trace, run.objective.loss.gradient(trace.output, y))
        theta = theta - run.recipe.learning_rate * back.dtheta
        thetas.append(theta)
    return thetas


def test_the_run_is_the_plain_loop_bit_for_bit_at_every_update():
    run = whole()
    thetas = plain_loop(run)
    assert run.updates == 12 * 3 and len(thetas) == 37
    for updates, theta in enumerate(thetas):
        assert np.array_equal(run.theta(*divmod(updates, run.per_epoch)), theta)


def test_every_epoch_uses_every_example_once():
    run = whole()
    for epoch in range(run.epochs):
        rows = np.concatenate([run.batch_rows(epoch * run.per_epoch + k) for k in range(run.per_epoch)])
        assert sorted(rows.tolist()) == list(range(30))
    fixed = whole(shuffle=False)
    assert np.arange(30)[fixed.batch_rows(4)].tolist() == list(range(10, 20))


def test_curves_are_those_of_the_whole_sets_without_penalties():
    run = whole(l2=0.1, l1=0.01)
    for epoch in (0, 5, 12):
        theta = run.theta(epoch)
        for part, losses, right in ((run.parts.train, run.train_loss, run.train_accuracy),
                                    (run.parts.test, run.test_loss, run.test_accuracy)):
            output = run.network.forward(theta, part.x).output
            p = 1 / (1 + np.exp(-output))
            assert losses[epoch] == pytest.approx(-np.log(np.where(part.y == 1, p, 1 - p)).mean(), rel=1e-12)
            assert right[epoch] == ((p > 0.5) == (part.y == 1)).mean()
        weights = np.concatenate([of_layer["W"].ravel() for of_layer in run.network.unpack(theta)])
        added = 0.01 * np.abs(weights).sum() + 0.05 * (weights ** 2).sum()
        assert run.penalty[epoch] == pytest.approx(added, rel=1e-12)


@pytest.mark.parametrize("updates", [1, 2, 4, 7])
def test_each_piece_is_a_complete_run_with_the_same_beginning(updates, small_pieces):
    full = whole()
    small_pieces(2 * updates)
    runs = list(training(TrainingSettings(**SMALL)))
    assert len(runs) > 2 and runs[-1].whole and not runs[0].whole
    assert [run.epochs for run in runs] == sorted(run.epochs for run in runs)
    for run in runs:
        n = run.epochs + 1
        for name in ("train_loss", "test_loss", "train_accuracy", "test_accuracy", "penalty", "gradient_sizes"):
            assert np.array_equal(getattr(run, name), getattr(full, name)[:n])
        assert np.array_equal(run.theta(run.epochs), full.theta(run.epochs))


def test_a_stop_by_hand_is_a_setting_and_changes_nothing_before_it():
    full, stopped = whole(schedule="cosine"), whole(schedule="cosine", stop_at=5)
    assert stopped.epochs == 5 and stopped.whole
    assert np.array_equal(stopped.train_loss, full.train_loss[:6])
    assert np.array_equal(stopped.theta(4, 2), full.theta(4, 2))
    assert not np.array_equal(whole(schedule="cosine", epochs=5).train_loss, stopped.train_loss)


def test_nothing_at_all_is_computed_of_a_run_that_stops_at_its_start():
    run = whole(stop_at=0)
    assert run.epochs == run.updates == 0 and run.whole
    assert np.array_equal(run.theta(0), run.recipe.theta)


def test_a_moment_between_two_epochs_is_measured_exactly():
    run = whole()
    moment = run.at(3, 2)
    assert (moment.epoch, moment.update, moment.updates) == (3, 2, 11)
    assert moment.train_loss == pytest.approx(float(run.objective.value(run.theta(3, 2))), rel=1e-12)
    assert run.at(3).train_loss == run.train_loss[3]
    assert run.at(99, 2)[:3] == (12, 0, 36)


def test_a_long_run_keeps_checkpoints_and_has_the_same_numbers(monkeypatch):
    full = whole()
    monkeypatch.setattr("bpwidgets.engine.paths.checkpoints.KEPT_BYTES", 4096)
    monkeypatch.setattr(module, "KEPT_BYTES", 0)
    run = whole()
    assert isinstance(run.path.thetas, engine.Recomputed) and run.epoch_thetas is None
    for updates in (36, 0, 17, 18, 5):
        assert np.array_equal(run.theta(*divmod(updates, 3)), full.theta(*divmod(updates, 3)))
    assert np.array_equal(run.train_loss, full.train_loss)
    assert np.array_equal(run.gradient_sizes, full.gradient_sizes)


def test_gradient_sizes_are_root_mean_squares_over_the_updates_of_an_epoch():
    run = whole()
    dW = [[norm(part["W"]) for part in run.network.unpack(gradient)] for gradient in run.path.gradients]
    assert run.gradient_sizes.shape == (13, 2)
    np.testing.assert_allclose(run.gradient_sizes[0], dW[0], rtol=1e-12)
    np.testing.assert_allclose(run.gradient_sizes[4], np.sqrt(np.square(dW[9:12]).mean(axis=0)), rtol=1e-12)


def norm(a):
    return np.sqrt((a * a).sum())


def test_from_an_epoch_on_another_rate_is_used():
    before, changed = whole(learning_rate=0.3), whole(learning_rate=0.3, change_at=4, changed_rate=0.03)
    assert np.array_equal(changed.train_loss[:5], before.train_loss[:5])
    step = changed.theta(4, 1) - changed.theta(4)
    assert np.array_equal(changed.theta(4) - 0.03 * changed.path.gradients[12], changed.theta(4, 1))
    assert np.abs(step).max() < np.abs(before.theta(4, 1) - before.theta(4)).max()


def test_a_run_with_another_rate_has_the_one_before_beside_it(small_pieces):
    small_pieces(10)
    plain, settings = whole(), TrainingSettings(**SMALL, change_at=4, changed_rate=0.03)
    memo = Memo()
    list(training(TrainingSettings(**SMALL), memo))
    for runs in (list(training(settings)), list(training(settings, memo))):
        assert [run.before.epochs for run in runs] == [run.epochs for run in runs] and len(runs) > 3
        assert np.array_equal(runs[-1].before.train_loss, plain.train_loss)
        assert np.array_equal(runs[-1].before.theta(12), plain.theta(12))
    assert plain.before is None


@pytest.mark.parametrize("kept_bytes", [64 << 20, 4096])
def test_a_run_cut_short_is_the_run_that_stops_there(monkeypatch, kept_bytes, small_pieces):
    small_pieces(4)
    monkeypatch.setattr("bpwidgets.engine.paths.checkpoints.KEPT_BYTES", kept_bytes)
    cut, stopped = whole().until(5), whole(stop_at=5)
    assert (cut.epochs, cut.whole, cut.stop, cut.recipe.stop_at) == (5, True, None, 5)
    for name in ("thetas", "values", "gradients"):
        assert np.array_equal(np.asarray(getattr(cut.path, name)), np.asarray(getattr(stopped.path, name)))
    memo, settings = Memo(), TrainingSettings(**SMALL, change_at=3, changed_rate=0.03, stop_at=4)
    list(training(TrainingSettings(**SMALL), memo))
    alone, beside = (list(training(settings, **more))[-1].before for more in ({}, {"memo": memo}))
    assert len(alone.path.thetas) == len(beside.path.thetas) == 13
    assert (alone.recipe.stop_at, alone.whole, alone.stop) == (beside.recipe.stop_at, beside.whole, beside.stop)


def test_a_schedule_by_name_goes_with_the_length_of_the_run():
    run = whole(schedule="step", learning_rate=0.5)
    for update, rate in ((0, 0.5), (12, 0.05), (24, 0.005)):
        moved = run.path.thetas[update] - run.path.thetas[update + 1]
        np.testing.assert_allclose(moved, rate * run.path.gradients[update], rtol=1e-9, atol=1e-15)


def test_the_same_settings_give_the_same_bits_and_another_seed_others():
    assert np.array_equal(whole().path.thetas, whole().path.thetas)
    assert not np.array_equal(whole().path.thetas, whole(seed=1).path.thetas)


def test_dropout_is_used_in_training_and_not_in_what_is_measured():
    run = whole(dropout=0.5)
    assert [type(layer).__name__ for layer in run.network.layers] == ["Dense", "Dropout", "Dense"]
    assert not np.array_equal(run.train_loss[1:], whole().train_loss[1:])
    assert run.train_loss[3] == float(run.objective.value(run.theta(3)))
    assert run.gradient_sizes.shape == (13, 2) and run.layers == (0, 2)


def test_regression_has_no_accuracy_and_without_a_test_set_there_are_no_test_numbers():
    run = whole(data="sine", test_share=0.0)
    assert run.train_accuracy is None and run.test_loss is None and run.test_accuracy is None
    assert run.at(2, 1).train_accuracy is None


@pytest.mark.parametrize("loss, outputs", [("softmax_cross_entropy", 3), ("binary_cross_entropy", 3), ("mse", 3)])
def test_several_classes_have_an_output_each(loss, outputs):
    x = np.random.default_rng(0).normal(size=(60, 2)) + 3 * np.repeat([[0, 0], [2, 0], [0, 2]], 20, axis=0)
    run = whole(x=x, y=np.repeat([2, 5, 7], 20), loss=loss, n_points=60)
    assert run.parts.targets.labels == (2, 5, 7) and run.network.sizes[-1] == outputs
    assert run.train_accuracy[-1] > 0.75
    shares = run.parts.targets.shares(run.outputs(run.theta(12), run.parts.train.points))
    assert shares.shape == (45, 3) and ((shares >= 0) & (shares <= 1)).all()
    assert (shares.argmax(axis=1) == run.parts.train.numbers).mean() == run.train_accuracy[-1]


@pytest.mark.parametrize("label, labels", [(0, (0, 1)), (1, (0, 1)), (7, (7, 8))])
@pytest.mark.parametrize("loss", ["binary_cross_entropy", "softmax_cross_entropy", "mse"])
def test_a_single_class_is_one_of_two(loss, label, labels):
    run = whole(x=np.arange(6.0), y=[label] * 6, loss=loss, classify=True, test_share=0.0, n_points=6, epochs=20)
    assert run.parts.targets.labels == labels and run.train_accuracy[-1] == 1


def test_two_classes_for_a_tanh_unit_are_asked_for_as_minus_one_and_one():
    run = whole(loss="half_mse", output="tanh")
    assert set(run.parts.train.desired.ravel()) == {-1.0, 1.0}
    half = (run.network.forward(run.theta(2), run.parts.train.x).output - run.parts.train.desired) ** 2 / 2
    assert run.train_loss[2] == pytest.approx(half.mean(), rel=1e-12)


@pytest.mark.parametrize("changes, words", [
    (dict(data="sine", loss="binary_cross_entropy"), "a loss for numbers, such as mse"),
    (dict(output="tanh"), "identity, which goes with binary_cross_entropy"),
    (dict(stop_at=13), "a whole number from 0 to 12"),
    (dict(points={3: (1.0, 2.0)}), "3 finite numbers for row 3"),
    (dict(points=7), "a mapping from numbers of rows"),
    (dict(points={-1: None}), "numbers of rows, counted from 0"),
    (dict(features=("z",)), "at least 1 name out of x, y, x^2"),
    (dict(test_share=0.9, n_points=3), "leaves at least one point for training"),
    (dict(x=[[1.0], [2.0]], y=[[0, 1], [1, 0]], classify=True), "one column of targets"),
    (dict(x=np.arange(200.0), y=np.arange(200.0), classify=True), "at most 100 labels"),
    (dict(x=[[1.0], [2.0]], y=[0, 1], n_points=3), "a whole number from 2 to 2")])
def test_what_does_not_suit_is_refused(changes, words):
    with pytest.raises(ArgumentError, match=words.replace("^", r"\^")):
        TrainingSettings.create(**({} if "x" in changes else SMALL) | changes)


def test_settings_of_another_set_go_back_to_what_suits_it():
    first = TrainingSettings(points={3: None}, noise=30, output="sigmoid", loss="mse", features=("x", "xy"))
    other = first.replace(data="sine")
    assert (other.points, other.noise, other.output, other.loss) == ((), 10.0, "identity", "mse")
    assert other.features == ("x",)
    assert other.replace(data="moons").loss == "binary_cross_entropy"
    assert first.replace(stop_at=10).replace(epochs=20).stop_at == 20


def test_points_by_hand_are_moved_added_and_taken_away():
    plain = data_of(TrainingSettings(**SMALL)).train
    changed = data_of(TrainingSettings(**SMALL, points={2: (9.0, 8.0, 1.0), 5: None, 30: (7.0, 7.0, 0.0)})).train
    kept = np.delete(plain.points, 5, axis=0)
    kept[2] = (9.0, 8.0)
    assert np.array_equal(changed.points, [*kept, (7.0, 7.0)])
    assert changed.desired[2] == 1 and changed.desired[-1] == 0 and len(changed) == 30
    settings = TrainingSettings(**SMALL, points={5: None, 30: (7.0, 7.0, 0.0)})
    assert "points={5: None, 30: (7.0, 7.0, 0.0)}" in repr(settings)
    assert settings == TrainingSettings(**SMALL, points={30: [7, 7, 0], 5: None})


def test_scaling_uses_the_training_examples_alone():
    settings = TrainingSettings(**SMALL, scaled=True, features=("x", "y", "x^2", "xy"))
    parts = data_of(settings)
    np.testing.assert_allclose(parts.train.x.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(parts.train.x.std(axis=0), 1, rtol=1e-12)
    x, y = parts.test.points.T
    np.testing.assert_allclose(parts.test.x * parts.scale + parts.shift, np.column_stack([x, y, x * x, x * y]))
    assert recipe_of(settings, parts).network.sizes[0] == 4
