"""The van der Waals model: attraction and size, and with them a liquid, an inversion curve and most of what real gases do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cryolib.constants import R
from cryolib.gases.coexistence import LEAST_TEMPERATURE, at_pressure, at_temperature
from cryolib.gases.cubic import stable_density
from cryolib.gases.records import fluid
from cryolib.gases.solve import bracketed_root, widened
from cryolib.gases.states import Saturation, State
from cryolib.gases.van_der_waals_formulas import VanDerWaalsFormulas
from cryolib.readers import Array, Mask, Value, is_symbolic, plain, read_together
from cryolib.validation import finite, nonnegative, positive, refuse, temperature

__all__ = ["VanDerWaals"]


class VanDerWaals(VanDerWaalsFormulas):
    r"""A gas of attracting spheres, :math:`P = R T / (v - b) - a / v^2`, with a constant heat capacity when dilute.

    Parameters
    ----------
    a : float or expression
        Attraction, zero (hard spheres) or positive [Pa m^6/mol^2].
    b : float or expression
        Volume that the molecules exclude, positive [m^3/mol].
    heat_capacity : float or expression
        c_v/R of the dilute gas, which is c_v/R at every density of this model: 3/2 for a monatomic gas [-].
    name : str
        What it is called in a legend.
    molar_mass : float, optional
        For results per kilogram [kg/mol].
    gas_constant : float or expression
        The molar gas constant. Pass a symbol to keep it in a formula; with a = 3, b = 1/3 and a gas constant of 8/3 everything is in
        units of the critical point [J/(mol K)].

    Raises
    ------
    ValueError
        If an argument is outside its range.

    Notes
    -----
    Methods with a closed form take symbols: everything in (T, v), the virial coefficient, the critical point, the inversion curve and
    `coexistence`. Methods that need the stable phase at (T, P), or may return a mixture of two phases, take numbers. On the saturation
    line itself, to within rounding, `state` returns the gas. Enthalpy and entropy have the zeros of `IdealGas`.

    Examples
    --------
    >>> nitrogen = VanDerWaals.of("nitrogen")
    >>> round(nitrogen.maximum_inversion_temperature() / nitrogen.critical_temperature, 6)
    6.75
    >>> round(nitrogen.joule_thomson_coefficient(300.0, 2e7) * 1e5, 4)  # K/bar
    0.0685
    >>> import sympy as sp
    >>> a, b, R, T, v = sp.symbols("a b R T v", positive=True)
    >>> gas = VanDerWaals(a, b, gas_constant=R)
    >>> gas.pressure(T, v), gas.maximum_inversion_temperature()
    (R*T/(-b + v) - a/v**2, 2*a/(R*b))
    """

    def __init__(
        self,
        a: Value,
        b: Value,
        heat_capacity: Value = 1.5,
        name: str = "van der Waals gas",
        molar_mass: float | None = None,
        *,
        gas_constant: Value = R,
    ) -> None:
        nonnegative(a=a)
        positive(b=b, heat_capacity=heat_capacity, gas_constant=gas_constant)
        self._call(name, molar_mass)
        self.a, self.b, self.R = (plain(value) for value in read_together(a=a, b=b, gas_constant=gas_constant).values())
        ratio, constant = read_together(heat_capacity=heat_capacity, gas_constant=gas_constant).values()
        self.c_v = plain(ratio * constant)

    def __repr__(self) -> str:
        return f"VanDerWaals(a={self.a}, b={self.b}, heat_capacity={self.c_v / self.R}, name={self.name!r})"

    @classmethod
    def of(cls, name: str) -> VanDerWaals:
        r"""The model with the critical point, the heat capacity and the molar mass of a fluid of `FLUIDS`.

        .. math:: a = \frac{27 R^2 T_c^2}{64 P_c}, \qquad b = \frac{R T_c}{8 P_c}

        Its critical volume is then not that of the fluid, but larger: by 23 % for helium, by 37 % for carbon dioxide.

        Examples
        --------
        >>> helium = VanDerWaals.of("helium")
        >>> round(helium.a, 5), round(helium.b * 1e6, 2)
        (0.00345, 23.65)
        """
        record = fluid(name)
        T, P = float(record.critical_temperature), float(record.critical_pressure)
        a, b = 27 * R**2 * T**2 / (64 * P), R * T / (8 * P)
        return cls(a, b, float(record.heat_capacity) - 1, f"van der Waals {name}", float(record.molar_mass))

    def _numbers(self, **values: Value) -> tuple[Array, ...]:
        """Return the values as arrays of one shape; they and the model's constants must be numbers."""
        read = self._read(**values)
        if any(map(is_symbolic, read)):
            closed_forms = "pressure(T, v), the methods that end in _at_volume and coexistence take symbols, too"
            raise ValueError(f"{self.name}: choosing between liquid and gas takes numbers; {closed_forms}")
        return tuple(map(np.array, np.broadcast_arrays(*read[: len(values)])))  # copies, so that the caller's arrays stay as they are

    def molar_volume(self, T: Value, P: Value) -> Value:
        """Molar volume [m^3/mol] of the stable phase at a temperature [K] and a pressure [Pa]."""
        temperature(T=T)
        positive(P=P)
        T, P = self._numbers(T=T, P=P)
        if self.a == 0:
            return plain(self.b + self.R * T / P)
        tau, pi = self.R * T * self.b / self.a, P * self.b**2 / self.a
        return plain(self.b / stable_density(np.asarray(tau), np.asarray(pi)))

    def joule_thomson_coefficient(self, T: Value, P: Value) -> Value:
        """`joule_thomson_coefficient_at_volume` of the stable phase at a temperature [K] and a pressure [Pa], in K/Pa."""
        return self.joule_thomson_coefficient_at_volume(T, self.molar_volume(T, P))

    def isentropic_coefficient(self, T: Value, P: Value) -> Value:
        """`isentropic_coefficient_at_volume` of the stable phase at a temperature [K] and a pressure [Pa], in K/Pa."""
        return self.isentropic_coefficient_at_volume(T, self.molar_volume(T, P))

    def isochoric_heat_capacity(self, T: Value, P: Value) -> Value:
        """Heat capacity at constant volume [J/(mol K)]: that of the dilute gas, at every density of one phase."""
        temperature(T=T)
        positive(P=P)
        T, P, _, _, c_v, _ = self._read(T=T, P=P)
        return plain(c_v + 0 * T * P)

    def state(self, T: Value, P: Value) -> State:
        v = self.molar_volume(T, P)
        return self._single(*self._numbers(T=T, P=P, v=v))

    def state_from_volume(self, T: Value, v: Value) -> State:
        pressure = self.pressure(T, v)
        T, v, P = self._numbers(T=T, v=v, P=pressure)
        if self.a == 0:
            return self._single(T, P, v)
        phases = self._coexisting_at(np.minimum(T, self.critical_temperature))
        two = (phases.v_liquid < v) & (v < phases.v_gas)
        share = np.where(two, v - phases.v_liquid, 0.0) / np.where(two, phases.v_gas - phases.v_liquid, 1.0)
        return self._state(T, np.where(two, phases.P, P), v, two, share, phases)

    def state_from_enthalpy(self, h: Value, P: Value) -> State:
        finite(h=h)
        positive(P=P)
        h, P = self._numbers(h=h, P=P)
        refuse(h <= P * self.b - self.a / self.b, f"{self.name}: h must be above that at absolute zero, P b - a/b", h=h, P=P)
        return self._on_isobar(P, h, lambda T, v, P: self.c_v * T - self.a / v + P * v)

    def state_from_entropy(self, s: Value, P: Value) -> State:
        finite(s=s)
        positive(P=P)
        s, P = self._numbers(s=s, P=P)
        return self._on_isobar(P, s, lambda T, v, P: self.c_v * np.log(T) + self.R * np.log(v - self.b))

    def saturation(self, T: Value) -> Saturation:
        """Liquid and gas in equilibrium at a temperature [K], from 0.005 of the critical one to the critical one itself.

        Maxwell's construction: both have the same pressure and the same Gibbs energy. To rounding, also next to the critical point.

        Raises
        ------
        ValueError
            If a temperature is above the critical one, or so low that the pressure underflows.
        """
        temperature(T=T)
        (T,) = self._numbers(T=T)
        refuse(T > self.critical_temperature, f"{self.name}: T must not be above the critical {self.critical_temperature:.10g} K", T=T)
        phases = self._coexisting_at(T)
        properties = (f(T, v) for f in (self.enthalpy_at_volume, self.entropy_at_volume) for v in (phases.v_liquid, phases.v_gas))
        return Saturation(*map(plain, (T, phases.P, phases.v_liquid, phases.v_gas, *properties)))

    def saturation_temperature(self, P: Value) -> Value:
        """Temperature [K] at which liquid and gas are in equilibrium at a pressure [Pa] up to the critical one."""
        return plain(self._coexisting_under(P).T)

    def saturated_liquid(self, P: Value) -> State:
        phases = self._coexisting_under(P)
        return self._single(phases.T, phases.P, phases.v_liquid)

    def saturated_gas(self, P: Value) -> State:
        phases = self._coexisting_under(P)
        return self._single(phases.T, phases.P, phases.v_gas)

    def inversion_end(self) -> tuple[float, float]:
        scale = self.critical_temperature

        def excess(x: Array) -> Array:
            return np.asarray(self.inversion_pressure(x * scale) - self._coexisting_at(x * scale).P)

        x = bracketed_root(excess, np.asarray(0.76), np.asarray(0.9))
        return float(x * scale), float(self.inversion_pressure(x * scale))

    def _coexisting_at(self, T: Array) -> _Phases:
        least = LEAST_TEMPERATURE * self.critical_temperature
        refuse(
            T < least,
            f"{self.name}: T must be at least {least:.6g} K, below which the saturation pressure underflows",
            T=T,
        )
        y, p, v_liquid, v_gas = at_temperature(T, float(self.critical_temperature))
        return _Phases(y, T, p * self.critical_pressure, v_liquid * self.critical_volume, v_gas * self.critical_volume)

    def _coexisting_under(self, P: Value) -> _Phases:
        positive(P=P)
        (P,) = self._numbers(P=P)
        refuse(P > self.critical_pressure, f"{self.name}: P must not be above the critical {self.critical_pressure:.10g} Pa", P=P)
        y, t, v_liquid, v_gas = at_pressure(P, float(self.critical_pressure))
        return _Phases(y, t * self.critical_temperature, P, v_liquid * self.critical_volume, v_gas * self.critical_volume)

    def _single(self, T: Array, P: Array, v: Array) -> State:
        """Return the state of one phase."""
        u = self.internal_energy_at_volume(T, v)
        liquid = (T < self.critical_temperature) & (v < self.critical_volume) if self.a > 0 else np.zeros(T.shape, bool)
        properties = (u, u + P * v, self.entropy_at_volume(T, v), self.heat_capacity_at_volume(T, v))
        return State(*map(plain, (T, P, v, *properties, self.joule_thomson_coefficient_at_volume(T, v), np.where(liquid, 0.0, 1.0))))

    def _state(self, T: Array, P: Array, v: Array, two: Mask, share: Array, phases: _Phases) -> State:
        """Return the state of one phase or, where `two` is true, of a mixture of two with this share of gas."""
        if not np.any(two):
            return self._single(T, P, v)
        liquid = self._single(T, P, np.where(two, phases.v_liquid, v))
        gas = self._single(T, P, np.where(two, phases.v_gas, v))
        slope = (phases.v_gas - phases.v_liquid) / (2 * self.R * np.where(two, phases.y, 1.0))  # Clausius and Clapeyron
        mixed = (np.where(two, (1 - share) * getattr(liquid, name) + share * getattr(gas, name), getattr(gas, name)) for name in "uhs")
        response = np.where(two, np.inf, gas.heat_capacity), np.where(two, slope, gas.joule_thomson_coefficient)
        return State(*map(plain, (T, P, v, *mixed, *response, np.where(two, share, gas.vapour_fraction))))

    def _on_isobar(self, P: Array, value: Array, measure: Callable[[Array, Array, Array], Array]) -> State:
        """Find the state at which a measure, an increasing function of the volume, has a value."""
        boils = np.zeros(P.shape, bool)
        phases = _Phases(*(np.full(P.shape, x) for x in (0.0, 1.0, 1.0, 3 * self.b, 3 * self.b)))
        if self.a > 0:
            boils = P < self.critical_pressure
            phases = self._coexisting_under(np.minimum(P, self.critical_pressure))
        ends = measure(phases.T, phases.v_liquid, P), measure(phases.T, phases.v_gas, P)
        two, gas = boils & (ends[0] < value) & (value < ends[1]), boils & (value >= ends[1])
        wanted = np.where(two, ends[1], value)

        def on_isobar(w: Array) -> tuple[Array, Array]:
            v = self.b + self.b * np.exp(w)
            return (P + self.a / v**2) * self.b * np.exp(w) / self.R, v

        def excess(w: Array) -> Array:
            return measure(*on_isobar(w), P) - wanted

        # The volume on a logarithmic scale, from the saturation line (just beyond it, for rounding) or from 2b outwards.
        start = np.log(np.where(gas | two, phases.v_gas, phases.v_liquid) / self.b - 1)
        low, high = np.where(gas | two, start - 1e-9, start - 1), np.where(gas | two, start + 1, np.where(boils, start + 1e-9, start + 1))
        low, high = widened(excess, low, high, down=~(gas | two), up=~boils | gas | two)
        T, v = on_isobar(bracketed_root(excess, low, high))
        share = np.where(two, value - ends[0], 0.0) / np.where(two, ends[1] - ends[0], 1.0)
        v = np.where(two, (1 - share) * phases.v_liquid + share * phases.v_gas, v)
        return self._state(np.where(two, phases.T, T), P, v, two, share, phases)


@dataclass(frozen=True)
class _Phases:
    """Liquid and gas in equilibrium, with the parameter of Lekner's solution."""

    y: Array
    T: Array
    P: Array
    v_liquid: Array
    v_gas: Array
