"""The flow over a training: each step against the flow of a net with that theta, the gradient through time against
matrices.

O4b and O4c (the chain and the learning speeds of Nielsen 2015, chapter 5), O5e (steepest slopes, LeCun et al. 1998) and
O5f (recurrent nets and clipping, Pascanu et al. 2013) of the project's reference set.
"""

import math
from itertools import islice

import numpy as np
import pytest

from bpwidgets import engine
from bpwidgets.datasets import Dataset
from bpwidgets.labs.flow_over_training.overflow import first_overflow
from bpwidgets.labs.flow_over_training.reach import reach
from bpwidgets.labs.flow_over_training.settings import FlowOverTrainingSettings, place_names
from bpwidgets.labs.flow_over_training.study import counts, flow_over_training
from bpwidgets.labs.flow_over_training.training_passes import measure
from bpwidgets.labs.flow_over_training.training_runs import FEATURES, Task, task_of, train
from bpwidgets.labs.flow_over_training.words import (
    describe_training,
    measures_of_training,
    profile_rows,
    records_of_training,
    summarize_training,
)
from bpwidgets.studies import FlowSettings, gradient_flow
from bpwidgets.text import in_words

SHORT = dict(steps=12, width=6, n_samples=8)


def last(**changes):
    settings = FlowOverTrainingSettings(**SHORT | changes)
    return settings, list(flow_over_training(settings))[-1]


def rms(a):
    return math.sqrt(np.mean(np.square(a)))


# -- a net of layers


@pytest.mark.parametrize("changes", [dict(), dict(activation="relu", gain=1.5, seed=3),
                                     dict(residual=True, normalization="layer"), dict(normalization="batch"),
                                     dict(clip=0.01, data=FlowSettings().data)], ids=str)
def test_the_start_is_what_gradient_flow_shows(changes):
    settings, result = last(**changes)
    shared = {name: getattr(settings, name) for name in ("depth", "width", "activation", "initializer", "gain", "data",
                                                         "n_samples", "loss", "seed", "clip",
                                                         "residual", "normalization")}
    flow = gradient_flow(FlowSettings(**shared))
    for name, sizes in (("activation", flow.activation_size), ("delta", flow.delta_size),
                        ("weight_gradient", flow.weight_gradient_size)):
        assert result.sizes[name][0] == pytest.approx(sizes, rel=1e-10)
    assert result.sizes["error"][0, :-1] == pytest.approx(flow.weight_gain * flow.delta_size[1:], rel=1e-10)


def test_every_step_is_measured_at_its_own_theta():
    """A plain loop: the passes of one theta at a time, written out."""
    settings, result = last(activation="tanh", optimizer="momentum")
    task = task_of(settings)
    path = train(settings, task, settings.steps)
    net, x, y = task.objective.network, task.objective.x, task.objective.y
    for step, theta in enumerate(path.thetas):
        trace = net.forward(theta, x)
        delta = (trace.output - y) / len(x)
        for l in reversed(range(5)):
            assert result.sizes["delta"][step, l] == pytest.approx(rms(delta))
            assert result.sizes["activation"][step, l] == pytest.approx(rms(trace[l].a))
            assert result.sizes["weight_gradient"][step, l] == pytest.approx(np.linalg.norm(trace[l].x.T @ delta))
            if l < 4:
                assert result.speed[step, l] == pytest.approx(np.linalg.norm(delta.sum(axis=0)))
            if l:
                e = delta @ net.unpack(theta)[l]["W"].T
                assert result.sizes["error"][step, l - 1] == pytest.approx(rms(e))
                delta = e * (1 - trace[l - 1].a ** 2)
    assert result.losses == pytest.approx(path.values)
    assert result.gradient_norm == pytest.approx(np.linalg.norm(path.gradients, axis=1))


def test_the_speed_of_a_layer_is_the_gradient_of_its_biases():
    settings, result = last()
    task = task_of(settings)
    gradients = train(settings, task, settings.steps).gradients[5]
    biases = [layer["b"] for layer in task.objective.network.unpack(gradients)]
    assert result.speed[5] == pytest.approx([np.linalg.norm(b) for b in biases[:-1]])


# O4b
@pytest.mark.parametrize("weight, db", [(1.0, [-0.001953125, -0.0078125, -0.03125, -0.125]),
                                        (100.0, [-1953.125, -78.125, -3.125, -0.125])])
