"""The script and the style that figures share: the modules in ``js/`` joined into one, and the CSS with the colours of `colors`."""

from __future__ import annotations

import functools
import re
from pathlib import Path

from livefigure.colors import COLORS
from livefigure.scale import SHADES

FOLDER = Path(__file__).parent
ENTRY = "host"
_IMPORT = re.compile(r'^import (\{[^}]*\}) from "\./(\w+)\.js";\n', flags=re.M)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class) (\w+))", flags=re.M)


def _short(name: str, source: str) -> str:
    """A module without the lines that are comments, and without indentation: a fifth of its size."""
    lines = [line.strip() for line in source.splitlines()]
    if long := [line for line in lines if line.count("`") % 2]:
        raise ValueError(f"js/{name}.js may not have a text of several lines, which would lose its spaces; got {long[0]!r}")
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))


@functools.cache
def joined(entry: str, *folders: Path) -> str:
    """A module and all that it imports, each in a function of its own that returns what it exports; after those that it imports from.

    A module is looked for in `folders` first, in their order, and then among those of this package.
    """
    parts: dict[str, str] = {}

    def add(name: str) -> None:
        home = next(folder for folder in (*folders, FOLDER / "js") if (folder / f"{name}.js").is_file())
        source = (home / f"{name}.js").read_text(encoding="utf-8")
        for _, needed in _IMPORT.findall(source):
            if needed not in parts:
                add(needed)
        exported = ", ".join(_EXPORT.findall(source))
        body = _EXPORT.sub("", _IMPORT.sub(lambda line: f"const {line[1]} = {line[2]}Module;\n", source))
        if leftover := re.search(r"^(?:import|export)\b.*", body, flags=re.M):
            raise ValueError(f'js/{name}.js may only write `import {{...}} from "./name.js";` and export declarations; got {leftover[0]!r}')
        parts[name] = f"const {name}Module = (() => {{\n{_short(name, body)}return {{ {exported} }};\n}})();\n"

    add(entry)
    return "".join(parts.values())


def module() -> str:
    """The ES module that a notebook loads: ``{render({model, el})}``, as anywidget and its like call it."""
    return f"{joined(ENTRY)}export default {{ render: {ENTRY}Module.render }};\n"


def module_of_values(values: str) -> str:
    """A module for one figure, with the values [JSON] that a widget's model would hold."""
    render = f"({{ el }}) => {ENTRY}Module.render({{ el, model: {{ get: (name) => values[name] }} }})"
    return f"{joined(ENTRY)}const values = {values};\nexport default {{ render: {render} }};\n"


def module_of_parts(*names: str) -> str:
    """The same script as an ES module that exports some of its parts by name, for tests of the parts."""
    homes = {name: path.stem for path in (FOLDER / "js").glob("*.js") for name in _EXPORT.findall(path.read_text(encoding="utf-8"))}
    return joined(ENTRY) + "".join(f"export const {name} = {homes[name]}Module.{name};\n" for name in names)


def classic_script() -> str:
    """The same as a classic script that brings every figure of a page to life; pages opened from a folder load no modules."""
    return f"(() => {{\n{joined(ENTRY)}{ENTRY}Module.mountAll();\n}})();\n"


def themed(owner: str, css: Path) -> str:
    """The CSS of the elements of class `owner`, with the colours of figures for light, dark and paper."""
    colors = COLORS | {f"s{level}": pair for level, pair in enumerate(SHADES)}
    light, dark = ("".join(f"--lf-{name}:{pair[theme]};" for name, pair in colors.items()) for theme in (0, 1))
    # The script finds out what is dark (js/theme.js). A page that says so itself, as Sphinx's themes do, is right before it runs.
    themes = f'.{owner}{{{light}}}\nhtml[data-theme="dark"] .{owner},.{owner}[data-dark]{{{dark}}}\n'
    return f"{themes}@media print{{html .{owner}.{owner}{{{light}}}}}\n{css.read_text(encoding='utf-8')}"


def stylesheet() -> str:
    """The figures' CSS."""
    return themed("live-figure", FOLDER / "live.css")
