"""How a step of a formula is written: w · x, tanh(z), e²."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from ...text import RAISED, number, typeset

BETWEEN: Mapping[str, str] = MappingProxyType({"+": "+", "-": "−", "*": "·", "/": "/"})

# Where a sign stands alone.
SIGNS: Mapping[str, str] = MappingProxyType({"*": "×", "sigmoid": "σ"})
LOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def expression(rule: str, operands: Sequence[str | float]) -> str:
    """What a node was made of; operands: names of nodes, or constants.

    >>> expression("*", ["w", "x"]), expression("**", ["e", 2.0]), expression("*", [-1.0, "a"]), expression("tanh",
    ... ["z"]), expression("-", ["y", 0.5]), expression("", [])
    ('w · x', 'e²', '−a', 'tanh(z)', 'y − 0.5', '')
    """
    told = [one if isinstance(one, str) else _constant(one) for one in operands]
    if rule == "*" and operands[0] == -1.0:
        return f"−{told[1]}"
    if rule == "**":
        return f"{told[0]}{_raised(operands[1])}"
    if rule in BETWEEN:
        return f"{told[0]} {BETWEEN[rule]} {told[1]}"
    return f"{rule}({', '.join(told)})" if rule else ""


def sign_of(rule: str, operands: Sequence[float | None]) -> str:
    """A rule in a few letters; None for an operand that is a node.

    >>> sign_of("*", [None, None]), sign_of("+", [None, 1.0]), sign_of("**", [None, 2.0]), sign_of("*", [-1.0, None])
    ('×', '+ 1', '( )²', '−')
    """
    constants = [_constant(one) for one in operands if one is not None]
    if rule == "*" and operands[0] == -1.0:
        return "−"
    if rule == "**":
        return "( )" + _raised(operands[1] if operands[1] is not None else "x")
    sign = SIGNS.get(rule, BETWEEN.get(rule, rule))
    if not constants or rule not in BETWEEN:
        return sign
    return f"{constants[0]} {sign}" if operands[0] is not None else f"{sign} {constants[0]}"


def _constant(value: float) -> str:
    return typeset(number(value)).replace("-", "−")


def _raised(power: str | float) -> str:
    if isinstance(power, str):
        return f"^{power}"
    text = number(power)
    return text.translate(RAISED) if text.lstrip("-").isdigit() else f"^{text}"


def lowered(name: str) -> str:
    """A name whose index stands low in place of in brackets, where there is little room.

    >>> lowered("W1[0,2]"), lowered("W1[0,12]"), lowered("w")
    ('W1₀₂', 'W1₀,₁₂', 'w')
    """
    letters, _, index = name.partition("[")
    places = index.rstrip("]").split(",")
    return letters + ("" if max(map(len, places)) == 1 else ",").join(places).translate(LOW)
