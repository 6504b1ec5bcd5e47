r"""The heat that solids hold, in Debye's model: one number for each, its Debye temperature.

>>> round(debye_heat_capacity(300.0, 343.0), 1)  # copper, in J/(mol K)
23.4
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from cryolib.constants import R
from cryolib.readers import Value, plain, read_numbers
from cryolib.validation import positive

__all__ = ["SOLIDS", "Solid", "debye_heat_capacity"]


def debye_heat_capacity(T: Value, debye_temperature: Value) -> Value:
    r"""Molar heat capacity of a solid in Debye's model, at constant volume.

    .. math:: c = 9 R \left(\frac{T}{\theta}\right)^3 \int_0^{\theta/T} \frac{x^4 e^x}{(e^x - 1)^2}\,\mathrm{d}x

    Parameters
    ----------
    T : float or array_like, shape (...)
        Temperature, positive [K].
    debye_temperature : float or array_like, shape (...)
        :math:`\theta`, positive [K].

    Returns
    -------
    float or ndarray, shape (...)
        Per mole of atoms: the cube of the temperature in the cold, :math:`3R` in the heat [J/(mol K)].

    Raises
    ------
    ValueError
        If an argument is not positive and finite, anywhere.

    Notes
    -----
    A metal's electrons add a part that counts only below some 10 K.

    References
    ----------
    .. [1] P. Debye, Zur Theorie der spezifischen Waermen, Ann. Phys. 344 (1912) 789-839, doi:10.1002/andp.19123441404.

    Examples
    --------
    >>> debye_heat_capacity([4.2, 77.0, 300.0], 343.0).round(3).tolist()
    [0.004, 10.929, 23.386]
    """
    T, debye_temperature = read_numbers(T=T, debye_temperature=debye_temperature).values()
    positive(T=T, debye_temperature=debye_temperature)
    limit = np.minimum(debye_temperature / T, 80.0)  # what lies beyond adds less than 1e-26
    x = np.maximum(limit[..., None] * _PLACES, 1e-300)
    mean = np.sum(_WEIGHTS * _PLACES**2 * (x / np.expm1(-x)) ** 2 * np.exp(-x), axis=-1)
    with np.errstate(over="ignore"):  # infinity is more than 1, too
        part = np.minimum(1.0, 80.0 * T / debye_temperature)
    return plain(9 * float(R) * part**3 * mean)


_PLACES, _WEIGHTS = (np.polynomial.legendre.leggauss(80) + np.array([[1.0], [0.0]])) / 2  # of Gauss's rule from 0 to 1


@dataclass(frozen=True)
class Solid:
    """A metal by its Debye temperature [K] and molar mass [kg/mol]."""

    debye_temperature: float
    molar_mass: float

    def heat_capacity(self, T: Value) -> Value:
        """Heat capacity by mass, from `debye_heat_capacity`.

        Parameters
        ----------
        T : float or array_like, shape (...)
            Temperature, positive [K].

        Returns
        -------
        float or ndarray, shape (...)
            [J/(kg K)].

        Raises
        ------
        ValueError
            If `T` is not positive and finite, anywhere.

        Examples
        --------
        >>> round(SOLIDS["copper"].heat_capacity(300.0))
        368
        """
        return debye_heat_capacity(T, self.debye_temperature) / self.molar_mass


SOLIDS: Mapping[str, Solid] = MappingProxyType(
    {"copper": Solid(343.0, 63.546e-3), "aluminium": Solid(428.0, 26.982e-3), "steel": Solid(470.0, 55.845e-3)}
)
"""The metals by name; steel stands for iron.

Debye temperatures: C. Kittel, Introduction to Solid State Physics, 8th edition (2005), chapter 5, table 1.
"""
