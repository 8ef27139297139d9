"""A class on one hub: twenty kernels started at the same time, each with one lab, beside bare kernels and kernels with
the libraries.

Memory is the proportional set size (PSS), which shares out common pages and so adds up, and the resident set (RSS),
which does not. Start-up runs from the order to start until the kernel has answered its first cell; in a lab's kernel
that cell shows the lab.
"""
from __future__ import annotations

import asyncio
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.bench.report import Table, median
from tests.bench.startup import BASELINE

# Name -> the first cell of the kernel.
CELLS = {
    "bare": "None",
    "libraries": BASELINE,
    "WeightLab": "import bpwidgets\nbpwidgets.WeightLab()",
    "GradientFlowLab": "import bpwidgets\nbpwidgets.GradientFlowLab()",
}
MB = 2**20
SECONDS = 300


@dataclass(frozen=True)
class Class:
    """What a class of kernels took: seconds from the first order to the last answer and per kernel, MB per kernel."""

    seconds: float
    starts: list[float]
    pss: list[float]
    rss: list[float]


def run(options) -> list[Table]:
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        environment = _environment(Path(folder))
        for name, cell in CELLS.items():
            # One kernel first, so that no class pays for the byte code and the list of fonts.
            asyncio.run(_hold_class(1, cell, environment, Path(folder)))
            one = asyncio.run(_hold_class(options.kernels, cell, environment, Path(folder)))
            options.say(f"{name}: {one.seconds:.1f} s, {sum(one.pss):.0f} MB")
            rows.append((name, one.seconds, median(one.starts), max(one.starts), sum(one.pss), median(one.pss),
                         sum(one.rss), median(one.rss)))
    return [Table(f"{options.kernels} kernels started at the same time",
                  ("kernels", "all ready s", "median s", "last s", "PSS all MB", "PSS each", "RSS all MB", "RSS each"),
                  rows,
                  "PSS adds up over processes, RSS counts shared pages once per kernel.")]


def _environment(folder: Path) -> dict[str, str]:
    """Nothing of the user's own settings."""
    private = {"IPYTHONDIR": "ipython", "JUPYTER_CONFIG_DIR": "config", "JUPYTER_RUNTIME_DIR": "runtime",
               "MPLCONFIGDIR": "matplotlib"}
    for name in private.values():
        (folder / name).mkdir()
    return {**os.environ, **{variable: str(folder / name) for variable, name in private.items()}}


async def _hold_class(count: int, cell: str, environment: dict[str, str], folder: Path) -> Class:
    from jupyter_client.manager import AsyncKernelManager

    # Sockets in a folder: a TCP port that was free at the order may be taken by the time a kernel of twenty binds it.
    managers = [AsyncKernelManager(kernel_name="python3", transport="ipc", ip=str(folder / f"k{k}"))
                for k in range(count)]
    start = time.perf_counter()
    try:
        starts = await asyncio.gather(*(_start(manager, cell, environment) for manager in managers))
        seconds = time.perf_counter() - start
        pss, rss = zip(*(_memory(manager.provisioner.pid) for manager in managers))
        return Class(seconds, list(starts), list(pss), list(rss))
    finally:
        await asyncio.gather(*(manager.shutdown_kernel(now=True) for manager in managers if manager.has_kernel))


async def _start(manager, cell: str, environment: dict[str, str]) -> float:
    """Seconds until the kernel has answered its first cell."""
    start = time.perf_counter()
    await manager.start_kernel(env=environment)
    client = manager.client()
    client.start_channels()
    try:
        await client.wait_for_ready(timeout=SECONDS)
        reply = await client.execute_interactive(cell, timeout=SECONDS, output_hook=lambda message: None)
    finally:
        client.stop_channels()
    if reply["content"]["status"] != "ok":
        raise RuntimeError(f"{reply['content']['ename']}: {reply['content']['evalue']}")
    return time.perf_counter() - start


def _memory(pid: int) -> tuple[float, float]:
    """PSS and RSS in MB; where the system does not know the first, the second stands for both."""
    import psutil

    memory = psutil.Process(pid).memory_full_info()
    return getattr(memory, "pss", memory.rss) / MB, memory.rss / MB
