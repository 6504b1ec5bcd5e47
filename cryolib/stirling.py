r"""The Stirling cycle: four steps, two isotherms and two isochores, with a regenerator between the isochores.

The corners are numbered in the order in which a cooler runs through them, and step i leads from corner i to the next:

1. compression at :math:`T_H`, from the large to the small volume;
2. cooling at the small volume, in which the gas leaves heat in the regenerator;
3. expansion at :math:`T_C`, which takes up heat;
4. warming at the large volume, in which the regenerator gives the heat back.

Two pictures have the same volumes, works and coefficient of performance, and differ in what the regenerator carries:

- one body of gas (the textbook): all of it has one temperature at a time, and leaves :math:`c_v (T_H - T_C)` in the regenerator;
- two cylinders at one pressure (``two_cylinders=True``, the machine): each mole passes the regenerator at the pressure of the moment and
  leaves :math:`c_p (T_H - T_C)`; the walls make up the difference, :math:`R (T_H - T_C)`, in step 2 and get it back in step 4.

Here the gas is ideal, with a constant heat capacity; `cryolib.real_stirling` does the first with any gas. All heats and works are
positive in the direction of their names, per mole of gas and cycle.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cryolib._cycle_point import CyclePoint, trapezium
from cryolib.constants import R
from cryolib.readers import Value, log, plain, quantity, read_plain, read_together
from cryolib.real_stirling import RealStirlingCycle, real_stirling
from cryolib.validation import above_one, ascending_temperatures, between, positive, whole_number

__all__ = ["CyclePoint", "RealStirlingCycle", "StirlingCycle", "least_effectiveness", "real_stirling", "stirling"]


@dataclass(frozen=True)
class StirlingCycle:
    """The ideal cycle with its heats and its work; made by `stirling`, whose arguments are the attributes."""

    T_cold: Value
    T_hot: Value
    compression_ratio: Value
    heat_capacity: Value
    effectiveness: Value
    gas_constant: Value
    two_cylinders: bool = False

    @quantity
    def heat_absorbed(self) -> Value:
        r"""Heat that the cold end takes up in one cycle, :math:`R T_C \ln r`, before any loss [J/mol]."""
        return self.gas_constant * self.T_cold * log(self.compression_ratio)

    @quantity
    def work(self) -> Value:
        r"""Work of the compression less that of the expansion, :math:`R (T_H - T_C) \ln r` [J/mol]."""
        return self.gas_constant * (self.T_hot - self.T_cold) * log(self.compression_ratio)

    @quantity
    def regenerator_heat(self) -> Value:
        r"""Heat that the gas leaves on its way to the cold end, :math:`c_v (T_H - T_C)`, or with `two_cylinders` :math:`c_p (T_H - T_C)` [J/mol]."""
        return self.gas_constant * (self.heat_capacity + int(self.two_cylinders)) * (self.T_hot - self.T_cold)

    @quantity
    def regenerator_loss(self) -> Value:
        r"""The part of it that the regenerator lets through, :math:`1 - \epsilon` times `regenerator_heat` [J/mol]."""
        return (1 - self.effectiveness) * self.regenerator_heat

    @quantity
    def cold_wall_heat(self) -> Value:
        r"""Heat that the cold cylinder takes up in step 2 and gives back in step 4; 0 for one body of gas [J/mol].

        It is :math:`-\int V_C\,dP = R T_C \left(\frac{T_H}{T_H - T_C} \ln\frac{T_H}{T_C} - 1\right)`.
        """
        return int(self.two_cylinders) * self.gas_constant * self.T_cold * (self.T_hot * self._per_kelvin - 1)

    @quantity
    def hot_wall_heat(self) -> Value:
        """The same for the hot cylinder: with `cold_wall_heat` it is the gas constant times ``T_hot - T_cold`` [J/mol]."""
        return int(self.two_cylinders) * self.gas_constant * self.T_hot * (1 - self.T_cold * self._per_kelvin)

    @property
    def _per_kelvin(self) -> Value:
        return log(self.T_hot / self.T_cold) / (self.T_hot - self.T_cold)

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
        r"""Net cooling per work, :math:`T_C/(T_H - T_C) - (1 - \epsilon)(c/R)/\ln r`, with :math:`c_v` or :math:`c_p`; negative where that is [-]."""
        loss = (1 - self.effectiveness) * (self.heat_capacity + int(self.two_cylinders)) / log(self.compression_ratio)
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
        numbers = {name: value for name, value in vars(self).items() if name != "two_cylinders"}
        read = read_together(progress=progress, v_small=v_small, **numbers)
        T_cold, T_hot, r, R = (read[name] for name in ("T_cold", "T_hot", "compression_ratio", "gas_constant"))
        compressed = trapezium(read["progress"], (0, 1, 1, 0, 0))
        cold_share = trapezium(read["progress"], (0, 0, 1, 1, 0))
        compressing = trapezium(read["progress"], (0, 1, 1, 1, 1))
        expanding = trapezium(read["progress"], (0, 0, 0, 1, 1))
        v = read["v_small"] * (r - (r - 1) * compressed)
        T = T_cold * T_hot / (T_cold + (T_hot - T_cold) * cold_share)
        s = R * (read["heat_capacity"] * log(T / T_hot) + log(v / (r * read["v_small"])))
        walls = int(self.two_cylinders) * R  # -V dP of each cylinder at constant total volume, integrated over the shift
        shifted = T_hot * T_cold * log(T_hot / T) / (T_hot - T_cold)
        heat_hot = walls * (T_hot - (1 - cold_share) * T - shifted) - R * T_hot * log(r / (r - (r - 1) * compressing))
        heat_cold = walls * (shifted - cold_share * T) + R * T_cold * log(1 + (r - 1) * expanding)
        matrix = (R * read["heat_capacity"] + walls) * (T_hot - T)
        return CyclePoint(*map(plain, (T, R * T / v, v, (1 - cold_share) * v, cold_share * v, s, heat_hot, heat_cold, matrix)))

    def states(self, v_small: Value) -> tuple[CyclePoint, CyclePoint, CyclePoint, CyclePoint]:
        """Return corners 1 to 4, as `at` does."""
        return self.at(0, v_small), self.at(1, v_small), self.at(2, v_small), self.at(3, v_small)

    def path(self, step: int, v_small: Value, points: int = 65) -> CyclePoint:
        """Return step 1, 2, 3 or 4 as arrays from corner to corner, for diagrams; the cycle's numbers must be floats."""
        step, points = whole_number(1, 4, step=step), whole_number(1, points=points)
        return self.at(np.linspace(step - 1, step, points), v_small)


