"""A loss at 61 x 61 settings, anywhere and over two weights, beside the vectorizing maps of the peers; and the memory
it takes."""
from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np

from bpwidgets import engine
from tests.bench.engine import Job, Peer, Work
from tests.bench.engine_peers import mean_squares
from tests.bench.processor import promised
from tests.bench.report import Table, at_most

SIZES, POINTS, SIDE = (2, 8, 8, 1), 200, 61
STEPS = np.linspace(-2.0, 2.0, SIDE)
MB = 2**20
MOST_MB = 64
# How many times faster than JAX: with AVX-512, and without.
REACH = {"values-float64": promised(2.0, 1.0), "values-float32": promised(2.0, 2.5), "first": promised(4.0, 2.0),
         "across": promised(4.0, 3.5), "last": promised(4.0, 15.5)}
# Name -> the two weights that vary: both in the first layer, one there and one in the middle, both in the last layer.
PAIRS = {"first": ("W1[0,0]", "W1[1,3]"), "across": ("W1[0,0]", "W2[2,5]"), "last": ("W3[0,0]", "W3[4,0]")}


class Surface(NamedTuple):
    """An objective, where it is looked at, the thetas of all settings, and the two directions if they are a plane."""

    f: engine.NetworkLoss
    theta: np.ndarray
    thetas: np.ndarray
    directions: np.ndarray


def _surface(pair: tuple[str, str] | None, dtype: type) -> Surface:
    draw = np.random.default_rng(0)
    x = draw.standard_normal((POINTS, SIZES[0])).astype(dtype)
    f = engine.NetworkLoss(engine.network(SIZES), x, np.sign(x[:, :1] * x[:, 1:]))
    theta, n = f.network.initialize().astype(dtype), f.network.n
    if pair is None:
        return Surface(f, theta, (theta + draw.standard_normal((SIDE * SIDE, n))).astype(dtype), np.empty((0, n)))
    directions = np.eye(n, dtype=dtype)[[f.names.index(name) for name in pair]]
    u, v = np.meshgrid(STEPS, STEPS, indexing="ij")
    return Surface(f, theta, theta + u[..., None] * directions[0] + v[..., None] * directions[1], directions)


def our_values(dtype: type) -> Job:
    s = _surface(None, dtype)
    return Job(lambda: s.f.values(s.thetas))


def jax_values(dtype: type) -> Job:
    jax, x, y, s = _jax(None, dtype)
    values = jax.jit(jax.vmap(lambda theta: mean_squares(theta, x, y, SIZES, jax.numpy.tanh)))
    thetas = jax.device_put(s.thetas)
    return Job(lambda: values(thetas).block_until_ready())


def our_plane(pair: tuple[str, str]) -> Job:
    s = _surface(pair, np.float64)
    return Job(lambda: s.f.plane(s.theta, s.directions, STEPS, STEPS))


def jax_plane(pair: tuple[str, str]) -> Job:
    jax, x, y, s = _jax(pair, np.float64)
    theta, first, second, steps = map(jax.device_put, (s.theta, *s.directions, STEPS))

    def value(u, v):
        return mean_squares(theta + u * first + v * second, x, y, SIZES, jax.numpy.tanh)

    plane = jax.jit(jax.vmap(jax.vmap(value, (None, 0)), (0, None)))
    return Job(lambda: plane(steps, steps).block_until_ready())


def torch_plane(pair: tuple[str, str]) -> Job:
    import torch

    s = _surface(pair, np.float64)
    theta, first, second, steps, x, y = (torch.tensor(a) for a in (s.theta, *s.directions, STEPS, s.f.x, s.f.y))

    def value(u, v):
        return mean_squares(theta + u * first + v * second, x, y, SIZES, torch.tanh)

    plane = torch.func.vmap(torch.func.vmap(value, (None, 0)), (0, None))
    return Job(lambda: plane(steps, steps).numpy())


def loop_plane(pair: tuple[str, str]) -> Job:
    s = _surface(pair, np.float64)
    first, second = s.directions
    return Job(lambda: np.array([[s.f.value(s.theta + u * first + v * second) for v in STEPS] for u in STEPS]))


def _jax(pair, dtype):
    import jax

    jax.config.update("jax_enable_x64", True)
    s = _surface(pair, dtype)
    return jax, jax.device_put(s.f.x.astype(dtype)), jax.device_put(s.f.y.astype(dtype)), s


def _plane_work(name: str) -> Work:
    pair = PAIRS[name]
    peers = [Peer("jax jit(vmap)", partial(jax_plane, pair), REACH[name]),
             Peer("torch vmap", partial(torch_plane, pair), 6.0),
             Peer("Python loop", partial(loop_plane, pair), 7.0)]
    return Work(f"plane-{name}", "plane", partial(our_plane, pair), peers)


WORKS = (
    Work("values-float64", f"{SIDE * SIDE} values", partial(our_values, np.float64),
         [Peer("jax jit(vmap)", partial(jax_values, np.float64), REACH["values-float64"])]),
    Work("values-float32", f"{SIDE * SIDE} values", partial(our_values, np.float32),
         [Peer("jax jit(vmap)", partial(jax_values, np.float32), REACH["values-float32"])], tolerance=1e-4),
    *map(_plane_work, PAIRS),
)


def memory(options) -> list[Table]:
    """The most that `values` and `plane` hold at a time, beyond their answer and one setting's forward pass."""
    jobs = {"values": lambda: our_values(np.float64)} | {f"plane-{name}": partial(our_plane, pair)
                                                         for name, pair in PAIRS.items()}
    rows = [(name, *_memory_row(build)) for name, build in jobs.items()]
    return [Table(f"Extra memory at {SIDE} x {SIDE} settings of 2-8-8-1 on {POINTS} points, in MB", ("what", "MB", ""),
                  rows,
                 f"Promised: at most {MOST_MB} MB.")]


def _memory_row(build: Callable[[], Job]) -> tuple[float, str]:
    s = _surface(None, np.float64)
    extra = _peak(build().run) - SIDE * SIDE * 8 - _peak(lambda: s.f.value(s.theta))
    return extra / MB, at_most(extra / MB, MOST_MB)


def _peak(run: Callable[[], object]) -> int:
    run()
    tracemalloc.start()
    try:
        run()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
