"""The peers of the labs, as cells of a notebook: what a learner's own notebook would hold without this package's
widgets.

The bench pastes this file into the first cell. The interact versions show the same curves, labels and ticks as the
labs, from the same studies; they leave out the table beside the picture and the sharper pixels of dense displays, both
to their advantage.
"""
import io
import json
from pathlib import Path

import ipywidgets
import matplotlib.pyplot as plt
import numpy as np

from bpwidgets.engine import ACTIVATIONS, INITIALIZERS
from bpwidgets.labs.gradient_flow.study import FlowSettings, gradient_flow
from bpwidgets.labs.weight.settings import LOSSES, WeightSettings, rate_range, weight_range
from bpwidgets.labs.weight.study import one_weight


def swap(lab):
    """The bare picture swap: a slider whose moves toggle two prepared PNGs of the size that size.json tells."""
    size = json.loads(Path("size.json").read_text())
    pictures = []
    for color in ("white", "ivory"):
        figure, out = lab.figure, io.BytesIO()
        figure.set_size_inches(size["width"] / 72, size["height"] / 72)
        figure.savefig(out, format="png", dpi=72 * size["ratio"], facecolor=color)
        pictures.append(out.getvalue())
    image = ipywidgets.Image(value=pictures[0], format="png", width=size["width"], height=size["height"])
    slider = ipywidgets.IntSlider(description="swap", max=100)
    slider.observe(lambda change: setattr(image, "value", pictures[change["new"] % 2]), "value")
    return ipywidgets.VBox([image, slider])


def show_weight(weight, learning_rate, step, loss, scaled, steps):
    settings = WeightSettings(weight=weight, learning_rate=learning_rate, loss=loss, scaled=scaled, steps=steps,
                              step=min(step, steps))
    run, step = one_weight(settings), settings.step
    fig = plt.figure(figsize=(8.6, 3.5))
    grid = fig.add_gridspec(2, 2, height_ratios=(3, 0.4), width_ratios=(1.5, 1), hspace=0.6)
    fig.suptitle(run.verdict, fontsize=8)

    ax = fig.add_subplot(grid[0, 0])
    w, value, slope = run.weights[step], run.losses[step], run.gradients[step]
    top = 1.12 * run.curve_losses.max()
    ax.plot(run.curve_weights, run.curve_losses, lw=2)
    ax.plot(run.best_weight, run.best_loss, "|", ms=14, color="gray")
    ax.text(run.best_weight, run.best_loss + 0.05 * top, f"best {run.best_weight:.4g}", ha="center", color="gray")
    ax.plot([w - 1.4, w + 1.4], [value - 1.4 * slope, value + 1.4 * slope], "--", color="tab:orange")
    ax.plot(run.weights[: step + 1], run.losses[: step + 1], "-o", ms=4)
    ax.plot(w, value, "o", ms=11, color="tab:orange")
    ax.annotate("", (w - learning_rate * slope, value), (w, value), arrowprops={"arrowstyle": "-|>"})
    ax.text(w, value, f"w = {w:.4g}", va="top")
    ax.set(xlim=(run.curve_weights[0], run.curve_weights[-1]), ylim=(-0.07 * top, top), xlabel="weight", ylabel="loss")
    ax.grid(axis="y")

    ax = fig.add_subplot(grid[0, 1])
    ax.semilogy(run.losses, "-o", ms=4)
    ax.semilogy(step, run.losses[step], "o", ms=10, color="tab:orange")
    ax.set(xlabel="step", title="loss, step by step")
    ax.grid(axis="y")

    ax = fig.add_subplot(grid[1, :])
    low, high = rate_range(settings)
    limit = run.rate_limit
    ax.hlines(0.3, low, limit / 2, lw=5, color="palegreen")
    ax.hlines(0.3, limit / 2, limit, lw=5, color="green")
    ax.hlines(0.3, limit, high, lw=5, color="red", linestyles=":")
    ax.axvline(limit, color="red")
    ax.text(limit, 1.05, f"largest stable rate {limit:.3g}", ha="center")
    ax.plot(learning_rate, 0.7, "v", ms=10)
    ax.set(xscale="log", xlim=(low, high), ylim=(0, 1), yticks=[], xlabel="learning rate")
    plt.show()


def interact_weight():
    start = WeightSettings()
    low, high = np.log10(rate_range(start))
    first, last = weight_range(start)
    ipywidgets.interact(
        show_weight, weight=ipywidgets.FloatSlider(4.0, min=first, max=last, step=0.05),
        learning_rate=ipywidgets.FloatLogSlider(0.001, min=low, max=high, step=0.02, description="learning rate"),
        step=ipywidgets.IntSlider(0, min=0, max=20, description="step shown"),
        loss=list(LOSSES), scaled=False, steps=ipywidgets.IntSlider(20, min=1, max=500))


