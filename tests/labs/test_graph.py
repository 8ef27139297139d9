"""GraphLab: paths add up to the gradient that comes back, in every formula, net and random graph; steps and errors."""
import functools
import itertools
import math

import numpy as np
import pytest

import bpwidgets as bp
from bpwidgets import engine
from bpwidgets.engine.tape import Scalar
from bpwidgets.labs.backprop.settings import BackpropSettings
from bpwidgets.labs.backprop.study import backprop
from bpwidgets.labs.graph.elements import node_words
from bpwidgets.labs.graph.formulas import FORMULAS
from bpwidgets.labs.graph.growth import growth_of
from bpwidgets.labs.graph.moments import moment_at
from bpwidgets.labs.graph.nodes import Graph, Node, Numbers, graph_of
from bpwidgets.labs.graph.paths import counts_from, paths_from
from bpwidgets.labs.graph.settings import GraphSettings
from bpwidgets.labs.graph.study import formula_graph
from bpwidgets.labs.graph.verdict import verdict_of
from bpwidgets.nets.ready import NETS
from tests.engine.test_tape import LOSS_ON_THE_TAPE, ON_THE_TAPE, each

GENERATOR = np.random.default_rng(0)


def study(**changes):
    return formula_graph(GraphSettings.create(**changes))


def agree(paths, gradient):
    largest = max((abs(path.product) for path in paths.listed), default=0)
    return abs(paths.total - gradient) <= 1e-12 * max(1.0, abs(gradient), largest)


def every_path(graph, start):
    """All paths as tuples of edges, one by one."""
    def onward(node):
        if node == graph.output:
            yield ()
        for k in graph.out_of[node]:
            yield from ((k, *rest) for rest in onward(graph.edges[k].target))
    return list(onward(start))


# -- the sum over all paths is the gradient


@pytest.mark.parametrize("name", FORMULAS)
def test_in_every_formula_the_paths_from_each_node_add_up_to_its_gradient(name):
    formula = FORMULAS[name]
    for values in (formula.start, GENERATOR.normal(size=len(formula.names))):
        graph, numbers = formula.at(values)
        for node in range(len(graph.nodes)):
            paths = paths_from(graph, numbers, node)
            assert agree(paths, numbers.gradients[node]), graph.names[node]
            found = every_path(graph, node)
            products = [math.prod(numbers.slopes[list(path)]) for path in found]
            assert paths.count == len(found) and agree(paths, math.fsum(products))
            largest = sorted(map(abs, products), reverse=True)[:len(paths.listed)]
            assert [abs(path.product) for path in paths.listed] == pytest.approx(largest, rel=1e-12, abs=1e-300)


@pytest.mark.parametrize("name", FORMULAS)
def test_the_gradient_is_that_of_central_differences(name):
    formula, h = FORMULAS[name], 1e-6
    _, numbers = formula.at(formula.start)
    for k, gradient in enumerate(numbers.gradients[:len(formula.names)]):
        ends = [formula.at(np.array(formula.start) + sign * h * np.eye(len(formula.names))[k]) for sign in (1, -1)]
        up, down = (of.values[graph.output] for graph, of in ends)
        assert (up - down) / (2 * h) == pytest.approx(gradient, rel=1e-6, abs=1e-8)


def net_on_the_tape(network, theta, x, y, loss):
    """The graph of the loss of a net, all weights given, by the names that they have in the net."""
    given = {name: Scalar(value) for name, value in zip(network.names, theta)}
    a, numbers, start = np.asarray(x, dtype=object), np.array(list(given.values()), dtype=object), 0
    for layer in network.layers:
        i, o = layer.inputs, layer.outputs
        a, start = a @ numbers[start:start + i * o].reshape(i, o), start + i * o
        if layer.bias:
            a, start = a + numbers[start:start + o], start + o
        a = each(ON_THE_TAPE[layer.activation.name], a)
    return graph_of(given, LOSS_ON_THE_TAPE[loss](a, y), {})


@pytest.mark.parametrize("net", NETS)
def test_in_every_ready_made_net_the_paths_add_up_to_the_gradient_of_the_engine(net):
    result = backprop(BackpropSettings(net=net))
    task = result.task
    graph, numbers = net_on_the_tape(task.network, result.theta, task.objective.x, task.objective.y,
                                     task.objective.loss.name)
    for node, gradient in enumerate(result.gradient):
        paths = paths_from(graph, numbers, node)
        assert agree(paths, gradient) and paths.count == len(every_path(graph, node))


