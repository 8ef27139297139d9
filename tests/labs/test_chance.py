"""ChanceLab: gradients through a sample are right, their spread is what theory says, and a beta changes on the way."""
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

import bpwidgets as bp
from bpwidgets.engine.tape import Scalar
from bpwidgets.labs.chance.autoencoder import (
    Autoencoder,
    Error,
    autoencoder,
    divergence,
    divergence_gradient,
    ink,
)
from bpwidgets.labs.chance.check import WRONG, check
from bpwidgets.labs.chance.estimators import ESTIMATORS, Estimator, Sample
from bpwidgets.labs.chance.runs import Growth, Task, parts_for
from bpwidgets.labs.chance.settings import ChanceSettings
from bpwidgets.labs.chance.spread import COMPARED, DRAWS, quadrature, spread_at
from bpwidgets.labs.chance.study import chance, task_of
from bpwidgets.labs.chance.verdict import LOST, verdict_of
from bpwidgets.memo import Memo
from tests.engine.test_references_chance import KL

SMALL = dict(epochs=3, hidden=6, since=1)
PATH, SCORE, BASED, BLOCKED = ESTIMATORS.values()


def result_of(memo=None, **changes):
    answer = chance(ChanceSettings(**changes), **({"memo": memo} if memo else {}))
    return list(answer)[-1] if isinstance(answer, Iterator) else answer


@pytest.fixture(scope="module")
def default():
    return result_of()


@pytest.fixture(scope="module")
def ten():
    """Trained with seeds 0 to 9."""
    return [result_of(seed=seed, epochs=16) for seed in range(10)]


@pytest.fixture(scope="module")
def net():
    return autoencoder(5)


@pytest.fixture(scope="module")
def theta(net):
    return net.initialize(3) + 0.1 * np.random.default_rng(0).normal(size=net.n)


@pytest.mark.parametrize("mu, logvar, kl, d_mu, d_logvar", KL)
def test_the_divergence_is_that_of_the_references(mu, logvar, kl, d_mu, d_logvar):
    mu, logvar = np.array(mu), np.array(logvar)
    assert divergence(mu, logvar).sum() == pytest.approx(kl, rel=1e-9, abs=1e-12)
    np.testing.assert_allclose(np.concatenate(divergence_gradient(mu, logvar)), d_mu + d_logvar, rtol=1e-9, atol=1e-12)


def test_the_divergence_is_the_integral_that_defines_it():
    mu, sigma, z = 0.7, 0.4, np.linspace(-8, 8, 160_001)
    q, prior = (np.exp(-((z - m) / s) ** 2 / 2) / (s * np.sqrt(2 * np.pi)) for m, s in ((mu, sigma), (0.0, 1.0)))
    integral = (q * (-((z - mu) / sigma) ** 2 / 2 - np.log(sigma) + z**2 / 2)).sum() * (z[1] - z[0])
    assert prior.sum() * (z[1] - z[0]) == pytest.approx(1)
    assert divergence(np.array(mu), np.array(2 * np.log(sigma))) == pytest.approx(integral, rel=1e-9)


def test_the_gradient_of_the_whole_is_that_of_central_differences(net, theta):
    found = check(net, theta, parts_for(0)[1].pixels, 1.5, PATH, seed=0)
    assert found.errors.max() < 1e-6 and not found.wrong.any()
    assert {name.split("[")[0] for name in found.names} == {
        f"{which} {part}" for which in ("encoder", "decoder") for part in ("W1", "b1", "W2", "b2")}


@pytest.mark.parametrize("fault", [
    Estimator("no_half", lambda s: (s.slope, s.slope * s.eps * s.sigma)),
    Estimator("mean_only", lambda s: (s.slope, 0 * s.eps)),
    Estimator("noise_anew", lambda s: (s.slope, s.slope * np.roll(s.eps, 1, axis=0) * s.sigma / 2)),
    SCORE, BASED, BLOCKED], ids=lambda row: row.name)
def test_the_check_finds_what_is_wrong_in_the_middle_and_lays_it_on_the_encoder(net, theta, fault):
    found = check(net, theta, parts_for(0)[1].pixels, 1.0, fault, seed=0)
    assert found.wrong.any() and found.of_encoder[found.wrong].all() and found.errors.max() > 1000 * WRONG


def test_the_check_fails_where_each_loss_has_noise_of_its_own(net, theta):
    found = check(net, theta, parts_for(0)[1].pixels, 1.0, PATH, seed=0, same_noise=False)
    assert found.wrong.mean() > 0.9


