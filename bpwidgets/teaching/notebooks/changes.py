"""What differs between two forms of one notebook, in sentences: one line for each change."""
from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

LIVE_VIEW = "application/vnd.jupyter.widget-view+json"
REASONS = {"widgets": "the state of live views, which only their kernel can show",
           "execution": "the times of one run", "ExecuteTime": "the times of one run",
           LIVE_VIEW: "only the kernel that made it can show it", "traceback": "it names folders of one machine"}
NAMES = {"stdout": "printed text", "stderr": "text on stderr", "text/plain": "text", "image/png": "picture",
         LIVE_VIEW: "live view"}
OTHERWISE = "the same content is written in another way (spaces, line ends, order of entries, pieces of printed text)"


def changes(before: dict, after: dict) -> tuple[str, ...]:
    """Tell what changed between two notebooks with the same cells, as `json` reads them.

    They are taken to differ at least in how they are written; so there is always a sentence.
    """
    cells = list(zip(before["cells"], after["cells"], strict=True))
    whole = (*_format(before, after), *_metadata(before["metadata"], after["metadata"]), *_counts(cells))
    said = [f"notebook: {change}" for change in whole]
    for k, (was, now) in enumerate(cells):
        said += [f"cell {k}{_first_line(now)}: {change}" for change in _cell(was, now)]
    return tuple(said) or (OTHERWISE,)


def short(line: str, length: int = 40) -> str:
    """The line in quotes, at most `length` characters of it."""
    return repr(line if len(line) <= length else f"{line[:length - 3]}...")


def _format(before: dict, after: dict) -> Iterator[str]:
    was, now = (f"{notebook['nbformat']}.{notebook.get('nbformat_minor', 0)}" for notebook in (before, after))
    if was != now:
        yield f"its format {was} becomes {now}, in which every cell has an id"


def _metadata(was: dict, now: dict) -> Iterator[str]:
    for key in sorted(was):
        if key not in now:
            yield f"its metadata {key!r} is left out" + (f" ({REASONS[key]})" if key in REASONS else "")
        elif was[key] != now[key]:
            yield f"of its metadata {key!r} only the name is kept, as the rest changes from kernel to kernel"


def _counts(cells: list[tuple[dict, dict]]) -> Iterator[str]:
    """One sentence for all execution counts: in a notebook that was run out of order they change in every cell."""
    changed = [k for k, (was, now) in enumerate(cells) if _numbers(was) != _numbers(now)]
    if changed:
        last = max((number for _, now in cells for number in _numbers(now) if number), default=0)
        yield (f"its execution counts become 1 to {last}, as of one clean run; "
               f"the first that changes stands at cell {changed[0]}")


def _numbers(cell: dict) -> set[int | None]:
    return {part.get("execution_count") for part in (cell, *cell.get("outputs", ()))
            if part.get("output_type", "execute_result") == "execute_result"}


def _first_line(cell: dict) -> str:
    """By which a person finds the cell."""
    line = next((line.strip() for line in _text(cell["source"]).splitlines() if line.strip()), "")
    return f" ({short(line)})" if line else ""


def _cell(was: dict, now: dict) -> Iterator[str]:
    if "id" not in was:
        yield f"it gets the id {now['id']!r}"
    elif was["id"] != now["id"]:
        yield f"its id {was['id']!r}, which an earlier cell has, becomes {now['id']!r}"
    yield from _metadata(was["metadata"], now["metadata"])
    before, after = _parts(was), _parts(now)
    for part in before | after:
        name = NAMES.get(part, f"output {part}" if "/" in part else part)
        for old, new in zip_longest(before.get(part, ()), after.get(part, ())):
            if old != new:
                yield f"its {name} {_difference(part, old, new)}"


def _parts(cell: dict) -> dict[str, list]:
    """What a cell's outputs consist of, by kind: all that was printed, texts, pictures, ..."""
    parts: dict[str, list] = {}
    for output in cell.get("outputs", ()):
        for kind, value in _kinds(output):
            if output["output_type"] == "stream" and kind in parts:
                parts[kind][0] += value
            else:
                parts.setdefault(kind, []).append(value)
    return parts


def _kinds(output: dict) -> Iterator[tuple[str, Any]]:
    if output["output_type"] == "stream":
        yield output["name"], _text(output["text"])
    elif output["output_type"] == "error":
        yield "error", f"{output['ename']}: {output['evalue']}"
        if output["traceback"]:
            yield "traceback", "\n".join(output["traceback"])
    else:
        yield from ((kind, _text(value)) for kind, value in output["data"].items())
        if output["metadata"]:
            yield "metadata", json.dumps(output["metadata"], sort_keys=True)


def _difference(part: str, was: Any, now: Any) -> str:
    """What happens to one part of an output; None stands for a part that is not there."""
    if now is None:
        return f"is left out ({REASONS[part]})" if part in REASONS else f"goes{_size(part, was)}"
    if was is None:
        return f"is new{_size(part, now)}"
    if part.startswith("image/") or not isinstance(was, str) or not isinstance(now, str):
        return f"changes{_size(part, was)} and is another one now{_size(part, now)}"
    return _different_lines(was.splitlines(), now.splitlines())


def _different_lines(was: list[str], now: list[str]) -> str:
    different = [(k, *pair) for k, pair in enumerate(zip_longest(was, now), start=1) if pair[0] != pair[1]]
    if not different:
        return "changes in how its lines end"
    k, old, new = different[0]
    place = f"in line {k} " if len(was) > 1 or len(now) > 1 else ""
    others = f" (and {len(different) - 1} more)" if len(different) > 1 else ""
    return f"changes {place}from {_quoted(old)} to {_quoted(new)}{others}"


def _quoted(line: str | None) -> str:
    return "nothing" if line is None else short(line)


def _size(part: str, value: Any) -> str:
    if part == "image/png":
        return f" ({len(base64.b64decode(value)):,} bytes)"
    lines = len(value.splitlines()) if isinstance(value, str) and not part.startswith("image/") else 0
    return f" ({lines} lines)" if lines > 1 else ""


def _text(value: Any) -> Any:
    """The whole text where a file holds its lines; anything else as it is."""
    return "".join(value) if isinstance(value, list) and all(isinstance(line, str) for line in value) else value
