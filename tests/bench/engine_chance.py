"""Steps of a game of two nets and of a variational autoencoder, beside what users of PyTorch write: the studies of
TwoNetsLab and ChanceLab as they train, from the same numbers, with the same draws."""
from __future__ import annotations

import numpy as np

from bpwidgets import engine
from bpwidgets.labs.chance.autoencoder import autoencoder
from bpwidgets.labs.chance.runs import RULE
from bpwidgets.labs.two_nets.game import Drawn, Game, advance
from bpwidgets.labs.two_nets.losses import GENERATOR_LOSSES
from bpwidgets.labs.two_nets.targets import Target
from tests.bench.engine import Job, Peer, Work
from tests.bench.engine_peers import torch_theta

STEPS, BATCH, RATE = 20, 64, 0.01
GAME = Game(Target("ring", 8, 0.1), GENERATOR_LOSSES["non_saturating"], layers=1, batch=BATCH)
VAE = autoencoder(64)


def torch_net(net: engine.Network, theta: np.ndarray, between: str):
    """Two layers with the same numbers, and a torch.nn class between them."""
    import torch

    first, last = (torch.nn.Linear(layer.inputs, layer.outputs).double() for layer in net.layers)
    with torch.no_grad():
        for linear, numbers in zip((first, last), net.unpack(theta)):
            linear.weight.copy_(torch.from_numpy(numbers["W"].T.copy()))
            linear.bias.copy_(torch.from_numpy(numbers["b"].copy()))
    return torch.nn.Sequential(first, getattr(torch.nn, between)(), last)


def drawn() -> list[Drawn]:
    rng = np.random.default_rng(0)
    return [Drawn(GAME.target.sample(rng, BATCH)[None], rng.standard_normal((1, BATCH, GAME.noise)),
                  rng.standard_normal((BATCH, GAME.noise))) for _ in range(STEPS)]


def game() -> Job:
    draws = drawn()

    def run():
        state = GAME.start
        for one in draws:
            state, _ = advance(GAME, state, one)
        return np.concatenate([state.g, state.d])
    return Job(run, STEPS)


def game_in_torch() -> Job:
    import torch

    softplus = torch.nn.functional.softplus
    draws = [[torch.from_numpy(part) for part in (one.real[0], one.d_noise[0], one.g_noise)] for one in drawn()]

    def run():
        begin = GAME.start
        g, d = torch_net(GAME.generator, begin.g, "ReLU"), torch_net(GAME.discriminator, begin.d, "ReLU")
        of_g, of_d = (torch.optim.Adam(net.parameters(), lr=rate, betas=(GAME.beta1, 0.999))
                      for net, rate in ((g, GAME.g_rate), (d, GAME.d_rate)))
        for real, noise, other in draws:
            of_d.zero_grad()
            (softplus(-d(real)).mean() + softplus(d(g(noise).detach())).mean()).backward()
            of_d.step()
            of_g.zero_grad()
            softplus(-d(g(other))).mean().backward()
            of_g.step()
        return np.concatenate([torch_theta(g), torch_theta(d)])
    return Job(run, STEPS)


def digits() -> tuple[np.ndarray, np.ndarray]:
    """Pixels of each step's digits, (STEPS, BATCH, 64), and its noise, (STEPS, BATCH, 2)."""
    from bpwidgets.datasets import digits

    return digits().x[:STEPS * BATCH].reshape(STEPS, BATCH, 64), np.random.default_rng(0).normal(size=(STEPS, BATCH, 2))


def coder() -> Job:
    theta, (x, noise) = VAE.initialize(0), digits()

    def run():
        now, state = theta, RULE.init(theta)
        for x_t, eps in zip(x, noise):
            now, state = RULE.step(now, VAE.backward(now, VAE.forward(now, x_t, eps), x_t, 1.0), state, RATE)
        return now
    return Job(run, STEPS)


def coder_in_torch() -> Job:
    import torch

    theta, (x, noise) = VAE.initialize(0), map(torch.tensor, digits())
    cut, cost = VAE.encoder.n, torch.nn.functional.binary_cross_entropy_with_logits

    def run():
        encoder, decoder = torch_net(VAE.encoder, theta[:cut], "SiLU"), torch_net(VAE.decoder, theta[cut:], "SiLU")
        rule = torch.optim.Adam([*encoder.parameters(), *decoder.parameters()], lr=RATE)
        for x_t, eps in zip(x, noise):
            rule.zero_grad()
            mu, logvar = encoder(x_t).chunk(2, dim=-1)
            error = cost(decoder(mu + (logvar / 2).exp() * eps), x_t, reduction="sum")
            ((error + (mu**2 + logvar.exp() - logvar - 1).sum() / 2) / BATCH).backward()
            rule.step()
        return np.concatenate([torch_theta(encoder), torch_theta(decoder)])
    return Job(run, STEPS)


WORKS = (Work("chance-gan", "step", game, [Peer("PyTorch", game_in_torch)]),
         Work("chance-vae", "step", coder, [Peer("PyTorch", coder_in_torch)]))
