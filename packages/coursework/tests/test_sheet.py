"""A sheet: what it refuses, what a rubric holds, and 10,000 students of a toy set."""

import json
import math
from collections import Counter

import pytest
import sympy as sp
from coursework import Draw, Formula, Manual, Number, Question, Sheet, Slip
from coursework.marking.questions import mark_question
from coursework.sheets.handout import entry_of, student_file
from coursework.sheets.numbers import Numbers
from coursework.sheets.reference import spellings

from cryolib.limits import carnot_cop, holding_power, input_power
from cryolib.symbols import PhysicalSymbol, T_cold, T_hot, conductance, effectiveness, efficiency, heat_load, heat_rejected, power

KEY = bytes(range(32))
DRAWS = {T_cold: Draw(60, 90, 0.5), T_hot: Draw(290, 310, 1), heat_load: Draw(50, 150, 5), efficiency: Draw(0.1, 0.3, 0.05)}
LIMIT = Question(
    "limit",
    Number("cop", carnot_cop(T_cold, T_hot), unit="", points=1),
    Number("electric", input_power(heat_load, T_cold, T_hot, efficiency), unit="W", points=2, tolerance=0.02),
    title="The limit",
)
LAW = Question("law", Formula("least_power", input_power(heat_load, T_cold, T_hot), (heat_load, T_cold, T_hot), points=2))


def toy(**options):
    return Sheet(
        **{"name": "toy", "title": "A toy", "version": "1.0", "draws": DRAWS, "questions": (LIMIT, LAW, Manual("plot", 4))} | options
    )


def ask(*answers):
    return toy(questions=(Question("one", *answers),))


def test_a_slip_that_leaves_a_constant_earns_nothing():
    """Without the effectiveness, as if it were 1, nothing is lost."""
    sheet = ask(Formula("lost", (1 - effectiveness) * heat_load, (effectiveness, heat_load), points=2))
    rubric = sheet.rubric(sheet.practice(), course="c", version_digest="", student="ada")
    assert all("effectiveness" in slip["formula"] for slip in rubric["questions"][0]["answers"][0]["slips"])
    assert mark_question(rubric["questions"][0], {"lost": "0"}).points == 0


def number(**options):
    return Number(**{"name": "cop", "value": carnot_cop(T_cold, T_hot), "unit": "", "points": 1} | options)


# What is refused


@pytest.mark.parametrize("name", ["1st", "a b", "lambda", "", "π", "a-b"])
def test_names_are_python_names(name):
    with pytest.raises(ValueError, match="must be a Python name of ASCII letters; got"):
        number(name=name)
    with pytest.raises(ValueError, match="must be a Python name of ASCII letters; got"):
        Manual(name, 1)
    with pytest.raises(ValueError, match="name must be a Python name"):
        toy(name=name)


@pytest.mark.parametrize("name", ["numbers", "check", "me", "own_numbers", "print", "max", "_hidden"])
def test_names_that_the_notebook_needs_are_refused(name):
    with pytest.raises(ValueError, match=f"name '{name}' already has a meaning in the notebook"):
        number(name=name)


@pytest.mark.parametrize("points", [0, -1, math.inf, math.nan, "2"])
def test_points_are_positive(points):
    with pytest.raises(ValueError, match=r"points of .* must be positive; got"):
        number(points=points)
    with pytest.raises(ValueError, match=r"points of .* must be positive; got"):
        Manual("plot", points)


@pytest.mark.parametrize("tolerance", [0, -0.1, 0.2, math.nan])
def test_tolerances_are_small(tolerance):
    with pytest.raises(ValueError, match=r"tolerance of cop must be above 0 and below 0\.2; got"):
        number(tolerance=tolerance)


@pytest.mark.parametrize("unit", ["nonsense", "degC", "W/", "9**9"])
def test_units_are_known(unit):
    with pytest.raises(ValueError, match="unit of cop: "):
        number(unit=unit)


def test_a_value_is_of_what_is_drawn():
    with pytest.raises(ValueError, match="cop needs heat_rejected, which is neither drawn nor derived"):
        ask(number(value=heat_rejected / 2))
    with pytest.raises(ValueError, match="a slip of cop needs heat_rejected"):
        ask(number(slips=(Slip("Rejected.", heat_rejected),)))


