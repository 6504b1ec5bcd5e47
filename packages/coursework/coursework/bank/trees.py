"""STACK's potential response trees: the rules of `coursework.marking`, one node after the other.

An answer goes down a chain of nodes and stays at the first that it fits: right, one of the slips, right in another unit or but for
a power of ten, close. Each node has the credit and the sentence that marking gives.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sympy import Expr, cse, numbered_symbols

from coursework.bank.drawn import OWN, Own
from coursework.bank.maxima import RESERVED, number, quoted, written
from coursework.marking.expressions import AGREEMENT, POINTS, points
from coursework.marking.formulas import ROUNDED, ROUNDED_CREDIT
from coursework.marking.questions import CLOSE, OTHER_UNITS, POWERS_OF_TEN, PREFIXES, SLIP, UNIT_CREDIT, mark_question
from coursework.marking.units import factor
from coursework.sheets.asked import Formula, Number
from coursework.sheets.reference import FormulaReference, NumberReference, spellings

__all__ = ["FORMULA_FUNCTIONS", "NUMBER_FUNCTIONS", "Node", "Tree", "formula_tree", "number_tree", "units"]

#: Slips that are no real numbers, or cannot be told from the answer or an earlier slip, become the answer, which comes first.
NUMBER_FUNCTIONS = """\
bank_kept(right, tolerance, apart, wrong) := block([seen, kept, one],
  seen: [], kept: [],
  for one in wrong do (
    if floatnump(one) and is(abs(one-right) > 2*tolerance*abs(right))
       and every(lambda([other], is(abs(one-other) > apart*abs(other))), seen)
    then (seen: append(seen, [one]), kept: append(kept, [one]))
    else kept: append(kept, [right])),
  kept);
bank_first(answer, rights, tolerance) := block([found],
  found: sublist_indices(rights, lambda([one], is(abs(answer-one) <= tolerance*abs(one)))),
  if is(length(found) > 0) then first(found) else 0);"""
FORMULA_FUNCTIONS = """\
bank_at(formula, places) := maplist(lambda([place], float(subst(place, formula))), places);
bank_agree(results, rights, tolerance) := every(lambda([one, other],
  floatnump(one) and floatnump(other) and is(abs(one-other) <= tolerance*max(abs(one), abs(other)))), results, rights);
