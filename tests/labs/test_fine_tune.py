"""FineTuneLab: an old net is reused in four ways; what is frozen stays, and hands the error on all the same."""
import dataclasses

import numpy as np
import pytest

from bpwidgets import engine
from bpwidgets.labs.fine_tune.freezing import mask_of, tuning
from bpwidgets.labs.fine_tune.old_task import LOSS, OldTask, Wandering, accuracy, old_in_pieces
from bpwidgets.labs.fine_tune.passing import checks, passing
from bpwidgets.labs.fine_tune.settings import FineTuneSettings
from bpwidgets.labs.fine_tune.study import fine_tuning, new_task_of
from bpwidgets.labs.fine_tune.sweep import ends_of
from bpwidgets.labs.fine_tune.tasks import Split, at_all_places, digits_of
from bpwidgets.labs.fine_tune.ways import ORDER, starts_of

SMALL = dict(old_epochs=3, epochs=12, hidden=12)


def result_of(**changes):
    *_, last = fine_tuning(FineTuneSettings(**changes))
    return last


@pytest.fixture(scope="module")
def small():
    return result_of(**SMALL, frozen=("layer 2",))


@pytest.fixture(scope="module")
def whole():
    return result_of()


# O11b of the references: y = w2 w1 x, half the sum of squared errors, w1 frozen at 0.5.
X, Y = [[1.0], [2.0], [3.0]], [[2.0], [3.0], [7.0]]
W1, W2, SSE, STABLE = 0.5, 4.142857142857, 1.928571428571, 0.5714285714


@pytest.mark.parametrize("rate, arrives", [(0.2, True), (0.99 * STABLE, True), (1.01 * STABLE, False)])
def test_a_frozen_weight_leaves_the_closed_form_of_the_other(rate, arrives):
    net = engine.network((1, 1, 1), "identity", bias=False)
    # the sum of squares is three times their mean: half of it is 1.5 times the engine's mse
    objective = engine.NetworkLoss(net, X, Y, "mse")
    *_, last = tuning(objective, np.array([W1, 1.0]), mask_of(net, {0}), "sgd", 1.5 * rate, 4000)
    assert last.theta[0] == W1
    assert (abs(last.theta[1] - W2) < 1e-9) == arrives
    if arrives:
        assert 3 * last.value == pytest.approx(SSE, rel=1e-9)


def test_what_is_frozen_stays_to_the_last_bit_and_nothing_else_does(small):
    starts, ends = small.ways.thetas[:, 0], small.ways.thetas[:, -1]
    frozen = {"all_new": set(), "head_only": {0, 1}, "some": {1}, "fine_tuned": set()}
    for way, start, end in zip(ORDER, starts, ends):
        before, after = small.network.unpack(start), small.network.unpack(end)
        for k in range(3):
            same = [np.array_equal(before[k][name], after[k][name]) for name in "Wb"]
            assert same == [k in frozen[way]] * 2, (way, k)
            assert (small.moved(way, 12)[k] == 0) == (k in frozen[way])


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_one_descent_of_all_ways_is_that_of_each_alone(optimizer, small):
    found = result_of(**SMALL, frozen=("layer 2",), optimizer=optimizer, learning_rate=0.01)
    x, labels = digits_of(Split(1, 0)).few(3)
    for way, names in (("head_only", ("W1", "b1", "W2", "b2")), ("some", ("W2", "b2")), ("fine_tuned", ())):
        alone = engine.NetworkLoss(found.network, x, np.eye(5)[labels], LOSS, frozen=names)
        path = engine.descend(alone, found.theta(way, 3), optimizer, 0.01, 9)
        assert np.allclose(path.thetas, found.ways.thetas[ORDER.index(way)], rtol=0, atol=1e-10)


def test_the_ways_begin_with_one_head_and_all_but_one_with_the_old_body(small):
    starts = small.network.unpack(small.ways.thetas[:, 0])
    old = small.network.unpack(small.old.thetas[-1])
    for k in (0, 1):
        same = [np.array_equal(starts[k]["W"][w], old[k]["W"]) for w in range(4)]
        assert same == [way != "all_new" for way in ORDER]
    assert all(np.array_equal(starts[2]["W"][w], starts[2]["W"][0]) for w in range(4))
    assert not np.array_equal(starts[2]["W"][0], old[2]["W"])


