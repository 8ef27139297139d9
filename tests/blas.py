"""How many threads numpy's BLAS has."""
import threading
from pathlib import Path

from threadpoolctl import threadpool_info, threadpool_limits


def blas_threads() -> set[int]:
    """How many threads the BLAS may use now; that of scipy, where something has loaded it, is another one."""
    pools = [pool for pool in threadpool_info() if pool["user_api"] == "blas"]
    own = [pool for pool in pools if Path(pool["filepath"]).parent.name.startswith("numpy")]
    return {pool["num_threads"] for pool in own or pools}


def give(count: int) -> None:
    """Set the number on a thread that ends, as one that lives keeps the right to set it."""
    thread = threading.Thread(target=threadpool_limits, args=(count, "blas"))
    thread.start()
    thread.join()
