"""The limits of healthy: how far the sizes of delta and of the activations may move before a net counts as sick."""

# delta: the factor within which its size counts as kept. signal: the same for the activations, which matter less.
KEPT, SIGNAL = 10.0, 1000.0
