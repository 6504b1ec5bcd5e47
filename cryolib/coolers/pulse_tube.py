r"""The orifice pulse tube: no part moves in the cold, and the gas in a tube takes the place of the cold piston.

From left to right: a piston at :math:`T_H`, a regenerator down to :math:`T_C`, the cold exchanger, the tube, the warm exchanger at
:math:`T_H`, the orifice and a reservoir. The pressure swings a little about its mean, :math:`P = P_0 (1 + a \cos\varphi)`; flows are taken to
first order in :math:`a`, and heats to second. Through the orifice gas flows in step with the pressure. The gas in the tube is adiabatic, so it is
squeezed as a spring: with :math:`V_o` the volume that goes through the orifice and comes back, and :math:`V_t` that of the tube, the gas at the
cold end of the tube is displaced by

.. math:: d_C = \tfrac12 V_o \sin\varphi + \frac{a V_t}{\gamma} \cos\varphi ,

and only its first term is in step with the work: the loops :math:`\oint P\,\mathrm{d}V` at both ends of the tube have the same area.
"""

from __future__ import annotations

from dataclasses import dataclass

from cryolib._cycle_point import Regenerative
from cryolib.constants import R
from cryolib.readers import Value, cos, log_mean, pi_for, plain, quantity, read_plain, read_together, sin, three_readers, within_one
from cryolib.validation import above_one, ascending_temperatures, between, finite, fraction, nonnegative, positive

__all__ = ["PulseTube", "TubeState", "pulse_tube", "pulse_tube_cop"]


@three_readers
def pulse_tube_cop(T_cold: Value, T_hot: Value) -> Value:
    r"""Coefficient of performance of the ideal orifice pulse tube.

    .. math:: \mathrm{COP} = \frac{T_C}{T_H} = \frac{T_C}{T_H - T_C} \cdot \frac{T_H - T_C}{T_H}

    Parameters
    ----------
    T_cold : float, array_like or expression, shape (...)
        Temperature of the cold end, ``0 < T_cold < T_hot`` [K].
    T_hot : float, array_like or expression, shape (...)
        Temperature of the piston and of the warm end of the tube [K].

    Returns
    -------
    float, ndarray or expression, shape (...)
        Cooling per work; below Carnot's limit, because the orifice throws away the work of the expansion [-].

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere.

    Notes
    -----
    Derived in chapter ``coolers_to_buy``.

    Examples
    --------
    >>> from cryolib.limits import carnot_cop
    >>> [round(pulse_tube_cop(T, 300.0) / carnot_cop(T, 300.0), 3) for T in (77.0, 4.2)]
    [0.743, 0.986]
    """
    ascending_temperatures(T_cold=T_cold, T_hot=T_hot)
    return T_cold / T_hot


@dataclass(frozen=True)
class TubeState:
    """The machine at one moment of a turn, or at many.

    Attributes
    ----------
    P : float, ndarray or expression
        Pressure [Pa].
    moved_piston, moved_cold, moved_hot : float, ndarray or expression
        How far the gas has moved toward the reservoir at the warm end of the regenerator, at the cold end of the tube and at its warm end, as
        volumes about their means [m^3].
    """

    P: Value
    moved_piston: Value
    moved_cold: Value
    moved_hot: Value


