"""The state of a steady flow of gas behind a valve and behind an expander.

Both take any gas of `cryolib.gases`, exchange no heat with their surroundings, and follow the fluid into the two-phase
region. A valve conserves the enthalpy; an expander with isentropic efficiency 1 conserves the entropy, and delivers work.

>>> from cryolib.gases import RealFluid
>>> nitrogen = RealFluid("nitrogen")
>>> valve = throttle(nitrogen, 300.0, 200e5, 101325.0)
>>> expander = expand(nitrogen, 300.0, 200e5, 101325.0)
>>> round(valve.T, 1), round(expander.T, 1), round(expander.liquid_fraction, 3)
(269.2, 77.4, 0.096)
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from cryolib.gases import Gas, State
from cryolib.gases.interface import require_gas
from cryolib.readers import Value, as_value, three_readers
from cryolib.validation import above_one, ascending, fraction, temperature

__all__ = ["Outlet", "expand", "expanded_temperature", "throttle"]


@dataclass(frozen=True, kw_only=True)
class Outlet(State):
    r"""The state at the outlet of a valve or an expander, with its inlet and its work.

    Has the attributes of a `State`, and those below.

    Attributes
    ----------
    inlet : State
        The state at the inlet.
    work : float or ndarray
        Work delivered per mole of gas, :math:`w = h_\mathrm{in} - h_\mathrm{out}`; 0 for a valve [J/mol].
    """

    inlet: State
    work: Value

    @property
    def flow_work(self) -> Value:
        """Work per mole that the gas receives from its flow, P v of the inlet less P v of the outlet [J/mol]."""
        return self.inlet.P * self.inlet.v - self.P * self.v

    @property
    def entropy_generation(self) -> Value:
        """Entropy generated per mole of gas: no heat passes the walls, so it is all that the gas gains [J/(mol K)]."""
        return self.s - self.inlet.s

    @property
    def temperature_change(self) -> Value:
        """Temperature of the outlet less that of the inlet; negative where the gas cools [K]."""
        return self.T - self.inlet.T

    @property
    def liquid_fraction(self) -> Value:
        """Fraction of the gas that leaves as a liquid [-]."""
        return 1 - self.vapour_fraction


def throttle(gas: Gas, T: Value, P_in: Value, P_out: Value) -> Outlet:
    r"""State behind a valve or a porous plug.

    .. math:: h(T_\mathrm{out}, P_\mathrm{out}) = h(T, P_\mathrm{in})

    Parameters
    ----------
    gas : IdealGas, VanDerWaals or RealFluid
        The gas.
    T : float or array_like, shape (...)
        Temperature of the inlet [K].
    P_in : float or array_like, shape (...)
        Pressure of the inlet [Pa].
    P_out : float or array_like, shape (...)
        Pressure of the outlet, below ``P_in`` [Pa].

    Returns
    -------
    Outlet
        The state of the outlet, with its inlet and the entropy generated; each attribute of shape (...).

    Raises
    ------
    ValueError
        If an argument is outside the range above, or a state outside that of the gas, anywhere.

    Notes
    -----
    The first law for a steady flow that exchanges neither heat nor shaft work, with the same speed before and behind.
    The states between are no states of equilibrium. Derived in chapter ``two_tricks``.

    Examples
    --------
    >>> from cryolib.gases import RealFluid
    >>> helium = throttle(RealFluid("helium"), 300.0, 200e5, 101325.0)
    >>> round(helium.temperature_change, 2)
    12.34
    """
    require_gas(gas)
    _check(T, P_in, P_out)
    inlet = gas.state(T, P_in)
    outlet = gas.state_from_enthalpy(inlet.h, P_out)
    return _outlet(outlet, inlet, 0 * outlet.h)


def expand(gas: Gas, T: Value, P_in: Value, P_out: Value, efficiency: Value = 1.0) -> Outlet:
    r"""State behind an insulated expander (a turbine, or a cylinder with its valves) and the work it delivers.

    .. math:: w = h_\mathrm{in} - h_\mathrm{out} = \eta_s\,\bigl(h_\mathrm{in} - h(s_\mathrm{in}, P_\mathrm{out})\bigr)

    Parameters
    ----------
    gas : IdealGas, VanDerWaals or RealFluid
        The gas.
    T : float or array_like, shape (...)
        Temperature of the inlet [K].
    P_in : float or array_like, shape (...)
        Pressure of the inlet [Pa].
    P_out : float or array_like, shape (...)
        Pressure of the outlet, below ``P_in`` [Pa].
    efficiency : float or array_like, shape (...)
        Isentropic efficiency: the work as a fraction of that of the isentropic expander between the same pressures; above
        0 and at most 1 [-].

    Returns
    -------
    Outlet
        The state of the outlet, with its inlet, the work and the entropy generated; each attribute of shape (...).

    Raises
    ------
    ValueError
        If an argument is outside the range above, or a state outside that of the gas, anywhere.

    Notes
    -----
    An expander without any efficiency would be a valve: `throttle`. Derived in chapter ``two_tricks``.

    Examples
    --------
    >>> from cryolib.gases import RealFluid
    >>> nitrogen = RealFluid("nitrogen")
    >>> turbine = expand(nitrogen, 300.0, 200e5, 101325.0, efficiency=[1.0, 0.7])
    >>> (turbine.work / nitrogen.molar_mass / 1000).round().tolist(), turbine.T.round(1).tolist()
    ([221.0, 155.0], [77.4, 121.2])
    """
    require_gas(gas)
    _check(T, P_in, P_out)
    fraction(efficiency=efficiency)
    inlet = gas.state(T, P_in)
    work = as_value("efficiency", efficiency) * (inlet.h - gas.state_from_entropy(inlet.s, P_out).h)
    outlet = gas.state_from_enthalpy(inlet.h - work, P_out)
    return _outlet(outlet, inlet, inlet.h - outlet.h)


@three_readers
def expanded_temperature(T: Value, P_in: Value, P_out: Value, heat_capacity_ratio: Value, isentropic_efficiency: Value = 1.0) -> Value:
    r"""Temperature of an ideal gas behind an insulated expander.

    .. math:: T_\mathrm{out} = T \left[1 - \eta_s + \eta_s\,(P_\mathrm{out}/P_\mathrm{in})^{(\gamma - 1)/\gamma}\right]

    Parameters
    ----------
    T : float, array_like or expression, shape (...)
        Temperature of the inlet [K].
    P_in : float, array_like or expression, shape (...)
        Pressure of the inlet [Pa].
    P_out : float, array_like or expression, shape (...)
        Pressure of the outlet, below ``P_in`` [Pa].
    heat_capacity_ratio : float, array_like or expression, shape (...)
        :math:`\gamma = c_p/c_v`, constant and above 1; 5/3 for a monatomic gas [-].
    isentropic_efficiency : float, array_like or expression, shape (...)
        As `efficiency` of `expand` [-].

    Returns
    -------
    float, ndarray or expression, shape (...)
        Temperature of the outlet [K].

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere.

    Notes
    -----
    The closed form of `expand` for an `IdealGas`. Derived in chapter ``two_tricks``.

    Examples
    --------
    >>> round(expanded_temperature(300.0, 200e5, 101325.0, heat_capacity_ratio=5 / 3), 2)
    36.22
    """
    _check(T, P_in, P_out)
    above_one(heat_capacity_ratio=heat_capacity_ratio)
    fraction(isentropic_efficiency=isentropic_efficiency)
    isentropic = (P_out / P_in) ** ((heat_capacity_ratio - 1) / heat_capacity_ratio)
    return T * (1 - isentropic_efficiency * (1 - isentropic))


def _check(T: Value, P_in: Value, P_out: Value) -> None:
    temperature(T=T)
    ascending("Pa", P_out=P_out, P_in=P_in)


def _outlet(state: State, inlet: State, work: Value) -> Outlet:
    return Outlet(**{field.name: getattr(state, field.name) for field in fields(State)}, inlet=inlet, work=work)
