"""Writes SymPy expressions for Maxima, the algebra program behind STACK.

>>> from cryolib.limits import carnot_cop
>>> from cryolib.symbols import T_cold, T_hot
>>> written(carnot_cop(T_cold, T_hot)), written(carnot_cop(T_cold, T_hot), numbers={"T_cold": "own_T_cold", "T_hot": "own_T_hot"})
('T_cold/(T_hot-T_cold)', 'own_T_cold/(own_T_hot-own_T_cold)')
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction

from sympy import E, Expr, Symbol, pi

from coursework.sheets.numbers import Draw

__all__ = ["RESERVED", "grid", "number", "quoted", "written"]

#: Functions that Maxima calls by the same name.
FUNCTIONS = {"log", "exp", "sin", "cos", "tan", "sinh", "cosh", "tanh", "atan", "Abs"}
#: What STACK or Maxima reads as something else than a symbol.
RESERVED = {"e", "i", "j", "pi", "phi", "inf", "minf", "infinity", "und", "ind", "true", "false", "and", "or", "not", "if", "then", "else"}
RESERVED |= {"elseif", "do", "for", "from", "in", "next", "step", "thru", "unless", "while", "lambda", "gamma", "beta", "zeta", "psi"}


def written(expression: Expr | float, numbers: Mapping[str, str] | None = None) -> str:
    """Write an expression for Maxima.

    Parameters
    ----------
    expression : expression or float
        Of numbers, symbols, sums, products, powers and `FUNCTIONS`.
    numbers : mapping, optional
        The variables that hold the symbols' values. Without it the expression is an exact formula; with it, one to be computed in
        floating point: there the power 2/5 is 0.4, since Maxima takes (-8.0)^(1/3) for -2, and Python for a complex number.

    Raises
    ------
    ValueError
        If a part of it cannot be written, or a symbol has a name with another meaning there.
    """
    return _sum(expression, numbers) if isinstance(expression, Expr) else number(expression)


def _sum(expression: Expr, numbers: Mapping[str, str] | None) -> str:
    if not expression.is_Add:
        return _product(expression, numbers)
    terms = sorted(expression.as_ordered_terms(), key=lambda term: term.could_extract_minus_sign())  # a positive one first
    texts = [_product(term, numbers) for term in terms]
    return texts[0] + "".join(text if text.startswith("-") else f"+{text}" for text in texts[1:])


def _product(expression: Expr, numbers: Mapping[str, str] | None) -> str:
    if not expression.is_Mul:
        return _power(expression, numbers)
    sign, expression = ("-", -expression) if expression.could_extract_minus_sign() else ("", expression)
    if not expression.is_Mul:
        return sign + _power(expression, numbers)
    above, below = [], []
    for factor in expression.as_ordered_factors():
        base, exponent = factor.as_base_exp()
        if factor.is_Rational and not factor.is_Integer:
            above += [] if factor.p == 1 else [str(factor.p)]
            below.append(str(factor.q))
        elif factor.is_Pow and exponent.is_Rational and exponent < 0:
            below.append(_power(base**-exponent, numbers))
        else:
            above.append(_power(factor, numbers))
    top, bottom = "*".join(above) or "1", "*".join(below)
    return sign + top + (f"/({bottom})" if len(below) > 1 else f"/{bottom}" if below else "")


def _power(expression: Expr, numbers: Mapping[str, str] | None) -> str:
    if not expression.is_Pow:
        return _atom(expression, numbers)
    base, exponent = expression.base, expression.exp
    if exponent.is_Rational and exponent < 0:
        return f"(1/{_power(base**-exponent, numbers)})"
    if exponent.is_Rational and exponent.q == 2 and exponent.p == 1:
        return f"sqrt({_sum(base, numbers)})"
    rounded = numbers is not None and exponent.is_Rational and not exponent.is_Integer
    return f"{_atom(base, numbers)}^{number(float(exponent)) if rounded else _atom(exponent, numbers)}"


def _atom(expression: Expr, numbers: Mapping[str, str] | None) -> str:
    """An expression that needs no parentheses around it."""
    if isinstance(expression, Symbol):
        return _symbol(expression.name, numbers)
    if expression in (pi, E):
        return f"%{'pi' if expression == pi else 'e'}"
    if expression.is_Integer and expression >= 0:
        return str(expression)
    if expression.is_Float and math.isfinite(expression) and expression >= 0:
        return number(float(expression))
    if expression.is_Add or expression.is_Mul or expression.is_Pow or (expression.is_Number and expression.is_finite):
        inside = (
            str(expression) if expression.is_Rational else number(float(expression)) if expression.is_Float else _sum(expression, numbers)
        )
        return f"({inside})"
    name = type(expression).__name__
    if name in FUNCTIONS and len(expression.args) == 1:
        return f"{name.lower()}({_sum(expression.args[0], numbers)})"
    raise ValueError(f"{expression} cannot be written for Maxima; use sums, products, powers and {', '.join(sorted(FUNCTIONS))}")


def _symbol(name: str, numbers: Mapping[str, str] | None) -> str:
    if numbers is not None:
        if name not in numbers:
            raise ValueError(f"{name} has no value in Maxima; there are {', '.join(numbers) or 'none'}")
        return numbers[name]
    if name in RESERVED:
        raise ValueError(f"the symbol {name} has another meaning in Maxima; give it another name")
    return name


def number(value: float) -> str:
    """Write a finite number so that Maxima reads the same one.

    Examples
    --------
    >>> number(77.5), number(1e-05), number(6), number(1.2e22)
    ('77.5', '1.0e-5', '6', '1.2e22')
    """
    if isinstance(value, int):
        return str(value)
    if not math.isfinite(value):
        raise ValueError(f"{value} cannot be written for Maxima")
    digits, _, exponent = repr(float(value)).partition("e")
    return f"{digits if '.' in digits else f'{digits}.0'}e{int(exponent)}" if exponent else digits


def grid(draw: Draw) -> str:
    """Write a draw from a grid, with STACK's `rand`: the values are those of `Draw`, to the last digit.

    Examples
    --------
    >>> grid(Draw(60, 95, 0.5)), grid(Draw(0.1, 0.15, 0.005)), grid(Draw.of(4.2, 77.3))
    ('float(60+rand(71)/2)', 'float(1/10+rand(11)/200)', 'rand([4.2,77.3])')
    """
    if draw.listed:
        return f"rand([{','.join(map(number, draw.values))}])"
    low, step = Fraction(str(draw.low)), Fraction(str(draw.step))
    times, over = ("" if part == 1 else f"{sign}{part}" for part, sign in ((step.numerator, "*"), (step.denominator, "/")))
    return f"float({low}+rand({len(draw.values)}){times}{over})"


def quoted(text: str) -> str:
    """Write a text as a string of Maxima."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
