r"""Liquid and gas of the van der Waals model in equilibrium, in closed form: Lekner's parametric solution.

Equal pressures and equal Gibbs energies of two volumes have no solution in elementary functions of temperature, but one in a
parameter :math:`y`, half the entropy of vaporisation in units of R. With

.. math:: E = \mathrm{e}^{-2y}, \qquad F = 2\,\frac{y (1 + E) - (1 - E)}{1 - E^2 - 4 y E}, \qquad G = (1 + F)(1 + F E)

the reduced temperature, pressure and densities are

.. math::
    \frac{T}{T_c} = \frac{27 F \left(1 + E + 2 F E\right)}{8\,G^2}, \qquad
    \frac{P}{P_c} = \frac{27 F^2 E \left(1 - F^2 E\right)}{G^2}, \qquad
    \frac{v_c}{v_l} = \frac{3 F}{1 + F}, \qquad \frac{v_c}{v_g} = \frac{3 F E}{1 + F E}.

The parameter runs from 0 at the critical point to infinity at absolute zero. J. Lekner, Am. J. Phys. 50, 161 (1982).
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from cryolib.readers import Array, Value, exp

__all__ = ["LEAST_TEMPERATURE", "at_pressure", "at_temperature", "reduced"]

LEAST_TEMPERATURE = 0.005
"""Lowest reduced temperature: just above that at which the saturation pressure underflows."""

_TERMS = range(1, 13)
_NUMERATOR = [2 * k / math.factorial(2 * k + 1) for k in _TERMS]
_DENOMINATOR = [4.0**k / math.factorial(2 * k + 1) for k in _TERMS]
_BELOW_HALF = [(4 * k - 4.0**k) / 2 / math.factorial(2 * k + 1) for k in _TERMS]
_SERIES = 1.0  # below this parameter the closed form loses digits; the series do not, for their terms have one sign
_STEPS = 20


def reduced(y: Value) -> tuple[Value, Value, Value, Value]:
    """Return T/T_c, P/P_c, v_liquid/v_c and v_gas/v_c for the parameter: an array or an expression.

    Closed form. For small parameters it would subtract almost equal numbers; there `at_temperature` uses series.
    """
    E = exp(-2 * y)
    F = 2 * (y * (1 + E) - (1 - E)) / (1 - E**2 - 4 * y * E)
    G = (1 + F) * (1 + F * E)
    return 27 * F * (1 + E + 2 * F * E) / (8 * G**2), 27 * F**2 * E * (1 - F**2 * E) / G**2, (1 + F) / (3 * F), (1 + F * E) / (3 * F * E)


def at_temperature(T: Array, T_critical: float) -> tuple[Array, Array, Array, Array]:
    """Return the parameter, P/P_c, v_liquid/v_c and v_gas/v_c for an array of temperatures, ``LEAST_TEMPERATURE <= T/T_c <= 1``."""
    excess = (T_critical - T) / T
    y = _solve(np.sqrt(9 * excess + (27 / 16 * excess) ** 2), lambda y: np.sqrt(9 * (q := _properties(y)[0]) + (27 / 16 * q) ** 2))
    _, logarithm, v_liquid, v_gas = _properties(y)
    return y, np.exp(-logarithm), v_liquid, v_gas


def at_pressure(P: Array, P_critical: float) -> tuple[Array, Array, Array, Array]:
    """Return the parameter, T/T_c, v_liquid/v_c and v_gas/v_c for an array of pressures, up to the critical one."""
    near = P > P_critical / 2
    logarithm = np.where(near, -np.log1p(np.where(near, P - P_critical, 0.0) / P_critical), np.log(P_critical / P))
    y = _solve(np.sqrt(9 / 4 * logarithm + (logarithm / 2) ** 2), lambda y: np.sqrt(9 / 4 * (k := _properties(y)[1]) + (k / 2) ** 2))
    excess, _, v_liquid, v_gas = _properties(y)
    return y, 1 / (1 + excess), v_liquid, v_gas


def _solve(guess: Array, measure: Callable[[Array], Array]) -> Array:
    """Find the parameter whose measure equals the guess, by the secant method in logarithms.

    Both measures used here are close to the parameter itself: within 8 % of it, with a logarithmic slope between 0.9 and 1.1.
    """
    wanted = np.log(np.where(guess > 0, guess, 1.0))
    x, slope = wanted, np.ones_like(wanted)
    before: tuple[Array, Array] | None = None
    for _ in range(_STEPS):
        miss = np.log(measure(np.exp(x))) - wanted
        if before is not None:
            moved = x - before[0]
            steep = np.abs(moved) > 1e-6  # below that the difference is rounding, and the last slope is good enough
            slope = np.where(steep, (miss - before[1]) / np.where(steep, moved, 1.0), slope)
        before = x, miss
        x = x - miss / slope
        if np.all(np.abs(miss) < 1e-12):  # the step just taken has made it far smaller still
            break
    return np.where(guess > 0, np.exp(x), 0.0)


def _properties(y: Array) -> tuple[Array, Array, Array, Array]:
    """Return T_c/T - 1, ln(P_c/P), v_liquid/v_c and v_gas/v_c to full relative accuracy, also near the critical point."""
    small = y < _SERIES
    result = np.empty((4, *np.shape(y)))
    t, p, v_liquid, v_gas = reduced(y[~small])
    result[:, ~small] = 1 / t - 1, -np.log(p), v_liquid, v_gas
    y = y[small]
    denominator = _series(_DENOMINATOR, y)
    f = _series(_NUMERATOR, y) / denominator
    # Deviations from the critical point, where f = 1/2, cosh y = 1 and their product and square make g = 9/4.
    d, s = _series(_BELOW_HALF, y) / denominator, 2 * np.sinh(y / 2) ** 2
    e, q = s + 3 * d + 2 * d * s + d**2, d + d**2
    common, g = 4.5 * s + 9 * d * s - 9 * d**2, 2.25 + e
    below_t, below_p = (common / 4 + e**2) / g**2, (common + e**2 + 27 * q**2) / g**2
    result[:, small] = below_t / (1 - below_t), -np.log1p(-below_p), (f + np.exp(-y)) / (3 * f), (f + np.exp(y)) / (3 * f)
    excess, logarithm, volume_liquid, volume_gas = result
    return excess, logarithm, volume_liquid, volume_gas


def _series(coefficients: list[float], y: Array) -> Array:
    return np.asarray(np.polynomial.polynomial.polyval(y**2, coefficients), float)
