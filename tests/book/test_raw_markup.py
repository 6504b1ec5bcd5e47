"""The guard knows raw markup from plain words."""

import pytest

from publish.check.raw_markup import raw_markup


@pytest.mark.parametrize(
    "text",
    [
        "the ratio $T_C/T_H$ of both",
        "$x$",
        "$$Q = W$$",
        r"a half, \frac{1}{2}, of it",
        r"\(x\)",
        r"\[x\]",
        "By {eq}",
        "By {eq}`eq-price-cop`",
        "a {term}`regenerator`",
        "See {cite:t}`carnot1824`",
        ":ref:`ch-price`",
        ":::{note}\nMind.",
        ".. note:: Mind.",
        "{{ version }}",
        "a word{.small}",
        "(ch-price)=",
        "first\n## A heading",
        "a [link](other.md) to it",
        "**bold** words",
        "equation (??)",
        "| a | b |\n| --- | ---: |\n| 1 | 2 |",
        "| question | answers |",
        "|:---|",
        "a head |—|–:|",
    ],
)
def test_markup_is_found(text):
    assert raw_markup(f"Some words.\n{text}" if not text.startswith((":::", "..")) else text)


@pytest.mark.parametrize(
    "text",
    [
        "It costs $5, and $6 with the box.",
        "From $5-$6; US $ 30 and 4 $",
        "the set {a, b}, a {word} and f(x) [2]",
        "|x| < |y| and P(A | B)",
        "a * b ** c, 2**3 and 4**5",
        "C:/Users and a\\",
        "(see below) = true",
        "No. # 3",
        "What is that (?)",
        "12:30: so it is",
    ],
)
def test_plain_words_are_not(text):
    assert raw_markup(text) == ""
