"""Published properties of the cryogenic gases, each number with its unit and its source in the bibliography.

>>> nitrogen = fluid("nitrogen")
>>> nitrogen.critical_temperature, nitrogen.critical_temperature.unit, nitrogen.critical_temperature.source
(126.192, 'K', 'span2000nitrogen')
>>> nitrogen.published_inversion_temperatures
(621.0,)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cryolib.constants import R

__all__ = ["FLUIDS", "Fluid", "Reference", "fluid"]


class Reference(float):
    """A published number with its unit, its source (a key of the bibliography) and a note; arithmetic gives plain floats."""

    def __new__(cls, value: float, unit: str, source: str, note: str = "") -> Reference:
        """Make the float and attach its unit, source and note."""
        self = super().__new__(cls, value)
        self.unit, self.source, self.note = unit, source, note
        return self

    unit: str
    source: str
    note: str

    def __getnewargs__(self) -> tuple[float, str, str, str]:  # type: ignore[override]
        """Arguments from which pickle and copy construct an equal number."""
        return float(self), self.unit, self.source, self.note


@dataclass(frozen=True)
class Fluid:
    """Published properties of one fluid.

    Attributes
    ----------
    name, formula, coolprop : str
        Its name here, its chemical formula (none for air), and its name in CoolProp.
    molar_mass : Reference
        [kg/mol].
    critical_temperature, critical_pressure : Reference
        [K] and [Pa], as the paper of its reference equation of state gives them.
    maximum_temperature, maximum_pressure : Reference
        [K] and [Pa], up to which the reference equation of state was published as valid: as a rule the reach of the measurements to
        which it was fitted. Programs such as CoolProp evaluate it further.
    boiling_point : Reference or None
        [K] at 101325 Pa; None for carbon dioxide, which sublimes at that pressure. For air: where the liquid begins to boil.
    heat_capacity : Reference
        c_p/R of the dilute gas at 300 K [-].
    van_der_waals_a, van_der_waals_b : Reference
        The constants of a published table or, if none has been found, from the critical point [Pa m^6/mol^2] and [m^3/mol].
    published_inversion_temperatures : tuple of Reference
        Maximum inversion temperatures [K] that books copy from one another; they differ from those of the equations of state by
        some per cent. Empty where none could be confirmed.
    published_boyle_temperature : Reference or None
        [K].
    """

    name: str
    formula: str
    coolprop: str
    molar_mass: Reference
    critical_temperature: Reference
    critical_pressure: Reference
    maximum_temperature: Reference
    maximum_pressure: Reference
    boiling_point: Reference | None
    heat_capacity: Reference
    van_der_waals_a: Reference
    van_der_waals_b: Reference
    published_inversion_temperatures: tuple[Reference, ...]
    published_boyle_temperature: Reference | None


def fluid(name: str) -> Fluid:
    """Return the record of a fluid.

    Parameters
    ----------
    name : str
        A key of `FLUIDS`.

    Returns
    -------
    Fluid
        Its published properties.

    Raises
    ------
    ValueError
        If there is no fluid of that name.

    Examples
    --------
    >>> fluid("carbon monoxide").formula
    'CO'
    >>> fluid("phlogiston")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    ValueError: name must be one of helium, hydrogen, neon, ...; got 'phlogiston'
    """
    if not isinstance(name, str) or name not in FLUIDS:
        raise ValueError(f"name must be one of {', '.join(FLUIDS)}; got {name!r}")
    return FLUIDS[name]


_COPIED = "as at least two independent texts give it; the book was not consulted"


def _fluid(
    name: str,
    formula: str,
    coolprop: str,
    equation: str,
    *,
    molar_mass: float,
    critical: tuple[float, float],
    boiling_point: float | None,
    heat_capacity: float,
    valid_up_to: tuple[float, float],
    van_der_waals: tuple[float, float] | None,
    inversion: tuple[float, ...],
    boyle: float | None,
    constants: str = "crc_vdw",
    molar_mass_note: str = "",
    boiling_note: str = "at 101325 Pa",
    heat_capacity_note: str = "dilute gas at 300 K",
    boyle_note: str = "table 1C.2",
    valid_source: str = "",
    valid_note: str = "title of the paper",
) -> Fluid:
    """Make a record from numbers as they are printed: g/mol, K and MPa, bar L^2/mol^2 and L/mol.

    Without `van_der_waals`, the constants are computed from the critical point.
    """
    T_critical, p_critical = critical
    a, b = _printed(*van_der_waals, constants) if van_der_waals else _from_critical_point(T_critical, p_critical * 1e6, equation)
    return Fluid(
        name=name,
        formula=formula,
        coolprop=coolprop,
        molar_mass=Reference(molar_mass / 1000, "kg/mol", equation, molar_mass_note),
        critical_temperature=Reference(T_critical, "K", equation),
        critical_pressure=Reference(p_critical * 1e6, "Pa", equation),
        maximum_temperature=Reference(valid_up_to[0], "K", valid_source or equation, valid_note),
        maximum_pressure=Reference(valid_up_to[1] * 1e6, "Pa", valid_source or equation, valid_note),
        boiling_point=None if boiling_point is None else Reference(boiling_point, "K", equation, boiling_note),
        heat_capacity=Reference(heat_capacity, "1", equation, heat_capacity_note),
        van_der_waals_a=a,
        van_der_waals_b=b,
        published_inversion_temperatures=tuple(Reference(T, "K", "atkins2018", _COPIED) for T in inversion),
        published_boyle_temperature=None if boyle is None else Reference(boyle, "K", "atkins2018", boyle_note),
    )


def _printed(a: float, b: float, source: str) -> tuple[Reference, Reference]:
    """Return the van der Waals constants of a table, from bar L^2/mol^2 and L/mol."""
    return (
        Reference(a / 10, "Pa m^6/mol^2", source, f"printed: {a} bar L^2/mol^2"),
        Reference(b / 1000, "m^3/mol", source, f"printed: {b} L/mol"),
    )


def _from_critical_point(T: float, P: float, source: str) -> tuple[Reference, Reference]:
    """Return the van der Waals constants that put the critical point at this temperature [K] and pressure [Pa]."""
    return (
        Reference(27 * (R * T) ** 2 / (64 * P), "Pa m^6/mol^2", source, "from the critical point: 27 R^2 T^2 / 64 P"),
        Reference(R * T / (8 * P), "m^3/mol", source, "from the critical point: R T / 8 P"),
    )


_RECORDS = (
    _fluid(
        "helium", "He", "Helium", "ortizvega2023helium",
        molar_mass=4.002602, critical=(5.1953, 0.22832), boiling_point=4.2238, heat_capacity=2.5,
        valid_up_to=(1500.0, 2000.0), valid_note="abstract of the report",
        van_der_waals=(0.0346, 0.0238), inversion=(40.0,), boyle=22.64,
    ),
    _fluid(
        "hydrogen", "H2", "Hydrogen", "leachman2009hydrogen",
        molar_mass=2.01588, critical=(33.145, 1.2964), boiling_point=20.369, heat_capacity=3.4695,
        valid_up_to=(1000.0, 2000.0), valid_note="abstract of the paper",
        van_der_waals=(0.2452, 0.0265), inversion=(202.0, 205.0), boyle=110.0,
        heat_capacity_note="dilute normal hydrogen (3 ortho to 1 para) at 300 K",
    ),
    _fluid(
        "neon", "Ne", "Neon", "thol2019neon",
        molar_mass=20.179, critical=(44.4, 2.66163), boiling_point=27.10, heat_capacity=2.5,
        valid_up_to=(700.0, 700.0),
        van_der_waals=(0.208, 0.0167), inversion=(), boyle=122.1,
    ),
    _fluid(
        "nitrogen", "N2", "Nitrogen", "span2000nitrogen",
        molar_mass=28.01348, critical=(126.192, 3.3958), boiling_point=77.355, heat_capacity=3.5031,
        valid_up_to=(1000.0, 2200.0),
        van_der_waals=(1.370, 0.0387), inversion=(621.0,), boyle=327.2,
    ),
    _fluid(
        "oxygen", "O2", "Oxygen", "schmidt1985oxygen",
        molar_mass=31.9988, critical=(154.581, 5.043), boiling_point=90.188, heat_capacity=3.5343,
        valid_up_to=(300.0, 80.0), valid_source="stewart1991oxygen", valid_note="abstract of the tables that were computed with it",
        van_der_waals=(1.382, 0.0319), inversion=(764.0,), boyle=405.9,
    ),
    _fluid(
        "argon", "Ar", "Argon", "tegeler1999argon",
        molar_mass=39.948, critical=(150.687, 4.863), boiling_point=87.302, heat_capacity=2.5,
        valid_up_to=(700.0, 1000.0),
        van_der_waals=(1.355, 0.0320), inversion=(), boyle=411.5,
    ),
    _fluid(
        "carbon monoxide", "CO", "CarbonMonoxide", "lemmon2006fluids",
        molar_mass=28.0101, critical=(132.86, 3.494), boiling_point=81.64, heat_capacity=3.5048,
        valid_up_to=(500.0, 100.0), valid_note="as the fluid file of REFPROP gives it for this equation; the paper was not consulted",
        van_der_waals=(1.472, 0.0395), inversion=(), boyle=None,
    ),
    _fluid(
        "carbon dioxide", "CO2", "CarbonDioxide", "span1996co2",
        molar_mass=44.0098, critical=(304.1282, 7.3773), boiling_point=None, heat_capacity=4.4772,
        valid_up_to=(1100.0, 800.0),
        van_der_waals=(3.658, 0.0429), inversion=(1500.0,), boyle=714.8,
    ),
    _fluid(
        "methane", "CH4", "Methane", "setzmann1991methane",
        molar_mass=16.0428, critical=(190.564, 4.5992), boiling_point=111.667, heat_capacity=4.3030,
        valid_up_to=(625.0, 1000.0),
        van_der_waals=(2.303, 0.0431), inversion=(), boyle=510.0,
    ),
    _fluid(
        "air", "", "Air", "lemmon2000air",
        molar_mass=28.9586, critical=(132.5306, 3.7860), boiling_point=78.903, heat_capacity=3.5004,
        valid_up_to=(2000.0, 2000.0),
        van_der_waals=(1.368, 0.0367), inversion=(), boyle=346.8,
        constants="moran_shapiro", molar_mass_note="of the mixture in the paper; CoolProp has 28.96546 g/mol for its composition",
        boiling_note="bubble point at 101325 Pa; the dew point is 81.720 K",
        boyle_note="in the text on real gases",
    ),
)  # fmt: skip

FLUIDS: Mapping[str, Fluid] = MappingProxyType({record.name: record for record in _RECORDS})
"""The records by name."""