def test_moved_is_the_length_of_the_way_in_parts_of_where_it_began(small):
    before, after = (small.network.unpack(small.theta("fine_tuned", epoch)) for epoch in (3, 8))
    by_hand = [np.sqrt(((b["W"] - a["W"]) ** 2).sum() / (a["W"] ** 2).sum()) for a, b in zip(before, after)]
    assert small.moved("fine_tuned", 8).tolist() == pytest.approx(by_hand, rel=1e-12)
    assert small.moved("fine_tuned", 3).tolist() == [0, 0, 0]
    assert (small.moved("fine_tuned", 2) > 0).all() and small.moved("all_new", 2).tolist() == small.moved(
        "some", 2).tolist()


def test_accuracies_are_those_of_the_nets_with_the_head_of_each_task(small):
    digits, w = digits_of(Split(1, 0)), ORDER.index("fine_tuned")
    theta = small.ways.thetas[w, 5]
    scores = small.network.forward(theta, digits.new_test).output
    assert small.new_accuracy("fine_tuned")[5] == (scores.argmax(axis=1) == digits.new_test_labels).mean()
    parts = [*small.network.unpack(theta)[:2], small.network.unpack(small.old.thetas[-1])[2]]
    scores = small.network.forward(small.network.pack(parts), digits.old_test).output
    assert small.old_accuracy("fine_tuned")[5] == (scores.argmax(axis=1) == digits.old_test_labels).mean()


def test_a_frozen_body_forgets_nothing(whole):
    assert set(whole.old_accuracy("head_only")) == {whole.old.accuracy[-1]}
    assert whole.old_accuracy("fine_tuned")[0] == whole.old.accuracy[-1] > 0.9


# Head only is ahead of all new with few examples and behind with many; fine-tuned, the body forgets.
SEEDS = range(10)


@pytest.fixture(scope="module")
def ten_seeds():
    """Of each seed the accuracy of the old net, and the ends of all ways with 3 and with 50 examples: new, old."""
    found = []
    for seed in SEEDS:
        task = new_task_of(FineTuneSettings(seed=seed))
        old = next(run for run in old_in_pieces(task.old) if run.epochs >= 20).until(20)
        ends = (dict(zip(ORDER, zip(*ends_of(task._replace(examples=count), old.thetas[-1], 40)))) for count in (3, 50))
        found.append((old.accuracy[-1], *ends))
    return found


def test_with_three_examples_head_only_beats_all_new_in_nine_of_ten_seeds(ten_seeds):
    ahead = [few["head_only"][0] > few["all_new"][0] for _, few, _ in ten_seeds]
    assert sum(ahead) >= 9, ahead


def test_with_fifty_examples_all_new_beats_head_only_in_ten_of_ten_seeds(ten_seeds):
    assert all(many["head_only"][0] < many["all_new"][0] for _, _, many in ten_seeds)


def test_with_fifty_examples_a_transferred_start_reads_most_in_at_least_nine_of_ten_seeds(ten_seeds):
    # Yosinski, Clune, Bengio & Lipson (2014), abstract: to begin with transferred features gives a boost that lingers
    # even after fine-tuning.
    assert sum(many["fine_tuned"][0] > many["all_new"][0] for _, _, many in ten_seeds) >= 9


def test_upper_layers_are_special_to_their_task_in_at_least_nine_of_ten_seeds(ten_seeds):
    # The same abstract: the specialization of higher layers to their first task costs the second one. "some" freezes
    # layer 1 alone, "head_only" layer 2 as well.
    assert sum(many["some"][0] > many["head_only"][0] for _, _, many in ten_seeds) >= 9


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_transferred_features_are_better_than_random_ones(seed):
    # The same abstract, of features from distant tasks, too.
    old, random = (result_of(seed=seed, examples=3, old_epochs=epochs, epochs=epochs + 40) for epochs in (20, 0))
    assert old.new_accuracy("head_only")[-1] > random.new_accuracy("head_only")[-1]


