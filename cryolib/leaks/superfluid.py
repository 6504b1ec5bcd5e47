"""Superfluid helium at its saturation pressure, which CoolProp's equation of state leaves out.

The table is that of R. J. Donnelly and C. F. Barenghi, The Observed Properties of Liquid Helium at the Saturated Vapor Pressure, J. Phys.
Chem. Ref. Data 27 (1998) 1217-1274, doi:10.1063/1.556028, as the R package thermocouple 1.0.2 copies it.
"""

from __future__ import annotations

import numpy as np

from cryolib.constants import R
from cryolib.readers import as_number

__all__ = ["LAMBDA_POINT", "LAMBDA_PRESSURE", "LATENT_HEAT", "LOWEST", "superfluid_helium"]

LAMBDA_POINT = 2.1768
"""Temperature at which liquid helium becomes superfluid, on its saturation curve [K]."""

LAMBDA_PRESSURE = 5041.8
"""Its pressure there [Pa]."""

LATENT_HEAT: tuple[tuple[float, float, float], ...] = (
    (1.0, 80.33, 145.118),
    (1.05, 81.30, 145.116),
    (1.1, 82.26, 145.115),
    (1.15, 83.21, 145.114),
    (1.2, 84.14, 145.115),
    (1.25, 85.06, 145.117),
    (1.3, 85.97, 145.121),
    (1.35, 86.87, 145.128),
    (1.4, 87.73, 145.137),
    (1.45, 88.56, 145.149),
    (1.5, 89.35, 145.165),
    (1.55, 90.09, 145.184),
    (1.6, 90.77, 145.207),
    (1.65, 91.38, 145.235),
    (1.7, 91.91, 145.269),
    (1.75, 92.36, 145.308),
    (1.8, 92.72, 145.354),
    (1.85, 92.98, 145.407),
    (1.9, 93.13, 145.468),
    (1.95, 93.16, 145.539),
    (2.0, 93.07, 145.622),
    (2.05, 92.80, 145.718),
    (2.1, 92.27, 145.834),
    (LAMBDA_POINT, 90.75, 146.109),
)
"""Temperature [K], latent heat [J/mol] and density of the liquid [kg/m^3]."""

LOWEST = LATENT_HEAT[0][0]
"""Where the table begins [K]."""


def superfluid_helium(T: float) -> tuple[float, float, float]:
    r"""Latent heat [J/mol], density of the liquid [kg/m^3] and molar volume of the vapour [m^3/mol], between the points of the table.

    The vapour is taken as ideal, and its pressure from the latent heat, :math:`\mathrm{d} \ln p / \mathrm{d}T = L / R T^2`, from the lambda
    point down: at most 12 % above what is measured, which is enough for a vapour that weighs less than a hundredth of the liquid.

    Raises
    ------
    ValueError
        If the temperature is outside the table.

    Examples
    --------
    >>> [round(each, 2) for each in superfluid_helium(1.3)[:2]]
    [85.97, 145.12]
    """
    T = as_number("T", T)
    if not LOWEST <= T <= LAMBDA_POINT:
        raise ValueError(f"T must be from {LOWEST:g} to {LAMBDA_POINT:g} K, where the table of superfluid helium is; got {T:g}")
    temperatures, latent, density = np.array(LATENT_HEAT).T
    nodes, weights = np.polynomial.legendre.leggauss(40)
    between = T + (LAMBDA_POINT - T) * (nodes + 1) / 2
    fall = np.sum(weights * np.interp(between, temperatures, latent) / between**2) * (LAMBDA_POINT - T) / 2 / float(R)
    pressure = LAMBDA_PRESSURE * np.exp(-fall)
    return float(np.interp(T, temperatures, latent)), float(np.interp(T, temperatures, density)), float(R) * T / float(pressure)
