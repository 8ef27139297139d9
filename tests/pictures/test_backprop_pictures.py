"""The diagram shows the numbers of the moment and no later ones; its texts are those of matplotlib."""
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text

import bpwidgets as bp
from bpwidgets import engine
from bpwidgets.labs.backprop.labels import TALL, places_of_numbers, room_of
from bpwidgets.labs.backprop.layout import layout_of
from bpwidgets.labs.backprop.scene import scene_of
from bpwidgets.labs.backprop.settings import BackpropSettings
from bpwidgets.labs.backprop.study import backprop
from bpwidgets.nets.ready import NETS
from bpwidgets.pictures.brief import brief
from bpwidgets.pictures.cards import BLANK, KNOWN, NOW
from bpwidgets.pictures.quick_text import SIDES, QuickText, length
from bpwidgets.pictures.style import LIGHT, STYLES
from tests.pictures.cases import make_sheet

PLAN = bp.BackpropLab.plan


def scene(width=860, height=246, **changes):
    settings = BackpropSettings.create(**changes)
    return scene_of(settings, backprop(settings), width, height)


def diagram(**changes):
    settings = BackpropSettings.create(**changes)
    return make_sheet(PLAN, settings, views=("diagram",)).pictures["diagram"], settings


def states(**changes):
    return [cell.state for cell in scene(**changes).cells]


def test_at_the_first_moment_only_the_inputs_are_there_and_lit():
    assert states(moment=0) == [NOW] * 2 + [BLANK] * 16 and scene(moment=0).loss_state == BLANK
    assert not [cell.text for cell in scene(moment=0).cells[2:] if cell.text]


@pytest.mark.parametrize("moment, lit", [(1, "z"), (2, "activation"), (6, "loss"), (8, "delta"), (12, "delta")])
def test_what_is_computed_now_is_lit_in_its_own_color(moment, lit):
    assert {cell.role for cell in scene(moment=moment).cells if cell.state == NOW} == {lit}


def test_after_the_backward_pass_every_number_is_known_and_none_lit():
    assert states(moment=13) == [KNOWN] * 18
    cells = [cell.text for cell in scene(moment=13).cells]
    assert cells == ["0.05", "0.1", "0.378", "0.593", "0.00877", "0.0364", "0.392", "0.597", "0.00995", "0.0414",
                     "1.11", "0.751", "0.138", "0.741", "1.22", "0.773", "-0.0381", "-0.217"]


@pytest.mark.parametrize("moment, amount", [(3, 0.593269992 * 0.4), (9, 0.0821670406), (10, 0.4 * 0.138498562)])
def test_an_edge_shows_what_flows_through_it_now(moment, amount):
    lit = [edge for edge in scene(moment=moment).edges if edge.lit]
    assert {edge.name[:2] for edge in lit} == {"W2"} and lit[0].name == "W2[0,0]"
    assert lit[0].amount == pytest.approx(amount, rel=1e-8)


@pytest.mark.parametrize("edges, first", [("weight", 0.15), ("gradient", None)])
def test_edges_show_what_was_chosen_and_no_gradient_before_there_is_one(edges, first):
    assert scene(moment=5, edges=edges).edges[0].amount == first
    assert scene(moment=14, edges="gradient").edges[0].amount == pytest.approx(0.000438567734)


def test_after_the_update_the_weights_are_the_new_ones():
    assert scene(moment=14).edges[0].amount == pytest.approx(0.1497807161328)
    assert scene(moment=15).edges[0].amount == pytest.approx(0.1497807161328)


@pytest.mark.parametrize("net", NETS)
def test_at_the_update_no_number_is_taken_for_one_of_another_time(net):
    settings = BackpropSettings.create(net=net)
    result = backprop(settings)
    before, after = (dict(zip(result.names, theta)) for theta in (result.theta, result.after(0)))
    drawn = scene(net=net)
    assert drawn.sentence.endswith("the weights are new, z and a are those of the pass before")
    assert "new" not in scene(net=net, edges="gradient").sentence and "new" not in scene(net=net, moment=3).sentence
    changes = {edge.name: edge.text.split(" → ") for edge in drawn.edges if "→" in edge.text}
    assert settings.selected in changes or net in ("agh", "xor_2_3_1")    # no room there
    for name, (old, new) in changes.items():
        assert old != new or before[name] == after[name]
        assert float(old) == pytest.approx(before[name], rel=0.05)
        assert float(new) == pytest.approx(after[name], rel=0.05)
    spot = next(spot for spot in diagram(net=net)[0].spots(settings, result) if spot.name == settings.selected)
    assert "after the update" in spot.label


