"""Marks a sketch: lines that were drawn by hand, by rules on their values, their slopes and the place where they cross.

A line is known by its heights at a few places. It is straight between them, on the axes of the sketch, and level beyond the outer ones.
`js/sketch_marks.js` of the page to practise on has the same rules.

>>> entry = {"points": 1, "start": 0, "log": False, "lines": [{"name": "load", "at": [0, 1], "right": [0.0, 2.0]}],
...          "rules": [{"kind": "near", "line": 0, "within": 0.1, "points": 1, "low": "At {at} it is too low.", "high": "Too high."}]}
>>> mark_sketch(entry, [[0.0, 1.5]])
(0.0, 'At 1 it is too low.')
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

__all__ = ["mark_sketch"]

RIGHT = "Right, as far as a sketch can show it."
BLANK = "Nothing is drawn yet: drag the dots."

Heights = Sequence[Sequence[float]]


def mark_sketch(entry: Mapping[str, Any], drawn: Heights) -> tuple[float, str]:
    """Mark a sketch.

    Parameters
    ----------
    entry : mapping
        The sketch as `coursework.sheets.sketches.Sketch.entry` has it for a student's numbers.
    drawn : sequence of sequences of float
        The heights of each line at its places.

    Returns
    -------
    tuple of float and str
        The part of the points that is earned, and a sentence for each rule that is broken.

    Raises
    ------
    ValueError
        If there is not a finite height for each place.
    """
    if [len(heights) for heights in drawn] != [len(line["at"]) for line in entry["lines"]]:
        raise ValueError(f"drawn must have a height for each place of {len(entry['lines'])} lines; got {drawn!r}")
    if not all(math.isfinite(height) for heights in drawn for height in heights):
        raise ValueError(f"drawn must be finite; got {drawn!r}")
    if all(height == entry["start"] for heights in drawn for height in heights):
        return 0.0, BLANK
    told = [(rule["points"], RULES[rule["kind"]](rule, entry, drawn)) for rule in entry["rules"]]
    earned = sum(points for points, message in told if not message)
    return earned / entry["points"], " ".join(message for _, message in told if message) or RIGHT


def _near(rule: Mapping[str, Any], entry: Mapping[str, Any], drawn: Heights) -> str:
    """The line is where it should be, to within a distance."""
    line = entry["lines"][rule["line"]]
    for place, right, height in zip(line["at"], line["right"], drawn[rule["line"]], strict=True):
        if abs(height - right) > rule["within"]:
            return rule["low" if height < right else "high"].replace("{at}", f"{place:g}")
    return ""


def _slope(rule: Mapping[str, Any], entry: Mapping[str, Any], drawn: Heights) -> str:
    """The line rises all the way, or falls if `sign` is -1."""
    heights = drawn[rule["line"]]
    return "" if all(rule["sign"] * (after - before) > 0 for before, after in pairwise(heights)) else rule["message"]


def _crossing(rule: Mapping[str, Any], entry: Mapping[str, Any], drawn: Heights) -> str:
    """Two lines cross once, and at the right place to within a factor."""
    along = math.log if entry["log"] else float
    places = sorted({place for number in rule["lines"] for place in entry["lines"][number]["at"]})
    one, other = ([_height(entry["lines"][number], drawn[number], place, along) for place in places] for number in rule["lines"])
    apart = [(along(place), a - b) for place, a, b in zip(places, one, other, strict=True) if a != b]
    changes = [(before, after) for before, after in pairwise(apart) if before[1] * after[1] < 0]
    if len(changes) != 1:
        return rule["never"] if not changes else rule["often"]
    (x, d), (to, e) = changes[0]
    off = x + (to - x) * d / (d - e) - along(rule["at"])
    return "" if abs(off) <= along(rule["factor"]) else rule["low" if off < 0 else "high"]


def _height(line: Mapping[str, Any], heights: Sequence[float], place: float, along: Callable[[float], float]) -> float:
    """The height of a drawn line at any place."""
    at = line["at"]
    if place <= at[0]:
        return heights[0]
    for before, after, low, high in zip(at, at[1:], heights, heights[1:], strict=False):
        if place <= after:
            return low + (high - low) * (along(place) - along(before)) / (along(after) - along(before))
    return heights[-1]


RULES: dict[str, Callable[[Mapping[str, Any], Mapping[str, Any], Heights], str]] = {"near": _near, "slope": _slope, "crossing": _crossing}
