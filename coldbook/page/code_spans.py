"""Highlighted code with few elements: Pygments makes one for every token, and they are most of the elements of a long lesson.

Text in the colour of ordinary text gets no element, and neighbours that look alike share one. What looks alike is read from the two Pygments
styles of the theme, for light and for dark pages. Prompts and outputs of a session keep their classes: the copy button leaves them out.
"""

from functools import cache, partial

from pygments.formatters import HtmlFormatter
from pygments.styles import get_style_by_name
from pygments.token import STANDARD_TYPES, Error, Generic, Text

OPTIONS = ("pygments_light_style", "pygments_dark_style")  # of the theme


@cache
def simplest(kind, styles):
    """The most general type of token that looks the same in all styles; `Text`, which gets no element, if it looks like ordinary text.

    >>> from pygments.token import Keyword, Name, String
    >>> styles = (get_style_by_name("a11y-high-contrast-light"), get_style_by_name("a11y-high-contrast-dark"))
    >>> [simplest(kind, styles) for kind in (String.Double, Keyword.Namespace, Name.Variable, Name, Generic.Prompt)]
    [Token.Literal.String, Token.Keyword, Token.Name.Variable, Token.Text, Token.Generic.Prompt]
    """

    def look(kind):
        return [style.style_for_token(kind) for style in styles]

    while kind not in STANDARD_TYPES:
        kind = kind.parent
    if kind in Generic or kind in Error:
        return kind
    if look(kind) == look(Text):
        return Text
    while kind.parent and look(kind.parent) == look(kind):
        kind = kind.parent
    return kind


def joined(tokens, styles):
    """The same text with the simplest types. Spaces between two tokens of one type on a line get that type, too."""
    last, spaces = None, ""
    for kind, text in tokens:
        kind = simplest(kind, styles)
        if kind is Text and text.isspace():
            spaces += text
            continue
        if spaces:
            yield kind if kind is last and "\n" not in spaces else Text, spaces
        yield kind, text
        last, spaces = kind, ""
    if spaces:
        yield Text, spaces


class FewSpans(HtmlFormatter):
    """Pygments' HTML formatter, for code that is shown in these styles."""

    def __init__(self, styles, **options):
        super().__init__(**options)
        self.styles = styles

    def format_unencoded(self, tokensource, outfile):
        super().format_unencoded(joined(tokensource, self.styles), outfile)  # which joins neighbours of one type


def use(app):
    if app.builder.format != "html":
        return
    options = app.builder.theme.get_options() | app.config.html_theme_options
    app.builder.highlighter.formatter = partial(FewSpans, tuple(get_style_by_name(options[option]) for option in OPTIONS))


def setup(app):
    app.connect("builder-inited", use)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
