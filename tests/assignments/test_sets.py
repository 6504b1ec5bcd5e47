"""The problem sets: their physics against what is published, 2,000 students' numbers (weekly 10,000), and solutions that earn full marks."""

import importlib.util
import json
import math
import re
from collections import Counter
from functools import cache
from pathlib import Path

import jupytext
import numpy as np
import pytest
import sympy as sp
from CoolProp.CoolProp import PropsSI
from coursework import Formula, Manual, Number
from coursework.marking.answers import plain
from coursework.marking.questions import SLIP, mark_question
from coursework.sandbox.execution import Limits
from coursework.sheets.copying import measure
from coursework.sheets.numbers import Numbers
from coursework.sheets.slips import automatic_slips
from support.weekly import IS_WEEKLY

from cryolib.expansion import throttle
from cryolib.gases import RealFluid, VanDerWaals
from cryolib.limits import carnot_cop, fixed_load_minimum_temperature, holding_power, input_power, minimum_temperature
from cryolib.shields import shielded_holding_power
from cryolib.stirling import real_stirling

ROOT = Path(__file__).parents[2]
SETS = ("price_of_coldness", "expansion_and_inversion", "machines")
KEY = bytes(range(32))
STUDENTS = 10_000 if IS_WEEKLY else 2_000
R = 8.314462618  # J/(mol K), CODATA 2018


@cache
def module(name):
    spec = importlib.util.spec_from_file_location(f"set_{name}", ROOT / "assignments" / f"{name}.py")
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def sheet_of(name):
    return module(name).sheet


def answers_of(name, kind):
    return [answer for question in sheet_of(name).questions for answer in question.answers if isinstance(answer, kind)]


def answer(name, asked):
    return next(a for a in answers_of(name, (Number, Formula)) if a.name == asked)


@cache
def students(name):
    """The numbers of all students."""
    sheet = sheet_of(name)
    return [sheet.numbers("a course", f"student {i}", KEY) for i in range(STUDENTS)]


@cache
def columns(name):
    """The same as arrays by the name of the number."""
    return {number: np.array([numbers[number] for numbers in students(name)]) for number in students(name)[0]}


def over_all(name, value):
    """A value of the sheet for all students: expressions at once, functions one by one."""
    if isinstance(value, sp.Expr) and value.free_symbols:
        used = sorted(value.free_symbols, key=str)
        with np.errstate(all="ignore"):
            return np.broadcast_to(sp.lambdify(used, value, "numpy")(*(columns(name)[s.name] for s in used)), (STUDENTS,))
    if callable(value):
        return np.array([value(numbers) for numbers in students(name)])
    return np.full(STUDENTS, float(value))


@cache
def values(name, asked):
    return over_all(name, answer(name, asked).value)


def at(name, asked, **numbers):
    """One answer for numbers of our own."""
    value = answer(name, asked).value
    if not isinstance(value, sp.Expr):
        return float(value(Numbers(numbers)))
    return float(value.subs({symbol: numbers[symbol.name] for symbol in value.free_symbols}))


def formula(name, asked, **numbers):
    return at(name, asked, **numbers)


# --- thousands of students ----------------------------------------------------------------------------------------------

#: What no answer may leave, in its unit: wide enough for every student and too narrow for a mistake of a factor 3.
SENSIBLE = {
    "fraction": (0.04, 0.36), "entropy_made": (0.2, 0.85), "T_honest": (70, 215), "heat_power": (20, 150), "saved": (0.04, 0.4),
    "G_leak": (0.006, 0.05), "dissipated": (0.4, 7), "coldest": (10, 55), "T_anchor": (12, 60), "power_anchored": (150, 4000),
    "share": (0.36, 0.56), "T_exit": (20, 75), "shaft_power": (1000, 30000), "entropy_made_turbine": (5, 300), "fading": (1.1, 2.0),
    "P_limit": (2e7, 8.5e7), "T_lower": (80, 520), "T_upper": (400, 1750), "drop": (8, 45), "estimate": (8, 40), "preheat": (1.5e4, 1.1e5),
    "liquid_valve": (0.5, 0.9), "liquid_expander": (0.55, 0.92), "work": (8e3, 6e4), "largest_drop": (0.2, 3), "P_level": (60e5, 92e5),
    "P_model": (9e5, 40e5), "amount": (3e-5, 4e-3), "drive_power": (4, 200), "matrix": (0.03, 4), "liquid_yield": (0.03, 0.2),
    "compressor_power": (6e4, 2.5e6), "leak_own": (2e4, 1.9e5), "absorbed": (1.7, 17), "surplus": (0.15, 1.62), "kept": (0.77, 0.97),
    "yield_most": (0.045, 0.15), "dearer": (0.045, 1.2), "least_work": (3e6, 1.1e7),
}  # fmt: skip


