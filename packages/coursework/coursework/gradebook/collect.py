"""Collects from nbgrader's exchange without following links."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from nbgrader.exchange import default

__all__ = ["ExchangeCollect"]


class ExchangeCollect(default.ExchangeCollect):
    """nbgrader's collector, which leaves out links in a submission.

    nbgrader itself copies a link's target with the instructor's rights: the course's key, say, or another student's notebook.
    """

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:
        """Copy a submission from the exchange, by way of a private copy that its student cannot change meanwhile."""
        if self.get_size(src) > 1000 * self.coursedir.max_dir_size:
            raise RuntimeError(f"{src} is larger than c.CourseDirectory.max_dir_size allows")
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "submission"
            shutil.copytree(src, copy, symlinks=True)
            for path in sorted(copy.rglob("*")):
                if path.is_symlink():
                    self.log.warning("%s is a link and was left out", Path(src) / path.relative_to(copy))
                    path.unlink()
            super().do_copy(str(copy), dest, log)
