"""Small fonts: a page loads only the characters that it shows."""

import base64
import io
import logging

from fontTools import subset

logging.getLogger("fontTools").setLevel(logging.WARNING)  # it reports each table


def smaller(font, code_points, **options):
    """A font of fontTools with these characters only, as the bytes of a .woff2 file; `options` are those of `fontTools.subset`."""
    subsetter = subset.Subsetter(subset.Options(hinting=False, **options))
    subsetter.populate(unicodes=code_points)
    subsetter.subset(font)
    font.flavor = "woff2"
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def face(family, data, descriptors):
    """The rule of a stylesheet that contains a font, the bytes of a .woff2 file."""
    address = f"data:font/woff2;base64,{base64.b64encode(data).decode()}"
    return f'@font-face{{font-family:"{family}";{descriptors};src:url({address}) format("woff2")}}\n'
