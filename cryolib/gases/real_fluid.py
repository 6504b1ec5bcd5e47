"""A real fluid: the reference equation of state, as CoolProp evaluates it."""

from __future__ import annotations

import atexit
import weakref
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from cryolib.gases.boiling_air import BoilingAir
from cryolib.gases.interface import Gas
from cryolib.gases.real_inversion import InversionCurve
from cryolib.gases.records import fluid
from cryolib.gases.states import Saturation, State
from cryolib.readers import Array, Mask, Value, is_symbolic, plain, read_together
from cryolib.validation import finite, positive, refuse, temperature

__all__ = ["RealFluid"]

_ROUNDING = 1e-9  # relative error that a flash may leave
_alive: weakref.WeakSet[RealFluid] = weakref.WeakSet()


@atexit.register
def _release() -> None:
    """Free CoolProp's objects at exit: CoolProp prints a warning for each one that is still alive."""
    for gas in list(_alive):
        del gas._library, gas._point, gas._curve, gas._boiling


class RealFluid(Gas):
    r"""A fluid as its reference equation of state has it, through CoolProp.

    Parameters
    ----------
    name : str
        A key of `FLUIDS`. Hydrogen is normal hydrogen, three parts ortho to one of para, as it stays when it is cooled quickly. Air is a
        pseudo-pure fluid.

    Attributes
    ----------
    minimum_temperature, maximum_temperature : float
        Range of the equation of state: from the triple point (for helium the lambda point, 2.1768 K: there is no
        superfluid) to the temperature up to which it was published as valid [K]; see `records`. CoolProp itself goes further.
    maximum_pressure : float
        Highest pressure up to which it was published as valid, or to which CoolProp goes if that is less [Pa].

    Raises
    ------
    ValueError
        If there is no fluid of that name. The methods raise it where the equation does not hold: outside its range, where the fluid is
        solid, and so close to the critical point that the heat capacity would not be positive.

    Notes
    -----
    All methods take numbers and arrays; there are no closed forms, so symbols are refused. A state is computed once and all its
    properties are read from it, so `state` costs little more than a single property.

    - *Zeros* of enthalpy and entropy are those of CoolProp, and differ from fluid to fluid: only differences of one fluid mean anything.
    - *Where two phases are present*, the heat capacity is infinite and both coefficients are the slope of the saturation line.
      A temperature and a pressure on that line (to a part in a million) do not say how much of each there is: `state`
      refuses them; `saturated_liquid`, `saturated_gas` and `state_from_enthalpy` do not.
    - *Air* is a mixture, and boils over a range of temperatures: `saturation` and `saturation_temperature` refuse it,
      `saturated_liquid` and `saturated_gas` give the bubble and the dew point, up to a pressure 0.03 % below the critical one, where
      the dew line ends. Between the two all properties change in proportion to the vapour fraction, which is good to half a kelvin;
      heat capacity and Joule-Thomson coefficient are those of this interpolation.
    - *Carbon dioxide* has no liquid below 5.18 bar: there a state is a gas above 216.6 K or an error.

    Examples
    --------
    >>> nitrogen = RealFluid("nitrogen")
    >>> print(f"{nitrogen.joule_thomson_coefficient(300.0, 2e7) * 1e5:.4f} K/bar")
    0.0716 K/bar
    >>> nitrogen.molar_volume([100.0, 300.0], 101325.0).shape
    (2,)
    >>> nitrogen.state(66.0, 2e7)
    Traceback (most recent call last):
        ...
    ValueError: nitrogen: no fluid at T = 66, P = 20000000 (For now, we don't support T [66 K] below Tmelt(p) [67.4372 K])
    """

    def __init__(self, name: str) -> None:
        import CoolProp.CoolProp as library

        record = fluid(name)
        self.name, self.molar_mass = name, float(record.molar_mass)
        self._library = library
        self._point = library.AbstractState("HEOS", record.coolprop)
        self._boiling = BoilingAir(library, record.coolprop) if name == "air" else None
        self.minimum_temperature = self._point.Ttriple()
        self.maximum_temperature = float(record.maximum_temperature)
        self.maximum_pressure = min(float(record.maximum_pressure), self._point.pmax())
        line = self._point.melting_line if self._point.has_melting_line() else None  # older releases have none for air
        self._melting = line(library.iT, library.iP, self.maximum_pressure) if line else 0.0
        self._curve = InversionCurve(library, record.coolprop)
        _alive.add(self)

    def __repr__(self) -> str:
        return f"RealFluid({self.name!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return RealFluid, (self.name,)

    def pressure(self, T: Value, v: Value) -> Value:
        return self.state_from_volume(T, v).P

    def state(self, T: Value, P: Value) -> State:
        T, P = self._checked(T=T, P=P)
        return self._states(self._library.PT_INPUTS, P, T, "T = {1:.10g}, P = {0:.10g}", P)

    def state_from_volume(self, T: Value, v: Value) -> State:
        T, v = self._checked(T=T, v=v)
        state = self._states(self._library.DmolarT_INPUTS, 1 / v, T, "T = {1:.10g}, density = {0:.10g} mol/m^3")
        melting = self._melting_temperature(state)
        refuse(T < melting, f"{self.name}: the fluid would be solid, it melts at {np.max(melting):.6g} K", T=T, v=v, P=state.P)
        return state

    def state_from_enthalpy(self, h: Value, P: Value) -> State:
        h, P = self._checked(h=h, P=P)
        return self._states(self._library.HmolarP_INPUTS, h, P, "h = {0:.10g}, P = {1:.10g}")

    def state_from_entropy(self, s: Value, P: Value) -> State:
        s, P = self._checked(s=s, P=P)
        return self._states(self._library.PSmolar_INPUTS, P, s, "s = {1:.10g}, P = {0:.10g}")

    def saturated_liquid(self, P: Value) -> State:
        return self._saturated(P, 0.0)

    def saturated_gas(self, P: Value) -> State:
        return self._saturated(P, 1.0)

    def saturation(self, T: Value) -> Saturation:
        """Liquid and gas in equilibrium at a temperature [K] between the triple point and the critical point; not for air."""
        self._refuse_mixture("saturation")
        (T,) = self._checked(T=T)
        refuse(T >= self.critical_temperature, f"{self.name}: T must be below the critical {self.critical_temperature:.10g} K", T=T)
        share = np.zeros(T.shape)
        liquid, gas = (self._states(self._library.QT_INPUTS, share + q, T, "T = {1:.10g}") for q in (0.0, 1.0))
        return Saturation(liquid.T, liquid.P, liquid.v, gas.v, liquid.h, gas.h, liquid.s, gas.s)

    def saturation_temperature(self, P: Value) -> Value:
        """Temperature [K] at which liquid and gas are in equilibrium, at a pressure [Pa] below the critical one; not for air."""
        self._refuse_mixture("saturation_temperature")
        return self.saturated_liquid(P).T

    def isochoric_heat_capacity(self, T: Value, P: Value) -> Value:
        T, P = self._checked(T=T, P=P)
        label = "T = {1:.10g}, P = {0:.10g}"
        if self._boiling:
            share = np.asarray(self.state(T, P).vapour_fraction)
            refuse((share > 0) & (share < 1), "air: a mixture of liquid and gas has no isochoric heat capacity here", T=T, P=P)
        return plain(self._flash(self._library.PT_INPUTS, P, T, label, lambda point: (point.cvmolar(),))[0])

    @property
    def critical_temperature(self) -> float:
        """Temperature of the critical point [K]; for air, of the end of its saturation lines."""
        return self._point.T_critical()

    @property
    def critical_pressure(self) -> float:
        """Pressure of the critical point [Pa]."""
        return self._point.p_critical()

    @property
    def critical_volume(self) -> float:
        """Molar volume of the critical point [m^3/mol]."""
        return 1 / self._point.rhomolar_critical()

    def second_virial_coefficient(self, T: Value) -> Value:
        (T,) = self._checked(T=T)
        return plain(self._curve.second_virial_coefficient(T))

    def boyle_temperature(self) -> float:
        return self._curve.boyle_temperature

    def maximum_inversion_temperature(self) -> float:
        r"""Temperature above which throttling never cools [K]: :math:`B = T B'`.

        For oxygen, argon, carbon monoxide, carbon dioxide and methane it lies above `maximum_temperature`: the equation of state is
        extrapolated, as `extrapolates` tells.
        """
        return self._curve.maximum_temperature

    def extrapolates(self, T: Value) -> Mask | np.bool_:
        """Whether a temperature [K] of the inversion curve, or of a virial coefficient, is outside the range of the equation of state.

        The range is the published one, from `minimum_temperature` to `maximum_temperature`, not the limit of CoolProp.
        """
        temperature(T=T)
        (T,) = read_together(T=T).values()
        if is_symbolic(T):
            raise ValueError(f"T must be a number; got {T}")
        return (self.minimum_temperature > T) | (self.maximum_temperature < T)

    def maximum_inversion_pressure(self) -> tuple[float, float]:
        return self._curve.top

    def inversion_end(self) -> tuple[float, float]:
        return self._curve.end

    def inversion_pressure(self, T: Value) -> Value:
        temperature(T=T)
        (T,) = np.broadcast_arrays(*read_together(T=T).values())
        low, high = self._curve.end[0], self._curve.maximum_temperature
        refuse((T < low) | (T > high), f"{self.name}: T must be on the inversion curve, between {low:.6g} and {high:.6g} K", T=T)
        return plain(self._curve.pressure(T))

    def inversion_temperatures(self, P: Value) -> tuple[Value, Value]:
        """The lower and the upper temperature between which the first step cools [K], at a pressure [Pa] up to `maximum_inversion_pressure`.

        Below the pressure of `inversion_end` the coefficient changes its sign where the liquid begins to boil, and that is the lower
        temperature. The upper one may be above the range of the equation, see `extrapolates`.

        Raises
        ------
        ValueError
            If a pressure is above the curve, or below that of the triple point, where there is no liquid to boil.
        """
        (P,) = self._checked(P=P)
        refuse(P > self._curve.top[1], f"{self.name}: P must not be above the inversion curve, {self._curve.top[1]:.6g} Pa", P=P)
        end = self._curve.end[1]
        lower, upper = self._curve.temperatures(P, np.maximum(P, end))
        return plain(np.where(P < end, self.saturated_liquid(np.minimum(P, end)).T, lower)), plain(upper)

    def _refuse_mixture(self, method: str) -> None:
        if self._boiling:
            raise ValueError(f"air boils over a range of temperatures: use saturated_liquid and saturated_gas instead of {method}")

    def _checked(self, **values: Value) -> tuple[Array, ...]:
        """Check the values and return them as arrays of one shape."""
        for name, value in values.items():
            {"T": temperature, "h": finite, "s": finite}.get(name, positive)(**{name: value})
        if any(map(is_symbolic, values.values())):
            raise ValueError(f"{self.name}: a reference equation of state takes numbers, not symbols; got {values}")
        read = read_together(**values)
        if "T" in read:
            low, high = self.minimum_temperature, self.maximum_temperature
            refuse((read["T"] < low) | (read["T"] > high), f"{self.name}: T must be in {low:.6g} to {high:.6g} K", T=read["T"])
        if "P" in read:
            refuse(read["P"] > self.maximum_pressure, f"{self.name}: P must be at most {self.maximum_pressure:.6g} Pa", P=read["P"])
        return tuple(map(np.array, np.broadcast_arrays(*read.values())))  # copies, so that the caller's arrays stay as they are

    def _flash(self, inputs: Any, first: Array, second: Array, label: str, read: Callable[[Any], Sequence[float]]) -> Array:
        """Compute each state once and return what `read` takes from it: an array of properties by states."""
        point, rows, mixture = self._point, [], None
        for pair in zip(first.ravel().tolist(), second.ravel().tolist(), strict=True):
            try:
                if self._boiling:
                    mixture = self._boiling.update(point, inputs, *pair)
                else:
                    point.update(inputs, *pair)
            except ValueError as error:
                raise ValueError(f"{self.name}: no fluid at {label.format(*pair)} ({error})") from None
            rows.append(read(point) if mixture is None else mixture)
        return np.array(rows).T.reshape(-1, *first.shape)

    def _read(self, point: Any) -> Sequence[float]:
        library, share = self._library, point.Q()
        response: tuple[float, float]
        if not 0 < share < 1:
            response = point.cpmolar(), point.first_partial_deriv(library.iT, library.iP, library.iHmolar)
        else:
            response = np.inf, 1 / point.first_saturation_deriv(library.iP, library.iT)
        return point.T(), point.p(), point.rhomolar(), point.hmolar(), point.smolar(), *response, share

    def _states(self, inputs: Any, first: Array, second: Array, label: str, P: Array | None = None) -> State:
        T, computed_pressure, density, h, s, heat_capacity, mu, share = self._flash(inputs, first, second, label, self._read)
        P = computed_pressure if P is None else P
        low, high = self.minimum_temperature * (1 - _ROUNDING), self.maximum_temperature * (1 + _ROUNDING)
        refuse((T < low) | (T > high), f"{self.name}: the state must be in {low:.6g} to {high:.6g} K", T=T, P=P)
        refuse(
            P > self.maximum_pressure * (1 + _ROUNDING), f"{self.name}: the state must be below {self.maximum_pressure:.6g} Pa", T=T, P=P
        )
        refuse(~(heat_capacity > 0), f"{self.name}: so close to the critical point the equation has no positive heat capacity", T=T, P=P)
        liquid = (T < self.critical_temperature) & (density > 1 / self.critical_volume)
        fraction = np.where((0 < share) & (share < 1), share, np.where(liquid, 0.0, 1.0))
        return State(*map(plain, (T, P, 1 / density, h - P / density, h, s, heat_capacity, mu, fraction)))

    def _saturated(self, P: Value, share: float) -> State:
        (P,) = self._checked(P=P)
        low = self._point.trivial_keyed_output(self._library.iP_triple)
        high = self._boiling.end_pressure if self._boiling else self.critical_pressure
        refuse((P < low) | (P >= high), f"{self.name}: P must be between the triple point, {low:.6g} Pa, and the critical one", P=P)
        return self._states(self._library.PQ_INPUTS, P, np.full(P.shape, share), "P = {0:.10g}", P)

    def _melting_temperature(self, state: State) -> Array:
        """Return the temperature below which the fluid is solid; 0 for a gas, and above every melting temperature."""
        melts = (np.asarray(state.T) < self._melting) & (np.asarray(state.vapour_fraction) == 0)
        line, library = self._point.melting_line, self._library
        P = np.broadcast_to(state.P, melts.shape)
        temperatures = [
            line(library.iT, library.iP, each) if melting else 0.0 for each, melting in zip(P.ravel().tolist(), melts.ravel(), strict=True)
        ]
        return np.array(temperatures).reshape(melts.shape)
