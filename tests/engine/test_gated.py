"""LSTM, GRU and Embedding: every intermediate against the tape, known limits, and how far back the error reaches."""

import numpy as np
import pytest

from bpwidgets.engine import (
    GRU,
    LSTM,
    Dense,
    Embedding,
    LastStep,
    Network,
    NetworkLoss,
    Recurrent,
    check_gradient,
    descend,
    one_hot,
)
from tests.engine.test_layers_on_tape import gradients, on_the_tape, sigmoid
from tests.engine.test_plane import assert_plane, weights


def example(layer, steps=5, batch=3, seed=0):
    """Parameters, x and da of random numbers."""
    generator = np.random.default_rng(seed)
    parameters = {key: generator.normal(size=shape) for key, shape in layer.shapes.items()}
    return parameters, generator.normal(size=(batch, steps, layer.inputs)), generator.normal(
        size=(batch, steps, layer.outputs))


def on_tape(layer, step):
    """All scalars of a run on the tape, by name and step, after the backward pass; and the engine's trace and back."""
    parameters, x, da = example(layer, steps=3, batch=1)
    p, scalars = {key: on_the_tape(value) for key, value in parameters.items()}, []
    h = c = np.zeros((1, layer.units))
    for t in range(3):
        made = step({gate: lambda h, gate=gate, t=t: x[:, t] @ p["W" + gate] + h @ p["U" + gate] + p["b" + gate]
                     for gate in "ifogrun" if "W" + gate in p}, h, c)
        h, c = made["h"], made.get("c", c)
        scalars.append(made)
    sum((made["h"] * da[:, t]).sum() for t, made in enumerate(scalars)).backward()
    trace = layer.forward(parameters, x)
    return scalars, trace, layer.backward(parameters, trace, da)


def lstm(z, h, c):
    z = {gate: function(h) for gate, function in z.items()}
    i, f, o, g = sigmoid(z["i"]), sigmoid(z["f"]), sigmoid(z["o"]), np.tanh(z["g"])
    c = f * c + i * g
    return dict(i=i, f=f, o=o, g=g, c=c, h=o * np.tanh(c), z=[z[gate] for gate in "ifog"])


def gru(z, h, c):
    z_r, z_u = z["r"](h), z["u"](h)
    r, u = sigmoid(z_r), sigmoid(z_u)
    z_n = z["n"](r * h)
    n = np.tanh(z_n)
    return dict(r=r, u=u, n=n, h=u * h + (1 - u) * n, z=[z_r, z_u, z_n])


@pytest.mark.parametrize("layer, step", [(LSTM(2, 2), lstm), (GRU(2, 2), gru)], ids=["lstm", "gru"])
def test_every_gate_and_state_is_that_of_the_formula_at_every_step(layer, step):
    scalars, trace, back = on_tape(layer, step)
    for t, made in enumerate(scalars):
        for name in set(made) - {"z"}:
            at_t = (trace.a if name == "h" else getattr(trace, name))[:, t]
            np.testing.assert_allclose(at_t.ravel(), [node.value for node in made[name].ravel()], rtol=1e-12)
        for gate, nodes in zip(trace.by_gate, made["z"], strict=True):
            z, delta = trace.by_gate[gate][:, t], back.by_gate[gate][:, t]
            np.testing.assert_allclose(z.ravel(), [node.value for node in nodes.ravel()], rtol=1e-12)
            np.testing.assert_allclose(delta.ravel(), gradients(nodes), rtol=1e-10, atol=1e-14)
        for name in {"h", "c"} & set(made):
            np.testing.assert_allclose(getattr(back, "d" + name)[:, t].ravel(), gradients(made[name]), rtol=1e-10)


def test_along_the_cell_the_gradient_is_the_product_of_the_forget_gates():
    layer = LSTM(2, 3)
    parameters, x, _ = example(layer, steps=6)
    parameters |= {name: np.zeros((3, 3)) for name in ("Ui", "Uf", "Uo", "Ug")}     # no other way back
    trace, da = layer.forward(parameters, x), np.zeros((3, 6, 3))
    da[:, -1] = 1
    dc = layer.backward(parameters, trace, da).dc
    for t in range(5):
        np.testing.assert_allclose(dc[:, t], trace.f[:, t + 1:].prod(axis=1) * dc[:, -1], rtol=1e-12)


