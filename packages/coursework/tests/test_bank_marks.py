"""STACK's questions, computed by Maxima, and `coursework.marking` give the same marks for 1,000 answers to each set of the book."""

import random
from itertools import chain
from xml.etree import ElementTree

import pytest
from coursework.bank.drawn import Own, variants
from coursework.bank.stack import moodle_xml
from coursework.bank.statements import named_numbers, statements
from coursework.bank.trees import units
from coursework.folder import ASSIGNMENTS, load_sheet
from coursework.marking.questions import mark_question
from coursework.sheets.asked import Question
from coursework.sheets.numbers import Numbers
from stack_in_maxima import Seed, StackQuestion, needs_maxima, run
from support.weekly import daily_or_weekly

SETS = ("price_of_coldness", "expansion_and_inversion", "machines")
ANSWERS, VARIANTS = 1000, 8
SAME = ("Right: the same formula.", "Right: the same values")


@pytest.mark.parametrize("name", daily_or_weekly(SETS, {"price_of_coldness"}))
@needs_maxima
def test_a_thousand_answers_are_marked_alike(name):
    page = ASSIGNMENTS / f"{name}.md"
    sheet = load_sheet(page.with_suffix(".py"))
    texts, drawn, dice = statements(page, sheet), variants(sheet, VARIANTS, b"a test's"), random.Random(name)
    quiz = ElementTree.fromstring(moodle_xml(sheet, texts, drawn))
    elements = [StackQuestion(one) for one in quiz.iter("question") if one.get("type") == "stack"]
    asked = [question for question in sheet.questions if isinstance(question, Question)]
    each = -(-ANSWERS // (VARIANTS * sum(len(question.answers) for question in asked))) + 1
    jobs, expected = [], []
    for question, element in zip(asked, elements, strict=True):
        own = Own(sheet, question, named_numbers(texts[question.id], sheet), drawn)
        seeds, marks = [], []
        for seed in range(1, VARIANTS + 1):
            numbers, thrown = _drawn(own, seed, dice)
            entries = [sheet._references[answer.name].rubric(numbers, practice=False) for answer in question.answers]
            tried = [(place, text) for place, entry in enumerate(entries, 1) for text in _answers(entry, sheet, numbers, each, dice)]
            tried += [(place, answer) for test in element.element.iter("qtest") for place, answer in enumerate(_values(test), 1)]
            seeds.append(Seed(seed, thrown, tried))
            marks += [[(entries[place - 1], text) for place, text in tried]]
        jobs.append((element, seeds))
        expected.append(marks)
    found = run(jobs)
    kinds: dict[str, int] = {}
    for marks, verdicts in zip(expected, found, strict=True):
        for (entry, text), verdict in zip(chain(*marks), chain(*verdicts), strict=True):
            credit, message = _marked(entry, text)
            assert (verdict.credit, verdict.feedback) == (credit, message), (entry, text)
            if entry["kind"] == "number":
                assert float(verdict.right) == pytest.approx(entry["value"], rel=1e-9)
            kind = "right" if credit == 1 else "slip" if message in [slip["message"] for slip in entry["slips"]] else f"other {credit:g}"
            kinds[kind] = kinds.get(kind, 0) + 1
    assert sum(kinds.values()) >= ANSWERS
    assert min(kinds[kind] for kind in ("right", "slip", "other 0.5", "other 0")) > 50, kinds


def _values(test):
    """The answers of one of STACK's own tests of a question: right ones, and what is nothing at all."""
    return [value.text for value in test.findall("testinput/value")]


def _drawn(own, seed, dice):
    """The numbers of a variant, and what `rand` has to give for them."""
    if own.tabled:
        return own.drawn[seed - 1], []
    draws = {symbol.name: draw for symbol, draw in own.sheet.draws.items()}
    thrown = [dice.randrange(len(draws[name].values)) for name in own.names]
    return Numbers({**own.drawn[0], **{name: draws[name].values[at] for name, at in zip(own.names, thrown, strict=True)}}), thrown


def _answers(entry, sheet, numbers, count, dice):
    if entry["kind"] == "formula":
        return [_formula(entry, dice) for _ in range(count)]
    right, tolerance = entry["value"], entry["tolerance"]
    slips = []
    for _, function in sheet._references[entry["name"]].slips:  # also those that are not kept for these numbers
        try:
            value = float(function(numbers))
        except (ArithmeticError, TypeError, ValueError):
            continue
        if abs(value) > 1e-9 * abs(right):  # what is zero but for rounding has other digits in another program
            slips.append(value)
    others = [size for size, _ in units(entry["unit"], tolerance)]
    kinds = {
        "right": lambda: right * (1 + dice.uniform(-0.98, 0.98) * tolerance),
        "nearly": lambda: right * (1 + dice.choice((-1, 1)) * dice.uniform(1.02, 3.2) * tolerance),
        "slip": lambda: dice.choice(slips or [right]) * (1 + dice.uniform(-0.38, 0.38) * tolerance),
        "beside a slip": lambda: dice.choice(slips or [right]) * (1 + dice.choice((-1, 1)) * dice.uniform(0.42, 1) * tolerance),
        "unit": lambda: right * dice.choice(others) * (1 + dice.choice((0, 0, dice.uniform(-0.9, 0.9) * tolerance))),
        "anything": lambda: right * dice.choice((-1, 1)) * 10 ** dice.uniform(-4, 4),
    }
    return [f"{kinds[kind]():.10g}" for kind in dice.choices([*kinds], (2, 1, 4, 1, 2, 1), k=count)]


def _formula(entry, dice):
    first, *_ = entry["symbols"]
    slip = dice.choice(entry["slips"] or [{"formula": f"{first}^3"}])["formula"]
    formula = dice.choice([entry["formula"], entry["formula"], slip, slip, entry["symbols"] and f"{first}+1"])
    text = dice.choice(
        [
            "{0}",
            "({0})*(2*{1}-{1})/{1}",
            "1/(1/({0}))",
            "({0})+0*{1}",
            "({0})*1.0007",
            "3*({0})",
            "({0})*sqrt({1}^2)/{1}",
            "({0})+{1}",
        ]
    )
    return text.format(formula, first).replace("**", "^")


def _marked(entry, text):
    """Credit and message of `coursework.marking`, in the words that STACK's question has where it has others."""
    if text.startswith("right"):  # the question's own variable
        return 1, _Same("Right." if entry["kind"] == "number" else SAME[0])
    (mark,) = mark_question({"id": "one", "points": entry["points"], "answers": [entry]}, {entry["name"]: text}).marks
    credit, message = mark.points / mark.maximum, mark.message
    message = message.replace("write the unit with it, or convert it", "convert it").replace(": convert it.", ".")
    if (
        entry["kind"] == "formula"
        and credit == 0
        and not message.startswith("It differs")
        and message not in {s["message"] for s in entry["slips"]}
    ):
        message = f"Not the formula that is asked for. Its symbols are {', '.join(entry['symbols'])}. {entry['hint']}".strip()
    return round(credit, 5), _Same(message)


class _Same(str):
    """A message; which of both programs can prove a formula does not matter."""

    def __eq__(self, other):
        return str(self) == other or (self.startswith(SAME) and other.startswith(SAME))

    __hash__ = None
