"""TrainingLab: what it shows is the run, at any moment; points that a hand moves; a run that is stopped; what other
labs get of it."""
import io

import numpy as np
import pytest

import bpwidgets as bp
from bpwidgets.labs.training.hand import HAND_ACTIONS
from bpwidgets.labs.training.steps import LOOP, STEPS, gone_to, running
from bpwidgets.labs.training.verdict import share_in_words, verdict_of
from bpwidgets.training.train import training

SMALL = dict(data="moons", n_points=40, hidden=(3,), epochs=6)


@pytest.fixture
def lab():
    made = bp.TrainingLab(**SMALL)
    yield made
    made.close()


def learned(lab):
    return lab.canvas._sheet.pictures["learned"]


# -- the ground and the units


@pytest.mark.parametrize("epoch, update", [(0, 0), (3, 1), (6, 0)])
def test_the_plane_and_the_units_are_those_of_the_weights_at_this_moment(lab, epoch, update):
    lab.set(epoch=epoch, update=update)
    run, seen = lab.result.run, lab.result.ground(lab.settings)
    i, j = 7, 20
    x = run.parts.inputs(np.array([[seen.u[i], seen.v[j]]]))
    layers = run.network.unpack(run.theta(epoch, update))
    hidden = np.tanh(x @ layers[0]["W"] + layers[0]["b"])
    assert np.allclose([unit[i, j] for unit in seen.units[0]], hidden[0], rtol=1e-12)
    assert np.allclose(seen.outputs[i, j], (hidden @ layers[1]["W"] + layers[1]["b"])[0], rtol=1e-12)


def test_inputs_beyond_two_stand_at_their_mean():
    x = np.random.default_rng(0).normal(size=(30, 4))
    lab = bp.TrainingLab(x=x, y=(x.sum(axis=1) > 0).astype(float), hidden=(2,), epochs=2)
    seen, train = lab.result.ground(lab.settings), lab.result.run.parts.train
    point = np.array([[seen.u[3], seen.v[5], *train.points.mean(axis=0)[2:]]])
    assert np.allclose(seen.outputs[3, 5], lab.result.run.outputs(lab.result.moment(lab.settings).theta, point)[0])
    assert "large map: the output; a slice, with 2 further inputs at the mean" in lab.describe()
    assert learned(lab).title.get_text() == "a slice of what the net says"


@pytest.mark.parametrize("choice", [{"data": "sine", "hidden": (4,)}, {"data": "playground_reg-plane"}, {"hidden": ()},
                                    {"loss": "softmax_cross_entropy"}, {"features": ("x", "y", "sin(x)", "xy")}])
def test_curves_numbers_classes_and_features_are_drawn(choice):
    lab = bp.TrainingLab(**{**SMALL, **choice})
    assert lab.figure_at(700) is not None and lab.result.verdict in lab.describe()


# -- the six steps


def test_the_strip_lights_what_runs(lab):
    names = list(STEPS)
    assert [names[k] for k in running(lab.settings, lab.result)] == ["ready to predict"]
    lab.set(epoch=3)
    assert running(lab.settings, lab.result) == LOOP
    lab.set(epoch=0)
    assert [names[k] for k in running(lab.settings, lab.result)] == ["random weights"]


@pytest.mark.parametrize("step", range(6))
def test_a_step_that_is_pressed_is_the_one_that_runs(lab, step):
    lab.set(**gone_to(lab.settings, lab.result, step))
    assert running(lab.settings, lab.result) == (step,)


def test_the_gradient_on_the_edges_is_that_of_the_next_batch(lab):
    lab.set(epoch=2, part="gradient")
    run = lab.result.run
    rows = run.batch_rows(2 * run.per_epoch)
    alone = bp.engine.NetworkLoss(run.network, run.parts.train.x[rows], run.parts.train.desired[rows],
                                  loss=run.objective.loss)
    assert np.allclose(lab.result.gradient(lab.settings), alone.gradient(run.theta(2)), rtol=1e-12)


# -- points by hand


def press(lab, start, at):
    picture, settings = learned(lab), lab.settings
    lab.set(**picture.drag(settings, lab.result, start, start))
    lab.set(**picture.drag(settings, lab.result, start, at))


def test_a_point_is_chosen_and_moved_and_the_run_follows(lab):
    place, before = tuple(lab.result.run.parts.train.points[4].tolist()), lab.result.run.train_loss
    press(lab, place, (0.5, -0.25))
    assert lab.settings.point == 4 and lab.result.run.parts.train.points[4].tolist() == [0.5, -0.25]
    assert not np.array_equal(lab.result.run.train_loss, before)
    again = list(training(lab.settings))[-1]
    assert np.array_equal(again.train_loss, lab.result.run.train_loss)


