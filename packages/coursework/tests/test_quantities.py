"""Numbers with units from what students write: read, or refused in words, and never evaluated."""

import math
import re

import numpy as np
import pytest
from coursework.marking.quantities import LONGEST, Reading, Refusal, read_quantity
from coursework.marking.typography import shortened, typewritten
from coursework.marking.units import factor, require_unit
from hypothesis import example, given, settings
from hypothesis import strategies as st


def value(text, unit="W"):
    read = read_quantity(text, unit)
    assert isinstance(read, Reading), read
    return read.value


def reason(text, unit="W"):
    read = read_quantity(text, unit)
    assert isinstance(read, Refusal), read
    return read.reason


# Numbers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("348", 348), ("+348", 348), ("-348", -348), ("- 348", -348), ("−348", -348), ("–348", -348), ("348.", 348), (".5", 0.5),
        ("3.5e2", 350), ("3.5E+2", 350), ("3.5e-2", 0.035), ("3,5", 3.5), ("0,348", 0.348), (",5", 0.5), ("12345,678", 12345.678),
        ("3,4567", 3.4567), ("3.5 × 10^2", 350), ("3.5·10²", 350), ("3.5x10^2", 350), ("3.5*10**2", 350), ("3.5 × 10⁻²", 0.035),
        ("3.5 × 10^(-2)", 0.035), ("10^3", 1000), ("10³", 1000), ("−10^3", -1000), ("3,5e2", 350), ("1_000", 1000), ("1 000", 1000),
        ("1 234.5", 1234.5), ("1 234,5", 1234.5), ("1 234 567", 1234567), ("1,234,567", 1234567), ("1,234.5", 1234.5),
        ("1.234.567", 1234567), ("1.234,5", 1234.5), ("2e -3", 0.002), ("2 E-3", 0.002), ("2 e 3", 2000), ("2e - 3", 0.002),
        ("5 10^5", 5e5), ("5 10⁵", 5e5), ("2,5 10**-2", 0.025), ("2.5 x 10^- 2", 0.025), ("1 234 10^2", 123400), ("  348  ", 348), ("348\n", 348), ("0", 0),
    ],
)  # fmt: skip
def test_ways_to_write_a_number(text, expected):
    assert value(text) == pytest.approx(expected, rel=1e-15)
    assert value(f"{text} W") == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize(("answer", "expected"), [(348, 348.0), (3.5, 3.5), (np.float64(3.5), 3.5), (0, 0.0), (-(10**20), -1e20)])
def test_bare_numbers_are_in_the_unit_that_is_asked_for(answer, expected):
    assert read_quantity(answer, "W") == Reading(expected, expected, "")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1,234", "has 1,234, which can mean 1.234 or 1234; write it with a decimal point"),
        ("12,345 W", "has 12,345, which can mean 12.345 or 12345; write it with a decimal point"),
        ("1,2,3", "has 1,2,3, which is no single number"),
        ("1.2.3", "has 1.2.3, which is no single number"),
        ("", "is empty; write a number and its unit, as in 3.48 W"),
        ("   ", "is empty"),
        ("W", "is a text that does not begin with a number; write it as in 3.48 W"),
        ("about 3 W", "is a text that does not begin with a number"),
        ("power = 3 W", "is a text that does not begin with a number"),
        ("1/3", "is a calculation"), ("2+3", "is a calculation"), ("2*3 W", "is a calculation"), ("2**3", "is a calculation"),
        ("9**9**9**9", "is a calculation"), ("5 6 W", "is a calculation, or more than one number"), ("3(4)", "is a calculation"),
        ("1e999", "is not a finite number"), ("nan", "is not a finite number"), ("-inf", "is not a finite number"),
        ("Infinity", "is not a finite number"), ("1e12345", "is a calculation"),
        ("٣", "has a character that is not understood"), ("3 W\x1b[31m", r"has a character that is not understood \(U\+001B"),
        ("３", "has a character that is not understood"), ("3 ± 1 W", "has a character that is not understood"),
        ("3" * 101, "has 101 characters, more than 100"),
    ],
)  # fmt: skip
def test_texts_that_are_no_number(text, says):
    assert re.match(says, reason(text))


@pytest.mark.parametrize("answer", [math.nan, math.inf, -math.inf, 10**400])
def test_numbers_that_are_not_finite(answer):
    assert reason(answer) == "is not a finite number"


@pytest.mark.parametrize("answer", [True, None, [1.0], 1j, b"3 W"])
def test_what_is_not_a_number(answer):
    assert reason(answer) == "is not a number"


