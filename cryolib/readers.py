"""One formula, three readers: a closed form that takes floats, arrays or SymPy symbols.

Decorate the formula with `three_readers`, and take ``sqrt`` and the like from this module. It then returns a float for numbers, an
array for arrays, and an expression as soon as one argument is a SymPy object.

>>> @three_readers
... def hypotenuse(a, b):
...     return sqrt(a**2 + b**2)
>>> hypotenuse(3, 4), hypotenuse([3, 5], [4, 12]).tolist()
(5.0, [5.0, 13.0])
>>> from sympy import Symbol
>>> hypotenuse(Symbol("x"), 1.0)
sqrt(x**2 + 1)

SymPy itself is never imported here: if an argument is one of its objects, the caller has imported it already.
"""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable
from numbers import Real
from typing import TYPE_CHECKING, Any, ParamSpec, TypeAlias, TypeGuard, cast

import numpy as np

from cryolib.units import in_si, unit_of

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from sympy import Expr

__all__ = [
    "Array",
    "Mask",
    "Value",
    "as_number",
    "as_value",
    "asinhc",
    "cos",
    "exp",
    "is_symbolic",
    "log",
    "log_mean",
    "log_ratio",
    "pi_for",
]
__all__ += ["plain", "quantity", "read_numbers", "read_plain", "read_together", "sin", "sinhc", "sqrt", "three_readers", "within_one"]

# In quotes, because NumPy's typing module and SymPy are not imported at run time.
Array: TypeAlias = "NDArray[np.float64]"
"""Numbers, of any shape."""

Mask: TypeAlias = "NDArray[np.bool_]"
"""Truth values, of any shape."""

Value: TypeAlias = "float | NDArray[np.float64] | Expr"
"""What a formula takes and returns. Where an array is taken, so is a list of numbers, and a quantity with a unit is converted to SI."""

_FLOAT64 = np.dtype(np.float64)
_P = ParamSpec("_P")


def three_readers(formula: Callable[_P, Value]) -> Callable[_P, Value]:
    """Let a closed form of real arguments read floats, arrays and SymPy expressions."""
    signature, evaluate = inspect.signature(formula), cast("Callable[..., Value]", formula)

    @functools.wraps(formula)
    def read(*args: _P.args, **kwargs: _P.kwargs) -> Value:
        bound = signature.bind(*args, **kwargs)
        bound.apply_defaults()
        values = read_together(**bound.arguments)
        result = evaluate(**values)
        return result if any(map(is_symbolic, values.values())) else plain(result)

    return read


def read_together(**values: Value) -> dict[str, Array | Expr]:
    """Return all values as arrays of float64 whose shapes broadcast or, if one is a SymPy expression, all as expressions."""
    read = {name: as_value(name, value) for name, value in values.items()}
    if any(map(is_symbolic, read.values())):
        return {name: _as_expression(name, value) for name, value in read.items()}
    try:
        np.broadcast_shapes(*(value.shape for value in read.values()))
    except ValueError:
        shapes = ", ".join(f"{name} {value.shape}" for name, value in read.items() if value.ndim)
        raise ValueError(f"arguments have shapes that do not broadcast: {shapes}") from None
    return read


def read_plain(**values: Value) -> dict[str, Value]:
    """Return what `read_together` does, with single numbers as floats: for the attributes of a machine."""
    return {name: plain(value) for name, value in read_together(**values).items()}


def read_numbers(**values: Value) -> dict[str, Array]:
    """Return all values as arrays of float64 whose shapes broadcast, for what no expression can be put into."""
    for name, value in values.items():
        if is_symbolic(as_value(name, value)):
            raise ValueError(f"{name} must be numbers; got {value}")
    return {name: np.asarray(value) for name, value in read_together(**values).items()}


def quantity(formula: Callable[[Any], Value]) -> property:
    """Make a property that returns a float for numbers, and arrays and expressions as they are."""
    return property(functools.wraps(formula)(lambda self: plain(formula(self))))


def plain(value: Value) -> Value:
    """Return a single number as a float; arrays and expressions as they are."""
    return value if is_symbolic(value) or np.ndim(value) else float(value)


def is_symbolic(value: Value) -> TypeGuard[Expr]:
    """Whether the value is a SymPy expression, numbers like ``Rational(1, 3)`` included."""
    sympy = sys.modules.get("sympy")
    return sympy is not None and isinstance(value, sympy.Expr)


def as_value(name: str, value: Value) -> Array | Expr:
    """Return a SymPy expression as it is, and anything else as an array of float64 in the SI unit of the argument of this name.

    Raises
    ------
    ValueError
        If the value is not real or has a unit that cannot be converted, an element is masked, or the type is no number, no sequence and
        no NumPy array: those with labels, such as a pandas Series, would lose them.
    """
    if type(value) is np.ndarray and value.dtype == _FLOAT64:  # the quick ways; what has passed here once comes again
        return value
    if type(value) is float:
        return np.asarray(value)
    if is_symbolic(value):
        return _checked_expression(name, value)
    if (unit := unit_of(value)) is not None:
        return as_value(name, in_si(name, value, unit))
    array = _plain_array(name, value)
    if array is None or array.dtype.kind not in "iuf":
        hint = f" (numpy.asarray({name}) has its numbers, without their labels)" if array is None and hasattr(value, "__array__") else ""
        raise ValueError(f"{name} must be a real number, an array of them or a SymPy expression; got {value!r}{hint}")
    return array.astype(float, copy=False)


