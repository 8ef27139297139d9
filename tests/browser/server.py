"""A real JupyterLab on a temporary folder, that sees nothing of the user's own settings."""
from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from importlib.metadata import version
from pathlib import Path

# Off: the "would you like news?" toast, which covers cells, and the question for updates, which leaves the machine.
QUIET = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False}}

# Before 4.5 JupyterLab takes a cell out of the page while it is out of sight. Tests look at several labs, so all cells
# are kept there, as later versions do by themselves.
WHOLE = {"@jupyterlab/notebook-extension:tracker": {"windowingMode": "defer"}}

# Run by each kernel when it starts: one that waits for its notebook has the package ready.
START = "import bpwidgets\n"


class Server:
    """JupyterLab serving `folder`; a context manager that ends the whole process group.

    `state` is an empty folder for configuration, settings and the log.
    """

    def __init__(self, folder: Path, state: Path):
        self.folder, self.state = folder, state
        self.token = secrets.token_hex(16)
        self.log = state / "server.log"

    def __enter__(self) -> Server:
        self.port = _free_port()
        start = self.state / "ipython" / "profile_default" / "startup" / "start.py"
        start.parent.mkdir(parents=True)
        start.write_text(START)
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                self._command(), env=self._environment(), stdout=log, stderr=subprocess.STDOUT, start_new_session=True)
        try:
            self._wait_until_it_answers(seconds=60)
            for plugin, values in {**QUIET, **({} if _keeps_cells() else WHOLE)}.items():
                self.configure(plugin, values)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_) -> None:
        for order in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, order)
                self.process.wait(timeout=20)
                return
            except ProcessLookupError:
                self.process.wait()
                return
            except subprocess.TimeoutExpired:
                continue

    def url(self, path: str) -> str:
        """The address of `path` ("lab/tree/x.ipynb"), token included."""
        return f"http://127.0.0.1:{self.port}/{path}?token={self.token}"

    def request(self, method: str, path: str, body: object = None) -> object:
        """What the server's own interface answers, as parsed JSON (None for an empty answer)."""
        request = urllib.request.Request(
            self.url(path), method=method, data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read() or "null")

    def configure(self, plugin: str, values: dict) -> None:
        """The user settings of a JupyterLab plugin, where it has that plugin; read by each page when it opens."""
        try:
            self.request("PUT", f"lab/api/settings/{plugin}", {"raw": json.dumps(values)})
        except urllib.error.HTTPError as error:
            if error.code != 404:
                raise

    def start_session(self, path: str) -> str:
        """Start a kernel for the notebook `path` and answer the number of the session."""
        wanted = {"path": path, "name": path, "type": "notebook", "kernel": {"name": "python3"}}
        return self.request("POST", "api/sessions", wanted)["id"]

    def rename_session(self, session: str, path: str) -> None:
        """The session becomes that of another notebook."""
        self.request("PATCH", f"api/sessions/{session}", {"path": path, "name": path})

    def sessions(self, of: str | None = None) -> list[dict]:
        """The running sessions of the notebook with this path; of all notebooks if none is named."""
        return [session for session in self.request("GET", "api/sessions") if of in (None, session["path"])]

    def shut_kernels_down(self, of: str | None = None) -> None:
        """End the kernels of the notebook with this path; of all notebooks if none is named."""
        for session in self.sessions(of):
            try:
                self.request("DELETE", f"api/sessions/{session['id']}")
            except urllib.error.HTTPError as error:
                error.close()
                if error.code not in (404, 410):    # it ended by itself meanwhile
                    raise

    def _command(self) -> list[str]:
        return [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--expose-app-in-browser",
                "--ip=127.0.0.1", f"--port={self.port}", "--ServerApp.port_retries=0",
                f"--IdentityProvider.token={self.token}", f"--ServerApp.root_dir={self.folder}",
                "--ServerApp.terminals_enabled=False", "--LabApp.news_url=None",
                "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]

    def _environment(self) -> dict[str, str]:
        private = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "runtime",
                   "JUPYTERLAB_SETTINGS_DIR": "settings", "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
                   "IPYTHONDIR": "ipython", "MPLCONFIGDIR": "matplotlib"}
        return {**os.environ, **{name: str(self.state / folder) for name, folder in private.items()}}

    def _wait_until_it_answers(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                self.request("GET", "api/status")
                return
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.05)    # between two looks
        raise RuntimeError(f"JupyterLab did not answer within {seconds} s. Its log:\n{self.log.read_text()[-3000:]}")


def _keeps_cells() -> bool:
    """True if this JupyterLab has all cells of a notebook in its page."""
    return tuple(map(int, version("jupyterlab").split(".")[:2])) >= (4, 5)


def _free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]
