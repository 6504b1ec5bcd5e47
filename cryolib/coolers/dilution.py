r"""The dilution refrigerator: helium-3 that dissolves in helium-4 takes up heat, down to a few millikelvins.

Below some 0.1 K both liquids are Fermi liquids, whose heat capacity per mole of helium-3 is proportional to the temperature: 22 J/(mol K^2) in the
pure liquid and 106 J/(mol K^2) in the solution of 6.6 % that it stands on. So are their entropies. In equilibrium
:math:`h - Ts` of the helium-3 is the same in both, which gives the enthalpies

.. math:: h_\mathrm{pure} = 11\,T^2, \qquad h_\mathrm{dilute} = 11\,T^2 + (106 - 22)\,T^2 = 95\,T^2 \qquad \text{[J/mol]} .
"""

from __future__ import annotations

from cryolib.readers import Value, three_readers
from cryolib.validation import nonnegative, refuse, temperature

__all__ = ["DILUTE", "HIGHEST", "PURE", "dilution_cooling", "lowest_dilution_temperature"]

#: Heat capacity over temperature of helium-3 in the pure liquid and in the saturated solution [J/(mol K^2)]: F. Pobell, Matter and Methods at Low
#: Temperatures, chapter 7.
PURE, DILUTE = 22.0, 106.0
#: Temperature up to which the heat capacities are taken as proportional to it [K].
HIGHEST = 0.1


@three_readers
def dilution_cooling(flow: Value, T: Value, T_in: Value) -> Value:
    r"""Heat that a mixing chamber takes up.

    .. math:: \dot Q = \dot n_3 \left(95\,T^2 - 11\,T_\mathrm{in}^2\right) \quad\longrightarrow\quad 84\,\dot n_3\,T^2 \quad (T_\mathrm{in} = T)

    Parameters
    ----------
    flow : float, array_like or expression, shape (...)
        :math:`\dot n_3`, of helium-3; zero or positive [mol/s].
    T : float, array_like or expression, shape (...)
        Temperature of the mixing chamber, positive [K].
    T_in : float, array_like or expression, shape (...)
        Temperature of the helium-3 that comes in, behind the last exchanger; at least ``T``, and at most 0.1 K (`HIGHEST`) [K].

    Returns
    -------
    float, ndarray or expression, shape (...)
        Cooling power; negative where what comes in is too warm [W].

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere.

    Notes
    -----
    Above some 40 mK the heat capacities already grow more slowly than the temperature. The coefficients, in J/(mol K^2), follow from `PURE`
    and `DILUTE`. Derived in chapter ``coolers_to_buy``.

    References
    ----------
    .. [1] F. Pobell, Matter and Methods at Low Temperatures, chapter 7.

    Examples
    --------
    >>> [round(1e6 * dilution_cooling(1e-3, T, T), 1) for T in (0.1, 0.02, 0.01)]
    [840.0, 33.6, 8.4]
    """
    nonnegative(flow=flow)
    temperature(T=T, T_in=T_in)
    _check_warmest(T_in)
    refuse(T_in < T, "T_in must not be below T", T_in=T_in, T=T)
    return flow * ((DILUTE - PURE / 2) * T**2 - PURE / 2 * T_in**2)


@three_readers
def lowest_dilution_temperature(T_in: Value) -> Value:
    r"""Temperature of a mixing chamber that takes up no heat but that of the helium-3 that comes in.

    .. math:: T = \sqrt{11/95}\;T_\mathrm{in}

    Parameters
    ----------
    T_in : float, array_like or expression, shape (...)
        As for `dilution_cooling` [K].

    Returns
    -------
    float, ndarray or expression, shape (...)
        The lowest temperature [K].

    Raises
    ------
    ValueError
        If ``T_in`` is not positive or above 0.1 K, anywhere.

    Notes
    -----
    Derived in chapter ``coolers_to_buy``.

    Examples
    --------
    >>> round(lowest_dilution_temperature(0.03), 4)
    0.0102
    """
    temperature(T_in=T_in)
    _check_warmest(T_in)
    return (PURE / (2 * DILUTE - PURE)) ** 0.5 * T_in


def _check_warmest(T_in: Value) -> None:
    refuse(T_in > HIGHEST, f"T_in must be at most {HIGHEST:g} K, up to which heat capacities are taken as proportional to it", T_in=T_in)