def test_all_fine_tuned_forgets_in_ten_of_ten_seeds(ten_seeds):
    lost = [before - ends["fine_tuned"][1] for before, *both in ten_seeds for ends in both]
    assert min(lost) > 0.02 and np.mean(lost) > 0.1, lost
    assert all(before == ends["head_only"][1] for before, *both in ten_seeds for ends in both)


def test_where_digits_are_not_moved_the_old_body_is_of_no_help():
    found = result_of(moved=0)
    assert found.new_accuracy("head_only")[-1] < found.new_accuracy("all_new")[-1] - 0.1


def test_fine_tuning_moves_the_first_layer_only_within_the_span_of_its_examples(whole):
    # dL/dW1 = x^T delta, so that every update lies in the span of the few inputs: 15 pictures can change 15 of 64
    # directions, whatever the seed.
    before, after = (whole.network.unpack(whole.theta("fine_tuned", epoch))[0]["W"] for epoch in (20, 60))
    span = np.linalg.svd(whole.x, full_matrices=True)[2]
    change = span @ (after - before)
    assert len(whole.x) == 15 and np.abs(change[15:]).max() < 1e-12 and np.linalg.norm(change[:15]) > 0.1
    assert np.linalg.matrix_rank(after - before, tol=1e-9) <= 15


def test_a_frozen_layer_hands_the_error_on_while_it_stays(small):
    found, epoch = small.passing("some", 12), 12
    assert found.handed_on[1] > 1e-3 and found.delta[0] > 1e-3 and small.update("some", epoch)[1] == 0
    assert found.gradient[1] > 0 and (small.update("some", epoch)[[0, 2]] > 0).all()
    assert small.checks("some", epoch).worst < 1e-5


def test_the_pass_of_the_lab_is_that_of_the_tape(small):
    # dL/da of what layer 2 is given, along one coordinate, by the loss of the layers above it alone
    found, theta = small.passing("some", 8), small.theta("some", 8)
    trace = small.network.forward(theta, small.x)
    a, above = trace[0].a, small.network.unpack(theta)
    desired = np.eye(5)[small.labels]

    def loss(a):
        z = np.maximum(a @ above[1]["W"] + above[1]["b"], 0) @ above[2]["W"] + above[2]["b"]
        return -(desired * (z - np.log(np.exp(z).sum(axis=1, keepdims=True)))).sum() / len(z)

    slopes = np.array([[(loss(a + h) - loss(a - h)) / 2e-6 for h in 1e-6 * np.eye(a.size)[k * 12:k * 12 + 12].reshape(
        12, *a.shape)] for k in range(len(a))])
    assert np.linalg.norm(slopes) == pytest.approx(found.handed_on[1], rel=1e-4)


class Blocking(engine.Dense):
    """The misconception as a layer: frozen, it hands no error on."""

    def backward(self, parameters, trace, da, context=None):
        back = super().backward(parameters, trace, da, context)
        return dataclasses.replace(back, dx=0 * back.dx) if dataclasses.is_dataclass(back) else back._replace(
            dx=0 * back.dx)


def test_a_layer_that_swallows_the_error_is_found_by_the_check(small):
    theta, desired = small.theta("some", 8), np.eye(5)[small.labels]
    layers = list(small.network.layers)
    layers[1] = Blocking(12, 12, "relu")
    given = engine.Network(tuple(layers)), theta, small.x, desired
    found, checked = passing(*given), checks(*given)
    assert found.handed_on[1] == 0 and found.delta[0] == 0
    assert checked.weights[0].relative_error == pytest.approx(1) == checked.errors[1].relative_error
    assert checked.weights[1].relative_error < 1e-5 and checked.worst == pytest.approx(1)


