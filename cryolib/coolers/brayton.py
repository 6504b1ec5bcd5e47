r"""The reverse Brayton cooler: a compressor, a recuperator and an expander, with an ideal gas that flows steadily.

The stations: 1 before the compressor, 2 behind it, 3 behind the aftercooler (at :math:`T_H`), 4 before the expander, 5 behind it, 6 behind
the load (at :math:`T_C`); from 6 the gas goes back through the recuperator to 1. With
:math:`k = (\gamma - 1)/\gamma` and the pressure ratio :math:`r`,

.. math::
    T_1 = T_C + \epsilon\,(T_H - T_C), \quad T_2 = T_1 \left(1 + \frac{r^k - 1}{\eta_c}\right), \quad
    T_4 = T_H - \epsilon\,(T_H - T_C), \quad T_5 = T_4 \left[1 - \eta_e\,(1 - r^{-k})\right] .

The load gives its heat to the gas between 5 and 6 and is nowhere colder than the gas: :math:`q = c_p\,(T_6 - T_5)`, negative where the machine
does not cool. The expander's work is put back into the compressor. There is no pressure drop. All is per mole of gas.
"""

from __future__ import annotations

from dataclasses import dataclass

from cryolib.constants import R
from cryolib.readers import Value, log, plain, quantity, read_plain
from cryolib.validation import above_one, ascending_temperatures, between, fraction

__all__ = ["Brayton", "brayton", "least_recuperator_effectiveness"]


@dataclass(frozen=True)
class Brayton:
    """The machine with its temperatures, heats and works; made by `brayton`, whose arguments are the attributes."""

    T_cold: Value
    T_hot: Value
    pressure_ratio: Value
    effectiveness: Value
    expander_efficiency: Value
    compressor_efficiency: Value
    heat_capacity_ratio: Value

    @property
    def _rise(self) -> Value:
        """Ratio of temperatures of an expansion or compression that makes no entropy, above 1."""
        return self.pressure_ratio ** (1 - 1 / self.heat_capacity_ratio)

    @property
    def _heat_capacity(self) -> Value:
        return R * self.heat_capacity_ratio / (self.heat_capacity_ratio - 1)

    @property
    def temperatures(self) -> dict[str, Value]:
        """Temperatures at the stations ``"1"`` to ``"6"`` [K]."""
        span = self.effectiveness * (self.T_hot - self.T_cold)
        T_1, T_4 = self.T_cold + span, self.T_hot - span
        T_2 = T_1 * (1 + (self._rise - 1) / self.compressor_efficiency)
        T_5 = T_4 * (1 - self.expander_efficiency * (1 - 1 / self._rise))
        return {"1": T_1, "2": T_2, "3": self.T_hot, "4": T_4, "5": T_5, "6": self.T_cold}

    @property
    def entropies(self) -> dict[str, Value]:
        """Molar entropies at the stations, above that at ``T_hot`` and the low pressure [J/(mol K)]."""
        from_pressure = R * log(self.pressure_ratio)
        return {
            name: self._heat_capacity * log(T / self.T_hot) - (from_pressure if name in "234" else 0)
            for name, T in self.temperatures.items()
        }

    @quantity
    def net_cooling(self) -> Value:
        """Heat that the load gives to the gas, negative where the expander leaves the gas warmer than ``T_cold`` [J/mol]."""
        return self._heat_capacity * (self.T_cold - self.temperatures["5"])

    @quantity
    def compressor_work(self) -> Value:
        """Work of the compressor [J/mol]."""
        T = self.temperatures
        return self._heat_capacity * (T["2"] - T["1"])

    @quantity
    def expander_work(self) -> Value:
        """Work that the expander gives back [J/mol]."""
        T = self.temperatures
        return self._heat_capacity * (T["4"] - T["5"])

    @quantity
    def work(self) -> Value:
        """Work of the compressor less that of the expander [J/mol]."""
        return self.compressor_work - self.expander_work

    @quantity
    def heat_rejected(self) -> Value:
        """Heat that the aftercooler takes from the gas [J/mol]."""
        return self._heat_capacity * (self.temperatures["2"] - self.T_hot)

    @quantity
    def cop(self) -> Value:
        """Net cooling per work; negative where the machine does not cool [-]."""
        return self.net_cooling / self.work

    @quantity
    def carnot_fraction(self) -> Value:
        """The coefficient of performance over Carnot's limit between ``T_cold`` and ``T_hot``; negative where that is [-]."""
        return self.cop * (self.T_hot - self.T_cold) / self.T_cold

    @quantity
    def entropy_generation(self) -> Value:
        """Entropy generated, heat rejected over ``T_hot`` less net cooling over ``T_cold`` [J/(mol K)]."""
        return self.heat_rejected / self.T_hot - self.net_cooling / self.T_cold


