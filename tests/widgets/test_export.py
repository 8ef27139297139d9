"""Numbers and animations that a lab gives away; files that exist are never overwritten unasked."""
import csv
import io

import numpy as np
import pytest
from matplotlib import animation
from matplotlib.colors import to_hex, to_rgb
from PIL import Image

import bpwidgets as bp
from bpwidgets.errors import ArgumentError
from bpwidgets.pictures.style import DARK, LIGHT, STYLES
from bpwidgets.widgets import export


@pytest.fixture
def weight():
    lab = bp.WeightLab(steps=7)
    yield lab
    lab.close()


@pytest.fixture
def flow():
    lab = bp.GradientFlowLab(depth=4)
    yield lab
    lab.close()


def read(text):
    head, *rows = csv.reader(io.StringIO(text))
    return head, rows


def test_the_csv_of_a_run_has_every_step_with_every_digit(weight):
    head, rows = read(weight.to_csv())
    assert head == ["step", "weight", "loss", "gradient"]
    assert [float(row[1]) for row in rows] == weight.result.weights.tolist()
    assert [row[0] for row in rows] == [str(k) for k in range(8)]


def test_the_csv_of_a_flow_has_every_layer(flow):
    head, rows = read(flow.to_csv())
    assert [row[0] for row in rows] == ["1", "2", "3", "4", "out"]
    delta = head.index("delta_size")
    assert [float(row[delta]) for row in rows] == flow.result.delta_size.tolist()
    assert rows[-1][head.index("factors")] == ""


def test_a_csv_goes_into_a_new_file_and_replaces_one_only_when_asked(weight, tmp_path):
    file = tmp_path / "run.csv"
    assert weight.to_csv(file) is None
    assert file.read_text() == weight.to_csv()
    file.write_text("mine")
    with pytest.raises(ValueError, match=r"expected the name of a new file; .* overwrite=True"):
        weight.to_csv(file)
    assert file.read_text() == "mine"
    weight.to_csv(file, overwrite=True)
    assert file.read_text() == weight.to_csv()


def test_an_animation_has_a_frame_for_each_step_and_each_shows_its_step(weight, tmp_path):
    file = tmp_path / "run.gif"
    weight.save_animation(file)
    with Image.open(file) as film:
        assert film.n_frames == 8 and film.info["duration"] == export.FRAME_TIME
        film.seek(7)
        assert film.info["duration"] == export.END_TIME
        film.seek(5)
        shown = np.array(film.convert("RGB")).astype(int)
    weight.set(step=5)
    sheet = export.print_sheet(weight.plan, *weight.state, weight.views)
    pixels, (width, height) = sheet.pixels()
    fresh = np.array(pixels).reshape(height, width, 4)[..., :3].astype(int)
    # a GIF has 128 colors
    assert np.abs(shown - fresh).mean() < 3 and weight.settings.step == 5


def test_a_long_run_is_shown_in_at_most_so_many_frames(weight, monkeypatch):
    monkeypatch.setattr(export, "MOST_FRAMES", 4)
    steps = []
    draw = export.Sheet.draw
    monkeypatch.setattr(export.Sheet, "draw", lambda self, settings, *more, **options:
                        (steps.append(settings.step), draw(self, settings, *more, **options)))
    list(export._frames(weight.plan, weight.state, weight.views, 860, LIGHT))
    assert steps[1:] == [0, 2, 4, 6, 7]


def test_an_animation_has_the_width_and_the_theme_that_were_asked_for(weight, tmp_path):
    weight.save_animation(tmp_path / "run.gif", width=600, theme="dark")
    with Image.open(tmp_path / "run.gif") as film:
        corner = film.convert("RGB").getpixel((0, 0))
        assert film.width == 600 and np.abs(np.array(corner) / 255 - to_rgb(DARK.ground)).max() < 0.05
    with pytest.raises(ValueError, match="expected one of light, dark"):
        weight.save_animation(tmp_path / "other.gif", theme="gray")
    assert not (tmp_path / "other.gif").exists()


def test_an_animation_never_replaces_a_file_unasked(weight, tmp_path):
    file = tmp_path / "run.gif"
    file.write_bytes(b"mine")
    with pytest.raises(ValueError, match="the name of a new file"):
        weight.save_animation(file)
    assert file.read_bytes() == b"mine"


def test_a_lab_without_steps_has_no_animation(flow, tmp_path):
    with pytest.raises(ValueError, match="save_animation of GradientFlowLab: expected a lab that has steps"):
        flow.save_animation(tmp_path / "run.gif")


def test_another_kind_of_file_is_refused(weight, tmp_path):
    with pytest.raises(ValueError, match=r"a name that ends in \.gif or \.mp4"):
        weight.save_animation(tmp_path / "run.avi")


def test_a_film_needs_ffmpeg(weight, tmp_path, monkeypatch):
    monkeypatch.setattr(animation.FFMpegWriter, "isAvailable", classmethod(lambda cls: False))
    with pytest.raises(ValueError, match="ffmpeg must be installed"):
        weight.save_animation(tmp_path / "run.mp4")


def test_a_film_has_every_frame(weight, tmp_path, monkeypatch):
    grabbed = []

    class Writer(animation.AbstractMovieWriter):
        """Stands for ffmpeg, which few machines have."""

        @classmethod
        def isAvailable(cls):
            return True

        def setup(self, fig, outfile, dpi=None):
            self.outfile = outfile

        def grab_frame(self, **more):
            grabbed.append(self.outfile.name)

        def finish(self):
            pass

    monkeypatch.setattr(animation, "FFMpegWriter", Writer)
    weight.save_animation(tmp_path / "run.mp4")
    assert grabbed == ["run.mp4"] * 8


@pytest.mark.parametrize("width, theme", [(500, "light"), (1600, "dark")])
def test_a_figure_has_the_width_and_the_theme_that_were_asked_for(weight, width, theme):
    figure = weight.figure_at(width, theme=theme)
    assert figure.get_figwidth() * 72 == width
    assert to_hex(figure.get_facecolor()) == STYLES[theme].ground
    assert figure.axes[0].texts[1].get_text().replace("\n", " ") == weight.result.verdict


@pytest.mark.parametrize("given, said", [
    (dict(width=499), "width of WeightLab: expected a number of CSS px from 500 to 1600; got 499."),
    (dict(width="wide"), "width of WeightLab: expected a number of CSS px from 500 to 1600; got 'wide'."),
    (dict(theme="drak"), "theme of WeightLab: expected one of light, dark; got 'drak'. Did you mean 'dark'?")])
def test_a_figure_that_cannot_be_is_refused(weight, given, said):
    with pytest.raises(ArgumentError) as refused:
        weight.figure_at(**given)
    assert str(refused.value) == said