def test_both_passes_are_those_of_the_tape():
    net, chance_ = autoencoder(2), np.random.default_rng(1)
    theta, x, eps = net.initialize(0), chance_.random((1, 64)), chance_.normal(size=(1, 2))
    nodes = [Scalar(number) for number in theta]
    encoder, decoder = (part.unpack(np.arange(part.n) + shift) for part, shift in (
        (net.encoder, 0), (net.decoder, net.encoder.n)))

    def through(a, layers):
        for layer, hidden in zip(layers, (True, False)):
            W, b = layer["W"].astype(int), layer["b"].astype(int)
            z = [sum((a_i * nodes[W[i, j]] for i, a_i in enumerate(a)), nodes[b[j]]) for j in range(len(b))]
            a = [z_j * (1 + (z_j * -1).exp()) ** -1 if hidden else z_j for z_j in z]
        return a

    mu_1, mu_2, v_1, v_2 = through([Scalar(pixel) for pixel in x[0]], encoder)
    z = [mu + (v * 0.5).exp() * float(e) for mu, v, e in ((mu_1, v_1, eps[0, 0]), (mu_2, v_2, eps[0, 1]))]
    loss = sum((1 + a.exp()).log() - a * float(pixel) for a, pixel in zip(through(z, decoder), x[0]))
    loss = loss + sum((mu * mu + v.exp() - v - 1) * (0.5 * 1.5) for mu, v in ((mu_1, v_1), (mu_2, v_2)))
    loss.backward()
    seen = net.forward(theta, x, eps)
    assert net.loss(seen, 1.5) == pytest.approx(float(loss.value), rel=1e-12)
    np.testing.assert_allclose(net.backward(theta, seen, x, 1.5), [float(node.gradient) for node in nodes], rtol=1e-9,
                               atol=1e-12)


def test_a_linear_decoder_has_the_encoder_of_probabilistic_pca_in_closed_form():
    # With a = W z + b and noise of variance s2 the posterior is normal (Tipping & Bishop 1999, eq. 6); where W^T W is
    # diagonal the best encoder of a linear VAE says just that (Lucas et al. 2019): mu = M^-1 W^T (x - b),
    # sigma^2 = s2 / M with M = W^T W + s2 I. There the expected gradient of all that the encoder says is 0.
    chance_, s2 = np.random.default_rng(0), 0.3
    V = np.linalg.qr(chance_.normal(size=(5, 2)))[0] * (2.0, 0.7)
    squares = Error(lambda a, x: ((a - x) ** 2).sum(axis=-1) / (2 * s2), lambda a, x: (a - x) / s2)
    linear = Autoencoder(bp.engine.network((5, 4)), bp.engine.network((2, 5)), squares)
    M = (V**2).sum(axis=0) + s2
    encoder = np.vstack([np.hstack([V / M, np.zeros((5, 2))]), [0, 0, *np.log(s2 / M)]]).ravel()
    theta = np.concatenate([encoder, V.T.ravel(), np.zeros(5)])
    nodes, weights = quadrature()
    for x in chance_.normal(size=(3, 1, 5)):
        gradients = [linear.backward(theta, linear.forward(theta, x, eps[None]), x, 1.0)[:linear.encoder.n]
                     for eps in nodes]
        assert np.abs(weights @ np.array(gradients)).max() < 1e-12 < np.abs(gradients).max()
        # and its bound is the probability itself: ln p(x) of N(0, W W^T + s2 I)
        loss = weights @ [linear.loss(linear.forward(theta, x, eps[None]), 1.0) for eps in nodes]
        C = V @ V.T + s2 * np.eye(5)
        exact = (x @ np.linalg.solve(C, x.T)).item() / 2 + np.linalg.slogdet(C)[1] / 2 - 5 * np.log(s2) / 2
        assert loss == pytest.approx(exact, rel=1e-12)


def test_two_right_ways_have_one_mean_and_it_is_the_gradient(default):
    theta, x = default.theta(40), default.test.pixels[4]
    mu, logvar, _ = default.net.encode(theta, x[None])
    nodes, weights = quadrature(24)

    def expected(code):
        z = code[:2] + np.exp(code[2:] / 2) * nodes
        return weights @ default.net.error.value(default.net.decode(theta, z).output, x)

    code, h = np.concatenate([mu[0], logvar[0]]), 1e-4
    slopes = [(expected(code + h * step) - expected(code - h * step)) / (2 * h) for step in np.eye(4)]
    spread = default.spread(40, 5)
    np.testing.assert_allclose(spread.exact, slopes, rtol=1e-5, atol=1e-5)
    assert spread.mean_error == pytest.approx(expected(code), rel=1e-9)
    for name in COMPARED:
        away = np.abs(spread.drawn[name].mean(axis=0) - spread.exact) / (spread.deviations[name] / np.sqrt(DRAWS))
        assert (away < 4).all(), name
        np.testing.assert_allclose(spread.measured(name), spread.deviations[name], rtol=0.2)