def test_the_chain_of_nielsen_has_its_speeds(weight, db):
    """Four logistic units in a row, each z held at 0 by a bias of -w/2: dC/db of the chapter's formula, C = (a_4 -
    1)^2 / 2."""
    net = engine.network((1, 1, 1, 1, 1), hidden="sigmoid", output="sigmoid")
    theta = np.tile([weight, -weight / 2], 4)
    objective = engine.NetworkLoss(net, [[0.5]], [[1.0]], loss="half_sse")
    found = measure(Task(objective, theta, (1, 1, 1)), theta[None])
    assert found.speed[0] == pytest.approx(np.abs(db[:3]), rel=1e-12)
    assert found.delta[0] == pytest.approx(np.abs(db), rel=1e-12)


# O4c
@pytest.mark.parametrize("hidden", [2, 3, 4])
def test_early_layers_of_sigmoid_nets_start_about_five_times_more_slowly_each(hidden):
    """30 logistic units in each layer, W ~ N(0, 1/fan_in), cross-entropy, 8 x 8 images drawn at random: neighbors in
    [0.12, 0.32]."""
    draw = np.random.default_rng(0)
    data = Dataset(draw.random((256, 64)), np.eye(10)[draw.integers(0, 10, 256)], name="images")
    speeds = [last(depth=hidden, width=30, data=data, n_samples=256, loss="binary_cross_entropy", seed=seed,
                   steps=1)[1].speed[0] for seed in range(8)]
    ratios = np.median([speed[:-1] / speed[1:] for speed in speeds], axis=0)
    assert ((ratios > 0.12) & (ratios < 0.32)).all()


# -- in time


def states_by_hand(settings, theta):
    """Sequences, states and the parts of theta of a recurrent net, written out."""
    task = task_of(settings)
    x, (recurrent, _, dense) = task.objective.x, task.objective.network.unpack(theta)
    h, states = np.zeros((len(x), settings.width)), []
    for t in range(settings.depth):
        h = np.tanh(x[:, t] @ recurrent["W"] + h @ recurrent["U"] + recurrent["b"])
        states.append(h)
    return x, states, recurrent, dense, task.objective.y


def test_the_gradient_through_time_is_the_chain_of_matrices():
    settings, result = last(net="time", depth=7)
    theta = train(settings, task_of(settings), settings.steps).thetas[9]
    x, states, recurrent, dense, y = states_by_hand(settings, theta)
    e = (states[-1] @ dense["W"] + dense["b"] - y) / len(x) @ dense["W"].T
    for t in reversed(range(7)):
        assert result.sizes["error"][9, t] == pytest.approx(rms(e))
        assert result.sizes["activation"][9, t] == pytest.approx(rms(states[t]))
        delta = e * (1 - states[t] ** 2)
        assert result.sizes["delta"][9, t] == pytest.approx(rms(delta))
        assert result.speed[9, t] == pytest.approx(np.linalg.norm(delta.sum(axis=0)))
        assert result.sizes["weight_gradient"][9, t] == pytest.approx(np.linalg.norm(x[:, t].T @ delta))
        e = delta @ recurrent["U"].T


def test_the_jacobian_is_what_a_small_change_of_the_state_does():
    """Second oracle: h_t of the first sequence is nudged along each unit, and the run goes on from there; central
    differences."""
    settings, result = last(net="time", depth=6)
    theta = train(settings, task_of(settings), settings.steps).thetas[4]
    x, states, recurrent, _, _ = states_by_hand(settings, theta)
    for t in range(6):
        def end(h, t=t):
            for k in range(t + 1, 6):
                h = np.tanh(x[0, k] @ recurrent["W"] + h @ recurrent["U"] + recurrent["b"])
            return h
        rows = [(end(states[t][0] + nudge) - end(states[t][0] - nudge)) / 2e-6
                for nudge in 1e-6 * np.eye(settings.width)]
        assert result.reach(4).jacobian[t] == pytest.approx(np.linalg.norm(rows, 2), rel=1e-6)


# O5f
@pytest.mark.parametrize("w, T, expected", [(0.9, 10, 0.3486784401), (0.9, 50, 0.00515377520732),
                                            (1.1, 50, 117.3908528797), (1.0, 50, 1.0),
                                            (0.5, 20, 9.536743164062e-07)])
