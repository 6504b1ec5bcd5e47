"""Marks: what is right, what is nearly right and why, and that no message tells the answer."""

import math
import re

import pytest
from coursework import Draw, Formula, Manual, Number, Question, Sheet, Slip
from coursework.marking.answers import NotRun, Unanswered
from coursework.marking.questions import Mark, mark_question, shown
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cryolib.limits import carnot_cop, input_power
from cryolib.symbols import P_high, P_low, T_cold, T_hot, efficiency, heat_load

DRAWS = {
    T_cold: Draw(60, 90, 0.5), T_hot: Draw(290, 310, 1), heat_load: Draw(50, 150, 5), efficiency: Draw(0.1, 0.3, 0.05),
    P_high: Draw(1e7, 2e7, 1e5), P_low: Draw(1e5, 2e5, 1e4),
}  # fmt: skip
SHEET = Sheet(
    "toy", "A toy", "1.0", DRAWS,
    (
        Question("limit", Number("cop", carnot_cop(T_cold, T_hot), "", 1), Number("electric", input_power(heat_load, T_cold, T_hot, efficiency), "W", 2)),
        Question("middle", Number("pressure", P_high / 3 + P_low, "Pa", 4, hint="Mind the low pressure.")),
        Question("warm", Number("T_exit", (T_cold + T_hot) / 2, "K", 1)),
        Question("law", Formula("least_power", input_power(heat_load, T_cold, T_hot), (heat_load, T_cold, T_hot), 2, hint="Begin with Carnot.")),
        Manual("plot", 3),
    ),
)  # fmt: skip
NUMBERS = {"T_cold": 77.0, "T_hot": 300.0, "heat_load": 100.0, "efficiency": 0.2, "P_high": 1.5e7, "P_low": 1.4e5}
COP, ELECTRIC, PRESSURE, T_EXIT = 77 / 223, 100 / 0.2 * 223 / 77, 5.14e6, 188.5
RUBRIC = SHEET.rubric(NUMBERS, course="cryo", version_digest="", student="ada")


def question(name):
    return next(entry for entry in RUBRIC["questions"] if name in (entry["id"], *(answer["name"] for answer in entry["answers"])))


def mark(name, answer):
    return next(mark for mark in mark_question(question(name), {name: answer}).marks if mark.name == name)


# Right


@pytest.mark.parametrize(
    "answer",
    [ELECTRIC, 1448.05, 1448, 1460, "1448", "1448 W", "1.448 kW", "1448.05 J/s", "1.448·10³ W", "1448,05 W"],
)
def test_right_numbers(answer):
    assert mark("electric", answer) == Mark("electric", 2, 2, "Right.", shown(answer))


@pytest.mark.parametrize("answer", [COP, 0.345, "0.345", "0,345", "0.345 J/J", "34.5 %", "0.345 W/W"])
def test_right_ratios(answer):
    assert mark("cop", answer).points == 1


@pytest.mark.parametrize("answer", [188.5, "188.5 K", "-84.65 °C", "-84.65 degC"])
def test_right_temperatures(answer):
    assert mark("T_exit", answer).points == 1


def test_the_tolerance_is_the_answers_own():
    assert mark("electric", ELECTRIC * 1.0099).points == 2
    assert mark("electric", ELECTRIC * 0.9901).points == 2
    assert mark("electric", ELECTRIC * 1.0101).points == 0


# Nearly right


@pytest.mark.parametrize(
    ("name", "answer", "says"),
    [
        ("electric", 1.448, "Right digits, but a factor 1000 too small: is it in kW?"),
        ("electric", 1.448e6, "Right digits, but a factor 1000 too large: is it in mW?"),
        ("electric", 1.448e9, "Right digits, but a factor 10^6 too large: is it in µW?"),
        ("electric", 14480.0, "Right digits, but a factor 10 too large."),
        ("electric", "14.48 kW", "Right digits, but a factor 10 too large."),
        ("electric", 1.448e12, "Right digits, but a factor 10^9 too large: is it in nW?"),
        ("electric", "1448 kW", "The number is right in W, but kW was written with it."),
        ("electric", "1448 mW", "The number is right in W, but mW was written with it."),
        ("cop", 34.5, "Right digits, but a factor 100 too large: is it in percent?"),
        ("T_exit", -84.65, "This is the temperature in degrees Celsius; kelvin is asked for."),
        ("cop", "0.345 %", "The number is right without a unit, but % was written with it."),
        ("pressure", 51.4, "Right digits, but a factor 10^5 too small: is it in bar?"),
        ("pressure", 5.14, "Right digits, but a factor 10^6 too small: is it in MPa?"),
        ("pressure", PRESSURE / 101325, "Right if the number is in atm: write the unit with it, or convert it to Pa."),
    ],
)
def test_units_and_powers_of_ten_are_half_right(name, answer, says):
    result = mark(name, answer)
    assert (result.points, result.message) == (result.maximum / 2, says)


