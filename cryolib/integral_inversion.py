"""The integral inversion curve: from where the whole way down to a low pressure leaves a gas as warm as it was.

`Gas.inversion_pressure` is about the first step: a small fall of pressure. On the whole way a gas may warm at first and cool later, so
this curve lies at higher pressures.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from cryolib.gases import Gas, VanDerWaals
from cryolib.gases.interface import require_gas
from cryolib.gases.solve import bracketed_root
from cryolib.readers import Array, Value, as_number, is_symbolic, plain, read_together
from cryolib.validation import ascending, nonnegative, refuse, temperature

__all__ = ["integral_inversion_pressure", "integral_inversion_temperatures"]

_STEP = 1.25  # from one trial pressure to the next


def integral_inversion_pressure(gas: Gas, T: Value, P_out: float) -> Value:
    r"""Pressure from which a valve lets a gas out exactly as warm as it came: below it, the gas leaves colder.

    .. math:: h(T, P) = h(T, P_\mathrm{out}), \qquad P > P_\mathrm{out}

    For a van der Waals gas and an outlet without pressure this is

    .. math:: P = \frac{a}{b^2}\left(1 - \psi^2\right), \qquad \psi = 1 - \frac{b}{v} = \frac{T}{T_\mathrm{inv}}, \quad T_\mathrm{inv} = \frac{2 a}{R b}

    Parameters
    ----------
    gas : VanDerWaals or RealFluid
        The gas.
    T : float, array_like or expression, shape (...)
        Temperature before the valve; an expression only for a van der Waals gas with ``P_out = 0`` [K].
    P_out : float
        Pressure behind the valve, below the critical one; 0 only for a van der Waals gas [Pa].

    Returns
    -------
    float, ndarray or expression, shape (...)
        The pressure before the valve [Pa].

    Raises
    ------
    ValueError
        If ``P_out`` has no boiling liquid, if ``T`` is not above its boiling point and below the temperature at which the first step above
        ``P_out`` does not cool, or if the gas freezes at ``T`` before its enthalpy is so high.

    Notes
    -----
    The enthalpy of compressed gas at one temperature falls as long as the first step cools, then rises. The pressure returned is
    where it is again what it was. It is not the inversion pressure, which is where it is lowest. Derived in chapter
    ``inversion_temperature``.

    Examples
    --------
    >>> from cryolib.gases import RealFluid
    >>> (integral_inversion_pressure(RealFluid("nitrogen"), [300.0, 600.0], 101325.0) / 1e5).round().tolist()
    [1128.0, 26.0]
    >>> from cryolib.symbols import R, T, a, b
    >>> integral_inversion_pressure(VanDerWaals(a, b, gas_constant=R), T, 0)
    a*(-R**2*T**2*b**2/(4*a**2) + 1)/b**2
    """
    require_gas(gas)
    temperature(T=T)
    P_out = as_number("P_out", P_out)
    nonnegative(P_out=P_out)
    if P_out == 0:
        return _dilute_outlet(gas, T)
    if is_symbolic(T):
        raise ValueError(f"T must be a number where P_out is not 0; got {T}")
    (T,) = read_together(T=T).values()
    coldest, warmest = _ends(gas, P_out)
    refuse((T <= coldest) | (T >= warmest), f"T must be above {coldest:.6g} K and below {warmest:.6g} K at this P_out", T=T)
    levels = [_named(partial(_level, gas, each, P_out), gas, T=each) for each in np.ravel(T).tolist()]
    return plain(np.array(levels).reshape(np.shape(T)))


def integral_inversion_temperatures(gas: Gas, P: float, P_out: float) -> tuple[float, float]:
    r"""The two temperatures between which a gas leaves a valve colder than it came, on the whole way from one pressure to another.

    Parameters
    ----------
    gas : VanDerWaals or RealFluid
        The gas.
    P : float
        Pressure before the valve [Pa].
    P_out : float
        Pressure behind the valve, below the critical one and below ``P`` [Pa].

    Returns
    -------
    (float, float)
        The lower and the upper temperature [K]. The lower one is the boiling point at ``P_out`` for all pressures but those that are above
        the integral inversion pressure there: helium, above 42 bar and to 1 atm, leaves warmer from there, too.

    Raises
    ------
    ValueError
        If the pressures do not ascend, ``P_out`` has no boiling liquid, no temperature leaves the gas colder from ``P``, or it freezes on
        the way there.

    Notes
    -----
    Where the gas is colder than the boiling point at the outlet, it is a liquid that may only get warmer. Derived in chapter
    ``inversion_temperature``.

    Examples
    --------
    >>> from cryolib.gases import RealFluid
    >>> [round(T, 1) for T in integral_inversion_temperatures(RealFluid("helium"), 60e5, 101325.0)]
    [6.2, 32.6]
    >>> [round(T, 1) for T in integral_inversion_temperatures(RealFluid("nitrogen"), 200e5, 101325.0)]
    [77.4, 551.8]
    """
    require_gas(gas)
    ascending("Pa", P_out=P_out, P=P)
    P, P_out = as_number("P", P), as_number("P_out", P_out)
    coldest, warmest = _ends(gas, P_out)

    def gain(T: Array) -> Array:
        return np.asarray(gas.enthalpy(T, P) - gas.enthalpy(T, P_out))

    start = coldest * (1 + 1e-5)
    best = _named(partial(_lowest, gain, start, warmest), gas, P=P)
    if gain(np.array(best)) >= 0:
        raise ValueError(f"P must not be above the integral inversion curve of {gas.name} to P_out = {P_out:.6g} Pa; got {P:.6g}")
    upper = float(bracketed_root(gain, np.array(best), np.array(warmest), 1e-12))
    if gain(np.array(start)) <= 0:
        return coldest, upper
    return float(bracketed_root(gain, np.array(start), np.array(best), 1e-12)), upper


def _named(search: Callable[[], float], gas: Gas, **value: float) -> float:
    """Search, and say for which argument the gas leaves its range on the way."""
    try:
        return search()
    except ValueError as error:
        ((name, given),) = value.items()
        raise ValueError(f"{gas.name} freezes, or leaves the range of its equation, for {name} = {given:.6g}: {error}") from None


def _ends(gas: Gas, P_out: float) -> tuple[float, float]:
    """Temperatures at the outlet's pressure between which the gas is no liquid and the first step cools [K]."""
    refuse(P_out >= gas.critical_pressure, f"P_out must be below the critical {gas.critical_pressure:.6g} Pa", P_out=P_out)
    return float(gas.saturated_gas(P_out).T), float(gas.inversion_temperatures(P_out)[1])


