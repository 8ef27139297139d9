"""Lesson 8: which line is wrong? A falling loss does not tell; a check does, and it tells where."""
from __future__ import annotations

import numpy as np

import bpwidgets as bp
from bpwidgets import engine

from ...faults import FAULTS
from .. import Choice, Exercise, Lesson, Number, Option, Prediction, Question, SayIt, Wrong

SUSPECTS = ("line 7: delta3", "line 10: delta2", "line 13: delta1", "line 14: dW1")
PRINTED = 0.291027924


def delta1(delta2, W2, z1):
    return delta2 @ W2.T * (1 - np.tanh(z1)**2)


def delta(output, y):
    return (output - y) / len(y)


def gradients(a, delta):
    return a.T @ delta, delta.sum(axis=0)


def delta_relu(delta2, W2, a1):
    return delta2 @ W2.T * (a1 > 0)


def pass_and_update(W2, dW2, delta2, slope1, rate):
    delta1 = delta2 @ W2.T * slope1
    return W2 - rate * dW2, delta1


def adam_step(m, v, t, rate, beta1, beta2, eps):
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return rate * m_hat / (np.sqrt(v_hat) + eps)


def _numbers(rng, *size):
    """Numbers of one digit, none of them 0."""
    return rng.integers(1, 9, size=size) * rng.choice([-1, 1], size=size) / 4


def _rows(rng):
    """Outputs and targets of two or three rows."""
    rows = int(rng.integers(2, 4))
    return _numbers(rng, rows, 2), _numbers(rng, rows, 2) + 0.125


def _square(rng):
    """δ of two rows, a square W, and what unit 1 has: here the sizes hide a missing transpose."""
    return _numbers(rng, 2, 2), _numbers(rng, 2, 2), _numbers(rng, 2, 2)


def _off_and_on(rng):
    """As `_square`, with outputs of ReLU, some of which are 0."""
    return (*_square(rng)[:2], np.array([[0.0, 1.5], [0.5, 0.0]])[rng.permutation(2)])


def _one_update(rng):
    """W, dW, δ and slopes of one layer of two units, and a rate."""
    return *_square(rng), np.abs(_numbers(rng, 2, 2)), 0.5


def _moments(rng):
    """The moments of two weights in an early step; epsilon is large, so that its place can be seen."""
    return _numbers(rng, 2), _numbers(rng, 2)**2, int(rng.integers(1, 4)), 0.1, 0.9, 0.99, 0.01


def _through(activation, delta2, W2, arrived):
    """δ of the layer below, by the engine: what arrives through a linear layer, times the slope of the activation."""
    layer = engine.Dense(*W2.shape, "identity")
    parameters = {"W": W2, "b": np.zeros(W2.shape[1])}
    back = layer.backward(parameters, layer.forward(parameters, np.zeros((len(delta2), len(W2)))), delta2)
    return back.dx * engine.ACTIVATIONS[activation].slope(arrived)


def _of_the_engine(a, delta):
    layer = engine.Dense(a.shape[1], delta.shape[1], "identity")
    parameters = {"W": np.zeros((a.shape[1], delta.shape[1])), "b": np.zeros(delta.shape[1])}
    back = layer.backward(parameters, layer.forward(parameters, a), delta)
    return back.gradients["W"], back.gradients["b"]


def _updated(W2, dW2, delta2, slope1, rate):
    after, _ = engine.OPTIMIZERS["sgd"].step(W2, dW2, {}, rate)
    return after, _through("identity", delta2, W2, delta2) * slope1


def _adam_of_the_engine(m, v, t, rate, beta1, beta2, eps):
    """The engine's own step, from the state that these moments come out of with a gradient of 0."""
    adam = engine.OPTIMIZERS["adam"].replace(beta1=beta1, beta2=beta2, eps=eps)
    state = {"mean": m / beta1, "squares": v / beta2, "count": t - 1}
    after, _ = adam.step(np.zeros(len(m)), np.zeros(len(m)), state, rate)
    return -after


def _shown(name):
    """The wrong line of a fault, as code."""
    row = FAULTS[name]
    return f"`{row.source.splitlines()[row.lines[0] - 1].strip()}`"


def _silent():
    """The names of the faults with which the loss falls all the same."""
    return [name for name in FAULTS if bp.ClinicLab(fault=name).result.falls]


def _why_silent(lab):
    loud = [row.title for name, row in FAULTS.items() if name not in _silent()]
    return (f"Only {len(loud)} of {len(FAULTS)} give themselves away: {', '.join(loud)}. Any step that leads downhill "
            "on the whole lowers the loss. In this program W is not transposed; W is square, so the sizes fit.")


def _examined(**more):
    return bp.ClinicLab(fault="layer_skipped", probes=("W1[0,0]", "b1[2]", "W2[0,1]", "b2[0]", "W3[1,0]"),
                        views=("program", "probes", "verdict"), actions=(), more=False, **more)


def _why_line(lab):
    line, = lab.result.hidden.lines
    return (f"W2 and b2 agree, so delta2 is right. dW1 and db1 are both wrong, and have delta1 in common: line {line}. "
            "Accuse it, and see what it should be. A wrong δ spoils its own layer and all below it; a wrong dW spoils "
            "itself alone.")


