"""A race of optimizers: against another program's trajectories, thresholds in closed form, and plain loops.

The numbers are copied from the project's reference set: O6b (trajectories of torch.optim 2.13.0, recomputed) and O6c
(quadratics; Goh, "Why momentum really works", Distill 2017).
"""

import math

import numpy as np
import pytest

from bpwidgets import engine
from bpwidgets.engine import OPTIMIZERS, SURFACES
from bpwidgets.labs.optimizer_race.stability import largest_stable_rate
from bpwidgets.labs.optimizer_race.verdict import standing, steps_to_tenth
from bpwidgets.labs.optimizer_race.words import describe_race, records_of_race, summarize_race
from bpwidgets.memo import Memo
from bpwidgets.planes.problems import PROBLEMS
from bpwidgets.studies import RaceSettings, optimizer_race

# O6b: objective -> optimizer -> (rate, {step: [x, y, loss]})
TRAJECTORIES = {
    "bowl": {
        "sgd": (0.05, {1: [0.95, 0.5, 1.70125],
                       3: [0.857375, 0.125, 0.4456709453125],
                       10: [0.5987369392384, 0.0009765625, 0.1792477295759]}),
        "momentum": (0.02, {1: [0.98, 0.8, 3.6802],
                            3: [0.889712, 0.062, 0.415013721472],
                            10: [0.3071197611012, 0.0043998706, 0.0472580681359]}),
        "nesterov": (0.02, {1: [0.962, 0.62, 2.384722], 3: [0.844528328, -0.108352, 0.4153148279172],
                            10: [0.2631485934781, 0.0513607356629, 0.04781321696391]}),
        "adagrad": (0.1, {1: [0.90000000001, 0.900000000001, 4.455000000018],
                          3: [0.7804561813655, 0.7804561813498, 3.350115180552],
                          10: [0.5537312003777, 0.5537312003553, 1.68640033237]}),
        "rmsprop": (0.01, {1: [0.90000001, 0.900000001, 4.455000018],
                           3: [0.7799822819824, 0.7799822662527, 3.346047858446],
                           10: [0.5498911317128, 0.5498911089382, 1.663091286815]}),
        "adadelta": (1.0, {1: [0.9968377381511, 0.9968377224979, 5.465269963076],
                           3: [0.9903090828008, 0.9903090337723, 5.393915951594],
                           10: [0.9665971863703, 0.9665970135072, 5.138703992954]}),
        "adam": (0.05, {1: [0.9500000005, 0.95000000005, 4.96375000095],
                        3: [0.8503116971717, 0.8503116957935, 3.97666489119],
                        10: [0.5122934228839, 0.5122934181184, 1.443445006802]})},
    "rosenbrock": {
        "sgd": (0.0005, {1: [-1.0922, 1.044, 6.594446855271], 3: [-1.042920186061, 1.064849023229, 4.225659718947],
                         10: [-1.02821881567, 1.065044311241, 4.119771765223]}),
        "momentum": (0.0002, {1: [-1.15688, 1.0176, 14.94155623168],
                              3: [-1.012394404303, 1.077531928043, 4.326296770336],
                              10: [-1.009621188672, 1.02360690512, 4.040402286614]}),
        "nesterov": (0.0002, {1: [-1.118072, 1.03344, 9.17973447767],
                              3: [-0.9910152541164, 1.086083420278, 5.045163296325],
                              10: [-1.02774152749, 1.030327597011, 4.178946525698]}),
        "adagrad": (0.1, {1: [-1.1, 1.1, 5.620000000005], 3: [-1.067829851866, 1.131765033104, 4.283137749279],
                          10: [-1.058767182159, 1.127260889106, 4.242457291835]}),
        "rmsprop": (0.01, {1: [-1.100000000046, 1.099999999886, 5.62000000494],
                           3: [-1.067704739725, 1.131874277438, 4.281994924036],
                           10: [-1.058616535073, 1.126946739886, 4.241843080047]}),
        "adadelta": (1.0, {1: [-1.19683772234, 1.003162277658, 23.25236100913],
                           3: [-1.190433398856, 1.009577548861, 21.40803522025],
                           10: [-1.169113197101, 1.031081632341, 15.97745778549]}),
        "adam": (0.05, {1: [-1.150000000002, 1.049999999994, 12.04812500061],
                        3: [-1.059068477988, 1.141353730561, 4.278681170315],
                        10: [-1.014991206937, 1.157308978123, 5.675677031223]})},
}
# O6c: rate, curvature 1, steps -> x from 1
PARABOLA = [(0.1, 10, 0.3486784401), (1.5, 10, 0.0009765625), (1.99, 100, 0.3660323412732), (2.0, 7, -1.0),
            (2.01, 100, 2.704813829421)]