def test_things_that_are_there_twice_are_named():
    with pytest.raises(ValueError, match="questions of toy must differ; limit is there more than once"):
        toy(questions=(LIMIT, Manual("limit", 1)))
    with pytest.raises(ValueError, match="answers of toy must differ; cop is there more than once"):
        toy(questions=(LIMIT, Question("again", number())))
    with pytest.raises(ValueError, match="numbers of toy must differ; T_cold is there more than once"):
        toy(derived={PhysicalSymbol("T_cold", "x", "another", "K"): T_hot / 2})


def test_drawn_symbols_say_what_they_are():
    with pytest.raises(ValueError, match=r"x must be a symbol of cryolib\.symbols"):
        toy(draws={**DRAWS, sp.Symbol("x"): Draw(1, 2, 1)})
    with pytest.raises(ValueError, match="keys is an attribute of every mapping"):
        toy(draws={**DRAWS, PhysicalSymbol("keys", "k", "keys", ""): Draw(1, 2, 1)})


def test_a_question_asks_for_something():
    with pytest.raises(ValueError, match="question empty has no answers"):
        Question("empty")


def test_slips_are_in_words_and_credits_are_fractions():
    with pytest.raises(ValueError, match="message must tell the student"):
        Slip(" ", 1.0)
    with pytest.raises(ValueError, match="credit must be from 0 to 1; got 2"):
        Slip("Twice.", 1.0, credit=2)


def test_formulas_are_of_their_symbols():
    with pytest.raises(ValueError, match="symbols of law must hold T_hot"):
        Formula("law", T_cold / T_hot, (T_cold,), 1)
    with pytest.raises(ValueError, match="ranges of law has T_hot, not among its symbols"):
        Formula("law", T_cold, (T_cold,), 1, ranges={T_hot: (1, 2)})
    with pytest.raises(ValueError, match="value of law must be a SymPy expression; got str"):
        Formula("law", "T_cold", (T_cold,), 1)


def test_formulas_can_be_compared_with():
    with pytest.raises(ValueError, match="law cannot be compared with: it has no finite value at T_hot = "):
        ask(Formula("law", sp.log(-T_hot), (T_hot,), 1))
    with pytest.raises(ValueError, match="law cannot be compared with: has the function gamma"):
        ask(Formula("law", sp.gamma(T_hot), (T_hot,), 1))
    with pytest.raises(ValueError, match="the range of T_hot in law must rise"):
        ask(Formula("law", T_hot, (T_hot,), 1, ranges={T_hot: (2, 1)}))


# Numbers and rubrics


def test_derived_numbers_follow_from_drawn_ones_and_from_each_other():
    T_middle = PhysicalSymbol("T_middle", "T_m", "halfway between the ends", "K", positive=True)
    T_quarter = PhysicalSymbol("T_quarter", "T_q", "a quarter of the way", "K", positive=True)
    sheet = toy(
        derived={T_middle: (T_cold + T_hot) / 2, T_quarter: lambda numbers: (numbers.T_cold + numbers.T_middle) / 2},
        questions=(Question("one", number(value=T_quarter / T_hot)),),
    )
    numbers = sheet.numbers("cryo", "ada", KEY)
    assert numbers.T_quarter == pytest.approx(0.75 * numbers.T_cold + 0.25 * numbers.T_hot)
    rubric = sheet.rubric(numbers, course="cryo", version_digest="", student="ada")
    assert rubric["questions"][0]["answers"][0]["value"] == pytest.approx(numbers.T_quarter / numbers.T_hot)
    assert list(rubric["numbers"]) == ["T_cold", "T_hot", "heat_load", "efficiency", "T_middle", "T_quarter"]


def test_a_derived_number_that_is_not_finite_is_named():
    T_middle = PhysicalSymbol("T_middle", "T_m", "halfway between the ends", "K", positive=True)
    with pytest.raises(ValueError, match="T_middle of toy is inf for Numbers"):
        toy(derived={T_middle: lambda numbers: math.inf}).practice()


def test_keep_sees_what_was_drawn():
    sheet = toy(keep=lambda numbers: numbers.T_cold > 80)
    assert all(sheet.numbers("cryo", f"s{k}", KEY).T_cold > 80 for k in range(50))


