"""What machines with a regenerator share: the gas at one moment, the mean of their matrix, and the straight lines along which pistons move."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cryolib.readers import Value, is_symbolic, log_mean, quantity

__all__ = ["CyclePoint", "Regenerative", "trapezium"]


@dataclass(frozen=True)
class CyclePoint:
    """The gas at one moment of the ideal cycle, or at many.

    Attributes
    ----------
    T : float, ndarray or expression
        Temperature, ``P v / R``; while the gas is on its way through the regenerator it is in two parts, the one at ``T_hot``
        and the other at ``T_cold``, and this is the temperature that it would have at the same pressure as a whole [K].
    P : float, ndarray or expression
        Pressure [Pa].
    v, v_hot, v_cold : float, ndarray or expression
        Molar volume of all the gas, and how much of it is the hot and the cold cylinder's [m^3/mol].
    s : float, ndarray or expression
        Molar entropy at `T` and `v`, above that of corner 1 [J/(mol K)].
    heat_hot, heat_cold : float, ndarray or expression
        Heat that the gas has taken up through the walls of the hot and of the cold cylinder since corner 1 [J/mol].
    matrix_heat : float, ndarray or expression
        Heat in the regenerator, above that at corner 1 [J/mol].
    """

    T: Value
    P: Value
    v: Value
    v_hot: Value
    v_cold: Value
    s: Value
    heat_hot: Value
    heat_cold: Value
    matrix_heat: Value


class Regenerative:
    """A machine whose regenerator is at ``T_hot`` at one end and at ``T_cold`` at the other, and falls evenly between them."""

    T_cold: Value
    T_hot: Value

    @quantity
    def regenerator_temperature(self) -> Value:
        r"""The temperature of a gas as dense as that in the regenerator on average, :math:`T_R = (T_H - T_C)/\ln(T_H/T_C)` [K]."""
        return log_mean(self.T_cold, self.T_hot)


def trapezium(progress: Value, corners: tuple[int, ...]) -> Value:
    """Interpolate linearly between the values at 0, 1, 2, 3 and 4."""
    if not is_symbolic(progress):
        return np.interp(progress, range(5), corners)
    from sympy import Piecewise

    lines = [corners[i] + (corners[i + 1] - corners[i]) * (progress - i) for i in range(4)]
    return Piecewise(*((line, progress <= i + 1) for i, line in enumerate(lines[:3])), (lines[3], True))
