"""TwoNetsLab: whose gradient goes through whom, every step again, what is covered, and what went wrong by its name."""
import numpy as np
import pytest

import bpwidgets as bp
from bpwidgets.engine.tape import Scalar
from bpwidgets.labs.two_nets import game as games
from bpwidgets.labs.two_nets.check import check_nets
from bpwidgets.labs.two_nets.density import density_of_fakes, noise_grid
from bpwidgets.labs.two_nets.game import discriminator_gradient, generator_gradient
from bpwidgets.labs.two_nets.losses import GENERATOR_LOSSES, LN2, LN4, discriminator_loss, sigmoid
from bpwidgets.labs.two_nets.play import EVERY, draws
from bpwidgets.labs.two_nets.settings import TwoNetsSettings
from bpwidgets.labs.two_nets.study import two_nets
from bpwidgets.labs.two_nets.watch import seen_noise
from bpwidgets.memo import Memo

SMALL = {"steps": 50, "units": 5}


def result_of(**changes):
    found = two_nets(TwoNetsSettings(**changes), memo=Memo())
    return found if hasattr(found, "known") else list(found)[-1]


@pytest.fixture(scope="module")
def usual():
    return result_of()


@pytest.fixture(scope="module")
def small():
    return result_of(**SMALL)


# The game: whose gradient goes through whom.

@pytest.mark.parametrize("loss", GENERATOR_LOSSES)
def test_the_generator_s_gradient_is_that_of_the_scalar_tape_through_the_discriminator(loss):
    result = result_of(steps=20, units=3, layers=1, activation="tanh", g_loss=loss, noise=2)
    game, state, z = result.game, result.state(20), seen_noise(2)[:3]
    wanted = generator_gradient(game, state.g, state.d, z)
    g, d = ([Scalar(float(one)) for one in theta] for theta in (state.g, state.d))

    def layer(theta, at, inputs, outputs, bend):
        bias = at + len(inputs) * outputs
        sums = [sum((theta[at + i * outputs + j] * x for i, x in enumerate(inputs)), theta[bias + j])
                for j in range(outputs)]
        return [one.tanh() for one in sums] if bend else sums

    def passed(theta, inputs, outputs):
        hidden = layer(theta, 0, inputs, 3, True)
        return layer(theta, 3 * (len(inputs) + 1), hidden, outputs, False)

    total = Scalar(0.0)
    for row in z:
        s, = passed(d, passed(g, [Scalar(float(part)) for part in row], 2), 1)
        p = 1 / ((-s).exp() + 1)
        total = total + (-p.log() if loss == "non_saturating" else (1 - p).log())
    (total * (1 / 3)).backward()
    assert np.allclose(wanted.gradient, [one.gradient for one in g], rtol=1e-9, atol=1e-14)
    assert abs(wanted.loss - total.value / 3) < 1e-12


def test_both_gradients_are_right_and_a_planted_fault_is_seen(usual):
    checks = usual.checks(usual.known)
    assert checks.right and checks.worst < 1e-6

    def with_the_wrong_sign(game, g, d, z):
        found = generator_gradient(game, g, d, z)
        return found._replace(gradient=-found.gradient)

    def without_the_way_through_the_discriminator(game, g, d, z):
        made = game.generator.forward(g, z)
        found = generator_gradient(game, g, d, z)
        ones = np.ones_like(made.output) * found.at_x.mean() / len(z)
        return found._replace(gradient=game.generator.backward(g, made, ones).dtheta)

    for fault in (with_the_wrong_sign, without_the_way_through_the_discriminator):
        wrong = check_nets(usual.game, usual.state(usual.known), fault)
        assert not wrong.right and wrong.generator.relative_error > 0.1 and wrong.fakes.relative_error < 1e-5


def test_the_gradient_of_the_penalty_is_right():
    result = result_of(steps=20, units=6, activation="tanh", penalty=2.0)
    assert result.checks(20).discriminator.relative_error < 1e-5
    without = result_of(steps=20, units=6, activation="tanh")
    assert not np.allclose(result.state(20).d, without.state(20).d)