def test_a_linear_memory_of_one_unit_is_a_power_and_meets_its_bound(w, T, expected):
    net = engine.Network((engine.Recurrent(1, 1, "identity"), engine.LastStep(1), engine.Dense(1, 1)))
    theta = net.pack([{"W": [[1.0]], "U": [[w]], "b": [0.0]}, {}, {"W": [[1.0]], "b": [0.0]}])
    task = Task(engine.NetworkLoss(net, np.ones((3, T + 1, 1)), np.zeros((3, 1))), theta, ())
    found = reach(task, theta)
    assert found.jacobian[0] == pytest.approx(expected, rel=1e-10)
    assert found.bound[0] == pytest.approx(expected, rel=1e-10)
    errors = measure(task, theta[None]).error[0]
    assert errors[0] / errors[-1] == pytest.approx(expected, rel=1e-10)


# O5f, O5e: gradients must vanish if the largest singular value is below 1 / (largest slope): 1 for tanh, 4 for the
# logistic function
@pytest.mark.parametrize("activation, threshold", [("tanh", 1.0), ("sigmoid", 4.0)])
@pytest.mark.parametrize("part", [0.99, 1.01])
def test_the_bound_turns_at_the_published_singular_value(activation, threshold, part):
    """An orthogonal U times g has all singular values g."""
    _settings, result = last(net="time", activation=activation, initializer="orthogonal", gain=part * threshold,
                             steps=1)
    reached = result.reach(0)
    assert reached.factor == pytest.approx(part, rel=1e-12) and (reached.bound[0] < 1) == (part < 1)
    assert ("dL/dh vanishes" in result.verdict) == (part < 1)


@pytest.mark.parametrize("activation", engine.ACTIVATIONS)
def test_no_jacobian_exceeds_its_bound(activation):
    _settings, result = last(net="time", activation=activation, gain=1.3, depth=12, steps=3)
    for step in range(4):
        reached = result.reach(step)
        assert (reached.jacobian <= reached.bound * (1
                                                     + 1e-12)).all() and reached.jacobian[-1] == reached.bound[-1] == 1


def test_sequences_are_to_recall_their_first_numbers():
    task = task_of(FlowOverTrainingSettings(net="time", depth=9, n_samples=5))
    assert task.objective.x.shape == (5, 9, FEATURES) and (task.objective.y == task.objective.x[:, 0]).all()


# -- clipping


# O5f: g <- g c / |g| where |g| >= c
@pytest.mark.parametrize("net", ["layers", "time"])
def test_clipping_shortens_the_gradient_and_with_it_the_step(net):
    limit = 0.05
    settings, result = last(net=net, clip=limit, optimizer="sgd", learning_rate=0.1)
    assert result.gradient_norm[0] > limit
    assert result.clipped_norm == pytest.approx(np.minimum(result.gradient_norm, limit))
    thetas = train(settings, task_of(settings), 1).thetas
    assert np.linalg.norm(thetas[1] - thetas[0]) == pytest.approx(0.1 * limit)
    assert f"Clipping shortens {(result.gradient_norm > limit).sum()} of 13 gradients" in result.verdict


def test_without_clipping_both_lengths_are_the_same():
    _, result = last()
    assert (result.clipped_norm == result.gradient_norm).all() and "Clipping" not in result.verdict


# -- out of range


def test_the_first_overflow_is_found_at_its_step_and_layer():
    settings, result = last(activation="relu", optimizer="sgd", learning_rate=1e4, gain=3.0, steps=60)
    step = next(k for k in range(61) if not all(np.isfinite(sizes[k]).all() for sizes in result.sizes.values()))
    assert result.overflow.step == step > 0 and result.condition == "overflow"
    assert f"at step {step} of the training" in result.verdict and "Overflow at" in describe_training(settings, result)


@pytest.mark.parametrize("name, lost, place", [("activation", [1, 2], 2), ("delta", [0, 1], 2),
                                               ("weight_gradient", [0], 1)])
def test_of_one_step_the_place_that_is_reached_first_counts(name, lost, place):
    sizes = {quantity: np.ones((4, 3)) for quantity in ("activation", "error", "delta", "weight_gradient")}
    sizes[name][2, lost] = np.nan
    sizes["weight_gradient"][2:] = np.inf
    assert tuple(first_overflow(sizes)) == (name, 2, 3 if name == "weight_gradient" else place)


def test_a_run_out_of_range_is_described_without_warnings():
    for changes in (dict(gain=1e4, depth=100), dict(net="time", activation="identity", gain=1e4, depth=100),
                    dict(initializer="zeros"), dict(gain=0.0, net="time")):
        settings, result = last(steps=3, **changes)
        assert describe_training(settings, result) and measures_of_training(settings, result)


# -- coarse first


