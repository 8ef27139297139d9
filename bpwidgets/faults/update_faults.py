"""Faults of an update: of plain gradient descent, of momentum, of Adam."""
from __future__ import annotations

from .fault import Fault
from .program import AFTER, UpdateProgram
from .programs import adam, momentum, training
from .task import Net

TRAINING = UpdateProgram(
    name="training", title="gradient descent", function=training.train, helpers=(training.sigmoid,), optimizer="sgd",
    net=Net("sigmoid", "sigmoid", "half_sse", depth=1, frozen=("b1", "b2")), rate=0.5,
    says="One hidden layer, sigmoids everywhere, biases that stay as they are. Loss: half the sum of the squared "
         "errors.")
MOMENTUM = UpdateProgram(
    name="momentum", title="momentum", function=momentum.momentum, optimizer="momentum", constants=(0.8,),
    net=Net("tanh", "identity", "quadratic", depth=1), rate=0.1,
    says="The velocity keeps mu of itself and takes the gradient; the weights follow it. gradient(w) is right, w holds "
         "W1, b1, W2 and b2.")
ADAM = UpdateProgram(
    name="adam", title="Adam", function=adam.adam, optimizer="adam", constants=(0.9, 0.99, 1e-3),
    net=Net("tanh", "identity", "quadratic", depth=1, equal=True), rate=0.05,
    says="m and v: means of gradients and of their squares, for each array; the count t frees them of their bias. "
         "gradient(w) is right.")


def after(names: tuple[str, ...], *updates: int) -> tuple[str, ...]:
    """The checks of these arrays after these updates."""
    return tuple(f"{name} after {k}" for k in updates for name in names)


ALL = ("W1", "b1", "W2", "b2")
DELTA_1, UPDATE = "delta1 = delta2 @ W2.T * a1 * (1 - a1)", "W2 = W2 - rate * dW2"
LOOP, CLEARED = "    for _ in range(steps):", "dW1, dW2 = 0 * W1, 0 * W2"

UPDATE_FAULTS = (
    Fault("update_during_pass", "update during the pass", TRAINING, {DELTA_1: UPDATE, UPDATE: DELTA_1},
          "The loss falls nearly as it should: the printed error of Mazur's famous example came out of this fault.",
          "δ goes back through the weights with which the forward pass was made, not through those of the next step.",
          (*after(("W1",), 1), *after(("W1", "W2"), 2))),
    Fault("gradients_not_cleared", "gradients not cleared", TRAINING, {LOOP: f"    {CLEARED}", CLEARED: LOOP},
          "The first update is right; later ones are too large, for they carry all gradients of before.",
          "Each step has its own gradient: += has to begin at 0 in every step.", after(("W1", "W2"), 2)),
    Fault("old_velocity", "old velocity for new", MOMENTUM,
          {"w[name] = w[name] - rate * new": "w[name] = w[name] - rate * old"},
          "The first update moves nothing, all others come one step late; the loss falls.",
          "The velocity takes the gradient first, then it moves the weights.", after(ALL, *AFTER)),
    Fault("rate_twice", "rate inside and outside", MOMENTUM,
          {"new = mu * old + g[name]": "new = mu * old + rate * g[name]"},
          "The loss falls, but hardly: each step is as much too short as the rate is below 1.",
          "The rate belongs into the velocity or in front of it, not both.", after(ALL, *AFTER)),
    Fault("no_bias_correction", "no bias correction", ADAM,
          {"m_hat = m[k] / (1 - beta1**t)": "m_hat = m[k]"},
          "The loss falls; the first steps are as short as 1 - beta1.",
          "m begins at 0, so at first it is too small; divided by 1 - beta1**t it is a mean.", after(ALL, *AFTER)),
    Fault("betas_swapped", "betas swapped", ADAM,
          {"m[k] += (1 - beta1) * (g - m[k])": "m[k] += (1 - beta2) * (g - m[k])",
           "v[k] += (1 - beta2) * (g**2 - v[k])": "v[k] += (1 - beta1) * (g**2 - v[k])"},
          "The first update is off and the next ones are wilder: the squares are forgotten faster than the mean.",
          "The mean of the gradients keeps beta1 of itself, that of their squares beta2, which is nearer to 1.",
          after(ALL, *AFTER)),
    Fault("epsilon_in_root", "epsilon inside the root", ADAM,
          {"root = np.sqrt(v_hat) + eps": "root = np.sqrt(v_hat + eps)"},
          "The loss falls; where gradients are small the steps are far too short.",
          "Inside the root epsilon weighs as its own root: 0.001 there is 0.03 outside.", after(ALL, *AFTER)),
    Fault("count_from_0", "step count starting at 0", ADAM,
          {"for t in range(1, steps + 1):": "for t in range(steps):"},
          "After the first update nothing is a number.",
          "The count is that of the gradients taken in, 1 at the first update: 1 - beta1**0 would be 0.",
          after(ALL, *AFTER)),
    Fault("shared_moments", "moments shared by all layers", ADAM, {"k = name": "k = name[0]"},
          "The loss falls; each layer steps by the moments of all others, too.",
          "Every array has moments of its own: those of W1 are not those of W2.",
          (*after(("W2", "b2"), 1), *after(ALL, 2))),
)
