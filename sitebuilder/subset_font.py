"""Make _static/fonts/stix-two-math.woff2: the characters of STIX Two Math that the book may use, adjusted for Chromium.

    npm pack @fontsource/stix-two-math && tar xzf fontsource-stix-two-math-*.tgz
    pip install fonttools brotli
    python sitebuilder/subset_font.py package/files/stix-two-math-latin-400-normal.woff2 _static/fonts/stix-two-math.woff2

Run it when the build says that a character is missing. Of these, a build takes those that its pages show (coldbook/page/mathematics_font.py).
"""

import sys

from fontTools import subset
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

KEPT = (
    "20-7E A0-FF 131 237 2C6 2C7 2D8-2DD 302-305 307 308 30C 332 338 391-3D6 3F0 3F1 3F5 "  # letters, Greek, accents
    "2010-2016 2018 2019 201C 201D 2020-2022 2026 2032-2034 203E 2044 2061-2064 20D7 "  # punctuation, primes
    "210A-2113 2115 211B-211D 2124 2190-2199 21A6 21C0 21CC 21D0-21D5 27F5-27FA "  # arrows
    "2200-228B 2295-2299 22A5 22C5 22EE-22F1 2308-230B 23DC-23DF 25A1 25CB 27E8 27E9 2A7D 2A7E "  # operators, fences
    "1D400-1D49B 1D49C-1D4CF 1D538-1D56B 1D6A4-1D71B 1D7CE-1D7D7"  # italic, bold, script, double-struck
)


def code_points(text):
    for part in text.split():
        low, _, high = part.partition("-")
        yield from range(int(low, 16), int(high or low, 16) + 1)


def redraw(font, code_point, scale=1.0, dx=0, dy=0, width=None):
    """Scale and move a glyph, and set its width, by default the scaled one."""
    glyphs, name = font.getGlyphSet(), font.getBestCmap()[code_point]
    width = glyphs[name].width * scale if width is None else width
    pen = TTGlyphPen(glyphs)
    glyphs[name].draw(TransformPen(pen, (scale, 0, 0, scale, dx, dy)))
    font["glyf"][name] = drawn = pen.glyph()
    drawn.recalcBounds(font["glyf"])
    font["hmtx"][name] = (round(width), drawn.xMin)


def main(source, target):
    font = TTFont(source)
    # Chromium sets the prime as a superscript, but the font's prime is raised already: it becomes small and far too high.
    for prime in (0x2032, 0x2033, 0x2034):
        redraw(font, prime, scale=1 / 0.7, dy=-440)
    # Chromium centres an accent over its letter; most letters here are slanted, with their top further right.
    for accent in (0xA8, 0xAF, 0x2C6, 0x2C7, 0x2D9, 0x2DC):
        redraw(font, accent, dx=90)
    redraw(font, 0x20D7, dx=520, width=475)  # the arrow of a vector, which has zero width
    options = subset.Options(flavor="woff2", hinting=False, layout_features=["ssty", "dtls", "flac", "kern"])
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=code_points(KEPT))
    subsetter.subset(font)
    subset.save_font(font, target, options)


if __name__ == "__main__":
    main(*sys.argv[1:])
