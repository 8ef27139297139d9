"""Change labs at random, by code and by hand, and look for what must never happen.

    python -m tests.fuzz                                            3000 changes of each lab
    python -m tests.fuzz --lab SurfaceLab --changes 500 --seed 7    one lab

The changes are `set`, controls, typed numbers, drags and arrow keys on pictures, buttons, `reset`, `press`, `show`,
`link`, a page that opens and closes; a fifth of the values are ones that no field takes. After each of them: only
documented errors, nothing changed after one, no warning, no nan in a sentence, controls and words show the state, the
printed line gives equal settings, the same settings the same bits. What breaks is printed with the shortest trail of
lines found, in which `lab` and `other` are two labs made as printed. At the end of a walk its memory is looked at, and
hand and code change a lab on two threads. Exit status 1 if anything broke.
"""
from __future__ import annotations

import argparse
import sys
import time

from .cases import CASES
from .memory import Memory
from .threads import two_threads
from .walk import walk


def main(given: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lab", nargs="+", choices=tuple(CASES), metavar="LAB", default=tuple(CASES),
                        help=f"some of {', '.join(CASES)}")
    parser.add_argument("--changes", type=int, default=3000, help="of each lab (default: 3000)")
    parser.add_argument("--seed", type=int, default=1, help="another walk (default: 1)")
    options = parser.parse_args(given)
    broke = [fuzz(lab, options.seed, options.changes) for lab in options.lab]
    return int(any(broke))


def fuzz(lab: str, seed: int, changes: int) -> bool:
    """One walk and what follows it; True if anything broke."""
    case, began, memory = CASES[lab], time.process_time(), Memory(changes)
    report = walk(case, seed, changes, watch=lambda report, stage: memory.look(report.changes))
    apart = two_threads(case, seed, changes // 10)
    print(
        f"{lab}, seed {seed}: {report.changes} changes, {report.refused} refused, {sum(report.counts.values())} broke "
        "something; "
          f"{memory}; {time.process_time() - began:.0f} s of processor", flush=True)
    for kind, failure in report.failures.items():
        print(
            f"  {report.counts[kind]} x {failure}\n    in "
            f"{case.kind.__name__}({', '.join(f'{k}={v!r}' for k, v in case.small.items())})")
    for line in (apart, memory.grown()):
        if line:
            print(f"  {line}")
    return bool(report.failures or apart or memory.grown())


if __name__ == "__main__":
    sys.exit(main())