@dataclass(frozen=True)
class PulseTube(Regenerative):
    """The machine with the heats and the work of one turn; made by `pulse_tube`, whose arguments are the attributes."""

    T_cold: Value
    T_hot: Value
    P: Value
    swing: Value
    tube_volume: Value
    passing_volume: Value
    dead_volume: Value
    heat_capacity_ratio: Value

    @quantity
    def heat_absorbed(self) -> Value:
        r"""Heat taken up at the cold end in one turn, :math:`\oint P\,\mathrm{d}d_C = \tfrac{\pi}{2} a P_0 V_o` [J]."""
        return pi_for(self.P) * self.swing * self.P * self.passing_volume / 2

    @quantity
    def orifice_work(self) -> Value:
        """Work that the gas of the tube does on the gas in the orifice in one turn, where it becomes heat at ``T_hot``: `heat_absorbed` [J]."""
        return self.heat_absorbed

    @quantity
    def work(self) -> Value:
        """Work of the piston in one turn, `heat_absorbed` times ``T_hot / T_cold`` [J]."""
        return self.heat_absorbed * self.T_hot / self.T_cold

    @quantity
    def cop(self) -> Value:
        """Heat absorbed per work, `pulse_tube_cop` [-]."""
        return self.T_cold / self.T_hot

    @quantity
    def carnot_fraction(self) -> Value:
        """The coefficient of performance over Carnot's limit, ``1 - T_cold / T_hot`` [-]."""
        return 1 - self.T_cold / self.T_hot

    @quantity
    def entropy_generation(self) -> Value:
        """Entropy that the orifice makes in one turn, its work over ``T_hot`` [J/K]."""
        return self.orifice_work / self.T_hot

    def at(self, crank_angle: Value) -> TubeState:
        r"""Return the machine at a moment of the turn.

        Parameters
        ----------
        crank_angle : float, array_like or expression, shape (...)
            :math:`\varphi` [rad].

        Returns
        -------
        TubeState
            With floats, arrays or expressions.

        Raises
        ------
        ValueError
            If the angle is not finite.

        Notes
        -----
        In the regenerator the same amount of gas fills more volume where it is warm; its own gas is squeezed at constant temperature.

        Examples
        --------
        >>> machine = pulse_tube(77.0, 300.0, 20e5, 0.2, tube_volume=2e-5, passing_volume=1e-5)
        >>> import math
        >>> machine.at([0.0, math.pi / 2]).moved_hot.round(7).tolist()
        [0.0, 5e-06]
        """
        finite(crank_angle=crank_angle)
        read = read_together(crank_angle=crank_angle, **vars(self))
        angle, a = read["crank_angle"], read["swing"]
        hot = read["passing_volume"] / 2 * sin(angle)
        cold = hot + a * read["tube_volume"] / read["heat_capacity_ratio"] * cos(angle)
        # The dead volume at its mean temperature, seen as a volume at T_hot.
        held = read["dead_volume"] * read["T_hot"] / log_mean(read["T_cold"], read["T_hot"])
        piston = cold * read["T_hot"] / read["T_cold"] + a * held * cos(angle)
        return TubeState(*map(plain, (read["P"] * (1 + a * cos(angle)), piston, cold, hot)))

    def in_tube(self, place: Value, crank_angle: Value) -> tuple[Value, Value]:
        r"""Return where the gas of the tube is that has its mean place at a share of the tube's volume, and its temperature.

        .. math::
            x(\varphi) = x + \frac{1}{V_t} \left[\tfrac12 V_o \sin\varphi + (1 - x) \frac{a V_t}{\gamma} \cos\varphi\right], \qquad
            T(\varphi) = \left[T_C + x\,(T_H - T_C)\right] \left(1 + \frac{\gamma - 1}{\gamma}\,a \cos\varphi\right)

        Parameters
        ----------
        place : float, array_like or expression, shape (...)
            :math:`x`, from 0 at the cold end to 1 at the warm end [-].
        crank_angle : float, array_like or expression, shape (...)
            As for `at` [rad].

        Returns
        -------
        place : float, ndarray or expression
            As a share of the tube's volume, below 0 or above 1 where the gas has left the tube [-].
        T : float, ndarray or expression
            Its temperature [K].

        Raises
        ------
        ValueError
            If an argument is outside the range above, anywhere.

        Examples
        --------
        >>> machine = pulse_tube(77.0, 300.0, 20e5, 0.2, tube_volume=2e-5, passing_volume=1e-5)
        >>> place, T = machine.in_tube(0.5, 0.0)  # in the middle, when the pressure is highest
        >>> round(place, 2), round(T, 1)
        (0.56, 203.6)
        """
        between(0, 1, place=place)
        finite(crank_angle=crank_angle)
        read = read_together(place=place, crank_angle=crank_angle, **vars(self))
        x, angle, gamma = read["place"], read["crank_angle"], read["heat_capacity_ratio"]
        squeeze = read["swing"] / gamma * cos(angle)
        moved = x + read["passing_volume"] / (2 * read["tube_volume"]) * sin(angle) + (1 - x) * squeeze
        T = (read["T_cold"] + x * (read["T_hot"] - read["T_cold"])) * (1 + (gamma - 1) * squeeze)
        return plain(moved), plain(T)

    def behind_tube(self, amount: Value, crank_angle: Value) -> tuple[Value, Value]:
        """Return where the gas is that has an amount of gas between itself and the gas that lies at the cold exchanger in the mean.

        Parameters
        ----------
        amount : float, array_like or expression, shape (...)
            Counted toward the piston; negative for gas that lies in the tube in the mean [mol].
        crank_angle : float, array_like or expression, shape (...)
            As for `at` [rad].

        Returns
        -------
        place : float, ndarray or expression
            The volume between it and the cold exchanger, positive toward the piston, negative in the tube [m^3].
        T : float, ndarray or expression
            Its temperature [K].

        Raises
        ------
        ValueError
            If an argument is not finite, anywhere, or the regenerator holds no gas.

        Examples
        --------
        >>> machine = pulse_tube(77.0, 300.0, 20e5, 0.2, tube_volume=2e-5, passing_volume=1e-5, dead_volume=1e-5)
        >>> place, T = machine.behind_tube(0.0, 0.0)  # pushed into the tube, when the pressure is highest
        >>> round(1e6 * place, 2), round(T, 1)  # cm³
        (-2.0, 77.0)
        """
        positive(dead_volume=self.dead_volume)
        finite(amount=amount)
        now = self.at(crank_angle)
        read = read_together(
            amount=amount, P=now.P, moved=now.moved_cold, mean=self.P, T_cold=self.T_cold, T_hot=self.T_hot, dead=self.dead_volume
        )
        T_cold, T_hot, dead, P = read["T_cold"], read["T_hot"], read["dead"], read["P"]
        left = read["amount"] - read["mean"] * read["moved"] / (R * T_cold)
        held = P * dead / (R * log_mean(T_cold, T_hot))
        T = T_cold * (T_hot / T_cold) ** within_one(left / held)
        before, beyond = (left - abs(left)) / 2, (left - held + abs(left - held)) / 2  # what is in the tube, and on the side of the piston
        place = before * R * T_cold / P + dead * (T - T_cold) / (T_hot - T_cold) + beyond * R * T_hot / P
        return plain(place), plain(T)


