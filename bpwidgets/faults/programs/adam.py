"""Adam (Kingma and Ba, 2015): a mean of the gradients over the root of a mean of their squares, both without bias.
A mean that keeps beta of itself moves by 1 - beta of the way to the new number."""
from collections import defaultdict

import numpy as np


def adam(w, gradient, rate, beta1, beta2,
         eps, steps):
    w, path = dict(w), []
    m = defaultdict(float)
    v = defaultdict(float)
    for t in range(1, steps + 1):
        for name, g in gradient(w).items():
            k = name
            m[k] += (1 - beta1) * (g - m[k])
            v[k] += (1 - beta2) * (g**2 - v[k])
            m_hat = m[k] / (1 - beta1**t)
            v_hat = v[k] / (1 - beta2**t)
            root = np.sqrt(v_hat) + eps
            step = rate * m_hat / root
            w[name] = w[name] - step
        path.append(dict(w))
    return path
