r"""The start of a Linde-Hampson liquefier that is as warm as its surroundings: its coil of copper cools, from the cold end up.

The coil is cut into pieces of one temperature each. Both streams pass them one after the other and come closer to the copper in each; what
the two do not balance, the copper gives. The streams themselves hold no heat, and no heat comes in from outside.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cryolib.constants import STANDARD_ATMOSPHERE
from cryolib.gases import Gas
from cryolib.liquefaction import check_liquefier, molar_mass_of
from cryolib.readers import Array, Value, as_number, read_numbers
from cryolib.solids import SOLIDS
from cryolib.validation import between, positive, refuse, whole_number

__all__ = ["StartUp", "start_up"]

_POINTS = 300


@dataclass(frozen=True)
class StartUp:
    """What `start_up` finds, step by step; m steps and n pieces of the coil.

    Attributes
    ----------
    mass : ndarray, shape (m,)
        Gas that has been compressed, per mass of copper [kg/kg].
    copper : ndarray, shape (m, n)
        Temperatures of the coil, from the cold to the warm end [K].
    T_valve, T_out : ndarray, shape (m,)
        Temperature before and behind the valve [K].
    liquid_yield : ndarray, shape (m,)
        Share of the gas that becomes liquid [-].
    cold_stored : ndarray, shape (m,)
        Heat that the copper gives off to the streams, per mole of gas [J/mol].
    """

    mass: Array
    copper: Array
    T_valve: Array
    T_out: Array
    liquid_yield: Array
    cold_stored: Array

    @property
    def liquid(self) -> Array:
        """Liquid that has been made so far, per mass of copper, shape (m,) [kg/kg]."""
        return np.concatenate([[0.0], np.cumsum(self.liquid_yield[:-1] * np.diff(self.mass))])

    def copper_at(self, place: Value, mass: Value) -> Array:
        """Return the temperature of the coil, linear between the middles of the pieces and between the steps.

        Parameters
        ----------
        place : float or array_like, shape (...)
            From 0 at the cold end to 1 at the warm end [-].
        mass : float or array_like, shape (...)
            Gas that has been compressed, from 0 to the last of `mass`, per mass of copper [kg/kg].

        Returns
        -------
        ndarray, shape (...)
            Temperature of the copper [K].

        Raises
        ------
        ValueError
            If an argument is outside the range above, anywhere.
        """
        read, pieces = read_numbers(place=place, mass=mass), self.copper.shape[1]
        between(0, 1, place=read["place"])
        between(0, float(self.mass[-1]), mass=read["mass"])
        # Beyond the middles of the first and the last piece the copper is as warm as there.
        row = np.clip(np.interp(read["mass"], self.mass, np.arange(len(self.mass))), 0, len(self.mass) - 1 - 1e-9)
        column = np.clip(read["place"] * pieces - 0.5, 0, pieces - 1 - 1e-9)
        i, j = row.astype(int), column.astype(int)
        lower, upper = (self.copper[k, j] + (column - j) * (self.copper[k, j + 1] - self.copper[k, j]) for k in (i, i + 1))
        return np.asarray(lower + (row - i) * (upper - lower))


def start_up(
    gas: Gas, T_in: float, P_high: float, P_low: float = float(STANDARD_ATMOSPHERE),
    *, mass: float = 0.5, step: float = 0.001, pieces: int = 50, transfer_units: float = 30.0,
) -> StartUp:  # fmt: skip
    r"""Cool down a Linde-Hampson liquefier whose coil is at the inlet temperature.

    In each piece a stream at :math:`T` leaves the copper at :math:`T_w` with
    :math:`T_w + (T - T_w)\,e^{-N/n}`, and the copper's temperature changes by

    .. math:: m_\mathrm{Cu}\,c(T_w)\,\mathrm{d}T_w = \left[\Delta h_\mathrm{feed} - (1 - y)\,\Delta h_\mathrm{back}\right] \mathrm{d}m

    Parameters
    ----------
    gas : VanDerWaals or RealFluid
        The gas.
    T_in, P_high, P_low : float
        As for `linde_hampson` [K], [Pa], [Pa].
    mass, step : float
        Gas to compress, a whole number of steps, and between two steps, per mass of copper [kg/kg].
    pieces : int
        :math:`n`, of the coil, at least 2.
    transfer_units : float
        :math:`N`, number of transfer units between each stream and the copper [-].

    Returns
    -------
    StartUp
        Temperatures, yield and the cold that the copper takes, step by step.

    Raises
    ------
    ValueError
        If an argument is outside the range of `linde_hampson`, a number is not positive, ``mass`` or ``pieces`` is not whole, the gas does not
        get colder when it is throttled at ``T_in``, or ``step`` is so large that the copper's temperature swings.

    Notes
    -----
    At each moment the cold that the copper takes and that which leaves with the liquid add up to :math:`h_1 - h_2`, less what the gas
    that returns takes out at the warm end of a coil of finite length. Derived in chapter ``linde_hampson``.

    Examples
    --------
    >>> from cryolib.gases import RealFluid
    >>> run = start_up(RealFluid("nitrogen"), 300.0, 200e5, mass=0.25)
    >>> run.T_out[[0, -1]].round(1).tolist()
    [269.2, 77.4]
    """
    T_in, P_high, P_low = (as_number(name, value) for name, value in (("T_in", T_in), ("P_high", P_high), ("P_low", P_low)))
    check_liquefier(gas, T_in, P_high, P_low, 1.0)
    mass, step, transfer_units = (as_number(*each) for each in (("mass", mass), ("step", step), ("transfer_units", transfer_units)))
    positive(mass=mass, step=step, transfer_units=transfer_units)
    pieces, steps = whole_number(2, pieces=pieces), round(mass / step)
    refuse(steps < 1 or abs(mass / step - steps) > 1e-6, "mass must be a whole number of steps", mass=mass, step=step)
    if gas.enthalpy(T_in, P_high) >= gas.enthalpy(T_in, P_low):
        raise ValueError(f"{gas.name} does not get colder when it is throttled at T_in = {T_in:g} K, and cannot start")
    coil = _Coil(gas, T_in, P_high, P_low, pieces, float(np.exp(-transfer_units / pieces)))
    copper, rows = np.full(pieces, T_in), []
    warmth = np.linspace(coil.back_T[0] / 2, T_in + 10, 160)
    capacity = np.asarray(SOLIDS["copper"].heat_capacity(warmth))
    for _ in range(steps + 1):
        heat, found = coil.one_pass(copper)
        rows.append([*copper, *found, -heat.sum()])
        copper = copper + heat * step / (molar_mass_of(gas) * np.interp(copper, warmth, capacity) / pieces)
        if copper.max() > T_in + 1 or copper.min() < coil.vapour.T - 1:
            raise ValueError(f"step must be smaller: the copper's temperature swings; got {step:g}")
    history = np.array(rows, dtype=np.float64)
    return StartUp(np.linspace(0.0, mass, steps + 1), history[:, :pieces], *history[:, pieces:].T)


class _Coil:
    """Enthalpies of both streams as functions of temperature, and one pass of a mole through the coil and the valve."""

    def __init__(self, gas: Gas, T_in: float, P_high: float, P_low: float, pieces: int, closer: float) -> None:
        self.liquid, self.vapour = gas.saturated_liquid(P_low), gas.saturated_gas(P_low)
        passed = np.subtract.outer(np.arange(pieces + 1), np.arange(pieces))  # pieces between one place and another, and one more
        self.T_in, self.kept = T_in, closer ** np.arange(pieces + 1)  # of the difference with which the stream came in
        self.met = np.where(passed > 0, (1 - closer) * closer ** np.maximum(passed - 1, 0), 0.0)
        self.feed_T = np.linspace(self.vapour.T + 2, T_in + 5, _POINTS)
        self.back_T = np.linspace(self.vapour.T + 0.01, T_in + 5, _POINTS)
        self.feed_h, self.back_h = gas.enthalpy(self.feed_T, P_high), gas.enthalpy(self.back_T, P_low)

    def one_pass(self, copper: Array) -> tuple[Array, list[float]]:
        """Heat that each piece takes up per mole of feed, and temperatures at the valve with the yield."""
        feed = np.interp(self._along(self.T_in, copper[::-1]), self.feed_T, self.feed_h)[::-1]
        y = max(0.0, float((self.vapour.h - feed[0]) / (self.vapour.h - self.liquid.h)))
        behind = float(np.interp(feed[0], self.back_h, self.back_T))
        back = np.interp(self._along(behind, copper), self.back_T, self.back_h)
        return np.diff(feed) - (1 - y) * np.diff(back), [float(np.interp(feed[0], self.feed_h, self.feed_T)), behind, y]

    def _along(self, T: float, walls: Array) -> Array:
        """Temperatures of a stream that comes closer to one piece after the other."""
        return np.asarray(T * self.kept + self.met @ walls)
