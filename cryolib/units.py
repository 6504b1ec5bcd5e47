"""The SI unit of every quantity, by the name of its symbol or argument, and values that come with a unit of their own.

A quantity of pint, astropy or unyt is converted by its own library; none of them is imported here.

>>> UNITS["T_cold"], UNITS["conductance"]
('K', 'W/K')
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

__all__ = ["UNITS", "in_si", "unit_of"]

_NAMES = {
    "": "cop efficiency stages position exponent emissivity liquid_yield effectiveness isentropic_efficiency compression_ratio progress "
    "heat_capacity heat_capacity_ratio parameter crank_angle phase share "
    "pressure_ratio expander_efficiency compressor_efficiency swing place spin g_factor "
    "emissivity_cold emissivity_hot layers installed_factor accommodation residual_resistance_ratio prandtl_number x",
    "W": "heat_rejected heat_load power heat_leak refrigeration_power heat",
    "J": "Q_hot Q_cold W",
    "W/K": "conductance entropy_rate",
    "W/(m^2 K^4)": "sigma",
    "m^2": "area area_cold area_hot",
    "m": "length thickness",
    "m/s": "speed",
    "s": "time transit time_constant time_scale",
    "1/m": "layer_density length_over_area",
    "A": "current",
    "kg": "mass",
    "J/mol": "u h h_1 h_2 h_g h_f",
    "J/(mol K)": "R gas_constant c_v c_p s",
    "K": "T T_in T_hot T_shield T_cold T_min T_start T_refrigerator T_branch debye_temperature",
    "K/s": "rate",
    "W/(m^2 K)": "coefficient",
    "J/(m^3 K)": "heat_capacity_per_volume",
    "J/(m^2 K s^0.5)": "effusivity",
    "J/K": "S_gen total_heat_capacity",
    "Pa": "P P_in P_out P_high P_low",
    "m^3": "swept_volume dead_volume tube_volume passing_volume",
    "mol": "amount",
    "m^3/mol": "v v_small v_large v_1 v_2 v_3 v_4 b",
    "kg/mol": "molar_mass",
    "1/K": "expansivity merit",
    "T": "field final_field internal_field",
    "mol/s": "flow",
    "Pa m^6/mol^2": "a",
}

UNITS: Mapping[str, str] = MappingProxyType({name: unit for unit, names in _NAMES.items() for name in names.split()})
"""The units by name, in plain text; empty for a pure number."""


def unit_of(value: Any) -> Any:
    """Return the unit that a value carries as ``units`` or ``unit``, or None."""
    units = getattr(value, "units", None)
    return getattr(value, "unit", None) if units is None else units


def in_si(name: str, value: Any, unit: Any) -> Any:
    """Return the bare numbers of a value with a unit, in the SI unit of the argument of this name.

    Raises
    ------
    ValueError
        If the argument has no unit, or the value cannot be converted to it.
    """
    if name not in UNITS:
        raise ValueError(f"{name} must be a number without a unit; got {value}, with the unit {unit}")
    wanted = UNITS[name]
    if isinstance(value, float) and isinstance(unit, str):  # a constant or published number of this package, always in SI
        if unit in (wanted, wanted or "1"):
            return float(value)
        raise _refusal(name, value, unit, wanted)
    if wanted == "K" and any(mark in str(unit) for mark in ("delta", "Δ")):
        raise _refusal(name, value, unit, wanted, "a difference of temperatures is no temperature")
    try:
        # astropy counts degrees Celsius as temperatures only if it is told so.
        astropy = hasattr(value, "equivalencies")
        options = {"equivalencies": sys.modules["astropy.units"].temperature()} if astropy and wanted == "K" else {}
        converted = value.to(wanted.replace("^", "**").replace(" ", "*"), **options)
        return converted.magnitude if hasattr(converted, "magnitude") else converted.value
    except Exception as error:  # each library has classes of its own
        raise _refusal(name, value, unit, wanted, str(error)) from None


def _refusal(name: str, value: Any, unit: Any, wanted: str, reason: str = "") -> ValueError:
    because = f" ({reason})" if reason else ""
    return ValueError(f"{name} must be in {wanted or 'plain numbers'}, or convertible to it; got {value}, with the unit {unit}{because}")
