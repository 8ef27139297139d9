"""The backward pass of a net with two hidden layers of tanh whose weights, and not its biases, are kept small:
L = sum (output - y)^2 / (2 N) + decay / 2 (sum W1^2 + sum W2^2 + sum W3^2)."""
import numpy as np


def backward(x, y, decay,
             W1, b1, W2, b2, W3, b3):
    a1 = np.tanh(x @ W1 + b1)
    a2 = np.tanh(a1 @ W2 + b2)
    output = a2 @ W3 + b3
    delta3 = (output - y) / len(x)
    dW3 = a2.T @ delta3 + decay * W3
    db3 = delta3.sum(axis=0)
    delta2 = delta3 @ W3.T * (1 - a2**2)
    dW2 = a1.T @ delta2 + decay * W2
    db2 = delta2.sum(axis=0)
    delta1 = delta2 @ W2.T * (1 - a1**2)
    dW1 = x.T @ delta1 + decay * W1
    db1 = delta1.sum(axis=0)
    return dW1, db1, dW2, db2, dW3, db3


def loss(x, y, decay, W1, b1, W2, b2, W3, b3):
    output = np.tanh(np.tanh(x @ W1 + b1) @ W2 + b2) @ W3 + b3
    squares = np.sum(W1**2) + np.sum(W2**2) + np.sum(W3**2)
    return np.sum((output - y)**2) / (2 * len(x)) + decay / 2 * squares
