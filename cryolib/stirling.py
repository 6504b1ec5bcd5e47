r"""The Stirling cycle: four steps, two isotherms and two isochores, with a regenerator between the isochores.

The corners are numbered in the order in which a cooler runs through them, and step i leads from corner i to the next:

1. compression at :math:`T_H`, from the large to the small volume;
2. cooling at the small volume, in which the gas leaves heat in the regenerator;
3. expansion at :math:`T_C`, which takes up heat;
4. warming at the large volume, in which the regenerator gives the heat back.

Here the gas is ideal, with a constant heat capacity; `cryolib.real_stirling` does the same with any gas. All heats and works are
positive in the direction of their names, per mole of gas and cycle.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cryolib.constants import R
from cryolib.readers import Value, is_symbolic, log, plain, quantity, read_together, three_readers
from cryolib.real_stirling import RealStirlingCycle, real_stirling
from cryolib.validation import above_one, ascending_temperatures, between, positive, whole_number

__all__ = ["CyclePoint", "RealStirlingCycle", "StirlingCycle", "least_effectiveness", "real_stirling", "stirling"]


@dataclass(frozen=True)
class CyclePoint:
    """The gas at one moment of the ideal cycle, or at many.

    Attributes
    ----------
    T : float, ndarray or expression
        Temperature, ``P v / R``; while the gas is on its way through the regenerator it is in two parts, the one at ``T_hot``
        and the other at ``T_cold``, and this is the temperature that it would have at the same pressure as a whole [K].
    P : float, ndarray or expression
        Pressure [Pa].
    v, v_hot, v_cold : float, ndarray or expression
        Molar volume of all the gas, and how much of it is the hot and the cold cylinder's [m^3/mol].
    s : float, ndarray or expression
        Molar entropy at `T` and `v`, above that of corner 1 [J/(mol K)].
    """

    T: Value
    P: Value
    v: Value
    v_hot: Value
    v_cold: Value
    s: Value


@dataclass(frozen=True)
class StirlingCycle:
    """The ideal cycle with its heats and its work; made by `stirling`, whose arguments are the attributes."""

    T_cold: Value
    T_hot: Value
    compression_ratio: Value
    heat_capacity: Value
    effectiveness: Value
    gas_constant: Value

    @quantity
    def heat_absorbed(self) -> Value:
        r"""Heat that the expansion takes up, :math:`R T_C \ln r`, before any loss [J/mol]."""
        return self.gas_constant * self.T_cold * log(self.compression_ratio)

    @quantity
    def work(self) -> Value:
        r"""Work of the compression less that of the expansion, :math:`R (T_H - T_C) \ln r` [J/mol]."""
        return self.gas_constant * (self.T_hot - self.T_cold) * log(self.compression_ratio)

    @quantity
    def regenerator_heat(self) -> Value:
        r"""Heat that the gas must leave on its way to the cold end, :math:`c_v (T_H - T_C)` [J/mol]."""
        return self.gas_constant * self.heat_capacity * (self.T_hot - self.T_cold)

    @quantity
    def regenerator_loss(self) -> Value:
        r"""The part of it that the regenerator lets through, :math:`(1 - \epsilon)\,c_v (T_H - T_C)` [J/mol]."""
        return (1 - self.effectiveness) * self.regenerator_heat

    @quantity
    def net_cooling(self) -> Value:
        """Heat taken up less what the regenerator lets through; negative where the cold end warms [J/mol]."""
        return self.heat_absorbed - self.regenerator_loss

    @quantity
    def heat_rejected(self) -> Value:
        """Heat given off at the hot end, net: `net_cooling` and `work` together [J/mol]."""
        return self.net_cooling + self.work

    @quantity
    def cop(self) -> Value:
        r"""Net cooling per work, :math:`T_C/(T_H - T_C) - (1 - \epsilon)(c_v/R)/\ln r`; negative where that is [-]."""
        loss = (1 - self.effectiveness) * self.heat_capacity / log(self.compression_ratio)
        return self.T_cold / (self.T_hot - self.T_cold) - loss

    @quantity
    def entropy_generation(self) -> Value:
        """Entropy generated in the regenerator, heat rejected over ``T_hot`` less net cooling over ``T_cold`` [J/(mol K)]."""
        return self.regenerator_loss * (self.T_hot - self.T_cold) / (self.T_hot * self.T_cold)

    def at(self, progress: Value, v_small: Value) -> CyclePoint:
        r"""Return the gas at a moment of the cycle.

        Two pistons sweep the two cylinders and move evenly, one step of the cycle in each unit of `progress`. With
        :math:`e` the progress of the compression and :math:`x` the cold cylinder's share of the volume,

        .. math::
            v = r v_\mathrm{s} - (r - 1) v_\mathrm{s}\,e, \qquad \frac1T = \frac{1 - x}{T_H} + \frac{x}{T_C}, \qquad P = \frac{RT}{v}.

        Parameters
        ----------
        progress : float, array_like or expression, shape (...)
            From 0, corner 1, to 4, corner 1 again [-].
        v_small : float, array_like or expression, shape (...)
            The small molar volume, :math:`v_\mathrm{s}` [m^3/mol].

        Returns
        -------
        CyclePoint
            With floats, arrays or expressions; the last are piecewise in `progress`.

        Raises
        ------
        ValueError
            If an argument is outside the range above, anywhere.

        Notes
        -----
        The gas on its way obeys :math:`P v_\mathrm{hot}/T_H + P v_\mathrm{cold}/T_C = R`, which gives :math:`T`.

        Examples
        --------
        >>> cycle = stirling(77.0, 300.0, compression_ratio=2.0)
        >>> point = cycle.at([0, 1, 2, 3], v_small=1e-3)
        >>> point.T.round(6).tolist(), (point.P / 1e5).round(2).tolist()
        ([300.0, 300.0, 77.0, 77.0], [12.47, 24.94, 6.4, 3.2])
        """
        between(0, 4, progress=progress)
        positive(v_small=v_small)
        read = read_together(progress=progress, v_small=v_small, **vars(self))
        T_cold, T_hot, r, R = (read[name] for name in ("T_cold", "T_hot", "compression_ratio", "gas_constant"))
        compressed = _trapezium(read["progress"], (0, 1, 1, 0, 0))
        cold_share = _trapezium(read["progress"], (0, 0, 1, 1, 0))
        v = read["v_small"] * (r - (r - 1) * compressed)
        T = T_cold * T_hot / (T_cold + (T_hot - T_cold) * cold_share)
        s = R * (read["heat_capacity"] * log(T / T_hot) + log(v / (r * read["v_small"])))
        return CyclePoint(*map(plain, (T, R * T / v, v, (1 - cold_share) * v, cold_share * v, s)))

    def states(self, v_small: Value) -> tuple[CyclePoint, CyclePoint, CyclePoint, CyclePoint]:
        """Return corners 1 to 4, as `at` does."""
        return self.at(0, v_small), self.at(1, v_small), self.at(2, v_small), self.at(3, v_small)

    def path(self, step: int, v_small: Value, points: int = 65) -> CyclePoint:
        """Return step 1, 2, 3 or 4 as arrays from corner to corner, for diagrams; the cycle's numbers must be floats."""
        step, points = whole_number(1, 4, step=step), whole_number(1, points=points)
        return self.at(np.linspace(step - 1, step, points), v_small)


