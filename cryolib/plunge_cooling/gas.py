r"""A film that falls through the cold gas above a coolant.

The film falls on edge at the speed :math:`v`, for longer than each bit of gas stays beside it, and the gas sticks to it in a laminar boundary
layer. The mean of the heat over the film's length :math:`\ell` is a coefficient, and the film approaches a gas at :math:`T_m` as

.. math:: \alpha = 0.664\,\mathrm{Pr}^{-1/6}\,e\,\sqrt{\frac{v}{\ell}}, \qquad
   \frac{\mathrm{d}T}{\mathrm{d}t} = -\frac{T - T_m}{\tau_g}, \qquad \tau_g = \frac{C d}{2 \alpha}.
"""

from __future__ import annotations

from cryolib.readers import Value, exp, sqrt, three_readers
from cryolib.validation import ascending_temperatures, between, nonnegative, positive, refuse

__all__ = ["film_time_constant", "heat_transfer_coefficient", "temperature_in_gas"]


@three_readers
def heat_transfer_coefficient(effusivity: Value, prandtl_number: Value, speed: Value, length: Value) -> Value:
    r"""Mean coefficient of heat transfer of a thin plate that moves along itself through a gas at rest, with a laminar boundary layer.

    .. math:: \mathrm{Nu} = \frac{\alpha \ell}{k} = 0.664\,\mathrm{Re}^{1/2}\,\mathrm{Pr}^{1/3}, \qquad
       \alpha = 0.664\,\mathrm{Pr}^{-1/6}\,e\,\sqrt{\frac{v}{\ell}}

    Parameters
    ----------
    effusivity : float, array_like or expression, shape (...)
        :math:`e = \sqrt{k \rho c_p}` of the gas, positive [J/(m² K s^(1/2))].
    prandtl_number : float, array_like or expression, shape (...)
        :math:`\mathrm{Pr} = \mu c_p / k` of the gas, from 0.6 to 10 [-].
    speed : float, array_like or expression, shape (...)
        Of the surface, along itself, positive [m/s].
    length : float, array_like or expression, shape (...)
        Of the surface along its motion, positive [m].

    Returns
    -------
    float, ndarray or expression, shape (...)
        Heat per time, area and kelvin [W/(m² K)].

    Raises
    ------
    ValueError
        If an argument is not positive and finite, or the Prandtl number is outside its range, anywhere.

    Notes
    -----
    The mean of Pohlhausen's solution for Blasius's boundary layer at a plate of one temperature, within 2 % in this range of Prandtl numbers. If
    the gas slipped past the plate, the factor would be :math:`2/\sqrt{\pi} = 1.13`. Both forms are the same, since
    :math:`k\,\sqrt{\rho / \mu} = e\,\mathrm{Pr}^{-1/2}`.

    Examples
    --------
    >>> round(heat_transfer_coefficient(5.71, 0.737, 1.0, 3e-3), 1)  # nitrogen at 200 K
    72.8
    """
    positive(effusivity=effusivity, speed=speed, length=length)
    between(0.6, 10, prandtl_number=prandtl_number)
    return 0.664 * prandtl_number ** (-1 / 6) * effusivity * sqrt(speed / length)


@three_readers
def film_time_constant(thickness: Value, coefficient: Value, heat_capacity_per_volume: Value) -> Value:
    r"""Time in which a film cooled on both faces loses all but 1/e of its difference to the medium.

    .. math:: \tau = \frac{C d}{2 \alpha}

    Parameters
    ----------
    thickness : float, array_like or expression, shape (...)
        Of the film, positive [m].
    coefficient : float, array_like or expression, shape (...)
        Of heat transfer, at each face, positive [W/(m² K)].
    heat_capacity_per_volume : float, array_like or expression, shape (...)
        Of the film, positive [J/(m³ K)].

    Returns
    -------
    float, ndarray or expression, shape (...)
        Time [s].

    Raises
    ------
    ValueError
        If an argument is not positive and finite, anywhere.

    Examples
    --------
    >>> round(1e6 * film_time_constant(1e-7, 1e4, 4e6), 3)  # microseconds
    20.0
    """
    positive(thickness=thickness, coefficient=coefficient, heat_capacity_per_volume=heat_capacity_per_volume)
    return heat_capacity_per_volume * thickness / (2 * coefficient)


@three_readers
def temperature_in_gas(time: Value, T_hot: Value, T_cold: Value, transit: Value, time_constant: Value) -> Value:
    r"""Temperature of a film that falls through a layer of gas whose temperature decreases evenly downward.

    .. math:: T = T_H - \frac{T_H - T_C}{t_L}\left[t - \tau\left(1 - e^{-t/\tau}\right)\right]

    Parameters
    ----------
    time : float, array_like or expression, shape (...)
        Since it entered the layer, zero or positive, and at most `transit` [s].
    T_hot, T_cold : float, array_like or expression, shape (...)
        Temperatures of the gas at the top and at the bottom of the layer, ``0 < T_cold <= T_hot`` [K]; the film begins at `T_hot`.
    transit : float, array_like or expression, shape (...)
        Time in which it crosses the layer, positive [s].
    time_constant : float, array_like or expression, shape (...)
        `film_time_constant` in the gas, positive [s].

    Returns
    -------
    float, ndarray or expression, shape (...)
        Temperature [K].

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere.

    Notes
    -----
    Solves :math:`\dot T = -(T - T_m)/\tau` for a gas whose temperature :math:`T_m` falls from `T_hot` to `T_cold` at an even rate, in the time
    :math:`t_L` = `transit`. Derived in chapter ``cryo_electron_microscopy``.

    Examples
    --------
    >>> round(temperature_in_gas(0.01, 300.0, 100.0, 0.01, 0.002), 1)
    139.7
    """
    nonnegative(time=time)
    ascending_temperatures(T_cold=T_cold, T_hot=T_hot, equal=True)
    positive(transit=transit, time_constant=time_constant)
    refuse(time > transit, "time must be at most transit", time=time, transit=transit)
    return T_hot - (T_hot - T_cold) / transit * (time - time_constant * (1 - exp(-time / time_constant)))
