"""The repository as Binder sees it: repo2docker's Dockerfile of a checkout, and its commands carried out in a virtual environment.

There is no container here: the system is ours, and what repo2docker installs beneath the book's own list (conda's Python, JupyterHub) is not there.
"""

import functools
import os
import re
import shutil
import subprocess
import sys

from sitebuilder import ROOT
from support.environment import without


@functools.cache
def tracked():
    """The paths of what git tracks, and of what it would: what a clone has once all is committed."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout.decode().split("\0")[:-1]
    return {name for name in names if (ROOT / name).is_file()}


def checkout(place):
    for name in tracked():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, place / name)
    return place


def dockerfile(folder):
    """What repo2docker says while it looks at a folder, and the Dockerfile that it makes."""
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", "--user-id", "1000", "--user-name", "reader", "."]
    run = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8")
    if run.returncode:
        raise RuntimeError(f"repo2docker does not take the repository:\n{run.stdout}{run.stderr}")
    said, start, recipe = (run.stderr + run.stdout).partition("FROM ")
    return said, start + recipe


def commands(recipe):
    """The commands that a Dockerfile runs once the repository has been copied, in their order."""
    rest = re.split(r"^COPY --chown=\S+ src/ \$\{REPO_DIR\}/$", recipe, flags=re.M)[1]
    return re.findall(r"^RUN (.+)$", rest, flags=re.M)


@functools.cache
def wanted_python():
    """The Python that runtime.txt asks for, and where it is; None if it is not on this machine."""
    version = (ROOT / "runtime.txt").read_text(encoding="utf-8").strip().removeprefix("python-")
    for found in (sys.executable, shutil.which(f"python{version}")):
        ask = [found, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
        if found and subprocess.run(ask, capture_output=True, encoding="utf-8").stdout.strip() == version:
            return version, found
    return version, None


class Image:
    """What stands for the image: a checkout, the environment beside it, and a home for what programs keep."""

    def __init__(self, place):
        self.place, self.book, self.prefix, self.home = place, place / "book", place / "env", place / "home"
        self.python = self.prefix / "bin" / "python"

    def run(self, *command, **variables):
        kept = without("PYTHONPATH", "VIRTUAL_ENV")
        own = {
            "KERNEL_PYTHON_PREFIX": str(self.prefix),
            "PATH": f"{self.prefix / 'bin'}:{os.environ['PATH']}",
            "MPLCONFIGDIR": str(self.home / ".cache" / "matplotlib"),
        }
        run = subprocess.run(
            command, cwd=self.book, env=kept | own | variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
        )
        if run.returncode:
            raise RuntimeError(f"{' '.join(map(str, command))}: status {run.returncode}\n{run.stdout[-5000:]}")
        return run.stdout

    def prepare(self, given=None):
        """Lay out the checkout and an empty environment; the commands that are then to run.

        `given` is a folder with what cells gave before; those that are as they were do not run again.
        """
        recipe = dockerfile(checkout(self.book))[1]
        if given and given.is_dir():
            shutil.copytree(given, self.book / "_build" / "binder" / "_build" / ".jupyter_cache")
        subprocess.run([wanted_python()[1], "-m", "venv", str(self.prefix)], check=True)
        return commands(recipe)
