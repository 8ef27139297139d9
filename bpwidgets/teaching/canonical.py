"""The one form in which notebooks are committed, so that a difference between two versions is one that somebody meant.

A clean run from first cell to last, counted 1 to n; nbformat 4.5 with the cells' numbers as ids; of all metadata only the cells'
tags; of a displayed lab its text and a small picture, but not the live view, which only the kernel that made it could show.
Written twice, it is the same to the byte.
"""
from __future__ import annotations

import base64
import importlib.util
import io
import os
import re
from itertools import count, zip_longest
from pathlib import Path
from typing import Any

METADATA = {"kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
            "language_info": {"name": "python"}}
LIVE_VIEW = "application/vnd.jupyter.widget-view+json"
LINES_PER_CELL = 10
PICTURE_BYTES = 60_000
SECONDS_PER_CELL = 120
COLORS = (256, 128, 64, 32)    # tried in this order until a picture is small enough
ADDRESS = re.compile(r" at 0x[0-9a-f]{6,}")


class NotCanonical(ValueError):
    """A notebook that cannot be, or is not, in canonical form; the message says where and what to do."""


def rewrite(path: Path) -> str:
    """Run the notebook and write it in canonical form; answers "rewritten" or "unchanged".

    Raises
    ------
    NotCanonical
        If a cell fails or breaks a rule; the file is then left as it is.
    """
    before = path.read_bytes()
    notebook = _read(before)
    _refuse(_broken_rules(notebook, stored=False))
    _execute(notebook, path.parent)
    notebook = canonical_form(notebook)
    _refuse(_broken_rules(notebook))
    after = _text(notebook).encode()
    if after == before:
        return "unchanged"
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.write_bytes(after)
    part.replace(path)
    return "rewritten"


def check(path: Path) -> str:
    """Tell, without running it, whether the notebook is as `rewrite` would leave it; answers "canonical".

    Raises
    ------
    NotCanonical
        With every rule it breaks, and the first line that is written otherwise.
    """
    before = path.read_bytes()
    notebook = _read(before)
    broken = _broken_rules(notebook)
    try:
        broken += _difference(before.decode(), _text(canonical_form(notebook)), path)
    except NotCanonical as error:
        broken.append(str(error))
    _refuse(broken)
    return "canonical"


def canonical_form(notebook: Any) -> Any:
    """The notebook, as `nbformat` reads it, in canonical form; its outputs are taken as they are and nothing is run.

    Raises
    ------
    NotCanonical
        If a picture cannot be made small enough.
    """
    nbformat = _needed("nbformat")
    counts = count(1)
    cells = [_cell(cell, str(k), counts) for k, cell in enumerate(notebook.cells)]
    return nbformat.from_dict({"nbformat": 4, "nbformat_minor": 5, "metadata": METADATA, "cells": cells})


def _cell(cell: Any, name: str, counts: Any) -> dict:
    tags = sorted(cell.metadata.get("tags", []))
    kept = {"id": name, "cell_type": cell.cell_type, "source": cell.source.strip("\n"),
            "metadata": {"tags": tags} if tags else {}}
    if cell.get("attachments"):
        kept["attachments"] = cell.attachments
    if cell.cell_type == "code":
        number = next(counts)
        outputs = [_output(output, name, number) for output in cell.outputs]
        kept |= {"execution_count": number, "outputs": _merged([output for output in outputs if output])}
    return kept


def _output(output: Any, cell: str, number: int) -> dict | None:
    """One output without metadata; None if nothing is left of it."""
    kept = {"output_type": output.output_type}
    if output.output_type == "stream":
        return kept | {"name": output.name, "text": output.text}
    if output.output_type == "error":
        return kept | {"ename": output.ename, "evalue": output.evalue, "traceback": []}
    data = {kind: value for kind, value in output.data.items() if kind != LIVE_VIEW}
    if "image/png" in data:
        data["image/png"] = _small(data["image/png"], cell)
    if output.output_type == "execute_result":
        kept["execution_count"] = number
    return kept | {"data": data, "metadata": {}} if data else None


def _merged(outputs: list[dict]) -> list[dict]:
    """What was written to one stream in several pieces, in one: how it was cut depends on the moment."""
    merged: list[dict] = []
    for output in outputs:
        if merged and output["output_type"] == "stream" and merged[-1].get("name") == output["name"]:
            merged[-1] = merged[-1] | {"text": merged[-1]["text"] + output["text"]}
        else:
            merged.append(output)
    return merged


