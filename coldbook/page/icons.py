"""Only the icons that the book shows, as a small font inside the stylesheet instead of a script of 1.5 MB.

The shapes come from the theme's own Font Awesome files. An icon that is not among them fails the build.
"""

import re
from functools import cache
from pathlib import Path

import pydata_sphinx_theme
from fontTools.ttLib import TTFont
from sphinx.errors import ExtensionError

from coldbook.page import fonts

STATIC = Path(pydata_sphinx_theme.__file__).parent / "theme/pydata_sphinx_theme/static"
CLASSES = {"fa-brands-400": "fa-brands", "fa-regular-400": "fa-regular", "fa-solid-900": "fa-solid"}  # of the font in this file
SHORT = {"fab": "fa-brands", "far": "fa-regular", "fas": "fa-solid", "fa": "fa-solid"}
SIZES = re.compile(r"fa-(?:lg|sm|xs|fw|spin|\d*x)$")


@cache
def faces():
    """(file, family, weight) of the font of each class: the names of the families contain the version, and the theme's CSS has them."""
    fonts_of = {}
    css = (STATIC / "styles/pydata-sphinx-theme.css").read_text(encoding="utf-8")
    for family, weight, name in re.findall(r"@font-face\s*\{[^}]*font-family:([^;]+);[^}]*weight:(\d+);[^}]*/(fa-[\w-]+)\.\w+\b", css):
        fonts_of[CLASSES[name]] = STATIC / f"vendor/fontawesome/webfonts/{name}.woff2", family.replace("\\", "").strip("\"'"), int(weight)
    if set(fonts_of) != set(CLASSES.values()):
        raise ExtensionError(f"the theme's stylesheet declares only these fonts of icons: {sorted(fonts_of)}")
    return fonts_of


def codes():
    """Code points by icon name, older names included, from the theme's icon script."""
    table = {}
    script = (STATIC / "scripts/fontawesome.js").read_text(encoding="utf-8")
    for name, older, code in re.findall(r'"?([a-z][a-z0-9-]*)"?:\[\d+,\d+,\[([^\]]*)\],"([0-9a-f]+)"', script):
        for alias in [name, *re.findall(r'"([a-z0-9-]+)"', older)]:
            table.setdefault(alias, int(code, 16))
    return table


def shown(pages):
    """(face, icon name) of every icon in the pages' HTML."""
    icons = set()
    for page in pages:
        for classes in re.findall(r'<(?:i|span)\b[^>]*?\bclass="([^"]*)"', page):
            names = [SHORT.get(name, name) for name in classes.split()]
            face = next((name for name in names if name in CLASSES.values()), None)
            if face:
                icons |= {(face, name[3:]) for name in names if name.startswith("fa-") and name != face and not SIZES.match(name)}
    return icons


def font(face, wanted):
    file, family, weight = faces()[face]
    glyphs = TTFont(file)
    wanted &= set(glyphs.getBestCmap())
    return fonts.face(family, fonts.smaller(glyphs, wanted, notdef_outline=False, layout_features=[]), f"font-weight:{weight}")


def without_names(css):
    """The CSS without the theme's two thousand rules for one icon each."""
    return re.sub(r'(?:\.fa-[\w-]+:{1,2}before,?)+\{content:"[^"]*"\}', "", css)


def stylesheet(pages, css):
    """The font and the rules for the icons in these pages and in the theme's own CSS (`content: "\f05a"`)."""
    table = codes()
    wanted = {face: set() for face in CLASSES.values()}
    drawn = re.findall(r"\\(f[0-9a-f]{3})\b", css) + [f"{ord(character):x}" for character in re.findall(r"[\uf000-\uf8ff]", css)]
    wanted["fa-solid"] = {int(code, 16) for code in drawn}
    rules = []
    for face, name in sorted(shown(pages)):
        if name not in table:
            raise ExtensionError(f"a page shows the icon fa-{name}, which the theme does not have")
        wanted[face].add(table[name])
        rules.append(f'.fa-{name}::before{{content:"\\{table[name]:x}"}}')
    return "".join(font(face, points) for face, points in wanted.items() if points) + "\n".join(rules) + "\n"
