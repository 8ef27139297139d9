"""The gradient of the selected node as a sum over its paths, typeset: letters, numbers, and what they come to."""
from __future__ import annotations

from collections.abc import Callable

from ...mathml import EQUALS, Part, formula, fraction, in_brackets, marked, product, row, symbol, total, value
from ...text import in_line, in_words
from .moments import Moment
from .paths import Path
from .result import GraphResult
from .settings import GraphSettings

# More paths, and more factors of each, are shortened in the middle.
MOST_PATHS, MOST_FACTORS, MOST_IN_ALL = 3, 7, 14
BLANK = value("▢", spoken="not yet known")
DOTS = value("…", spoken="and so on")
NOTHING = Part("", "")


def traced(settings: GraphSettings, result: GraphResult) -> dict[str, str]:
    """The formula for the page: of the node that is selected, or of the path that is chosen, at the moment shown."""
    moment, shown = result.moment(settings.moment), shown_paths(settings, result)
    known = moment.knows_gradient(result.graph.number(settings.selected))
    gradient = result.gradient(settings.selected)
    left = _derivative(result.output, settings.selected)
    if settings.path:
        left = row(value(f"path {settings.path}: ", spoken=f"path {settings.path}:"))
        gradient = shown[0].product
    end = marked(value(in_words(gradient)) if known else BLANK, "delta")
    if not result.paths.count or not shown[0].edges:
        return formula([[left, EQUALS, end]])
    most = max(MOST_IN_ALL // len(shown), 3)
    letters = _sum(settings, result, [product(*_cut([_letter(result, k) for k in reversed(path.edges)], most))
                                      for path in shown])
    numbers = _sum(settings, result, [product(*_cut(_numbers(result, moment, path), most)) for path in shown])
    lines = [[left, EQUALS, letters], [NOTHING, EQUALS, numbers]]
    if len(shown) > 1:
        products = [_amount(path.product if known else None) for path in shown]
        lines.append([NOTHING, EQUALS, row(_sum(settings, result, products), EQUALS, end)])
    else:
        lines[-1] = [NOTHING, EQUALS, row(numbers, EQUALS, end)]
    return formula(lines)


def shown_paths(settings: GraphSettings, result: GraphResult) -> list[Path]:
    """The path that is chosen, or the largest ones."""
    listed = result.paths.listed
    return [listed[settings.path - 1]] if settings.path else list(listed[:MOST_PATHS])


def in_a_line(settings: GraphSettings, result: GraphResult) -> str:
    """The sum as text: letters, numbers, and what they come to."""
    moment, paths = result.moment(settings.moment), result.paths
    known = moment.knows_gradient(result.graph.number(settings.selected))
    shown = shown_paths(settings, result)
    more = f" + ... ({paths.count} paths)" if not settings.path and paths.count > len(shown) else ""

    def said(of: Callable[[int], str]) -> str:
        return " + ".join(" * ".join(map(of, reversed(path.edges))) or "1" for path in shown) + more

    amount = shown[0].product if settings.path else result.gradient(settings.selected)
    head = f"path {settings.path}" if settings.path else f"d{result.output}/d{settings.selected}"
    if not shown:
        return f"{head} = 0: no path"
    return (f"{head} = {said(lambda k: _name(result, k))}\n  = "
            f"{said(lambda k: in_line(result.numbers.slopes[k]) if moment.used(k) else '?')}\n  = "
            f"{in_line(amount) if known else '?'}")


def _sum(settings: GraphSettings, result: GraphResult, terms: list[Part]) -> Part:
    """The terms, and dots for those that are left out."""
    left_out = not settings.path and result.paths.count > len(terms)
    if len(terms) == 1:
        return terms[0]
    return total(*terms, *([DOTS] if left_out else []))


def _cut(parts: list[Part], most: int) -> list[Part]:
    """As many factors as there is room for, from both ends."""
    most = min(most, MOST_FACTORS)
    return parts if len(parts) <= most else [*parts[:(most - 1) // 2], DOTS, *parts[-(most // 2):]]


def _derivative(above: str, below: str) -> Part:
    return fraction(_d(above), _d(below))


def _d(name: str) -> Part:
    letter, index = name.rstrip("0123456789"), name[len(name.rstrip("0123456789")):]
    return symbol(f"∂{letter}", index, spoken=f"d {name}")


def _letter(result: GraphResult, edge: int) -> Part:
    """The local derivative of an edge."""
    graph, of = result.graph, result.graph.edges[edge]
    return marked(_derivative(graph.names[of.target], graph.names[of.source]), "slope")


def _name(result: GraphResult, edge: int) -> str:
    graph, of = result.graph, result.graph.edges[edge]
    return f"d{graph.names[of.target]}/d{graph.names[of.source]}"


def _numbers(result: GraphResult, moment: Moment, path: Path) -> list[Part]:
    found = []
    for k in reversed(path.edges):
        slope = float(result.numbers.slopes[k])
        told = value(in_words(slope)) if moment.used(k) else BLANK
        told = in_brackets(told) if moment.used(k) and slope < 0 else told
        found.append(marked(marked(told, "now") if moment.flows(k) and moment.used(k) else told, "slope"))
    return found


def _amount(product: float | None) -> Part:
    """A product among others."""
    if product is None:
        return BLANK
    told = value(in_words(product))
    return in_brackets(told) if product < 0 else told