def pulse_tube(
    T_cold: Value,
    T_hot: Value,
    P: Value,
    swing: Value,
    tube_volume: Value,
    passing_volume: Value,
    dead_volume: Value = 0.0,
    heat_capacity_ratio: Value = 5 / 3,
) -> PulseTube:
    r"""Orifice pulse tube with a perfect regenerator, to first order in the swing of the pressure.

    .. math:: Q_C = \tfrac{\pi}{2}\,a P_0 V_o, \qquad W = \frac{T_H}{T_C}\,Q_C

    Parameters
    ----------
    T_cold : float, array_like or expression, shape (...)
        Temperature of the cold exchanger, ``0 < T_cold < T_hot`` [K].
    T_hot : float, array_like or expression, shape (...)
        Temperature of the piston and of the warm exchanger [K].
    P : float, array_like or expression, shape (...)
        Mean pressure, positive [Pa].
    swing : float, array_like or expression, shape (...)
        Amplitude :math:`a` of the pressure over the mean, above 0 and at most 1 [-].
    tube_volume : float, array_like or expression, shape (...)
        :math:`V_t`, positive [m^3].
    passing_volume : float, array_like or expression, shape (...)
        :math:`V_o`, which goes through the orifice in one half of the turn and comes back in the other; zero if the orifice is closed, otherwise
        positive [m^3].
    dead_volume : float, array_like or expression, shape (...)
        Volume of the gas in the regenerator; zero or positive [m^3].
    heat_capacity_ratio : float, array_like or expression, shape (...)
        :math:`\gamma` of the gas, above 1; 5/3 for helium [-].

    Returns
    -------
    PulseTube
        Its states, and the heats and the work of one turn.

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere.

    Notes
    -----
    The orifice's flow is in step with the pressure. A long tube beside it, an inertance, changes the phase at the cold end and with it the flow
    through the regenerator, and not this limit. Derived in chapter ``coolers_to_buy``.

    Examples
    --------
    >>> machine = pulse_tube(77.0, 300.0, 20e5, 0.2, tube_volume=2e-5, passing_volume=1e-5)
    >>> round(machine.heat_absorbed, 2), round(machine.work, 2)
    (6.28, 24.48)
    """
    ascending_temperatures(T_cold=T_cold, T_hot=T_hot)
    positive(P=P, tube_volume=tube_volume)
    fraction(swing=swing)
    nonnegative(passing_volume=passing_volume, dead_volume=dead_volume)
    above_one(heat_capacity_ratio=heat_capacity_ratio)
    read = read_plain(
        T_cold=T_cold,
        T_hot=T_hot,
        P=P,
        swing=swing,
        tube_volume=tube_volume,
        passing_volume=passing_volume,
        dead_volume=dead_volume,
        heat_capacity_ratio=heat_capacity_ratio,
    )
    return PulseTube(**read)
