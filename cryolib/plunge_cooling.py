r"""Cooling a thin film of water by plunging it into a cold liquid: what the coolant can take up, and how fast a simple model lets the film cool.

The model. A film of thickness :math:`d` falls on edge, at the speed :math:`v`, through a layer of cold gas and into a liquid. It has one temperature
throughout. At each place the medium next to it has been there since the film's edge arrived, at most for the time :math:`\ell/v` in which its
length :math:`\ell` passes, and has been warmed as a half-space is whose surface is held at a constant temperature. The mean of that heat over the
length is a coefficient

.. math:: \alpha = 2\,e\,\sqrt{\frac{v}{\pi \ell}}, \qquad e = \sqrt{k \rho c_p},

with the effusivity :math:`e` of the medium, so that a film cooled on both faces approaches a medium at :math:`T_m` as

.. math:: \frac{\mathrm{d}T}{\mathrm{d}t} = -\frac{T - T_m}{\tau}, \qquad \tau = \frac{C d}{2 \alpha}.

No friction slows the medium down beside the film, no vapour forms, and the film gives off no heat of freezing: the model is kind to the coolant.
"""

from __future__ import annotations

from dataclasses import dataclass

from cryolib.constants import STANDARD_ATMOSPHERE
from cryolib.readers import Value, as_number, exp, pi_for, sqrt, three_readers
from cryolib.validation import ascending_temperatures, nonnegative, positive

__all__ = [
    "COOLANTS",
    "Coolant",
    "contact_coefficient",
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
def film_cooling_rate(T: Value, T_cold: Value, time_constant: Value) -> Value:
    r"""How fast a film cools as it passes a temperature.

    .. math:: -\frac{\mathrm{d}T}{\mathrm{d}t} = \frac{T - T_C}{\tau}

    Parameters
    ----------
    T, T_cold : float, array_like or expression, shape (...)
        Temperatures of film and coolant, ``0 < T_cold <= T`` [K].
    time_constant : float, array_like or expression, shape (...)
        `cooling_time` in the coolant, positive [s].

    Returns
    -------
    float, ndarray or expression, shape (...)
        Rate, positive where it cools [K/s].

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere.

    Examples
    --------
    >>> round(film_cooling_rate(160.0, 90.0, 2e-5))
    3500000
    """
    ascending_temperatures(T_cold=T_cold, T=T, equal=True)
    positive(time_constant=time_constant)
    return (T - T_cold) / time_constant


@three_readers
def thickest_film(rate: Value, T: Value, T_cold: Value, coefficient: Value, heat_capacity_per_volume: Value) -> Value:
    r"""Thickness up to which a film passes a temperature at a given rate or faster.

    .. math:: d = \frac{2 \alpha\,(T - T_C)}{C\,r}

    Parameters
    ----------
    rate : float, array_like or expression, shape (...)
        Rate of cooling that is needed, positive [K/s].
    T, T_cold : float, array_like or expression, shape (...)
        Temperatures of film and coolant, ``0 < T_cold < T`` [K].
    coefficient : float, array_like or expression, shape (...)
        Of heat transfer, at each face, positive [W/(m² K)].
    heat_capacity_per_volume : float, array_like or expression, shape (...)
        Of the film, positive [J/(m³ K)].

    Returns
    -------
    float, ndarray or expression, shape (...)
        Thickness [m].

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere.

    Notes
    -----
    `film_cooling_rate` solved for the thickness. Derived in chapter ``cryo_electron_microscopy``.

    Examples
    --------
    >>> round(1e6 * thickest_film(2.5e5, 160.0, 90.0, 1e4, 4e6), 3)  # micrometres
    1.4
    """
    positive(rate=rate, coefficient=coefficient, heat_capacity_per_volume=heat_capacity_per_volume)
    ascending_temperatures(T_cold=T_cold, T=T)
    return 2 * coefficient * (T - T_cold) / (heat_capacity_per_volume * rate)
