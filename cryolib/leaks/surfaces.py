"""Heat that leaks in through a constant conductance, and as radiation between grey surfaces.

Each function takes floats, arrays (which broadcast) or SymPy expressions, and returns the same kind.
"""

from __future__ import annotations

from cryolib.constants import sigma
from cryolib.readers import Value, three_readers
from cryolib.validation import ascending_temperatures, fraction, nonnegative, positive, refuse

__all__ = ["conducted_heat", "enclosed_radiation", "radiated_heat"]


@three_readers
def conducted_heat(T_cold: Value, T_hot: Value, conductance: Value) -> Value:
    r"""Heat that a thermal conductance carries to the cold end.

    .. math:: \dot Q = G\,(T_H - T_C)

    Parameters
    ----------
    T_cold : float, array_like or expression, shape (...)
        Temperature of the cold end, ``0 < T_cold <= T_hot`` [K].
    T_hot : float, array_like or expression, shape (...)
        Temperature of the surroundings [K].
    conductance : float, array_like or expression, shape (...)
        Heat per unit time and kelvin, independent of temperature; zero or positive [W/K].

    Returns
    -------
    float, ndarray or expression, shape (...)
        Heat leak [W].

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere.

    Notes
    -----
    Fourier's law for a constant conductivity, which no material keeps from 300 K to 4 K.
    Derived in chapter ``price_of_coldness``.

    Examples
    --------
    >>> conducted_heat(50.0, 300.0, conductance=0.02)
    5.0
    """
    ascending_temperatures(T_cold=T_cold, T_hot=T_hot, equal=True)
    nonnegative(conductance=conductance)
    return conductance * (T_hot - T_cold)


@three_readers
def radiated_heat(T_cold: Value, T_hot: Value, area: Value, emissivity: Value = 1.0) -> Value:
    r"""Net heat that warm surroundings radiate to a cold surface.

    .. math:: \dot Q = \varepsilon \sigma A\,(T_H^4 - T_C^4)

    Parameters
    ----------
    T_cold : float, array_like or expression, shape (...)
        Temperature of the cold surface, ``0 < T_cold <= T_hot`` [K].
    T_hot : float, array_like or expression, shape (...)
        Temperature of the surroundings [K].
    area : float, array_like or expression, shape (...)
        Area of the cold surface, zero or positive [m^2].
    emissivity : float, array_like or expression, shape (...)
        Effective emissivity between the two surfaces, independent of temperature; above 0 and at most 1 [-].

    Returns
    -------
    float, ndarray or expression, shape (...)
        Heat leak [W].

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere.

    Notes
    -----
    The Stefan-Boltzmann law for grey surfaces, with `cryolib.constants.sigma`. Used in chapter ``price_of_coldness``.

    References
    ----------
    .. [1] CODATA 2018, Rev. Mod. Phys. 93, 025010 (2021), doi:10.1103/RevModPhys.93.025010, for the constant.

    Examples
    --------
    >>> round(radiated_heat(77.0, 300.0, area=1.0, emissivity=0.05), 2)
    22.87
    """
    ascending_temperatures(T_cold=T_cold, T_hot=T_hot, equal=True)
    nonnegative(area=area)
    fraction(emissivity=emissivity)
    return emissivity * float(sigma) * area * (T_hot**4 - T_cold**4)


@three_readers
def enclosed_radiation(
    T_cold: Value, T_hot: Value, area_cold: Value, area_hot: Value, emissivity_cold: Value, emissivity_hot: Value
) -> Value:
    r"""Net heat that a warm surface radiates to a cold one that it encloses.

    .. math:: \dot Q = \frac{\sigma A_C\,(T_H^4 - T_C^4)}{1/\varepsilon_C + (A_C/A_H)(1/\varepsilon_H - 1)}

    Parameters
    ----------
    T_cold : float, array_like or expression, shape (...)
        Temperature of the inner surface, ``0 < T_cold <= T_hot`` [K].
    T_hot : float, array_like or expression, shape (...)
        Temperature of the outer surface [K].
    area_cold : float, array_like or expression, shape (...)
        Area of the inner surface, which has no hollows; positive [m^2].
    area_hot : float, array_like or expression, shape (...)
        Area of the outer surface, at least ``area_cold`` [m^2].
    emissivity_cold : float, array_like or expression, shape (...)
        Emissivity of the inner surface, above 0 and at most 1 [-].
    emissivity_hot : float, array_like or expression, shape (...)
        Emissivity of the outer surface, above 0 and at most 1 [-].

    Returns
    -------
    float, ndarray or expression, shape (...)
        Heat leak [W].

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere.

    Notes
    -----
    For long concentric cylinders, concentric spheres and close parallel plates, with grey surfaces that scatter what they reflect. Far
    walls drop out: what matters then is the cold surface alone. Used in chapter ``sizing``.

    References
    ----------
    .. [1] V. Parma, Cryostat Design, CERN Accelerator School lecture, arXiv:1501.07154 (2015), whose worked example it reproduces.

    Examples
    --------
    >>> round(enclosed_radiation(2.0, 293.0, 1.88, 3.14, 0.12, 0.2), 1)  # a magnet in its vessel, one metre of it
    73.2
    """
    ascending_temperatures(T_cold=T_cold, T_hot=T_hot, equal=True)
    positive(area_cold=area_cold, area_hot=area_hot)
    refuse(area_hot < area_cold, "area_hot must not be below area_cold, which it encloses", area_cold=area_cold, area_hot=area_hot)
    fraction(emissivity_cold=emissivity_cold, emissivity_hot=emissivity_hot)
    resistance = 1 / emissivity_cold + area_cold / area_hot * (1 / emissivity_hot - 1)
    return float(sigma) * area_cold * (T_hot**4 - T_cold**4) / resistance
