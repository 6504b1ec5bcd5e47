"""Thermal conductivities of solids from room temperature down, each with the range in which it is known, and its source."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from cryolib._quadrature import integral
from cryolib.leaks.fits import FORMS, LORENZ_NUMBER, copper_resistivity
from cryolib.readers import Value, as_number, as_value, is_symbolic, plain, read_together
from cryolib.validation import ascending_temperatures, between, refuse, temperature

__all__ = ["MATERIALS", "Material", "copper", "material"]


@dataclass(frozen=True, eq=False)
class Material:
    """A solid with a known thermal conductivity.

    Attributes
    ----------
    name : str
        By which `material` finds it.
    form : str
        ``polynomial``, ``rational`` or ``hust_lankford``, the formulas of `cryolib.leaks.fits`, or ``table``.
    T_min, T_max : float
        Temperatures between which both the data and the published formula hold [K]. Outside, everything is refused: a fit goes wrong by
        factors there, and by three hundred powers of ten at worst.
    coefficients : tuple
        Of the formula, in the order of the publisher; for a table its points, pairs of a temperature [K] and a conductivity [W/(m K)].
    fit_error : float or None
        Deviation of the data from the formula, as published; a fraction [-].
    sources : tuple of str
        Keys of the book's list of sources.
    aliases : tuple of str
        What else people call it in a budget.
    composition : str
        Of an alloy in a table, in percent; else empty.
    residual_resistance_ratio : float or None
        Of copper [-].
    metal : bool
        Whether it conducts electricity.
    """

    name: str
    form: str
    T_min: float
    T_max: float
    coefficients: tuple[Any, ...]
    fit_error: float | None = None
    sources: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    composition: str = ""
    residual_resistance_ratio: float | None = None
    metal: bool = True

    def conductivity(self, T: Value) -> Value:
        """Thermal conductivity at a temperature.

        Parameters
        ----------
        T : float, array_like or expression, shape (...)
            Temperature, within the material's range; no expression for a table [K].

        Returns
        -------
        float, ndarray or expression, shape (...)
            [W/(m K)].

        Raises
        ------
        ValueError
            If `T` is outside the range, anywhere; the message names it.

        Examples
        --------
        >>> round(material("aluminium 6061-T6").conductivity(77.0), 1)
        83.5
        """
        T = as_value("T", T)
        self._require_range(T=T)
        return plain(self._formula(T))

    def conductivity_integral(self, T_cold: Value, T_hot: Value) -> Value:
        r"""Integral of the thermal conductivity over temperature.

        .. math:: \int_{T_C}^{T_H} k\,\mathrm{d}T

        Parameters
        ----------
        T_cold, T_hot : float, array_like or expression, shape (...)
            Temperatures, ``T_cold <= T_hot``, within the material's range; no expressions for a table [K].

        Returns
        -------
        float, ndarray or expression, shape (...)
            [W/m].

        Raises
        ------
        ValueError
            If a temperature is outside the range, anywhere; the message names it.

        Notes
        -----
        By one fixed rule, ten points in each of eight parts of equal ratio: its error is below 1e-10 of the value for every material here.
        A table is integrated between its points.

        Examples
        --------
        >>> round(material("stainless steel 304").conductivity_integral(4.0, 300.0), 1)
        3030.8
        """
        values = read_together(T_cold=T_cold, T_hot=T_hot)
        ascending_temperatures(**values, equal=True)
        self._require_range(**values)
        return plain(integral(self._formula, values["T_cold"], values["T_hot"], self.corners))

    @property
    def corners(self) -> list[float]:
        """Temperatures of the points between which a table is interpolated; none for a formula [K]."""
        return [T for T, _ in self.coefficients] if self.form == "table" else []

    def resistivity(self, T: Value) -> Value:
        r"""Electrical resistivity: for copper by its purity, for other metals by Wiedemann and Franz's law, :math:`\rho = L_0 T / k`.

        Parameters
        ----------
        T : float, array_like or expression, shape (...)
            Temperature, within the material's range; no expression for a table [K].

        Returns
        -------
        float, ndarray or expression, shape (...)
            [ohm m].

        Raises
        ------
        ValueError
            If `T` is outside the range, anywhere, or the material is no metal.

        Notes
        -----
        Wiedemann and Franz's law makes the resistivity too small for alloys in which the lattice carries a part of the heat, and too large,
        between 10 K and room temperature, for pure metals.

        Examples
        --------
        >>> f"{copper(100).resistivity(4.2):.3g}"
        '1.56e-10'
        """
        T = as_value("T", T)
        self._require_range(T=T)
        if not self.metal:
            raise ValueError(f"material must be a metal, to have an electrical resistivity; got {self.name}")
        if self.residual_resistance_ratio is not None:
            return plain(copper_resistivity(self.residual_resistance_ratio, T))
        return plain(LORENZ_NUMBER * T / self._formula(T))

    def _formula(self, T: Value) -> Value:
        if self.form == "table" and is_symbolic(T):
            raise ValueError(f"{self.name} has a table and no formula, so T must be numbers; got {T}")
        return FORMS[self.form](self.coefficients, T)

    def _require_range(self, **values: Value) -> None:
        temperature(**values)
        for name, T in values.items():
            outside = (T < self.T_min) | (T > self.T_max)
            refuse(outside, f"{name} must be from {self.T_min:g} to {self.T_max:g} K, the range of {self.name}", **{name: T})


def _read() -> Mapping[str, Material]:
    """Read the file of materials."""
    rows = tomllib.loads(files("cryolib.leaks").joinpath("materials.toml").read_text(encoding="utf-8"))["material"]
    found = {}
    for row in rows:
        (low, high), error = row.pop("range"), row.pop("error", None)
        sources, aliases = tuple(row.pop("sources")), tuple(row.pop("aliases", ()))
        coefficients = tuple(map(tuple, row.pop("points"))) if row["form"] == "table" else tuple(row.pop("coefficients"))
        found[row["name"]] = Material(
            **row, T_min=low, T_max=high, coefficients=coefficients, fit_error=error, sources=sources, aliases=aliases
        )
    return MappingProxyType(found)


MATERIALS: Mapping[str, Material] = _read()
"""The materials by name."""


def material(name: str) -> Material:
    """Find a material by its name.

    Parameters
    ----------
    name : str
        One of `MATERIALS`.

    Returns
    -------
    Material
        With its conductivity, range and sources.

    Raises
    ------
    ValueError
        If there is none of this name; the message lists the nearest.

    Examples
    --------
    >>> material("brass").T_max
    110.0
    >>> material("steel")
    Traceback (most recent call last):
        ...
    ValueError: name must be that of a material, such as stainless steel 304, stainless steel 304L, stainless steel 316; got 'steel'
    """
    if isinstance(name, str) and name in MATERIALS:
        return MATERIALS[name]
    hint = "; see MATERIALS"
    if isinstance(name, str):
        keys = {key.lower(): key for key in MATERIALS}
        near = [key for key in keys if name.lower() in key] or get_close_matches(name.lower(), keys, n=3, cutoff=0.4)
        hint = f", such as {', '.join(keys[key] for key in near[:3])}" if near else hint
    raise ValueError(f"name must be that of a material{hint}; got {name!r}")


def copper(residual_resistance_ratio: float) -> Material:
    r"""Copper of any purity.

    Parameters
    ----------
    residual_resistance_ratio : float
        Electrical resistance at room temperature over that at 4 K, from 20 to 2000: about 50 to 100 for what is sold as pure copper [-].

    Returns
    -------
    Material
        With the conductivity of Hust and Lankford's formula, `cryolib.leaks.fits.hust_lankford`, from 1 to 500 K.

    Raises
    ------
    ValueError
        If the ratio is not a number in this range.

    Notes
    -----
    Integrals from 4 to 300 K agree within 0.4 % with the separate fits for ratios of 50, 100 and 300 in `MATERIALS`. The report covers 1 K
    to the melting point; the resistivity that goes with it here is within 1 % of handbook values up to 500 K.

    References
    ----------
    .. [1] J. G. Hust and A. B. Lankford, Thermal Conductivity of Aluminum, Copper, Iron, and Tungsten for Temperatures from 1 K to the
       Melting Point, National Bureau of Standards, NBSIR 84-3007 (1984). Coefficients from three transcriptions that agree, but for one
       term that changes the conductivity by 0.3 % at 20 K.

    Examples
    --------
    >>> round(copper(100).conductivity_integral(4.0, 300.0), -3)
    194000.0
    """
    ratio = as_number("residual_resistance_ratio", residual_resistance_ratio)
    between(20, 2000, residual_resistance_ratio=ratio)
    sources = ("hust_lankford1984", "cryocalc")
    return Material(f"copper, RRR {ratio:g}", "hust_lankford", 1.0, 500.0, (ratio,), None, sources, residual_resistance_ratio=ratio)
