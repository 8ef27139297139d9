"""Rows in which any two choices meet."""

import doctest
from itertools import combinations, product

from tests import covering as module
from tests.covering import covering


def test_any_two_choices_meet_in_few_rows():
    choices = dict(a=(1, 2, 3), b=(1, 2, 3), c=(1, 2, 3, 4), d=(True, False))
    rows = covering(**choices)
    for (one, ones), (two, twos) in combinations(choices.items(), 2):
        assert {(row[one], row[two]) for row in rows} == set(product(ones, twos))
    assert len(rows) < 72 / 4


def test_any_three_choices_meet_where_that_is_asked_for():
    choices = dict(a=(1, 2, 3), b=(1, 2, 3), c=(1, 2, 3), d=(1, 2, 3))
    rows = covering(strength=3, **choices)
    for names in combinations(choices, 3):
        assert {tuple(row[name] for name in names) for row in rows} == set(product((1, 2, 3), repeat=3))
    assert len(rows) < 81 / 2


def test_the_examples_of_covering_give_what_they_show():
    failed, tried = doctest.testmod(module)
    assert tried and not failed
