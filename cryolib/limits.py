"""What the second law allows a cooler to do: performance, power, lowest temperature.

Each function takes floats, arrays (which broadcast) or SymPy expressions, and returns the same kind;
`staged_input_power` alone takes numbers only.
`efficiency` is always the fraction of the Carnot coefficient of performance that the machine reaches.
What shields save is in `cryolib.shields`.
"""

from __future__ import annotations

from cryolib.readers import Value, sqrt, three_readers
from cryolib.validation import ascending_temperatures, fraction, nonnegative, positive, temperature

__all__ = ["carnot_cop", "entropy_generation", "fixed_load_minimum_temperature", "holding_power", "input_power"]
__all__ += ["minimum_temperature", "rejected_heat", "staged_input_power"]


@three_readers
def carnot_cop(T_cold: Value, T_hot: Value) -> Value:
    r"""Coefficient of performance of a reversible refrigerator.

    .. math:: \mathrm{COP} = \frac{T_C}{T_H - T_C}

    Parameters
    ----------
    T_cold : float, array_like or expression, shape (...)
        Temperature at which heat is taken up, ``0 < T_cold < T_hot`` [K].
    T_hot : float, array_like or expression, shape (...)
        Temperature at which heat is rejected [K].

    Returns
    -------
    float, ndarray or expression, shape (...)
        Heat taken up at the cold end per unit of work [-].

    Raises
    ------
    ValueError
        If a temperature is not positive and finite, or ``T_cold >= T_hot`` anywhere.

    Notes
    -----
    No cooler that exchanges heat at these two temperatures only does better. Derived in chapter ``price_of_coldness``.

    Examples
    --------
    >>> round(carnot_cop(77, 310), 4)
    0.3305
    >>> carnot_cop([4.2, 77.0], 300.0).round(4).tolist()
    [0.0142, 0.3453]
    >>> from cryolib.symbols import T_cold, T_hot
    >>> carnot_cop(T_cold, T_hot)
    T_cold/(T_hot - T_cold)
    """
    ascending_temperatures(T_cold=T_cold, T_hot=T_hot)
    return T_cold / (T_hot - T_cold)


@three_readers
def input_power(heat_load: Value, T_cold: Value, T_hot: Value, efficiency: Value = 1.0) -> Value:
    r"""Power that a cooler needs to take up a heat load.

    .. math:: \dot W = \frac{\dot Q_C}{\eta}\,\frac{T_H - T_C}{T_C}

    Parameters
    ----------
    heat_load : float, array_like or expression, shape (...)
        Heat to take up at the cold end per unit time, zero or positive [W].
    T_cold : float, array_like or expression, shape (...)
        Temperature at which heat is taken up, ``0 < T_cold < T_hot`` [K].
    T_hot : float, array_like or expression, shape (...)
        Temperature at which heat is rejected [K].
    efficiency : float, array_like or expression, shape (...)
        Fraction of the Carnot coefficient of performance, above 0 and at most 1 [-].

    Returns
    -------
    float, ndarray or expression, shape (...)
        Input power [W].

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere.

    Notes
    -----
    `cryolib.leaks` has heat loads that depend on the temperatures. Derived in chapter ``price_of_coldness``.

    Examples
    --------
    >>> round(input_power(1.5, 4.2, 295.0, efficiency=0.18), 1)
    577.0
    """
    nonnegative(heat_load=heat_load)
    ascending_temperatures(T_cold=T_cold, T_hot=T_hot)
    fraction(efficiency=efficiency)
    return heat_load / (efficiency * T_cold) * (T_hot - T_cold)


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
def rejected_heat(heat_load: Value, T_cold: Value, T_hot: Value, efficiency: Value = 1.0) -> Value:
    r"""Heat that a cooler gives off at its hot end per unit time.

    .. math:: \dot Q_H = \dot Q_C + \dot W

    Parameters
    ----------
    heat_load, T_cold, T_hot, efficiency : float, array_like or expression, shape (...)
        As for `input_power` [W], [K], [K], [-].

    Returns
    -------
    float, ndarray or expression, shape (...)
        Heat load and input power together [W].

    Raises
    ------
    ValueError
        If an argument is outside the range given for `input_power`, anywhere.

    Notes
    -----
    The first law in steady state, or averaged over a cycle. Derived in chapter ``price_of_coldness``.

    Examples
    --------
    >>> round(rejected_heat(1.0, 77.0, 310.0, efficiency=0.4), 3)
    8.565
    """
    return heat_load + input_power(heat_load, T_cold, T_hot, efficiency)


@three_readers
def entropy_generation(heat_load: Value, T_cold: Value, T_hot: Value, efficiency: Value = 1.0) -> Value:
    r"""Entropy that a cooler generates per unit time.

    .. math::
        \dot S_\mathrm{gen} = \frac{\dot Q_H}{T_H} - \frac{\dot Q_C}{T_C}
        = \dot Q_C \left(\frac1\eta - 1\right) \frac{T_H - T_C}{T_H T_C}

    Parameters
    ----------
    heat_load, T_cold, T_hot, efficiency : float, array_like or expression, shape (...)
        As for `input_power` [W], [K], [K], [-].

    Returns
    -------
    float, ndarray or expression, shape (...)
        Entropy generated in the machine, not in the leaks to it; exactly 0 if ``efficiency == 1`` [W/K].

    Raises
    ------
    ValueError
        If an argument is outside the range given for `input_power`, anywhere.

    Notes
    -----
    The power above the reversible one is ``T_hot`` times this. Derived in chapter ``price_of_coldness``.

    Examples
    --------
    >>> round(entropy_generation(1.5, 4.2, 295.0, efficiency=0.18), 4)
    1.6038
    """
    return (1 - efficiency) * input_power(heat_load, T_cold, T_hot, efficiency) / T_hot