def test_ten_powers_of_ten_are_not_half_right():
    assert mark("electric", ELECTRIC * 1e10).points == 0


@pytest.mark.parametrize("factor", [1.011, 1.029, 0.971])
def test_close_is_not_right_but_said(factor):
    assert mark("electric", ELECTRIC * factor) == Mark(
        "electric", 0, 2, "Close, but not within 1 %: check the rounding of intermediate results.", shown(ELECTRIC * factor)
    )


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("cop", (77 - 273.15) / 223, "degrees Celsius"),
        ("cop", 300 / 223, "swapped, and the sign left out"),
        ("cop", -300 / 223, "T_hot and T_cold swapped"),
        ("cop", 223 / 77, "upside down"),
        ("electric", 100 * 0.2 * 223 / 77, "efficiency is used upside down"),
        ("electric", 100 * 223 / 77, "without the efficiency"),
        ("electric", "0.2896 kW", "without the efficiency"),
        ("electric", -ELECTRIC, "sign"),
        ("electric", 2 * ELECTRIC, "factor 2"),
        ("least_power", "heat_load*T_cold/(T_hot - T_cold)", "upside down"),
    ],
)
def test_slips_are_named_and_keep_a_quarter(name, answer, words):
    result = mark(name, answer)
    assert result.points == result.maximum / 4 and words in result.message


def test_each_slip_of_the_rubric_is_recognised():
    for entry in RUBRIC["questions"]:
        for answer in entry["answers"]:
            for slip in answer["slips"]:
                result = mark(answer["name"], slip.get("value", slip.get("formula")))
                assert (result.points, result.message) == (slip["credit"] * result.maximum, slip["message"])


def test_a_slip_comes_before_a_power_of_ten():
    sheet = Sheet(
        "toy",
        "",
        "1",
        {heat_load: Draw.of(100.0)},
        (Question("q", Number("x", heat_load, "W", 1, slips=[Slip("Ten coolers.", 10 * heat_load, 0.1)])),),
    )
    entry = sheet.rubric(sheet.practice(), course="c", version_digest="")["questions"][0]
    assert mark_question(entry, {"x": 1000.0}).marks[0].message == "Ten coolers."


# Wrong


def test_wrong_numbers_get_the_authors_hint():
    assert mark("pressure", 1234567.0) == Mark("pressure", 0, 4, "Not right. Mind the low pressure.", "1234567")
    assert mark("electric", 2000.0).message == "Not right."


def test_wrong_formulas_get_the_authors_hint():
    practice = next(entry for entry in SHEET.rubric(NUMBERS, course="cryo", version_digest="")["questions"] if entry["id"] == "law")
    for entry in (question("law"), practice):
        said = mark_question(entry, {"least_power": "heat_load*T_hot"}).marks[0].message
        assert said.startswith("At ") and said.endswith(" and the formula that is asked for does not. Begin with Carnot.")


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ("1448 K", "electric has the unit K, of temperature; a power in W is asked for."),
        ("1448 kw", "electric has the unit kw, which is not known here; do you mean kW?"),
        ("1,448", "electric has 1,448, which can mean 1.448 or 1448; write it with a decimal point."),
        ("one", "electric is a text that does not begin with a number; write it as in 3.48 W."),
        ("", "electric is empty; write a number and its unit, as in 3.48 W."),
        (math.nan, "electric is not a finite number."),
        (True, "electric is not a number."),
        (Unanswered("is still `...`"), "electric is still `...`."),
        (Unanswered("electric was never set"), "electric was never set."),
    ],
)
def test_what_cannot_be_read_gets_nothing_and_the_reason(answer, says):
    result = mark("electric", answer)
    assert (result.points, result.maximum, result.message) == (0, 2, says)


