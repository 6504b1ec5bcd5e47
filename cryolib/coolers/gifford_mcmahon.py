r"""The ideal Gifford-McMahon cold head: a displacer that carries its regenerator, and two valves between it and a compressor far away.

The gas is ideal, at :math:`T_H` in the warm space and at :math:`T_C` in the cold one; in the regenerator its temperature falls evenly between
them. One pressure holds everywhere in the head. A turn has four steps:

1. the inlet is open, the displacer is at the cold end: the pressure rises from :math:`P_\mathrm{low}` to :math:`P_\mathrm{high}`;
2. the displacer goes to the warm end, and gas passes the regenerator into the cold space, at :math:`P_\mathrm{high}`;
3. the outlet is open: the pressure falls, and the gas that stays in the cold space takes up heat;
4. the displacer goes back, and the rest of the gas leaves, at :math:`P_\mathrm{low}`.

The displacer has one pressure on both sides and does no work. All the work is the compressor's, which is isothermal at :math:`T_H` and without
loss. What is lost is lost in the valves, which let gas through from one pressure to another. Heats are positive in the direction of their names.

Helium near 4 K is no ideal gas: it takes up a fifth of the heat. `real_gifford_mcmahon` has the same head with any gas of `cryolib.gases`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cryolib._cycle_point import Regenerative, trapezium
from cryolib.constants import R
from cryolib.gases import Gas
from cryolib.gases.interface import require_gas
from cryolib.readers import (
    Value,
    as_number,
    log,
    log_mean,
    pi_for,
    plain,
    quantity,
    read_plain,
    read_together,
    sin,
    three_readers,
    within_one,
)
from cryolib.validation import above_one, ascending, ascending_temperatures, between, nonnegative, positive, refuse

__all__ = ["GiffordMcMahon", "HeadState", "Parcel", "RealHead", "gifford_mcmahon", "gifford_mcmahon_cop", "real_gifford_mcmahon"]

_TEMPERATURES, _PRESSURES = 13, 8  # along the regenerator, and nodes of Gauss's rule between the two pressures


@three_readers
def gifford_mcmahon_cop(T_cold: Value, T_hot: Value, pressure_ratio: Value) -> Value:
    r"""Coefficient of performance of the ideal Gifford-McMahon cooler without dead volume.

    .. math:: \mathrm{COP} = \frac{r - 1}{(r\,T_H/T_C - 1) \ln r}, \qquad r = P_\mathrm{high}/P_\mathrm{low}

    Parameters
    ----------
    T_cold : float, array_like or expression, shape (...)
        Temperature of the cold end, ``0 < T_cold < T_hot`` [K].
    T_hot : float, array_like or expression, shape (...)
        Temperature of the warm end and of the compressor [K].
    pressure_ratio : float, array_like or expression, shape (...)
        High over low pressure, above 1 [-].

    Returns
    -------
    float, ndarray or expression, shape (...)
        Cooling per work of the compressor; Carnot's limit for a ratio near 1 [-].

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere.

    Notes
    -----
    The cold space is filled at the high pressure and the cold temperature, and emptied into a warm space at the low pressure; the compressor
    handles the difference. Counting :math:`(P_\mathrm{high} - P_\mathrm{low}) V/(R T_C)` instead leaves out the gas that stays in the warm space
    and gives more than Carnot's limit. Derived in chapter ``coolers_to_buy``.

    Examples
    --------
    >>> from cryolib.limits import carnot_cop
    >>> round(gifford_mcmahon_cop(77.0, 300.0, 2.0) / carnot_cop(77.0, 300.0), 3)
    0.615
    """
    ascending_temperatures(T_cold=T_cold, T_hot=T_hot)
    above_one(pressure_ratio=pressure_ratio)
    return (pressure_ratio - 1) / ((pressure_ratio * T_hot / T_cold - 1) * log(pressure_ratio))


@dataclass(frozen=True)
class HeadState:
    """The cold head at one moment of a turn, or at many.

    Attributes
    ----------
    P : float, ndarray or expression
        Pressure in the head [Pa].
    V_hot, V_cold : float, ndarray or expression
        Volume of the warm and of the cold space [m^3].
    amount_hot, amount_regenerator, amount_cold : float, ndarray or expression
        Gas in the three parts [mol].
    heat_hot, heat_cold : float, ndarray or expression
        Heat that the gas has taken up through the wall of each space since the turn began [J].
    """

    P: Value
    V_hot: Value
    V_cold: Value
    amount_hot: Value
    amount_regenerator: Value
    amount_cold: Value
    heat_hot: Value
    heat_cold: Value

    @quantity
    def amount(self) -> Value:
        """Gas in the head [mol]."""
        return self.amount_hot + self.amount_regenerator + self.amount_cold


@dataclass(frozen=True)
class Parcel:
    """Where one portion of gas is at a moment, counted from the cold end.

    Attributes
    ----------
    in_cold, along_regenerator, in_hot : float, ndarray or expression
        How far through each part it is, from 0 at its colder end to 1 at its warmer one [-].
    outside : float, ndarray or expression
        Gas between it and the head, as a share of the largest amount in the head; 0 inside [-].
    T : float, ndarray or expression
        Its temperature [K].
    """

    in_cold: Value
    along_regenerator: Value
    in_hot: Value
    outside: Value
    T: Value


@dataclass(frozen=True)
class GiffordMcMahon(Regenerative):
    """The cold head with the heats, the gas and the work of one turn; made by `gifford_mcmahon`, whose arguments are the attributes."""

    T_cold: Value
    T_hot: Value
    P_low: Value
    P_high: Value
    swept_volume: Value
    dead_volume: Value

    @quantity
    def heat_absorbed(self) -> Value:
        r"""Heat that the cold end takes up in one turn, and that the warm end of the head gives off [J].

        .. math:: (P_\mathrm{high} - P_\mathrm{low})\,V
        """
        return (self.P_high - self.P_low) * self.swept_volume

    @quantity
    def largest_amount(self) -> Value:
        r"""Gas in the head after step 2, :math:`P_\mathrm{high} [V/(R T_C) + V_R/(R T_R)]` [mol]."""
        return self.P_high * (self.swept_volume / self.T_cold + self.dead_volume / self.regenerator_temperature) / R

    @quantity
    def gas_used(self) -> Value:
        r"""Gas that the compressor handles in one turn, `largest_amount` less what stays after step 4 [mol].

        .. math::
            n = \frac{V}{R} \left(\frac{P_\mathrm{high}}{T_C} - \frac{P_\mathrm{low}}{T_H}\right)
            + \frac{V_R}{R\,T_R} (P_\mathrm{high} - P_\mathrm{low})
        """
        left = self.P_low * (self.swept_volume / self.T_hot + self.dead_volume / self.regenerator_temperature) / R
        return self.largest_amount - left

    @quantity
    def work(self) -> Value:
        r"""Work of the compressor in one turn, isothermal and without loss: :math:`n R T_H \ln(P_\mathrm{high}/P_\mathrm{low})` [J]."""
        return self.gas_used * R * self.T_hot * log(self.P_high / self.P_low)

    @quantity
    def cop(self) -> Value:
        """Heat absorbed per work; `gifford_mcmahon_cop` where there is no dead volume [-]."""
        return self.heat_absorbed / self.work

    @quantity
    def carnot_fraction(self) -> Value:
        """The coefficient of performance over Carnot's limit [-]."""
        return self.cop * (self.T_hot - self.T_cold) / self.T_cold

    @quantity
    def entropy_generation(self) -> Value:
        """Entropy that the valves make in one turn: all heat given off over ``T_hot``, less heat absorbed over ``T_cold`` [J/K]."""
        return (self.heat_absorbed + self.work) / self.T_hot - self.heat_absorbed / self.T_cold

    def at(self, progress: Value) -> HeadState:
        """Return the head at a moment of the turn; pressure and displacer start and stop gently in each step.

        Parameters
        ----------
        progress : float, array_like or expression, shape (...)
            From 0, before step 1, to 4 [-].

        Returns
        -------
        HeadState
            With floats, arrays or expressions; the last are piecewise in `progress`.

        Raises
        ------
        ValueError
            If ``progress`` is not between 0 and 4, anywhere.

        Notes
        -----
        In each space the gas takes up the heat ``-V dP``, as in `cryolib.schmidt`.

        Examples
        --------
        >>> head = gifford_mcmahon(77.0, 300.0, 8e5, 16e5, swept_volume=1e-4)
        >>> state = head.at([1.0, 2.0, 3.0, 4.0])
        >>> state.heat_hot.round(1).tolist(), state.heat_cold.round(1).tolist()
        ([-80.0, -80.0, -80.0, -80.0], [0.0, 0.0, 80.0, 80.0])
        """
        between(0, 4, progress=progress)
        read = read_together(progress=progress, **vars(self))
        turn, V, P_low = read["progress"], read["swept_volume"], read["P_low"]
        rise = read["P_high"] - P_low
        T_cold, T_hot = read["T_cold"], read["T_hot"]

        def gently(*corners: int) -> Value:
            return sin(pi_for(turn) / 2 * trapezium(turn, corners)) ** 2

        P = P_low + rise * gently(0, 1, 1, 0, 0)
        share = gently(0, 0, 1, 1, 0)
        held = read["dead_volume"] / log_mean(T_cold, T_hot)
        amounts = (P * part / R for part in (V * (1 - share) / T_hot, held, V * share / T_cold))
        heats = -V * rise * gently(0, 1, 1, 1, 1), V * rise * gently(0, 0, 0, 1, 1)
        return HeadState(*map(plain, (P, V * (1 - share), V * share, *amounts, *heats)))

    def parcel(self, share: Value, progress: Value) -> Parcel:
        """Return where the gas is that has a given share of the gas between itself and the cold end.

        Parameters
        ----------
        share : float, array_like or expression, shape (...)
            Of `largest_amount`, from 0 at the cold end to 1 [-].
        progress : float, array_like or expression, shape (...)
            As for `at` [-].

        Returns
        -------
        Parcel
            With floats, arrays or expressions.

        Raises
        ------
        ValueError
            If an argument is outside the range above, anywhere, or the regenerator holds no gas.

        Examples
        --------
        >>> head = gifford_mcmahon(77.0, 300.0, 8e5, 16e5, swept_volume=1e-4, dead_volume=4e-5)
        >>> head.parcel(0.0, 2.0).T, round(head.parcel(1.0, 0.0).outside, 2)  # at the cold end; outside before the inlet opens
        (77.0, 0.81)
        """
        between(0, 1, share=share)
        positive(dead_volume=self.dead_volume)
        now, names = self.at(progress), ("amount_cold", "amount_regenerator", "amount_hot")
        read = read_together(share=share, most=self.largest_amount, **{name: getattr(now, name) for name in names})
        cold, held, hot = (read[name] for name in names)
        counted = read["share"] * read["most"]
        with np.errstate(divide="ignore", invalid="ignore"):  # a space that is empty just now
            in_cold, fraction = within_one(counted / cold), within_one((counted - cold) / held)
            in_hot = within_one((counted - cold - held) / hot)
            beyond = counted - cold - held - hot
        T = self.T_cold * (self.T_hot / self.T_cold) ** fraction
        along = (T - self.T_cold) / (self.T_hot - self.T_cold)
        return Parcel(*map(plain, (in_cold, along, in_hot, within_one(beyond / read["most"]), T)))


