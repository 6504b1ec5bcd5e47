"""Writes the question banks of sets: ``TO/NAME-moodle.xml`` and ``TO/NAME-canvas.zip``."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from pathlib import Path

from coursework.bank.drawn import variants
from coursework.bank.qti import package
from coursework.bank.stack import moodle_xml
from coursework.bank.statements import statements
from coursework.folder import load_sheet
from coursework.sheets.numbers import KEY_BYTES, load_key

__all__ = ["VARIANTS", "write"]

VARIANTS = 20


def write(pages: Iterable[str | Path], to: str | Path, count: int = VARIANTS, key: str | Path | None = None) -> list[Path]:
    """Write both banks of each set.

    Parameters
    ----------
    pages : iterable of path
        The sets' notebooks, ``NAME.md``.
    to : path
        The folder, made if it is not there.
    count : int
        How many variants.
    key : path, optional
        A course's key, with which the same command gives the same variants. Without it they are new each time, and in these files
        only: the sets are public, and whoever knows the numbers can compute the answers.

    Returns
    -------
    list of Path
        The files. They have the answers in them.

    Raises
    ------
    ValueError
        If a set cannot be read, or has an expression that cannot be written for Maxima.
    """
    secret = load_key(key) if key else secrets.token_bytes(KEY_BYTES)
    written = []
    for page in map(Path, pages):
        sheet = load_sheet(page.with_suffix(".py"))
        texts, drawn = statements(page, sheet), variants(sheet, count, secret)
        files = {"moodle.xml": moodle_xml(sheet, texts, drawn), "canvas.zip": package(sheet, texts, drawn)}
        Path(to).mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            path = Path(to) / f"{sheet.name}-{name}"
            path.write_bytes(content)
            written.append(path)
    return written
