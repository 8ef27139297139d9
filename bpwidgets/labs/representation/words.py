"""The text twin of `RepresentationLab`, and its numbers for files and collections."""
from __future__ import annotations

from typing import Any

import numpy as np

from ...text import columns, counted, elide, in_line, number
from .layers import LAYERS
from .result import RepresentationResult
from .settings import HIDDEN_1, HIDDEN_2, MIDDLE, SEEDS, RepresentationSettings
from .small_nets import Mirror, codes_of, different_codes
from .units import TOP
from .verdict import (
    check_in_words,
    layer_name,
    share_in_words,
    verdict_of_encoder,
    verdict_of_maps,
    verdict_of_probes,
    verdict_of_symmetry,
    verdict_of_units,
)

LAYER_HEAD = "layer", "numbers", "net keeps", "map keeps", "trustworthiness", "same label", "linear probe"
PROBE_HEAD = tuple(f"probe_{name.replace(' ', '_')}" for name in LAYERS)


def summarize_representation(settings: RepresentationSettings, result: RepresentationResult) -> str:
    """The first line of the text twin."""
    at, found = result.at(settings.epoch), result.map(settings.epoch, MIDDLE)
    return (f"RepresentationLab: epoch {at} of {settings.epochs}: error {in_line(result.errors[at])} "
            f"(PCA {in_line(result.pca_error)}); of neighbors {share_in_words(found.same)} the same digit, "
            f"{share_in_words(found.by_net)} kept")


def brief_units(settings: RepresentationSettings, result: RepresentationResult) -> str:
    """The status line where only units are shown."""
    answers, unit = result.units(settings.epoch, settings.layer), result.unit(settings)
    label, times = answers.favorite(unit)
    return (f"RepresentationLab: epoch {result.at(settings.epoch)} of {settings.epochs}: unit {unit + 1} of "
            f"{layer_name(settings.layer)}, {times} of its {TOP} top digits are {label}s")


def brief_symmetry(settings: RepresentationSettings, result: RepresentationResult) -> str:
    """The status line where only the symmetry net is shown."""
    nets = result.symmetry
    learned, error = int(nets.learned(settings.sweep).sum()), nets.losses[settings.sweep, settings.draw]
    return (f"RepresentationLab: six bits, sweep {settings.sweep}: {learned} of {SEEDS} seeds learned; seed "
            f"{settings.draw}: error {in_line(error)}")


def brief_encoder(settings: RepresentationSettings, result: RepresentationResult) -> str:
    """The status line where only the encoder is shown."""
    nets = result.encoder
    codes = codes_of(nets, settings.sweep, settings.draw)
    return (f"RepresentationLab: 8-3-8, sweep {settings.sweep}: {int(nets.learned(settings.sweep).sum())} of {SEEDS} "
            f"seeds learned; seed {settings.draw}: {different_codes(codes)} of 8 codes differ as bits")


def describe_representation(settings: RepresentationSettings, result: RepresentationResult) -> str:
    """The text twin: what is under the hand, each layer, each unit's favorite. The small nets, which are trained when
    they are first looked at, have twins of their own."""
    return "\n".join([describe_plane(settings, result), "", *_over_epochs(result), "", *_of_units(settings, result)])


def describe_plane(settings: RepresentationSettings, result: RepresentationResult) -> str:
    """The text twin of the plane: what is under the hand, each layer at the epoch."""
    return "\n".join([
        *_net(settings, result, result.verdict), "", *_hand(settings, result), "",
        f"layers at epoch {result.at(settings.epoch)}, {counted(result.neighbors, 'neighbor')}:",
        columns(LAYER_HEAD, _layers(settings, result))])


def describe_maps(settings: RepresentationSettings, result: RepresentationResult) -> str:
    """The text twin of the maps."""
    return "\n".join([*_net(settings, result, verdict_of_maps(settings, result)), "",
                      columns(LAYER_HEAD, _layers(settings, result))])


def describe_probes(settings: RepresentationSettings, result: RepresentationResult) -> str:
    """The text twin of the probes."""
    return "\n".join([*_net(settings, result, verdict_of_probes(settings, result)), "", *_over_epochs(result)])


def describe_units(settings: RepresentationSettings, result: RepresentationResult) -> str:
    """The text twin of the units."""
    return "\n".join([brief_units(settings, result), verdict_of_units(settings, result), "",
                      *_of_units(settings, result)])


def _net(settings: RepresentationSettings, result: RepresentationResult, verdict: str) -> list[str]:
    name = settings.fields()["activation"].titled(settings.activation)
    return [summarize_representation(settings, result), verdict,
            f"net 64-{settings.hidden}-2-{settings.hidden}-64, {name}, output {settings.output}; Adam, rate "
            f"{in_line(settings.learning_rate)}, batch {settings.batch_size}, trained on {settings.trained_on} digits, "
            f"L2 {in_line(settings.l2)}; {check_in_words(result.check(settings.epoch))}"]


