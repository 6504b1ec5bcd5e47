"""The example of the README in a folder of its own, with livefigure from its wheel, and the signs that it is alive."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

from support.environment import without

PACKAGE = Path(__file__).parents[1]
CURVE = "(root) => [...root.querySelectorAll('.lf-wide path[d]')].map((path) => path.getAttribute('d')).join()"


def example():
    """The code of the README's example."""
    (code,) = re.findall(r"```python\n(.*?)```", (PACKAGE / "README.md").read_text(encoding="utf-8"), flags=re.S)
    return code


def unpack_wheel(folder):
    """Build the wheel of this package, as pip does, and unpack it into `folder`."""
    build = "import sys, flit_core.buildapi as backend; print(backend.build_wheel(sys.argv[1]))"
    run = subprocess.run([sys.executable, "-c", build, str(folder)], cwd=PACKAGE, capture_output=True, encoding="utf-8", check=True)
    wheel = folder / run.stdout.split()[-1]
    zipfile.ZipFile(wheel).extractall(folder)
    wheel.unlink()


def run_alone(wheel, command, folder):
    """Run a command of this Python where livefigure comes from its wheel, and fail with what it printed if it fails."""
    run = subprocess.run(
        [sys.executable, *command], cwd=folder, env=environment(wheel), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
    )
    assert run.returncode == 0, run.stdout
    return run.stdout


def environment(wheel):
    """With livefigure from its wheel."""
    return without() | {"PYTHONPATH": str(wheel), "PYTHONUTF8": "1"}


def moves(root, page, key="ArrowRight"):
    """Whether the first slider moves what is drawn, by a key."""
    root.locator(".lf-tools").wait_for()
    before = root.evaluate(CURVE)
    root.locator("input[type=range]").first.focus()
    page.keyboard.press(key)
    for _ in range(100):
        if root.evaluate(CURVE) != before:
            return True
        page.wait_for_timeout(20)
    return False
