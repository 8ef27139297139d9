"""What happens at a moment, in a sentence with its numbers."""
from __future__ import annotations

from ...pictures.brief import brief
from .moments import BACKWARD, DONE, FORWARD, GIVEN, Moment
from .notation import expression
from .result import GraphResult


def happens(result: GraphResult, moment: Moment) -> list[str]:
    """The sentence, and shorter ones for less room."""
    graph, output = result.graph, result.output
    if moment.kind == GIVEN:
        return ["given: the numbers that the formula takes", "given numbers"]
    if moment.kind == DONE:
        return ["both passes are done: where ways meet, their parts were added", "both passes are done"]
    if moment.kind == FORWARD:
        step = f"forward: {graph.names[moment.node]} = {graph.expression(moment.node)}"
        return [f"{step} = {_with_numbers(result, moment.node)}", step, f"forward: {graph.names[moment.node]}"]
    if moment.kind == BACKWARD:
        return _backward(result, moment)
    return [f"backward: the gradient of the result, d{output}/d{output} = 1", f"backward: d{output}/d{output} = 1"]


def _with_numbers(result: GraphResult, node: int) -> str:
    """What a node is made of in numbers, and what it comes to."""
    of = result.graph.nodes[node]
    told = [_in_formula(result.values[one], k) if isinstance(one, int) else one for k, one in enumerate(of.operands)]
    if of.rule == "**" and isinstance(of.operands[0], int) and result.values[of.operands[0]] < 0:
        told[0] = f"({told[0]})"
    value = brief(result.values[node])
    return f"{expression(of.rule, told)} = {value}"


def _in_formula(value: float, place: int) -> str:
    text = brief(value)
    return f"({text})" if text.startswith("-") and place else text


def _backward(result: GraphResult, moment: Moment) -> list[str]:
    """What a node hands on: its gradient times each local derivative."""
    graph, numbers, node = result.graph, result.numbers, moment.node
    name, edges = graph.names[node], graph.into[node]
    if not edges:
        return [f"backward: {name} was made of constants, which need no gradient", f"backward: {name}"]
    gives = [f"{brief(numbers.gradients[node])} · {_in_formula(numbers.slopes[k], 1)} = {brief(numbers.parts[k])} to "
             f"{graph.names[graph.edges[k].source]}" for k in edges]
    takers = " and ".join(dict.fromkeys(graph.names[graph.edges[k].source] for k in edges))
    return [f"backward: {name} hands on gradient times local derivative: {', '.join(gives)}",
            f"backward: {name} hands on {', '.join(gives)}", f"backward: from {name} to {takers}", f"from {name}"]
