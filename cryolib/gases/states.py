"""The results of a gas model: the state of one mole, and the two phases that coexist at saturation."""

from __future__ import annotations

from dataclasses import dataclass

from cryolib.readers import Value

__all__ = ["Saturation", "State"]


@dataclass(frozen=True)
class State:
    """One mole of a gas in equilibrium; floats, or arrays of one shape.

    Attributes
    ----------
    T : float or ndarray, shape (...)
        Temperature [K].
    P : float or ndarray, shape (...)
        Pressure [Pa].
    v : float or ndarray, shape (...)
        Molar volume [m^3/mol].
    u, h : float or ndarray, shape (...)
        Molar internal energy and enthalpy; each model has its own zero, so that only differences mean anything [J/mol].
    s : float or ndarray, shape (...)
        Molar entropy; each model has its own zero [J/(mol K)].
    heat_capacity : float or ndarray, shape (...)
        At constant pressure; infinite where two phases are present, because heat then does not change the temperature [J/(mol K)].
    joule_thomson_coefficient : float or ndarray, shape (...)
        Change of temperature with pressure at constant enthalpy; where two phases are present, the slope of the
        saturation line [K/Pa].
    vapour_fraction : float or ndarray, shape (...)
        Moles of vapour per mole: 0 for a liquid (below the critical temperature, and above the saturation pressure), 1 for
        a gas and for every state above the critical temperature, between the two where both phases are present [-].
    """

    T: Value
    P: Value
    v: Value
    u: Value
    h: Value
    s: Value
    heat_capacity: Value
    joule_thomson_coefficient: Value
    vapour_fraction: Value

    @property
    def isentropic_coefficient(self) -> Value:
        r"""Change of temperature with pressure at constant entropy, :math:`\mu_s = \mu_\mathrm{JT} + v / c_p` [K/Pa]."""
        return self.joule_thomson_coefficient + self.v / self.heat_capacity


@dataclass(frozen=True)
class Saturation:
    """Liquid and gas in equilibrium; floats, or arrays of one shape.

    Attributes
    ----------
    T : float or ndarray, shape (...)
        Temperature [K].
    P : float or ndarray, shape (...)
        Saturation pressure [Pa].
    v_liquid, v_gas : float or ndarray, shape (...)
        Molar volumes of the two phases [m^3/mol].
    h_liquid, h_gas : float or ndarray, shape (...)
        Molar enthalpies; their difference is the heat of vaporisation [J/mol].
    s_liquid, s_gas : float or ndarray, shape (...)
        Molar entropies [J/(mol K)].
    """

    T: Value
    P: Value
    v_liquid: Value
    v_gas: Value
    h_liquid: Value
    h_gas: Value
    s_liquid: Value
    s_gas: Value
