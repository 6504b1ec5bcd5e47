r"""Liquefying a gas by throttling: the balances of energy and entropy, before any machine.

The states have the names of `cryolib.linde_hampson`: 1 and 2 at the inlet temperature, at the low and at the high pressure; f and g are
the saturated liquid and gas at the low pressure.
"""

from __future__ import annotations

from typing import Any

from cryolib.constants import STANDARD_ATMOSPHERE
from cryolib.gases import Gas, State
from cryolib.gases.interface import require_gas
from cryolib.readers import Value, as_value, three_readers
from cryolib.validation import ascending, between, finite, refuse, temperature

__all__ = ["best_pressure", "least_exchanger_effectiveness", "liquefaction_work", "yield_balance", "yield_from_enthalpies"]


@three_readers
def yield_from_enthalpies(h_1: Value, h_2: Value, h_g: Value, h_f: Value, effectiveness: Value = 1.0) -> Value:
    r"""Liquid yield by the energy balance of a Linde-Hampson liquefier.

    .. math:: y = \frac{h_{1'} - h_2}{h_{1'} - h_f}, \qquad h_{1'} = h_g + \epsilon\,(h_1 - h_g)

    Parameters
    ----------
    h_1, h_2 : float, array_like or expression, shape (...)
        Enthalpies at the inlet temperature, at the low and at the high pressure [J/mol], [J/mol].
    h_g, h_f : float, array_like or expression, shape (...)
        Enthalpies of the saturated gas and liquid at the low pressure [J/mol], [J/mol].
    effectiveness : float, array_like or expression, shape (...)
        As for `linde_hampson` [-].

    Returns
    -------
    float, ndarray or expression, shape (...)
        Yield by the balance; negative where the machine cannot run [-].

    Raises
    ------
    ValueError
        If an enthalpy is not finite, ``effectiveness`` is not between 0 and 1, or the vapour has the enthalpy of the liquid, anywhere.

    Notes
    -----
    Derived in chapter ``linde_hampson``.

    Examples
    --------
    >>> from cryolib.symbols import h_1, h_2, h_f, h_g
    >>> yield_from_enthalpies(h_1, h_2, h_g, h_f)
    (h_1 - h_2)/(h_1 - h_f)
    """
    finite(h_1=h_1, h_2=h_2, h_g=h_g, h_f=h_f)
    between(0, 1, effectiveness=effectiveness)
    h_warm = h_g + effectiveness * (h_1 - h_g)
    refuse(_equal(h_warm, h_f), "h_f must differ from the enthalpy of the returning vapour", h_f=h_f)
    return (h_warm - h_2) / (h_warm - h_f)


@three_readers
def least_exchanger_effectiveness(h_1: Value, h_2: Value, h_g: Value) -> Value:
    r"""Effectiveness of the exchanger below which a Linde-Hampson liquefier gives no liquid.

    .. math:: \epsilon_{\min} = 1 - \frac{h_1 - h_2}{h_1 - h_g}

    Parameters
    ----------
    h_1, h_2, h_g : float, array_like or expression, shape (...)
        As for `yield_from_enthalpies` [J/mol], [J/mol], [J/mol].

    Returns
    -------
    float, ndarray or expression, shape (...)
        The effectiveness at which the yield is 0; negative where no exchanger is needed [-].

    Raises
    ------
    ValueError
        If an enthalpy is not finite or ``h_1 == h_g``, anywhere.

    Notes
    -----
    Derived in chapter ``linde_hampson``.

    Examples
    --------
    >>> least_exchanger_effectiveness(3000.0, 2400.0, 1000.0)
    0.7
    """
    finite(h_1=h_1, h_2=h_2, h_g=h_g)
    refuse(_equal(h_1, h_g), "h_g must differ from h_1", h_g=h_g, h_1=h_1)
    return 1 - (h_1 - h_2) / (h_1 - h_g)


def _equal(one: Value, other: Value) -> Any:
    """Whether two arrays are equal, element by element, or two expressions certainly."""
    return (one >= other) & (one <= other)


