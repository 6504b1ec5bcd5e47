"""What it takes to install each distribution alone: pip installs its wheel, with all that it needs, into an environment of its own."""

import os
import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from record import Sheet

from coldbook.distributions import DISTRIBUTIONS, needed_by
from sitebuilder.downloads import build_wheel

COLUMNS = ["wheel [kB]", "packages", "installed [MB]", "import [ms]"]
IMPORT = "import sys, time; start = time.perf_counter(); __import__(sys.argv[1]); print(time.perf_counter() - start)"


def size(folder):
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def measure(sheet, row, wheel, beside, place):
    """Install a wheel, finding the other wheels of this repository in the folder `beside`."""
    venv.create(place, with_pip=False)
    python = place / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--quiet", "--no-compile", "--find-links", str(beside), str(wheel)], check=True)
    packages = subprocess.run([*pip, "list", "--format=freeze"], check=True, capture_output=True, encoding="utf-8").stdout.splitlines()
    (library,) = place.glob("lib/python3*/site-packages")
    megabytes = size(library) / 1e6
    module = re.match(r"\w+", wheel.name)[0]
    times = [
        float(subprocess.run([python, "-c", IMPORT, module], check=True, capture_output=True, encoding="utf-8").stdout) for _ in range(5)
    ]
    sheet.row(row, f"{wheel.stat().st_size / 1000:.0f}", len(packages), f"{megabytes:.0f}", f"{1000 * min(times):.0f}")


def distributions():
    """One row for each. EARLIER, if it is set, names a wheel to compare them with: a path and what to call it, as in old.whl=before."""
    sheet = Sheet("Each wheel, installed alone", COLUMNS)
    with tempfile.TemporaryDirectory() as folder:
        wheels = Path(folder) / "wheels"
        wheels.mkdir()
        built = {name: build_wheel(distribution, wheels) for name, distribution in DISTRIBUTIONS.items()}
        if earlier := os.environ.get("EARLIER"):
            path, _, words = earlier.partition("=")
            measure(sheet, words, Path(path), wheels, Path(folder) / "earlier")
        for name, wheel in built.items():
            others = [other.name for other in needed_by([name]) if other.name != name]
            measure(sheet, f"{name}, which brings {' and '.join(others)}" if others else name, wheel, wheels, Path(folder) / name)
    return [sheet]
