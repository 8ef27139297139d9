"""RewardLab: references, the policy gradient theorem against enumeration and differences, and what is learned."""
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from bpwidgets.engine import check_gradient
from bpwidgets.labs.reward import checks
from bpwidgets.labs.reward.baselines import BASELINES
from bpwidgets.labs.reward.episodes import drawn, gradients, returns, sample
from bpwidgets.labs.reward.exact import best, exact, expected_return, values
from bpwidgets.labs.reward.policy import NET, TABLE, Model
from bpwidgets.labs.reward.q_learning import QTask, learn_values, targets
from bpwidgets.labs.reward.reinforce import Learning, reinforce
from bpwidgets.labs.reward.settings import RewardSettings
from bpwidgets.labs.reward.spread import cloud, listed
from bpwidgets.labs.reward.study import learning_from_reward, learning_of
from bpwidgets.labs.reward.verdict import reached
from bpwidgets.labs.reward.world import World, uniform

UP, RIGHT, DOWN, LEFT = range(4)
SMALL = World(". 2; S -1", step_reward=-0.1, gamma=0.8, slip=0.3, most_steps=3)


def result_of(**changes):
    answer = learning_from_reward(RewardSettings(**changes))
    return list(answer)[-1] if isinstance(answer, Iterator) else answer


@pytest.fixture(scope="module")
def opened():
    return result_of()


def random_policy(world, kind=TABLE, seed=3):
    model = Model(world, kind, 5)
    theta = np.random.default_rng(seed).normal(0, 0.7, model.network.n)
    return model, theta, model.chances(theta)


# -- references

def test_the_bandit_of_the_references():
    # Williams 1992: rewards 1, 2, 4 and z = 0; dJ/dz_k = pi_k (r_k - J).
    moment = result_of(preset="bandit", episodes=1, episode=0).moment(0)
    moves = [LEFT, UP, RIGHT]
    np.testing.assert_allclose(moment.pi[0, moves], 1 / 3, rtol=1e-9)
    assert pytest.approx(7 / 3, rel=1e-9) == moment.exact.J and moment.pi[0, DOWN] == 0
    expected = [-0.4444444444444, -0.1111111111111, 0.5555555555556]
    np.testing.assert_allclose(moment.exact.dz[0, moves], expected, rtol=1e-9)
    for kind, variance in (("none", 4.148148148148), ("value", 0.5185185185185)):
        one = moment.clouds[kind]
        assert one.listed and one.variance == pytest.approx(variance, rel=1e-9)
        np.testing.assert_allclose(one.mean, moment.exact.dz, rtol=1e-9, atol=1e-15)
    assert result_of(preset="bandit", episodes=1, baseline="mean").moment(0).clouds["mean"].variance == pytest.approx(
        0.5185185185185, rel=1e-9)


def test_the_q_chain_of_the_references():
    result = result_of(preset="chain", table_rate=1.0, episodes=40, most_steps=60)
    expected = [[0.729, 0.81], [0.729, 0.9], [0.81, 1.0]]
    np.testing.assert_allclose(result.best[:, [LEFT, RIGHT]], expected, rtol=1e-9)
    np.testing.assert_allclose(result.Q(TABLE, 40)[:, [LEFT, RIGHT]], expected, rtol=1e-9)


def test_random_walks_in_the_four_by_four_world_have_the_published_values():
    # Sutton & Barto 2018, figure 4.1.
    world = RewardSettings(preset="four_by_four").of_world
    found = exact(world, uniform(world)).value
    np.testing.assert_allclose(found, [-14, -20, -22, -14, -18, -20, -20, -20, -20, -18, -14, -22, -20, -14], rtol=1e-9)
    np.testing.assert_allclose(values(world, uniform(world)), found, rtol=1e-9)


def test_the_best_policy_of_russell_and_norvig_has_the_published_utilities():
    # Artificial Intelligence, figure 17.3 of the 3rd edition, to three decimals.
    world = RewardSettings(preset="russell_norvig").of_world
    assert np.nanmax(best(world), axis=1).round(3).tolist() == [0.812, 0.868, 0.918, 0.762, 0.66, 0.705, 0.655, 0.611,
                                                                 0.388]


# -- the exact gradient: three other ways to it

