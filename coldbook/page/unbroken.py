"""What belongs together stays on one line: a number and its unit, a formula and the full stop behind it.

Browsers break a line at any space, and beside any formula. Here a space between number and unit becomes one at which no line ends, and a
word with a formula in it is marked. Code, drawings and the notebooks to download stay as they are.

>>> keep_together("<p>25 W at 4.2 K</p>")
'<p>25\\xa0W at 4.2\\xa0K</p>'
>>> keep_together("<p>So (<math>x</math>).</p>")
'<p>So <span class="together">(<math>x</math>).</span></p>'
"""

import re
from itertools import groupby

# A formula, what is not text of the page, a tag, a text.
PIECE = re.compile(r"<(math|script|style|pre|code|svg|textarea)\b.*?</\1>|<[^>]*>|[^<]+", re.S)
INLINE = re.compile(r"</?(?:a|abbr|b|cite|em|i|output|span|strong|sub|sup)\b")
UNITS = r"[GMkmµμn]?W|kWh|[mµμ]?K|°C|[GMk]?J|[GMk]?Pa|m?bar|atm|k?mol|[kmµμ]?g|[kcmµμn]?m|[mµμn]?s|min|h|Hz|[mk]?V|k?N|T|t|[GMk]B|ppm|%"
UNIT_FOLLOWS = re.compile(rf"(?<=[\d\ufffc])[ \n]+(?=(?:/[ \n]+)?(?:{UNITS})(?![A-Za-z]))|(?<=\d /)[ \n]+(?=(?:{UNITS})(?![A-Za-z]))")
WORD = re.compile(r"[^ \n\t]+")


def is_text(piece):
    return not piece.startswith("<")


def is_formula(piece):
    return piece.startswith("<math")


def with_units(pieces):
    """The pieces of one line of text, with a no-break space between each number and its unit. A formula counts as a number."""
    shown = "".join(piece if is_text(piece) else "\ufffc" * is_formula(piece) for piece in pieces)
    letters = list(shown)
    for match in UNIT_FOLLOWS.finditer(shown):
        letters[match.start() : match.end()] = ["\u00a0", *[""] * (match.end() - match.start() - 1)]
    for piece in pieces:
        if is_text(piece):
            yield "".join(letters[: len(piece)])
            del letters[: len(piece)]
        else:
            yield piece
            del letters[: is_formula(piece)]


def with_words(pieces):
    """Texts and formulas without a tag between them, with each word that holds a formula, and more, as one."""
    formulas = [piece for piece in pieces if is_formula(piece)]
    shown = "".join(piece if is_text(piece) else "\ufffc" for piece in pieces)

    def marked(match):
        filled = re.sub("\ufffc", lambda _: formulas.pop(0), match[0])
        return f'<span class="together">{filled}</span>' if "\ufffc" in match[0] and len(match[0]) > 1 else filled

    return WORD.sub(marked, shown)


def keep_together(html):
    """The same HTML, whose lines end elsewhere."""
    pieces = [match[0] for match in PIECE.finditer(html)]
    lines = groupby(pieces, lambda piece: is_text(piece) or is_formula(piece) or bool(INLINE.match(piece)))
    united = [piece for inside, line in lines for piece in (with_units(list(line)) if inside else line)]
    runs = groupby(united, lambda piece: is_text(piece) or is_formula(piece))
    return "".join(with_words(list(run)) if inside else "".join(run) for inside, run in runs)


def apply(app, pagename, templatename, context, doctree):
    if "body" in context:
        context["body"] = keep_together(context["body"])


def setup(app):
    app.connect("html-page-context", apply)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