def test_what_was_not_handed_in_gets_nothing():
    assert mark_question(question("limit"), {}).marks[0] == Mark("cop", 0, 1, "cop was not handed in.", "")


def test_not_run_is_not_zero():
    result = mark_question(question("limit"), {"cop": 0.345, "electric": NotRun("The notebook ran longer than 120 s")})
    assert result.marks[0].points == 1 and result.marks[1] == Mark("electric", None, 2, "The notebook ran longer than 120 s.", "")
    assert result.points is None and result.maximum == 3


def test_points_of_a_question_are_those_of_its_answers():
    result = mark_question(question("limit"), {"cop": 0.345, "electric": 1.448})
    assert [mark.points for mark in result.marks] == [1, 1.0] and (result.id, result.points, result.maximum) == ("limit", 2.0, 3)


def test_what_is_marked_by_hand_is_not_marked_here():
    result = mark_question(question("plot"), {})
    assert (result.id, result.marks, result.points, result.maximum) == ("plot", (), None, 3)


# For anything

ANSWERS = (
    st.floats() | st.integers() | st.integers(10**300, 10**320) | st.text(max_size=300) | st.floats(-1e9, 1e9).map(lambda x: f"{x} W") | st.builds(Unanswered, st.just("is empty"))
)  # fmt: skip


@settings(deadline=None)
@given(ANSWERS, st.sampled_from(["cop", "electric", "pressure", "T_exit", "least_power"]))
@example(10**5000, "electric")
@example("heat_load*(" * 40, "least_power")
@example(5e-324, "electric")
@example(1.7e308, "cop")
def test_anything_gets_a_mark(answer, name):
    result = mark(name, answer)
    assert 0 <= result.points <= result.maximum and result.message and len(result.read_as) <= 80
    assert "\n" not in result.message and result.message.endswith((".", "?"))


FACTORS = st.sampled_from([1e-9, 1e-6, 1e-3, 0.01, 0.1, 0.5, 1.02, 2, 10, 100, 1e3, 1e6, 1 / 60, 3600, 101325, -1]) | st.floats(0.3, 3)


@settings(deadline=None)
@given(
    st.sampled_from([("cop", COP), ("electric", ELECTRIC), ("pressure", PRESSURE), ("T_exit", T_EXIT)]),
    FACTORS,
    st.sampled_from(["", " W", " kW", " K", " bar"]),
)
def test_no_message_tells_the_right_number(answer, factor, unit):
    name, right = answer
    text = f"{right * factor!r}{unit}"
    result = mark(name, text)
    for digits in (f"{right:.3g}", f"{right:.4g}", f"{right:.3e}".split("e")[0], f"{right / 1000:.3g}", f"{right:.0f}"):
        if digits not in text and len(digits.strip("0.")) >= 3:
            assert not re.search(rf"(?<!\d){re.escape(digits)}", result.message)


def test_no_message_of_a_formula_tells_it():
    wrong = ["T_hot", "3", "T_cold/T_hot", "7*heat_load*(T_hot - T_cold)/T_cold", "(T", "x"]
    for formula in (*wrong, *(slip["formula"] for slip in question("law")["answers"][0]["slips"])):
        says = mark("least_power", formula).message
        assert "T_hot - T_cold" not in says and "/T_cold" not in says


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (1 / 3, "0.3333333333"), (5, "5"), ("  348 \n W ", "348 W"), ("x" * 100, "x" * 79 + "…"), ("\x1b[31m348", "[31m348"), ("<b>", "<b>"),
        (10**400, "a very large int"), (True, "True"), (math.nan, "nan"), (Unanswered("is empty"), ""), (NotRun("x"), ""),
    ],
)  # fmt: skip
def test_what_was_read_can_be_shown(answer, expected):
    assert shown(answer) == expected


def test_a_number_of_5000_digits_can_be_shown():
    assert shown(10**5000) == "a very large int"
