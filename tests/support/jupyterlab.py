"""A JupyterLab of our own: on a copy of the book or another folder, with settings of its own, gone when it is no longer needed."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from sitebuilder import ROOT
from support.environment import without

SETTINGS = ROOT / "sitebuilder" / "jupyterlab"  # what differs from JupyterLab's defaults


def free_port():
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return made.getsockname()[1]


@contextmanager
def jupyter_lab(place, folder=None, python=None, path=None):
    """Start one on a folder, or on a copy of the book under `place`; its address, and where its kernels say how to be reached.

    It is as `make lab` starts it; or, from the environment of another `python`, as a hub does: below a reader's own address; or, where
    modules come from `path`, as JupyterLab is without our settings.
    """
    book, home = place / "book", place / "home"
    if not folder:
        shutil.copytree(ROOT, book, ignore=shutil.ignore_patterns(".*", "_build", "__pycache__"), dirs_exist_ok=True)
    port, base = free_port(), "/user/reader" if python else ""
    ours = {"PYTHONPATH": str(ROOT if folder else book), "JUPYTER_CONFIG_PATH": str(SETTINGS), "PYTHONDONTWRITEBYTECODE": "1"}
    environment = without(*ours) | {
        "HOME": str(home), "JUPYTER_CONFIG_DIR": str(home / "config"), "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"), "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"), "IPYTHONDIR": str(home / "ipython"),
        "PATH": f"{Path(python or sys.executable).parent}:{os.environ['PATH']}",
    } | ({"PYTHONPATH": str(path)} if path else {} if python else ours)  # fmt: skip
    command = [
        str(python or sys.executable), "-m", "jupyterlab", "--no-browser", "--allow-root", "--expose-app-in-browser",
        f"--ServerApp.root_dir={folder or book}", "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}", "--ServerApp.port_retries=0",
        f"--ServerApp.base_url={base}/", "--IdentityProvider.token=",
    ]  # fmt: skip
    home.mkdir(parents=True, exist_ok=True)
    with (place / "log").open("w", encoding="utf-8") as log:
        server = subprocess.Popen(command, cwd=folder or book, env=environment, stdout=log, stderr=log)
        try:
            address = f"http://127.0.0.1:{port}{base}"
            wait_for(f"{address}/api/status", server, place / "log")
            yield address, home / "runtime"
        finally:
            end(server)


def end(server):
    """Ask a server to stop; one that has not stopped after half a minute is killed."""
    server.terminate()
    try:
        server.wait(30)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def wait_for(address, server, log):
    for _ in range(300):
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8')}")


# What stands in front, once it is there: "ready" is a notebook whose kernel answers.
SHOWN = """(path) => {
  const shown = window.jupyterapp?.shell.currentWidget;
  const dialog = document.querySelector(".jp-Dialog");
  if (dialog) return `a dialog: ${dialog.innerText}`;
  if (!shown?.context?.isReady || shown.context.path !== path) return "nothing yet";
  if (!shown.node.classList.contains("jp-NotebookPanel")) return `no notebook: ${shown.node.className}`;
  const kernel = shown.sessionContext.session?.kernel;
  return kernel?.connectionStatus === "connected" && kernel.status === "idle" ? "ready" : "a notebook, and its kernel is not yet there";
}"""


def wait_for_notebook(page, path):
    for _ in range(600):
        shown = page.evaluate(SHOWN, path)
        if "yet" not in shown:
            break
        page.wait_for_timeout(100)
    if shown != "ready":
        raise RuntimeError(f"{path} opens as {shown}")


def open_notebook(page, address, path):
    """Open a notebook, or a chapter as one, as if it were the first of a session, and wait for its kernel."""
    page.goto(f"{address}/lab/tree/{path}?reset")
    wait_for_notebook(page, path)


def run_all(page, address, path):
    """Open a notebook, or a chapter as one, and run all its cells. True if all of them succeeded."""
    open_notebook(page, address, path)
    return page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')")
