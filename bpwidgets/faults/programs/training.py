"""Gradient descent of a net of sigmoids, for L = sum (output - y)^2 / 2; its biases stay as they are."""
import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def train(x, y, W1, b1, W2, b2, rate, steps):
    path = []
    for _ in range(steps):
        dW1, dW2 = 0 * W1, 0 * W2
        a1 = sigmoid(x @ W1 + b1)
        a2 = sigmoid(a1 @ W2 + b2)
        delta2 = (a2 - y) * a2 * (1 - a2)
        dW2 += a1.T @ delta2
        delta1 = delta2 @ W2.T * a1 * (1 - a1)
        W2 = W2 - rate * dW2
        dW1 += x.T @ delta1
        W1 = W1 - rate * dW1
        path.append((W1, W2))
    return path
