"""The engine: backpropagation in numpy, written to be read.

A net learns XOR, and all that happens is in these lines and in the files that they import:

>>> import numpy as np
>>> from bpwidgets.engine import network
>>> x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])            # four examples, one in each row
>>> y = np.array([[0], [1], [1], [0]])                        # their targets: x_0 xor x_1
>>> net = network((2, 3, 1), hidden="tanh", output="identity")
>>> theta = np.random.default_rng(0).normal(size=net.n)       # all weights and biases in one vector
>>> for step in range(500):
...     trace = net.forward(theta, x)                         # z = a W + b, a = f(z), from the first layer to the last
...     d_output = trace.output - y                           # dL/da of the loss L = 1/2 sum (a - y)^2
...     back = net.backward(theta, trace, d_output)           # delta, dW and db, from the last layer to the first
...     theta = theta - 0.1 * back.dtheta                     # a step downhill
>>> net.forward(theta, x).output.round().astype(int).ravel().tolist()
[0, 1, 1, 0]

The chapter, in this order:

1. `activations` and `losses`: each function with its derivative.
2. `dense`: forward and backward of a layer, the chain rule. `trace`: what both keep. `passes`: the two loops.
3. `networks`: layers in a row, with all their parameters in one vector theta. `initializers`: where the weights start.
4. `objective`: the loss as a function of theta. `check`: is its gradient right? `sweep`, `step_theory`: which step?
5. `optimizers`: what to do with a gradient. `descent`: step by step downhill, and the whole path.
6. `tape`: the other way to do all this, sixty lines that no other file needs.

Then, in any order: `rows`, more activations, losses and initializers; `layers`, normalization, recurrence, residual
blocks, softmax, dropout, and what a new layer needs (`protocol`); `steps`, schedules and clipping; `paths`, long
descents; `landscapes`, surfaces and functions to descend on, and what a loss looks like around a point; `support`, what
all this stands on.
"""

import lazy_loader

# The names stand in __init__.pyi; each is imported when it is first used.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
