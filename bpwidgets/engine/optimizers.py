"""Optimizers: how a gradient becomes a step.

A rule takes theta, the gradient g, a state and the learning rate r, and returns the next theta and the next state; it
changes nothing in place. The state is a mapping from names to arrays in the shape of theta; a counter, t in the
formulas, is a single number and counts the steps from 1. Every operation is elementwise. Defaults and the place of
every epsilon are those of torch.optim 2.13, so that numbers can be compared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy import ndarray as Array
from numpy.typing import ArrayLike

from .steps.first_state import Start
from .steps.hyperparameters import Hyperparameter, Tunable
from .support.arrays import as_floats

State = Mapping[str, Any]               # numbers and arrays by name
Step = tuple[Array, State]              # the next theta and the next state
Rate = float | Array


# sgd:  theta <- theta - r g  (Robbins & Monro 1951)
def sgd(theta: Array, g: Array, state: State, r: Rate) -> Step:
    return theta - r * g, state


# momentum:  v <- mu v + g,  theta <- theta - r v  (Polyak 1964)
#            With v' = -r v this reads v' <- mu v' - r g, theta <- theta + v': the same path as long as r is constant.
def momentum(theta: Array, g: Array, state: State, r: Rate, mu: float) -> Step:
    v = mu * state["velocity"] + g
    return theta - r * v, {"velocity": v}


# nesterov:  v <- mu v + g,  theta <- theta - r (g + mu v)  (Nesterov 1983, as written by Sutskever et al. 2013)
def nesterov(theta: Array, g: Array, state: State, r: Rate, mu: float) -> Step:
    v = mu * state["velocity"] + g
    return theta - r * (g + mu * v), {"velocity": v}


# adagrad:  s <- s + g^2,  theta <- theta - r g / (sqrt(s) + eps)  (Duchi et al. 2011, eq. 1)
def adagrad(theta: Array, g: Array, state: State, r: Rate, eps: float) -> Step:
    s = state["squares"] + g * g
    return theta - r * g / (np.sqrt(s) + eps), {"squares": s}


# rmsprop:  s <- alpha s + (1 - alpha) g^2,  v <- mu v + g / (sqrt(s) + eps),  theta <- theta - r v
#           (Tieleman & Hinton 2012)
def rmsprop(theta: Array, g: Array, state: State, r: Rate, alpha: float, eps: float, mu: float) -> Step:
    s = alpha * state["squares"] + (1 - alpha) * g * g
    v = mu * state["velocity"] + g / (np.sqrt(s) + eps)
    return theta - r * v, {"squares": s, "velocity": v}


# rmsprop_centered:  m <- alpha m + (1 - alpha) g,  and sqrt(s - m^2) in the place of sqrt(s)  (Graves 2013, eq. 38-41)
#                    s - m^2 is a variance. Where g hardly changes, rounding brings it below 0 and the root to nan.
def rmsprop_centered(theta: Array, g: Array, state: State, r: Rate, alpha: float, eps: float, mu: float) -> Step:
    share = (1 - alpha) * g
    s = alpha * state["squares"] + share * g
    m = alpha * state["mean"] + share
    v = mu * state["velocity"] + g / (np.sqrt(s - m * m) + eps)
    return theta - r * v, {"squares": s, "mean": m, "velocity": v}


# adadelta:  s <- rho s + (1 - rho) g^2,  d = sqrt(u + eps) / sqrt(s + eps) g,  theta <- theta - r d
#            u <- rho u + (1 - rho) d^2  (Zeiler 2012, algorithm 1)
def adadelta(theta: Array, g: Array, state: State, r: Rate, rho: float, eps: float) -> Step:
    u = state["squared_moves"]
    s = rho * state["squares"] + (1 - rho) * g * g
    d = np.sqrt(u + eps) / np.sqrt(s + eps) * g
    return theta - r * d, {"squares": s, "squared_moves": rho * u + (1 - rho) * d * d}


# adam:  m <- b1 m + (1 - b1) g,  s <- b2 s + (1 - b2) g^2,  m' = m / (1 - b1^t),  s' = s / (1 - b2^t)
#        theta <- theta - r m' / (sqrt(s') + eps)  (Kingma & Ba 2015, algorithm 1)
def adam(theta: Array, g: Array, state: State, r: Rate, b1: float, b2: float, eps: float) -> Step:
    t, m, s = moments(g, state, b1, b2)
    move = r * (m / (1 - b1**t)) / (np.sqrt(s / (1 - b2**t)) + eps)
    return theta - move, {"mean": m, "squares": s, "count": t}


def moments(g: Array, state: State, b1: float, b2: float) -> tuple[Array, ...]:
    m = b1 * state["mean"] + (1 - b1) * g
    s = b2 * state["squares"] + (1 - b2) * g * g
    return state["count"] + 1, m, s


# amsgrad:  adam with h <- max(h, s) in the place of s  (Reddi et al. 2018, algorithm 2; the 1 - b2^t is torch's)
def amsgrad(theta: Array, g: Array, state: State, r: Rate, b1: float, b2: float, eps: float) -> Step:
    t, m, s = moments(g, state, b1, b2)
    h = np.maximum(state["highest_squares"], s)
    move = r * (m / (1 - b1**t)) / (np.sqrt(h / (1 - b2**t)) + eps)
    return theta - move, {"mean": m, "squares": s, "highest_squares": h, "count": t}


# adamw:  theta <- (1 - r w) theta, then adam  (Loshchilov & Hutter 2019, algorithm 2)
#         A penalty w |theta|^2 / 2 in the objective is not the same: it would enter m and s.
def adamw(theta: Array, g: Array, state: State, r: Rate, b1: float, b2: float, eps: float, w: float) -> Step:
    return adam((1 - r * w) * theta, g, state, r, b1, b2, eps)


# nadam:  adam with m' = mu_t+1 m / (1 - mu_t+1 M) + (1 - mu_t) g / (1 - M)
#         mu_t = b1 (1 - 0.96^(t d) / 2),  M <- mu_t M  (Dozat 2016, algorithm 2)
def nadam(theta: Array, g: Array, state: State, r: Rate, b1: float, b2: float, eps: float, d: float) -> Step:
    t, m, s = moments(g, state, b1, b2)
    mu, mu_next = b1 * (1 - 0.96**(t * d) / 2), b1 * (1 - 0.96**((t + 1) * d) / 2)
    M = state["momentum_product"] * mu
    m_ahead = mu_next / (1 - mu_next * M) * m + (1 - mu) / (1 - M) * g
    move = r * m_ahead / (np.sqrt(s / (1 - b2**t)) + eps)
    return theta - move, {"mean": m, "squares": s, "momentum_product": M, "count": t}


# lion:  c = b1 m + (1 - b1) g,  theta <- (1 - r w) theta - r sign(c),  m <- b2 m + (1 - b2) g
#        (Chen et al. 2023, algorithm 2)
def lion(theta: Array, g: Array, state: State, r: Rate, b1: float, b2: float, w: float) -> Step:
    m = state["mean"]
    c = b1 * m + (1 - b1) * g
    return (1 - r * w) * theta - r * np.sign(c), {"mean": b2 * m + (1 - b2) * g}


# corrected:  m' = m / (1 - b1^t),  s' = s / (1 - b2^t)  (Kingma & Ba 2015); of amsgrad h', of nadam s' alone
def corrected(state: State, b1: float, b2: float, *others: float, squares: str = "squares") -> State:
    t = np.asarray(state["count"], dtype=float)[..., None]
    return {"corrected_mean": state["mean"] / (1 - b1**t), "corrected_squares": state[squares] / (1 - b2**t)}


def corrected_highest(state: State, *numbers: float) -> State:
    return corrected(state, *numbers, squares="highest_squares")
def corrected_squares(state: State, *numbers: float) -> State:
    return {"corrected_squares": corrected(state, *numbers)["corrected_squares"]}


@dataclass(frozen=True, repr=False)
class Optimizer(Tunable):
    """One rule for the next step. `name` and `hyperparameters` as in `Tunable`.

    Parameters
    ----------
    init
        theta -> the state before the first step, by name; {} if the rule remembers nothing. Each entry has the shape
        of theta, (n,) or (..., n), or is a number, () or (...), and keeps its shape.
    rule
        (theta, gradient, state, learning_rate, *hyperparameters) -> (next theta, next state). The rate is a number; for
        settings with rates of their own it is (..., 1).
    formula
        The rule as text; g is the gradient, r the learning rate.
    learning_rate
        A rate to begin with: the default of torch.optim.
    hyperparameters
        The other numbers of the rule, in the order in which it takes them.
    small_net_rate
        A rate at which nets of some ten units learn; None: the learning_rate.
    title, short, summary
        What menus show (else the name, in words), what pictures call it (else the title), and one sentence about it.
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
    rule: Callable[..., Step]
    formula: str = ""
    learning_rate: float = 0.01
    hyperparameters: tuple[Hyperparameter, ...] = ()
    small_net_rate: float | None = None
    derived: Callable[..., State] | None = None
    title: str = field(default="", kw_only=True)
    summary: str = field(default="", kw_only=True)
    short: str = field(default="", kw_only=True)

    def step(self, theta: ArrayLike, gradient: ArrayLike, state: State,
             learning_rate: ArrayLike) -> Step:
        """The next theta (n,) and the next state; for theta (..., n) the rate is a number or (...)."""
        theta, g, r = as_floats(theta), as_floats(gradient), learning_rate
        if not isinstance(r, (int, float)):
            r = np.asarray(r, theta.dtype)[..., None]
        with np.errstate(all="ignore"):
            return self.rule(theta, g, state, r, *self.constants)

    def derive(self, state: State) -> State:
        """What the rule makes of a state, or of those of all steps at once, (k, ..., n); nan before the first."""
        with np.errstate(all="ignore"):
            return self.derived(state, *self.constants) if self.derived else {}


