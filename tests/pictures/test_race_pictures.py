"""What the pictures of a race show is what its numbers say; each optimizer looks the same in all of them."""

import itertools

import numpy as np
import pytest

from bpwidgets.engine import OPTIMIZERS, Optimizer
from bpwidgets.labs.optimizer_race.lab import OptimizerRaceLab
from bpwidgets.labs.optimizer_race.pictures.race_marks import marks_of
from bpwidgets.pictures.sheet import Sheet
from bpwidgets.pictures.style import DARK, LIGHT, STYLES
from bpwidgets.studies import RaceSettings, optimizer_race

PLAN = OptimizerRaceLab.plan
EVERY = tuple(OPTIMIZERS)
MARKS = marks_of(EVERY)
# Machado, Oliveira & Fernandes 2009, table 1: what an eye without the middle, or without the long cones makes of linear
# RGB.
EYES = {
    "usual": np.eye(3),
    "deuteranope": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                             [-0.011820, 0.042940, 0.968881]]),
    "protanope": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                           [-0.003882, -0.048116, 1.051998]]),
}


def shown(*, style=LIGHT, width=860, **changes):
    settings = RaceSettings.create(**changes)
    result = optimizer_race(settings)
    sheet = Sheet(PLAN.pictures, PLAN.rows, style, width=width)
    sheet.draw(settings, result)
    return sheet, settings, result


def data_of(line):
    return np.array(line.get_xdata(), float), np.array(line.get_ydata(), float)


# -- marks


