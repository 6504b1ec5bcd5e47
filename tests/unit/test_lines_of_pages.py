"""Number and unit, formula and full stop: what `coldbook.page.unbroken` keeps on one line, and what it leaves alone; and steps from figure to figure."""

import pytest

from coldbook.page.figure_steps import with_steps
from coldbook.page.unbroken import keep_together

MATH = '<math><mi>x</mi><mo>=</mo><annotation encoding="application/x-tex">x = 2 K</annotation></math>'


@pytest.mark.parametrize(
    ("html", "together"),
    [
        ("<p>25 W, 0.01 / K,\n77 %</p>", "<p>25\xa0W, 0.01\xa0/\xa0K,\n77\xa0%</p>"),
        ("<p>at 4.2\n K and −196 °C.</p>", "<p>at 4.2\xa0K and −196\xa0°C.</p>"),
        ("<p><em>25</em> <strong>kW</strong></p>", "<p><em>25</em>\xa0<strong>kW</strong></p>"),
        ("<p>10<sup>2</sup> bar</p>", "<p>10<sup>2</sup>\xa0bar</p>"),
        (f"<p>{MATH} K.</p>", f'<p><span class="together">{MATH}\xa0K.</span></p>'),
        (f"<p>the ({MATH}), too</p>", f'<p>the <span class="together">({MATH}),</span> too</p>'),
        (f"<p>an {MATH}/{MATH}-plane</p>", f'<p>an <span class="together">{MATH}/{MATH}-plane</span></p>'),
    ],
)
def test_what_belongs_together_is_kept_together(html, together):
    assert keep_together(html) == together


@pytest.mark.parametrize(
    "html",
    [
        "<p>in 1877 Watt and 2 Kelvin, 3 men</p>",
        "<p>25</p><p>W</p>",
        "<pre>25 W</pre><code>4.2 K</code><svg><text>3 K</text></svg>",
        '<script type="application/json">{"a": "25 W"}</script>',
        f"<p>so {MATH} is</p>",
        f'<div class="math-scroll">{MATH}</div>',
    ],
)
def test_other_text_stays_as_it_is(html):
    assert keep_together(html) == html


def page(*figures):
    block = '<figure id="{0}"><div class="{1}"></div><figcaption><span class="caption-number">Fig. 1.{2} </span></figcaption></figure>'
    return "".join(block.format(name, kind, k) for k, (name, kind) in enumerate(figures))


def test_steps_lead_over_the_live_figures_only():
    html, first = with_steps(page(("a", "live-figure"), ("b", "still"), ("c", "live-figure"), ("d", "live-figure")))
    assert first == "a"
    steps = [part.partition("</p>")[0] for part in html.split('<p class="figure-steps">')[1:]]
    assert steps == [
        '<a href="#c">Next figure: Fig. 1.2</a>',
        '<a href="#d">Next figure: Fig. 1.3</a> <a href="#a">Previous figure: Fig. 1.0</a>',
        '<a href="#c">Previous figure: Fig. 1.2</a>',
    ]


def test_a_figure_without_a_number_does_not_take_that_of_the_next():
    plain = '<figure id="{}"><div class="live-figure"></div></figure>'
    html, first = with_steps(plain.format("a") + plain.format("b") + page(("c", "live-figure")) + plain.format("d"))
    assert first == "a"
    steps = [part.partition("</p>")[0] for part in html.split('<p class="figure-steps">')[1:]]
    assert steps == [
        '<a href="#b">Next figure</a>',
        '<a href="#c">Next figure: Fig. 1.0</a> <a href="#a">Previous figure</a>',
        '<a href="#d">Next figure</a> <a href="#b">Previous figure</a>',
        '<a href="#c">Previous figure: Fig. 1.0</a>',
    ]


def test_a_page_with_one_figure_or_none_has_no_steps():
    assert with_steps("<p>text</p>") == ("<p>text</p>", None)
    assert with_steps(page(("a", "live-figure"))) == (page(("a", "live-figure")), "a")
