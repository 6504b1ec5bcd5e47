r"""Cooling a thin film of water by plunging it into a cold liquid: what the coolant can take up, and how fast a simple model lets the film cool.

The model. A film of thickness :math:`d` has one temperature throughout, and is cooled on both faces by a medium that conducts as a half-space does,
with the effusivity :math:`e = \sqrt{k \rho c_p}`.

In the *gas* above the liquid the film falls on edge, at the speed :math:`v`, for longer than each bit of gas stays beside it. The mean of the heat
over the film's length :math:`\ell` is a coefficient, and the film approaches a medium at :math:`T_m` as

.. math:: \alpha = 2\,e\,\sqrt{\frac{v}{\pi \ell}}, \qquad
   \frac{\mathrm{d}T}{\mathrm{d}t} = -\frac{T - T_m}{\tau_g}, \qquad \tau_g = \frac{C d}{2 \alpha}.

In the *liquid* a thin film is cold long before the liquid beside it is replaced. From the moment of contact it loses heat to a half-space that
was at :math:`T_C`, and has left of its difference to it

.. math:: \frac{T - T_C}{T_0 - T_C} = e^{x} \operatorname{erfc}\sqrt{x}, \qquad x = \frac{t}{\tau}, \qquad \tau = \left(\frac{C d}{2 e}\right)^2.

Contact is perfect, no vapour forms, and the film gives off no heat of freezing: the model is kind to the coolant.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from cryolib.constants import STANDARD_ATMOSPHERE
from cryolib.readers import Array, Value, as_number, exp, pi_for, plain, read_numbers, sqrt, three_readers
from cryolib.validation import ascending_temperatures, between, nonnegative, positive

__all__ = [
    "COOLANTS",
    "Coolant",
    "contact_coefficient",
    "contact_cooling",
    "contact_rate",
    "contact_time",
    "coolant",
    "cooling_time",
    "film_cooling_rate",
    "gas_effusivity",
    "temperature_in_gas",
    "thickest_film",
]

#: Names of coolants and of their fluids in CoolProp.
COOLANTS = {"ethane": "Ethane", "propane": "n-Propane", "nitrogen": "Nitrogen"}


@dataclass(frozen=True)
class Coolant:
    r"""A liquid at one atmosphere, from its triple point to its boiling point.

    Attributes
    ----------
    name : str
    T_freezing, T_boiling : float
        Temperatures of the triple point and of boiling at one atmosphere [K].
    heat : float
        That warms it from the one to the other [J/kg].
    heat_per_volume : float
        The same for the volume that it has at its triple point [J/m³].
    effusivity : float
        :math:`\sqrt{k \rho c_p}`, just above the triple point [J/(m² K s^(1/2))].
    """

    name: str
    T_freezing: float
    T_boiling: float
    heat: float
    heat_per_volume: float
    effusivity: float


def coolant(name: str) -> Coolant:
    """Return a coolant with its properties at one atmosphere.

    Parameters
    ----------
    name : str
        One of `COOLANTS`.

    Returns
    -------
    Coolant
        From CoolProp's reference equations.

    Raises
    ------
    ValueError
        If the name is not known.

    Examples
    --------
    >>> round(coolant("ethane").heat_per_volume / 1e6)  # J/cm³
    143
    """
    if name not in COOLANTS:
        raise ValueError(f"name must be one of {', '.join(COOLANTS)}; got {name!r}")
    from CoolProp.CoolProp import PropsSI

    fluid, P = COOLANTS[name], float(STANDARD_ATMOSPHERE)
    freezing = PropsSI("Ttriple", fluid)
    heat = PropsSI("Hmass", "P", P, "Q", 0, fluid) - PropsSI("Hmass", "T", freezing, "Q", 0, fluid)
    density = PropsSI("Dmass", "T", freezing, "Q", 0, fluid)
    above = ("T", freezing + 0.2, "Q", 0, fluid)  # CoolProp's conductivity begins a little above the triple point
    effusivity = (PropsSI("L", *above) * PropsSI("Dmass", *above) * PropsSI("Cpmass", *above)) ** 0.5
    return Coolant(name, freezing, PropsSI("T", "P", P, "Q", 0, fluid), heat, heat * density, effusivity)


def gas_effusivity(T: float, fluid: str = "Nitrogen") -> float:
    r"""Effusivity of a gas at one atmosphere; for nitrogen it changes by no more than 8 % from 90 to 300 K.

    Parameters
    ----------
    T : float
        Temperature, positive, at which the fluid is a gas [K].
    fluid : str
        Its name in CoolProp.

    Returns
    -------
    float
        :math:`\sqrt{k \rho c_p}` [J/(m² K s^(1/2))].

    Raises
    ------
    ValueError
        If the temperature is not positive, or CoolProp has no value there.

    Examples
    --------
    >>> round(gas_effusivity(200.0), 2)
    5.71
    """
    from CoolProp.CoolProp import PropsSI

    T = as_number("T", T)
    positive(T=T)
    state = ("T", T, "P", float(STANDARD_ATMOSPHERE), fluid)
    return float((PropsSI("L", *state) * PropsSI("Dmass", *state) * PropsSI("Cpmass", *state)) ** 0.5)


@three_readers
def contact_coefficient(effusivity: Value, speed: Value, length: Value) -> Value:
    r"""Mean coefficient of heat transfer of a surface that is drawn through a medium at rest.

    .. math:: \alpha = \frac{v}{\ell} \int_0^{\ell/v} \frac{e}{\sqrt{\pi t}}\,\mathrm{d}t = 2 e \sqrt{\frac{v}{\pi \ell}}

    Parameters
    ----------
    effusivity : float, array_like or expression, shape (...)
        Of the medium, positive [J/(m² K s^(1/2))].
    speed : float, array_like or expression, shape (...)
        Of the surface, along itself, positive [m/s].
    length : float, array_like or expression, shape (...)
        Of the surface along its motion, positive [m].

    Returns
    -------
    float, ndarray or expression, shape (...)
        Heat per time, area and kelvin [W/(m² K)].

    Raises
    ------
    ValueError
        If an argument is not positive and finite, anywhere.

    Notes
    -----
    The medium beside the surface conducts as a half-space does, and is replaced as the surface moves on. Derived in chapter
    ``cryo_electron_microscopy``. A liquid that sticks to the surface takes up less.

    Examples
    --------
    >>> round(contact_coefficient(620.0, 1.0, 3e-3))
    12773
    """
    positive(effusivity=effusivity, speed=speed, length=length)
    return 2 * effusivity * sqrt(speed / (pi_for(speed) * length))


@three_readers
def cooling_time(thickness: Value, coefficient: Value, heat_capacity_per_volume: Value) -> Value:
    r"""Time in which a film cooled on both faces loses all but 1/e of its difference to the medium.

    .. math:: \tau = \frac{C d}{2 \alpha}

    Parameters
    ----------
    thickness : float, array_like or expression, shape (...)
        Of the film, positive [m].
    coefficient : float, array_like or expression, shape (...)
        Of heat transfer, at each face, positive [W/(m² K)].
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
    >>> round(1e6 * cooling_time(1e-7, 1e4, 4e6), 3)  # microseconds
    20.0
    """
    positive(thickness=thickness, coefficient=coefficient, heat_capacity_per_volume=heat_capacity_per_volume)
    return heat_capacity_per_volume * thickness / (2 * coefficient)


@three_readers
def temperature_in_gas(time: Value, T_hot: Value, T_cold: Value, transit: Value, time_constant: Value) -> Value:
    r"""Temperature of a film that falls through a layer of gas whose temperature decreases evenly downward.

    .. math:: T = T_H - \frac{T_H - T_C}{t_L}\left[t - \tau\left(1 - e^{-t/\tau}\right)\right]

    Parameters
    ----------
    time : float, array_like or expression, shape (...)
        Since it entered the layer, zero or positive, and for the layer at most `transit` [s].
    T_hot, T_cold : float, array_like or expression, shape (...)
        Temperatures of the gas at the top and at the bottom of the layer, ``0 < T_cold <= T_hot`` [K]; the film begins at `T_hot`.
    transit : float, array_like or expression, shape (...)
        Time in which it crosses the layer, positive [s].
    time_constant : float, array_like or expression, shape (...)
        `cooling_time` in the gas, positive [s].

    Returns
    -------
    float, ndarray or expression, shape (...)
        Temperature [K].

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere.

    Notes
    -----
    Solves the equation at the head of this module for a medium that gets colder at an even rate. Derived in chapter
    ``cryo_electron_microscopy``.

    Examples
    --------
    >>> round(temperature_in_gas(0.01, 300.0, 100.0, 0.01, 0.002), 1)
    139.7
    """
    nonnegative(time=time)
    ascending_temperatures(T_cold=T_cold, T_hot=T_hot, equal=True)
    positive(transit=transit, time_constant=time_constant)
    return T_hot - (T_hot - T_cold) / transit * (time - time_constant * (1 - exp(-time / time_constant)))


@three_readers
def contact_time(thickness: Value, effusivity: Value, heat_capacity_per_volume: Value) -> Value:
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
    >>> round(1e6 * contact_time(1e-7, 600.0, 4e6), 3)  # microseconds
    0.111
    """
    positive(thickness=thickness, effusivity=effusivity, heat_capacity_per_volume=heat_capacity_per_volume)
    return (heat_capacity_per_volume * thickness / (2 * effusivity)) ** 2