bank_ratio(results, rights) := if every(lambda([one, other], floatnump(one) and floatnump(other) and is(other # 0.0)), results, rights)
  and some(lambda([one], is(one # 0.0)), results)
  then maplist(lambda([one, other], one/other), results, rights) else [0.0, 1.0];"""


@dataclass(frozen=True)
class Node:
    """One step: what it recognises, STACK's answer test with its two sides and option, and the credit and feedback if they agree."""

    what: str
    test: str
    answer: str
    right: str
    option: str
    credit: float
    feedback: str


@dataclass(frozen=True)
class Tree:
    """How one answer is marked: lines for the question variables and for the feedback variables, and the nodes in order."""

    name: str
    points: float
    variables: tuple[str, ...]
    feedback_variables: tuple[str, ...]
    nodes: tuple[Node, ...]
    otherwise: str


def number_tree(place: int, answer: Number, reference: NumberReference, own: Own) -> Tree:
    """The tree of a number, which is the `place`-th answer of its question."""
    student, right, tolerance = f"ans{place}", f"right{place}", answer.tolerance
    slips, apart = [slip for slip, _ in reference.slips], _tidy(SLIP * tolerance)
    variables, values = _values(place, [answer.value, *(slip.value for slip in slips)], own)
    variables += [f"{right}: {values[0]};", f"slips{place}: bank_kept({right}, {number(tolerance)}, {apart}, [{', '.join(values[1:])}]);"]
    meant = units(answer.unit, tolerance)
    factors = ", ".join(number(size) for size, _ in meant)
    says = ", ".join(quoted(message) for _, message in meant)
    nodes = [Node("right", "NumRelative", student, right, number(tolerance), 1, "Right.")]
    for at, slip in enumerate(slips, 1):
        nodes.append(Node(f"slip-{at}", "NumRelative", student, f"slips{place}[{at}]", apart, slip.credit, slip.message))
    nodes.append(Node("unit", "AlgEquiv", f"is(unit{place} > 0)", "true", "", UNIT_CREDIT, f"{{@says{place}[max(unit{place},1)]@}}"))
    close = f"Close, but not within {100 * tolerance:g} %: check the rounding of intermediate results."
    nodes.append(Node("close", "NumRelative", student, right, _tidy(CLOSE * tolerance), 0, close))
    feedback = (f"unit{place}: bank_first(float({student}), {right}*[{factors}], {number(tolerance)});", f"says{place}: [{says}];")
    return Tree(answer.name, answer.points, tuple(variables), feedback, tuple(nodes), f"Not right. {answer.hint}".strip())


def _values(place: int, values: list[Any], own: Own) -> tuple[list[str], list[str]]:
    """Lines that compute what several expressions have in common, and the text of each value."""
    expressions = [value for value in values if isinstance(value, Expr)]
    common, reduced = cse(expressions, symbols=numbered_symbols(f"part{place}_", start=1)) if expressions else ([], [])
    names = {name: f"{OWN}{name}" for name in own.names} | {symbol.name: symbol.name for symbol, _ in common}
    lines = [f"{symbol.name}: float({written(part, names)});" for symbol, part in common]
    texts = iter(reduced)
    return lines, [f"float({written(next(texts), names)})" if isinstance(value, Expr) else own.value(value) for value in values]


def units(unit: str, tolerance: float) -> list[tuple[float, str]]:
    """By what a right number is multiplied in another unit or with another power of ten, and what marking says to it."""
    powers = [10.0**power for power in sorted(range(-POWERS_OF_TEN, POWERS_OF_TEN + 1), key=abs) if power]
    names = [*(f"{prefix}{unit}" for prefix in PREFIXES if unit[:1].isalpha()), *OTHER_UNITS]
    sizes = [size for name in names if (size := _factor(name, unit)) not in (None, 0.0, 1.0)]
    asked = {"kind": "number", "name": "it", "points": 1, "value": 1.0, "unit": unit, "tolerance": tolerance, "slips": []}
    found: list[tuple[float, str]] = []
    for multiple in [*powers, *(1 / size for size in sizes if size)]:
        (mark,) = mark_question({"id": "unit", "points": 1, "answers": [asked]}, {"it": multiple}).marks
        if mark.points == UNIT_CREDIT and multiple not in [other for other, _ in found]:
            # STACK's box takes a number only
            found.append(
                (multiple, mark.message.replace("write the unit with it, or convert it", "convert it").replace(": convert it.", "."))
            )
    return found


def _factor(name: str, unit: str) -> float | None:
    try:
        return factor(name, unit)
    except ValueError:  # such as kkPa
        return None


def formula_tree(place: int, answer: Formula, reference: FormulaReference) -> Tree:
    """The tree of a formula: proved by STACK's `AlgEquiv`, or compared at the points at which marking compares it."""
    student, right, here = f"said{place}", f"right{place}", f"here{place}"
    where = points(reference.ranges, reference.seed)
    listed = ",\n".join("[" + ",".join(f"{name}={number(value)}" for name, value in point.items()) + "]" for point in where)
    slips = list(_formula_slips(reference))
    at = ", ".join(f"bank_at({written(value)}, at{place})" for value, _, _ in slips)
    variables = (
        f"at{place}: [\n{listed}\n];",
        f"{right}: {written(answer.value)};",
        f"values{place}: bank_at({right}, at{place});",
        f"slips{place}: [{at}];",
    )
    other = ",".join(f"{other}={name}" for other, name in spellings(answer.symbols).items() if other not in RESERVED)
    feedback = (
        f"{student}: subst([{other}], ans{place});",
        f"{here}: bank_at({student}, at{place});",
        f"ratio{place}: bank_ratio({here}, values{place});",
    )

    def near(what: str, values: str, tolerance: float, credit: float, message: str) -> Node:
        return Node(what, "AlgEquiv", f"bank_agree({here}, {values}, {number(tolerance)})", "true", "", credit, message)

    rounded = "Nearly: a number in it seems rounded. Write it exactly, as a fraction or with a symbol."
    constant = Node(
        "factor", "AlgEquiv", f"bank_agree(ratio{place}, 0*ratio{place}+ratio{place}[1], {number(AGREEMENT)})", "true", "", 0,
        "It differs from the right formula by a constant factor.",
    )  # fmt: skip
    nodes = (
        Node("right", "AlgEquiv", student, right, "", 1, "Right: the same formula."),
        near("same", f"values{place}", AGREEMENT, 1, f"Right: the same values at {POINTS} points."),
        *(near(f"slip-{k}", f"slips{place}[{k}]", AGREEMENT, credit, message) for k, (_, message, credit) in enumerate(slips, 1)),
        near("nearly", f"values{place}", ROUNDED, ROUNDED_CREDIT, rounded),
        constant,
    )
    names = ", ".join(symbol.name for symbol in answer.symbols)
    otherwise = f"Not the formula that is asked for. Its symbols are {names}. {answer.hint}".strip()
    return Tree(answer.name, answer.points, variables, feedback, nodes, otherwise)


def _formula_slips(reference: FormulaReference) -> Iterator[tuple[Expr, str, float]]:
    """The slips that marking keeps, as expressions."""
    expressions = {str(slip.value): slip.value for slip in reference.slips}
    for slip in reference._entries[False]["slips"]:
        yield expressions[slip["formula"]], slip["message"], slip["credit"]


def _tidy(value: float) -> str:
    return number(float(f"{value:.12g}"))
