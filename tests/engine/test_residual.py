"""Residual: a way around any stack, whose inside can be looked at like the outside."""

import numpy as np
import pytest

from bpwidgets import engine
from bpwidgets.engine import BatchNorm, Dense, LastStep, LayerNorm, Network, Recurrent, Residual, Softmax

X = np.array([[0.4, -1.0], [2.0, 0.3], [-0.2, 0.9]])
STACK = (Dense(2, 3, "tanh"), Dense(3, 2, "sigmoid"))
NET = Network((Dense(2, 2), Residual(STACK, "tanh")))
THETA = np.random.default_rng(0).normal(size=NET.n)


def test_inside_it_is_the_net_of_its_layers_on_the_same_parameters():
    trace = NET.forward(THETA, X)
    back = NET.backward(THETA, trace, np.ones((3, 2)))
    alone, theta = Network(STACK), THETA[6:]
    inside = alone.forward(theta, trace[0].a)
    inside_back = alone.backward(theta, inside, back[1].delta)
    np.testing.assert_allclose(trace[1].z, trace[0].a + inside.output, rtol=1e-13)
    for l in range(2):
        np.testing.assert_allclose(trace[1].inner[l].z, inside[l].z, rtol=1e-13)
        np.testing.assert_allclose(back[1].inner[l].delta, inside_back[l].delta, rtol=1e-13)
    np.testing.assert_allclose(back.dtheta[6:], inside_back.dtheta, rtol=1e-13)
    np.testing.assert_allclose(back[1].dx, back[1].delta + inside_back.dx, rtol=1e-13)


def test_parameters_bear_the_numbers_of_all_layers_around_them():
    net = Network((Dense(1, 1), Residual((Dense(1, 1), LayerNorm(1), Residual((Dense(1, 1, bias=False),))))))
    assert net.names == ("W1[0,0]", "b1[0]", "W2.1[0,0]", "b2.1[0]", "gamma2.2[0]", "beta2.2[0]", "W2.3.1[0,0]")
    assert net.unpack(np.arange(7))[1]["W.3.1"].tolist() == [[6]]


def test_parameters_inside_can_be_frozen_by_their_names():
    f = engine.NetworkLoss(NET, X, X, frozen=("W2.1", "b2.2[1]"))
    still = [name for name, g in zip(NET.names, f.gradient(THETA)) if g == 0]
    assert still == [name for name in NET.names if name.startswith("W2.1") or name == "b2.2[1]"]


def test_where_the_stack_gives_nothing_the_gradient_passes_undiminished():
    # He et al. 2016, equation 5 of "Identity mappings": dL/dx_l = dL/dx_L (1 + d sum F / dx_l)
    net = Network((Residual((Dense(2, 5, "relu"), Dense(5, 2))),) * 100)
    theta, d_output = net.initialize("zeros"), np.array([[1.0, -2.0]])
    trace = net.forward(theta, X[:1])
    assert (trace.output == X[:1]).all() and (net.backward(theta, trace, d_output).dx == d_output).all()


def test_a_linear_block_multiplies_by_one_plus_its_weight():
    # z = x + w x: through 50 blocks the signal and its gradient grow by (1 + w)^50, where a plain net has w^50
    net = Network((Residual((Dense(1, 1, bias=False),)),) * 50)
    trace = net.forward(np.full(50, 0.1), [[1.0]])
    assert trace.output[0, 0] == pytest.approx(1.1 ** 50, rel=1e-13)
    assert net.backward(np.full(50, 0.1), trace, np.ones((1, 1))).dx[0, 0] == pytest.approx(1.1 ** 50, rel=1e-13)


def test_first_parameters_are_drawn_in_the_order_of_the_layers_inside():
    plain, theta = Network((Dense(2, 2), *STACK)), NET.initialize("he_normal", seed=5, gain=3, bias_scale=0.2)
    np.testing.assert_array_equal(theta, plain.initialize("he_normal", seed=5, gain=3, bias_scale=0.2))


