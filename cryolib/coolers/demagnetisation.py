r"""Adiabatic demagnetisation: a salt of magnetic ions that a field lines up while it is warm, and that cools as the field is taken away.

The ions do not act on each other, but for an internal field :math:`b` that stays when the field is off. Each has :math:`2J + 1` levels that are
evenly spaced by :math:`g \mu_B B`, so its entropy depends on :math:`x = g \mu_B B/(k_B T)` alone, and what keeps the entropy keeps :math:`B/T`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from cryolib.constants import R, k_B
from cryolib.readers import Value, exp, is_symbolic, log, sqrt, three_readers
from cryolib.validation import ascending_temperatures, nonnegative, positive, refuse, temperature

__all__ = ["BOHR_MAGNETON", "demagnetised_temperature", "largest_magnetic_entropy", "magnetic_entropy", "magnetic_heat"]

#: The Bohr magneton [J/T]: 9.274 010 0783(28)e-24, CODATA 2018, Rev. Mod. Phys. 93, 025010 (2021), doi:10.1103/RevModPhys.93.025010.
BOHR_MAGNETON = 9.274_010_078_3e-24


@three_readers
def largest_magnetic_entropy(spin: Value) -> Value:
    r"""Entropy of ions without order.

    .. math:: S = R \ln(2J + 1)

    Parameters
    ----------
    spin : float, array_like or expression, shape (...)
        :math:`J`, a whole or half number, positive [-].

    Returns
    -------
    float, ndarray or expression, shape (...)
        Molar entropy, the limit of `magnetic_entropy` at high temperature [J/(mol K)].

    Raises
    ------
    ValueError
        If ``spin`` is not positive, or no multiple of a half.

    Notes
    -----
    Used in chapter ``coolers_to_buy``.

    Examples
    --------
    >>> [round(largest_magnetic_entropy(J), 2) for J in (3.5, 2.5, 1.5)]
    [17.29, 14.9, 11.53]
    """
    _check_spin(spin)
    return R * log(2 * spin + 1)


@three_readers
def magnetic_entropy(T: Value, field: Value, spin: Value, g_factor: Value = 2.0) -> Value:
    r"""Entropy of ions in a field.

    .. math:: \frac{S}{R} = \ln\frac{\sinh\left[(2J + 1)\,x/2\right]}{\sinh(x/2)} - x\,m, \qquad
        m = \left(J + \tfrac12\right) \coth\left[\left(J + \tfrac12\right) x\right] - \tfrac12 \coth\frac x2

    Parameters
    ----------
    T : float, array_like or expression, shape (...)
        Temperature, positive [K].
    field : float, array_like or expression, shape (...)
        Field that the ions see, positive: their own, :math:`b`, is never zero [T].
    spin : float, array_like or expression, shape (...)
        As for `largest_magnetic_entropy` [-].
    g_factor : float, array_like or expression, shape (...)
        :math:`g`, positive; 2 for ions whose orbits do not contribute, such as gadolinium's and trivalent iron's [-].

    Returns
    -------
    float, ndarray or expression, shape (...)
        Molar entropy, from 0 to `largest_magnetic_entropy` [J/(mol K)].

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere.

    Notes
    -----
    The sum over the levels is a geometric one. Used in chapter ``coolers_to_buy``.

    Examples
    --------
    >>> [round(magnetic_entropy(T, 4.0, 2.5), 2) for T in (1.2, 4.5)]
    [0.52, 7.26]
    """
    temperature(T=T)
    positive(field=field, g_factor=g_factor)
    _check_spin(spin)
    half = g_factor * (BOHR_MAGNETON / float(k_B)) * field / T / 2
    n = 2 * spin + 1
    # In exponentials of negative numbers, which do not overflow; what cancels in cold is left out.
    (few, gap), (many, gaps) = _levels(half), _levels(n * half)
    return R * (log(gaps / gap) - 2 * half * (n * many / gaps - few / gap))


def _levels(y: Value) -> tuple[Value, Value]:
    """The exponential of minus twice `y`, and one less that."""
    return exp(-2 * y), 1 - exp(-2 * y) if is_symbolic(y) else -np.expm1(-2 * np.asarray(y))


@three_readers
def demagnetised_temperature(T: Value, field: Value, final_field: Value, internal_field: Value) -> Value:
    r"""Temperature after a field has been lowered without heat.

    .. math:: T_f = T_i\,\sqrt{\frac{B_f^2 + b^2}{B_i^2 + b^2}}

    Parameters
    ----------
    T : float, array_like or expression, shape (...)
        :math:`T_i`, before [K].
    field, final_field : float, array_like or expression, shape (...)
        Applied fields :math:`B_i`, positive, and :math:`B_f`, zero or positive [T], [T].
    internal_field : float, array_like or expression, shape (...)
        :math:`b`, positive [T].

    Returns
    -------
    float, ndarray or expression, shape (...)
        Temperature after it [K].

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere.

    Notes
    -----
    The entropy keeps :math:`\sqrt{B^2 + b^2}/T`. Used in chapter ``coolers_to_buy``.

    Examples
    --------
    >>> round(demagnetised_temperature(1.2, 4.0, 0.0, 0.1), 3)
    0.03
    """
    temperature(T=T)
    positive(field=field, internal_field=internal_field)
    nonnegative(final_field=final_field)
    return T * sqrt((final_field**2 + internal_field**2) / (field**2 + internal_field**2))


@three_readers
def magnetic_heat(T_cold: Value, T_hot: Value, field: Value, spin: Value, internal_field: Value, g_factor: Value = 2.0) -> Value:
    r"""Heat that a salt takes up at a low temperature after one magnetisation at a higher one.

    .. math:: Q = T_C \left[S(T_C, b) - S\left(T_H, \sqrt{B^2 + b^2}\right)\right]

    Parameters
    ----------
    T_cold : float, array_like or expression, shape (...)
        Temperature at which the field is let down slowly, to nothing in the end; ``0 < T_cold < T_hot`` [K].
    T_hot : float, array_like or expression, shape (...)
        Temperature of the sink [K].
    field : float, array_like or expression, shape (...)
        Applied at the sink, positive [T].
    spin : float, array_like or expression, shape (...)
        As for `largest_magnetic_entropy` [-].
    internal_field : float, array_like or expression, shape (...)
        :math:`b`, positive [T].
    g_factor : float, array_like or expression, shape (...)
        As for `magnetic_entropy` [-].

    Returns
    -------
    float, ndarray or expression, shape (...)
        Heat per mole of ions [J/mol].

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere, or the field is too low for ``T_cold``.

    Notes
    -----
    The sink takes the same entropy at ``T_hot``, which is Carnot's limit, if the field rises on the spent salt while it is cut off, until it is as
    warm as the sink. If the cold salt is put on the sink first, heat falls into it, and the sink takes more. Used in chapter ``coolers_to_buy``.

    Examples
    --------
    >>> round(magnetic_heat(0.05, 1.2, 4.0, 2.5, 0.05), 2)
    0.3
    """
    ascending_temperatures(T_cold=T_cold, T_hot=T_hot)
    positive(field=field, internal_field=internal_field)
    whole = sqrt(field**2 + internal_field**2)
    entropy: Any = magnetic_entropy(T_cold, internal_field, spin, g_factor) - magnetic_entropy(T_hot, whole, spin, g_factor)
    refuse(entropy <= 0, "field must be higher to reach T_cold", field=field, T_cold=T_cold)
    return T_cold * entropy


def _check_spin(spin: Value) -> None:
    positive(spin=spin)
    doubled: Any = 2 * spin
    if not is_symbolic(spin):
        refuse(np.asarray(doubled) % 1 != 0, "spin must be a multiple of a half", spin=spin)
