"""Three exercises as a lesson has them, for the tests of what exercises do; and a lesson that holds them."""
import numpy as np

from bpwidgets.engine import Dense
from bpwidgets.engine.optimizers import momentum as engine_momentum
from bpwidgets.engine.support.differences import derivative
from bpwidgets.teaching import Exercise, Lesson, Wrong


def gradient(w, x, y):
    # The slope of each row's square is twice its error times its input.
    error = w * x - y
    return 2 * np.mean(error * x)


def by_differences(w, x, y):
    """The same, from the loss alone."""
    def loss(theta):
        return np.mean((theta * x - y) ** 2, axis=-1)

    return derivative(loss, np.array([w]), np.array([1.0]))


GRADIENT = Exercise(
    "gradient", "Write `gradient(w, x, y)`: the slope of the mean squared error at weight `w`.",
    reference=gradient, returns="the gradient",
    cases=lambda rng: (rng.normal().__round__(1), *rng.integers(-4, 5, size=(2, rng.integers(2, 5))) / 2 + 0.5),
    wrong=(Wrong("mean forgotten", lambda w, x, y: 2 * np.sum((w * x - y) * x),
                 "You added the shares up; the mean divides by the number of rows."),
           Wrong("sign", lambda w, x, y: 2 * np.mean((y - w * x) * x),
                 "The error is output minus target; the other way round the slope has the other sign."),
           Wrong("factor 2", lambda w, x, y: np.mean((w * x - y) * x),
                 "The exponent of the square comes down as a factor 2."),
           Wrong("input left out", lambda w, x, y: 2 * np.mean(w * x - y),
                 "The weight moves the output by the input: each error is multiplied by its x.")),
    hints=("The error of a row is `w * x - y`.", "The derivative of a square is twice what is squared, times its own.",
           "`np.mean` adds up and divides by the number of rows."),
    oracle=by_differences)


def backward(x, W, a, upstream):
    delta = upstream * (1 - a ** 2)
    dW = x.T @ delta / len(x)
    db = delta.mean(axis=0)
    dx = delta @ W.T
    return dW, db, dx


def layer_case(rng):
    """Two rows through a layer of two or three inputs and two units: square, or not."""
    inputs = int(rng.integers(2, 4))
    x, W, upstream = (rng.integers(-4, 5, size=size) / 4 for size in ((2, inputs), (inputs, 2), (2, 2)))
    return x, W + 0.125, np.tanh(x @ (W + 0.125)).round(2), upstream + 0.125


def backward_with(slope=lambda x, W, a: 1 - a ** 2, back=lambda delta, W: delta @ W.T, rows=len, bias=None):
    """Backward of a dense layer of tanh, with a fault."""
    def wrong(x, W, a, upstream):
        delta = upstream * slope(x, W, a)
        return x.T @ delta / rows(x), bias(delta) if bias else delta.mean(axis=0), back(delta, W)

    return wrong


def of_the_engine(x, W, a, upstream):
    """The same from the engine; the activation is linear around the a that is given."""
    layer = Dense(len(W), 2, "identity")
    parameters = {"W": W, "b": np.zeros(2)}
    back = layer.backward(parameters, layer.forward(parameters, x), upstream * (1 - a * a))
    return back.gradients["W"] / len(x), back.gradients["b"] / len(x), back.dx


BACKWARD = Exercise(
    "backward", "Write `backward(x, W, a, upstream)` for a dense layer a = tanh(x W + b). `upstream` is dL/da of each "
    "row, the loss the mean over the rows.", reference=backward, returns=("dW", "db", "dx"), cases=layer_case,
    wrong=(Wrong("slope left out", backward_with(slope=lambda x, W, a: 1.0),
                 "What arrives at a unit is multiplied by the slope of its activation, 1 − a²."),
           Wrong("slope of z at a", backward_with(slope=lambda x, W, a: 1 - np.tanh(a) ** 2),
                 "a is tanh(z) already: the slope is 1 − a², without another tanh."),
           Wrong("W not transposed", backward_with(back=lambda delta, W: delta @ W),
                 "Backwards each unit hands its δ to the inputs along the same weights: δ Wᵀ."),
           Wrong("mean forgotten", backward_with(rows=lambda x: 1, bias=lambda delta: delta.sum(axis=0)),
                 "You added the rows up; the mean divides by their number."),
           Wrong("bias not summed", backward_with(bias=lambda delta: delta / len(delta)),
                 "The bias is shared by all rows: its gradient is one number for each unit.")),
    hints=("δ is dL/dz: the upstream gradient times the slope.",), oracle=of_the_engine)


def momentum(w, v, g, rate, mu):
    v = mu * v + g
    return w - rate * v, v


def momentum_of_the_engine(w, v, g, rate, mu):
    theta, state = engine_momentum(w, g, {"velocity": v}, rate, mu)
    return theta, state["velocity"]


MOMENTUM = Exercise(
    "momentum", "Write `momentum(w, v, g, rate, mu)`: the next weights and the next velocity.", reference=momentum,
    returns=("w", "v"),
    cases=lambda rng: (*rng.integers(-8, 9, size=(3, int(rng.integers(1, 3)))) / 4 + 0.125, 0.1, 0.5),
    wrong=(Wrong("sign", lambda w, v, g, rate, mu: (w + rate * (mu * v + g), mu * v + g),
                 "The gradient points uphill; the step goes against it."),
           Wrong("old velocity", lambda w, v, g, rate, mu: (w - rate * v, mu * v + g),
                 "The velocity comes first: the step is made with the new one."),
           Wrong("rate inside", lambda w, v, g, rate, mu: (w - rate * (mu * v + rate * g), mu * v + rate * g),
                 "The rate came in twice: it multiplies the velocity as a whole, and not the gradient."),
           Wrong("mu at the gradient", lambda w, v, g, rate, mu: (w - rate * (v + mu * g), v + mu * g),
                 "μ says how much of the old velocity stays; the gradient is added as it is.")),
    hints=("The velocity remembers: part of the old one stays.", "First the velocity, then the weights."),
    oracle=momentum_of_the_engine)

EXERCISES = (GRADIENT, BACKWARD, MOMENTUM)
LESSON = Lesson("three-exercises", "Three exercises", 1, EXERCISES)