# O13: W_l[i][j] = scale sin(1.7(i+1) + 0.9(j+1) + l), b_l[i] = 0.3 cos(0.6(i+1) + l), torch autograd, recomputed
O13 = [
    ((2, 3, 1), "tanh", "mse", 5, 1, 0.1795328565214, [0.2008176186399, 0.1713133817665]),
    ((2, 3, 2, 1), "sigmoid", "quadratic", 5, 1, 0.504755970695, [0.03258515378156, 0.1466185138451, 0.4137379516962]),
    ((3, 4, 3), "relu", "softmax_cross_entropy", 5, 1, 1.388683913069, [0.6207417345006, 0.4348411972447]),
    ((4, 6, 6, 2), "tanh", "sse", 3, 1, 5.35011797893, [3.304333318798, 7.715147044755, 6.506367399987]),
    ((2, 2, 2, 2, 2, 1), "sigmoid", "mse", 5, 1, 0.5953483054983, [
        3.538961435538e-05, 0.00324288270962, 0.0193860744814, 0.1034160257925, 0.6917906442996]),
]


def formula_weights(sizes):
    """W as (inputs, units), rows of the reference being receiving units, and b, one after the other."""
    theta = []
    for l, (n_in, n_out) in enumerate(itertools.pairwise(sizes)):
        i, j = np.arange(n_out)[:, None], np.arange(n_in)
        theta += [0.8 * np.sin(1.7 * (i + 1) + 0.9 * (j + 1) + l).T.ravel(), 0.3 * np.cos(0.6 * (i[:, 0] + 1) + l)]
    return np.concatenate(theta)


@pytest.mark.parametrize("sizes, phi, loss, N, scale, error, norms", O13)
def test_the_paths_of_reference_nets_add_up_to_published_gradients(sizes, phi, loss, N, scale, error, norms):
    n, j, k = np.arange(N)[:, None], np.arange(sizes[0]), np.arange(sizes[-1])
    x, y = np.sin(0.7 * (n + 1) * (j + 1)) + 0.1 * j, np.cos(0.5 * (n + 1) + k)
    if loss.startswith("softmax"):
        y = np.eye(sizes[-1])[np.arange(N) % sizes[-1]]
    network = engine.network(sizes, phi, "identity")
    graph, numbers = net_on_the_tape(network, formula_weights(sizes), x, y, loss)
    assert numbers.values[graph.output] == pytest.approx(error, rel=1e-10)
    totals = np.array([paths_from(graph, numbers, node, most=2).total for node in range(network.n)])
    found = [np.linalg.norm(layer["W"]) for layer in network.unpack(totals)]
    assert found == pytest.approx(norms, rel=1e-10)


def test_mazurs_gradients_come_out_and_a_shared_bias_gets_the_sum_of_both_units():
    result = study(formula="mazur")
    assert result.values[result.graph.output] == pytest.approx(0.29837110876, rel=1e-10)
    published = {"w1": 0.0004385677344743, "w2": 0.0008771354689486, "w3": 0.0004977127352608, "w4": 0.0009954254705217,
                 "w5": 0.08216704056423, "w6": 0.08266762784753, "w7": -0.02260254047748, "w8": -0.02274024221598,
                 "b1": 0.008771354689487 + 0.009954254705217, "b2": 0.1384985616286 - 0.03809823651656}
    assert {name: result.gradient(name) for name in published} == pytest.approx(published, rel=1e-10)
    assert {name: study(formula="mazur", selected=name).paths.count for name in ("w1", "w5", "b1", "b2")} == {
        "w1": 2, "w5": 1, "b1": 4, "b2": 2}


def test_the_published_numbers_of_micrograds_example_come_out():
    result = study(formula="micrograd")
    assert [round(float(number), 4) for number in (result.values[result.graph.output], *result.gradients[:2])] == [
        24.7041, 138.8338, 645.5773]


def test_two_paths_of_softmax_are_probability_minus_target():
    result = study(formula="softmax", selected="z1")
    p = math.exp(0.5) / sum(map(math.exp, (0.5, -0.3, 1.0)))
    assert sorted(path.product for path in result.paths.listed) == pytest.approx([-1, p])


def test_a_closed_path_adds_nothing_and_blocks_all_behind_it():
    result = study(formula="closed_path")
    assert [path.product for path in result.paths.listed] == [1.2, 0.0] and result.gradient("w2") == 0


# -- more paths than anybody lists


def random_graph(seed, nodes=14):
    """Any graph: each node has two edges from nodes before it; slopes of its own."""
    draw = np.random.default_rng(seed)
    made = [Node("x0"), Node("x1")]
    made += [Node(f"v{k}", "+", tuple(map(int, draw.integers(0, k, size=2))), k) for k in range(2, nodes)]
    graph = Graph(tuple(made), nodes - 1)
    slopes = draw.normal(size=len(graph.edges))
    return graph, Numbers(np.zeros(nodes), np.zeros(nodes), slopes, np.zeros(len(slopes)))