def contact_cooling(x: Value) -> Value:
    r"""Share of its temperature difference that a film in contact with a half-space still has.

    .. math:: \theta = e^{x} \operatorname{erfc}\sqrt{x}

    Parameters
    ----------
    x : float or array_like, shape (...)
        Time since contact over `contact_time`, zero or positive [-].

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
    >>> round(contact_cooling(1.0), 4)
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


def contact_rate(share: Value) -> Value:
    r"""How fast a film in contact with a half-space cools when it has a given share of its difference left.

    .. math:: g = -\frac{\mathrm{d}\theta}{\mathrm{d}x} = \frac{1}{\sqrt{\pi x}} - \theta, \qquad \theta = e^{x} \operatorname{erfc}\sqrt{x}

    Parameters
    ----------
    share : float or array_like, shape (...)
        :math:`\theta`, from 0.001 to 0.999 [-].

    Returns
    -------
    float or ndarray, shape (...)
        Rate, in shares per `contact_time` [-].

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere.

    Notes
    -----
    The time at which the share is left is found by bisection in its logarithm, to rounding.

    Examples
    --------
    >>> round(contact_rate(contact_cooling(1.0)), 4)
    0.1366
    """
    values = read_numbers(share=share)["share"]
    between(1e-3, 0.999, share=values)
    low, high = np.full(values.shape, -8.0), np.full(values.shape, 8.0)  # powers of ten
    for _ in range(60):
        middle = (low + high) / 2
        warm = contact_cooling(10**middle) > values
        low, high = np.where(warm, middle, low), np.where(warm, high, middle)
    return plain(1 / np.sqrt(np.pi * 10**low) - values)


def film_cooling_rate(T: Value, T_start: Value, T_cold: Value, time_scale: Value) -> Value:
    r"""How fast a film in contact with a coolant passes a temperature.

    .. math:: -\frac{\mathrm{d}T}{\mathrm{d}t} = \frac{T_0 - T_C}{\tau}\,g\!\left(\frac{T - T_C}{T_0 - T_C}\right)

    Parameters
    ----------
    T, T_start, T_cold : float or array_like, shape (...)
        Temperatures that is passed, of the film at contact, and of the coolant, ``0 < T_cold < T < T_start`` [K].
    time_scale : float or array_like, shape (...)
        `contact_time`, positive [s].

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
    The function g is `contact_rate`. Derived in chapter ``cryo_electron_microscopy``.

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
        As for `contact_time`.

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
    """How fast a film cools at the temperature `T`, in kelvin per `contact_time`."""
    ascending_temperatures(T_cold=values["T_cold"], T=values["T"])
    ascending_temperatures(T=values["T"], T_start=values["T_start"])
    whole = values["T_start"] - values["T_cold"]
    slope: Array = whole * np.asarray(contact_rate((values["T"] - values["T_cold"]) / whole))
    return slope