def gifford_mcmahon(
    T_cold: Value, T_hot: Value, P_low: Value, P_high: Value, swept_volume: Value, dead_volume: Value = 0.0
) -> GiffordMcMahon:  # fmt: skip
    r"""Ideal Gifford-McMahon cooler.

    .. math::
        \mathrm{COP} = \frac{(P_\mathrm{high} - P_\mathrm{low})\,V}{n R T_H \ln r}, \qquad
        n = \frac{V}{R} \left(\frac{P_\mathrm{high}}{T_C} - \frac{P_\mathrm{low}}{T_H}\right)
        + \frac{V_R}{R\,T_R} (P_\mathrm{high} - P_\mathrm{low})

    Parameters
    ----------
    T_cold : float, array_like or expression, shape (...)
        Temperature of the cold space, ``0 < T_cold < T_hot`` [K].
    T_hot : float, array_like or expression, shape (...)
        Temperature of the warm space and of the compressor [K].
    P_low, P_high : float, array_like or expression, shape (...)
        Pressures at the two valves, ``0 < P_low < P_high`` [Pa], [Pa].
    swept_volume : float, array_like or expression, shape (...)
        Volume that the displacer sweeps, positive [m^3].
    dead_volume : float, array_like or expression, shape (...)
        Volume of the gas in the regenerator; zero or positive [m^3].

    Returns
    -------
    GiffordMcMahon
        Its states, and the heats, the gas and the work of one turn.

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere.

    Notes
    -----
    The regenerator is perfect, there is no friction and no leak past the displacer. Derived in chapter ``coolers_to_buy``.

    Examples
    --------
    >>> head = gifford_mcmahon(77.0, 300.0, 8e5, 16e5, swept_volume=1e-4)
    >>> round(head.heat_absorbed, 1), round(head.work, 1), round(head.carnot_fraction, 3)
    (80.0, 376.6, 0.615)
    """
    ascending_temperatures(T_cold=T_cold, T_hot=T_hot)
    ascending("Pa", P_low=P_low, P_high=P_high)
    positive(swept_volume=swept_volume)
    nonnegative(dead_volume=dead_volume)
    read = read_plain(T_cold=T_cold, T_hot=T_hot, P_low=P_low, P_high=P_high, swept_volume=swept_volume, dead_volume=dead_volume)
    return GiffordMcMahon(**read)


