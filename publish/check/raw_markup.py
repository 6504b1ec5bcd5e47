"""Find markup that has not been rendered: MyST, reStructuredText, Markdown or TeX that a reader would see as it was written."""

import re

_ROLE = r"\{[A-Za-z][\w+-]*(?::[\w+-]+)*\}(?=`|$)"  # of MyST; its backticks may have become code
_REST = r":[a-z]+(?::[a-z]+)*:`|^\.\. [a-z-]+::"  # a role or a directive of reStructuredText
_DIRECTIVE = r"^\s*(?:`{3,}|:{3,})\s*\{[a-z-]+\}"
_MYST = r"\{\{\s*\w+\s*\}\}|\{[.#][\w-]+\}|^\([\w-]+\)=$"  # a substitution, attributes, a label
_MARKDOWN = r"^\s*#{1,6} \S|\]\([^)\s]+\)|(?<!\w)\*\*\S[^*]*\*\*(?!\w)"  # a heading, a link, bold words
_UNKNOWN = r"\(\?\?\)|\[\?\]"  # a reference without a number
# As in Markdown, a $ that begins a formula has no space behind it, and one that ends it no space before and no digit behind: $5 or $6.
_TEX = r"\$\$|\$(?=\S)[^$]*(?<=\S)\$(?!\d)|\\(?:[A-Za-z]+|[()\[\]])"
_TABLE = r"^\s*\|(?:[^|\n]*\|){2,}\s*$|\|(?:\s*:?[-–—]+:?\s*\|)+"  # a row of cells, or the line below a head

_RAW = re.compile("|".join((_ROLE, _REST, _DIRECTIVE, _MYST, _MARKDOWN, _UNKNOWN, _TEX, _TABLE)), flags=re.M)


def raw_markup(text):
    """The first piece of markup in a text that readers see; empty if there is none."""
    match = _RAW.search(text)
    return match[0].strip() if match else ""