def test_the_score_function_spreads_many_times_as_far_and_a_baseline_takes_most_of_that(ten):
    for seed, result in enumerate(ten):
        ratios = np.array([[result.spread(16, example).ratio(k, name) for name in ("score", "score_baseline")]
                           for example in (1, 2, 3) for k in range(4)])
        assert ratios[:, 0].min() > 8 and np.median(ratios[:, 0]) > 15, seed
        assert 1 < np.median(ratios[:, 1]) < 4, seed


def test_ten_of_ten_seeds_come_to_the_same(ten):
    for seed, run in enumerate(result.run for result in ten):
        assert 23 < run.error[-1] < 25 and run.kl[-1].min() > 0.4 and 1.2 < run.kl[-1].sum() < 2.6, seed


def test_a_change_of_beta_goes_on_from_where_the_run_is():
    memo = Memo()
    first = result_of(memo, epochs=6, hidden=6, since=4)
    second = result_of(memo, epochs=6, hidden=6, since=4, beta=9.0)
    assert all(one is other for one, other in zip(first.run.moments[:5], second.run.moments[:5]))
    alone = result_of(epochs=6, hidden=6, since=4, beta=9.0)
    assert (alone.theta(6) == second.theta(6)).all() and not (first.theta(6) == second.theta(6)).all()
    assert second.run.kl[6].sum() < first.run.kl[6].sum()
    assert second.task.beta_in(4) == 1 and second.task.beta_in(5) == 9


def test_a_hand_on_beta_sees_at_once_what_comes_of_it():
    lab = bp.ChanceLab(epochs=12, since=8)
    before = lab.result.run
    lab._experiment.sketch(beta=50.0)
    run = lab.result.run
    assert 8 < run.epochs < 12 and all(one is other for one, other in zip(run.moments[:9], before.moments))
    assert run.kl[-1].sum() < 0.7 * before.kl[8].sum()


def test_a_beta_from_the_start_on_has_no_trunk():
    task = task_of(ChanceSettings(beta=3.0, since=0))
    assert task.trunk is None and task.beta_in(1) == 3
    assert task_of(ChanceSettings(beta=3.0)).trunk == task_of(ChanceSettings(beta=1.0, since=7))


def test_a_beta_that_waits_is_said():
    lab = bp.ChanceLab(epochs=2, hidden=6, beta=5.0)
    assert lab.result.verdict.endswith("β becomes 5 only after epoch 20.")
    lab.set(since=1)
    assert "becomes" not in lab.result.verdict


def test_a_run_in_pieces_ends_in_the_bits_of_the_whole_and_can_be_left():
    pieces = list(chance(ChanceSettings(epochs=12)))
    assert len(pieces) > 1 and [one.known for one in pieces] == sorted({one.known for one in pieces})
    task = task_of(ChanceSettings(epochs=12))
    growth = Growth(task)
    while not growth.reaches(12):
        growth.grow(growth.run.epochs + 1)      # other pieces
    assert (growth.run.moments[12].theta == pieces[-1].theta(12)).all()
    assert pieces[0].verdict.startswith(f"After {pieces[0].known} epochs")


def test_a_run_that_is_stopped_says_how_long_it_is():
    lab = bp.ChanceLab(epochs=1, hidden=6)
    lab._experiment.sketch(epochs=100)
    known = lab.result.known
    assert lab._experiment.progress == (known, 100)
    lab.set(epochs=known)
    assert lab.settings.epochs == lab.settings.epoch == lab.result.known == known


def test_a_large_beta_lets_both_numbers_collapse_and_a_middle_one_one_of_them(default):
    memo = Memo()
    both, one = (result_of(memo, beta=beta) for beta in (5.0, 3.0))
    assert default.collapsed(40) == () and both.collapsed(40) == (1, 2) and one.collapsed(40) == (2,)
    assert both.run.kl[40].max() < 0.01 < one.run.kl[40, 0]
    mu, sigma = both.latent(40)
    assert np.abs(mu).max() < 0.6 and np.abs(sigma - 1).max() < 0.3
    assert "z₂ has collapsed" in bp.ChanceLab(beta=3.0, views=("ellipses", "error", "kl", "verdict")).canvas.verdict


