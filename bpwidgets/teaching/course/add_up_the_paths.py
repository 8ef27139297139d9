"""Lesson 4: the graph of a formula, the product along each path, the sum over all of them, and a tape."""
from __future__ import annotations

import math

import numpy as np

import bpwidgets as bp

from ...pictures.guess import Guess
from ...text import in_words
from .. import Decade, Exercise, Lesson, Number, Option, Prediction, Question, SayIt, Wrong


def gradient(edges, start, end):
    if start == end:
        return 1
    return sum(slope * gradient(edges, to, end)
               for source, to, slope in edges if source == start)


def _edges(rng):
    """A small graph from w to L: each node hears from one or two nodes before it."""
    nodes = ["w", *"abc"[:int(rng.integers(2, 4))], "L"]
    edges = []
    for k, node in enumerate(nodes[1:], 1):
        sources = rng.permutation(k)[:2] if k > 1 else [0]
        edges += [(nodes[int(source)], node, float(rng.choice([-2, -1, 2, 3, 0.5]))) for source in sources]
    return edges, "w", "L"


def _by_a_nudge(edges, start, end):
    """A nudge of the start is carried forward, node by node."""
    moved = {start: 1.0}
    for node in dict.fromkeys(to for _, to, _ in edges):
        moved[node] = sum(slope * moved.get(source, 0.0) for source, to, slope in edges if to == node)
    return moved[end]


def _paths(edges, start, end):
    """The slopes along each path."""
    if start == end:
        return [[]]
    return [[slope, *rest] for source, to, slope in edges if source == start for rest in _paths(edges, to, end)]


def backward(given, tape):
    values = list(given)
    for rule, *at in tape:
        x = [values[k] for k in at]
        values.append(x[0] + x[1] if rule == "+" else x[0] * x[1] if rule == "*" else np.tanh(x[0]))
    grads = [0.0] * len(values)
    grads[-1] = 1.0
    for z in range(len(values) - 1, len(given) - 1, -1):
        rule, *at = tape[z - len(given)]
        if rule == "+":
            slopes = 1, 1
        elif rule == "*":
            slopes = values[at[1]], values[at[0]]
        else:
            slopes = (1 - values[z] ** 2,)
        for k, slope in zip(at, slopes):
            grads[k] += slope * grads[z]
    return grads[:len(given)]


def _tapes(rng):
    """Two or three small numbers, for tanh to bend, and a few steps of which the later ones use the earlier."""
    given = [float(x) for x in rng.integers(-3, 4, size=int(rng.integers(2, 4))) / 4 + 0.125]
    tape, count = [], len(given)
    for rule in rng.permutation(["*", "+", "tanh", "*"]):
        k = count + len(tape)
        at = [k - 1, int(rng.integers(0, k))][:1 if rule == "tanh" else 2]
        tape.append((str(rule), *at))
    return given, tape


def _values(given, tape):
    values = list(given)
    for rule, *at in tape:
        x = [values[k] for k in at]
        values.append(x[0] + x[1] if rule == "+" else x[0] * x[1] if rule == "*" else np.tanh(x[0]))
    return values


def _by_differences(given, tape):
    """The slope of the result in each given number, from a little below to a little above."""
    def moved(k, by):
        return _values([x + by * (j == k) for j, x in enumerate(given)], tape)[-1]
    return [(8 * (moved(k, 1e-3) - moved(k, -1e-3)) - moved(k, 2e-3) + moved(k, -2e-3)) / 12e-3
            for k in range(len(given))]


def _backward(given, tape, *, add=True, forwards=False, own=False, inner=False):
    """The same with a fault."""
    values, count = _values(given, tape), len(given)
    grads = [0.0] * len(values)
    grads[-1] = 1.0
    order = range(count, len(values))
    for z in order if forwards else reversed(order):
        rule, *at = tape[z - count]
        x = [values[k] for k in at]
        slopes = {"+": (1, 1), "*": tuple(x if own else x[::-1]),
                  "tanh": (1 - (x[0] if inner else values[z]) ** 2,)}[rule]
        for k, slope in zip(at, slopes):
            grads[k] = slope * grads[z] + (grads[k] if add else 0)
    return grads[:count]


