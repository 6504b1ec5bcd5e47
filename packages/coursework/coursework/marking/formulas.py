"""Credit for a student's formula: compared with the right formula, and with the result of each slip."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from coursework.marking.expressions import Tree, agree, evaluate, parse, points, values
from coursework.marking.proof import proved_equal
from coursework.marking.typography import sentence

__all__ = ["formula_verdict"]

ROUNDED_CREDIT = 0.5  # for the right formula with rounded numbers in it
ROUNDED = 2e-3


def formula_verdict(answer: Mapping[str, Any], value: float | int | str) -> tuple[float, str]:
    """Return the credit for a formula, from 0 to 1, and a message to the student.

    Parameters
    ----------
    answer : mapping
        A rubric's entry for a formula, with the formula and a seed, or with points and values only.
    value : str
        The student's text, or the text of a SymPy expression.
    """
    name, symbols = answer["name"], answer["symbols"]
    if not isinstance(value, str):
        return 0, f"{name} is a number; a formula in {', '.join(symbols)} is asked for."
    try:
        tree = parse(value, symbols, answer.get("spellings"))
    except ValueError as error:
        return 0, sentence(name, str(error))
    where, right = (answer["at"], answer["values"]) if "at" in answer else _reference(answer, answer["formula"])
    results = [evaluate(tree, point) for point in where]
    bad = next((point for point, result in zip(where, results, strict=True) if math.isnan(result)), None)
    if bad is not None:
        return 0, f"At {_named(bad, tree, answer)} yours has no finite value."
    if agree(results, right):
        proved = "formula" in answer and proved_equal(tree, parse(answer["formula"], symbols))
        return 1, "Right: the same formula." if proved else f"Right: the same values at {len(where)} random points."
    for slip in answer["slips"]:
        if agree(results, slip["values"] if "values" in slip else _reference(answer, slip["formula"])[1]):
            return slip["credit"], slip["message"]
    if agree(results, right, ROUNDED):
        return ROUNDED_CREDIT, "Nearly: a number in it seems rounded. Write it exactly, as a fraction or with a symbol."
    return 0, _difference(tree, where, results, right, answer)


def _reference(answer: Mapping[str, Any], formula: str) -> tuple[list[dict[str, float]], list[float]]:
    ranges = tuple((name, tuple(ends)) for name, ends in answer["symbols"].items())
    return _values_of(formula, ranges, answer["seed"])


@lru_cache(500)
def _values_of(formula: str, ranges: tuple[tuple[str, Any], ...], seed: str) -> tuple[list[dict[str, float]], list[float]]:
    where = points(dict(ranges), seed)
    return where, values(parse(formula, dict(ranges)), where)


def _difference(
    tree: Tree, where: Sequence[Mapping[str, float]], results: list[float], right: list[float], answer: Mapping[str, Any]
) -> str:
    ratios = [one / other if other else math.nan for one, other in zip(results, right, strict=True)]
    if any(results) and agree(ratios, ratios[:1] * len(ratios)):
        return "It differs from the right formula by a constant factor."
    at = next(k for k, (one, other) in enumerate(zip(results, right, strict=True)) if not agree([one], [other]))
    says = f"At {_named(where[at], tree, answer)} yours gives {results[at]:.4g}, and the formula that is asked for does not."
    return f"{says} {answer.get('hint', '')}".strip()


def _named(point: Mapping[str, float], tree: Tree, answer: Mapping[str, Any]) -> str:
    """Format the values of the symbols that the student used."""
    used = _symbols(tree)
    values = [f"{name} = {value:.4g} {answer.get('units', {}).get(name, '')}".rstrip() for name, value in point.items() if name in used]
    return " and ".join([", ".join(values[:-1]), values[-1]] if len(values) > 1 else values) or "every point"


def _symbols(tree: Tree) -> set[str]:
    if not tree.parts:
        return {tree.head} if isinstance(tree.head, str) else set()
    return set().union(*(_symbols(part) for part in tree.parts))
