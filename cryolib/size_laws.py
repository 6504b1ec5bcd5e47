r"""How the fraction of Carnot grows with the size of a plant: two published laws, each in the range for which it was drawn.

A small machine is worse than a large one of the same kind: heat leaks, friction and gaps shrink less than the cooling does. Neither law may be
carried on to small coolers. At 1 W the first one would give 3 %, while such coolers reach about 1 % at their cold end alone.
"""

from __future__ import annotations

import math

from cryolib.readers import Value, log, three_readers
from cryolib.validation import between

__all__ = ["GREEN_RANGE", "STROBRIDGE_RANGE", "STROBRIDGE_READING_ERROR", "green_efficiency", "strobridge_efficiency"]

#: Refrigeration power for which `green_efficiency` was fitted, from and to [W].
GREEN_RANGE = (10.0, 35e3)
#: Refrigeration power between the outer two of the points that `strobridge_efficiency` passes through [W].
STROBRIDGE_RANGE = (1e3, 100e3)
#: How far a reading of the printed graph may be off, as a fraction of the value [-].
STROBRIDGE_READING_ERROR = 0.15


@three_readers
def green_efficiency(refrigeration_power: Value) -> Value:
    r"""Fraction of Carnot of helium plants at 4.2 to 4.5 K, by the heat that they take up.

    .. math:: \eta = 0.155 \left(\frac{\dot Q}{1\,\mathrm{kW}}\right)^{0.23}

    Parameters
    ----------
    refrigeration_power : float, array_like or expression, shape (...)
        Heat taken up at 4.2 to 4.5 K per unit time, from 10 W to 35 kW (`GREEN_RANGE`) [W].

    Returns
    -------
    float, ndarray or expression, shape (...)
        Fraction of Carnot's coefficient of performance [-].

    Raises
    ------
    ValueError
        If the power is outside the range, anywhere.

    Notes
    -----
    A fit to plants built until 2007, Eq. 2 of the paper below. The coefficients and the range were read in a text that quotes the paper.

    References
    ----------
    .. [1] M. A. Green, The Cost of Coolers for Cooling Superconducting Devices at Temperatures at 4.2 K, 20 K, 40 K and 77 K, IOP Conf. Ser.:
       Mater. Sci. Eng. 101 (2015) 012001, doi:10.1088/1757-899X/101/1/012001.

    Examples
    --------
    >>> round(green_efficiency(18e3), 3)
    0.301
    """
    between(*GREEN_RANGE, refrigeration_power=refrigeration_power)
    return 0.155 * (refrigeration_power / 1000) ** 0.23


@three_readers
def strobridge_efficiency(refrigeration_power: Value) -> Value:
    r"""Fraction of Carnot of refrigerators at 1.8 to 90 K, by the heat that they take up.

    .. math:: \eta = 0.19 + 0.05\,\log_{10} \frac{\dot Q}{1\,\mathrm{kW}}

    Parameters
    ----------
    refrigeration_power : float, array_like or expression, shape (...)
        Heat taken up per unit time, from 1 to 100 kW (`STROBRIDGE_RANGE`) [W].

    Returns
    -------
    float, ndarray or expression, shape (...)
        Fraction of Carnot's coefficient of performance [-]; good to some 15 % of itself (`STROBRIDGE_READING_ERROR`).

    Raises
    ------
    ValueError
        If the power is outside the range, anywhere.

    Notes
    -----
    The survey below draws one band for all temperatures from 1.8 to 90 K, Fig. 1. Three readings of its middle, 19 % at 1 kW, 24 % at 10 kW and
    29 % at 100 kW, lie on a straight line over the logarithm; the formula is that line.

    References
    ----------
    .. [1] T. R. Strobridge, Cryogenic Refrigerators: An Updated Survey, NBS Technical Note 655 (1974).

    Examples
    --------
    >>> round(strobridge_efficiency(10e3), 2)
    0.24
    """
    between(*STROBRIDGE_RANGE, refrigeration_power=refrigeration_power)
    return 0.19 + 0.05 / math.log(10) * log(refrigeration_power / 1000)