def _small(encoded: str, cell: str) -> str:
    """A PNG, base64 on either side, with a palette and within `PICTURE_BYTES`; one that is so already stays as it is."""
    from PIL import Image

    png = base64.b64decode(encoded)
    with Image.open(io.BytesIO(png)) as image:
        if image.mode == "P" and len(png) <= PICTURE_BYTES:
            return base64.b64encode(png).decode()
        opaque = "A" not in image.getbands() or image.getchannel("A").getextrema() == (255, 255)
        image = image.convert("RGB" if opaque else "RGBA")
    for colors in COLORS:
        file = io.BytesIO()
        image.quantize(colors, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
        if file.tell() <= PICTURE_BYTES:
            return base64.b64encode(file.getvalue()).decode()
    raise NotCanonical(f"cell {cell}: its picture of {image.width} x {image.height} pixels takes {file.tell():,} bytes even with "
                       f"{COLORS[-1]} colors; at most {PICTURE_BYTES:,} are allowed. Make the figure smaller or plainer.")


def _broken_rules(notebook: Any, stored: bool = True) -> list[str]:
    """One sentence for each rule that a cell breaks; of its stored outputs only if `stored`."""
    first = notebook.cells[0] if notebook.cells else None
    broken = []
    if first is None or first.cell_type != "markdown" or not first.source.startswith("# "):
        broken.append("it must begin with its title: a text cell whose first line is '# ...'")
    for k, cell in enumerate(notebook.cells):
        lines = [line for line in cell.source.splitlines() if line.strip()]
        if not lines:
            broken.append(f"cell {k}: it is empty; remove it")
        elif cell.cell_type == "code" and len(lines) > LINES_PER_CELL:
            broken.append(f"cell {k}: it has {len(lines)} lines of code; at most {LINES_PER_CELL} are allowed. "
                          "Split it, or move what helps into the package.")
        if stored and cell.cell_type == "code":
            broken += [f"cell {k}: {problem}" for output in cell.outputs for problem in _problems(output)]
    return broken


def _problems(output: Any) -> list[str]:
    if output.output_type == "error":
        return [f"it holds an error ({output.ename}: {output.evalue})"]
    if output.output_type == "stream":
        said, problems = output.text, ["it writes to stderr"] if output.name == "stderr" else []
    else:
        said, problems = str(output.data.get("text/plain", "")), []
    address = ADDRESS.search(said)
    return problems + ([f"its text holds a memory address ('{address[0].strip()}'), another one in each run"] if address else [])


def _difference(before: str, after: str, path: Path) -> list[str]:
    """Where the text first differs from the canonical one, as a list of one sentence or none."""
    for k, (was, expected) in enumerate(zip_longest(before.split("\n"), after.split("\n")), start=1):
        if was != expected:
            return [f"line {k} is {_short(was)}, expected {_short(expected)}. Write it anew with: bpwidgets canonical {path}"]
    return []


def _short(line: str | None) -> str:
    return "missing" if line is None else repr(line if len(line) <= 80 else line[:77] + "...")


def _refuse(sentences: list[str]) -> None:
    if sentences:
        raise NotCanonical("\n  ".join(sentences))


def _execute(notebook: Any, folder: Path) -> None:
    """Run every cell in a new kernel, with `folder` as its current directory."""
    nbclient = _needed("nbclient")
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    client = nbclient.NotebookClient(
        notebook, timeout=SECONDS_PER_CELL, kernel_name="python3", record_timing=False, store_widget_state=False,
        resources={"metadata": {"path": str(folder.absolute())}})
    try:
        client.execute()
    except nbclient.exceptions.CellExecutionError as error:
        failed = next(k for k, cell in enumerate(notebook.cells) if cell.cell_type == "code"
                      and any(output.output_type == "error" for output in cell.outputs))
        raise NotCanonical(f"cell {failed} failed with {error.ename}: {error.evalue}") from None
    except (nbclient.exceptions.CellTimeoutError, nbclient.exceptions.DeadKernelError) as error:
        raise NotCanonical(f"its run did not end: {str(error).splitlines()[0]}") from None


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
