r"""Hydrogen that turns from ortho to para while it is cooled: the heat it gives off, and the least work with it.

At room temperature three molecules in four are orthohydrogen, and the mixture is called normal; the liquid in equilibrium is nearly all para. Above
some 400 K the two kinds differ in nothing but the number of their states, so that normal hydrogen and parahydrogen have the same energy there, and
entropies that differ by :math:`R \ln 4`. From there down the difference follows from the heat capacities of the two gases,

.. math::

   h_n - h_p = \int_T^{T^*} (c_p^\mathrm{para} - c_p^\mathrm{normal})\,\mathrm{d}T', \qquad
   s_n - s_p = R \ln 4 + \int_T^{T^*} \frac{c_p^\mathrm{para} - c_p^\mathrm{normal}}{T'}\,\mathrm{d}T',

with :math:`T^*` = 500 K. The heat capacities of the dilute gases are those of the reference equations of state (the first reference), as CoolProp has them.

References
----------
.. [1] J. W. Leachman, R. T. Jacobsen, S. G. Penoncello, E. W. Lemmon, Fundamental Equations of State for Parahydrogen, Normal Hydrogen, and
   Orthohydrogen, J. Phys. Chem. Ref. Data 38 (2009) 721-748, doi:10.1063/1.3160306.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from cryolib.constants import STANDARD_ATMOSPHERE, R
from cryolib.readers import as_number
from cryolib.validation import between

__all__ = ["conversion_entropy", "conversion_heat", "parahydrogen_work"]

_TOP = 500.0  # K: the two gases have the same energy from here on
_LOW = 14.0  # K: the triple point is at 13.8 K


def conversion_heat(T: float) -> float:
    r"""Heat that dilute normal hydrogen gives off as it becomes parahydrogen at one temperature.

    Parameters
    ----------
    T : float
        Temperature, from 14 to 500 K [K].

    Returns
    -------
    float
        :math:`h_n - h_p`, per mole [J/mol].

    Raises
    ------
    ValueError
        If the temperature is outside the range.

    Notes
    -----
    The first integral at the head of this module. Used in chapter ``liquefied_gases``.

    Examples
    --------
    >>> round(conversion_heat(20.4) / 2.01588)  # kJ/kg
    526
    """
    return _integral(T, lambda T: np.ones_like(T))


def conversion_entropy(T: float) -> float:
    r"""Entropy of dilute normal hydrogen less that of parahydrogen at the same temperature and pressure.

    Parameters
    ----------
    T : float
        Temperature, from 14 to 500 K [K].

    Returns
    -------
    float
        :math:`s_n - s_p`, per mole [J/(mol K)].

    Raises
    ------
    ValueError
        If the temperature is outside the range.

    Notes
    -----
    The second integral at the head of this module. In the cold, where all molecules are in their lowest rotational states, it tends to
    :math:`R(\tfrac34 \ln 9 + \ln 4 - \tfrac34 \ln 3)`: nine states of the ortho molecules, and the mixing of three parts with one.

    Examples
    --------
    >>> round(conversion_entropy(20.4), 2)
    18.38
    """
    return float(R * np.log(4)) + _integral(T, lambda T: 1 / T)


def parahydrogen_work(T_in: float, P: float = float(STANDARD_ATMOSPHERE)) -> float:
    r"""Least work that turns a kilogram of normal hydrogen gas into boiling parahydrogen.

    .. math:: w = T_0 (s_0 - s_f) - (h_0 - h_f)

    with the normal gas at the temperature :math:`T_0` of the surroundings as state 0, and the boiling liquid f in equilibrium, taken as pure para.

    Parameters
    ----------
    T_in : float
        Temperature of the gas and of the surroundings, from 200 to 400 K [K].
    P : float
        Pressure of gas and liquid, from 20 kPa to 1 MPa [Pa].

    Returns
    -------
    float
        Per mass of liquid [J/kg].

    Raises
    ------
    ValueError
        If an argument is outside its range.

    Notes
    -----
    Without the conversion: `cryolib.linde_hampson.liquefaction_work`. At 20 K the liquid in equilibrium has 0.2 % ortho, which is neglected. Derived
    in chapter ``liquefied_gases``.

    Examples
    --------
    >>> round(parahydrogen_work(300.0) / 3.6e6, 2)  # kWh/kg
    3.97
    """
    from CoolProp.CoolProp import PropsSI

    T_in, P = as_number("T_in", T_in), as_number("P", P)
    between(200.0, 400.0, T_in=T_in)
    between(20e3, 1e6, P=P)
    gas, liquid = ("T", T_in, "P", P, "ParaHydrogen"), ("P", P, "Q", 0, "ParaHydrogen")
    enthalpy = PropsSI("Hmolar", *gas) - PropsSI("Hmolar", *liquid) + conversion_heat(T_in)
    entropy = PropsSI("Smolar", *gas) - PropsSI("Smolar", *liquid) + conversion_entropy(T_in)
    return float((T_in * entropy - enthalpy) / PropsSI("molemass", "ParaHydrogen"))


def _integral(T: float, weight: Callable[[Any], Any]) -> float:
    """The difference of the heat capacities, weighted, from T up to where it has vanished; Gauss's rule over the logarithm of T."""
    from CoolProp.CoolProp import AbstractState, DmolarT_INPUTS

    T = as_number("T", T)
    between(_LOW, _TOP, T=T)
    nodes, weights = np.polynomial.legendre.leggauss(48)
    half = np.log(_TOP / T) / 2
    at = T * np.exp(half * (nodes + 1))
    difference = np.zeros_like(at)
    for fluid, sign in (("ParaHydrogen", 1), ("Hydrogen", -1)):
        state = AbstractState("HEOS", fluid)
        for k, value in enumerate(at):
            state.update(DmolarT_INPUTS, 1e-6, float(value))  # a millionth of a mole in a cubic metre: as dilute as one likes
            difference[k] += sign * state.cp0molar()
    return float(np.sum(half * weights * at * difference * weight(at)))
