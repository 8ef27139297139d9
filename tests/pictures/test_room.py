"""Room: no text overlaps another, none is cut, at every place where there is little of it."""

import numpy as np
import pytest

from bpwidgets.pictures.places import NARROW
from bpwidgets.pictures.style import LIGHT
from tests.pictures.cases import CASES, answer, make_sheet, seen_texts

# The narrowest columns beside another lab.
BESIDE = 380, 410, 600
EXPORTS = (500, 1600, 620, 860)


def overlaps(found):
    low, high = (np.reshape([getattr(text.box, end) for text in found], (-1, 2)) for end in ("min", "max"))
    wide, tall = np.moveaxis(np.minimum(high[:, None], high) - np.maximum(low[:, None], low), -1, 0)
    # a box holds the descenders and a little air: two px are not an overlap
    return [(found[i].words, found[j].words, round(wide[i, j]), round(tall[i, j]))
            for i, j in np.argwhere(np.triu((wide > 1) & (tall > 2), 1))]


def outside(found, sheet):
    return [(words, [round(v) for v in box.extents]) for words, box, _ in found
            if box.x0 < -0.5 or box.y0 < -1.5 or box.x1 > sheet.width + 0.5 or box.y1 > sheet.height + 1.5]


def trouble(sheet):
    found = seen_texts(sheet)
    return overlaps(found) + outside(found, sheet)


@pytest.mark.parametrize("width, every", [(NARROW, 1), (1400, 5)])     # the narrow sheet has the least room
@pytest.mark.parametrize("case", CASES)
def test_no_text_overlaps_another_or_leaves_the_sheet(case, width, every):
    plan, make, grid = CASES[case]
    sheet, wrong = None, []
    for changes in grid[::every]:
        settings = make(**changes)
        sheet = sheet or make_sheet(plan, settings, width=width)
        sheet.draw(settings, answer(plan, settings))
        wrong += [(changes, pair) for pair in trouble(sheet)]
    assert not wrong, f"{len(wrong)}: " + "\n".join(map(str, wrong[:20]))


@pytest.mark.parametrize("case", CASES)
def test_no_text_of_an_export_of_any_width_overlaps_another_or_leaves_the_sheet(case):
    plan, make, grid = CASES[case]
    for number, changes in enumerate(grid[::5]):
        width = EXPORTS[number % len(EXPORTS)]
        assert not trouble(make_sheet(plan, make(**changes), width=width, headline=True)), (width, changes)


@pytest.mark.parametrize("width, first", [(width, k) for k, width in enumerate(BESIDE)])
@pytest.mark.parametrize("case", CASES)
def test_no_text_overlaps_another_or_leaves_the_sheet_beside_another_lab(case, width, first):
    plan, make, grid = CASES[case]
    sheet = plan.sheet(plan.at_first_beside("")["views"], LIGHT, width=width, beside=True)
    for changes in [{}, *grid][first::5]:
        settings = make(**changes)
        sheet.draw(settings, answer(plan, settings))
        assert not trouble(sheet), changes
