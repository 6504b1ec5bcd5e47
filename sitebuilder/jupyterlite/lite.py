"""JupyterLite, in which readers run and edit a site's notebooks in their browser: `site/lite`.

Our own Sphinx builder makes the notebooks, so `jupyter lite build` gets the finished files; jupyterlite-sphinx would convert the pages again.

Python in the browser is Pyodide. It is loaded from the address in `_config.yml` when a reader opens a notebook. Everything else
is in the site: the book's packages, and packages that Pyodide lacks (`jupyterlite/wheels.txt`). One lock file lists all of them: Pyodide's
own (`jupyterlite/pyodide-lock-<version>.json`, as Pyodide publishes it) with our wheels added (`lock.py`). By it an import loads what it needs.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from jupyterlite_pyodide_kernel.constants import PYODIDE_KERNEL_PLUGIN_ID, PYODIDE_VERSION

from coldbook.notebooks.cells import INSTALLING
from sitebuilder import ROOT, Refused
from sitebuilder.jupyterlite.lock import joined
from sitebuilder.metadata import book, config

HERE = Path(__file__).resolve().parent
DOWNLOADED = ROOT / "_build" / "wheels"
EXTENSIONS = Path(sys.prefix) / "share" / "jupyter" / "labextensions"
KERNEL = EXTENSIONS / "@jupyterlite" / "pyodide-kernel-extension"
# The kernel, and the front ends of live figures. Other extensions in the environment, like nbgrader's, are left out.
EXTENSIONS_USED = [KERNEL, EXTENSIONS / "@jupyter-widgets" / "jupyterlab-manager", EXTENSIONS / "anywidget"]
# Packages that the kernel needs to start, so that they are loaded in parallel and from nowhere else.
AT_START = ["micropip", "piplite", "ipykernel", "comm", "pyodide-kernel", "jedi", "ipython"]
# Icon fonts for browsers that cannot run Pyodide, and files for developers.
UNUSED = ["build/fa-*.eot", "build/fa-*.svg", "build/fa-*.ttf", "build/fa-*.woff", "rspack.config*.js", "package.json"]
SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/filebrowser-extension:browser": {"showLastModifiedColumn": False},  # all are the same, as the build is reproducible
}
EPOCH = 315532800  # the first second of 1980, the earliest that a zip archive can name


def lite(site: Path, pyodide: str | None = None) -> None:
    """Build `site/lite` from `site/notebooks`; `pyodide` is the address of the Pyodide distribution, by default that of `_config.yml`."""
    pyodide = checked(pyodide or config()["launch_buttons"]["pyodide_url"])
    site = site.resolve()
    target = site / "lite"
    shutil.rmtree(target, ignore_errors=True)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        configure(folder, pyodide)
        notebooks(site / "notebooks", folder / "files")
        run("-m", "jupyterlite_core", "build", "--lite-dir", folder, "--output-dir", target, cwd=folder)
    for pattern in UNUSED:
        for file in target.glob(pattern):
            file.unlink()
    wheels(site, target / "wheels")
    write(target / "wheels" / "pyodide-lock.json", joined(pyodide_lock(), sorted(target.glob("wheels/*.whl")), pyodide))


def checked(pyodide: str) -> str:
    """The address, ending in a slash; raises Refused if it names another version of Pyodide than the kernel's."""
    version = re.search(r"/v(\d[^/]*)/", pyodide)
    if version and version[1] != PYODIDE_VERSION:
        raise Refused(f"pyodide_url in _config.yml names Pyodide {version[1]}; jupyterlite-pyodide-kernel needs {PYODIDE_VERSION}")
    return pyodide.rstrip("/") + "/"


def configure(folder: Path, pyodide: str) -> None:
    """Write the configuration of JupyterLite's build, its run time, and JupyterLab's settings."""
    if missing := [str(extension) for extension in EXTENSIONS_USED if not (extension / "package.json").exists()]:
        raise FileNotFoundError(f"not installed in this environment: {', '.join(missing)}")
    build = {
        "apps": ["lab"],
        "no_sourcemaps": True,
        "no_unused_shared_packages": True,
        "ignore_sys_prefix": True,
        "federated_extensions": [str(extension) for extension in EXTENSIONS_USED],
        "source_date_epoch": EPOCH,
    }
    kernel = {
        "pyodideUrl": f"{pyodide}pyodide.mjs",
        "disablePyPIFallback": True,
        "loadPyodideOptions": {"lockFileURL": "./wheels/pyodide-lock.json", "packages": AT_START},
    }
    page = {
        "appName": book().title,
        "disabledExtensions": ["@jupyterlab/terminal-extension"],  # there is none, and it logs an error on every page
        "litePluginSettings": {PYODIDE_KERNEL_PLUGIN_ID: kernel},
    }
    write(folder / "jupyter_lite_config.json", {"LiteBuildConfig": build})
    write(folder / "jupyter-lite.json", {"jupyter-lite-schema-version": 0, "jupyter-config-data": page})
    write(folder / "overrides.json", SETTINGS)


def notebooks(source: Path, folder: Path) -> None:
    """Copy the notebooks, without the cells that install packages, which are here. Their kernel is Pyodide's; otherwise JupyterLab asks or warns."""
    files = sorted(source.glob("*.ipynb"))
    if not files:
        raise FileNotFoundError(f"no notebooks in {source}")
    folder.mkdir()
    for file in files:
        notebook = json.loads(file.read_text(encoding="utf-8"))
        notebook["cells"] = [cell for cell in notebook["cells"] if INSTALLING not in cell["metadata"].get("tags", [])]
        notebook["metadata"]["kernelspec"] = {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}
        write(folder / file.name, notebook)


def wheels(site: Path, folder: Path) -> None:
    """Collect the wheels of the book's packages and of the kernel, and those that Pyodide lacks, whose hashes are checked."""
    command = ["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes", "--only-binary", ":all:"]
    command += ["--platform", "any", "--implementation", "py", "--abi", "none", "--python-version", pyodide_lock()["info"]["python"]]
    command += ["--requirement", HERE / "wheels.txt", "--dest"]
    from_cache = [*command, folder, "--no-index", "--find-links", DOWNLOADED]
    DOWNLOADED.mkdir(parents=True, exist_ok=True)
    if subprocess.run([sys.executable, *from_cache], capture_output=True).returncode:
        run(*command, DOWNLOADED)
        run(*from_cache)
    for wheel in [*site.glob("notebooks/*.whl"), *KERNEL.glob("static/pypi/*.whl")]:
        if not wheel.name.startswith("widgetsnbextension-3"):  # only for ipywidgets 7
            shutil.copyfile(wheel, folder / wheel.name)


def pyodide_lock() -> dict:
    file = HERE / f"pyodide-lock-{PYODIDE_VERSION}.json"
    if not file.exists():
        raise FileNotFoundError(f"jupyterlite-pyodide-kernel needs Pyodide {PYODIDE_VERSION}: put its pyodide-lock.json at {file}")
    return json.loads(file.read_text(encoding="utf-8"))


def write(file: Path, content: dict) -> None:
    file.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def run(*command, **options) -> None:
    """Run Python, and print its output only if it fails."""
    process = subprocess.run(
        [sys.executable, "-X", "utf8", *map(str, command)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", **options
    )
    if process.returncode:
        print(process.stdout, file=sys.stderr)
        process.check_returncode()


if __name__ == "__main__":
    lite(Path(sys.argv[1]), *sys.argv[2:3])
