"""The font of the formulas: only the characters that the pages show, in a file that no page waits for.

The font in `_static/fonts` has what formulas may need; the pages show a tenth of it. `layout.html` loads it early, and the browser draws
the page in the meantime. Some browsers load no font file for a page opened from a folder. There, and without scripts, the pages load
`mathematics.css`, which contains the font.
"""

import re
import unicodedata
from html import unescape

from fontTools.ttLib import TTFont
from sphinx.errors import ExtensionError

from coldbook.page import fonts

SOURCE, FONT, STYLESHEET = "fonts/stix-two-math.woff2", "fonts/mathematics.woff2", "mathematics.css"
FAMILY = "STIX Two Math"
FORMULA = re.compile(r"<math\b.*?</math>", re.S)
DRAWN = "\u2212\u221a"  # a minus for each hyphen, and the sign of every <msqrt>
KEPT = ["ssty", "dtls", "flac", "kern"]  # features of mathematics, such as smaller primes
ITALIC = re.compile("MATHEMATICAL ITALIC |PLANCK CONSTANT$")  # how a browser draws the letter of an <mi>


def shown(pages):
    """The characters of all formulas, also of those in attributes."""
    characters = set(DRAWN)
    for page in pages:
        for text in (page, unescape(page)):
            for formula in FORMULA.findall(text):
                characters.update(unescape(re.sub("<[^>]*>", "", formula)))
    return characters


def needed(characters, font):
    """The code points of these characters in a font, and of the italic letters that stand for them in formulas."""
    there = set(font.getBestCmap())
    if missing := sorted(character for character in characters if character.isprintable() and ord(character) not in there):
        raise ExtensionError(f"a formula has {' '.join(missing)}, which {SOURCE} lacks: see sitebuilder/subset_font.py")
    italic = {
        code for code in there if ITALIC.match(unicodedata.name(chr(code), "")) and unicodedata.normalize("NFKC", chr(code)) in characters
    }
    return there & (italic | set(map(ord, characters)))


def smaller(file, characters):
    """The font in a file with these characters only, as the bytes of a .woff2 file."""
    font = TTFont(file)
    return fonts.smaller(font, needed(characters, font), layout_features=KEPT)


def write(static, pages):
    """Write the font of these pages, and the stylesheet that contains it."""
    data = smaller(static / SOURCE, shown(pages))
    (static / SOURCE).unlink()
    (static / FONT).write_bytes(data)
    (static / STYLESHEET).write_text(fonts.face(FAMILY, data, "font-display:swap"), encoding="utf-8")
