"""Heat through multilayer insulation: what an installed blanket lets pass, and what the laboratory measures.

The two models differ by a factor of about 4.6 for the same 30 layers between 300 K and 77 K, and neither is wrong. In the laboratory a
blanket has no seams, no penetrations, and the density of layers that suits it best.
"""

from __future__ import annotations

from cryolib.readers import Value, three_readers
from cryolib.validation import ascending_temperatures, between, finite, fraction, refuse

__all__ = ["installed_insulation", "laboratory_insulation"]


@three_readers
def installed_insulation(T_cold: Value, T_hot: Value, layers: Value) -> Value:
    r"""Heat per area through multilayer insulation as it hangs in a large cryostat.

    .. math:: q = \frac{1}{N + 1} \left[\beta\,(T_H^4 - T_C^4) + \alpha\,\frac{T_H + T_C}{2}\,(T_H - T_C)\right]

    with :math:`\alpha = 1.401 \times 10^{-4}\ \mathrm{W/(m^2\,K^2)}` for what spacers conduct and
    :math:`\beta = 3.741 \times 10^{-9}\ \mathrm{W/(m^2\,K^4)}` for radiation.

    Parameters
    ----------
    T_cold : float, array_like or expression, shape (...)
        Temperature of the insulated surface, ``0 < T_cold <= T_hot`` [K].
    T_hot : float, array_like or expression, shape (...)
        Temperature of the surface around it [K].
    layers : float, array_like or expression, shape (...)
        Number of reflecting layers, at least 1 [-].

    Returns
    -------
    float, ndarray or expression, shape (...)
        Heat leak per area of the insulated surface [W/m^2].

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere.

    Notes
    -----
    The insulation of the cryostats of CERN's Large Hadron Collider. The two coefficients belong together. Of the lecture's worked example,
    the bare vessel, the foil, the blanket on the cold mass and the cooled shield come out within 1 %, the blanket with 290 K outside; its
    blanket on the shield, printed as 2.38 W, does not: this gives 2.57 W with 290 K. Used in chapter ``sizing``.

    References
    ----------
    .. [1] V. Parma, Cryostat Design, CERN Accelerator School lecture, arXiv:1501.07154 (2015).

    Examples
    --------
    >>> round(installed_insulation(80.0, 293.0, layers=30), 2)
    1.06
    """
    ascending_temperatures(T_cold=T_cold, T_hot=T_hot, equal=True)
    _at_least_one(layers=layers)
    radiation = 3.741e-9 * (T_hot**4 - T_cold**4)
    conduction = 1.401e-4 * (T_hot + T_cold) / 2 * (T_hot - T_cold)
    return (radiation + conduction) / (layers + 1)


@three_readers
def laboratory_insulation(
    T_cold: Value, T_hot: Value, layers: Value, layer_density: Value = 1005.5, emissivity: Value = 0.031, installed_factor: Value = 1.0
) -> Value:
    r"""Heat per area through multilayer insulation as a calorimeter measures it.

    .. math::
        q = f \left[8.95 \times 10^{-8}\,\frac{n^{2.56}}{N + 1}\,\frac{T_H + T_C}{2}\,(T_H - T_C)
        + 5.39 \times 10^{-10}\,\frac{\varepsilon}{N}\,(T_H^{4.67} - T_C^{4.67})\right]

    with the number of layers per centimetre as :math:`n`.

    Parameters
    ----------
    T_cold : float, array_like or expression, shape (...)
        Temperature of the insulated surface, ``70 <= T_cold <= T_hot``: what is left out there rules below [K].
    T_hot : float, array_like or expression, shape (...)
        Temperature of the surface around it [K].
    layers : float, array_like or expression, shape (...)
        Number of reflecting layers, at least 1 [-].
    layer_density : float, array_like or expression, shape (...)
        Layers per metre of thickness, from 500 to 5000; note that the literature counts them per centimetre [1/m].
    emissivity : float, array_like or expression, shape (...)
        Emissivity of a layer at 300 K, above 0 and at most 1 [-].
    installed_factor : float, array_like or expression, shape (...)
        Heat through the blanket with its seams, pins and penetrations over that in the calorimeter, at least 1 [-].

    Returns
    -------
    float, ndarray or expression, shape (...)
        Heat leak per area of the insulated surface [W/m^2].

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere.

    Notes
    -----
    Fitted to blankets of Mylar with aluminium on both sides, and silk nets between. Used in chapter ``sizing``.

    References
    ----------
    .. [1] C. W. Keller, G. R. Cunnington and A. P. Glassford, Thermal Performance of Multilayer Insulations, NASA CR-134477
       (1974), eq. 4-14.

    Examples
    --------
    >>> round(laboratory_insulation(77.36, 300.0, layers=30), 3)
    0.25
    """
    ascending_temperatures(T_cold=T_cold, T_hot=T_hot, equal=True)
    refuse(T_cold < 70, "T_cold must be at least 70 K, the range of the laboratory's fit", T_cold=T_cold)
    _at_least_one(layers=layers)
    between(500, 5000, layer_density=layer_density)
    fraction(emissivity=emissivity)
    _at_least_one(installed_factor=installed_factor)
    conduction = 8.95e-8 * (layer_density / 100) ** 2.56 * (T_hot + T_cold) / 2 * (T_hot - T_cold) / (layers + 1)
    radiation = 5.39e-10 * emissivity * (T_hot**4.67 - T_cold**4.67) / layers
    return installed_factor * (conduction + radiation)


def _at_least_one(**values: Value) -> None:
    finite(**values)
    for name, value in values.items():
        refuse(value < 1, f"{name} must be at least 1", **{name: value})