def _trapezium(progress: Value, corners: tuple[int, ...]) -> Value:
    """Interpolate linearly between the values at 0, 1, 2, 3 and 4."""
    if not is_symbolic(progress):
        return np.interp(progress, range(5), corners)
    from sympy import Piecewise

    lines = [corners[i] + (corners[i + 1] - corners[i]) * (progress - i) for i in range(4)]
    return Piecewise(*((line, progress <= i + 1) for i, line in enumerate(lines[:3])), (lines[3], True))


def stirling(
    T_cold: Value,
    T_hot: Value,
    compression_ratio: Value,
    heat_capacity: Value = 1.5,
    effectiveness: Value = 1.0,
    *,
    gas_constant: Value = R,
) -> StirlingCycle:
    r"""Stirling cooler with an ideal gas and an imperfect regenerator.

    .. math:: \mathrm{COP} = \frac{T_C}{T_H - T_C} - (1 - \epsilon)\,\frac{c_v/R}{\ln r}

    Parameters
    ----------
    T_cold : float, array_like or expression, shape (...)
        Temperature of the expansion, ``0 < T_cold < T_hot`` [K].
    T_hot : float, array_like or expression, shape (...)
        Temperature of the compression [K].
    compression_ratio : float, array_like or expression, shape (...)
        Large volume over small volume, :math:`r`, above 1 [-].
    heat_capacity : float, array_like or expression, shape (...)
        Molar heat capacity at constant volume in units of R, :math:`c_v/R`, positive; 1.5 for a monatomic gas [-].
    effectiveness : float, array_like or expression, shape (...)
        Fraction :math:`\epsilon` of the heat between the isochores that the regenerator takes up and gives back, from 0
        (no regenerator) to 1 [-].
    gas_constant : float or expression
        The molar gas constant; pass a symbol to keep it in a formula [J/(mol K)].

    Returns
    -------
    StirlingCycle
        Heats and work per mole and cycle, each of shape (...), and the cycle's path.

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere.

    Notes
    -----
    The expansion makes up for the regenerator loss at the cold end, the surroundings at the hot end; the work is the same. There is no dead volume and no pressure drop. With a perfect regenerator this is Carnot's coefficient of
    performance. Derived in chapter ``stirling``.

    Examples
    --------
    >>> cooler = stirling(77.0, 300.0, compression_ratio=2.0, effectiveness=[1.0, 0.9, 0.8])
    >>> cooler.net_cooling.round(1).tolist()
    [443.8, 165.6, -112.5]
    >>> from cryolib.symbols import R, T_cold, T_hot, compression_ratio
    >>> symbolic = stirling(T_cold, T_hot, compression_ratio, gas_constant=R)
    >>> symbolic.cop, symbolic.heat_absorbed
    (T_cold/(T_hot - T_cold), R*T_cold*log(compression_ratio))
    """
    ascending_temperatures(T_cold=T_cold, T_hot=T_hot)
    above_one(compression_ratio=compression_ratio)
    positive(heat_capacity=heat_capacity)
    between(0, 1, effectiveness=effectiveness)
    positive(gas_constant=gas_constant)
    read = read_together(
        T_cold=T_cold,
        T_hot=T_hot,
        compression_ratio=compression_ratio,
        heat_capacity=heat_capacity,
        effectiveness=effectiveness,
        gas_constant=gas_constant,
    )
    return StirlingCycle(**{name: plain(value) for name, value in read.items()})


