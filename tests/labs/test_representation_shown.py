"""What RepresentationLab says and draws, and what a hand does there."""
from dataclasses import replace

import numpy as np
import pytest

import bpwidgets as bp
from bpwidgets.labs.representation.inside import Inside
from bpwidgets.labs.representation.layers import LAYERS
from bpwidgets.labs.representation.settings import HIDDEN_1, MIDDLE, RepresentationSettings
from bpwidgets.labs.representation.small_nets import symmetry
from bpwidgets.labs.representation.study import task_of
from bpwidgets.labs.representation.verdict import (
    verdict_of,
    verdict_of_encoder,
    verdict_of_maps,
    verdict_of_probes,
    verdict_of_symmetry,
    verdict_of_units,
)
from tests.labs.test_representation import SMALL, result_of, settings_of


@pytest.fixture(scope="module")
def usual():
    return result_of()


@pytest.fixture(scope="module")
def small():
    return result_of(**SMALL)


# -- words


def test_each_verdict_says_the_number_that_it_was_computed_from(usual):
    settings = settings_of(usual)
    found = usual.map(60, MIDDLE)
    assert f"{found.same:.0%} of the nearest neighbors" in usual.verdict and f"Only {found.by_net:.0%}" in usual.verdict
    assert f"{usual.map(60, HIDDEN_1).by_map:.0%}: do not trust" in verdict_of_maps(settings, usual)
    assert all(f"{share:.0%}" in verdict_of_probes(settings, usual) for share in usual.probed(60))
    answers = usual.units(60, HIDDEN_1)
    assert f"{answers.favorite(0)[1]} are {answers.favorite(0)[0]}s" in verdict_of_units(settings, usual)
    said = verdict_of_symmetry(settings, usual)
    assert "6 of 10 seeds" in said and "1 : 2 : 3.98" in said
    stuck = verdict_of_symmetry(settings.replace(draw=0), usual)
    assert "Seed 0 does not: its error is 4" in stuck
    said = verdict_of_encoder(settings, usual)
    assert "10 of 10 seeds" in said and "in 5 of them" in said


def test_an_overflow_is_said_and_drawn_without_numbers(small):
    fresh = (Inside(task_of(RepresentationSettings(**SMALL))),)
    result = replace(small, thetas=np.full_like(small.thetas, np.inf), inside=fresh)
    result = replace(result, verdict=verdict_of(result), inside=fresh)
    assert result.verdict.startswith("The numbers of the net have overflowed")
    lab = bp.RepresentationLab(**SMALL, views=bp.RepresentationLab.plan.views)
    lab.canvas._sheet.draw(lab.settings, result)
    texts = {text.get_text() for axes in lab.canvas._sheet.figure.axes for text in axes.texts}
    assert "300 digits on the plane of two numbers, after epoch 2: the numbers overflowed" in texts
    assert "overflowed" in lab.plan.describe(lab.settings, result)
    lab.close()


def test_the_text_twin_says_what_is_shown(small):
    text = bp.RepresentationLab(**SMALL).describe()
    for word in ("the decoder draws at (-5, -4.4)", "hidden 1", "trustworthiness",
                 "gradient check", "near"):
        assert word in text, word


@pytest.mark.parametrize("tab, words", [
    ("probes", ("hidden 2", "epoch")), ("units", ("top digits", "unit 1")),
    ("six bits", ("1 : 2 : 3.98", "6 of 10 seeds")), ("8-3-8", ("10 of 10 seeds", "bits"))])
def test_each_part_has_a_text_twin_of_its_own(small, tab, words):
    lab = bp.RepresentationLab(**SMALL)
    lab.show(*lab.plan.tabs[tab], "verdict")
    text = lab.describe()
    assert lab.question in text and lab.plan.verdict(*lab.state, lab.views) in text
    for word in words:
        assert word in text, word


# -- a hand on the lab


def test_a_hand_on_the_plane_moves_the_code_and_keys_do():
    lab = bp.RepresentationLab(**SMALL)
    plane = lab.canvas._sheet.pictures["plane"]
    plane.draw(*lab.state)
    at = plane.scale(*lab.state).px(lab.result.codes(2)[7])
    lab.set(**plane.drag(lab.settings, lab.result, (0, 0), tuple(at)))
    assert lab.settings.code == pytest.approx(lab.result.codes(2)[7], abs=0.01)
    assert lab.result.hand(2, lab.settings.code).digit == 7
    before = lab.settings.code
    lab.set(**plane.nudge(*lab.state, 1, 0))
    assert lab.settings.code[0] > before[0] and lab.settings.code[1] == pytest.approx(before[1], abs=0.02)
    lab.close()


def test_the_pictures_show_the_numbers(usual):
    lab = bp.RepresentationLab(**SMALL, views=bp.RepresentationLab.plan.views)
    pictures, (settings, result) = lab.canvas._sheet.pictures, lab.state
    lab.canvas._sheet.draw(settings, result)
    x, y = pictures["errors"].curve.get_data()
    assert len(x) == 3 and y == pytest.approx(result.errors)
    assert pictures["errors"].level.get_ydata()[0] == result.pca_error
    for name, line in pictures["probes"].curves.items():
        assert line.get_ydata() == pytest.approx([result.probed(epoch)[LAYERS.index(name)] for epoch in (0, 1, 2)])
    hand = result.hand(2, settings.code)
    drawn = pictures["drawn"].tiles.image._shown[0]
    assert np.nanmax(drawn) <= 1 and len(pictures["plane"].lines.get_segments()) == len(hand.by_pixels) == 5
    assert len(pictures["answers"].points.get_xdata()) == 300 and len(pictures["answers"].top.get_xdata()) == 12
    heights = [path.vertices[:, 1] for path in pictures["mirror"].bars.get_paths()]
    W = symmetry().layers(2500, 1)[0]["W"].T.ravel()
    lengths = np.array([np.ptp(one) for one in heights])
    assert lengths / lengths.max() == pytest.approx(np.abs(W) / np.abs(W).max())
    lab.close()


def test_the_button_trains_a_net_with_labels():
    lab = bp.RepresentationLab(**SMALL, views=("probes", "errors"))
    assert not lab.result.labeled
    lab.press("labels")
    assert lab.settings.with_labels and len(lab.result.labeled_thetas) == 3
    lab.close()


def test_bad_input_is_refused_before_anything_is_computed():
    for bad in (dict(hidden=0), dict(layer="output"), dict(code=(1.0,)), dict(neighbors=0), dict(draw=10),
                dict(sweep=2501)):
        with pytest.raises(bp.ArgumentError, match=next(iter(bad))):
            RepresentationSettings(**bad)
