"""How much of a cryogenic liquid a heat leak boils off, and how much of that a gas meter sees. Needs CoolProp."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cryolib.constants import STANDARD_ATMOSPHERE
from cryolib.gases.real_fluid import RealFluid
from cryolib.gases.records import FLUIDS
from cryolib.leaks.superfluid import LAMBDA_POINT, superfluid_helium
from cryolib.readers import Value, as_number, plain, read_numbers
from cryolib.validation import nonnegative, temperature

__all__ = ["BoilOff", "Boiling", "boil_off", "boiling"]


@dataclass(frozen=True)
class BoilOff:
    """What a heat leak does to a boiling liquid.

    Attributes
    ----------
    mass_flow : float or ndarray
        Liquid that evaporates [kg/s].
    liquid_volume_flow : float or ndarray
        The same as a volume of liquid [m^3/s].
    metered_fraction : float
        Vapour that leaves the vessel over liquid that evaporates, because the rest stays and fills the room that the liquid leaves [-].
    temperature, latent_heat, liquid_density, vapour_density : float
        Of the boiling liquid [K], [J/kg], [kg/m^3], [kg/m^3].
    """

    mass_flow: Value
    liquid_volume_flow: Value
    metered_fraction: float
    temperature: float
    latent_heat: float
    liquid_density: float
    vapour_density: float


def boil_off(fluid: str, heat: Value, T: float | None = None) -> BoilOff:
    r"""Liquid that a heat leak boils off.

    .. math:: \dot m = \frac{\dot Q}{L}, \qquad \frac{\dot m_\mathrm{metered}}{\dot m} = 1 - \frac{\rho_\mathrm{gas}}{\rho_\mathrm{liquid}}

    Parameters
    ----------
    fluid : str
        Name of a fluid, one of `cryolib.gases.FLUIDS`; no mixture, and nothing that sublimes.
    heat : float or array_like, shape (...)
        That leaks into the liquid, zero or positive [W].
    T : float, optional
        Temperature at which it boils, the normal boiling point at 101325 Pa if not given [K].

    Returns
    -------
    BoilOff
        Its attributes have the shape of `heat`, or are floats.

    Raises
    ------
    ValueError
        If there is no such liquid, or an argument is outside the range above.

    Notes
    -----
    With CoolProp's equations of state, and below 2.1768 K, where helium is superfluid, with a table from 1 K up. Used in chapter
    ``sizing``.

    References
    ----------
    .. [1] R. J. Donnelly and C. F. Barenghi, The Observed Properties of Liquid Helium at the Saturated Vapor Pressure, J. Phys. Chem. Ref.
       Data 27 (1998) 1217-1274, doi:10.1063/1.556028.

    Examples
    --------
    >>> helium = boil_off("helium", 1.0)
    >>> round(helium.liquid_volume_flow * 1000 * 3600, 3)  # litres per hour
    1.404
    >>> round(100 * (1 - helium.metered_fraction), 1)  # percent that a meter misses
    13.6
    """
    heat = read_numbers(heat=heat)["heat"]
    nonnegative(heat=heat)
    liquid = boiling(fluid, T)
    molar_mass = float(FLUIDS[fluid].molar_mass)
    evaporates = heat / liquid.latent_heat  # mol/s
    return BoilOff(
        mass_flow=plain(molar_mass * evaporates),
        liquid_volume_flow=plain(liquid.v_liquid * evaporates),
        metered_fraction=1 - liquid.v_liquid / liquid.v_gas,
        temperature=liquid.T,
        latent_heat=liquid.latent_heat / molar_mass,
        liquid_density=molar_mass / liquid.v_liquid,
        vapour_density=molar_mass / liquid.v_gas,
    )


@dataclass(frozen=True)
class Boiling:
    """A boiling liquid: its temperature [K], latent heat [J/mol] and molar volumes [m^3/mol]."""

    T: float
    latent_heat: float
    v_liquid: float
    v_gas: float


def boiling(fluid: str, T: float | None = None) -> Boiling:
    """Find a liquid at its normal boiling point, or at the temperature at which it boils [K]."""
    if not isinstance(fluid, str) or fluid not in FLUIDS or FLUIDS[fluid].boiling_point is None or fluid == "air":
        liquids = [name for name, record in FLUIDS.items() if record.boiling_point is not None and name != "air"]
        raise ValueError(f"fluid must be one of {', '.join(liquids)}; got {fluid!r}")
    gas = RealFluid(fluid)
    boils = as_number("T", gas.saturation_temperature(STANDARD_ATMOSPHERE) if T is None else T)
    temperature(T=boils)
    if fluid == "helium" and boils < LAMBDA_POINT:
        latent, density, v_gas = superfluid_helium(boils)
        return Boiling(boils, latent, float(FLUIDS[fluid].molar_mass) / density, v_gas)
    both = gas.saturation(boils)
    h_liquid, h_gas, v_liquid, v_gas = (float(np.asarray(each)) for each in (both.h_liquid, both.h_gas, both.v_liquid, both.v_gas))
    return Boiling(boils, h_gas - h_liquid, v_liquid, v_gas)
