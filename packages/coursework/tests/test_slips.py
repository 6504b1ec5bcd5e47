"""Likely slips: what comes out with each, worked out by hand."""

import math

import pytest
import sympy as sp
from coursework import Draw, Number, Question, Sheet, Slip
from coursework.sheets.slips import automatic_slips

from cryolib.limits import carnot_cop, input_power
from cryolib.symbols import P_high, P_in, P_low, R, T, T_cold, T_hot, area, effectiveness, efficiency, heat_load, sigma

VALUES = {
    T_cold: 77.0,
    T_hot: 300.0,
    heat_load: 10.0,
    efficiency: 0.2,
    area: 2.0,
    sigma: 5.67e-8,
    P_high: 2e7,
    P_low: 1e5,
    T: 250.0,
    R: 8.314,
}


def results(value, unit=""):
    """What comes out for the values above, with each sentence."""
    return [(slip.message, complex(slip.value.subs(VALUES))) for slip in automatic_slips(value, unit)]


def comes_out(value, expected, *words, unit=""):
    matching = [(says, size) for says, size in results(value, unit) if all(word in says for word in words)]
    assert any(size == pytest.approx(expected) for _, size in matching), matching


def test_celsius_for_kelvin():
    comes_out(carnot_cop(T_cold, T_hot), (77 - 273.15) / 223, "the temperatures in degrees Celsius", "wants kelvin")
    comes_out(carnot_cop(T_cold, T_hot), 77 / (26.85 - 77), "T_hot in degrees Celsius and the rest in kelvin")
    comes_out(carnot_cop(T_cold, T_hot), -196.15 / (300 + 196.15), "T_cold in degrees Celsius and the rest in kelvin")
    comes_out(carnot_cop(T_cold, T_hot), 350.15 / 223, "converted to kelvin once more")


def test_a_temperature_in_celsius():
    comes_out(T_hot / 2, -123.15, "This is the temperature in degrees Celsius", unit="K")
    comes_out(T_hot / 2, 423.15, "although it was in kelvin already", unit="K")
    assert not any("This is the temperature" in says for says, _ in results(T_hot / 2, "W"))


def test_ends_swapped():
    comes_out(carnot_cop(T_cold, T_hot), 300 / (77 - 300), "T_hot and T_cold swapped.")
    comes_out(carnot_cop(T_cold, T_hot), 300 / (300 - 77), "T_hot and T_cold swapped, and the sign left out")
    comes_out(sp.log(P_high / P_low), math.log(1 / 200), "P_high and P_low swapped")


def test_pairs_are_swapped_one_by_one_and_together():
    value = T_cold / T_hot * P_low**2 / P_high
    comes_out(value, 300 / 77 * 1e10 / 2e7, "T_hot and T_cold swapped")
    comes_out(value, 77 / 300 * 4e14 / 1e5, "P_high and P_low swapped")
    comes_out(value, 300 / 77 * 4e14 / 1e5, "T_hot and T_cold, and P_high and P_low swapped")


def test_only_whole_words_make_a_pair():
    assert not any("swapped" in slip.message for slip in automatic_slips(P_in * P_low * T_hot * effectiveness, unit=""))


def test_efficiency_upside_down_forgotten_in_percent():
    value = input_power(heat_load, T_cold, T_hot, efficiency)
    ideal = 10 * 223 / 77
    comes_out(value, ideal * 0.2, "efficiency is used upside down", unit="W")
    comes_out(value, ideal, "without the efficiency", unit="W")
    comes_out(value, ideal / 20, "not in percent", unit="W")
    assert any("effectiveness" in slip.message for slip in automatic_slips(effectiveness * T_hot, unit="K"))


def test_upside_down():
    comes_out(carnot_cop(T_cold, T_hot), 223 / 77, "one over what is asked for")
    comes_out(efficiency, 0.8, "one minus what is asked for")
    comes_out(1 - T_cold / T_hot, 223 / 77, "relative to what is left")
    assert not any("what is left" in says for says, _ in results(T_cold / T_hot))
    comes_out(input_power(heat_load, T_cold, T_hot), 10 * 77 / 223, "A ratio is upside down", unit="W")
    assert not any("one over" in says for says, _ in results(heat_load, "W"))


