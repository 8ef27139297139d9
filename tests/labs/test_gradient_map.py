"""The map of nets: each of its places against a net of its own, its theory against published lines and closed forms.

O5d of the project's reference set: the maps of Poole et al. 2016 and Schoenholz et al. 2017, critical points of tanh at
(1, 0) and (1.05, 2.0105213e-05), the variances of weights and biases.
"""

import math
import re
from itertools import groupby, pairwise
from types import SimpleNamespace

import numpy as np
import pytest

from bpwidgets import engine
from bpwidgets.flow.mean_field import mean_square, mean_square_slope, shrink
from bpwidgets.flow.mean_field_many import moments, shrinks
from bpwidgets.labs.gradient_map import passes, study
from bpwidgets.labs.gradient_map.edge_of_chaos import critical_weights
from bpwidgets.labs.gradient_map.grid import COARSE, depths_up_to
from bpwidgets.labs.gradient_map.passes import Draw, decades
from bpwidgets.labs.gradient_map.settings import DRAWN, GradientMapSettings
from bpwidgets.labs.gradient_map.study import gradient_map
from bpwidgets.labs.gradient_map.words import describe_map, measures_of_map, records_of_map, summarize_map
from bpwidgets.memo import Memo
from bpwidgets.studies import FlowSettings, gradient_flow
from tests.widgets.labs import same

ROWS = engine.ACTIVATIONS


def last(**changes):
    settings = GradientMapSettings(**{"resolution": 6, "deepest": 12, "width": 12, **changes})
    return settings, list(gradient_map(settings))[-1]


def draw_of(initializer, activation, *sizes):
    return Draw(engine.INITIALIZERS[initializer], ROWS[activation], *sizes)


def of_one_net(settings, gain, bias_scale, depth):
    """log10 of the delta ratio of the net that `GradientFlowLab` shows."""
    net = FlowSettings(depth=int(depth), width=settings.width, activation=settings.activation,
                       initializer=settings.initializer, gain=float(gain),
                       bias_scale=float(bias_scale), n_samples=settings.n_samples, seed=settings.seed)
    delta = gradient_flow(net).delta_size
    with np.errstate(all="ignore"):
        return np.log10(delta[0] / delta[-2])


# -- each place is a net


@pytest.mark.parametrize("changes", [dict(), dict(activation="relu", seed=3, bias_scale=0.2),
                                     dict(initializer="orthogonal", activation="sigmoid")], ids=str)
def test_each_place_of_the_map_over_depth_is_a_net_of_its_own(changes):
    settings, result = last(**changes)
    for row, depth in enumerate(result.grid.others):
        for column, gain in enumerate(result.grid.gains):
            assert result.grid.decades[row, column] == pytest.approx(of_one_net(settings, gain, settings.bias_scale,
                                                                                depth), abs=1e-9)


def test_each_place_of_the_map_over_biases_is_a_net_of_its_own():
    settings, result = last(plane="biases", depth=9, n_samples=7)
    for row, bias in enumerate(result.grid.others):
        for column, gain in enumerate(result.grid.gains):
            assert result.grid.decades[row, column] == pytest.approx(of_one_net(settings, gain, bias, 9), abs=1e-9)


@pytest.mark.parametrize("initializer", DRAWN)
@pytest.mark.parametrize("width", [1, 5])
def test_every_start_gives_the_nets_of_the_flow(initializer, width):
    settings = GradientMapSettings(initializer=initializer, width=width, seed=2)
    found = decades(draw_of(initializer, "tanh", width, 16, 2), np.array([[0.7, 0.4]]), (2, 3, 8))[0]
    expected = [of_one_net(settings, 0.7, 0.4, depth) for depth in (2, 3, 8)]
    assert found == pytest.approx(expected, abs=1e-9, nan_ok=True)


def test_a_deep_net_does_not_hold_the_deltas_of_a_shallow_one():
    """Why each depth has a pass of its own: in the net of depth 12 the delta of layer 6 came by another way."""
    settings, deep = GradientMapSettings(), gradient_flow(FlowSettings(depth=12, activation="tanh",
                                                                       gain=1.5)).delta_size
    assert abs(np.log10(deep[0] / deep[5]) - of_one_net(settings, 1.5, 0, 6)) > 0.01


@pytest.mark.parametrize("plane, other", [("depth", "depth"), ("biases", "bias_scale")])
def test_the_lines_through_the_point_are_nets_too(plane, other):
    settings, result = last(plane=plane, gain=1.37, depth=5, bias_scale=0.33)
    for cut, name in ((result.across, "gain"), (result.upward, other)):
        assert getattr(settings, name) in cut.at
        for at, value, layers in zip(cut.at, cut.decades, cut.layers):
            place = dict(gain=1.37, depth=5, bias_scale=0.33) | {name: at}
            assert value == pytest.approx(of_one_net(settings, **place), abs=1e-9) and layers == place["depth"] - 1
    assert result.decades == pytest.approx(of_one_net(settings, 1.37, 0.33, 5), abs=1e-9)


