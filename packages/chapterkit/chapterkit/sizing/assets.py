"""The script and the style of the sizing tool: its modules in ``js/``, joined with those of `livefigure` that they import, and its CSS."""

from __future__ import annotations

from pathlib import Path

from chapterkit import _bundle

FOLDER = Path(__file__).parent


def script() -> str:
    """A classic script that brings every sizing tool of a page to life."""
    return _bundle.script("sizing", FOLDER)


def style() -> str:
    """The CSS, its colours for light and dark those of the figures."""
    return _bundle.style("sizing-tool", FOLDER / "sizing.css")
