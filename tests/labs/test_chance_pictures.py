"""What the pictures of ChanceLab show is what was computed."""
import numpy as np
import pytest

import bpwidgets as bp
from bpwidgets.labs.chance.pictures.plane import SHOWN
from bpwidgets.labs.chance.result import ACROSS
from bpwidgets.labs.chance.settings import REACH

SMALL = dict(epochs=4, hidden=8, since=2)


@pytest.fixture
def shown():
    labs = []

    def show(*views, **settings):
        lab = bp.ChanceLab(views=views, **{**SMALL, **settings})
        labs.append(lab)
        lab.open()
        lab.canvas._sheet.draw(*lab.state)
        return lab, *(lab.canvas._sheet.pictures[name] for name in views)

    yield show
    for lab in labs:
        lab.close()


def test_each_ellipse_is_mean_and_deviation_and_each_digit_is_written_at_its_mean(shown):
    lab, plane = shown("plane", example=7)
    mu, sigma = lab.result.latent(4)
    labels = lab.result.test.labels
    np.testing.assert_allclose(plane.ellipses.get_offsets(), mu[:SHOWN])
    np.testing.assert_allclose(plane.ellipses.get_widths(), 2 * sigma[:SHOWN, 0])
    np.testing.assert_allclose(plane.ellipses.get_heights(), 2 * sigma[:SHOWN, 1])
    for digit, line in enumerate(plane.marks):
        np.testing.assert_allclose(line.get_xydata(), mu[:SHOWN][labels[:SHOWN] == digit])
        assert line.get_marker() == f"${digit}$"
    assert len({line.get_color() for line in plane.marks}) == 10
    assert plane.mark.get_marker() == f"${labels[6]}$"
    np.testing.assert_allclose(plane.chosen.get_xydata().mean(axis=0), mu[6], atol=0.1)


def test_a_click_on_the_plane_chooses_the_nearest_digit(shown):
    lab, plane = shown("plane")
    mu = lab.result.latent(4).mu
    assert plane.drag(lab.settings, lab.result, (0, 0), tuple(mu[30] + 1e-6)) == {"example": 31}
    assert plane.nudge(lab.settings, lab.result, 1, 0) == {"example": 2}
    assert plane.told(lab.settings, lab.result, tuple(mu[30])).words.startswith("test digit")
    assert plane.told(lab.settings, lab.result, (REACH - 0.01, REACH - 0.01)) is None


def test_the_histograms_count_all_draws_around_the_exact_number(shown):
    lab, picture = shown("spread")
    spread = lab.result.spread(4, 1)
    assert set(picture.exact.get_xdata()) == {spread.exact[0]}
    low, high = picture.axes.get_xlim()
    assert low < spread.exact[0] < high
    for way, hill in picture.hills.items():
        path, = hill.get_paths()
        counts, _ = np.histogram(spread.drawn[way][:, 0], 160, (low, high))
        heights = path.vertices[1:2 * 160:2, 1] - path.vertices[0, 1]
        np.testing.assert_allclose(heights / heights.max(), counts / counts.max(), atol=1e-9)
        bar = picture.bars[way].get_xdata()
        np.testing.assert_allclose(bar, np.clip(spread.exact[0] + np.array([-1, 1]) * spread.deviations[way][0], low,
                                                high))


def test_the_plane_is_paved_with_what_is_decoded_there(shown):
    lab, walk, decoded = shown("walk", "decoded", at=(-2.0, 1.0))
    table, *_ = walk.image._shown
    z = REACH * (np.array([0.5, ACROSS - 0.5]) - ACROSS / 2) / (ACROSS / 2)     # first and last column, lowest row
    for k, place in ((0, z[0]), (ACROSS - 1, z[1])):
        tile = table[:8, 8 * k:8 * k + 8][::-1]
        np.testing.assert_allclose(tile.ravel(), lab.result.decoded(4, (place, z[0])), rtol=1e-9)
    np.testing.assert_array_equal(decoded.image._shown[0][::-1].ravel(), lab.result.decoded(4, (-2.0, 1.0)))
    assert walk.drag(lab.settings, lab.result, (0, 0), (9.0, -9.0)) == {"at": (REACH, -REACH)}


def test_the_curves_are_the_run_and_a_line_stands_where_beta_changed(shown):
    lab, error, kl = shown("error", "kl", beta=30.0)
    np.testing.assert_array_equal(error.curves["reconstruction"].get_ydata(), lab.result.run.error)
    np.testing.assert_array_equal(kl.curves["z₂"].get_ydata(), lab.result.run.kl[:, 1])
    assert kl.change.get_visible() and set(kl.change.get_xdata()) == {2} and kl.changed.get_text() == "β 1 → 30"
    lab.set(beta=1.0)
    lab.canvas._sheet.draw(*lab.state)
    assert not kl.change.get_visible()


def test_a_collapsed_number_is_named_in_the_picture(shown):
    lab, kl = shown("kl", beta=100.0, epochs=16, since=2, hidden=16)
    assert lab.result.collapsed(16) == (1, 2)
    assert [text.get_text() for text in kl.names.values()] == ["z₁ collapsed", "z₂ collapsed"]


def test_weights_that_disagree_are_crosses_above_the_line(shown):
    lab, picture = shown("check")
    assert len(picture.right.get_xdata()) == 60 and not len(picture.wrong.get_xdata())
    lab.set(through="blocked")
    picture.draw(*lab.state)
    found = lab.result.checked(4, True)
    np.testing.assert_array_equal(picture.wrong.get_xdata(), np.flatnonzero(found.wrong))
    assert found.wrong.any() and (picture.wrong.get_ydata() > -5).all() and (picture.right.get_ydata() < -5).all()