def test_negative_edges_are_dashed_and_of_another_color_and_the_largest_is_the_widest():
    picture, settings = diagram(net="xor_2_3_1", moment=0)
    assert isinstance(picture.edges, LineCollection)
    weights = backprop(settings).theta[[0, 1, 2, 3, 4, 5]]
    colors = [to_hex(color) for color in picture.edges.get_color()][:6]
    dashed = [dash[1] is not None for dash in picture.edges.get_linestyle()][:6]
    assert [color == LIGHT.negative for color in colors] == dashed == (weights < 0).tolist()
    widths = np.array(picture.edges.get_linewidths()[:6])
    assert widths.argmax() == np.abs(weights).argmax() and widths.max() == pytest.approx(3.6)


@pytest.mark.parametrize("net", NETS)
@pytest.mark.parametrize("width", [600, 890, 1400])
def test_in_every_ready_made_net_all_numbers_have_their_place(net, width):
    drawn = scene(net=net, width=width)
    assert all(cell.text for cell in drawn.cells) and drawn.cells and not drawn.dots
    assert all(edge.text for edge in drawn.edges) or width == 600
    layout = layout_of(NETS[net].network.sizes, width, 246)
    for column, right in zip(layout.units, (*layout.units[1:], (layout.loss,))):
        assert column[0].right < right[0].left
    boxes = [place[:2] for place in places_of_numbers(layout, ()).values() if place[2]]
    assert len(boxes) == len(set(boxes))


def test_a_net_with_too_many_units_for_numbers_keeps_its_edges():
    wide = scene(net=bp.engine.network((2, 30, 2)), x=[[1.0, 2.0]], y=[[0.0, 1.0]])
    assert not wide.cells and len(wide.dots) == 34 and len(wide.edges) == 120
    assert not any(edge.text for edge in wide.edges)


@pytest.mark.parametrize("value, words", [(0, "0"), (-0.0, "0"), (1.5, "1.5"), (0.0100449, "0.01"),
                                          (12345.6, "1.2×10⁴"),
                                          (np.inf, "overflow"), (np.nan, "none"), (-0.00099999, "-0.001")])
def test_a_number_fits_its_cell(value, words):
    assert brief(value) == words and len(words) <= 9


def test_the_numbers_of_a_run_that_overflows_are_told_not_drawn_wrong():
    picture, _ = diagram(net="one_weight", learning_rate=1e6, updates=60, moment=500)
    assert {"overflow", "none"} & {text.get_text() for text in picture.texts}


# -- texts set by Pillow


def ink(kind, words, ratio, **more):
    figure = Figure(figsize=(4, 0.5), dpi=72 * ratio)
    canvas = FigureCanvasAgg(figure)
    text = kind(144, 18, words, fontsize=11.5, figure=figure, **more)
    canvas.draw()
    text.draw(canvas.get_renderer())
    dark = 255 - np.asarray(canvas.buffer_rgba())[..., 0].astype(float)
    rows, columns = np.nonzero(dark > 96)
    return dark.sum() / 255, rows.min(), rows.max(), columns.min(), columns.max()


@pytest.mark.parametrize("ratio", [1.0, 2.0])
@pytest.mark.parametrize("words", ["-0.0381", "4×10⁻⁴", "f′ 0.241", "δ"])
@pytest.mark.parametrize("more", [dict(ha="center", va="center"), dict(ha="left", va="top"), dict(ha="right"),
                                  dict(weight="bold", va="bottom")])
def test_a_quick_text_covers_the_pixels_that_matplotlib_covers(words, ratio, more):
    quick, slow = (ink(kind, words, ratio, **more) for kind in (QuickText, Text))
    assert quick[0] == pytest.approx(slow[0], rel=0.25)
    up, down, left, right = np.abs(np.subtract(quick[1:], slow[1:]))
    # matplotlib sets each letter on a whole pixel: its texts are a little wider, so what has room there has room here.
    assert max(up, down) <= ratio and max(left, right) <= 5
    assert quick[4] - quick[3] <= slow[4] - slow[3] + ratio


def test_texts_at_the_border_are_cut_not_refused():
    figure = Figure(figsize=(1, 1), dpi=72)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    for x, y in ((0, 0), (72, 72), (-3, 40), (500, 500), (-500, -500)):
        QuickText(x, y, "-0.0381", figure=figure).draw(canvas.get_renderer())


def test_print_has_letters_not_pixels(tmp_path):
    lab = bp.BackpropLab()
    lab.figure.savefig(tmp_path / "net.svg")
    assert (tmp_path / "net.svg").stat().st_size > 20_000
    lab.close()


# -- nothing lies over anything else

# Amounts of all kinds: as the net begins, large ones, negative ones, tiny ones, and some of each.
AMOUNTS = {"start": None, "large": [123.456], "negative": [-0.98765], "tiny": [-4.5678e-7],
           "mixed": [-2.345e-5, 1234.5, -0.00123, 0.5], "flat": [5.4321, -7.654, 6.5]}


def moments_of(lab):
    """Those with most numbers, of both passes, and one of a later update."""
    last = {now.kind: k for k, now in enumerate(lab.result.substeps)}
    return [last[kind] for kind in ("z", "slope", "gradient", "update")] + [len(lab.result.substeps) + last["delta"]]