def test_sequences_pass_through_a_recurrent_layer_inside():
    net = Network((Residual((Recurrent(2, 2),)), LastStep(2)))
    assert net.layers[0].axes == (2, 2) and net.forward(np.ones(net.n), np.ones((3, 7, 2))).output.shape == (3, 2)


REFUSALS = {
    "layers of Residual: expected a last layer that gives rows of 2 features, as the first one takes; got Dense(2, 3). "
    "x + F(x) needs both to be of one shape.": lambda: Residual((Dense(2, 3),)),
    "layers of Residual: expected a last layer that gives sequences of 2 features, as the first one takes; got "
    "LastStep(2). "
    "x + F(x) needs both to be of one shape.": lambda: Residual((Recurrent(2, 2), LastStep(2))),
    "layers of Residual: expected at least one layer; got ().": lambda: Residual(()),
    "layers of Residual: expected 3 inputs in layer 2; got Dense(2, 2). Layer 1 gives 3 outputs: the two numbers must "
    "agree.":
        lambda: Residual((Dense(2, 3), Dense(2, 2))),
    "layers of Network: expected layers, such as Dense(2, 3); got 3. The methods that a layer needs: "
    "help(engine.Layer).":
        lambda: Network((Dense(2, 3), 3)),
    "layers of Network: expected a layer 2 that takes sequences; got Dense(4, 1). LastStep leads from sequences to "
    "rows.":
        lambda: Network((Recurrent(2, 4), Dense(4, 1))),
    "layers of Network: expected a layer 2 that takes rows; got Recurrent(4, 4).":
        lambda: Network((Dense(2, 4), Recurrent(4, 4))),
    "activation of Residual: expected one of": lambda: Residual(STACK, "tahn"),
    "activation of LayerNorm: expected one of": lambda: LayerNorm(2, "tahn"),
    "activation of Recurrent: expected one of": lambda: Recurrent(2, 2, "tahn"),
    "features of LayerNorm: expected a whole number, 1 or more; got 0.": lambda: LayerNorm(0),
    "features of BatchNorm: expected a whole number, 1 or more; got 1.5.": lambda: BatchNorm(1.5),
    "epsilon of BatchNorm: expected a finite number, 0 or more; got -1.": lambda: BatchNorm(2, epsilon=-1),
    "features of Softmax: expected a whole number, 1 or more; got True.": lambda: Softmax(True),
    "features of LastStep: expected a whole number, 1 or more; got 'a'.": lambda: LastStep("a"),
    "inputs of Recurrent: expected a whole number, 1 or more; got 0.": lambda: Recurrent(0, 2),
    "units of Recurrent: expected a whole number, 1 or more; got -1.": lambda: Recurrent(1, -1),
    "x of the network: expected shape (batch, 2); got an array of shape (5, 3).":
        lambda: Network((Residual((Softmax(2),)),)).forward([], np.ones((5, 3))),
    "x of the network: expected shape (batch, 2); got an array of shape (2,). A single example is x[None, :].":
        lambda: Network((BatchNorm(2),)).forward(np.ones(4), np.ones(2)),
    "x of the network: expected shape (batch, time, 2), time 1 or more; got an array of shape (5, 2).":
        lambda: Network((Recurrent(2, 1),)).forward(np.ones(4), np.ones((5, 2))),
    "x of the network: expected shape (batch, time, 2), time 1 or more; got an array of shape (5, 0, 2).":
        lambda: Network((LastStep(2),)).forward([], np.ones((5, 0, 2))),
    "W2.1 of the network: expected shape (..., 2, 3); got an array of shape (3, 2).":
        lambda: NET.pack([NET.unpack(THETA)[0], NET.unpack(THETA)[1] | {"W.1": np.ones((3, 2))}]),
    "statistics of the network: expected one entry for each of 2 layers; got (None,). net.statistics(theta, x) makes "
    "them.":
        lambda: NET.forward(THETA, X, statistics=(None,)),
}


@pytest.mark.parametrize("text", REFUSALS)
def test_a_refusal_says_what_was_expected_what_was_given_and_what_to_do(text):
    with pytest.raises(ValueError) as caught:
        REFUSALS[text]()
    assert str(caught.value).startswith(text)
