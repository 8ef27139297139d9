"""RewardLab by hand: worlds that are painted, runs in pieces, what is said and drawn."""
from collections.abc import Iterator

import numpy as np
import pytest

import bpwidgets as bp
from bpwidgets.labs.reward.exact import expected_return
from bpwidgets.labs.reward.policy import NET
from bpwidgets.labs.reward.reinforce import SEEDS
from bpwidgets.labs.reward.settings import RewardSettings
from bpwidgets.labs.reward.study import learning_from_reward
from bpwidgets.labs.reward.world import MOVES, World, uniform
from bpwidgets.pictures.style import LIGHT

UP, RIGHT = 0, 1
VALUES = "table_values", "net_values", "td_errors"


def result_of(**changes):
    answer = learning_from_reward(RewardSettings(**changes))
    return list(answer)[-1] if isinstance(answer, Iterator) else answer


@pytest.fixture(scope="module")
def opened():
    return result_of()


@pytest.fixture
def make():
    labs = []

    def make(**fields):
        labs.append(bp.RewardLab(**fields))
        return labs[-1]

    yield make
    for lab in labs:
        lab.close()


def test_a_run_in_pieces_ends_in_the_bits_of_the_whole():
    first, *_, last = learning_from_reward(RewardSettings(episodes=40, most_steps=15))
    longer = result_of(episodes=44, most_steps=15)
    assert 0 < first.known < last.known == 40 and longer.known == 44
    for one in (first, last):
        upto = one.known + 1
        for kind in one.kinds:
            assert one.run.thetas[kind][:upto].tolist() == longer.run.thetas[kind][:upto].tolist()
        assert one.values.thetas[NET][:upto].tolist() == longer.values.thetas[NET][:upto].tolist()


def test_ten_seeds_run_side_by_side_as_each_would_alone(opened):
    assert opened.run.J["value"].shape[1] == SEEDS == 10
    model, theta = opened.learning.model, opened.run.thetas["value"]
    np.testing.assert_allclose(opened.run.J["value"][:, 0], expected_return(opened.world, model.chances(theta)),
                               rtol=1e-12)


def test_walls_and_rewards_are_painted_with_pointer_and_keys(make):
    lab = make(episodes=3, samples=10)
    picture = lab.canvas._sheet.pictures["policy"]
    board = picture.board(lab.settings)
    middle = board.box(2, 1).middle
    lab.set(brush="#")
    lab.set(**picture.drag(lab.settings, lab.result, middle, middle))
    assert lab.settings.world == ". . . 3; . # . 2; S # . ." and lab.settings.cell == 10
    assert (2, 1) not in lab.result.world.index
    lab.set(**picture.drag(lab.settings, lab.result, middle, middle))
    assert lab.settings.world == ". . . 3; . # . 2; S . . ."
    lab.set(**picture.nudge(lab.settings, lab.result, 1, 1), brush="reward", reward=-1.5)
    lab.set(**picture.lower(lab.settings, lab.result))
    assert lab.settings.world == ". . . 3; . # -1.5 2; S . . ." and lab.settings.place == (1, 2)
    lab.set(brush="S")
    lab.set(**picture.drag(lab.settings, lab.result, middle, board.box(0, 0).middle))
    assert lab.settings.world == "S . . 3; . # -1.5 2; . . . ."
    lab.set(brush="#", cell=1)
    lab.set(**picture.lower(lab.settings, lab.result))
    assert lab.settings.world.startswith("S")       # the last start stays


def test_a_world_of_another_shape_is_refused_with_what_it_takes():
    for wrong in ("S . 1; .", ". . 1", "S x", "S " * 7, "", "S 1e9", "S nan"):
        with pytest.raises(bp.ArgumentError) as caught:
            RewardSettings(world=wrong)
        assert "world of RewardLab: expected rows of cells, at most 6 x 6" in str(caught.value)
    assert RewardSettings(world="S  .\n1.50 #").world == "S .; 1.5 #"


def test_closed_walls_are_no_moves_and_others_stay():
    stay, closed = World("S 1"), World("S 1", walls="closed")
    assert stay.offered.all() and closed.offered[0].tolist() == [False, True, False, False]
    assert stay.next[0, UP, 0] == 0 and MOVES[RIGHT] == "right"
    assert uniform(closed)[0].tolist() == [0, 1, 0, 0]


def test_where_walking_on_gains_more_and_more_there_is_no_best_policy():
    result = result_of(world="S . 1", step_reward=1.0, gamma=1.0, episodes=5)
    assert result.best is None and "no best return" in result.verdict


def test_numbers_that_overflow_are_said(make):
    lab = make(preset="russell_norvig", net_rate=10.0, repeated=0, episodes=10, slip=0.0, episode=10)
    assert not np.isfinite(lab.result.Q(NET, 10)).all()
    assert "overflowed" in lab.plan.verdict(*lab.state, (*VALUES, "verdict"))


def test_the_verdict_says_what_the_samples_say(make):
    lab = make(episodes=10)
    clouds = lab.result.moment(10).clouds
    said = lab.plan.verdict(*lab.state, lab.views)
    ratio = clouds["none"].variance / clouds["value"].variance
    away = f"{100 * clouds['none'].away:.0f}% point away"
    assert said.startswith(f"300 sampled gradients average to the exact one, yet {away}")
    assert f"one episode tells as much as {ratio:.0f} without" in said
    lab.set(baseline="none")
    assert "a baseline may lower it" in lab.plan.verdict(*lab.state, lab.views)


def test_pictures_show_what_the_result_has(make):
    lab = make(episodes=10)
    sheet = lab.plan.sheet(lab.views, LIGHT, width=860, settings=lab.settings)
    sheet.draw(*lab.state)
    for name, kind in (("without", "none"), ("with", "value")):
        picture, shadow = sheet.pictures[name], lab.result.shadow(kind, 10, None)
        reach = max(lab.result.shadow(one, 10, None).reach for one in lab.result.kinds)
        np.testing.assert_allclose(picture.dots.get_offsets(), shadow.points / reach)
        assert shadow.exact[0] == pytest.approx(np.linalg.norm(shadow.cloud.exact)) and abs(shadow.exact[1]) < 1e-12
        left = shadow.weight[shadow.points[:, 0] < 0].sum()
        assert left == pytest.approx(shadow.cloud.away, abs=0.005)      # what points away lies to the left
    needles = sheet.pictures["policy"].needles.get_paths()
    assert len(needles) == (lab.result.moment(10).pi > 0.004).sum()


def test_a_result_cannot_be_written_to(opened):
    moment = opened.moment(5)
    arrays = [*opened.run.thetas.values(), *opened.run.J.values(), *opened.values.errors.values(),
              opened.values.moves.s, moment.exact.dz, moment.clouds["none"].dz, opened.best, opened.world.passage,
              opened.world.offered]
    for array in arrays:
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1
