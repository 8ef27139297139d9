"""Words beside marks: each lies on nothing solid, near its mark, and within the picture."""
import numpy as np
import pytest

import bpwidgets as bp
from bpwidgets.pictures.free_places import SOFT, Taken, along, grid_in
from bpwidgets.pictures.style import LIGHT

SIZE = np.array([200.0, 100.0])


def test_a_word_stands_below_its_mark_where_that_is_free():
    taken = Taken(SIZE)
    taken.add(np.array([(100.0, 50.0)]))
    assert taken.place(np.array([(100.0, 50.0)]), (40, 14)) == (100.0, 50.0 - 8 - 7)


def test_what_is_taken_and_what_is_outside_is_kept_free():
    taken = Taken(SIZE)
    low = np.array([(100.0, 10.0)])
    x, y = taken.place(low, (40, 14))
    assert y > 10 and 7 <= y <= 93 and 20 <= x <= 180
    middle = np.array([(160.0, 50.0)])
    one, other = taken.place(middle, (40, 14)), taken.place(middle, (40, 14))
    assert abs(one[0] - other[0]) >= 40 or abs(one[1] - other[1]) >= 14


def test_a_soft_thing_is_covered_only_where_no_place_is_free_and_a_solid_one_never():
    mark = np.array([(100.0, 50.0)])
    taken = Taken(SIZE)
    taken.add(along(np.array([(100.0, 50.0), (100.0, 0.0)])), SOFT)
    assert taken.place(mark, (40, 14)) == (100.0, 65.0)
    taken = Taken(SIZE)
    taken.add(grid_in(np.zeros(2), SIZE), SOFT)
    assert taken.place(mark, (40, 14)) is not None
    taken.add(grid_in(np.zeros(2), SIZE))
    assert taken.place(mark, (40, 14)) is None and taken.place(np.empty((0, 2)), (40, 14)) is None


@pytest.mark.parametrize("objective, weights", [
    ("himmelblau", (0.0, 0.0)), ("himmelblau", (-0.5, -1.0)), ("himmelblau", (0.1, 2.9)), ("product", (0.0, 0.0)),
    ("saddle", (0.1, 0.0)), ("plateau", (0.0, 0.0)), ("2-2-1", None)])
@pytest.mark.parametrize("width, beside", [(838, False), (380, True)])
def test_no_name_of_a_kind_of_critical_point_touches_another_or_a_mark(objective, weights, width, beside):
    lab = bp.CurvatureLab(objective=objective, **({} if weights is None else {"theta": weights}))
    sheet = lab.plan.sheet(lab.views, LIGHT, width=width, beside=beside)
    sheet.draw(*lab.state)
    sheet.pixels()
    curves = sheet.pictures["map"]
    words = [word for word in curves.words.values() if word.get_text()]
    boxes = {word.get_text(): word.get_window_extent(sheet.canvas.get_renderer()) for word in words}
    lines = (*curves.points.values(), curves.start, curves.here)
    marks = np.concatenate([curves.axes.transData.transform(np.column_stack(line.get_data())) for line in lines])
    assert words
    for name, box in boxes.items():
        assert not any(box.overlaps(other) for other_name, other in boxes.items() if other_name != name), name
        assert not any(box.padded(3).contains(*mark) for mark in marks), name
        assert curves.axes.bbox.padded(1).containsx(box.x0) and curves.axes.bbox.padded(1).containsx(box.x1), name