@pytest.mark.parametrize("net", ["layers", "time"])
def test_the_beginning_comes_first_and_is_the_beginning_of_the_whole(net):
    results = list(flow_over_training(FlowOverTrainingSettings(net=net, width=8, n_samples=8, depth=30, steps=300)))
    last, steps = results[-1], [result.known for result in results]
    assert steps == sorted(set(steps)) and len(steps) > 1 and last.known == 300
    for result in results[:-1]:
        known = result.known + 1
        for part, whole in zip([*result.sizes.values(), result.losses, result.speed],
                               [*last.sizes.values(), last.losses, last.speed]):
            assert part.shape == whole.shape and (part[:known] == whole[:known]).all() and np.isnan(part[known:]).all()
        assert result.at(299) == result.known and last.at(299) == 299


def test_a_training_that_takes_minutes_has_a_first_result_at_once_and_can_be_left_often():
    """Counted in work, not in time: its steps are as few as what they cost asks for."""
    task = task_of(FlowOverTrainingSettings(depth=100, width=128, n_samples=256))
    assert list(islice(counts(task, 1000), 4)) == [2, 3, 3, 3]


@pytest.mark.parametrize("changes", [dict(), dict(depth=12), dict(net="time", depth=3), dict(steps=1000, depth=1)])
def test_the_first_result_has_a_quarter_of_the_steps_at_least_and_the_next_ones_the_rest(changes):
    settings = FlowOverTrainingSettings(**changes)
    known = list(islice(counts(task_of(settings), settings.steps), 4))
    assert settings.steps / 4 < known[0] <= settings.steps / 2 and sum(known) > settings.steps


def test_a_short_run_comes_at_once():
    assert len(list(flow_over_training(FlowOverTrainingSettings(**SHORT)))) == 1


# -- settings and text


def test_each_kind_of_net_and_each_optimizer_begins_with_what_suits_it():
    settings = FlowOverTrainingSettings(depth=9, activation="relu")
    time = settings.replace(net="time", optimizer="sgd")
    assert (time.depth, time.activation, time.learning_rate) == (20, "tanh", 0.5) and settings.learning_rate == 0.02
    assert settings.replace(net="time", depth=5).depth == 5


def test_the_marked_place_moves_to_the_nearest_that_exists():
    settings = FlowOverTrainingSettings(depth=8, layer=9, step=150)
    assert settings.replace(depth=3).layer == 4 and settings.replace(net="time", depth=8).layer == 8
    assert settings.replace(steps=20).step == 20


def test_the_verdict_says_what_the_numbers_say():
    _settings, result = last(depth=6)
    start, end = (in_words(result.speed[step, 0] / result.speed[step, -1], 2) for step in (0, -1))
    assert (f"Layer 1 learns {start} times as fast as layer 6 at the start and {end} times as fast at the end."
            in result.verdict)
    assert result.verdict.startswith("Vanishing at step 12. ") and result.condition == "vanishing"


def test_the_verdict_names_the_step_of_its_condition():
    """What vanishes at the start can be healthy once the net has learned: the condition alone would contradict the
    numbers beside it."""
    _settings, result = last(net="time", gain=0.5, width=16, n_samples=32, steps=100)
    error = result.sizes["error"]
    assert error[0, 0] < 1e-6 * error[0, -1] and result.verdict.startswith(
        "Healthy at step 100. Of dL/dh at time 20, 1.2 × 10⁻⁷ reaches time 1 at the start and ")
    assert f"{in_words(error[-1, 0] / error[-1, -1], 2)} at the end." in result.verdict


@pytest.mark.parametrize("changes", [dict(), dict(net="time"), dict(depth=40), dict(net="time", depth=40, step=7)])
def test_the_text_twin_holds_the_line_the_verdict_and_the_profile(changes):
    settings, result = last(**changes)
    lines = describe_training(settings, result).splitlines()
    assert lines[0] == summarize_training(settings, result) and len(lines[0]) < 110 and lines[1] == result.verdict
    head, rows = profile_rows(settings, result)
    assert [row[0] for row in rows] == place_names(settings) and len(rows[0]) == len(head)
    assert max(map(len, lines[2:])) <= 100
    assert "-0 " not in "\n".join(lines) and len(lines) < 40


def test_records_have_one_row_for_each_step_and_place():
    settings, result = last()
    head, rows = records_of_training(settings, result)
    assert len(rows) == 13 * 5 and head[:3] == ("step", "loss", "place")
    row = dict(zip(head, rows[5 * 7 + 2]))
    assert (row["step"], row["place"], row["delta"], row["speed"]) == (7, "3", result.sizes["delta"][7, 2],
                                                                       result.speed[7, 2])
    assert dict(zip(head, rows[4]))["speed"] == ""
