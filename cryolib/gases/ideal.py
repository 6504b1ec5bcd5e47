"""The ideal gas: the limit of the other models at low density."""

from __future__ import annotations

from typing import NoReturn

from cryolib.constants import R
from cryolib.gases.interface import Gas
from cryolib.gases.records import fluid
from cryolib.gases.states import Saturation, State
from cryolib.readers import Value, exp, log, plain, read_together
from cryolib.validation import above_one, finite, positive, temperature

__all__ = ["IdealGas"]


class IdealGas(Gas):
    r"""A gas of points without interaction, :math:`P v = R T`, with a constant heat capacity.

    Parameters
    ----------
    heat_capacity : float or expression
        c_p/R, above 1: 5/2 for a monatomic gas, 7/2 for a stiff diatomic one [-].
    name : str
        What it is called in a legend.
    molar_mass : float, optional
        For results per kilogram [kg/mol].
    gas_constant : float or expression
        The molar gas constant; pass a symbol to keep it in a formula [J/(mol K)].

    Raises
    ------
    ValueError
        If an argument is outside its range.

    Notes
    -----
    Every method takes symbols. Enthalpy is :math:`c_p T` and entropy :math:`c_v \ln T + R \ln v`, in numbers of SI units; a dilute
    `VanDerWaals` gas has the same zeros. There is no liquid, no critical point and no inversion curve: the methods for these raise
    a `ValueError`.

    Examples
    --------
    >>> helium = IdealGas.of("helium")
    >>> round(helium.molar_volume(273.15, 101325.0) * 1e3, 3)  # litres
    22.414
    >>> helium.joule_thomson_coefficient(300.0, 2e7)
    0.0
    >>> round(helium.isentropic_coefficient(300.0, 2e7) * 1e5, 3)  # K/bar
    0.6
    """

    def __init__(
        self, heat_capacity: Value = 2.5, name: str = "ideal gas", molar_mass: float | None = None, *, gas_constant: Value = R
    ) -> None:
        above_one(heat_capacity=heat_capacity)
        positive(gas_constant=gas_constant)
        self._call(name, molar_mass)
        ratio, constant = read_together(heat_capacity=heat_capacity, gas_constant=gas_constant).values()
        self.R, self.c_p = plain(constant), plain(ratio * constant)
        self.c_v = self.c_p - self.R

    def __repr__(self) -> str:
        return f"IdealGas(heat_capacity={self.c_p / self.R}, name={self.name!r})"

    @classmethod
    def of(cls, name: str) -> IdealGas:
        """The ideal gas with the heat capacity and the molar mass of a fluid of `FLUIDS`.

        Examples
        --------
        >>> round(IdealGas.of("nitrogen").heat_capacity(300.0, 1e5), 1)
        29.1
        """
        record = fluid(name)
        return cls(float(record.heat_capacity), f"ideal {name}", float(record.molar_mass))

    def _read(self, **values: Value) -> tuple[Value, ...]:
        """Check the values, and return them and R, c_p, c_v as arrays or expressions."""
        for name, value in values.items():
            {"T": temperature, "h": finite, "s": finite}.get(name, positive)(**{name: value})
        return tuple(read_together(**values, R=self.R, c_p=self.c_p, c_v=self.c_v).values())

    def _state(self, T: Value, P: Value, v: Value) -> State:
        T, P, v, R, c_p, c_v = read_together(T=T, P=P, v=v, R=self.R, c_p=self.c_p, c_v=self.c_v).values()
        zero = 0 * T * P  # an array where one of them is, and 0 among expressions
        properties = (T + zero, P + zero, v + zero, c_v * T + zero, c_p * T + zero, c_v * log(T) + R * log(v), c_p + zero, zero, 1 + zero)
        return State(*map(plain, properties))

    def pressure(self, T: Value, v: Value) -> Value:
        r"""Pressure [Pa], :math:`R T / v`."""
        T, v, R, _, _ = self._read(T=T, v=v)
        return plain(R * T / v)

    def molar_volume(self, T: Value, P: Value) -> Value:
        r"""Molar volume [m^3/mol], :math:`R T / P`."""
        T, P, R, _, _ = self._read(T=T, P=P)
        return plain(R * T / P)

    def state(self, T: Value, P: Value) -> State:
        return self._state(T, P, self.molar_volume(T, P))

    def state_from_volume(self, T: Value, v: Value) -> State:
        return self._state(T, self.pressure(T, v), v)

    def state_from_enthalpy(self, h: Value, P: Value) -> State:
        """The state with an enthalpy [J/mol], which must be positive, at a pressure [Pa]."""
        positive(h=h)
        h, P, R, c_p, _ = self._read(h=h, P=P)
        return self._state(h / c_p, P, R * h / (c_p * P))

    def state_from_entropy(self, s: Value, P: Value) -> State:
        s, P, R, c_p, _ = self._read(s=s, P=P)
        T = exp((s - R * log(R / P)) / c_p)
        return self._state(T, P, R * T / P)

    def isochoric_heat_capacity(self, T: Value, P: Value) -> Value:
        T, P, _, _, c_v = self._read(T=T, P=P)
        return plain(c_v + 0 * T * P)

    def second_virial_coefficient(self, T: Value) -> Value:
        """Zero [m^3/mol]."""
        return plain(0 * self._read(T=T)[0])

    def saturation(self, T: Value) -> Saturation:
        """Raise a `ValueError`: an ideal gas does not condense. The other methods that need a liquid raise it, too."""
        self._none("liquid")

    def saturation_temperature(self, P: Value) -> Value:
        self._none("liquid")

    def saturated_liquid(self, P: Value) -> State:
        self._none("liquid")

    def saturated_gas(self, P: Value) -> State:
        self._none("liquid")

    @property
    def critical_temperature(self) -> Value:
        """Raise a `ValueError`."""
        self._none("critical point")

    @property
    def critical_pressure(self) -> Value:
        """Raise a `ValueError`."""
        self._none("critical point")

    @property
    def critical_volume(self) -> Value:
        """Raise a `ValueError`."""
        self._none("critical point")

    def boyle_temperature(self) -> Value:
        """Raise a `ValueError`: an ideal gas obeys Boyle's law at every temperature."""
        self._none("single Boyle temperature")

    def maximum_inversion_temperature(self) -> Value:
        """Raise a `ValueError`: throttling an ideal gas never changes its temperature."""
        self._none("inversion curve")

    def maximum_inversion_pressure(self) -> tuple[Value, Value]:
        self._none("inversion curve")

    def inversion_end(self) -> tuple[float, float]:
        self._none("inversion curve")

    def inversion_pressure(self, T: Value) -> Value:
        self._none("inversion curve")

    def inversion_temperatures(self, P: Value) -> tuple[Value, Value]:
        self._none("inversion curve")

    def _none(self, what: str) -> NoReturn:
        raise ValueError(f"{self.name}: an ideal gas has no {what}")