@pytest.mark.parametrize("seed", range(8))
def test_in_random_graphs_the_largest_paths_are_listed_and_the_others_summed(seed):
    graph, numbers = random_graph(seed)
    products = [math.prod(numbers.slopes[list(path)]) for path in every_path(graph, 0)]
    for most in (1, 5, 1000):
        paths = paths_from(graph, numbers, 0, most)
        assert paths.count == len(products) and len(paths.listed) == min(most, len(products))
        largest = sorted(map(abs, products), reverse=True)[:most]
        assert [abs(path.product) for path in paths.listed] == pytest.approx(largest, rel=1e-12)
        assert paths.total == pytest.approx(math.fsum(products), rel=1e-10, abs=1e-12)
        assert math.fsum(path.product for path in paths.listed) + paths.rest == pytest.approx(paths.total, abs=1e-12)


def test_billions_of_paths_are_counted_exactly_and_summed():
    result = study(formula=lambda x=0.01: functools.reduce(lambda h, _: h * h + h, range(20), x))
    assert result.paths.count == 3 ** 20 and len(result.paths.listed) == 36
    assert result.paths.unlisted == 3 ** 20 - 36 and agree(result.paths, result.gradient("x"))
    assert f"{3 ** 20 - 36} that are not listed add" in bp.GraphLab(formula=result.formula).describe()


@pytest.mark.parametrize("width", [1, 2, 10, 100])
def test_paths_grow_by_the_width_and_the_work_by_the_same_amount_with_each_layer(width):
    growth = growth_of(width, 100)
    assert growth.paths == tuple(width ** k for k in range(100))
    assert set(np.diff(growth.operations)) == {3 * width * width}


@pytest.mark.parametrize("width, depth", [(1, 3), (2, 3), (3, 2), (4, 1)])
def test_the_counts_of_growth_are_those_of_the_graph_of_such_a_net(width, depth):
    sizes = (width,) * (depth + 1) + (1,)
    net = engine.network(sizes, "tanh", bias=False)
    graph, _ = net_on_the_tape(net, np.arange(net.n) / 10 + 0.1, np.ones((1, width)), np.zeros((1, 1)), "half_sse")
    # the square in the loss is one step here
    growth = growth_of(width, depth)
    assert counts_from(graph, 0)[graph.output] == growth.paths[-1]
    weights = [a * b for a, b in itertools.pairwise(sizes)]
    assert growth.operations[-1] == 3 * sum(weights) - weights[0]


def test_more_than_10_to_the_30_paths_are_a_whole_number():
    assert growth_of(10, 31).paths[-1] == 10 ** 30 and growth_of(7, 60).paths[-1] == 7 ** 59


# -- step by step


@pytest.mark.parametrize("name", FORMULAS)
def test_each_step_uses_only_what_is_known_and_in_the_end_all_is(name):
    graph = FORMULAS[name].graph
    last = bp.GraphLab(formula=name).settings.moment
    for index in range(last + 1):
        now = moment_at(graph, index)
        lit = [node for node in range(len(graph.nodes)) if now.lights_value(node) or now.lights_gradient(node)]
        assert lit or index == last
        if now.kind == "forward":
            assert all(moment_at(graph, index - 1).knows_value(graph.edges[k].source) for k in graph.into[now.node])
            assert not moment_at(graph, index - 1).knows_value(now.node)
        if now.kind == "backward":
            assert moment_at(graph, index - 1).knows_gradient(now.node)
    done = moment_at(graph, last)
    assert all(done.knows_value(k) and done.knows_gradient(k) for k in range(len(graph.nodes)))


@pytest.mark.parametrize("name", FORMULAS)
def test_the_parts_add_up_to_the_gradient_bit_for_bit_in_the_order_in_which_they_arrive(name):
    graph, numbers = FORMULAS[name].at(FORMULAS[name].start)
    for node in range(len(graph.nodes)):
        if node != graph.output and graph.out_of[node]:
            arrived = moment_at(graph, 2 * len(graph.computed) + 2).arrived(node)
            assert functools.reduce(lambda total, k: total + numbers.parts[k], arrived,
                                    np.float64(0)) == numbers.gradients[node]


