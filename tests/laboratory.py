"""A JupyterLab of our own: on a copy of the book or another folder, with settings of its own, gone when it is no longer needed."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent


def free_port():
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return made.getsockname()[1]


@contextmanager
def jupyter_lab(place, folder=None):
    """Start one on a folder, or on a copy of the book under `place`; its address, and where its kernels say how to be reached."""
    book, home = place / "book", place / "home"
    if not folder:
        shutil.copytree(ROOT, book, ignore=shutil.ignore_patterns(".*", "_build", "__pycache__"), dirs_exist_ok=True)
    settings(home / "settings")
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if name not in ("CRYOLIB_STATIC", "MPLBACKEND")} | {
        "HOME": str(home), "JUPYTER_CONFIG_DIR": str(home / "config"), "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"), "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"), "IPYTHONDIR": str(home / "ipython"), "PYTHONPATH": str(ROOT if folder else book),
        "PYTHONDONTWRITEBYTECODE": "1", "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }  # fmt: skip
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--expose-app-in-browser", f"--ServerApp.root_dir={folder or book}",
        "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}", "--ServerApp.port_retries=0", "--IdentityProvider.token=",
    ]  # fmt: skip
    with (place / "log").open("w") as log:
        server = subprocess.Popen(command, cwd=folder or book, env=environment, stdout=log, stderr=log)
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(f"{address}/api/status", server, place / "log")
            yield address, home / "runtime"
        finally:
            server.terminate()
            server.wait(30)


def settings(folder):
    """Those that postBuild brings to Binder, for one user instead of for all."""
    (text,) = re.findall(r"^\{.*?^\}$", (ROOT / "postBuild").read_text(), flags=re.M | re.S)
    for plugin, values in json.loads(text).items():
        extension, name = plugin.split(":")
        (folder / extension).mkdir(parents=True)
        (folder / extension / f"{name}.jupyterlab-settings").write_text(json.dumps(values))


def wait_for(address, server, log):
    for _ in range(300):
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()}")


def run_all(page, address, path):
    """Open a notebook, or a chapter as one, and run all its cells."""
    page.goto(f"{address}/lab/tree/{path}")
    page.wait_for_function(
        "window.jupyterapp?.shell.currentWidget?.context?.sessionContext?.session?.kernel?.connectionStatus === 'connected'", timeout=60_000
    )
    page.evaluate("jupyterapp.shell.currentWidget.context.ready")
    return page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')")
