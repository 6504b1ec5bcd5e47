r"""Cooling down: the heat to take out of a body, the work that takes at least, and the time that a cooler needs.

The least work that makes a body cold beside surroundings at `T_hot` is also the most that it could give back, its *exergy*.

The heat capacity of a metal is that of Debye's model at constant volume, which needs one number for each metal, its Debye temperature, here as
measured near absolute zero. With it the model gives 6 % less heat than is measured between absolute zero and 298 K for copper, 8 % less
for aluminium: near room temperature the lattice is softer, and what expansion and electrons add is left out, as is iron's magnetism.

>>> from cryolib.limits import holding_power
>>> work = least_cool_down_work("copper", 100.0, 4.2, 300.0)
>>> round(work / 1e6, 2)  # MJ for 100 kg
7.01
>>> round(work / holding_power(4.2, 300.0, conductance=5e-3) / 3600, 1)  # hours of holding against 1.5 W, for the same work
18.7
"""

from __future__ import annotations

from cryolib._quadrature import integral
from cryolib.readers import Value, log_ratio, plain, read_numbers, three_readers
from cryolib.solids import SOLIDS, Solid, debye_heat_capacity
from cryolib.validation import ascending_temperatures, fraction, nonnegative, positive, refuse

__all__ = ["constant_cool_down_work", "cool_down_heat", "cool_down_time", "debye_cool_down_work", "least_cool_down_work"]


def cool_down_heat(material: str, mass: Value, T_cold: Value, T_hot: Value) -> Value:
    r"""Heat that has to come out of a mass of metal on its way into the cold.

    .. math:: Q = m \int_{T_C}^{T_H} c(T)\,\mathrm{d}T

    Parameters
    ----------
    material : str
        One of `cryolib.solids.SOLIDS`.
    mass : float or array_like, shape (...)
        Zero or positive [kg].
    T_cold, T_hot : float or array_like, shape (...)
        Last and first temperature, ``0 < T_cold < T_hot`` [K].

    Returns
    -------
    float or ndarray, shape (...)
        Heat [J].

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere.

    Notes
    -----
    With `cryolib.solids.debye_heat_capacity`. Down to absolute zero, copper and aluminium give up 6 and 8 % more than this (measured
    enthalpies at 298.15 K, the first reference).

    References
    ----------
    .. [1] J. D. Cox, D. D. Wagman and V. A. Medvedev, CODATA Key Values for Thermodynamics, Hemisphere (1989): 5.004 and 4.540 kJ/mol.

    Examples
    --------
    >>> round(cool_down_heat("copper", 1.0, 77.0, 300.0) / 1000, 1)  # kJ/kg
    70.4
    """
    solid, values = _solid(material), read_numbers(mass=mass, T_cold=T_cold, T_hot=T_hot)
    ascending_temperatures(T_cold=values["T_cold"], T_hot=values["T_hot"])
    nonnegative(mass=values["mass"])
    return plain(values["mass"] * integral(solid.heat_capacity, values["T_cold"], values["T_hot"]))


@three_readers
def constant_cool_down_work(total_heat_capacity: Value, T_cold: Value, T_hot: Value, efficiency: Value = 1.0) -> Value:
    r"""Work that cools a body of constant heat capacity down from the surroundings.

    .. math:: W = \frac{C}{\eta} \left(T_H \ln\frac{T_H}{T_C} - (T_H - T_C)\right)

    Parameters
    ----------
    total_heat_capacity : float, array_like or expression, shape (...)
        Of the body, positive [J/K].
    T_cold, T_hot : float, array_like or expression, shape (...)
        Last temperature of the body, and its first, which is that of the surroundings, ``0 < T_cold < T_hot`` [K].
    efficiency : float, array_like or expression, shape (...)
        Fraction of Carnot at every temperature on the way, above 0 and at most 1 [-].

    Returns
    -------
    float, ndarray or expression, shape (...)
        Work; with ``efficiency=1`` the exergy of the cold body [J].

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere.

    Notes
    -----
    The integral of :math:`C (T_H/T - 1)\,\mathrm{d}T`. Derived in chapter ``price_of_coldness``. Solids lose their heat capacity in the cold,
    so they cost less than this: `debye_cool_down_work`.

    Examples
    --------
    >>> round(constant_cool_down_work(1.0, 77.0, 300.0), 1)
    185.0
    """
    positive(total_heat_capacity=total_heat_capacity)
    ascending_temperatures(T_cold=T_cold, T_hot=T_hot)
    fraction(efficiency=efficiency)
    return total_heat_capacity * (T_hot * log_ratio(T_cold, T_hot) - (T_hot - T_cold)) / efficiency