def test_a_node_used_twice_gets_its_gradient_in_two_parts():
    lab = bp.GraphLab(moment=9)     # y hands on
    node = lab.result.graph.number("w")
    assert len(lab.result.moment(9).arrived(node)) == 1 and not lab.result.moment(9).knows_gradient(node)
    assert node_words(lab.result, lab.result.moment(9), node) == (
        "w, given: value 0.8, 1 of 2 parts of its gradient: -0.889")
    assert lab.result.moment(11).knows_gradient(node)
    assert node_words(lab.result, lab.result.moment(11), node).endswith("gradient -1.28 from 2 uses: -0.889, -0.39")


def test_text_and_formula_tell_nothing_before_it_is_known():
    lab = bp.GraphLab(formula="two_hidden_units", moment=3)
    assert "?" in lab.describe() and "way" not in lab.describe() and "dL/dx = " not in repr(lab)
    assert "not yet known" in lab.canvas.formula["spoken"]
    lab.set(moment=lab.settings.bounds("moment")[1])
    assert "?" not in lab.describe().split("dL/dx = ")[-1] and "not yet known" not in lab.canvas.formula["spoken"]
    lab.close()


def test_forward_and_back_again_gives_the_same_text_and_the_same_picture():
    lab = bp.GraphLab(formula="residual", moment=0)
    there, back = {}, {}
    for seen, moments in ((there, range(0, 21, 4)), (back, range(20, -1, -4))):
        for moment in moments:
            lab.set(moment=moment)
            seen[moment] = lab.describe(), lab.canvas.formula, lab.canvas.render(exact=True)
    assert there == back
    lab.close()


# -- what the verdict says


@pytest.mark.parametrize("changes, verdict", [
    ({}, "Two paths lead from w to L: their products, -0.889 and -0.39, add up to -1.28, the gradient of "
         "backpropagation."),
    ({"formula": "one_weight"}, "One path leads from w to L: its product is the gradient, 36."),
    ({"selected": "L"}, "L is the result itself: its gradient is 1."),
    ({"formula": "residual"}, "In all, 8 paths lead from x to y: their products add up to 1.69, the gradient of "
                              "backpropagation."),
    ({"formula": lambda x, y: x * 2, "selected": "y"}, "No path leads from y to v1: its gradient is 0."),
    ({"weights": {"w": 1e200}}, "The paths from w to L cannot be added up: a number overflows or is not defined."),
])
def test_the_verdict_says_how_many_paths_and_what_they_come_to(changes, verdict):
    assert study(**changes).verdict == verdict


def test_paths_that_do_not_add_up_would_be_told():
    graph, numbers = FORMULAS["square"].at((3.0,))
    assert verdict_of(graph, paths_from(graph, numbers, 0), 5.0) == (
        "Two paths lead from w to y; the products add up to 6, but backpropagation says 5.")


# -- a formula of one's own


def test_parameters_become_sliders_and_defaults_first_values():
    lab = bp.GraphLab(formula=lambda x, w=0.8: (w * x).tanh() + w * w)
    assert {"x", "w"} <= set(lab.controls) and lab.controls["w"].value == 0.8
    lab.controls["x"].value = 0.25
    assert lab.result.values[0] == 0.25
    assert lab.result.gradient("w") == pytest.approx(0.25 * (1 - math.tanh(0.2) ** 2) + 1.6)
    lab.close()


def test_a_mapping_names_the_numbers_on_the_way_and_numpy_works():
    result = study(formula=lambda x, w: {"z": w * x, "h": np.tanh(w * x),
                                         "y": np.exp(w * x) + np.array([w, x]) @ [1, 2]})
    assert result.output == "y" and result.gradient("w") == pytest.approx(0.5 * math.exp(0.5) + 1)


@pytest.mark.parametrize("function, got", [
    (lambda x: float(x) * x, "raises TypeError. It says: float() argument must be"),
    (lambda x: x * math.tanh(x), "raises TypeError. It says: must be real number, not Scalar"),
    (lambda x: x if x > 0 else -x, "A Scalar is neither compared nor true or false"),
    (lambda x: x if x == 0 else -x, "A Scalar is neither compared nor true or false"),
    (lambda x: -x if x else x, "A Scalar is neither compared nor true or false"),
    (lambda x: x.sin(), "got one that raises AttributeError"),
    (lambda x: 3.0, "got one that gives 3.0. It must give a scalar"),
    (lambda x: x.value, "It must give a scalar"), (lambda x: None, "got one that gives None."),
    (lambda x: [x, x], "got one that gives [Scalar(0.5), Scalar(0.5)]."), (lambda x: {"y": 1.0}, "gives 1.0"),
    (lambda x: Scalar(2) * 3, "got one whose result uses none of its numbers."),
    (lambda *x: x[0], "got one with the parameter *x."), (lambda: 1, "got one with 0 parameters."),
    (lambda x="a": x, "got the default x='a'"), (lambda x, y: {"x": x * y, "z": x * y}, "calls two numbers 'x'"),
    (lambda x: functools.reduce(lambda h, _: h * x, range(80), x), "got one with 81 numbers. Up to 60"),
    (lambda x: undefined * x, "It says: name 'undefined' is not defined. It may use"),     # noqa: F821
])
def test_what_cannot_be_shown_is_refused_clearly_before_anything_changed(function, got):
    lab = bp.GraphLab()
    before = lab.state
    with pytest.raises(bp.ArgumentError, match=r"^formula of GraphLab: expected a function of scalars") as error:
        lab.set(formula=function)
    assert got in str(error.value) and lab.state is before


