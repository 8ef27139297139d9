"""Terms of two nets that play against each other."""
from __future__ import annotations

from .term import Term

TERMS = (
    Term("generator", ("generator", "G"),
         "The net that makes fakes of noise; it never sees the data", "x = G(z)", lesson=28),
    Term("discriminator", ("discriminator", "D"),
         "The net that says how real a sample looks to it, 0 to 1", "D(x) = 1 / (1 + e^-s(x))", lesson=28),
    Term("fake", ("fake", "fakes"),
         "A sample that the generator made", "G(z)", lesson=28),
    Term("discriminator's loss", ("L_D",),
         "What the discriminator minimizes: small where real samples look real and fakes do not; ln 4 = 1.386 "
         "if it can only guess", "L_D = mean of -log D(x) + mean of -log(1 - D(G(z)))", lesson=28),
    Term("generator's loss", ("L_G", "G's loss"),
         "What the generator minimizes: small where its fakes look real to the discriminator",
         "mean of -log D(G(z)), or of log(1 - D(G(z)))", lesson=28),
    Term("where G would send it", ("where G would send it", "where G sends it", "a fake put here"),
         "The gradient of the generator's loss that comes back through the discriminator to a fake, with a "
         "minus: the longer the arrow, the more it matters", "-dL_G/dx", lesson=28),
    Term("best discriminator", ("best D", "p/(p+q)"),
         "The best that any discriminator could say of these fakes: the share of real samples among all that "
         "lie here", "D*(x) = p(x) / (p(x) + q(x))", lesson=28),
    Term("density", ("density", "densities"),
         "How many samples lie here: p of the real ones, q of the fakes", lesson=28),
    Term("covered", ("clusters covered", "covered", "cover"),
         "Clusters with at least a quarter of their fair share of the fakes, each within three standard "
         "deviations of the center", lesson=28),
    Term("mode collapse", ("mode collapse",),
         "The fakes cover few of the clusters, however real each of them looks", lesson=28),
    Term("gradient passed on", ("gradient passed on", "|dL_G/ds|", "vanishing gradient"),
         "The part of the largest gradient that the generator's loss sends back into a fake: 1 - D by the "
         "non-saturating loss, D by the saturating one", lesson=28),
    Term("saturating", ("saturating", "non-saturating"),
         "The saturating loss log(1 - D) is flat where the discriminator is sure of a fake; -log D is steep "
         "there", lesson=28),
    Term("in turns", ("in turns", "at once", "both at once"),
         "In turns, the second net answers what the first has just become; at once, both answer what the other "
         "was", lesson=28),
    Term("penalty", ("penalty on D", "penalty on ψ"),
         "Makes a steep discriminator dear, so that it pulls less as the fakes come closer",
         "R1: c/2 mean of |ds/dx|^2", lesson=28),
    Term("psi", ("ψ", "psi"),
         "The slope of the discriminator of the smallest game: an x looks fake by psi x"),
    Term("real sample", ("real", "real samples"), "A sample of the data that are to be imitated", everyday=True),
    Term("noise inputs", ("noise inputs",),
         "What the generator makes a fake of: so many numbers, normally distributed", everyday=True),
    Term("cluster", ("cluster", "clusters"),
         "Normally distributed samples around one center", everyday=True),
    Term("cluster size", ("cluster size",),
         "The standard deviation of each cluster", everyday=True),
    Term("D's updates", ("D's updates",),
         "How often the discriminator learns in each step", everyday=True),
    Term("rates of both", ("G's rate", "D's rate", "rate of both", "steps of both"),
         "The learning rates of both, and how long they play", everyday=True),
    Term("Adam's beta1", ("Adam's beta1",),
         "Which part of its running mean of gradients Adam keeps, beta1"),
    Term("distance", ("distance from (0, 0)",),
         "How far both numbers are from where they would rest", everyday=True),
)
