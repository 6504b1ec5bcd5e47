r"""Leads that carry a current from room temperature into the cold: a thick one conducts heat, a thin one makes it.

The heat :math:`\dot Q` that flows down a lead grows by what the current makes, :math:`I\,\mathrm{d}V` for a voltage :math:`\mathrm{d}V`.
With :math:`\mathrm{d}V = I \rho\,\mathrm{d}x / A` and :math:`\dot Q = k A\,\mathrm{d}T/\mathrm{d}x`, the length drops out,
:math:`\dot Q\,\mathrm{d}\dot Q = -I^2 k \rho\,\mathrm{d}T`, so that a lead with the voltage :math:`V` from end to end leaks to its cold end

.. math:: \dot Q_C = I \left(\frac{M}{V} + \frac V2\right), \qquad M = \int_{T_C}^{T_H} k \rho\,\mathrm{d}T.

That is least, :math:`I \sqrt{2 M}`, for the voltage :math:`V = \sqrt{2 M}`: then no heat enters from the warm end, and all that arrives is
made on the way. In a metal whose heat is carried by the electrons alone, :math:`k \rho = L_0 T` (Wiedemann and Franz), and the least heat
is the same for every such metal.
"""

from __future__ import annotations

import numpy as np

from cryolib._quadrature import integral
from cryolib.leaks.fits import LORENZ_NUMBER
from cryolib.leaks.materials import Material
from cryolib.leaks.supports import require_material
from cryolib.readers import Array, Value, as_number, plain, read_numbers, sqrt, three_readers
from cryolib.validation import ascending_temperatures, nonnegative, positive, refuse

__all__ = ["LORENZ_NUMBER", "lead_heat", "least_lead_heat", "least_lead_heat_of"]


@three_readers
def least_lead_heat(T_cold: Value, T_hot: Value, current: Value) -> Value:
    r"""Least heat that one current lead brings to the cold end, if it is cooled there alone.

    .. math:: \dot Q = I \sqrt{L_0 (T_H^2 - T_C^2)}, \qquad L_0 = \frac{\pi^2}{3} \left(\frac{k_\mathrm{B}}{e}\right)^2

    Parameters
    ----------
    T_cold : float, array_like or expression, shape (...)
        Temperature of the cold end, ``0 < T_cold <= T_hot`` [K].
    T_hot : float, array_like or expression, shape (...)
        Temperature of the warm end [K].
    current : float, array_like or expression, shape (...)
        Zero or positive [A].

    Returns
    -------
    float, ndarray or expression, shape (...)
        Heat leak of one lead; a pair leaks twice as much [W].

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere.

    Notes
    -----
    `least_lead_heat_of` for a metal with :math:`k \rho = L_0 T`, Wiedemann and Franz's law. Real copper leaks some percent less. Used in
    chapter ``sizing``.

    References
    ----------
    .. [1] A. Ballarino, Current Leads, Links and Buses, CERN Accelerator School lecture, arXiv:1501.07166 (2015), table 1: 47 W/kA to
       4.2 K and 45 W/kA to 77 K.

    Examples
    --------
    >>> round(least_lead_heat(4.2, 300.0, current=1000.0), 1)
    46.9
    """
    ascending_temperatures(T_cold=T_cold, T_hot=T_hot, equal=True)
    nonnegative(current=current)
    return current * sqrt(LORENZ_NUMBER * (T_hot - T_cold) * (T_hot + T_cold))


def least_lead_heat_of(material: Material, T_cold: Value, T_hot: Value, current: Value) -> Value:
    r"""Least heat that one current lead of a real metal brings to the cold end, if it is cooled there alone.

    .. math:: \dot Q = I \sqrt{2 \int_{T_C}^{T_H} k \rho\,\mathrm{d}T}

    Parameters
    ----------
    material : Material
        A metal: `copper`, or one of `MATERIALS`.
    T_cold, T_hot : float or array_like, shape (...)
        Temperatures of the ends, ``T_cold <= T_hot``, within the material's range [K].
    current : float or array_like, shape (...)
        Zero or positive [A].

    Returns
    -------
    float or ndarray, shape (...)
        Heat leak of one lead [W].

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere, or the material is no metal.

    Notes
    -----
    The heat that flows down a lead grows by what the current makes, :math:`\dot Q\,\mathrm{d}\dot Q = -I^2 k \rho\,\mathrm{d}T`; in the
    best lead none enters from the warm end. For copper, :math:`k \rho / T` falls to about two thirds of :math:`L_0` between 20 and 80 K, which
    makes its leads better than `least_lead_heat`. For other metals `Material.resistivity` takes Wiedemann and Franz's law, so that nothing is
    gained.

    Examples
    --------
    >>> from cryolib.leaks import copper
    >>> round(least_lead_heat_of(copper(100), 4.2, 300.0, current=1000.0), 1)
    43.4
    """
    require_material(material)
    values = read_numbers(T_cold=T_cold, T_hot=T_hot, current=current)
    low, high, amperes = values.values()
    material.conductivity_integral(low, high)  # refuses what is out of range
    nonnegative(current=amperes)
    return plain(amperes * np.sqrt(2 * integral(lambda T: material.conductivity(T) * material.resistivity(T), low, high, material.corners)))


