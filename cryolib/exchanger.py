"""The temperatures of two streams along a counterflow heat exchanger, and where they come closest.

An energy balance covers the ends only. Between them, the heat capacity of a compressed gas near its critical point can bring the two
streams together, or even demand a heat flow from cold to warm, which is impossible.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cryolib.gases import Gas, State
from cryolib.gases.interface import require_gas
from cryolib.readers import Array
from cryolib.validation import whole_number

__all__ = ["Exchanger", "Pinch", "exchanger"]

_POINTS = 129


@dataclass(frozen=True)
class Pinch:
    """Where the streams of an exchanger come closest.

    Attributes
    ----------
    difference : float
        Temperature of the cooling stream less that of the warming one; negative where they cross [K].
    T_cooling, T_warming : float
        Temperatures of the two there [K].
    position : float
        Fraction of the heat that passes between the cold end and there: 0 at the cold end, 1 at the warm end [-].
    """

    difference: float
    T_cooling: float
    T_warming: float
    position: float


@dataclass(frozen=True)
class Exchanger:
    """Two streams in counterflow, from the cold end to the warm end.

    Attributes
    ----------
    heat : ndarray, shape (n,)
        Heat that passes between the cold end and here, per mole of the cooling stream [J/mol].
    T_cooling, T_warming : ndarray, shape (n,)
        Temperatures of the cooling (high-pressure) and of the warming (low-pressure) stream [K].
    """

    heat: Array
    T_cooling: Array
    T_warming: Array

    @property
    def difference(self) -> Array:
        """Temperature of the cooling stream less that of the warming one, shape (n,) [K]."""
        return self.T_cooling - self.T_warming

    @property
    def pinch(self) -> Pinch:
        """Where the streams come closest."""
        i = int(np.argmin(self.difference))
        position = i / (len(self.heat) - 1)
        return Pinch(float(self.difference[i]), float(self.T_cooling[i]), float(self.T_warming[i]), position)


def exchanger(gas: Gas, cooling: tuple[State, State], warming: tuple[State, State], points: int = _POINTS) -> Exchanger:
    r"""Temperatures along an exchanger whose four end states are known.

    .. math:: h_\mathrm{cooling} = h_\mathrm{cooling, out} + q, \qquad h_\mathrm{warming} = h_\mathrm{warming, in} + q/m

    Parameters
    ----------
    gas : IdealGas, VanDerWaals or RealFluid
        The gas in both streams.
    cooling, warming : tuple of State
        Inlet and outlet of the stream; its pressure does not change on the way.
    points : int
        Number of points, evenly spaced in the heat :math:`q` that has passed since the cold end.

    Returns
    -------
    Exchanger
        The temperatures of both streams.

    Raises
    ------
    ValueError
        If there are fewer than two points, or a state between the ends is outside the range of the gas.

    Notes
    -----
    :math:`m` is the warming stream's share of the cooling stream, from the balance of the whole exchanger. There is no pressure drop
    and no heat leak. Derived in chapter ``linde_hampson``.

    Examples
    --------
    >>> from cryolib.gases import IdealGas
    >>> gas = IdealGas()
    >>> ends = [gas.state(T, P) for T, P in ((300.0, 2e6), (120.0, 2e6), (100.0, 1e5), (290.0, 1e5))]
    >>> exchanger(gas, (ends[0], ends[1]), (ends[2], ends[3]), points=3).difference.round(6).tolist()
    [20.0, 15.0, 10.0]
    """
    require_gas(gas)
    fraction = np.linspace(0.0, 1.0, whole_number(2, points=points))
    (warm_in, cold_out), (cold_in, warm_out) = cooling, warming
    T_cooling = np.array(gas.state_from_enthalpy(cold_out.h + fraction * (warm_in.h - cold_out.h), cold_out.P).T)
    T_warming = np.array(gas.state_from_enthalpy(cold_in.h + fraction * (warm_out.h - cold_in.h), cold_in.P).T)
    # The end temperatures are known more accurately than from the enthalpy.
    T_cooling[[0, -1]], T_warming[[0, -1]] = (cold_out.T, warm_in.T), (cold_in.T, warm_out.T)
    return Exchanger(np.asarray(fraction * (warm_in.h - cold_out.h)), T_cooling, T_warming)
