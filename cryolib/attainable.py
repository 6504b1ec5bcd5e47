"""What a Linde-Hampson machine can have of the yield that its energy balance allows.

The balance compares the two streams at the warm end. They must not cross anywhere else, and the place where they can is the cold end:
the gas before the valve cannot be colder than the vapour that cools it. The states have the names of `cryolib.linde_hampson`.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cryolib.constants import STANDARD_ATMOSPHERE
from cryolib.gases import Gas, State
from cryolib.gases.interface import require_gas
from cryolib.gases.solve import bracketed_root
from cryolib.liquefaction import yield_balance
from cryolib.readers import Array, Value, as_number, as_value
from cryolib.validation import positive, refuse

__all__ = ["attainable_yield", "ceiling_pressure"]


def attainable_yield(gas: Gas, T_in: Value, P_high: Value, P_low: float = float(STANDARD_ATMOSPHERE)) -> Value:
    r"""Largest yield of a Linde-Hampson liquefier, with the best exchanger whose streams do not cross.

    .. math:: y_{\max} = \min\left( \frac{h_1 - h_2}{h_1 - h_f},\; \frac{h_g - h(T_g, P_\mathrm{high})}{h_g - h_f} \right)

    Parameters
    ----------
    gas : VanDerWaals or RealFluid
        The gas.
    T_in, P_high : float or array_like, shape (...)
        As for `linde_hampson`; they broadcast [K], [Pa].
    P_low : float
        Pressure of the separator; 1 atm if not given [Pa].

    Returns
    -------
    float or ndarray, shape (...)
        The yield; zero or negative where no exchanger gives liquid, above 1 only where the compressed feed is a liquid [-].

    Raises
    ------
    ValueError
        If ``T_in`` is not above the boiling point at ``P_low``, or an argument is outside the range of `yield_balance`, anywhere.

    Notes
    -----
    A part of the exchanger, from its cold end up to a place where the returning vapour has the temperature :math:`t`, is a machine with
    the inlet :math:`t`. So the yield is at most the balance's at every :math:`t` between the boiling point and the inlet, and the least
    of these is reached. Where there is liquid, it lies at one of the two ends for each gas of this package. Derived in chapter ``linde_hampson``.

    Examples
    --------
    >>> from cryolib.gases import RealFluid
    >>> attainable_yield(RealFluid("helium"), [10.0, 30.0], 35e5).round(3).tolist()
    [0.177, 0.023]
    """
    y = yield_balance(gas, T_in, P_high, P_low)
    P_low = as_number("P_low", P_low)
    liquid, vapour = gas.saturated_liquid(P_low), gas.saturated_gas(P_low)
    refuse(as_value("T_in", T_in) <= vapour.T, f"T_in must be above the boiling point at P_low, {vapour.T:.6g} K", T_in=T_in)
    pressures, where = np.unique(as_value("P_high", P_high), return_inverse=True)
    coldest = np.array([coldest_enthalpy(gas, liquid, vapour, P) for P in pressures])[where].reshape(np.shape(P_high))
    return np.minimum(y, (vapour.h - coldest) / (vapour.h - liquid.h))[()]


def ceiling_pressure(gas: Gas, P_low: float = float(STANDARD_ATMOSPHERE)) -> float:
    r"""High pressure from which a Linde-Hampson machine gives no liquid, from any inlet above the boiling point and with any exchanger.

    .. math:: h(T_g, P_\mathrm{high}) = h_g

    Parameters
    ----------
    gas : VanDerWaals or RealFluid
        The gas.
    P_low : float
        Pressure of the separator; 1 atm if not given [Pa].

    Returns
    -------
    float
        The pressure at which gas as cold as the vapour has the vapour's enthalpy [Pa].

    Raises
    ------
    ValueError
        If ``P_low`` has no liquid, or the gas freezes at that temperature before its enthalpy is so high.

    Notes
    -----
    The valve keeps the enthalpy, and behind it there is liquid only where that is below :math:`h_g`. Derived in chapter ``linde_hampson``.

    Examples
    --------
    >>> from cryolib.gases import RealFluid
    >>> round(ceiling_pressure(RealFluid("helium")) / 1e5, 1)
    42.2
    """
    require_gas(gas)
    P_low = as_number("P_low", P_low)
    positive(P_low=P_low)
    vapour, factor = gas.saturated_gas(P_low), 1.25
    P = factor * P_low
    while (h := _fluid_enthalpy(gas, float(vapour.T), P)) is not None and h <= vapour.h:
        P *= factor
    if h is None:
        raise ValueError(
            f"{gas.name} freezes at {vapour.T:.6g} K below {P:.4g} Pa, before any pressure there gives it the vapour's enthalpy"
        )
    return float(bracketed_root(_above(gas, vapour), np.array(P / factor), np.array(P), 1e-10))


def _above(gas: Gas, vapour: State) -> Callable[[Array], Array]:
    """Enthalpy of the gas at the vapour's temperature less the vapour's, as a function of the pressure."""
    return lambda P: np.asarray(gas.enthalpy(vapour.T, P) - vapour.h)


def coldest_enthalpy(gas: Gas, liquid: State, vapour: State, P: float) -> float:
    """Return the least enthalpy that the gas can have before the valve: that of gas as cold as the vapour [J/mol].

    Where it is solid there, it is the enthalpy at which it freezes at the vapour's temperature; at the higher pressure it freezes with more.
    """
    h = _fluid_enthalpy(gas, float(vapour.T), P)
    if h is not None:
        return h
    fluid, solid, h = float(liquid.P), P, float(liquid.h)
    for _ in range(30):
        middle = (fluid + solid) / 2
        found = _fluid_enthalpy(gas, float(vapour.T), middle)
        fluid, solid, h = (fluid, middle, h) if found is None else (middle, solid, found)
    return h


def _fluid_enthalpy(gas: Gas, T: float, P: float) -> float | None:
    """Return the enthalpy at a temperature and a pressure [J/mol]; None where the gas is solid."""
    try:
        return float(gas.enthalpy(T, P))
    except ValueError:
        return None
