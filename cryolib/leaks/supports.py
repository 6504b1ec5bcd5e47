"""Heat that a solid carries whose conductivity depends on temperature."""

from __future__ import annotations

from cryolib.leaks.materials import Material
from cryolib.readers import Value, plain, read_together
from cryolib.validation import nonnegative, positive

__all__ = ["require_material", "support_heat"]


def support_heat(material: Material, T_cold: Value, T_hot: Value, area: Value, length: Value) -> Value:
    r"""Heat that a support of one material and one cross-section carries to the cold end.

    .. math:: \dot Q = \frac{A}{L} \int_{T_C}^{T_H} k(T)\,\mathrm{d}T

    Parameters
    ----------
    material : Material
        Of the support: `material`, `copper` or one of `MATERIALS`.
    T_cold, T_hot : float, array_like or expression, shape (...)
        Temperatures of its ends, ``T_cold <= T_hot``, within the material's range [K].
    area : float, array_like or expression, shape (...)
        Cross-section, zero or positive [m^2].
    length : float, array_like or expression, shape (...)
        From end to end, positive [m].

    Returns
    -------
    float, ndarray or expression, shape (...)
        Heat leak [W].

    Raises
    ------
    ValueError
        If an argument is outside the range above, anywhere; for a temperature, the message names the material's range.

    Notes
    -----
    Fourier's law along a support that loses and takes up nothing on its way. Expressions for materials with a formula only.

    Examples
    --------
    >>> from cryolib.leaks import MATERIALS
    >>> round(support_heat(MATERIALS["G-10 CR, normal to the cloth"], 77.0, 300.0, area=1e-3, length=0.1), 3)
    0.967
    """
    require_material(material)
    integral = material.conductivity_integral(T_cold, T_hot)
    nonnegative(area=area)
    positive(length=length)
    values = read_together(area=area, length=length, integral=integral)
    return plain(values["area"] / values["length"] * values["integral"])


def require_material(value: object) -> None:
    """Require a `Material`; its name alone is none."""
    if not isinstance(value, Material):
        raise ValueError(f"material must be a Material, such as material('brass') or copper(100); got {value!r}")
