"""The interface of every model of a gas."""

from __future__ import annotations

from abc import ABC, abstractmethod

from cryolib.gases.states import Saturation, State
from cryolib.readers import Value, as_number
from cryolib.validation import positive

__all__ = ["Gas", "require_gas"]


def require_gas(gas: object) -> None:
    """Require what answers as a gas does: not its name, and not a class."""
    if isinstance(gas, type) or not hasattr(gas, "state_from_enthalpy"):
        raise ValueError(f"gas must be a gas of cryolib.gases, such as IdealGas() or RealFluid('nitrogen'); got {gas!r}")


class Gas(ABC):
    """The interface that `IdealGas`, `VanDerWaals` and `RealFluid` share.

    Temperatures are in K, pressures in Pa, molar volumes in m^3/mol. Floats give floats, arrays broadcast and give arrays; SymPy
    symbols give expressions where the model has a closed form, as its docstring says. Anything outside the range of a model raises a
    `ValueError` that names the argument; no method returns NaN.

    Attributes
    ----------
    name : str
        What the gas is called in a legend.
    molar_mass : float or None
        [kg/mol]; None where the model stands for no substance.
    """

    name: str
    molar_mass: float | None

    def _call(self, name: str, molar_mass: Value | None) -> None:
        """Set the name and the molar mass."""
        if molar_mass is not None:
            positive(molar_mass=molar_mass)
            molar_mass = as_number("molar_mass", molar_mass)
        self.name, self.molar_mass = name, molar_mass

    @abstractmethod
    def pressure(self, T: Value, v: Value) -> Value:
        """Pressure at a temperature [K] and a molar volume [m^3/mol], in Pa."""

    @abstractmethod
    def state(self, T: Value, P: Value) -> State:
        """All properties of one mole at a temperature [K] and a pressure [Pa], computed once."""

    @abstractmethod
    def state_from_volume(self, T: Value, v: Value) -> State:
        """The state at a temperature [K] and a molar volume [m^3/mol], two phases included."""

    @abstractmethod
    def state_from_enthalpy(self, h: Value, P: Value) -> State:
        """The state with an enthalpy [J/mol] at a pressure [Pa], two phases included: the outlet of a throttle."""

    @abstractmethod
    def state_from_entropy(self, s: Value, P: Value) -> State:
        """The state with an entropy [J/(mol K)] at a pressure [Pa], two phases included: the outlet of an ideal expander."""

    def molar_volume(self, T: Value, P: Value) -> Value:
        """Molar volume [m^3/mol] of the stable phase at a temperature [K] and a pressure [Pa]."""
        return self.state(T, P).v

    def internal_energy(self, T: Value, P: Value) -> Value:
        """Molar internal energy [J/mol] at a temperature [K] and a pressure [Pa]; only differences mean anything."""
        return self.state(T, P).u

    def enthalpy(self, T: Value, P: Value) -> Value:
        """Molar enthalpy [J/mol] at a temperature [K] and a pressure [Pa]; only differences mean anything."""
        return self.state(T, P).h

    def entropy(self, T: Value, P: Value) -> Value:
        """Molar entropy [J/(mol K)] at a temperature [K] and a pressure [Pa]; only differences mean anything."""
        return self.state(T, P).s

    def heat_capacity(self, T: Value, P: Value) -> Value:
        """Heat capacity at constant pressure [J/(mol K)] at a temperature [K] and a pressure [Pa]."""
        return self.state(T, P).heat_capacity

    @abstractmethod
    def isochoric_heat_capacity(self, T: Value, P: Value) -> Value:
        """Heat capacity at constant volume [J/(mol K)] at a temperature [K] and a pressure [Pa]."""

    def joule_thomson_coefficient(self, T: Value, P: Value) -> Value:
        r"""Change of temperature with pressure at constant enthalpy [K/Pa], at a temperature [K] and a pressure [Pa].

        .. math::
            \mu_\mathrm{JT} = \left(\frac{\partial T}{\partial P}\right)_h
            = \frac{1}{c_p} \left( T \left(\frac{\partial v}{\partial T}\right)_P - v \right)

        Positive where throttling cools.
        """
        return self.state(T, P).joule_thomson_coefficient

    def isentropic_coefficient(self, T: Value, P: Value) -> Value:
        r"""Change of temperature with pressure at constant entropy [K/Pa], at a temperature [K] and a pressure [Pa].

        .. math::
            \mu_s = \left(\frac{\partial T}{\partial P}\right)_s
            = \frac{T}{c_p} \left(\frac{\partial v}{\partial T}\right)_P = \mu_\mathrm{JT} + \frac{v}{c_p}

        Above the Joule-Thomson coefficient everywhere, by the work that an expander delivers and a valve does not.
        """
        return self.state(T, P).isentropic_coefficient

    @abstractmethod
    def saturation(self, T: Value) -> Saturation:
        """Liquid and gas in equilibrium at a temperature [K] below the critical one."""

    @abstractmethod
    def saturation_temperature(self, P: Value) -> Value:
        """Temperature [K] at which liquid and gas are in equilibrium at a pressure [Pa] below the critical one."""

    @abstractmethod
    def saturated_liquid(self, P: Value) -> State:
        """The liquid that begins to boil at a pressure [Pa] below the critical one."""

    @abstractmethod
    def saturated_gas(self, P: Value) -> State:
        """The gas that begins to condense at a pressure [Pa] below the critical one."""

    @property
    @abstractmethod
    def critical_temperature(self) -> Value:
        """Temperature of the critical point [K]."""

    @property
    @abstractmethod
    def critical_pressure(self) -> Value:
        """Pressure of the critical point [Pa]."""

    @property
    @abstractmethod
    def critical_volume(self) -> Value:
        """Molar volume of the critical point [m^3/mol]."""

    @abstractmethod
    def second_virial_coefficient(self, T: Value) -> Value:
        r"""The :math:`B` in :math:`P v / R T = 1 + B/v + \dots` [m^3/mol], at a temperature [K]."""

    @abstractmethod
    def boyle_temperature(self) -> Value:
        """Temperature at which the second virial coefficient is zero [K]: P v of the dilute gas does not change with pressure."""

    @abstractmethod
    def maximum_inversion_temperature(self) -> Value:
        r"""Temperature above which throttling never cools, neither at the first step nor on the whole way [K]: :math:`B = T B'`.

        The end of the inversion curve at zero pressure.
        """

    @abstractmethod
    def maximum_inversion_pressure(self) -> tuple[Value, Value]:
        """Temperature [K] and pressure [Pa] of the top of the inversion curve.

        Above this pressure the first step, a small fall of pressure, warms at every temperature. The whole way down may cool all the same:
        see `cryolib.integral_inversion`.
        """

    @abstractmethod
    def inversion_pressure(self, T: Value) -> Value:
        """Pressure at which the Joule-Thomson coefficient is zero [Pa], at a temperature [K]: from it the whole way down cools most."""

    @abstractmethod
    def inversion_temperatures(self, P: Value) -> tuple[Value, Value]:
        """The lower and the upper temperature at which the Joule-Thomson coefficient is zero [K], at a pressure [Pa].

        Between the two the first step, a small fall of pressure, cools. The whole way down may cool outside of them as well.
        """

    @abstractmethod
    def inversion_end(self) -> tuple[float, float]:
        """Temperature [K] and pressure [Pa] at which the inversion curve leaves the stable fluid, on the line of the boiling liquid.

        In a liquid that is colder, the first step warms at every pressure. On the whole way down it may boil, and leave colder than it came.
        """
