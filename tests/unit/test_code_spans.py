"""Code with few elements looks as it did with many, and is the same text."""

import doctest
import re

import pytest
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonConsoleLexer, PythonLexer
from pygments.styles import get_style_by_name
from support.chapters import CHAPTERS, code_cells

from coldbook.page import code_spans

STYLES = tuple(get_style_by_name(f"a11y-high-contrast-{mode}") for mode in ("light", "dark"))  # the theme's
SESSION = ">>> a = -1  # here\n>>> print(a)\n-1\n\n>>> b\nTraceback (most recent call last):\n  ...\nNameError: b\n"


def looks(tokens):
    """Each character but spaces, with how it looks in the styles."""
    return [
        (character, *(style.style_for_token(kind) for style in STYLES)) for kind, text in tokens for character in text if character.strip()
    ]


def spans(html):
    return html.count("<span class=")


def text(html):
    return re.sub("<[^>]*>", "", html)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.stem)
def test_a_chapter_s_code_keeps_its_text_and_its_colours(chapter):
    lexer = PythonLexer(stripnl=False)
    before, after = 0, 0
    for source in code_cells(chapter):
        tokens = list(lexer.get_tokens(source))
        simple = list(code_spans.joined(tokens, STYLES))
        assert "".join(part for _, part in simple) == "".join(part for _, part in tokens)
        assert looks(simple) == looks(tokens)
        usual, ours = highlight(source, lexer, HtmlFormatter()), highlight(source, lexer, code_spans.FewSpans(STYLES))
        assert text(ours) == text(usual)
        before, after = before + spans(usual), after + spans(ours)
    assert after < before / 2


def test_prompts_and_outputs_of_a_session_keep_their_classes():
    usual, ours = (highlight(SESSION, PythonConsoleLexer(), made) for made in (HtmlFormatter(), code_spans.FewSpans(STYLES)))
    assert text(ours) == text(usual)
    for name in ("gp", "go", "gr", "gt"):
        kept = rf'<span class="{name}">[^<]*</span>'
        assert re.findall(kept, ours) == re.findall(kept, usual) != []


def test_spaces_join_what_they_stand_between_but_no_lines():
    made = highlight("a = -1\nreturn\nNone", PythonLexer(), code_spans.FewSpans(STYLES))
    assert '<span class="o">= -</span>' in made
    assert '<span class="k">return</span>\n<span class="k">None</span>' in made


def test_examples():
    tried = doctest.testmod(code_spans)
    assert tried.attempted and not tried.failed