# Units


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("0.348 kW", "W", 348), ("0,348 kW", "W", 348), ("0.348kW", "W", 348), ("5 µW", "W", 5e-6), ("5 μW", "W", 5e-6), ("5 uW", "W", 5e-6),
        ("0.348 kilowatt", "W", 348), ("348 Watt", "W", 348), ("348 watts", "W", 348), ("348 J/s", "W", 348), ("348 J s^-1", "W", 348),
        ("348 W.", "W", 348), ("348*W", "W", 348), ("348\u202fW", "W", 348), ("348\u00a0W", "W", 348), ("348 V*A", "W", 348), ("348 V·A", "W", 348),
        ("3.5 × 10^2 W", "W", 350), ("0.35 · 10³ W", "W", 350), ("3.6 kJ/h", "W", 1),
        ("7.57 J/J", "", 7.57), ("7.57 W/W", "", 7.57), ("7.57 kW/kW", "", 7.57), ("34.5 %", "", 0.345), ("34.5%", "", 0.345),
        ("34.5 percent", "", 0.345), ("7.57 dimensionless", "", 7.57),
        ("77 K", "K", 77), ("77 Kelvin", "K", 77), ("20 °C", "K", 293.15), ("20 degC", "K", 293.15),
        ("20 ℃", "K", 293.15), ("20 ºC", "K", 293.15), ("20 deg C", "K", 293.15), ("20 celsius", "K", 293.15), ("-196 °C", "K", 77.15),
        ("77 degrees C", "K", 350.15), ("77 degrees Celsius", "K", 350.15), ("77 Degree celsius", "K", 350.15), ("20 deg. C", "K", 293.15),
        ("77 °K", "K", 77), ("77 degrees K", "K", 77), ("77 deg Kelvin", "K", 77), ("5 W/°K", "W/K", 5), ("32 degrees Fahrenheit", "K", 273.15),
        ("2e -3 W", "W", 0.002), ("5 10^5 Pa", "Pa", 5e5), ("3 eV", "eV", 3), ("3 e5 W", "W", 3e5), ("32 °F", "K", 273.15), ("77 mK", "K", 0.077),
        ("200 kJ/kg", "J/kg", 2e5), ("200 J/g", "kJ/kg", 200), ("200 kJ kg⁻¹", "J/kg", 2e5), ("200 kJ*kg^(-1)", "J/kg", 2e5),
        ("200 kJ per kg", "J/kg", 2e5), ("0.2 K/bar", "K/Pa", 2e-6), ("0.2 °C/bar", "K/bar", 0.2), ("3 l/h", "m^3/s", 3e-3 / 3600),
        ("3 L/h", "l/h", 3), ("5 m3", "m^3", 5), ("5 m²", "m^2", 5), ("5 s-1", "1/s", 5), ("5 1/K", "1/K", 5), ("5/K", "1/K", 5),
        ("8.314 J/(mol K)", "J/(mol K)", 8.314), ("8.314 J/mol/K", "J/(mol K)", 8.314), ("8.314 J mol^-1 K^-1", "J/(mol K)", 8.314),
        ("5.67e-8 W/(m^2 K^4)", "W/(m^2 K^4)", 5.67e-8), ("10 bar", "Pa", 1e6), ("1 atm", "Pa", 101325), ("2.5 MPa", "Pa", 2.5e6),
        ("5", "delta_degC", 5), ("5 K", "delta_degC", 5), ("5 °C", "delta_degC", 5),
    ],
)  # fmt: skip
def test_units_are_converted(text, unit, expected):
    assert value(text, unit) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(
    ("text", "unit", "says"),
    [
        ("348 K", "W", "has the unit K, of temperature; a power in W is asked for"),
        ("348 W", "K", "has the unit W, of power; a temperature in K is asked for"),
        ("348 J", "W", "has the unit J, of energy; a power in W is asked for"),
        ("7.57 W", "", "has the unit W, of power; a plain number is asked for"),
        ("34.5 %", "W", "has the unit %, which makes a plain number; a power in W is asked for"),
        ("20 °C", "W", "has the unit degC, of temperature; a power in W is asked for"),
        ("77 degrees", "K", "has the unit degrees, which is the degree; do you mean degC?"),
        ("77 degrees C", "W", "has the unit degC, of temperature; a power in W is asked for"),
        ("20 C", "K", "has the unit C, which is the coulomb; do you mean degC?"),
        ("348 kw", "W", "has the unit kw, which is not known here; do you mean kW?"),
        ("348 floops", "W", "has the unit floops, which is not known here"),
        ("3 dB", "W", "has the unit dB, which is not known here"),
        ("3 W/m^2 K^4", "W/(m^2 K^4)", "has the unit W/m^2 K^4; W/(m^2 K^4) is asked for; what is divided by needs parentheses"),
        ("5 W^99", "W", "has a unit with a power beyond 12"),
        ("5 W^x", "W", "has a unit with a power that is not a whole number"),
        ("5 (W", "W", "is a calculation"),
        ("5 W/(m", "W", "has a unit with a parenthesis that is not closed"),
        ("5 W/", "W", "has 'W/' where its unit should be"),
        ("5 W, about", "W", "has 'W, about' where its unit should be"),
        ("5 W)", "W", r"has 'W)' where its unit should be"),
    ],
)
def test_units_that_are_refused(text, unit, says):
    assert reason(text, unit).startswith(says)


