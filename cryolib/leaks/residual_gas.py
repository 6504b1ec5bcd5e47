"""Heat through the gas that a vacuum still has."""

from __future__ import annotations

from cryolib.constants import R
from cryolib.gases.records import FLUIDS
from cryolib.readers import Value, pi_for, plain, read_together, sqrt
from cryolib.validation import ascending_temperatures, fraction, nonnegative, refuse

__all__ = ["residual_gas_heat"]


def residual_gas_heat(T_cold: Value, T_hot: Value, area: Value, P: Value, fluid: str = "helium", accommodation: Value = 0.5) -> Value:
    r"""Heat that a gas too thin for collisions carries to a cold surface.

    .. math:: \dot Q = a\,\frac{\gamma + 1}{\gamma - 1} \sqrt{\frac{R}{8 \pi M T_H}}\;p\,(T_H - T_C)\,A

    Parameters
    ----------
    T_cold : float, array_like or expression, shape (...)
        Temperature of the cold surface, ``0 < T_cold <= T_hot`` [K].
    T_hot : float, array_like or expression, shape (...)
        Temperature of the wall around it, where the pressure is measured [K].
    area : float, array_like or expression, shape (...)
        Area of the cold surface, zero or positive [m^2].
    P : float, array_like or expression, shape (...)
        That a gauge at ``T_hot`` reads, from 0 to 1. Where molecules meet each other before the other wall, the heat no longer grows with the
        pressure: their way at 300 K and 1 Pa is some 2 cm in helium, and 7 mm in nitrogen [Pa].
    fluid : str
        Name of the gas, one of `cryolib.gases.FLUIDS`.
    accommodation : float, array_like or expression, shape (...)
        How far the molecules come to the walls' temperatures, both walls together, above 0 and at most 1: about 0.5 for helium on
        technical surfaces, and nearly 1 for nitrogen [-].

    Returns
    -------
    float, ndarray or expression, shape (...)
        Heat leak [W].

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere, or there is no gas of this name.

    Notes
    -----
    Molecules fly from wall to wall. Each square metre of the warm wall is hit by :math:`\Phi = p N_A / \sqrt{2 \pi M R T_H}` of them per
    second, and as many return. A molecule in such a beam carries :math:`2 k T` of motion, and :math:`(1/(\gamma - 1) - 3/2)\,k T` inside;
    together :math:`\tfrac12 k T\,(\gamma + 1)/(\gamma - 1)`. The difference of what goes and what comes, times :math:`\Phi`, is the formula
    above. The ratio of heat capacities :math:`\gamma` is that at 300 K. Gases other than helium freeze onto a surface at 4 K, which then
    pumps them.

    Examples
    --------
    >>> round(residual_gas_heat(4.2, 300.0, area=1.0, P=1e-3), 3)
    0.311
    """
    if not isinstance(fluid, str) or fluid not in FLUIDS:
        raise ValueError(f"fluid must be one of {', '.join(FLUIDS)}; got {fluid!r}")
    values = read_together(T_cold=T_cold, T_hot=T_hot, area=area, P=P, accommodation=accommodation)
    T_cold, T_hot, area, P, accommodation = values.values()
    ascending_temperatures(T_cold=T_cold, T_hot=T_hot, equal=True)
    nonnegative(area=area, P=P)
    refuse(P > 1, "P must be at most 1 Pa, where molecules still fly from wall to wall", P=P)
    fraction(accommodation=accommodation)
    record = FLUIDS[fluid]
    inside = 2 * float(record.heat_capacity) - 1  # (gamma + 1) / (gamma - 1), of a heat capacity in units of R
    speed = sqrt(float(R) / (8 * pi_for(T_hot) * float(record.molar_mass) * T_hot))
    return plain(accommodation * inside * speed * P * (T_hot - T_cold) * area)
