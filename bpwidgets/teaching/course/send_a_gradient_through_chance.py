"""Lesson 29: send a gradient through chance. A sample stands in the middle of a net: how does the error get past it?"""
from __future__ import annotations

import numpy as np

import bpwidgets as bp

from ...labs.chance.one_number import COSTS
from ...labs.chance.spread import COORDINATES
from ...text import in_words
from .. import Choice, Exercise, Lesson, Number, Option, Prediction, Question, SayIt, Wrong

NUMBER = ("bell", "number_spread", "over_sigma", "verdict")
BETA = ("ellipses", "error", "kl", "through", "verdict")


def gradients(mu, logvar, x, seed):
    eps = np.random.default_rng(seed).normal(size=mu.shape)
    sigma = np.exp(logvar / 2)
    z = mu + sigma * eps
    dz = z - x
    d_mu = dz + mu
    d_logvar = dz * sigma * eps / 2 + (np.exp(logvar) - 1) / 2
    return d_mu, d_logvar


def _by_differences(mu, logvar, x, seed, h=1e-6):
    """The same by central differences of the loss, with the noise of the seed."""
    def loss(code):
        mu, logvar = code
        eps = np.random.default_rng(seed).normal(size=mu.shape)
        z = mu + np.exp(logvar / 2) * eps
        return ((z - x) ** 2).sum() / 2 + (mu**2 + np.exp(logvar) - logvar - 1).sum() / 2

    code, slopes = np.array([mu, logvar], dtype=float), np.zeros((2, len(mu)))
    for place in np.ndindex(*slopes.shape):
        step = np.zeros_like(code)
        step[place] = h
        slopes[place] = (loss(code + step) - loss(code - step)) / (2 * h)
    return tuple(slopes)


def _faulty(sigma=lambda logvar: np.exp(logvar / 2), back=lambda eps, chance: eps, half=0.5, error=1.0, spread=1.0,
            kl=1.0):
    """The right function with one part of it replaced."""
    def faulty(mu, logvar, x, seed):
        chance = np.random.default_rng(seed)
        eps = chance.normal(size=mu.shape)
        s = sigma(logvar)
        dz = error * (mu + s * eps - x)
        return dz + kl * mu, spread * half * dz * s * back(eps, chance) + kl * (np.exp(logvar) - 1) / 2
    return faulty


def _code(rng):
    """Means, log-variances, what is to be met, and a seed."""
    mu, logvar, x = (rng.integers(-3, 4, size=2) / 2 for _ in range(3))
    return mu, logvar + 0.25, x, int(rng.integers(0, 100))


def _one(mean, cost="square", sigma=0.5):
    return bp.ChanceLab(cost=cost, mean=mean, sigma=sigma, epochs=1, hidden=8, views=("bell", "number_spread"),
                        controls=("mean", "sigma"), question="How does the mean cost change with μ?")


def _found(lab):
    settings = lab.settings
    return lab.result.one_number(COSTS[settings.cost], settings.mean, settings.sigma)


def _why_two_mu(lab):
    found = _found(lab)
    return (f"E[z²] = μ² + σ², so the derivative is 2 μ = {in_words(found.exact)}. Which z comes is chance; how the "
            "mean moves with μ is not. Each histogram holds 2,000 estimates of that number, from one z each.")


def _follows(eps=0.7, mu=1.0, sigma=0.5, h=1e-6):
    """With the noise given, z moves as much as mu does: the option that says dR/dz."""
    up, down = (m + sigma * eps for m in (mu + h, mu - h))
    return 2 if abs((up - down) / (2 * h) - 1) < 1e-6 else 1


def _digit(example, by, letter):
    return bp.ChanceLab(example=example, by=by, epochs=20, views=("plane", "spread"),
                        controls=("example", "by", "epoch"), question="How far does one sample miss the gradient?")


def _deviations(lab):
    """Of one estimate by reparameterization, by the score function, and with a baseline."""
    spread, k = lab.result.spread(lab.settings.epoch, lab.settings.example), COORDINATES.index(lab.settings.by)
    return [float(spread.deviations[name][k]) for name in ("reparameterization", "score", "score_baseline")]


def _times(lab):
    path, score, _ = _deviations(lab)
    return 0 if score < 1.4 * path else 1 if score < 8 * path else 2


def _why_times(lab):
    path, score, based = map(in_words, _deviations(lab))
    error = in_words(lab.result.spread(lab.settings.epoch, lab.settings.example).mean_error, 2)
    return (f"It misses by {path} with reparameterization, by {score} with the score function. The error of this digit "
            f"is some {error} nats whatever z comes, and the score function multiplies chance by all of it. A baseline "
            f"takes that mean off, and {based} are left: the last histogram.")


def _mean_of_slopes(lab):
    """What reparameterization says on average."""
    return float(_found(lab).drawn["reparameterization"].mean())