def linear(color):
    c = np.array([int(color[i:i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    low, high = sorted(linear(color) @ [0.2126, 0.7152, 0.0722] for color in (one, other))
    return (high + 0.05) / (low + 0.05)


def lab(rgb):
    """CIE L*a*b* of linear RGB, in which equal distances look about equally large."""
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    f = np.cbrt(np.maximum(to_xyz @ np.clip(rgb, 0, 1) / [0.9505, 1, 1.089], 0.008856))
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def test_every_optimizer_has_a_mark_and_no_marker_comes_twice():
    assert tuple(MARKS) == EVERY and len({mark.marker for mark in MARKS.values()}) == len(EVERY)


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
@pytest.mark.parametrize("name", EVERY)
def test_every_color_can_be_read_on_its_ground(name, style):
    assert contrast(MARKS[name].color(style), style.ground) >= 4.5


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
def test_any_eye_tells_the_first_four_apart(style, eye):
    seen = [lab(EYES[eye] @ linear(MARKS[name].color(style))) for name in ("sgd", "momentum", "rmsprop", "adam")]
    assert min(np.linalg.norm(one - other) for one, other in itertools.combinations(seen, 2)) > 20


@pytest.mark.parametrize("names", [("adam",), ("adam", "sgd"), EVERY])
@pytest.mark.parametrize("style", [LIGHT, DARK])
def test_an_optimizer_looks_the_same_whichever_others_run(style, names):
    sheet, _, _ = shown(optimizers=names, shown="adam", style=style, steps=5)
    mark, color = MARKS["adam"], MARKS["adam"].color(style)
    on_map, curve = sheet.pictures["map"].runners["adam"], sheet.pictures["losses"].runners["adam"].line
    trail, head, here = on_map.trail, on_map.head, sheet.pictures["memory"].here
    assert {artist.get_color() for artist in (curve, head, trail.line, here)} == {color}
    assert {artist.get_marker() for artist in (curve, head, trail.line, here)} == {mark.marker}


OWN = OPTIMIZERS["adam"].replace(beta1=0.5)
SECOND = Optimizer("second", lambda theta: {}, lambda theta, g, state, r: (theta - 2 * r * g, state))
MANY = tuple(OPTIMIZERS["momentum"].replace(momentum=k / 20) for k in range(10))


def test_optimizers_that_no_menu_has_come_after_the_menu_in_their_own_order():
    marks = marks_of((OWN, "sgd", SECOND))
    assert list(marks) == ["sgd", "adam(beta1=0.5)", "second"] and marks["sgd"] == MARKS["sgd"]
    assert not {mark.marker for mark in marks.values()} & {mark.marker for name, mark in MARKS.items() if name != "sgd"}
    assert len({mark.marker for mark in marks.values()}) == 3
    assert marks_of((SECOND,))["second"] == marks["adam(beta1=0.5)"]


def test_however_many_run_no_two_look_the_same():
    marks = marks_of((*EVERY, *MANY)).values()
    assert len({(mark.light, mark.marker, mark.line) for mark in marks}) == len(EVERY) + len(MANY)


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
def test_their_colors_can_be_read_too(style):
    assert min(contrast(mark.color(style), style.ground) for mark in marks_of(MANY).values()) >= 4.5


def test_an_optimizer_of_ones_own_is_drawn_named_and_shown_from_inside():
    sheet, settings, result = shown(optimizers=("sgd", OWN, SECOND), steps=5, shown=OWN)
    assert settings.shown == "adam(beta1=0.5)" and list(result.losses) == ["sgd", "adam(beta1=0.5)", "second"]
    for name in result.names:
        assert sheet.pictures["losses"].runners[name].label.get_text() == result.titles[name]
        assert np.column_stack(data_of(sheet.pictures["map"].runners[name].trail.line)).tolist() == result.on_plane[
            name].tolist()
    assert sheet.pictures["squares"].what.get_text().startswith("Adam(beta1=0.5): √ corrected squares")


def test_a_runner_that_comes_later_lies_where_it_would_have_lain():
    late, settings, _ = shown(optimizers=("sgd", "adam"), steps=5)
    settings = settings.replace(optimizers=("sgd", "momentum", "adam", OWN))
    late.draw(settings, optimizer_race(settings))
    pixels, size = late.pixels()
    early = shown(optimizers=("sgd", "momentum", "adam", OWN), steps=5, shown="adam")[0].pixels()
    assert size == early[1] and bytes(pixels) == bytes(early[0])


# -- the map


@pytest.mark.parametrize("step", [0, 1, 9, 30])
def test_paths_go_up_to_the_step_shown_and_a_large_sign_stands_there(step):
    sheet, _, result = shown(steps=30, step=step)
    picture = sheet.pictures["map"]
    for name, points in result.on_plane.items():
        assert np.column_stack(data_of(picture.runners[name].trail.line)).tolist() == points[:step + 1].tolist()
        assert np.column_stack(data_of(picture.runners[name].head)).tolist() == [points[step].tolist()]


def test_who_does_not_run_is_not_seen():
    sheet, settings, _ = shown(optimizers=EVERY, steps=5)
    runners = {name: sheet.pictures["map"].runners[name] for name in EVERY}
    settings = settings.replace(optimizers=("sgd", "lion"))
    sheet.draw(settings, optimizer_race(settings))
    assert {name for name, runner in runners.items() if any(artist.get_visible() for artist
                                                            in runner.artists)} == {"sgd", "lion"}


def test_a_path_that_comes_after_an_overflow_is_seen_again():
    sheet, settings, _ = shown(optimizers="sgd", learning_rate=1e30)
    assert not sheet.pictures["map"].runners["sgd"].head.get_visible()
    settings = settings.replace(learning_rate=0.05)
    sheet.draw(settings, optimizer_race(settings))
    assert sheet.pictures["map"].runners["sgd"].head.get_visible()
    assert sheet.pictures["map"].runners["sgd"].trail.line.get_visible()


def test_off_the_plane_dots_are_hollow():
    sheet, _, result = shown(objective="2-3-1", optimizers="adam", span=40.0)
    trail, hollow = sheet.pictures["map"].runners["adam"].trail, result.hollow["adam"]
    assert 0 < hollow.sum() < len(hollow)
    assert np.column_stack(data_of(trail.hollow)).tolist() == result.on_plane["adam"][hollow].tolist()


def test_the_twin_of_the_optimizer_shown_parts_at_the_fork():
    sheet, settings, result = shown(steps=30, fork_step=10, fork_rate=0.2, step=25, shown="momentum")
    fork = sheet.pictures["map"].fork
    assert np.column_stack(data_of(fork)).tolist() == result.forks["momentum"].thetas[10:26].tolist()
    assert fork.get_color() == MARKS["momentum"].light
    assert data_of(sheet.pictures["losses"].fork)[1] == pytest.approx(np.log10(result.forks["momentum"].values[10:]))
    sheet.draw(settings.replace(step=5), result)
    assert not fork.get_visible()
    sheet.draw(settings.replace(fork_step=0), optimizer_race(settings.replace(fork_step=0)))
    assert not fork.get_visible() and not sheet.pictures["losses"].fork.get_visible()


# -- hands


def test_the_start_follows_the_pointer_and_stays_on_the_map():
    sheet, settings, result = shown()
    picture = sheet.pictures["map"]
    assert picture.drag(settings, result, (1.0, 1.0), (0.25, -0.5)) == {"start": (0.25, -0.5)}
    assert picture.drag(settings, result, (1.0, 1.0), (9.0, -0.5)) == {"start": (1.5, -0.5)}
    moved = picture.nudge(settings, result, 1, -5)["start"]
    assert moved == pytest.approx((1.0 + 3 / 50, 1.0 - 5 * 3 / 50))
    settings = settings.replace(start=moved)
    sheet.draw(settings, optimizer_race(settings))
    assert np.ravel(data_of(picture.start)) == pytest.approx(moved)


@pytest.mark.parametrize("name", ["losses", "memory", "squares", "effective"])
def test_the_step_shown_follows_the_pointer_and_the_keys_on_every_picture_of_steps(name):
    sheet, settings, result = shown(steps=40, step=10)
    picture = sheet.pictures[name]
    assert picture.drag(settings, result, (10, 0), (17.4, 3.0)) == {"step": 17}
    assert [picture.drag(settings, result, (10, 0), (x, 0))["step"] for x in (-3.0, 99.0)] == [0, 40]
    assert [picture.nudge(settings, result, right, 0)["step"] for right in (1, -1, 5, -50)] == [11, 9, 15, 0]
    sheet.draw(settings.replace(step=17), result)
    assert list(picture.steps.cursor.get_xdata()) == [17, 17]
    assert "drag" in picture.handle and "arrow keys" in picture.handle


# -- the losses


def test_every_loss_is_drawn_as_its_logarithm_and_named_beside_its_end():
    sheet, _, result = shown(optimizers=("sgd", "momentum", "adam"), steps=30)
    picture = sheet.pictures["losses"]
    for name, loss in result.losses.items():
        steps, heights = data_of(picture.runners[name].line)
        assert steps.tolist() == list(range(31)) and heights == pytest.approx(np.log10(loss))
        label = picture.runners[name].label
        assert label.get_text() == result.titles[name] and label.get_visible()
    low, high = picture.axes.get_ylim()
    assert low <= min(np.log10(loss[-1]) for loss
                      in result.losses.values()) and np.log10(result.losses["sgd"][0]) <= high


def test_labels_do_not_overlap_even_if_all_run():
    sheet, _, _ = shown(optimizers=EVERY, width=800)
    picture = sheet.pictures["losses"]
    places = sorted(picture.axes.transData.transform(label.get_position())[1]
                    for label in (runner.label for runner in picture.runners))
    assert np.diff(places).min() > 12


@pytest.mark.parametrize("rate, border", [(0.5, "above"), (1e30, "above")])
def test_a_curve_that_leaves_the_axes_has_a_sign_at_the_border(rate, border):
    sheet, _, result = shown(optimizers=("sgd", "adam"), rates={"sgd": rate})
    picture = sheet.pictures["losses"]
    (step,), (height,) = data_of(getattr(picture.runners["sgd"], border))
    high = picture.axes.get_ylim()[1]
    assert height == high and not np.log10(result.losses["sgd"][int(step)]) <= high
    assert (np.log10(result.losses["sgd"][:int(step)]) <= high).all()


@pytest.mark.parametrize("objective, rate", [("bowl", 1e20), ("rosenbrock", 1e-20), ("saddle", 0.05), ("2-3-1", 1e20)])
def test_any_race_is_drawn_at_any_step(objective, rate):
    sheet, settings, result = shown(objective=objective, optimizers=EVERY, learning_rate=rate, steps=40, fork_step=7)
    for step, name in ((0, "sgd"), (3, "lion"), (40, "rmsprop_centered")):
        sheet.draw(settings.replace(step=step, shown=name), result)
    sheet.pixels()


# -- from inside


def test_the_panels_show_what_the_optimizer_shown_remembers():
    sheet, _settings, result = shown(steps=30, step=12, shown="adam")
    states = result.states["adam"]
    for name, drawn in (("memory", states["corrected_mean"]), ("squares", np.log10(states["corrected_squares"]) / 2),
                        ("effective", np.log10(states["effective_rate"]))):
        picture = sheet.pictures[name]
        for k, line in enumerate(picture.curves):
            assert data_of(line)[1][1:] == pytest.approx(drawn[1:, k])
        assert data_of(picture.here)[1] == pytest.approx(drawn[12]) and data_of(picture.here)[0].tolist() == [12, 12]
        assert picture.axes.xaxis.label.get_text() == "step    ── x   ╌╌ y"
    assert sheet.pictures["squares"].what.get_text() == "Adam: √ corrected squares, thin: raw"
    assert [data_of(line)[1].tolist() for line in sheet.pictures["memory"].beside] == states["gradient"].T.tolist()


@pytest.mark.parametrize("name, memory, squares", [
    ("sgd", "SGD remembers no gradient", "SGD remembers no squares"),
    ("momentum", "momentum: velocity, thin: gradient", "momentum remembers no squares"),
    ("adagrad", "AdaGrad remembers no gradient", "AdaGrad: √ squares"),
    ("lion", "Lion: mean, thin: gradient", "Lion remembers no squares"),
    ("amsgrad", "AMSGrad: corrected mean, thin: gradient", "AMSGrad: √ corrected squares, thin: raw")])
def test_what_an_optimizer_does_not_have_is_said(name, memory, squares):
    sheet, _, result = shown(optimizers=name, steps=5)
    assert [sheet.pictures[panel].what.get_text() for panel in ("memory", "squares")] == [memory, squares]
    assert sheet.pictures["effective"].what.get_text() == f"{result.titles[name]}: effective rate"


# -- speed comes from a ground that stays


def test_the_ground_stays_while_the_rate_the_start_and_the_step_move():
    sheet, settings, _ = shown()
    sheet.pixels()
    for changes in (*({"learning_rate": 0.05 - 0.001 * k} for k in range(10)),
                    *({"start": (1 - 0.01 * k, 0.9)} for k in range(10)),
                    *({"step": 3 * k} for k in range(10))):
        settings = settings.replace(**changes)
        sheet.draw(settings, optimizer_race(settings))
        assert not sheet.figure.stale