def _over_epochs(result: RepresentationResult) -> list[str]:
    table = columns(("epoch", "error", *LAYERS), elide(_epochs(result, False)))
    if not result.labeled:
        return [table]
    rows = [(row[0], *row[2:]) for row in _epochs(result, True)]
    return [table, "", "trained with labels, probes:", columns(("epoch", *LAYERS), rows)]


def _hand(settings: RepresentationSettings, result: RepresentationResult) -> list[str]:
    hand = result.hand(settings.epoch, settings.code)
    place = ", ".join(in_line(part) for part in settings.code)
    drawn = np.nan_to_num(16 * hand.drawn, nan=0.0, posinf=99, neginf=-99).clip(-99, 99).round().astype(int)
    lines = [f"the decoder draws at ({place}), ink in 16ths:",
             *(" ".join(f"{ink:2d}" for ink in row) for row in drawn.reshape(8, 8).tolist())]
    if hand.digit is not None:
        near = ", ".join(f"{result.labels[row]} {'near' if one else 'far'}"
                         for row, one in zip(hand.by_pixels.tolist(), hand.on_plane.tolist()))
        lines.append(f"nearest digit: number {hand.digit + 1}, a {result.labels[hand.digit]}; its nearest by pixels, "
                     f"on the plane: {near}")
    return lines


def _layers(settings: RepresentationSettings, result: RepresentationResult) -> list[tuple[str, ...]]:
    probes, rows = result.probed(settings.epoch), []
    for k, layer in enumerate(LAYERS):
        found = result.map(settings.epoch, layer)
        kept = map(share_in_words, (found.by_net, found.by_map))
        rows.append((layer, str(result.layers(settings.epoch)[k].shape[1]), *kept,
                     number(result.trust(settings.epoch, layer)), *map(share_in_words, (found.same, probes[k]))))
    return rows


def _epochs(result: RepresentationResult, labeled: bool) -> list[tuple[str, ...]]:
    return [(str(epoch), number(result.errors[min(epoch, result.known)]),
             *map(share_in_words, result.probed(epoch, labeled))) for epoch in result.measured(labeled)]


def _units(settings: RepresentationSettings, result: RepresentationResult) -> list[tuple[str, ...]]:
    answers = result.units(settings.epoch, settings.layer)
    return [(str(unit + 1), str(answers.favorite(unit)[0]), f"{answers.favorite(unit)[1]}/{TOP}",
             share_in_words(answers.selective(unit))) for unit in range(answers.activations.shape[1])]


def _of_units(settings: RepresentationSettings, result: RepresentationResult) -> list[str]:
    return [f"units of {layer_name(settings.layer)}, their {TOP} top digits:",
            columns(("unit", "label", "of its top", "of its upper half"), elide(_units(settings, result)))]


def describe_symmetry(settings: RepresentationSettings, result: RepresentationResult) -> str:
    """The text twin of the nets for six bits."""
    W = result.symmetry.layers(settings.sweep, settings.draw)[0]["W"]
    rows = [(f"unit {unit + 1}", *(number(w) for w in W[:, unit]), " : ".join(map(number, ratios)))
            for unit, ratios in enumerate(Mirror(W).ratios)]
    return "\n".join([brief_symmetry(settings, result), verdict_of_symmetry(settings, result),
                      columns(("", *(f"bit {k}" for k in range(1, 7)), "magnitudes"), rows)])


def describe_encoder(settings: RepresentationSettings, result: RepresentationResult) -> str:
    """The text twin of the nets for eight patterns."""
    codes = codes_of(result.encoder, settings.sweep, settings.draw)
    rows = [(str(k + 1), *(f"{one:.3f}" for one in row), "".join("1" if one > 0.5 else "0" for one in row))
            for k, row in enumerate(codes)]
    return "\n".join([brief_encoder(settings, result), verdict_of_encoder(settings, result),
                      columns(("pattern", "unit 1", "unit 2", "unit 3", "bits"), rows)])


def table_shown(settings: RepresentationSettings, result: RepresentationResult) -> dict[str, Any]:
    """What is measured of each layer."""
    return {"caption": f"epoch {result.at(settings.epoch)}, {counted(result.neighbors, 'neighbor')}",
            "head": list(LAYER_HEAD),
            "rows": _layers(settings, result)}


def records_of_representation(settings: RepresentationSettings,
                              result: RepresentationResult) -> tuple[tuple[str, ...], list[tuple]]:
    """Each epoch that is measured: the error, and what a probe reads off each layer."""
    return (("epoch", "error", *PROBE_HEAD),
            [(epoch, float(result.errors[epoch]), *result.probed(epoch)) for epoch in result.measured()])


def measures_of_representation(settings: RepresentationSettings, result: RepresentationResult) -> dict[str, float]:
    """Numbers to be gathered over many settings."""
    found, probes = result.map(settings.epoch, MIDDLE), dict(zip(LAYERS, result.probed(settings.epoch)))
    return {"error": float(result.errors[result.at(settings.epoch)]), "pca_error": result.pca_error,
            "same_label": found.same, "neighbors_kept": found.by_net, "probe_hidden_1": probes[HIDDEN_1],
            "probe_middle": probes[MIDDLE], "probe_hidden_2": probes[HIDDEN_2]}