def test_a_large_map_is_the_same_in_pieces():
    draw, points = draw_of("lecun_normal", "tanh", 16, 16,
                           0), np.column_stack([np.linspace(0.1, 3, 150), np.zeros(150)])
    whole = decades(draw, points, (2, 7, 20))
    assert whole == pytest.approx(np.array([decades(draw, point[None], (2, 7, 20))[0] for point in points]), abs=1e-9)


# -- beyond the range of numbers


def test_where_nothing_arrives_and_where_numbers_overflow_the_map_says_so():
    draw = draw_of("lecun_normal", "identity", 8, 16, 0)
    found = decades(draw, np.array([[1e-4, 0.0], [1e3, 0.0], [0.0, 0.0]]), (50, 90))
    assert found[0] == pytest.approx([-4 * 49, -math.inf],
                                     abs=20) and math.isnan(found[1, 1]) and np.isnan(found[2]).all()
    assert found[1, 0] == pytest.approx(3 * 49, abs=20)


@pytest.mark.parametrize("changes, condition", [(dict(gain=1e4, depth=90, activation="identity"), "overflow"),
                                                (dict(gain=0.0), "blocked"), (dict(initializer="zeros"), "blocked"),
                                                (dict(gain=0.5), "vanishing"), (dict(gain=8.0), "exploding"),
                                                (dict(gain=1.1), "healthy")])
def test_the_condition_is_that_of_the_point(changes, condition):
    settings, result = last(**{"depth": 30, "width": 32, **changes})
    assert result.condition == condition and result.verdict.startswith(f"{condition.capitalize()}. ")
    assert settings.lab in describe_map(settings, result)


# -- coarse first


def nets_of(results):
    """How many nets the line over gain and the map of each result have."""
    return [(len(result.across.at), len(result.upward.at), result.grid.decades.shape) for result in results]


def test_lines_and_map_come_coarse_and_then_in_full():
    results = list(gradient_map(GradientMapSettings(width=4, resolution=24, seed=77)))
    assert nets_of(results) == [(COARSE + 1, COARSE + 1, (COARSE, COARSE)), (25, 18, (COARSE, COARSE)),
                                (25, 18, (17, 24))]
    assert len({(result.verdict, result.decades, result.theory) for result in results}) == 1


def test_a_map_that_is_known_is_not_drawn_coarsely_again():
    settings = GradientMapSettings(width=4, resolution=24, seed=78)
    memo = Memo()
    full = list(gradient_map(settings, memo))[-1]
    moved = list(gradient_map(settings.replace(gain=0.7, depth=9), memo))
    assert [len(result.across.at) for result in moved] == [COARSE + 1, 25]
    assert all(result.grid is full.grid and result.decades != full.decades for result in moved)


def test_coarse_lines_lie_on_the_same_axes_as_whole_ones():
    settings = GradientMapSettings(width=8, resolution=24)
    coarse, *_, whole = gradient_map(settings)
    for few, many, share in ((coarse.across, whole.across, settings.highest_gain),
                             (coarse.upward, whole.upward, settings.deepest)):
        assert abs(few.at[[0, -1]] - many.at[[0, -1]]).max() <= share / COARSE and len(few.at) >= len(many.at) / 4


LARGEST = dict(width=256, deepest=100, depth=100, resolution=100, n_samples=256)


@pytest.fixture
def computed(monkeypatch):
    """How many multiplications of the deltas were made so far, on one core."""
    counted, of_piece = SimpleNamespace(work=0, most=0), passes._of_piece

    def counting(draw, layers, x, y, points, depths):
        work = len(points) * len(depths) * max(depths) * draw.n_samples * draw.width * (draw.width + 200)
        counted.work, counted.most = counted.work + work, max(counted.most, work)
        return of_piece(draw, layers, x, y, points, depths)
    monkeypatch.setattr(passes, "_of_piece", counting)
    monkeypatch.setattr(passes, "cores", lambda: 1)
    return counted


@pytest.mark.parametrize("plane", ["depth", "biases"])
def test_the_first_map_of_the_largest_nets_is_that_of_narrow_ones_and_says_so(plane, computed):
    settings = GradientMapSettings(plane=plane, **LARGEST)
    first = next(gradient_map(settings))
    assert 0 < computed.work < study.COSTLY < study.work(settings) / 300
    assert re.match(r"Approximate, from nets with \d\d units in each layer and 16 examples: Vanishing", first.verdict)
    assert first.grid.decades.shape == (COARSE, COARSE)


