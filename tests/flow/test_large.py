"""Large nets: a narrower one in their place for the first picture, rests on the way, and the same bits in the end."""
import itertools
import math
from types import SimpleNamespace

import pytest

from bpwidgets import engine
from bpwidgets.experiment import Experiment
from bpwidgets.flow import large, passes
from bpwidgets.labs.distributions import dead_units, histogram
from bpwidgets.labs.distributions.settings import DistributionSettings
from bpwidgets.labs.distributions.study import growing_distributions
from bpwidgets.labs.gradient_flow.study import flow_by_draws
from bpwidgets.studies import FlowSettings
from tests.widgets.labs import same

STUDIES = {FlowSettings: flow_by_draws, DistributionSettings: growing_distributions}
LABS = pytest.mark.parametrize("kind", STUDIES)
LARGEST = dict(depth=100, width=512, n_samples=256)


@pytest.fixture
def drawn(monkeypatch):
    """How many weights were drawn so far; a few numbers more in Gaussian inputs do not count."""
    counted, initialize = SimpleNamespace(weights=0), engine.Dense.initialize

    def counting(layer, *given):
        counted.weights += layer.inputs * layer.outputs
        return initialize(layer, *given)
    monkeypatch.setattr(engine.Dense, "initialize", counting)
    return counted


@LABS
def test_the_first_picture_of_the_largest_net_is_that_of_a_narrow_one_and_says_so(kind, drawn):
    settings = kind(**LARGEST)
    first = next(STUDIES[kind](settings))
    assert drawn.weights < large.NARROW < settings.depth * settings.width ** 2 / 30
    assert first.verdict.startswith("Approximate, from a net with ")
    narrow = large.narrower(settings)
    assert f" {narrow.width} units in each layer: " in first.verdict and narrow.width > 10
    assert large.work(settings, narrow.width) <= large.NARROW < large.work(settings, narrow.width + 1)


@pytest.fixture
def scaled_down(monkeypatch):
    """Nets of some hundred thousand weights count as large."""
    for name in ("LARGE", "NARROW", "TOGETHER"):
        monkeypatch.setattr(large, name, getattr(large, name) / 50)
    monkeypatch.setattr(passes, "MOST_KEPT", passes.MOST_KEPT / 50)
    monkeypatch.setattr(histogram, "TOGETHER", histogram.TOGETHER / 50)
    monkeypatch.setattr(dead_units, "TOGETHER", dead_units.TOGETHER / 1000)


@LABS
@pytest.mark.parametrize("changes", [dict(), dict(residual=True), dict(normalization="batch", clip=0.1),
                                     dict(initializer="lsuv"), dict(layer_activations=("relu", "tanh"))], ids=str)
def test_a_large_net_comes_in_pieces_and_in_the_end_with_the_bits_of_one_piece(
        kind, changes, drawn, scaled_down, monkeypatch):
    settings, study, results, reached = kind(depth=20, width=100, **changes), STUDIES[kind], [], []
    for result in study(settings):
        results.append(result)
        reached.append(drawn.weights)
    assert len(results) > 8 and all(result is results[0] for result in results[:-1])
    assert not results[-1].verdict.startswith("Approximate")
    steps = [after - before for before, after in itertools.pairwise(reached)]
    assert max(steps) <= large.TOGETHER and sum(step > 0 for step in steps) > 3
    monkeypatch.setattr(large, "LARGE", math.inf)
    monkeypatch.setattr(passes, "MOST_KEPT", math.inf)
    whole, = study(settings)
    assert same(whole, results[-1])


@LABS
def test_a_new_move_leaves_a_large_net_on_its_way(kind, drawn):
    experiment = Experiment(kind(), STUDIES[kind])
    experiment.sketch(**LARGEST)
    for _ in range(3):
        assert experiment.refine() and experiment.result.verdict.startswith("Approximate")
    experiment.sketch(width=8)
    assert drawn.weights < LARGEST["depth"] * LARGEST["width"] ** 2 / 2
    assert not experiment.refine() and not experiment.result.verdict.startswith("Approximate")


@LABS
def test_a_net_of_ordinary_size_is_one_piece(kind):
    assert large.narrower(kind(width=100)) is None and len(list(STUDIES[kind](kind(depth=100, width=64)))) == 1


def test_a_band_of_a_large_net_can_be_left_within_each_draw(scaled_down):
    settings = FlowSettings(depth=20, width=100, n_draws=2)
    results = list(flow_by_draws(settings))
    bands = [0 if result.band is None else int((result.band[0] < result.band[1]).any()) for result in results]
    assert sum(1 for _ in itertools.groupby(results, key=id)) == 3 and bands == sorted(bands)
    assert max(len(list(group)) for _, group in itertools.groupby(results, key=id)) > 3