@pytest.mark.parametrize("T", [20, 100])
def test_with_a_wide_open_forget_gate_the_error_reaches_far_back_where_a_plain_layer_loses_it(T):
    reach = {}
    for layer in (Recurrent(1, 4), LSTM(1, 4, forget_bias=5), GRU(1, 4)):
        net = Network((layer, LastStep(4)))
        theta = net.initialize("orthogonal", gain=0.5)
        back = net.backward(theta, net.forward(theta, np.zeros((1, T, 1))), np.ones((1, 4)))
        seen = back[0].dc if isinstance(layer, LSTM) else getattr(back[0], "dh", back[0].delta)
        reach[type(layer)] = np.linalg.norm(seen[0, 0]) / np.linalg.norm(seen[0, -1])
    f = 1 / (1 + np.exp(-5))    # at x = 0 all other gates are half open: c = h = 0, and c_(t-1) reaches z_g through h
    assert reach[Recurrent] == pytest.approx(0.5 ** (T - 1), rel=1e-9)
    assert reach[LSTM] > 0.5 * f ** (T - 1) and reach[GRU] < 0.8 ** (T - 1)


def test_a_gru_that_keeps_nothing_and_sees_all_is_a_plain_recurrent_layer():
    plain = Recurrent(2, 3)
    parameters, x, da = example(plain)
    gates = {name: np.zeros(shape) for name, shape in GRU(2, 3).shapes.items()}
    gates |= {"Wn": parameters["W"], "Un": parameters["U"], "bn": parameters["b"]}
    gates |= {"br": np.full(3, 800.0), "bu": np.full(3, -800.0)}
    trace, there = GRU(2, 3).forward(gates, x), plain.forward(parameters, x)
    back, plain_back = GRU(2, 3).backward(gates, trace, da), plain.backward(parameters, there, da)
    np.testing.assert_allclose(trace.a, there.a, rtol=1e-13)
    np.testing.assert_allclose(back.dx, plain_back.dx, rtol=1e-11)
    for name, key in dict(Wn="W", Un="U", bn="b").items():
        np.testing.assert_allclose(back.gradients[name], plain_back.gradients[key], rtol=1e-11)


def test_a_gru_that_keeps_everything_passes_the_error_back_undiminished():
    parameters, x, da = example(GRU(2, 3), steps=50)
    parameters |= {"bu": np.full(3, 800.0)}
    trace = GRU(2, 3).forward(parameters, x)
    assert (trace.a == 0).all()
    np.testing.assert_allclose(GRU(2, 3).backward(parameters, trace, da).dh, np.cumsum(da[:, ::-1], axis=1)[:, ::-1],
                               rtol=1e-11, atol=1e-13)


def test_a_cell_counts_beyond_all_numbers_that_its_output_can_show():
    parameters = {name: np.zeros(shape) for name, shape in LSTM(1, 1).shapes.items()}
    parameters |= {"Wg": np.full((1, 1), 50.0)} | {name: np.array([800.0]) for name in ("bi", "bf", "bo")}
    trace = LSTM(1, 1).forward(parameters, np.array([1, 1, 1, -1, 1, 1.0]).reshape(1, 6, 1))
    assert trace.c[0, :, 0].tolist() == [1, 2, 3, 2, 3, 4] and trace.a.max() < 1


@pytest.mark.parametrize("kind, gates", [(LSTM, "ifog"), (GRU, "run")])
def test_parameters_have_the_names_of_their_gates_and_are_drawn_gate_by_gate(kind, gates):
    net = Network((kind(3, 2), LastStep(2)))
    assert list(dict.fromkeys(name.partition("[")[0] for name in net.names)) == [
        f"{letter}{gate}1" for gate in gates for letter in "WUb"]
    parameters, bare = (net.unpack(net.initialize("he_normal", seed=9, gain=0.5, bias_scale=b))[0] for b in (0.1, 0))
    weights, biases = np.random.default_rng(9), np.random.default_rng([9, 1])
    for gate in gates:
        keeps = 1.0 if gate == "f" else 0.0
        W, U, b = weights.standard_normal((3, 2)), weights.standard_normal((2, 2)), biases.standard_normal(2)
        np.testing.assert_allclose(parameters["W" + gate], 0.5 * np.sqrt(2 / 3) * W, rtol=1e-15)
        np.testing.assert_allclose(parameters["U" + gate], 0.5 * np.sqrt(2 / 2) * U, rtol=1e-15)
        np.testing.assert_allclose(parameters["b" + gate], 0.1 * b + keeps, rtol=1e-15)
        assert (bare["b" + gate] == keeps).all()


def test_one_gate_can_be_frozen_by_its_names():
    net = Network((LSTM(1, 2), LastStep(2)))
    f = NetworkLoss(net, np.ones((2, 3, 1)), np.ones((2, 2)), frozen=("Wf1", "Uf1", "bf1"))
    still = [name for name, g in zip(net.names, f.gradient(net.initialize())) if g == 0]
    assert still == [name for name in net.names if name[1] == "f"]


