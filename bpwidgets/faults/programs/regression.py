"""The backward pass of a net with two hidden layers of tanh and a linear output, for L = sum (output - y)^2 / (2 N)."""
import numpy as np


def slope(z):
    return 1 - np.tanh(z)**2


def backward(x, y, W1, b1, W2, b2, W3, b3):
    z1 = x @ W1 + b1
    a1 = np.tanh(z1)
    z2 = a1 @ W2 + b2
    a2 = np.tanh(z2)
    output = a2 @ W3 + b3
    delta3 = (output - y) / len(x)
    dW3 = a2.T @ delta3
    db3 = delta3.sum(axis=0)
    delta2 = delta3 @ W3.T * slope(z2)
    dW2 = a1.T @ delta2
    db2 = delta2.sum(axis=0)
    delta1 = delta2 @ W2.T * slope(z1)
    dW1 = x.T @ delta1
    db1 = delta1.sum(axis=0)
    return dW1, db1, dW2, db2, dW3, db3


def loss(x, y, W1, b1, W2, b2, W3, b3):
    output = np.tanh(np.tanh(x @ W1 + b1) @ W2 + b2) @ W3 + b3
    return np.sum((output - y)**2) / (2 * len(x))
