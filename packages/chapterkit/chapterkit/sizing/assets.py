"""The script and the style of the sizing tool: its modules in ``js/``, joined with those of `livefigure` that they import, and its CSS."""

from __future__ import annotations

from pathlib import Path

from livefigure.assets import joined
from livefigure.colors import COLORS
from livefigure.scale import SHADES

FOLDER = Path(__file__).parent
ENTRY = "sizing"


def script() -> str:
    """A classic script that brings every sizing tool of a page to life."""
    woken = f'const wake = () => {ENTRY}Module.mountAll();\nif (document.readyState === "loading") document.addEventListener("DOMContentLoaded", wake);\nelse wake();\n'
    return f"(() => {{\n{joined(ENTRY, FOLDER / 'js')}{woken}}})();\n"


def style() -> str:
    """The CSS, its colours for light and dark those of the figures."""
    colors = COLORS | {f"s{level}": pair for level, pair in enumerate(SHADES)}
    light, dark = ("".join(f"--lf-{name}:{pair[theme]};" for name, pair in colors.items()) for theme in (0, 1))
    themes = f'.sizing-tool{{{light}}}\nhtml[data-theme="dark"] .sizing-tool,.sizing-tool[data-dark]{{{dark}}}\n'
    return f"{themes}@media print{{html .sizing-tool.sizing-tool{{{light}}}}}\n{(FOLDER / 'sizing.css').read_text(encoding='utf-8')}"