EVERY = tuple(OPTIMIZERS)


def race(**changes):
    return optimizer_race(RaceSettings.create(**changes))


# -- O6b: one race against the trajectories of another program


@pytest.mark.parametrize("objective", TRAJECTORIES)
def test_seven_optimizers_in_one_race_at_their_own_rates_go_where_torch_goes(objective):
    rows = TRAJECTORIES[objective]
    result = race(objective=objective, optimizers=tuple(rows), rates={name: rate for name, (rate, _) in rows.items()},
                  steps=10)
    for name, (_, places) in rows.items():
        for step, (x, y, loss) in places.items():
            assert result.paths[name].thetas[step] == pytest.approx([x, y], rel=1e-9)
            assert result.losses[name][step] == pytest.approx(loss, rel=1e-9)
            assert (result.on_plane[name][step] == result.paths[name].thetas[step]).all()


# -- O6c: thresholds


@pytest.mark.parametrize("rate, k, x", PARABOLA)
def test_along_a_curvature_of_one_x_follows_the_closed_form(rate, k, x):
    result = race(optimizers="sgd", learning_rate=rate, steps=k)
    assert result.paths["sgd"].thetas[k, 0] == pytest.approx(x, rel=1e-9) == pytest.approx((1 - rate) ** k, rel=1e-9)


# O6c: gradient descent holds below 2 / lambda_max = 0.2; heavy ball for rate * lambda < 2 + 2 mu = 3.8.
@pytest.mark.parametrize("name, limit", [("sgd", 0.2), ("momentum", 0.38), ("nesterov", 3.8 / 2.8 / 10)])
def test_a_bowl_is_lost_exactly_above_the_threshold_and_the_verdict_names_it(name, limit):
    below, above = (race(optimizers=name, learning_rate=part * limit, steps=1500) for part in (0.99, 1.01))
    assert below.diverged[name] is None and above.diverged[name] is not None
    assert largest_stable_rate(OPTIMIZERS[name], 10.0) == pytest.approx(limit)
    assert f"is above {limit:.3g}, the largest stable one for" in above.verdict and "diverges" not in below.verdict


# -- one start, own rates, order


def test_all_start_at_the_same_point_and_hold_every_step():
    result = race(optimizers=EVERY, start=(-1.3, 0.4), steps=7)
    assert result.names == EVERY == tuple(result.paths) == tuple(result.losses) == tuple(result.states) == tuple(
        result.diverged)
    for name in EVERY:
        assert result.paths[name].thetas.shape == (8, 2) and result.losses[name].shape == (8,)
        assert result.paths[name].thetas[0].tolist() == [-1.3, 0.4]


def test_a_subset_runs_as_it_does_among_all():
    some, every = (race(optimizers=names, steps=20) for names in (("adam", "sgd"), EVERY))
    assert all((some.paths[name].thetas == every.paths[name].thetas).all() for name in some.names)


def test_a_name_given_twice_runs_once():
    assert race(optimizers=("sgd", "adam", "sgd"), steps=2).names == ("sgd", "adam")


def test_a_rate_of_its_own_is_used_by_that_optimizer_alone():
    result = race(optimizers=("sgd", "adam"), learning_rate=0.001, rates="adam=0.1", steps=3)
    assert result.rates == {"sgd": 0.001, "adam": 0.1}
    for name, rate in result.rates.items():
        path = engine.descend(SURFACES["bowl"], [1.0, 1.0], name, rate, 3)
        assert (result.paths[name].thetas == path.thetas).all()


# -- forks


