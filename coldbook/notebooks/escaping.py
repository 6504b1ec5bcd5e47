"""Plain text as Markdown that shows the same text, in JupyterLab as in Colab."""

import re

# What begins or ends a span anywhere; an underscore within a word does not, nor does a < before a space.
SPECIAL = re.compile(r"[\\`*$~]|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?])|&(?=#?\w+;)|(?<=\])(?=[(\[:])|(?<=!)(?=\[)")
# What makes a line something else than a paragraph, at its start.
LINE = re.compile(r"^(#{1,6}(?=\s|$)|[-+](?=\s|$)|>|=+$|-{3,}$)|^(\d{1,9})([.)])(?=\s|$)")


def text(words):
    r"""Words of a sentence.

    >>> print(text("5 * 4 at heat_load, _all_ of it, 2 < 3, a <b>, $5"))
    5 \* 4 at heat_load, \_all\_ of it, 2 < 3, a \<b>, \$5
    """
    return SPECIAL.sub(lambda found: f"\\{found[0]}", re.sub(r"\s*\n\s*", " ", words))


def paragraph(line):
    r"""A paragraph of Markdown that would be read as a heading or a list.

    >>> print(paragraph("1908. Helium"), paragraph("# no heading"), paragraph("- 5 K"), paragraph("-5 K"))
    1908\. Helium \# no heading \- 5 K -5 K
    """
    return LINE.sub(lambda found: f"{found[2]}\\{found[3]}" if found[2] else f"\\{found[0]}", line)


def code(words):
    """A piece of code within a sentence.

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
    """Lines after a list's mark or a quotation's."""
    rest = " " * len(first) if rest is None else rest
    lines = words.split("\n")
    return "\n".join([first + lines[0], *((rest + line if line else rest.rstrip()) for line in lines[1:])])
