"""Escape plain text, so that Markdown shows it unchanged in JupyterLab and in Colab."""

import re

# What begins or ends a span; an underscore within a word does not, nor does a < before a space.
SPECIAL = re.compile(r"[\\`*$~]|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?])|&(?=#?\w+;)|(?<=\])(?=[(\[:])|(?<=!)(?=\[)")
# What makes a line something other than a paragraph.
LINE = re.compile(r"^(#{1,6}(?=\s|$)|[-+](?=\s|$)|>|=+$|-{3,}$)|^(\d{1,9})([.)])(?=\s|$)")


def text(words):
    r"""Escape text within a sentence.

    >>> print(text("5 * 4 at heat_load, _all_ of it, 2 < 3, a <b>, $5"))
    5 \* 4 at heat_load, \_all\_ of it, 2 < 3, a \<b>, \$5
    """
    return SPECIAL.sub(lambda match: f"\\{match[0]}", re.sub(r"\s*\n\s*", " ", words))


def paragraph(line):
    r"""Escape the start of a paragraph that would be read as a heading or a list.

    >>> print(paragraph("1908. Helium"), paragraph("# no heading"), paragraph("- 5 K"), paragraph("-5 K"))
    1908\. Helium \# no heading \- 5 K -5 K
    """
    return LINE.sub(lambda match: f"{match[2]}\\{match[3]}" if match[2] else f"\\{match[0]}", line)


def code(words):
    """Inline code.

    >>> print(code("a"), code("`a`"))
    `a` `` `a` ``
    """
    fence = "`" * (1 + max(map(len, re.findall("`+", words)), default=0))
    pad = " " if words.startswith("`") or words.endswith("`") else ""
    return f"{fence}{pad}{words}{pad}{fence}"


def block(words, language):
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", words)), default=0))
    return f"{fence}{language}\n{words}\n{fence}"


def indented(words, first, rest=None):
    """Prefix the lines of a list item or a quotation."""
    rest = " " * len(first) if rest is None else rest
    lines = words.split("\n")
    return "\n".join([first + lines[0], *((rest + line if line else rest.rstrip()) for line in lines[1:])])
