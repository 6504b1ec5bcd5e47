"""JupyterLite: a site's notebooks run, and are edited, in the reader's browser: `site/lite`.

The notebooks are made by our own builder, so `jupyter lite build` is given the finished files; jupyterlite-sphinx would make them again.

Python in the browser is Pyodide. It comes from the address in `_config.yml`, and only when a reader has opened a notebook. Everything else
is in the site: the book's packages, and what Pyodide does not have (`jupyterlite/wheels.txt`). All of it stands in one lock, which is Pyodide's
own (`jupyterlite/pyodide-lock-<version>.json`, as Pyodide publishes it) with our wheels (`lock.py`): an import brings what it needs.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml
from jupyterlite_pyodide_kernel.constants import PYODIDE_KERNEL_PLUGIN_ID, PYODIDE_VERSION

from sitebuilder import ROOT
from sitebuilder.jupyterlite.lock import joined

HERE = Path(__file__).resolve().parent
DOWNLOADED = ROOT / "_build" / "wheels"
EXTENSIONS = Path(sys.prefix) / "share" / "jupyter" / "labextensions"
KERNEL = EXTENSIONS / "@jupyterlite" / "pyodide-kernel-extension"
# The front ends of what a live figure is in a notebook, and the kernel. Others in the environment, like nbgrader's, stay out.
SHOWN = [KERNEL, EXTENSIONS / "@jupyter-widgets" / "jupyterlab-manager", EXTENSIONS / "anywidget"]
# What the kernel needs to start: fetched side by side, instead of one after the other. Named here, none is looked for elsewhere.
AT_START = ["micropip", "piplite", "ipykernel", "comm", "pyodide-kernel", "jedi", "ipython"]
# Icons' fonts for browsers that cannot run Pyodide, and files for developers.
UNUSED = ["build/fa-*.eot", "build/fa-*.svg", "build/fa-*.ttf", "build/fa-*.woff", "rspack.config*.js", "package.json"]
SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/filebrowser-extension:browser": {"showLastModifiedColumn": False},  # all are of one time, for the build to be reproducible
}
EPOCH = 315532800  # the first second of 1980, the earliest that a zip archive can name


def lite(site: Path, pyodide: str | None = None) -> None:
    """Build `site/lite` from `site/notebooks`; `pyodide` is where the Pyodide distribution is, if not where `_config.yml` says."""
    pyodide = checked(pyodide or yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["launch_buttons"]["pyodide_url"])
    site = site.resolve()
    target = site / "lite"
    shutil.rmtree(target, ignore_errors=True)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        configure(folder, pyodide)
        notebooks(site / "notebooks", folder / "files")
        run("-m", "jupyterlite_core", "build", "--lite-dir", folder, "--output-dir", target, cwd=folder)
    for pattern in UNUSED:
        for file in target.glob(pattern):
            file.unlink()
    wheels(site, target / "wheels")
    write(target / "wheels" / "pyodide-lock.json", joined(pyodide_lock(), sorted(target.glob("wheels/*.whl")), pyodide))


def checked(pyodide: str) -> str:
    """Refuse an address that names another version of Pyodide than the kernel is made for."""
    named = re.search(r"/v(\d[^/]*)/", pyodide)
    if named and named[1] != PYODIDE_VERSION:
        raise ValueError(f"pyodide_url in _config.yml names Pyodide {named[1]}; jupyterlite-pyodide-kernel is made for {PYODIDE_VERSION}")
    return pyodide.rstrip("/") + "/"


def configure(folder: Path, pyodide: str) -> None:
    """Write what JupyterLite reads: how it is built, what it is at run time, and JupyterLab's settings."""
    if missing := [str(extension) for extension in SHOWN if not (extension / "package.json").exists()]:
        raise FileNotFoundError(f"not installed in this environment: {', '.join(missing)}")
    build = {
        "apps": ["lab"],
        "no_sourcemaps": True,
        "no_unused_shared_packages": True,
        "ignore_sys_prefix": True,
        "federated_extensions": [str(extension) for extension in SHOWN],
        "source_date_epoch": EPOCH,
    }
    kernel = {
        "pyodideUrl": f"{pyodide}pyodide.mjs",
        "disablePyPIFallback": True,
        "loadPyodideOptions": {"lockFileURL": "./wheels/pyodide-lock.json", "packages": AT_START},
    }
    page = {
        "appName": "The Price of Cold",
        "disabledExtensions": ["@jupyterlab/terminal-extension"],  # there is none, and it says so on every page
        "litePluginSettings": {PYODIDE_KERNEL_PLUGIN_ID: kernel},
    }
    write(folder / "jupyter_lite_config.json", {"LiteBuildConfig": build})
    write(folder / "jupyter-lite.json", {"jupyter-lite-schema-version": 0, "jupyter-config-data": page})
    write(folder / "overrides.json", SETTINGS)


def notebooks(source: Path, folder: Path) -> None:
    """Copy the notebooks, and give them the kernel that they find there: JupyterLab would choose it too, but with a warning."""
    found = sorted(source.glob("*.ipynb"))
    if not found:
        raise FileNotFoundError(f"no notebooks in {source}")
    folder.mkdir()
    for file in found:
        notebook = json.loads(file.read_text(encoding="utf-8"))
        notebook["metadata"]["kernelspec"] = {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}
        write(folder / file.name, notebook)


def wheels(site: Path, folder: Path) -> None:
    """Gather the wheels of our own: the book's packages', the kernel's, and those that Pyodide does not have, whose hashes are checked."""
    command = ["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes", "--only-binary", ":all:"]
    command += ["--platform", "any", "--implementation", "py", "--abi", "none", "--python-version", pyodide_lock()["info"]["python"]]
    command += ["--requirement", HERE / "wheels.txt", "--dest"]
    again = [*command, folder, "--no-index", "--find-links", DOWNLOADED]
    DOWNLOADED.mkdir(parents=True, exist_ok=True)
    if subprocess.run([sys.executable, *again], capture_output=True).returncode:
        run(*command, DOWNLOADED)
        run(*again)
    for wheel in [*site.glob("notebooks/*.whl"), *KERNEL.glob("static/pypi/*.whl")]:
        if not wheel.name.startswith("widgetsnbextension-3"):  # the stand-in for ipywidgets 7
            shutil.copyfile(wheel, folder / wheel.name)


def pyodide_lock() -> dict:
    file = HERE / f"pyodide-lock-{PYODIDE_VERSION}.json"
    if not file.exists():
        raise FileNotFoundError(
            f"jupyterlite-pyodide-kernel is made for Pyodide {PYODIDE_VERSION}: its pyodide-lock.json must be at {file}"
        )
    return json.loads(file.read_text(encoding="utf-8"))


def write(file: Path, content: dict) -> None:
    file.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def run(*command, **options) -> None:
    """Run Python quietly; what it said is shown when it fails."""
    done = subprocess.run([sys.executable, *map(str, command)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)
    if done.returncode:
        print(done.stdout, file=sys.stderr)
        done.check_returncode()


if __name__ == "__main__":
    lite(Path(sys.argv[1]), *sys.argv[2:3])
