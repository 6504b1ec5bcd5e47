r"""The Stirling cycle of any gas of `cryolib.gases`, and the effect of its equation of state on the regenerator.

The corners and steps are those of `cryolib.stirling`. The gas runs through the temperatures between :math:`T_H` and :math:`T_C` at
the small volume, leaving heat, and at the large volume, taking it back. Where :math:`c_v` depends on the volume the two
differ, and the cycle repeats itself only if something else carries the difference.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cryolib.gases import Gas, State
from cryolib.gases.interface import require_gas
from cryolib.readers import Array, as_number
from cryolib.validation import ascending, ascending_temperatures, whole_number

__all__ = ["RealStirlingCycle", "RegeneratorProfile", "real_stirling"]

_POINTS = 257


@dataclass(frozen=True)
class RegeneratorProfile:
    r"""At which temperatures a regenerator receives more heat than it must give back.

    Attributes
    ----------
    T : ndarray, shape (n,)
        Temperatures, from the cold to the hot end in equal ratios [K].
    heat_capacity_difference : ndarray, shape (n,)
        :math:`c_v(T, v_\mathrm{small}) - c_v(T, v_\mathrm{large})`, by differences of `surplus` [J/(mol K)].
    surplus : ndarray, shape (n,)
        Heat left below `T` less heat taken back below `T`, the integral of that from the cold end on [J/mol].
    """

    T: Array
    heat_capacity_difference: Array
    surplus: Array


@dataclass(frozen=True)
class RealStirlingCycle:
    r"""The cycle with its heats and its work per mole; made by `real_stirling`, whose arguments are the first attributes.

    Attributes
    ----------
    gas : IdealGas, VanDerWaals or RealFluid
        The gas.
    T_cold, T_hot, v_small, v_large : float
        Temperatures [K] and molar volumes [m^3/mol].
    states : tuple of State
        The corners 1 to 4.
    regenerator : RegeneratorProfile
        Where the imbalance arises.
    """

    gas: Gas
    T_cold: float
    T_hot: float
    v_small: float
    v_large: float
    states: tuple[State, State, State, State]
    regenerator: RegeneratorProfile

    @property
    def heat_absorbed(self) -> float:
        r"""Heat that the expansion takes up, :math:`T_C (s_4 - s_3)`, before any loss [J/mol]."""
        return float(self.T_cold * (self.states[3].s - self.states[2].s))

    @property
    def work(self) -> float:
        r"""Work of the compression less that of the expansion, from :math:`f = u - Ts` at the corners [J/mol]."""
        f = [state.u - state.T * state.s for state in self.states]
        return float(f[1] - f[0] + f[3] - f[2])

    @property
    def regenerator_heat(self) -> float:
        """Heat that the gas leaves in the regenerator in step 2 [J/mol]."""
        return float(self.states[1].u - self.states[2].u)

    @property
    def regenerator_return(self) -> float:
        """Heat that the gas takes back in step 4 [J/mol]."""
        return float(self.states[0].u - self.states[3].u)

    @property
    def imbalance(self) -> float:
        """Heat left in the regenerator less heat taken back; positive where the denser gas has the larger heat capacity [J/mol]."""
        return self.regenerator_heat - self.regenerator_return

    @property
    def regenerator_loss(self) -> float:
        r"""Heat that a perfect regenerator lets through to the cold end, the largest `surplus`, or 0 if that is negative [J/mol].

        A surplus can only flow to lower temperature. As in a counterflow exchanger, the cooling stream cannot be colder than the warming
        one anywhere; so the surplus above the point where the two touch goes to the hot end, and the rest to the cold end.
        """
        return max(0.0, float(self.regenerator.surplus.max()))

    @property
    def net_cooling(self) -> float:
        """Heat taken up less what the regenerator lets through; negative where the cold end warms [J/mol]."""
        return self.heat_absorbed - self.regenerator_loss

    @property
    def heat_rejected(self) -> float:
        """Heat given off at the hot end, net: `net_cooling` and `work` together [J/mol]."""
        return self.net_cooling + self.work

    @property
    def cop(self) -> float:
        """Net cooling per work [-]."""
        return self.net_cooling / self.work

    @property
    def entropy_generation(self) -> float:
        """Heat rejected over ``T_hot`` less net cooling over ``T_cold`` [J/(mol K)]."""
        return self.heat_rejected / self.T_hot - self.net_cooling / self.T_cold

    def path(self, step: int, points: int = 65) -> State:
        """Return step 1, 2, 3 or 4 as arrays from corner to corner, in equal ratios, for diagrams."""
        step, points = whole_number(1, 4, step=step), whole_number(1, points=points)
        start, end = self.states[step - 1], self.states[step % 4]
        return self.gas.state_from_volume(np.geomspace(start.T, end.T, points), np.geomspace(start.v, end.v, points))


def real_stirling(gas: Gas, T_cold: float, T_hot: float, v_small: float, v_large: float) -> RealStirlingCycle:
    r"""Stirling cooler with any gas and a perfect regenerator.

    .. math::
        q_C = T_C\,(s_4 - s_3), \qquad q_H = T_H\,(s_1 - s_2), \qquad
        \Delta q = (u_2 - u_3) - (u_1 - u_4) = \int_{T_C}^{T_H} \bigl[c_v(T, v_\mathrm{small}) - c_v(T, v_\mathrm{large})\bigr]\,dT

    Parameters
    ----------
    gas : IdealGas, VanDerWaals or RealFluid
        The gas.
    T_cold : float
        Temperature of the expansion, ``0 < T_cold < T_hot`` [K].
    T_hot : float
        Temperature of the compression [K].
    v_small : float
        Molar volume while the gas cools, ``0 < v_small < v_large`` [m^3/mol].
    v_large : float
        Molar volume while the gas warms [m^3/mol].

    Returns
    -------
    RealStirlingCycle
        Heats and work per mole and cycle, the corners, and where the imbalance of the regenerator arises.

    Raises
    ------
    ValueError
        If an argument is outside the range above, or a state outside that of the gas.

    Notes
    -----
    The regenerator has no limit but the second law's: infinite area and heat capacity, no dead volume, no pressure drop. The
    charge runs through it as one body, at constant volume, and not at one pressure from cylinder to cylinder. Where :math:`c_v` does
    not depend on the volume, as for an ideal gas and for a van der Waals gas in one phase, the coefficient of performance is Carnot's.
    Derived in chapter ``stirling``.

    Examples
    --------
    >>> from cryolib.gases import RealFluid
    >>> helium = RealFluid("helium")
    >>> v = helium.molar_volume(300.0, 20e5)
    >>> cycle = real_stirling(helium, 4.5, 300.0, v / 2, v)
    >>> round(cycle.imbalance / cycle.heat_absorbed, 3)
    0.201
    """
    require_gas(gas)
    arguments = {"T_cold": T_cold, "T_hot": T_hot, "v_small": v_small, "v_large": v_large}
    T_cold, T_hot, v_small, v_large = (as_number(name, value) for name, value in arguments.items())
    ascending_temperatures(T_cold=T_cold, T_hot=T_hot)
    ascending("m^3/mol", v_small=v_small, v_large=v_large)
    at = gas.state_from_volume
    states = at(T_hot, v_large), at(T_hot, v_small), at(T_cold, v_small), at(T_cold, v_large)
    T = np.geomspace(T_cold, T_hot, _POINTS)
    stored, returned = (np.asarray(at(T, v).u) for v in (v_small, v_large))
    surplus = (stored - stored[0]) - (returned - returned[0])
    profile = RegeneratorProfile(T, np.gradient(surplus, T), surplus)
    return RealStirlingCycle(gas, T_cold, T_hot, v_small, v_large, states, profile)
