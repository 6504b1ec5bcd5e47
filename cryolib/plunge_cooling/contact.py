r"""A film in contact with a coolant on both faces, which conducts as a half-space does.

In the liquid a thin film is cold long before the liquid beside it is replaced. From the moment of contact it loses heat to a half-space that
was at :math:`T_C`, and has left of its difference to it

.. math:: \theta = \frac{T - T_C}{T_0 - T_C} = e^{x} \operatorname{erfc}\sqrt{x}, \qquad x = \frac{t}{\tau}, \qquad
   \tau = \left(\frac{C d}{2 e}\right)^2.
"""

from __future__ import annotations

import math

import numpy as np

from cryolib.readers import Array, Value, plain, read_numbers, three_readers
from cryolib.validation import ascending_temperatures, between, nonnegative, positive, refuse

__all__ = ["contact_cooling_rate", "contact_time_scale", "film_cooling_rate", "remaining_difference", "thickest_film"]


@three_readers
def contact_time_scale(thickness: Value, effusivity: Value, heat_capacity_per_volume: Value) -> Value:
    r"""Time scale on which a film in contact with a half-space on both faces cools.

    .. math:: \tau = \left(\frac{C d}{2 e}\right)^2

    Parameters
    ----------
    thickness : float, array_like or expression, shape (...)
        Of the film, positive [m].
    effusivity : float, array_like or expression, shape (...)
        Of the medium, positive [J/(m² K s^(1/2))].
    heat_capacity_per_volume : float, array_like or expression, shape (...)
        Of the film, positive [J/(m³ K)].

    Returns
    -------
    float, ndarray or expression, shape (...)
        Time [s].

    Raises
    ------
    ValueError
        If an argument is not positive and finite, anywhere.

    Examples
    --------
    >>> round(1e6 * contact_time_scale(1e-7, 600.0, 4e6), 3)  # microseconds
    0.111
    """
    positive(thickness=thickness, effusivity=effusivity, heat_capacity_per_volume=heat_capacity_per_volume)
    return (heat_capacity_per_volume * thickness / (2 * effusivity)) ** 2


def remaining_difference(x: Value) -> Value:
    r"""Share of its temperature difference that a film in contact with a half-space still has.

    .. math:: \theta = e^{x} \operatorname{erfc}\sqrt{x}

    Parameters
    ----------
    x : float or array_like, shape (...)
        Time since contact over `contact_time_scale`, zero or positive [-].

    Returns
    -------
    float or ndarray, shape (...)
        Share, from 1 down towards 0 [-].

    Raises
    ------
    ValueError
        If an argument is negative or not finite, anywhere.

    Notes
    -----
    Solves :math:`C d\,\dot T = -2 q` with the flux of a half-space, :math:`q = (e/\sqrt\pi) \int \dot T/\sqrt{t - t'}\,\mathrm{d}t'`, from a step
    at the time of contact. Derived in chapter ``cryo_electron_microscopy``.

    Examples
    --------
    >>> round(remaining_difference(1.0), 4)
    0.4276
    """
    values = read_numbers(x=x)["x"]
    nonnegative(x=values)
    return plain(np.vectorize(_scaled_erfc, otypes=[float])(np.sqrt(values)))


def _scaled_erfc(z: float) -> float:
    """exp(z²) erfc(z); far out by Laplace's continued fraction, where the factors overflow and vanish."""
    if z < 5:
        return math.exp(z * z) * math.erfc(z)
    tail = z
    for k in range(40, 0, -1):
        tail = z + k / 2 / tail
    return 1 / (math.sqrt(math.pi) * tail)


def contact_cooling_rate(share: Value) -> Value:
    r"""How fast a film in contact with a half-space cools when it has a given share of its difference left.

    .. math:: g = -\frac{\mathrm{d}\theta}{\mathrm{d}x} = \frac{1}{\sqrt{\pi x}} - \theta, \qquad \theta = e^{x} \operatorname{erfc}\sqrt{x}

    Parameters
    ----------
    share : float or array_like, shape (...)
        :math:`\theta`, from 0.001 to 0.999 [-].

    Returns
    -------
    float or ndarray, shape (...)
        Rate, in shares per `contact_time_scale` [-].

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere.

    Notes
    -----
    The time at which the share is left is found by bisection in its logarithm, to rounding.

    Examples
    --------
    >>> round(contact_cooling_rate(remaining_difference(1.0)), 4)
    0.1366
    """
    values = read_numbers(share=share)["share"]
    between(1e-3, 0.999, share=values)
    low, high = np.full(values.shape, -8.0), np.full(values.shape, 8.0)  # powers of ten
    for _ in range(60):
        middle = (low + high) / 2
        warm = remaining_difference(10**middle) > values
        low, high = np.where(warm, middle, low), np.where(warm, high, middle)
    return plain(1 / np.sqrt(np.pi * 10**low) - values)


