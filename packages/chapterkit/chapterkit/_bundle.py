"""The script and the style of a tool that lives in a page: its modules, joined with those of `livefigure` that they import, and its CSS."""

from __future__ import annotations

from pathlib import Path

from livefigure.assets import joined
from livefigure.colors import COLORS
from livefigure.scale import SHADES

__all__ = ["page", "script", "style"]


def script(entry: str, folder: Path) -> str:
    """A classic script that calls `mountAll` of the module `entry`, in the folder's ``js/``, as soon as the page is read."""
    wake = f"const wake = () => {entry}Module.mountAll();\n"
    ready = 'if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", wake);\nelse wake();\n'
    return f"(() => {{\n{joined(entry, folder / 'js')}{wake}{ready}}})();\n"


def style(owner: str, css: Path) -> str:
    """The CSS of the elements of class `owner`, their colours for light and dark those of the figures."""
    colors = COLORS | {f"s{level}": pair for level, pair in enumerate(SHADES)}
    light, dark = ("".join(f"--lf-{name}:{pair[theme]};" for name, pair in colors.items()) for theme in (0, 1))
    themes = f'.{owner}{{{light}}}\nhtml[data-theme="dark"] .{owner},.{owner}[data-dark]{{{dark}}}\n'
    return f"{themes}@media print{{html .{owner}.{owner}{{{light}}}}}\n{css.read_text(encoding='utf-8')}"


def page(title: str, body: str, style: str, script: str) -> str:
    """A tool as a whole HTML page that needs no other file."""
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">'
        f'<link rel="icon" href="data:,"><title>{title}</title><style>{style}</style>'
    )
    return f'<!doctype html>\n<html lang="en"><head>{head}</head><body><main><h1>{title}</h1>{body}</main><script>{script}</script></body></html>\n'
