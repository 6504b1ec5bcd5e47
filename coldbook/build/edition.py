"""The edition of the book: the commit that it is built from, date, version, and versions of the packages.

Other modules read `app.coldbook_edition`; programs read `build.json` at the site's root.
"""

import json
import os
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from sphinx.errors import ExtensionError

from coldbook import citation_file

PACKAGES = ("jupyter-book", "sphinx", "sphinx-book-theme", "myst-nb", "numpy", "sympy", "matplotlib", "coolprop", "ipywidgets", "anywidget")


DIRTY = "-dirty"  # behind a commit's hash: tracked files have changed since


def taken_apart(commit):
    """(hash, whether files have changed since) of a commit as `commit` names it."""
    return commit.removesuffix(DIRTY), commit.endswith(DIRTY)


@dataclass(frozen=True)
class Edition:
    commit: str  # the full hash, with `-dirty` if tracked files have changed; `unknown` without git
    committed: datetime | None
    built: datetime
    citation: citation_file.Citation

    @property
    def known(self):
        return taken_apart(self.commit)[0] != "unknown"

    @property
    def short(self):
        hash_, changed = taken_apart(self.commit)
        return hash_[:7] + (DIRTY if changed else "") if self.known else self.commit


def git(root, *arguments):
    """The output of git, or None if it fails: no git, no repository, no such file."""
    try:
        process = subprocess.run(["git", "--no-optional-locks", "-C", root, *arguments], capture_output=True, encoding="utf-8", check=False)
    except FileNotFoundError:
        return None
    return process.stdout.strip() if process.returncode == 0 else None


def commit(root):
    """(commit, its date) of the files in this folder; unknown for a copy of the book in a folder that git ignores."""
    last = git(root, "log", "-1", "--format=%H %ct") if git(root, "ls-files", "--error-unmatch", "_config.yml") else None
    if not last:
        return "unknown", None
    hash_, seconds = last.split()
    dirty = DIRTY if git(root, "status", "--porcelain", "--untracked-files=no") else ""
    return hash_ + dirty, datetime.fromtimestamp(int(seconds), UTC)


def now():
    """The time of this build; SOURCE_DATE_EPOCH sets it for reproducible builds."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC).replace(microsecond=0)


def versions():
    """The versions of the packages that this book is built with. Plain Sphinx builds it, too: then there may be no jupyter-book."""
    installed = {}
    for package in PACKAGES:
        with suppress(PackageNotFoundError):
            installed[package] = version(package)
    return installed


def read_edition(app, config):
    root = Path(app.srcdir)
    try:
        citation = citation_file.read(root)
    except ValueError as error:
        raise ExtensionError(str(error)) from None
    app.coldbook_edition = Edition(*commit(root), now(), citation)
    config.coldbook_build = app.coldbook_edition.commit


def write(app, exception):
    if exception or app.builder.format != "html":
        return
    edition, suffix = app.coldbook_edition, app.builder.out_suffix
    data = {
        "title": app.config.html_title,
        "address": app.config.html_baseurl or None,
        "whole": app.config.coldbook_whole,
        "commit": edition.commit,
        "committed": edition.committed and edition.committed.isoformat(),
        "date": edition.built.isoformat(),
        "version": edition.citation.version,
        "versions": versions(),
        "pages": sorted(page + suffix for page in app.env.found_docs),
    }
    Path(app.outdir, "build.json").write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def setup(app):
    app.add_config_value("coldbook_build", "", "html")  # for another commit all pages are written again
    app.connect("config-inited", read_edition)
    app.connect("build-finished", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
