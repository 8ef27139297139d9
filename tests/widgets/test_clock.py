"""Play, pause, step and step back move the cursor and nothing else."""

import pytest
from PIL import Image

from tests.widgets.labs import CLOCKED, LABS


def test_the_buttons_step_forth_and_back_exactly(make):
    lab = make("weight")
    clock, result = lab._panel.clock, lab.result
    for button, step in ((clock.step, 1), (clock.step, 2), (clock.back, 1), (clock.start, 0), (clock.back, 0)):
        button.click()
        assert lab.settings.step == step == lab.controls["step"].value == clock.play.value
    assert lab.result is result


def test_the_clock_stops_at_the_end(make):
    lab = make("weight", step=20)
    lab._panel.clock.step.click()
    assert lab.settings.step == 20 and not lab.canvas.trouble


def test_play_moves_the_cursor_and_starts_again_from_the_end(make):
    lab = make("weight", step=20)
    clock = lab._panel.clock
    assert not clock.running.value and not clock.play.playing
    clock.running.value = True
    assert lab.settings.step == 0 and clock.play.playing and clock.running.description == "Pause"
    clock.play.value = 1
    assert lab.settings.step == 1
    clock.play.playing = False
    assert not clock.running.value and clock.running.description == "Play"


def test_a_shorter_run_shortens_the_clock(make):
    lab = make("weight", step=20)
    lab.set(steps=5)
    assert lab._panel.clock.play.max == 5 == lab._panel.clock.play.value == lab.settings.step
    lab.set(steps=50, step=50)
    assert lab._panel.clock.play.max == 50 == lab._panel.clock.play.value


@pytest.mark.parametrize("lab", CLOCKED)
def test_every_clock_steps_through_the_run_and_leaves_the_result_alone(make, lab):
    name = LABS[lab].kind.plan.clock
    lab_ = make(lab, **{name: 0})
    clock, result, last = lab_._panel.clock, lab_.result, lab_.settings.bounds(name)[1]
    for step in range(1, last + 1):
        clock.step.click()
        assert getattr(lab_.settings, name) == step == lab_.controls[name].value == clock.play.value
    clock.step.click()
    assert getattr(lab_.settings, name) == last and lab_.result is result


@pytest.mark.parametrize("lab", CLOCKED)
def test_an_animation_has_a_frame_for_each_step(make, lab, tmp_path):
    fields = LABS[lab].kind.plan.settings.fields()
    lab_ = make(lab, **{length: few for length, few in {"steps": 2, "updates": 1}.items() if length in fields})
    lab_.save_animation(tmp_path / "run.gif")
    with Image.open(tmp_path / "run.gif") as film:
        assert film.n_frames == lab_.settings.bounds(lab_.plan.clock)[1] + 1


def test_a_picture_does_not_wait_for_the_buttons(make):
    """On a page that opens a lab a message for each of them would come before the picture."""
    panel = make("weight")._panel
    assert panel.canvas.frame and not any("box" in vars(part) for part in (panel.clock, panel.actions))
