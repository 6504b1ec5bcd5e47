"""Bad values are refused with a message that names the argument, the value and, in arrays, the index."""

import math
import re

import numpy as np
import pytest
import sympy as sp

from cryolib.validation import (
    above_one,
    ascending,
    ascending_temperatures,
    between,
    fraction,
    nonnegative,
    positive,
    stage_count,
    temperature,
)

x = sp.Symbol("x")
BAD = {
    positive: [0, 0.0, -1, -1e-300, math.nan, math.inf, -math.inf],
    nonnegative: [-1, -1e-300, math.nan, math.inf],
    temperature: [0, -273.15, math.nan, math.inf],
    fraction: [0, -0.1, 1.0000001, 40, math.nan, math.inf],
    stage_count: [0, -1, 1.5, math.nan, -math.inf],
}
GOOD = {
    positive: [1, 5e-324, 1e308, [1, 2], np.ones((2, 3)), sp.Rational(1, 3), x, x + 1, sp.pi],
    nonnegative: [0, 0.0, -0.0, 1, [0, 1], sp.Integer(0), x],
    temperature: [1e-9, 300, [4.2, 77.0], sp.Float(4.2), x],
    fraction: [1, 1.0, 1e-9, [0.1, 1.0], sp.Rational(1, 2), x],
    stage_count: [1, 2.0, math.inf, [1, 2, math.inf], sp.oo, sp.Integer(3), x],
}


@pytest.mark.parametrize(("check", "value"), [(check, value) for check, values in BAD.items() for value in values])
def test_bad_numbers_are_refused_alone_in_arrays_and_in_sympy(check, value):
    got = re.escape(f"got {float(value)}")
    with pytest.raises(ValueError, match=rf"^name must be .*; {got}$"):
        check(name=value)
    with pytest.raises(ValueError, match=rf"^name must be .*; {got} at index 1$"):
        check(name=[1.0, value, value])
    with pytest.raises(ValueError, match=rf"^name must be .*; {got} at index \(1, 0\)$"):
        check(name=np.array([[1.0, 1.0], [value, 1.0]]))
    if math.isfinite(value):
        with pytest.raises(ValueError, match=r"^name must be .*; got "):
            check(name=sp.sympify(value))


@pytest.mark.parametrize(("check", "value"), [(check, value) for check, values in GOOD.items() for value in values])
def test_good_values_pass(check, value):
    check(name=value)


@pytest.mark.parametrize("check", [*BAD, ascending_temperatures])
@pytest.mark.parametrize(
    "value",
    [None, True, np.True_, "300", b"3", 1j, [1j], [None], [True], ["1"], {}, [[1.0], [1.0, 2.0]], sp.I, sp.true],
)
def test_what_is_not_a_real_number_is_refused(check, value):
    with pytest.raises(ValueError, match=r"^name must be .*got "):
        check(name=value)


@pytest.mark.parametrize(("value", "rule"), [(sp.cos(1 + sp.I), "real"), (sp.zoo, "real"), (sp.Integer(10) ** 400, "positive and finite")])
def test_sympy_numbers_that_are_no_floats_are_refused(value, rule):
    with pytest.raises(ValueError, match=f"name must be {rule}; got "):
        positive(name=value)


@pytest.mark.parametrize("first", [1.0, x])
def test_the_argument_at_fault_is_named(first):
    with pytest.raises(ValueError, match=r"^second must be positive"):
        positive(first=first, second=-1.0, third=-2.0)


@pytest.mark.parametrize(
    ("low", "high", "got"),
    [
        (310, 300, "310.0 >= 300.0 K"),
        (300.0, 300.0, "300.0 >= 300.0 K"),
        ([4.2, 77.0, 310.0], 300.0, "310.0 >= 300.0 K at index 2"),
        (77.0, [300.0, 70.0], "77.0 >= 70.0 K at index 1"),
        ([[50.0], [77.0]], [300.0, 60.0], "77.0 >= 60.0 K at index (1, 1)"),
        (sp.Integer(310), 300, "310.0 >= 300.0 K"),
    ],
)
def test_temperatures_in_the_wrong_order(low, high, got):
    with pytest.raises(ValueError, match="^" + re.escape(f"T_cold must be below T_hot; got {got}") + "$"):
        ascending_temperatures(T_cold=low, T_hot=high)


def test_temperatures_in_a_chain():
    ascending_temperatures(T_cold=4.2, T_shield=40.0, T_hot=300.0)
    with pytest.raises(ValueError, match=r"^T_shield must be below T_hot; got 310.0 >= 300.0 K$"):
        ascending_temperatures(T_cold=4.2, T_shield=310.0, T_hot=300.0)
    with pytest.raises(ValueError, match=r"^T_hot must be a positive, finite temperature in kelvin; got nan$"):
        ascending_temperatures(T_cold=4.2, T_shield=x, T_hot=math.nan)


def test_equal_temperatures_where_they_are_allowed():
    ascending_temperatures(equal=True, T_cold=300.0, T_hot=300.0)
    with pytest.raises(ValueError, match=r"^T_cold must not be above T_hot; got 301.0 > 300.0 K$"):
        ascending_temperatures(equal=True, T_cold=301.0, T_hot=300.0)


@pytest.mark.parametrize("values", [{"T_cold": x, "T_hot": 1.0}, {"T_cold": 1e9, "T_hot": x}])
def test_symbols_have_no_order_to_check(values):
    ascending_temperatures(**values)


def test_pressures_in_the_wrong_order():
    ascending("Pa", P_out=1e5, P_in=[2e5, 3e5])
    with pytest.raises(ValueError, match=r"^P_out must be below P_in; got 200000.0 >= 200000.0 Pa at index 1$"):
        ascending("Pa", P_out=[1e5, 2e5], P_in=2e5)
    with pytest.raises(ValueError, match=r"^P_out must be positive and finite; got 0.0$"):
        ascending("Pa", P_out=0, P_in=2e5)


@pytest.mark.parametrize("value", [1, 1.0, 0.5, -2, math.nan, math.inf])
def test_what_is_not_above_one_is_refused(value):
    above_one(ratio=[1.0000001, 1e300])
    with pytest.raises(ValueError, match=f"^ratio must be above 1 and finite; got {float(value)} at index 1$"):
        above_one(ratio=[2.0, value])


@pytest.mark.parametrize("value", [-1e-300, 4.000001, math.nan, math.inf])
def test_what_is_not_between_two_numbers_is_refused(value):
    between(0, 4, progress=[0.0, 4.0, 1.5])
    between(0, 4, progress=x)
    with pytest.raises(ValueError, match=f"^progress must be between 0 and 4; got {re.escape(str(value))}$"):
        between(0, 4, progress=value)
