"""What a lab is besides its live view: text, a stored picture, a figure, a table."""

import io

import pytest
from PIL import Image

from tests.widgets.labs import LABS, by_code, read

GRID = {"weight": [dict(learning_rate=rate, step=step, loss=loss) for rate in (1e-15, 0.001, 0.0049, 1e9)
                   for step in (0, 1, 20) for loss in ("sse", "mse")],
        "flow": [dict(depth=depth, activation=activation, gain=gain, initializer=initializer) for depth in (1, 20)
                 for gain in (0.05, 1.0, 5.0)
                 for activation in ("sigmoid", "relu") for initializer in ("zeros", "glorot_uniform")]}


def check_plain(lab_):
    text = lab_.describe()
    assert repr(lab_) == text.splitlines()[0] and len(repr(lab_)) < 110
    assert repr(lab_).startswith(type(lab_).__name__ + ":")
    assert " at 0x" not in text and "object" not in text and not {"-0", "-0.0", "-0,"} & set(text.split())
    assert lab_.plan.verdict(*lab_.state, lab_.views) in text


@pytest.mark.parametrize("lab", LABS)
def test_the_text_of_a_lab_is_plain_and_its_first_line_short(make, lab):
    lab_ = make(lab)
    for fields in GRID.get(lab, [{}]):
        lab_.set(**fields)
        check_plain(lab_)


@pytest.mark.parametrize("lab", LABS)
def test_the_text_stays_plain_in_every_field(used, lab):
    lab_, _ = used(lab)
    for name, value in LABS[lab].hand.items():
        lab_.reset()
        if name == "data" and "objective" in lab_.settings.fields():
            lab_.set(objective="2-3-1")
        by_code(lab_, name, value)
        check_plain(lab_)


@pytest.mark.parametrize("lab", LABS)
def test_a_displayed_lab_carries_three_forms(make, lab):
    lab_ = make(lab)
    bundle = lab_._repr_mimebundle_()
    assert sorted(bundle) == ["application/vnd.jupyter.widget-view+json", "image/png", "text/plain"]
    assert bundle["text/plain"] == lab_.describe() and len(bundle["image/png"]) <= 60_000
    image = Image.open(io.BytesIO(bundle["image/png"]))
    assert image.format == "PNG" and image.width == 860 and bundle["image/png"] == lab_._repr_mimebundle_()["image/png"]


@pytest.mark.parametrize("fields", [dict(learning_rate=0.004, steps=500, step=500), dict(learning_rate=0.01, step=3),
                                    dict(data="noisy_line")])
def test_the_picture_of_a_crowded_lab_stays_small(make, fields):
    assert len(make("weight", **fields)._repr_mimebundle_()["image/png"]) <= 60_000


def test_the_figure_is_a_new_one_that_can_be_saved_and_harms_nothing(make):
    lab = make("weight")
    before = lab.canvas.render(exact=True)
    one, two = lab.figure, lab.figure
    assert one is not two
    one.clear()
    out = io.BytesIO()
    two.savefig(out, format="svg")
    assert b"<svg" in out.getvalue() and lab.canvas.render(exact=True) == before


@pytest.mark.parametrize("lab", LABS)
def test_the_csv_has_every_row_in_full(used, lab):
    lab_, _ = used(lab)
    head, rows = read(lab_.to_csv())
    assert len(rows) == LABS[lab].rows(lab_) and {len(row) for row
                                                  in rows} == {len(head)} and len(set(head)) == len(head)
    given, values = lab_.plan.records(lab_.settings, lab_.result)
    assert head == list(given)
    for row, numbers in zip(rows, values):
        assert [float(cell) for cell, number in zip(row, numbers) if isinstance(number, float)] == pytest.approx(
            [number for number in numbers if isinstance(number, float)], rel=0, abs=0, nan_ok=True)