def test_nothing_of_the_discriminator_moves_in_the_generator_s_update_and_the_other_way_round(small):
    game, state = small.game, small.state(0)
    drawn = draws(game, 0)[0]
    still = games.Game(**{**vars_of(game), "g_rate": 0.0})
    assert np.array_equal(games.advance(still, state, drawn)[0].g, state.g)
    still = games.Game(**{**vars_of(game), "d_rate": 0.0})
    after = games.advance(still, state, drawn)[0]
    assert np.array_equal(after.d, state.d) and not np.array_equal(after.g, state.g)


def vars_of(game):
    return {name: getattr(game, name) for name in type(game).__dataclass_fields__}


def test_in_turns_the_generator_answers_the_new_discriminator_and_at_once_the_old_one(small):
    state, drawn = small.state(0), draws(small.game, 0)[0]
    for order, seen in ((games.TURNS, "new"), (games.AT_ONCE, "old")):
        game = games.Game(**{**vars_of(small.game), "order": order})
        after, (d_loss, g_loss) = games.advance(game, state, drawn)
        judge = {"new": after.d, "old": state.d}[seen]
        assert g_loss == generator_gradient(game, state.g, judge, drawn.g_noise).loss
        assert d_loss == discriminator_gradient(game, state.g, state.d, drawn.real[0], drawn.d_noise[0]).loss


def test_an_arrow_is_minus_the_slope_of_the_loss_at_its_fake(small):
    moment = small.moment(33)
    d, loss, h = small.state(33).d, small.game.loss, 1e-6
    for k in range(5):
        for axis in range(2):
            step = h * np.eye(2)[axis]
            high, low = (loss.value(small.game.discriminator.forward(d, (moment.fakes[k] + sign * step)[None]).output)
                         for sign in (1, -1))
            assert moment.moves[k, axis] == pytest.approx(-float((high - low).item()) / (2 * h), rel=1e-5, abs=1e-9)


# Every step again.

def test_each_step_is_there_again_bit_for_bit_whichever_way_one_came(small):
    game, state = small.game, small.state(0)
    walked = [state]
    for part in range(3):
        for drawn in draws(game, part):
            walked.append(games.advance(game, walked[-1], drawn)[0])
    for step in (50, 7, 49, 7, 20, 0, 41):
        assert all(np.array_equal(getattr(small.state(step), name), getattr(walked[step], name)) for name in "gd")
    assert np.array_equal(small.state(41).g_memory["mean"], walked[41].g_memory["mean"])


def test_a_shorter_run_begins_with_the_same_numbers_and_a_longer_one_goes_on(small):
    memo = Memo()
    short = list(two_nets(TwoNetsSettings(steps=33, units=5), memo=memo))[-1]
    again = two_nets(TwoNetsSettings(steps=7, units=5), memo=memo)
    assert (short.known, again.known) == (33, 7) and len(again.losses) == 7 and again.kept == 1
    assert np.array_equal(short.losses, small.losses[:33])
    assert np.array_equal(short.state(33).g, small.state(33).g)


def test_the_run_comes_in_pieces_that_are_complete_and_can_be_stopped():
    known = [result.known for result in two_nets(TwoNetsSettings(steps=300, units=8))]
    assert known[0] == EVERY and known[-1] == 300 and known == sorted(known) and len(known) > 3
    lab = bp.TwoNetsLab(steps=60, units=5)
    lab.set(step=13)
    before = lab.result.moment(13).fakes
    lab.set(step=14)
    lab.set(step=13)
    assert np.array_equal(lab.result.moment(13).fakes, before)


# What is known in closed form.

def test_the_loss_of_a_discriminator_that_guesses_is_ln_4_and_the_generator_s_ln_2():
    # Goodfellow et al. (2014), theorem 1: at p = q the best discriminator is 1/2 and the criterion -ln 4.
    nothing = np.zeros((7, 1))
    assert discriminator_loss(nothing, nothing) == pytest.approx(np.log(4)) == pytest.approx(LN4)
    assert GENERATOR_LOSSES["non_saturating"].value(nothing).mean() == pytest.approx(LN2)
    assert GENERATOR_LOSSES["saturating"].value(nothing).mean() == pytest.approx(-LN2)


