"""Room: no text overlaps another, none is cut, at every place where there is little of it."""

import pytest

from tests.pictures.cases import CASES, answer, make_sheet, seen_texts


def overlaps(found):
    pairs = []
    for i, (a, box) in enumerate(found):
        for b, other in found[i + 1:]:
            wide = min(box.x1, other.x1) - max(box.x0, other.x0)
            tall = min(box.y1, other.y1) - max(box.y0, other.y0)
            # a box holds the descenders and a little air: two px are not an overlap
            if wide > 1 and tall > 2:
                pairs.append((a.get_text(), b.get_text(), round(wide), round(tall)))
    return pairs


def outside(found, sheet):
    return [(text.get_text(), [round(v) for v in box.extents]) for text, box in found
            if box.x0 < -0.5 or box.y0 < -1.5 or box.x1 > sheet.width + 0.5 or box.y1 > sheet.height + 1.5]


def trouble(sheet):
    found = seen_texts(sheet)
    return overlaps(found) + outside(found, sheet)


@pytest.mark.parametrize("width", [800, 1400])
@pytest.mark.parametrize("case", CASES)
def test_no_text_overlaps_another_or_leaves_the_sheet(case, width):
    plan, make, grid = CASES[case]
    sheet, wrong = None, []
    for changes in grid:
        settings = make(**changes)
        sheet = sheet or make_sheet(plan, settings, width=width)
        sheet.draw(settings, answer(plan, settings))
        wrong += [(changes, pair) for pair in trouble(sheet)]
    assert not wrong, f"{len(wrong)}: " + "\n".join(map(str, wrong[:20]))


@pytest.mark.parametrize("case", CASES)
def test_no_text_of_an_export_overlaps_another_or_leaves_the_sheet(case):
    plan, make, grid = CASES[case]
    for changes in grid[::4]:
        sheet = make_sheet(plan, make(**changes), live=False, headline=True)
        assert not trouble(sheet), changes
