"""The graph shows the numbers of the moment and no later ones, nothing on anything else; arrows add up."""
import itertools

import numpy as np
import pytest

import bpwidgets as bp
from bpwidgets.labs.graph.columns import crossings, order_of
from bpwidgets.labs.graph.formulas import FORMULAS
from bpwidgets.labs.graph.labels import LABEL, parts_box, places_of_numbers
from bpwidgets.labs.graph.layout import layout_of
from bpwidgets.labs.graph.rows import rows_of
from bpwidgets.labs.graph.scene import scene_of
from bpwidgets.labs.graph.settings import GraphSettings
from bpwidgets.labs.graph.study import formula_graph
from bpwidgets.pictures.boxes import around
from bpwidgets.pictures.cards import BLANK, KNOWN, NOW
from bpwidgets.pictures.style import STYLES
from tests.pictures.cases import make_sheet
from tests.pictures.test_room import trouble

PLAN = bp.GraphLab.plan
WIDTHS = 600, 890, 1400


def scene(width=868, height=270, **changes):
    settings = GraphSettings.create(**changes)
    return scene_of(settings, formula_graph(settings), width, height)


def picture(name, **changes):
    settings = GraphSettings.create(**changes)
    return make_sheet(PLAN, settings, views=(name,)).pictures[name], settings, formula_graph(settings)


# -- room


@pytest.mark.parametrize("name", FORMULAS)
@pytest.mark.parametrize("width", WIDTHS)
def test_no_card_number_or_edge_stands_on_another_card(name, width):
    graph = FORMULAS[name].graph
    layout = layout_of(graph, width, 270)
    boxes = [*layout.cards, *(around(*at, *LABEL) for at in places_of_numbers(graph, layout).values())]
    if layout.form.has_parts:
        boxes += [parts_box(card) for card, out in zip(layout.cards, graph.out_of) if len(out) > 1]
    assert not [pair for pair in itertools.combinations(boxes, 2) if pair[0].meets(pair[1])
                and not (pair[0] in layout.cards and pair[1] == parts_box(pair[0]))]
    assert all(box.left >= 0 and box.right <= width and box.bottom >= 0 and box.top <= 270 for box in layout.cards)
    for edge, line in zip(graph.edges, layout.lines):
        for k, card in enumerate(layout.cards):
            if k not in (edge.source, edge.target):
                assert not [point for point in line if card.holds(*point)], (edge, graph.names[k])


@pytest.mark.parametrize("theme", STYLES)
@pytest.mark.parametrize("width", [890, 1400])
def test_no_text_overlaps_in_any_formula_of_the_gallery(width, theme):
    sheet, wrong = None, []
    for name in FORMULAS:
        steps = len(FORMULAS[name].graph.computed)
        for moment in (None, steps + min(steps, 4)):
            settings = GraphSettings.create(formula=name, moment=moment)
            sheet = sheet or make_sheet(PLAN, settings, style=STYLES[theme], width=width)
            sheet.draw(settings, formula_graph(settings))
            wrong += [(name, moment, one) for one in trouble(sheet)]
    assert not wrong


@pytest.mark.parametrize("name, most", [("used_twice", 0), ("two_hidden_units", 0), ("residual", 0), ("softmax", 0),
                                        ("recurrent", 1), ("mazur", 8), ("micrograd", 11)])
def test_few_edges_cross(name, most):
    order = order_of(FORMULAS[name].graph)
    assert crossings(order.columns, order.links) <= most


@pytest.mark.parametrize("name", FORMULAS)
def test_at_the_width_of_a_notebook_every_node_has_a_number(name):
    for moment in (0, None):
        drawn = scene(formula=name, moment=moment)
        assert drawn.cells and all(cell.text for cell in drawn.cells if cell.state != BLANK)


def test_sixty_nodes_in_a_row_still_fit():
    drawn = scene(formula=lambda x: sum([x] * 30) * 1.0, width=600)
    assert all(card.left >= 0 and card.right <= 600 for card in drawn.cards)


# -- what is known, and what flows


def states(**changes):
    return {(card, cell.role): cell.state for card, cell in zip(
        itertools.chain.from_iterable((k, k) for k in range(20)), scene(**changes).cells)}


def test_at_the_first_moment_only_the_given_numbers_are_there_and_lit():
    found = states(moment=0)
    assert [node for (node, role), state in found.items() if state == NOW] == [0, 1, 2]
    assert {state for (node, role), state in found.items() if node > 2 or role == "delta"} == {BLANK}


def test_a_step_forward_lights_one_value_and_the_edges_into_it():
    drawn = scene(moment=3)     # y = w h
    assert [cell.text for cell in drawn.cells if cell.state == NOW] == ["0.667"]
    assert [wire.role for wire in drawn.wires if wire.flows] == ["activation"] * 2
    assert drawn.sentence == "forward: y = w · h = 0.8 · 0.834 = 0.667"