@pytest.mark.parametrize("plane", ["depth", "biases"])
def test_a_map_of_large_nets_can_be_left_between_pieces_and_ends_with_the_bits_of_one_piece(
        plane, computed, monkeypatch):
    monkeypatch.setattr(study, "COSTLY", study.COSTLY / 50)
    monkeypatch.setattr(study, "QUICK", study.QUICK / 50)
    monkeypatch.setattr(passes, "TOGETHER", passes.TOGETHER / 50)
    settings = GradientMapSettings(plane=plane, width=48, n_samples=64, deepest=30, depth=20, resolution=24)
    results, reached = [], []
    for result in gradient_map(settings):
        results.append(result)
        reached.append(computed.work)
    steps = [after - before for before, after in pairwise(reached)]
    # the end of one line or map and the beginning of the next may come together
    assert max(steps) <= 2 * max(passes.TOGETHER, computed.most) < computed.work / 5
    # narrow nets, the coarse map and the whole one, each for as long as nothing better is ready
    shown = [result for _, (result, *_) in groupby(results, key=id)]
    assert [result.verdict.startswith("Approximate") for result in shown] == [True, False, False]
    assert [len(result.grid.gains) for result in shown] == [COARSE, COARSE, 24] and len(results) > 8
    monkeypatch.setattr(study, "COSTLY", math.inf)
    monkeypatch.setattr(passes, "TOGETHER", 1e300)
    assert same(list(gradient_map(settings))[-1], results[-1])


def test_a_map_that_is_known_stays_while_a_point_on_it_is_moved(monkeypatch):
    monkeypatch.setattr(study, "COSTLY", 0)
    settings, memo = GradientMapSettings(width=24, resolution=24), Memo()
    full = list(gradient_map(settings, memo))[-1]
    moved = list(gradient_map(settings.replace(gain=0.7, depth=9), memo))
    assert all(result.grid is full.grid for result in moved)
    assert moved[0].verdict.startswith("Approximate") and not moved[-1].verdict.startswith("Approximate")


def test_many_depths_go_back_in_groups_with_the_same_bits(monkeypatch):
    draw, points = draw_of("he_normal", "relu", 24, 16, 0), np.array([[1.0, 0.0], [0.5, 0.1], [1.5, 0.0]])
    whole = decades(draw, points, tuple(range(2, 30)))
    monkeypatch.setattr(passes, "MOST_BYTES", 5 * 24 * 16 * 8)
    monkeypatch.setattr(passes, "PIECE_BYTES", 2 * 28 * 24 * 16 * 8)
    assert np.array_equal(decades(draw, points, tuple(range(2, 30))), whole)


@pytest.mark.parametrize("deepest", [2, 3, 10, 49, 50, 100])
@pytest.mark.parametrize("count", [2, 10, 40])
def test_depths_are_whole_and_evenly_spaced(deepest, count):
    depths = depths_up_to(deepest, count)
    assert 1 <= len(depths) <= count and depths[0] >= 2 and len(set(np.diff(depths).tolist())) <= 1
    half = (depths[1] - depths[0]) / 2 if len(depths) > 1 else (deepest - 1) / 2
    assert depths[0] - half <= 2 and depths[-1] - half <= deepest <= depths[-1] + half + 0.5


# -- theory


@pytest.mark.parametrize("name", ROWS)
def test_theory_of_many_nets_is_that_of_each(name):
    q = np.array([0.0, 1e-8, 0.3, 1.0, 50.0, 1e12])
    squares, slopes = moments(ROWS[name], q)
    assert squares == pytest.approx([mean_square(ROWS[name], one) for one in q], rel=1e-12)
    assert slopes == pytest.approx([mean_square_slope(ROWS[name], one) for one in q], rel=1e-12)
    weights, biases = np.array([0.5, 1.7, 9.0]), np.array([0.0, 0.2, 1.0])
    expected = [shrink((ROWS[name],) * 7, (w,) * 7, (w,) * 7, 1.0, b) for w, b in zip(weights, biases)]
    assert shrinks(ROWS[name], weights, biases, 7) == pytest.approx(np.array(expected).T, rel=1e-10)


def test_a_row_with_a_kink_off_zero_is_integrated_for_each_variance():
    row = engine.Activation("ramp", lambda z: np.maximum(z - 1, 0), lambda z: np.heaviside(z - 1, 0), kinks=(1.0,))
    assert moments(row, np.array([4.0]))[1] == pytest.approx([math.erfc(1 / math.sqrt(8)) / 2], rel=1e-11)


