"""Numbers in a chapter's sentences beside a figure: those of the figure's state follow it, and those of a fixed case say which case it is."""

import json
import re

import pytest
from livefigure.slots import filled
from livefigure.states import sampled_states
from lxml import html
from support.chapters import CHAPTERS
from support.figures import PAGES, figures_of
from test_figure_texts import faults

from sitebuilder import ROOT

LIVE_PART = re.compile(r"\{(?:live|drag)\}`([a-z][a-z0-9-]*):\s*([^`]+)`")
SENTENCE_END = re.compile(r"\n\s*\n|(?<=[.?!:])[)*]*\s+(?=[A-Z(*{])")


# ---- sentences whose numbers follow a figure ----


def live_sentences(page):
    """The sentences of a chapter that hold numbers of a figure, with the names of the figures."""
    text = (ROOT / "chapters" / f"{page}.md").read_text(encoding="utf-8")
    prose = re.sub(r"^(`{3,})(?:\{code-cell\}|\{math\}).*?^\1", "", text, flags=re.S | re.M)
    prose = re.sub(r"`[^`\n]+`", lambda role: role[0].replace(": ", ":"), prose)  # no sentence ends in there
    for sentence in SENTENCE_END.split(prose):
        if found := LIVE_PART.findall(sentence):
            yield " ".join(sentence.split()), {figure for figure, _ in found}


def as_read(sentence, figures, row):
    """A sentence with the numbers that its figures have in one of their sampled states."""
    for name, (figure, states) in figures.items():
        state = {symbol: float(column[row % len(column), 0]) for symbol, column in states.items()}
        own = re.compile(rf"\{{(?:live|drag)\}}`{re.escape(name)}:\s*([^`]+)`")
        sentence = own.sub(lambda part, figure=figure, state=state: filled(figure, f"{{{part[1]}}}", state), sentence)
    return re.sub(r"\{(?!live|drag)[\w:]+\}`[^`]*`", "…", sentence)


@pytest.mark.parametrize("page", [page for page, names in PAGES.items() if names and page != "gallery"])
def test_a_sentence_says_no_number_that_is_none_wherever_the_sliders_are(page):
    said = {}
    for sentence, names in live_sentences(page):
        figures = {name: (figures_of(page)[name], sampled_states(figures_of(page)[name])) for name in names}
        for row in range(max(len(next(iter(states.values()))) for _, states in figures.values())):
            for fault in faults(text := as_read(sentence, figures, row)):
                said.setdefault((fault, sentence), text)
    assert said == {}


# ---- numbers that stay as they are ----

NUMBER = re.compile(r"(?<![\w.,])[−-]?\d[\d\u202f,]*(?:\.\d+)?")
# Numbers whose case is said in other words than by the sliders' values: (page, number) -> how.
SAID = {
    ("two_tricks", "94"): "with what the gas behind the valve pushes, which no slider changes",
    ("linde_hampson", "269"): "the first sentence says from where, and the film begins there",
    ("linde_hampson", "77"): "the boiling point at one atmosphere, in a caption",
    ("cryo_electron_microscopy", "218"): "from the freezing point to the boiling point, in the sentence before",
    ("cryo_electron_microscopy", "143"): "the same",
    ("cryo_electron_microscopy", "25"): "if it is about to freeze",
    ("cryo_electron_microscopy", "2.1"): "for 300 K, in the cell above it",
    ("cryo_electron_microscopy", "419"): "the same",
    ("coolers_to_buy", "840"): "a millimole in a second",
    ("coolers_to_buy", "0.52"): "in 4 T at 1.2 K",
}


def value_of(text):
    """A number as it is written, and half of a step in its last digit; None if it has only one digit."""
    plain = text.replace("\u202f", "").replace(",", "").replace("−", "-").rstrip(".")
    if len(plain.strip("-0.").replace(".", "")) < 2:
        return None
    return float(plain), 0.5 * 10.0 ** -len(plain.partition(".")[2])


def inputs_of(tape, step, known):
    """The numbers of the sliders that a step of a tape depends on."""
    if step not in known:
        operation, *operands = tape[step]
        rest = operands[1:] if operation == "table" else [] if operation in ("number", "grid", "input") else operands
        known[step] = {operands[0]} if operation == "input" else set().union(*(inputs_of(tape, part, known) for part in rest))
    return known[step]


def shown_numbers(spec):
    """Each readout and number of a figure that follows sliders: its name, its value at the start, its rounding, and those sliders."""
    known, sliders = {}, [slider["name"] for slider in spec["sliders"]]
    for name, slot in spec["slots"].items():
        inputs = set().union(
            *(inputs_of(spec["tape"], step, known) for step in (slot["step"], *(word[0] for word in slot.get("words", ()))))
        )
        found = NUMBER.match(slot["shown"])
        if name not in sliders and inputs and found and (value := value_of(found[0])):
            yield name, *value, [spec["sliders"][k] for k in sorted(inputs)]


def sections_with_figures(tree):
    for figure in tree.iterfind(".//div[@class='live-figure']"):
        spec = json.loads(figure.findtext("script"))
        section = next(part for part in figure.iterancestors("section"))
        yield spec, section


def paragraphs(section):
    """The paragraphs, items and cells of a section and not of those in it, with what follows a figure, or leads to one, marked."""
    for part in section.iter("p", "li", "td"):
        around = list(part.iterancestors())
        if next(one for one in around if one.tag == "section") is section and not any(
            "live-figure" in one.get("class", "") for one in around
        ):
            yield part


def marked(part):
    """The text of a paragraph; ``⟦figure⟧`` for words that lead to a scene, and nothing for numbers that follow."""
    text = part.text or ""
    for child in part:
        kind = child.get("class", "")
        if kind == "lf-words":
            text += f"⟦{child.get('data-figure')}⟧"
        elif kind not in ("lf-live", "lf-drag") and child.tag != "script":
            text += marked(child)
        text += child.tail or ""
    return text


def says_the_case(before, spec, sliders):
    """Whether the text has led to a scene of the figure, or names where each of the sliders is at the start."""
    if f"⟦{spec['name']}⟧" in before:
        return True
    said = {float(text.replace("\u202f", "").replace(",", "").replace("−", "-")) for text in NUMBER.findall(before)}
    return all({slider["start"], round(100 * slider["start"], 9)} & said for slider in sliders)  # a fraction is also written in per cent


def fixed_numbers(tree):
    """The numbers in the text that a figure of their section shows at the start: (number, slot of the figure, sentence, whether its case is said)."""
    for spec, section in sections_with_figures(tree):
        shown = list(shown_numbers(spec))
        for part in paragraphs(section):
            text = " ".join(marked(part).split())
            for found in NUMBER.finditer(text):
                if not (value := value_of(found[0])):
                    continue
                end = re.search(r"[.?!](?: |$)", text[found.end() :])
                before = text[: found.end() + end.end()] if end else text
                for name, at_start, rounding, sliders in shown:
                    if abs(abs(value[0]) - abs(at_start)) <= max(value[1], rounding) * (1 + 1e-9):
                        yield found[0], f"{spec['name']}: {name}", before[-300:], says_the_case(before, spec, sliders)


@pytest.mark.parametrize("path", [f"chapters/{chapter.stem}" for chapter in CHAPTERS])
def test_a_number_that_a_figure_shows_follows_the_figure_or_says_its_case(book, path):
    tree = html.parse(book / f"{path}.html").getroot()
    page = path.rpartition("/")[2]
    wrong = [one[:3] for one in fixed_numbers(tree) if not one[3] and (page, one[0]) not in SAID]
    assert wrong == []
