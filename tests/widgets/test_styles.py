"""The style sheets of cards and of labs stand on one page: a class of the one must not dress the other."""

import re

from bpwidgets.widgets.page import read

LABS = ("canvas.css", "terms.css", "parts.css", "slider.css", "chips.css")
# Named in both, and meant: what stands next to a live output; and a question, each below its own root.
MEANT = {"bpw-live", "bpw-question"}


def classes(*sheets):
    return {name for sheet in sheets for name in re.findall(r"\.(bpw-[a-z-]+)", read(sheet))}


def test_cards_and_labs_share_no_class():
    assert classes("card.css") & classes(*LABS) == MEANT
