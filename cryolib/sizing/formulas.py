"""All that a budget is computed from, as expressions and plain data: for programs that do the same elsewhere, without Python.

The expressions are those of the functions themselves, called with symbols. Needs SymPy and CoolProp.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from cryolib._quadrature import NODES, PANELS, WEIGHTS
from cryolib.leaks import (
    MATERIALS,
    Material,
    enclosed_radiation,
    installed_insulation,
    laboratory_insulation,
    least_lead_heat,
    radiated_heat,
    vapour_cooled_lead_heat,
)
from cryolib.limits import input_power
from cryolib.machines import Machine, machines_for_statistics
from cryolib.sizing import quantities, words
from cryolib.sizing.answer import SLACK, litres_per_watt
from cryolib.sizing.choice import NAMED, NEARBY, ROOM_SLACK, SIZE, candidates, least_of
from cryolib.sizing.parts import HALF_WAY, MOST_LAYERS, VAPOUR_T_COLD, VAPOUR_T_HOT
from cryolib.sizing.shield import ASIDE, LEAST_SAVING, NARROW, STEPS

if TYPE_CHECKING:
    from sympy import Expr, Symbol

__all__ = ["conductivities", "expressions", "facts"]

Formula = tuple[tuple["Symbol", ...], "Expr"]


def expressions() -> dict[str, Formula]:
    """The formulas of a budget.

    Returns
    -------
    dict of str to (tuple of Symbol, Expr)
        By name the arguments in their order, and the expression.

    Examples
    --------
    >>> expressions()["power"]
    ((heat_load, T_cold, T_hot), heat_load*(-T_cold + T_hot)/T_cold)
    """
    from sympy import symbols

    T_cold, T_hot, area, emissivity = symbols("T_cold T_hot area emissivity", positive=True)
    warm_area, warm_emissivity, layers, current, heat_load = symbols("warm_area warm_emissivity layers current heat_load", positive=True)
    around = (T_cold, T_hot, area, warm_area, emissivity, warm_emissivity)
    calls: dict[str, tuple[Any, tuple[Any, ...]]] = {
        "power": (input_power, (heat_load, T_cold, T_hot)),
        "installed": (installed_insulation, (T_cold, T_hot, layers)),
        "laboratory": (laboratory_insulation, (T_cold, T_hot, layers)),
        "radiated": (radiated_heat, (T_cold, T_hot, area, emissivity)),
        "enclosed": (enclosed_radiation, around),
        "lead": (least_lead_heat, (T_cold, T_hot, current)),
    }
    return {name: (arguments, function(*arguments)) for name, (function, arguments) in calls.items()}


def conductivities() -> dict[str, Formula]:
    """The thermal conductivities.

    Returns
    -------
    dict of str to (tuple of Symbol, Expr)
        By the name of each of `cryolib.leaks.MATERIALS` the temperature, and the expression; that of a table is piecewise.

    Examples
    --------
    >>> (T,), conductivity = conductivities()["aluminium 6061-T6"]
    >>> round(float(conductivity.subs(T, 77)), 1)
    83.5
    """
    from sympy import Symbol

    T = Symbol("T", positive=True)
    return {name: ((T,), _table(solid, T) if solid.form == "table" else solid.conductivity(T)) for name, solid in MATERIALS.items()}


def _table(solid: Material, T: Symbol) -> Expr:
    """The straight lines of a table, in the logarithms."""
    from sympy import Piecewise, exp, log

    lines = []
    points = [(float(log(at)), float(log(k))) for at, k in solid.coefficients]
    for (low, first), (high, last) in pairwise(points):
        lines.append((exp(first + (log(T) - low) * ((last - first) / (high - low))), log(T) <= high))
    return Piecewise(*lines[:-1], (lines[-1][0], True))


def facts() -> dict[str, Any]:
    """Everything else, in lists, dictionaries, texts and numbers.

    Returns
    -------
    dict of str to object
        What the rules of `cryolib.sizing` use: units and words, ranges of materials, liquids, the rule of integration, and the machines.

    Examples
    --------
    >>> facts()["materials"]["brass"]["high"]
    110.0
    """
    return {
        "quadrature": {"panels": PANELS, "nodes": list(NODES), "weights": list(WEIGHTS)},
        "materials": {
            name: {
                "low": solid.T_min,
                "high": solid.T_max,
                "corners": solid.corners,
            }
            for name, solid in MATERIALS.items()
        },
        "units": {name: list(scale) for name, scale in quantities.UNITS.items()},
        "examples": dict(quantities.EXAMPLES),
        "names": dict(words.MATERIAL_NAMES),
        "counted": dict(words.COUNTED),
        "shapes": dict(words.SHAPES),
        "halfWay": HALF_WAY,
        "mostLayers": MOST_LAYERS,
        "words": {name: list(says) for name, says in words.WORDS.items()},
        "spans": list(words.SPANS),
        "vapour": {"heat": float(vapour_cooled_lead_heat(1.0)), "hot": VAPOUR_T_HOT, "cold": VAPOUR_T_COLD},
        "litres": {name: list(each) for name, each in litres_per_watt().items()},
        "slack": SLACK,
        "roomSlack": ROOM_SLACK,
        "search": {"steps": STEPS, "narrow": NARROW, "aside": ASIDE, "saving": LEAST_SAVING},
        "peers": {"nearby": NEARBY, "named": NAMED, "size": SIZE},
        "machines": [_machine(machine) for machine in dict.fromkeys((*candidates(), *machines_for_statistics()))],
    }


def _machine(machine: Machine) -> dict[str, Any]:
    """A machine as plain data: its stages coldest first, its size, and in which lists it counts."""
    return {
        "name": machine.name,
        "kind": machine.kind,
        "year": machine.year,
        "source": machine.source,
        "stages": [[T, load] for T, load in sorted(machine.loads.items())],
        "hot": machine.T_hot,
        "power": list(machine.power),
        "least": least_of(machine),
        "efficiency": list(machine.efficiency_of_all_stages),
        "plug": machine.plug,
        "cooling": machine.cooling,
        "water": None if machine.cooling_water is None else list(machine.cooling_water),
        "candidate": machine in candidates(),
        "peer": machine in machines_for_statistics(),
    }
