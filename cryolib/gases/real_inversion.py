r"""The inversion curve of a reference equation of state: where :math:`\mu_\mathrm{JT} = 0`.

With the reduced residual Helmholtz energy :math:`\alpha^r(\tau, \delta)` the coefficient is zero where

.. math:: J = \alpha^r_\delta + \delta\,\alpha^r_{\delta\delta} + \tau\,\alpha^r_{\delta\tau}

is; a small fall of pressure cools where J is negative. It needs only temperature and density: no phase to find, and no end at the
temperature up to which the equation was fitted. At zero density it is the condition :math:`B = T B'`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np

from cryolib.gases.solve import bracketed_root
from cryolib.readers import Array

__all__ = ["InversionCurve"]

_DILUTE = 1e-12  # of the critical density: there J is that of the second virial coefficient
_STEP = 1e-4  # of the temperature, for the slope of the curve at its top


class InversionCurve:
    """The curve of one fluid, for arrays of temperatures or pressures; `RealFluid` documents the methods."""

    def __init__(self, library: Any, fluid: str) -> None:
        self._library = library
        self._free, self._boiling = (library.AbstractState("HEOS", fluid) for _ in range(2))
        self._free.specify_phase(library.iphase_gas)  # do not look for the saturation line
        self._critical: float = self._free.T_critical()
        self._density: float = self._free.rhomolar_critical()

    def _map(self, read: Callable[[Any], float], T: Array, density: Array | float) -> Array:
        """Return what `read` reads of CoolProp's state at each temperature and density."""
        point, inputs = self._free, self._library.DmolarT_INPUTS

        def at(T: float, density: float) -> float:
            point.update(inputs, density, T)
            return read(point)

        T, density = np.broadcast_arrays(T, density)
        return np.array([at(*pair) for pair in zip(T.ravel().tolist(), density.ravel().tolist(), strict=True)]).reshape(T.shape)

    def _cooling(self, T: Array, density: Array | float) -> Array:
        """Return J, negative where a small fall of pressure cools."""
        return self._map(lambda p: p.dalphar_dDelta() + p.delta() * p.d2alphar_dDelta2() + p.tau() * p.d2alphar_dDelta_dTau(), T, density)

    def _pressure(self, T: Array, density: Array) -> Array:
        return self._map(lambda point: point.p(), T, density)

    def _liquid_density(self, T: Array) -> Array:
        """Return the density of the boiling liquid or, above the critical temperature, a low one."""

        def at(T: float) -> float:
            if T >= self._critical:
                return _DILUTE * self._density
            self._boiling.update(self._library.QT_INPUTS, 0.0, T)
            return float(self._boiling.rhomolar())

        return np.array([at(each) for each in np.ravel(T).tolist()]).reshape(np.shape(T))

    def second_virial_coefficient(self, T: Array) -> Array:
        """Return B [m^3/mol]."""
        return self._map(lambda point: point.Bvirial(), T, _DILUTE * self._density)

    @cached_property
    def boyle_temperature(self) -> float:
        """Temperature at which B = 0 [K]."""
        return self._root(self.second_virial_coefficient, self._critical, 10 * self._critical)

    @cached_property
    def maximum_temperature(self) -> float:
        """Temperature at which B = T B' [K]."""
        return self._root(lambda T: self._cooling(T, _DILUTE * self._density), self._critical, 15 * self._critical)

    @cached_property
    def end(self) -> tuple[float, float]:
        """Where the boiling liquid is on the curve: temperature [K] and pressure [Pa]."""
        low = 1.0001 * self._boiling.Ttriple()
        T = self._root(lambda T: self._cooling(T, self._liquid_density(T)), low, 0.999 * self._critical)
        return T, float(self._pressure(np.asarray(T), self._liquid_density(np.asarray(T))))

    @cached_property
    def top(self) -> tuple[float, float]:
        """The greatest pressure of the curve: temperature [K] and pressure [Pa]."""
        low, high = (1 + 2 * _STEP) * self.end[0], (1 - 2 * _STEP) * self.maximum_temperature
        T = self._root(lambda T: self.pressure(T * (1 + _STEP)) - self.pressure(T * (1 - _STEP)), low, high)
        return T, float(self.pressure(np.asarray(T)))

    def pressure(self, T: Array) -> Array:
        """Return the pressure of the curve at temperatures between those of `end` and `maximum_temperature`."""
        start = low = self._liquid_density(T)
        at_end = self._cooling(T, low) >= 0  # possible by rounding only; callers have checked the temperatures
        high = np.maximum(low, 0.2 * self._density)
        while np.any(cools := self._cooling(T, high) < 0):
            low, high = np.where(cools, high, low), np.where(cools, 1.1 * high, high)
        density = bracketed_root(lambda density: np.where(at_end, 0.0, self._cooling(T, density)), low, high)
        return self._pressure(T, np.where(at_end, start, density))

    def temperatures(self, P: Array, P_lower: Array) -> tuple[Array, Array]:
        """Return the temperatures of the lower branch, for pressures from that of `end` to that of `top`, and of the upper one."""
        lower = self._branch(P_lower, self.end[0], self.top[0])
        return lower, self._branch(P, self.top[0], self.maximum_temperature)

    def _branch(self, P: Array, low: float, high: float) -> Array:
        return bracketed_root(lambda T: self.pressure(T) - P, np.full(P.shape, low), np.full(P.shape, high))

    def _root(self, function: Callable[[Array], Array], low: float, high: float) -> float:
        return float(bracketed_root(function, np.asarray(low), np.asarray(high)))
