"""What the passes show, in sentences: the sum of the shares, the sum under the window, the pool, and how both nets
read."""
from __future__ import annotations

import numpy as np

from ...text import chance, counted, in_words, share, typeset
from .result import CONVOLUTIONAL, DENSE, SHIFTS, ConvolutionResult
from .settings import POSITIONS, ConvolutionSettings
from .shares import Check

# So near, as part of the sum of their sizes, two ways to add up the same numbers come to each other.
SAME = 1e-9
OVERFLOWED = "The numbers of the net have overflowed: the learning rate is too high."


def verdict_of(result: ConvolutionResult) -> str:
    """How well both nets read after the last epoch, and with how many parameters."""
    net, dense = (result.learned[name] for name in (CONVOLUTIONAL, DENSE))
    last, noun = result.known, result.images.noun
    if result.stopped:
        return typeset(result.stopped)
    return (f"After {counted(last, 'epoch')} the convolutional net, {net.network.n} parameters, reads "
            f"{share(float(net.test_accuracy[last]))} of {len(result.test.labels)} test {noun}s; the dense net, "
            f"{dense.network.n} parameters, {share(float(dense.test_accuracy[last]))}.")


def verdict_of_both(settings: ConvolutionSettings, result: ConvolutionResult) -> str:
    """How both nets read at the epoch shown, and after a move by one pixel."""
    at, one = result.at(settings.epoch), SHIFTS.index(1)
    net, dense = (result.learned[name] for name in (CONVOLUTIONAL, DENSE))
    moved = result.by_shift(settings.epoch)
    noun = result.images.noun
    happened = f" moved by up to {counted(settings.moved, 'pixel')}" if settings.moved else ""
    return (f"With {net.network.n} parameters the convolutional net reads {share(float(net.test_accuracy[at]))} of the "
            f"test {noun}s{happened}, with {dense.network.n} the dense net {share(float(dense.test_accuracy[at]))}. "
            f"All moved one pixel to the right: {share(moved[CONVOLUTIONAL][one])} and {share(moved[DENSE][one])}.")


def verdict_of_gradient(settings: ConvolutionSettings, result: ConvolutionResult) -> str:
    """The shares add up to the gradient of the one weight, and differences say the same."""
    passes, (i, j) = result.passes(settings), settings.cell
    if passes.answer is None:
        return OVERFLOWED
    shares = passes.shares(settings.f, i, j)
    sending = int((shares != 0).sum())
    check = passes.check(settings.f, i, j)
    said = (f"{settings.weight_name} is one number, used at {POSITIONS} positions. Each sends back delta times the "
            f"pixel under it: {sending or 'no'} of these shares {'is' if sending == 1 else 'are'} not 0, and "
            f"their sum is {_summed(settings, shares, check)}.")
    return f"{said} {_compared(check)}"


def _summed(settings: ConvolutionSettings, shares: np.ndarray, check: Check) -> str:
    """The sum, and whether it is what backpropagation says."""
    name, total = f"dL/d{settings.weight_name}", float(shares.sum())
    same = abs(total - check.gradient) <= SAME * np.abs(shares).sum()
    return (f"{name} = {in_words(total)}" if same else
            f"{in_words(total)}, but backpropagation says {name} = {in_words(check.gradient)}")


def _compared(check: Check) -> str:
    if check.holds:
        return f"Central differences of the loss give {in_words(check.difference)}."
    if check.kink:
        return (f"The loss has a kink here, where numbers tie; central differences give {in_words(check.difference)}, "
                f"between its two slopes.")
    return f"Central differences of the loss contradict it: {in_words(check.difference)}."


def verdict_of_slide(settings: ConvolutionSettings, result: ConvolutionResult) -> str:
    """What the filter makes of the window under it."""
    passes, (p, q), f = result.passes(settings), settings.place, settings.f
    if passes.answer is None:
        return OVERFLOWED
    total, b, z = passes.products(f, p, q).sum(), passes.biases[f], passes.z[p, q, f]
    said = (f"Nine products add up to {in_words(total)}; with the bias, {in_words(b)}, z = {in_words(z)} at row "
            f"{p + 1}, column {q + 1}.")
    sliding = f"Sliding, the same nine weights and one bias make all {POSITIONS} numbers of the map."
    return f"{said} {_by_hand(settings, result) or sliding}"


def _by_hand(settings: ConvolutionSettings, result: ConvolutionResult) -> str:
    if not settings.by_hand:
        return ""
    count = len(result.test.labels)
    before = float(result.net.test_accuracy[result.at(settings.epoch)])
    now = 1 - len(result.wrong(settings)) / count
    return (f"With your filter the net reads {share(now)} of the test {result.images.noun}s, with the learned one "
            f"{share(before)}.")


def verdict_of_pool(settings: ConvolutionSettings, result: ConvolutionResult) -> str:
    """To whom the gradient of each number that the pool keeps is handed."""
    passes, f = result.passes(settings), settings.f
    if passes.answer is None:
        return OVERFLOWED
    count, handed = passes.pooled[..., 0].size, int((passes.da[..., f] != 0).sum())
    if settings.pool == "mean":
        return (f"Each of {count} windows keeps the mean of its four numbers, so each of the four gets a quarter of "
                f"the gradient: {handed} of {POSITIONS} positions of this map get some.")
    passed = int((passes.delta[..., f] != 0).sum())
    return (f"Each of {count} windows keeps the largest of its four numbers, so the whole gradient goes to that one "
            f"and the other three get 0: {handed} of {POSITIONS} positions get some. At {passed} of them the "
            f"activation lets it through.")


def verdict_of_layers(settings: ConvolutionSettings, result: ConvolutionResult) -> str:
    """What is read, and how few numbers the filters are."""
    passes = result.passes(settings)
    if passes.answer is None:
        return OVERFLOWED
    filters, total = result.net.network.layers[0], result.net.network.n
    own = sum(one.size for one in passes.back[0].gradients.values())
    p, names = passes.probabilities, result.images.names
    said = (f"Read as {names[passes.answer]}, probability {chance(p[passes.answer])}"
            + ("" if passes.answer == passes.label else f"; it was meant as {names[passes.label]}") + ".")
    return (f"{said} {own} of the net's {total} parameters belong to its {counted(filters.outputs, 'filter')}, and "
            f"each of them is used {POSITIONS} times.")
