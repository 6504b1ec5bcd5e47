"""What figures say, wherever the sliders are: sentences, readouts and labels with words where a number would mislead."""

import re

import pytest
from livefigure.artists.words import Words
from livefigure.states import sampled_states
from support.figures import PAGES, figures_of

SAMPLES = 40  # states of each figure, besides the corners and the ends of each slider
FAULTS = {
    "a value that does not exist": re.compile(r"(?<!\w)–(?!\w)|\bnan\b"),
    "a zero with decimals or a sign": re.compile(r"(?<![\d.])0\.0+(?![\d])|−0(?![\d.])"),
    "one of a plural": re.compile(r"(?<![\d.,])1[ \u00a0](?!leaves\b)\w+s\b"),
    "a verb with a negative number": re.compile(r"\b(?:saves|leaves|makes|takes|costs|gives|yields|warms by|cools by|yield of)[ \u00a0]−"),
    "a unit over itself": re.compile(r"\b(\w+)/\1\b"),
}


def faults(text):
    return [name for name, pattern in FAULTS.items() if pattern.search(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("only helium still cools, below – critical pressures", "a value that does not exist"),
        ("– K", "a value that does not exist"),
        ("with 0.00 % of it liquid", "a zero with decimals or a sign"),
        ("−0 W", "a zero with decimals or a sign"),
        ("1 stages at their best", "one of a plural"),
        ("what 1\u00a0stages cost", "one of a plural"),
        ("brings the power to 174 W and saves −67.2 %", "a verb with a negative number"),
        ("leaves −0.00115 K between the streams", "a verb with a negative number"),
        ("579 J/J pass the regenerator", "a unit over itself"),
    ],
)
def test_each_kind_of_fault_is_seen(text, found):
    assert faults(text) == [found]


def test_what_is_right_is_no_fault():
    assert (
        faults("A Joule–Thomson valve at 0.05 K changes it by −0.452 K, 10.0 times; 21 stages, 0 or 1 stage, 11 m/s, nothing more.") == []
    )


def states(figure):
    columns = sampled_states(figure, SAMPLES)
    yield figure.state()
    yield from ({name: float(column[row, 0]) for name, column in columns.items()} for row in range(len(next(iter(columns.values())))))
    yield from (figure.state(**{symbol.name: end}) for symbol, slider in figure.sliders.items() for end in (slider.low, slider.high))


@pytest.mark.parametrize("page", [page for page, names in PAGES.items() if names and page != "gallery"])
def test_no_figure_says_a_number_that_is_none(page):
    said = {}
    for figure in figures_of(page).values():
        texts = [f"{{{label}}}" for label in figure.readouts]
        texts += [placed.artist.words for placed in figure.artists if isinstance(placed.artist, Words)]
        for state in states(figure):
            for text in [figure.sentence(**state), *(figure.filled(text, state) for text in texts)]:
                for fault in faults(text):
                    said.setdefault((figure.name, fault), f"{text} at {state}")
    assert said == {}
