"""Students' formulas: parsed without evaluating any code, and compared with the right formula.

A text is parsed by Python's own grammar; only sums, products, powers, known functions and the symbols of the question are
accepted. Two formulas are compared in float64 at random points, where every part of each must be finite, so nothing large is
ever computed.

>>> symbols = {"T_cold": (60, 90), "T_hot": (290, 310)}
>>> right, answer = parse("T_cold/(T_hot - T_cold)", symbols), parse("1/(T_hot/T_cold - 1)", symbols)
>>> where = points(symbols, seed="doc")
>>> agree(values(answer, where), values(right, where))
True
>>> parse("open(T_cold)", symbols)
Traceback (most recent call last):
    ...
ValueError: has the function open; there are sqrt, exp, log, ln, sin, cos, tan, sinh, cosh, tanh, atan
"""

from __future__ import annotations

import ast
import hashlib
import math
import random
import re
import warnings
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from coursework.marking.typography import foreign, shortened, typewritten

__all__ = ["FUNCTIONS", "Tree", "agree", "evaluate", "parse", "points", "values"]

LONGEST = 500  # characters of a text
LARGEST = 200  # parts of a formula
DEEPEST = 50  # parts inside parts
POINTS = 24
AGREEMENT = 1e-9  # relative

FUNCTIONS: dict[str, Callable[[float], float]] = {
    "sqrt": math.sqrt, "exp": math.exp, "log": math.log, "ln": math.log, "sin": math.sin, "cos": math.cos, "tan": math.tan,
    "sinh": math.sinh, "cosh": math.cosh, "tanh": math.tanh, "atan": math.atan,
}  # fmt: skip
NOT_ALLOWED = "has something beside numbers, symbols, + - * / **, parentheses and functions such as sqrt"
OPERATORS: dict[type, str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**"}


@dataclass(frozen=True)
class Tree:
    """A formula: a number, a symbol's name, or an operator or function with its operands."""

    head: str | float
    parts: tuple[Tree, ...] = ()


Point = Mapping[str, float]


def parse(text: str, symbols: Collection[str], spellings: Mapping[str, str] | None = None) -> Tree:
    """Read a formula.

    Parameters
    ----------
    text : str
        The student's text; ``^`` is a power, too.
    symbols : collection of str
        Names that may be used.
    spellings : mapping, optional
        Other names for them, such as ``T_H`` for ``T_hot``.

    Returns
    -------
    Tree

    Raises
    ------
    ValueError
        If it is too long, too large or too deep, or has anything other than numbers, these names, ``+ - * / **``, parentheses and
        `FUNCTIONS`. The message is for the student and continues the answer's name: "is empty".
    """
    if len(text) > LONGEST:
        raise ValueError(f"has {len(text)} characters; {LONGEST} is the most")
    plain = typewritten(text).replace("^", "**")
    if not plain:
        raise ValueError("is empty")
    if strange := foreign(plain):
        raise ValueError(f"has a character that is not understood ({strange})")
    if "=" in plain:
        raise ValueError("has an equals sign; write the right side only")
    if not re.fullmatch(r"[A-Za-z0-9_.+\-*/(), ]*", plain) or "//" in plain:
        raise ValueError(NOT_ALLOWED)
    if _depth(plain) > DEEPEST:
        raise ValueError(f"has more than {DEEPEST} parentheses inside each other")
    if re.search(r"\d{31}", plain):
        raise ValueError("has a number of more than 30 digits")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python warns about 2(3), which is refused below
            body = ast.parse(plain, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ValueError("cannot be read as a formula; is a sign or a parenthesis missing?") from None
    if sum(isinstance(node, ast.expr) for node in ast.walk(body)) > LARGEST:
        raise ValueError(f"has more than {LARGEST} parts")
    tree = _tree(body, frozenset(symbols), spellings or {}, DEEPEST)
    _require_finite_constants(tree)
    return tree


def _require_finite_constants(tree: Tree) -> bool:
    """Whether a formula has no symbols; then it must have a finite value, unlike 9**9**9."""
    constant = all([_require_finite_constants(part) for part in tree.parts]) and not (isinstance(tree.head, str) and not tree.parts)
    if constant and math.isnan(evaluate(tree, {})):
        raise ValueError("has a number that is not finite")
    return constant


def _depth(text: str) -> int:
    depth = deepest = 0
    for sign in text:
        depth += (sign in "([{") - (sign in ")]}")
        deepest = max(deepest, depth)
    return deepest


def _tree(node: ast.AST, symbols: frozenset[str], spellings: Mapping[str, str], depth: int) -> Tree:
    if depth < 0:
        raise ValueError(f"has more than {DEEPEST} parts inside each other")

    def below(part: ast.AST) -> Tree:
        return _tree(part, symbols, spellings, depth - 1)

    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return Tree(_finite(number))
        case ast.Name(id=name) if name == "pi":
            return Tree(math.pi)
        case ast.Name(id=name):
            name = name if name in symbols else spellings.get(name, name)
            if name not in symbols:
                known = ", ".join(sorted(symbols))
                raise ValueError(f"has the symbol {shortened(name, 30)}, which is not of this question; there are {known}")
            return Tree(name)
        case ast.UnaryOp(op=ast.UAdd(), operand=part):
            return below(part)
        case ast.UnaryOp(op=ast.USub(), operand=part):
            return Tree("*", (Tree(-1.0), below(part)))
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in OPERATORS:
            return Tree(OPERATORS[type(operator)], (below(left), below(right)))
        case ast.Call(func=function, args=[part], keywords=[]) if _name(function) in FUNCTIONS and not isinstance(part, ast.Starred):
            return Tree(_name(function), (below(part),))
        case ast.Call(func=ast.Name(id=name)) if name in FUNCTIONS:
            raise ValueError(f"has {name} without its one argument in parentheses")
        case ast.Call(func=ast.Name(id=name)) if name in symbols or name in spellings:
            raise ValueError(f"has {name}(...), which reads as a function; write {name}*(...) for a product")
        case ast.Call(func=ast.Name(id=name)):
            raise ValueError(f"has the function {shortened(name, 30)}; there are {', '.join(FUNCTIONS)}")
        case ast.Tuple():
            raise ValueError("has a comma; write decimals with a point")
        case ast.Call(func=ast.Constant() | ast.BinOp()):
            raise ValueError("has a parenthesis after a value, which reads as a function; write * for a product")
    raise ValueError(NOT_ALLOWED)


def _finite(number: float) -> float:
    try:
        value = float(number)
    except OverflowError:
        value = math.inf
    if not math.isfinite(value):
        raise ValueError("has a number that is not finite")
    return value


def _name(function: ast.AST) -> str:
    """The name of a function: log for log and for np.log."""
    match function:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=ast.Name(id="np" | "numpy" | "math" | "sp" | "sympy"), attr=name):
            return name
    return ""


def points(ranges: Mapping[str, Sequence[float]], seed: str) -> list[dict[str, float]]:
    """Choose the points at which formulas are compared: within the ranges, of four digits, and the same for the same seed."""
    dice = random.Random(int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "big"))
    return [{name: float(f"{dice.uniform(*ends):.4g}") for name, ends in ranges.items()} for _ in range(POINTS)]


