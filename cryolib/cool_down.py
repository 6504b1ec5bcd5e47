r"""Cooling a mass of metal down: the heat to take out of it, the work that takes at least, and the time that a cooler needs.

The heat capacity is that of Debye's model at constant volume, which needs one number for each metal, its Debye temperature, here as
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
from cryolib.readers import Value, plain, read_numbers
from cryolib.solids import SOLIDS, Solid
from cryolib.validation import ascending_temperatures, fraction, nonnegative, positive, refuse

__all__ = ["cool_down_heat", "cool_down_time", "least_cool_down_work"]


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


def least_cool_down_work(material: str, mass: Value, T_cold: Value, T_hot: Value) -> Value:
    r"""Least work that cools a mass of metal down from the temperature of its surroundings.

    .. math:: W = m \int_{T_C}^{T_H} c(T) \left(\frac{T_H}{T} - 1\right) \mathrm{d}T

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
    Finite down to absolute zero, since the heat capacity falls as the cube of the temperature. Per mole it is
    `cryolib.bills.debye_cooldown_work`. Used in chapter ``space_detectors``.

    Examples
    --------
    >>> round(least_cool_down_work("copper", 1.0, 77.0, 300.0) / 1000, 1)  # kJ/kg
    49.9
    """
    solid, values = _solid(material), read_numbers(mass=mass, T_cold=T_cold, T_hot=T_hot)
    ascending_temperatures(T_cold=values["T_cold"], T_hot=values["T_hot"])
    nonnegative(mass=values["mass"])
    reject = values["T_hot"][..., None, None]
    return plain(values["mass"] * integral(lambda T: solid.heat_capacity(T) * (reject / T - 1), values["T_cold"], values["T_hot"]))


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