@dataclass(frozen=True)
class RealHead:
    """One turn of a head without dead volume, with a real gas; made by `real_gifford_mcmahon`.

    Attributes
    ----------
    T_cold, T_hot : float
        Temperatures of the two ends [K].
    heat_absorbed : float
        Heat that the cold end takes up; negative where the gas warms it [J].
    work : float
        Work of the compressor, isothermal and without loss [J].
    regenerator_heat : float
        Heat that the regenerator takes out of the gas on its way to the cold end [J].
    """

    T_cold: float
    T_hot: float
    heat_absorbed: float
    work: float
    regenerator_heat: float

    @property
    def cop(self) -> float:
        """Heat absorbed per work [-]."""
        return self.heat_absorbed / self.work

    @property
    def carnot_fraction(self) -> float:
        """The coefficient of performance over Carnot's limit [-]."""
        return self.cop * (self.T_hot - self.T_cold) / self.T_cold


def real_gifford_mcmahon(gas: Gas, T_cold: float, T_hot: float, P_low: float, P_high: float, swept_volume: float) -> RealHead:
    r"""Gifford-McMahon cooler of one stage with any gas, a perfect regenerator and no dead volume.

    .. math::
        Q_C = (P_\mathrm{high} - P_\mathrm{low})\,V - \max_T H(T), \qquad
        H(T) = \int_{P_\mathrm{low}}^{P_\mathrm{high}} \frac{V}{v(T_C, P)} \left(\frac{\partial h}{\partial P}\right)_T \mathrm{d}P

    Parameters
    ----------
    gas : IdealGas, VanDerWaals or RealFluid
        The gas.
    T_cold : float
        Temperature of the cold space, ``0 < T_cold < T_hot`` [K].
    T_hot : float
        Temperature of the warm space and of the compressor [K].
    P_low, P_high : float
        Pressures at the two valves, ``0 < P_low < P_high`` [Pa], [Pa].
    swept_volume : float
        Volume that the displacer sweeps, positive [m^3].

    Returns
    -------
    RealHead
        The heats and the work of one turn.

    Raises
    ------
    ValueError
        If an argument is outside the range above, a state outside that of the gas, or the gas condenses between the two pressures.

    Notes
    -----
    The gas in the cold space does the work :math:`(P_\mathrm{high} - P_\mathrm{low})\,V`. A part of it comes down the regenerator as enthalpy:
    gas goes down at the high pressure and comes back at the pressures from there to the low one, and :math:`H(T)` is what it carries down on the
    whole where both streams have the temperature :math:`T`. The same heat passes everywhere, and the stream that goes down cannot be the colder
    one; so it is the largest :math:`H(T)`. At 4.2 K that is the value at the cold end, and
    :math:`Q_C = V \int T_C\,\alpha\,\mathrm{d}P` with the thermal expansion :math:`\alpha`, which is :math:`1/T` for an ideal gas and small
    for a liquid. Used in chapter ``coolers_to_buy``.

    Examples
    --------
    >>> from cryolib.gases import RealFluid
    >>> heads = [real_gifford_mcmahon(RealFluid("helium"), T, 300.0, 8e5, 16e5, swept_volume=1e-4) for T in (77.0, 4.2)]
    >>> [(round(head.heat_absorbed, 1), round(head.carnot_fraction, 2)) for head in heads]  # 80 J for an ideal gas
    [(78.1, 0.62), (16.2, 0.17)]
    """
    require_gas(gas)
    arguments = {"T_cold": T_cold, "T_hot": T_hot, "P_low": P_low, "P_high": P_high, "swept_volume": swept_volume}
    T_cold, T_hot, P_low, P_high, V = (as_number(name, value) for name, value in arguments.items())
    ascending_temperatures(T_cold=T_cold, T_hot=T_hot)
    ascending("Pa", P_low=P_low, P_high=P_high)
    positive(swept_volume=V)
    (cold_low, cold_high), (hot_low, hot_high) = ([gas.state(T, P) for P in (P_low, P_high)] for T in (T_cold, T_hot))
    condenses = cold_low.vapour_fraction != cold_high.vapour_fraction
    refuse(condenses, f"P_low must be high enough that the gas does not condense at T_cold = {T_cold:g} K", P_low=P_low, P_high=P_high)

    nodes, weights = np.polynomial.legendre.leggauss(_PRESSURES)
    P = P_low + (P_high - P_low) * (nodes + 1) / 2
    passing = V / np.asarray(gas.state(T_cold, P).v) * weights * (P_high - P_low) / 2
    along = gas.state(*np.broadcast_arrays(np.geomspace(T_cold, T_hot, _TEMPERATURES)[:, None], P))
    carried = -np.asarray(along.joule_thomson_coefficient) * np.asarray(along.heat_capacity) @ passing  # (dh/dP)_T = -mu c_p

    used = V / cold_high.v - V / hot_low.v
    squeezing = T_hot * (hot_low.s - hot_high.s) - (hot_low.h - hot_high.h)
    heat, stored = (P_high - P_low) * V - carried.max(), V / cold_high.v * (hot_high.h - cold_high.h)
    return RealHead(T_cold, T_hot, float(heat), float(used * squeezing), float(stored))