@pytest.mark.parametrize("name", EVERY)
def test_a_fork_is_the_same_up_to_its_step_and_goes_on_from_the_very_state(name):
    result = race(optimizers=name, learning_rate=0.05, steps=12, fork_step=5, fork_rate=0.01)
    path, fork = result.paths[name], result.forks[name]
    assert (fork.thetas[:6] == path.thetas[:6]).all() and (fork.thetas[6] != path.thetas[6]).any()
    theta = path.thetas[5]
    state = {key: entries[5] if entries.ndim > 1 else entries[5].item() for key, entries in path.states.items()}
    for k in range(5, 12):
        theta, state = OPTIMIZERS[name].step(theta, SURFACES["bowl"].gradient(theta), state, 0.01)
        assert (fork.thetas[k + 1] == theta).all()
        assert all((fork.states[key][k + 1] == entry).all() for key, entry in state.items())


def test_a_fork_at_the_same_rate_is_no_fork():
    result = race(learning_rate=0.05, fork_step=30, fork_rate=0.05)
    assert all((result.forks[name].thetas == path.thetas).all() for name, path in result.paths.items())


def test_without_a_step_there_are_no_forks_and_beyond_the_end_they_never_part():
    assert race().forks == {}
    late = race(fork_step=500, fork_rate=1.0)
    assert all((late.forks[name].thetas == path.thetas).all() for name, path in late.paths.items())


# -- the map


def test_the_surface_is_that_of_a_plain_loop_and_stays_while_start_and_rate_move():
    memo = Memo()
    result = optimizer_race(RaceSettings(resolution=7), memo)
    plain = [[(x**2 + 10 * y**2) / 2 for y in result.v] for x in result.u]
    assert result.surface == pytest.approx(np.array(plain), rel=1e-12) and result.labels == ("x", "y")
    moved = optimizer_race(RaceSettings(resolution=7, start=(0.3, -1.0), learning_rate=0.01), memo)
    assert moved.surface is result.surface
    assert (moved.levels, moved.low, moved.high) == (result.levels, result.low, result.high)


def test_two_parameters_are_never_off_the_plane():
    assert not any(hollow.any() for hollow in race(objective="product", optimizers=EVERY).hollow.values())


def test_in_a_net_the_map_goes_through_the_start_and_paths_off_it_are_hollow():
    settings = RaceSettings(objective="2-3-1", optimizers=("adam", "momentum"), resolution=5)
    result = optimizer_race(settings)
    objective = PROBLEMS["2-3-1"].on(settings.data, "2-3-1").objective
    i, j = (objective.names.index(name) for name in settings.axes)
    theta = result.paths["adam"].thetas[0]
    assert result.start.tolist() == theta[[i, j]].tolist() and not result.hollow["adam"][0]
    for name, path in result.paths.items():
        assert (result.on_plane[name] == path.thetas[:, [i, j]]).all()
        for step in (1, 50, 100):
            at = theta.copy()
            at[[i, j]] = path.thetas[step, [i, j]]
            gap = abs(path.values[step] - objective.value(at))
            assert result.hollow[name][step] == (gap > 0.05 * path.values[0])
    assert result.hollow["adam"].any()
    at = theta.copy()
    at[[i, j]] = result.u[1], result.v[3]
    assert result.surface[1, 3] == pytest.approx(float(objective.value(at)), rel=1e-10)


def test_other_weights_can_be_the_axes_and_a_start_is_given_in_them():
    result = race(objective="2-3-1", axes=("b1[0]", "W2[2,0]"), start=(0.5, -0.25), optimizers="adam", steps=3)
    plain = race(objective="2-3-1", optimizers="adam", steps=3)
    changed = result.paths["adam"].thetas[0] != plain.paths["adam"].thetas[0]
    assert changed.sum() == 2 and result.start.tolist() == [0.5, -0.25] and result.labels == ("b1[0]", "W2[2,0]")
    assert result.states["adam"]["mean"].shape == (4, 2)


# -- losses that are not: divergence, overflow


def test_divergence_is_said_with_its_step():
    result = race(optimizers=("sgd", "adam"), learning_rate=0.25)
    assert result.diverged == {"sgd": 1, "adam": None} and "SGD diverges from step 1." in result.verdict