@pytest.mark.parametrize("name", SETS)
def test_every_answer_of_thousands_of_students_can_be_computed_and_is_sensible(name):
    for number in answers_of(name, Number):
        results = values(name, number.name)
        key = "entropy_made_turbine" if (name, number.name) == ("expansion_and_inversion", "entropy_made") else number.name
        low, high = SENSIBLE[key]
        assert np.isfinite(results).all() and results.min() > low and results.max() < high, (number.name, results.min(), results.max())


@pytest.mark.parametrize("name", SETS)
def test_no_named_slip_lands_on_an_answer(name):
    for number in answers_of(name, Number):
        right = values(name, number.name)
        for slip in number.slips:
            wrong = over_all(name, slip.value)
            assert np.isfinite(wrong).all(), slip.message
            # Two tolerances apart: nearer ones are not told, and an answer may be off by one.
            near = np.abs(wrong - right) <= 2 * number.tolerance * np.abs(right)
            assert near.sum() == 0, (number.name, slip.message, int(near.sum()), np.abs(wrong / right - 1).min())


@pytest.mark.parametrize("name", SETS)
def test_swapped_ends_and_celsius_never_give_the_right_answer(name):
    for number in answers_of(name, Number):
        if not isinstance(number.value, sp.Expr):
            continue
        right = values(name, number.name)
        for slip in automatic_slips(number.value, number.unit):
            if "the temperatures in degrees Celsius" in slip.message or ("swapped" in slip.message and "sign" not in slip.message):
                wrong = over_all(name, slip.value)
                if not np.allclose(wrong, right, rtol=1e-9):  # the two readings may be numbered either way
                    assert not (np.abs(wrong - right) <= number.tolerance * np.abs(right)).any(), (number.name, slip.message)


@pytest.mark.parametrize("name", SETS)
def test_draws_are_kept_and_on_their_grids(name):
    sheet = sheet_of(name)
    for symbol, grid in sheet.draws.items():
        drawn = columns(name)[symbol.name]
        assert set(drawn) <= set(grid.values)
        assert len(set(drawn)) == len(grid.values)  # nothing on the grid is refused always
    assert all(sheet.keep(numbers) for numbers in students(name)[:200])


def pairs_alike(distances):
    """How many pairs of students are within 1 in every column, exactly."""
    alike = 0
    order = np.argsort(distances[:, 0])
    sorted_ = distances[order]
    last = np.searchsorted(sorted_[:, 0], sorted_[:, 0] + 1, side="right")
    for i, end in enumerate(last):
        alike += int((np.abs(sorted_[i + 1 : end] - sorted_[i]) <= 1).all(axis=1).sum())
    return alike


PAIRS = STUDENTS * (STUDENTS - 1) / 2


@pytest.mark.parametrize("name", SETS)
def test_fewer_than_1_in_1000_pairs_of_students_are_alike(name):
    same_numbers = sum(n * (n - 1) / 2 for n in Counter(students(name)).values())
    assert same_numbers / PAIRS < 1e-3
    # Nor could whole sets of answers be handed on: alike is what would count as right for the other one.
    asked = answers_of(name, Number)
    distances = np.stack([np.log(np.abs(values(name, a.name))) / math.log1p(a.tolerance) for a in asked], axis=1)
    assert pairs_alike(distances) / PAIRS < 1e-3
    # A single question can be handed on to few.
    for question in sheet_of(name).questions:
        names = [a.name for a in question.answers if isinstance(a, Number)]
        if names:
            columns_of = [i for i, a in enumerate(asked) if a.name in names]
            assert pairs_alike(distances[:, columns_of]) / PAIRS < 0.03, question.id


@pytest.mark.parametrize("name", SETS)
def test_a_neighbours_answer_is_right_in_fewer_than_1_in_10_pairs_even_if_scaled(name):
    measured = measure(sheet_of(name), students=300)
    assert [one.number.name for one in measured] == [number.name for number in answers_of(name, Number)]
    assert not [str(one) for one in measured if one.worst >= 0.1]


# --- The notebooks -----------------------------------------------------------------------------------------------------


@cache
def cells(name):
    return jupytext.read(ROOT / "assignments" / f"{name}.md").cells


def handed_out(name, numbers, manual=False):
    """Run the instructor's code, and take each question's answers as they are when its cell has run."""
    space, answers = {"numbers": numbers}, {}
    for cell in cells(name):
        if cell.cell_type != "code" or ("manual" in cell.metadata and not manual):
            continue
        exec(compile(cell.source, name, "exec"), space)
        if "question" in cell.metadata:
            question = next(q for q in sheet_of(name).questions if q.id == cell.metadata["question"])
            answers[question.id] = {a.name: plain(space[a.name]) for a in question.answers}
    return answers