def brayton(
    T_cold: Value,
    T_hot: Value,
    pressure_ratio: Value,
    effectiveness: Value = 1.0,
    expander_efficiency: Value = 1.0,
    compressor_efficiency: Value = 1.0,
    heat_capacity_ratio: Value = 5 / 3,
) -> Brayton:
    r"""Reverse Brayton cooler with a real recuperator, expander and compressor, and an ideal gas.

    .. math:: \mathrm{COP} \to \frac{T_C}{r^k\,T_H - T_C} \quad \text{for perfect parts}, \qquad k = \frac{\gamma - 1}{\gamma}

    Parameters
    ----------
    T_cold : float, array_like or expression, shape (...)
        Temperature of the gas behind the load, ``0 < T_cold < T_hot`` [K].
    T_hot : float, array_like or expression, shape (...)
        Temperature of the gas behind the aftercooler [K].
    pressure_ratio : float, array_like or expression, shape (...)
        High over low pressure, above 1 [-].
    effectiveness : float, array_like or expression, shape (...)
        Of the recuperator, from 0 to 1 [-].
    expander_efficiency, compressor_efficiency : float, array_like or expression, shape (...)
        Work of the expander over that of one that makes no entropy, and the other way round for the compressor, above 0 and at most 1 [-], [-].
    heat_capacity_ratio : float, array_like or expression, shape (...)
        :math:`\gamma` of the gas, above 1; 5/3 for helium and neon [-].

    Returns
    -------
    Brayton
        Temperatures at the stations, heats and works per mole of gas.

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere.

    Notes
    -----
    A machine that does not cool is no error: its `net_cooling` is negative, as in `cryolib.stirling`. Derived in chapter ``coolers_to_buy``.

    Examples
    --------
    >>> cooler = brayton(77.0, 300.0, 2.0, [1.0, 0.99, 0.98, 0.95], expander_efficiency=0.7, compressor_efficiency=0.7)
    >>> (100 * cooler.carnot_fraction).round(1).tolist()
    [30.5, 26.5, 22.4, 9.4]
    >>> brayton(77.0, 300.0, 1.5, 0.95, 0.7, 0.7).net_cooling < 0
    True
    """
    ascending_temperatures(T_cold=T_cold, T_hot=T_hot)
    above_one(pressure_ratio=pressure_ratio, heat_capacity_ratio=heat_capacity_ratio)
    between(0, 1, effectiveness=effectiveness)
    fraction(expander_efficiency=expander_efficiency, compressor_efficiency=compressor_efficiency)
    read = read_plain(
        T_cold=T_cold,
        T_hot=T_hot,
        pressure_ratio=pressure_ratio,
        effectiveness=effectiveness,
        expander_efficiency=expander_efficiency,
        compressor_efficiency=compressor_efficiency,
        heat_capacity_ratio=heat_capacity_ratio,
    )
    return Brayton(**read)


def least_recuperator_effectiveness(
    T_cold: Value, T_hot: Value, pressure_ratio: Value, expander_efficiency: Value = 1.0, heat_capacity_ratio: Value = 5 / 3
) -> Value:
    r"""Effectiveness of the recuperator below which a reverse Brayton cooler does not cool.

    .. math:: \epsilon_{\min} = \frac{T_H - T_C/[1 - \eta_e\,(1 - r^{-k})]}{T_H - T_C}

    Parameters
    ----------
    T_cold, T_hot, pressure_ratio, expander_efficiency, heat_capacity_ratio : float, array_like or expression, shape (...)
        As for `brayton` [K], [K], [-], [-], [-].

    Returns
    -------
    float, ndarray or expression, shape (...)
        The effectiveness at which the net cooling is 0; negative where the machine cools without a recuperator [-].

    Raises
    ------
    ValueError
        If an argument is outside the range given for `brayton`, anywhere.

    Notes
    -----
    Derived in chapter ``coolers_to_buy``.

    Examples
    --------
    >>> [round(least_recuperator_effectiveness(77.0, 300.0, r, 0.7), 3) for r in (1.5, 2.0, 3.0)]
    [0.96, 0.93, 0.886]
    """
    cooler = brayton(T_cold, T_hot, pressure_ratio, 1.0, expander_efficiency, 1.0, heat_capacity_ratio)
    before = cooler.T_cold / (1 - cooler.expander_efficiency * (1 - 1 / cooler._rise))
    return plain((cooler.T_hot - before) / (cooler.T_hot - cooler.T_cold))