def _which_rule(lab):
    """What makes the gradient of the two products: the longer way alone (0), their product (1), their sum (2)."""
    ways = sorted(lab.result.paths.listed, key=lambda path: len(path.edges))
    products = [path.product for path in ways]
    answers = products[-1], math.prod(products), math.fsum(products)
    return [math.isclose(answer, lab.result.gradient("w"), rel_tol=1e-9) for answer in answers].index(True)


def _why_one(lab):
    slopes = [in_words(slope) for slope in lab.result.paths.listed[0].factors]
    return (f"One path, three local derivatives: {' · '.join(slopes)} = {in_words(lab.result.gradient('w'))}. Step "
            "through the moments: each edge shows its factor when it is used.")


def _counted(formula, start, **_):
    return bp.GraphLab(formula=formula, selected=start, controls=("path", "moment"), views=("graph", "verdict"))


def _why_many(lab):
    r, start = lab.result, lab.settings.selected
    uses = len(r.graph.out_of[r.graph.number(start)])
    met = (f"Yet only {uses} parts arrive at {start}: the others have met before." if uses < r.paths.count
           else f"Each of the {uses} uses of {start} brings one part.")
    return (f"{r.paths.count} paths, and their products add up to {in_words(r.gradient(start))}. {met} The slider "
            "marks one path after the other.")


def _net(width, depth):
    return bp.GraphLab(width=width, depth=depth, views=("growth",), controls=("width", "depth"))


def _why_growth(lab):
    depth, growth = lab.settings.depth, lab.result.growth
    return (f"Each further layer multiplies the paths by {growth.width}: {depth - 1} such factors. Both passes of "
            f"backpropagation take {growth.operations[depth - 1]} multiply-adds, and each further layer adds the same "
            f"{growth.operations[-1] - growth.operations[-2]}.")


def _what_it_does():
    """Whether it gives what all paths add up to, with less work than there are paths (1)."""
    result = bp.GraphLab(formula="micrograd").result
    less = result.growth.operations[-1] < result.growth.paths[-1]
    return int(less and math.isclose(result.paths.total, result.gradient("a"), rel_tol=1e-12))


