"""Each wrong idea has a lab that shows that it is one."""
import re

import numpy as np
import pytest

import bpwidgets as bp
from bpwidgets import engine
from bpwidgets.teaching.misconceptions import MISCONCEPTIONS, misconception
from bpwidgets.teaching.misconceptions.misconception import OFTEN_HEARD
from bpwidgets.teaching.misconceptions.silent_fault import without_slope

ROWS = pytest.mark.parametrize("row", MISCONCEPTIONS.values(), ids=MISCONCEPTIONS)


@ROWS
def test_the_demo_shows_what_it_claims(row, made):
    lab = made(row.demo())
    assert isinstance(lab, bp.Lab) and bool(row.shows(lab)) is True
    assert len(lab._arrangement.open(lab.views)) <= 3


@ROWS
def test_a_row_is_said_in_plain_sentences(row):
    assert re.fullmatch(r"[a-z0-9-]+", row.name)
    for words in (row.sentence, row.truth):
        assert words[0].isupper() and words.endswith(".") and len(words) <= 180


@ROWS
def test_a_source_has_title_year_and_link_or_none_is_named(row):
    cited = re.search(r"\[.+\]\(https?://\S+\), (\d{4}|undated)", row.source)
    assert cited or row.source == OFTEN_HEARD


def test_the_table_is_the_one_place():
    row = MISCONCEPTIONS["relu-cures-all"]
    assert misconception("relu-cures-all") is row and misconception(row) is row
    with pytest.raises(bp.ArgumentError) as caught:
        misconception("relu-cures-al")
    assert "relu-cures-all" in str(caught.value)


CURED = {"larger-rate-is-faster": {"learning_rate": 0.1}, "relu-cures-all": {"initializer": "he_normal"},
         "zero-is-neutral": {"initializer": "glorot_normal"}, "the-picture-is-the-loss": {"through": "start"},
         "a-skip-connection-always-helps": {"gain": 0.1}, "momentum-always-helps": {"learning_rate": 0.01},
         "one-race-decides": {"steps": 2}, "dead-units-learn-slowly": {"bias": -0.5},
         "weight-decay-wakes": {"weight_decay": 0.0},
         "adam-is-always-best": {"rates": "sgd=0.01, adam=0.055"},
         "falling-loss-proves-the-code": {"learning_rate": 0.01},
         "dead-is-forever": {"first_rate": 0.1}, "u-above-1-explodes": {"activation": "identity"},
         "gradient-points-to-the-minimum": {"start": (1.4, 0.0)}, "flat-means-trained": {"start": (1.0, 0.0)},
         "bad-minima-everywhere": {"seed": 0}, "sampling-blocks-the-gradient": {"through": "blocked"},
         "a-check-needs-fresh-noise": {"same_noise": True}, "reparameterization-always-wins": {"cost": "square"},
         "a-small-kl-is-a-good-sign": {"beta": 1.0}, "all-digits-must-agree": {"gradient": "slope_left_out"},
         "a-difference-proves-the-fault": {"step": 1e-3}}


@pytest.mark.parametrize("name", CURED)
def test_what_is_shown_is_computed_and_can_fail(name, made):
    lab = made(MISCONCEPTIONS[name].demo())
    lab.set(**CURED[name])
    assert not MISCONCEPTIONS[name].shows(lab)


@pytest.mark.parametrize("hidden, agree", [("identity", True), ("tanh", False)])
def test_the_planted_fault_is_the_slope_and_nothing_else(hidden, agree):
    net = engine.network((2, 4, 1), hidden=hidden)
    x, y = np.random.default_rng(0).standard_normal((5, 2)), np.array([[0.0], [1], [1], [0], [1]])
    loss, theta = engine.NetworkLoss(net, x, y, loss="binary_cross_entropy"), net.initialize("glorot_normal", seed=1)
    assert np.allclose(without_slope(net, theta, x, y), loss.gradient(theta), rtol=1e-12) is agree
