"""What cannot be used is refused where it is given: which parameter, what was expected, what was given, what to do."""

import numpy as np
import pytest

from bpwidgets.engine import Dense, Network, NetworkLoss, check_gradient, descend, network

NET = network((2, 3, 1))
X, Y = np.ones((4, 2)), np.ones((4, 1))
F = NetworkLoss(NET, X, Y)
ZERO = np.zeros(NET.n)

REFUSALS = {
    "activation of Dense: expected one of identity, sigmoid, tanh, scaled_tanh, relu, leaky_relu, elu, selu, gelu, "
    "softplus, silu, "
    "or an Activation; got 'tahn'. Did you mean 'tanh'?": lambda: Dense(2, 2, "tahn"),
    "activation of Dense: expected one of identity, sigmoid, tanh, scaled_tanh, relu, leaky_relu, elu, selu, gelu, "
    "softplus, silu, "
    "or an Activation; got 3.":
        lambda: network((2, 2), output=3),
    "loss of NetworkLoss: expected one of mse, half_mse, sse, half_sse, quadratic, mae, huber, binary_cross_entropy, "
    "softmax_cross_entropy, or a Loss; got 'MSE'. Did you mean 'mse'?": lambda: NetworkLoss(NET, X, Y, "MSE"),
    "method of Network.initialize: expected one of zeros, constant, normal, uniform, lecun_normal, lecun_uniform, "
    "glorot_normal, "
    "glorot_uniform, he_normal, he_uniform, orthogonal, lsuv, or an Initializer; got 'he'. Did you mean 'he_normal'?":
        lambda: NET.initialize("he"),
    "optimizer of descend: expected one of sgd, momentum, nesterov, adagrad, rmsprop, rmsprop_centered, adadelta, "
    "adam, amsgrad, "
    "adamw, nadam, lion, or an Optimizer; got 'xyz'.": lambda: descend(F, ZERO, "xyz"),
    "inputs of Dense: expected a whole number, 1 or more; got 0.": lambda: Dense(0, 2),
    "outputs of Dense: expected a whole number, 1 or more; got -3.": lambda: Dense(1, -3),
    "outputs of Dense: expected a whole number, 1 or more; got 2.5.": lambda: network((2, 2.5)),
    "inputs of Dense: expected a whole number, 1 or more; got True.": lambda: Dense(True, 2),
    "sizes of network: expected two or more whole numbers, such as (2, 8, 1); got (2,).": lambda: network((2,)),
    "sizes of network: expected two or more whole numbers, such as (2, 8, 1); got '281'.": lambda: network("281"),
    "layers of Network: expected at least one layer; got ().": lambda: Network(()),
    "layers of Network: expected 3 inputs in layer 2; got Dense(4, 1). Layer 1 gives 3 outputs: the two numbers must "
    "agree.": lambda: Network((Dense(2, 3), Dense(4, 1))),
    "seed of Network.initialize: expected a whole number, 0 or more; got -1.": lambda: NET.initialize(seed=-1),
    "gain of Network.initialize: expected a finite number, 0 or more; got nan.": lambda: NET.initialize(gain=np.nan),
    "gain of Network.initialize: expected a finite number, 0 or more; got 'big'.": lambda: NET.initialize(gain="big"),
    "theta of the network: expected shape (..., 13); got an array of shape (12,).": lambda: NET.unpack(ZERO[1:]),
    "theta of the network: expected shape (..., 13); got array(3.).": lambda: NET.forward(3, X),
    "x of the network: expected shape (batch, 2); got an array of shape (4, 3).":
        lambda: NET.forward(ZERO, np.ones((4, 3))),
    "x of the network: expected shape (batch, 2); got an array of shape (2,). A single example is x[None, :].":
        lambda: NET.forward(ZERO, np.ones(2)),
    "x of the network: expected shape (batch, 1); got an array of shape (2,). A single column is x[:, None].":
        lambda: network((1, 1)).forward(np.zeros(2), np.ones(2)),
    "x of the network: expected real numbers; got 'abc'. Convert the values to numbers first.":
        lambda: NET.forward(ZERO, "abc"),
    "x of the network: expected rows of equal length; got [[1, 2], [3]].": lambda: NET.forward(ZERO, [[1, 2], [3]]),
    "theta of the network: expected real numbers; got an array of shape (13,). Convert the values to numbers first.":
        lambda: NET.forward(ZERO * 1j, X),
    "d_output of the network: expected shape (4, 1), that of the output; got an array of shape (4, 2).":
        lambda: NET.backward(ZERO, NET.forward(ZERO, X), np.ones((4, 2))),
    "d_output of the network: expected shape (4, 2), that of the output; got an array of shape (2,).":
        lambda: network((2, 2)).backward(np.zeros(6), network((2, 2)).forward(np.zeros(6), X), [1, 2]),
    "layers of Network: expected several layers in their order; got Dense(2, 3). A single one is Network((layer,)).":
        lambda: Network(Dense(2, 3)),
    "parameters of the network: expected W, b for layer 1; got ['W'].":
        lambda: NET.pack([{"W": np.ones((2, 3))}, {"W": np.ones((3, 1)), "b": np.ones(1)}]),
    "W1 of the network: expected shape (..., 2, 3); got an array of shape (3, 2).":
        lambda: NET.pack([{"W": np.ones((3, 2)), "b": np.ones(3)}, {"W": np.ones((3, 1)), "b": np.ones(1)}]),
    "parameters of the network: expected one mapping for each of 2 layers; got [].": lambda: NET.pack([]),
    "y of NetworkLoss: expected shape (4, 1); got an array of shape (3, 1).": lambda: NetworkLoss(NET, X, Y[1:]),
    "y of NetworkLoss: expected an array with 2 axes; got 1, shape (4,). A single column is y[:, None].":
        lambda: NetworkLoss(NET, X, Y[:, 0]),
    "x of NetworkLoss: expected finite numbers; got nan at index [1, 0]. Remove or replace 1 such entry.":
        lambda: NetworkLoss(NET, [[1, 2], [np.nan, 1]], Y[:2]),
    "y of binary_cross_entropy: expected numbers from 0 to 1; got 2 to 2. Use 0 and 1 for the two classes.":
        lambda: NetworkLoss(NET, X, Y + 1, "binary_cross_entropy"),
    "y of softmax_cross_entropy: expected rows of probabilities, each with sum 1; got [3.0] in row 0. "
    "Put 1 in the column of the right class and 0 elsewhere.": lambda: NetworkLoss(NET, X, Y * 3,
                                                                                   "softmax_cross_entropy"),
    "batch_size of NetworkLoss: expected a whole number, 1 or more; got 0.": lambda: NetworkLoss(NET, X, Y,
                                                                                                 batch_size=0),
    "frozen of NetworkLoss: expected names of parameters, W1, b1, W2, b2, or of coordinates, such as W1[0,0]; got "
    "'b3'. "
    "Did you mean 'b2'?": lambda: NetworkLoss(NET, X, Y, frozen=("b3",)),
    "frozen of NetworkLoss: expected a tuple of names; got 'b1'. For one name write ('b1',).":
        lambda: NetworkLoss(NET, X, Y, frozen="b1"),
    "frozen of NetworkLoss: expected a tuple of names; got ''. For one name write ('',).":
        lambda: NetworkLoss(NET, X, Y, frozen=""),
    "learning_rate of descend: expected a finite number or an array of them; got inf.":
        lambda: descend(F, ZERO, learning_rate=np.inf),
    "learning_rate of descend: expected a finite number or an array of them; got 'fast'.":
        lambda: descend(F, ZERO, learning_rate="fast"),
    "learning_rate of descend: expected a number or shape (2,); got an array of shape (3,).":
        lambda: descend(F, np.zeros((2, NET.n)), learning_rate=[0.1, 0.2, 0.3]),
    "theta of descend: expected shape (..., n); got array(3.). Give a single weight as [weight].":
        lambda: descend(F, 3.0),
    "steps of descend: expected a whole number, 0 or more; got 1.5.": lambda: descend(F, ZERO, steps=1.5),
    "theta of check_gradient: expected shape (..., n) with at least one number; got an array of shape (0,).":
        lambda: check_gradient(F, []),
    "h of check_gradient: expected a finite number, above 0; got 0.": lambda: check_gradient(F, ZERO, h=0),
}


@pytest.mark.parametrize("text", REFUSALS)
def test_a_refusal_says_what_was_expected_what_was_given_and_what_to_do(text):
    with pytest.raises(ValueError) as caught:
        REFUSALS[text]()
    assert str(caught.value) == text
