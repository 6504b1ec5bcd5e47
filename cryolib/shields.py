r"""The least power against a heat leak with shields: the best that a cooler with several stages can do.

The model. One support of constant conductivity joins the surroundings at :math:`T_H` to the cold end at :math:`T_C`; by
itself it would leak :math:`G (T_H - T_C)`. A cooler with :math:`n` stages takes up heat at the cold end and at
:math:`n - 1` shields clamped along the support, each stage taking up what arrives from above less what flows on below,
and each rejecting its heat at :math:`T_H` with the same fraction :math:`\eta` of Carnot. With
:math:`T_0 = T_C < T_1 < \dots < T_n = T_H` and the support divided into fractions :math:`x_i` of its length,

.. math:: \dot W = \frac{G T_H}{\eta} \sum_{i=1}^{n} \frac{(T_i - T_{i-1})^2}{x_i\,T_i T_{i-1}}, \qquad \sum_i x_i = 1.

The optimum over the temperatures *and* the places of the shields has equal ratios :math:`T_i / T_{i-1}` and equal
spacing :math:`x_i = 1/n`; equally spaced shields whose temperatures alone are free have the same optimum.

The sum is the power of coolers only where each stage takes heat up. A single shield at the middle that is held above `heated_above` gives
more heat to the cold end than arrives from above; then it has to be heated.
"""

from __future__ import annotations

from cryolib.readers import Value, asinhc, exp, log_ratio, sinhc, sqrt, three_readers
from cryolib.validation import ascending_temperatures, fraction, nonnegative, positive, stage_count, temperature

__all__ = [
    "heated_above",
    "optimal_shield_temperature",
    "power_law_holding_power",
    "shielded_holding_power",
    "shielded_minimum_temperature",
]


@three_readers
def optimal_shield_temperature(T_cold: Value, T_hot: Value, position: Value = 0.5) -> Value:
    r"""Temperature that a shield should have, by its place along an optimally cooled support.

    .. math:: T_\mathrm{s} = T_C \left(\frac{T_H}{T_C}\right)^x

    Parameters
    ----------
    T_cold : float, array_like or expression, shape (...)
        Temperature of the cold end, ``0 < T_cold < T_hot`` [K].
    T_hot : float, array_like or expression, shape (...)
        Temperature of the surroundings [K].
    position : float, array_like or expression, shape (...)
        Fraction of the support's length below the shield, above 0 and at most 1: ``i / n`` for shield i of n stages.
        A single shield sits in the middle [-].

    Returns
    -------
    float, ndarray or expression, shape (...)
        Temperature of the shield [K].

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere.

    Notes
    -----
    The optimum of the model at the head of this module; also the temperature all along a support that is cooled
    continuously. Derived in chapter ``price_of_coldness``.

    Examples
    --------
    >>> round(optimal_shield_temperature(4.2, 295.0), 2)
    35.2
    >>> from cryolib.symbols import T_cold, T_hot
    >>> optimal_shield_temperature(T_cold, T_hot)
    sqrt(T_cold)*sqrt(T_hot)
    """
    ascending_temperatures(T_cold=T_cold, T_hot=T_hot)
    fraction(position=position)
    return T_cold * (T_hot / T_cold) ** position


@three_readers
def shielded_holding_power(T_cold: Value, T_hot: Value, conductance: Value, stages: Value, efficiency: Value = 1.0) -> Value:
    r"""Power that holds a cold temperature against a conducted leak, with the heat intercepted by shields on its way.

    .. math::
        \dot W = \frac{G T_H}{\eta} \left[2 n \sinh\left(\frac{1}{2n} \ln\frac{T_H}{T_C}\right)\right]^2
        \quad\longrightarrow\quad \frac{G T_H}{\eta} \ln^2\frac{T_H}{T_C} \quad (n \to \infty)

    Parameters
    ----------
    T_cold : float, array_like or expression, shape (...)
        Temperature to hold, ``0 < T_cold < T_hot`` [K].
    T_hot : float, array_like or expression, shape (...)
        Temperature of the surroundings, which leak heat in and take all the rejected heat [K].
    conductance : float, array_like or expression, shape (...)
        Conductance of the whole support, without shields; zero or positive [W/K].
    stages : int, array_like or expression, shape (...)
        Number of temperatures at which heat is taken up: the cold end and ``stages - 1`` shields. A whole number of
        at least 1, or ``math.inf`` for a support that is cooled all along [-].
    efficiency : float, array_like or expression, shape (...)
        Fraction of Carnot of every stage, above 0 and at most 1 [-].

    Returns
    -------
    float, ndarray or expression, shape (...)
        Input power of all stages together, with the shields at the best places and temperatures [W].

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere.

    Notes
    -----
    The optimum of the model at the head of this module; one stage gives `holding_power`. It is the least power for
    a conductivity that does not depend on temperature, in a support that carries all of the leak.
    Derived in chapter ``price_of_coldness``.

    References
    ----------
    .. [1] A. Bejan and J. L. Smith Jr., Thermodynamic optimization of mechanical supports for cryogenic apparatus,
       Cryogenics 14 (1974) 158-163, doi:10.1016/0011-2275(74)90181-7: one station on the way, then continuous cooling.

    Examples
    --------
    >>> import math
    >>> [round(shielded_holding_power(4.2, 295.0, 1.0, stages)) for stages in (1, 2, math.inf)]
    [20134, 7670, 5333]
    """
    ascending_temperatures(T_cold=T_cold, T_hot=T_hot)
    nonnegative(conductance=conductance)
    stage_count(stages=stages)
    fraction(efficiency=efficiency)
    logarithm = log_ratio(T_cold, T_hot)
    return conductance * T_hot * (logarithm * sinhc(logarithm / (2 * stages))) ** 2 / efficiency


