"""Problem sets in which every student gets different numbers, graded in a sandbox.

A set is a notebook and a *sheet*, which defines the drawn numbers, the questions, and how the answers follow:

>>> from coursework import Draw, Number, Question, Sheet
>>> from cryolib.limits import carnot_cop
>>> from cryolib.symbols import T_cold, T_hot
>>> sheet = Sheet(
...     "first", "A first sheet", "1.0",
...     draws={T_cold: Draw(60, 90, 0.5), T_hot: Draw(290, 310, 1)},
...     questions=(Question("limit", Number("cop", carnot_cop(T_cold, T_hot), unit="", points=1)),),
... )
>>> sheet.practice().T_hot in range(290, 311)
True
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

__all__ = ["Axis", "Crossing", "Draw", "Formula", "Line", "Manual", "Near", "Number", "Question", "Sheet", "Sketch", "Slip", "Slope"]

_HOME = dict.fromkeys(("Formula", "Manual", "Number", "Question"), "sheets.asked") | {
    **dict.fromkeys(("Axis", "Crossing", "Line", "Near", "Sketch", "Slope"), "sheets.sketches"),
    "Draw": "sheets.numbers",
    "Sheet": "sheets.sheet",
    "Slip": "sheets.slips",
}


def __getattr__(name: str) -> Any:
    # Lazy, since a notebook that only checks answers imports coursework.student and should not wait for SymPy.
    if name in _HOME:
        return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
