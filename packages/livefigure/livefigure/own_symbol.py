"""Symbols of livefigure's own, which are equal to no symbol of a figure's author, whatever its name."""

from __future__ import annotations

from typing import Any

import sympy as sp


def own_symbol(name: str, **assumptions: Any) -> sp.Dummy:
    """A dummy symbol that is the same in every process; each name is used once in livefigure.

    SymPy begins to number its dummies at random, and orders what cannot be ordered otherwise by that number. So a figure could have its
    sums in another order each time it is made.
    """
    return sp.Dummy(name, dummy_index=0, **assumptions)
