"""The one form in which notebooks are committed, so that a difference between two versions is one that somebody meant.

What a run leaves behind is put in order: every cell ran once, from first to last, counted 1 to n; of a displayed lab
its text and a small picture stay, but not the live view, which only the kernel that made it could show; the times of a
run and the version of its kernel go. What a person wrote is kept: source, order, ids, attachments and metadata of the
cells, metadata of the notebook, and the alternative texts of pictures. Written twice, it is the same to the byte.
"""
from __future__ import annotations

import copy
import importlib
import importlib.util
import json
import re
from collections.abc import Iterator
from itertools import chain, count
from pathlib import Path
from typing import Any

from ...atomic_file import write_atomically
from .changes import LIVE_VIEW, changes, short
from .small_png import small_png

OF_A_RUN = {"execution", "ExecuteTime"}    # metadata in which front ends note when a cell ran
ADDRESS = re.compile(r" at 0x[0-9a-f]{6,}")


class NotCanonical(ValueError):
    """A notebook that cannot be, or is not, in canonical form; the message says where and what to do."""


def rewrite(path: Path) -> tuple[str, ...]:
    """Run the notebook and write it in canonical form; answers with one sentence for each change.

    The cells run in a new kernel of the Python that runs this, in the notebook's folder, whatever kernel it names.

    Raises
    ------
    NotCanonical
        If a cell fails or breaks a rule, or the file was changed while its cells ran; it is then left as it is.
    """
    before = path.read_bytes()
    notebook = _read(before)
    form = canonical_form(_with_new_outputs(notebook, path.parent))
    _refuse(_broken_rules(form))
    after = _text(form).encode()
    if after == before:
        return ()
    if path.read_bytes() != before:
        raise NotCanonical("it was changed while its cells ran, so nothing was written. Run the command again")
    write_atomically(path, after)
    return changes(json.loads(before), json.loads(after))


def check(path: Path) -> None:
    """Pass, without running it, a notebook that is as `rewrite` would leave it.

    Raises
    ------
    NotCanonical
        With every rule it breaks, and every change that `rewrite` would make even if the run gave the same outputs.
    """
    before = path.read_bytes()
    notebook = _read(before)
    broken = list(_broken_rules(notebook))
    after = _text(canonical_form(notebook))
    if after.encode() != before:
        broken += [*changes(json.loads(before), json.loads(after)), f"Put it in order with: bpwidgets canonical {path}"]
    _refuse(broken)


def canonical_form(notebook: Any) -> Any:
    """The notebook, as `nbformat` reads it, in canonical form; its outputs are taken as they are and nothing is run.

    Raises
    ------
    NotCanonical
        If a picture cannot be made small enough.
    """
    counts, cells = count(1), []
    for k, (cell, name) in enumerate(zip(notebook.cells, _ids(notebook.cells), strict=True)):
        try:
            cells.append(_cell(cell, name, next(counts) if _runs(cell) else None))
        except ValueError as error:
            raise NotCanonical(f"cell {k}: its {error}") from None
    metadata = {key: value for key, value in notebook.metadata.items() if key != "widgets"}
    if "name" in metadata.get("language_info", {}):
        metadata["language_info"] = {"name": metadata["language_info"]["name"]}
    minor = max(5, notebook.get("nbformat_minor", 0))    # 4.5 is the first format in which cells have ids
    changed = {"nbformat_minor": minor, "metadata": metadata, "cells": cells}
    return _needed("nbformat").from_dict(dict(notebook) | changed)


def _with_new_outputs(notebook: Any, folder: Path) -> Any:
    """The notebook with the outputs of a clean run; alternative texts that somebody gave to pictures are kept."""
    if not any(_runs(cell) for cell in notebook.cells):
        return notebook
    _needed("nbclient")
    from .clean_run import RunFailed, clean_run

    try:
        outputs = clean_run(notebook, folder)
    except RunFailed as error:
        raise NotCanonical(str(error)) from None
    cells = [dict(cell) | {"outputs": _described(new, cell.outputs)} if cell.cell_type == "code" else cell
             for cell, new in zip(notebook.cells, outputs, strict=True)]
    return _needed("nbformat").from_dict(dict(notebook) | {"cells": cells})


def _described(new: list, old: list) -> list:
    """New outputs with the alternative texts of the old: the k-th picture of a cell takes that of the k-th before."""
    texts: dict[str, Iterator[str | None]] = {
        kind: iter([output.metadata.get(kind, {}).get("alt") for output in old if kind in output.get("data", {})])
        for output in new for kind in output.get("data", {})}
    for output in new:
        for kind in output.get("data", {}):
            alt = next(texts[kind], None)
            if alt is not None:
                output.metadata[kind] = {"alt": alt} | output.metadata.get(kind, {})
    return new


