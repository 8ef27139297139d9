"""Formulas as markup: sound whatever stands in them, and read aloud."""
import xml.etree.ElementTree as ET

from bpwidgets.mathml import EQUALS, formula, fraction, in_brackets, marked, product, symbol, total, value


def test_what_stands_in_a_formula_cannot_break_it():
    made = formula([[symbol("<b>", "&", '"'), EQUALS, marked(value("<script>"), '"x"')]])
    assert ET.fromstring(made["markup"]).tag == "math" and "<script>" not in made["markup"]


def test_sums_products_and_fractions_are_read_in_order():
    made = formula([[fraction(symbol("L"), symbol("w")), EQUALS,
                     product(in_brackets(total(value("0.5"), value("-2"))), symbol("x", "1", "0,2"))]])
    assert made["spoken"] == "L by w equals open bracket 0.5 plus -2 close bracket times x 1 0 2"
    assert [node.text for node in ET.fromstring(made["markup"]).iter("mn")] == ["0.5", "−2", "1, 0,2"]
