"""Faults of a backward pass, each in the program in which it is met most often."""
from __future__ import annotations

from .fault import Fault
from .program import GradientProgram
from .programs import classification, penalty, regression
from .task import Net

REGRESSION = GradientProgram(
    name="regression", title="backward pass, tanh", function=regression.backward, loss=regression.loss,
    helpers=(regression.slope,), net=Net("tanh", "identity", "quadratic"), rate=0.3,
    says="Two hidden layers of tanh, slope(z) is the slope of tanh. Loss: half the squared error, as a mean over the "
         "examples.")
CLASSIFICATION = GradientProgram(
    name="classification", title="backward pass, ReLU and softmax", function=classification.backward,
    loss=classification.loss, helpers=(classification.softmax,), net=Net("relu", "identity", "softmax_cross_entropy"),
    rate=0.3,
    says="Two hidden layers of ReLU, probabilities p by softmax. Loss: cross-entropy, as a mean over the examples.")
PENALTY = GradientProgram(
    name="penalty", title="backward pass, L2 penalty", function=penalty.backward, loss=penalty.loss,
    net=Net("tanh", "identity", "quadratic", decay=0.05), rate=0.3,
    says="Two hidden layers of tanh. Loss: half the squared error, as a mean over the examples, and decay / 2 times "
         "the squares of all W.")

EVERY = ("W1", "b1", "W2", "b2", "W3", "b3")
FIRST, FIRST_TWO = EVERY[:2], EVERY[:4]
DELTA_1 = "delta1 = delta2 @ W2.T * slope(z1)"
DELTA_3 = "delta3 = (output - y) / len(x)"
DW_2 = "dW2 = a1.T @ delta2"

GRADIENT_FAULTS = (
    Fault("slope_left_out", "slope left out", REGRESSION, {DELTA_1: "delta1 = delta2 @ W2.T"},
          "The loss falls all the same; the gradient of the first layer is too large.",
          "δ is dL/dz: what arrives at a unit is multiplied by the slope of its activation.", FIRST),
    Fault("slope_of_a", "slope taken at a instead of z", REGRESSION,
          {"delta2 = delta3 @ W3.T * slope(z2)": "delta2 = delta3 @ W3.T * slope(a2)"},
          "The loss falls nearly as it should; the gradients below the output are too large where units are saturated.",
          "The slope belongs to the z that went into the activation. For ReLU both agree, for tanh they do not.",
          FIRST_TWO),
    Fault("W_not_transposed", "W not transposed", REGRESSION, {DELTA_1: "delta1 = delta2 @ W2 * slope(z1)"},
          "The loss falls; no error is raised, for both hidden layers have the same size.",
          "Backwards a unit hands δ to the inputs along its own weights: δ Wᵀ. In a square W the sizes hide the fault.",
          FIRST),
    Fault("mean_forgotten", "mean over the batch forgotten", REGRESSION, {DELTA_3: "delta3 = output - y"},
          "Every gradient is as many times too large as there are examples; at this rate the loss may climb.",
          "The loss is a mean over the examples, so each example's share is divided by their number.", EVERY),
    Fault("mean_twice", "mean taken twice", REGRESSION, {DW_2: "dW2 = a1.T @ delta2 / len(x)"},
          "The loss falls; the gradient of one layer is as many times too small as there are examples.",
          "The division by the number of examples is in δ already.", ("W2",)),
    Fault("bias_not_summed", "bias gradient not summed over the batch", REGRESSION,
          {"db2 = delta2.sum(axis=0)": "db2 = delta2"},
          "The loss falls even faster: the bias has silently become one row for each example.",
          "All examples share the bias: its gradient is the sum of their δ, one number for each unit.", ("b2",)),
    Fault("sign", "wrong sign", REGRESSION, {DELTA_3: "delta3 = (y - output) / len(x)"},
          "The loss climbs from the first step on.",
          "The derivative of this loss by the output is output minus target; the other way round descent walks uphill.",
          EVERY),
    Fault("softmax_as_sigmoid", "softmax with the slope of a sigmoid", CLASSIFICATION,
          {"delta3 = (p - y) / len(x)": "delta3 = (p - y) * p * (1 - p) / len(x)"},
          "The loss falls, but slowly; every gradient is too small.",
          "With softmax and cross-entropy the slopes have cancelled: δ is p minus y, nothing else.", EVERY),
    Fault("other_convention", "gradient of another loss, twice too large", REGRESSION,
          {DELTA_3: "delta3 = 2 * (output - y) / len(x)"},
          "The loss falls as with twice the rate: every number of the gradient is exactly doubled.",
          "The loss has a factor 1/2, which cancels the 2 of the square.", EVERY),
    Fault("layer_skipped", "a layer skipped", REGRESSION, {DELTA_1: "delta1 = delta3 @ W3.T * slope(z1)"},
          "The loss falls; no error is raised, for both hidden layers have the same size.",
          "The error reaches layer 1 through layer 2: each layer hands on the δ of the layer above it.", FIRST),
    Fault("wrong_input", "input of the wrong layer", REGRESSION, {DW_2: "dW2 = a2.T @ delta2"},
          "The loss falls; no error is raised, for both hidden layers have the same size.",
          "The gradient of W is its own input times δ: into layer 2 goes a1, and a2 comes out of it.", ("W2",)),
    Fault("relu_always_open", "ReLU with slope 1 below 0, too", CLASSIFICATION,
          {"delta1 = delta2 @ W2.T * (a1 > 0)": "delta1 = delta2 @ W2.T * (a1 >= 0)"},
          "The loss falls; the first layer learns from units that were off.",
          "An output of ReLU is never below 0, so a1 >= 0 always holds. A unit that is off lets nothing through.",
          FIRST),
    Fault("penalty_on_biases", "penalty on biases, too", PENALTY,
          {"db1 = delta1.sum(axis=0)": "db1 = delta1.sum(axis=0) + decay * b1"},
          "The loss falls as it should; where the biases begin at 0 even the first check finds nothing.",
          "The penalty of this loss counts the weights only, so the biases feel nothing of it.", ("b1",)),
    Fault("penalty_not_in_gradient", "penalty in the loss, not in the gradient", PENALTY,
          {"dW1 = x.T @ delta1 + decay * W1": "dW1 = x.T @ delta1"},
          "The loss falls, but the weights of one layer do not shrink.",
          "What stands in the loss stands in its gradient: decay / 2 times W² gives decay times W.", ("W1",)),
)