def test_a_sample_that_blocks_the_gradient_leaves_an_encoder_that_says_nothing():
    blocked = result_of(through="blocked", epochs=20)
    assert blocked.collapsed(20) == (1, 2) and blocked.run.error[20] > 26


def test_the_score_function_trains_too_with_a_baseline_and_badly_without():
    run = {name: result_of(through=name).run for name in ("score", "score_baseline")}
    assert run["score_baseline"].error[-1] < 25 < run["score"].error[-1]


def test_a_walk_draws_what_the_decoder_says(default):
    lab = bp.ChanceLab(views=("walk", "decoded", "verdict"))
    lab.set(at=(-1.5, 0.5))
    expected = ink(default.net.decode(default.theta(40), [[-1.5, 0.5]]).output)[0]
    np.testing.assert_array_equal(lab.result.decoded(40, (-1.5, 0.5)), expected)
    away = np.hypot(*(default.latent(40).mu - (-1.5, 0.5)).T)
    assert f"a {default.test.labels[away.argmin()]}" in lab.canvas.verdict


def test_buttons_go_on_and_lead_to_other_costs_and_other_ways():
    lab = bp.ChanceLab(**SMALL)
    for cost in ("wave", "step", "square"):
        lab.press("cost")
        assert lab.settings.cost == cost
    lab.press("noise")
    assert not lab.settings.same_noise and lab.result.checked(3, False).wrong.any()
    lab.press("way")
    assert lab.settings.through == "score"
    lab.set(through=Estimator("mean_only", lambda s: (s.slope, 0 * s.eps)))
    lab.press("way")
    assert lab.settings.through == "reparameterization"
    before = lab.result.theta(3)
    lab.press("more")
    assert lab.settings.epochs == lab.result.known == 23 and (lab.result.theta(3) == before).all()


def test_new_digits_come_from_the_prior(default):
    z = np.concatenate([default.drawn(40, draw).z for draw in range(100)])
    assert np.abs(z.mean(axis=0)).max() < 0.1 and np.abs(z.std(axis=0) - 1).max() < 0.05
    drawn = default.drawn(40, 7)
    np.testing.assert_array_equal(drawn.pixels, ink(default.net.decode(default.theta(40), drawn.z).output))


def test_the_estimates_at_a_digit_are_those_that_train_the_encoder(net, theta):
    x, seed = parts_for(0)[1].pixels[3], 5
    spread = spread_at(net, theta, x, seed)
    eps = np.random.default_rng((seed, 1)).normal(size=(DRAWS, 2))
    seen = net.forward(theta, np.tile(x, (DRAWS, 1)), eps)
    slope = net.decoder.backward(theta[net.encoder.n:], seen.decoded, ink(seen.decoded.output) - x).dx
    np.testing.assert_allclose(spread.drawn["score"],
                               np.hstack(SCORE.rule(Sample(seen.error, slope, 0.0, eps, seen.sigma))), rtol=1e-9)
    # and b2 of the encoder has their mean, with that of KL
    found = net.backward(theta, seen, np.tile(x, (DRAWS, 1)), 0.0, BASED)[net.encoder.n - 4:net.encoder.n]
    np.testing.assert_allclose(found, spread.drawn["score_baseline"].mean(axis=0), rtol=1e-9)


def test_a_run_that_overflows_is_called_by_its_name():
    result = result_of(epochs=2, learning_rate=10.0, hidden=6)
    lost = result.run.moments[-1]._replace(theta=np.full(result.net.n, np.nan))
    run = replace(result.run, moments=(*result.run.moments[:-1], lost))
    assert verdict_of(ChanceSettings(epochs=2), replace(result, run=run, memo=Memo())) == LOST


def test_a_task_tells_all_that_decides_a_run():
    task = task_of(ChanceSettings())
    assert isinstance(hash(task), int) and task == Task(64, 1.0, 0, 1.0, PATH, 0.01, 64, 0)


def test_a_beta_that_changes_only_after_the_last_epoch_leaves_the_run_of_its_trunk():
    lab = bp.ChanceLab(epochs=3, hidden=6, since=3)
    before = lab.result.run
    lab.set(beta=100)
    assert lab.result.known == 3 and all(np.array_equal(one.theta, other.theta)
                                         for one, other in zip(lab.result.run.moments, before.moments))