def as_number(name: str, value: Value) -> float:
    """Return a single number as a float, in the SI unit of the argument of this name; refuse arrays and symbols."""
    read = as_value(name, value)
    if is_symbolic(read) and read.is_number:
        return float(read)
    if is_symbolic(read) or read.ndim:
        raise ValueError(f"{name} must be one number; got {read}")
    return float(read)


def _plain_array(name: str, value: object) -> NDArray[Any] | None:
    """Return a value without a unit as an array of whatever type; None if it is of another kind."""
    if isinstance(value, (np.ndarray, np.generic)):  # np.timedelta64 is a Real, too
        if np.any(masked := getattr(value, "mask", False)):
            where = np.argwhere(masked)[0].tolist()
            raise ValueError(f"{name} must not be masked; got a masked element" + (f" at index {where}" if where else ""))
        return np.asarray(value)
    if isinstance(value, Real) and not isinstance(value, bool):
        try:
            return np.asarray(float(value))
        except OverflowError:
            raise ValueError(f"{name} must be finite; got a number too large for a float") from None
    if not isinstance(value, (list, tuple, range)):
        return None
    # One by one, because NumPy would strip units and masks from the elements, and read True as 1.
    is_plain = {float, int}.issuperset(map(type, value))
    try:
        return np.asarray(value if is_plain else [as_value(name, each) for each in value])
    except ValueError:  # rows of different lengths
        raise ValueError(f"{name} must be a number or a regular array of numbers; got {value!r}") from None


def _checked_expression(name: str, value: Expr) -> Expr:
    if value.is_extended_real is False:
        raise ValueError(f"{name} must be real; got {value}")
    units = sys.modules.get("sympy.physics.units")
    if units is not None and value.has(units.Quantity):
        raise ValueError(f"{name} must be free of SymPy's units, which are not converted; got {value}")
    return value


def _as_expression(name: str, value: Array | Expr) -> Expr:
    """Return a value as a SymPy expression: whole and half numbers exactly, so that 1.0 * x prints as x."""
    if is_symbolic(value):
        return value
    if value.ndim:
        raise ValueError(f"{name} must not be an array where another argument is a SymPy expression; got {value}")
    number, sympy = float(value), sys.modules["sympy"]
    if abs(number) < 2**53 and (2 * number).is_integer():
        return sympy.Rational(int(2 * number), 2)
    return sympy.sympify(number)


def _function(name: str, x: Value) -> Value:
    """Call NumPy's or SymPy's function of this name."""
    result: Value = getattr(sys.modules["sympy"] if is_symbolic(x) else np, name)(x)
    return result


def sqrt(x: Value) -> Value:
    """Square root."""
    return _function("sqrt", x)


def exp(x: Value) -> Value:
    """Exponential."""
    return _function("exp", x)


def log(x: Value) -> Value:
    """Natural logarithm."""
    return _function("log", x)


def sin(x: Value) -> Value:
    """Sine."""
    return _function("sin", x)


def cos(x: Value) -> Value:
    """Cosine."""
    return _function("cos", x)


def pi_for(x: Value) -> Value:
    """The number pi, exact beside a SymPy expression."""
    return sys.modules["sympy"].pi if is_symbolic(x) else np.pi


def within_one(x: Value) -> Value:
    """The nearest number from 0 to 1."""
    if is_symbolic(x):
        sympy = sys.modules["sympy"]
        return sympy.Min(1, sympy.Max(0, x))
    return np.clip(x, 0.0, 1.0)


def log_mean(low: Value, high: Value) -> Value:
    """Logarithmic mean of two numbers, ``(high - low) / log(high / low)``."""
    return (high - low) / log_ratio(low, high)


def log_ratio(low: Value, high: Value) -> Value:
    """Natural logarithm of ``high / low``, as accurate for numbers that are close to each other as for others."""
    if is_symbolic(low):
        return _function("log", high / low)
    return np.log1p((high - low) / low)


def sinhc(x: Value) -> Value:
    """Hyperbolic sine of x divided by x; 1 at x = 0."""
    return _divided_by_x("sinh", x)


def asinhc(x: Value) -> Value:
    """Inverse hyperbolic sine of x divided by x; 1 at x = 0."""
    return _divided_by_x("asinh" if is_symbolic(x) else "arcsinh", x)


def _divided_by_x(name: str, x: Value) -> Value:
    if is_symbolic(x):
        return sys.modules["sympy"].Integer(1) if x.is_zero else _function(name, x) / x
    safe: Array = np.where(x == 0, 1.0, x)
    return np.where(x == 0, 1.0, _function(name, safe) / safe)