def test_a_point_stays_within_the_plane(lab):
    place = tuple(lab.result.run.parts.train.points[4].tolist())
    (_, right), (low, _) = lab.result.window
    press(lab, place, (1e9, -1e9))
    assert lab.result.run.parts.train.points[4].tolist() == pytest.approx([right, low], abs=1e-3)


def test_arrow_keys_choose_the_first_point_and_move_it(lab):
    first = lab.result.run.parts.train.points[0]
    lab.set(**learned(lab).nudge(lab.settings, lab.result, 1, 0))
    assert lab.settings.point == 0 and lab.settings.points == ()
    lab.set(**learned(lab).nudge(lab.settings, lab.result, 1, 0))
    assert lab.result.run.parts.train.points[0, 0] > first[0] and len(lab.settings.points) == 1


def test_points_are_added_and_taken_away_and_change_their_class(lab):
    count, picture = len(lab.result.run.parts.train), learned(lab)
    lab.set(**picture.touch(lab.settings, lab.result, "+ point"))
    assert len(lab.result.run.parts.train) == count + 1 and lab.settings.point == count
    label = lab.result.run.parts.train.y[-1, 0]
    lab.set(**picture.touch(lab.settings, lab.result, "class"))
    assert lab.result.run.parts.train.y[-1, 0] == 1 - label
    lab.set(**picture.touch(lab.settings, lab.result, "− point"))
    assert len(lab.result.run.parts.train) == count and lab.settings.point == -1
    assert {spot.name for spot in picture.spots(lab.settings, lab.result)} == {"+ point"} < set(HAND_ACTIONS)


def test_a_press_on_empty_ground_adds_a_point_if_one_says_so(lab):
    count, empty = len(lab.result.run.parts.train), (-1.2, -0.75)
    lab.set(**learned(lab).drag(lab.settings, lab.result, empty, empty))
    assert len(lab.result.run.parts.train) == count
    lab.set(tool="other", point=0)
    label = lab.result.run.parts.train.y[0, 0]
    lab.set(**learned(lab).drag(lab.settings, lab.result, empty, empty))
    assert lab.result.run.parts.train.points[-1].tolist() == list(empty)
    assert lab.result.run.parts.train.y[-1, 0] == 1 - label


def test_the_way_of_the_chosen_point_is_told(lab):
    lab.set(point=4)
    run = lab.result.run
    hidden = run.network.forward(run.theta(6), run.parts.train.x[4:5])[0].a[0]
    rows = lab.plan.table(*lab.state)["rows"]
    assert [row[0] for row in rows] == ["inputs", "1", "output"]
    assert [float(one) for one in rows[1][1].split()] == pytest.approx(hidden.tolist(), rel=6e-3)


# -- the net by hand


@pytest.mark.parametrize("name, hidden", [("one unit more in layer 1", (4,)), ("one unit fewer in layer 1", (2,)),
                                          ("one layer more", (3, 3)), ("one layer fewer", ())])
def test_the_net_is_changed_on_its_picture(lab, name, hidden):
    net = lab.canvas._sheet.pictures["net"]
    assert name in {spot.name for spot in net.spots(lab.settings, lab.result)}
    lab.set(**net.touch(lab.settings, lab.result, name))
    assert lab.settings.hidden == hidden


def test_a_unit_is_shown_large_and_let_go(lab):
    net = lab.canvas._sheet.pictures["net"]
    lab.set(**net.touch(lab.settings, lab.result, "unit 2 of layer 1"))
    assert lab.settings.unit == "unit 2 of layer 1"
    lab.set(hidden=(1,))
    assert lab.settings.unit == "output"


# -- a run that grows


@pytest.fixture
def growing(lab):
    lab.canvas._hear({"kind": "look", "view": "a", "width": 860, "ratio": 1, "dark": False, "turn": 0})
    lab.controls["epochs"].value = 400
    assert lab.result.known < 400 and lab.canvas.progress == [lab.result.known, 400]
    return lab


def test_stop_keeps_what_there_is_and_the_settings_say_so(growing):
    growing._experiment.refine()
    known, losses = growing.result.known, growing.result.run.train_loss
    growing.widgets.actions.buttons["stop"].click()
    assert growing.settings.stop_at == known and growing.result.run.train_loss is losses
    assert growing.canvas.progress == [] and growing.widgets.actions.buttons["stop"].disabled
    again = bp.TrainingLab.plan.study(growing.settings)
    assert np.array_equal(list(again)[-1].run.train_loss, losses) and list(
        bp.TrainingLab.plan.study(growing.settings))[-1].verdict == growing.result.verdict