@pytest.mark.parametrize("kind", [LSTM, GRU])
def test_a_gated_net_learns_to_remember_the_first_of_many_steps(kind):
    x = np.random.default_rng(0).choice([-1.0, 1.0], size=(20, 12, 1))
    f = NetworkLoss(Network((kind(1, 3), LastStep(3), Dense(3, 1))), x, x[:, 0], batch_size=10)
    theta = f.network.initialize("orthogonal", seed=1)
    assert check_gradient(f, theta, step=1).relative_error < 1e-6
    path = descend(f, theta, "adam", learning_rate=0.05, steps=150)
    assert f.value(theta) > 0.5 and f.value(path.thetas[-1]) < 0.05


@pytest.mark.parametrize("layers", [(LSTM(2, 3),), (Embedding(2, 2), GRU(2, 3))], ids=["lstm", "embedding and gru"])
def test_a_plane_of_a_gated_net_equals_a_loop(layers):
    net, generator = Network((*layers, LastStep(3), Dense(3, 1))), np.random.default_rng(0)
    f = NetworkLoss(net, generator.normal(size=(5, 4, 2)), generator.normal(size=(5, 1)))
    assert_plane(f, generator.normal(size=net.n), generator.normal(size=(2, net.n)))
    assert_plane(f, generator.normal(size=net.n), weights(net, net.names[5], net.names[-2]))


def test_an_embedding_looks_rows_up_and_sums_the_gradients_of_all_places_of_a_symbol():
    generator, layer = np.random.default_rng(1), Embedding(5, 3)
    symbols, E = generator.integers(4, size=(6, 7)), generator.normal(size=(5, 3))    # symbol 4 does not occur
    trace = layer.forward({"E": E}, one_hot(symbols, 5))
    np.testing.assert_array_equal(trace.z, E[symbols])
    delta = generator.normal(size=(6, 7, 3))
    dE = layer.backward({"E": E}, trace, delta).gradients["E"]
    np.testing.assert_allclose(dE, [delta[symbols == k].sum(axis=0) for k in range(5)], rtol=1e-12, atol=1e-14)
    assert (dE[4] == 0).all()


def test_first_features_have_the_variance_of_one_symbol_at_a_time():
    E = Network((Embedding(7, 3),)).initialize("lecun_normal", seed=2)
    np.testing.assert_allclose(E.reshape(7, 3), np.random.default_rng(2).standard_normal((7, 3)), rtol=1e-14)


REFUSALS = {
    "inputs of LSTM: expected a whole number, 1 or more; got 0.": lambda: LSTM(0, 2),
    "units of LSTM: expected a whole number, 1 or more; got 1.5.": lambda: LSTM(1, 1.5),
    "forget_bias of LSTM: expected a finite number; got nan.": lambda: LSTM(1, 1, np.nan),
    "inputs of GRU: expected a whole number, 1 or more; got 'a'.": lambda: GRU("a", 2),
    "units of GRU: expected a whole number, 1 or more; got -1.": lambda: GRU(1, -1),
    "symbols of Embedding: expected a whole number, 1 or more; got 0.": lambda: Embedding(0, 2),
    "features of Embedding: expected a whole number, 1 or more; got 0.": lambda: Embedding(2, 0),
    "x of the network: expected shape (batch, time, 3), one-hot; got an array of shape (5, 4). Of numbers of symbols, "
    "one_hot(x, 3) makes that.": lambda: Network((Embedding(3, 2),)).forward(np.ones(6), np.ones((5, 4))),
    "x of the network: expected shape (batch, time, 3), one-hot; got an array of shape (2, 2). Of numbers of symbols, "
    "one_hot(x, 3) makes that.":
        lambda: NetworkLoss(Network((Embedding(3, 2), LastStep(2))), [[0, 1], [2, 0]], np.ones((2, 2))),
    "x of the network: expected shape (batch, time, 2), time 1 or more; got an array of shape (5, 4, 3).":
        lambda: Network((LSTM(2, 1),)).forward(np.ones(16), np.ones((5, 4, 3))),
    "numbers of one_hot: expected whole numbers from 0 to 2; got 3. Count the symbols from 0.":
        lambda: one_hot([1, 2, 3], 3),
    "numbers of one_hot: expected whole numbers from 0 to 2; got 0.5. Count the symbols from 0.":
        lambda: one_hot([[0.5]], 3),
    "symbols of one_hot: expected a whole number, 1 or more; got 0.": lambda: one_hot([0], 0),
    "layers of Network: expected a layer 2 that takes sequences; got Dense(2, 1). LastStep leads from sequences to "
    "rows.": lambda: Network((GRU(1, 2), Dense(2, 1))),
}


@pytest.mark.parametrize("text", REFUSALS)
def test_a_refusal_says_what_was_expected_what_was_given_and_what_to_do(text):
    with pytest.raises(ValueError) as caught:
        REFUSALS[text]()
    assert str(caught.value) == text
