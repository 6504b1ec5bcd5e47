"""The units that marking knows, as plain data: a page without Python reads the same ones.

>>> table = unit_table()
>>> table["units"]["bar"], table["dimensions"][table["units"]["bar"][0]]
([0, 100000.0], {'mass': 1, 'length': -1, 'time': -2})
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from coursework.marking.questions import _named, _other_units
from coursework.marking.units import KINDS, MEANT, _is_offset, _plain_name, _unit_of, _word, factor, registry

__all__ = ["other_units", "unit_table"]

NAME = re.compile(r"[A-Za-z][A-Za-z_]*")


def other_units(asked: str) -> list[list[Any]]:
    """Units in which a number may have been meant: the name to show, and how many of the question's unit one of it is."""
    return [[_named(unit), factor(unit, asked)] for unit in _other_units(asked)]


@cache
def unit_table() -> dict[str, Any]:
    """Everything that reading a unit needs.

    Returns
    -------
    dict
        ``units`` by name: the place of its dimension in ``dimensions``, and its size in base units; a third number is where its zero lies.
        None marks a name that is no unit here. ``prefixes`` and ``suffixes`` in pint's order; ``kinds`` names dimensions, and ``meant`` has
        likely misspellings with what they mean and what they are as written.
    """
    import pint

    dimensions: list[dict[str, float]] = [dict(_dimension(_unit_of("Pa")))]
    units = {name: _entry(name, dimensions) for name in [*pint.UnitRegistry()._units, "%"] if NAME.fullmatch(name) or name == "%"}
    kinds = [[_place(_dimension(_unit_of(unit)), dimensions), kind] for kind, unit in KINDS.items()]
    meant = {word: [unit, _plain(word)] for word, unit in MEANT.items()}
    prefixes = [[name, about.converter.scale] for name, about in registry()._prefixes.items() if not name or NAME.fullmatch(name)]
    return {
        "dimensions": dimensions,
        "units": units,
        "prefixes": prefixes,
        "suffixes": [*registry()._suffixes],
        "kinds": kinds,
        "meant": meant,
    }


def _entry(name: str, dimensions: list[dict[str, float]]) -> list[float] | None:
    try:
        unit = _word(name)
    except ValueError:
        return None
    zero, one = (float(registry().Quantity(size, unit).to_base_units().magnitude) for size in (0.0, 1.0))
    return [_place(_dimension(unit), dimensions), one - zero, *([zero] if _is_offset(unit) else [])]


def _dimension(unit: Any) -> dict[str, float]:
    powers = {name.strip("[]"): float(power) for name, power in unit.dimensionality.items()}
    return {name: int(power) if power.is_integer() else power for name, power in powers.items()}


def _place(dimension: dict[str, float], dimensions: list[dict[str, float]]) -> int:
    if dimension not in dimensions:
        dimensions.append(dimension)
    return dimensions.index(dimension)


def _plain(word: str) -> str | None:
    try:
        return _plain_name(_word(word))
    except ValueError:
        return None
