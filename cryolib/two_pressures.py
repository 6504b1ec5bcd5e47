r"""A regenerator between two pressures, as in a cooler at 4 K: the gas goes down at the high pressure and comes back at the low one.

For an ideal gas both blows carry the same heat between the same temperatures. For a real gas near its critical point they do not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cryolib.gases import Gas
from cryolib.gases.interface import require_gas
from cryolib.readers import Array, as_number
from cryolib.validation import ascending, ascending_temperatures

__all__ = ["TwoPressureCycle", "two_pressures"]

_POINTS = 1025


@dataclass(frozen=True)
class TwoPressureCycle:
    r"""The heats and the work at the cold end, per mole of gas and cycle; made by `two_pressures`.

    Attributes
    ----------
    T : ndarray, shape (n,)
        Temperatures along the regenerator, from the cold to the hot end in equal ratios [K].
    surplus : ndarray, shape (n,)
        Heat that the high-pressure blow leaves below `T`, less what the low-pressure blow takes back there, if both have the temperature
        of the matrix: :math:`\int_{T_C}^{T} [c_p(P_\mathrm{high}) - c_p(P_\mathrm{low})]\,dT` [J/mol].
    heat_absorbed : float
        Heat that the gas takes up as it expands at the cold end, :math:`T_C (s_\mathrm{low} - s_\mathrm{high})` [J/mol].
    expansion_work : float
        Work that the gas delivers at the cold end in one cycle, :math:`\int v\,dP` between the two pressures at :math:`T_C`; of an ideal gas
        it is :math:`R T_C \ln(P_\mathrm{high}/P_\mathrm{low})`, and the same as `heat_absorbed` [J/mol].
    """

    T: Array
    surplus: Array
    heat_absorbed: float
    expansion_work: float

    @property
    def carried_down(self) -> float:
        """Net enthalpy that flows along the regenerator to the cold end, where the blows have the same temperature there [J/mol].

        It is what the cold end does not take up of the work that it delivers.
        """
        return self.expansion_work - self.heat_absorbed


def two_pressures(gas: Gas, T_cold: float, T_hot: float, P_low: float, P_high: float) -> TwoPressureCycle:
    r"""Cold end and regenerator of a cooler whose gas goes down at one pressure and comes back at another.

    .. math::
        q_C = T_C\,(s_\mathrm{low} - s_\mathrm{high}), \qquad w = \int_{P_\mathrm{low}}^{P_\mathrm{high}} v\,dP
        = q_C + (h_\mathrm{high} - h_\mathrm{low})_{T_C}

    Parameters
    ----------
    gas : IdealGas, VanDerWaals or RealFluid
        The gas.
    T_cold : float
        Temperature of the cold end, ``0 < T_cold < T_hot`` [K].
    T_hot : float
        Temperature of the hot end [K].
    P_low : float
        Pressure while the gas returns, ``0 < P_low < P_high`` [Pa].
    P_high : float
        Pressure while the gas goes down [Pa].

    Returns
    -------
    TwoPressureCycle
        Heat and work of the cold end, and the surplus along the regenerator.

    Raises
    ------
    ValueError
        If an argument is outside the range above, or a state outside that of the gas.

    Notes
    -----
    The pressures change while all of the gas is at one end. The matrix is perfect, and there is no dead volume. Derived in chapter ``stirling``.

    Examples
    --------
    >>> from cryolib.gases import RealFluid
    >>> cold_end = two_pressures(RealFluid("helium"), 4.5, 300.0, 8e5, 20e5)
    >>> round(cold_end.heat_absorbed, 1), round(cold_end.expansion_work, 1), round(float(cold_end.surplus.min()), 1)
    (6.9, 31.2, -58.1)
    """
    require_gas(gas)
    arguments = {"T_cold": T_cold, "T_hot": T_hot, "P_low": P_low, "P_high": P_high}
    T_cold, T_hot, P_low, P_high = (as_number(name, value) for name, value in arguments.items())
    ascending_temperatures(T_cold=T_cold, T_hot=T_hot)
    ascending("Pa", P_low=P_low, P_high=P_high)
    low, high = gas.state(T_cold, P_low), gas.state(T_cold, P_high)
    T = np.geomspace(T_cold, T_hot, _POINTS)
    difference = np.asarray(gas.state(T, P_high).h) - np.asarray(gas.state(T, P_low).h)
    heat = float(T_cold * (low.s - high.s))
    return TwoPressureCycle(T, difference - difference[0], heat, heat + float(high.h - low.h))