def _lowest(function: Callable[[Array], Array], low: float, high: float) -> float:
    """Where a function that falls and then rises is lowest."""
    for _ in range(5):
        grid = np.linspace(low, high, 40)
        k = int(np.argmin(function(grid)))
        low, high = grid[max(k - 1, 0)], grid[min(k + 1, 39)]
    return float((low + high) / 2 if k not in (0, 39) else grid[k])


def _level(gas: Gas, T: float, P_out: float) -> float:
    """Pressure above `P_out` at which the enthalpy is what it is there [Pa]."""
    start = gas.enthalpy(T, P_out)

    def slope(P: Array) -> Array:
        return np.asarray((gas.enthalpy(T, P) - start) / (P - P_out))

    low = P_out * (1 + 1e-4)
    if slope(np.array(low)) >= 0:
        return P_out  # at the warm end of the curve, to rounding
    high = _STEP * low
    while slope(np.array(high)) < 0:
        low, high = high, _STEP * high
    return float(bracketed_root(slope, np.array(low), np.array(high), 1e-12))


def _dilute_outlet(gas: Gas, T: Value) -> Value:
    """Return the closed form of a van der Waals gas that is let out to no pressure at all [Pa]."""
    if not isinstance(gas, VanDerWaals):
        raise ValueError(f"P_out must be positive for {gas.name}; got 0.0")
    psi = T / gas.maximum_inversion_temperature() if is_symbolic(T) else read_together(T=T)["T"] / gas.maximum_inversion_temperature()
    refuse(psi > 1, "T must not be above the highest inversion temperature, 2a/Rb", T=T)
    return plain(gas.a / gas.b**2 * (1 - psi**2))
