"""Adam (Kingma and Ba, 2015): a mean of the gradients over the root of a mean of their squares, both without bias."""
import numpy as np


def adam(w, gradient, rate, beta1, beta2, epsilon, steps):
    w, m, v, path = dict(w), {}, {}, []
    for t in range(1, steps + 1):
        g = gradient(w)
        for name in w:
            own = name
            m[own] = beta1 * m.get(own, 0) + (1 - beta1) * g[name]
            v[own] = beta2 * v.get(own, 0) + (1 - beta2) * g[name]**2
            m_hat = m[own] / (1 - beta1**t)
            v_hat = v[own] / (1 - beta2**t)
            change = m_hat / (np.sqrt(v_hat) + epsilon)
            w[name] = w[name] - rate * change
        path.append(dict(w))
    return path
