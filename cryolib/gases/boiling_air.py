r"""Air between its bubble and its dew point, where it is a mixture of a liquid and a gas.

CoolProp's air is one fluid with a line of bubble points and a line of dew points. Its own flashes lose states next to the bubble points
and where the lines end; here the phase is read from the two lines. Between them, each molar property changes at constant pressure
from that of the bubble point to that of the dew point in proportion to the vapour fraction :math:`q` (the lever rule), and so does
the temperature:

.. math:: h = (1 - q)\,h_\mathrm{bubble} + q\,h_\mathrm{dew}, \quad \dots \quad T = (1 - q)\,T_\mathrm{bubble} + q\,T_\mathrm{dew}

In the mixture itself the temperature does not rise quite in proportion: at 1 bar it is up to 0.5 K lower at the same enthalpy, and the
vapour fraction up to 0.015 larger, as CoolProp's model of nitrogen, oxygen and argon has it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np

from cryolib.gases.solve import bracketed_root

__all__ = ["BoilingAir"]

_T, _V, _H, _S = range(4)  # places in what is known of the end of a line: temperature, molar volume, enthalpy, entropy
_NEAR = 1.001  # of the critical pressure: up to there CoolProp takes some of the single fluid for two phases
_STEP = 1e-4  # of the pressure, for a slope
_KEPT = 64  # pressures whose ends are remembered: a cycle has few

_Ends = tuple[tuple[float, ...], tuple[float, ...]]


class BoilingAir:
    """The two lines of air, and the flashes that use them; `RealFluid` documents what they give."""

    def __init__(self, library: Any, fluid: str) -> None:
        self._library, self._point = library, library.AbstractState("HEOS", fluid)
        self._triple_pressure = float(self._point.trivial_keyed_output(library.iP_triple))
        self._critical_pressure = float(self._point.p_critical())
        self._known: dict[float, _Ends | None] = {}

    @cached_property
    def end_pressure(self) -> float:
        """The greatest pressure of the dew line, a little below the critical one: from there on nothing boils [Pa]."""
        low, high = 0.99 * self._critical_pressure, self._critical_pressure
        while high - low > 1e-9 * high:
            middle = (low + high) / 2
            low, high = (middle, high) if self.ends(middle) else (low, middle)
        return low

    def ends(self, P: float) -> _Ends | None:
        """Return temperature, molar volume, enthalpy and entropy of the bubble and of the dew point; None where there are none."""
        if P not in self._known:
            if len(self._known) > _KEPT:
                self._known.clear()
            self._known[P] = self._find_ends(P)
        return self._known[P]

    def update(self, point: Any, inputs: Any, first: float, second: float) -> tuple[float, ...] | None:
        """Set CoolProp's state `point`; between bubble and dew point, return the row that `RealFluid` reads of a state instead."""
        library = self._library
        if inputs == library.DmolarT_INPUTS:
            return self._update_at_volume(point, first, second)
        if inputs == library.HmolarP_INPUTS:
            return self._update_at_pressure(point, _H, first, second, inputs)
        if inputs == library.PQ_INPUTS:
            point.update(inputs, first, second)
            return None
        return self._update_at_pressure(point, _T if inputs == library.PT_INPUTS else _S, second, first, inputs)

    def _update_at_pressure(self, point: Any, place: int, value: float, P: float, inputs: Any) -> tuple[float, ...] | None:
        library, ends = self._library, self.ends(P)
        pair = (value, P) if place == _H else (P, value)
        if ends is not None:
            share = (value - ends[0][place]) / (ends[1][place] - ends[0][place])
            if 0 < share < 1:
                return self._mixture(share, P)
            self._impose(point, library.iphase_gas if share >= 1 else library.iphase_liquid, inputs, pair)
        elif self.end_pressure <= P < _NEAR * self._critical_pressure:
            T = value if place == _T else self._supercritical_temperature(place, value, P)
            self._impose(point, library.iphase_supercritical, library.PT_INPUTS, (P, T))
        else:
            point.update(inputs, *pair)
            if P <= self._triple_pressure and point.T() < self._dew_temperature_below(P):
                raise ValueError("air is partly solid there")
        return None

    def _impose(self, point: Any, phase: Any, inputs: Any, pair: tuple[float, float]) -> None:
        point.specify_phase(phase)
        try:
            point.update(inputs, *pair)
        finally:
            point.unspecify_phase()  # or the next state would be wrong

    def _find_ends(self, P: float) -> _Ends | None:
        if not self._triple_pressure < P < self._critical_pressure:
            return None
        bubble, dew = self._saturated(self._library.PQ_INPUTS, P, 0.0)[1:], self._saturated(self._library.PQ_INPUTS, P, 1.0)[1:]
        return (bubble, dew) if bubble[_T] < dew[_T] and bubble[_V] < dew[_V] else None

    def _saturated(self, inputs: Any, first: float, second: float) -> tuple[float, ...]:
        """Return pressure, temperature, molar volume, enthalpy and entropy of a bubble or dew point."""
        point = self._point
        point.update(inputs, first, second)
        return point.p(), point.T(), 1 / point.rhomolar(), point.hmolar(), point.smolar()

    def _dew_temperature_below(self, P: float) -> float:
        """Return the dew point at a pressure so low that there is no bubble point: the liquid would be solid."""
        low, high = float(self._point.Ttriple()), self._saturated(self._library.PQ_INPUTS, 1.001 * self._triple_pressure, 1.0)[1]

        def excess(T: float) -> float:
            return self._saturated(self._library.QT_INPUTS, 1.0, T)[0] - P

        return low if excess(low) >= 0 else _root(excess, low, high)

    def _supercritical_temperature(self, place: int, value: float, P: float) -> float:
        """Return the temperature at which enthalpy or entropy has a value, at a pressure just above the lines."""
        point = self._point

        def excess(T: float) -> float:
            self._impose(point, self._library.iphase_supercritical, self._library.PT_INPUTS, (P, T))
            return float(point.hmolar() if place == _H else point.smolar()) - value

        return _root(excess, point.Ttriple() + 1.0, point.Tmax())

    def _update_at_volume(self, point: Any, density: float, T: float) -> tuple[float, ...] | None:
        library, end = self._library, self.ends(self.end_pressure)
        if end is not None and T < end[1][_T]:
            bubble, dew = (self._saturated(library.QT_INPUTS, q, T)[0] for q in (0.0, 1.0))
            low, high = max(dew, (1 + 1e-9) * self._triple_pressure), min(bubble, self.end_pressure)
            volume = 1 / density
            if self._volume(T, high) < volume < self._volume(T, low):
                P = _root(lambda P: self._volume(T, P) - volume, low, high)
                return self._mixture(self._share(T, P), P)
            if self._volume(T, low) <= volume < self._saturated(library.QT_INPUTS, 1.0, T)[2] and low > dew:
                raise ValueError("air is partly solid there")
        self._impose(point, library.iphase_gas, library.DmolarT_INPUTS, (density, T))
        return None

    def _between(self, P: float) -> _Ends:
        ends = self.ends(P)
        if ends is None:
            raise ValueError(f"air has no bubble and dew point at {P:.10g} Pa")
        return ends

    def _share(self, T: float, P: float) -> float:
        """Return the vapour fraction at a temperature between bubble and dew point."""
        bubble, dew = self._between(P)
        return (T - bubble[_T]) / (dew[_T] - bubble[_T])

    def _volume(self, T: float, P: float) -> float:
        bubble, dew = self._between(P)
        return bubble[_V] + self._share(T, P) * (dew[_V] - bubble[_V])

    def _mixture(self, share: float, P: float) -> tuple[float, ...]:
        """Return temperature, pressure, density, enthalpy, entropy, heat capacity, Joule-Thomson coefficient and vapour fraction."""
        bubble, dew = self._between(P)
        T, v, h, s = ((1 - share) * liquid + share * gas for liquid, gas in zip(bubble, dew, strict=True))
        return T, P, 1 / v, h, s, (dew[_H] - bubble[_H]) / (dew[_T] - bubble[_T]), self._slope(h, P), share

    def _slope(self, h: float, P: float) -> float:
        """Return the change of temperature with pressure at constant enthalpy."""

        def temperature(P: float) -> float:
            bubble, dew = self._between(P)
            return bubble[_T] + (h - bubble[_H]) / (dew[_H] - bubble[_H]) * (dew[_T] - bubble[_T])

        middle = min(max(P, (1 + 2 * _STEP) * self._triple_pressure), (1 - 2 * _STEP) * self.end_pressure)
        return (temperature((1 + _STEP) * middle) - temperature((1 - _STEP) * middle)) / (2 * _STEP * middle)


def _root(function: Callable[[float], float], low: float, high: float) -> float:
    return float(bracketed_root(lambda x: np.asarray(function(float(x))), np.asarray(low), np.asarray(high)))