@pytest.mark.parametrize("value", [0.0, math.nan, math.inf])
def test_an_answer_that_cannot_be_marked_is_named(value):
    sheet = ask(number(value=lambda numbers: value))
    with pytest.raises(ValueError, match=r"cop is .* for Numbers\(T_cold="):
        sheet.rubric(sheet.practice(), course="cryo", version_digest="")


def test_an_answer_that_fails_is_named():
    def fails(numbers):
        raise ValueError("no such state")

    sheet = ask(number(value=fails))
    with pytest.raises(ValueError, match=r"cop cannot be computed for Numbers\(.*\): no such state"):
        sheet.rubric(sheet.practice(), course="cryo", version_digest="")


def test_a_rubric_is_plain_data_without_the_key():
    sheet = toy()
    rubric = sheet.rubric(sheet.numbers("cryo", "ada", KEY), course="cryo", version_digest="3fa9", student="ada")
    text = json.dumps(rubric, allow_nan=False)
    assert json.loads(text) == rubric
    assert KEY.hex() not in text
    assert {key: rubric[key] for key in ("course", "assignment", "version", "digest", "mode", "student")} == {
        "course": "cryo", "assignment": "toy", "version": "1.0", "digest": "3fa9", "mode": "course", "student": "ada",
    }  # fmt: skip
    assert [(question["id"], question["points"], question["manual"]) for question in rubric["questions"]] == [
        ("limit", 3, False), ("law", 2, False), ("plot", 4, True),
    ]  # fmt: skip
    assert sheet.points == 9


def test_values_are_those_of_cryolib():
    sheet = toy()
    for k in range(20):
        numbers = sheet.numbers("cryo", f"s{k}", KEY)
        cop, electric = sheet.rubric(numbers, course="cryo", version_digest="", student="s")["questions"][0]["answers"]
        assert cop["value"] == pytest.approx(numbers.T_cold / (numbers.T_hot - numbers.T_cold), rel=1e-12)
        assert electric["value"] == pytest.approx(numbers.heat_load / numbers.efficiency / cop["value"], rel=1e-12)


def test_practice_is_the_same_for_all_and_hides_formulas():
    sheet = toy()
    assert sheet.practice() == toy().practice()
    rubric = sheet.rubric(sheet.practice(), course="practice", version_digest="")
    law = rubric["questions"][1]["answers"][0]
    assert rubric["mode"] == "practice" and rubric["student"] is None
    assert all("formula" not in slip for slip in law["slips"]) and "formula" not in law and len(law["at"]) == len(law["values"]) == 24
    for point, value in zip(law["at"], law["values"], strict=True):
        assert value == pytest.approx(point["heat_load"] * (point["T_hot"] / point["T_cold"] - 1), rel=1e-12)


def test_formulas_are_compared_where_numbers_are_drawn():
    sheet = ask(Formula("law", T_cold * power * conductance, (T_cold, power, conductance), 1, ranges={power: (3, 4)}))
    law = sheet.rubric(sheet.practice(), course="c", version_digest="", student="ada")["questions"][0]["answers"][0]
    assert law["symbols"] == {"T_cold": [60.0, 90.0], "power": [3.0, 4.0], "conductance": [0.5, 2.0]}
    assert law["units"] == {"T_cold": "K", "power": "W", "conductance": "W/K"}
    assert law["spellings"] == {"T_C": "T_cold", "Wdot": "power", "G": "conductance"}


def test_a_value_drawn_from_one_leaves_room_to_compare():
    sheet = toy(draws={**DRAWS, T_hot: Draw.of(300.0)})
    law = sheet.rubric(sheet.practice(), course="c", version_digest="", student="ada")["questions"][1]["answers"][0]
    assert law["symbols"]["T_hot"] == [270.0, 330.0]


def test_spellings_do_not_take_the_name_of_another_symbol():
    other = PhysicalSymbol("T_H", "T_x", "another", "K", positive=True)
    assert spellings([T_hot, other]) == {"T_x": "T_H"}
    assert spellings([heat_load, PhysicalSymbol("q", r"\dot{Q}_C", "another", "W")]) == {}


