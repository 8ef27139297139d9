"""Gradient descent with a memory: the velocity keeps mu of itself, takes the gradient, and moves the weights."""


def momentum(w, gradient, rate, mu, steps):
    w, path = dict(w), []
    v = {name: 0 * w[name] for name in w}
    for _ in range(steps):
        g = gradient(w)
        for name in w:
            old = v[name]
            new = mu * old + g[name]
            w[name] = w[name] - rate * new
            v[name] = new
        path.append(dict(w))
    return path
