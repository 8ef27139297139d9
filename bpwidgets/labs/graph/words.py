"""The text twin of `GraphLab`: every node, every listed path, and how fast paths grow; its numbers for files."""
from __future__ import annotations

from typing import Any

from ...text import columns, elide, in_line, number
from .counts import count_in_words
from .moments import BACKWARD, DONE, FORWARD, GIVEN, Moment
from .result import GraphResult
from .rows import way_words
from .settings import GraphSettings, formula_of
from .tracer import in_a_line

NODE_HEAD = ("node", "made of", "value", "gradient", "its parts")
PATH_HEAD = ("path", "way", "product")
MOST_PARTS, MOST_IN_TABLE = 4, 14


def summarize_graph(settings: GraphSettings, result: GraphResult) -> str:
    """The first line of the text twin."""
    moment, steps = result.moment(settings.moment), 2 * len(result.graph.computed) + 3
    known = moment.knows_gradient(result.graph.number(settings.selected))
    gradient = (f"; d{result.output}/d{settings.selected} = {in_line(result.gradient(settings.selected), 4)}"
                if known else "")
    return f"GraphLab: step {moment.index + 1} of {steps}, {_happens(result, moment)}{gradient}"


def _happens(result: GraphResult, moment: Moment) -> str:
    if moment.kind == FORWARD:
        return f"forward to {result.names[moment.node]}"
    if moment.kind == BACKWARD:
        return f"backward from {result.names[moment.node]}"
    return {GIVEN: "given numbers", DONE: "both passes are done"}.get(moment.kind, "the gradient of the result is 1")


def describe_graph(settings: GraphSettings, result: GraphResult) -> str:
    """The text twin of `GraphLab`: where it stands, all nodes as far as they are known, the paths, their growth."""
    row, paths = formula_of(settings), result.paths
    title = row.title or "a formula of one's own"
    lines = [summarize_graph(settings, result), result.verdict, f"{title}: {row.formula}" if row.formula else title,
             "", columns(NODE_HEAD, _nodes(settings, result)), "", in_a_line(settings, result)]
    if result.moment(settings.moment).knows_gradient(result.graph.number(settings.selected)):
        lines += ["", columns(PATH_HEAD, _paths(result)),
                  f"paths: {paths.count}; sum of all: {in_line(paths.total, 6)}"
                  + (f"; {paths.unlisted} that are not listed add {in_line(paths.rest, 6)}" if paths.unlisted else "")]
    growth, depth = result.growth, settings.depth
    lines += ["", f"a net with {depth} hidden layers of {growth.width} units: {growth.paths[depth - 1]} paths from one "
              f"first weight to the loss (counted, not listed), {growth.operations[depth - 1]} multiply-adds of "
              "backpropagation"]
    return "\n".join(line.rstrip() for line in "\n".join(lines).splitlines())


def _nodes(settings: GraphSettings, result: GraphResult) -> list[tuple[str, ...]]:
    """A row for each node: what is known of it, blank where nothing is known yet."""
    moment, graph, rows = result.moment(settings.moment), result.graph, []
    for k, name in enumerate(graph.names):
        arrived = moment.arrived(k) if len(graph.out_of[k]) > 1 else ()
        parts = [number(result.numbers.parts[edge], 4) for edge in arrived]
        rows.append((name, graph.expression(k),
                     number(result.values[k], 4) if moment.knows_value(k) else "",
                     number(result.gradients[k], 4) if moment.knows_gradient(k) else "",
                     ", ".join(one or "..." for one in elide(parts, MOST_PARTS))))
    return rows


def _paths(result: GraphResult) -> list[tuple[str, ...]]:
    return [(str(k), " > ".join(way_words(result, path.edges)), number(path.product, 6))
            for k, path in enumerate(result.paths.listed, 1)]


def table_shown(settings: GraphSettings, result: GraphResult) -> dict[str, Any]:
    """The nodes around the selected one, which is marked, and the result."""
    rows, at = _nodes(settings, result), result.graph.number(settings.selected)
    rows[at] = (f"▸ {rows[at][0]}", *rows[at][1:])
    *others, last = [*rows[:result.graph.output], *rows[result.graph.output + 1:], rows[result.graph.output]]
    first = min(max(at - MOST_IN_TABLE // 2, 0), max(len(others) - MOST_IN_TABLE, 0))
    return {"caption": f"{len(rows)} nodes", "head": list(NODE_HEAD),
            "rows": [*others[first:first + MOST_IN_TABLE], last]}


def records_of_graph(settings: GraphSettings, result: GraphResult) -> tuple[tuple[str, ...], list[tuple]]:
    """A row for each node, to the last digit: its name, what it was made of, value and gradient."""
    graph = result.graph
    return ("node", "made_of", "value", "gradient"), [
        (name, graph.expression(k), float(result.values[k]), float(result.gradients[k]))
        for k, name in enumerate(graph.names)]


def measures_of_graph(settings: GraphSettings, result: GraphResult) -> dict[str, float]:
    """What a collection can gather."""
    paths = result.paths
    return {"result": float(result.values[result.graph.output]), "gradient": result.gradient(settings.selected),
            "paths": float(paths.count), "sum_of_paths": paths.total,
            "largest_product": paths.listed[0].product if paths.listed else 0.0}


def count_words(result: GraphResult) -> str:
    """How many paths, beside the status."""
    paths = result.paths
    return f"{count_in_words(paths.count)} {'path' if paths.count == 1 else 'paths'} from {paths.start}"
