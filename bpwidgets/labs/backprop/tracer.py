"""The chain rule of the selected parameter, typeset: letters, and below each of them its number."""
from __future__ import annotations

from typing import Any

from ...mathml import (
    EQUALS,
    Part,
    formula,
    fraction,
    held,
    in_brackets,
    marked,
    product,
    row,
    symbol,
    total,
    value,
)
from ...text import in_line, in_words
from .chain import Chain, Factor, chain_of
from .examples import summed, summed_in_a_line
from .given import given, given_in_a_line, held_weight, input_name, numbers_of
from .known_errors import slides_line
from .result import BackpropResult
from .settings import BackpropSettings
from .substeps import Moment, SubStep

# More paths than these are shortened in the middle.
MOST_PATHS = 4
BLANK = value("▢", spoken="not yet known")
GIVEN = value("given")
ROLES = {"delta": "delta", "error": "loss", "slope": "slope", "weight": "weight", "a": "activation", "input": "ink"}


def traced(settings: BackpropSettings, result: BackpropResult) -> dict[str, Any]:
    """The formula for the page: of the parameter that is selected, at the moment that is shown; letters, numbers, and
    what is given."""
    moment = result.moment(settings.moment)
    passes = result.at(moment.update)
    chain = chain_of(result.network, passes, settings.selected)
    known = moment.knows("gradient", chain.place.layer)
    number = _told(chain.gradient, known, moment.lights("gradient", chain.place.layer))
    nothing, k = Part("", ""), result.names.index(settings.selected)
    x = input_name(result, chain, moment.update)
    numbers = row(_factors(chain, lambda factor: _number(factor, moment, x)), EQUALS, number)
    lines = [[_derivative(chain), EQUALS, _factors(chain, _letter)], [nothing, EQUALS, numbers],
             *summed(result.task.objective.loss, passes, k, known, BLANK),
             *slides_line(settings, result, passes, known),
             [GIVEN, nothing, given(result, chain, moment.update)]]
    return formula(lines, numbers_of(settings, result, chain, moment.update))


def in_a_line(settings: BackpropSettings, result: BackpropResult) -> str:
    """The formula as text: letters, numbers, and what they come to."""
    moment = result.moment(settings.moment)
    passes = result.at(moment.update)
    chain = chain_of(result.network, passes, settings.selected)

    def said(of) -> str:
        paths = [" * ".join(of(factor) for factor in path) for path in chain.error]
        error = f"({' + '.join(paths)})" if len(paths) > 1 else paths[0]
        return " * ".join([error, of(chain.slope), *([] if chain.input is None else [of(chain.input)])])

    known = moment.knows("gradient", chain.place.layer)
    of_all = summed_in_a_line(result.task.objective.loss, passes, result.names.index(chain.name), known)
    numbers = said(lambda factor: _plain(factor.value, _knows(moment, factor)))
    lines = [f"dL/d{chain.name} = {said(_name)}", f"  = {numbers}",f"  = {_plain(chain.gradient, known)}",
             *([f"  {of_all}"] if of_all else []),
             f"given {given_in_a_line(result, chain, moment.update)}"]
    return "\n".join(lines)


def _derivative(chain: Chain) -> Part:
    below = symbol("∂b" if chain.place.is_bias else "∂W", str(chain.place.layer), _units(chain.name),
                   spoken=f"d {chain.name}")
    return fraction(symbol("∂L", spoken="d L"), below)


def _units(name: str) -> str:
    return name[name.index("[") + 1:-1]


def _factors(chain: Chain, part) -> Part:
    paths = chain.error
    cut = len(paths) > MOST_PATHS
    shown = [*paths[:MOST_PATHS - 2], paths[-1]] if cut else list(paths)
    terms = [product(*(part(factor) for factor in path)) for path in shown]
    if cut:
        terms.insert(-1, value("…", spoken="and so on"))
    error = in_brackets(total(*terms)) if len(paths) > 1 else terms[0]
    return product(error, part(chain.slope), *([] if chain.input is None else [part(chain.input)]))


def _letter(factor: Factor) -> Part:
    units = ",".join(map(str, factor.units))
    layer = str(factor.layer) if factor.layer else ""
    if factor.kind == "slope":
        inner = symbol("z", layer, units)
        letters = row(symbol("f′", spoken="f prime of"), in_brackets(inner))
        letters = Part(letters.markup, f"f prime of {inner.spoken}")
    elif factor.kind == "error":
        letters = fraction(symbol("∂L", spoken="d L"), symbol("∂a", layer, units, spoken=f"d a {layer} {units}"))
    else:
        letters = symbol(factor.letter, layer, units)
    return marked(letters, ROLES[factor.kind])


def _name(factor: Factor) -> str:
    place = f"{factor.layer or ''}[{','.join(map(str, factor.units))}]"
    return f"f'(z{place})" if factor.kind == "slope" else f"{factor.letter}{place}"


def _knows(moment: Moment, factor: Factor) -> bool:
    return moment.substeps.index(factor.known_from) <= moment.index


def _number(factor: Factor, moment: Moment, x: str) -> Part:
    """The number of a factor; x: the name of the input that is one."""
    lit = factor.kind != "weight" and moment.now == SubStep(factor.known_from.kind, factor.known_from.layer)
    told = _told(factor.value, _knows(moment, factor), lit)
    if factor.kind == "weight":
        told = held_weight(told, f"W{factor.layer}[{factor.units[0]},{factor.units[1]}]", moment.update)
    elif factor.kind == "input":
        told = held(told, x)
    negative = factor.value < 0 and _knows(moment, factor)
    return marked(in_brackets(told) if negative else told, ROLES[factor.kind])


def _told(number: float, known: bool, lit: bool) -> Part:
    part = value(in_words(number)) if known else BLANK
    return marked(part, "now") if lit else part


def _plain(number: float, known: bool) -> str:
    return in_line(number) if known else "?"