def boxes_of(picture):
    """The extent of every number and letter that is drawn, in px, each with its text. Pillow sets and measures them."""
    renderer, boxes = picture.axes.figure.canvas.get_renderer(), []
    for text in (*picture.texts, *picture.heads, picture.sentence):
        if words := text.get_visible() and text.get_text():
            size = renderer.points_to_pixels(text.get_fontsize())
            x, y = text.get_transform().transform(text.get_unitless_position())
            wide, tall = length(text._font(size), words), 0.75 * size      # a digit is 0.73 of the size tall
            left, low = x - SIDES[text.get_ha()] * wide, y - (tall / 2 if text.get_va() == "center" else tall)
            boxes.append((words, (left, low, left + wide, low + tall)))
    return boxes


def overlapping(boxes, apart=2.0):
    """Pairs of texts that lie over each other by more than a part of a px, or meet in a line."""
    low, high = (np.array([box[end:end + 2] for _, box in boxes]) for end in (0, 2))
    deep = np.minimum(high[:, None], high[None]) - np.maximum(low[:, None], low[None])
    return [(boxes[i][0], boxes[j][0]) for i, j in zip(*np.nonzero((deep > (-apart, 0.5)).all(axis=2))) if i < j]


@pytest.mark.parametrize("width, theme", [(890, "light"), (1400, "dark")])
@pytest.mark.parametrize("net", NETS)
def test_no_number_lies_over_another_whatever_the_weights_and_the_moment(net, width, theme):
    lab = bp.BackpropLab(net=net, views=("diagram",))
    sheet = PLAN.sheet(("diagram",), STYLES[theme], width=width)
    picture = sheet.pictures["diagram"]
    for amounts in AMOUNTS.values():
        lab.set(theta=amounts and np.resize(amounts, lab.result.network.n))
        for moment in moments_of(lab):
            names = lab.result.names
            for selected in {names[moment % len(names)], names[-1]}:    # the last one is a bias, where there are any
                lab.set(moment=moment, selected=selected)
                sheet.draw(*lab.state)
                assert overlapping(boxes_of(picture)) == [], (moment, selected, lab.settings.theta)
    lab.close()


@pytest.mark.parametrize("sizes", [(3, 4, 2), (4, 5, 3), (2, 3, 2), (2, 6, 4), (1, 2, 6), (3, 5, 5)], ids=str)
def test_in_nets_of_ones_own_target_and_loss_lie_over_nothing(sizes):
    lab = bp.BackpropLab(net=engine.network(sizes), x=np.ones((2, sizes[0])), y=np.full((2, sizes[-1]), -123.4))
    sheet = PLAN.sheet(("diagram",), STYLES["light"], width=890)
    lab.set(moment=len(lab.result.substeps) - 1)
    sheet.draw(*lab.state)
    boxes = [box for box in boxes_of(sheet.pictures["diagram"]) if box[0].startswith(("target ", "L = "))]
    assert boxes and overlapping(boxes) == [] and all(low > 0 for _, (_, low, _, _) in boxes)


def test_gradient_and_slope_of_a_flat_unit_that_meet_would_be_found():
    boxes = [("db 5×10⁻⁵", (100.0, 50.0, 150.0, 59.0)), ("f′ 9.1×10⁻⁴", (151.0, 50.0, 200.0, 59.0))]
    assert overlapping(boxes) and not overlapping([boxes[0], ("f′ 0.25", (153.0, 50.0, 200.0, 59.0))])


def test_two_texts_over_each_other_would_be_found():
    picture, _ = diagram(net="softmax")
    boxes = boxes_of(picture)
    words, box = boxes[0]
    assert overlapping(boxes) == [] and overlapping([*boxes, ("another", box)]) == [(words, "another")]


@pytest.mark.parametrize("net", ["mazur", "xor_2_3_1", "softmax", "agh"])
def test_numbers_of_edges_keep_off_the_edges_of_others_where_they_can(net):
    layout = layout_of(NETS[net].network.sizes, 890, 246)
    wide, tall = room_of(layout), TALL
    crossed = 0
    for (layer, i, j), (x, y, room) in places_of_numbers(layout, ()).items():
        ends = [layout.edge(layer, k, n) for k in range(len(layout.units[layer - 1]))
                for n in range(len(layout.units[layer])) if (k, n) != (i, j)]
        at = [y0 + (y1 - y0) * (np.array([x - wide / 2, x + wide / 2]) - x0) / (x1 - x0) for (x0, y0), (x1, y1) in ends]
        assert room
        crossed += sum(max(one) > y - tall / 2 and min(one) < y + tall / 2 for one in at)
    assert crossed <= {"mazur": 0, "xor_2_3_1": 4, "softmax": 12, "agh": 14}[net]
