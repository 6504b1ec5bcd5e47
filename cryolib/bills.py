"""What a cooling task costs beyond one load at one temperature: several stages, and cooling down.

The work that a cold body or a stream is worth beside surroundings at `T_hot` is its *exergy*; a perfect cooler needs just as much.
"""

from __future__ import annotations

from cryolib._quadrature import integral
from cryolib.limits import input_power
from cryolib.readers import Value, log_ratio, plain, read_numbers, three_readers
from cryolib.solids import debye_heat_capacity
from cryolib.validation import ascending_temperatures, fraction, positive

__all__ = ["constant_cooldown_work", "debye_cooldown_work", "staged_input_power"]


def staged_input_power(loads: dict[float, float], T_hot: float, efficiency: float = 1.0) -> float:
    r"""Power of a cooler that takes up heat at several temperatures.

    .. math:: \dot W = \frac1\eta \sum_i \dot Q_i \left(\frac{T_H}{T_i} - 1\right)

    Parameters
    ----------
    loads : dict of float to float
        Heat to take up per unit time, zero or positive [W], by the temperature of the stage, ``0 < T < T_hot`` [K].
    T_hot : float
        Temperature at which all stages reject their heat [K].
    efficiency : float
        Fraction of Carnot of every stage, above 0 and at most 1 [-].

    Returns
    -------
    float
        Input power [W]. Over a machine's power, with ``efficiency=1``, it is the machine's fraction of Carnot.

    Raises
    ------
    ValueError
        If there is no stage, or an argument is outside the range above.

    Notes
    -----
    The two balances with one term for each stage. Derived in chapter ``price_of_coldness``.

    Examples
    --------
    >>> round(staged_input_power({4.2: 1.5, 50: 35}, 300), 1)
    280.6
    """
    if not loads:
        raise ValueError(f"loads must have at least one stage; got {loads!r}")
    return float(sum(input_power(load, T_cold, T_hot, efficiency) for T_cold, load in loads.items()))


@three_readers
def constant_cooldown_work(total_heat_capacity: Value, T_cold: Value, T_hot: Value, efficiency: Value = 1.0) -> Value:
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
    so they cost less than this: `debye_cooldown_work`.

    Examples
    --------
    >>> round(constant_cooldown_work(1.0, 77.0, 300.0), 1)
    185.0
    """
    positive(total_heat_capacity=total_heat_capacity)
    ascending_temperatures(T_cold=T_cold, T_hot=T_hot)
    fraction(efficiency=efficiency)
    return total_heat_capacity * (T_hot * log_ratio(T_cold, T_hot) - (T_hot - T_cold)) / efficiency


def debye_cooldown_work(debye_temperature: Value, T_cold: Value, T_hot: Value) -> Value:
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
    >>> round(debye_cooldown_work(315.0, 4.2, 300.0) / 1000, 2)
    4.87
    """
    values = read_numbers(debye_temperature=debye_temperature, T_cold=T_cold, T_hot=T_hot)
    theta, low, high = values.values()
    positive(debye_temperature=theta)
    ascending_temperatures(T_cold=low, T_hot=high)
    theta, reject = theta[..., None, None], high[..., None, None]
    return plain(integral(lambda T: debye_heat_capacity(T, theta) * (reject / T - 1), low, high))
