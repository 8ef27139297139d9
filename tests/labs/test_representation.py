"""RepresentationLab: an autoencoder without labels, maps with what they keep, probes, units."""
from collections.abc import Iterator

import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.manifold import trustworthiness as of_scikit_learn
from sklearn.neighbors import NearestNeighbors

from bpwidgets.datasets import digits
from bpwidgets.engine.dense import Dense
from bpwidgets.labs.representation.autoencoder import check_of, decode, parts_for
from bpwidgets.labs.representation.inside import Inside
from bpwidgets.labs.representation.layers import LAYERS, Neighborhood, map_of
from bpwidgets.labs.representation.maps import (
    kept,
    nearest,
    principal_plane,
    ranks,
    squares_between,
    trustworthiness,
    turned_to,
)
from bpwidgets.labs.representation.probe import probe
from bpwidgets.labs.representation.settings import HIDDEN_1, HIDDEN_2, MIDDLE, RepresentationSettings
from bpwidgets.labs.representation.study import hidden_layers, pca_error_of, task_of
from bpwidgets.labs.representation.verdict import check_in_words
from bpwidgets.memo import Memo

SMALL = dict(epochs=2, trained_on=100, hidden=8)
SHORT = dict(epochs=12)


def result_of(memo=None, **changes):
    answer = hidden_layers(RepresentationSettings(**changes), **({"memo": memo} if memo else {}))
    return list(answer)[-1] if isinstance(answer, Iterator) else answer


def settings_of(result, **changes):
    return RepresentationSettings(**changes).completed(result)


@pytest.fixture(scope="module")
def usual():
    return result_of()


@pytest.fixture(scope="module")
def small():
    return result_of(**SMALL)


# -- the autoencoder


def test_two_numbers_say_more_than_two_principal_components_and_nobody_was_told_the_digits(usual):
    assert usual.errors[60] < 0.75 * usual.pca_error
    assert usual.map(60, MIDDLE).same > 0.65 and usual.map(0, MIDDLE).same < 0.25
    parts = task_of(RepresentationSettings()).parts
    assert parts.targets.labels == () and (parts.train.desired == parts.train.x).all()


@pytest.mark.parametrize("seed", range(10))
def test_ten_of_ten_seeds_come_to_the_same_within_a_fifth_of_the_epochs(seed):
    result = result_of(seed=seed, **SHORT)
    assert result.errors[12] < 0.96 * result.pca_error and result.map(12, MIDDLE).same > 0.35
    _, _, middle, behind = result.probed(12)
    assert behind > middle + 0.1


@pytest.mark.parametrize("seed", [0, 1])
def test_a_linear_autoencoder_finds_the_plane_of_pca(seed):
    # Baldi and Hornik (1989): the minimum of a linear autoencoder with the squared error is the projection onto the
    # first principal components, and all other critical points are saddles.
    linear = dict(seed=seed, activation="identity", output="identity", l2=0.0, learning_rate=0.002, epochs=40)
    result, x = result_of(**linear), task_of(RepresentationSettings(**linear)).parts.train.x
    pca = PCA(2).fit(x)
    least = float(np.mean((pca.inverse_transform(pca.transform(x)) - x) ** 2))
    loss = np.mean((result.network.forward(result.thetas[40], x).output - x) ** 2)
    assert least <= loss < 1.02 * least
    layers = result.network.unpack(result.thetas[40])
    drawn, _ = np.linalg.qr((layers[2]["W"] @ layers[3]["W"]).T)
    assert np.linalg.svd(drawn.T @ pca.components_.T)[1].min() > 0.99      # the cosine of the largest angle


def test_the_error_of_pca_is_that_of_scikit_learn():
    result = result_of(**SMALL)
    pca = PCA(2).fit(Inside(task_of(RepresentationSettings(**SMALL))).train_pixels)
    again = pca.inverse_transform(pca.transform(result.pixels))
    assert pca_error_of(1, 100) == result.pca_error == pytest.approx(np.mean((again - result.pixels) ** 2), rel=1e-9)


def test_what_is_trained_on_and_what_is_looked_at_have_no_digit_in_common(small):
    inside = Inside(task_of(RepresentationSettings(**SMALL)))
    train, looked = inside.train_pixels, small.pixels
    assert len(train) == 100 and len(looked) == 300 == len(small.labels)
    assert len(np.unique(np.vstack([train, looked]), axis=0)) == 400
    meant = {row.tobytes(): int(label) for row, label in zip(digits().x, digits().y[:, 0])}
    assert [meant[row.tobytes()] for row in looked] == small.labels.tolist()
    assert [meant[row.tobytes()] for row in train] == inside.train_labels.tolist()


