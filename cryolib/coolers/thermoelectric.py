r"""The thermoelectric cooler: a current carries heat from one junction to the other, against its own heating and the conduction back.

With the Seebeck coefficient :math:`\alpha`, the resistance :math:`\rho` and the conductance :math:`K` of a couple, all constant, the current
:math:`I` gives

.. math::
    Q_C = \alpha I T_C - \tfrac12 I^2 \rho - K\,(T_H - T_C), \qquad W = \alpha I\,(T_H - T_C) + I^2 \rho, \qquad Z = \frac{\alpha^2}{\rho K} .
"""

from __future__ import annotations

from cryolib.readers import Value, sqrt, three_readers
from cryolib.validation import ascending_temperatures, positive, temperature

__all__ = ["coldest_thermoelectric", "thermoelectric_cop"]


@three_readers
def thermoelectric_cop(T_cold: Value, T_hot: Value, merit: Value) -> Value:
    r"""Coefficient of performance of a thermoelectric couple at its best current.

    .. math:: \mathrm{COP} = \frac{T_C}{T_H - T_C} \cdot \frac{m - T_H/T_C}{m + 1}, \qquad m = \sqrt{1 + Z\,(T_C + T_H)/2}

    Parameters
    ----------
    T_cold : float, array_like or expression, shape (...)
        Temperature of the cold junction, ``0 < T_cold < T_hot`` [K].
    T_hot : float, array_like or expression, shape (...)
        Temperature of the warm junction [K].
    merit : float, array_like or expression, shape (...)
        :math:`Z` of the couple, positive [1/K].

    Returns
    -------
    float, ndarray or expression, shape (...)
        Cooling per electrical work; negative below `coldest_thermoelectric` [-].

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere.

    Notes
    -----
    For a small difference of the temperatures it is the fraction :math:`(m - 1)/(m + 1)` of Carnot's limit. Derived in chapter
    ``coolers_to_buy``.

    Examples
    --------
    >>> round(thermoelectric_cop(290.0, 300.0, 1 / 300), 2)
    4.5
    """
    ascending_temperatures(T_cold=T_cold, T_hot=T_hot)
    positive(merit=merit)
    m = sqrt(1 + merit * (T_cold + T_hot) / 2)
    return T_cold / (T_hot - T_cold) * (m - T_hot / T_cold) / (m + 1)


@three_readers
def coldest_thermoelectric(T_hot: Value, merit: Value) -> Value:
    r"""Lowest temperature that a thermoelectric couple holds without a load.

    .. math:: T_C = \frac{\sqrt{1 + 2 Z T_H} - 1}{Z}

    Parameters
    ----------
    T_hot : float, array_like or expression, shape (...)
        Temperature of the warm junction, positive [K].
    merit : float, array_like or expression, shape (...)
        As for `thermoelectric_cop` [1/K].

    Returns
    -------
    float, ndarray or expression, shape (...)
        Temperature of the cold junction, where :math:`\tfrac12 Z T_C^2 = T_H - T_C` [K].

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere.

    Notes
    -----
    Derived in chapter ``coolers_to_buy``.

    Examples
    --------
    >>> round(300 - coldest_thermoelectric(300.0, 1 / 300), 1)
    80.4
    """
    temperature(T_hot=T_hot)
    positive(merit=merit)
    return (sqrt(1 + 2 * merit * T_hot) - 1) / merit