@pytest.mark.parametrize("rate", [1e-30, 1e20, 1e30])
@pytest.mark.parametrize("objective", ["bowl", "rosenbrock", "saddle", "2-3-1"])
def test_overflow_and_standstill_are_data_and_can_be_described(objective, rate):
    settings = RaceSettings(objective=objective, optimizers=EVERY, learning_rate=rate, steps=60, fork_step=5)
    result = optimizer_race(settings)                       # warnings are errors here
    text = describe_race(settings, result)
    assert result.verdict and len(summarize_race(settings, result)) < 110
    assert all(title in text for title in result.titles.values())


def test_if_all_are_lost_the_verdict_says_only_that():
    assert race(optimizers="sgd", learning_rate=1e30).verdict.startswith("SGD diverges from step 1.")


# -- who wins


def test_the_lowest_and_the_quickest_are_those_of_the_losses():
    result = race(objective="himmelblau", rates="adam=0.1")
    lowest = min(result.losses, key=lambda name: result.losses[name][-1])
    assert result.verdict.startswith(f"{result.titles[lowest]} ends lowest")
    quick = {name: next((k for k, loss in enumerate(losses) if loss <= 17.0), math.inf)
             for name, losses in result.losses.items()}
    assert f"after {min(quick.values())} steps" in result.verdict and result.losses["sgd"][0] == 170.0


def test_a_loss_of_zero_is_said_to_be_one_only_where_it_is():
    near, exact = race(optimizers="rmsprop"), race(optimizers="sgd", start=(0.0, 0.0))
    assert 0 < near.losses["rmsprop"][-1] < 1e-10
    assert near.verdict.startswith("RMSprop ends lowest, with less than 10⁻¹⁰ of the first loss left.")
    assert exact.verdict.startswith("SGD reaches the minimum exactly (loss 0 in floating point).")


def test_rounding_below_the_loss_at_the_start_is_no_lead():
    assert standing({"a": np.array([1.0, 1e-13]), "b": np.array([1.0, 1e-20]), "c": np.array([1.0, 1e-3])}) == (("a",
                                                                                                                 "b"),
                                                                                                                0.0)
    assert standing({"a": np.array([1.0, np.nan])})[0] == ()


@pytest.mark.parametrize("losses, steps", [([10, 5, 1.0], 2), ([10, 5, 2], None), ([0, 0], None), ([-1, -5], None),
                                           ([1, np.nan, 0.05], 2)])
def test_steps_to_a_tenth(losses, steps):
    assert steps_to_tenth(np.array(losses, dtype=float)) == steps


# -- text and records


def test_the_text_twin_holds_the_line_the_verdict_the_places_and_one_optimizer_from_inside():
    settings = RaceSettings(optimizers=("sgd", "adam"), learning_rate=0.05, steps=20, step=1)
    assert describe_race(settings, optimizer_race(settings)) == """\
OptimizerRaceLab: 2 on bowl, step 1 of 20: SGD lowest, loss 1.7
SGD ends lowest, with a loss of 0.0643. SGD is first to reach a tenth of the first loss, after 3 steps.

optimizer  rate  loss at the end  steps to a tenth  diverged
      SGD  0.05           0.0643                 3        no
     Adam  0.05            0.068                15        no

at step 1
optimizer  loss     x     y
      SGD   1.7  0.95   0.5
     Adam  4.96  0.95  0.95

Adam from inside, at step 1
                       x      y
         gradient   0.95    9.5
             mean    0.1      1
          squares  0.001    0.1
            count      1      1
   corrected mean      1     10
corrected squares      1    100
   effective rate   0.05  0.005"""


def test_records_hold_every_step_of_every_path_and_twin():
    settings = RaceSettings(optimizers=("sgd", "adam"), steps=4, fork_step=2, fork_rate=0.5)
    result = optimizer_race(settings)
    head, rows = records_of_race(settings, result)
    assert head == ("optimizer", "learning_rate", "step", "loss", "x", "y") and len(rows) == 4 * 5
    assert rows[7] == ("adam", 0.05, 2, result.losses["adam"][2], *result.paths["adam"].thetas[2])
    assert [row[:3] for row in rows[10:15]] == [("sgd fork", rate, k)
                                                for k, rate in enumerate([0.05, 0.05, 0.5, 0.5, 0.5])]