@three_readers
def holding_power(T_cold: Value, T_hot: Value, conductance: Value, efficiency: Value = 1.0) -> Value:
    r"""Power that holds a cold temperature against a leak through a thermal conductance.

    .. math:: \dot W = \frac{G}{\eta}\,\frac{(T_H - T_C)^2}{T_C}

    Parameters
    ----------
    T_cold : float, array_like or expression, shape (...)
        Temperature to hold, ``0 < T_cold < T_hot`` [K].
    T_hot : float, array_like or expression, shape (...)
        Temperature of the surroundings, which leak heat in and take the rejected heat [K].
    conductance : float, array_like or expression, shape (...)
        The leak is ``conductance * (T_hot - T_cold)``; zero or positive [W/K].
    efficiency : float, array_like or expression, shape (...)
        Fraction of the Carnot coefficient of performance, above 0 and at most 1 [-].

    Returns
    -------
    float, ndarray or expression, shape (...)
        Input power [W].

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere.

    Notes
    -----
    The square comes from the leak, which grows with the difference too. Derived in chapter ``price_of_coldness``.

    Examples
    --------
    >>> holding_power(50.0, 300.0, conductance=0.02, efficiency=0.1)
    250.0
    """
    ascending_temperatures(T_cold=T_cold, T_hot=T_hot)
    nonnegative(conductance=conductance)
    fraction(efficiency=efficiency)
    return conductance * (T_hot - T_cold) ** 2 / (efficiency * T_cold)


@three_readers
def minimum_temperature(power: Value, T_hot: Value, conductance: Value, efficiency: Value = 1.0) -> Value:
    r"""Lowest temperature that a given power can hold against a leak through a thermal conductance.

    .. math:: T_\mathrm{min} = \frac{4 G T_H^2}{\left(\sqrt{4 G T_H + \eta\dot W} + \sqrt{\eta\dot W}\right)^2}

    Parameters
    ----------
    power : float, array_like or expression, shape (...)
        Input power, zero or positive; with none the cold end is at ``T_hot`` [W].
    T_hot : float, array_like or expression, shape (...)
        Temperature of the surroundings, which leak heat in and take the rejected heat; positive [K].
    conductance : float, array_like or expression, shape (...)
        The leak is ``conductance * (T_hot - T_cold)``; positive [W/K].
    efficiency : float, array_like or expression, shape (...)
        Fraction of the Carnot coefficient of performance, above 0 and at most 1 [-].

    Returns
    -------
    float, ndarray or expression, shape (...)
        The temperature below ``T_hot`` at which `holding_power` is ``power`` [K].

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere.

    Notes
    -----
    The smaller root of ``conductance * (T_hot - T)**2 == efficiency * power * T``, in a form that subtracts nothing;
    ``T_hot + p/2 - sqrt(p*T_hot + p**2/4)``, with ``p = efficiency * power / conductance``, loses digits at large p.
    Derived in chapter ``price_of_coldness``.

    Examples
    --------
    >>> minimum_temperature([0.0, 25.0], 300.0, conductance=0.02).round(9).tolist()
    [300.0, 50.0]
    """
    nonnegative(power=power)
    temperature(T_hot=T_hot)
    positive(conductance=conductance)
    fraction(efficiency=efficiency)
    useful = efficiency * power
    root = sqrt(4 * conductance * T_hot)
    return T_hot * (root / (sqrt(4 * conductance * T_hot + useful) + sqrt(useful))) ** 2


@three_readers
def fixed_load_minimum_temperature(power: Value, T_hot: Value, heat_load: Value, efficiency: Value = 1.0) -> Value:
    r"""Lowest temperature that a given power can hold against a heat load that does not depend on temperature.

    .. math:: T_\mathrm{min} = T_H\,\frac{\dot Q_C}{\dot Q_C + \eta\dot W}

    Parameters
    ----------
    power, T_hot, efficiency : float, array_like or expression, shape (...)
        As for `minimum_temperature` [W], [K], [-].
    heat_load : float, array_like or expression, shape (...)
        Heat to take up at the cold end per unit time, positive [W].

    Returns
    -------
    float, ndarray or expression, shape (...)
        The temperature at which `input_power` is ``power`` [K].

    Raises
    ------
    ValueError
        If an argument is outside its range, anywhere.

    Notes
    -----
    Derived in chapter ``price_of_coldness``.

    Examples
    --------
    >>> fixed_load_minimum_temperature(5.0, 300.0, heat_load=1.0, efficiency=1.0)
    50.0
    """
    nonnegative(power=power)
    temperature(T_hot=T_hot)
    positive(heat_load=heat_load)
    fraction(efficiency=efficiency)
    return T_hot * (heat_load / (heat_load + efficiency * power))
