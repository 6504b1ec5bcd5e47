"""One formula, three readers: the kinds of values that come in and go out."""

import inspect
import math
from fractions import Fraction

import numpy as np
import pytest
import sympy as sp

from cryolib.readers import asinhc, exp, log_ratio, sinhc, sqrt, three_readers

x, y = sp.symbols("x y", positive=True)


@three_readers
def half_product(first, second=1.0):
    """Return something that would floor if integers were divided as integers are in C."""
    return first * second / 2


@pytest.mark.parametrize(
    "number", [3, 3.0, np.float64(3), np.float32(3), np.int64(3), np.uint8(3), Fraction(3), np.array(3), np.array(3.0)]
)
def test_numbers_give_a_float(number):
    result = half_product(number)
    assert type(result) is float
    assert result == 1.5


@pytest.mark.parametrize("array", [[1, 3], (1, 3), np.array([1, 3]), np.array([1.0, 3.0], dtype=np.float32), range(1, 4, 2)])
def test_arrays_and_lists_give_an_array(array):
    result = half_product(array)
    assert type(result) is np.ndarray
    assert result.dtype == np.float64
    assert result.tolist() == [0.5, 1.5]


def test_small_integer_types_do_not_overflow():
    assert half_product(np.array([200], dtype=np.uint8), np.array([200], dtype=np.uint8)).tolist() == [20000.0]


def test_arrays_are_not_written_to():
    array = np.array([1.0, 3.0])
    result = half_product(array, 2.0)
    result[0] = 99.0
    assert array.tolist() == [1.0, 3.0]


@pytest.mark.parametrize(
    ("first", "second", "shape"),
    [
        ((3,), (), (3,)),
        ((), (2,), (2,)),
        ((3, 1), (2,), (3, 2)),
        ((0,), (), (0,)),
        ((1,), (), (1,)),
        ((4, 1, 2), (3, 1), (4, 3, 2)),
    ],
)
def test_arrays_broadcast(first, second, shape):
    assert half_product(np.ones(first), np.ones(second)).shape == shape


def test_arrays_that_do_not_broadcast_are_named():
    with pytest.raises(ValueError, match=r"do not broadcast: first \(3,\), second \(2,\)$"):
        half_product([1.0, 2.0, 3.0], [1.0, 2.0])


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ((x,), "x/2"),
        ((x, 4.0), "2*x"),
        ((2, y), "y"),
        ((x, 1.5), "3*x/4"),
        ((x, 0.18), "0.09*x"),
        ((x, 1e300), "5.0e+299*x"),
        ((x, math.inf), "oo"),
        ((sp.Rational(1, 3),), "1/6"),
        ((sp.pi, np.float64(2.0)), "pi"),
        ((x + y, y), "y*(x + y)/2"),
    ],
)
def test_expressions_give_an_expression(args, expected):
    result = half_product(*args)
    assert isinstance(result, sp.Expr)
    assert str(result) == expected


def test_arrays_and_expressions_do_not_mix():
    with pytest.raises(ValueError, match=r"^second must not be an array where another argument is a SymPy expression"):
        half_product(x, [1.0, 2.0])


@pytest.mark.parametrize("bad", [None, True, "3", 1j, [x, y], sp.true, sp.I * x])
def test_other_kinds_are_refused_by_name(bad):
    with pytest.raises(ValueError, match=r"^second must be .*; got "):
        half_product(1.0, bad)


def test_wrong_arguments_are_type_errors():
    with pytest.raises(TypeError, match="missing a required argument: 'first'"):
        half_product()
    with pytest.raises(TypeError, match="unexpected keyword argument 'third'"):
        half_product(1.0, third=2.0)


def test_decorated_functions_keep_name_docstring_and_signature():
    assert half_product.__name__ == "half_product"
    assert half_product.__doc__.startswith("Return something")
    assert list(inspect.signature(half_product).parameters) == ["first", "second"]


@pytest.mark.parametrize(
    ("function", "number", "value"),
    [
        (sqrt, 2.0, math.sqrt(2)),
        (exp, 2.0, math.exp(2)),
        (sinhc, 2.0, math.sinh(2) / 2),
        (asinhc, 2.0, math.asinh(2) / 2),
        (sinhc, 0.0, 1.0),
        (asinhc, 0.0, 1.0),
        (sinhc, 1e-300, 1.0),
        (asinhc, 1e-9, 1.0),
    ],
)
def test_functions_agree_for_numbers_arrays_and_symbols(function, number, value):
    assert function(np.asarray(number)) == pytest.approx(value, rel=1e-15)
    assert function(np.array([number, 1.0]))[0] == pytest.approx(value, rel=1e-15)
    assert float(function(sp.sympify(number))) == pytest.approx(value, rel=1e-15)
    if number:
        assert float(function(x).subs(x, number)) == pytest.approx(value, rel=1e-15)


def test_logarithm_of_a_ratio():
    assert log_ratio(np.asarray(2.0), np.asarray(6.0)) == pytest.approx(math.log(3), rel=1e-15)
    assert log_ratio(x, y) == sp.log(y / x)
    close = np.nextafter(300.0, 301.0)  # log(close / 300) is 17 % off
    assert log_ratio(np.asarray(300.0), close) == pytest.approx(float((close - 300.0) / 300.0), rel=1e-12, abs=0)