def test_a_step_back_writes_the_local_derivatives_that_it_uses_and_leaves_a_sum_open():
    before, drawn = ({note.text for note in scene(moment=m).notes if note.role == "slope"} for m in (8, 9))
    assert drawn - before == {"0.834", "0.8"}
    parts = [note for note in scene(moment=9).notes if note.role == "delta"]
    assert [(note.text, note.strong) for note in parts] == [("-0.889 + …", True)]
    assert [note.text for note in scene(moment=11).notes if note.role == "delta"] == ["-0.889 - 0.39"]
    assert scene(moment=9).sentence.endswith("-1.07 · 0.834 = -0.889 to w, -1.07 · 0.8 = -0.853 to h")


def test_in_the_end_all_is_known_and_nothing_lit():
    assert set(states().values()) == {KNOWN}


def test_all_paths_have_a_halo_or_the_one_that_is_chosen():
    assert sum(wire.marked for wire in scene().wires) == 6
    assert [sum(wire.marked for wire in scene(path=k).wires) for k in (1, 2)] == [3, 5]
    assert not any(wire.marked for wire in scene(selected="L").wires)


# -- elements


def test_the_nodes_are_elements_in_the_order_of_the_forward_pass_with_value_and_gradient():
    lab = bp.GraphLab(views=("graph", "paths"))
    spots = [spot for spot in lab.canvas.spots if spot["picture"] == "graph"]
    assert [spot["name"] for spot in spots] == ["w", "x", "t", "z", "h", "y", "e", "L"]
    assert spots[3]["label"] == "z = w · x: value 1.2, gradient -0.26" and spots[0]["chosen"]
    lab.canvas._hear({"kind": "touch", "view": "v", "picture": "graph", "name": "h"})
    assert lab.settings.selected == "h" and lab.result.paths.count == 1
    lab.set(selected="w")
    assert [spot["name"] for spot in lab.canvas._shown.spots(lab.canvas._sheet) if spot["picture"] == "paths"] == [
        "path 1", "path 2"]
    for path in (2, 0):
        lab.canvas._hear({"kind": "touch", "view": "v", "picture": "paths", "name": "path 2"})
        assert lab.settings.path == path
    lab.close()


def test_a_pointer_is_told_the_node_or_the_edge_below_it():
    drawn, settings, result = picture("graph")
    layout = layout_of(result.graph, drawn.width, drawn.height)
    assert drawn.told(settings, result, layout.cards[3].middle).words == "z = w · x: value 1.2, gradient -0.26"
    point = layout.lines[0][7]
    assert drawn.told(settings, result, point).words == "from w to z: local derivative 1.5, brings -0.39 to w"
    assert drawn.told(settings.replace(moment=2), result, point).words == "from w to z"
    assert drawn.told(settings, result, (5, 5)) is None


# -- paths as arrows


@pytest.mark.parametrize("changes", [{}, {"formula": "micrograd"}, {"formula": "residual", "path": 8},
                                     {"formula": "closed_path"}, {"formula": "softmax"}])
def test_the_arrows_begin_where_the_last_one_ended_and_the_sum_is_as_long_as_all(changes):
    drawn, settings, result = picture("paths", **changes)
    *rows, total = rows_of(settings, result, drawn.most)
    ends = [row.end for row in rows]
    assert [row.begin for row in rows] == [0, *ends[:-1]] and ends[-1] == pytest.approx(result.gradients[0])
    assert total.amount == result.paths.total and total.begin == 0
    verts = [path.vertices for path in drawn.arrows.get_paths()]
    assert len(verts) == len(rows) + 1 <= drawn.most
    unit = np.ptp(verts[-1][:, 0]) / abs(total.amount)
    assert [np.ptp(one[:, 0]) for one in verts[:-1]] == pytest.approx([abs(row.amount) * unit for row in rows])
    assert not settings.path or settings.path in [row.number for row in rows]


def test_arrows_and_products_wait_until_the_factors_are_known():
    drawn, _, _ = picture("paths", moment=5)
    assert not drawn.arrows.get_paths() and "not yet known" in drawn.title.get_text()


def test_the_curves_of_growth_are_logarithms_of_whole_numbers_and_the_mark_stands_at_the_depth():
    drawn, settings, result = picture("growth", width=7, depth=60)
    assert drawn.paths.get_ydata()[59] == pytest.approx(59 * np.log10(7)) and len(drawn.paths.get_xdata()) >= 60
    assert drawn.marks["paths"].get_xdata() == [60]
    assert drawn.words["paths"].get_text() == "7.26 × 10⁴⁹ paths"
    assert drawn.nudge(settings, result, 3, 0) == {"depth": 63} and drawn.drag(settings, result, None, (5.4, 0)) == {
        "depth": 5}
