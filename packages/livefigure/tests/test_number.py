"""Numbers as readers see them; that the browser writes the same is tested in parity/."""

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from livefigure.number import MINUS, SUPERSCRIPTS, THIN, TIMES, format_number, raised


@pytest.mark.parametrize(
    ("value", "digits", "trim", "text"),
    [
        (0.0, 3, False, "0.00"),
        (-0.0, 3, False, "0.00"),
        (0.0, 3, True, "0"),
        (4.2, 3, False, "4.20"),
        (4.2, 4, True, "4.2"),
        (300.0, 4, True, "300"),
        (9.9995, 4, False, "9.999"),  # the double lies below the tie
        (9.9996, 4, False, "10.000"),  # it keeps the decimals of its own decade
        (0.125, 2, False, "0.13"),  # an exact tie goes away from zero
        (2.5, 1, False, "3"),
        (-2.5, 1, False, "−3"),
        (9999.0, 3, False, "9999"),
        (10000.0, 3, False, "10\u202f000"),
        (1234567.0, 3, False, "1\u202f234\u202f567"),
        (1e7, 3, False, f"1.00{TIMES}10⁷"),
        (1e7, 3, True, f"1{TIMES}10⁷"),
        (1e-3, 3, False, "0.00100"),
        (math.nextafter(1e-3, 0), 3, False, f"1.00{TIMES}10⁻³"),
        (9.996e-5, 3, False, f"1.00{TIMES}10⁻⁴"),
        (5.670374419e-8, 4, False, f"5.670{TIMES}10⁻⁸"),
        (-6.02e23, 3, False, f"−6.02{TIMES}10²³"),
        (5e-324, 2, False, f"4.9{TIMES}10⁻³²⁴"),
        (math.nan, 3, False, "–"),
        (math.inf, 3, False, "∞"),
        (-math.inf, 3, False, "−∞"),
    ],
)
def test_numbers_are_written_as_people_write_them(value, digits, trim, text):
    assert format_number(value, digits, trim) == text


def read(text):
    """The number that a reader would understand."""
    mantissa, _, power = text.replace(THIN, "").replace(MINUS, "-").partition(f"{TIMES}10")
    plain = power.translate({raised: chr(plain) for plain, raised in SUPERSCRIPTS.items()} | {ord("⁻"): "-"})
    return Decimal(mantissa) * Decimal(10) ** int(plain or 0)


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(1, 12), st.booleans())
def test_what_is_written_is_the_number_to_its_digits(value, digits, trim):
    written, exact = read(format_number(value, digits, trim)), Decimal(value)
    assert abs(written - exact) <= abs(exact) * Decimal(10) ** (1 - digits) * Decimal("0.5000001")


@pytest.mark.parametrize(("unit", "text"), [("m^3/mol", "m³/mol"), ("W m^-2 K^-12", "W m⁻² K⁻¹²"), ("", ""), ("K", "K")])
def test_powers_in_units_are_raised(unit, text):
    assert raised(unit) == text