def _ids(cells: list) -> Iterator[str]:
    """Each cell's id; its number, where it has none or one that an earlier cell has."""
    taken, seen = {cell.get("id") for cell in cells}, set()
    for k, cell in enumerate(cells):
        name = cell.get("id")
        if name is None or name in seen:
            name = next(free for free in chain([str(k)], (f"{k}-{j}" for j in count(2))) if free not in taken)
            taken.add(name)
        seen.add(name)
        yield name


def _runs(cell: Any) -> bool:
    skipped = "skip-execution" in cell.metadata.get("tags", ())
    return cell.cell_type == "code" and bool(cell.source.strip()) and not skipped


def _cell(cell: Any, name: str, number: int | None) -> dict:
    metadata = {key: value for key, value in cell.metadata.items() if key not in OF_A_RUN}
    kept = dict(cell) | {"id": name, "metadata": metadata}
    if cell.cell_type == "code":
        outputs = [_output(output, number) for output in _in_one(cell.outputs)]
        kept |= {"execution_count": number, "outputs": _merged([output for output in outputs if output])}
    return kept


def _in_one(outputs: list) -> list:
    """The outputs, with a picture that is hidden below a live view as part of the view's own output."""
    joined: list = []
    for output in outputs:
        below = joined and LIVE_VIEW in joined[-1].get("data", {})
        if below and output.get("metadata", {}).get("needs_background"):
            joined[-1] = copy.deepcopy(joined[-1])
            for part in ("data", "metadata"):
                joined[-1][part] |= {kind: form for kind, form in output[part].items() if kind == "image/png"}
        else:
            joined.append(output)
    return joined


def _output(output: Any, number: int | None) -> dict | None:
    """One output without its live view; None if nothing is left of it."""
    kept = {"output_type": output.output_type}
    if output.output_type == "stream":
        return kept | {"name": output.name, "text": output.text}
    if output.output_type == "error":
        return kept | {"ename": output.ename, "evalue": output.evalue, "traceback": []}
    data, metadata = ({kind: value for kind, value in part.items() if kind != LIVE_VIEW}
                      for part in (output.get("data", {}), output.get("metadata", {})))
    if "image/png" in data:
        data["image/png"] = small_png(data["image/png"])
    if output.output_type == "execute_result":
        kept["execution_count"] = number
    return kept | {"data": data, "metadata": metadata} if data else None


def _merged(outputs: list[dict]) -> list[dict]:
    """What was written to one stream in several pieces, in one: how it was cut depends on the moment."""
    merged: list[dict] = []
    for output in outputs:
        if merged and output["output_type"] == "stream" and merged[-1].get("name") == output["name"]:
            merged[-1] = merged[-1] | {"text": merged[-1]["text"] + output["text"]}
        else:
            merged.append(output)
    return merged


def _broken_rules(notebook: Any) -> Iterator[str]:
    """One sentence for each output that would be another one in the next run, or that nobody meant."""
    for k, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", ()):
            if output.output_type != "error" or "raises-exception" not in cell.metadata.get("tags", ()):
                yield from (f"cell {k}: {problem}" for problem in _problems(output))


def _problems(output: Any) -> Iterator[str]:
    if output.output_type == "error":
        yield f"it holds an error ({output.ename}: {output.evalue})"
        return
    if output.output_type == "stream" and output.name == "stderr":
        yield f"it writes to stderr, beginning with {short(output.text.strip())}"
    said = output.text if output.output_type == "stream" else str(output.data.get("text/plain", ""))
    address = ADDRESS.search(said)
    if address:
        yield (f"its text holds a memory address ('{address[0].strip()}'), another one in each run. "
               "End its last line with a semicolon, or show something else")


def _refuse(sentences: Any) -> None:
    told = "\n  ".join(sentences)
    if told:
        raise NotCanonical(told)


def _read(stored: bytes) -> Any:
    v4 = _needed("nbformat").v4
    try:
        notebook = v4.reads(stored.decode())
        v4.writes(notebook)
    except (ValueError, AttributeError, KeyError, TypeError) as error:
        raise NotCanonical(f"this is not a notebook of format 4 ({type(error).__name__}: {error})") from None
    return notebook


def _text(notebook: Any) -> str:
    return _needed("nbformat").v4.writes(notebook) + "\n"


def _needed(name: str) -> Any:
    """nbformat or nbclient, which only this command needs."""
    if importlib.util.find_spec(name) is None:
        raise ModuleNotFoundError(f"bpwidgets canonical needs {name}, which comes with JupyterLab. "
                                  "Install it with: python -m pip install jupyterlab")
    return importlib.import_module(name)
