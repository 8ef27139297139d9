"""One side of a comparison: a process in one checkout that builds the engine's figures and times them when asked.

`tests.bench.compare` runs the text of this file in each checkout, so that a checkout that does not have it yet takes
part, too. A line of JSON comes in, a line of JSON goes out: {"figures": true} -> {"figures": names}, {"prepare": name}
-> {"units", "seconds"} of one run, {"calls": n} -> {"wall", "cpu"}, the seconds of n runs. What goes wrong is answered
as {"why": text}.
"""
import gc
import json
import sys
import time
from functools import partial
from importlib import import_module
from importlib.util import find_spec


def figures():
    """Everything of the engine's benchmark that is timed: a name -> what builds the job."""
    from tests.bench import engine_growth

    names = [f"tests.bench.engine_{part}" for part in ("steps", "surfaces", "flow", "optimizers", "layers")]
    modules = [import_module(name) for name in names if find_spec(name)]    # an older checkout has fewer
    works = {work.name: work.ours for module in modules for work in module.WORKS}
    growing = {f"per-{of}-{count}": partial(build, count)
               for of, (build, counts) in engine_growth.GROWING.items() for count in counts}
    return works | growing


def timed(run, calls):
    """Seconds of so many runs, after one that fills the caches: by the clock, and of all processors."""
    run()
    gc.collect()
    gc.disable()
    try:
        wall, cpu = time.perf_counter(), time.process_time()
        for _ in range(calls):
            run()
        return {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    finally:
        gc.enable()


def main():
    builders, job = figures(), None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if "figures" in request:
                answer = {"figures": list(builders)}
            elif "prepare" in request:
                job = builders[request["prepare"]]()
                answer = {"units": job.units, "seconds": timed(job.run, 1)["wall"]}
            else:
                answer = timed(job.run, request["calls"])
        except Exception as why:
            answer = {"why": f"{type(why).__name__}: {why}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
