"""Proves that two formulas are equal, if they are small and rational in their symbols and functions.

Nothing is simplified. Both are brought to one numerator over one denominator, as SymPy polynomials, and the size of each product
is bounded before it is computed, so that no formula can keep a grader busy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from coursework.marking.expressions import Tree, evaluate

__all__ = ["proved_equal"]

TERMS = 2000  # of a polynomial
POWER = 12  # of a part
BITS = 2000  # of a coefficient


class _TooLarge(Exception):
    """A formula is too large to prove anything."""


def proved_equal(one: Tree, other: Tree) -> bool:
    """Whether two formulas are the same rational function of their symbols, their square roots and their function calls.

    Returns
    -------
    bool
        False means "not proved", and not that they differ: identities such as sin**2 + cos**2 = 1 are not used, nor large formulas read.

    Examples
    --------
    >>> from coursework.marking.expressions import parse
    >>> proved_equal(parse("(a - b)*(a + b)", "ab"), parse("a**2 - b**2", "ab"))
    True
    """
    from sympy import QQ, ring

    try:
        roots = _roots(one) | _roots(other)
        atoms = list(dict.fromkeys([*_atoms(one), *_atoms(other)]))
        polynomials, *generators = ring([f"g{k}" for k in range(max(len(atoms), 1))], QQ)
        reader = _Reader(polynomials, dict(zip(atoms, generators, strict=False)), roots)
        (top, bottom), (other_top, other_bottom) = reader.fraction(one), reader.fraction(other)
        return bool(bottom) and bool(other_bottom) and _times(top, other_bottom) == _times(other_top, bottom)
    except _TooLarge:
        return False


def _exponent(tree: Tree) -> Fraction | None:
    """The constant exponent of a power or root; None if it is not a small multiple of a half."""
    if tree.head == "sqrt":
        return Fraction(1, 2)
    if tree.head != "**" or list(_symbols(tree.parts[1])):
        return None
    value = evaluate(tree.parts[1], {})
    return Fraction(int(2 * value), 2) if abs(value) <= POWER and 2 * value == int(2 * value) else None


def _symbols(tree: Tree) -> Iterator[str]:
    if not tree.parts and isinstance(tree.head, str):
        yield tree.head
    for part in tree.parts:
        yield from _symbols(part)


def _is_root(tree: Tree) -> bool:
    exponent = _exponent(tree)
    return exponent is not None and exponent.denominator == 2 and not tree.parts[0].parts and isinstance(tree.parts[0].head, str)


def _is_rational(tree: Tree) -> bool:
    exponent = _exponent(tree)
    return tree.head in ("+", "-", "*", "/") or (exponent is not None and exponent.denominator == 1)


def _roots(tree: Tree) -> set[str]:
    """The symbols under square roots; sqrt(x) is then a generator, and x its square."""
    roots = {str(tree.parts[0].head)} if tree.parts and _is_root(tree) else set()
    return roots.union(*(_roots(part) for part in tree.parts))


def _atoms(tree: Tree) -> Iterator[Tree]:
    """The symbols and function calls in which a formula is rational."""
    if not tree.parts:
        if isinstance(tree.head, str):
            yield tree
    elif _is_root(tree):
        yield tree.parts[0]
    elif _is_rational(tree):
        for part in tree.parts[: 1 if tree.head == "**" else 2]:
            yield from _atoms(part)
    else:
        yield tree


@dataclass(frozen=True)
class _Reader:
    polynomials: Any
    generators: Mapping[Tree, Any]
    roots: set[str]

    def fraction(self, tree: Tree) -> tuple[Any, Any]:
        """Bring a formula to one numerator over one denominator."""
        one = self.polynomials.one
        if isinstance(tree.head, float):
            exact = Fraction(repr(tree.head))
            return one * exact.numerator, one * exact.denominator
        if not tree.parts:
            generator = self.generators[tree]
            return (generator**2 if tree.head in self.roots else generator), one
        if _is_root(tree):
            return _power(self.generators[tree.parts[0]], one, int(2 * (_exponent(tree) or 0)))
        if not _is_rational(tree):
            return self.generators[tree], one
        top, bottom = self.fraction(tree.parts[0])
        if tree.head == "**":
            return _power(top, bottom, int(_exponent(tree) or 0))
        other_top, other_bottom = self.fraction(tree.parts[1])
        if tree.head == "*":
            return _times(top, other_top), _times(bottom, other_bottom)
        if tree.head == "/":
            return _times(top, other_bottom), _times(bottom, other_top)
        left, right = _times(top, other_bottom), _times(other_top, bottom)
        return (left + right if tree.head == "+" else left - right), _times(bottom, other_bottom)


def _power(top: Any, bottom: Any, exponent: int) -> tuple[Any, Any]:
    if exponent < 0:
        top, bottom = bottom, top
    raised = (top**0, bottom**0)
    for _ in range(abs(exponent)):
        raised = _times(raised[0], top), _times(raised[1], bottom)
    return raised


def _times(one: Any, other: Any) -> Any:
    if len(one) * len(other) > TERMS or _bits(one) + _bits(other) > BITS:
        raise _TooLarge
    return one * other


def _bits(polynomial: Any) -> int:
    return max((max(int(c.numerator).bit_length(), int(c.denominator).bit_length()) for c in polynomial.values()), default=0)