def test_a_run_in_pieces_ends_in_the_bits_of_the_whole():
    pieces = list(fine_tuning(FineTuneSettings(old_epochs=4, epochs=40, hidden=8)))
    assert [piece.known for piece in pieces] == sorted(piece.known for piece in pieces) and pieces[-1].known == 40
    assert pieces[0].known < 4 and pieces[0].ways is None and "not begun" in pieces[0].verdict
    shorter = result_of(old_epochs=4, epochs=17, hidden=8)
    assert shorter.ways.thetas.tolist() == pieces[-1].ways.thetas[:, :14].tolist()
    assert shorter.ways.new_accuracy.tolist() == pieces[-1].ways.new_accuracy[:, :14].tolist()


def test_more_examples_begin_with_the_same_ones():
    digits = digits_of(Split(1, 4))
    few, labels = digits.few(2)
    more, more_labels = digits.few(7)
    for k in range(5):
        assert few[labels == k].tolist() == more[more_labels == k][:2].tolist()


def test_no_digit_of_the_test_is_trained_on_at_any_place():
    digits = digits_of(Split(0, 2))
    trained = {row.tobytes() for row in (*digits.old.reshape(-1, 64), *digits.new)}
    assert len(digits.old_test) + len(digits.new_test) == 449
    assert not trained & {row.tobytes() for row in (*digits.old_test, *digits.new_test)}


def test_moved_digits_stand_at_all_places_and_lose_no_ink_inside():
    dot = np.zeros((1, 64))
    dot[0, 27] = 1.0
    found = at_all_places(dot, 1).reshape(9, 8, 8)
    assert sorted(map(tuple, np.argwhere(found)[:, 1:].tolist())) == [(r, c) for r in (2, 3, 4) for c in (2, 3, 4)]


def test_the_old_task_sees_every_digit_once_an_epoch_and_at_other_places_in_the_next():
    digits, task = digits_of(Split(1, 0)), OldTask(Split(1, 0), 4)
    numbered = np.arange(len(digits.old_labels))[:, None].astype(float)
    wandering = Wandering(task.network, digits.old, numbered, 0)
    first, second = (np.concatenate([wandering.batch(step)[1][:, 0] for step in range(
        e * wandering.per_epoch, (e + 1) * wandering.per_epoch)]) for e in (0, 1))
    assert sorted(first) == sorted(second) == numbered[:, 0].tolist() and first.tolist() != second.tolist()


def test_the_gradient_of_the_old_task_is_the_engines():
    digits, task = digits_of(Split(1, 0)), OldTask(Split(1, 0), 4)
    wandering = Wandering(task.network, digits.old, np.eye(5)[digits.old_labels], 0)
    theta = task.network.initialize("he_normal", 3)
    x, desired = wandering.batch(5)
    expected = engine.NetworkLoss(task.network, x, desired, LOSS).gradient(theta)
    assert np.allclose(wandering.gradient(theta, 5), expected, rtol=1e-12, atol=1e-15)


def test_numbers_that_overflow_are_no_answers():
    network = OldTask(Split(1, 0), 6).network
    thetas = np.stack([network.initialize("he_normal", 0), np.full(network.n, np.nan), np.full(network.n, 1e300)])
    found = accuracy(network, thetas, np.ones((4, 64)), np.zeros(4, int))
    assert found[1] == found[2] == 0 and found[0] in (0, 1)


def test_the_fresh_weights_are_those_of_no_old_net():
    network = OldTask(Split(1, 0), 6).network
    starts = starts_of(network, network.initialize("he_normal", 0), 0)
    assert not np.array_equal(starts[0], starts[1]) and np.array_equal(starts[1], starts[3])


def test_the_old_run_is_the_same_whoever_asks():
    task = OldTask(Split(1, 7), 5)
    first, second = next(old_in_pieces(task)), next(old_in_pieces(task))
    assert first.thetas.tolist() == second.thetas.tolist() and first.epochs == 2


def test_a_rule_that_shrinks_weights_is_refused_since_it_moves_frozen_ones():
    with pytest.raises(ValueError, match=r"optimizer of FineTuneLab: .* Its decay of weights would move frozen ones"):
        FineTuneSettings(optimizer=engine.OPTIMIZERS["adamw"])
