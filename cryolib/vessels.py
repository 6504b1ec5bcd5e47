r"""A gas in insulated vessels: one that is let into an empty vessel, and what stays behind in a tank that is opened.

A gas that rushes into an empty vessel keeps its internal energy. Each mole that stays in a tank keeps its entropy: it works on the gas
that leaves, and no one works on it.

>>> from cryolib.gases import IdealGas
>>> air = IdealGas(3.5)
>>> round(emptied(air, 300.0, 200e5, 100e5).T, 1), round(released(air, 300.0, 200e5, 100e5).T, 1)
(246.1, 300.0)
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from cryolib.gases import Gas, IdealGas, State
from cryolib.gases.interface import require_gas
from cryolib.readers import Value, as_value
from cryolib.validation import ascending, temperature

__all__ = ["Vessel", "emptied", "released"]

_MOST_STEPS = 60  # of Newton's method; a dozen are enough for a gas of one phase


@dataclass(frozen=True, kw_only=True)
class Vessel(State):
    """The state of a gas in a vessel at the end of a process, with its state before.

    Has the attributes of a `State`, and those below.

    Attributes
    ----------
    before : State
        The state before.
    """

    before: State

    @property
    def temperature_change(self) -> Value:
        """Temperature at the end less that before; negative where the gas has cooled [K]."""
        return self.T - self.before.T

    @property
    def density_ratio(self) -> Value:
        """Density at the end as a fraction of that before; of a tank, the fraction of the gas that is still in it [-]."""
        return self.before.v / self.v


def emptied(gas: Gas, T: Value, P_in: Value, P_out: Value) -> Vessel:
    r"""State of the gas that stays in an insulated tank from which some of it has been let out.

    .. math:: s(T_\mathrm{out}, P_\mathrm{out}) = s(T, P_\mathrm{in})

    Parameters
    ----------
    gas : IdealGas, VanDerWaals or RealFluid
        The gas.
    T : float or array_like, shape (...)
        Temperature in the full tank [K].
    P_in : float or array_like, shape (...)
        Pressure in the full tank [Pa].
    P_out : float or array_like, shape (...)
        Pressure in the tank at the end, below ``P_in`` [Pa].

    Returns
    -------
    Vessel
        The state in the tank at the end, with that before; each attribute of shape (...).

    Raises
    ------
    ValueError
        If an argument is outside the range above, or a state outside that of the gas, anywhere.

    Notes
    -----
    The energy of a tank with n moles changes by the enthalpy of what leaves, :math:`\mathrm{d}(n u) = h\,\mathrm{d}n`. With
    :math:`n v` constant that is :math:`\mathrm{d}u = -P\,\mathrm{d}v`: the gas that stays expands at constant entropy. The tank's wall is
    taken to hold no heat, and the gas in it to be alike everywhere. Derived in chapter ``two_tricks``.

    Examples
    --------
    >>> from cryolib.gases import RealFluid
    >>> tank = emptied(RealFluid("air"), 300.0, 200e5, 100e5)
    >>> round(tank.T), round(tank.density_ratio, 2)
    (245, 0.68)
    """
    before = _before(gas, T, P_in, P_out)
    return _vessel(gas.state_from_entropy(before.s, P_out), before)


def released(gas: Gas, T: Value, P_in: Value, P_out: Value) -> Vessel:
    r"""State of a gas that was let into an empty, insulated vessel and has come to rest at a lower pressure: Joule's experiment.

    .. math:: u(T_\mathrm{out}, P_\mathrm{out}) = u(T, P_\mathrm{in})

    Parameters
    ----------
    gas : IdealGas, VanDerWaals or RealFluid
        The gas.
    T : float or array_like, shape (...)
        Temperature before [K].
    P_in : float or array_like, shape (...)
        Pressure before [Pa].
    P_out : float or array_like, shape (...)
        Pressure at the end, below ``P_in``; the vessel is as large as this takes [Pa].

    Returns
    -------
    Vessel
        The state at the end, with that before; each attribute of shape (...).

    Raises
    ------
    ValueError
        If an argument is outside the range above, a state outside that of the gas, or if the gas would end as liquid and vapour,
        anywhere.

    Notes
    -----
    Derived in chapter ``two_tricks``.

    Examples
    --------
    >>> from cryolib.gases import RealFluid
    >>> round(released(RealFluid("nitrogen"), 300.0, 200e5, 101325.0).temperature_change, 1)
    -50.0
    """
    before = _before(gas, T, P_in, P_out)
    _refuse_two_phases(gas, before, as_value("P_out", P_out))
    trial = before.T
    for _ in range(_MOST_STEPS):
        state = gas.state(trial, P_out)
        # The slope of u with T at constant pressure is c_p - P dv/dT, and dv/dT is c_p/T times the isentropic coefficient.
        slope = state.heat_capacity * (1 - state.P * state.isentropic_coefficient / state.T)
        step = (before.u - state.u) / slope
        if np.all(np.abs(step) < 1e-9 * trial):
            return _vessel(gas.state(trial, P_out), before)
        trial = np.clip(trial + step, 0.7 * trial, 1.5 * trial)
    raise ValueError(f"P_out must leave the gas in a state that can be found; got {P_out} Pa")


def _refuse_two_phases(gas: Gas, before: State, P_out: Value) -> None:
    """Refuse what would end with less internal energy than the gas has when it begins to condense."""
    if isinstance(gas, IdealGas):
        return
    below = np.minimum(P_out, 0.99 * gas.critical_pressure)  # above the critical pressure nothing condenses
    wet = (np.asarray(P_out) <= below) & (before.u < gas.saturated_gas(below).u)
    if np.any(wet):
        raise ValueError(f"P_out must leave the gas without liquid; from {before.T} K and {before.P} Pa some condenses at {P_out} Pa")


def _before(gas: Gas, T: Value, P_in: Value, P_out: Value) -> State:
    require_gas(gas)
    temperature(T=T)
    ascending("Pa", P_out=P_out, P_in=P_in)
    return gas.state(T, P_in)


def _vessel(state: State, before: State) -> Vessel:
    return Vessel(**{field.name: getattr(state, field.name) for field in fields(State)}, before=before)
