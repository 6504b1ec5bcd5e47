"""Constants that a problem set gives are those that its right answers were computed with, so that a student who uses them is right."""

import re

import pytest

from cryolib.constants import R
from cryolib.gases import VanDerWaals
from sitebuilder import ROOT

TEXT = (ROOT / "assignments" / "expansion_and_inversion.md").read_text(encoding="utf-8")
NUMBER = r"([\d.]+)(?: \\times 10\^\{(-?\d+)\})?"


def given(answer):
    """The constants in the line of an answer, by their symbols."""
    (line,) = re.findall(rf"^- `{answer}`: .*$", TEXT, re.M)
    return {name: float(f"{digits}e{power or 0}") for name, digits, power in re.findall(rf"\$(a|b|c_p) = {NUMBER}\$", line)}


@pytest.mark.parametrize(("answer", "gas"), [("estimate", "methane"), ("P_model", "helium")])
def test_a_question_by_van_der_waals_gives_the_constants_of_its_answer(answer, gas):
    model = VanDerWaals.of(gas)
    values = {"a": model.a, "b": model.b, "c_p": float(model.c_v) + R}
    found = given(answer)
    assert set(found) >= {"a", "b"}
    assert found == pytest.approx({name: values[name] for name in found}, rel=2e-4)


def test_the_estimate_from_the_given_constants_is_marked_right():
    """A slope at zero pressure of (2a/(RT) - b)/c_p, with what the question gives: far within the answer's tolerance of 1 %."""
    from types import SimpleNamespace

    from assignments.expansion_and_inversion import model_drop

    numbers = SimpleNamespace(T_main=306.0, P_main=60e5, P_town=8e5)
    found = given("estimate")
    by_hand = (2 * found["a"] / (R * numbers.T_main) - found["b"]) / found["c_p"] * (numbers.P_main - numbers.P_town)
    assert by_hand == pytest.approx(model_drop(numbers), rel=5e-4)