def test_powers_forgotten():
    comes_out(heat_load * (T_hot - T_cold) ** 2, 10 * 223, "A square is missing")
    comes_out(heat_load / T_cold**2, 10 / 77, "A square is missing")
    comes_out(heat_load * T**3, 2500, "A third power is missing")
    comes_out(sigma * area * T_hot**4, 5.67e-8 * 2 * 300, "A fourth power is missing")
    comes_out(sigma * (T_hot**4 - T_cold**4), 5.67e-8 * 223, "The powers are missing")
    comes_out(sigma * (T_hot**4 - T_cold**4), 5.67e-8 * 223**4, "the power of a difference")
    comes_out(sp.sqrt(heat_load / 2), 5, "A square root is missing")
    comes_out(1 + sp.sqrt(heat_load), 11, "A square root is missing")
    comes_out(1 / sp.sqrt(heat_load), 0.1, "A square root is missing")
    several = T * sp.sqrt(heat_load) / (sp.sqrt(T_cold) + 1)
    assert not any("square root" in says for says, _ in results(several))


def test_common_logarithm():
    comes_out(R * sp.log(P_high / P_low), 8.314 * math.log10(200), "logarithm to base 10")


def test_factors_and_sign():
    comes_out(heat_load, 20, "factor 2", "twice", unit="W")
    comes_out(heat_load, 5, "factor 2", "half", unit="W")
    comes_out(heat_load, -10, "The sign is turned round", unit="W")


def test_each_changes_something_and_is_there_once():
    for value in (carnot_cop(T_cold, T_hot), sigma * (T_hot**4 - T_cold**4), sp.sqrt(T_cold * T_hot)):
        slips = automatic_slips(value, "")
        assert len({slip.value for slip in slips}) == len(slips)
        assert all(slip.value != value and 0 < slip.credit < 1 for slip in slips)


# In a rubric


def rubric_slips(value, tolerance=0.01, slips=(), draws=None, unit="W"):
    draws = draws or {T_cold: Draw.of(77.0), T_hot: Draw.of(300.0), heat_load: Draw.of(10.0)}
    sheet = Sheet("toy", "", "1", draws, (Question("q", Number("x", value, unit, 1, tolerance, slips)),))
    return sheet.rubric(sheet.practice(), course="c", version_digest="")["questions"][0]["answers"][0]["slips"]


def test_slips_that_come_out_right_are_dropped():
    near = [Slip("Nearly the same.", heat_load * factor) for factor in (1.005, 1.019, 0.981)]
    assert not [slip for slip in rubric_slips(heat_load, slips=near) if slip["message"] == "Nearly the same."]
    assert rubric_slips(heat_load, slips=[Slip("Far enough.", heat_load * 1.021)])[0]["value"] == pytest.approx(10.21)


def test_of_slips_that_meet_the_first_is_kept():
    own = Slip("The load of two coolers.", 2 * heat_load)
    messages = [slip["message"] for slip in rubric_slips(heat_load, slips=[own])]
    assert messages[0] == own.message and not any("twice" in message for message in messages)


def test_slips_without_a_real_value_are_dropped():
    slips = [
        Slip("Complex.", sp.sqrt(T_cold - T_hot)),
        Slip("Infinite.", 1 / (heat_load - 10)),
        Slip("Not a number.", lambda numbers: math.nan),
        Slip("Fails.", lambda numbers: 1 / 0),
        Slip("Also fails.", lambda numbers: math.sqrt(-1)),
        Slip("Is there.", lambda numbers: 3 * numbers.heat_load),
        Slip("A number.", 77),
    ]
    messages = [slip["message"] for slip in rubric_slips(heat_load, slips=slips)]
    assert messages[:2] == ["Is there.", "A number."]


def test_a_function_has_its_own_slips_only():
    own = Slip("Doubled.", lambda numbers: 2 * numbers.heat_load, credit=0.75)
    assert rubric_slips(lambda numbers: numbers.heat_load, slips=[own]) == [{"value": 20.0, "message": "Doubled.", "credit": 0.75}]