def test_the_decoder_draws_what_the_whole_net_gives(usual):
    theta = usual.thetas[60]
    whole = usual.network.forward(theta, usual.pixels)
    assert np.allclose(decode(usual.network, theta, usual.codes(60)), whole.output, atol=1e-12)
    assert usual.errors[60] == pytest.approx(np.mean((whole.output - usual.pixels) ** 2))
    assert (usual.codes(60) == whole[1].a).all() and usual.layers(60)[3].shape == (300, 48)


def test_a_run_in_pieces_ends_in_the_bits_of_the_whole():
    first, *_, last = hidden_layers(RepresentationSettings(epochs=24, trained_on=200))
    longer = result_of(epochs=30, trained_on=200)
    assert 0 < first.known < last.known == 24
    at = first.known
    assert first.thetas.tolist() == last.thetas[:at + 1].tolist() == longer.thetas[:at + 1].tolist()


def test_what_is_kept_by_epoch_is_what_is_computed_anew():
    memo = Memo()
    for epochs in (2, 4):
        kept_ones, fresh = result_of(memo, **{**SMALL, "epochs": epochs}), result_of(**{**SMALL, "epochs": epochs})
        for epoch in range(epochs + 1):
            assert (kept_ones.codes(epoch) == fresh.codes(epoch)).all()
            assert kept_ones.probed(epoch) == fresh.probed(epoch)
            assert kept_ones.map(epoch, HIDDEN_1).by_map == fresh.map(epoch, HIDDEN_1).by_map


# -- the gradient check


def test_the_gradient_is_checked_at_the_weights_on_the_screen(usual):
    for epoch in (0, 30, 60):
        found = usual.check(epoch)
        assert found.relative_error < 1e-5
        assert check_in_words(found).startswith("gradient check: ") and "wrong" not in check_in_words(found)


def test_a_fault_in_backpropagation_is_seen_by_the_check(monkeypatch):
    task = task_of(RepresentationSettings(**SMALL))
    theta = task.network.initialize("glorot_normal", 0)
    assert check_of(task, theta).relative_error < 1e-5
    right = Dense.backward

    def damped(self, parameters, trace, da, context=None):
        back = right(self, parameters, trace, da, context)
        return back if back.dx is None else back._replace(dx=0.9 * back.dx)

    monkeypatch.setattr(Dense, "backward", damped)
    found = check_of(task, theta)
    assert found.relative_error > 0.01 and "wrong" in check_in_words(found)


# -- maps and what they keep


def test_the_neighbors_kept_are_those_of_scikit_learn(usual):
    for layer in LAYERS:
        points, found = usual.layers(60)[LAYERS.index(layer)], usual.map(60, layer)
        def rows(a):
            return NearestNeighbors(n_neighbors=6).fit(a).kneighbors(a, return_distance=False)[:, 1:]
        def shared(a, b):
            return np.mean([len(set(i) & set(j)) / 5 for i, j in zip(rows(a).tolist(), rows(b).tolist())])
        assert found.by_net == pytest.approx(shared(usual.pixels, points), abs=0.01)
        assert found.by_map == pytest.approx(shared(points, found.places), abs=0.01)
        assert found.same == pytest.approx(np.mean(usual.labels[rows(found.places)] == usual.labels[:, None]), abs=0.01)


def test_trustworthiness_is_that_of_scikit_learn(usual):
    for layer in (HIDDEN_1, HIDDEN_2):
        points, found = usual.layers(60)[LAYERS.index(layer)], usual.map(60, layer)
        assert usual.trust(60, layer) == pytest.approx(of_scikit_learn(points, found.places, n_neighbors=5), abs=1e-3)
    assert usual.trust(60, MIDDLE) == pytest.approx(1.0) == usual.map(60, MIDDLE).by_map


def test_the_map_of_a_layer_is_pca_turned_without_changing_a_distance(usual):
    points, found = usual.layers(60)[1], usual.map(60, HIDDEN_1)
    theirs = PCA(2).fit(points)
    assert found.share == pytest.approx(theirs.explained_variance_ratio_.sum(), rel=1e-9)
    assert np.allclose(squares_between(found.places)[0, 1:], squares_between(theirs.transform(points))[0, 1:])
    again = turned_to(theirs.transform(points), principal_plane(usual.pixels).of(usual.pixels))
    assert np.allclose(found.places - found.places.mean(axis=0), again - again.mean(axis=0), atol=1e-8)


def test_a_map_that_tears_is_told_from_a_net_that_tears(usual):
    pixels, middle = usual.map(60, "pixels"), usual.map(60, MIDDLE)
    assert pixels.by_net == 1 and pixels.by_map < 0.5      # the projection loses them
    assert middle.by_map == 1 and middle.by_net < 0.5      # the net does