def _below_1(name: str, default: float) -> Hyperparameter: return Hyperparameter(name, default, below=1)


_MU, _NO_MOMENTUM = (_below_1("momentum", 0.9),), _below_1("momentum", 0.0)
_ALPHA, _RHO = _below_1("alpha", 0.99), _below_1("rho", 0.9)
_BETAS, _EPS = (_below_1("beta1", 0.9), _below_1("beta2", 0.999)), Hyperparameter("eps", 1e-8)
_COUNT = ("count", 0)

_ROWS = (
    Optimizer("sgd", Start(), sgd, "theta - r g", 1e-3, small_net_rate=0.5, title="SGD",
              summary="Straight downhill, as far as the gradient is long"),
    Optimizer("momentum", Start(("velocity",)), momentum, "theta - r v, v = mu v + g", 1e-3, _MU, 0.1,
              title="SGD with momentum", short="momentum", summary="Gathers speed along a valley and rolls on"),
    Optimizer("nesterov", Start(("velocity",)), nesterov, "theta - r (g + mu v), v = mu v + g", 1e-3, _MU, 0.1,
              title="Nesterov momentum", short="Nesterov", summary="Momentum that looks ahead to where it will be"),
    Optimizer("adagrad", Start(("squares",)), adagrad, "theta - r g / (sqrt(s) + eps), s = s + g^2", 1e-2,
              (Hyperparameter("eps", 1e-10),), 0.05, title="AdaGrad",
              summary="Divides by all squares so far: its steps only shrink"),
    Optimizer("rmsprop", Start(("squares", "velocity")), rmsprop,
              "theta - r v, v = mu v + g / (sqrt(s) + eps), s = alpha s + (1 - alpha) g^2", 1e-2,
              (_ALPHA, _EPS, _NO_MOMENTUM), title="RMSprop",
              summary="Divides by the running size of the gradient: steps of like size along all parameters"),
    Optimizer("rmsprop_centered", Start(("squares", "mean", "velocity")), rmsprop_centered,
              "theta - r v, v = mu v + g / (sqrt(s - m^2) + eps), s and m running means of g^2 and g", 1e-2,
              (_ALPHA, _EPS, _NO_MOMENTUM), title="centered RMSprop", summary="Divides by the spread of the gradient"),
    Optimizer("adadelta", Start(("squares", "squared_moves")), adadelta,
              "theta - r d, d = sqrt(u + eps) / sqrt(s + eps) g, s and u running means of g^2 and d^2", 1.0,
              (_RHO, Hyperparameter("eps", 1e-6)), title="AdaDelta",
              summary="RMSprop whose steps have the size of the steps before"),
    Optimizer("adam", Start(("mean", "squares"), (_COUNT,)), adam,
              "theta - r m' / (sqrt(s') + eps), m' and s' unbiased running means of g and g^2", 1e-3, (*_BETAS, _EPS),
              0.02, corrected, title="Adam", summary="Momentum and RMSprop together, corrected for the start"),
    Optimizer("amsgrad", Start(("mean", "squares", "highest_squares"), (_COUNT,)), amsgrad,
              "adam with the highest s so far", 1e-3, (*_BETAS, _EPS), derived=corrected_highest,
              title="AMSGrad", summary="Adam whose divisor never falls"),
    Optimizer("adamw", Start(("mean", "squares"), (_COUNT,)), adamw,
              "adam after theta has become (1 - r w) theta", 1e-3,
              (*_BETAS, _EPS, Hyperparameter("weight_decay", 0.01)), derived=corrected, title="AdamW",
              summary="Adam, and the weights shrink a little in each step"),
    Optimizer("nadam", Start(("mean", "squares"), (("momentum_product", 1.0), _COUNT)), nadam,
              "adam with m' looked at one step ahead", 2e-3, (*_BETAS, _EPS, Hyperparameter("momentum_decay", 4e-3)),
              derived=corrected_squares, title="Nadam", summary="Adam with Nesterov's look ahead"),
    Optimizer("lion", Start(("mean",)), lion,
              "(1 - r w) theta - r sign(b1 m + (1 - b1) g), m a running mean of g", 1e-4,
              (_BETAS[0], _below_1("beta2", 0.99), Hyperparameter("weight_decay", 0.0)), title="Lion",
              summary="Only the sign counts: every parameter moves equally far"),
)

OPTIMIZERS = MappingProxyType({row.name: row for row in _ROWS})
