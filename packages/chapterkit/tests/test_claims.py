"""The verdicts: what agrees, what does not, and what stops the build."""

import json
import re

import numpy as np
import pytest
import sympy as sp
from chapterkit.claims import IDS, SECTIONS, Outcome, Report, Section, Verdict, aside, case, number
from hypothesis import given
from hypothesis import strategies as st


def settled(*checks, **options):
    return Report().claim("C14", "A statement.", *checks, reason="A reason.", **options)


@pytest.mark.parametrize(
    ("stated", "value", "outcome"),
    [
        ("0.33", 0.330472, Outcome.AGREES),
        ("0.33", 0.3351, Outcome.ROUNDED),
        ("0.33", 0.3399999, Outcome.ROUNDED),
        ("0.33", 0.3401, Outcome.DIFFERS),
        ("0.33", -0.33, Outcome.DIFFERS),
        ("0.0145", 0.0144429, Outcome.ROUNDED),
        ("0.0144", 0.0144429, Outcome.AGREES),
        ("0.330", 0.3305, Outcome.AGREES),  # at an edge, the better outcome counts
        ("69 W", 69.5, Outcome.AGREES),
        ("69 W", 70.0, Outcome.ROUNDED),
        ("40 K", 40.4, Outcome.AGREES),  # two written digits, not one
        ("40 K", 45.65, Outcome.DIFFERS),
        ("-233 °C", -233.15, Outcome.AGREES),
        ("−233 °C", -233.15, Outcome.AGREES),
        ("18 %", 17.6, Outcome.AGREES),
        ("over 500 W", 500.1, Outcome.YES),
        ("over 500 W", 500.0, Outcome.NO),
        ("more than 2 times", 1.999, Outcome.NO),
        ("at least 3 J", 3.0, Outcome.YES),
        ("at least 3 J", 2.999, Outcome.NO),
        ("below 40 K", 40.0, Outcome.NO),
        ("less than 40 K", 39.9, Outcome.YES),
        ("at most 40 K", 40.0, Outcome.YES),
    ],
)
def test_a_number_is_compared_to_the_digits_it_is_written_with(stated, value, outcome):
    assert number(stated, value, recorded=value).outcome is outcome


@given(st.decimals(min_value="0.001", max_value="9999", places=3), st.floats(-1.4, 1.4))
def test_agreement_is_rounding(written, units):
    """Independently of the code's arithmetic: far enough from the edges, the outcome is what Python's rounding says."""
    value = float(written) + units * 1e-3
    if min(abs(abs(units) - 0.5), abs(abs(units) - 1)) < 1e-6:
        return
    outcome = number(f"{written}", value, recorded=value).outcome
    assert (outcome is Outcome.AGREES) == (f"{value:.3f}" == f"{written}")
    assert (outcome is Outcome.DIFFERS) == (abs(units) > 1)


@pytest.mark.parametrize("stated", ["", "about a third", "0.33.1", "roughly 5 W", "1e5"])
def test_a_number_that_cannot_be_read_is_an_error(stated):
    with pytest.raises(ValueError, match="stated must be a number with its unit"):
        number(stated, 1.0, recorded=1.0)


@pytest.mark.parametrize("value", [1.0001, 0.9999, -1.0, float("nan"), float("inf")])
@pytest.mark.parametrize("make", [lambda x: number("1 W", x, recorded=1.0), lambda x: case("it is one", True, x, 1.0)])
def test_a_value_that_has_changed_is_an_error(make, value):
    with pytest.raises(ValueError, match=r"the value was 1\.0 when it was recorded, and is"):
        make(value)


@pytest.mark.parametrize("recorded", [0.8023943, 0.802394, 0.80239])
def test_a_recorded_value_may_be_rounded(recorded):
    assert case("it is", True, 0.80239432725, recorded).outcome is Outcome.YES


@pytest.mark.parametrize("recorded", [0.8023876, 0.8023944, 0.80238, float("nan")])
def test_a_recorded_value_is_right_in_the_digits_that_are_written(recorded):
    with pytest.raises(ValueError, match=r"when it was recorded, and is 0\.80239432725 now"):
        case("it is", True, 0.80239432725, recorded)


def test_a_value_may_change_by_the_tolerance():
    assert number("1 W", 1.000009, recorded=1.0).outcome is Outcome.AGREES
    assert number("1 W", 1.009, recorded=1.0, rtol=0.01).outcome is Outcome.AGREES
    assert number("-1 W", -1.000009, recorded=-1.0).outcome is Outcome.AGREES


@pytest.mark.parametrize("met", [1, 0.0, None, "yes", sp.Symbol("x") > 0])
def test_a_condition_that_is_neither_true_nor_false_is_an_error(met):
    with pytest.raises(ValueError, match="met must be true or false; got"):
        case("it holds", met)


@pytest.mark.parametrize(
    ("met", "outcome"), [(np.bool_(True), Outcome.YES), (sp.true, Outcome.YES), (sp.false, Outcome.NO), (False, Outcome.NO)]
)
def test_true_and_false_of_numpy_and_sympy_are_accepted(met, outcome):
    assert case("it holds", met).outcome is outcome