def film_cooling_rate(T: Value, T_start: Value, T_cold: Value, time_scale: Value) -> Value:
    r"""How fast a film in contact with a coolant passes a temperature.

    .. math:: -\frac{\mathrm{d}T}{\mathrm{d}t} = \frac{T_0 - T_C}{\tau}\,g\!\left(\frac{T - T_C}{T_0 - T_C}\right)

    Parameters
    ----------
    T, T_start, T_cold : float or array_like, shape (...)
        Temperature that is passed, that of the film at contact, and that of the coolant, ``0 < T_cold < T < T_start``; the first lies at least
        0.1 % of the way from either of the others [K].
    time_scale : float or array_like, shape (...)
        `contact_time_scale`, positive [s].

    Returns
    -------
    float or ndarray, shape (...)
        Rate, positive where it cools [K/s].

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere.

    Notes
    -----
    The function g is `contact_cooling_rate`. Derived in chapter ``cryo_electron_microscopy``.

    Examples
    --------
    >>> film_cooling_rate(160.0, 300.0, 90.0, 1e-7) > 1e8
    True
    """
    values = read_numbers(T=T, T_start=T_start, T_cold=T_cold, time_scale=time_scale)
    positive(time_scale=values["time_scale"])
    return plain(_slope(values) / values["time_scale"])


def thickest_film(rate: Value, T: Value, T_start: Value, T_cold: Value, effusivity: Value, heat_capacity_per_volume: Value) -> Value:
    r"""Thickness up to which a film in contact with a coolant passes a temperature at a given rate or faster.

    .. math:: d = \frac{2 e}{C} \sqrt{\frac{T_0 - T_C}{r}\,g\!\left(\frac{T - T_C}{T_0 - T_C}\right)}

    Parameters
    ----------
    rate : float or array_like, shape (...)
        Rate of cooling that is needed, positive [K/s].
    T, T_start, T_cold : float or array_like, shape (...)
        As for `film_cooling_rate` [K].
    effusivity, heat_capacity_per_volume : float or array_like, shape (...)
        As for `contact_time_scale`.

    Returns
    -------
    float or ndarray, shape (...)
        Thickness [m].

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere.

    Notes
    -----
    `film_cooling_rate` solved for the thickness.

    Examples
    --------
    >>> round(1e6 * thickest_film(2.5e5, 160.0, 300.0, 90.0, 620.0, 4.17e6), 1)  # micrometres
    2.1
    """
    values = read_numbers(
        rate=rate, T=T, T_start=T_start, T_cold=T_cold, effusivity=effusivity, heat_capacity_per_volume=heat_capacity_per_volume
    )
    positive(**{name: values[name] for name in ("rate", "effusivity", "heat_capacity_per_volume")})
    return plain(2 * values["effusivity"] / values["heat_capacity_per_volume"] * np.sqrt(_slope(values) / values["rate"]))


def _slope(values: dict[str, Array]) -> Array:
    """How fast a film cools at the temperature `T`, in kelvin per `contact_time_scale`."""
    ascending_temperatures(T_cold=values["T_cold"], T=values["T"])
    ascending_temperatures(T=values["T"], T_start=values["T_start"])
    whole = values["T_start"] - values["T_cold"]
    share = (values["T"] - values["T_cold"]) / whole
    refuse(
        (share < 1e-3) | (share > 0.999),
        "T must be between 0.1 and 99.9 % of the way from T_cold to T_start",
        T=values["T"], T_cold=values["T_cold"], T_start=values["T_start"],
    )  # fmt: skip
    slope: Array = whole * np.asarray(contact_cooling_rate(share))
    return slope