def debye_cool_down_work(debye_temperature: Value, T_cold: Value, T_hot: Value) -> Value:
    r"""Least work that cools a mole of a Debye solid down from the surroundings.

    .. math:: w = \int_{T_C}^{T_H} c(T) \left(\frac{T_H}{T} - 1\right) \mathrm{d}T

    Parameters
    ----------
    debye_temperature : float or array_like, shape (...)
        As for `cryolib.solids.debye_heat_capacity` [K].
    T_cold, T_hot : float or array_like, shape (...)
        Last temperature of the body, and its first, which is that of the surroundings, ``0 < T_cold < T_hot`` [K].

    Returns
    -------
    float or ndarray, shape (...)
        Work per mole of atoms, the exergy of the cold solid [J/mol].

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere.

    Notes
    -----
    It has a limit at ``T_cold`` = 0, because the heat capacity falls as the cube of the temperature. Derived in chapter ``price_of_coldness``.

    Examples
    --------
    >>> round(debye_cool_down_work(315.0, 4.2, 300.0) / 1000, 2)
    4.87
    """
    values = read_numbers(debye_temperature=debye_temperature, T_cold=T_cold, T_hot=T_hot)
    theta, low, high = values.values()
    positive(debye_temperature=theta)
    ascending_temperatures(T_cold=low, T_hot=high)
    theta, reject = theta[..., None, None], high[..., None, None]
    return plain(integral(lambda T: debye_heat_capacity(T, theta) * (reject / T - 1), low, high))


def least_cool_down_work(material: str, mass: Value, T_cold: Value, T_hot: Value) -> Value:
    r"""Least work that cools a mass of metal down from the temperature of its surroundings.

    .. math:: W = \frac{m}{M} \int_{T_C}^{T_H} c(T) \left(\frac{T_H}{T} - 1\right) \mathrm{d}T

    Parameters
    ----------
    material : str
        One of `cryolib.solids.SOLIDS`.
    mass : float or array_like, shape (...)
        Zero or positive [kg].
    T_cold, T_hot : float or array_like, shape (...)
        Last temperature, and the first, at which the heat is rejected, ``0 < T_cold < T_hot`` [K].

    Returns
    -------
    float or ndarray, shape (...)
        Work [J]; divide it by a cooler's fraction of Carnot for the work of a real one.

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere.

    Notes
    -----
    Of :math:`m/M` moles, each with its `debye_cool_down_work`. Used in chapter ``space_detectors``.

    Examples
    --------
    >>> round(least_cool_down_work("copper", 1.0, 77.0, 300.0) / 1000, 1)  # kJ/kg
    49.9
    """
    solid, values = _solid(material), read_numbers(mass=mass, T_cold=T_cold, T_hot=T_hot)
    nonnegative(mass=values["mass"])
    molar = debye_cool_down_work(solid.debye_temperature, values["T_cold"], values["T_hot"])
    return plain(values["mass"] / solid.molar_mass * molar)


def cool_down_time(
    material: str, mass: Value, T_cold: Value, T_hot: Value, power: Value, efficiency: Value = 1.0, conductance: Value = 0.0
) -> Value:
    r"""Time in which a cooler brings a mass of metal down, against a leak.

    .. math:: t = m \int_{T_C}^{T_H} \frac{c(T)\,\mathrm{d}T}{\eta \dot W\,T/(T_H - T) - G\,(T_H - T)}

    Parameters
    ----------
    material : str
        One of `cryolib.solids.SOLIDS`.
    mass : float or array_like, shape (...)
        Zero or positive [kg].
    T_cold, T_hot : float or array_like, shape (...)
        Last temperature, and the first, at which the heat is rejected, ``0 < T_cold < T_hot`` [K].
    power : float or array_like, shape (...)
        Input power of the cooler, positive, the same all the way [W].
    efficiency : float or array_like, shape (...)
        Its fraction of Carnot at every temperature on the way, above 0 and at most 1 [-].
    conductance : float or array_like, shape (...)
        Through which heat leaks in from the surroundings at `T_hot`, zero or positive [W/K].

    Returns
    -------
    float or ndarray, shape (...)
        Time [s].

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere, or the cooler cannot hold `T_cold` against the leak.

    Notes
    -----
    Without a leak it is `least_cool_down_work` over the part of the power that counts. A real machine is at its best near the temperature
    for which it was made, and takes longer.

    Examples
    --------
    >>> hours = cool_down_time("copper", 100.0, 4.2, 300.0, power=7500.0, efficiency=0.01) / 3600
    >>> round(hours, 1)
    26.0
    """
    solid = _solid(material)
    values = read_numbers(mass=mass, T_cold=T_cold, T_hot=T_hot, power=power, efficiency=efficiency, conductance=conductance)
    low, high = values["T_cold"], values["T_hot"]
    ascending_temperatures(T_cold=low, T_hot=high)
    nonnegative(mass=values["mass"], conductance=values["conductance"])
    positive(power=values["power"])
    fraction(efficiency=values["efficiency"])
    useful, G = values["efficiency"] * values["power"], values["conductance"]
    refuse(
        G * (high - low) ** 2 >= useful * low,
        "power must be more than what holds T_cold against the leak",
        power=values["power"],
        T_cold=low,
    )
    useful, G, reject = useful[..., None, None], G[..., None, None], high[..., None, None]

    def slowness(T: Value) -> Value:
        return solid.heat_capacity(T) * (reject - T) / (useful * T - G * (reject - T) ** 2)

    return plain(values["mass"] * integral(slowness, low, high))


def _solid(material: str) -> Solid:
    if not isinstance(material, str) or material not in SOLIDS:
        raise ValueError(f"material must be one of {', '.join(SOLIDS)}; got {material!r}")
    return SOLIDS[material]