@pytest.mark.parametrize("pair", [(1.0, None), (None, 1.0)])
def test_a_value_is_shown_only_with_its_recorded_value(pair):
    with pytest.raises(ValueError, match="go together"):
        case("it holds", True, *pair)


exact, rounded, off = (number("10", value, recorded=value) for value in (10.0, 10.7, 12.0))
yes, no = case("this is so", True), case("that is so", False)


@pytest.mark.parametrize(
    ("checks", "verdict"),
    [
        ([exact], Verdict.HOLDS),
        ([yes, exact], Verdict.HOLDS),
        ([yes, exact, rounded], Verdict.ROUNDED),
        ([yes, no], Verdict.CONDITIONAL),
        ([exact, off], Verdict.CONDITIONAL),
        ([rounded, no], Verdict.CONDITIONAL),
        ([off], Verdict.DIFFERS),
        ([off, off], Verdict.DIFFERS),
        ([off, no], Verdict.WRONG),
        ([no], Verdict.WRONG),
        ([], Verdict.OPEN),
        ([aside(yes)], Verdict.OPEN),
        ([exact, aside(no)], Verdict.HOLDS),
        ([no, aside(exact)], Verdict.WRONG),
    ],
)
def test_the_verdict_follows_from_the_checks(checks, verdict):
    assert settled(*checks).verdict is verdict


def test_each_claim_belongs_to_one_section_and_the_numbers_have_no_gap():
    numbers = sorted({int(re.match(r"C(\d\d)[ab]?$", each)[1]) for each in IDS})
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(IDS) == len(set(IDS))
    assert {each for each in IDS if not each[1:].isdigit()} == {"C21a", "C21b", "C49a", "C49b"}


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.page)
def test_the_numbers_of_a_section_ascend(section):
    assert list(section.ids) == sorted(section.ids)


def test_a_card_is_complete_in_markdown():
    card = settled(exact, aside(case("the source says so", True, 3.0, 3.0, "K")))._repr_markdown_()
    note, head, statement, checks, reason = card.split("\n\n")
    assert json.loads(note.removeprefix("<!-- claim ").removesuffix(" -->")) == {
        "id": "C14", "verdict": "HOLDS", "section": "price_of_coldness", "title": "The Ultimate Price of Coldness", "here": False,
    }  # fmt: skip
    assert (head, statement, reason) == ("**C14: holds**", "A statement.", "A reason.")
    assert checks.splitlines() == [
        "- the article says 10, computed 10: **agrees**",
        "- the source says so: **yes**, 3 K (for comparison)",
    ]


@pytest.mark.parametrize(("statement", "reason"), [("", "A reason."), ("A statement.", "")])
def test_a_claim_without_a_statement_or_reason_is_an_error(statement, reason):
    with pytest.raises(ValueError, match="C14 must have a statement and a reason"):
        Report().claim("C14", statement, reason=reason)


def test_a_claim_that_the_article_does_not_make_is_an_error():
    with pytest.raises(ValueError, match="the article has no claim 'C99'"):
        Report().claim("C99", "A statement.", reason="A reason.")


def test_a_book_brings_the_claims_of_its_own_article():
    report = Report([*SECTIONS, Section("pulse_tubes", "Pulse tubes", ("P01", "P02"))])
    for each in (*IDS, "P01"):
        report.claim(each, "A statement.", yes, reason="A reason.")
    with pytest.raises(ValueError, match="not settled: P02"):
        report.summary()
    report.claim("P02", "A statement.", no, reason="A reason.")
    row = next(line for line in report.summary()._repr_markdown_().splitlines() if "Pulse" in line)
    assert [cell.strip() for cell in row.strip("|").split("|")] == ["Pulse tubes", "1", "0", "0", "0", "1", "0", "2"]
    with pytest.raises(ValueError, match="the article has no claim 'C01'"):
        Report([Section("pulse_tubes", "Pulse tubes", ("P01",))]).claim("C01", "A statement.", reason="A reason.")


@pytest.mark.parametrize("sections", [(), (Section("a", "A", ()),), (Section("a", "A", ("P01",)), Section("b", "B", ("P01",)))])
def test_sections_without_claims_or_with_a_claim_twice_are_an_error(sections):
    with pytest.raises(ValueError, match="sections must have claims, each with an id of its own"):
        Report(sections)


def test_the_summary_counts_every_claim_once_and_misses_none():
    report = Report()
    for each in IDS[:-1]:
        report.claim(each, "A statement.", yes, reason="A reason.")
    with pytest.raises(ValueError, match="not settled: C72"):
        report.summary()
    report.claim(IDS[-1], "A statement.", no, reason="A reason.")
    head, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in report.summary()._repr_markdown_().splitlines()]
    assert [row[0] for row in rows] == [section.title for section in SECTIONS] + ["**All**"]
    totals = dict(zip(head, rows[-1], strict=True))
    assert (totals["holds"], totals["wrong as stated"], totals["all"]) == (str(len(IDS) - 1), "1", str(len(IDS)))
    assert [row[-1] for row in rows[:-1]] == [str(len(section.ids)) for section in SECTIONS]
