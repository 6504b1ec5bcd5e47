"""The path of a gas to its liquid at one pressure: the heat that is out so far, the temperature there, and the least work spent on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from cryolib.gases import RealFluid
from cryolib.gases.interface import require_gas
from cryolib.liquefaction import molar_mass_of
from cryolib.readers import Array, Value, as_number, read_numbers
from cryolib.validation import between, positive, refuse, temperature

__all__ = ["LiquefactionPath", "liquefaction_path"]


@dataclass(frozen=True)
class LiquefactionPath:
    """Where a gas stands on its way to the liquid. Arrays of one shape.

    Attributes
    ----------
    T : ndarray
        Temperature [K].
    entropy : ndarray
        Above that of the boiling liquid [J/(kg K)].
    liquid : ndarray
        Part that has condensed, by mass [-].
    heat : ndarray
        Taken out so far [J/kg].
    work : ndarray
        Least work spent so far [J/kg].
    """

    T: Array
    entropy: Array
    liquid: Array
    heat: Array
    work: Array


def liquefaction_path(gas: RealFluid, T_in: float, P: float, share: Value) -> LiquefactionPath:
    r"""Follow a gas at constant pressure from the surroundings to its boiling liquid, by the share of the heat that is out.

    .. math:: w = \int \left(\frac{T_0}{T} - 1\right) \mathrm{d}q = T_0 (s_0 - s) - (h_0 - h)

    Parameters
    ----------
    gas : RealFluid
        Below its critical pressure.
    T_in : float
        Temperature :math:`T_0` of the surroundings and of the gas at first, above the boiling point [K].
    P : float
        Pressure, constant on the way [Pa].
    share : array_like
        Of the heat between gas and boiling liquid, 0 to 1 [-].

    Returns
    -------
    LiquefactionPath
        Arrays of the shape of `share`.

    Raises
    ------
    ValueError
        If a share is outside the range, the gas has no boiling liquid below `T_in` at this pressure, or no molar mass.

    Notes
    -----
    Each part :math:`\mathrm{d}q` of the heat is carried to the surroundings by a perfect cooler. At the end of the way the work is that of
    `cryolib.linde_hampson.liquefaction_work`. Derived in chapter ``liquefied_gases``.

    Examples
    --------
    >>> path = liquefaction_path(RealFluid("nitrogen"), 300.0, 101325.0, [0.0, 0.5, 1.0])
    >>> (path.work / 3.6e6).round(4).tolist()  # kWh/kg
    [0.0, 0.0421, 0.2136]
    """
    require_gas(gas)
    T_in, P = as_number("T_in", T_in), as_number("P", P)
    temperature(T_in=T_in)
    positive(P=P)
    between(0, 1, share=share)
    shares, mass = read_numbers(share=share)["share"], molar_mass_of(gas)
    liquid, vapour = gas.saturated_liquid(P), gas.saturated_gas(P)
    refuse(T_in <= vapour.T, "T_in must be above the boiling point", T_in=T_in, T_boiling=vapour.T)
    start = gas.state(T_in, P)
    h = start.h - shares * (start.h - liquid.h)
    wet = np.clip((vapour.h - h) / (vapour.h - liquid.h), 0.0, 1.0)
    boils = h <= vapour.h
    states: Any = gas.state_from_enthalpy(np.where(boils, start.h, h), P)
    T = np.where(boils, vapour.T, states.T)
    s = np.where(boils, liquid.s + (1 - wet) * (vapour.s - liquid.s), states.s)
    work = (T_in * (start.s - s) - (start.h - h)) / mass
    return LiquefactionPath(T, (s - liquid.s) / mass, wet, (start.h - h) / mass, work)