@pytest.mark.parametrize("name", SETS)
def test_solutions_earn_full_marks_for_25_students(name):
    sheet = sheet_of(name)
    for i in range(25):
        numbers = sheet.numbers("another course", f"student {i}", KEY)
        rubric = sheet.rubric(numbers, course="another course", version_digest="", student=f"student {i}")
        json.dumps(rubric)
        answers = handed_out(name, numbers)
        for question in rubric["questions"]:
            if not question["manual"]:
                mark = mark_question(question, answers[question["id"]])
                assert mark.points == mark.maximum == question["points"], (question["id"], mark, numbers)


@pytest.mark.parametrize("name", SETS)
def test_solutions_to_what_is_marked_by_hand_run(name, monkeypatch, capsys):
    import matplotlib.pyplot as plt

    drawn = []
    monkeypatch.setattr(plt, "show", lambda: drawn.append(plt.gca()))
    handed_out(name, sheet_of(name).practice(), manual=True)
    plt.close("all")
    (axes,) = drawn
    assert len(axes.lines) >= 3 and axes.get_xlabel() and axes.get_ylabel() and axes.get_legend()
    assert capsys.readouterr().out.strip()
    if name == "price_of_coldness":  # two offers halve the bill everywhere, the third does so at one temperature
        better, thinner, shield, change = axes.lines
        assert np.allclose(better.get_ydata(), 0.5) and np.allclose(thinner.get_ydata(), 0.5)
        assert np.interp(change.get_xdata()[0], *shield.get_data()) == pytest.approx(0.5, rel=1e-3)


@pytest.mark.parametrize("name", SETS)
def test_every_slip_is_named_to_who_makes_it(name):
    sheet = sheet_of(name)
    numbers = sheet.numbers("another course", "a student", KEY)
    rubric = sheet.rubric(numbers, course="another course", version_digest="", student="a student")
    messages = set()
    for question in rubric["questions"]:
        for entry in question["answers"]:
            for slip in entry["slips"]:
                value = slip.get("value", slip.get("formula"))
                (mark,) = (m for m in mark_question(question, {entry["name"]: value}).marks if m.name == entry["name"])
                assert mark.message.startswith(slip["message"]), (entry["name"], slip, mark)
                assert mark.points == pytest.approx(slip["credit"] * entry["points"])
                messages.add(slip["message"])
    declared = {slip.message for a in answers_of(name, (Number, Formula)) for slip in a.slips}
    assert declared <= messages


@pytest.mark.parametrize("name", SETS)
def test_each_answer_has_a_hint_that_gives_nothing_away(name):
    hints = {asked.name: asked.hint for asked in answers_of(name, (Number, Formula))}
    assert not [asked for asked, hint in hints.items() if not hint]
    assert len(set(hints.values())) == len(hints)
    for asked, hint in hints.items():
        assert hint.endswith(".") and len(hint) <= 200, (asked, len(hint))
        assert not re.search(r"(?<!\w)\d|[=*/^]", hint), asked  # no number and no formula; a name such as T_1 may be in it


#: What students give most, worked out anew from their numbers, and a word of what they should read.
COMMON = {
    "price_of_coldness": [
        ("fraction", lambda n: n.heat_load / n.power, "performance"),
        ("entropy_made", lambda n: n.power / n.T_hot, "all of the power over T_hot"),
        ("T_honest", lambda n: n.T_hot * n.power_claim / (n.power_claim + n.heat_load), "the power's part"),
        ("saved", lambda n: (n.T_hot - n.T_cold) ** 2 / n.T_cold * (n.T_cold + n.rise) / (n.T_hot - n.T_cold - n.rise) ** 2 - 1, "the new power"),
        ("share", lambda n: 1 / (1 / at("price_of_coldness", "share", **n) - 1), "relative to the other stage"),
    ],
    "expansion_and_inversion": [
        ("liquid_valve", lambda n: 1 / (1 / at("expansion_and_inversion", "liquid_valve", **n) - 1), "for the vapour"),
        ("largest_drop", lambda n: n.T_helium - at("expansion_and_inversion", "largest_drop", **n), "behind the valve"),
    ],
    "machines": [
        ("liquid_yield", lambda n: 1 / (1 / at("machines", "liquid_yield", **n) - 1), "the gas that returns"),
        ("kept", lambda n: at("machines", "kept", **n) * n.T_end / (300 - n.T_end), "performance"),
        ("dearer", lambda n: 1 - 1 / (1 + at("machines", "dearer", **n)), "relative to the work at P_plant"),
    ],
}  # fmt: skip


def rubrics(name, count):
    """The numbers of some students and each one's entries of the numbers that are asked for."""
    sheet = sheet_of(name)
    for numbers in students(name)[:count]:
        rubric = sheet.rubric(numbers, course="another course", version_digest="", student="a student")
        yield numbers, {entry["name"]: entry for question in rubric["questions"] for entry in question["answers"] if "value" in entry}


