"""Optimizers: how a gradient becomes a step. Each row is a pair of pure functions and a state that can be looked at.

`init` makes the state, a mapping from names to arrays of the shape of theta (a counter is a single number); `step` takes
theta, the gradient, the state and the learning rate, and returns the next theta and the next state. Nothing is changed in
place. Defaults and the place of every epsilon are those of torch.optim 2.13, so that numbers can be compared.

In the formulas g is the gradient, r the learning rate, and t counts the steps from 1. Every operation is elementwise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from .steps.hyperparameters import Hyperparameter, Tunable
from .support.arrays import as_floats

State = Mapping[str, np.ndarray | float]


@dataclass(frozen=True, repr=False)
class Optimizer(Tunable):
    """One rule for the next step. `name` and `hyperparameters` as in `Tunable`.

    Parameters
    ----------
    init
        theta (..., n) -> the state before the first step, by name; {} if the rule remembers nothing. Each entry has the
        shape (..., n), (...) or (), and keeps it.
    rule
        (theta, gradient, state, learning_rate, *hyperparameters) -> (next theta, next state). The rate is a number or (..., 1).
    formula
        The rule, as a person writes it; g is the gradient, r the learning rate.
    learning_rate
        A rate to begin with: the default of torch.optim.
    hyperparameters
        The other numbers of the rule, in the order in which it takes them.
    small_net_rate
        A rate at which nets of some ten units learn; None: the learning_rate.
    derived
        (state, *hyperparameters) -> what the rule makes of its state on the way, by name: the corrected mean of adam.

    Examples
    --------
    >>> theta, state = OPTIMIZERS["sgd"].step(np.array([4.0]), np.array([10.0]), {}, 0.1)
    >>> theta, state
    (array([3.]), {})
    >>> OPTIMIZERS["adam"].hyperparameters
    (beta1=0.9, beta2=0.999, eps=1e-08)
    >>> OPTIMIZERS["adam"].replace(beta1=0.5)
    Optimizer('adam', beta1=0.5)
    """

    name: str
    init: Callable[[np.ndarray], State]
    rule: Callable[..., tuple[np.ndarray, State]]
    formula: str = ""
    learning_rate: float = 0.01
    hyperparameters: tuple[Hyperparameter, ...] = ()
    small_net_rate: float | None = None
    derived: Callable[..., State] | None = None

    def step(self, theta: ArrayLike, gradient: ArrayLike, state: State, learning_rate: ArrayLike) -> tuple[np.ndarray, State]:
        """The next theta (..., n) and the next state; the rate is a number or (...). The arguments stay as they are."""
        theta, g, r = as_floats(theta), as_floats(gradient), learning_rate
        if not isinstance(r, (int, float)):
            r = np.asarray(r, theta.dtype)[..., None]
        with np.errstate(all="ignore"):
            return self.rule(theta, g, state, r, *self.constants)

    def derive(self, state: State) -> State:
        """What the rule makes of a state, or of those of all steps at once, (k, ..., n); nan before the first."""
        with np.errstate(all="ignore"):
            return self.derived(state, *self.constants) if self.derived else {}


@dataclass(frozen=True)
class _Start:
    """The state before the first step: zeros in the shape of theta, and counters."""

    zeros: tuple[str, ...] = ()
    counters: tuple[tuple[str, float], ...] = ()

    def __call__(self, theta):
        return {name: np.zeros_like(as_floats(theta)) for name in self.zeros} | dict(self.counters)


# sgd:  theta <- theta - r g  (Robbins & Monro 1951)
def _sgd(theta, g, state, r):
    return theta - r * g, state


# momentum:  v <- mu v + g,  theta <- theta - r v  (Polyak 1964)
#            With v' = -r v this reads v' <- mu v' - r g, theta <- theta + v': the same path as long as r is constant.
def _momentum(theta, g, state, r, mu):
    v = mu * state["velocity"] + g
    return theta - r * v, {"velocity": v}


# nesterov:  v <- mu v + g,  theta <- theta - r (g + mu v)  (Nesterov 1983, as written by Sutskever et al. 2013)
def _nesterov(theta, g, state, r, mu):
    v = mu * state["velocity"] + g
    return theta - r * (g + mu * v), {"velocity": v}


# adagrad:  s <- s + g^2,  theta <- theta - r g / (sqrt(s) + eps)  (Duchi et al. 2011, eq. 1)
def _adagrad(theta, g, state, r, eps):
    s = state["squares"] + g * g
    return theta - r * g / (np.sqrt(s) + eps), {"squares": s}


# rmsprop:  s <- alpha s + (1 - alpha) g^2,  v <- mu v + g / (sqrt(s) + eps),  theta <- theta - r v  (Tieleman & Hinton 2012)
def _rmsprop(theta, g, state, r, alpha, eps, mu):
    s = alpha * state["squares"] + (1 - alpha) * g * g
    v = mu * state["velocity"] + g / (np.sqrt(s) + eps)
    return theta - r * v, {"squares": s, "velocity": v}


# rmsprop_centered:  m <- alpha m + (1 - alpha) g,  and sqrt(s - m^2) in the place of sqrt(s)  (Graves 2013, eq. 38 to 41)
#                    s - m^2 is a variance. Where g hardly changes, rounding brings it below 0 and the root to nan.
def _rmsprop_centered(theta, g, state, r, alpha, eps, mu):
    share = (1 - alpha) * g
    s = alpha * state["squares"] + share * g
    m = alpha * state["mean"] + share
    v = mu * state["velocity"] + g / (np.sqrt(s - m * m) + eps)
    return theta - r * v, {"squares": s, "mean": m, "velocity": v}


# adadelta:  s <- rho s + (1 - rho) g^2,  d = sqrt(u + eps) / sqrt(s + eps) g,  theta <- theta - r d
#            u <- rho u + (1 - rho) d^2  (Zeiler 2012, algorithm 1)
def _adadelta(theta, g, state, r, rho, eps):
    u = state["squared_moves"]
    s = rho * state["squares"] + (1 - rho) * g * g
    d = np.sqrt(u + eps) / np.sqrt(s + eps) * g
    return theta - r * d, {"squares": s, "squared_moves": rho * u + (1 - rho) * d * d}


# adam:  m <- b1 m + (1 - b1) g,  s <- b2 s + (1 - b2) g^2,  m' = m / (1 - b1^t),  s' = s / (1 - b2^t)
#        theta <- theta - r m' / (sqrt(s') + eps)  (Kingma & Ba 2015, algorithm 1)
def _adam(theta, g, state, r, b1, b2, eps):
    t, m, s = _moments(g, state, b1, b2)
    move = r * (m / (1 - b1**t)) / (np.sqrt(s / (1 - b2**t)) + eps)
    return theta - move, {"mean": m, "squares": s, "count": t}


def _moments(g, state, b1, b2):
    m = b1 * state["mean"] + (1 - b1) * g
    s = b2 * state["squares"] + (1 - b2) * g * g
    return state["count"] + 1, m, s


# amsgrad:  adam with h <- max(h, s) in the place of s  (Reddi et al. 2018, algorithm 2; the 1 - b2^t is torch's)
def _amsgrad(theta, g, state, r, b1, b2, eps):
    t, m, s = _moments(g, state, b1, b2)
    h = np.maximum(state["highest_squares"], s)
    move = r * (m / (1 - b1**t)) / (np.sqrt(h / (1 - b2**t)) + eps)
    return theta - move, {"mean": m, "squares": s, "highest_squares": h, "count": t}


# adamw:  theta <- (1 - r w) theta, then adam  (Loshchilov & Hutter 2019, algorithm 2)
#         A penalty w |theta|^2 / 2 in the objective is not the same: it would enter m and s.
def _adamw(theta, g, state, r, b1, b2, eps, w):
    return _adam((1 - r * w) * theta, g, state, r, b1, b2, eps)


# nadam:  adam with m' = mu_t+1 m / (1 - mu_t+1 M) + (1 - mu_t) g / (1 - M)
#         mu_t = b1 (1 - 0.96^(t d) / 2),  M <- mu_t M  (Dozat 2016, algorithm 2)
def _nadam(theta, g, state, r, b1, b2, eps, d):
    t, m, s = _moments(g, state, b1, b2)
    mu, mu_next = b1 * (1 - 0.96**(t * d) / 2), b1 * (1 - 0.96**((t + 1) * d) / 2)
    M = state["momentum_product"] * mu
    m_ahead = mu_next / (1 - mu_next * M) * m + (1 - mu) / (1 - M) * g
    move = r * m_ahead / (np.sqrt(s / (1 - b2**t)) + eps)
    return theta - move, {"mean": m, "squares": s, "momentum_product": M, "count": t}


# lion:  c = b1 m + (1 - b1) g,  theta <- (1 - r w) theta - r sign(c),  m <- b2 m + (1 - b2) g  (Chen et al. 2023, algorithm 2)
def _lion(theta, g, state, r, b1, b2, w):
    m = state["mean"]
    c = b1 * m + (1 - b1) * g
    return (1 - r * w) * theta - r * np.sign(c), {"mean": b2 * m + (1 - b2) * g}


# corrected:  m' = m / (1 - b1^t),  s' = s / (1 - b2^t)  (Kingma & Ba 2015); of amsgrad h', of nadam s' alone
def _corrected(state, b1, b2, *others, squares="squares"):
    t = np.asarray(state["count"], dtype=float)[..., None]
    return {"corrected_mean": state["mean"] / (1 - b1**t), "corrected_squares": state[squares] / (1 - b2**t)}


def _corrected_highest(state, *numbers): return _corrected(state, *numbers, squares="highest_squares")
def _corrected_squares(state, *numbers): return {"corrected_squares": _corrected(state, *numbers)["corrected_squares"]}


def _below_1(name, default): return Hyperparameter(name, default, below=1)

_MU, _NO_MOMENTUM = (_below_1("momentum", 0.9),), _below_1("momentum", 0.0)
_ALPHA, _RHO = _below_1("alpha", 0.99), _below_1("rho", 0.9)
_BETAS, _EPS = (_below_1("beta1", 0.9), _below_1("beta2", 0.999)), Hyperparameter("eps", 1e-8)
_COUNT = ("count", 0)

_ROWS = (
    Optimizer("sgd", _Start(), _sgd, "theta - r g", 1e-3, small_net_rate=0.5),
    Optimizer("momentum", _Start(("velocity",)), _momentum, "theta - r v, v = mu v + g", 1e-3, _MU, 0.1),
    Optimizer("nesterov", _Start(("velocity",)), _nesterov, "theta - r (g + mu v), v = mu v + g", 1e-3, _MU, 0.1),
    Optimizer("adagrad", _Start(("squares",)), _adagrad, "theta - r g / (sqrt(s) + eps), s = s + g^2", 1e-2,
              (Hyperparameter("eps", 1e-10),), 0.05),
    Optimizer("rmsprop", _Start(("squares", "velocity")), _rmsprop,
              "theta - r v, v = mu v + g / (sqrt(s) + eps), s = alpha s + (1 - alpha) g^2", 1e-2, (_ALPHA, _EPS, _NO_MOMENTUM)),
    Optimizer("rmsprop_centered", _Start(("squares", "mean", "velocity")), _rmsprop_centered,
              "theta - r v, v = mu v + g / (sqrt(s - m^2) + eps), s and m running means of g^2 and g", 1e-2,
              (_ALPHA, _EPS, _NO_MOMENTUM)),
    Optimizer("adadelta", _Start(("squares", "squared_moves")), _adadelta,
              "theta - r d, d = sqrt(u + eps) / sqrt(s + eps) g, s and u running means of g^2 and d^2", 1.0,
              (_RHO, Hyperparameter("eps", 1e-6))),
    Optimizer("adam", _Start(("mean", "squares"), (_COUNT,)), _adam,
              "theta - r m' / (sqrt(s') + eps), m' and s' unbiased running means of g and g^2", 1e-3, (*_BETAS, _EPS),
              0.02, _corrected),
    Optimizer("amsgrad", _Start(("mean", "squares", "highest_squares"), (_COUNT,)), _amsgrad,
              "adam with the highest s so far", 1e-3, (*_BETAS, _EPS), derived=_corrected_highest),
    Optimizer("adamw", _Start(("mean", "squares"), (_COUNT,)), _adamw,
              "adam after theta has become (1 - r w) theta", 1e-3,
              (*_BETAS, _EPS, Hyperparameter("weight_decay", 0.01)), derived=_corrected),
    Optimizer("nadam", _Start(("mean", "squares"), (("momentum_product", 1.0), _COUNT)), _nadam,
              "adam with m' looked at one step ahead", 2e-3, (*_BETAS, _EPS, Hyperparameter("momentum_decay", 4e-3)),
              derived=_corrected_squares),
    Optimizer("lion", _Start(("mean",)), _lion, "(1 - r w) theta - r sign(b1 m + (1 - b1) g), m a running mean of g", 1e-4,
              (_BETAS[0], _below_1("beta2", 0.99), Hyperparameter("weight_decay", 0.0))),
)

OPTIMIZERS = MappingProxyType({row.name: row for row in _ROWS})