def _which_fault():
    """What brings the printed error after one update: nothing, a fault of the pass, or gradients that pile up."""
    right, during, piled = (
        bp.ClinicLab(fault="update_during_pass", accused="line 9").result.healthy.losses[1],
        *(bp.ClinicLab(fault=name).result.losses[1] for name in ("update_during_pass", "gradients_not_cleared")))
    return int(np.argmin(np.abs(np.array([right, during, piled]) - PRINTED)))


LESSON = Lesson(
    "repair-backpropagation", "Repair broken backpropagation", 8,
    needs=("write-backpropagation", "check-a-gradient"), minutes=25,
    outcomes=("say why a falling loss proves nothing", "read from a gradient check where the wrong line stands",
              "mend six lines that are often wrong"),
    items=(
        Prediction(
            "how-many-fall", f"Here are {len(FAULTS)} small programs, backward passes and updates, each with one "
            "fault. A net is trained with each. In how many of these trainings does the loss fall, by more than a "
            "quarter?", Number("trainings", within=0, apart=2, low=0, high=len(FAULTS)),
            lab=lambda: bp.ClinicLab(fault="W_not_transposed", views=("program", "losses", "verdict"),
                                     controls=("patient",), actions=(), more=False),
            outcome=lambda lab: len(_silent()), why=_why_silent),
        Question(
            "it-falls", "You have written a backward pass. The loss falls smoothly. What do you know?",
            (Option("The gradient is right.", "You have just seen wrong ones with which the loss falls.",
                    misconception="falling-loss-proves-the-code"),
             Option("The steps lead downhill, more or less.", "Whether they are the gradient, only a check can say: "
                    "central differences of the loss.")),
            right=lambda: int(len(_silent()) > 0)),
        Prediction(
            "which-line", "Five probes are spent on this program. ✓: it agrees with central differences; a "
            "percentage: so far is it off. Which line do you suspect?", Choice(SUSPECTS),
            before=lambda: _examined(controls=(), locked=("accused", "patient", "probes"),
                                     question="Where does the check find a difference?"),
            lab=lambda: _examined(controls=("accused",)), why=_why_line,
            outcome=lambda lab: [int(one.split(":")[0].split()[1]) for one in SUSPECTS].index(
                lab.result.hidden.lines[0])),
        Exercise(
            "mend-delta", f"Broken: {_shown('W_not_transposed')}. Write `delta1(delta2, W2, z1)` for a layer of tanh, "
            "z1 its weighted sums.", reference=delta1, cases=_square, returns="δ", tolerance=1e-9,
            oracle=lambda delta2, W2, z1: _through("tanh", delta2, W2, z1),
            wrong=(Wrong("W not transposed", lambda delta2, W2, z1: delta2 @ W2 * (1 - np.tanh(z1)**2),
                         FAULTS["W_not_transposed"].why),
                   Wrong("slope left out", lambda delta2, W2, z1: delta2 @ W2.T, FAULTS["slope_left_out"].why),
                   Wrong("slope at a", lambda delta2, W2, z1: delta2 @ W2.T * (1 - np.tanh(np.tanh(z1))**2),
                         FAULTS["slope_of_a"].why),
                   Wrong("slope of z", lambda delta2, W2, z1: delta2 @ W2.T * (1 - z1**2),
                         "The slope of tanh is 1 − a², and a is tanh(z).")),
            hints=("Row i of W leads from unit i to all units above.", "What arrives is `delta2 @ W2.T`.",
                   "The slope of tanh at z1 is `1 - np.tanh(z1)**2`.")),
        Exercise(
            "mend-error", f"Broken: {_shown('sign')}. Write `delta(output, y)` for the loss sum (output − y)² / (2 N), "
            "N rows, linear output.", reference=delta, returns="δ",
            cases=_rows, oracle=engine.LOSSES["quadratic"].gradient,
            wrong=(Wrong("sign", lambda output, y: (y - output) / len(y), FAULTS["sign"].why),
                   Wrong("mean forgotten", lambda output, y: output - y, FAULTS["mean_forgotten"].why),
                   Wrong("twice too large", lambda output, y: 2 * (output - y) / len(y),
                         FAULTS["other_convention"].why)),
            hints=("Which way does the loss rise: with the output, or with y?", "The 2 of the square cancels the 1/2.",
                   "Each row has a share of 1/N.")),
        Exercise(
            "mend-gradients", f"Broken: {_shown('bias_not_summed')}. Write `gradients(a, delta)`: dW and db of a layer "
            "with the inputs `a`; the mean is in δ already.", reference=gradients, returns=("dW", "db"),
            cases=lambda rng: (_numbers(rng, 3, 2), _numbers(rng, 3, 2)), oracle=_of_the_engine,
            wrong=(Wrong("bias not summed", lambda a, delta: (a.T @ delta, delta), FAULTS["bias_not_summed"].why),
                   Wrong("mean twice", lambda a, delta: (a.T @ delta / len(a), delta.mean(axis=0)),
                         FAULTS["mean_twice"].why),
                   Wrong("summed over the units", lambda a, delta: (a.T @ delta, delta.sum(axis=1)),
                         "Each unit has a bias of its own: the sum goes over the rows, axis 0.")),
            hints=("Every row has its share in dW and in db.", "`a.T @ delta` adds up the rows by itself.",
                   "db is the sum of δ over axis 0.")),
        Exercise(
            "mend-relu", f"Broken: {_shown('relu_always_open')}. Write `delta_relu(delta2, W2, a1)` for a layer of "
            "ReLU with the outputs a1.", reference=delta_relu, cases=_off_and_on, returns="δ",
            oracle=lambda delta2, W2, a1: _through("relu", delta2, W2, a1),
            wrong=(Wrong("always open", lambda delta2, W2, a1: delta2 @ W2.T * (a1 >= 0),
                         FAULTS["relu_always_open"].why),
                   Wrong("slope a", lambda delta2, W2, a1: delta2 @ W2.T * a1,
                         "That multiplies by the output; the slope of ReLU is 1 or 0."),
                   Wrong("turned round", lambda delta2, W2, a1: delta2 @ W2.T * (a1 <= 0),
                         "That lets δ through where the unit is off.")),
            hints=("What is the smallest output of ReLU?", "A unit that is off has the output 0.",
                   "`a1 > 0` is 1 for units that are on.")),
        Question(
            "famous", "The worked example of lesson 3 prints the loss 0.291027924 after one update; by the right "
            "program it is 0.291027774. What is wrong in its program?",
            (Option("Nothing: the last digits are rounding.", "The numbers have sixteen digits; these differ in the "
                    "seventh.", misconception="a-small-difference-is-rounding"),
             Option("W2 is updated before the error goes back through it.",
                    "Its text warns against the fault that its program has."),
             Option("Gradients pile up: nobody sets them back to 0.",
                    "Then the first update is right, and the second is not.",
                    misconception="a-fault-shows-at-once")),
            right=lambda lab: _which_fault(),
            lab=lambda: bp.ClinicLab(fault="update_during_pass", accused="line 9", controls=("probes",),
                                     views=("program", "losses", "verdict"), actions=(), more=False)),
        Exercise(
            "mend-order", f"Broken: {_shown('update_during_pass')}, and only then delta1. Write `pass_and_update(W2, "
            "dW2, delta2, slope1, rate)`: the new W2, and delta1.", reference=pass_and_update, cases=_one_update,
            returns=("W2", "delta1"), oracle=_updated,
            wrong=(Wrong("δ through the new weights",
                         lambda W2, dW2, delta2, slope1, rate: (W2 - rate * dW2,
                                                                delta2 @ (W2 - rate * dW2).T * slope1),
                         FAULTS["update_during_pass"].why),
                   Wrong("uphill", lambda W2, dW2, delta2, slope1, rate: (W2 + rate * dW2, delta2 @ W2.T * slope1),
                         "The gradient points uphill; the step goes against it."),
                   Wrong("slope left out", lambda W2, dW2, delta2, slope1, rate: (W2 - rate * dW2, delta2 @ W2.T),
                         FAULTS["slope_left_out"].why)),
            hints=("Which weights made the output whose error goes back?", "Compute delta1 first.",
                   "Then W2 − rate · dW2.")),
        Exercise(
            "mend-adam", f"Broken: {_shown('epsilon_in_root')}, and in another program {_shown('no_bias_correction')}. "
            "Write `adam_step(m, v, t, rate, beta1, beta2, eps)`: what step t takes off the weights.",
            reference=adam_step, cases=_moments, returns="the step", oracle=_adam_of_the_engine,
            wrong=(Wrong("no bias correction",
                         lambda m, v, t, rate, beta1, beta2, eps: rate * m / (np.sqrt(v) + eps),
                         FAULTS["no_bias_correction"].why),
                   Wrong("epsilon inside", lambda m, v, t, rate, beta1, beta2, eps: rate * m / (1 - beta1**t) / np.sqrt(
                       v / (1 - beta2**t) + eps), "Inside the root epsilon weighs as its own root."),
                   Wrong("betas swapped", lambda m, v, t, rate, beta1, beta2, eps: rate * m / (1 - beta2**t) / (
                       np.sqrt(v / (1 - beta1**t)) + eps), "beta1 belongs to m, beta2 to v."),
                   Wrong("count from 0", lambda m, v, t, rate, beta1, beta2, eps: rate * m / (1 - beta1**(t + 1)) / (
                       np.sqrt(v / (1 - beta2**(t + 1))) + eps), "t counts this gradient already.")),
            hints=("m and v begin at 0: divide by what they have taken in so far.",
                   "`m / (1 - beta1**t)`, and v alike.",
                   "Epsilon is added to the root.")),
        SayIt(
            "your-order", "Take three patients of the last lab. In which order do you look, and why? One or two "
            "sentences.",
            "Spend the first probes on one W of each layer, from the output down: the first layer that is off has the "
            "wrong line, or its δ has. Its bias then tells δ from dW. Accuse last; the loss curve tells least."),
    ))