def yield_balance(gas: Gas, T_in: Value, P_high: Value, P_low: Value = float(STANDARD_ATMOSPHERE), effectiveness: Value = 1.0) -> Value:
    """Yield by the energy balance, whether or not the machine can run.

    Parameters
    ----------
    gas : VanDerWaals or RealFluid
        The gas.
    T_in, P_high, P_low, effectiveness : float or array_like, shape (...)
        As for `linde_hampson`; they broadcast [K], [Pa], [Pa], [-].

    Returns
    -------
    float or ndarray, shape (...)
        `yield_from_enthalpies` of these states: zero or negative where there is no liquid, and without meaning where the feed is a
        liquid [-].

    Raises
    ------
    ValueError
        If ``P_low >= P_high``, an effectiveness is not between 0 and 1, or a state is outside the range of the gas, anywhere.

    Notes
    -----
    For tables and maps. It counts what enters and leaves, and does not ask whether the streams of the exchanger would cross: for helium
    it can be positive where no machine gives liquid. `attainable_yield` asks; `linde_hampson` takes one state, and raises if the machine
    cannot run there.

    Examples
    --------
    >>> from cryolib.gases import RealFluid
    >>> yield_balance(RealFluid("nitrogen"), [[300.0], [600.0]], [100e5, 200e5]).round(3).tolist()
    [[0.044, 0.074], [-0.001, -0.004]]
    """
    T_in, P_high, P_low = (as_value(name, x) for name, x in (("T_in", T_in), ("P_high", P_high), ("P_low", P_low)))
    check_liquefier(gas, T_in, P_high, P_low, effectiveness)
    h_1, h_2 = gas.enthalpy(T_in, P_low), gas.enthalpy(T_in, P_high)
    return yield_from_enthalpies(h_1, h_2, gas.saturated_gas(P_low).h, gas.saturated_liquid(P_low).h, effectiveness)


def best_pressure(gas: Gas, T_in: Value) -> Value:
    r"""High pressure that gives a Linde-Hampson liquefier its largest yield.

    .. math:: \left(\frac{\partial h}{\partial P}\right)_T = -\mu_\mathrm{JT}\,c_p = 0

    Parameters
    ----------
    gas : VanDerWaals or RealFluid
        The gas.
    T_in : float or array_like, shape (...)
        Temperature of the inlet, on the inversion curve of the gas [K].

    Returns
    -------
    float or ndarray, shape (...)
        The inversion pressure at this temperature, whatever the effectiveness and the low pressure are [Pa].

    Raises
    ------
    ValueError
        If the inversion curve does not reach this temperature.

    Notes
    -----
    The yield grows as :math:`h_2` falls, and :math:`h_2` falls with pressure as long as throttling cools. It is not the pressure
    of the least work. Derived in chapter ``linde_hampson``.

    Examples
    --------
    >>> from cryolib.gases import RealFluid
    >>> round(best_pressure(RealFluid("nitrogen"), 300.0) / 1e5)
    391
    """
    require_gas(gas)
    temperature(T_in=T_in)
    return gas.inversion_pressure(T_in)


def liquefaction_work(gas: Gas, T_in: Value, P: Value = float(STANDARD_ATMOSPHERE)) -> Value:
    r"""Least work that makes a kilogram of liquid out of gas of the same pressure.

    .. math:: w_\mathrm{i} = T\,(s_1 - s_f) - (h_1 - h_f)

    Parameters
    ----------
    gas : VanDerWaals or RealFluid
        The gas.
    T_in : float or array_like, shape (...)
        Temperature of the gas and of the surroundings [K].
    P : float or array_like, shape (...)
        Pressure of the gas and of the liquid; 1 atm if not given [Pa].

    Returns
    -------
    float or ndarray, shape (...)
        Work per kilogram of liquid [J/kg].

    Raises
    ------
    ValueError
        If a state is outside the range of the gas, anywhere, or the gas has no molar mass.

    Notes
    -----
    The first and the second law for a reversible plant that gives its heat off at ``T_in``. Hydrogen stays a mixture of three parts
    ortho and one part para here. Derived in chapter ``linde_hampson``.

    References
    ----------
    .. [1] M. D. Atrey, Cryogenic Engineering, NPTEL course, Indian Institute of Technology Bombay, lecture 11.

    Examples
    --------
    >>> from cryolib.gases import RealFluid
    >>> round(liquefaction_work(RealFluid("nitrogen"), 300.0) / 1000)
    769
    """
    require_gas(gas)
    temperature(T_in=T_in)
    T_in = as_value("T_in", T_in)
    return reversible_work(gas.state(T_in, P), gas.saturated_liquid(P), T_in) / molar_mass_of(gas)


def reversible_work(gas: State, liquid: State, T: Value) -> Value:
    """Return the least work that turns gas into liquid of the same pressure, in surroundings at T [J/mol]."""
    return T * (gas.s - liquid.s) - (gas.h - liquid.h)


def molar_mass_of(gas: Gas) -> float:
    """Return the molar mass [kg/mol], or refuse a gas without one."""
    if gas.molar_mass is None:
        raise ValueError(f"{gas.name} has no molar mass, and so no work per kilogram")
    return gas.molar_mass


def check_liquefier(gas: Gas, T_in: Value, P_high: Value, P_low: Value, effectiveness: Value) -> None:
    """Refuse arguments outside the range of a liquefier."""
    require_gas(gas)
    temperature(T_in=T_in)
    ascending("Pa", P_low=P_low, P_high=P_high)
    critical = gas.critical_pressure
    refuse(as_value("P_low", P_low) >= critical, f"P_low must be below the critical pressure of {gas.name}, {critical:.6g} Pa", P_low=P_low)
    between(0, 1, effectiveness=effectiveness)
