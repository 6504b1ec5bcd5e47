"""Cached outputs are used only while the code behind them is unchanged.

MyST-NB caches executed pages by the text of their cells. But a cell that calls one of our packages must also run again when the code of the
package or a pinned version changes. So the cache is in a folder named after a digest of all of that, and Sphinx reads every page again when
the digest changes, in `make book` as in a plain `jupyter-book build .`. Tests and READMEs of packages, which no cell reads, do not count.
"""

import hashlib
import platform
import shutil
from pathlib import Path

from coldbook.distributions import DISTRIBUTIONS, ROOT

PACKAGES = [(each.folder / each.name).relative_to(ROOT).as_posix() for each in DISTRIBUTIONS.values()]
EXECUTED = (*PACKAGES, "assignments", "requirements.txt")


def digest(root, *names):
    """A short digest of the paths and contents of all files under these files and folders, but those that systems and Python put there."""
    hash_ = hashlib.sha256(platform.python_version().encode())
    for name in names:
        for path in [root / name, *sorted((root / name).rglob("*"))]:
            parts = path.relative_to(root).parts
            if path.is_file() and not any(part == "__pycache__" or part.startswith(".") for part in parts):
                hash_.update(f"\0{'/'.join(parts)}\0".encode())
                hash_.update(path.read_bytes())
    return hash_.hexdigest()[:16]


def point_to_cache(app, config):
    root = Path(app.srcdir)
    executed = digest(root, *EXECUTED)
    cache = Path(app.outdir).parent.resolve() / ".jupyter_cache" / executed
    config.nb_execution_cache_path = str(cache)
    # A new value makes Sphinx read and write all pages again (`env` below).
    config.coldbook_digest = digest(root, *EXECUTED, "coldbook", "_static")
    if cache.parent.is_dir():  # outputs of older code are never used again
        for old in cache.parent.iterdir():
            if old != cache:
                shutil.rmtree(old) if old.is_dir() else old.unlink()


def setup(app):
    app.add_config_value("coldbook_digest", "", "env")
    app.connect("config-inited", point_to_cache)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