def test_a_unit_cannot_grow_without_bounds():
    assert reason("5 ((((((kW/W)^12)^12)^12)^12)^12)", "").startswith("is a calculation")
    assert reason("5 kW/W*((((((kW/W)^12)^12)^12)^12)^12)", "") == "has a unit that is too large or too small"
    assert reason("5 W" + "(" * 90, "W").startswith("has")


@pytest.mark.parametrize("unit", ["", "W", "J/(mol K)", "K/bar", "delta_degC", "W/(m^2 K^4)", "percent"])
def test_units_that_can_be_asked_for(unit):
    require_unit(unit)
    assert value("3", unit) == 3


@pytest.mark.parametrize("unit", ["degC", "floops", "W/", "dB"])
def test_units_that_cannot_be_asked_for(unit):
    with pytest.raises(ValueError, match=r"has|ask for K"):
        require_unit(unit)


def test_factors():
    assert factor("kW", "W") == 1000 and factor("l/h", "l/min") == pytest.approx(1 / 60)
    assert factor("W", "K") is None and factor("degC", "K") is None


# For any text


@settings(deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(["W", "kW", "mW", "J/s"]), st.booleans(), st.booleans())
def test_numbers_are_read_as_python_writes_them(number, unit, space, minus):
    text = f"{number!r}{' ' if space else ''}{unit}"
    read = read_quantity(text.replace("-", "−") if minus else text, unit)
    assert read == Reading(number, number, unit) or (math.isinf(number) and isinstance(read, Refusal))


@settings(deadline=None)
@given(st.integers(-(10**6), 10**6), st.integers(0, 5), st.sampled_from(["", " W", " kW"]))
def test_a_decimal_comma_is_a_decimal_point_or_is_refused(digits, places, unit):
    text = f"{digits / 10**places:.{places}f}"
    with_point, with_comma = (read_quantity(mark + unit, "W") for mark in (text, text.replace(".", ",")))
    assert with_comma == with_point or "which can mean" in with_comma.reason


@settings(deadline=None)
@given(st.integers(1, 9_999_999), st.integers(-20, 20), st.sampled_from(["e{}", " × 10^{}", "·10^{}", "*10**{}", "E{}", " x 10^({})"]))
def test_powers_of_ten_are_read_alike(digits, power, form):
    assert value(f"{digits}{form.format(power)} W") == float(f"{digits}e{power}")


ANYTHING = st.text(max_size=300) | st.text("0123456789.,eE+-*/^() WkKJ°C%µ×·²⁻_", max_size=60)


@settings(deadline=None)
@given(ANYTHING, st.sampled_from(["", "W", "K", "J/(mol K)"]))
@example("__import__('os').system('touch /tmp/x')", "W")
@example("3 W if True else 4", "W")
@example("3 [0 for i in range(9**9)]", "W")
@example("1" * 100, "W")
@example("3 " + "m" * 98, "W")
@example("3 yottayottaW", "W")
def test_any_text_is_read_or_refused(text, unit):
    read = read_quantity(text, unit)
    if isinstance(read, Reading):
        assert math.isfinite(read.value) and len(text) <= LONGEST
    else:
        assert read.reason and read.reason[0].islower() and "\n" not in read.reason and "\x1b" not in read.reason


@settings(deadline=None)
@given(st.text(max_size=300))
def test_what_is_shown_is_short_and_in_one_line(text):
    line = shortened(text)
    assert len(line) <= 80 and all(sign == " " or (sign.isprintable() and not sign.isspace()) for sign in line)


@settings(deadline=None)
@given(st.text("0123456789.-W k", max_size=50))
def test_plain_texts_stay_as_they_are(text):
    assert typewritten(text) == text.strip()
