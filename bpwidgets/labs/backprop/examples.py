"""How the gradients of all examples add up to that of the batch, as a line of the formula."""
from __future__ import annotations

import numpy as np

from ... import engine
from ...mathml import EQUALS, PLUS, Part, in_brackets, marked, row, value
from ...text import in_line, in_words
from .passes import Passes

# More examples than these are shortened.
MOST = 5


def shown_terms(count: int, row: int) -> list[int | None]:
    """Which examples stand in the sum, None for those that are left out: the first ones, the one shown, the last.

    >>> shown_terms(4, 1), shown_terms(50, 37), shown_terms(50, 0)
    ([0, 1, 2, 3], [0, None, 37, None, 49], [0, 1, None, 49])
    """
    if count <= MOST:
        return [*range(count)]
    kept = sorted({0, min(max(row, 1), count - 2), count - 1})
    terms: list[int | None] = []
    for here in kept:
        terms += [None] if terms and terms[-1] != here - 1 else []
        terms.append(here)
    return terms


def averages(loss: engine.Loss, passes: Passes) -> bool:
    """The loss is a mean over the examples: of all of them twice it has half the gradient in each."""
    output = passes.a[-1]
    with np.errstate(all="ignore"):
        once = loss.gradient(output, passes.y)
        twice = loss.gradient(np.concatenate([output, output]), np.concatenate([passes.y, passes.y]))[:len(output)]
    return bool(once.any() and np.allclose(2 * twice, once, rtol=1e-9))


def summed(loss: engine.Loss, passes: Passes, k: int, known: bool, blank: Part) -> list[list[Part]]:
    """The line of the sum over all examples of the derivative with number k; none for a single example."""
    count = len(passes.x)
    if count < 2:
        return []
    head = value(f"all {count}", spoken=f"over all {count} examples")
    if not known:
        return [[head, EQUALS, blank]]
    parts: list[Part] = []
    for n in shown_terms(count, passes.row):
        parts += [PLUS] if parts else []
        own = None if n is None else float(passes.by_example[n, k])
        parts.append(value("…", spoken="and so on") if own is None else _term(own, n == passes.row))
    mean = f";  {_mean(count)}" if averages(loss, passes) else ""
    total = marked(value(in_words(float(passes.gradient[k]))), "weight_gradient")
    return [[head, EQUALS, row(*parts, EQUALS, total, *([value(mean)] if mean else []))]]


def summed_in_a_line(loss: engine.Loss, passes: Passes, k: int, known: bool) -> str:
    """The same as text, "" for a single example."""
    count = len(passes.x)
    if count < 2:
        return ""
    terms = " + ".join("..." if n is None else in_line(float(passes.by_example[n, k]))
                       for n in shown_terms(count, passes.row))
    mean = f"; {_mean(count)}" if averages(loss, passes) else ""
    return f"over all {count} examples = " + (f"{terms} = {in_line(float(passes.gradient[k]))}{mean}" if known else "?")


def _mean(count: int) -> str:
    return f"each counts 1/{count}: the loss is a mean"


def _term(number: float, shown: bool) -> Part:
    part = value(in_words(number))
    part = in_brackets(part) if number < 0 else part
    return marked(part, "shown" if shown else "other")