@three_readers
def least_effectiveness(T_cold: Value, T_hot: Value, compression_ratio: Value, heat_capacity: Value = 1.5) -> Value:
    r"""Effectiveness of the regenerator below which a Stirling cooler does not cool.

    .. math:: \epsilon_{\min} = 1 - \frac{T_C \ln r}{(c_v/R)\,(T_H - T_C)}

    Parameters
    ----------
    T_cold, T_hot, compression_ratio, heat_capacity : float, array_like or expression, shape (...)
        As for `stirling` [K], [K], [-], [-].

    Returns
    -------
    float, ndarray or expression, shape (...)
        The effectiveness at which the net cooling is 0; negative where the cooler would run without a regenerator [-].

    Raises
    ------
    ValueError
        If an argument is outside the range given for `stirling`, anywhere.

    Notes
    -----
    Derived in chapter ``stirling``.

    Examples
    --------
    >>> least_effectiveness([77.0, 20.0, 4.2], 300.0, compression_ratio=2.0).round(6).tolist()
    [0.840441, 0.966993, 0.993439]
    """
    ascending_temperatures(T_cold=T_cold, T_hot=T_hot)
    above_one(compression_ratio=compression_ratio)
    positive(heat_capacity=heat_capacity)
    return 1 - T_cold * log(compression_ratio) / (heat_capacity * (T_hot - T_cold))
