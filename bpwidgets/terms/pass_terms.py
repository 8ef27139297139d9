"""Terms of the two passes, as lessons say them: what they are called, and what comes after them."""
from __future__ import annotations

from .term import Term

TERMS = (
    Term("backpropagation", ("backpropagation", "backprop"),
         "Computes how the loss changes with every parameter, by the chain rule, from the loss back to the inputs",
         lesson=3, everyday=True),
    Term("forward pass", ("forward pass", "forward passes", "forward"),
         "From the inputs to the loss: z and a of each layer in turn", "z = a W + b, a = f(z)", lesson=2),
    Term("backward pass", ("backward pass", "backward", "both passes"),
         "From the loss to the inputs: dL/da, delta and the gradients of each layer in turn",
         "delta = dL/da * f'(z), dW = a^T delta, dL/da of the layer before = delta W^T", lesson=3),
    Term("chain rule", ("chain rule",),
         "The slope of one function after another is the product of their slopes; over several ways they add up",
         "f(g(x))' = f'(g(x)) g'(x)", lesson=3, everyday=True),
    Term("gradient descent", ("gradient descent", "descent"),
         "Changes each parameter against its gradient, again and again; it does not care how that was found",
         "theta <- theta - rate * g", lesson=1, everyday=True),
    Term("adder", ("adder",), "The first half of a unit: inputs times weights, plus the bias", "z = a W + b", lesson=2,
         everyday=True),
    Term("nonlinearity", ("nonlinearity", "activation function"),
         "The second half of a unit: it bends what the adder gives; without it layers in a row are one layer",
         "a = f(z)", lesson=2, everyday=True),
    Term("transpose", ("transpose", "transposed"), "A matrix with rows and columns exchanged", "W^T[j, i] = W[i, j]",
         lesson=5, everyday=True),
)
