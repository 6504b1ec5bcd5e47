r"""A Linde-Hampson liquefier whose gas a refrigerator cools on the way down: from the room, with the work of both machines."""

from __future__ import annotations

from dataclasses import dataclass

from cryolib.constants import STANDARD_ATMOSPHERE
from cryolib.gases import Gas
from cryolib.limits import input_power
from cryolib.linde_hampson import LindeHampson, linde_hampson
from cryolib.liquefaction import molar_mass_of, reversible_work
from cryolib.readers import as_number
from cryolib.validation import ascending_temperatures, fraction

__all__ = ["Precooled", "precooled"]


@dataclass(frozen=True)
class Precooled:
    """A precooled liquefier in steady state; made by `precooled`.

    Attributes
    ----------
    cold_part : LindeHampson
        The machine below the refrigerator, whose inlet is the refrigerator's temperature.
    T_in, efficiency : float
        Temperature of the room [K], and the refrigerator's fraction of Carnot [-].
    heat : float
        Heat that the refrigerator takes up, per mole of gas that is compressed [J/mol].
    """

    cold_part: LindeHampson
    T_in: float
    efficiency: float
    heat: float

    @property
    def liquid_yield(self) -> float:
        """Liquid drawn off per gas compressed [-]."""
        return self.cold_part.liquid_yield

    @property
    def compressor_work(self) -> float:
        """Work of reversible isothermal compression in the room [J/mol]."""
        part = self.cold_part
        return float(reversible_work(part.gas.state(self.T_in, part.P_low), part.gas.state(self.T_in, part.P_high), self.T_in))

    @property
    def refrigerator_work(self) -> float:
        """Work of the refrigerator, per mole of gas that is compressed [J/mol]."""
        return float(input_power(self.heat, self.cold_part.T_in, self.T_in, self.efficiency))

    @property
    def work_per_liquid(self) -> float:
        """Work of both machines per kilogram of liquid [J/kg]."""
        return (self.compressor_work + self.refrigerator_work) / self.liquid_yield / molar_mass_of(self.cold_part.gas)

    @property
    def figure_of_merit(self) -> float:
        """Least work over work, for the same liquid [-]."""
        part = self.cold_part
        least = float(reversible_work(part.gas.state(self.T_in, part.P_low), part.states["f"], self.T_in))
        return self.liquid_yield * least / (self.compressor_work + self.refrigerator_work)


def precooled(
    gas: Gas, T_in: float, P_high: float, T_refrigerator: float,
    P_low: float = float(STANDARD_ATMOSPHERE), *, efficiency: float = 1.0, effectiveness: float = 1.0,
) -> Precooled:  # fmt: skip
    r"""Linde-Hampson liquefier that is precooled by a refrigerator at one temperature.

    .. math::
        q = \left[h_2 - h(T_r, P_\mathrm{high})\right] - (1 - y)\left[h_1 - h_{1'}\right]

    Parameters
    ----------
    gas : VanDerWaals or RealFluid
        The gas.
    T_in : float
        Temperature of the room, where the gas is compressed [K].
    P_high, P_low : float
        As for `linde_hampson` [Pa], [Pa].
    T_refrigerator : float
        :math:`T_r`, at which the refrigerator takes up heat, below ``T_in`` [K].
    efficiency : float
        The refrigerator's fraction of Carnot, above 0 and at most 1 [-].
    effectiveness : float
        Of the exchanger below the refrigerator, as for `linde_hampson` [-].

    Returns
    -------
    Precooled
        The machine below the refrigerator, the heat that this takes up, and the work of both.

    Raises
    ------
    ValueError
        If an argument is outside the range above, or `linde_hampson` refuses the machine below the refrigerator, whose inlet is ``T_refrigerator``.

    Notes
    -----
    Above the refrigerator the exchanger is perfect: the gas that returns, at :math:`h_{1'}`, leaves it at ``T_in``. It has the smaller heat
    capacity, so it takes up less than the feed gives off, and :math:`q` is what is left. Derived in chapter ``linde_hampson``.

    Examples
    --------
    >>> from cryolib.gases import RealFluid
    >>> plant = precooled(RealFluid("nitrogen"), 300.0, 200e5, 230.0)
    >>> round(plant.liquid_yield, 3), round(plant.figure_of_merit, 3)
    (0.161, 0.257)
    """
    numbers = {"T_in": T_in, "T_refrigerator": T_refrigerator, "efficiency": efficiency}
    T_in, T_refrigerator, efficiency = (as_number(name, value) for name, value in numbers.items())
    ascending_temperatures(T_refrigerator=T_refrigerator, T_in=T_in)
    fraction(efficiency=efficiency)
    part = linde_hampson(gas, T_refrigerator, P_high, P_low, effectiveness)
    given_off = float(gas.enthalpy(T_in, part.P_high) - part.states["2"].h)
    taken_up = (1 - part.liquid_yield) * float(gas.enthalpy(T_in, part.P_low) - part.states["1'"].h)
    if given_off < taken_up:
        raise ValueError(f"T_refrigerator must be lower: at {T_refrigerator:g} K there is no heat for the refrigerator")
    return Precooled(part, T_in, efficiency, given_off - taken_up)