def test_ten_thousand_students_of_a_toy_set():
    sheet = toy()
    seen, name = Counter(), {symbol.name: grid for symbol, grid in DRAWS.items()}
    for k in range(10_000):
        numbers = sheet.numbers("cryo", f"student{k}", KEY)
        rubric = sheet.rubric(numbers, course="cryo", version_digest="", student=f"student{k}")
        values = [answer["value"] for answer in rubric["questions"][0]["answers"]]
        assert all(math.isfinite(value) and value > 0 for value in values)
        assert all(grid.low <= numbers[key] <= grid.high for key, grid in name.items())
        seen[tuple(numbers.values())] += 1
    alike = sum(count * (count - 1) // 2 for count in seen.values())
    assert alike < 10_000 * 9_999 / 2 / 1000


def test_a_right_answer_is_right_for_everybody():
    sheet = toy()
    for k in range(200):
        numbers = sheet.numbers("cryo", f"s{k}", KEY)
        rubric = sheet.rubric(numbers, course="cryo", version_digest="", student=f"s{k}")
        cop = numbers.T_cold / (numbers.T_hot - numbers.T_cold)
        answers = {"cop": f"{cop:.4g}", "electric": f"{numbers.heat_load / cop / numbers.efficiency / 1000:.4g} kW"}
        assert mark_question(rubric["questions"][0], answers).points == 3


def test_a_holding_power_keeps_its_own_slips_first():
    slip = Slip("This is the leak, and not the power.", conductance * (T_hot - T_cold), credit=0.5)
    sheet = toy(
        draws={**DRAWS, conductance: Draw(1, 2, 0.1)},
        questions=(Question("hold", Number("held", holding_power(T_cold, T_hot, conductance), "W", 1, slips=[slip])),),
    )
    first = sheet.rubric(sheet.practice(), course="c", version_digest="")["questions"][0]["answers"][0]["slips"][0]
    assert first["message"] == slip.message and first["credit"] == 0.5


# The file beside the notebook


def test_the_file_of_numbers_has_neither_key_nor_answers_of_the_course():
    sheet = toy()
    page = student_file(sheet, "cryo", ["ada", "eve"], KEY, digest="3fa9")
    text = json.dumps(page, allow_nan=False)
    assert KEY.hex() not in text and '"ada"' not in text and '"formula":' not in text
    assert page["students"][entry_of("cryo", "toy", "ada")] == dict(sheet.numbers("cryo", "ada", KEY))
    assert set(page["students"]) == {entry_of("cryo", "toy", "ada"), entry_of("cryo", "toy", "eve")}
    assert page["quantities"]["T_cold"] == {"latex": "T_C", "meaning": "temperature of the cold end", "unit": "K"}
    law = page["asked"][1]["answers"][0]
    assert law == {
        "name": "least_power", "kind": "formula", "points": 2, "unit": "", "symbols": ["heat_load", "T_cold", "T_hot"],
        "spellings": {"Qdot_C": "heat_load", "T_C": "T_cold", "T_H": "T_hot"},
    }  # fmt: skip
    for student in ("ada", "eve"):
        rubric = sheet.rubric(sheet.numbers("cryo", student, KEY), course="cryo", version_digest="", student=student)
        assert all(repr(answer["value"]) not in text for answer in rubric["questions"][0]["answers"])


def test_a_file_for_practice_needs_no_key():
    assert student_file(toy(), "practice", [], None, digest="")["students"] == {}
    with pytest.raises(ValueError, match="the numbers of 1 students need the course's key"):
        student_file(toy(), "cryo", ["ada"], None, digest="")


def test_importing_the_package_loads_no_sympy():
    import subprocess
    import sys

    code = "import sys, coursework, coursework.student; print(sorted({'sympy', 'pint', 'numpy', 'IPython'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True).stdout == "[]\n"


def test_the_package_offers_its_names():
    import coursework

    assert {name: getattr(coursework, name).__name__ for name in coursework.__all__} == {name: name for name in coursework.__all__}
    assert set(coursework.__all__) <= set(dir(coursework))
    with pytest.raises(AttributeError, match=r"module 'coursework' has no attribute 'Quiz'"):
        _ = coursework.Quiz
    assert isinstance(toy().practice(), Numbers)
