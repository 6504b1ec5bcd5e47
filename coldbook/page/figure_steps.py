"""Ways for readers with a keyboard: from the start of a page to its first live figure, and from each figure to the next and the one before.

They are seen when they have the focus.
"""

import re

FIGURE = re.compile(r'<figure\b[^>]*\sid="([^"]+)"[^>]*>(?=(?:(?!</figure>).)*?class="live-figure[ "])', re.S)
NUMBER = re.compile(r'class="caption-number">([^<]+?)\.?\s*<')


def steps(figures, k):
    ways = [("Next figure", k + 1), ("Previous figure", k - 1)]
    links = [f'<a href="#{figures[to][0]}">{words}{figures[to][1]}</a>' for words, to in ways if 0 <= to < len(figures)]
    return f'<p class="figure-steps">{" ".join(links)}</p>' if links else ""


def with_steps(html):
    """The same HTML with links between its live figures, and the name of the first of them. A link names its figure if that has a number."""
    matches = list(FIGURE.finditer(html))
    numbers = [NUMBER.search(html, match.end(), html.index("</figure>", match.end())) for match in matches]
    figures = [(match[1], f": {number[1]}" if number else "") for match, number in zip(matches, numbers, strict=True)]
    for k, match in reversed(list(enumerate(matches))):
        html = html[: match.end()] + steps(figures, k) + html[match.end() :]
    return html, figures[0][0] if figures else None


def apply(app, pagename, templatename, context, doctree):
    if "body" in context:
        context["body"], context["first_figure"] = with_steps(context["body"])


def setup(app):
    app.connect("html-page-context", apply)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