@pytest.mark.parametrize("name", SETS)
def test_common_slips_are_named(name):
    for asked, slip, word in COMMON[name]:
        marks = [
            mark_question({"id": "q", "points": 1, "answers": [entries[asked]]}, {asked: float(f"{slip(numbers):.4g}")}).marks[0]
            for numbers, entries in rubrics(name, 20)
        ]
        assert all(mark.points for mark in marks), asked
        assert sum(word in mark.message for mark in marks) >= 18, asked  # for a few students another slip has the same result


@pytest.mark.parametrize("name", SETS)
def test_a_random_number_is_taken_for_a_slip_in_at_most_3_of_100_cases(name):
    factors = np.exp(np.random.default_rng(1).uniform(-math.log(3.3), math.log(3.3), 4000))
    taken = {}
    for _, entries in rubrics(name, 25):
        for asked, entry in entries.items():
            wrong = factors[np.abs(factors - 1) > entry["tolerance"]] * entry["value"]
            near = [np.abs(wrong - slip["value"]) <= SLIP * entry["tolerance"] * abs(slip["value"]) for slip in entry["slips"]]
            taken.setdefault(asked, []).append(np.any(near, axis=0).mean() if near else 0)
    often = {asked: round(float(np.mean(parts)), 4) for asked, parts in taken.items() if np.mean(parts) > 0.03}
    assert not often


# --- The prose ---------------------------------------------------------------------------------------------------------