@pytest.mark.parametrize("s", [-800.0, -20.0, 0.0, 3.0, 800.0])
def test_of_the_largest_gradient_one_loss_passes_on_d_and_the_other_1_minus_d(s):
    score = np.array([s])
    assert np.abs(GENERATOR_LOSSES["saturating"].slope(score)) == pytest.approx(sigmoid(score))
    assert np.abs(GENERATOR_LOSSES["non_saturating"].slope(score)) == pytest.approx(sigmoid(-score))


def test_the_best_discriminator_is_p_over_p_plus_q_and_its_loss_ln_4_less_twice_the_divergence():
    seen = result_of(data="line", steps=40).densities(40)
    both = (seen.p + seen.q) / 2
    cell = seen.x[1] - seen.x[0]

    def kl(of):
        with np.errstate(divide="ignore", invalid="ignore"):
            return float(np.nansum(np.where(of > 0, of * np.log(of / both), 0.0)) * cell)

    there = float((seen.p + seen.q).sum() * cell)       # a fake beyond the picture costs the best one nothing
    assert 1.5 < there < 2 and seen.best_loss == pytest.approx(there * LN2 - kl(seen.p) - kl(seen.q), abs=2e-3)
    inside = seen.p + seen.q > 1e-6
    assert np.allclose(seen.best[inside], (seen.p / (seen.p + seen.q))[inside])


def test_the_density_of_fakes_is_that_of_the_noise_behind_a_straight_generator():
    z, chance = noise_grid()
    borders = np.linspace(-2.0, 2.0, 81)
    x = (borders[1:] + borders[:-1]) / 2
    found = density_of_fakes(0.5 * z + 0.3, chance, borders)
    assert np.allclose(found, np.exp(-((x - 0.3) / 0.5) ** 2 / 2) / (0.5 * np.sqrt(2 * np.pi)), atol=2e-3)
    folded = density_of_fakes(np.abs(z), chance, borders)
    assert np.allclose(folded[x > 0.1], 2 * np.exp(-x[x > 0.1] ** 2 / 2) / np.sqrt(2 * np.pi), atol=2e-3)
    assert folded[x < 0].max() == 0


def test_a_discriminator_that_learns_alone_comes_to_the_best_one():
    """With a generator that stands still D learns p / (p + q): its loss comes to that of the best one."""
    seen = (result := result_of(data="line", clusters=1, spread=0.5, g_rate=1e-6, steps=600, activation="tanh",
                                batch=256)).densities(600)
    measured = result.measured(600)
    assert seen.gap < 0.05 and abs(measured.d_loss - seen.best_loss) < 0.06 < LN4 - seen.best_loss
    assert result.densities(0).gap > 3 * seen.gap


# The game of two numbers: the reference of the seeds of the project.

def test_at_once_the_radius_grows_by_the_known_factor_and_in_turns_an_ellipse_is_kept():
    orbits = result_of(steps=1, units=1, number_steps=1000).orbits
    once, turns = orbits["at_once"], orbits["in_turns"]
    for step, radius in {1: 1.004987562112, 10: 1.0510100501, 100: 1.644631821844, 500: 12.0321557683}.items():
        assert once.radius[step] == pytest.approx(radius, rel=1e-9)
    assert np.allclose(once.radius, np.sqrt(1.01) ** np.arange(1001), rtol=1e-9)
    assert np.allclose(once.path[10], [0.5707904499, 0.88250801], rtol=1e-9)
    assert np.allclose(turns.path[10], [0.5820887703538, 0.8427503884059], rtol=1e-9)
    assert np.allclose(turns.invariant, 1.0, rtol=1e-9)
    assert (turns.radius.min(), turns.radius.max()) == pytest.approx((0.9759001307335, 1.025978094397), rel=1e-9)


def test_a_penalty_brings_both_numbers_to_rest():
    # Mescheder, Geiger and Nowozin (2018): with a zero-centered penalty the Dirac-GAN converges.
    for one in result_of(steps=1, units=1, number_penalty=1.0).orbits.values():
        assert one.factor < 1 and one.radius[-1] < 1e-4
        late = one.radius[100:]
        assert np.log(late[-1] / late[0]) / 150 == pytest.approx(np.log(one.factor), abs=0.01)
