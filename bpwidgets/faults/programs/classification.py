"""The backward pass of a net with two hidden layers of ReLU and softmax, for L = - sum y log p / N; y has a 1 for the
class of each example."""
import numpy as np


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def backward(x, y, W1, b1, W2, b2, W3, b3):
    a1 = np.maximum(x @ W1 + b1, 0)
    a2 = np.maximum(a1 @ W2 + b2, 0)
    p = softmax(a2 @ W3 + b3)
    delta3 = (p - y) / len(x)
    dW3 = a2.T @ delta3
    db3 = delta3.sum(axis=0)
    delta2 = delta3 @ W3.T * (a2 > 0)
    dW2 = a1.T @ delta2
    db2 = delta2.sum(axis=0)
    delta1 = delta2 @ W2.T * (a1 > 0)
    dW1 = x.T @ delta1
    db1 = delta1.sum(axis=0)
    return dW1, db1, dW2, db2, dW3, db3


def loss(x, y, W1, b1, W2, b2, W3, b3):
    p = softmax(np.maximum(np.maximum(x @ W1 + b1, 0) @ W2 + b2, 0) @ W3 + b3)
    return -np.sum(y * np.log(p)) / len(x)
