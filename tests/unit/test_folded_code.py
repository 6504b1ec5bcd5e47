"""Code in closed folds: the same text and links with few elements, and what the script needs to colour it."""

import doctest
import re

import pytest
from bs4 import BeautifulSoup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonConsoleLexer, PythonLexer
from support.chapters import CHAPTERS, code_cells

from coldbook.page import folded_code
from coldbook.reference.code_links import with_links


def classes(html):
    """Each character of the code that is not a link's, with the class it has."""
    code = BeautifulSoup(html, "html.parser").pre
    return [
        (character, (text.parent.get("class") or ["."])[0] if text.parent.name == "span" else ".")
        for text in code.find_all(string=True)
        if not text.find_parent("a")
        for character in text
    ]


def told(html):
    """The same, as the attribute says."""
    code = BeautifulSoup(html, "html.parser").pre
    characters = [character for text in code.find_all(string=True) if not text.find_parent("a") for character in text]
    words = code["data-runs"].split()
    kinds = [kind for kind, length in zip(words[::2], words[1::2], strict=True) for _ in range(int(length))]
    return list(zip(characters, kinds, strict=True))


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.stem)
def test_a_chapter_s_code_keeps_its_text_and_the_class_of_each_character(chapter):
    for source in code_cells(chapter):
        colored = highlight(source, PythonLexer(stripnl=False), HtmlFormatter())
        plain = folded_code.uncolored(colored)
        assert told(plain) == classes(colored) and not re.search("<span", plain)


def test_links_stay_and_are_no_part_of_the_runs():
    colored = highlight("from a import b  # & c\n", PythonLexer(), HtmlFormatter())
    linked = with_links(colored, [((5, 6, "a"), "#a"), ((14, 15, "b"), "#b")])
    plain = folded_code.uncolored(linked)
    assert plain.count("<a ") == 2 and "&amp; c" in plain
    assert told(plain) == classes(linked)


def test_characters_beyond_the_basic_plane_count_twice_as_in_javascript():
    assert 'data-runs="k 2 . 1"' in folded_code.uncolored('<pre><span class="k">\U0001d447</span>x</pre>')


def test_sessions_keep_their_classes_for_the_copy_button():
    session = highlight(">>> a\n1\n", PythonConsoleLexer(), HtmlFormatter())
    assert folded_code.uncolored(session) == session


def test_examples():
    assert doctest.testmod(folded_code).failed == 0