def _why_zero(lab):
    return (f"The step has slope 0 wherever it has one, so every estimate is 0, with no spread at all. Right is "
            f"{in_words(_found(lab).exact)}: a larger μ brings more z across the jump. The score function asks for f "
            "and never for its slope, and is right on average.")


def _not_always():
    """The option that says that neither of the two always wins."""
    won = {name: np.argmin([COSTS[name].variances[way](1.0, 0.5) for way in ("reparameterization", "score")])
           for name in ("square", "wave")}
    return 2 if won == {"square": 0, "wave": 1} else 0


def _with(beta):
    return bp.ChanceLab(beta=float(beta), since=10, epochs=20, views=BETA, controls=("beta", "epoch"),
                        question="What does β buy, and what does it cost?")


def _kl_after(lab):
    run, since = lab.result.run, lab.settings.since
    left = run.kl[-1].sum() / run.kl[since].sum()
    return 0 if left > 0.8 else 1 if left > 0.1 else 2


def _why_collapse(lab):
    run, since = lab.result.run, lab.settings.since
    return (f"KL went from {in_words(run.kl[since].sum())} to {in_words(run.kl[-1].sum(), 2)} nats, reconstruction "
            f"from {in_words(run.error[since])} to {in_words(run.error[-1])}. The ellipses lie on the circle of N(0, "
            "1), one upon the other: to tell digits apart cost more than it saved. This is posterior collapse.")


def _kl_of_zero():
    """Whether a KL of nearly 0 goes with a decoder that draws the same for all: the number of the option."""
    result = bp.ChanceLab(beta=5.0, since=10, epochs=20).result
    pictures = [result.through(result.known, example).of_mean for example in range(1, 30)]
    return 1 if result.collapsed(result.known) == (1, 2) and np.std(pictures, axis=0).max() < 0.05 else 0


def _agrees():
    """The option that says what a check of this gradient needs."""
    result = bp.ChanceLab(epochs=2, hidden=8).result
    return 1 if not result.checked(2, True).wrong.any() and result.checked(2, False).wrong.any() else 0