def stirling(
    T_cold: Value,
    T_hot: Value,
    compression_ratio: Value,
    heat_capacity: Value = 1.5,
    effectiveness: Value = 1.0,
    *,
    gas_constant: Value = R,
    two_cylinders: bool = False,
) -> StirlingCycle:
    r"""Stirling cooler with an ideal gas and an imperfect regenerator.

    .. math:: \mathrm{COP} = \frac{T_C}{T_H - T_C} - (1 - \epsilon)\,\frac{c/R}{\ln r}, \qquad c = c_v \text{ or } c_p

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
        Fraction :math:`\epsilon` of the heat of step 2 that the regenerator takes up and gives back, from 0 (no regenerator) to 1 [-].
    gas_constant : float or expression
        The molar gas constant; pass a symbol to keep it in a formula [J/(mol K)].
    two_cylinders : bool
        Whether the gas passes the regenerator between two cylinders at one pressure, with :math:`c_p`, or as one body of gas, with
        :math:`c_v`.

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
    The expansion makes up for the regenerator loss at the cold end, the surroundings at the hot end; the work is the same. There is no
    dead volume and no pressure drop. With a perfect regenerator this is Carnot's coefficient of performance, in both pictures. Derived
    in chapter ``stirling``.

    Examples
    --------
    >>> cooler = stirling(77.0, 300.0, compression_ratio=2.0, effectiveness=[1.0, 0.9, 0.8])
    >>> cooler.net_cooling.round(1).tolist()
    [443.8, 165.6, -112.5]
    >>> stirling(77.0, 300.0, compression_ratio=2.0, effectiveness=[1.0, 0.95, 0.9], two_cylinders=True).net_cooling.round(1).tolist()
    [443.8, 212.0, -19.8]
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
    read = read_plain(
        T_cold=T_cold,
        T_hot=T_hot,
        compression_ratio=compression_ratio,
        heat_capacity=heat_capacity,
        effectiveness=effectiveness,
        gas_constant=gas_constant,
    )
    return StirlingCycle(**read, two_cylinders=_switch(two_cylinders))


def _switch(two_cylinders: bool) -> bool:
    if not isinstance(two_cylinders, bool):
        raise ValueError(f"two_cylinders must be True or False; got {two_cylinders!r}")
    return two_cylinders


def least_effectiveness(
    T_cold: Value, T_hot: Value, compression_ratio: Value, heat_capacity: Value = 1.5, *, two_cylinders: bool = False
) -> Value:
    r"""Effectiveness of the regenerator below which a Stirling cooler does not cool.

    .. math:: \epsilon_{\min} = 1 - \frac{T_C \ln r}{(c/R)\,(T_H - T_C)}, \qquad c = c_v \text{ or } c_p

    Parameters
    ----------
    T_cold, T_hot, compression_ratio, heat_capacity : float, array_like or expression, shape (...)
        As for `stirling` [K], [K], [-], [-].
    two_cylinders : bool
        As for `stirling`: :math:`c_p` if it is true.

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
    >>> least_effectiveness([77.0, 20.0, 4.2], 300.0, compression_ratio=2.0, two_cylinders=True).round(6).tolist()
    [0.904265, 0.980196, 0.996063]
    """
    cycle = stirling(T_cold, T_hot, compression_ratio, heat_capacity, two_cylinders=two_cylinders)
    carried = (cycle.heat_capacity + int(two_cylinders)) * (cycle.T_hot - cycle.T_cold)
    return plain(1 - cycle.T_cold * log(cycle.compression_ratio) / carried)