def test_ranks_and_trust_of_four_points_on_a_line():
    # Points at 0, 1, 3, 7; on the map the last one has come between the first two.
    rank = ranks(squares_between(np.array([[0.0], [1], [3], [7]])))
    assert rank.tolist() == [[4, 1, 2, 3], [1, 4, 2, 3], [2, 1, 4, 3], [3, 2, 1, 4]]
    near = np.eye(4)[[3, 3, 1, 0]] > 0
    # Beyond k = 1: ranks 3, 3, 1, 3 give 2 + 2 + 0 + 2; and 2 / (4 * 1 * (8 - 3 - 1)) = 1 / 8.
    assert trustworthiness(rank, near, 1) == pytest.approx(1 - 6 / 8)
    assert kept(near, near) == 1.0


def test_numbers_that_overflowed_have_no_map():
    points = np.full((20, 3), np.inf)
    pixels = Neighborhood(np.random.default_rng(0).normal(size=(20, 4)), 5)
    found = map_of(points, pixels, np.zeros(20, int))
    assert np.isnan([found.by_net, found.by_map, found.same]).all() and np.isnan(found.places).all()


# -- under the hand


def test_the_hand_holds_what_the_decoder_draws_and_the_nearest_digit_with_its_neighbors(usual):
    code = (-5.0, -4.4)
    hand = usual.hand(60, code)
    assert (hand.drawn == decode(usual.network, usual.thetas[60], np.array([code]))[0]).all()
    away = np.hypot(*(usual.codes(60) - code).T)
    assert away[hand.digit] == away.min()
    distances = np.linalg.norm(usual.pixels - usual.pixels[hand.digit], axis=1)
    assert distances[hand.by_pixels].tolist() == sorted(distances)[1:6]
    on_plane = np.argsort(np.hypot(*(usual.codes(60) - usual.codes(60)[hand.digit]).T))[1:6]
    assert hand.on_plane.tolist() == np.isin(hand.by_pixels, on_plane).tolist()


def test_where_the_lab_opens_a_five_has_neighbors_near_and_far_and_all_are_fives(usual):
    hand = usual.hand(60, RepresentationSettings().code)
    assert 0 < hand.on_plane.sum() < 5
    assert set(usual.labels[[hand.digit, *hand.by_pixels]].tolist()) == {5}


# -- probes


def test_the_probe_is_least_squares(usual):
    train, test = usual.layers(60)[3][:200], usual.layers(60)[3][200:]
    numbers = usual.labels[:200]
    a, b = (np.column_stack([part, np.ones(len(part))]) for part in (train, test))
    W, *_ = np.linalg.lstsq(a, np.eye(10)[numbers], rcond=None)
    assert np.mean(probe(train, numbers, test) == (b @ W).argmax(axis=1)) > 0.95


def test_what_is_hidden_in_two_numbers_is_read_behind_them_though_nothing_was_added(usual):
    pixels, hidden, middle, behind = usual.probed(60)
    assert middle < 0.6 and 0.75 < behind < pixels
    start = usual.probed(0)
    # An untrained first layer gives as much as the pixels: a probe does not say what was learned.
    assert start[1] > 0.85 and abs(start[1] - hidden) < 0.1 and start[3] < 0.5


def test_with_labels_the_same_layers_tell_more_and_start_from_the_same_weights():
    result = result_of(with_labels=True, **SHORT)
    assert len(result.labeled_thetas) - 1 == result.known == 12
    assert result.probed(12, True)[3] > result.probed(12)[3]
    first = 64 * 48 + 48 + 48 * 2 + 2
    assert (result.labeled_thetas[0, :first] == result.thetas[0, :first]).all()


# -- units


def test_the_top_digits_of_a_unit_are_those_with_its_largest_activations(usual):
    answers = usual.units(60, HIDDEN_1)
    said, top = answers.activations[:, 0], answers.top(0)
    assert said[top].tolist() == sorted(said, reverse=True)[:12]
    label, times = answers.favorite(0)
    assert times == (usual.labels[top] == label).sum() == np.bincount(usual.labels[top]).max()
    upper = said > (said.min() + said.max()) / 2
    assert answers.selective(0) == pytest.approx(np.mean(usual.labels[upper] == label))


def test_a_unit_that_a_layer_does_not_have_is_its_last_one(small):
    assert small.unit(settings_of(small, **SMALL, unit=60)) == 7
    assert small.unit(settings_of(small, **SMALL, unit=60, layer="middle")) == 1


def test_of_digits_at_the_same_distance_the_first_is_the_nearer_one_however_it_is_rounded():
    """Otherwise machines whose sums run in another order would have other neighbors."""
    x, rng = parts_for(0, False).test.x, np.random.default_rng(0)
    exact = ((16 * x[:, None] - 16 * x) ** 2).sum(axis=2)
    np.fill_diagonal(exact, np.inf)
    wanted = np.argsort(exact, axis=1, kind="stable")[:, :5]
    ties = np.sort(exact, axis=1)
    assert (ties[:, 4] == ties[:, 5]).sum() >= 3
    for pixels in (np.arange(64), rng.permutation(64), rng.permutation(64)):
        assert np.array_equal(np.sort(nearest(squares_between(x[:, pixels]), 5), axis=1), np.sort(wanted, axis=1))
