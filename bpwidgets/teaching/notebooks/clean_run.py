"""A clean run of a notebook: every cell once, from the first to the last, in a new kernel."""
from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import zmq
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbclient.output_widget import OutputWidget
from nbformat.v4 import output_from_msg

SECONDS_PER_CELL = 120


class RunFailed(Exception):
    """A run that did not come to its end; the message says in which cell and why."""


class PrintedIntoOutput(OutputWidget):
    """`ipywidgets.Output` as a front end has it; what is printed into it also stands under the cell that printed it.

    Its own view is not stored, and a reader without a kernel would see nothing of it.
    """

    def __init__(self, *arguments: Any):
        super().__init__(*arguments)
        self._printed: list[tuple[list, Any]] = []    # the outputs of a cell, and the one that was added to them

    def output(self, outs: list, msg: dict, display_id: str | None, cell_index: int) -> None:
        """Take one output."""
        if self.clear_before_next_output:
            self._clear()
        super().output(outs, msg, display_id, cell_index)
        shown = output_from_msg(msg)
        outs.append(shown)
        self._printed.append((outs, shown))

    def sync_state(self) -> None:
        """Tell the kernel what was printed.

        Sending on a socket swallows the sign that a reply has come on it, and the run would wait for that reply until
        its time is up (nbclient, issue 312). Asking the socket for its events makes it look for replies again.
        """
        super().sync_state()
        self.kernel_client.shell_channel.socket.get(zmq.EVENTS)

    def clear_output(self, outs: list, msg: dict, cell_index: int) -> None:
        """Forget all outputs, or, if the message says so, as soon as the next one comes."""
        super().clear_output(outs, msg, cell_index)
        if not self.clear_before_next_output:
            self._clear()

    def _clear(self) -> None:
        for outs, shown in self._printed:
            outs[:] = [output for output in outs if output is not shown]
        self._printed.clear()


def clean_run(notebook: Any, folder: Path) -> list[list]:
    """The outputs of each cell, in a run with `folder` as its current directory; the notebook is left as it is.

    Cells without code and those tagged "skip-execution" keep the outputs they have.

    Raises
    ------
    RunFailed
        If a cell fails that is not tagged "raises-exception", takes too long, or the kernel dies.
    """
    copied, started = copy.deepcopy(notebook), []
    client = NotebookClient(copied, timeout=SECONDS_PER_CELL, kernel_name="python3", record_timing=False,
                            resources={"metadata": {"path": str(folder.absolute())}},
                            on_cell_execute=lambda cell, cell_index: started.append(cell_index))
    client.widget_registry = {"@jupyter-widgets/output": {"OutputModel": PrintedIntoOutput}}
    try:
        client.execute()
    except CellExecutionError as error:
        raise RunFailed(f"cell {started[-1]} failed with {error.ename}: {error.evalue}") from None
    except (CellTimeoutError, DeadKernelError) as error:
        raise RunFailed(f"its run did not end: {str(error).splitlines()[0]}") from None
    return [cell.get("outputs", []) for cell in copied.cells]
