"""Measure bpwidgets beside its peers, in the same run, and say of each promise whether it is kept. No timed test: it
only prints.

    python -m tests.bench                      everything, about an hour; from a checkout with the test extra installed
    python -m tests.bench picture --keys 10    only key to painted picture and drags, in a real JupyterLab (Chromium)
    python -m tests.bench import class memory  the import, twenty kernels with a lab each, ten thousand changes
    python -m tests.bench theory               the line of theory beside the mean of 200 nets, twelve times
    python -m tests.bench engine --rows step   the engine beside PyTorch, JAX and others, as far as they are installed
    python -m tests.bench compare ../old       the engine beside that of another checkout, in turn, with intervals
    python -m tests.bench --json FILE          besides, the tables as JSON
"""
from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
import time
from pathlib import Path

# Name on the command line -> module of this folder with run(options) -> tables.
PARTS = {"import": "startup", "memory": "memory", "class": "classroom", "picture": "picture", "theory": "theory",
         "engine": "engine"}
COMPARE = {"compare": "compare"}    # needs a second checkout, and so is no part of everything


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"one or more of {', '.join(PARTS)}; without any, all")
    parser.add_argument("--keys", type=int, default=40,
                        help="picture: keys pressed per slider and candidate (default: 40)")
    parser.add_argument("--drags", type=int, default=3, help="picture: drags per slider and candidate (default: 3)")
    parser.add_argument("--labs", nargs="+", help="picture: only these labs")
    parser.add_argument("--pixel-ratios", nargs="+", type=int, help="picture: only these pixel ratios (default: 1 2)")
    parser.add_argument("--processes", type=int, default=30, help="import: fresh processes per candidate (default: 30)")
    parser.add_argument("--kernels", type=int, default=20, help="class: kernels started at the same time (default: 20)")
    parser.add_argument("--changes", type=int, default=10_000, help="memory: changes of each lab (default: 10000)")
    parser.add_argument("--rows", nargs="+", metavar="ROW", help="engine, compare: only rows whose names begin so")
    parser.add_argument("--rounds", type=int, default=40, help="engine, compare: turns of each contender (default: 40)")
    parser.add_argument("--clock", choices=("wall", "cpu"), default="wall",
                        help="compare: seconds of the clock or of all processors")
    parser.add_argument("--threads", type=int,
                        help="engine, compare: threads of BLAS and torch, for all contenders (default: their own)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the tables there")
    options = parser.parse_args(given)
    if options.parts[:1] == [*COMPARE]:
        if len(options.parts) != 2 or not (other := Path(options.parts.pop())).joinpath("tests", "bench").is_dir():
            parser.error("compare needs one other checkout with the folder tests/bench, such as ../old")
        options.other = other
    unknown = [part for part in options.parts if part not in PARTS | COMPARE]
    if unknown:
        parser.error(f"there is no part {unknown[0]!r}; the parts are {', '.join(PARTS)}")
    return options


def main() -> None:
    options = arguments()
    options.say = lambda line: print(f"  {line}", file=sys.stderr, flush=True)
    if options.threads:
        # Read by the libraries when they are imported, which happens in the parts.
        os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"),
                                    str(options.threads))
    from tests.bench import processor  # not before the threads are set: it brings numpy

    answers = {"processor": processor.kind()}
    for part in options.parts or PARTS:
        start = time.perf_counter()
        tables = importlib.import_module(f"tests.bench.{(PARTS | COMPARE)[part]}").run(options)
        answers[part] = [table.plain() for table in tables]
        for table in tables:
            print(f"\n{table}\n\n{processor.kind()}.")
        print(f"\n({part}: {time.perf_counter() - start:.0f} s)", flush=True)
        if options.json:
            options.json.write_text(json.dumps(answers, indent=1))


if __name__ == "__main__":
    main()
