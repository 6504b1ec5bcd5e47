r"""The closed forms of the van der Waals model, for floats, arrays and symbols alike.

From :math:`P = R T / (v - b) - a / v^2` with a constant heat capacity of the dilute gas follows everything here. The measure

.. math:: D = 1 - \frac{2 a (v - b)^2}{R T v^3}

is the stiffness of the fluid in units of that without attraction: 0 on the spinodal, negative between its branches.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cryolib.gases.coexistence import reduced
from cryolib.gases.interface import Gas
from cryolib.readers import Array, Value, is_symbolic, log, plain, read_together, sqrt
from cryolib.validation import ascending, nonnegative, positive, refuse, temperature

if TYPE_CHECKING:
    from sympy import Expr

__all__ = ["VanDerWaalsFormulas"]

_ROUNDING = 1e-12  # of the stiffness D at the critical point


class VanDerWaalsFormulas(Gas):
    """The part of `VanDerWaals` that has a formula."""

    a: Value
    b: Value
    c_v: Value
    R: Value

    def _read(self, **values: Value) -> tuple[Array | Expr, ...]:
        """Return the values and a, b, c_v, R, all as arrays or all as expressions."""
        return tuple(read_together(**values, a=self.a, b=self.b, c_v=self.c_v, R=self.R).values())

    def _at_volume(self, T: Value, v: Value) -> tuple[Array | Expr, ...]:
        temperature(T=T)
        ascending("m^3/mol", b=self.b, v=v)
        return self._read(T=T, v=v)

    def _stiffness(self, T: Value, v: Value) -> Value:
        T, v, a, b, _, R = self._read(T=T, v=v)
        D = 1 - 2 * a * (v - b) ** 2 / (R * T * v**3)
        refuse(D < -_ROUNDING, "the van der Waals fluid is unstable between the branches of its spinodal", T=T, v=v)
        return D if is_symbolic(D) else np.maximum(D, 0.0)

    def pressure(self, T: Value, v: Value) -> Value:
        r"""Pressure [Pa] at a temperature [K] and a molar volume [m^3/mol] above b.

        .. math:: P = \frac{R T}{v - b} - \frac{a}{v^2}

        The formula as it stands, also between liquid and gas, where it has a loop and may be negative; the pressure of the
        stable fluid there is that of `state_from_volume`.
        """
        T, v, a, b, _, R = self._at_volume(T, v)
        return plain(R * T / (v - b) - a / v**2)

    def internal_energy_at_volume(self, T: Value, v: Value) -> Value:
        r"""Molar internal energy [J/mol], :math:`u = c_v T - a / v`."""
        T, v, a, _, c_v, _ = self._at_volume(T, v)
        return plain(c_v * T - a / v)

    def enthalpy_at_volume(self, T: Value, v: Value) -> Value:
        r"""Molar enthalpy [J/mol], :math:`h = u + P v`: :math:`c_v T - 2 a / v + R T v / (v - b)`."""
        T, v, a, b, c_v, R = self._at_volume(T, v)
        return plain(c_v * T - 2 * a / v + R * T * v / (v - b))

    def entropy_at_volume(self, T: Value, v: Value) -> Value:
        r"""Molar entropy [J/(mol K)], :math:`s = c_v \ln T + R \ln (v - b)`, in numbers of SI units."""
        T, v, _, b, c_v, R = self._at_volume(T, v)
        return plain(c_v * log(T) + R * log(v - b))

    def heat_capacity_at_volume(self, T: Value, v: Value) -> Value:
        r"""Heat capacity at constant pressure [J/(mol K)], infinite at the critical point.

        .. math:: c_p = c_v + \frac{R}{D}, \qquad D = 1 - \frac{2 a (v - b)^2}{R T v^3}

        Raises
        ------
        ValueError
            If the fluid is unstable there; liquid and gas that are metastable have a value.
        """
        T, v, _, _, c_v, R = self._at_volume(T, v)
        D = self._stiffness(T, v)
        with np.errstate(divide="ignore"):
            return plain(c_v + R / D)

    def joule_thomson_coefficient_at_volume(self, T: Value, v: Value) -> Value:
        r"""Joule-Thomson coefficient [K/Pa], exact at every density.

        .. math::
            \mu_\mathrm{JT} = \frac{\frac{2 a}{R T} \left(1 - \frac{b}{v}\right)^2 - b}{c_v D + R},
            \qquad D = 1 - \frac{2 a (v - b)^2}{R T v^3}

        For a dilute gas it is :math:`(2 a / R T - b) / c_p`; without attraction :math:`-b / c_p` at every density.

        Raises
        ------
        ValueError
            If the fluid is unstable there; liquid and gas that are metastable have a value.
        """
        T, v, a, b, c_v, R = self._at_volume(T, v)
        return plain((2 * a / (R * T) * (1 - b / v) ** 2 - b) / (c_v * self._stiffness(T, v) + R))

    def isentropic_coefficient_at_volume(self, T: Value, v: Value) -> Value:
        r"""Change of temperature with pressure at constant entropy [K/Pa], exact at every density.

        .. math:: \mu_s = \frac{v - b}{c_v D + R}, \qquad D = 1 - \frac{2 a (v - b)^2}{R T v^3}

        Raises
        ------
        ValueError
            If the fluid is unstable there; liquid and gas that are metastable have a value.
        """
        T, v, _, b, c_v, R = self._at_volume(T, v)
        return plain((v - b) / (c_v * self._stiffness(T, v) + R))

    @property
    def critical_temperature(self) -> Value:
        r"""Temperature of the critical point [K], :math:`8 a / 27 R b`."""
        a, b, _, R = self._attracting()
        return plain(8 * a / (27 * R * b))

    @property
    def critical_pressure(self) -> Value:
        r"""Pressure of the critical point [Pa], :math:`a / 27 b^2`."""
        a, b, _, _ = self._attracting()
        return plain(a / (27 * b**2))

    @property
    def critical_volume(self) -> Value:
        r"""Molar volume of the critical point [m^3/mol], :math:`3 b`."""
        _, b, _, _ = self._attracting()
        return plain(3 * b)

    def second_virial_coefficient(self, T: Value) -> Value:
        r"""Second virial coefficient [m^3/mol], :math:`B = b - a / R T`."""
        temperature(T=T)
        T, a, b, _, R = self._read(T=T)
        return plain(b - a / (R * T))

    def boyle_temperature(self) -> Value:
        r"""Temperature at which the second virial coefficient is zero [K], :math:`a / R b`."""
        a, b, _, R = self._attracting()
        return plain(a / (R * b))

    def maximum_inversion_temperature(self) -> Value:
        r"""Temperature above which throttling never cools [K], :math:`2 a / R b`: 27/4 of the critical one, twice Boyle's."""
        a, b, _, R = self._attracting()
        return plain(2 * a / (R * b))

    def maximum_inversion_pressure(self) -> tuple[Value, Value]:
        r"""Temperature [K] and pressure [Pa] of the top of the inversion curve, :math:`3 T_c` and :math:`9 P_c`."""
        a, b, _, R = self._attracting()
        return plain(8 * a / (9 * R * b)), plain(a / (3 * b**2))

    def inversion_pressure(self, T: Value) -> Value:
        r"""Pressure at which the Joule-Thomson coefficient is zero [Pa].

        .. math:: P = \frac{a}{b^2} (1 - \psi)(3 \psi - 1), \qquad \psi = 1 - \frac{b}{v} = \sqrt{\frac{R T b}{2 a}}

        Parameters
        ----------
        T : float, array_like or expression, shape (...)
            Temperature, from 2a/9Rb to 2a/Rb, or 3/4 and 27/4 of the critical one [K].

        Raises
        ------
        ValueError
            If a temperature is outside the curve.

        Notes
        -----
        Below 0.7787 of the critical temperature, where the curve's pressure is less than 0.3380 of the critical one, its liquid is
        metastable: it lies inside the saturation line. See `inversion_end`.
        """
        temperature(T=T)
        T, a, b, _, R = self._attracting(T=T)
        psi = sqrt(R * T * b / (2 * a))
        outside = (psi > 1 + _ROUNDING) | (psi < 1 / 3 - _ROUNDING)
        refuse(outside, "T must be a temperature of the inversion curve, from 2a/9Rb to 2a/Rb", T=T)
        if not is_symbolic(psi):
            psi = np.clip(psi, 1 / 3, 1.0)  # beyond the ends by rounding only
        return plain(a / b**2 * (1 - psi) * (3 * psi - 1))

    def inversion_temperatures(self, P: Value) -> tuple[Value, Value]:
        r"""Both temperatures at which the Joule-Thomson coefficient is zero [K], the lower one first.

        .. math:: T = \frac{2 a}{9 R b} \left( 2 \mp \sqrt{1 - \frac{3 b^2 P}{a}} \right)^2

        Parameters
        ----------
        P : float, array_like or expression, shape (...)
            Pressure, from zero to a/3b^2, or nine times the critical one [Pa].

        Raises
        ------
        ValueError
            If a pressure is negative or above the curve.

        Notes
        -----
        The lower branch is closed to zero pressure, through a metastable liquid below 0.3380 of the critical pressure. See
        `inversion_end`.
        """
        nonnegative(P=P)
        P, a, b, _, R = self._attracting(P=P)
        below = 1 - 3 * b**2 * P / a
        refuse(below < -_ROUNDING, "P must not be above the inversion curve, whose top is at a/3b^2", P=P)
        if not is_symbolic(below):
            below = np.maximum(below, 0.0)
        scale, root = 2 * a / (9 * R * b), sqrt(below)
        return plain(scale * (2 - root) ** 2), plain(scale * (2 + root) ** 2)

    def coexistence(self, parameter: Value) -> tuple[Value, Value, Value, Value]:
        r"""Temperature [K], pressure [Pa], and molar volumes of liquid and gas [m^3/mol] in equilibrium, in closed form.

        Parameters
        ----------
        parameter : float, array_like or expression, shape (...)
            Half the entropy of vaporisation in units of R: towards 0 at the critical point, positive [-].

        Notes
        -----
        Lekner's solution, Am. J. Phys. 50, 161 (1982); `cryolib.gases.coexistence` has the formulas. They lose digits for small
        parameters, about 1e-16 divided by the cube; `saturation` does not.
        """
        positive(parameter=parameter)
        y, *_ = self._attracting(parameter=parameter)
        scales = (self.critical_temperature, self.critical_pressure, self.critical_volume, self.critical_volume)
        T, P, v_liquid, v_gas = (plain(scale * part) for scale, part in zip(scales, reduced(y), strict=True))
        return T, P, v_liquid, v_gas

    def _attracting(self, **values: Value) -> tuple[Array | Expr, ...]:
        """Return the values and a, b, c_v, R; refuse a gas without attraction."""
        if not is_symbolic(self.a) and self.a == 0:
            raise ValueError(f"{self.name}: without attraction (a = 0) there is no critical point and throttling never cools")
        return self._read(**values)