def evaluate(tree: Tree, point: Point) -> float:
    """Evaluate a formula; NaN if any part of it is not finite or not real."""
    if not tree.parts:
        return point[tree.head] if isinstance(tree.head, str) else tree.head
    head, below = str(tree.head), tree.parts
    # SymPy may write n*log(x) as log(x**n), whose power can be too large for a float.
    of_power = head in ("log", "ln") and below[0].head == "**"
    parts = [evaluate(part, point) for part in (below[0].parts if of_power else below)]
    if any(map(math.isnan, parts)):  # checked here, since C's pow(nan, 0) is 1
        return math.nan
    try:
        value = _logarithm_of_power(*parts) if of_power else _apply(head, parts)
    except (ArithmeticError, ValueError):
        return math.nan
    return value if math.isfinite(value) else math.nan


def _logarithm_of_power(base: float, exponent: float) -> float:
    return exponent * math.log(base) if base > 0 else math.log(math.pow(base, exponent))


def _apply(head: str, parts: list[float]) -> float:
    match head:
        case "+":
            return parts[0] + parts[1]
        case "-":
            return parts[0] - parts[1]
        case "*":
            return parts[0] * parts[1]
        case "/":
            return parts[0] / parts[1]
        case "**":
            return math.pow(*parts)
    return FUNCTIONS[head](parts[0])


def values(tree: Tree, where: Sequence[Point]) -> list[float]:
    """Evaluate a formula at all points.

    Raises
    ------
    ValueError
        If it is not finite somewhere, naming the point.
    """
    results = []
    for point in where:
        value = evaluate(tree, point)
        if math.isnan(value):
            raise ValueError("it has no finite value at " + " and ".join(f"{name} = {size:g}" for name, size in point.items()))
        results.append(value)
    return results


def agree(values: Sequence[float], right: Sequence[float], tolerance: float = AGREEMENT) -> bool:
    """Whether two formulas have the same values, within rounding."""
    return all(abs(one - other) <= tolerance * max(abs(one), abs(other)) for one, other in zip(values, right, strict=True))