LESSON = Lesson(
    "send-a-gradient-through-chance", "Send a gradient through chance", 29,
    needs=("check-a-gradient", "read-handwritten-digits"), minutes=25,
    outcomes=("take the derivative of a mean over samples in two ways, and say what each of them needs",
              "measure which of two right estimates is the better one, and what a baseline does",
              "write the backward pass through a sample, and check it"),
    items=(
        Prediction(
            "mean-cost", "z is drawn from a normal distribution with mean μ = {mean} and deviation σ = 0.5; the cost "
            "is z². Each z is another one. How large is the derivative of the *mean* cost with respect to μ?",
            Number("derivative", apart=0.15, low=-20, high=20), lab=_one,
            outcome=lambda lab: _found(lab).exact, why=_why_two_mu,
            cases=({"mean": 1.0}, {"mean": -0.7})),
        Question(
            "what-is-dmu", "A first net says μ and σ. Chance draws ε, and z = μ + σ ε goes into a second net, whose "
            "error R has the slope dR/dz. What is dR/dμ for this sample?",
            (Option("There is none: z is random, and a random number has no derivative.",
                    "ε is random, and drawn before. Once it is there, z is a sum and a product of given numbers.",
                    misconception="sampling-blocks-the-gradient"),
             Option("0: this z is drawn already, so μ no longer matters to it.",
                    "Another μ with the same ε would have given another z.",
                    misconception="sampling-blocks-the-gradient"),
             Option("dR/dz: with the noise held, z moves exactly as μ does.",
                    "And dR/dσ = dR/dz · ε. That is reparameterization: chance is an input, and inputs block "
                    "nothing.")),
            right=_follows),
        Prediction(
            "how-many-times", "A trained encoder and decoder, one digit, the derivative by {letter}. The **score "
            "function** estimates it without dR/dz: error times the slope of the logarithm of the density, for μ that "
            "is R (z − μ)/σ². Its mean is right, too. How far does a single sample miss it, compared with "
            "reparameterization?",
            Choice(("about as far", "two to five times as far", "more than ten times as far")), lab=_digit,
            outcome=_times, why=_why_times,
            cases=({"letter": "μ₁", "by": "mu_1", "example": 1},
                   {"letter": "ln σ₂²", "by": "logvar_2", "example": 5})),
        Prediction(
            "a-step", "Now the cost is a step: 1 for z > 0, else 0, with μ = {mean} and σ = 0.5. What do 2,000 "
            "estimates by reparameterization average?",
            Number("average", apart=0.05, low=-20, high=20), lab=lambda mean: _one(mean, "step"),
            outcome=_mean_of_slopes, why=_why_zero, cases=({"mean": 0.0}, {"mean": 0.5})),
        Question(
            "which-is-better", "Which of the two estimates is the better one?",
            (Option("Reparameterization: it knows the slope.", "On cos 4z with σ = 0.5 its slopes of both signs nearly "
                    "cancel, and it spreads twice as far; on a step it is wrong.",
                    misconception="reparameterization-always-wins"),
             Option("Either: both have the right mean.", "One sample of the one was worth hundreds of the other.",
                    misconception="the-right-mean-is-enough"),
             Option("It depends on the cost: smooth and slow favors reparameterization.",
                    "A decoder of digits is smooth and slow, and has two numbers to be differentiated. The score "
                    "function is for rewards, steps, choices: where there is no slope.")),
            right=_not_always),
        Prediction(
            "larger-beta", "10 epochs with the loss R + KL. From then on it is R + {beta} · KL, and the run goes on "
            "for 10 epochs. What becomes of KL, the sum for both numbers?",
            Choice(("it stays about as large, and only weighs more", "it falls by about a half",
                    "it falls to nearly nothing")), lab=_with, outcome=_kl_after, why=_why_collapse,
            cases=({"beta": 5}, {"beta": 3})),
        Question(
            "kl-of-zero", "Someone reports a variational autoencoder with a KL of 0.001 nats. What does it draw?",
            (Option("Good digits: it meets its prior nearly perfectly.", "It meets N(0, 1) with every digit, so z "
                    "knows of none. Look at the pictures in the last row.", misconception="a-small-kl-is-a-good-sign"),
             Option("One and the same picture, whatever digit goes in.",
                    "KL is what z tells of a digit. A good reconstruction has to be paid for with it.")),
            right=_kl_of_zero),
        Question(
            "what-a-check-needs", "You check the gradient of the whole with central differences, L(θ + h) − L(θ − h). "
            "What do you do with the noise?",
            (Option("Draw it anew for both values: the gradient must hold for any noise.",
                    "Then the difference is that of two samples, divided by a tiny 2h. Switch *same noise* off and "
                    "see.", misconception="a-check-needs-fresh-noise"),
             Option("Draw it once and use it in both.", "With ε given L is a function of θ, and lesson 6 holds.")),
            right=_agrees),
        Exercise(
            "through-a-sample", "Write `gradients(mu, logvar, x, seed)`: it returns `d_mu` and `d_logvar` of L = R + "
            "KL for one sample. ε comes from `np.random.default_rng(seed).normal(size=mu.shape)`; z = μ + σ ε with "
            "σ² = exp(logvar); the decoder is the simplest there is, R = ½ Σ (z − x)²; and KL = ½ Σ (μ² + σ² − logvar "
            "− 1).",
            reference=gradients, cases=_code, oracle=_by_differences, returns=("d_mu", "d_logvar"),
            wrong=(Wrong("noise drawn anew", _faulty(back=lambda eps, chance: chance.normal(size=eps.shape)),
                         "The backward pass has to use the ε of the forward pass: this one was drawn again."),
                   Wrong("variance for deviation", _faulty(sigma=np.exp),
                         "exp(logvar) is σ²; the deviation is exp(logvar / 2)."),
                   Wrong("no exp", _faulty(sigma=lambda logvar: logvar / 2),
                         "logvar is ln σ²: σ = exp(logvar / 2)."),
                   Wrong("only through the mean", _faulty(spread=0.0),
                         "The error comes through σ as well: dz/dσ = ε, dσ/dlogvar = σ/2."),
                   Wrong("the half of the exponent", _faulty(half=1.0),
                         "σ = exp(logvar / 2), so dσ/dlogvar = σ/2: a factor of one half is missing."),
                   Wrong("KL with the wrong sign", _faulty(kl=-1.0),
                         "KL is added to the loss: its gradient is μ, and (exp(logvar) − 1)/2."),
                   Wrong("KL left out", _faulty(kl=0.0), "L = R + KL: this is the gradient of R alone."),
                   Wrong("blocked", _faulty(error=0.0),
                         "Nothing of R arrives. With ε given z is a function of μ and logvar: go through it.")),
            hints=("Forward first: ε, σ, z. Keep ε and σ, both are needed on the way back.",
                   "dR/dz = z − x. To μ it goes as it is; to logvar with dz/dσ · dσ/dlogvar = ε · σ/2.",
                   "KL adds μ to the one, (exp(logvar) − 1)/2 to the other.")),
        SayIt(
            "why-not-blocked", "“You cannot differentiate through sampling; that is why one needs a trick.” What do "
            "you answer?",
            "The mean over samples is an ordinary function of μ and σ. Written as z = μ + σ ε with ε as an input, each "
            "sample has a derivative, too, and nothing was ever blocked but one way of writing it. And without any "
            "slope of the error the score function estimates the same gradient, only with more spread."),
    ))