LESSON = Lesson(
    "add-up-the-paths", "Draw the graph, add up the paths", 4, needs=("send-the-error-back",), minutes=25,
    outcomes=("draw a formula as a graph, with a local derivative on each edge",
              "say why a gradient is a sum, and of what", "write backpropagation for any formula of +, × and tanh"),
    items=(
        Prediction(
            "one-path", "The loss of one weight in three steps: `y = w·x`, `e = y − t`, `L = e²`. With w = {w}, "
            "x = {x}, t = {t}: what is dL/dw?",
            Number("dL/dw", within=0.01), outcome=lambda lab: lab.result.gradient("w"),
            lab=lambda w, x, t: bp.GraphLab(formula="one_weight", weights={"w": w, "x": x, "t": t}, moment=0,
                                            controls=("theta", "moment"), views=("graph", "formula"),
                                            question="What is the product along the path?"),
            cases=({"w": 4, "x": 3, "t": 6}, {"w": 2, "x": 5, "t": 8}, {"w": 1, "x": 4, "t": 7}), why=_why_one),
        Question(
            "used-twice", "Now w stands in two places: `z = w·x`, `h = tanh(z)`, `y = w·h`. Two paths lead from w to "
            "the loss, a long one and a short one. What is dL/dw?",
            (Option("The product along the long path: that is the chain rule.",
                    "Then a nudge of w would leave the second factor of y = w·h as it is.",
                    misconception="there-is-one-path"),
             Option("The products of both paths, multiplied.",
                    "Along a path effects are multiplied, for one acts on the next; the two paths act side by side.",
                    misconception="paths-are-multiplied"),
             Option("The products of both paths, added.",
                    "A nudge of w arrives at y on both ways, and y moves by both.")),
            right=_which_rule,
            lab=lambda: bp.GraphLab(controls=("theta", "moment"), views=("graph", "verdict"))),
        Exercise(
            "sum-of-paths", "Write `gradient(edges, start, end)`: the sum over all paths from start to end of the "
            "products along them. Each edge is (from, to, local derivative).",
            reference=gradient, cases=_edges, oracle=_by_a_nudge, returns="the gradient",
            wrong=(Wrong("one path", lambda edges, start, end: math.prod(_paths(edges, start, end)[0]),
                         "You followed the first edge only; every edge that leaves a node begins further paths."),
                   Wrong("paths counted", lambda edges, start, end: len(_paths(edges, start, end)),
                         "You counted the paths; each counts as much as the product of its derivatives."),
                   Wrong("factors added", lambda edges, start, end: sum(map(sum, _paths(edges, start, end))),
                         "Along a path the derivatives are multiplied; only different paths are added."),
                   Wrong("paths multiplied", lambda edges, start, end: math.prod(map(math.prod,
                                                                                    _paths(edges, start, end))),
                         "Different paths act side by side: their products are added.")),
            hints=("From end to end leads one path, of no edges: its product is 1.",
                   "A path from start is an edge (start, to, slope), and then any path from `to`.",
                   "Call the function itself: the sum of slope × gradient(edges, to, end) over all edges that leave "
                   "start.")),
        Prediction(
            "how-many-paths", "{words} How many paths lead from {start} to the result?",
            Number("paths", within=0.001, low=0), lab=_counted, outcome=lambda lab: lab.result.paths.count,
            cases=({"formula": "residual", "start": "x", "words": "Three residual blocks, one after the other, each "
                    "`h + tanh(w·h)`: a way through it and a way around it."},
                   {"formula": "recurrent", "start": "w", "words": "A net reads three numbers: `h1 = tanh(x1)`, "
                    "`h2 = tanh(w·h1 + x2)`, `h3 = tanh(w·h2 + x3)`, and gives `w·h3`."},
                   {"formula": "mazur", "start": "b1", "words": "Two inputs, two hidden units, two outputs. One number "
                    "b1 is the bias of both hidden units."}), why=_why_many),
        Prediction(
            "paths-in-a-net", "A net has {depth} hidden layers of {width} units, each unit hears all of the layer "
            "before, and one output. How many paths lead from one weight of the first layer to the loss?",
            Decade("paths", 0, 40, apart=2), lab=_net,
            outcome=lambda lab: float(lab.result.growth.paths[lab.settings.depth - 1]),
            cases=({"width": 10, "depth": 31}, {"width": 100, "depth": 11}, {"width": 2, "depth": 34}),
            guess=lambda answer, lab: Guess("growth", x=lab.settings.depth, y=answer), why=_why_growth),
        Question(
            "how-it-is-fast", "Backpropagation finds the sum over all these paths exactly. How?",
            (Option("It goes along every path, only very fast.", "No computer lists so many paths.",
                    misconception="backpropagation-goes-along-every-path"),
             Option("Where paths meet it adds their parts, and hands one number on.",
                    "What all paths beyond a node come to is one number, its gradient; it is computed once, and "
                    "multiplied into every edge before it.")),
            right=_what_it_does),
        Exercise(
            "tape", "Write `backward(given, tape)`: the gradients of the last number in the given ones. Numbers are "
            "counted from 0, the given ones first; each step of the tape makes one more: `('+', i, j)`, `('*', i, j)` "
            "or `('tanh', i)`.",
            reference=backward, cases=_tapes, oracle=_by_differences, returns="the list of gradients", tolerance=1e-6,
            wrong=(Wrong("not added", lambda given, tape: _backward(given, tape, add=False),
                         "A number that is used twice keeps only the last part: write += where the parts arrive."),
                   Wrong("order", lambda given, tape: _backward(given, tape, forwards=True),
                         "You went forwards: a number handed on its gradient before it was complete."),
                   Wrong("own factor", lambda given, tape: _backward(given, tape, own=True),
                         "The slope of a product in one factor is the *other* factor."),
                   Wrong("slope of tanh", lambda given, tape: _backward(given, tape, inner=True),
                         "The slope of tanh is 1 − its value squared, not 1 − what goes in squared.")),
            hints=("Forwards first: keep a list of all numbers, and append one for each step.",
                   "Give each number a gradient of 0, the last one 1, and go through the steps from the last to the "
                   "first.",
                   "Each step adds slope × its own gradient to the gradient of each number that it uses; slopes: 1 and "
                   "1, the other factor, 1 − value².")),
        SayIt(
            "why-a-sum", "In a net, the error of a hidden unit is a *sum* over the units of the next layer. Why?",
            "The unit's output goes to each of them, so paths lead to the loss through each. Along a path derivatives "
            "are multiplied; different paths are added. What lies beyond each next unit is already one number, its δ."),
    ))