def show_flow(depth, width, gain, seed, activation, initializer):
    flow = gradient_flow(FlowSettings(depth=depth, width=width, gain=gain, seed=seed, activation=activation,
                                      initializer=initializer))
    _fig, ax = plt.subplots(figsize=(8.6, 3.7))
    layers = np.arange(1, depth + 2)
    curves = (("activations", flow.activation_size, flow.activation_growth, "o-"),
              ("delta", flow.delta_size, flow.shrink_per_layer, "s-"),
              ("dW", flow.weight_gradient_size, flow.weight_gradient_shrink, "^--"))
    for name, sizes, factor, line in curves:
        drawn, = ax.semilogy(layers, sizes, line)
        ax.text(depth + 1.5, sizes[-1], f"{name}  x {factor:.3g} per layer", color=drawn.get_color(), va="center")
    ax.set(xlabel="layer (input on the left)", ylabel="size", xlim=(0.5, depth + 1.5))
    ax.grid(axis="y")
    ax.set_title(flow.verdict, fontsize=8)
    plt.show()


def interact_flow():
    ipywidgets.interact(
        show_flow, depth=ipywidgets.IntSlider(20, min=1, max=50), width=ipywidgets.IntSlider(32, min=1, max=128),
        gain=ipywidgets.FloatSlider(1.0, min=0.05, max=5, step=0.05), seed=ipywidgets.IntSlider(0, min=0, max=99),
        activation=ipywidgets.Dropdown(value="sigmoid", options=list(ACTIVATIONS)),
        initializer=ipywidgets.Dropdown(value="lecun_normal", options=list(INITIALIZERS)))


def interact_deep_flow():
    _interact_flow(50, 64, 256)


def interact_deeper_flow():
    _interact_flow(100, 128, 256)


def _interact_flow(depth, width, n_samples):
    def show(gain, seed):
        flow = gradient_flow(FlowSettings(depth=depth, width=width, n_samples=n_samples, gain=gain, seed=seed))
        _fig, ax = plt.subplots(figsize=(8.6, 3.7))
        for sizes, line in ((flow.activation_size, "o-"), (flow.delta_size, "s-"), (flow.weight_gradient_size, "^--")):
            ax.semilogy(np.arange(1, depth + 2), sizes, line)
        ax.set(xlabel="layer (input on the left)", ylabel="size")
        ax.set_title(flow.verdict, fontsize=8)
        plt.show()

    ipywidgets.interact(show, gain=ipywidgets.FloatSlider(1.0, min=0.05, max=5, step=0.05),
                        seed=ipywidgets.IntSlider(0, min=0, max=99))


def interact_surface():
    """A net 2-8-8-1 in plain numpy, its loss over two weights at 61 x 61 points at once, and 50 steps of descent on
    it."""
    from bpwidgets.planes.problems import DATA, PROBLEMS
    x, y = DATA["moons"].x, DATA["moons"].y.reshape(-1, 1)
    first = PROBLEMS["2-8-8-1"].network
    start = first.initialize("glorot_normal", seed=0)
    W1, b1, W2, b2, W3, b3 = (part for layer in first.unpack(start) for part in (layer["W"], layer["b"]))
    hidden = np.tanh(x @ W1 + b1)

    def descend(w2, w3, rate, steps=50):
        parts = [part.copy() for part in (W1, b1, W2, b2, W3, b3)]
        parts[2][0, 0], parts[4][0, 0] = w2, w3
        path, losses = [], []
        for _ in range(steps + 1):
            A, a, B, b, C, c = parts
            h = np.tanh(x @ A + a)
            k = np.tanh(h @ B + b)
            error = k @ C + c - y
            path.append((B[0, 0], C[0, 0]))
            losses.append((error ** 2).mean())
            d = 2 * error / len(x)
            e = (d @ C.T) * (1 - k ** 2)
            f = (e @ B.T) * (1 - h ** 2)
            slopes = (x.T @ f, f.sum(0), h.T @ e, e.sum(0), k.T @ d, d.sum(0))
            parts = [part - rate * slope for part, slope in zip(parts, slopes)]
        return np.array(path), np.array(losses)

    def show(w2, w3, rate, step):
        u = np.linspace(-4, 4, 61)
        z = hidden @ W2 + b2
        moved = z[:, 0] - hidden[:, 0] * W2[0, 0] + u[:, None] * hidden[:, 0]
        rest = np.tanh(z[:, 1:]) @ W3[1:] + b3 - y
        out = np.tanh(moved)[:, None, :] * u[None, :, None] + rest[:, 0]
        surface = (out ** 2).mean(axis=-1)
        path, losses = descend(w2, w3, rate)
        fig, (left, right) = plt.subplots(1, 2, figsize=(8.6, 4.8), width_ratios=(1.6, 1))
        filled = left.contourf(u, u, surface.T, 12)
        left.contour(u, u, surface.T, 12, colors="k", linewidths=0.5)
        fig.colorbar(filled, ax=left)
        left.plot(*path.T, "o-", ms=3)
        left.plot(*path[step], "o", ms=10, color="tab:orange")
        right.semilogy(losses)
        right.axvline(step)
        plt.show()

    ipywidgets.interact(show, w2=ipywidgets.FloatSlider(W2[0, 0], min=-4, max=4, step=0.05, description="W2[0,0]"),
                        w3=ipywidgets.FloatSlider(W3[0, 0], min=-4, max=4, step=0.05, description="W3[0,0]"),
                        rate=ipywidgets.FloatLogSlider(0.1, min=-3, max=1, step=0.02, description="learning rate"),
                        step=ipywidgets.IntSlider(0, min=0, max=50, description="step shown"))
