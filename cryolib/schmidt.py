r"""A Stirling cooler whose pistons swing, by Schmidt's analysis: its pressure, the gas in each part, and the heats of one turn, in closed form.

Two pistons swing in two cylinders, with a regenerator between them. The gas is ideal, at :math:`T_H` in the warm cylinder and at :math:`T_C`
in the cold one; in the regenerator its temperature falls evenly from one to the other. At each moment there is one pressure everywhere. The
volumes of the two cylinders are

.. math::
    V_\mathrm{h} = \tfrac12 V_\mathrm{s}\,(1 + \cos\varphi), \qquad V_\mathrm{c} = \tfrac12 V_\mathrm{s}\,(1 + \cos(\varphi + \alpha)),

so that each quarter of a turn is one of the four steps of `cryolib.stirling`, if the phase :math:`\alpha` is a quarter of a turn.

G. Schmidt published such an analysis in 1871, it seems without a regenerator. Heats are positive in the direction of their names.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cryolib._cycle_point import Regenerative
from cryolib.constants import R
from cryolib.readers import Value, cos, pi_for, plain, quantity, read_plain, read_together, sin, sqrt, within_one
from cryolib.validation import ascending_temperatures, between, finite, positive, refuse

__all__ = ["SchmidtMachine", "SchmidtState", "schmidt"]


@dataclass(frozen=True)
class SchmidtState:
    """The gas at one moment of a turn, or at many.

    Attributes
    ----------
    P : float, ndarray or expression
        Pressure [Pa].
    V_hot, V_cold : float, ndarray or expression
        Volume of the warm and of the cold cylinder [m^3].
    share_hot, share_regenerator, share_cold : float, ndarray or expression
        The share of the gas that is in the warm cylinder, in the regenerator and in the cold cylinder [-].
    heat_rate_hot, heat_rate_cold : float, ndarray or expression
        Heat that the gas takes up through the wall of each cylinder while the crank turns by one radian, ``-V dP``: it takes up heat while
        the pressure falls and gives off heat while it rises. Over a turn this is the integral of ``P dV`` [J].
    matrix_heat : float, ndarray or expression
        Heat in the matrix of the regenerator, above that at crank angle 0 [J].
    """

    P: Value
    V_hot: Value
    V_cold: Value
    share_hot: Value
    share_regenerator: Value
    share_cold: Value
    heat_rate_hot: Value
    heat_rate_cold: Value
    matrix_heat: Value


@dataclass(frozen=True)
class SchmidtMachine(Regenerative):
    """The machine with the heats and the work of one turn; made by `schmidt`, whose arguments are the attributes."""

    T_cold: Value
    T_hot: Value
    swept_volume: Value
    dead_volume: Value
    amount: Value
    phase: Value
    heat_capacity: Value

    @property
    def _sum(self) -> tuple[Value, Value, Value]:
        r"""The sum of volumes over temperatures is :math:`s + c \cos\varphi - d \sin\varphi`: `s`, `c`, `d` [m^3/K]."""
        hot, cold = self.swept_volume / (2 * self.T_hot), self.swept_volume / (2 * self.T_cold)
        mean = hot + cold + self.dead_volume / self.regenerator_temperature
        return mean, hot + cold * cos(self.phase), cold * sin(self.phase)

    @property
    def _heat_over_temperature(self) -> Value:
        """Heat taken up at the cold end over ``T_cold``, which is heat rejected over ``T_hot`` [J/K]."""
        mean, c, d = self._sum
        swing = c**2 + d**2  # not zero: the cold end's part is larger than the warm end's
        volumes = self.swept_volume**2 / (self.T_hot * self.T_cold)
        return pi_for(mean) * self.amount * R * volumes * sin(self.phase) * (mean / sqrt(mean**2 - swing) - 1) / (2 * swing)

    @quantity
    def heat_absorbed(self) -> Value:
        r"""Heat taken up at the cold end in one turn, :math:`\oint P\,\mathrm{d}V_\mathrm{c}` [J].

        With :math:`\sum V/T = s\,(1 + b \cos(\varphi + \theta))` it is
        :math:`\frac{\pi n R V_\mathrm{s}^2 \sin\alpha}{2 T_H (s b)^2} \left(\frac{1}{\sqrt{1 - b^2}} - 1\right)`.
        """
        return self.T_cold * self._heat_over_temperature

    @quantity
    def heat_rejected(self) -> Value:
        """Heat given off at the warm end in one turn, ``heat_absorbed`` times ``T_hot / T_cold`` [J]."""
        return self.T_hot * self._heat_over_temperature

    @quantity
    def work(self) -> Value:
        """Work of one turn, heat rejected less heat absorbed [J]."""
        return (self.T_hot - self.T_cold) * self._heat_over_temperature

    def at(self, crank_angle: Value) -> SchmidtState:
        r"""Return the gas at a moment of the turn.

        .. math::
            P = \frac{n R}{V_\mathrm{h}/T_H + V_\mathrm{R}/T_R + V_\mathrm{c}/T_C}

        Parameters
        ----------
        crank_angle : float, array_like or expression, shape (...)
            :math:`\varphi` [rad].

        Returns
        -------
        SchmidtState
            With floats, arrays or expressions.

        Raises
        ------
        ValueError
            If the angle is not finite.

        Notes
        -----
        The gas in a cylinder takes up the heat ``P dV - R T dn``: what comes in from the regenerator has the cylinder's temperature, and
        brings its enthalpy. That is ``-V dP``. The matrix takes up what the gas leaves in it. With the enthalpy that flows in and out at the
        two ends, and the energy of the gas between, that is the change of :math:`-\frac{c_p}{R} P (V_\mathrm{h} + V_\mathrm{c}) - \frac{c_v}{R} P V_\mathrm{R}`.

        Examples
        --------
        >>> machine = schmidt(77.0, 300.0, swept_volume=1e-5, dead_volume=6e-6, amount=0.03)
        >>> state = machine.at([0.0, np.pi / 2, np.pi])
        >>> (state.P / 1e5).round(1).tolist(), state.share_cold.round(2).tolist()
        ([18.5, 46.8, 24.6], [0.48, 0.0, 0.64])
        """
        finite(crank_angle=crank_angle)
        read = read_together(crank_angle=crank_angle, **vars(self))
        angle, n, c_v = read["crank_angle"], read["amount"], read["heat_capacity"]
        machine = SchmidtMachine(**{name: read[name] for name in vars(self)})
        half = machine.swept_volume / 2
        V_hot, V_cold = half * (1 + cos(angle)), half * (1 + cos(angle + machine.phase))
        parts = V_hot / machine.T_hot, machine.dead_volume / machine.regenerator_temperature, V_cold / machine.T_cold
        P = n * R / (parts[0] + parts[1] + parts[2])
        at_start = n * R / (machine._sum[0] + machine._sum[1]), 2 * half, half * (1 + cos(machine.phase))
        held = [-p * ((c_v + 1) * (hot + cold) + c_v * machine.dead_volume) for p, hot, cold in ((P, V_hot, V_cold), at_start)]
        # dP/dphi = (P^2/nR) (V_s/2) (sin(phi)/T_h + sin(phi + alpha)/T_c)
        rise = P**2 / (n * R) * half * (sin(angle) / machine.T_hot + sin(angle + machine.phase) / machine.T_cold)
        rates = -V_hot * rise, -V_cold * rise
        shares = (P * part / (n * R) for part in parts)
        return SchmidtState(*map(plain, (P, V_hot, V_cold, *shares, *rates, held[0] - held[1])))

    def parcel(self, share: Value, crank_angle: Value) -> tuple[Value, Value]:
        r"""Return where the gas is that has a given share of all gas between itself and the warm piston, and its temperature.

        Parameters
        ----------
        share : float, array_like or expression, shape (...)
            From 0, at the warm piston, to 1, at the cold one [-].
        crank_angle : float, array_like or expression, shape (...)
            :math:`\varphi` [rad].

        Returns
        -------
        place : float, ndarray or expression
            The volume between it and the warm end of the regenerator, negative in the warm cylinder [m^3].
        T : float, ndarray or expression
            Its temperature; in the regenerator :math:`T_H (T_C/T_H)^f`, with `f` the share of the regenerator's gas before it [K].

        Raises
        ------
        ValueError
            If an argument is outside the range above, anywhere.
        """
        between(0, 1, share=share)
        state = self.at(crank_angle)
        read = read_together(share=share, **{name: getattr(state, name) for name in ("share_hot", "share_regenerator", "share_cold")})
        share = read["share"]
        with np.errstate(divide="ignore", invalid="ignore"):  # a cylinder that is empty just now
            in_hot = within_one(share / read["share_hot"])
            between_ends = within_one((share - read["share_hot"]) / read["share_regenerator"])
            in_cold = within_one((share - read["share_hot"] - read["share_regenerator"]) / read["share_cold"])
        T = self.T_hot * (self.T_cold / self.T_hot) ** between_ends
        place = -state.V_hot * (1 - in_hot) + self.dead_volume * (self.T_hot - T) / (self.T_hot - self.T_cold) + state.V_cold * in_cold
        return plain(place), plain(T)


def schmidt(
    T_cold: Value,
    T_hot: Value,
    swept_volume: Value,
    dead_volume: Value,
    amount: Value,
    phase: Value = np.pi / 2,
    heat_capacity: Value = 1.5,
) -> SchmidtMachine:
    r"""Stirling cooler with two pistons that swing, and an ideal gas.

    Parameters
    ----------
    T_cold : float, array_like or expression, shape (...)
        Temperature of the gas in the cold cylinder, ``0 < T_cold < T_hot`` [K].
    T_hot : float, array_like or expression, shape (...)
        Temperature of the gas in the warm cylinder [K].
    swept_volume : float, array_like or expression, shape (...)
        Volume :math:`V_\mathrm{s}` that each piston sweeps, positive [m^3].
    dead_volume : float, array_like or expression, shape (...)
        Volume :math:`V_\mathrm{R}` of the gas in the regenerator, positive [m^3].
    amount : float, array_like or expression, shape (...)
        Amount of gas :math:`n`, positive [mol].
    phase : float, array_like or expression, shape (...)
        Angle :math:`\alpha` by which the cold piston leads, above 0 and below pi [rad].
    heat_capacity : float, array_like or expression, shape (...)
        Molar heat capacity at constant volume in units of R, :math:`c_v/R`, positive; 1.5 for a monatomic gas [-].

    Returns
    -------
    SchmidtMachine
        Its states, and the heats and the work of one turn.

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere.

    Notes
    -----
    The matrix is perfect: it gives each parcel of gas the temperature of the place. So the machine has Carnot's coefficient of performance
    whatever its volumes and its phase. Figure in chapter ``stirling``.

    Examples
    --------
    >>> machine = schmidt(77.0, 300.0, swept_volume=1e-5, dead_volume=6e-6, amount=0.03)
    >>> round(machine.heat_absorbed, 2), round(machine.work, 2)
    (6.23, 18.03)
    """
    ascending_temperatures(T_cold=T_cold, T_hot=T_hot)
    positive(swept_volume=swept_volume, dead_volume=dead_volume, amount=amount, phase=phase, heat_capacity=heat_capacity)
    read = read_plain(
        T_cold=T_cold, T_hot=T_hot, swept_volume=swept_volume, dead_volume=dead_volume, amount=amount, phase=phase, heat_capacity=heat_capacity
    )  # fmt: skip
    refuse(read["phase"] >= np.pi, "phase must be below pi", phase=read["phase"])
    return SchmidtMachine(**read)