def statement(name, question):
    """The text under the heading of a question."""
    number = 1 + [q.id for q in sheet_of(name).questions].index(question.id)
    text = "\n\n".join(cell.source for cell in cells(name) if cell.cell_type == "markdown")
    (section,) = re.findall(rf"^## {number}\. (.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return section


@pytest.mark.parametrize("name", SETS)
def test_each_statement_asks_for_what_the_sheet_asks_with_its_unit(name):
    for question in sheet_of(name).questions:
        text = statement(name, question)
        assert text.startswith(question.title + "\n")
        bullets = re.findall(r"^- (.*)$", text, re.MULTILINE)
        asked = [name for bullet in bullets for name in re.findall(r"`(\w+)`", bullet.split(":")[0])]
        assert asked == [a.name for a in question.answers]
        for a in question.answers:
            (bullet,) = (b for b in bullets if f"`{a.name}`" in b.split(":")[0])
            note = bullet[bullet.rindex("(") + 1 : -1] if bullet.endswith(")") else ""
            if isinstance(a, Formula):
                assert note.startswith("formula"), bullet
            else:
                assert note.split(", ")[0 if a.unit else -1] == (a.unit or "no unit"), bullet


@pytest.mark.parametrize("name", SETS)
def test_statements_name_the_numbers_and_nothing_that_is_not_there(name):
    drawn = {symbol.name for symbol in sheet_of(name).draws}
    written = set()
    for question in sheet_of(name).questions:
        text = statement(name, question)
        named = set(re.findall(r"`(\w+)`", text))
        symbols = {str(s) for a in question.answers if isinstance(a, Formula) for s in a.symbols}
        assert named <= drawn | symbols | {a.name for a in question.answers}
        assert symbols <= named
        written |= named
    assert drawn <= written, drawn - written


@pytest.mark.parametrize("name", SETS)
def test_students_read_how_long_their_notebook_may_run(name):
    limits = Limits()
    told = f"A cell may then run for {limits.cell_seconds:g} seconds, and the whole notebook for {limits.seconds:g}."
    assert told in (ROOT / "assignments" / f"{name}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SETS)
def test_text_is_plain_markdown_and_tells_no_solution(name):
    source = (ROOT / "assignments" / f"{name}.md").read_text(encoding="utf-8")
    for cell in cells(name):
        if cell.cell_type == "markdown":
            assert not re.search(r"\{\w+\}`|^:::|^```", cell.source, re.MULTILINE), cell.source
            assert cell.source.count("$") % 2 == 0
            assert "SOLUTION" not in cell.source
        elif "question" in cell.metadata or "manual" in cell.metadata:
            lines = cell.source.strip().splitlines()
            if "manual" in cell.metadata:
                assert lines.pop(0) == "# Your plot, and your sentences as comments."  # all that a student finds in the cell
            assert (lines[0], lines[-1]) == ("### BEGIN SOLUTION", "### END SOLUTION")
    answered = re.findall(r"^:(?:question|manual): (\w+)$", source, re.MULTILINE)
    assert answered == [question.id for question in sheet_of(name).questions]
    assert sum(isinstance(question, Manual) for question in sheet_of(name).questions) == 1


@pytest.mark.parametrize("name", SETS)
def test_readme_counts_questions_and_points(name):
    sheet = sheet_of(name)
    (row,) = re.findall(
        rf"^\| `{name}` \|.*\| (\d+) \| (\d+) \|$", (ROOT / "assignments" / "README.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert [int(count) for count in row] == [len(sheet.questions), sheet.points]


# --- What is published, and limits: the price of coldness --------------------------------------------------------------


def test_bench_is_that_of_a_cooler_whose_data_are_published():
    # RHESSI's Stirling cooler: 4 W at 77 K for 100 W, an eighth to a ninth of Carnot at 300 K.
    rhessi = {"heat_load": 4.0, "T_cold": 77.0, "T_hot": 300.0, "power": 100.0}
    assert at("price_of_coldness", "fraction", **rhessi) == pytest.approx(4 / 100 * 223 / 77)
    ideal = rhessi | {"power": 4 * 223 / 77}
    assert at("price_of_coldness", "fraction", **ideal) == pytest.approx(1)
    assert at("price_of_coldness", "entropy_made", **ideal) == pytest.approx(0, abs=1e-12)
    T = at("price_of_coldness", "T_honest", heat_load=4.0, power_claim=12.0, T_hot=300.0)
    assert carnot_cop(T, 300.0) == pytest.approx(4 / 12)


def test_heat_driven_cooler_is_an_engine_and_a_cooler():
    T = {"T_cold": 250.0, "T_hot": 300.0, "T_drive": 400.0}
    assert formula("price_of_coldness", "cop_heat", **T) == pytest.approx((1 - 300 / 400) * 250 / 50)
    assert formula("price_of_coldness", "rejected_ratio", **T) == pytest.approx(1 + 1 / 1.25)
    assert formula("price_of_coldness", "fine", **T, S_gen=1.0) == pytest.approx(1 / (1 / 300 - 1 / 400))
    endless = T | {"T_drive": 1e9}  # heat from an infinitely hot source is as good as work
    assert formula("price_of_coldness", "cop_heat", **endless) == pytest.approx(carnot_cop(250.0, 300.0), rel=1e-6)
    assert formula("price_of_coldness", "fine", **endless, S_gen=1.0) == pytest.approx(300, rel=1e-6)


def test_steepness_is_one_in_the_cold_and_a_finite_difference_elsewhere():
    expected = {"n_fixed": 3 / 2, "n_conducted": 2, "n_radiated": 3 / 2 + 4 / 80}  # at a third of T_hot
    for name, n in expected.items():
        assert formula("price_of_coldness", name, T_cold=100.0, T_hot=300.0) == pytest.approx(n)
        assert formula("price_of_coldness", name, T_cold=1e-3, T_hot=300.0) == pytest.approx(1, rel=2e-5)
    # From 50 to 100 K, in surroundings at 300 K, the power falls from 1250 K to 400 K times the conductance.
    assert at("price_of_coldness", "saved", T_cold=50.0, T_hot=300.0, rise=50.0) == pytest.approx(1 - 400 / 1250)


def test_readings_give_back_the_leak_that_made_them():
    K, Q, eta = 0.02, 1.5, 0.12
    case = {"T_1": 130.0, "T_2": 70.0, "T_hot": 300.0, "efficiency": eta, "power_full": 600.0}
    for i in "12":
        T = case[f"T_{i}"]
        case[f"power_{i}"] = input_power(Q, T, 300.0, eta) + holding_power(T, 300.0, K, eta)
    assert at("price_of_coldness", "G_leak", **case) == pytest.approx(K)
    assert at("price_of_coldness", "dissipated", **case) == pytest.approx(Q)
    T = at("price_of_coldness", "coldest", **case)
    assert input_power(Q, T, 300.0, eta) + holding_power(T, 300.0, K, eta) == pytest.approx(600)
    # Colder than with either leak and more, warmer than with each alone.
    assert max(minimum_temperature(600, 300, K, eta), fixed_load_minimum_temperature(600, 300, Q, eta)) < T


def test_anchor_in_the_middle_of_equal_stages_is_the_chapters_shield():
    # The magnet of the article: 1.5 W at 4.2 K from 295 K; one shield at 35.2 K leaves 39.6 W of 103.9 W.
    K = 1.5 / (295 - 4.2)
    case = {"T_magnet": 4.2, "T_hot": 295.0, "position": 0.5, "conductance": K, "efficiency_shield": 1.0, "efficiency_magnet": 1.0}
    assert at("price_of_coldness", "T_anchor", **case) == pytest.approx(35.2, abs=0.05)
    assert at("price_of_coldness", "power_anchored", **case) == pytest.approx(39.6, abs=0.05)
    assert at("price_of_coldness", "power_anchored", **case) == pytest.approx(shielded_holding_power(4.2, 295.0, K, 2))
    # With r the square root of T_hot/T_magnet, the works are as (r - 1)**2 to r**2 - 1.
    assert at("price_of_coldness", "share", **case) == pytest.approx((1 - math.sqrt(4.2 / 295)) / 2)


def test_anchor_is_where_the_slope_of_the_bill_is_zero():
    own = module("price_of_coldness")
    bill, T = own.magnet_bill + own.shield_bill, own.T_shield
    for numbers in students("price_of_coldness")[:20]:
        case = {symbol: numbers[symbol.name] for symbol in bill.free_symbols - {T}}
        best = at("price_of_coldness", "T_anchor", **numbers)
        power = sp.lambdify(T, bill.subs(case))
        assert abs(float(bill.diff(T).subs(case | {T: best}))) < 1e-9 * power(best)
        assert power(best) < min(power(0.9 * best), power(1.1 * best))


def test_shield_is_the_best_offer_below_a_thirtyfourth():
    change = 300 / (1 + math.sqrt(2)) ** 4
    assert shielded_holding_power(change, 300.0, 1.0, 2) == pytest.approx(holding_power(change, 300.0, 0.5))
    assert 1 - shielded_holding_power(77.0, 300.0, 1.0, 2) / holding_power(77.0, 300.0, 1.0) == pytest.approx(0.1, abs=0.02)


# --- Expansion and inversion -------------------------------------------------------------------------------------------


def test_perfect_turbine_is_isentropic_and_reads_gauges_above_the_air():
    case = {"T_turbine": 300.0, "gauge_in": 200e5 - 101325, "gauge_out": 0.0, "isentropic_efficiency": 1.0, "mass_flow": 4.0026e-3}
    T = at("expansion_and_inversion", "T_exit", **case)
    assert pytest.approx(300 * (1.01325 / 200) ** 0.4) == T
    assert at("expansion_and_inversion", "shaft_power", **case) == pytest.approx(2.5 * R * (300 - T), rel=1e-5)  # one mole
    assert at("expansion_and_inversion", "entropy_made", **case) == pytest.approx(0, abs=1e-9)
    valve = case | {"isentropic_efficiency": 1e-9}
    assert at("expansion_and_inversion", "entropy_made", **valve) == pytest.approx(R * math.log(200 / 1.01325), rel=1e-5)


def test_fading_attraction_has_van_der_waals_and_redlich_kwong_as_cases():
    gas = {"a": 0.137, "b": 3.87e-5, "R": R}
    for m, T_ratio in ((1.0, 2.0), (1.5, 2.5 ** (2 / 3)), (2.0, math.sqrt(3))):  # van der Waals, Redlich-Kwong, Berthelot
        assert formula("expansion_and_inversion", "ratio", m=m) == pytest.approx(T_ratio)
        assert at("expansion_and_inversion", "fading", T_boyle=100.0, T_inversion=100 * T_ratio) == pytest.approx(m)
        T = formula("expansion_and_inversion", "T_zero", **gas, m=m)
        assert formula("expansion_and_inversion", "cooling", **gas, T=T, m=m) == pytest.approx(0, abs=1e-15)
    assert formula("expansion_and_inversion", "T_zero", **gas, m=1.0) == pytest.approx(851.5, rel=1e-3)  # 2a/Rb of nitrogen
    nitrogen = at("expansion_and_inversion", "fading", T_boyle=326.28, T_inversion=607.87)
    assert 1.3 < nitrogen < 1.5  # real gases fade about as Redlich and Kwong have it


def test_arch_is_the_reduced_curve():
    # p = 24 sqrt(3 t) - 12 t - 27, in units of the critical point; van der Waals, 1911.
    a, b = 0.137, 3.87e-5
    T_c, P_c = 8 * a / (27 * R * b), a / (27 * b**2)
    case = {"a": a, "b": b, "P_valve": 4 * P_c}
    assert at("expansion_and_inversion", "P_limit", **case) == pytest.approx(9 * P_c)
    for asked, side in (("T_lower", -1), ("T_upper", 1)):
        t = at("expansion_and_inversion", asked, **case) / T_c
        assert 24 * math.sqrt(3 * t) - 12 * t - 27 == pytest.approx(4, rel=1e-6) and side * (t - 3) > 0


def test_town_gas_cools_as_methane_does():
    # Methane at 300 K and 1 atm: 0.438 K/atm; gas engineers reckon with half a kelvin per bar.
    small = {"T_main": 300.0, "P_main": 2e5, "P_town": 0.5e5}
    assert at("expansion_and_inversion", "drop", **small) / 1.5 == pytest.approx(0.438 / 1.01325, rel=0.01)
    per_bar = (
        values("expansion_and_inversion", "drop")
        / (columns("expansion_and_inversion")["P_main"] - columns("expansion_and_inversion")["P_town"])
        * 1e5
    )
    assert 0.38 < per_bar.min() and per_bar.max() < 0.58
    for numbers in students("expansion_and_inversion")[:50]:
        T = numbers.T_main - at("expansion_and_inversion", "drop", **numbers)
        h = [
            PropsSI("H", "T", T, "P", P, "Methane")
            for T, P in ((numbers.T_main, numbers.P_main), (T, numbers.P_town), (numbers.T_main, numbers.P_town))
        ]
        assert h[1] == pytest.approx(h[0], abs=2)
        assert at("expansion_and_inversion", "preheat", **numbers) == pytest.approx(h[2] - h[0], rel=1e-6)
        # The model misses some of it for every student, so that the two are told apart.
        assert at("expansion_and_inversion", "estimate", **numbers) < 0.95 * at("expansion_and_inversion", "drop", **numbers)


def test_expander_gains_its_work_over_the_latent_heat():
    # Methane at its boiling point of 111.667 K: 510.83 kJ/kg (Setzmann and Wagner 1991).
    case = {"T_feed": 150.0, "P_feed": 60e5, "P_tank": 101325.0, "isentropic_efficiency": 0.75}
    gain = at("expansion_and_inversion", "liquid_expander", **case) - at("expansion_and_inversion", "liquid_valve", **case)
    assert gain == pytest.approx(at("expansion_and_inversion", "work", **case) / 510.83e3, rel=2e-3)
    for numbers in students("expansion_and_inversion")[:50]:
        h, P = PropsSI("H", "T", numbers.T_feed, "P", numbers.P_feed, "Methane"), numbers.P_tank
        assert at("expansion_and_inversion", "liquid_valve", **numbers) == pytest.approx(
            1 - PropsSI("Q", "H", h, "P", P, "Methane"), rel=1e-6
        )


def test_level_pressure_leaves_helium_as_warm_as_it_came():
    helium = RealFluid("helium")
    for numbers in students("expansion_and_inversion")[:20]:
        level, drop = (at("expansion_and_inversion", asked, **numbers) for asked in ("P_level", "largest_drop"))
        assert throttle(helium, numbers.T_helium, level, numbers.P_cold).T == pytest.approx(numbers.T_helium, abs=1e-5)
        top = helium.inversion_pressure(numbers.T_helium)
        assert top < helium.maximum_inversion_pressure()[1]
        out = throttle(helium, numbers.T_helium, top * np.array([0.97, 1.0, 1.03, 2.9]), numbers.P_cold).T
        assert out[1] < min(out[0], out[2]) < numbers.T_helium < out[3]  # from far above it warms
        assert drop == pytest.approx(numbers.T_helium - out[1])


def test_level_pressure_of_the_model_has_a_closed_form():
    # Down to zero pressure h = (c_v + R) T, so 2a/v = R T b/(v - b).
    gas = VanDerWaals.of("helium")
    T = 25.0
    v = 2 * gas.a * gas.b / (2 * gas.a - R * T * gas.b)
    pressure = at("expansion_and_inversion", "P_model", T_helium=T, P_cold=1.0)
    assert pressure == pytest.approx(R * T / (v - gas.b) - gas.a / v**2, rel=1e-4)


# --- Machines ----------------------------------------------------------------------------------------------------------


def test_order_with_a_perfect_regenerator_is_carnot():
    case = {"heat_load": 5.0, "T_cold": 80.0, "T_hot": 300.0, "compression_ratio": 2.5, "frequency": 25.0, "effectiveness": 1.0}
    assert at("machines", "drive_power", **case) == pytest.approx(5 * 220 / 80)
    amount = at("machines", "amount", **case)
    assert amount * 25 * R * 80 * math.log(2.5) == pytest.approx(5)
    assert at("machines", "matrix", **case) == pytest.approx(amount * 2.5 * R * 220 / 4)
    lossy = case | {"effectiveness": 0.98}
    assert at("machines", "amount", **lossy) * 25 * (R * 80 * math.log(2.5) - 0.02 * 2.5 * R * 220) == pytest.approx(5)


def test_two_pieces_cut_at_an_end_are_one():
    case = {"T_hot": 300.0, "T_cold": 75.0, "c_p": 20.8, "effectiveness": 0.98}
    one = formula("machines", "bill_one", **case)
    assert one == pytest.approx(0.02 * 20.8 * 225**2 / 75)
    for end in (75.0, 300.0):
        assert formula("machines", "bill_two", **case, T_mid=end) == pytest.approx(one)
    assert formula("machines", "T_cut", **case) == pytest.approx(150)
    assert formula("machines", "left", **case) == pytest.approx(5 / 9)
    assert formula("machines", "bill_two", **case, T_mid=150.0) == pytest.approx(5 / 9 * one)
    assert formula("machines", "bill_two", **case, T_mid=140.0) > 5 / 9 * one < formula("machines", "bill_two", **case, T_mid=160.0)


def test_liquefier_is_near_the_quoted_textbook_values_of_methane():
    # 300 K, from 1 to 200 atm, a perfect exchanger: yield 0.1977 and 782.4 kJ for a kilogram of gas, quoted from Barron (1985).
    case = {"T_in": 300.0, "P_compressor": 200 * 101325.0, "epsilon_methane": 1.0, "liquid_flow": 1.0}
    y = at("machines", "liquid_yield", **case)
    assert y == pytest.approx(0.1977, rel=0.06)
    assert at("machines", "compressor_power", **case) * y == pytest.approx(782.4e3, rel=0.01)


def test_leaks_meet_at_the_limit():
    h = {"h_1": 9000.0, "h_2": 7200.0, "h_g": 2300.0, "h_f": -3100.0}
    assert formula("machines", "yield_leaky", **h, effectiveness=1.0, leak=0.0) == pytest.approx(1800 / 12100)
    limit = formula("machines", "leak_limit", **h, effectiveness=0.9)
    assert limit == pytest.approx(1800 - 0.1 * 6700)
    assert formula("machines", "yield_leaky", **h, effectiveness=0.9, leak=limit) == pytest.approx(0, abs=1e-12)
    assert formula("machines", "effectiveness_needed", **h, leak=limit) == pytest.approx(0.9)
    for numbers in students("machines")[:50]:
        h_1, h_2 = (PropsSI("H", "T", numbers.T_in, "P", P, "Methane") for P in (101325, numbers.P_compressor))
        h_g = PropsSI("H", "Q", 1, "P", 101325, "Methane")
        assert at("machines", "leak_own", **numbers) == pytest.approx(h_1 - h_2 - (1 - numbers.epsilon_methane) * (h_1 - h_g), rel=1e-6)


def test_real_helium_is_ideal_when_dilute_and_the_chapters_when_dense():
    dilute = {"T_end": 10.0, "filling": 100.0, "charge": 1.0}
    assert at("machines", "absorbed", **dilute) == pytest.approx(R * 10 * math.log(2), rel=1e-4)
    assert at("machines", "kept", **dilute) == pytest.approx(1, abs=1e-4)
    dense = {"T_end": 4.5, "filling": 20e5, "charge": 0.1}  # the chapter finds a fifth of the cooling lost
    assert at("machines", "surplus", **dense) / at("machines", "absorbed", **dense) == pytest.approx(0.201, abs=1e-3)
    helium = RealFluid("helium")
    for numbers in students("machines")[:20]:
        v = helium.molar_volume(300.0, numbers.filling)
        cycle = real_stirling(helium, numbers.T_end, 300.0, v / 2, v)
        # All of the surplus does end at the cold end, as the question says.
        assert cycle.regenerator_loss == pytest.approx(cycle.imbalance, rel=1e-6)
        assert at("machines", "kept", **numbers) == pytest.approx(cycle.cop / carnot_cop(numbers.T_end, 300.0), rel=1e-6)


def test_best_pressures_of_nitrogen():
    # Inversion pressure at 300 K: 391 bar; 399 by Miller's correlation of 1970, 388 by that of Gunn, Chueh and Prausnitz.
    nitrogen, case = RealFluid("nitrogen"), {"T_nitrogen": 300.0, "epsilon_nitrogen": 1.0}
    most = nitrogen.inversion_pressure(300.0)
    assert most == pytest.approx(394e5, rel=0.02)
    h = [PropsSI("H", "T", 300, "P", P, "Nitrogen") for P in (101325, most)]
    assert at("machines", "yield_most", **case) == pytest.approx(
        (h[0] - h[1]) / (h[0] - PropsSI("H", "Q", 0, "P", 101325, "Nitrogen")), rel=1e-6
    )
    # 472.8 kJ for 0.0741 kg at 200 bar, as textbooks quote, and more than the least work of 769 kJ/kg.
    work = at("machines", "least_work", **case)
    assert 769e3 < work < 472.8e3 / 0.0741
    assert work * (1 + at("machines", "dearer", **case, P_plant=200e5)) == pytest.approx(472.8e3 / 0.0741, rel=0.02)
    for numbers in students("machines")[:20]:  # nothing is cheaper than the best pressure
        assert 0.04 < at("machines", "dearer", **numbers) < at("machines", "dearer", **{**numbers, "P_plant": 145e5})
    # A worse exchanger asks for more pressure, and never for more than the largest yield does.
    pressures = [module("machines").cheapest(300.0, e)[0] for e in (1.0, 0.97, 0.94, 0.9)]
    assert pressures == sorted(pressures) and pressures[-1] < most


def test_precooling_has_a_best_temperature():
    # What the marking guide says.
    nitrogen = RealFluid("nitrogen")
    T = np.arange(130.0, 300.1, 2.5)
    h = {P: nitrogen.enthalpy(T, P) for P in (101325.0, 200e5)}
    y = (h[101325.0] - h[200e5]) / (h[101325.0] - nitrogen.saturated_liquid(101325.0).h)
    s = nitrogen.entropy(300.0, [101325.0, 200e5])
    heat = h[200e5][-1] - h[200e5] - (1 - y) * (h[101325.0][-1] - h[101325.0])
    compression = 300 * (s[0] - s[1]) - (h[101325.0][-1] - h[200e5][-1])
    for efficiency, best in ((0.45, 150), (0.3, 165), (0.2, 180)):
        total = (compression + heat * (300 / T - 1) / efficiency) / y / nitrogen.molar_mass
        assert abs(T[total.argmin()] - best) <= 2.5 and 0.28 < total.min() / total[-1] < 0.43
