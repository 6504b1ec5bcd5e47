"""A page is never older than the code it shows.

Executed pages are cached by the text of their cells. That is not enough: a cell that calls cryolib must run again when cryolib
changes, and when a pinned package does. So the cache lives in a folder named after a digest of all of that, and Sphinx reads
every page again when the digest changes. This holds for `make book` and for a plain `jupyter-book build .` alike.
"""

import hashlib
import platform
import shutil
from pathlib import Path

SKIPPED = {"__pycache__", ".ipynb_checkpoints"}


def digest(root, *names):
    """One short digest of all files under the named files and folders: their paths and their bytes."""
    whole = hashlib.sha256(platform.python_version().encode())
    for name in names:
        found = [root / name, *sorted((root / name).rglob("*"))]
        for path in found:
            if path.is_file() and not SKIPPED.intersection(path.parts):
                whole.update(f"\0{path.relative_to(root).as_posix()}\0".encode())
                whole.update(path.read_bytes())
    return whole.hexdigest()[:16]


def point_to_cache(app, config):
    root = Path(app.srcdir)
    executed = digest(root, "cryolib", "packages", "assignments", "requirements.txt")
    cache = Path(app.outdir).parent.resolve() / ".jupyter_cache" / executed
    config.nb_execution_cache_path = str(cache)
    # `env` below: a new value makes Sphinx read, and so write, all pages again.
    config.coldbook_digest = digest(root, "cryolib", "packages", "assignments", "requirements.txt", "coldbook", "_static")
    if cache.parent.is_dir():  # results of older code can never be used again
        for old in cache.parent.iterdir():
            if old != cache:
                shutil.rmtree(old) if old.is_dir() else old.unlink()


def setup(app):
    app.add_config_value("coldbook_digest", "", "env")
    app.connect("config-inited", point_to_cache)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
