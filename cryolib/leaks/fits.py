"""The forms in which thermal conductivities are published.

Each form takes its coefficients and a temperature [K], a number, an array or a SymPy expression, and returns a conductivity [W/(m K)]. No
form knows where its coefficients are valid: `cryolib.leaks.Material` does.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from cryolib.constants import e, k_B
from cryolib.readers import Value, exp, log, sqrt

__all__ = [
    "FORMS",
    "LORENZ_NUMBER",
    "copper_resistivity",
    "hust_lankford",
    "polynomial",
    "rational",
    "table",
]

LORENZ_NUMBER = math.pi**2 / 3 * (k_B / e) ** 2
"""Of a metal's free electrons, pi^2/3 (k_B/e)^2 [W ohm/K^2]."""

LN_10 = float(np.log(10))


def polynomial(coefficients: Sequence[float], T: Value) -> Value:
    r"""Power series of logarithms, :math:`\log_{10} k = \sum_n c_n (\log_{10} T)^n`."""
    return _ten_to(_horner(coefficients, log(T) / LN_10))


def rational(coefficients: Sequence[float], T: Value) -> Value:
    r"""The form for copper, with :math:`t = \sqrt T`.

    .. math:: \log_{10} k = \frac{a + c t + e t^2 + g t^3 + i t^4}{1 + b t + d t^2 + f t^3 + h t^4}
    """
    t = sqrt(T)
    return _ten_to(_horner(coefficients[0::2], t) / _horner((1.0, *coefficients[1::2]), t))


def table(points: Sequence[tuple[float, float]], T: Value) -> Value:
    """Straight lines between the logarithms of temperatures and conductivities; numbers only."""
    temperatures, conductivities = np.log(points).T
    return np.exp(np.interp(np.log(T), temperatures, conductivities))


def hust_lankford(coefficients: Sequence[float], T: Value) -> Value:
    r"""Copper of any purity, from the resistances to heat of impurities, of the lattice, and of both together.

    .. math::
        \frac1k = W_0 + W_i + P_7 \frac{W_i W_0}{W_i + W_0}, \qquad W_0 = \frac{\beta}{T}, \qquad
        W_i = \frac{P_1 T^{P_2}}{1 + P_1 P_3 T^{P_2 + P_4} e^{-(P_5/T)^{P_6}}} + W_c

    The one coefficient is the residual resistance ratio, from which :math:`\beta` and :math:`P_7` follow.
    """
    (ratio,) = coefficients
    beta = 15.4e-9 / (ratio - 1) / 2.443e-8
    both = 0.838 / (beta / 3e-4) ** 0.1661
    residual = beta / T
    lattice = 1.754e-8 * T**2.763 / (1 + 1.754e-8 * 1102 * T ** (2.763 - 0.165) * exp(-((70 / T) ** 1.765)))
    for height, zero, centre, width in ((1.2e-4, 420, 470, 0.7), (1.6e-4, 73, 87, 0.45), (2e-5, 18, 21, 0.5)):
        lattice = lattice - height * log(T / zero) * exp(-((log(T / centre) / width) ** 2))
    return 1 / (residual + lattice + both * lattice * residual / (lattice + residual))


def copper_resistivity(residual_resistance_ratio: float, T: Value) -> Value:
    r"""Electrical resistivity of copper of any purity [ohm m], in the same form as its resistance to heat.

    .. math::
        \rho = \rho_0 + \rho_i + 0.4531 \frac{\rho_i \rho_0}{\rho_i + \rho_0}, \qquad
        \rho_i = \frac{P_1 T^{4.49}}{1 + P_1 P_3 T^{3.35} e^{-(50/T)^{6.428}}}
    """
    residual = 1.54e-8 / (residual_resistance_ratio - 1)
    lattice = 1.171e-17 * T**4.49 / (1 + 1.171e-17 * 3.841e10 * T**3.35 * exp(-((50 / T) ** 6.428)))
    return residual + lattice + 0.4531 * lattice * residual / (lattice + residual)


FORMS: dict[str, Callable[[Any, Value], Value]] = {
    "polynomial": polynomial,
    "rational": rational,
    "table": table,
    "hust_lankford": hust_lankford,
}
"""The forms by the names that the file of materials calls them."""


def _ten_to(x: Value) -> Value:
    """Ten to a power. SymPy would take the constant term out of an exponential, and in floats it may be nothing times infinity."""
    power: Value = 10**x
    return power


def _horner(coefficients: Sequence[float], x: Value) -> Value:
    value: Value = coefficients[-1]
    for each in reversed(coefficients[:-1]):
        value = value * x + each
    return value
