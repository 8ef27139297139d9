"""Wrong ideas about two nets that play against each other (lesson 28)."""
from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

import bpwidgets as bp

from ...labs.two_nets.game import advance
from ...labs.two_nets.losses import GENERATOR_LOSSES, LN4
from ...labs.two_nets.play import draws
from .misconception import OFTEN_HEARD, Misconception, cited

ASKED = cited("JialeChe", "Why doesn't the loss change very much after initialization?", 2024,
              "https://github.com/ptran1203/pytorch-animeGAN/issues/25")
ARORA = cited("Arora and Zhang", "Do GANs actually learn the distribution? An empirical study", 2017,
              "https://arxiv.org/abs/1706.08224")
PLAY = ("stage", "losses", "covered", "verdict")
# A discriminator that learns twenty times as often, and is sure of all fakes after forty steps.
SURE = {"g_loss": "saturating", "d_updates": 20, "d_rate": 0.02, "spread": 0.03, "steps": 40, "g_rate": 1e-4}


def _learned_without_falling(lab: Any) -> bool:
    """All clusters are covered, and neither loss has fallen by a tenth."""
    first, last = lab.result.measured(0), lab.result.measured(lab.result.known)
    return bool(last.covered == lab.settings.clusters and last.d_loss > 0.9 * first.d_loss
                and last.g_loss > 0.9 * first.g_loss)


def _arrows_come_from_the_discriminator(lab: Any) -> bool:
    """The arrows are differences of the loss of D's scores alone: no real sample is in them."""
    result, step, h = lab.result, lab.settings.step, 1e-6
    moment, (_, d, _, _) = result.moment(step), result.state(step)
    x = moment.fakes[:20]

    def loss(at: np.ndarray) -> np.ndarray:
        return result.game.loss.value(result.game.discriminator.forward(d, at).output[:, 0])

    slopes = [(loss(x + h * side) - loss(x - h * side)) / (2 * h) for side in np.eye(2)]
    return bool(np.allclose(-np.array(slopes).T, moment.moves[:20], atol=1e-5))


def _stays(lab: Any) -> bool:
    """With a rate of 0 for D an update of G leaves D as it is, though the error has passed through it."""
    result = lab.result
    game, state = replace(result.game, d_rate=0.0), result.state(0)
    after, _ = advance(game, state, draws(game, 0)[0])
    return bool(np.array_equal(after.d, state.d) and not np.array_equal(after.g, state.g))


def _nearly_nothing(lab: Any) -> bool:
    """A sure D leaves the saturating loss a twentieth of a gradient, and the other one nearly all."""
    seen, looks = lab.result.measured(lab.result.known), lab.result.moment(lab.result.known).looks
    other = GENERATOR_LOSSES["non_saturating"].slope(np.log(looks) - np.log1p(-looks))
    return bool(seen.passed < 0.05 and np.abs(other).mean() > 0.9)


def _overlooked(lab: Any) -> bool:
    """D is at ln 4, and the best discriminator would be far below."""
    result = lab.result
    return bool(abs(result.measured(result.known).d_loss - LN4) < 0.02
                and result.densities(result.known).best_loss < LN4 - 0.1)


OF_TWO_NETS = (
    Misconception(
        "one-loss-must-fall", "Whatever is trained, its loss must fall; if none does, nothing is learned.",
        "Each loss is measured against a net that learns as well: both may stay where they are while the fakes become "
        "as good as the data.", "for example: " + ASKED,
        lambda: bp.TwoNetsLab(steps=800, views=PLAY, controls=("step",)), _learned_without_falling),
    Misconception(
        "the-generator-sees-the-data", "The generator is shown real samples, and moves its fakes towards them.",
        "It never sees one: all it gets is where the discriminator would rather have each fake.", OFTEN_HEARD,
        lambda: bp.TwoNetsLab(views=("stage", "verdict"), controls=("step",), steps=200),
        _arrows_come_from_the_discriminator),
    Misconception(
        "a-loss-moves-all-it-passes", "Weights that an error passes through are updated by it.",
        "The generator's error passes through the discriminator and leaves its weights as they are.", OFTEN_HEARD,
        lambda: bp.TwoNetsLab(views=("stage", "verdict"), controls=("d_rate", "step"), steps=200), _stays),
    Misconception(
        "same-minimum-same-gradient", "Two losses with the same minimum teach the same.",
        "Where the discriminator is sure, log(1 - D) is flat and -log D is steep: the gradient counts, not the place "
        "of the minimum.", OFTEN_HEARD,
        lambda: bp.TwoNetsLab(views=("stage", "passed", "verdict"), controls=("step",), **SURE), _nearly_nothing),
    Misconception(
        "a-guess-means-equal", "If the discriminator can only guess, the fakes are distributed like the data.",
        "It means that this discriminator sees no difference. A better one may.", "what speaks against it: " + ARORA,
        lambda: bp.TwoNetsLab(data="line", steps=400, views=PLAY, controls=("step",)), _overlooked),
)
