"""Formulas are typeset from letters as people type them."""
from xml.etree import ElementTree as ET

import pytest

from bpwidgets.teaching.cards.blanks import Formula, Term, rule_of
from bpwidgets.teaching.cards.formula import expression, math


@pytest.mark.parametrize("text, mathml", [
    ("x", "<mi>x</mi>"),
    ("0.5", "<mn>0.5</mn>"),
    ("dL/da", "<mfrac><mrow><mi>d</mi><mi>L</mi></mrow><mrow><mi>d</mi><mi>a</mi></mrow></mfrac>"),
    ("∂L/∂W", "<mfrac><mrow><mi>∂</mi><mi>L</mi></mrow><mrow><mi>∂</mi><mi>W</mi></mrow></mfrac>"),
    ("delta", "<mi>delta</mi>"),
    ("δ₁₂", "<msub><mi>δ</mi><mn>12</mn></msub>"),
    ("x²", "<msup><mi>x</mi><mn>2</mn></msup>"),
    ("W₂ᵀ", "<msup><msub><mi>W</mi><mn>2</mn></msub><mi>T</mi></msup>"),
    ("a(1 − a)", "<mi>a</mi><mo>(</mo><mn>1</mn><mo>−</mo><mi>a</mi><mo>)</mo>"),
    ("f(a/b)", "<mi>f</mi><mo>(</mo><mi>a</mi><mo>/</mo><mi>b</mi><mo>)</mo>")])
def test_letters_become_what_they_mean(text, mathml):
    assert expression(text) == mathml


@pytest.mark.parametrize("text", ["a < b & c", "</math><script>", 'x"y', "₁", "", "'"])
def test_nothing_that_is_typed_leaves_the_formula(text):
    root = ET.fromstring(math(text))
    assert root.tag == "math" and root.attrib["aria-label"] == text
    assert {node.tag for node in root.iter()} <= {"math", "mrow", "mfrac", "msub", "msup", "mi", "mn", "mo"}


def test_the_three_forms_of_a_formula_say_the_same():
    part = Formula(Term("dL/dW"), (Term("dL/da", "-0.27"), Term("da/dW", blank="b")), ("one", "two"))
    assert part.text().splitlines() == ["dL/dW = dL/da × da/dW", "? = -0.27 × ____", "Which rule is it?",
                                        "da/dW: one / two"]
    assert part.page().startswith("<p>dL/dW = dL/da × da/dW</p><p>? = -0.27 × ____</p>")
    sent = part.sent()
    assert [(term["name"], term["number"], term["blank"]) for term in sent["terms"]] == [
        ("dL/dW", "", ""), ("dL/da", "-0.27", ""), ("da/dW", "", "b")]
    assert sent["rules"] == ["one", "two"] and rule_of("b") == "rule of b"
