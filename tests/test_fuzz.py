"""A hundred random changes of each lab, by code and by hand; `python -m tests.fuzz` makes thousands."""

import pytest

from tests.fuzz.cases import CASES
from tests.fuzz.threads import two_threads
from tests.fuzz.walk import walk

CHANGES = {"MemorizingLab": 30, "ChanceLab": 40, "SequenceLab": 30, "TwoNetsLab": 40}


@pytest.mark.parametrize("lab", CASES)
def test_a_hundred_random_changes_break_nothing(lab):
    changes = CHANGES.get(lab, 100)
    report = walk(CASES[lab], seed=20, changes=changes)
    assert report.changes == changes and report.refused > changes / 20
    assert not report.failures, f"seed 20\n{chr(10).join(map(str, report.failures.values()))}"


def test_a_hand_and_code_at_the_same_time_leave_the_lab_whole():
    assert not two_threads(CASES["SwingLab"], 20, 30)