@pytest.mark.parametrize("given", ["used", 3, int, None, [1], engine.network((1, 1))])
def test_what_is_no_function_is_refused_with_the_gallery(given):
    with pytest.raises(bp.ArgumentError, match=r"expected one of used_twice, .*, or a function of your own"):
        bp.GraphLab(formula=given)


def test_a_branch_on_values_is_refused_where_the_graph_would_change():
    lab = bp.GraphLab(formula=lambda x: x * x if x.value > 0 else -x)
    before = lab.state
    with pytest.raises(bp.ArgumentError, match=r"makes another graph when its numbers change.*must not branch"):
        lab.set(weights={"x": -1.0})
    assert lab.state is before
    lab.set(weights={"x": 2.0})
    assert lab.result.gradient("x") == 4


def test_deep_and_infinite_numbers_are_told_not_raised():
    for size in (1e-300, 1e155, 1e300, -1e300):
        for name in FORMULAS:
            lab = bp.GraphLab(formula=name, weights={FORMULAS[name].names[0]: size})
            assert lab.result.verdict.endswith(".") and lab.describe()


# -- networks of one's own

OWN_NETS = [((2, 2, 1), "tanh", "sigmoid", "mse", [[1.0, -1.0]], [[0.5]]),
            ((2, 3), "identity", "identity", "softmax_cross_entropy", [[1.0, 0.5]], [[1]]),
            ((1, 2, 2, 1), "relu", "identity", "half_sse", [[-1.5]], [[0.2]]),
            ((2, 2, 2), "sigmoid", "sigmoid", "quadratic", [[0.05, 0.1]], [[0.01, 0.99]]),
            ((1, 1), "identity", "identity", "half_mse", [[0.0], [3.0], [9.0]], [[0.0], [6.0], [18.0]])]


@pytest.mark.parametrize("sizes, hidden, output, loss, x, y", OWN_NETS)
def test_the_loss_of_a_network_is_a_formula_whose_paths_add_up_to_its_gradient(sizes, hidden, output, loss, x, y):
    net = engine.network(sizes, hidden, output)
    objective, theta = engine.NetworkLoss(net, x, y, loss=loss), np.round(np.sin(np.arange(1, net.n + 1)), 2)
    result = study(formula=objective, theta=theta)
    assert result.graph.names[:net.n] == net.names
    assert result.values[result.graph.output] == pytest.approx(float(objective.value(theta)), rel=1e-12)
    assert result.gradients[:net.n] == pytest.approx(objective.gradient(theta), rel=1e-12, abs=1e-15)
    for node in range(net.n):
        assert agree(paths_from(result.graph, result.numbers, node), result.gradients[node])


@pytest.mark.parametrize("objective, words", [
    (engine.NetworkLoss(engine.network((2, 4, 3)), [[1, 2]], [[1, 2, 3]]), "got a network of 27 parameters. 1 to 20 "),
    (engine.NetworkLoss(engine.network((1, 2, 1), "gelu"), [[1]], [[1]]),
     "Of networks it takes those of Dense layers with identity, tanh, sigmoid, relu."),
    (engine.NetworkLoss(engine.network((1, 1)), [[1]], [[1]], loss="mae"), "got Loss('mae'). Of losses it takes sse, "),
    (engine.NetworkLoss(engine.network((1, 1)), [[1]], [[1]], l2=0.1), "got a loss with a penalty."),
    (engine.NetworkLoss(engine.network((2, 2, 1)), np.ones((4, 2)), np.ones((4, 1))), "Up to 60 numbers can be shown")])
def test_a_network_that_cannot_be_shown_is_refused_with_the_reason(objective, words):
    with pytest.raises(bp.ArgumentError, match=r"^formula of GraphLab: ") as caught:
        bp.GraphLab(formula=objective)
    assert words in str(caught.value)
