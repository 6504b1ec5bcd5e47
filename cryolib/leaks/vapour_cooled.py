"""Current leads that are cooled by the vapour of the liquid that they boil."""

from __future__ import annotations

import numpy as np

from cryolib.constants import STANDARD_ATMOSPHERE
from cryolib.gases.real_fluid import RealFluid
from cryolib.leaks.boiling import boiling
from cryolib.leaks.fits import LORENZ_NUMBER
from cryolib.leaks.materials import Material
from cryolib.leaks.supports import require_material
from cryolib.readers import Array, Value, as_number, plain, read_numbers
from cryolib.validation import ascending_temperatures, nonnegative

__all__ = ["vapour_cooled_lead_heat"]


def vapour_cooled_lead_heat(current: Value, T_hot: float = 300.0, fluid: str = "helium", material: Material | None = None) -> Value:
    r"""Least heat that one current lead brings to a boiling liquid whose vapour cools it all the way up.

    .. math::
        \frac{\mathrm{d}\dot Q}{\mathrm{d}T} = \dot m c_p - \frac{I^2 k \rho}{\dot Q}, \qquad
        \dot m = \frac{\dot Q_C}{L}, \qquad \dot Q(T_H) = 0

    Parameters
    ----------
    current : float or array_like, shape (...)
        Zero or positive [A].
    T_hot : float
        Temperature of the warm end, above the boiling point [K].
    fluid : str
        Name of the liquid, which boils at 101325 Pa; one of `cryolib.gases.FLUIDS`.
    material : Material, optional
        A metal whose range holds both ends. Without one, Wiedemann and Franz's law is taken, :math:`k \rho = L_0 T`.

    Returns
    -------
    float or ndarray, shape (...)
        Heat leak of one lead at the current for which it is made [W].

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere, or the material is no metal.

    Notes
    -----
    The heat of each lead boils the liquid whose vapour cools it, and the vapour is everywhere as warm as the lead: the best there is.
    All of the vapour rises along the leads: `BoilOff.metered_fraction` is what a bath lets go whose level falls, and there a lead leaks more.
    Leads for sale come within some 10 % of what this says of real copper (the first reference). Used in chapter ``sizing``.

    References
    ----------
    .. [1] American Magnetics, Vapor Cooled Current Leads, americanmagnetics.com: a pair boils off 2.8e-3 L/h of helium per ampere at its
       design current, or 1.0 W/kA for each lead.

    Examples
    --------
    >>> from cryolib.leaks import copper
    >>> round(vapour_cooled_lead_heat(1000.0, material=copper(100)), 2)
    0.94
    """
    values = read_numbers(current=current)
    nonnegative(**values)
    liquid, gas, high = boiling(fluid), RealFluid(fluid), as_number("T_hot", T_hot)
    ascending_temperatures(T_cold=liquid.T, T_hot=high)
    if material is not None:
        require_material(material)
        material.conductivity_integral(liquid.T, high)  # refuses what is out of range
    T = np.geomspace(liquid.T, high, 1601)
    made = LORENZ_NUMBER * T if material is None else np.asarray(material.conductivity(T) * material.resistivity(T))
    just_above = np.maximum(T, liquid.T * (1 + 1e-4))
    taken = np.asarray(gas.heat_capacity(just_above, STANDARD_ATMOSPHERE)) / liquid.latent_heat
    low, high = 0.0, float(np.sqrt(2 * np.trapezoid(made, T)))
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if _arriving(middle, T, made, taken) > middle else (low, middle)
    return plain(values["current"] * (low + high) / 2)


def _arriving(heat: float, T: Array, made: Array, taken: Array) -> float:
    """Heat per ampere [V] that arrives at the cold end, if `heat` boils the liquid: Runge and Kutta's rule, from the warm end down."""
    square = 0.0
    rows = list(zip(T.tolist(), made.tolist(), (heat * taken).tolist(), strict=True))
    for (T_1, m_1, c_1), (_, m_2, c_2), (T_3, m_3, c_3) in zip(rows[::-2], rows[-2::-2], rows[-3::-2], strict=False):
        step = T_1 - T_3
        k_1 = 2 * (m_1 - c_1 * square**0.5)
        k_2 = 2 * (m_2 - c_2 * max(square + step / 2 * k_1, 0.0) ** 0.5)
        k_3 = 2 * (m_2 - c_2 * max(square + step / 2 * k_2, 0.0) ** 0.5)
        k_4 = 2 * (m_3 - c_3 * max(square + step * k_3, 0.0) ** 0.5)
        square = max(square + step / 6 * (k_1 + 2 * k_2 + 2 * k_3 + k_4), 0.0)
    return float(square**0.5)