@three_readers
def heated_above(T_cold: Value, T_hot: Value, position: Value = 0.5) -> Value:
    r"""Temperature at which a single shield clamped to a support neither takes up heat nor gives any off.

    .. math:: T_C + x\,(T_H - T_C)

    Parameters
    ----------
    T_cold, T_hot, position : float, array_like or expression, shape (...)
        As for `optimal_shield_temperature` [K], [K], [-].

    Returns
    -------
    float, ndarray or expression, shape (...)
        What the shield takes if it is left alone; to hold it warmer takes a heater, and to hold it colder a cooler [K].

    Raises
    ------
    ValueError
        If an argument is outside its range, anywhere.

    Notes
    -----
    For a constant conductivity. Derived in chapter ``price_of_coldness``.

    Examples
    --------
    >>> heated_above(4.0, 300.0)
    152.0
    """
    ascending_temperatures(T_cold=T_cold, T_hot=T_hot)
    fraction(position=position)
    return T_cold + position * (T_hot - T_cold)


@three_readers
def power_law_holding_power(T_cold: Value, T_hot: Value, conductance: Value, exponent: Value, efficiency: Value = 1.0) -> Value:
    r"""Least power against a support that is cooled all along, whose conductivity goes as a power of temperature.

    .. math:: \dot W = \frac{4\,G T_H}{\eta\,m^2} \left[1 - \left(\frac{T_C}{T_H}\right)^{m/2}\right]^2

    Parameters
    ----------
    T_cold, T_hot, efficiency : float, array_like or expression, shape (...)
        As for `shielded_holding_power` [K], [K], [-].
    conductance : float, array_like or expression, shape (...)
        Conductivity at `T_hot` times area over length; zero or positive [W/K].
    exponent : float, array_like or expression, shape (...)
        The conductivity goes as ``T**exponent``; positive. Its limit at 0 is `shielded_holding_power` with endless stages [-].

    Returns
    -------
    float, ndarray or expression, shape (...)
        Input power, never more than ``4 * conductance * T_hot / (efficiency * exponent**2)`` [W].

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere.

    Notes
    -----
    Derived in chapter ``price_of_coldness``.

    Examples
    --------
    >>> [round(power_law_holding_power(T, 300.0, 1 / 300, 1.0), 3) for T in (10.0, 1.0, 0.1)]
    [2.673, 3.551, 3.855]
    """
    ascending_temperatures(T_cold=T_cold, T_hot=T_hot)
    nonnegative(conductance=conductance)
    positive(exponent=exponent)
    fraction(efficiency=efficiency)
    return conductance * T_hot * (2 * (1 - (T_cold / T_hot) ** (exponent / 2)) / exponent) ** 2 / efficiency


@three_readers
def shielded_minimum_temperature(power: Value, T_hot: Value, conductance: Value, stages: Value, efficiency: Value = 1.0) -> Value:
    r"""Lowest temperature that a given power can hold against a conducted leak, with shields.

    .. math::
        T_\mathrm{min} = T_H \exp\left(-2n\,\operatorname{arsinh}\frac{g}{2n}\right)
        \quad\longrightarrow\quad T_H\,e^{-g} \quad (n \to \infty), \qquad g = \sqrt{\frac{\eta\dot W}{G T_H}}

    Parameters
    ----------
    power : float, array_like or expression, shape (...)
        Input power of all stages together, zero or positive [W].
    T_hot : float, array_like or expression, shape (...)
        Temperature of the surroundings, positive [K].
    conductance : float, array_like or expression, shape (...)
        Conductance of the whole support, without shields; positive [W/K].
    stages : int, array_like or expression, shape (...)
        As for `shielded_holding_power` [-].
    efficiency : float, array_like or expression, shape (...)
        Fraction of Carnot of every stage, above 0 and at most 1 [-].

    Returns
    -------
    float, ndarray or expression, shape (...)
        The temperature at which `shielded_holding_power` is ``power`` [K].

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere.

    Notes
    -----
    `shielded_holding_power` solved for ``T_cold``; one stage gives `minimum_temperature`.
    Derived in chapter ``price_of_coldness``.

    Examples
    --------
    >>> import math
    >>> [round(shielded_minimum_temperature(600.0, 300.0, 0.02, stages, 0.1), 2) for stages in (1, 2, math.inf)]
    [25.18, 16.49, 12.7]
    """
    nonnegative(power=power)
    temperature(T_hot=T_hot)
    positive(conductance=conductance)
    stage_count(stages=stages)
    fraction(efficiency=efficiency)
    strength = sqrt(efficiency * power) / sqrt(conductance * T_hot)
    return T_hot * exp(-strength * asinhc(strength / (2 * stages)))