def test_an_interrupt_keeps_what_there_is(lab, monkeypatch):
    calls = iter((verdict_of, verdict_of))

    def interrupted(run):
        judge = next(calls, None)
        if judge is None:
            raise KeyboardInterrupt
        return judge(run)

    monkeypatch.setattr("bpwidgets.labs.training.study.verdict_of", interrupted)
    with pytest.raises(KeyboardInterrupt):
        lab.set(epochs=100_000, batch_size=5)
    assert 0 < lab.result.known == lab.settings.stop_at < 100_000 and lab.settings.batch_size == 5


def test_a_run_that_nobody_looks_at_waits(growing):
    known = growing.result.known
    growing.canvas._hear({"kind": "gone", "view": "a", "turn": 9})
    assert growing.result.known == known and growing._experiment.unfinished


def test_another_rate_goes_on_from_the_moment_shown(lab):
    lab.set(epoch=3)
    before = lab.result.run.train_loss
    lab.press("fork")
    assert (lab.settings.change_at, lab.settings.changed_rate) == (3, lab.settings.learning_rate / 10)
    assert np.array_equal(lab.result.run.train_loss[:4], before[:4])
    assert np.array_equal(lab.result.run.before.train_loss, before)


def test_a_new_rate_abandons_the_run_before(growing):
    growing.controls["learning_rate"].value = 0.02
    assert growing.result.run.recipe.learning_rate == 0.02 and growing.result.known < 400


def test_a_moment_that_is_not_there_yet_shows_the_last_one(growing):
    assert growing.settings.epoch == 400 and growing.result.moment(growing.settings).epoch == growing.result.known


def test_the_run_before_a_new_rate_stays_as_a_ghost():
    lab = bp.TrainingLab(**SMALL, change_at=3, changed_rate=1.0)
    ghost = lab.canvas._sheet.pictures["loss"].ghost.get_ydata()
    assert np.array_equal(ghost, bp.TrainingLab(**SMALL).result.run.train_loss)
    assert np.array_equal(ghost[:4], lab.result.run.train_loss[:4])


# -- what others get


def test_a_lab_of_single_numbers_follows_the_chosen_point():
    lab, steps = bp.TrainingLab(**SMALL, point=2), bp.BackpropLab()
    bp.link(lab, steps)
    run = lab.result.run
    assert steps.settings.net == run.network and steps.settings.theta == tuple(run.theta(6).tolist())
    assert np.array_equal(steps.settings.data.x, run.parts.train.x[2:3])
    lab.set(hidden=(2, 2), epoch=3)
    assert steps.settings.net == lab.result.run.network
    assert steps.settings.theta == tuple(lab.result.run.theta(3).tolist())


def test_the_surface_around_a_moment_is_that_of_the_run():
    lab, surface = bp.TrainingLab(**SMALL), bp.SurfaceLab(resolution=5, steps=2)
    bp.link(lab, surface)
    lab.set(epoch=2)
    assert float(surface.result.path.values[0]) == pytest.approx(lab.result.run.train_loss[2], rel=1e-12)


def test_two_runs_that_differ_in_one_knob_stand_side_by_side():
    both = bp.compare(bp.TrainingLab, "learning_rate", 0.01, 0.5, **SMALL)
    assert [lab.settings.learning_rate for lab in both.labs] == [0.01, 0.5]


def test_the_run_is_a_table_and_an_animation(lab, tmp_path):
    head, *rows = [line.split(",") for line in io.StringIO(lab.to_csv()).read().splitlines()]
    assert head[:3] == ["epoch", "updates", "train_loss"] and len(rows) == 7
    assert [float(row[2]) for row in rows] == lab.result.run.train_loss.tolist()
    lab.save_animation(tmp_path / "run.gif", width=500)
    assert (tmp_path / "run.gif").stat().st_size > 1000


def test_the_code_trains_the_same_net(lab):
    cell, names = lab.plan.code(*lab.state)["The same run, with the engine"], {}
    exec(cell, names)
    ends = [value for value in names.values() if isinstance(value, np.ndarray)
            and value.shape == lab.result.run.theta(6).shape]
    assert any(np.array_equal(value, lab.result.run.theta(6)) for value in ends)


# -- words


@pytest.mark.parametrize("share, words", [(1.0, "all"), (0.9996, "99.9%"), (0.0, "0%"), (0.625, "62.5%")])
def test_less_than_all_is_never_all(share, words):
    assert share_in_words(share) == words


def test_the_verdict_says_why_it_does_not_learn():
    lab = bp.TrainingLab(data="moons", n_points=40, hidden=(3,), epochs=6, learning_rate=1e-5)
    assert "too low" in lab.result.verdict
    lab.set(learning_rate=1e4)
    assert "too high" in lab.result.verdict and "stopped" in lab.result.verdict
