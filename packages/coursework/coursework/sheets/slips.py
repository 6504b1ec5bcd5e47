"""Slips: wrong answers that come from common errors, such as Celsius for kelvin, swapped ends or a forgotten square.

Each is derived from the sheet's SymPy expression, so that no input check of `cryolib` refuses, say, a negative temperature.

>>> from cryolib.limits import carnot_cop
>>> from cryolib.symbols import T_cold, T_hot
>>> for slip in automatic_slips(carnot_cop(T_cold, T_hot), unit="")[:2]:
...     print(slip.value, slip.message)
(T_cold - 273.15)/(T_hot - T_cold) This is what comes out with the temperatures in degrees Celsius. The formula wants kelvin.
T_hot/(-T_hot + T_cold) This is what comes out with T_hot and T_cold swapped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations

from sympy import Add, Expr, Float, Mul, Pow, Rational, Symbol, log

from coursework.sheets.numbers import Numbers

__all__ = ["Slip", "automatic_slips"]

CREDIT = 0.25
UNIT_CREDIT = 0.5  # for the right temperature in Celsius, the same as for the right number in another unit
IN_CELSIUS = "This is the temperature in degrees Celsius; kelvin is asked for."
ZERO_CELSIUS = Float("273.15")

#: Ends that students confuse: two symbols whose names differ only by these.
ENDS = (("hot", "cold"), ("high", "low"), ("in", "out"), ("large", "small"), ("warm", "cold"), ("1", "2"))


@dataclass(frozen=True)
class Slip:
    """A common error, its result, and the credit for it.

    Parameters
    ----------
    message : str
        One or two short sentences to the student that name the slip, and not the right number.
    value : expression, float or function
        The result: an expression in the sheet's symbols, a number, or a function of the student's `Numbers`.
    credit : float
        Fraction of the answer's points, from 0 to 1.

    Raises
    ------
    ValueError
        If `message` is empty or `credit` is not from 0 to 1.

    Examples
    --------
    >>> from cryolib.symbols import heat_load
    >>> Slip("This is the power at the cold end.", heat_load, credit=0.5).credit
    0.5
    """

    message: str
    value: Expr | float | Callable[[Numbers], float]
    credit: float = CREDIT

    def __post_init__(self) -> None:
        if not self.message.strip():
            raise ValueError("message must tell the student what the slip is; it is empty")
        if not 0 <= self.credit <= 1:
            raise ValueError(f"credit must be from 0 to 1; got {self.credit}")


def automatic_slips(value: Expr, unit: str) -> tuple[Slip, ...]:
    """Derive the slips that an expression in drawn symbols invites, the most likely first.

    Parameters
    ----------
    value : expression
        The right answer.
    unit : str
        Its unit: a temperature may be answered in Celsius, a ratio upside down.

    Returns
    -------
    tuple of Slip
        Without those that change nothing. For some numbers, values may still coincide, be complex or be infinite.
    """
    slips: dict[Expr, Slip] = {}
    for message, wrong in _candidates(value, unit):
        if wrong != value and wrong not in slips:
            slips[wrong] = Slip(message, wrong, UNIT_CREDIT if message == IN_CELSIUS else CREDIT)
    return tuple(slips.values())


def _candidates(value: Expr, unit: str) -> Iterator[tuple[str, Expr]]:
    symbols = sorted(value.free_symbols, key=lambda symbol: symbol.name)
    temperatures = [symbol for symbol in symbols if getattr(symbol, "unit", None) == "K"]
    yield from _celsius(value, temperatures, unit)
    yield from _swapped(value, symbols)
    yield from _efficiencies(value, symbols)
    yield from _upside_down(value, unit)
    yield from _powers(value)
    yield from _logarithms(value)
    yield "Look for a factor 2: this is twice what should come out.", 2 * value
    yield "Look for a factor 2: this is half of what should come out.", value / 2
    yield "The sign is turned round.", -value
    if temperatures:
        message = "This is what comes out if the temperatures, which are in kelvin already, are converted to kelvin once more."
        yield message, value.xreplace({symbol: symbol + ZERO_CELSIUS for symbol in temperatures})
    if 1 < len(temperatures) <= 4:
        for symbol in temperatures:
            message = f"This is what comes out with {symbol.name} in degrees Celsius and the rest in kelvin. The formula wants kelvin."
            yield message, value.subs(symbol, symbol - ZERO_CELSIUS)


def _celsius(value: Expr, temperatures: list[Symbol], unit: str) -> Iterator[tuple[str, Expr]]:
    if unit == "K":
        yield IN_CELSIUS, value - ZERO_CELSIUS
        yield "This looks converted from Celsius to kelvin, although it was in kelvin already.", value + ZERO_CELSIUS
    if temperatures:
        message = "This is what comes out with the temperatures in degrees Celsius. The formula wants kelvin."
        yield message, value.xreplace({symbol: symbol - ZERO_CELSIUS for symbol in temperatures})


def _swapped(value: Expr, symbols: list[Symbol]) -> Iterator[tuple[str, Expr]]:
    by_name = {symbol.name: symbol for symbol in symbols}
    pairs = []
    for one, other in ENDS:
        for name, symbol in by_name.items():
            partner = re.sub(rf"(?<![a-z0-9]){one}(?![a-z0-9])", other, name)
            if partner != name and partner in by_name and (symbol, by_name[partner]) not in pairs:
                pairs.append((symbol, by_name[partner]))
    for count in range(1, min(len(pairs), 3) + 1):
        for chosen in combinations(pairs, count):
            swap = {one: other for pair in chosen for one, other in (pair, pair[::-1])}
            wrong = value.xreplace(swap)
            names = ", and ".join(f"{one.name} and {other.name}" for one, other in chosen)
            yield f"This is what comes out with {names} swapped.", wrong
            yield f"This is what comes out with {names} swapped, and the sign left out.", -wrong


def _efficiencies(value: Expr, symbols: list[Symbol]) -> Iterator[tuple[str, Expr]]:
    for symbol in symbols:
        if not re.search(r"(^|_)(efficiency|effectiveness)($|_)", symbol.name):
            continue
        yield f"The {symbol.name} is used upside down: multiplied where it divides, or the other way round.", value.subs(symbol, 1 / symbol)
        yield f"This is what comes out without the {symbol.name}, as if it were 1.", value.subs(symbol, 1)
        yield f"The {symbol.name} is a fraction here, and not in percent.", value.subs(symbol, 100 * symbol)


def _upside_down(value: Expr, unit: str) -> Iterator[tuple[str, Expr]]:
    if unit in ("", "1"):
        yield "This is one over what is asked for: the ratio is upside down.", 1 / value
        yield "This is one minus what is asked for.", 1 - value
        if value.is_Add and 1 in value.args:  # what is saved, or lost, of a whole
            yield "This is relative to what is left, and not to the whole.", value / (1 - value)
    # In heat_load * (T_hot - T_cold) / T_cold, the factors that are temperatures form a dimensionless ratio.
    factors = Mul.make_args(value)
    for kind in sorted({getattr(symbol, "unit", "") for symbol in value.free_symbols} - {""}):
        chosen = [f for f in factors if f.free_symbols and all(getattr(s, "unit", "") == kind for s in f.free_symbols)]
        ratio = Mul(*chosen)
        if ratio != 1 and ratio != value and _has_no_unit(ratio):
            yield "A ratio is upside down: multiplied where it should divide.", value / ratio**2


def _has_no_unit(ratio: Expr) -> bool:
    # A ratio of quantities with the same unit is dimensionless if it does not change when all of them double.
    doubled = ratio.xreplace({symbol: 2 * symbol for symbol in ratio.free_symbols})
    return bool((doubled / ratio).equals(1))


def _powers(value: Expr) -> Iterator[tuple[str, Expr]]:
    messages = {2: "A square is missing.", 3: "A third power is missing.", 4: "A fourth power is missing."}
    powers = sorted((p for p in value.atoms(Pow) if p.exp.is_Rational and p.base.free_symbols), key=str)
    half = Rational(1, 2)
    roots = [power for power in powers if abs(power.exp) == half]
    factors = [factor.as_base_exp()[1] for factor in Mul.make_args(value) if factor.free_symbols]
    if factors and all(abs(exponent) == half for exponent in factors):  # SymPy splits the root of a product
        yield "A square root is missing.", value**2
    for size in (2, 3, 4):
        alike = [power for power in powers if abs(power.exp) == size]
        if len(alike) > 1:
            yield "The powers are missing.", value.xreplace({power: power.base ** (power.exp / size) for power in alike})
    for power in powers:
        size = abs(power.exp)
        if size in messages:
            yield messages[size], value.xreplace({power: power.base ** (power.exp / size)})
        elif roots == [power]:  # nobody forgets a certain one of several
            yield "A square root is missing.", value.xreplace({power: power.base ** (2 * power.exp)})
    for total in sorted((a for a in value.atoms(Add) if len(a.args) == 2), key=str):
        if (merged := _merged(total)) is not None:
            yield "This takes the power of a difference, and not the difference of the powers.", value.xreplace({total: merged})


def _merged(total: Expr) -> Expr | None:
    """Turn x**n - y**n into (x - y)**n, for n of at least 2."""
    first, second = total.args
    if second.could_extract_minus_sign() == first.could_extract_minus_sign():
        return None
    if first.could_extract_minus_sign():
        first, second = second, first
    (x, n), (y, m) = first.as_base_exp(), (-second).as_base_exp()
    return (x - y) ** n if n == m and n.is_Integer and n >= 2 else None


def _logarithms(value: Expr) -> Iterator[tuple[str, Expr]]:
    if logs := value.atoms(log):
        message = "This is what comes out with the logarithm to base 10. The formula wants the natural one, which NumPy calls log."
        yield message, value.xreplace({one: one / log(10) for one in logs})