@pytest.mark.parametrize("kind", [TABLE, NET])
def test_the_exact_gradient_is_the_slope_of_the_expected_return(kind):
    model, theta, _ = random_policy(SMALL, kind)
    assert check_gradient(checks.ExpectedReturn(model), theta).relative_error < 1e-6


def test_the_exact_gradient_is_the_mean_over_all_episodes_with_any_baseline():
    _, _, pi = random_policy(SMALL)
    known, (episodes, weight) = exact(SMALL, pi), listed(SMALL, pi)
    assert len(weight) > 300 and weight.sum() == pytest.approx(1, rel=1e-12)
    assert weight @ returns(episodes, 0.8)[:, 0] == pytest.approx(known.J, rel=1e-12)
    for baseline in BASELINES.values():
        mean = np.einsum("n,nsa->sa", weight, gradients(SMALL, pi, episodes, baseline.of(SMALL, pi)))
        np.testing.assert_allclose(mean, known.dz, rtol=1e-10, atol=1e-14)


def test_without_an_end_of_steps_it_is_the_theorem_solved_as_linear_equations():
    world = World(". . 3; . # 2; S . .", gamma=0.9, most_steps=1000)
    _, _, pi = random_policy(world)
    M = 0.9 * np.einsum("sa,sap->sp", pi, world.passage)
    V = np.linalg.solve(np.eye(len(M)) - M, (pi * world.gain).sum(axis=1))
    visits = np.linalg.solve(np.eye(len(M)) - M.T, world.first)
    Q = world.gain + 0.9 * world.passage @ V
    known = exact(world, pi)
    np.testing.assert_allclose(known.value, V, rtol=1e-12)
    np.testing.assert_allclose(known.visits, visits, rtol=1e-12)
    np.testing.assert_allclose(known.dz, visits[:, None] * pi * (Q - V[:, None]), rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize("steps", [1, 2, 7, 40])
def test_values_by_doubled_steps_are_those_step_by_step(steps):
    world = replace(SMALL, most_steps=steps)
    _, _, pi = random_policy(world)
    np.testing.assert_allclose(values(world, pi), exact(world, pi).value, rtol=1e-12)


def test_a_planted_fault_is_seen_by_the_check(monkeypatch):
    monkeypatch.setattr(checks, "exact", lambda world, pi: exact(world, pi)._replace(dz=pi * exact(world, pi).dz))
    found = result_of(episodes=3).policy_check(2)
    assert found.check.relative_error > 0.1
    monkeypatch.undo()
    assert result_of(episodes=3).policy_check(2).check.relative_error < 1e-5


# -- sampled gradients

def test_sampled_episodes_follow_the_policy_and_the_slips():
    _, _, pi = random_policy(SMALL)
    found = sample(SMALL, pi, drawn(np.random.default_rng(0), SMALL, 40_000))
    first = np.bincount(found.moves[:, 0], minlength=4) / 40_000
    np.testing.assert_allclose(first, pi[SMALL.starts[0]], atol=0.01)
    assert returns(found, 0.8)[:, 0].mean() == pytest.approx(expected_return(SMALL, pi), abs=0.02)


@pytest.mark.parametrize("kind", BASELINES)
def test_the_mean_of_sampled_gradients_is_as_near_as_chance_has_it(kind):
    _, _, pi = random_policy(SMALL)
    known, b = exact(SMALL, pi), BASELINES[kind].of(SMALL, pi)
    found = sample(SMALL, pi, drawn(np.random.default_rng(1), SMALL, 20_000))
    sampled = cloud(SMALL, pi, known.dz, (found, np.full(20_000, 1 / 20_000), False), b)
    whole = cloud(SMALL, pi, known.dz, (*listed(SMALL, pi), True), b)
    assert sampled.error < 3 * sampled.chance
    assert sampled.variance == pytest.approx(whole.variance, rel=0.05) and sampled.away == pytest.approx(whole.away,
                                                                                                        abs=0.01)


def test_as_it_opens_a_third_points_away_and_with_the_baseline_hardly_any(opened):
    clouds = opened.moment(RewardSettings().episode).clouds
    assert clouds["none"].away > 0.3 and clouds["value"].away < 0.05
    assert clouds["none"].variance > 10 * clouds["value"].variance
    assert all(one.error < 2 * one.chance for one in clouds.values())


def test_without_baseline_seeds_get_stuck_and_with_it_they_do_not():
    # All of ten seeds of the lab, each with ten runs of its own, come to the same.
    settings, found = RewardSettings(), []
    most = np.nanmax(best(settings.of_world), axis=1) @ settings.of_world.first
    for seed in range(10):
        *_, run = reinforce(learning_of(settings.replace(seed=seed)), settings.episodes)
        found.append([int((most - J[-1] <= 0.05 * (most - J[0])).sum()) for J in run.J.values()])
    assert all(other <= 7 and own >= 9 for other, own in found), found


def test_the_verdict_counts_these_seeds(opened):
    assert reached(opened, "value") >= 9 and f"Of 10 seeds, {reached(opened, 'value')} with the value" in opened.verdict


def test_the_first_step_of_reinforce_is_the_engines_step_along_the_sampled_gradient():
    world = World("S . 1; # . .", gamma=0.9, most_steps=9)
    model = Model(world, NET, 6)
    *_, run = reinforce(Learning(model, "value", 0.3, 5), 2)
    theta = model.start(5)
    pi = model.chances(theta)
    one = sample(world, pi, drawn(np.random.default_rng([5, 0]), world, 1))
    G, s, a = returns(one, 0.9)[0], one.states[0], one.moves[0]
    step = np.zeros(model.network.n)
    for t in range(int(one.lengths[0])):
        score = np.zeros_like(pi)
        score[s[t]] = np.eye(4)[a[t]] - pi[s[t]]        # d ln pi / dz
        step += 0.9**t * (G[t] - values(world, pi)[s[t]]) * model.back(theta, score)
    np.testing.assert_allclose(run.thetas["value"][1], theta + 0.3 * step, rtol=1e-10, atol=1e-14)


# -- Q-learning

def test_table_and_net_learn_from_the_same_moves_and_the_table_comes_to_the_best_values(opened):
    offered = opened.world.offered
    assert np.abs(opened.Q(TABLE, 120) - opened.best)[offered].max() < 0.02
    assert len(opened.values.errors[TABLE]) == len(opened.values.errors[NET]) == opened.values.moves.ends[-1]
    agree = opened.Q(NET, 120).argmax(axis=1) == opened.best.argmax(axis=1)
    assert agree.mean() >= 0.75


def test_a_table_is_the_net_without_hidden_units_on_one_hot_states():
    world = World("S . 1; # . -1", gamma=0.9, most_steps=9)
    task = QTask(world, 5, 0.4, 0.1, 0, 2)
    found = next(learn_values(task, 3))
    model, theta = task.model(TABLE), np.zeros(task.model(TABLE).network.n)
    for k in range(int(found.moves.ends[0])):
        theta = theta - 0.4 * checks.SquaredError(model, found.moves.at(k)).gradient(theta)
    np.testing.assert_allclose(found.thetas[TABLE][1], theta, rtol=1e-12, atol=1e-15)


def test_the_step_of_the_net_is_the_slope_with_the_target_held_and_not_with_it_moving(opened):
    found = opened.q_check(40)
    assert found.check.relative_error < 1e-5
    np.testing.assert_allclose(found.backward, found.differences, atol=1e-7)
    assert np.abs(found.moving - found.backward).max() > 1e-3


def test_an_update_moves_one_value_of_the_table_and_many_of_the_net(opened):
    table, net = (opened.update(kind, 20) for kind in (TABLE, NET))
    changed = np.argwhere(table.after != table.Q).tolist()
    assert changed == [[table.move.s, table.move.a]] and (net.after != net.Q).sum() > 30
    assert table.after[tuple(changed[0])] - table.Q[tuple(changed[0])] == pytest.approx(0.5 * table.delta, rel=1e-9)


def test_the_target_is_the_reward_alone_where_the_episode_ends(opened):
    Q, end = opened.Q(TABLE, 120), len(opened.world.states)
    assert targets(opened.model(TABLE), Q, 3.0, end) == 3.0
    assert targets(opened.model(TABLE), Q, 0.0, 2) == pytest.approx(0.95 * Q[2].max())
