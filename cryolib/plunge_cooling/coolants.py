r"""The liquids and gases into which a film is plunged, at one atmosphere. Needs CoolProp."""

from __future__ import annotations

from dataclasses import dataclass

from cryolib.constants import STANDARD_ATMOSPHERE
from cryolib.readers import as_number
from cryolib.validation import refuse, temperature

__all__ = ["COOLANTS", "Coolant", "coolant", "gas_effusivity", "gas_prandtl_number"]

#: Names of coolants and of their fluids in CoolProp.
COOLANTS = {"ethane": "Ethane", "propane": "n-Propane", "nitrogen": "Nitrogen"}


@dataclass(frozen=True)
class Coolant:
    r"""A liquid at one atmosphere, from its triple point to its boiling point.

    Attributes
    ----------
    name : str
    T_freezing, T_boiling : float
        Temperatures of the triple point and of boiling at one atmosphere [K].
    heat : float
        That warms it from the one to the other [J/kg].
    heat_per_volume : float
        The same for the volume that it has at its triple point [J/m³].
    effusivity : float
        :math:`\sqrt{k \rho c_p}`, just above the triple point [J/(m² K s^(1/2))].
    """

    name: str
    T_freezing: float
    T_boiling: float
    heat: float
    heat_per_volume: float
    effusivity: float


def coolant(name: str) -> Coolant:
    """Return a coolant with its properties at one atmosphere.

    Parameters
    ----------
    name : str
        One of `COOLANTS`.

    Returns
    -------
    Coolant
        From CoolProp's reference equations.

    Raises
    ------
    ValueError
        If the name is not known.

    Examples
    --------
    >>> round(coolant("ethane").heat_per_volume / 1e6)  # J/cm³
    143
    """
    if name not in COOLANTS:
        raise ValueError(f"name must be one of {', '.join(COOLANTS)}; got {name!r}")
    from CoolProp.CoolProp import PropsSI

    fluid, P = COOLANTS[name], float(STANDARD_ATMOSPHERE)
    freezing = PropsSI("Ttriple", fluid)
    heat = PropsSI("Hmass", "P", P, "Q", 0, fluid) - PropsSI("Hmass", "T", freezing, "Q", 0, fluid)
    density = PropsSI("Dmass", "T", freezing, "Q", 0, fluid)
    above = ("T", freezing + 0.2, "Q", 0, fluid)  # CoolProp's conductivity begins a little above the triple point
    effusivity = (PropsSI("L", *above) * PropsSI("Dmass", *above) * PropsSI("Cpmass", *above)) ** 0.5
    return Coolant(name, freezing, PropsSI("T", "P", P, "Q", 0, fluid), heat, heat * density, effusivity)


def gas_effusivity(T: float, fluid: str = "Nitrogen") -> float:
    r"""Effusivity of a gas at one atmosphere; for nitrogen it changes by no more than 8 % from 90 to 300 K.

    Parameters
    ----------
    T : float
        Temperature, above the boiling point, and up to the end of CoolProp's equation [K].
    fluid : str
        Its name in CoolProp.

    Returns
    -------
    float
        :math:`\sqrt{k \rho c_p}` [J/(m² K s^(1/2))].

    Raises
    ------
    ValueError
        If the temperature is outside this range, or CoolProp does not know the fluid.

    Examples
    --------
    >>> round(gas_effusivity(200.0), 2)
    5.71
    """
    from CoolProp.CoolProp import PropsSI

    state = _gas(T, fluid)
    return float((PropsSI("L", *state) * PropsSI("Dmass", *state) * PropsSI("Cpmass", *state)) ** 0.5)


def gas_prandtl_number(T: float, fluid: str = "Nitrogen") -> float:
    r"""Prandtl number of a gas at one atmosphere: how fast it carries momentum across itself, over how fast it carries heat.

    Parameters
    ----------
    T : float
        Temperature, above the boiling point, and up to the end of CoolProp's equation [K].
    fluid : str
        Its name in CoolProp.

    Returns
    -------
    float
        :math:`\mu c_p / k` [-].

    Raises
    ------
    ValueError
        If the temperature is outside this range, or CoolProp does not know the fluid.

    Examples
    --------
    >>> round(gas_prandtl_number(200.0), 3)
    0.737
    """
    from CoolProp.CoolProp import PropsSI

    return float(PropsSI("PRANDTL", *_gas(T, fluid)))


def _gas(T: float, fluid: str) -> tuple[str, float, str, float, str]:
    """A gas at one atmosphere, as CoolProp's function of states takes it."""
    from CoolProp.CoolProp import PropsSI

    T, P = as_number("T", T), float(STANDARD_ATMOSPHERE)
    temperature(T=T)
    try:
        boiling, hottest = PropsSI("T", "P", P, "Q", 1, fluid), PropsSI("Tmax", fluid)
    except ValueError:
        raise ValueError(f"fluid must be one that boils at one atmosphere, by its name in CoolProp; got {fluid!r}") from None
    refuse(not boiling < T <= hottest, f"T must be above {boiling:.5g} and at most {hottest:.5g} K, where {fluid} is a gas", T=T)
    return "T", T, "P", P, fluid