# O5d
@pytest.mark.parametrize("name, sb2, sw2, rel", [("tanh", 0.0, 1.0, 1e-12), ("tanh", 2.0105213e-05, 1.05, 1e-7),
                                                 ("relu", 0.0, 2.0, 1e-12), ("relu", 0.7, 2.0, 1e-12),
                                                 ("identity", 0.1, 1.0, 1e-12),
                                                 ("leaky_relu", 0.0, 2 / (1 + 0.01**2), 1e-12)])
def test_the_edge_lies_where_it_was_published(name, sb2, sw2, rel):
    assert critical_weights(ROWS[name], (sb2,)) == pytest.approx([sw2], rel=rel)


@pytest.mark.parametrize("name", ROWS)
@pytest.mark.parametrize("sb2", [0.0, 0.04, 1.0])
def test_theory_turns_from_order_to_chaos_at_the_edge(name, sb2):
    (sw2,) = critical_weights(ROWS[name], (sb2,))
    if not math.isnan(sw2):
        below, above = shrinks(ROWS[name], sw2 * np.array([0.9, 1.1]), np.full(2, sb2), 300)[-1]
        assert below < 1 < above
    assert math.isfinite(sw2) or name in ("elu", "selu", "silu")


def test_real_nets_turn_where_theory_says():
    """Width 64, 5 draws: tanh vanishes left of the line and explodes right of it, at any bias scale."""
    for bias in (0.0, 0.5, 1.5):
        gain = math.sqrt(critical_weights(ROWS["tanh"], (bias * bias,))[0])
        points = np.array([[0.7 * gain, bias], [2 * gain, bias]])
        found = np.mean([decades(draw_of("lecun_normal", "tanh", 64, 16, seed), points, (30,)) for seed in range(5)],
                        axis=0)
        assert found[0, 0] < -1 and found[1, 0] > 1


def test_the_drawn_edge_is_upright_over_depth_and_bends_over_biases():
    _, upright = last(bias_scale=0.3)
    assert upright.edge[:, 0] == pytest.approx([math.sqrt(critical_weights(ROWS["tanh"], (0.09,))[0])] * 2)
    settings, bent = last(plane="biases")
    assert bent.edge[0] == pytest.approx([1, 0], abs=1e-9) and (np.diff(bent.edge, axis=0) > 0).all()
    assert bent.edge[-1, 1] == settings.highest_bias_scale


def test_other_starts_move_the_edge_by_their_variance():
    assert last(initializer="he_normal")[1].critical_gain == pytest.approx(1 / math.sqrt(2))
    _settings, result = last(initializer="constant")
    assert math.isnan(result.critical_gain) and len(result.edge) == 0 and np.isnan(result.across.theory).all()
    assert "no gain" in result.verdict and "nan" not in result.verdict


def test_theory_and_nets_agree_along_the_lines():
    _, result = last(width=256, n_samples=16, gain=0.8, depth=10, resolution=5)
    per_layer = (result.upward.decades - result.upward.theory) / result.upward.layers
    assert np.abs(per_layer[2:]).max() < 0.02
    assert np.abs((result.across.decades - result.across.theory) / 9).max() < 0.03


# -- text and numbers


def test_the_first_line_and_the_table_hold_the_numbers():
    settings, result = last(activation="relu", gain=1.0, depth=11)
    line = summarize_map(settings, result)
    assert (line
            == f"GradientMapLab: 11 x 12 ReLU, gain 1, bias scale 0: δ times {10 ** (result.decades / 10):.3f} per "
               "layer" and len(line) < 110)
    text = describe_map(settings, result).splitlines()
    assert text[0] == line and text[1] == result.verdict and max(map(len, text[2:])) <= 100
    assert "-0 " not in " ".join(text)


def test_the_measure_is_only_shown_otherwise():
    settings, result = last(depth=6)
    net = settings.replace(measure="net")
    assert settings.moves_only_cursors(net)
    assert "through the whole net" in describe_map(net, result) != describe_map(settings, result)


def test_records_have_one_row_for_each_net():
    settings, result = last(plane="biases", depth=5)
    head, rows = records_of_map(settings, result)
    assert head == ("gain", "bias_scale", "log10_delta_ratio", "log10_per_layer") and len(rows) == 36
    gain, bias, value, per_layer = rows[8]
    assert value == result.grid.decades[1, 2] and (gain, bias) == (result.grid.gains[2], result.grid.others[1])
    assert per_layer == value / 4
    assert measures_of_map(settings, result)["log10_delta_ratio"] == result.decades


@pytest.mark.parametrize("changes, message", [
    (dict(depth=1), "depth of GradientMapLab: expected a whole number from 2 to 100"),
    (dict(initializer="lsuv"), "initializer of GradientMapLab"),
    (dict(plane="width"), "plane of GradientMapLab: expected one of depth, biases"),
    (dict(resolution=1), "resolution of GradientMapLab")])
def test_bad_settings_are_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        GradientMapSettings(**changes)