def lead_heat(current: Value, T_cold: float, T_hot: float, length_over_area: Value, material: Material) -> Value:
    r"""Heat that a current lead of given length and cross-section brings to the cold end.

    .. math:: \dot Q_C = I \left(\frac MV + \frac V2\right), \qquad \frac{I L}{A} = \int_0^V \frac{\mathrm{d}V'}{\rho}

    Parameters
    ----------
    current : float or array_like, shape (...)
        Zero or positive [A].
    T_cold, T_hot : float
        Temperatures of the ends, ``T_cold < T_hot``, within the material's range [K].
    length_over_area : float or array_like, shape (...)
        Length over cross-section, positive [1/m].
    material : Material
        A metal: `copper`, or one of `MATERIALS`.

    Returns
    -------
    float or ndarray, shape (...)
        Heat leak of one lead, to about 1e-6 of its value [W].

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere, the material is no metal, or the lead is so thin that its middle would be
        hotter than the material's range.

    Notes
    -----
    The voltage from end to end is :math:`V`, and :math:`M = \int_{T_C}^{T_H} k \rho\,\mathrm{d}T`; :math:`V'` is the voltage between the cold
    end and a place on the way, where :math:`\rho` has the temperature of that place. Without a current the heat is `support_heat`, and at the
    best ``current * length_over_area`` it is `least_lead_heat_of`.

    Examples
    --------
    >>> from cryolib.leaks import copper
    >>> [round(lead_heat(1000.0, 4.2, 300.0, ratio, copper(100)), 1) for ratio in (3000.0, 5900.0)]
    [67.8, 43.4]
    """
    require_material(material)
    low, high = as_number("T_cold", T_cold), as_number("T_hot", T_hot)
    ascending_temperatures(T_cold=low, T_hot=high)
    conducted = material.conductivity_integral(low, high)
    values = read_numbers(current=current, length_over_area=length_over_area)
    amperes, slenderness = np.broadcast_arrays(*values.values())
    nonnegative(current=amperes)
    positive(length_over_area=slenderness)
    along = _Lead(material, low, high)
    wanted = amperes * slenderness
    refuse(
        wanted > along.longest,
        f"current times length_over_area must be at most {along.longest:.4g} A/m, or the lead gets hotter than {material.T_max:g} K, "
        f"the range of {material.name}",
        current=amperes,
        length_over_area=slenderness,
    )
    running = wanted > 0
    voltage = along.voltage(np.where(running, wanted, along.longest))
    return plain(np.where(running, amperes * (along.heat / voltage + voltage / 2), conducted / slenderness))


class _Lead:
    """What a lead of any length has in common: M as a function of temperature, and 1/rho as a function of M."""

    def __init__(self, material: Material, T_cold: float, T_hot: float) -> None:
        T = np.geomspace(T_cold, material.T_max, 6001)
        steps = integral(lambda t: material.conductivity(t) * material.resistivity(t), T[:-1], T[1:])
        self.made = np.concatenate([[0.0], np.cumsum(steps)])
        self.resistivity = np.asarray(material.resistivity(T))
        self.heat = float(np.interp(T_hot, T, self.made))
        top = np.sqrt(2 * self.made[-1])  # the largest M there can be is half the square of the heat per ampere
        self.largest = top + np.sqrt(max(top**2 - 2 * self.heat, 0.0))
        self.longest = float(self._length(np.asarray([self.largest]))[0])

    def _length(self, voltage: Array) -> Array:
        """Current times length over area [A/m] of leads with these voltages."""
        heat = (self.heat / voltage + voltage / 2)[..., None]

        def integrand(root: Array) -> Array:  # the temperature grows about as the root of the voltage
            part = voltage[..., None] * root**2
            reached = np.maximum(heat * part - part**2 / 2, 0.0)
            return np.asarray(2 * voltage[..., None] * root / np.interp(reached, self.made, self.resistivity))

        nodes, weights = np.polynomial.legendre.leggauss(8)
        edges = np.linspace(0.0, 1.0, 33)
        roots = (edges[:-1, None] + np.diff(edges)[:, None] * (nodes + 1) / 2).ravel()
        return np.asarray(integrand(roots) @ np.tile(weights, 32) / 64)

    def voltage(self, length: Array) -> Array:
        """Voltage [V] of leads of these lengths, by bisection."""
        low, high = length * self.resistivity.min(), np.minimum(length * self.resistivity.max(), self.largest)
        for _ in range(50):
            middle = (low + high) / 2
            short = self._length(middle) < length
            low, high = np.where(short, middle, low), np.where(short, high, middle)
        return np.asarray((low + high) / 2)
